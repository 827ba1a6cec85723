//! People: how they come in, sign in, and look after their account.

mod password;

pub use password::PasswordHasher;

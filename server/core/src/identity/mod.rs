//! People: how they come in, sign in, and look after their account.

mod authenticate;
mod password;
mod tokens;
mod usage;
pub mod users;

pub use authenticate::{authenticate_token, recheck};
pub use password::PasswordHasher;
pub use tokens::SessionTokens;
pub use usage::{KeyUsage, flush_key_usage};

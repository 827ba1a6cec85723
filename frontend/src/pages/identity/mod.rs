//! Coming in: set-up, sign-in, the forced change of a password, and signing in again over the page.

mod again;
mod client;
mod device;
mod door;
mod password;
mod setup;
mod sign_in;

pub use again::SignInAgain;
pub use device::DevicePage;
pub use password::{ChangePasswordForm, ForcedPasswordPage};
pub use setup::SetupPage;
pub use sign_in::SignInPage;

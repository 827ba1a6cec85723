//! People, their sessions, keys, one-time links and rate limits.

mod api_keys;
mod privacy;
mod sessions;
mod users;

pub use api_keys::*;
pub use privacy::{Audience, PrivacySettings};
pub use sessions::*;
pub use users::*;

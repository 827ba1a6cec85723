//! People: how they come in, sign in, and look after their account.

pub mod account;
pub mod accounts;
pub mod api_keys;
pub mod app_passwords;
mod authenticate;
mod begin;
pub mod calendar_feeds;
pub mod clients;
pub mod dashboard;
pub mod devices;
pub mod erasure;
pub(crate) mod fields;
mod locale;
mod password;
pub mod player_webhooks;
pub(crate) mod rate_limit;
mod refresh;
pub mod sessions;
pub mod setup;
mod sign_in;
pub mod standing;
pub(crate) mod tokens;
mod usage;
pub mod users;

pub(crate) use authenticate::Holders;
pub use authenticate::{authenticate_token, recheck};
pub use begin::Begun;
pub use locale::Locale;
pub use password::PasswordHasher;
pub(crate) use rate_limit::{METADATA_LOOK_UP, charge};
pub use refresh::{Refreshed, refresh};
pub use sign_in::{Credentials, sign_in};
pub use tokens::SessionTokens;
pub use usage::{KeyUsage, flush_key_usage};

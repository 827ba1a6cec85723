//! People, their sessions, keys, one-time links and rate limits.

mod api_keys;
mod app_passwords;
mod calendar_feeds;
mod client_authorizations;
mod dashboards;
mod devices;
mod erasure;
mod player_webhooks;
mod preferences;
mod privacy;
mod rate_limits;
mod sessions;
mod users;
mod verification_tokens;

pub use api_keys::*;
pub use app_passwords::*;
pub use calendar_feeds::*;
pub use client_authorizations::*;
pub use dashboards::*;
pub use devices::*;
pub use player_webhooks::*;
pub use preferences::{Preferences, StartPage, Theme};
pub use privacy::PrivacySettings;
pub use rate_limits::*;
pub use sessions::*;
pub use users::*;
pub use verification_tokens::*;

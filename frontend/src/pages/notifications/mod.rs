//! What people were told, and what they want to be told.

mod centre;
mod preferences;
mod words;

pub use centre::NotificationsPage;
pub use preferences::NotificationPreferencesPage;

//! What people are told, and what they want to be told.

mod mutation;
mod notification;
mod query;
mod subscription;

pub use mutation::NotificationMutation;
pub use notification::{DeliveryMethod, Notification, NotificationCategory, NotificationPreference, NotificationSeverity};
pub use query::NotificationQuery;
pub use subscription::NotificationSubscription;

use std::sync::Arc;

use async_graphql::{Enum, Json, Object};
use chrono::{DateTime, Utc};
use medianest_core::db::{self, NotificationId};
use medianest_core::notifications;

use crate::graphql::Id;

/// What a notification is about.
#[derive(Enum, Debug, Clone, Copy, PartialEq, Eq)]
#[graphql(remote = "db::NotificationCategory")]
pub enum NotificationCategory {
    /// Films, shows, music, books.
    Media,
    /// Other people.
    Social,
    /// The installation.
    System,
    /// A service it talks to.
    Integration,
    /// The person's own account.
    User,
}

/// How a notification is coloured.
#[derive(Enum, Debug, Clone, Copy, PartialEq, Eq)]
#[graphql(remote = "db::NotificationSeverity")]
pub enum NotificationSeverity {
    /// To know.
    Info,
    /// It worked.
    Success,
    /// To look at.
    Warning,
    /// It failed.
    Error,
}

/// A way a notification reaches its person.
#[derive(Enum, Debug, Clone, Copy, PartialEq, Eq)]
#[graphql(remote = "db::DeliveryMethod")]
pub enum DeliveryMethod {
    /// In MediaNest itself.
    InApp,
    /// By e-mail.
    Email,
    /// By the browser, also while no page is open.
    WebPush,
    /// To a Discord channel.
    Discord,
    /// By ntfy.
    Ntfy,
    /// By Telegram.
    Telegram,
    /// By Gotify.
    Gotify,
    /// By Apprise.
    Apprise,
    /// To a web address.
    Webhook,
}

/// Something a person was told.
pub struct Notification(pub Arc<notifications::Notification>);

/// Something a person was told.
#[Object]
impl Notification {
    /// Its id.
    pub async fn id(&self) -> Id<NotificationId> {
        Id(self.0.id)
    }

    /// What kind of news it is, such as `import_completed`. New kinds may come with any version.
    #[graphql(name = "type")]
    async fn notification_type(&self) -> &str {
        &self.0.notification_type
    }

    /// What it is about.
    async fn category(&self) -> NotificationCategory {
        self.0.category.into()
    }

    /// How it is coloured.
    async fn severity(&self) -> NotificationSeverity {
        self.0.severity.into()
    }

    /// One line.
    async fn title(&self) -> &str {
        &self.0.title
    }

    /// A few lines.
    async fn message(&self) -> &str {
        &self.0.message
    }

    /// Where it leads: a path of the web app.
    async fn link_url(&self) -> Option<&str> {
        self.0.link_url.as_deref()
    }

    /// What a client may make of it, by its type.
    async fn data(&self) -> Json<&serde_json::Value> {
        Json(&self.0.data)
    }

    /// When it was read; nothing while it is unread.
    async fn read_at(&self) -> Option<DateTime<Utc>> {
        self.0.read_at
    }

    /// When it stops to matter.
    async fn expires_at(&self) -> Option<DateTime<Utc>> {
        self.0.expires_at
    }

    /// When it was made.
    async fn created_at(&self) -> DateTime<Utc> {
        self.0.created_at
    }
}

/// Whether a person wants news of a kind by a way.
pub struct NotificationPreference(pub notifications::NotificationPreference);

/// Whether a person wants news of a kind by a way.
#[Object]
impl NotificationPreference {
    /// What kind of news; `*` is every kind without a preference of its own.
    async fn notification_type(&self) -> &str {
        &self.0.notification_type
    }

    /// Which way.
    async fn delivery_method(&self) -> DeliveryMethod {
        self.0.delivery_method.into()
    }

    /// Whether they want it.
    async fn is_enabled(&self) -> bool {
        self.0.is_enabled
    }
}

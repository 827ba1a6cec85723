//! News for the caller, and which of it they want.

use super::common::PageInfo;
use crate::operation::{enums, mutations, operations};
use crate::scalars::{DateTime, Id, Json};
use crate::schema;

enums! {
    /// What a notification is about.
    NotificationCategory {
        Media = "MEDIA", Social = "SOCIAL", User = "USER", Integration = "INTEGRATION", System = "SYSTEM"
    }

    /// How much a notification matters.
    NotificationSeverity { Info = "INFO", Success = "SUCCESS", Warning = "WARNING", Error = "ERROR" }

    /// A way a notification reaches its person.
    DeliveryMethod {
        InApp = "IN_APP", Email = "EMAIL", WebPush = "WEB_PUSH", Webhook = "WEBHOOK", Discord = "DISCORD",
        Telegram = "TELEGRAM", Gotify = "GOTIFY", Ntfy = "NTFY", Apprise = "APPRISE"
    }
}

/// A piece of news.
#[derive(cynic::QueryFragment, Clone, Debug, PartialEq)]
#[cynic(graphql_type = "Notification")]
pub struct NotificationRow {
    pub id: Id,
    #[cynic(rename = "type")]
    pub kind: String,
    pub category: NotificationCategory,
    pub severity: NotificationSeverity,
    pub title: String,
    pub message: String,
    pub data: Json,
    pub link_url: Option<String>,
    pub created_at: DateTime,
    pub read_at: Option<DateTime>,
    pub expires_at: Option<DateTime>,
}

/// A page of news.
#[derive(cynic::QueryFragment, Clone, Debug, PartialEq)]
#[cynic(graphql_type = "NotificationConnection")]
pub struct NotificationRows {
    pub nodes: Vec<NotificationRow>,
    pub page_info: PageInfo,
}

/// What the caller said about one kind of news.
#[derive(cynic::QueryFragment, Clone, Debug, PartialEq, Eq)]
#[cynic(graphql_type = "NotificationPreference")]
pub struct PreferenceRow {
    pub notification_type: String,
    pub delivery_method: DeliveryMethod,
    pub is_enabled: bool,
}

/// The variables of [`Notifications`].
#[derive(cynic::QueryVariables, Clone, Debug, Default)]
pub struct NotificationsVariables {
    pub unread_only: bool,
    pub first: Option<i32>,
    pub after: Option<String>,
}

/// The caller's notifications, newest first, and how many are not read.
#[derive(cynic::QueryFragment, Clone, Debug, PartialEq)]
#[cynic(graphql_type = "Query", variables = "NotificationsVariables")]
pub struct Notifications {
    #[arguments(unreadOnly: $unread_only, first: $first, after: $after)]
    pub notifications: NotificationRows,
    pub unread_notification_count: i32,
}

/// How many of the caller's notifications are not read: the number on the bell.
#[derive(cynic::QueryFragment, Clone, Debug, PartialEq, Eq)]
#[cynic(graphql_type = "Query")]
pub struct UnreadNotifications {
    pub unread_notification_count: i32,
}

/// What the caller said about the news they want. Whatever is not listed is wanted.
#[derive(cynic::QueryFragment, Clone, Debug, PartialEq, Eq)]
#[cynic(graphql_type = "Query")]
pub struct NotificationPreferences {
    pub notification_preferences: Vec<PreferenceRow>,
}

/// What the bell hears.
#[derive(cynic::QueryFragment, Clone, Debug, PartialEq)]
pub struct NotificationReceived {
    /// Some may have been missed: ask again for what is shown.
    pub is_resync: bool,
    pub notification: Option<NotificationRow>,
}

/// News as it comes.
#[derive(cynic::QueryFragment, Clone, Debug, PartialEq)]
#[cynic(graphql_type = "Subscription")]
pub struct NotificationsLive {
    pub notification_received: NotificationReceived,
}

operations! {
    Query Notifications(NotificationsVariables);
    Query UnreadNotifications;
    Query NotificationPreferences;
    Subscription NotificationsLive;
}

/// Which notifications were read.
#[derive(cynic::InputObject, Clone, Debug)]
pub enum MarkNotificationsReadInput {
    /// All of them.
    All(bool),
    /// These.
    Ids(Vec<Id>),
}

/// Which notification to delete.
#[derive(cynic::InputObject, Clone, Debug)]
pub struct DeleteNotificationInput {
    pub id: Id,
}

/// Whether news of a kind is wanted on a way; `*` is every kind without a preference of its own.
#[derive(cynic::InputObject, Clone, Debug)]
pub struct UpdateNotificationPreferenceInput {
    pub notification_type: String,
    pub delivery_method: DeliveryMethod,
    pub is_enabled: bool,
}

mutations! {
    /// Says that notifications were read.
    MarkNotificationsRead(MarkNotificationsReadVariables, MarkNotificationsReadInput)
        => mark_notifications_read: MarkNotificationsReadPayload { unread_notification_count: i32, }

    /// Deletes a notification.
    DeleteNotification(DeleteNotificationVariables, DeleteNotificationInput)
        => delete_notification: DeleteNotificationPayload { deleted_id: Id, }

    /// Says whether news of a kind is wanted.
    UpdateNotificationPreference(UpdateNotificationPreferenceVariables, UpdateNotificationPreferenceInput)
        => update_notification_preference: UpdateNotificationPreferencePayload { notification_preference: PreferenceRow, }
}

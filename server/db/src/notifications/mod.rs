//! Notifications, their channels, preferences and deliveries.

mod preferences;

use chrono::{DateTime, Utc};
use diesel::prelude::*;
use diesel_async::{AsyncPgConnection, RunQueryDsl};
use serde_json::Value;

use crate::schema::notifications;
use crate::{NotificationCategory, NotificationId, NotificationSeverity, UserId};

pub use preferences::*;

/// Something a person was told.
#[derive(Debug, Clone, Queryable, Selectable, Insertable)]
#[diesel(table_name = notifications, check_for_backend(diesel::pg::Pg))]
pub struct Notification {
    /// Which.
    pub id: NotificationId,
    /// Who.
    pub user_id: UserId,
    /// What kind of news: an open set of snake_case words.
    pub notification_type: String,
    /// What it is about.
    pub category: NotificationCategory,
    /// How it is coloured.
    pub severity: NotificationSeverity,
    /// One line.
    pub title: String,
    /// A few lines.
    pub message: String,
    /// Where it leads.
    pub link_url: Option<String>,
    /// What a client may make of it.
    pub data: Value,
    /// At most one notification of a person has this key.
    pub dedupe_key: Option<String>,
    /// When it was read.
    pub read_at: Option<DateTime<Utc>>,
    /// When it stops to matter.
    pub expires_at: Option<DateTime<Utc>>,
    /// When it was made.
    pub created_at: DateTime<Utc>,
}

/// Keeps a notification; false when the person has one with its dedupe key.
///
/// # Errors
/// Whatever the database answers.
pub async fn insert(mut conn: &AsyncPgConnection, notification: &Notification) -> QueryResult<bool> {
    let inserted =
        diesel::insert_into(notifications::table).values(notification).on_conflict_do_nothing().execute(&mut conn).await?;
    Ok(inserted > 0)
}

/// One notification, whoever it is for: the caller compares its owner.
///
/// # Errors
/// Whatever the database answers.
pub async fn find(mut conn: &AsyncPgConnection, id: NotificationId) -> QueryResult<Option<Notification>> {
    notifications::table.find(id).select(Notification::as_select()).first(&mut conn).await.optional()
}

/// A person's notifications that still matter, newest first.
///
/// # Errors
/// Whatever the database answers.
pub async fn page(
    mut conn: &AsyncPgConnection,
    user_id: UserId,
    unread_only: bool,
    now: DateTime<Utc>,
    after: Option<NotificationId>,
    limit: i64,
) -> QueryResult<Vec<Notification>> {
    let mut query = notifications::table
        .filter(notifications::user_id.eq(user_id))
        .filter(notifications::expires_at.is_null().or(notifications::expires_at.gt(now).assume_not_null()))
        .select(Notification::as_select())
        .order(notifications::id.desc())
        .limit(limit)
        .into_boxed();
    if unread_only {
        query = query.filter(notifications::read_at.is_null());
    }
    if let Some(after) = after {
        query = query.filter(notifications::id.lt(after));
    }
    query.load(&mut conn).await
}

/// How many of a person's notifications still matter.
///
/// # Errors
/// Whatever the database answers.
pub async fn count(mut conn: &AsyncPgConnection, user_id: UserId, unread_only: bool, now: DateTime<Utc>) -> QueryResult<i64> {
    let mut query = notifications::table
        .filter(notifications::user_id.eq(user_id))
        .filter(notifications::expires_at.is_null().or(notifications::expires_at.gt(now).assume_not_null()))
        .count()
        .into_boxed();
    if unread_only {
        query = query.filter(notifications::read_at.is_null());
    }
    query.get_result(&mut conn).await
}

/// Marks a person's unread notifications as read: these, or all of them. Says how many that were.
///
/// # Errors
/// Whatever the database answers.
pub async fn mark_read(
    mut conn: &AsyncPgConnection,
    user_id: UserId,
    ids: Option<&[NotificationId]>,
    now: DateTime<Utc>,
) -> QueryResult<usize> {
    let unread = notifications::user_id.eq(user_id).and(notifications::read_at.is_null());
    match ids {
        Some(ids) => {
            diesel::update(notifications::table.filter(unread.and(notifications::id.eq_any(ids))))
                .set(notifications::read_at.eq(now))
                .execute(&mut conn)
                .await
        }
        None => diesel::update(notifications::table.filter(unread)).set(notifications::read_at.eq(now)).execute(&mut conn).await,
    }
}

/// Deletes a person's notification; false when they have no such one.
///
/// # Errors
/// Whatever the database answers.
pub async fn delete(mut conn: &AsyncPgConnection, user_id: UserId, id: NotificationId) -> QueryResult<bool> {
    let own = notifications::table.filter(notifications::user_id.eq(user_id).and(notifications::id.eq(id)));
    Ok(diesel::delete(own).execute(&mut conn).await? > 0)
}

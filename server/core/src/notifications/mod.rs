//! Telling people what happened.

mod preferences;
mod watch;

use chrono::{DateTime, Utc};
use medianest_db::notifications as rows;
use medianest_db::{AsyncPgConnection, DeliveryMethod, NotificationCategory, NotificationId, NotificationSeverity, UserId};
use serde_json::Value;

pub use preferences::{preferences, update_preference};
pub use rows::{EVERY_TYPE, Notification, NotificationPreference};
pub(crate) use watch::Feed;
pub use watch::{NotificationEvent, watch};

use crate::error::Problems;
use crate::events::Event;
use crate::policy::{Access, Actor};
use crate::{App, Error, Page, PageRequest, Result};

/// The most notifications that are marked by their ids at once.
const MOST_IDS: usize = 500;

/// Something to tell a person.
#[derive(Debug, Clone)]
pub struct NewNotification {
    /// Whom.
    pub user_id: UserId,
    /// What kind of news: a snake_case word that preferences go by, such as `import_completed`.
    pub notification_type: &'static str,
    /// What it is about.
    pub category: NotificationCategory,
    /// How it is coloured.
    pub severity: NotificationSeverity,
    /// One line.
    pub title: String,
    /// A few lines.
    pub message: String,
    /// Where it leads: a path of the single-page app.
    pub link_url: Option<String>,
    /// What a client may make of it; nothing secret.
    pub data: Value,
    /// Told at most once with this key.
    pub dedupe_key: Option<String>,
    /// When it stops to matter.
    pub expires_at: Option<DateTime<Utc>>,
}

/// Tells a person, in the caller's transaction: it is told exactly when the change it tells of is made. `None` when they
/// do not want news of this kind, or were told already.
///
/// # Errors
/// Only those of the database.
pub async fn notify(conn: &AsyncPgConnection, app: &App, new: NewNotification) -> Result<Option<NotificationId>> {
    if !rows::is_wanted(conn, new.user_id, new.notification_type, DeliveryMethod::InApp).await? {
        return Ok(None);
    }
    let notification = Notification {
        id: app.new_id(),
        user_id: new.user_id,
        notification_type: new.notification_type.to_owned(),
        category: new.category,
        severity: new.severity,
        title: new.title,
        message: new.message,
        link_url: new.link_url,
        data: new.data,
        dedupe_key: new.dedupe_key,
        read_at: None,
        expires_at: new.expires_at,
        created_at: app.now(),
    };
    if !rows::insert(conn, &notification).await? {
        return Ok(None);
    }
    Event::NotificationCreated { id: notification.id, user_id: notification.user_id }.emit(conn).await?;
    Ok(Some(notification.id))
}

/// One of the caller's notifications.
///
/// # Errors
/// [`Error::NotFound`] for another's.
pub async fn find(app: &App, actor: &Actor, id: NotificationId) -> Result<Notification> {
    let person = actor.require(Access::Read)?;
    let found = rows::find(&*app.db().await?, id).await?;
    found.filter(|notification| notification.user_id == person.id).ok_or(Error::NotFound("notification"))
}

/// The caller's notifications, newest first.
///
/// # Errors
/// [`Error::Unauthenticated`] for nobody.
pub async fn page(
    app: &App,
    actor: &Actor,
    unread_only: bool,
    request: &PageRequest<NotificationId>,
) -> Result<Page<Notification>> {
    let person = actor.require(Access::Read)?;
    let found = rows::page(&*app.db().await?, person.id, unread_only, app.now(), request.after, request.first + 1).await?;
    Ok(Page::from_rows(found, request.first))
}

/// How many notifications the caller has.
///
/// # Errors
/// [`Error::Unauthenticated`] for nobody.
pub async fn count(app: &App, actor: &Actor, unread_only: bool) -> Result<i64> {
    let person = actor.require(Access::Read)?;
    Ok(rows::count(&*app.db().await?, person.id, unread_only, app.now()).await?)
}

/// Marks the caller's notifications as read: these, or all of them. Answers how many are unread still.
///
/// # Errors
/// [`Error::Invalid`] for too many ids at once.
pub async fn mark_read(app: &App, actor: &Actor, ids: Option<&[NotificationId]>) -> Result<i64> {
    let person = actor.require(Access::Write)?;
    let mut problems = Problems::default();
    problems.check(ids.is_none_or(|ids| ids.len() <= MOST_IDS), "ids", format_args!("mark at most {MOST_IDS} at once, or all"));
    problems.into_result()?;
    let conn = app.db().await?;
    rows::mark_read(&conn, person.id, ids, app.now()).await?;
    Ok(rows::count(&conn, person.id, true, app.now()).await?)
}

/// Deletes one of the caller's notifications.
///
/// # Errors
/// [`Error::NotFound`] for another's.
pub async fn delete(app: &App, actor: &Actor, id: NotificationId) -> Result<()> {
    let person = actor.require(Access::Write)?;
    if rows::delete(&*app.db().await?, person.id, id).await? { Ok(()) } else { Err(Error::NotFound("notification")) }
}

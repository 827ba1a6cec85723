//! What comes next in what a person is in the middle of, and marking parts as watched.

use chrono::{DateTime, Utc};
use medianest_db::diary::{CyclePlace, NewPlay, Play, Progress, ScrobbleFacts, WatchSession};
use medianest_db::{AsyncConnection, AsyncPgConnection, DatePrecision, MediaItemId, PlayOrigin, UserId, WatchSessionStatus};

use super::{derive, progress};
use crate::policy::{Access, Actor};
use crate::{App, Error, Page, PageRequest, Result};

/// The place of an item in what comes next: when something was last done with it, and which.
pub type NextUpCursor = (DateTime<Utc>, MediaItemId);

/// What to mark as watched.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Extent {
    /// The item, or everything it holds that is out.
    Item,
    /// Everything of the whole that is out, up to and with the item; no specials.
    UpTo,
}

/// What the actor is in the middle of and something comes next in, the latest first.
///
/// # Errors
/// [`Error::Forbidden`] without the scope `read`.
pub async fn page(app: &App, actor: &Actor, types: &[String], page: PageRequest<NextUpCursor>) -> Result<Page<Progress>> {
    let mut rows = all(app, actor, types).await?;
    if let Some(after) = page.after {
        rows.retain(|row| key(row) < after);
    }
    Ok(Page::from_rows(rows, page.first))
}

/// In how many things something comes next.
///
/// # Errors
/// [`Error::Forbidden`] without the scope `read`.
pub async fn count(app: &App, actor: &Actor, types: &[String]) -> Result<i64> {
    Ok(i64::try_from(all(app, actor, types).await?.len()).unwrap_or(i64::MAX))
}

/// The place of a row in the list.
#[must_use]
pub fn key(row: &Progress) -> NextUpCursor {
    (row.last_active_at.unwrap_or(DateTime::UNIX_EPOCH), row.root_id)
}

/// What a person is in the middle of is short enough to be looked at whole.
async fn all(app: &App, actor: &Actor, types: &[String]) -> Result<Vec<Progress>> {
    let user = actor.require(Access::Read)?.id;
    let conn = app.db().await?;
    let begun = Progress::begun(&conn, user, types).await?;
    let mut rows = Progress::by_roots(&conn, user, &begun, app.now(), None).await?;
    rows.retain(|row| row.next_item_id.is_some());
    rows.sort_by_key(|row| std::cmp::Reverse(key(row)));
    Ok(rows)
}

/// How far the actor is with these top-level items.
///
/// # Errors
/// [`Error::Forbidden`] without the scope `read`.
pub async fn progress_by_items(app: &App, actor: &Actor, items: &[MediaItemId]) -> Result<Vec<Progress>> {
    let user = actor.require(Access::Read)?.id;
    Ok(Progress::by_roots(&*app.db().await?, user, items, app.now(), None).await?)
}

/// Marks an item, what it holds, or everything up to it as watched: now, or at the time named. What was watched in this
/// cycle already stays as it is. Answers the plays that were added.
///
/// # Errors
/// [`Error::NotFound`] for an unknown item, [`Error::Invalid`] for a time to come or something without an order.
pub async fn mark_watched(
    app: &App,
    actor: &Actor,
    item: MediaItemId,
    extent: Extent,
    watched_at: Option<DateTime<Utc>>,
) -> Result<Vec<Play>> {
    let user = actor.require(Access::Write)?.id;
    let now = app.now();
    if watched_at.is_some_and(|at| at > now || at < DateTime::UNIX_EPOCH) {
        return Err(Error::invalid("watchedAt", "must be in the past"));
    }
    let mut conn = app.db().await?;
    conn.transaction(async |conn| {
        ScrobbleFacts::lock_person(conn, user).await?;
        let place = CyclePlace::find(conn, item).await?.ok_or(Error::NotFound("item"))?;
        if extent == Extent::UpTo && (place.is_special || place.is_single) {
            return Err(Error::invalid("itemId", "nothing comes before this"));
        }
        let wanted = if place.is_special {
            Progress::unplayed_specials(conn, user, item).await?
        } else if extent == Extent::UpTo {
            Progress::unplayed(conn, user, place.root_id, now, None, Some(item)).await?
        } else {
            Progress::unplayed(conn, user, place.root_id, now, Some(item), None).await?
        };
        let mut plays = Vec::with_capacity(wanted.len());
        for part in wanted {
            plays.push(enter(app, conn, user, part, watched_at.unwrap_or(now)).await?);
        }
        Ok(plays)
    })
    .await
}

async fn enter(app: &App, conn: &AsyncPgConnection, user: UserId, item: MediaItemId, at: DateTime<Utc>) -> Result<Play> {
    let play = NewPlay {
        id: app.new_id(),
        user_id: user,
        media_item_id: item,
        watch_session_id: None,
        started_at: None,
        watched_at: at,
        run_started_at: None,
        run_ended_at: None,
        date_precision: DatePrecision::Second,
        timezone: None,
        progress_percent: None,
        watched_seconds: None,
        origin: PlayOrigin::Manual,
        source: "medianest".to_owned(),
        source_event_id: None,
        device_name: None,
        is_private: false,
        notes: None,
        import_job_id: None,
    };
    let place = CyclePlace::find(conn, item).await?.ok_or(Error::NotFound("item"))?;
    derive::enter(app, conn, &place, play).await
}

/// Takes what was watched of an item, or of what it holds, out of the cycle in progress, else of the latest. Answers the
/// plays that were taken out.
///
/// # Errors
/// [`Error::NotFound`] for an unknown item.
pub async fn mark_unwatched(app: &App, actor: &Actor, item: MediaItemId) -> Result<Vec<Play>> {
    let user = actor.require(Access::Write)?.id;
    let mut conn = app.db().await?;
    conn.transaction(async |conn| {
        ScrobbleFacts::lock_person(conn, user).await?;
        let place = CyclePlace::find(conn, item).await?.ok_or(Error::NotFound("item"))?;
        let cycles = WatchSession::own_for_update(conn, user, place.root_id).await?;
        let active = cycles.iter().find(|cycle| cycle.status == WatchSessionStatus::InProgress);
        let cycle = active.or(cycles.last()).map(|cycle| cycle.id);
        let removed = WatchSession::delete_plays(conn, user, item, cycle, app.now()).await?;
        if let (Some(cycle), false) = (cycle, removed.is_empty()) {
            progress::on_removal(app, conn, user, cycle).await?;
        }
        Ok(removed)
    })
    .await
}

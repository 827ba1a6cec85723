//! Cycles a person begins, completes and gives up themselves; how plays move them is told in `progress`.

use medianest_db::diary::{CyclePlace, NewLibraryEntry, ScrobbleFacts, WatchSession};
use medianest_db::{AsyncConnection, MediaItemId, WatchSessionId, WatchSessionStatus as Status};
use serde_json::json;

use super::library::status;
use super::progress;
use crate::policy::{Access, Actor};
use crate::{App, Error, Result};

/// The actor's own cycles through these top-level items, by item and number.
///
/// # Errors
/// [`Error::Forbidden`] without the scope `read`.
pub async fn own_by_items(app: &App, actor: &Actor, items: &[MediaItemId]) -> Result<Vec<WatchSession>> {
    let user = actor.require(Access::Read)?.id;
    Ok(WatchSession::own_by_items(&*app.db().await?, user, items).await?)
}

/// One of the actor's own cycles.
///
/// # Errors
/// [`Error::Forbidden`] without the scope `read`.
pub async fn find(app: &App, actor: &Actor, id: WatchSessionId) -> Result<Option<WatchSession>> {
    let user = actor.require(Access::Read)?.id;
    Ok(WatchSession::find_own(&*app.db().await?, user, id).await?)
}

/// Begins a cycle through the whole that the item belongs to.
///
/// # Errors
/// [`Error::NotFound`] for an unknown item, [`Error::Conflict`] when a cycle is in progress already.
pub async fn start(app: &App, actor: &Actor, item: MediaItemId) -> Result<WatchSession> {
    let user = actor.require(Access::Write)?.id;
    let mut conn = app.db().await?;
    conn.transaction(async |conn| {
        ScrobbleFacts::lock_person(conn, user).await?;
        let place = CyclePlace::find(conn, item).await?.ok_or(Error::NotFound("item"))?;
        if place.is_track {
            return Err(Error::invalid("itemId", "music has no cycles"));
        }
        let cycles = WatchSession::own_for_update(conn, user, place.root_id).await?;
        if cycles.iter().any(|cycle| cycle.status == Status::InProgress) {
            return Err(Error::conflict("a cycle is in progress; complete or abandon it first"));
        }
        let cycle = progress::begin(app, conn, &place, user, &cycles, app.now()).await?;
        let entry = NewLibraryEntry {
            id: app.new_id(),
            user_id: user,
            media_item_id: place.root_id,
            status: status::WATCHING.to_owned(),
            notes: None,
            is_favorite: false,
            is_private: false,
            custom_fields: json!({}),
            added_at: app.now(),
        };
        if entry.insert(conn).await?.is_none() {
            progress::entry_follows(conn, user, place.root_id, status::WATCHING).await?;
        }
        Ok(cycle)
    })
    .await
}

/// Completes a cycle, whatever is left of it.
///
/// # Errors
/// [`Error::NotFound`] for a cycle that is not the actor's, [`Error::Conflict`] for one that has ended.
pub async fn complete(app: &App, actor: &Actor, id: WatchSessionId) -> Result<WatchSession> {
    end(app, actor, id, Status::Completed).await
}

/// Gives a cycle up. The entry is dropped, unless an earlier cycle was completed.
///
/// # Errors
/// [`Error::NotFound`] for a cycle that is not the actor's, [`Error::Conflict`] for one that has ended.
pub async fn abandon(app: &App, actor: &Actor, id: WatchSessionId) -> Result<WatchSession> {
    end(app, actor, id, Status::Abandoned).await
}

async fn end(app: &App, actor: &Actor, id: WatchSessionId, as_what: Status) -> Result<WatchSession> {
    let user = actor.require(Access::Write)?.id;
    let mut conn = app.db().await?;
    conn.transaction(async |conn| {
        ScrobbleFacts::lock_person(conn, user).await?;
        let mut cycle = WatchSession::find_own_for_update(conn, user, id).await?.ok_or(Error::NotFound("cycle"))?;
        if cycle.status != Status::InProgress {
            return Err(Error::conflict("this cycle has ended already"));
        }
        cycle.status = as_what;
        cycle.completed_at = Some(app.now().max(cycle.started_at));
        let cycle = cycle.save(conn).await?;
        let others = WatchSession::own_for_update(conn, user, cycle.media_item_id).await?;
        let is_done = others.iter().any(|other| other.status == Status::Completed);
        let wanted = if is_done { status::COMPLETED } else { status::DROPPED };
        progress::entry_follows(conn, user, cycle.media_item_id, wanted).await?;
        Ok(cycle)
    })
    .await
}

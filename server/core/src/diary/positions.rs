//! Where a person left things, to resume them: theirs alone.

use chrono::{DateTime, Utc};
use medianest_db::MediaItemId;
use medianest_db::diary::{PlaybackPosition, ScrobbleFacts};
use medianest_db::{AsyncConnection, UserId};

use crate::policy::{Access, Actor};
use crate::{App, Error, Page, PageRequest, Result};

/// The place of a position in the list: when it was left, and of what.
pub type PositionCursor = (DateTime<Utc>, MediaItemId);

/// What the actor can resume, the latest first.
///
/// # Errors
/// [`Error::Forbidden`] without the scope `read`.
pub async fn page(app: &App, actor: &Actor, page: PageRequest<PositionCursor>) -> Result<Page<PlaybackPosition>> {
    let user = actor.require(Access::Read)?.id;
    let conn = app.db().await?;
    Ok(Page::from_rows(PlaybackPosition::page(&conn, user, page.after, page.first + 1).await?, page.first))
}

/// How many things the actor can resume.
///
/// # Errors
/// [`Error::Forbidden`] without the scope `read`.
pub async fn count(app: &App, actor: &Actor) -> Result<i64> {
    let user = actor.require(Access::Read)?.id;
    let conn = app.db().await?;
    Ok(PlaybackPosition::count(&conn, user).await?)
}

/// Where the actor left these items.
///
/// # Errors
/// [`Error::Forbidden`] without the scope `read`.
pub async fn by_items(app: &App, actor: &Actor, items: &[MediaItemId]) -> Result<Vec<PlaybackPosition>> {
    let user = actor.require(Access::Read)?.id;
    let conn = app.db().await?;
    Ok(PlaybackPosition::open_by_items(&conn, user, items).await?)
}

/// Takes an item off the list of what can be resumed; going on with it brings it back.
///
/// # Errors
/// [`Error::NotFound`] where there is nothing to resume.
pub async fn delete(app: &App, actor: &Actor, item: MediaItemId) -> Result<PlaybackPosition> {
    let user = actor.require(Access::Write)?.id;
    dismiss(app, user, item).await
}

/// The same, by the number that numeric protocols call the position.
///
/// # Errors
/// [`Error::NotFound`] where there is nothing to resume.
pub async fn delete_by_number(app: &App, actor: &Actor, number: i64) -> Result<PlaybackPosition> {
    let user = actor.require(Access::Write)?.id;
    let found = {
        let conn = app.db().await?;
        PlaybackPosition::find_by_number(&conn, user, number).await?.ok_or(Error::NotFound("position"))?
    };
    dismiss(app, user, found.media_item_id).await
}

async fn dismiss(app: &App, user: UserId, item: MediaItemId) -> Result<PlaybackPosition> {
    let mut conn = app.db().await?;
    conn.transaction(async |conn| {
        ScrobbleFacts::lock_person(conn, user).await?;
        let position = PlaybackPosition::find(conn, user, item)
            .await?
            .filter(PlaybackPosition::is_open)
            .ok_or(Error::NotFound("position"))?;
        PlaybackPosition::dismiss(conn, user, item, position.occurred_at).await?;
        Ok(position)
    })
    .await
}

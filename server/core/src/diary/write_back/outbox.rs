//! What connections are to be told, as their person sees it.

use medianest_db::diary::{PlayerConnection, PlayerConnectionChanges, WriteBack, WriteBackFilter};
use medianest_db::{AsyncConnection as _, PlayerConnectionId, PlayerConnectionState, WriteBackId, WriteBackState};
use serde_json::json;

use super::connections;
use crate::admin::audit::{self, Entry};
use crate::policy::{Access, Actor};
use crate::{App, Error, Page, PageRequest, Result};

/// What the caller's connections are to be told, and were; the latest first.
///
/// # Errors
/// [`Error::Forbidden`] without the scope `read`.
pub async fn page(app: &App, actor: &Actor, filter: WriteBackFilter, page: PageRequest<i64>) -> Result<Page<WriteBack>> {
    let user = actor.require(Access::Read)?.id;
    let rows = WriteBack::page(&*app.db().await?, user, filter, page.after, page.first + 1).await?;
    Ok(Page::from_rows(rows, page.first))
}

/// How much that is.
///
/// # Errors
/// As [`page`].
pub async fn count(app: &App, actor: &Actor, filter: WriteBackFilter) -> Result<i64> {
    let user = actor.require(Access::Read)?.id;
    Ok(WriteBack::count(&*app.db().await?, user, filter).await?)
}

/// Lets something that was not told wait to be told again, at once.
///
/// # Errors
/// [`Error::NotFound`] for another's, [`Error::Conflict`] for what was told.
pub async fn retry(app: &App, actor: &Actor, id: WriteBackId) -> Result<WriteBack> {
    let user = actor.require(Access::Write)?.id;
    let mut conn = app.db().await?;
    conn.transaction(async |conn| {
        let row = WriteBack::find_own_for_update(conn, user, id).await?.ok_or(Error::NotFound("write-back"))?;
        if row.state == WriteBackState::Told {
            return Err(Error::conflict("this was told"));
        }
        let awake = PlayerConnectionChanges { rests_until: Some(None), ..PlayerConnectionChanges::default() };
        PlayerConnection::change(conn, row.player_connection_id, &awake).await?;
        Ok(WriteBack::retry(conn, id).await?)
    })
    .await
}

/// Lets all of the caller's history that a connection was never told, imports included, wait to be told; answers how much
/// that is. A dry run only counts.
///
/// # Errors
/// [`Error::NotFound`] for another's, [`Error::Conflict`] for one that waits for its person's consent.
pub async fn tell_history(app: &App, actor: &Actor, id: PlayerConnectionId, is_dry_run: bool) -> Result<i64> {
    let user = actor.require(Access::Write)?.id;
    let mut conn = app.db().await?;
    conn.transaction(async |conn| {
        let connection = connections::own(conn, user, id).await?;
        if connection.state == PlayerConnectionState::Pending {
            return Err(Error::conflict("type in its code first"));
        }
        if is_dry_run {
            return Ok(WriteBack::count_untold(conn, id).await?);
        }
        let count = i64::try_from(WriteBack::add_untold(conn, id).await?).unwrap_or(i64::MAX);
        let entry = Entry::new("diary.history_written_back").on("player_connection", id).context(json!({ "plays": count }));
        audit::record(app, actor, conn, entry).await?;
        Ok(count)
    })
    .await
}

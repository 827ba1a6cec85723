//! How much of shows and the like was played.

use medianest_db::diary::{Completion, Counted, WatchedWhole};
use medianest_db::{AsyncPgConnection, UserId};

use super::{kept, top};
use crate::catalogue::builtin;
use crate::policy::Actor;
use crate::{App, Result};

/// How much of shows and the like a person played, the latest first; the actor where nobody is named. Nothing where the
/// actor may not see it.
///
/// # Errors
/// [`crate::Error::Invalid`] for too many, [`crate::Error::Forbidden`] without the scope `read`.
pub async fn completion(app: &App, actor: &Actor, user: Option<UserId>, first: i64) -> Result<Vec<Completion>> {
    let counted = super::counted(app, actor, user).await?;
    let places = top::check_places(first)?;
    let Some(counted) = counted else { return Ok(Vec::new()) };
    let conn = app.db().await?;
    let mut wholes = match kept::watched(&conn, &counted).await? {
        Some(wholes) => wholes,
        None => watched(&conn, &counted).await?,
    };
    wholes.truncate(places);
    // What came out meanwhile changes no play.
    Ok(WatchedWhole::with_aired(&conn, &wholes, app.now()).await?)
}

/// What was played last of whatever has parts.
pub(super) async fn watched(conn: &AsyncPgConnection, counted: &Counted) -> Result<Vec<WatchedWhole>> {
    Ok(counted.watched_wholes(conn, top::MOST_PLACES, builtin::MUSIC).await?)
}

//! What people have seen of items: the actor, and those who let the actor know.

use medianest_db::MediaItemId;
use medianest_db::diary::{Viewer, Viewing};

use crate::policy::visibility::{self, Aspect};
use crate::policy::{Access, Actor};
use crate::{App, Result};

/// What the actor played of these items, of any level, and of what they hold.
///
/// # Errors
/// [`crate::Error::Forbidden`] without the scope `read`.
pub async fn own_by_items(app: &App, actor: &Actor, items: &[MediaItemId]) -> Result<Vec<Viewing>> {
    let user = actor.require(Access::Read)?.id;
    Ok(Viewing::by_items(&*app.db().await?, user, items, app.now()).await?)
}

/// Who else played these items or what they hold, of those whose history the actor may see: at most so many of each, the
/// latest first.
///
/// # Errors
/// [`crate::Error::Forbidden`] without the scope `read`.
pub async fn others_by_items(app: &App, actor: &Actor, items: &[MediaItemId], limit: usize) -> Result<Vec<Viewer>> {
    let scope = visibility::scope(app, actor, Aspect::History).await?;
    let limit = i64::try_from(limit).unwrap_or(i64::MAX);
    Ok(Viewer::by_items(&*app.db().await?, &scope, items, limit).await?)
}

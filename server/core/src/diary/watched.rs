//! A person's diary at a glance, for programs that keep a copy of it: what they played, how often, and what changed when.

use medianest_db::MediaTypeId;
use medianest_db::diary::{Activity, WatchedItem};

use crate::policy::{Access, Actor};
use crate::{App, Result};

/// What the actor has played of a type, the latest first.
///
/// # Errors
/// [`crate::Error::Forbidden`] without the scope `read`.
pub async fn own(app: &App, actor: &Actor, media_type: MediaTypeId) -> Result<Vec<WatchedItem>> {
    let user = actor.require(Access::Read)?.id;
    Ok(WatchedItem::own(&*app.db().await?, user, media_type).await?)
}

/// When the parts of the actor's diary last changed, of things of these types.
///
/// # Errors
/// [`crate::Error::Forbidden`] without the scope `read`.
pub async fn activities(app: &App, actor: &Actor, types: &[MediaTypeId]) -> Result<Vec<Activity>> {
    let user = actor.require(Access::Read)?.id;
    Ok(Activity::own(&*app.db().await?, user, types).await?)
}

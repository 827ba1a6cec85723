use medianest_db::MediaItemId;
use medianest_db::diary::RememberedMatch;

use crate::policy::{Access, Actor};
use crate::{App, Error, Page, PageRequest, Result};

/// What the actor said that their players mean, by item.
///
/// # Errors
/// [`Error::Forbidden`] without the scope `read`.
pub async fn matches(app: &App, actor: &Actor, page: PageRequest<MediaItemId>) -> Result<Page<RememberedMatch>> {
    let user = actor.require(Access::Read)?.id;
    let rows = RememberedMatch::page(&*app.db().await?, user, page.after, page.first + 1).await?;
    Ok(Page::from_rows(rows, page.first))
}

/// How many items those are.
///
/// # Errors
/// As [`matches`].
pub async fn count_matches(app: &App, actor: &Actor) -> Result<i64> {
    let user = actor.require(Access::Read)?.id;
    Ok(RememberedMatch::count(&*app.db().await?, user).await?)
}

/// Forgets that the actor's players mean an item by these ids and titles, or by any; answers which those were. What was taken
/// in stays as it is.
///
/// # Errors
/// [`Error::NotFound`] where there is nothing of the kind.
pub async fn forget_matches(app: &App, actor: &Actor, item: MediaItemId, keys: Option<&[String]>) -> Result<Vec<String>> {
    let user = actor.require(Access::Write)?.id;
    let forgotten = RememberedMatch::forget(&*app.db().await?, user, item, keys).await?;
    if forgotten.is_empty() { Err(Error::NotFound("match")) } else { Ok(forgotten) }
}

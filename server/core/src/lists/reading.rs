use medianest_db::lists::UserList;
use medianest_db::{ListId, UserId};

use crate::policy::{Actor, lists as policy};
use crate::{App, Error, Page, PageRequest, Result};

/// A list that the caller may see.
///
/// # Errors
/// [`Error::NotFound`] for every other.
pub async fn find(app: &App, actor: &Actor, id: ListId) -> Result<UserList> {
    let sight = policy::see(actor)?;
    UserList::find(&*app.db().await?, sight, id).await?.ok_or(Error::NotFound("list"))
}

/// Lists by their ids, as far as the caller may see them.
///
/// # Errors
/// [`Error::Unauthenticated`] or [`Error::Forbidden`].
pub async fn by_ids(app: &App, actor: &Actor, ids: &[ListId]) -> Result<Vec<UserList>> {
    let sight = policy::see(actor)?;
    Ok(UserList::by_ids(&*app.db().await?, sight, ids).await?)
}

/// The lists of a person that the caller may see, else those that the caller owns or works on; the latest first.
///
/// # Errors
/// As [`by_ids`].
pub async fn page(app: &App, actor: &Actor, owner: Option<UserId>, request: &PageRequest<ListId>) -> Result<Page<UserList>> {
    let sight = policy::see(actor)?;
    let rows = UserList::page(&*app.db().await?, sight, owner, request.after, request.first + 1).await?;
    Ok(Page::from_rows(rows, request.first))
}

/// How many such a list of lists has.
///
/// # Errors
/// As [`by_ids`].
pub async fn count(app: &App, actor: &Actor, owner: Option<UserId>) -> Result<i64> {
    let sight = policy::see(actor)?;
    Ok(UserList::count(&*app.db().await?, sight, owner).await?)
}

//! The list of what its person means to watch: each has one, made when it is first needed.

use medianest_db::diary::ScrobbleFacts;
use medianest_db::lists::{ListItem, NewUserList, UserList};
use medianest_db::{AsyncConnection as _, Audience, ListId, ListKind, ListSortOrder, MediaItemId};

use super::items::{Added, ItemDraft};
use super::whole;
use crate::policy::{Actor, lists as policy};
use crate::{App, Result};

/// What is on the actor's own watchlist, in its order.
///
/// # Errors
/// As [`super::by_ids`].
pub async fn rows(app: &App, actor: &Actor) -> Result<Vec<ListItem>> {
    let owner = policy::see(actor)?.viewer();
    let found = UserList::find_watchlist(&*app.db().await?, owner).await?;
    match found {
        Some(list) => whole::rows(app, actor, list).await,
        None => Ok(Vec::new()),
    }
}

/// Puts items on the actor's own watchlist. What is there already is answered and stays as it is.
///
/// # Errors
/// As [`items::add`](super::items::add).
pub async fn add(app: &App, actor: &Actor, drafts: &[ItemDraft]) -> Result<Added> {
    let list = ensure(app, actor).await?;
    whole::add(app, actor, list, drafts).await
}

/// Takes items off the actor's own watchlist; answers which were on it.
///
/// # Errors
/// As [`items::remove`](super::items::remove).
pub async fn remove(app: &App, actor: &Actor, wanted: &[MediaItemId]) -> Result<Vec<MediaItemId>> {
    let owner = policy::change(actor)?.viewer();
    let found = UserList::find_watchlist(&*app.db().await?, owner).await?;
    match found {
        Some(list) => whole::remove(app, actor, list, wanted).await,
        None => Ok(Vec::new()),
    }
}

async fn ensure(app: &App, actor: &Actor) -> Result<ListId> {
    let owner = policy::change(actor)?.viewer();
    let mut conn = app.db().await?;
    conn.transaction(async |conn| {
        // So that two programs at once make one.
        ScrobbleFacts::lock_person(conn, owner).await?;
        if let Some(list) = UserList::find_watchlist(conn, owner).await? {
            return Ok(list);
        }
        let new = NewUserList {
            id: app.new_id(),
            user_id: owner,
            name: "Watchlist".to_owned(),
            description: None,
            kind: ListKind::Watchlist,
            filter: None,
            audience: Audience::Nobody,
            sort_order: ListSortOrder::Manual,
            created_at: app.now(),
        };
        new.insert(conn).await?;
        Ok(new.id)
    })
    .await
}

//! Lists as a whole, for protocols that know no pages.

use std::collections::HashMap;

use medianest_db::lists::{ListItem, UserList};
use medianest_db::{AsyncConnection as _, ListId, ListItemId, ListKind, ListSortOrder, MediaItemId};

use super::items::{self, Added, ItemDraft, Listed, MOST_AT_ONCE};
use super::{lock, rank};
use crate::policy::{Actor, lists as policy};
use crate::{App, Error, PageRequest, Result};

/// How many rows are read with a statement.
const READ_AT_ONCE: i64 = 1_000;

/// All lists that the actor owns, the latest first.
///
/// # Errors
/// As [`super::page`].
pub async fn own(app: &App, actor: &Actor) -> Result<Vec<UserList>> {
    let owner = policy::see(actor)?.viewer();
    let request = PageRequest { first: super::MOST_LISTS, after: None };
    let lists = super::page(app, actor, Some(owner), &request).await?.items;
    // The watchlist is spoken of by itself.
    Ok(lists.into_iter().filter(|list| list.kind != ListKind::Watchlist).collect())
}

/// Everything that a list shows the actor, in this order.
///
/// # Errors
/// As [`items::page`].
pub async fn everything(app: &App, actor: &Actor, list: ListId, sort: Option<ListSortOrder>) -> Result<Vec<Listed>> {
    let (mut all, mut after) = (Vec::new(), None);
    loop {
        let request = PageRequest { first: READ_AT_ONCE, after };
        let page = items::page(app, actor, list, sort, request).await?;
        after = page.items.last().map(|(_, key)| key.clone());
        all.extend(page.items.into_iter().map(|(listed, _)| listed));
        if !page.has_next {
            return Ok(all);
        }
    }
}

/// The rows of a list that is filled by hand, in its own order.
///
/// # Errors
/// As [`items::page`]; [`Error::Conflict`] for a smart list.
pub async fn rows(app: &App, actor: &Actor, list: ListId) -> Result<Vec<ListItem>> {
    items::refuse_smart(&super::find(app, actor, list).await?)?;
    let all = everything(app, actor, list, Some(ListSortOrder::Manual)).await?;
    Ok(all.into_iter().filter_map(|listed| listed.row).collect())
}

/// Puts items on a list. What is there already is answered and stays as it is.
///
/// # Errors
/// As [`items::add`].
pub async fn add(app: &App, actor: &Actor, list: ListId, drafts: &[ItemDraft]) -> Result<Added> {
    let mut done = Added::default();
    for drafts in drafts.chunks(MOST_AT_ONCE) {
        let added = items::add(app, actor, list, drafts.to_vec()).await?;
        done.added.extend(added.added);
        done.existing.extend(added.existing);
    }
    Ok(done)
}

/// Takes items off a list; answers which were on it.
///
/// # Errors
/// As [`items::remove`].
pub async fn remove(app: &App, actor: &Actor, list: ListId, wanted: &[MediaItemId]) -> Result<Vec<MediaItemId>> {
    policy::change(actor)?;
    let on_it: HashMap<MediaItemId, ListItemId> =
        rows(app, actor, list).await?.into_iter().map(|row| (row.media_item_id, row.id)).collect();
    let found: Vec<ListItemId> = wanted.iter().filter_map(|item| on_it.get(item).copied()).collect();
    let mut gone = Vec::new();
    for ids in found.chunks(MOST_AT_ONCE) {
        gone.extend(items::remove(app, actor, list, ids).await?.into_iter().map(|row| row.media_item_id));
    }
    Ok(gone)
}

/// Brings the items of a list that is filled by hand into this order; those that are not named follow as they were. Answers
/// how many of the named are on it.
///
/// # Errors
/// [`Error::NotFound`], [`Error::Forbidden`], or [`Error::Conflict`] for a smart list.
pub async fn reorder(app: &App, actor: &Actor, list: ListId, wanted: &[MediaItemId]) -> Result<usize> {
    let sight = policy::change(actor)?;
    let rows = rows(app, actor, list).await?;
    let mut conn = app.db().await?;
    conn.transaction(async |conn| {
        let list = lock(conn, sight, list).await?;
        policy::edit(&list)?;
        items::refuse_smart(&list)?;
        let named: Vec<ListItemId> =
            wanted.iter().filter_map(|item| rows.iter().find(|row| row.media_item_id == *item).map(|row| row.id)).collect();
        let all = ListItem::ids_by_position(conn, list.id).await?;
        let mut order: Vec<ListItemId> = named.iter().copied().filter(|id| all.contains(id)).collect();
        let count = order.len();
        order.extend(all.into_iter().filter(|id| !named.contains(id)));
        let ranks = rank::spread(order.len());
        ListItem::set_positions(conn, &order.into_iter().zip(ranks).collect::<Vec<_>>()).await?;
        UserList::touch(conn, list.id).await?;
        Ok::<_, Error>(count)
    })
    .await
}

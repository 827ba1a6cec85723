//! The list of what its person means to watch: each has one, made when it is first needed.

use std::collections::HashMap;

use medianest_db::diary::ScrobbleFacts;
use medianest_db::lists::{ListItem, NewUserList, UserList};
use medianest_db::{AsyncConnection as _, Audience, ListId, ListItemId, ListKind, ListSortOrder, MediaItemId};

use super::items::{self, Added, ItemDraft, MOST_AT_ONCE};
use crate::policy::{Actor, lists as policy};
use crate::{App, PageRequest, Result};

/// How many rows are read with a statement.
const READ_AT_ONCE: i64 = 1_000;

/// What is on the actor's own watchlist, in its order.
///
/// # Errors
/// As [`super::by_ids`].
pub async fn rows(app: &App, actor: &Actor) -> Result<Vec<ListItem>> {
    let owner = policy::see(actor)?.viewer();
    let found = UserList::find_watchlist(&*app.db().await?, owner).await?;
    let Some(list) = found else { return Ok(Vec::new()) };
    let (mut rows, mut after) = (Vec::new(), None);
    loop {
        let request = PageRequest { first: READ_AT_ONCE, after };
        let page = items::page(app, actor, list, Some(ListSortOrder::Manual), request).await?;
        after = page.items.last().map(|(_, key)| key.clone());
        rows.extend(page.items.into_iter().filter_map(|(listed, _)| listed.row));
        if !page.has_next {
            return Ok(rows);
        }
    }
}

/// Puts items on the actor's own watchlist. What is there already is answered and stays as it is.
///
/// # Errors
/// As [`items::add`].
pub async fn add(app: &App, actor: &Actor, drafts: &[ItemDraft]) -> Result<Added> {
    let list = ensure(app, actor).await?;
    let mut done = Added::default();
    for drafts in drafts.chunks(MOST_AT_ONCE) {
        let added = items::add(app, actor, list, drafts.to_vec()).await?;
        done.added.extend(added.added);
        done.existing.extend(added.existing);
    }
    Ok(done)
}

/// Takes items off the actor's own watchlist; answers which were on it.
///
/// # Errors
/// As [`items::remove`].
pub async fn remove(app: &App, actor: &Actor, wanted: &[MediaItemId]) -> Result<Vec<MediaItemId>> {
    policy::change(actor)?;
    let on_it: HashMap<MediaItemId, ListItem> = rows(app, actor).await?.into_iter().map(|row| (row.media_item_id, row)).collect();
    let mut gone = Vec::new();
    let found: Vec<&ListItem> = wanted.iter().filter_map(|item| on_it.get(item)).collect();
    for rows in found.chunks(MOST_AT_ONCE) {
        let ids: Vec<ListItemId> = rows.iter().map(|row| row.id).collect();
        // All of them are on the same list.
        let Some(first) = rows.first() else { break };
        gone.extend(items::remove(app, actor, first.list_id, &ids).await?.into_iter().map(|row| row.media_item_id));
    }
    Ok(gone)
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

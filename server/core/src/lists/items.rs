//! What is on lists.

use std::collections::HashSet;

use chrono::{DateTime, Utc};
use medianest_db::catalogue::MediaItem;
use medianest_db::lists::{ListItem, ListKey, NewListItem, SmartState, UserList};
use medianest_db::{
    AsyncConnection as _, AsyncPgConnection, ListId, ListItemId, ListKind, ListSortOrder, MediaItemId, TypedId as _, UserId,
};

use super::rank::{self, Ranks};
use super::{MOST_ITEMS, lock};
use crate::error::Problems;
use crate::events::Event;
use crate::policy::{Actor, lists as policy};
use crate::{App, Error, Page, PageRequest, Result};

/// The most items that are put on a list or taken off it at once.
pub(super) const MOST_AT_ONCE: usize = 100;
/// The longest note.
const MAX_NOTES: usize = 2_000;

/// Something to be put on a list.
#[derive(Debug, Clone)]
pub struct ItemDraft {
    /// What.
    pub item_id: MediaItemId,
    /// What to say of it there.
    pub notes: Option<String>,
    /// Where it goes, where it was on the list before; the end without it.
    pub rank: Option<String>,
    /// When it was put there, where it was on the list before; now without it.
    pub added_at: Option<DateTime<Utc>>,
}

/// What came of putting items on a list.
#[derive(Debug, Clone, Default)]
pub struct Added {
    /// What is new on it.
    pub added: Vec<ListItem>,
    /// What was there already.
    pub existing: Vec<ListItem>,
}

/// Something on a list.
#[derive(Debug, Clone)]
pub struct Listed {
    /// What.
    pub item_id: MediaItemId,
    /// How it came there; on a smart list nobody put it there.
    pub row: Option<ListItem>,
}

/// What a list shows the caller, each with its place: in the list's own order, unless another is asked for.
///
/// # Errors
/// [`Error::NotFound`] for a list that they may not see, [`Error::Invalid`] for an order that it does not have.
pub async fn page(
    app: &App,
    actor: &Actor,
    list: ListId,
    sort: Option<ListSortOrder>,
    request: PageRequest<ListKey>,
) -> Result<Page<(Listed, ListKey)>> {
    let list = super::find(app, actor, list).await?;
    let state = smart_state(app, actor, &list).await?;
    read(&*app.db().await?, &list, actor.user_id(), state, sort, request).await
}

/// How much a list shows the caller.
///
/// # Errors
/// As [`page`].
pub async fn count(app: &App, actor: &Actor, list: ListId) -> Result<i64> {
    let list = super::find(app, actor, list).await?;
    let state = smart_state(app, actor, &list).await?;
    count_read(&*app.db().await?, &list, actor.user_id(), state).await
}

async fn smart_state(app: &App, actor: &Actor, list: &UserList) -> Result<Option<SmartState>> {
    if list.filter.is_some() { policy::smart_state(app, actor, list).await } else { Ok(None) }
}

/// What a list shows a viewer, or whoever has its address.
pub(super) async fn read(
    conn: &AsyncPgConnection,
    list: &UserList,
    viewer: Option<UserId>,
    state: Option<SmartState>,
    sort: Option<ListSortOrder>,
    request: PageRequest<ListKey>,
) -> Result<Page<(Listed, ListKey)>> {
    let sort = sort.unwrap_or(list.sort_order);
    if list.filter.is_some() && sort == ListSortOrder::Manual {
        return Err(Error::invalid("sort", "a smart list has no order of its own"));
    }
    if request.after.as_ref().is_some_and(|after| after.sort() != sort) {
        return Err(Error::invalid("after", "this cursor is of another order"));
    }
    let limit = request.first + 1;
    let Some(filter) = &list.filter else {
        let rows = ListItem::page(conn, list.id, viewer, sort, request.after, limit).await?;
        let page = Page::from_rows(rows, request.first);
        return Ok(page.map(|(row, key)| (Listed { item_id: row.media_item_id, row: Some(row) }, key)));
    };
    let rows = match state {
        Some(state) => filter.page(conn, state, sort, request.after, limit).await?,
        None => Vec::new(),
    };
    Ok(Page::from_rows(rows, request.first).map(|(item_id, key)| (Listed { item_id, row: None }, key)))
}

/// How much that is.
pub(super) async fn count_read(
    conn: &AsyncPgConnection,
    list: &UserList,
    viewer: Option<UserId>,
    state: Option<SmartState>,
) -> Result<i64> {
    match (&list.filter, state) {
        (Some(filter), Some(state)) => Ok(filter.count(conn, state).await?),
        (Some(_), None) => Ok(0),
        (None, _) => Ok(ListItem::counts(conn, &[list.id], viewer).await?.pop().map_or(0, |(_, count)| count)),
    }
}

/// How much each of these lists shows the caller, as far as that is not said by a filter. They are lists that the caller
/// was shown.
///
/// # Errors
/// [`Error::Unauthenticated`] or [`Error::Forbidden`].
pub async fn counts(app: &App, actor: &Actor, lists: &[ListId]) -> Result<Vec<(ListId, i64)>> {
    let (viewer, seen) = seen(app, actor, lists).await?;
    Ok(ListItem::counts(&*app.db().await?, &seen, Some(viewer)).await?)
}

/// The first items of each of these lists: what a list is known by at a glance.
///
/// # Errors
/// As [`counts`].
pub async fn covers(app: &App, actor: &Actor, lists: &[ListId], limit: i64) -> Result<Vec<(ListId, MediaItemId)>> {
    let (viewer, seen) = seen(app, actor, lists).await?;
    Ok(ListItem::covers(&*app.db().await?, &seen, Some(viewer), limit).await?)
}

async fn seen(app: &App, actor: &Actor, lists: &[ListId]) -> Result<(UserId, Vec<ListId>)> {
    let sight = policy::see(actor)?;
    let seen = UserList::by_ids(&*app.db().await?, sight, lists).await?;
    Ok((sight.viewer(), seen.into_iter().map(|list| list.id).collect()))
}

/// The rows by which the lists that the caller owns or works on hold these items.
///
/// # Errors
/// As [`counts`].
pub async fn on_own_lists(app: &App, actor: &Actor, items: &[MediaItemId]) -> Result<Vec<ListItem>> {
    let sight = policy::see(actor)?;
    Ok(ListItem::on_lists_of(&*app.db().await?, sight, items).await?)
}

/// Puts items on a list: its owner and editors may. What is there already is answered and stays as it is.
///
/// # Errors
/// [`Error::NotFound`] for an unknown list or item, [`Error::Forbidden`], [`Error::Conflict`] for a smart list, or
/// [`Error::Invalid`] naming the wrong fields; `items` when the list would be too long.
pub async fn add(app: &App, actor: &Actor, list: ListId, drafts: Vec<ItemDraft>) -> Result<Added> {
    let sight = policy::change(actor)?;
    let viewer = sight.viewer();
    check_drafts(app, &drafts)?;
    let mut conn = app.db().await?;
    conn.transaction(async |conn| {
        let list = lock(conn, sight, list).await?;
        policy::edit(&list)?;
        refuse_smart(&list)?;
        let mut wanted = HashSet::new();
        let drafts: Vec<ItemDraft> = drafts.into_iter().filter(|draft| wanted.insert(draft.item_id)).collect();
        let ids: Vec<MediaItemId> = drafts.iter().map(|draft| draft.item_id).collect();
        if MediaItem::by_ids_for_share(conn, &ids).await?.len() < ids.len() {
            return Err(Error::NotFound("item"));
        }
        let known = ListItem::of_items(conn, list.id, viewer, &ids).await?;
        let new = drafts.len() - known.len();
        let held = ListItem::count_all(conn, list.id).await?;
        if held + i64::try_from(new).unwrap_or(i64::MAX) > MOST_ITEMS {
            return Err(Error::invalid("items", format!("a list holds {MOST_ITEMS} at the most")));
        }
        let mut ranks = Ranks::after(ListItem::last_position(conn, list.id).await?.as_deref());
        let (mut done, mut fresh) = (Added::default(), Vec::new());
        for draft in drafts {
            let known = known.iter().find(|(row, _)| row.media_item_id == draft.item_id);
            if let Some((row, true)) = known {
                done.existing.push(row.clone());
                continue;
            }
            let new = NewListItem {
                id: app.new_id(),
                list_id: list.id,
                media_item_id: draft.item_id,
                position: draft.rank.unwrap_or_else(|| ranks.next()),
                notes: draft.notes,
                added_by_user_id: Some(viewer),
                added_at: draft.added_at.unwrap_or_else(|| app.now()),
            };
            match known {
                // Somebody keeps for themselves that they put it there; nobody learns of that by doing the same.
                Some((row, _)) => done.added.push(ListItem::take_over(conn, row.id, &new).await?),
                None => fresh.push(new),
            }
        }
        done.added.extend(NewListItem::insert_all(conn, &fresh).await?);
        UserList::touch(conn, list.id).await?;
        // Nobody is shown a list before there is something on it.
        if held == 0 {
            Event::ActivityAdded { user_id: list.user_id, id: list.id.uuid() }.emit(conn).await?;
        }
        done.added.sort_by_key(|row| ids.iter().position(|id| *id == row.media_item_id));
        Ok(done)
    })
    .await
}

/// Takes items off a list: its owner and editors may. Answers them as they were.
///
/// # Errors
/// [`Error::NotFound`] when one is not there, [`Error::Forbidden`], or [`Error::Invalid`] for too many.
pub async fn remove(app: &App, actor: &Actor, list: ListId, ids: &[ListItemId]) -> Result<Vec<ListItem>> {
    let sight = policy::change(actor)?;
    if ids.len() > MOST_AT_ONCE {
        return Err(Error::invalid("ids", format!("take off {MOST_AT_ONCE} at once at the most")));
    }
    let mut conn = app.db().await?;
    conn.transaction(async |conn| {
        let list = lock(conn, sight, list).await?;
        policy::edit(&list)?;
        let mut rows = ListItem::by_ids(conn, sight.viewer(), ids).await?;
        rows.retain(|row| row.list_id == list.id);
        if rows.len() < ids.iter().collect::<HashSet<_>>().len() {
            return Err(Error::NotFound("list item"));
        }
        ListItem::delete_all(conn, ids).await?;
        UserList::touch(conn, list.id).await?;
        Ok(rows)
    })
    .await
}

/// Says something else of an item on a list: the list's owner and editors may.
///
/// # Errors
/// [`Error::NotFound`], [`Error::Forbidden`], or [`Error::Invalid`] naming `notes`.
pub async fn update_notes(app: &App, actor: &Actor, id: ListItemId, notes: Option<&str>) -> Result<ListItem> {
    let sight = policy::change(actor)?;
    let mut problems = Problems::default();
    check_notes(&mut problems, "notes", notes);
    problems.into_result()?;
    let mut conn = app.db().await?;
    conn.transaction(async |conn| {
        let row = lock_item(conn, sight, id).await?;
        Ok(ListItem::set_notes(conn, row.id, notes).await?)
    })
    .await
}

/// Moves an item behind one of its list, before one, or between two: the list's owner and editors may.
///
/// # Errors
/// [`Error::NotFound`], [`Error::Forbidden`], [`Error::Invalid`] without a neighbour, or [`Error::Conflict`] when the two
/// neighbours no longer stand in this order.
pub async fn move_to(
    app: &App,
    actor: &Actor,
    id: ListItemId,
    after: Option<ListItemId>,
    before: Option<ListItemId>,
) -> Result<ListItem> {
    let sight = policy::change(actor)?;
    if after.is_none() && before.is_none() {
        return Err(Error::invalid("afterId", "name the item before it, the one behind it, or both"));
    }
    if after == Some(id) || before == Some(id) {
        return Err(Error::invalid("id", "an item is not its own neighbour"));
    }
    let mut conn = app.db().await?;
    conn.transaction(async |conn| {
        let row = lock_item(conn, sight, id).await?;
        let rank = if let Some(rank) = room(conn, sight.viewer(), &row, after, before).await? {
            rank
        } else {
            rank_anew(conn, row.list_id).await?;
            let no_room = || Error::internal("a list that was ranked anew has no room");
            room(conn, sight.viewer(), &row, after, before).await?.ok_or_else(no_room)?
        };
        ListItem::set_positions(conn, &[(id, rank.clone())]).await?;
        Ok(ListItem { position: rank, ..row })
    })
    .await
}

/// A rank at that place; `None` where there is no room.
async fn room(
    conn: &AsyncPgConnection,
    viewer: UserId,
    moved: &ListItem,
    after: Option<ListItemId>,
    before: Option<ListItemId>,
) -> Result<Option<String>> {
    let named: Vec<ListItemId> = after.into_iter().chain(before).collect();
    let mut rows = ListItem::by_ids(conn, viewer, &named).await?;
    rows.retain(|row| row.list_id == moved.list_id);
    let find = |id: Option<ListItemId>| match id {
        Some(id) => rows.iter().find(|row| row.id == id).map(Some).ok_or(Error::NotFound("list item")),
        None => Ok(None),
    };
    let (low, high) = match (find(after)?, find(before)?) {
        (Some(after), before) => {
            if before.is_some_and(|before| (&before.position, before.id) < (&after.position, after.id)) {
                return Err(Error::conflict("the list has changed: these no longer stand in this order"));
            }
            // Whatever came between the two meanwhile stays behind it.
            (Some(after.position.clone()), after.position_beside(conn, true, moved.id).await?)
        }
        (None, Some(before)) => (before.position_beside(conn, false, moved.id).await?, Some(before.position.clone())),
        (None, None) => (None, None),
    };
    Ok(rank::between(low.as_deref(), high.as_deref()))
}

/// Gives all items of a list ranks with room between them.
async fn rank_anew(conn: &AsyncPgConnection, list: ListId) -> Result<()> {
    let ids = ListItem::ids_by_position(conn, list).await?;
    let ranks = rank::spread(ids.len());
    Ok(ListItem::set_positions(conn, &ids.into_iter().zip(ranks).collect::<Vec<_>>()).await?)
}

/// A row of a list that the caller may change, the list locked.
async fn lock_item(conn: &AsyncPgConnection, sight: medianest_db::lists::Sight, id: ListItemId) -> Result<ListItem> {
    let find = async || ListItem::by_ids(conn, sight.viewer(), &[id]).await.map(|mut rows| rows.pop());
    let row = find().await?.ok_or(Error::NotFound("list item"))?;
    policy::edit(&lock(conn, sight, row.list_id).await?)?;
    find().await?.ok_or(Error::NotFound("list item"))
}

pub(super) fn refuse_smart(list: &UserList) -> Result<()> {
    match list.kind {
        ListKind::Smart => Err(Error::conflict("a smart list fills itself; change what it holds instead")),
        ListKind::Manual | ListKind::Watchlist => Ok(()),
    }
}

fn check_drafts(app: &App, drafts: &[ItemDraft]) -> Result<()> {
    let mut problems = Problems::default();
    problems.check(drafts.len() <= MOST_AT_ONCE, "items", format_args!("add {MOST_AT_ONCE} at once at the most"));
    for (place, draft) in drafts.iter().enumerate() {
        check_notes(&mut problems, &format!("items[{place}].notes"), draft.notes.as_deref());
        let is_rank = draft.rank.as_deref().is_none_or(rank::is_rank);
        problems.check(is_rank, &format!("items[{place}].rank"), "give back the rank that an item had, or none");
        let is_past = draft.added_at.is_none_or(|at| at <= app.now());
        problems.check(is_past, &format!("items[{place}].addedAt"), "choose a moment in the past");
    }
    problems.into_result()
}

fn check_notes(problems: &mut Problems, field: &str, notes: Option<&str>) {
    let fit = notes.is_none_or(|notes| notes.chars().count() <= MAX_NOTES && !notes.contains('\0'));
    problems.check(fit, field, format_args!("use at most {MAX_NOTES} characters"));
}

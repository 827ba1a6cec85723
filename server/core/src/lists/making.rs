use medianest_db::lists::{NewUserList, SmartFilter, UserList, UserListChanges};
use medianest_db::{AsyncConnection as _, AsyncPgConnection, Audience, ListId, ListKind, ListSortOrder, TypedId as _, UserId};
use serde_json::json;

use super::{MOST_LISTS, entry, lock, smart};
use crate::admin::audit;
use crate::error::Problems;
use crate::events::Event;
use crate::policy::{Actor, lists as policy};
use crate::{App, Error, Result};

/// The longest name.
const MAX_NAME: usize = 200;
/// The longest description.
const MAX_DESCRIPTION: usize = 2_000;

/// What a new list is.
#[derive(Debug, Clone)]
pub struct ListDraft {
    /// What it is called.
    pub name: String,
    /// What it is about.
    pub description: Option<String>,
    /// Who sees it.
    pub audience: Audience,
    /// How it is sorted when nobody says otherwise.
    pub sort_order: ListSortOrder,
    /// What it holds, where that is not said by hand.
    pub filter: Option<SmartFilter>,
}

/// Makes a list of the caller's: a smart one with a filter, else one that is filled by hand.
///
/// # Errors
/// [`Error::Invalid`] naming the wrong fields; `name` when the caller has too many lists.
pub async fn create(app: &App, actor: &Actor, draft: ListDraft) -> Result<UserList> {
    let sight = policy::change(actor)?;
    let owner = sight.viewer();
    let new = NewUserList {
        id: app.new_id(),
        user_id: owner,
        name: draft.name.trim().to_owned(),
        description: draft.description,
        kind: if draft.filter.is_some() { ListKind::Smart } else { ListKind::Manual },
        filter: draft.filter,
        audience: draft.audience,
        sort_order: draft.sort_order,
        created_at: app.now(),
    };
    let mut problems = Problems::default();
    check_words(&mut problems, Some(&new.name), new.description.as_deref());
    check_order(&mut problems, new.kind, new.sort_order);
    if let Some(filter) = &new.filter {
        smart::check(&mut problems, filter);
    }
    problems.into_result()?;
    let mut conn = app.db().await?;
    conn.transaction(async |conn| {
        refuse_too_many(conn, owner).await?;
        new.insert(conn).await?;
        let list = UserList::find(conn, sight, new.id).await?.ok_or(Error::NotFound("list"))?;
        audit::record(app, actor, conn, entry("lists.created", &list)).await?;
        if list.kind == ListKind::Smart {
            Event::ActivityAdded { user_id: owner, id: list.id.uuid() }.emit(conn).await?;
        }
        Ok(list)
    })
    .await
}

/// Changes what a list of the caller's is called, about, sorted by and, if it is a smart one, holds; and who sees it.
///
/// # Errors
/// [`Error::NotFound`], [`Error::Forbidden`] for another's, or [`Error::Invalid`] naming the wrong fields.
pub async fn update(app: &App, actor: &Actor, id: ListId, mut changes: UserListChanges) -> Result<UserList> {
    let sight = policy::change(actor)?;
    changes.name = changes.name.map(|name| name.trim().to_owned());
    let mut conn = app.db().await?;
    conn.transaction(async |conn| {
        let old = lock(conn, sight, id).await?;
        policy::own(&old)?;
        let mut problems = Problems::default();
        check_words(&mut problems, changes.name.as_deref(), changes.description.as_ref().and_then(Option::as_deref));
        check_order(&mut problems, old.kind, changes.sort_order.unwrap_or(ListSortOrder::Title));
        if let Some(filter) = &changes.filter {
            problems.check(old.kind == ListKind::Smart, "filter", "only a smart list has one");
            smart::check(&mut problems, filter);
        }
        problems.into_result()?;
        UserList::update(conn, id, &changes).await?;
        let list = UserList::find(conn, sight, id).await?.ok_or(Error::NotFound("list"))?;
        let told = |list: &UserList| json!({ "name": list.name, "audience": list.audience });
        audit::record(app, actor, conn, entry("lists.updated", &list).change(told(&old), told(&list))).await?;
        Ok(list)
    })
    .await
}

/// Deletes a list of the caller's. It can be brought back for a while. The watchlist stays.
///
/// # Errors
/// [`Error::NotFound`], [`Error::Forbidden`] for another's, or [`Error::Conflict`] for the watchlist.
pub async fn delete(app: &App, actor: &Actor, id: ListId) -> Result<UserList> {
    let sight = policy::change(actor)?;
    let mut conn = app.db().await?;
    conn.transaction(async |conn| {
        let list = lock(conn, sight, id).await?;
        policy::own(&list)?;
        if list.kind == ListKind::Watchlist {
            return Err(Error::conflict("the watchlist stays; take its items off instead"));
        }
        UserList::delete(conn, id, app.now()).await?;
        audit::record(app, actor, conn, entry("lists.deleted", &list)).await?;
        Ok(list)
    })
    .await
}

/// Brings back a list that the caller deleted, with all that was on it and those who worked on it.
///
/// # Errors
/// [`Error::NotFound`], or [`Error::Invalid`] naming `id` when the caller has too many lists.
pub async fn restore(app: &App, actor: &Actor, id: ListId) -> Result<UserList> {
    let sight = policy::change(actor)?;
    let mut conn = app.db().await?;
    conn.transaction(async |conn| {
        if !UserList::restore(conn, sight.viewer(), id).await? {
            return Err(Error::NotFound("list"));
        }
        if UserList::count_owned(conn, sight.viewer()).await? > MOST_LISTS {
            return Err(Error::invalid("id", too_many()));
        }
        let list = UserList::find(conn, sight, id).await?.ok_or(Error::NotFound("list"))?;
        audit::record(app, actor, conn, entry("lists.restored", &list)).await?;
        Ok(list)
    })
    .await
}

fn too_many() -> String {
    format!("one has {MOST_LISTS} lists at the most; delete one first")
}

async fn refuse_too_many(conn: &AsyncPgConnection, owner: UserId) -> Result<()> {
    if UserList::count_owned(conn, owner).await? >= MOST_LISTS {
        return Err(Error::invalid("name", too_many()));
    }
    Ok(())
}

fn check_words(problems: &mut Problems, name: Option<&str>, description: Option<&str>) {
    let is_line = |name: &str| (1..=MAX_NAME).contains(&name.chars().count()) && !name.chars().any(char::is_control);
    problems.check(name.is_none_or(is_line), "name", format_args!("use 1 to {MAX_NAME} characters on one line"));
    let fits = |text: &str| text.chars().count() <= MAX_DESCRIPTION && !text.contains('\0');
    problems.check(description.is_none_or(fits), "description", format_args!("use at most {MAX_DESCRIPTION} characters"));
}

fn check_order(problems: &mut Problems, kind: ListKind, order: ListSortOrder) {
    let has_ranks = kind != ListKind::Smart || order != ListSortOrder::Manual;
    problems.check(has_ranks, "sortOrder", "a smart list has no order of its own; choose another");
}

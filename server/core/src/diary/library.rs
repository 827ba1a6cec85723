//! What people keep in their libraries.

use std::collections::HashSet;

use medianest_db::catalogue::MediaItem;
use medianest_db::diary::{LibraryEntry, LibraryEntryChanges, LibraryFilter, LibraryKey, LibrarySort, NewLibraryEntry};
use medianest_db::{AsyncConnection, LibraryEntryId, MediaItemId, Scope, UserId};
use serde_json::Value;

use crate::error::Problems;
use crate::policy::visibility::{self, Aspect};
use crate::policy::{Access, Actor};
use crate::{App, Error, Page, PageRequest, Result};

/// Where a person may be with what they keep.
pub mod status {
    /// They mean to begin it.
    pub const PLAN_TO_WATCH: &str = "plan_to_watch";
    /// They are in the middle of it.
    pub const WATCHING: &str = "watching";
    /// They are through.
    pub const COMPLETED: &str = "completed";
    /// They mean to go on later.
    pub const ON_HOLD: &str = "on_hold";
    /// They do not mean to go on.
    pub const DROPPED: &str = "dropped";
    /// Each of them.
    pub const ALL: &[&str] = &[PLAN_TO_WATCH, WATCHING, COMPLETED, ON_HOLD, DROPPED];
}

/// The most entries that are changed at once.
const MOST_IDS: usize = 100;
/// The longest note.
const MAX_NOTES: usize = 20_000;
/// The most that is kept in custom fields, as JSON.
const MAX_CUSTOM_FIELDS: usize = 32_768;
/// The longest text that a library is searched by.
const MAX_SEARCH: usize = 200;

/// Something to be kept.
#[derive(Debug, Clone)]
pub struct EntryDraft {
    /// What.
    pub item_id: MediaItemId,
    /// Where they are with it.
    pub status: String,
    /// One of their favourites.
    pub is_favorite: bool,
    /// Only its person may know of it.
    pub is_private: bool,
    /// What they write to it.
    pub notes: Option<String>,
    /// What else they keep about it: an object.
    pub custom_fields: Value,
}

fn check(changes: &LibraryEntryChanges) -> Result<()> {
    let mut problems = Problems::default();
    let status_known = changes.status.as_deref().is_none_or(|status| status::ALL.contains(&status));
    problems.check(status_known, "status", format_args!("use one of {}", status::ALL.join(", ")));
    let notes = changes.notes.as_ref().and_then(Option::as_deref).unwrap_or_default();
    let notes_fit = notes.chars().count() <= MAX_NOTES && !notes.contains('\0');
    problems.check(notes_fit, "notes", format_args!("must be at most {MAX_NOTES} characters"));
    let fields = changes.custom_fields.as_ref().map(|fields| (fields.is_object(), fields.to_string()));
    let fields_fit =
        fields.is_none_or(|(is_object, text)| is_object && text.len() <= MAX_CUSTOM_FIELDS && !text.contains("\\u0000"));
    problems.check(fields_fit, "customFields", format_args!("give an object of at most {MAX_CUSTOM_FIELDS} bytes"));
    problems.into_result()
}

/// Puts an item into the actor's library; an entry that is there already is answered as it is. Also says whether it is
/// new.
///
/// # Errors
/// [`Error::NotFound`] for an unknown item, [`Error::Invalid`] naming the wrong fields.
pub async fn add(app: &App, actor: &Actor, draft: EntryDraft) -> Result<(LibraryEntry, bool)> {
    let user = actor.require(Access::Write)?.id;
    check(&LibraryEntryChanges {
        status: Some(draft.status.clone()),
        notes: Some(draft.notes.clone()),
        custom_fields: Some(draft.custom_fields.clone()),
        ..LibraryEntryChanges::default()
    })?;
    let mut conn = app.db().await?;
    conn.transaction(async |conn| {
        MediaItem::find(conn, draft.item_id).await?.ok_or(Error::NotFound("item"))?;
        let entry = NewLibraryEntry {
            id: app.new_id(),
            user_id: user,
            media_item_id: draft.item_id,
            status: draft.status,
            notes: draft.notes,
            is_favorite: draft.is_favorite,
            is_private: draft.is_private,
            custom_fields: draft.custom_fields,
            added_at: app.now(),
        };
        if let Some(entry) = entry.insert(conn).await? {
            return Ok((entry, true));
        }
        let known = LibraryEntry::find_own_for_update(conn, user, draft.item_id).await?;
        Ok((known.ok_or(Error::NotFound("library entry"))?, false))
    })
    .await
}

/// Entries that were changed.
#[derive(Debug, Clone)]
pub struct Updated {
    /// The entries as they are now.
    pub entries: Vec<LibraryEntry>,
    /// The entries as they were before, in the same order.
    pub previous: Vec<LibraryEntry>,
}

/// Changes entries of the actor's own library: all of them alike, or none.
///
/// # Errors
/// [`Error::NotFound`] when one is not the actor's, [`Error::Invalid`] naming the wrong fields.
pub async fn update(app: &App, actor: &Actor, ids: &[LibraryEntryId], changes: LibraryEntryChanges) -> Result<Updated> {
    let user = actor.require(Access::Write)?.id;
    if ids.len() > MOST_IDS {
        return Err(Error::invalid("ids", format!("change at most {MOST_IDS} at once")));
    }
    check(&changes)?;
    let mut conn = app.db().await?;
    conn.transaction(async |conn| {
        let previous = LibraryEntry::own_by_ids_for_update(conn, user, ids).await?;
        if previous.len() < ids.iter().collect::<HashSet<_>>().len() {
            return Err(Error::NotFound("library entry"));
        }
        let entries = LibraryEntry::update_own(conn, user, ids, &changes).await?;
        Ok(Updated { entries, previous })
    })
    .await
}

/// Changes one entry of the actor's own library.
///
/// # Errors
/// As [`update`].
pub async fn update_one(app: &App, actor: &Actor, id: LibraryEntryId, changes: LibraryEntryChanges) -> Result<LibraryEntry> {
    update(app, actor, &[id], changes).await?.entries.pop().ok_or(Error::NotFound("library entry"))
}

/// Takes an entry out of the actor's library. Plays, cycles and ratings stay.
///
/// # Errors
/// [`Error::NotFound`] for an entry that is not the actor's.
pub async fn remove(app: &App, actor: &Actor, id: LibraryEntryId) -> Result<LibraryEntry> {
    let user = actor.require(Access::Write)?.id;
    LibraryEntry::delete_own(&*app.db().await?, user, id).await?.ok_or(Error::NotFound("library entry"))
}

/// A person's library, the actor's own where none is named. Somebody who may not be seen has an empty one.
///
/// # Errors
/// [`Error::Forbidden`] without the scope `read`; [`Error::Invalid`] for a search that is too long, or a cursor of
/// another order.
pub async fn page(
    app: &App,
    actor: &Actor,
    owner: Option<UserId>,
    filter: &LibraryFilter,
    sort: LibrarySort,
    page: PageRequest<LibraryKey>,
) -> Result<Page<(LibraryEntry, LibraryKey)>> {
    check_filter(filter)?;
    if page.after.as_ref().is_some_and(|after| after.sort() != sort) {
        return Err(Error::invalid("after", "this cursor is of another order"));
    }
    let Some(scope) = scope_of(app, actor, owner).await? else { return Ok(Page { items: Vec::new(), has_next: false }) };
    let rows = LibraryEntry::page(&*app.db().await?, &scope, filter, sort, page.after, page.first + 1).await?;
    Ok(Page::from_rows(rows, page.first))
}

/// How many entries that library has.
///
/// # Errors
/// As [`page`].
pub async fn count(app: &App, actor: &Actor, owner: Option<UserId>, filter: &LibraryFilter) -> Result<i64> {
    check_filter(filter)?;
    let Some(scope) = scope_of(app, actor, owner).await? else { return Ok(0) };
    Ok(LibraryEntry::count(&*app.db().await?, &scope, filter).await?)
}

fn check_filter(filter: &LibraryFilter) -> Result<()> {
    let mut problems = Problems::default();
    let search = filter.search.as_deref().unwrap_or_default();
    let fits = search.chars().count() <= MAX_SEARCH && !search.contains('\0');
    problems.check(fits, "query", format_args!("search for at most {MAX_SEARCH} characters"));
    problems.check(filter.statuses.len() <= 20, "status", "name at most 20");
    problems.check(filter.types.len() <= 50, "types", "name at most 50");
    problems.into_result()
}

async fn scope_of(app: &App, actor: &Actor, owner: Option<UserId>) -> Result<Option<Scope>> {
    match owner {
        Some(owner) => visibility::scope_of(app, actor, owner, Aspect::Library).await,
        None => Ok(Some(visibility::own(actor)?)),
    }
}

/// Entries by their ids, as far as the actor may see them.
///
/// # Errors
/// [`Error::Forbidden`] without the scope `read`.
pub async fn by_ids(app: &App, actor: &Actor, ids: &[LibraryEntryId]) -> Result<Vec<LibraryEntry>> {
    let scope = visibility::scope(app, actor, Aspect::Library).await?;
    Ok(LibraryEntry::by_ids(&*app.db().await?, &scope, ids).await?)
}

/// The actor's own entries of these items.
///
/// # Errors
/// [`Error::Forbidden`] without the scope `read`.
pub async fn own_by_items(app: &App, actor: &Actor, items: &[MediaItemId]) -> Result<Vec<LibraryEntry>> {
    let user = actor.require(Access::Read)?.id;
    Ok(LibraryEntry::own_by_items(&*app.db().await?, user, items).await?)
}

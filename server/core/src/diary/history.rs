//! What people watched, as far as they let it be seen.

use chrono::{DateTime, Utc};
use medianest_db::diary::{HistoryFilter, InteractionEvent, Play};
use medianest_db::{InteractionEventId, MediaItemId, PlayId, Scope, UserId};

use crate::error::Problems;
use crate::policy::visibility::{self, Aspect};
use crate::policy::{Access, Actor};
use crate::{App, Page, PageRequest, Result};

/// Longer texts are no titles.
const MAX_SEARCH: usize = 200;
/// There are not that many kinds of things.
const MAX_TYPES: usize = 50;

/// The place of a play in a history: when, and which.
pub type HistoryCursor = (DateTime<Utc>, PlayId);
/// The place of an event in the log.
pub type EventCursor = (DateTime<Utc>, InteractionEventId);

/// A person's history, newest first: the one the filter names, else the actor's own. Somebody who may not be seen has
/// an empty one.
///
/// # Errors
/// [`crate::Error::Forbidden`] without the scope `read`; [`crate::Error::Invalid`] for a filter nobody could mean.
pub async fn page(app: &App, actor: &Actor, mut filter: HistoryFilter, page: PageRequest<HistoryCursor>) -> Result<Page<Play>> {
    let Some(scope) = scope_of(app, actor, &mut filter).await? else { return Ok(Page { items: Vec::new(), has_next: false }) };
    let conn = app.db().await?;
    Ok(Page::from_rows(Play::history(&conn, &scope, &filter, page.after, page.first + 1).await?, page.first))
}

/// A part of that history by its place in it, for protocols whose pages have numbers.
///
/// # Errors
/// [`crate::Error::Forbidden`] without the scope `read`; [`crate::Error::Invalid`] for a filter nobody could mean.
pub async fn slice(app: &App, actor: &Actor, mut filter: HistoryFilter, offset: i64, limit: i64) -> Result<Vec<Play>> {
    let Some(scope) = scope_of(app, actor, &mut filter).await? else { return Ok(Vec::new()) };
    let conn = app.db().await?;
    Ok(Play::history_slice(&conn, &scope, &filter, offset, limit).await?)
}

/// How many plays that history has.
///
/// # Errors
/// [`crate::Error::Forbidden`] without the scope `read`; [`crate::Error::Invalid`] for a filter nobody could mean.
pub async fn count(app: &App, actor: &Actor, mut filter: HistoryFilter) -> Result<i64> {
    let Some(scope) = scope_of(app, actor, &mut filter).await? else { return Ok(0) };
    let conn = app.db().await?;
    Ok(Play::count(&conn, &scope, &filter).await?)
}

async fn scope_of(app: &App, actor: &Actor, filter: &mut HistoryFilter) -> Result<Option<Scope>> {
    check_filter(filter)?;
    let owner = match filter.user.or(actor.user_id()) {
        Some(owner) => owner,
        None => actor.person()?.id,
    };
    // The scope is this one person's, so the filter need not say it again.
    filter.user = None;
    visibility::scope_of(app, actor, owner, Aspect::History).await
}

fn check_filter(filter: &HistoryFilter) -> Result<()> {
    let mut problems = Problems::default();
    let search = filter.search.as_deref().unwrap_or_default();
    let fits = search.chars().count() <= MAX_SEARCH && !search.contains('\0');
    problems.check(fits, "filter.search", format_args!("search for at most {MAX_SEARCH} characters"));
    problems.check(filter.types.len() <= MAX_TYPES, "filter.mediaTypes", format_args!("name at most {MAX_TYPES}"));
    problems.into_result()
}

/// One play, if the actor may see it.
///
/// # Errors
/// [`crate::Error::Forbidden`] without the scope `read`.
pub async fn find(app: &App, actor: &Actor, id: PlayId) -> Result<Option<Play>> {
    Ok(by_ids(app, actor, &[id]).await?.pop())
}

/// Plays by their ids, as far as the actor may see them.
///
/// # Errors
/// [`crate::Error::Forbidden`] without the scope `read`.
pub async fn by_ids(app: &App, actor: &Actor, ids: &[PlayId]) -> Result<Vec<Play>> {
    let scope = visibility::scope(app, actor, Aspect::History).await?;
    let conn = app.db().await?;
    Ok(Play::by_ids(&conn, &scope, ids).await?)
}

/// The actor's own latest plays of these items, at most so many of each; an item's latest first.
///
/// # Errors
/// [`crate::Error::Forbidden`] without the scope `read`.
pub async fn latest_own(app: &App, actor: &Actor, items: &[MediaItemId], limit: usize) -> Result<Vec<Play>> {
    let user = actor.require(Access::Read)?.id;
    let limit = i64::try_from(limit).unwrap_or(i64::MAX);
    Ok(Play::latest_own(&*app.db().await?, user, items, limit).await?)
}

/// What the actor's own players said, newest first; of one item, or all.
///
/// # Errors
/// [`crate::Error::Forbidden`] without the scope `read`.
pub async fn events(
    app: &App,
    actor: &Actor,
    item: Option<MediaItemId>,
    page: PageRequest<EventCursor>,
) -> Result<Page<InteractionEvent>> {
    let user = actor.require(Access::Read)?.id;
    let conn = app.db().await?;
    Ok(Page::from_rows(InteractionEvent::page(&conn, user, item, page.after, page.first + 1).await?, page.first))
}

/// How many events the actor's own log has.
///
/// # Errors
/// [`crate::Error::Forbidden`] without the scope `read`.
pub async fn count_events(app: &App, actor: &Actor, item: Option<MediaItemId>) -> Result<i64> {
    let user: UserId = actor.require(Access::Read)?.id;
    let conn = app.db().await?;
    Ok(InteractionEvent::count(&conn, user, item).await?)
}

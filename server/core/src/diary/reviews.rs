//! What people write about things.

use chrono::{DateTime, Utc};
use medianest_db::catalogue::MediaItem;
use medianest_db::diary::{Review, ReviewFilter, ScrobbleFacts, WatchSession};
use medianest_db::{AsyncConnection, AsyncPgConnection, MediaItemId, ReviewId, Scope, TypedId as _, UserId, WatchSessionId};

use crate::error::Problems;
use crate::events::Event;
use crate::policy::visibility::{self, Aspect};
use crate::policy::{Access, Actor};
use crate::{App, Error, Page, PageRequest, Result};

/// The place of a review in a list: when it was written, and which.
pub type ReviewCursor = (DateTime<Utc>, ReviewId);

/// The longest text.
const MAX_CONTENT: usize = 50_000;
/// The longest headline.
const MAX_TITLE: usize = 300;

/// What somebody writes about an item.
#[derive(Debug, Clone)]
pub struct ReviewDraft {
    /// About what.
    pub item_id: MediaItemId,
    /// About which of their cycles; none for the item as such.
    pub cycle_id: Option<WatchSessionId>,
    /// Its headline.
    pub title: Option<String>,
    /// Its text, in Markdown.
    pub content: String,
    /// Whether it gives away what happens.
    pub contains_spoilers: bool,
    /// Whether others may read it, as far as the privacy settings let them.
    pub is_public: bool,
}

impl ReviewDraft {
    fn tidied(mut self) -> Result<Self> {
        self.title = self.title.map(|title| title.trim().to_owned()).filter(|title| !title.is_empty());
        self.content = self.content.trim().to_owned();
        let mut problems = Problems::default();
        let title = self.title.as_deref().unwrap_or_default();
        let is_line = title.chars().count() <= MAX_TITLE && !title.chars().any(char::is_control);
        problems.check(is_line, "title", format_args!("use at most {MAX_TITLE} characters on one line"));
        let fits = (1..=MAX_CONTENT).contains(&self.content.chars().count()) && !self.content.contains('\0');
        problems.check(fits, "content", format_args!("write 1 to {MAX_CONTENT} characters"));
        problems.into_result()?;
        Ok(self)
    }
}

/// Writes the actor's review of an item, or of one of their cycles through it; of each there is one, which is written anew.
/// Answers the review, and what it was before.
///
/// # Errors
/// [`Error::NotFound`] for an unknown item and for a cycle that is not the actor's, [`Error::Invalid`] naming the wrong fields.
pub async fn write(app: &App, actor: &Actor, draft: ReviewDraft) -> Result<(Review, Option<Review>)> {
    let user = actor.require(Access::Write)?.id;
    let draft = draft.tidied()?;
    let mut conn = app.db().await?;
    conn.transaction(async |conn| {
        // So that of two that are written at once the second finds the first.
        ScrobbleFacts::lock_person(conn, user).await?;
        let item = MediaItem::find(conn, draft.item_id).await?.ok_or(Error::NotFound("item"))?;
        check_cycle(conn, user, &item, draft.cycle_id).await?;
        let former = Review::find_own_of_for_update(conn, user, item.id, draft.cycle_id).await?;
        let now = app.now();
        let review = Review {
            id: former.as_ref().map_or_else(|| app.new_id(), |former| former.id),
            user_id: user,
            media_item_id: item.id,
            watch_session_id: draft.cycle_id,
            title: draft.title,
            content: draft.content,
            contains_spoilers: draft.contains_spoilers,
            is_public: draft.is_public,
            created_at: former.as_ref().map_or(now, |former| former.created_at),
            updated_at: former.as_ref().map_or(now, |former| former.updated_at),
        };
        // What was shown already is no news when it is written anew.
        if review.is_public && !former.as_ref().is_some_and(|former| former.is_public) {
            Event::ActivityAdded { user_id: user, id: review.id.uuid() }.emit(conn).await?;
        }
        match &former {
            Some(former) if *former == review => Ok((review.clone(), Some(review))),
            Some(former) => Ok((review.save(conn).await?, Some(former.clone()))),
            None => {
                review.insert(conn).await?;
                Ok((review, None))
            }
        }
    })
    .await
}

async fn check_cycle(conn: &AsyncPgConnection, user: UserId, item: &MediaItem, cycle: Option<WatchSessionId>) -> Result<()> {
    let Some(cycle) = cycle else { return Ok(()) };
    let cycle = WatchSession::find_own_for_update(conn, user, cycle).await?.ok_or(Error::NotFound("cycle"))?;
    if cycle.media_item_id == item.root_id {
        Ok(())
    } else {
        Err(Error::invalid("cycleId", "this cycle goes through something else"))
    }
}

/// Takes back a review of the actor's; answers what it was.
///
/// # Errors
/// [`Error::NotFound`] for one that is not theirs.
pub async fn delete(app: &App, actor: &Actor, id: ReviewId) -> Result<Review> {
    let user = actor.require(Access::Write)?.id;
    let mut conn = app.db().await?;
    conn.transaction(async |conn| {
        let review = Review::find_own_for_update(conn, user, id).await?.ok_or(Error::NotFound("review"))?;
        Review::delete(conn, id).await?;
        Ok(review)
    })
    .await
}

/// Reviews by their ids, as far as the actor may see them.
///
/// # Errors
/// [`Error::Forbidden`] without the scope `read`.
pub async fn by_ids(app: &App, actor: &Actor, ids: &[ReviewId]) -> Result<Vec<Review>> {
    let scope = visibility::scope(app, actor, Aspect::Reviews).await?;
    Ok(Review::by_ids(&*app.db().await?, &scope, ids).await?)
}

/// The actor's own reviews of these items, the latest first.
///
/// # Errors
/// [`Error::Forbidden`] without the scope `read`.
pub async fn own_by_items(app: &App, actor: &Actor, items: &[MediaItemId]) -> Result<Vec<Review>> {
    let user = actor.require(Access::Read)?.id;
    Ok(Review::own_by_items(&*app.db().await?, user, items).await?)
}

/// Reviews, the latest first: one person's, or of everybody the actor may see.
///
/// # Errors
/// [`Error::Forbidden`] without the scope `read`.
pub async fn page(
    app: &App,
    actor: &Actor,
    owner: Option<UserId>,
    filter: ReviewFilter,
    page: PageRequest<ReviewCursor>,
) -> Result<Page<Review>> {
    let Some(scope) = scope_of(app, actor, owner).await? else { return Ok(Page { items: Vec::new(), has_next: false }) };
    let rows = Review::page(&*app.db().await?, &scope, filter, page.after, page.first + 1).await?;
    Ok(Page::from_rows(rows, page.first))
}

/// How many reviews that list has.
///
/// # Errors
/// As [`page`].
pub async fn count(app: &App, actor: &Actor, owner: Option<UserId>, filter: ReviewFilter) -> Result<i64> {
    let Some(scope) = scope_of(app, actor, owner).await? else { return Ok(0) };
    Ok(Review::count(&*app.db().await?, &scope, filter).await?)
}

async fn scope_of(app: &App, actor: &Actor, owner: Option<UserId>) -> Result<Option<Scope>> {
    match owner {
        Some(owner) => visibility::scope_of(app, actor, owner, Aspect::Reviews).await,
        None => visibility::scope(app, actor, Aspect::Reviews).await.map(Some),
    }
}

/// The numbers of the cycles that reviews are about, as far as the actor may see those of their people.
///
/// # Errors
/// [`Error::Forbidden`] without the scope `read`.
pub async fn cycle_numbers(app: &App, actor: &Actor, cycles: &[WatchSessionId]) -> Result<Vec<(WatchSessionId, i32)>> {
    let scope = visibility::scope(app, actor, Aspect::Reviews).await?;
    Ok(Review::cycle_numbers(&*app.db().await?, &scope, cycles).await?)
}

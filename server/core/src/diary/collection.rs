//! What people own. It is theirs alone: nobody else sees it.

use chrono::{DateTime, Utc};
use medianest_db::catalogue::MediaItem;
use medianest_db::diary::{CollectedItem, ScrobbleFacts};
use medianest_db::{AsyncConnection, MediaItemId, MediaTypeId};
use serde_json::Value;

use super::scrobble::{CLOCK_SKEW, first_moment};
use crate::error::Problems;
use crate::policy::{Access, Actor};
use crate::{App, Error, Result};

/// The most items that are added or removed at once: more than a long show has episodes.
pub const MOST_ITEMS: usize = 5_000;
/// The most that is kept about the form of one, as JSON text.
const MAX_METADATA: usize = 2 * 1024;

/// Something that a person says they own.
#[derive(Debug, Clone, PartialEq)]
pub struct CopyDraft {
    /// What.
    pub item_id: MediaItemId,
    /// Since when; now where they do not say.
    pub collected_at: Option<DateTime<Utc>>,
    /// In which form: an object.
    pub metadata: Value,
}

/// What came of adding to a collection.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Added {
    /// What is new in it.
    pub added: Vec<MediaItemId>,
    /// What was in it in another form, or since another time.
    pub updated: Vec<MediaItemId>,
    /// What was in it just so.
    pub existing: Vec<MediaItemId>,
}

/// What the actor owns of a type, the latest first.
///
/// # Errors
/// [`Error::Forbidden`] without the scope `read`.
pub async fn own(app: &App, actor: &Actor, media_type: MediaTypeId) -> Result<Vec<CollectedItem>> {
    let user = actor.require(Access::Read)?.id;
    Ok(CollectedItem::own(&*app.db().await?, user, media_type).await?)
}

/// Puts items into the actor's collection.
///
/// # Errors
/// [`Error::NotFound`] for an unknown item, [`Error::Invalid`] naming what is wrong; then nothing is added.
pub async fn add(app: &App, actor: &Actor, drafts: Vec<CopyDraft>) -> Result<Added> {
    let user = actor.require(Access::Write)?.id;
    check(app, &drafts)?;
    let mut conn = app.db().await?;
    conn.transaction(async |conn| {
        ScrobbleFacts::lock_person(conn, user).await?;
        let ids: Vec<MediaItemId> = drafts.iter().map(|draft| draft.item_id).collect();
        let items = MediaItem::by_ids(conn, &ids).await?;
        if ids.iter().any(|id| !items.iter().any(|item| item.id == *id)) {
            return Err(Error::NotFound("item"));
        }
        let mut known = CollectedItem::by_items(conn, user, &ids).await?;
        let mut done = Added::default();
        for draft in drafts {
            let place = known.iter().position(|copy| copy.media_item_id == draft.item_id);
            let before = place.map(|place| known.swap_remove(place));
            let had = before.as_ref().filter(|copy| copy.removed_at.is_none());
            let collected_at = draft.collected_at.or(had.map(|copy| copy.collected_at)).unwrap_or_else(|| app.now());
            let copy = CollectedItem {
                user_id: user,
                media_item_id: draft.item_id,
                collected_at,
                metadata: draft.metadata,
                removed_at: None,
            };
            match had {
                Some(had) if *had == copy => done.existing.push(copy.media_item_id),
                had => {
                    copy.set(conn).await?;
                    let which = if had.is_some() { &mut done.updated } else { &mut done.added };
                    which.push(copy.media_item_id);
                }
            }
            known.push(copy);
        }
        Ok(done)
    })
    .await
}

/// Takes items out of the actor's collection; answers which were in it.
///
/// # Errors
/// [`Error::Forbidden`] without the scope `write`, [`Error::Invalid`] for too many.
pub async fn remove(app: &App, actor: &Actor, items: &[MediaItemId]) -> Result<Vec<MediaItemId>> {
    let user = actor.require(Access::Write)?.id;
    if items.len() > MOST_ITEMS {
        return Err(Error::invalid("items", format!("remove at most {MOST_ITEMS} at once")));
    }
    Ok(CollectedItem::remove(&*app.db().await?, user, items, app.now()).await?)
}

fn check(app: &App, drafts: &[CopyDraft]) -> Result<()> {
    let mut problems = Problems::default();
    problems.check(drafts.len() <= MOST_ITEMS, "items", format_args!("add at most {MOST_ITEMS} at once"));
    for (place, draft) in drafts.iter().enumerate() {
        let is_past = draft.collected_at.is_none_or(|at| (first_moment()..=app.now() + CLOCK_SKEW).contains(&at));
        problems.check(is_past, &format!("items[{place}].collectedAt"), "choose a moment in the past, after 1900");
        let text = draft.metadata.to_string();
        let fits = draft.metadata.is_object() && text.len() <= MAX_METADATA && !text.contains("\\u0000");
        problems.check(fits, &format!("items[{place}].metadata"), format_args!("give an object of at most {MAX_METADATA} bytes"));
    }
    problems.into_result()
}

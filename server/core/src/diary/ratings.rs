//! How people rate things.

use chrono::{DateTime, Utc};
use medianest_db::catalogue::MediaItem;
use medianest_db::diary::{FormerRating, Rating, RatingFilter, RatingSummary, ScrobbleFacts};
use medianest_db::{AsyncConnection, MediaItemId, RatingId, RatingType, TypedId as _, UserId};

use super::scrobble::{CLOCK_SKEW, first_moment};
use crate::events::Event;
use crate::policy::visibility::{self, Aspect};
use crate::policy::{Access, Actor};
use crate::{App, Error, Page, PageRequest, Result};

/// The place of a rating in a list: when it was given, and which.
pub type RatingCursor = (DateTime<Utc>, RatingId);

/// How good something is, as its person says it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Verdict {
    /// From 0 to 100.
    Hundred(i32),
    /// On a scale: 0 to 10 in tenths, half a star to five stars in halves, or thumbs down (0) and up (1).
    Scaled(RatingType, f64),
    /// In two ways at once, or in none.
    Unclear,
}

/// The rating from 0 to 100 on a scale of its person's choice.
#[must_use]
pub fn on_scale(rating: i16, scale: RatingType) -> f64 {
    let rating = f64::from(rating);
    match scale {
        RatingType::Numeric => rating / 10.0,
        RatingType::Stars => (rating / 10.0).round() / 2.0,
        RatingType::Thumbs => f64::from(rating >= 50.0),
    }
}

impl Verdict {
    fn resolve(self) -> Result<(i16, RatingType)> {
        match self {
            Self::Unclear => Err(Error::invalid("rating", "give `rating`, or `value` and `scale`")),
            Self::Hundred(rating) => match i16::try_from(rating) {
                Ok(rating) if (0..=100).contains(&rating) => Ok((rating, RatingType::Numeric)),
                _ => Err(Error::invalid("rating", "rate from 0 to 100")),
            },
            Self::Scaled(scale, value) => {
                let (step, lowest, highest, factor, rule) = match scale {
                    RatingType::Numeric => (0.1, 0.0, 10.0, 10.0, "rate from 0 to 10, in tenths"),
                    RatingType::Stars => (0.5, 0.5, 5.0, 20.0, "give half a star to five stars, in halves"),
                    RatingType::Thumbs => (1.0, 0.0, 1.0, 100.0, "give 0 for thumbs down or 1 for thumbs up"),
                };
                let is_step = ((value / step) - (value / step).round()).abs() < 1e-6;
                if !(lowest..=highest).contains(&value) || !is_step {
                    return Err(Error::invalid("value", rule));
                }
                #[expect(clippy::cast_possible_truncation, reason = "it is from 0 to 100")]
                Ok(((value * factor).round() as i16, scale))
            }
        }
    }
}

/// Rates an item for the actor; what they gave it before is kept in the history.
///
/// # Errors
/// [`Error::NotFound`] for an unknown item, [`Error::Invalid`] for what is not on the scale.
pub async fn rate(app: &App, actor: &Actor, item: MediaItemId, verdict: Verdict) -> Result<Rating> {
    rate_at(app, actor, item, verdict, app.now()).await
}

/// The same, of a rating that was given at another time than now.
///
/// # Errors
/// As [`rate`]; [`Error::Invalid`] for a time that has not come yet, too.
pub async fn rate_at(app: &App, actor: &Actor, item: MediaItemId, verdict: Verdict, rated_at: DateTime<Utc>) -> Result<Rating> {
    let user = actor.require(Access::Write)?.id;
    let (rating, rating_type) = verdict.resolve()?;
    if !(first_moment()..=app.now() + CLOCK_SKEW).contains(&rated_at) {
        return Err(Error::invalid("ratedAt", "choose a moment in the past, after 1900"));
    }
    let mut conn = app.db().await?;
    conn.transaction(async |conn| {
        // So that of two ratings at once the second finds the first, and keeps it.
        ScrobbleFacts::lock_person(conn, user).await?;
        MediaItem::find(conn, item).await?.ok_or(Error::NotFound("item"))?;
        let former = Rating::find_own_for_update(conn, user, item).await?;
        match &former {
            Some(former) if former.rating == rating && former.rating_type == rating_type => return Ok(former.clone()),
            Some(former) => keep(app, former).insert(conn).await?,
            None => {}
        }
        let rating = Rating { id: app.new_id(), user_id: user, media_item_id: item, rating, rating_type, rated_at };
        let rating = rating.set(conn).await?;
        Event::ActivityAdded { user_id: user, id: rating.id.uuid() }.emit(conn).await?;
        Ok(rating)
    })
    .await
}

/// Withdraws the actor's rating of an item; answers what it was.
///
/// # Errors
/// [`Error::NotFound`] where there is none.
pub async fn remove(app: &App, actor: &Actor, item: MediaItemId) -> Result<Rating> {
    let user = actor.require(Access::Write)?.id;
    let mut conn = app.db().await?;
    conn.transaction(async |conn| {
        let rating = Rating::find_own_for_update(conn, user, item).await?.ok_or(Error::NotFound("rating"))?;
        keep(app, &rating).insert(conn).await?;
        Rating::delete(conn, rating.id).await?;
        Ok(rating)
    })
    .await
}

fn keep(app: &App, rating: &Rating) -> FormerRating {
    FormerRating {
        id: app.new_id(),
        user_id: rating.user_id,
        media_item_id: rating.media_item_id,
        rating: rating.rating,
        rating_type: rating.rating_type,
        rated_at: rating.rated_at,
        replaced_at: app.now(),
    }
}

/// All of the actor's own ratings of things of this type, the latest first.
///
/// # Errors
/// [`Error::Forbidden`] without the scope `read`.
pub async fn own(app: &App, actor: &Actor, media_type: &str) -> Result<Vec<Rating>> {
    let scope = visibility::own(actor)?;
    let filter = RatingFilter { types: vec![media_type.to_owned()], ..RatingFilter::default() };
    Ok(Rating::page(&*app.db().await?, &scope, &filter, None, i64::MAX).await?)
}

/// A rating, if the actor may see it.
///
/// # Errors
/// [`Error::Forbidden`] without the scope `read`.
pub async fn find(app: &App, actor: &Actor, id: RatingId) -> Result<Option<Rating>> {
    Ok(by_ids(app, actor, &[id]).await?.pop())
}

/// Ratings by their ids, as far as the actor may see them.
///
/// # Errors
/// [`Error::Forbidden`] without the scope `read`.
pub async fn by_ids(app: &App, actor: &Actor, ids: &[RatingId]) -> Result<Vec<Rating>> {
    let scope = visibility::scope(app, actor, Aspect::Ratings).await?;
    Ok(Rating::by_ids(&*app.db().await?, &scope, ids).await?)
}

/// Ratings, the latest first: one person's, or of everybody the actor may see.
///
/// # Errors
/// [`Error::Forbidden`] without the scope `read`.
pub async fn page(
    app: &App,
    actor: &Actor,
    owner: Option<UserId>,
    filter: &RatingFilter,
    page: PageRequest<RatingCursor>,
) -> Result<Page<Rating>> {
    let Some(scope) = scope_of(app, actor, owner).await? else { return Ok(Page { items: Vec::new(), has_next: false }) };
    let rows = Rating::page(&*app.db().await?, &scope, filter, page.after, page.first + 1).await?;
    Ok(Page::from_rows(rows, page.first))
}

/// How many ratings that list has.
///
/// # Errors
/// As [`page`].
pub async fn count(app: &App, actor: &Actor, owner: Option<UserId>, filter: &RatingFilter) -> Result<i64> {
    let Some(scope) = scope_of(app, actor, owner).await? else { return Ok(0) };
    Ok(Rating::count(&*app.db().await?, &scope, filter).await?)
}

async fn scope_of(app: &App, actor: &Actor, owner: Option<UserId>) -> Result<Option<medianest_db::Scope>> {
    match owner {
        Some(owner) => visibility::scope_of(app, actor, owner, Aspect::Ratings).await,
        None => visibility::scope(app, actor, Aspect::Ratings).await.map(Some),
    }
}

/// How these people rated these items, as far as the actor may see it.
///
/// # Errors
/// [`Error::Forbidden`] without the scope `read`.
pub async fn by_user_items(app: &App, actor: &Actor, pairs: &[(UserId, MediaItemId)]) -> Result<Vec<Rating>> {
    // One's own ratings are the most common question, and need to know nothing about others.
    let scope = if pairs.iter().all(|(user, _)| actor.user_id() == Some(*user)) {
        visibility::own(actor)?
    } else {
        visibility::scope(app, actor, Aspect::Ratings).await?
    };
    Ok(Rating::by_user_items(&*app.db().await?, &scope, pairs).await?)
}

/// How everybody whom the actor may see rated these items.
///
/// # Errors
/// [`Error::Forbidden`] without the scope `read`.
pub async fn summaries(app: &App, actor: &Actor, items: &[MediaItemId]) -> Result<Vec<RatingSummary>> {
    let scope = visibility::scope(app, actor, Aspect::Ratings).await?;
    Ok(RatingSummary::by_items(&*app.db().await?, &scope, items).await?)
}

/// What the actor gave an item before, the latest first.
///
/// # Errors
/// [`Error::Forbidden`] without the scope `read`.
pub async fn history(app: &App, actor: &Actor, item: MediaItemId) -> Result<Vec<FormerRating>> {
    let user = actor.require(Access::Read)?.id;
    Ok(FormerRating::own(&*app.db().await?, user, item).await?)
}

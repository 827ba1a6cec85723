//! What those who are close to somebody did lately, and as they do it.

mod watch;

use std::collections::{HashMap, HashSet};

use medianest_db::diary::{Play, Rating, Review};
use medianest_db::lists::UserList;
use medianest_db::social::{self as rows, ActivityRow, ActivitySources};
pub use medianest_db::social::{ActivityKind, ActivityPlace};
use medianest_db::{AsyncPgConnection, GroupId, ListId, PlayId, RatingId, ReviewId, Scope, TypedId, UserId};
use uuid::Uuid;

pub use watch::{ActivityEvent, watch};

use super::groups;
use crate::policy::visibility::{self, Aspect};
use crate::policy::{Actor, lists as lists_policy, social as policy};
use crate::{App, Error, Page, PageRequest, Result};

/// Whose doings a feed has.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Whom {
    /// Of those who are close to the one who asks: friends, and members of their groups.
    Circle,
    /// Of the members of a group that the one who asks is in, themselves among them.
    Group(GroupId),
    /// Of one person.
    Person(UserId),
    /// Of two at once.
    Unclear,
}

/// Something that somebody did.
#[derive(Debug, Clone, PartialEq)]
pub enum Activity {
    /// They played something.
    Play(Play),
    /// They rated something.
    Rating(Rating),
    /// They wrote about something.
    Review(Review),
    /// They made a list.
    List(UserList),
}

impl Activity {
    /// Whose doing it is.
    #[must_use]
    pub fn user_id(&self) -> UserId {
        match self {
            Self::Play(play) => play.user_id,
            Self::Rating(rating) => rating.user_id,
            Self::Review(review) => review.user_id,
            Self::List(list) => list.user_id,
        }
    }
}

/// What they did, the latest first; of these kinds, or of all where none is named. Everybody's privacy settings decide what of
/// theirs is in it.
///
/// # Errors
/// [`Error::Unauthenticated`], [`Error::Forbidden`], [`Error::NotFound`] for a group that the caller is not in, or
/// [`Error::Invalid`] for two at once.
pub async fn page(
    app: &App,
    actor: &Actor,
    whom: Whom,
    kinds: &[ActivityKind],
    request: &PageRequest<ActivityPlace>,
) -> Result<Page<(Activity, ActivityPlace)>> {
    let people = people(app, actor, whom).await?;
    let seen = seen(app, actor, people, kinds).await?;
    let conn = app.db().await?;
    let before = request.after.unwrap_or_else(|| latest(app));
    let page = Page::from_rows(seen.sources.page(&conn, before, request.first + 1).await?, request.first);
    Ok(Page { items: load(&conn, &seen, &page.items).await?, has_next: page.has_next })
}

/// What came of these, as far as each may be seen.
async fn load(conn: &AsyncPgConnection, seen: &Seen, rows: &[ActivityRow]) -> Result<Vec<(Activity, ActivityPlace)>> {
    let ids = |kind| rows.iter().filter(move |row| row.kind == kind).map(|row| row.id);
    let mut found: HashMap<Uuid, Activity> = HashMap::new();
    let plays: Vec<PlayId> = ids(ActivityKind::Play).map(PlayId).collect();
    if !plays.is_empty() {
        let rows = Play::by_ids(conn, &seen.plays, &plays).await?;
        found.extend(rows.into_iter().map(|play| (play.id.uuid(), Activity::Play(play))));
    }
    let ratings: Vec<RatingId> = ids(ActivityKind::Rating).map(RatingId).collect();
    if !ratings.is_empty() {
        let rows = Rating::by_ids(conn, &seen.ratings, &ratings).await?;
        found.extend(rows.into_iter().map(|rating| (rating.id.uuid(), Activity::Rating(rating))));
    }
    let reviews: Vec<ReviewId> = ids(ActivityKind::Review).map(ReviewId).collect();
    if !reviews.is_empty() {
        let rows = Review::by_ids(conn, &seen.reviews, &reviews).await?;
        found.extend(rows.into_iter().map(|review| (review.id.uuid(), Activity::Review(review))));
    }
    let lists: Vec<ListId> = ids(ActivityKind::List).map(ListId).collect();
    if !lists.is_empty() {
        let rows = UserList::by_ids(conn, seen.sources.sight, &lists).await?;
        found.extend(rows.into_iter().map(|list| (list.id.uuid(), Activity::List(list))));
    }
    Ok(rows.iter().filter_map(|row| Some((found.remove(&row.id)?, (row.at, row.id)))).collect())
}

/// How much they did.
///
/// # Errors
/// As [`page`].
pub async fn count(app: &App, actor: &Actor, whom: Whom, kinds: &[ActivityKind]) -> Result<i64> {
    let seen = seen(app, actor, people(app, actor, whom).await?, kinds).await?;
    Ok(seen.sources.count(&*app.db().await?, latest(app)).await?)
}

/// Before the first of a feed: what is yet to come is not in it.
fn latest(app: &App) -> ActivityPlace {
    (app.now(), Uuid::max())
}

/// Whose doings a feed has, and how far each kind may be seen.
struct Seen {
    sources: ActivitySources,
    plays: Scope,
    ratings: Scope,
    reviews: Scope,
}

/// Whose doings these are, before anybody's privacy is asked.
async fn people(app: &App, actor: &Actor, whom: Whom) -> Result<HashSet<UserId>> {
    let viewer = policy::see(actor)?;
    let mut people = match whom {
        Whom::Circle => rows::circle(&*app.db().await?, viewer).await?,
        Whom::Group(id) => groups::showing(app, actor, id, Aspect::History.setting().0).await?,
        Whom::Person(id) => HashSet::from([id]),
        Whom::Unclear => return Err(Error::invalid("userId", "give `groupId` or `userId`, not both")),
    };
    if whom == Whom::Circle {
        people.remove(&viewer);
    }
    Ok(people)
}

async fn seen(app: &App, actor: &Actor, people: HashSet<UserId>, kinds: &[ActivityKind]) -> Result<Seen> {
    let plays = visibility::scope(app, actor, Aspect::History).await?;
    let ratings = visibility::scope(app, actor, Aspect::Ratings).await?;
    let reviews = visibility::scope(app, actor, Aspect::Reviews).await?;
    let wants = |kind| kinds.is_empty() || kinds.contains(&kind);
    let of = |kind, scope: &Scope| -> Vec<UserId> {
        people.iter().copied().filter(|person| wants(kind) && scope.includes(*person, false)).collect()
    };
    let sources = ActivitySources {
        plays: of(ActivityKind::Play, &plays),
        ratings: of(ActivityKind::Rating, &ratings),
        reviews: of(ActivityKind::Review, &reviews),
        // Each list says itself who sees it.
        lists: if wants(ActivityKind::List) { people.into_iter().collect() } else { Vec::new() },
        sight: lists_policy::see(actor)?,
    };
    Ok(Seen { sources, plays, ratings, reviews })
}

use std::collections::{HashMap, HashSet};

use async_graphql::{Context, Object, Result};
use chrono::{DateTime, Utc};
use medianest_core::db::diary as rows;
use medianest_core::db::{MediaItemId, UserId};
use medianest_core::diary::{cycles, next_up, viewing};
use medianest_core::policy::Actor;
use medianest_core::{App, Error};

use super::{LibraryEntry, NextUp, OwnEntryByItem, PlaybackPosition, PositionByItem, Rating, RatingByUserItem, WatchSession};
use crate::graphql::identity::{User, UserById};
use crate::graphql::{ContextExt, Id, Load};

/// How the caller stands to an item.
pub struct ViewerState {
    /// To which.
    pub item: MediaItemId,
    /// The top of its hierarchy.
    pub root: MediaItemId,
}

impl ViewerState {
    async fn viewing(&self, ctx: &Context<'_>) -> Result<Option<rows::Viewing>> {
        Ok(ctx.load::<ViewingByItem>(self.item).await?)
    }
}

/// How the caller stands to an item.
#[Object]
impl ViewerState {
    /// Whether they are through with it: with what is played itself, or with all of its parts that are out. Of a cycle in
    /// progress, else of the latest.
    async fn is_watched(&self, ctx: &Context<'_>) -> Result<bool> {
        Ok(self.viewing(ctx).await?.is_some_and(|viewing| viewing.aired > 0 && viewing.watched >= viewing.aired))
    }

    /// How many of its parts they have seen in that cycle; of what is played itself 1 or 0. Specials count for themselves
    /// and their season only.
    async fn watched_count(&self, ctx: &Context<'_>) -> Result<i64> {
        Ok(self.viewing(ctx).await?.map_or(0, |viewing| viewing.watched))
    }

    /// How many of its parts are out; of what is played itself 1.
    async fn aired_count(&self, ctx: &Context<'_>) -> Result<i64> {
        Ok(self.viewing(ctx).await?.map_or(0, |viewing| viewing.aired))
    }

    /// How often they played it or a part of it, in any cycle.
    async fn play_count(&self, ctx: &Context<'_>) -> Result<i64> {
        Ok(self.viewing(ctx).await?.map_or(0, |viewing| viewing.plays))
    }

    /// When they last played it or a part of it, where that is known.
    async fn last_played_at(&self, ctx: &Context<'_>) -> Result<Option<DateTime<Utc>>> {
        Ok(self.viewing(ctx).await?.and_then(|viewing| viewing.last_played_at))
    }

    /// What they keep of it in their library.
    async fn entry(&self, ctx: &Context<'_>) -> Result<Option<LibraryEntry>> {
        Ok(ctx.load::<OwnEntryByItem>(self.item).await?)
    }

    /// How they rated it.
    async fn rating(&self, ctx: &Context<'_>) -> Result<Option<Rating>> {
        match ctx.actor().user_id() {
            Some(user) => Ok(ctx.load::<RatingByUserItem>((user, self.item)).await?),
            None => Ok(None),
        }
    }

    /// Where they left it, to resume it.
    async fn position(&self, ctx: &Context<'_>) -> Result<Option<PlaybackPosition>> {
        Ok(ctx.load::<PositionByItem>(self.item).await?)
    }

    /// What comes next in the whole that it belongs to; null for anything without parts.
    async fn next_up(&self, ctx: &Context<'_>) -> Result<Option<NextUp>> {
        Ok(ctx.load::<ProgressByRoot>(self.root).await?.map(NextUp))
    }

    /// Their cycles through the whole that it belongs to, the first one first.
    #[graphql(complexity = "5 * child_complexity")]
    async fn cycles(&self, ctx: &Context<'_>) -> Result<Vec<WatchSession>> {
        let cycles = ctx.load::<CyclesByRoot>(self.root).await?.unwrap_or_default();
        Ok(cycles.into_iter().map(WatchSession).collect())
    }
}

/// Who else has seen an item, of those who let the caller know.
#[derive(Clone, Default)]
pub struct SeenBy {
    people: i64,
    latest: Vec<rows::Viewer>,
}

/// Who else has seen an item, of those who let the caller know.
#[Object]
impl SeenBy {
    /// How many there are.
    async fn total_count(&self) -> i64 {
        self.people
    }

    /// Those who saw it last, the latest first.
    async fn people(&self) -> Vec<SeenByPerson> {
        self.latest.iter().cloned().map(SeenByPerson).collect()
    }
}

/// Somebody who has seen an item, or a part of it.
pub struct SeenByPerson(rows::Viewer);

/// Somebody who has seen an item, or a part of it.
#[Object]
impl SeenByPerson {
    /// The person's id.
    async fn user_id(&self) -> Id<UserId> {
        Id(self.0.user_id)
    }

    /// The person; null where the caller may see their history but not their profile.
    async fn user(&self, ctx: &Context<'_>) -> Result<Option<User>> {
        Ok(ctx.load::<UserById>(self.0.user_id).await?)
    }

    /// How often they played it or a part of it.
    async fn play_count(&self) -> i64 {
        self.0.plays
    }

    /// When they last did, where that is known.
    async fn last_played_at(&self) -> Option<DateTime<Utc>> {
        self.0.last_played_at
    }

    /// How they rated it; null where they did not, or do not let the caller see it.
    async fn rating(&self, ctx: &Context<'_>) -> Result<Option<Rating>> {
        Ok(ctx.load::<RatingByUserItem>((self.0.user_id, self.0.media_item_id)).await?)
    }
}

/// The most people of [`SeenBy`].
const MOST_PEOPLE: usize = 50;

/// Who else has seen an item: the latest ones.
pub async fn seen_by(ctx: &Context<'_>, item: MediaItemId, first: Option<i32>) -> Result<SeenBy> {
    match usize::try_from(first.unwrap_or(10)) {
        Ok(limit @ 1..=MOST_PEOPLE) => Ok(ctx.load::<SeenByItem>((item, limit)).await?.unwrap_or_default()),
        _ => Err(Error::invalid("first", format!("ask for 1 to {MOST_PEOPLE}")).into()),
    }
}

/// What the caller played of items.
pub struct ViewingByItem;

impl Load for ViewingByItem {
    type Key = MediaItemId;
    type Value = rows::Viewing;

    async fn load(app: &App, actor: &Actor, keys: &[MediaItemId]) -> medianest_core::Result<HashMap<MediaItemId, rows::Viewing>> {
        let found = viewing::own_by_items(app, actor, keys).await?;
        Ok(found.into_iter().map(|viewing| (viewing.media_item_id, viewing)).collect())
    }
}

/// How far the caller is with top-level items.
pub struct ProgressByRoot;

impl Load for ProgressByRoot {
    type Key = MediaItemId;
    type Value = rows::Progress;

    async fn load(
        app: &App,
        actor: &Actor,
        keys: &[MediaItemId],
    ) -> medianest_core::Result<HashMap<MediaItemId, rows::Progress>> {
        let found = next_up::progress_by_items(app, actor, keys).await?;
        Ok(found.into_iter().map(|progress| (progress.root_id, progress)).collect())
    }
}

/// The caller's cycles through top-level items.
pub struct CyclesByRoot;

impl Load for CyclesByRoot {
    type Key = MediaItemId;
    type Value = Vec<rows::WatchSession>;

    async fn load(app: &App, actor: &Actor, keys: &[MediaItemId]) -> medianest_core::Result<HashMap<MediaItemId, Self::Value>> {
        let mut by_root: HashMap<MediaItemId, Vec<rows::WatchSession>> = HashMap::new();
        for cycle in cycles::own_by_items(app, actor, keys).await? {
            by_root.entry(cycle.media_item_id).or_default().push(cycle);
        }
        Ok(by_root)
    }
}

/// Who else has seen items, each with how many are asked for.
pub struct SeenByItem;

impl Load for SeenByItem {
    type Key = (MediaItemId, usize);
    type Value = SeenBy;

    async fn load(app: &App, actor: &Actor, keys: &[Self::Key]) -> medianest_core::Result<HashMap<Self::Key, SeenBy>> {
        let items: HashSet<MediaItemId> = keys.iter().map(|(item, _)| *item).collect();
        let items: Vec<MediaItemId> = items.into_iter().collect();
        let most = keys.iter().map(|(_, limit)| *limit).max().unwrap_or(0);
        let mut by_item: HashMap<MediaItemId, SeenBy> = HashMap::new();
        for viewer in viewing::others_by_items(app, actor, &items, most).await? {
            let seen = by_item.entry(viewer.media_item_id).or_default();
            seen.people = viewer.people;
            seen.latest.push(viewer);
        }
        let of_key = |(item, limit): &Self::Key| {
            let seen = by_item.get(item)?;
            let latest = seen.latest.iter().take(*limit).cloned().collect();
            Some(((*item, *limit), SeenBy { people: seen.people, latest }))
        };
        Ok(keys.iter().filter_map(of_key).collect())
    }
}

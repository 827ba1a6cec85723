use async_graphql::{Context, Enum, InputObject, MergedObject, Object, Result, SimpleObject};
use chrono::{DateTime, Utc};
use medianest_core::db::diary as rows;
use medianest_core::db::{MediaItemId, WatchSessionId};
use medianest_core::diary::cycles;
use medianest_core::diary::next_up::{self as rules, NextUpCursor};

use super::Play;
use super::calendar::{CalendarMutation, CalendarQuery};
use super::former_rating::FormerRatingQuery;
use super::library::{LibraryMutation, LibraryQuery};
use super::rating::{RatingMutation, RatingQuery};
use super::review::{ReviewMutation, ReviewQuery};
use super::statistics::StatisticsQuery;
use crate::graphql::catalogue::{MediaItem, MediaItemById};
use crate::graphql::{Connection, ContextExt, Id, PageArgs, connection};

/// How far the caller is with something in this cycle, and what comes next in it. Specials are left out.
pub struct NextUp(pub rows::Progress);

/// How far the caller is with something in this cycle, and what comes next in it. Specials are left out.
#[Object]
impl NextUp {
    /// The whole: a show, a podcast.
    async fn root(&self, ctx: &Context<'_>) -> Result<Option<MediaItem>> {
        Ok(ctx.load::<MediaItemById>(self.0.root_id).await?)
    }

    /// The first part after the furthest one played.
    async fn item(&self, ctx: &Context<'_>) -> Result<Option<MediaItem>> {
        match self.0.next_item_id {
            Some(id) => Ok(ctx.load::<MediaItemById>(id).await?),
            None => Ok(None),
        }
    }

    /// How many parts are out from there on.
    async fn remaining_count(&self) -> i64 {
        self.0.remaining
    }

    /// How many parts are out.
    async fn aired_count(&self) -> i64 {
        self.0.aired
    }

    /// How many of these were played.
    async fn watched_count(&self) -> i64 {
        self.0.watched
    }

    /// When a part was last played.
    async fn last_played_at(&self) -> Option<DateTime<Utc>> {
        self.0.last_played_at
    }
}

/// Where a cycle stands.
#[derive(Enum, Debug, Clone, Copy, PartialEq, Eq)]
#[graphql(remote = "medianest_core::db::WatchSessionStatus")]
pub enum WatchSessionStatus {
    /// Its person is in the middle of it.
    InProgress,
    /// Its person is through.
    Completed,
    /// Its person gave it up.
    Abandoned,
}

/// One cycle through something: the first watch, the second.
pub struct WatchSession(pub rows::WatchSession);

/// One cycle through something: the first watch, the second.
#[Object]
impl WatchSession {
    /// Its id.
    pub async fn id(&self) -> Id<WatchSessionId> {
        Id(self.0.id)
    }

    /// Through what.
    async fn item(&self, ctx: &Context<'_>) -> Result<Option<MediaItem>> {
        Ok(ctx.load::<MediaItemById>(self.0.media_item_id).await?)
    }

    /// 1 for the first.
    async fn session_number(&self) -> i32 {
        self.0.session_number
    }

    /// Where it stands.
    async fn status(&self) -> WatchSessionStatus {
        self.0.status.into()
    }

    /// When it began.
    async fn started_at(&self) -> DateTime<Utc> {
        self.0.started_at
    }

    /// When it was completed or given up.
    async fn completed_at(&self) -> Option<DateTime<Utc>> {
        self.0.completed_at
    }
}

/// What to mark as watched.
#[derive(Enum, Debug, Clone, Copy, PartialEq, Eq, Default)]
#[graphql(remote = "rules::Extent")]
pub enum WatchedExtent {
    /// The item, or everything it holds that is out.
    #[default]
    Item,
    /// Everything of the whole that is out, up to and with the item; no specials.
    UpTo,
}

/// What was watched.
#[derive(InputObject)]
pub struct MarkWatchedInput {
    /// The item: a film, an episode, a season, a show.
    item_id: Id<MediaItemId>,
    /// How much of it.
    #[graphql(default)]
    extent: WatchedExtent,
    /// When; now, when absent.
    watched_at: Option<DateTime<Utc>>,
}

/// What was marked.
#[derive(SimpleObject)]
pub struct MarkWatchedPayload {
    /// The plays that were added; what was watched in this cycle already stays as it is.
    plays: Vec<Play>,
}

/// What was not watched.
#[derive(InputObject)]
pub struct MarkUnwatchedInput {
    /// The item: a film, an episode, a season, a show.
    item_id: Id<MediaItemId>,
}

/// What is no longer marked.
#[derive(SimpleObject)]
pub struct MarkUnwatchedPayload {
    /// How many plays were taken out of the history.
    removed_count: usize,
    /// These plays, as they were. `restorePlays` brings them back.
    plays: Vec<Play>,
}

/// What to begin anew.
#[derive(InputObject)]
pub struct StartCycleInput {
    /// The item, or a part of it.
    item_id: Id<MediaItemId>,
}

/// The cycle that began.
#[derive(SimpleObject)]
pub struct StartCyclePayload {
    /// The cycle.
    cycle: WatchSession,
}

/// Which cycle is through.
#[derive(InputObject)]
pub struct CompleteCycleInput {
    /// The cycle.
    id: Id<WatchSessionId>,
}

/// The completed cycle.
#[derive(SimpleObject)]
pub struct CompleteCyclePayload {
    /// The cycle.
    cycle: WatchSession,
}

/// Which cycle to give up.
#[derive(InputObject)]
pub struct AbandonCycleInput {
    /// The cycle.
    id: Id<WatchSessionId>,
}

/// The cycle that was given up.
#[derive(SimpleObject)]
pub struct AbandonCyclePayload {
    /// The cycle.
    cycle: WatchSession,
}

/// What can be asked about what comes next.
#[derive(Default)]
pub struct NextUpQuery;

#[Object]
impl NextUpQuery {
    /// What the caller is in the middle of and something comes next in, the latest first.
    #[graphql(complexity = "5 + first.unwrap_or(20).max(1) as usize * child_complexity")]
    async fn next_up(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Only things of these media types, by name.")] types: Option<Vec<String>>,
        #[graphql(desc = "How many, 100 at the most.")] first: Option<i32>,
        #[graphql(desc = "The cursor after which the page starts.")] after: Option<String>,
    ) -> Result<Connection<NextUpCursor, NextUp>> {
        let types = types.unwrap_or_default();
        let args = PageArgs { first, after };
        let has_previous = args.after.is_some();
        let page = rules::page(ctx.app(), ctx.actor(), &types, args.request()?).await?;
        let (app, actor) = (ctx.app().clone(), ctx.actor().clone());
        Ok(connection(
            page,
            has_previous,
            |row| (rules::key(&row), NextUp(row)),
            move || {
                let (app, actor, types) = (app.clone(), actor.clone(), types.clone());
                async move { rules::count(&app, &actor, &types).await }
            },
        ))
    }

    /// How far the caller is with a show or podcast; null for anything without parts.
    async fn progress(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The whole: a show, a podcast.")] item_id: Id<MediaItemId>,
    ) -> Result<Option<NextUp>> {
        Ok(rules::progress_by_items(ctx.app(), ctx.actor(), &[item_id.0]).await?.pop().map(NextUp))
    }

    /// The caller's cycles through something, the first one first.
    #[graphql(complexity = "5 * child_complexity")]
    async fn cycles(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The whole: a film, a show.")] item_id: Id<MediaItemId>,
    ) -> Result<Vec<WatchSession>> {
        Ok(cycles::own_by_items(ctx.app(), ctx.actor(), &[item_id.0]).await?.into_iter().map(WatchSession).collect())
    }
}

/// What can be done about how far one is.
#[derive(Default)]
pub struct ProgressMutation;

#[Object]
impl ProgressMutation {
    /// Marks an item, what it holds, or everything up to it as watched by the caller.
    async fn mark_watched(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What.")] input: MarkWatchedInput,
    ) -> Result<MarkWatchedPayload> {
        let extent = input.extent.into();
        let plays = rules::mark_watched(ctx.app(), ctx.actor(), input.item_id.0, extent, input.watched_at).await?;
        Ok(MarkWatchedPayload { plays: plays.into_iter().map(Play).collect() })
    }

    /// Takes what the caller watched of an item, or of what it holds, out of this cycle.
    async fn mark_unwatched(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What.")] input: MarkUnwatchedInput,
    ) -> Result<MarkUnwatchedPayload> {
        let plays = rules::mark_unwatched(ctx.app(), ctx.actor(), input.item_id.0).await?;
        Ok(MarkUnwatchedPayload { removed_count: plays.len(), plays: plays.into_iter().map(Play).collect() })
    }

    /// Begins a cycle of the caller's through something: a rewatch.
    async fn start_cycle(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Through what.")] input: StartCycleInput,
    ) -> Result<StartCyclePayload> {
        Ok(StartCyclePayload { cycle: WatchSession(cycles::start(ctx.app(), ctx.actor(), input.item_id.0).await?) })
    }

    /// Completes a cycle of the caller's, whatever is left of it.
    async fn complete_cycle(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which.")] input: CompleteCycleInput,
    ) -> Result<CompleteCyclePayload> {
        Ok(CompleteCyclePayload { cycle: WatchSession(cycles::complete(ctx.app(), ctx.actor(), input.id.0).await?) })
    }

    /// Gives a cycle of the caller's up.
    async fn abandon_cycle(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which.")] input: AbandonCycleInput,
    ) -> Result<AbandonCyclePayload> {
        Ok(AbandonCyclePayload { cycle: WatchSession(cycles::abandon(ctx.app(), ctx.actor(), input.id.0).await?) })
    }
}

/// What can be asked about what people keep.
#[derive(MergedObject, Default)]
pub struct KeepingQuery(LibraryQuery, RatingQuery, FormerRatingQuery, ReviewQuery, NextUpQuery, StatisticsQuery, CalendarQuery);

/// What can be done about what one keeps.
#[derive(MergedObject, Default)]
pub struct KeepingMutation(LibraryMutation, RatingMutation, ReviewMutation, ProgressMutation, CalendarMutation);

use async_graphql::{Context, Object, Result};
use medianest_core::db::{MediaItemId, PlayId, UserId};
use medianest_core::diary::history::{EventCursor, HistoryCursor};
use medianest_core::diary::positions::PositionCursor;
use medianest_core::diary::{history as rules, positions, presence};

use super::{CurrentlyWatching, CurrentlyWatchingByUser, HistoryFilterInput, InteractionEvent, Play, PlaybackPosition, history};
use crate::graphql::{Connection, ContextExt, Id, PageArgs, connection};

/// What can be asked about what people play and have played.
#[derive(Default)]
pub struct PlaybackQuery;

#[Object]
impl PlaybackQuery {
    /// What a person plays right now; null when they play nothing, or nothing that the caller may see.
    async fn currently_watching(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Who; the caller, when absent.")] user_id: Option<Id<UserId>>,
    ) -> Result<Option<CurrentlyWatching>> {
        let user = match user_id {
            Some(id) => id.0,
            None => ctx.actor().person()?.id,
        };
        Ok(ctx.load::<CurrentlyWatchingByUser>(user).await?)
    }

    /// What everybody plays right now whom the caller may see, the caller included; the latest to begin first, 500 at the
    /// most.
    #[graphql(complexity = "20 * child_complexity")]
    async fn now_playing(&self, ctx: &Context<'_>) -> Result<Vec<CurrentlyWatching>> {
        Ok(presence::now_playing(ctx.app(), ctx.actor()).await?.into_iter().map(CurrentlyWatching::from).collect())
    }

    /// What the caller began and can resume, the latest first.
    #[graphql(complexity = "5 + first.unwrap_or(20).max(1) as usize * child_complexity")]
    async fn playback_positions(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "How many, 100 at the most.")] first: Option<i32>,
        #[graphql(desc = "The cursor after which the page starts.")] after: Option<String>,
    ) -> Result<Connection<PositionCursor, PlaybackPosition>> {
        let args = PageArgs { first, after };
        let has_previous = args.after.is_some();
        let page = positions::page(ctx.app(), ctx.actor(), args.request()?).await?;
        let (app, actor) = (ctx.app().clone(), ctx.actor().clone());
        Ok(connection(
            page,
            has_previous,
            |position| ((position.occurred_at, position.media_item_id), PlaybackPosition(position)),
            move || {
                let (app, actor) = (app.clone(), actor.clone());
                async move { positions::count(&app, &actor).await }
            },
        ))
    }

    /// What a person has played, newest first; empty where the caller may not see it.
    #[graphql(complexity = "5 + first.unwrap_or(20).max(1) as usize * child_complexity")]
    async fn history(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Whose; the caller's, when absent.")] user_id: Option<Id<UserId>>,
        #[graphql(desc = "How many, 100 at the most.")] first: Option<i32>,
        #[graphql(desc = "The cursor after which the page starts.")] after: Option<String>,
        #[graphql(desc = "Which plays.")] filter: Option<HistoryFilterInput>,
    ) -> Result<Connection<HistoryCursor, Play>> {
        history(ctx, user_id.map(|id| id.0), filter, PageArgs { first, after }).await
    }

    /// One play, if the caller may see it.
    async fn play(&self, ctx: &Context<'_>, #[graphql(desc = "Its id.")] id: Id<PlayId>) -> Result<Option<Play>> {
        Ok(rules::find(ctx.app(), ctx.actor(), id.0).await?.map(Play))
    }

    /// What the caller's own players said, newest first.
    #[graphql(complexity = "5 + first.unwrap_or(20).max(1) as usize * child_complexity")]
    async fn interaction_events(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Only about this item.")] item_id: Option<Id<MediaItemId>>,
        #[graphql(desc = "How many, 100 at the most.")] first: Option<i32>,
        #[graphql(desc = "The cursor after which the page starts.")] after: Option<String>,
    ) -> Result<Connection<EventCursor, InteractionEvent>> {
        let item = item_id.map(|id| id.0);
        let args = PageArgs { first, after };
        let has_previous = args.after.is_some();
        let page = rules::events(ctx.app(), ctx.actor(), item, args.request()?).await?;
        let (app, actor) = (ctx.app().clone(), ctx.actor().clone());
        Ok(connection(
            page,
            has_previous,
            |event| ((event.occurred_at, event.id), InteractionEvent(event)),
            move || {
                let (app, actor) = (app.clone(), actor.clone());
                async move { rules::count_events(&app, &actor, item).await }
            },
        ))
    }
}

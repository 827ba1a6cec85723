use async_graphql::{Context, InputObject, Result};
use chrono::{DateTime, Utc};
use medianest_core::db::diary::HistoryFilter;
use medianest_core::db::{MediaItemId, UserId};
use medianest_core::diary::history as rules;
use medianest_core::diary::history::HistoryCursor;

use super::Play;
use super::play::PlayOrigin;
use crate::graphql::catalogue::expect_of_items;
use crate::graphql::{Connection, ContextExt, Id, PageArgs, connection};

/// Which part of a history is asked for.
#[derive(InputObject, Default)]
pub struct HistoryFilterInput {
    /// Only plays of this item and of what it holds: of a show, the plays of its episodes.
    item_id: Option<Id<MediaItemId>>,
    /// Only plays at this moment or later.
    from: Option<DateTime<Utc>>,
    /// Only plays before this moment.
    to: Option<DateTime<Utc>>,
    /// Only plays of things of these media types, by name: `movie`, `tv`.
    media_types: Option<Vec<String>>,
    /// Only plays that came into the history in one of these ways.
    origins: Option<Vec<PlayOrigin>>,
    /// Only plays of things with this in their title, or in that of the whole they are a part of; case and accents do not
    /// matter. 200 characters at the most.
    search: Option<String>,
}

/// A person's history as a connection; the caller's own without a person.
pub async fn history(
    ctx: &Context<'_>,
    user: Option<UserId>,
    filter: Option<HistoryFilterInput>,
    args: PageArgs,
) -> Result<Connection<HistoryCursor, Play>> {
    let input = filter.unwrap_or_default();
    let filter = HistoryFilter {
        user,
        item: input.item_id.map(|id| id.0),
        from: input.from,
        to: input.to,
        types: input.media_types.unwrap_or_default(),
        origins: input.origins.unwrap_or_default().into_iter().map(Into::into).collect(),
        search: input.search.map(|text| text.trim().to_owned()).filter(|text| !text.is_empty()),
        ..HistoryFilter::default()
    };
    let has_previous = args.after.is_some();
    let page = rules::page(ctx.app(), ctx.actor(), filter.clone(), args.request()?).await?;
    let ids: Vec<_> = page.items.iter().map(|play| play.media_item_id).collect();
    expect_of_items(ctx, &ctx.look_ahead().field("edges").field("node").field("item"), &ids);
    let (app, actor) = (ctx.app().clone(), ctx.actor().clone());
    Ok(connection(
        page,
        has_previous,
        |play| ((play.watched_at, play.id), Play(play)),
        move || {
            let (app, actor, filter) = (app.clone(), actor.clone(), filter.clone());
            async move { rules::count(&app, &actor, filter).await }
        },
    ))
}

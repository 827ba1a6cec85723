use std::collections::HashMap;

use async_graphql::{Context, Enum, InputObject, InputType, Object, Result, SimpleObject, Value};
use chrono::{DateTime, Utc};
use medianest_core::App;
use medianest_core::db::diary as rows;
use medianest_core::db::diary::RatingFilter;
use medianest_core::db::{self, MediaItemId, RatingId, UserId};
use medianest_core::diary::ratings as rules;
use medianest_core::diary::ratings::{RatingCursor, Verdict};
use medianest_core::policy::Actor;

use crate::graphql::catalogue::{MediaItem, MediaItemById};
use crate::graphql::identity::{User, UserById};
use crate::graphql::{Connection, ContextExt, Id, Load, PageArgs, connection};

/// A scale that ratings are given and shown on.
#[derive(Enum, Debug, Clone, Copy, PartialEq, Eq)]
#[graphql(remote = "db::RatingType")]
pub enum RatingScale {
    /// From 0 to 10, in tenths.
    Numeric,
    /// From half a star to five, in halves.
    Stars,
    /// Down (0) or up (1).
    Thumbs,
}

/// How a person rated an item.
#[derive(Clone)]
pub struct Rating(pub rows::Rating);

impl Rating {
    /// The value of a field that needs nothing but the rating.
    #[must_use]
    pub fn at_hand(&self, field: &str) -> Option<Value> {
        let rating = &self.0;
        Some(match field {
            "id" => Id(rating.id).to_value(),
            "rating" => i32::from(rating.rating).to_value(),
            "value" => rules::on_scale(rating.rating, rating.rating_type).to_value(),
            _ => return None,
        })
    }
}

/// How a person rated an item.
#[Object]
impl Rating {
    /// Its id.
    pub async fn id(&self) -> Id<RatingId> {
        Id(self.0.id)
    }

    /// Whose it is; null where the caller may see the rating but not the person's profile.
    async fn user(&self, ctx: &Context<'_>) -> Result<Option<User>> {
        Ok(ctx.load::<UserById>(self.0.user_id).await?)
    }

    /// What was rated.
    async fn item(&self, ctx: &Context<'_>) -> Result<Option<MediaItem>> {
        Ok(ctx.load::<MediaItemById>(self.0.media_item_id).await?)
    }

    /// How good, from 0 to 100.
    async fn rating(&self) -> i32 {
        i32::from(self.0.rating)
    }

    /// The scale it was given on.
    async fn scale(&self) -> RatingScale {
        self.0.rating_type.into()
    }

    /// How good, on that scale.
    async fn value(&self) -> f64 {
        rules::on_scale(self.0.rating, self.0.rating_type)
    }

    /// When it was given.
    async fn rated_at(&self) -> DateTime<Utc> {
        self.0.rated_at
    }
}

/// How a person rated an item, by both.
pub struct RatingByUserItem;

impl Load for RatingByUserItem {
    type Key = (UserId, MediaItemId);
    type Value = Rating;

    async fn load(app: &App, actor: &Actor, keys: &[Self::Key]) -> medianest_core::Result<HashMap<Self::Key, Rating>> {
        let ratings = rules::by_user_items(app, actor, keys).await?;
        Ok(ratings.into_iter().map(|rating| ((rating.user_id, rating.media_item_id), Rating(rating))).collect())
    }
}

/// How an item is to be rated: as `rating`, or as `value` on a `scale`.
#[derive(InputObject)]
pub struct RateItemInput {
    /// What.
    item_id: Id<MediaItemId>,
    /// How good, from 0 to 100.
    rating: Option<i32>,
    /// How good, on `scale`.
    value: Option<f64>,
    /// The scale of `value`, which its person sees the rating on from then on.
    scale: Option<RatingScale>,
}

/// The rating that was given.
#[derive(SimpleObject)]
pub struct RateItemPayload {
    /// The rating as it is now.
    rating: Rating,
}

/// What not to rate any longer.
#[derive(InputObject)]
pub struct RemoveRatingInput {
    /// The item.
    item_id: Id<MediaItemId>,
}

/// The rating that is gone.
#[derive(SimpleObject)]
pub struct RemoveRatingPayload {
    /// The rating as it was.
    rating: Rating,
}

/// What can be asked about ratings.
#[derive(Default)]
pub struct RatingQuery;

#[Object]
impl RatingQuery {
    /// Ratings, the latest first: one person's, or those of everybody whose ratings the caller may see.
    #[graphql(complexity = "5 + first.unwrap_or(20).max(1) as usize * child_complexity")]
    async fn ratings(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Only this person's.")] user_id: Option<Id<UserId>>,
        #[graphql(desc = "Only of this item.")] item_id: Option<Id<MediaItemId>>,
        #[graphql(desc = "Only of things of these media types, by name.")] types: Option<Vec<String>>,
        #[graphql(desc = "How many, 100 at the most.")] first: Option<i32>,
        #[graphql(desc = "The cursor after which the page starts.")] after: Option<String>,
    ) -> Result<Connection<RatingCursor, Rating>> {
        let filter = RatingFilter { item: item_id.map(|id| id.0), types: types.unwrap_or_default() };
        let owner = user_id.map(|id| id.0);
        let args = PageArgs { first, after };
        let has_previous = args.after.is_some();
        let page = rules::page(ctx.app(), ctx.actor(), owner, &filter, args.request()?).await?;
        let (app, actor) = (ctx.app().clone(), ctx.actor().clone());
        Ok(connection(
            page,
            has_previous,
            |rating| ((rating.rated_at, rating.id), Rating(rating)),
            move || {
                let (app, actor, filter) = (app.clone(), actor.clone(), filter.clone());
                async move { rules::count(&app, &actor, owner, &filter).await }
            },
        ))
    }
}

/// What can be done about one's ratings.
#[derive(Default)]
pub struct RatingMutation;

#[Object]
impl RatingMutation {
    /// Rates an item for the caller.
    async fn rate_item(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What, and how good.")] input: RateItemInput,
    ) -> Result<RateItemPayload> {
        let verdict = match (input.rating, input.value, input.scale) {
            (Some(rating), None, None) => Verdict::Hundred(rating),
            (None, Some(value), Some(scale)) => Verdict::Scaled(scale.into(), value),
            _ => Verdict::Unclear,
        };
        Ok(RateItemPayload { rating: Rating(rules::rate(ctx.app(), ctx.actor(), input.item_id.0, verdict).await?) })
    }

    /// Withdraws the caller's rating of an item.
    async fn remove_rating(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Of what.")] input: RemoveRatingInput,
    ) -> Result<RemoveRatingPayload> {
        Ok(RemoveRatingPayload { rating: Rating(rules::remove(ctx.app(), ctx.actor(), input.item_id.0).await?) })
    }
}

use async_graphql::{Context, Object, Result};
use medianest_core::db::UserId;
use medianest_core::social::tastes::{self as rules, BothRated};

use crate::graphql::catalogue::{MediaItem, MediaItemById};
use crate::graphql::{ContextExt, Id};

/// How near the tastes of the caller and another are.
pub struct TasteComparison(rules::Comparison);

/// How near the tastes of the caller and another are.
#[Object]
impl TasteComparison {
    /// How many works both know: played or rated, the whole for its parts.
    async fn known_by_both(&self) -> i64 {
        self.0.known_by_both
    }

    /// How many things both rated.
    async fn rated_by_both(&self) -> i64 {
        i64::try_from(self.0.rated_by_both).unwrap_or(i64::MAX)
    }

    /// How near their ratings of these are, from 0 to 100; null where they are too few to say.
    async fn agreement(&self) -> Option<f64> {
        self.0.agreement
    }

    /// What both love, the best first: 12 at the most.
    #[graphql(complexity = "12 * child_complexity")]
    async fn loved_by_both(&self) -> Vec<ComparedRating> {
        compared(&self.0.loved_by_both)
    }

    /// Where they differ most, the furthest apart first: 12 at the most.
    #[graphql(complexity = "12 * child_complexity")]
    async fn differences(&self) -> Vec<ComparedRating> {
        compared(&self.0.differences)
    }

    /// What the other loves and the caller does not know, the best first: 12 at the most.
    #[graphql(complexity = "12 * child_complexity")]
    async fn to_discover(&self) -> Vec<ComparedRating> {
        compared(&self.0.to_discover)
    }
}

fn compared(rated: &[BothRated]) -> Vec<ComparedRating> {
    rated.iter().copied().map(ComparedRating).collect()
}

/// How two people rated an item.
pub struct ComparedRating(BothRated);

/// How two people rated an item.
#[Object]
impl ComparedRating {
    /// What.
    async fn item(&self, ctx: &Context<'_>) -> Result<Option<MediaItem>> {
        Ok(ctx.load::<MediaItemById>(self.0.media_item_id).await?)
    }

    /// How good the caller finds it, from 0 to 100; null where they have not said.
    async fn mine(&self) -> Option<i32> {
        self.0.one.map(i32::from)
    }

    /// How good the other finds it, from 0 to 100.
    async fn theirs(&self) -> i32 {
        i32::from(self.0.other)
    }
}

/// What can be asked about tastes.
#[derive(Default)]
pub struct TasteQuery;

#[Object]
impl TasteQuery {
    /// Compares the caller's taste with another's; null unless each lets the other see what they played and how they rated.
    async fn taste_comparison(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "With whose.")] user_id: Id<UserId>,
    ) -> Result<Option<TasteComparison>> {
        Ok(rules::compare(ctx.app(), ctx.actor(), user_id.0).await?.map(TasteComparison))
    }
}

use async_graphql::{Context, Object, Result};
use chrono::{DateTime, Utc};
use medianest_core::db::diary as rows;
use medianest_core::db::{MediaItemId, RatingId};
use medianest_core::diary::ratings as rules;

use super::rating::RatingScale;
use crate::graphql::{ContextExt, Id};

/// A rating that was replaced or withdrawn.
pub struct FormerRating(pub rows::FormerRating);

/// A rating that was replaced or withdrawn.
#[Object]
impl FormerRating {
    /// Its id.
    async fn id(&self) -> Id<RatingId> {
        Id(self.0.id)
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

    /// Until when it stood.
    async fn replaced_at(&self) -> DateTime<Utc> {
        self.0.replaced_at
    }
}

/// What can be asked about former ratings.
#[derive(Default)]
pub struct FormerRatingQuery;

#[Object]
impl FormerRatingQuery {
    /// What the caller gave an item before, the latest first; a hundred at the most.
    #[graphql(complexity = "10 * child_complexity")]
    async fn rating_history(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The item.")] item_id: Id<MediaItemId>,
    ) -> Result<Vec<FormerRating>> {
        Ok(rules::history(ctx.app(), ctx.actor(), item_id.0).await?.into_iter().map(FormerRating).collect())
    }
}

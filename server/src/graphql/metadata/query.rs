use async_graphql::{Context, Object, Result};
use medianest_core::db::{self, MediaTypeId};
use medianest_core::metadata::{priorities, search, sources, statistics};

use super::MetadataProvider;
use super::order::MetadataOrders;
use super::provider::MetadataProviderInfo;
use super::search::MetadataSearch;
use super::statistic::MetadataStatistic;
use crate::graphql::{ContextExt, Id};

/// What can be asked about what others know.
#[derive(Default)]
pub struct MetadataQuery;

#[Object]
impl MetadataQuery {
    /// Everybody who can be asked what things are, and whether this installation asks them.
    #[graphql(complexity = "7 * child_complexity")]
    #[expect(clippy::unused_async, reason = "a resolver is async")]
    async fn metadata_providers(&self, ctx: &Context<'_>) -> Result<Vec<MetadataProviderInfo>> {
        Ok(sources::providers(ctx.app(), ctx.actor())?.into_iter().map(MetadataProviderInfo).collect())
    }

    /// Asks the providers that are on what there is. Not for guests.
    #[graphql(complexity = "100 + 20 * child_complexity")]
    async fn metadata_search(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What it is called: 1 to 200 characters.")] query: String,
        #[graphql(desc = "What kind of thing it is.")] media_type_id: Id<MediaTypeId>,
        #[graphql(desc = "The year it came out, of four digits.")] year: Option<i32>,
        #[graphql(desc = "Only these providers are asked.")] providers: Option<Vec<MetadataProvider>>,
    ) -> Result<MetadataSearch> {
        let only: Option<Vec<db::MetadataProvider>> = providers.map(|names| names.into_iter().map(Into::into).collect());
        let year = year.map(|year| i16::try_from(year).unwrap_or(0));
        let found = search::search(ctx.app(), ctx.actor(), media_type_id.0, &query, year, only.as_deref()).await?;
        Ok(found.into())
    }

    /// Whose word counts for the items of a media type. For administrators.
    async fn metadata_orders(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The media type's id.")] media_type_id: Id<MediaTypeId>,
    ) -> Result<MetadataOrders> {
        Ok(priorities::of_type(ctx.app(), ctx.actor(), media_type_id.0).await?.into())
    }

    /// How providers have answered, by provider and media type. For administrators.
    #[graphql(complexity = "10 * child_complexity")]
    async fn metadata_statistics(&self, ctx: &Context<'_>) -> Result<Vec<MetadataStatistic>> {
        let rows = statistics::all(ctx.app(), ctx.actor()).await?;
        Ok(rows.into_iter().filter_map(MetadataStatistic::new).collect())
    }
}

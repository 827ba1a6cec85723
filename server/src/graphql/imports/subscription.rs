use async_graphql::{Context, Result, Subscription};
use futures_util::{Stream, StreamExt};
use medianest_core::db::ImportJobId;
use medianest_core::imports;

use super::Import;
use crate::graphql::{ContextExt, Id};

/// What can be watched of imports.
#[derive(Default)]
pub struct ImportsSubscription;

#[Subscription]
impl ImportsSubscription {
    /// How an import gets on: how it stands, then each change, until it is over. For its person and administrators.
    async fn import_progress<'a>(
        &self,
        ctx: &Context<'a>,
        #[graphql(desc = "Which.")] import_id: Id<ImportJobId>,
    ) -> Result<impl Stream<Item = Import> + use<'a>> {
        Ok(Box::pin(imports::watch(ctx.app(), ctx.actor(), import_id.0)).await?.map(Import))
    }
}

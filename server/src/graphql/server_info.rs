use async_graphql::{Context, Object, Result, SimpleObject};
use medianest_core::identity::setup;

use super::ContextExt;

/// What anybody may know of this server.
#[derive(SimpleObject)]
pub struct ServerInfo {
    /// The version of MediaNest that runs here.
    version: &'static str,
    /// Whether nobody administers this server yet: whoever started it has the link to do so.
    needs_setup: bool,
}

#[derive(Default)]
pub struct ServerInfoQuery;

#[Object]
impl ServerInfoQuery {
    /// What anybody may know of this server.
    async fn server_info(&self, ctx: &Context<'_>) -> Result<ServerInfo> {
        let needs_setup = setup::is_needed(ctx.app(), ctx.actor()).await?;
        Ok(ServerInfo { version: env!("CARGO_PKG_VERSION"), needs_setup })
    }
}

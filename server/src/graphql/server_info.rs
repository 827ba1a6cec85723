use async_graphql::{Context, Object, Result, SimpleObject};
use medianest_core::admin::settings;
use medianest_core::identity::{self, setup};

use super::ContextExt;
use super::identity::Locale;

/// What anybody may know of this server.
#[derive(SimpleObject)]
pub struct ServerInfo {
    /// What this installation calls itself.
    name: String,
    /// The version of MediaNest that runs here.
    version: &'static str,
    /// Whether nobody administers this server yet: whoever started it has the link to do so.
    needs_setup: bool,
    /// The languages that MediaNest speaks.
    locales: Vec<Locale>,
    /// The one for those who did not choose.
    default_locale: Locale,
}

#[derive(Default)]
pub struct ServerInfoQuery;

#[Object]
impl ServerInfoQuery {
    /// What anybody may know of this server.
    async fn server_info(&self, ctx: &Context<'_>) -> Result<ServerInfo> {
        let needs_setup = setup::is_needed(ctx.app(), ctx.actor()).await?;
        let (name, default_locale) = settings::public(ctx.app(), ctx.actor()).await?;
        let locales = identity::Locale::ALL.iter().copied().map(Into::into).collect();
        let version = env!("CARGO_PKG_VERSION");
        Ok(ServerInfo { name, version, needs_setup, locales, default_locale: default_locale.into() })
    }
}

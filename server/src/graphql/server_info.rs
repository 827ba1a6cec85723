use async_graphql::{Object, Result, SimpleObject, Subscription};
use futures_util::{Stream, stream};

/// What anybody may know of this server.
#[derive(SimpleObject)]
pub struct ServerInfo {
    /// The version of MediaNest that runs here.
    version: &'static str,
}

#[derive(Default)]
pub struct ServerInfoQuery;

#[Object]
impl ServerInfoQuery {
    /// What anybody may know of this server.
    async fn server_info(&self) -> ServerInfo {
        ServerInfo { version: env!("CARGO_PKG_VERSION") }
    }
}

#[derive(Default)]
pub struct ServerInfoMutation;

#[Object]
impl ServerInfoMutation {
    /// Placeholder until identity lands.
    async fn noop(&self) -> bool {
        true
    }
}

#[derive(Default)]
pub struct ServerInfoSubscription;

#[Subscription]
impl ServerInfoSubscription {
    /// Placeholder until live lands.
    async fn nothing(&self) -> Result<impl Stream<Item = i32>> {
        Ok(stream::empty())
    }
}

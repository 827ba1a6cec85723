use std::sync::Arc;

use async_graphql::extensions::{Extension, ExtensionContext, ExtensionFactory, NextResolve, NextSubscribe, ResolveInfo};
use async_graphql::{Response, ServerError, ServerResult, Value};
use futures_util::StreamExt;
use futures_util::stream::{self, BoxStream};
use medianest_core::policy::{Actor, Who};

/// Root fields that anybody may ask; every other needs somebody signed in. Adding a name here opens a door.
pub const PUBLIC: &[&str] = &["serverInfo", "completeSetup", "signIn", "refreshSession", "__schema", "__type", "__typename"];

/// Refuses anonymous callers at the root, so that a resolver that forgets to look is still closed.
pub struct DefaultDeny;

impl ExtensionFactory for DefaultDeny {
    fn create(&self) -> Arc<dyn Extension> {
        Arc::new(Self)
    }
}

fn is_anonymous(ctx: &ExtensionContext<'_>) -> bool {
    ctx.data_opt::<Actor>().is_none_or(|actor| matches!(actor.who, Who::Anonymous))
}

fn refusal() -> ServerError {
    async_graphql::Error::from(medianest_core::Error::Unauthenticated).into_server_error(async_graphql::Pos::default())
}

#[async_graphql::async_trait::async_trait]
impl Extension for DefaultDeny {
    async fn resolve(
        &self,
        ctx: &ExtensionContext<'_>,
        info: ResolveInfo<'_>,
        next: NextResolve<'_>,
    ) -> ServerResult<Option<Value>> {
        let is_root = matches!(info.parent_type, "Query" | "Mutation");
        if is_root && !PUBLIC.contains(&info.name) && is_anonymous(ctx) {
            let mut error = refusal();
            error.path = info.path_node.to_owned_segments_path();
            return Err(error);
        }
        next.run(ctx, info).await
    }

    /// The resolve hook does not run for subscription roots, so a whole anonymous operation stream is refused.
    fn subscribe<'s>(
        &self,
        ctx: &ExtensionContext<'_>,
        stream: BoxStream<'s, Response>,
        next: NextSubscribe<'_>,
    ) -> BoxStream<'s, Response> {
        if is_anonymous(ctx) {
            return stream::once(async { Response::from_errors(vec![refusal()]) }).boxed();
        }
        next.run(ctx, stream)
    }
}

/// The path of a field as errors carry it.
trait PathSegments {
    fn to_owned_segments_path(&self) -> Vec<async_graphql::PathSegment>;
}

impl PathSegments for async_graphql::QueryPathNode<'_> {
    fn to_owned_segments_path(&self) -> Vec<async_graphql::PathSegment> {
        self.to_string_vec().into_iter().map(async_graphql::PathSegment::Field).collect()
    }
}

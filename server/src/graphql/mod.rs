//! The GraphQL API. A resolver converts its input and makes one call into `medianest-core`.

pub mod admin;
pub mod catalogue;
mod context;
mod cost;
mod default_deny;
pub mod diary;
mod errors;
pub mod identity;
mod ids;
pub mod imports;
mod limits;
mod loaders;
mod measure;
mod node;
pub mod notifications;
mod pagination;
mod percent;
mod server_info;
pub mod social;
mod trusted;

use std::sync::Arc;

use async_graphql::extensions::apollo_persisted_queries::{ApolloPersistedQueries, LruCacheStorage};
use async_graphql::{Data, MergedObject, MergedSubscription, Request, Response, Schema, SchemaBuilder};
use futures_util::{Stream, StreamExt};
use medianest_core::App;
use medianest_core::policy::Actor;

pub use context::ContextExt;
pub use cost::{Balance, CostBudgets};
pub use errors::{ErrorCode, Refusal, translate_errors};
pub use ids::Id;
pub use limits::{Limits, QueriesOnly};
pub use loaders::{Load, Loaders};
pub use pagination::{Connection, Cursor, PageArgs, connection};
pub use percent::percent;
pub use trusted::TrustedDocuments;

/// The schema that the server executes.
pub type ApiSchema = Schema<Query, Mutation, Subscription>;

/// Everything that can be asked.
#[derive(MergedObject, Default)]
pub struct Query(
    server_info::ServerInfoQuery,
    node::NodeQuery,
    identity::IdentityQuery,
    identity::AccessQuery,
    identity::DashboardQuery,
    identity::DeviceQuery,
    catalogue::CatalogueQuery,
    diary::PlaybackQuery,
    diary::KeepingQuery,
    notifications::NotificationQuery,
    admin::AdminQuery,
    admin::SettingsQuery,
    imports::ImportsQuery,
    social::FriendshipQuery,
    social::GroupQuery,
);

/// Everything that can be done.
#[derive(MergedObject, Default)]
pub struct Mutation(
    identity::IdentityMutation,
    catalogue::CatalogueMutation,
    diary::PlaybackMutation,
    diary::KeepingMutation,
    notifications::NotificationMutation,
    admin::AdminMutation,
    admin::SettingsMutation,
    imports::ImportsMutation,
    social::FriendshipMutation,
    social::GroupMutation,
);

/// Everything that can be watched.
#[derive(MergedSubscription, Default)]
pub struct Subscription(diary::DiarySubscription, notifications::NotificationSubscription, imports::ImportsSubscription);

/// The schema's types and extensions, without data: enough to print it.
#[must_use]
pub fn builder(limits: &Limits) -> SchemaBuilder<Query, Mutation, Subscription> {
    Schema::build(Query::default(), Mutation::default(), Subscription::default())
        .register_output_type::<ErrorCode>()
        .limit_depth(limits.depth)
        .limit_complexity(limits.complexity)
        .limit_recursive_depth(limits.recursive_depth)
        .limit_directives(limits.directives)
        .extension(default_deny::DefaultDeny)
        // The document rules come after the persisted queries, so that they see those too.
        .extension(ApolloPersistedQueries::new(LruCacheStorage::new(1024)))
        .extension(limits::DocumentRules { aliases: limits.aliases })
        .extension(cost::CostLimit)
}

/// The schema over a running app.
#[must_use]
pub fn schema(app: App, limits: &Limits, budgets: CostBudgets) -> ApiSchema {
    builder(limits).data(app).data(budgets).finish()
}

/// Runs one query or mutation for somebody.
pub async fn execute(schema: &ApiSchema, app: &App, actor: &Actor, request: Request) -> Response {
    let timed = measure::Timed::start();
    let loaders = Loaders::for_request(app.clone(), actor.clone());
    let request = request.data(actor.clone()).data(loaders).data(timed.kind());
    let response = translate_errors(app, actor, schema.execute(request).await);
    timed.end(&response);
    response
}

/// Runs any operation for somebody, each answer as it comes: for sockets.
pub fn execute_stream(
    schema: &ApiSchema,
    app: &App,
    actor: &Actor,
    request: Request,
) -> impl Stream<Item = Response> + Send + use<> {
    let mut open = measure::Open::start();
    let loaders = Loaders::for_subscription(app.clone(), actor.clone());
    let request = request.data(actor.clone()).data(loaders).data(open.kind());
    // Extensions see a subscription's session, not its request.
    let mut session = Data::default();
    session.insert(actor.clone());
    let (app, actor) = (app.clone(), actor.clone());
    schema.execute_stream_with_session_data(request, Arc::new(session)).map(move |response| {
        let response = translate_errors(&app, &actor, response);
        open.tell(&response);
        response
    })
}

/// The published SDL, as `schema.graphql` has it.
#[must_use]
pub fn sdl() -> String {
    let options = async_graphql::SDLExportOptions::new().sorted_fields().sorted_arguments().sorted_enum_items();
    builder(&Limits::default()).finish().sdl_with_options(options)
}

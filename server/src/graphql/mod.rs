//! The GraphQL API. A resolver converts its input and makes one call into `medianest-core`.

pub mod admin;
pub mod catalogue;
mod context;
mod cost;
mod default_deny;
pub mod diary;
mod errors;
mod executor;
pub mod identity;
mod ids;
pub mod imports;
mod limits;
pub mod lists;
mod loaders;
mod measure;
pub mod metadata;
mod node;
pub mod notifications;
mod pagination;
mod percent;
mod pictures;
mod quick;
mod server_info;
pub mod social;
mod trusted;
mod turns;

use async_graphql::{MergedObject, MergedSubscription, Request, Response, Schema, SchemaBuilder, ServerError};
use futures_util::{Stream, StreamExt, stream};
use medianest_core::App;
use medianest_core::policy::Actor;

pub use context::ContextExt;
pub use cost::{Balance, CostBudgets};
pub use errors::{ErrorCode, Refusal, translate_errors};
pub use executor::{ApiSchema, Operation};
pub use ids::Id;
pub use limits::{Limits, QueriesOnly};
pub use loaders::{Load, Loaders};
pub use pagination::{Connection, Cursor, PageArgs, connection};
pub use percent::percent;
pub use pictures::picture_address;
pub use quick::Quick;
pub use trusted::TrustedDocuments;

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
    metadata::MetadataQuery,
    diary::PlaybackQuery,
    diary::KeepingQuery,
    diary::WebhookQuery,
    diary::PlayerConnectionQuery,
    notifications::NotificationQuery,
    admin::AdminQuery,
    admin::SettingsQuery,
    imports::ImportsQuery,
    lists::ListQuery,
    social::SocialQuery,
);

/// Everything that can be done.
#[derive(MergedObject, Default)]
pub struct Mutation(
    identity::IdentityMutation,
    catalogue::CatalogueMutation,
    metadata::MetadataMutation,
    diary::PlaybackMutation,
    diary::KeepingMutation,
    diary::WebhookMutation,
    diary::PlayerConnectionMutation,
    notifications::NotificationMutation,
    admin::AdminMutation,
    admin::SettingsMutation,
    imports::ImportsMutation,
    lists::ListMutation,
    lists::ListSharingMutation,
    social::SocialMutation,
);

/// Everything that can be watched.
#[derive(MergedSubscription, Default)]
pub struct Subscription(
    diary::DiarySubscription,
    notifications::NotificationSubscription,
    imports::ImportsSubscription,
    social::ActivitySubscription,
);

/// The schema's types and limits, without data: enough to print it.
#[must_use]
pub fn builder(limits: &Limits) -> SchemaBuilder<Query, Mutation, Subscription> {
    Schema::build(Query::default(), Mutation::default(), Subscription::default())
        .register_output_type::<ErrorCode>()
        .limit_depth(limits.depth)
        .limit_complexity(limits.complexity)
        .limit_recursive_depth(limits.recursive_depth)
        .limit_directives(limits.directives)
}

/// Runs one query or mutation for somebody.
pub async fn execute(schema: &ApiSchema, app: &App, actor: &Actor, request: Request) -> Response {
    execute_read(schema, app, actor, schema.read(request).await).await
}

/// Runs one query or mutation that was read, or answers why it could not be.
pub async fn execute_read(schema: &ApiSchema, app: &App, actor: &Actor, read: Result<Operation, ServerError>) -> Response {
    let timed = measure::Timed::start();
    let (kind, response) = match read {
        Ok(operation) => (operation.kind(), schema.execute(app, actor, operation).await),
        Err(error) => (None, Response::from_errors(vec![error])),
    };
    let response = translate_errors(app, actor, response);
    timed.end(kind, &response);
    response
}

/// Runs a subscription for somebody, each answer as it comes.
pub fn execute_stream(
    schema: &ApiSchema,
    app: &App,
    actor: &Actor,
    operation: Operation,
) -> impl Stream<Item = Response> + Send + use<> {
    let mut open = measure::Open::start(operation.kind());
    let (schema, app, actor) = (schema.clone(), app.clone(), actor.clone());
    let begun = {
        let (app, actor) = (app.clone(), actor.clone());
        async move {
            match schema.subscribe(&app, &actor, operation).await {
                Ok(responses) => responses,
                Err(refused) => stream::once(async { refused }).boxed(),
            }
        }
    };
    stream::once(begun).flatten().map(move |response| {
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

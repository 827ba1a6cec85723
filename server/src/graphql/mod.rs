//! The GraphQL API. A resolver converts its input and makes one call into `medianest-core`.

mod context;
mod default_deny;
mod errors;
mod ids;
mod limits;
mod loaders;
mod pagination;
mod server_info;

use async_graphql::extensions::apollo_persisted_queries::{ApolloPersistedQueries, LruCacheStorage};
use async_graphql::{MergedObject, MergedSubscription, Schema, SchemaBuilder};
use medianest_core::App;

pub use context::ContextExt;
pub use errors::ErrorCode;
pub use ids::Id;
pub use limits::Limits;
pub use loaders::{Load, Loaders};
pub use pagination::{Connection, Cursor, PageArgs, connection};

/// The schema that the server executes.
pub type ApiSchema = Schema<Query, Mutation, Subscription>;

/// Everything that can be asked.
#[derive(MergedObject, Default)]
pub struct Query(server_info::ServerInfoQuery);

/// Everything that can be done.
#[derive(MergedObject, Default)]
pub struct Mutation(server_info::ServerInfoMutation);

/// Everything that can be watched.
#[derive(MergedSubscription, Default)]
pub struct Subscription(server_info::ServerInfoSubscription);

/// The schema's types and extensions, without data: enough to print it.
#[must_use]
pub fn builder(limits: &Limits) -> SchemaBuilder<Query, Mutation, Subscription> {
    Schema::build(Query::default(), Mutation::default(), Subscription::default())
        .register_output_type::<ErrorCode>()
        .limit_depth(limits.depth)
        .limit_complexity(limits.complexity)
        .limit_recursive_depth(limits.recursive_depth)
        .limit_directives(limits.directives)
        // The outermost extension is the first: every error of the others passes through it.
        .extension(errors::ErrorCodes)
        .extension(default_deny::DefaultDeny)
        .extension(limits::AliasLimit(limits.aliases))
        .extension(ApolloPersistedQueries::new(LruCacheStorage::new(1024)))
}

/// The schema over a running app.
#[must_use]
pub fn schema(app: App, limits: &Limits) -> ApiSchema {
    builder(limits).data(app).finish()
}

/// The published SDL, as `schema.graphql` has it.
#[must_use]
pub fn sdl() -> String {
    let options = async_graphql::SDLExportOptions::new().sorted_fields().sorted_arguments().sorted_enum_items();
    builder(&Limits::default()).finish().sdl_with_options(options)
}

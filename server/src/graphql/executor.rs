//! How an operation comes to run: its document is read, the whole of it is judged, and only then is a field resolved.

use std::any::TypeId;
use std::sync::Arc;

use async_graphql::extensions::apollo_persisted_queries::{CacheStorage, LruCacheStorage};
use async_graphql::extensions::{Extension, ExtensionContext, ExtensionFactory, NextExecute, NextValidation};
use async_graphql::parser::types::{ExecutableDocument, OperationDefinition, OperationType};
use async_graphql::{Name, Pos, Request, Response, Schema, ServerError, ValidationMode, ValidationResult};
use futures_util::StreamExt;
use futures_util::stream::BoxStream;
use medianest_core::policy::{Actor, Who};
use medianest_core::{App, Error};

use super::cost::CostBudgets;
use super::errors::{ErrorCode, Refusal};
use super::limits::{Limits, QueriesOnly, check_document};
use super::loaders::Loaders;
use super::{Mutation, Query, Subscription, builder, default_deny, trusted};

/// How many documents are kept as they were parsed, the last used ones.
const KEPT_DOCUMENTS: usize = 1024;

type Types = Schema<Query, Mutation, Subscription>;

/// The schema that the server executes: two schemas of the same types. The executor calls each extension for every single
/// field, which costs more than most fields do. So the one with extensions judges operations and resolves nothing, and the
/// one that resolves what was let through has none.
#[derive(Clone)]
pub struct ApiSchema {
    judge: Types,
    resolver: Types,
    documents: LruCacheStorage,
    limits: Limits,
}

/// An operation that was read.
pub struct Operation {
    request: Request,
    document: ExecutableDocument,
    kind: Option<OperationType>,
    /// By what its document is remembered, unless it is already.
    new_hash: Option<String>,
}

impl Operation {
    /// Whether it asks for a stream.
    #[must_use]
    pub fn is_subscription(&self) -> bool {
        self.kind == Some(OperationType::Subscription)
    }

    /// What it is; `None` where the request does not say which of its document's operations it means.
    pub(super) fn kind(&self) -> Option<OperationType> {
        self.kind
    }
}

impl ApiSchema {
    /// The schema over a running app.
    #[must_use]
    pub fn new(app: App, limits: &Limits, budgets: CostBudgets) -> Self {
        let judge = builder(limits).extension(Judge).data(app.clone()).data(budgets).finish();
        let resolver = builder(limits).validation_mode(ValidationMode::Fast).data(app).finish();
        Self { judge, resolver, documents: LruCacheStorage::new(KEPT_DOCUMENTS), limits: limits.clone() }
    }

    /// Reads the document of a request, or finds the one whose hash was sent instead.
    ///
    /// # Errors
    /// A refusal of what is no document, repeats too much, or came by the wrong method.
    pub async fn read(&self, mut request: Request) -> Result<Operation, ServerError> {
        let hash = match trusted::sent_hash(&mut request)? {
            Some(hash) if request.query.is_empty() => hash,
            sent => {
                let hash = trusted::sha256(&request.query);
                if sent.is_some_and(|sent| sent != hash) {
                    let message = "the document has another hash than the one sent with it".to_owned();
                    return Err(Refusal { code: ErrorCode::BadRequest, message }.into_server_error());
                }
                hash
            }
        };
        let (document, new_hash) = match self.documents.get(hash.clone()).await {
            Some(document) => (document, None),
            None if request.query.is_empty() => {
                let message = "PersistedQueryNotFound".to_owned();
                return Err(Refusal { code: ErrorCode::PersistedQueryNotFound, message }.into_server_error());
            }
            None => (async_graphql::parser::parse_query(&request.query)?, Some(hash)),
        };
        check_document(&document, &self.limits)?;
        let kind = asked(&document, request.operation_name.as_deref()).map(|operation| operation.ty);
        if request.data.contains_key(&TypeId::of::<QueriesOnly>()) && kind.is_some_and(|kind| kind != OperationType::Query) {
            return Err(Refusal { code: ErrorCode::BadRequest, message: QueriesOnly::REFUSAL.to_owned() }.into_server_error());
        }
        Ok(Operation { request, document, kind, new_hash })
    }

    /// Runs a query or mutation.
    pub(super) async fn execute(&self, app: &App, actor: &Actor, operation: Operation) -> Response {
        let loaders = Loaders::for_request(app.clone(), actor.clone());
        match self.judge(actor, operation).await {
            Ok(request) => {
                let turns = loaders.turns();
                turns.run(self.resolver.execute(request.data(actor.clone()).data(loaders))).await
            }
            Err(refused) => refused,
        }
    }

    /// Starts a subscription.
    pub(super) async fn subscribe(
        &self,
        app: &App,
        actor: &Actor,
        operation: Operation,
    ) -> Result<BoxStream<'static, Response>, Response> {
        let loaders = Loaders::for_subscription(app.clone(), actor.clone());
        let request = self.judge(actor, operation).await?;
        let turns = loaders.turns();
        Ok(turns.stream(self.resolver.execute_stream(request.data(actor.clone()).data(loaders))).boxed())
    }

    /// Validates an operation, charges its caller for it, and asks whether they may ask it at all.
    async fn judge(&self, actor: &Actor, operation: Operation) -> Result<Request, Response> {
        let Operation { mut request, document, new_hash, .. } = operation;
        let mut judged = Request::new(String::new()).variables(request.variables.clone()).data(actor.clone());
        judged.operation_name.clone_from(&request.operation_name);
        judged.introspection_mode = request.introspection_mode;
        judged.set_parsed_query(document.clone());
        let verdict = self.judge.execute(judged).await;
        if !verdict.errors.is_empty() {
            return Err(verdict);
        }
        if let (Who::Anonymous, Some(wanted)) = (&actor.who, asked(&document, request.operation_name.as_deref())) {
            default_deny::check_anonymous(&document, wanted).map_err(|error| Response::from_errors(vec![error]))?;
        }
        if let Some(hash) = new_hash {
            self.documents.set(hash, document.clone()).await;
        }
        request.set_parsed_query(document);
        Ok(request)
    }
}

/// The operation of a document that a request means; `None` if it does not say, or there is no such.
fn asked<'a>(document: &'a ExecutableDocument, wanted: Option<&str>) -> Option<&'a OperationDefinition> {
    let mut operations = document.operations.iter().filter(|(name, _)| wanted.is_none() || name.map(Name::as_str) == wanted);
    match (operations.next(), operations.next()) {
        (Some((_, operation)), None) => Some(&operation.node),
        _ => None,
    }
}

/// Charges each operation its points once it is known to be valid, and ends before anything is resolved.
struct Judge;

impl ExtensionFactory for Judge {
    fn create(&self) -> Arc<dyn Extension> {
        Arc::new(Self)
    }
}

#[async_graphql::async_trait::async_trait]
impl Extension for Judge {
    async fn validation(
        &self,
        ctx: &ExtensionContext<'_>,
        next: NextValidation<'_>,
    ) -> Result<ValidationResult, Vec<ServerError>> {
        let rated = next.run(ctx).await?;
        let budgets = ctx.data_unchecked::<CostBudgets>();
        budgets
            .charge(ctx.data_unchecked::<Actor>(), rated.complexity, ctx.data_unchecked::<App>().now())
            .map_err(|wait| vec![async_graphql::Error::from(Error::RateLimited(wait)).into_server_error(Pos::default())])?;
        Ok(rated)
    }

    async fn execute(&self, _: &ExtensionContext<'_>, _: Option<&str>, _: NextExecute<'_>) -> Response {
        Response::default()
    }
}

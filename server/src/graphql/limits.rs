use std::any::TypeId;
use std::sync::Arc;

use async_graphql::extensions::{Extension, ExtensionContext, ExtensionFactory, NextPrepareRequest};
use async_graphql::parser::types::{OperationType, Selection, SelectionSet};
use async_graphql::{Request, ServerResult};

use super::errors::{ErrorCode, Refusal};
use super::measure::OperationKind;

/// How much one operation may ask for.
#[derive(Debug, Clone)]
pub struct Limits {
    /// Nested selections.
    pub depth: usize,
    /// Fields, each list counted by its length.
    pub complexity: usize,
    /// Nesting in the document itself, before it is validated.
    pub recursive_depth: usize,
    /// Directives on one field.
    pub directives: usize,
    /// Aliased fields in one document.
    pub aliases: usize,
    /// Complexity in a minute, over all operations of a caller.
    pub cost_per_minute: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self { depth: 16, complexity: 20_000, recursive_depth: 32, directives: 8, aliases: 60, cost_per_minute: 1_000_000 }
    }
}

/// Put into a request's data by whoever must not run a mutation: GET.
pub struct QueriesOnly;

impl QueriesOnly {
    /// What a mutation is told.
    pub const REFUSAL: &str = "only queries can be sent by GET; use POST";
}

/// Looks at the whole document before it is validated: also at persisted ones, which no parse hook sees.
pub struct DocumentRules {
    /// More aliased fields than this are refused: they are the cheapest way to ask one thing a thousand times.
    pub aliases: usize,
}

impl ExtensionFactory for DocumentRules {
    fn create(&self) -> Arc<dyn Extension> {
        Arc::new(Self { aliases: self.aliases })
    }
}

#[async_graphql::async_trait::async_trait]
impl Extension for DocumentRules {
    async fn prepare_request(
        &self,
        ctx: &ExtensionContext<'_>,
        mut request: Request,
        next: NextPrepareRequest<'_>,
    ) -> ServerResult<Request> {
        let queries_only = request.data.contains_key(&TypeId::of::<QueriesOnly>());
        let wanted = request.operation_name.clone();
        let kind =
            request.data.get(&TypeId::of::<OperationKind>()).and_then(|kind| kind.downcast_ref::<OperationKind>()).cloned();
        let document = request.parsed_query()?;
        if let Some(kind) = kind {
            kind.note(&document.operations, wanted.as_deref());
        }
        let mut operations = document
            .operations
            .iter()
            .filter(|(name, _)| wanted.is_none() || name.map(async_graphql::Name::as_str) == wanted.as_deref());
        if queries_only && operations.any(|(_, operation)| operation.node.ty != OperationType::Query) {
            return Err(Refusal { code: ErrorCode::BadRequest, message: QueriesOnly::REFUSAL.to_owned() }.into_server_error());
        }
        let fragments = document.fragments.values().map(|fragment| &fragment.node.selection_set.node);
        let selections = document.operations.iter().map(|(_, operation)| &operation.node.selection_set.node);
        let found: usize = selections.chain(fragments).map(aliases).sum();
        if found > self.aliases {
            let message = format!("the document has {found} aliases; at most {} are allowed", self.aliases);
            return Err(Refusal { code: ErrorCode::LimitExceeded, message }.into_server_error());
        }
        next.run(ctx, request).await
    }
}

fn aliases(selections: &SelectionSet) -> usize {
    selections
        .items
        .iter()
        .map(|selection| match &selection.node {
            Selection::Field(field) => usize::from(field.node.alias.is_some()) + aliases(&field.node.selection_set.node),
            Selection::InlineFragment(fragment) => aliases(&fragment.node.selection_set.node),
            Selection::FragmentSpread(_) => 0,
        })
        .sum()
}

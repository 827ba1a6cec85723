use std::sync::Arc;

use async_graphql::extensions::{Extension, ExtensionContext, ExtensionFactory, NextParseQuery};
use async_graphql::parser::types::{ExecutableDocument, Selection, SelectionSet};
use async_graphql::{ServerResult, Variables};

use super::errors::{ErrorCode, Refusal};

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
}

impl Default for Limits {
    fn default() -> Self {
        Self { depth: 16, complexity: 20_000, recursive_depth: 32, directives: 8, aliases: 60 }
    }
}

/// Refuses documents with more aliases than allowed: the cheapest way to ask one thing a thousand times.
pub struct AliasLimit(pub usize);

impl ExtensionFactory for AliasLimit {
    fn create(&self) -> Arc<dyn Extension> {
        Arc::new(Self(self.0))
    }
}

#[async_graphql::async_trait::async_trait]
impl Extension for AliasLimit {
    async fn parse_query(
        &self,
        ctx: &ExtensionContext<'_>,
        query: &str,
        variables: &Variables,
        next: NextParseQuery<'_>,
    ) -> ServerResult<ExecutableDocument> {
        let document = next.run(ctx, query, variables).await?;
        let fragments = document.fragments.values().map(|fragment| &fragment.node.selection_set.node);
        let operations = document.operations.iter().map(|(_, operation)| &operation.node.selection_set.node);
        let found: usize = operations.chain(fragments).map(aliases).sum();
        if found > self.0 {
            let message = format!("the document has {found} aliases; at most {} are allowed", self.0);
            return Err(Refusal { code: ErrorCode::LimitExceeded, message }.into_server_error());
        }
        Ok(document)
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

use async_graphql::ServerResult;
use async_graphql::parser::types::{ExecutableDocument, Selection, SelectionSet};

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

/// Looks at the whole document before it is validated.
///
/// # Errors
/// A [`Refusal`] for more aliased fields than are allowed: they are the cheapest way to ask one thing a thousand times.
pub(super) fn check_document(document: &ExecutableDocument, limits: &Limits) -> ServerResult<()> {
    let fragments = document.fragments.values().map(|fragment| &fragment.node.selection_set.node);
    let selections = document.operations.iter().map(|(_, operation)| &operation.node.selection_set.node);
    let found: usize = selections.chain(fragments).map(aliases).sum();
    if found > limits.aliases {
        let message = format!("the document has {found} aliases; at most {} are allowed", limits.aliases);
        return Err(Refusal { code: ErrorCode::LimitExceeded, message }.into_server_error());
    }
    Ok(())
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

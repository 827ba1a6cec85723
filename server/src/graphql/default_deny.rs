use std::collections::HashSet;

use async_graphql::parser::types::{ExecutableDocument, OperationDefinition, OperationType, Selection, SelectionSet};
use async_graphql::{Name, PathSegment, Pos, ServerError, ServerResult};
use medianest_core::Error;

/// Root fields that anybody may ask; every other needs somebody signed in. Adding a name here opens a door.
pub const PUBLIC: &[&str] =
    &["serverInfo", "sharedList", "completeSetup", "signIn", "refreshSession", "__schema", "__type", "__typename"];

/// Refuses an operation that nobody signed in asks, so that a resolver that forgets to look is still closed.
///
/// # Errors
/// [`Error::Unauthenticated`] at the first root field that is not public; for a stream, whatever it is of.
pub(super) fn check_anonymous(document: &ExecutableDocument, operation: &OperationDefinition) -> ServerResult<()> {
    let closed = match operation.ty {
        OperationType::Subscription => return Err(refusal(Vec::new())),
        OperationType::Query | OperationType::Mutation => {
            first_closed(document, &operation.selection_set.node, &mut HashSet::new())
        }
    };
    match closed {
        Some(key) => Err(refusal(vec![PathSegment::Field(key.to_string())])),
        None => Ok(()),
    }
}

/// The response key of the first field that is not public. Fragments are entered once each: they may be circular, since
/// nothing was validated yet.
fn first_closed<'a>(
    document: &'a ExecutableDocument,
    selections: &'a SelectionSet,
    entered: &mut HashSet<&'a Name>,
) -> Option<&'a Name> {
    selections.items.iter().find_map(|selection| match &selection.node {
        Selection::Field(field) if PUBLIC.contains(&field.node.name.node.as_str()) => None,
        Selection::Field(field) => Some(&field.node.response_key().node),
        Selection::InlineFragment(fragment) => first_closed(document, &fragment.node.selection_set.node, entered),
        Selection::FragmentSpread(spread) => {
            let name = &spread.node.fragment_name.node;
            let fragment = document.fragments.get(name).filter(|_| entered.insert(name))?;
            first_closed(document, &fragment.node.selection_set.node, entered)
        }
    })
}

fn refusal(path: Vec<PathSegment>) -> ServerError {
    let mut error = async_graphql::Error::from(Error::Unauthenticated).into_server_error(Pos::default());
    error.path = path;
    error
}

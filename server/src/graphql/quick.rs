//! Objects that an answer holds hundreds of.

use std::any::Any;
use std::borrow::Cow;
use std::future::poll_fn;
use std::mem;
use std::task::Poll;

use async_graphql::indexmap::IndexMap;
use async_graphql::parser::types::{Field, Selection};
use async_graphql::registry::Registry;
use async_graphql::resolver_utils::ContainerType;
use async_graphql::{ContextSelectionSet, OutputType, Positioned, ServerResult, Value};
use futures_util::future::{BoxFuture, OptionFuture};
use futures_util::stream::FuturesUnordered;
use futures_util::{FutureExt, StreamExt};

use super::catalogue::{ExternalId, MediaItem};
use super::diary::{LibraryEntry, Rating};

/// An object whose fields are first asked where they stand, and most of them have their answer at hand. The executor makes a
/// task of each of them, which costs more than to read a name; here only those become tasks that have to wait.
pub struct Quick<T>(pub T);

/// Which field, and its answer.
type Asked = (usize, ServerResult<Option<Value>>);

impl<T: ContainerType + 'static> Quick<T> {
    /// The value of a field that needs nothing but its object, for those of which answers hold hundreds.
    fn at_hand(&self, field: &Field) -> Option<Value> {
        if !field.arguments.is_empty() || !field.selection_set.node.items.is_empty() {
            return None;
        }
        let (object, name): (&dyn Any, _) = (&self.0, field.name.node.as_str());
        if let Some(item) = object.downcast_ref::<MediaItem>() {
            item.at_hand(name)
        } else if let Some(entry) = object.downcast_ref::<LibraryEntry>() {
            entry.at_hand(name)
        } else if let Some(id) = object.downcast_ref::<ExternalId>() {
            id.at_hand(name)
        } else {
            object.downcast_ref::<Rating>()?.at_hand(name)
        }
    }

    /// Asks for the fields that have no answer yet.
    async fn ask(&self, ctx: &ContextSelectionSet<'_>, fields: &[&Positioned<Field>], answers: &mut [Option<Value>]) {
        let ask = |at: usize, field| async move { (at, self.0.resolve_field(&ctx.with_field(field)).await) };
        let missing: Vec<usize> = (0..answers.len()).filter(|at| answers[*at].is_none()).collect();
        let mut keep = |(at, answer): Asked| match answer {
            Ok(value) => answers[at] = Some(value.unwrap_or_default()),
            Err(error) => ctx.add_error(error),
        };
        let mut waiting = poll_fn(|cx| {
            // Of no type that names the fields, among which may be such an object again.
            let waiting = FuturesUnordered::<BoxFuture<'_, Option<Asked>>>::new();
            // One place for all that do not wait, one after the other.
            let mut place = Box::pin(OptionFuture::default());
            for at in &missing {
                place.set(Some(ask(*at, fields[*at])).into());
                match place.as_mut().poll(cx) {
                    Poll::Ready(answer) => answer.into_iter().for_each(&mut keep),
                    Poll::Pending => {
                        let waits = mem::replace(&mut place, Box::pin(OptionFuture::default()));
                        waiting.push(waits);
                    }
                }
            }
            Poll::Ready(waiting)
        })
        .await;
        while let Some(answer) = waiting.next().await {
            answer.into_iter().for_each(&mut keep);
        }
    }
}

impl<T: ContainerType + 'static> OutputType for Quick<T> {
    fn type_name() -> Cow<'static, str> {
        T::type_name()
    }

    fn create_type_info(registry: &mut Registry) -> String {
        T::create_type_info(registry)
    }

    async fn resolve(&self, ctx: &ContextSelectionSet<'_>, field: &Positioned<Field>) -> ServerResult<Value> {
        let Some(fields) = plain_fields(ctx) else {
            return OutputType::resolve(&self.0, ctx, field).boxed().await;
        };
        let mut answers: Vec<Option<Value>> = fields.iter().map(|field| self.at_hand(&field.node)).collect();
        if answers.iter().any(Option::is_none) {
            // Apart on the heap: most objects have all that is asked of them at hand, and need no room for this.
            Box::pin(self.ask(ctx, &fields, &mut answers)).await;
        }
        let mut object = IndexMap::with_capacity(fields.len());
        object.extend(
            fields.iter().zip(answers).filter_map(|(field, answer)| Some((field.node.response_key().node.clone(), answer?))),
        );
        Ok(if object.is_empty() { Value::Null } else { Value::Object(object) })
    }
}

/// The fields that are asked for, unless some of them come by fragments, with directives, or together under one name: what
/// those mean is the executor's to say.
fn plain_fields<'a>(ctx: &ContextSelectionSet<'a>) -> Option<Vec<&'a Positioned<Field>>> {
    let mut fields: Vec<&Positioned<Field>> = Vec::with_capacity(ctx.item.node.items.len());
    for selection in &ctx.item.node.items {
        let Selection::Field(field) = &selection.node else { return None };
        let name = &field.node.response_key().node;
        let is_plain = field.node.directives.is_empty() && field.node.name.node != "__typename";
        if !is_plain || fields.iter().any(|other| other.node.response_key().node == *name) {
            return None;
        }
        fields.push(field);
    }
    Some(fields)
}

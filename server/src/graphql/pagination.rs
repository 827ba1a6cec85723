use std::borrow::Cow;
use std::sync::Arc;

use async_graphql::connection::{Connection as Relay, CursorType, Edge, EmptyFields};
use async_graphql::parser::types::Field;
use async_graphql::registry::{MetaType, Registry};
use async_graphql::resolver_utils::ContainerType;
use async_graphql::{ContextSelectionSet, Object, OutputType, Positioned, Result, ServerResult, Value};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use futures_util::future::BoxFuture;
use medianest_core::{Error, Page, PageRequest};
use serde::Serialize;
use serde::de::DeserializeOwned;

use super::Quick;

/// How many items a connection returns when the caller does not say.
pub const DEFAULT_PAGE: i32 = 20;
/// How many it returns at the most.
pub const MAX_PAGE: i32 = 100;

/// An opaque cursor: the sort key of an item, so that a page starts where the last one ended however the list changed.
pub struct Cursor<C>(pub C);

impl<C: Serialize + DeserializeOwned> CursorType for Cursor<C> {
    type Error = &'static str;

    fn decode_cursor(text: &str) -> Result<Self, Self::Error> {
        let json = URL_SAFE_NO_PAD.decode(text).map_err(|_| "not a cursor of this list")?;
        serde_json::from_slice(&json).map(Self).map_err(|_| "not a cursor of this list")
    }

    fn encode_cursor(&self) -> String {
        // A cursor is made of ids, times and texts, which always serialize.
        URL_SAFE_NO_PAD.encode(serde_json::to_vec(&self.0).unwrap_or_default())
    }
}

type Count = Arc<dyn Fn() -> BoxFuture<'static, medianest_core::Result<i64>> + Send + Sync>;

/// What every connection has besides its edges.
pub struct Counted(Count);

/// What every connection has besides its edges.
#[Object]
impl Counted {
    /// How many items there are in all, on every page together. Computed only when asked for.
    async fn total_count(&self) -> Result<i64> {
        Ok((self.0)().await?)
    }
}

/// A Relay connection with a total count, which also describes itself: the library's own leaves that out.
pub struct Connection<C, N>(Relay<Cursor<C>, Quick<N>, Counted, EmptyFields>)
where
    C: Serialize + DeserializeOwned + Send + Sync,
    N: ContainerType + 'static;

impl<C, N> OutputType for Connection<C, N>
where
    C: Serialize + DeserializeOwned + Send + Sync,
    N: ContainerType + 'static,
{
    fn type_name() -> Cow<'static, str> {
        <Relay<Cursor<C>, Quick<N>, Counted, EmptyFields> as OutputType>::type_name()
    }

    fn create_type_info(registry: &mut Registry) -> String {
        let qualified = <Relay<Cursor<C>, Quick<N>, Counted, EmptyFields> as OutputType>::create_type_info(registry);
        if let Some(MetaType::Object { description, .. }) = registry.types.get_mut(&*Self::type_name()) {
            description.get_or_insert_with(|| "A page of a list, and how to ask for the next one.".to_owned());
        }
        qualified
    }

    async fn resolve(&self, ctx: &ContextSelectionSet<'_>, field: &Positioned<Field>) -> ServerResult<Value> {
        OutputType::resolve(&self.0, ctx, field).await
    }
}

/// The paging arguments of a connection field.
pub struct PageArgs {
    /// How many items.
    pub first: Option<i32>,
    /// The cursor after which the page starts.
    pub after: Option<String>,
}

impl PageArgs {
    /// Checks the arguments.
    ///
    /// # Errors
    /// [`Error::Invalid`] naming `first` or `after`.
    pub fn request<C: Serialize + DeserializeOwned>(&self) -> medianest_core::Result<PageRequest<C>> {
        let first = self.first.unwrap_or(DEFAULT_PAGE);
        if !(0..=MAX_PAGE).contains(&first) {
            return Err(Error::invalid("first", format!("ask for 0 to {MAX_PAGE} items")));
        }
        let after = self
            .after
            .as_deref()
            .map(|text| Cursor::<C>::decode_cursor(text).map(|cursor| cursor.0))
            .transpose()
            .map_err(|problem| Error::invalid("after", problem))?;
        Ok(PageRequest { first: i64::from(first), after })
    }
}

/// Makes a connection of a page: `node` gives each item's cursor and object, `count` counts the whole list when asked.
pub fn connection<T, C, N, F>(
    page: Page<T>,
    has_previous: bool,
    mut node: impl FnMut(T) -> (C, N),
    count: impl Fn() -> F + Send + Sync + 'static,
) -> Connection<C, N>
where
    C: Serialize + DeserializeOwned + Send + Sync,
    N: ContainerType + 'static,
    F: Future<Output = medianest_core::Result<i64>> + Send + 'static,
{
    let mut connection = Relay::with_additional_fields(has_previous, page.has_next, Counted(Arc::new(move || Box::pin(count()))));
    connection.edges.extend(page.items.into_iter().map(|item| {
        let (cursor, node) = node(item);
        Edge::new(Cursor(cursor), Quick(node))
    }));
    Connection(connection)
}

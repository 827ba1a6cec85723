//! The catalogue in GraphQL: media types, items and what hangs on them.

mod item;
mod loaders;
mod media_type;
mod query;

pub use item::{ExternalId, MediaItem};
pub use loaders::{ExternalIdsByItem, MediaItemById, MediaTypeById};
pub use media_type::MediaType;
pub use query::CatalogueQuery;

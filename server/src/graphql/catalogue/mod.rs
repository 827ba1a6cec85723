//! The catalogue in GraphQL: media types, items and what hangs on them.

mod item;
mod list;
mod loaders;
mod media_type;
mod query;
mod related;

pub use item::MediaItem;
pub use list::{SearchHit, SortDirection};
pub use loaders::{ExternalIdsByItem, MediaGroupById, MediaItemById, MediaTypeById};
pub use media_type::MediaType;
pub use query::CatalogueQuery;
pub use related::{ExternalId, FileType, MediaFileLocation, MediaGroup, MediaRelationship};

//! The catalogue in GraphQL: media types, items and what hangs on them.

mod group_mutation;
mod item;
mod item_mutation;
mod list;
mod loaders;
mod media_type;
mod media_type_mutation;
mod mutation;
mod query;
mod related;
mod related_mutation;

pub use item::MediaItem;
pub use list::{SearchHit, SortDirection};
pub use loaders::{ExternalIdsByItem, MediaGroupById, MediaItemById, MediaTypeById, expect_of_items};
pub use media_type::MediaType;
pub use mutation::CatalogueMutation;
pub use query::CatalogueQuery;
pub use related::{ExternalId, FileType, MediaFileLocation, MediaGroup, MediaRelationship};

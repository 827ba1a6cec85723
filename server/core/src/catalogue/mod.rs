//! The catalogue: what there is to watch, listen to, read and play.
//!
//! [`items`] reads and adds items, [`changes`] changes them, [`browse`] and [`search`] list them, [`resolve`] finds or makes
//! the item that somebody else speaks of. What people do with items belongs to the diary.

pub mod browse;
pub mod changes;
pub mod described;
pub mod external_ids;
pub mod facts;
pub mod files;
pub mod groups;
pub mod items;
mod known;
pub(crate) mod levels;
mod metadata;
pub mod music;
mod names;
pub mod relationships;
pub mod resolve;
pub mod search;
pub mod types;

pub use items::is_language;
pub(crate) use known::KnownItems;
pub use medianest_db::catalogue::{
    ChildrenOf, ExternalKey, ItemFilter, ItemKey, ItemSort, MediaExternalId, MediaFileLocation, MediaGroup, MediaItem,
    MediaRelationship, MediaType, SearchHit, UNPLACED, builtin,
};
pub use metadata::{FieldType, MetadataField, fields as metadata_fields};
pub use names::{slug, sort_name};

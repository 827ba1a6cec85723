//! The catalogue: what there is to watch, listen to, read and play.
//!
//! [`items`] keeps single items, [`resolve`] finds or makes the item that somebody else speaks of. What people do with
//! items belongs to the diary.

pub mod described;
pub mod external_ids;
pub mod facts;
pub mod items;
mod metadata;
mod names;
pub mod resolve;
pub mod types;

pub use medianest_db::catalogue::{ExternalKey, MediaExternalId, MediaItem, MediaType, UNPLACED, builtin};
pub use metadata::{FieldType, MetadataField, fields as metadata_fields};
pub use names::{slug, sort_name};

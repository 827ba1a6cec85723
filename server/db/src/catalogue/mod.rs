//! Media types, items, their hierarchies, versions, external ids and relationships.

mod external_ids;
mod items;
mod types;

pub use external_ids::{ExternalKey, MediaExternalId, NewMediaExternalId};
pub use items::{MediaItem, NewMediaItem, PlaceKey, TitleKey, UNPLACED};
pub use types::{MediaType, NewMediaType, builtin};

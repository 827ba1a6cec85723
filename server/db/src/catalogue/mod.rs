//! Media types, items, their hierarchies, versions, external ids and relationships.

mod browse;
mod changes;
mod external_ids;
mod files;
mod groups;
mod items;
mod merge;
mod metadata;
mod relationships;
mod scrapers;
mod search;
mod types;

pub use browse::{ChildrenOf, ItemFilter, ItemKey, ItemSort};
pub use changes::{MediaItemChanges, Placement};
pub use external_ids::{ExternalKey, MediaExternalId, NewMediaExternalId};
pub use files::MediaFileLocation;
pub use groups::{MediaGroup, MediaGroupChanges, NewMediaGroup};
pub use items::{MediaItem, NewMediaItem, PlaceKey, TitleKey, UNPLACED};
pub use metadata::{Askable, MediaMetadata, MetadataSource, NewMediaMetadata};
pub use relationships::MediaRelationship;
pub use scrapers::{Asking, NewScraperPriority, ScraperPriority, ScraperStat};
pub use search::{DatedText, SearchHit, SearchQuery};
pub use types::{MediaType, MediaTypeChanges, NewMediaType, builtin};

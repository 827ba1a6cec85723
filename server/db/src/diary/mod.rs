//! The diary's rows: what people keep, play, have played, rate and review.

mod activities;
mod collection;
mod cycles;
mod deliveries;
mod events;
mod facts;
mod library;
mod listen_imports;
mod listens;
mod moves;
mod next_up;
mod plays;
mod positions;
mod presence;
mod ratings;
mod statistics;
mod viewing;
mod watched;

pub use activities::Activity;
pub use collection::CollectedItem;
pub use cycles::{CyclePlace, WatchSession};
pub use deliveries::{DeliveryFilter, PlayerDelivery, PlayerMatch};
pub use events::{InteractionEvent, RawPayload};
pub use facts::ScrobbleFacts;
pub use library::{LibraryEntry, LibraryEntryChanges, LibraryFilter, LibraryKey, LibrarySort, NewLibraryEntry};
pub use listen_imports::{latest_import, note_import};
pub use listens::NewListen;
pub use moves::Moves;
pub use next_up::Progress;
pub use plays::{HistoryFilter, NewPlay, Play, PlayEdit, RederivedPlay};
pub use positions::{NewPlaybackPosition, PlaybackPosition};
pub use presence::CurrentlyWatching;
pub use ratings::{FormerRating, Rating, RatingFilter, RatingSummary};
pub use statistics::{Counted, DayCount, SpanCount, TypeCount};
pub use viewing::{Viewer, Viewing};
pub use watched::WatchedItem;

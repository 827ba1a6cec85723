//! The diary's rows: what people keep, play, have played, rate and review.

mod cycles;
mod deliveries;
mod events;
mod facts;
mod library;
mod listens;
mod moves;
mod next_up;
mod plays;
mod positions;
mod presence;
mod ratings;
mod releases;
mod statistics;
mod stats_cache;
mod viewing;

pub use cycles::{CyclePlace, WatchSession};
pub use deliveries::{DeliveryFilter, PlayerDelivery, PlayerMatch};
pub use events::{InteractionEvent, RawPayload};
pub use facts::ScrobbleFacts;
pub use library::{LibraryEntry, LibraryEntryChanges, LibraryFilter, LibraryKey, LibrarySort, NewLibraryEntry};
pub use listens::NewListen;
pub use moves::Moves;
pub use next_up::Progress;
pub use plays::{HistoryFilter, NewPlay, Play, PlayEdit, RederivedPlay};
pub use positions::{NewPlaybackPosition, PlaybackPosition};
pub use presence::CurrentlyWatching;
pub use ratings::{FormerRating, Rating, RatingFilter, RatingSummary};
pub use releases::{Release, ReleaseWindow};
pub use statistics::{Completion, Counted, DayCount, Period, QuarterCount, TopOrder, TopRow, TypeCount};
pub use stats_cache::{CachedDay, TouchedSpan};
pub use viewing::{Viewer, Viewing};

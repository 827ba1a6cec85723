//! The diary's rows: what people keep, play, have played, rate and review.

mod activities;
mod collection;
mod connections;
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
mod releases;
mod reviews;
mod statistics;
mod stats_cache;
mod viewing;
mod watched;
mod write_backs;

pub use activities::Activity;
pub use collection::CollectedItem;
pub use connections::{NewPlayerConnection, PlayerConnection, PlayerConnectionChanges, SealedCredentials};
pub use cycles::{CyclePlace, WatchSession};
pub use deliveries::{DeliveryFilter, PlayerDelivery, PlayerMatch, RememberedMatch};
pub use events::{InteractionEvent, NewInteractionEvent, RawPayload};
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
pub use releases::{Release, ReleaseWindow};
pub use reviews::{Review, ReviewFilter};
pub use statistics::{Completion, Counted, DayCount, Period, QuarterCount, TopOrder, TopRow, TypeCount, WatchedWhole};
pub use stats_cache::{CachedDay, KeptCounts, TouchedSpan};
pub use viewing::{Viewer, Viewing};
pub use watched::WatchedItem;
pub use write_backs::{ToldBy, WriteBack, WriteBackFilter};

/// What the person $1 keeps for themselves, with its parts: [`kept_privately`], asked once for all of one person's rows.
const KEPT_BY_ONE: &str = "SELECT part.id FROM user_libraries AS kept
    JOIN media_items AS part ON part.id = kept.media_item_id OR part.root_id = kept.media_item_id
    WHERE kept.user_id = $1 AND kept.is_private";

/// Whether the person of a row of this table keeps its item, or the whole it is a part of, for themselves: what they did with it
/// is not shown to others then.
pub(crate) fn kept_privately(table: &str) -> String {
    format!(
        "EXISTS (SELECT FROM user_libraries AS kept JOIN media_items AS part ON part.id = {table}.media_item_id
         WHERE kept.user_id = {table}.user_id AND kept.is_private AND kept.media_item_id IN (part.id, part.root_id))"
    )
}

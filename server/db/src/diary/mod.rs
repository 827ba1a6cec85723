//! The diary's rows: what people keep, play, have played, rate and review.

mod events;
mod facts;
mod plays;
mod positions;
mod presence;

pub use events::{InteractionEvent, RawPayload};
pub use facts::ScrobbleFacts;
pub use plays::{HistoryFilter, NewPlay, Play, PlayEdit, RederivedPlay};
pub use positions::{NewPlaybackPosition, PlaybackPosition};
pub use presence::CurrentlyWatching;

//! The diary in GraphQL: what people play, have played, and can resume.

mod event;
mod history;
mod mutation;
mod play;
mod position;
mod presence;
mod query;
mod scrobble;
mod subscription;

pub use event::InteractionEvent;
pub use history::{HistoryFilterInput, history};
pub use mutation::PlaybackMutation;
pub use play::Play;
pub use position::{PlaybackPosition, PositionByItem};
pub use presence::{CurrentlyWatching, CurrentlyWatchingByUser};
pub use query::PlaybackQuery;
pub use subscription::DiarySubscription;

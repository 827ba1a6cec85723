//! The diary in GraphQL: what people play, have played, and can resume.

mod calendar;
mod event;
mod former_rating;
mod history;
mod library;
mod mine;
mod mutation;
mod next_up;
mod play;
mod position;
mod presence;
mod query;
mod rating;
mod scrobble;
mod statistics;
mod subscription;
mod top;
mod viewing;
mod webhook;
mod webhook_mutation;

pub use event::InteractionEvent;
pub use history::{HistoryFilterInput, history};
pub use library::LibraryEntry;
pub use mine::{OwnEntryByItem, OwnPlaysByItem, RatingSummary, RatingSummaryByItem};
pub use mutation::PlaybackMutation;
pub use next_up::{KeepingMutation, KeepingQuery, NextUp, WatchSession};
pub use play::Play;
pub use position::{PlaybackPosition, PositionByItem};
pub use presence::{CurrentlyWatching, CurrentlyWatchingByUser};
pub use query::PlaybackQuery;
pub use rating::{Rating, RatingByUserItem, RatingScale};
pub use subscription::DiarySubscription;
pub use viewing::{SeenBy, ViewerState, seen_by};
pub use webhook::WebhookQuery;
pub use webhook_mutation::WebhookMutation;

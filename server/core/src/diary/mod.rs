//! The diary: what people keep, play, have played, rate and review.
//!
//! Everything that is played comes in through [`scrobble()`], whatever protocol it came by.

mod derive;
mod fold;
pub mod positions;
pub mod presence;
mod progress;
mod scrobble;

pub use fold::Heartbeat;
pub use scrobble::{Outcome, ScrobbleInput, Scrobbled, scrobble};

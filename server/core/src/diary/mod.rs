//! The diary: what people keep, play, have played, rate and review.
//!
//! Everything that is played comes in through [`scrobble()`], whatever protocol it came by; what people say of
//! their history themselves through [`plays`].

pub mod calendar;
mod changes;
pub mod checkin;
pub mod collection;
pub mod cycles;
mod derive;
mod fold;
pub mod history;
mod intake;
pub mod library;
pub mod listens;
pub mod next_up;
#[cfg(test)]
mod order;
pub mod plays;
pub mod positions;
pub mod presence;
mod progress;
pub mod ratings;
mod retract;
pub mod reviews;
mod scrobble;
pub mod statistics;
pub mod together;
pub mod viewing;
pub mod watch;
pub mod watched;
pub mod webhooks;
mod when;
pub mod write_back;

pub use fold::Heartbeat;
pub(crate) use intake::Intake;
pub use scrobble::{Outcome, ScrobbleInput, Scrobbled, scrobble};

//! Telling other servers what was played: what a person watches anywhere, or says that they watched, is told to their own
//! accounts on media servers and at Trakt, and taken back there when it is taken back here.
//!
//! [`connections`] and [`consent`] sign in there, the database's triggers on plays fill the outbox, [`verdict`] decides what of
//! it is told, [`tell`] tells it, [`outbox`] shows it. What such a server then says at a webhook is known for an echo by
//! [`super::webhooks`].

pub mod connections;
pub mod consent;
mod media_browser;
pub mod outbox;
mod plex;
mod remote;
mod tell;
mod trakt;
mod verdict;
mod wanted;

pub use remote::reseal;
pub use tell::enqueue_due;
pub(crate) use tell::{handlers, keep};

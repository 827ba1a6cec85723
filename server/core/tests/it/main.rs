//! The rules, against a real database.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on stops")]

mod catalogue;
mod catalogue_changes;
mod catalogue_lists;
mod error_log;
mod events;
mod history;
mod jobs;
mod library;
mod notifications;
mod schedule;
mod scrobble;
mod scrobble_order;
mod visibility;
mod watch;
mod world;

//! The API as clients meet it: real HTTP, a real database.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on stops")]

mod access;
mod activity;
mod admin;
mod audioscrobbler;
mod calendar;
mod catalogue;
mod faults;
mod graphql;
mod home;
mod identity;
mod images;
mod imports;
mod item_page;
mod library;
mod listenbrainz;
mod lists;
mod live;
mod metadata;
mod nodes;
mod notifications;
mod playback;
mod players;
mod schema;
mod scrobble_command;
mod scrobblers;
mod social;
mod statistics;
mod support;
mod trakt;
mod trakt_lists;
mod trakt_sign_in;
mod trakt_sync;
mod undo;
mod web_app;
mod webhook_deliveries;
mod webhooks;
mod write_back;
mod ws;

//! The API as clients meet it: real HTTP, a real database.

mod graphql;
mod identity;
mod imports;
mod playback;
mod players;
mod schema;
mod social;
mod support;
mod trakt;
mod ws;

//! The API as clients meet it: real HTTP, a real database.

mod graphql;
mod playback;
mod identity;
mod imports;
mod schema;
mod support;
mod ws;

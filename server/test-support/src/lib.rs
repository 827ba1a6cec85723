//! What every test arranges with: a database of its own, a clock that stands still, people, and actors for them.
//!
//! Tests need a PostgreSQL they may fill: `TEST_DATABASE_URL`, which `cargo xtask test` sets.

mod database;
mod fake;
mod world;

pub use database::TestDatabase;
pub use fake::{Asked, Fake, Reply};
pub use world::{Person, World};

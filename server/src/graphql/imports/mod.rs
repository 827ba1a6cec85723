//! Imports: starting, watching, stopping and undoing them.

mod mutation;
mod objects;
mod query;

pub use mutation::ImportsMutation;
pub use objects::{Import, ImportRowError, ImportSource, ImportStatus};
pub use query::ImportsQuery;

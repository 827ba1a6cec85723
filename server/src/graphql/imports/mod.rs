//! Imports: starting, watching, stopping and undoing them.

mod mutation;
mod objects;
mod query;
mod subscription;

pub use mutation::ImportsMutation;
pub use objects::{Import, ImportRowError, ImportSource, ImportStatus};
pub use query::ImportsQuery;
pub use subscription::ImportsSubscription;

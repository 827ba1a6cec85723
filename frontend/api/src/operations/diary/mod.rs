//! What people play, have played, keep and think of it.

mod keeping;
mod live;
mod plays;
mod statistics;

pub use keeping::*;
pub use live::*;
pub use plays::*;
pub use statistics::*;

/// The documents of the diary.
#[cfg(not(target_arch = "wasm32"))]
pub(crate) fn documents() -> Vec<crate::Document> {
    [
        keeping::documents(),
        keeping::mutation_documents(),
        live::documents(),
        plays::documents(),
        plays::mutation_documents(),
        statistics::documents(),
    ]
    .concat()
}

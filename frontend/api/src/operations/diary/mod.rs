//! What people play, have played, keep and think of it.

mod keeping;
mod live;
mod plays;
mod reviews;
mod statistics;

pub use keeping::*;
pub use live::*;
pub use plays::*;
pub use reviews::*;
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
        reviews::documents(),
        reviews::mutation_documents(),
        statistics::documents(),
    ]
    .concat()
}

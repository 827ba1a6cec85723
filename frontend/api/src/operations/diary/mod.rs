//! What people play, have played, keep and think of it.

mod keeping;
mod live;
mod plays;

pub use keeping::*;
pub use live::*;
pub use plays::*;

/// The documents of the diary.
#[cfg(not(target_arch = "wasm32"))]
pub(crate) fn documents() -> Vec<crate::Document> {
    [keeping::documents(), keeping::mutation_documents(), live::documents(), plays::documents(), plays::mutation_documents()]
        .concat()
}

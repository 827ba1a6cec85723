//! What the pages ask and do, by domain. A type that ends in a row's or card's name is a fragment; one that `operation` can
//! be called on is an operation. Fields mean what `schema.graphql` says of them.

pub mod common;
pub mod identity;
pub mod session;

/// Every document that the app sends.
#[cfg(not(target_arch = "wasm32"))]
#[must_use]
pub fn documents() -> Vec<crate::Document> {
    [identity::documents(), identity::mutation_documents(), session::documents()].concat()
}

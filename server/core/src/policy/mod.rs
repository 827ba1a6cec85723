//! Who may see and do what: the only place that decides it, for queries, mutations, subscriptions, files and ingest.
//!
//! An [`Actor`] comes in; out comes either an error or the proof a rule goes on with: the signed-in person, or a
//! [`Scope`](medianest_db::Scope) for reads.

mod actor;
pub mod catalogue;
pub mod exports;
pub mod identity;
pub mod imports;
pub mod lists;
pub mod metadata;
pub mod social;
pub mod visibility;

pub use actor::{Access, Actor, Origin, SignedIn, Via, Who};

//! Every rule of MediaNest. Knows neither GraphQL nor HTTP.
//!
//! Each public function takes the [`App`], then the [`policy::Actor`] who asks; it asks [`policy`], opens the
//! transaction, calls `medianest-db`, writes the audit row, enqueues jobs, emits the event and commits.

#![warn(missing_docs)]

pub mod admin;
mod app;
pub mod catalogue;
mod clock;
pub mod config;
pub mod diary;
mod error;
pub mod events;
pub mod exports;
pub mod gather;
pub mod identity;
pub mod images;
pub mod imports;
pub mod jobs;
pub mod lists;
pub mod markdown;
pub mod metadata;
pub mod notifications;
mod outgoing;
mod paging;
pub mod policy;
pub mod secrets;
mod shared;
pub mod social;
mod upstream;

pub use app::App;
pub use clock::Clock;
pub use error::{Error, FieldError, Result};
pub use medianest_db as db;
pub use paging::{Page, PageRequest};

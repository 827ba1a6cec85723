//! What others know of items: asking them, keeping what they answer, and making one item of it.
//!
//! Each provider is one file below `providers`, behind the trait [`Provider`]; nothing else knows how they are asked.
//! [`search`] asks what there is, [`add`] brings it into the catalogue, [`refresh`] asks again, [`priorities`] says who is
//! believed. What items are, and what people may do with them, belongs to the catalogue.

mod about;
pub mod add;
mod ask;
mod fields;
mod fill;
mod http;
mod keep;
mod locks;
mod merge;
mod pace;
pub mod priorities;
mod provider;
mod providers;
pub mod refresh;
pub(crate) mod remerge;
pub mod search;
pub mod sources;
pub mod statistics;
mod when;

pub use about::{About, about};
pub use fields::FIELDS;
pub(crate) use locks::{changed, given};
pub use provider::{Details, Facts, Found, Kind, Node, Provider, ProviderError};
pub use providers::Providers;

//! The catalogue: finding something, and its page.

mod discover;
mod elsewhere;
mod field_names;
mod filters;
mod item;
mod item_form;

pub use discover::DiscoverPage;
pub use field_names::field_name;
pub use item::{ItemActions, ItemPage, ItemRest, RatingField, ask_ahead, provider_name};

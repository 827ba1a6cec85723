//! The catalogue: finding something, and its page.

mod discover;
mod filters;
mod item;
mod item_form;

pub use discover::DiscoverPage;
pub use item::ItemPage;

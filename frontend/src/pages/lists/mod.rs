//! Lists: one's own and those one works on, and the public face of one.

mod add;
mod drag;
mod entries;
mod filter;
mod form;
mod links;
mod one;
mod overview;
mod people;
mod share;
mod shared;

pub use one::ListPage;
pub use overview::ListsPage;
pub use shared::SharedListPage;

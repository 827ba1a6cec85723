//! Imports: bringing along what one has elsewhere.

mod errors;
mod list;
mod new;
mod one;
mod words;

pub use list::ImportsPage;
pub use one::ImportPage;

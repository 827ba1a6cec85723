//! Exports: everything of a person to take along, as a zip that is written while it is read: page after page comes from the
//! database ([`facts`]), is put into the words of a format, and goes on to whoever asked; no part of it waits for another.

mod account;
mod archive;
mod csv;
mod facts;
mod items;
mod json;
mod layout;
mod letterboxd;
mod run;
mod trakt;

pub use run::{Export, ExportFormat, start};

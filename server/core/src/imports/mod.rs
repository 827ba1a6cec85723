//! Imports: bringing in what people have elsewhere. One file for each source reads rows as a stream ([`source`]); what
//! they say is written in chunks ([`apply`]), as a job that can be interrupted anywhere ([`run`]) and taken back as a
//! whole ([`undo`]). An import adds; it never changes what somebody has here already.

mod apply;
mod archive;
mod csv;
mod dates;
mod documents;
mod goodreads;
mod imdb;
mod json_list;
mod kinds;
mod lastfm;
mod letterboxd;
mod lifecycle;
mod listenbrainz;
mod listens;
mod lists;
mod maloja;
mod movielens;
mod myanimelist;
mod netflix;
mod own;
mod plays;
mod record;
mod report;
mod resolve;
mod run;
mod ryot;
mod scrobbler_log;
mod simkl;
mod source;
mod spotify;
mod table;
mod tables;
mod title;
mod trakt;
mod trakt_wire;
mod tvtime;
mod uploads;
mod watch;
mod words;
mod yamtrack;

pub use lifecycle::{
    ImportDraft, Location, cancel, count, count_errors, errors, find, handlers, page, person_for, run_here, run_undo, start, undo,
};
pub use medianest_db::imports::{ImportError, ImportJob};
pub use report::ImportReport;
pub use run::{Ended, Observer, run};
pub(crate) use uploads::discard_uploads_of;
pub use uploads::{MAX_UPLOAD_BYTES, receive};
pub use watch::watch;

//! What media servers and players tell at a person's own addresses: taken in, kept to be looked at, and, where it is not
//! known what is meant, parked until the person says so.
//!
//! Their messages are read here and not where they come in, so that what is kept can be read again.

mod inspect;
mod jellyfin;
mod judge;
mod keep;
mod kodi;
mod matches;
mod media;
mod message;
mod plex;
mod receive;
mod replay;

pub use inspect::{count, find, page, payloads};
pub use matches::{count_matches, forget_matches, matches};
pub use receive::{Came, receive};
pub use replay::{Fixed, fix_match, replay};

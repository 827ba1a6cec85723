//! Plays: a history by days, one play of it, and a year of it at a glance.

mod days;
mod line;
mod year;

pub use days::PlayDays;
pub use line::PlayActions;
pub use year::{Kinds, YearPanel, load_year};

//! What comes out of what one keeps, month by month, and the address at which other programs read it.

mod feed;
mod month;

pub use month::CalendarPage;

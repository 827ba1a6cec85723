//! What is counted of a history, in pictures: hours, months, genres, and what was played most.

mod charts;
mod top;

pub use charts::{Fact, Hours, Months};
pub use top::Top;

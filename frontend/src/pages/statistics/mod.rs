//! What is counted of a history: over a time, and a year in review.

mod over_time;
mod year;

pub use over_time::StatisticsPage;
pub use year::YearPage;

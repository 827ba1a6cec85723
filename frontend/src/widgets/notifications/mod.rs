//! What people were told: the bell in the bar, and one piece of news wherever it is listed.

mod answer;
mod bell;
mod row;
mod words;

pub use bell::Bell;
pub use row::NewsRow;

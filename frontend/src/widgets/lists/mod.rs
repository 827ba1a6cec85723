//! Lists.

mod card;
mod words;

pub use card::ListCard;
pub use words::{audience_name, kind_icon, kind_name, role_name, sort_of, sorts_of};

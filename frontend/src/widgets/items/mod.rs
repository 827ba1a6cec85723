//! Items: as posters, as lines of a list, and in words.

mod card;
mod grid;
mod marks;
mod words;

pub use card::{ItemCard, ItemPoster, ItemRow};
pub use grid::{PosterGrid, PosterRow};
pub use marks::{RatingBadge, StatusMark, rating_text};
pub use words::{
    artist, done_name, heading, icon_named, icon_of, level_name, part_label, shape_of, status_icon, status_name, subtitle,
    type_name, types_name,
};

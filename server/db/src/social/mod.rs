//! The rows of friendships and groups, and whom they let see what.

mod friendships;
mod visibility;

pub use friendships::Friendship;
pub use visibility::VisibilityQuery;

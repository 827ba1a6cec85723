//! The rows of friendships and groups, and whom they let see what.

mod visibility;

pub use visibility::VisibilityQuery;

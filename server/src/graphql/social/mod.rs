//! Friendships and groups.

mod friendship;
mod friendships;

pub use friendship::{Friendship, FriendshipState};
pub use friendships::{FriendshipMutation, FriendshipQuery};

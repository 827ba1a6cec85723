//! Friendships and groups.

mod friendship;
mod friendships;
mod group;
mod groups;

pub use friendship::{Friendship, FriendshipState};
pub use friendships::{FriendshipMutation, FriendshipQuery};
pub use group::{Group, GroupInvitation, GroupMember, GroupPrivacy, GroupRole, GroupType};
pub use groups::{GroupMutation, GroupQuery};

//! The rows of friendships and groups, and whom they let see what.

mod friendships;
mod groups;
mod invitations;
mod members;
mod visibility;

pub use friendships::Friendship;
pub use groups::Group;
pub use invitations::GroupInvitation;
pub use members::GroupMember;
pub use visibility::VisibilityQuery;

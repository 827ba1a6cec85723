//! The rows of friendships and groups, and whom they let see what.

mod activity;
mod friendships;
mod groups;
mod invitations;
mod members;
mod tastes;
mod visibility;
mod watchings;

pub use activity::{ActivityKind, ActivityPlace, ActivityRow, ActivitySources};
pub use friendships::Friendship;
pub use groups::Group;
pub use invitations::GroupInvitation;
pub use members::GroupMember;
pub use tastes::{BothRated, Tastes};
pub(crate) use visibility::relations;
pub use visibility::{VisibilityQuery, circle};
pub use watchings::GroupWatching;

//! Lists: what is on them, who works on them, and by which addresses others read them.

mod collaborators;
mod covers;
mod items;
mod links;
mod list;
mod order;
mod sight;
mod smart;

pub use collaborators::ListCollaborator;
pub use items::{ListItem, NewListItem};
pub use links::{ListLink, NewListLink};
pub use list::{NewUserList, UserList, UserListChanges};
pub use order::ListKey;
pub use sight::Sight;
pub(crate) use sight::over_seen;
pub use smart::{SmartFilter, SmartState};

//! Lists of things.

mod collaborators;
mod filter;
mod items;
mod list;
mod loaders;
mod mutation;
mod query;
mod shared;
mod sharing;

pub use items::ListItem;
pub use list::{ListKind, ListRole, ListSort, UserList};
pub use loaders::{OwnListItemsByItem, UserListById};
pub use mutation::ListMutation;
pub use query::ListQuery;
pub use sharing::ListSharingMutation;

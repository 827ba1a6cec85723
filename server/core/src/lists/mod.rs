//! Lists of things: made by hand or by a filter, alone or with others, and shown to whom their owner likes.

pub mod collaborators;
pub mod items;
pub mod links;
mod making;
pub(crate) mod rank;
mod reading;
mod smart;
pub mod watchlist;
pub mod whole;

pub use making::{ListDraft, create, delete, restore, update};
pub use reading::{by_ids, count, find, page};

use medianest_db::lists::{Sight, UserList};
use medianest_db::{AsyncPgConnection, ListId, TypedId as _};
use serde_json::json;

use crate::admin::audit::Entry;
use crate::{Error, Result};

/// How many lists one person owns at the most.
pub const MOST_LISTS: i64 = 500;
/// How many items are on a list at the most.
pub const MOST_ITEMS: i64 = 10_000;
/// How many people work on a list at the most, besides its owner.
pub const MOST_COLLABORATORS: usize = 50;
/// How many addresses a list has at the most.
pub const MOST_LINKS: usize = 10;

/// A list that may be seen, locked for whoever changes it.
async fn lock(conn: &AsyncPgConnection, sight: Sight, id: ListId) -> Result<UserList> {
    UserList::lock(conn, sight, id).await?.ok_or(Error::NotFound("list"))
}

/// What the audit log says of something that was done to a list.
fn entry(action: &'static str, list: &UserList) -> Entry {
    Entry::new(action).on("list", list.id).context(json!({ "name": list.name, "owner": list.user_id.uuid().to_string() }))
}

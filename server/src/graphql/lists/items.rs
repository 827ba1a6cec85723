use async_graphql::{Context, Object, Result};
use chrono::{DateTime, Utc};
use medianest_core::db::ListItemId;
use medianest_core::db::lists as rows;
use medianest_core::lists::items::Listed;

use super::{UserList, UserListById};
use crate::graphql::catalogue::{MediaItem, MediaItemById};
use crate::graphql::identity::{User, UserById};
use crate::graphql::{ContextExt, Id};

/// An item on a list. On a smart list nobody put it there: of its own it has only the item.
#[derive(Clone)]
pub struct ListItem(pub Listed);

impl From<rows::ListItem> for ListItem {
    fn from(row: rows::ListItem) -> Self {
        Self(Listed { item_id: row.media_item_id, row: Some(row) })
    }
}

/// An item on a list. On a smart list nobody put it there: of its own it has only the item.
#[Object]
impl ListItem {
    /// What it is moved, changed and taken off by; null on smart lists.
    async fn entry_id(&self) -> Option<Id<ListItemId>> {
        self.0.row.as_ref().map(|row| Id(row.id))
    }

    /// What is on the list.
    async fn item(&self, ctx: &Context<'_>) -> Result<Option<MediaItem>> {
        Ok(ctx.load::<MediaItemById>(self.0.item_id).await?)
    }

    /// The list; null on smart lists, and where the caller may no longer see it.
    async fn list(&self, ctx: &Context<'_>) -> Result<Option<UserList>> {
        match &self.0.row {
            Some(row) => Ok(ctx.load::<UserListById>(row.list_id).await?),
            None => Ok(None),
        }
    }

    /// Its place: a text that sorts between those of its neighbours. Given back to `addToList`, it puts an item where it was.
    async fn rank(&self) -> Option<&str> {
        self.0.row.as_ref().map(|row| row.position.as_str())
    }

    /// What is said of it on the list, to everybody who sees the list.
    async fn notes(&self) -> Option<&str> {
        self.0.row.as_ref().and_then(|row| row.notes.as_deref())
    }

    /// Who put it there; null where the caller may not see their profile, and on smart lists.
    async fn added_by(&self, ctx: &Context<'_>) -> Result<Option<User>> {
        match self.0.row.as_ref().and_then(|row| row.added_by_user_id) {
            Some(id) => Ok(ctx.load::<UserById>(id).await?),
            None => Ok(None),
        }
    }

    /// When it was put there; null on smart lists.
    async fn added_at(&self) -> Option<DateTime<Utc>> {
        self.0.row.as_ref().map(|row| row.added_at)
    }
}

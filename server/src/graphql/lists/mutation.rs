use async_graphql::{Context, InputObject, MaybeUndefined, Object, Result, SimpleObject};
use chrono::{DateTime, Utc};
use medianest_core::db::lists::UserListChanges;
use medianest_core::db::{ListId, ListItemId, MediaItemId};
use medianest_core::lists::items::{self, ItemDraft};
use medianest_core::lists::{self, ListDraft};

use super::filter::SmartFilterInput;
use super::{ListItem, ListSort, UserList};
use crate::graphql::identity::Audience;
use crate::graphql::{ContextExt, Id};

/// A new list.
#[derive(InputObject)]
pub struct CreateListInput {
    /// What it is called: 1 to 200 characters.
    name: String,
    /// What it is about, at most 2000 characters.
    description: Option<String>,
    /// Who sees it; NOBODY but the caller and those who work on it, if not given.
    audience: Option<Audience>,
    /// How it is sorted when nobody says otherwise; MANUAL if not given, TITLE for a smart one.
    sort_order: Option<ListSort>,
    /// What it holds. With it, it is a smart list; without it, it is filled by hand.
    filter: Option<SmartFilterInput>,
}

/// What was made.
#[derive(SimpleObject)]
pub struct CreateListPayload {
    /// The list.
    list: UserList,
}

/// What to change of a list. What is not given stays.
#[derive(InputObject)]
pub struct UpdateListInput {
    /// The id of the list.
    list_id: Id<ListId>,
    /// What it is called: 1 to 200 characters.
    name: Option<String>,
    /// What it is about; null for nothing.
    description: MaybeUndefined<String>,
    /// Who sees it besides those who work on it.
    audience: Option<Audience>,
    /// How it is sorted when nobody says otherwise.
    sort_order: Option<ListSort>,
    /// What a smart list holds: replaces what it held before.
    filter: Option<SmartFilterInput>,
}

/// What was changed.
#[derive(SimpleObject)]
pub struct UpdateListPayload {
    /// The list.
    list: UserList,
}

/// Which list to delete.
#[derive(InputObject)]
pub struct DeleteListInput {
    /// The id of the list.
    list_id: Id<ListId>,
}

/// What was deleted.
#[derive(SimpleObject)]
pub struct DeleteListPayload {
    /// The id of the list, by which it comes back.
    deleted_id: Id<ListId>,
}

/// Which list to bring back.
#[derive(InputObject)]
pub struct RestoreListInput {
    /// The id of the list.
    list_id: Id<ListId>,
}

/// What was brought back.
#[derive(SimpleObject)]
pub struct RestoreListPayload {
    /// The list.
    list: UserList,
}

/// An item for a list.
#[derive(InputObject)]
pub struct ListItemInput {
    /// What.
    item_id: Id<MediaItemId>,
    /// What to say of it, to everybody who sees the list: at most 2000 characters.
    notes: Option<String>,
    /// Where it goes: the `rank` that it had before it was taken off. At the end, if not given.
    rank: Option<String>,
    /// When it was put there: the `addedAt` that it had before it was taken off. Now, if not given.
    added_at: Option<DateTime<Utc>>,
}

/// What to put on which list.
#[derive(InputObject)]
pub struct AddToListInput {
    /// The id of the list.
    list_id: Id<ListId>,
    /// What: 100 items at once at the most. All of them are put there, or none.
    items: Vec<ListItemInput>,
}

/// What came of putting items on a list.
#[derive(SimpleObject)]
pub struct AddToListPayload {
    /// What is new on it, in the order in which it was given.
    added: Vec<ListItem>,
    /// What was there already, and stays as it is.
    existing: Vec<ListItem>,
    /// The list.
    list: Option<UserList>,
}

/// What to take off which list.
#[derive(InputObject)]
pub struct RemoveFromListInput {
    /// The id of the list.
    list_id: Id<ListId>,
    /// The `entryId`s: 100 at once at the most. All of them are taken off, or none.
    entry_ids: Vec<Id<ListItemId>>,
}

/// What was taken off.
#[derive(SimpleObject)]
pub struct RemoveFromListPayload {
    /// The items as they were, by rank: what an undo needs.
    removed: Vec<ListItem>,
    /// The list.
    list: Option<UserList>,
}

/// What to say of an item on a list.
#[derive(InputObject)]
pub struct UpdateListItemInput {
    /// Its `entryId`.
    entry_id: Id<ListItemId>,
    /// What to say of it, at most 2000 characters; null for nothing.
    notes: Option<String>,
}

/// What was changed.
#[derive(SimpleObject)]
pub struct UpdateListItemPayload {
    /// The item as it is now.
    item: ListItem,
}

/// Where to put an item of a list: behind one, before one, or between two. At least one of the two is given.
#[derive(InputObject)]
#[expect(clippy::struct_field_names, reason = "each names an item by its id, as every input does")]
pub struct MoveListItemInput {
    /// Its `entryId`.
    entry_id: Id<ListItemId>,
    /// The `entryId` of the item that it comes behind.
    after_id: Option<Id<ListItemId>>,
    /// The `entryId` of the item that it comes before.
    before_id: Option<Id<ListItemId>>,
}

/// What was moved.
#[derive(SimpleObject)]
pub struct MoveListItemPayload {
    /// The item, with its new rank.
    item: ListItem,
}

/// What can be done with lists.
#[derive(Default)]
pub struct ListMutation;

#[Object]
impl ListMutation {
    /// Makes a list of the caller's.
    async fn create_list(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What it is.")] input: CreateListInput,
    ) -> Result<CreateListPayload> {
        let by_default = if input.filter.is_some() { ListSort::Title } else { ListSort::Manual };
        let draft = ListDraft {
            name: input.name,
            description: input.description,
            audience: input.audience.unwrap_or(Audience::Nobody).into(),
            sort_order: input.sort_order.unwrap_or(by_default).into(),
            filter: input.filter.map(Into::into),
        };
        Ok(CreateListPayload { list: UserList(lists::create(ctx.app(), ctx.actor(), draft).await?) })
    }

    /// Changes what a list is and who sees it. Its owner may.
    async fn update_list(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What to change.")] input: UpdateListInput,
    ) -> Result<UpdateListPayload> {
        let changes = UserListChanges {
            name: input.name,
            description: input.description.into(),
            filter: input.filter.map(Into::into),
            audience: input.audience.map(Into::into),
            sort_order: input.sort_order.map(Into::into),
        };
        Ok(UpdateListPayload { list: UserList(lists::update(ctx.app(), ctx.actor(), input.list_id.0, changes).await?) })
    }

    /// Deletes a list. Its owner may, and can bring it back for thirty days. The watchlist stays.
    async fn delete_list(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which.")] input: DeleteListInput,
    ) -> Result<DeleteListPayload> {
        lists::delete(ctx.app(), ctx.actor(), input.list_id.0).await?;
        Ok(DeleteListPayload { deleted_id: input.list_id })
    }

    /// Brings back a list that the caller deleted.
    async fn restore_list(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which.")] input: RestoreListInput,
    ) -> Result<RestoreListPayload> {
        Ok(RestoreListPayload { list: UserList(lists::restore(ctx.app(), ctx.actor(), input.list_id.0).await?) })
    }

    /// Puts items on a list. Its owner and editors may.
    #[graphql(complexity = "5 + input.items.len() * child_complexity")]
    async fn add_to_list(&self, ctx: &Context<'_>, #[graphql(desc = "What.")] input: AddToListInput) -> Result<AddToListPayload> {
        let list = input.list_id.0;
        let draft = |item: ListItemInput| ItemDraft {
            item_id: item.item_id.0,
            notes: item.notes,
            rank: item.rank,
            added_at: item.added_at,
        };
        let done = items::add(ctx.app(), ctx.actor(), list, input.items.into_iter().map(draft).collect()).await?;
        let wrap = |rows: Vec<_>| rows.into_iter().map(ListItem::from).collect();
        let list = lists::by_ids(ctx.app(), ctx.actor(), &[list]).await?.pop().map(UserList);
        Ok(AddToListPayload { added: wrap(done.added), existing: wrap(done.existing), list })
    }

    /// Takes items off a list. Its owner and editors may.
    #[graphql(complexity = "5 + input.entry_ids.len() * child_complexity")]
    async fn remove_from_list(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What.")] input: RemoveFromListInput,
    ) -> Result<RemoveFromListPayload> {
        let (list, ids) = (input.list_id.0, input.entry_ids.iter().map(|id| id.0).collect::<Vec<_>>());
        let removed = items::remove(ctx.app(), ctx.actor(), list, &ids).await?;
        let list = lists::by_ids(ctx.app(), ctx.actor(), &[list]).await?.pop().map(UserList);
        Ok(RemoveFromListPayload { removed: removed.into_iter().map(ListItem::from).collect(), list })
    }

    /// Says something else of an item on a list. The list's owner and editors may.
    async fn update_list_item(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What.")] input: UpdateListItemInput,
    ) -> Result<UpdateListItemPayload> {
        let row = items::update_notes(ctx.app(), ctx.actor(), input.entry_id.0, input.notes.as_deref()).await?;
        Ok(UpdateListItemPayload { item: row.into() })
    }

    /// Moves an item of a list. The list's owner and editors may.
    async fn move_list_item(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which, and where to.")] input: MoveListItemInput,
    ) -> Result<MoveListItemPayload> {
        let (after, before) = (input.after_id.map(|id| id.0), input.before_id.map(|id| id.0));
        let row = items::move_to(ctx.app(), ctx.actor(), input.entry_id.0, after, before).await?;
        Ok(MoveListItemPayload { item: row.into() })
    }
}

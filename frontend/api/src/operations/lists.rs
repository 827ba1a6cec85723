//! Lists of things, who works on them, and who reads them.

use super::catalogue::ItemCard;
use super::common::{IdVariables, IdVariablesFields, PageInfo, PersonCard};
use super::identity::Audience;
use crate::operation::{enums, mutations, operations};
use crate::scalars::{DateTime, Id, Patch};
use crate::schema;

enums! {
    /// What fills a list.
    ListKind { Manual = "MANUAL", Smart = "SMART", Watchlist = "WATCHLIST" }

    /// How a list is sorted.
    ListSort {
        Manual = "MANUAL", Title = "TITLE", DateAdded = "DATE_ADDED", ReleaseDate = "RELEASE_DATE", Rating = "RATING",
    }

    /// What somebody may do with a list.
    ListRole { Owner = "OWNER", Editor = "EDITOR", Viewer = "VIEWER" }

    /// What somebody may do with another's list.
    ListCollaboratorRole { Viewer = "VIEWER", Editor = "EDITOR" }
}

/// A list, as lists of lists show it.
#[derive(cynic::QueryFragment, Clone, Debug, PartialEq, Eq)]
#[cynic(graphql_type = "UserList")]
pub struct ListRow {
    pub id: Id,
    pub name: String,
    pub description: Option<String>,
    pub kind: ListKind,
    pub my_role: Option<ListRole>,
    pub audience: Audience,
    pub owner: Option<PersonCard>,
    pub item_count: Option<i32>,
    pub covers: Vec<ItemCard>,
}

/// A page of lists.
#[derive(cynic::QueryFragment, Clone, Debug, PartialEq, Eq)]
#[cynic(graphql_type = "UserListConnection")]
pub struct ListRows {
    pub nodes: Vec<ListRow>,
    pub page_info: PageInfo,
    pub total_count: i32,
}

/// What a smart list holds.
#[derive(cynic::QueryFragment, Clone, Debug, Default, PartialEq, Eq)]
#[cynic(graphql_type = "SmartFilter")]
pub struct SmartFilterState {
    pub types: Vec<String>,
    pub genres: Vec<String>,
    pub year_from: Option<i32>,
    pub year_to: Option<i32>,
    pub query: Option<String>,
    pub status: Vec<String>,
    pub favorite: Option<bool>,
    pub rating_from: Option<i32>,
    pub rating_to: Option<i32>,
    pub watched: Option<bool>,
}

/// Somebody who works on a list.
#[derive(cynic::QueryFragment, Clone, Debug, PartialEq, Eq)]
#[cynic(graphql_type = "ListCollaborator")]
pub struct CollaboratorRow {
    pub user_id: Id,
    pub user: Option<PersonCard>,
    pub role: ListRole,
}

/// An address by which anybody reads a list.
#[derive(cynic::QueryFragment, Clone, Debug, PartialEq, Eq)]
#[cynic(graphql_type = "ListLink")]
pub struct ListLinkRow {
    pub id: Id,
    pub created_at: DateTime,
    pub expires_at: Option<DateTime>,
}

/// A list with all there is to know of it but what is on it.
#[derive(cynic::QueryFragment, Clone, Debug, PartialEq, Eq)]
#[cynic(graphql_type = "UserList")]
pub struct ListDetail {
    pub id: Id,
    pub name: String,
    pub description: Option<String>,
    pub kind: ListKind,
    pub my_role: Option<ListRole>,
    pub audience: Audience,
    pub sort_order: ListSort,
    pub owner_id: Id,
    pub owner: Option<PersonCard>,
    pub filter: Option<SmartFilterState>,
    pub collaborators: Vec<CollaboratorRow>,
    pub links: Vec<ListLinkRow>,
}

impl ListDetail {
    /// Whether one may say what is on it.
    #[must_use]
    pub fn is_editable(&self) -> bool {
        self.kind != ListKind::Smart && matches!(self.my_role, Some(ListRole::Owner | ListRole::Editor))
    }

    /// Whether it is one's own.
    #[must_use]
    pub fn is_own(&self) -> bool {
        self.my_role == Some(ListRole::Owner)
    }
}

/// An item on a list. On a smart list it has nothing but the item.
#[derive(cynic::QueryFragment, Clone, Debug, PartialEq, Eq)]
#[cynic(graphql_type = "ListItem")]
pub struct ListEntry {
    pub entry_id: Option<Id>,
    pub rank: Option<String>,
    pub notes: Option<String>,
    pub added_at: Option<DateTime>,
    pub added_by: Option<PersonCard>,
    pub item: Option<ItemCard>,
}

/// A page of what is on a list.
#[derive(cynic::QueryFragment, Clone, Debug, PartialEq, Eq)]
#[cynic(graphql_type = "ListItemConnection")]
pub struct ListEntries {
    pub nodes: Vec<ListEntry>,
    pub page_info: PageInfo,
    pub total_count: i32,
}

/// Which part of which list, in which order.
#[derive(cynic::QueryVariables, Clone, Debug)]
pub struct ListItemsVariables {
    pub list_id: Id,
    pub sort: Option<ListSort>,
    pub first: Option<i32>,
    pub after: Option<String>,
}

/// Whose lists, and which of them.
#[derive(cynic::QueryVariables, Clone, Debug)]
pub struct ListsVariables {
    pub user_id: Option<Id>,
    pub first: Option<i32>,
    pub after: Option<String>,
}

/// The lists of a person, or those that the caller owns or works on.
#[derive(cynic::QueryFragment, Clone, Debug, PartialEq, Eq)]
#[cynic(graphql_type = "Query", variables = "ListsVariables")]
pub struct Lists {
    #[arguments(userId: $user_id, first: $first, after: $after)]
    pub lists: ListRows,
}

/// One list.
#[derive(cynic::QueryFragment, Clone, Debug, PartialEq, Eq)]
#[cynic(graphql_type = "Query", variables = "IdVariables")]
pub struct ListById {
    #[arguments(id: $id)]
    pub list: ListDetail,
}

/// What is on a list.
#[derive(cynic::QueryFragment, Clone, Debug, PartialEq, Eq)]
#[cynic(graphql_type = "Query", variables = "ListItemsVariables")]
pub struct ListItems {
    #[arguments(listId: $list_id, sort: $sort, first: $first, after: $after)]
    pub list_items: ListEntries,
}

/// A list, as one chooses among them.
#[derive(cynic::QueryFragment, Clone, Debug, PartialEq, Eq)]
#[cynic(graphql_type = "UserList")]
pub struct ListName {
    pub id: Id,
    pub name: String,
    pub kind: ListKind,
    pub my_role: Option<ListRole>,
}

/// Lists to choose among.
#[derive(cynic::QueryFragment, Clone, Debug, PartialEq, Eq)]
#[cynic(graphql_type = "UserListConnection")]
pub struct ListNames {
    pub nodes: Vec<ListName>,
}

/// The list that a row is on.
#[derive(cynic::QueryFragment, Clone, Debug, PartialEq, Eq)]
#[cynic(graphql_type = "UserList")]
pub struct ListRef {
    pub id: Id,
}

/// By what a list holds an item.
#[derive(cynic::QueryFragment, Clone, Debug, PartialEq, Eq)]
#[cynic(graphql_type = "ListItem")]
pub struct Holding {
    pub entry_id: Option<Id>,
    pub list: Option<ListRef>,
}

/// By what the caller's lists hold an item.
#[derive(cynic::QueryFragment, Clone, Debug, PartialEq, Eq)]
#[cynic(graphql_type = "MediaItem")]
pub struct ItemHoldings {
    pub my_list_items: Vec<Holding>,
}

/// The caller's lists, a hundred at the most, and which of them hold an item.
#[derive(cynic::QueryFragment, Clone, Debug, PartialEq, Eq)]
#[cynic(graphql_type = "Query", variables = "IdVariables")]
pub struct ListsForItem {
    #[arguments(first: 100)]
    pub lists: ListNames,
    #[arguments(id: $id)]
    pub media_item: Option<ItemHoldings>,
}

/// An item on a list that was reached by its address.
#[derive(cynic::QueryFragment, Clone, Debug, PartialEq, Eq)]
#[cynic(graphql_type = "SharedListItem")]
pub struct SharedItem {
    pub name: String,
    pub whole: Option<String>,
    pub media_type: Option<String>,
    pub year: Option<i32>,
    pub poster_url: Option<String>,
    pub notes: Option<String>,
}

/// A page of what is on such a list.
#[derive(cynic::QueryFragment, Clone, Debug, PartialEq, Eq)]
#[cynic(graphql_type = "SharedListItemConnection")]
pub struct SharedItems {
    pub nodes: Vec<SharedItem>,
    pub page_info: PageInfo,
    pub total_count: i32,
}

/// The public face of a list.
#[derive(cynic::QueryFragment, Clone, Debug, PartialEq, Eq)]
#[cynic(graphql_type = "SharedList", variables = "SharedListVariables")]
pub struct SharedListFace {
    pub name: String,
    pub description: Option<String>,
    #[arguments(first: $first, after: $after)]
    pub items: SharedItems,
}

/// Which part of which list.
#[derive(cynic::QueryVariables, Clone, Debug)]
pub struct SharedListVariables {
    pub secret: String,
    pub first: Option<i32>,
    pub after: Option<String>,
}

/// A list by one of its addresses.
#[derive(cynic::QueryFragment, Clone, Debug, PartialEq, Eq)]
#[cynic(graphql_type = "Query", variables = "SharedListVariables")]
pub struct SharedListPage {
    #[arguments(secret: $secret)]
    pub shared_list: SharedListFace,
}

operations! {
    Query Lists(ListsVariables);
    Query ListById(IdVariables);
    Query ListItems(ListItemsVariables);
    Query ListsForItem(IdVariables);
    Query SharedListPage(SharedListVariables);
}

/// What a smart list shall hold; what is left out does not narrow it.
#[derive(cynic::InputObject, Clone, Debug, Default)]
pub struct SmartFilterInput {
    pub types: Option<Vec<String>>,
    pub genres: Option<Vec<String>>,
    pub year_from: Option<i32>,
    pub year_to: Option<i32>,
    pub query: Option<String>,
    pub status: Option<Vec<String>>,
    pub favorite: Option<bool>,
    pub rating_from: Option<i32>,
    pub rating_to: Option<i32>,
    pub watched: Option<bool>,
}

/// A new list; with a filter a smart one.
#[derive(cynic::InputObject, Clone, Debug)]
pub struct CreateListInput {
    pub name: String,
    pub description: Option<String>,
    pub audience: Option<Audience>,
    pub sort_order: Option<ListSort>,
    pub filter: Option<SmartFilterInput>,
}

/// What to change of a list; what is left out stays.
#[derive(cynic::InputObject, Clone, Debug)]
pub struct UpdateListInput {
    pub list_id: Id,
    pub name: Option<String>,
    #[cynic(skip_serializing_if = "Patch::is_keep")]
    pub description: Patch<String>,
    pub audience: Option<Audience>,
    pub sort_order: Option<ListSort>,
    pub filter: Option<SmartFilterInput>,
}

impl UpdateListInput {
    /// Nothing changes yet.
    #[must_use]
    pub fn of(list_id: Id) -> Self {
        Self { list_id, name: None, description: Patch::Keep, audience: None, sort_order: None, filter: None }
    }
}

/// Which list to delete.
#[derive(cynic::InputObject, Clone, Debug)]
pub struct DeleteListInput {
    pub list_id: Id,
}

/// Which list to bring back.
#[derive(cynic::InputObject, Clone, Debug)]
pub struct RestoreListInput {
    pub list_id: Id,
}

/// An item for a list.
#[derive(cynic::InputObject, Clone, Debug)]
pub struct ListItemInput {
    pub item_id: Id,
    pub notes: Option<String>,
    pub rank: Option<String>,
    pub added_at: Option<DateTime>,
}

impl ListItemInput {
    /// An item that goes to the end.
    #[must_use]
    pub fn of(item_id: Id) -> Self {
        Self { item_id, notes: None, rank: None, added_at: None }
    }
}

/// What to put on which list.
#[derive(cynic::InputObject, Clone, Debug)]
pub struct AddToListInput {
    pub list_id: Id,
    pub items: Vec<ListItemInput>,
}

/// What to take off which list.
#[derive(cynic::InputObject, Clone, Debug)]
pub struct RemoveFromListInput {
    pub list_id: Id,
    pub entry_ids: Vec<Id>,
}

/// What to say of an item on a list.
#[derive(cynic::InputObject, Clone, Debug)]
pub struct UpdateListItemInput {
    pub entry_id: Id,
    pub notes: Option<String>,
}

/// Where to put an item of a list.
#[derive(cynic::InputObject, Clone, Debug)]
pub struct MoveListItemInput {
    pub entry_id: Id,
    pub after_id: Option<Id>,
    pub before_id: Option<Id>,
}

/// Whom to let work on which list.
#[derive(cynic::InputObject, Clone, Debug)]
pub struct PutListCollaboratorInput {
    pub list_id: Id,
    pub user_id: Id,
    pub role: ListCollaboratorRole,
}

/// Whom to take off which list.
#[derive(cynic::InputObject, Clone, Debug)]
pub struct RemoveListCollaboratorInput {
    pub list_id: Id,
    pub user_id: Id,
}

/// Which list to leave.
#[derive(cynic::InputObject, Clone, Debug)]
pub struct LeaveListInput {
    pub list_id: Id,
}

/// Of which list to make an address.
#[derive(cynic::InputObject, Clone, Debug)]
pub struct CreateListLinkInput {
    pub list_id: Id,
    pub expires_at: Option<DateTime>,
}

/// Which address to end.
#[derive(cynic::InputObject, Clone, Debug)]
pub struct RevokeListLinkInput {
    pub link_id: Id,
}

/// Something that was put on a list, or taken off it.
#[derive(cynic::QueryFragment, Clone, Debug, PartialEq)]
#[cynic(graphql_type = "AddToListPayload")]
pub struct AddedToList {
    pub added: Vec<ListEntry>,
    pub existing: Vec<Holding>,
}

/// What was taken off a list.
#[derive(cynic::QueryFragment, Clone, Debug, PartialEq)]
#[cynic(graphql_type = "RemoveFromListPayload")]
pub struct RemovedFromList {
    pub removed: Vec<ListEntry>,
}

mutations! {
    /// Makes a list.
    CreateList(CreateListVariables, CreateListInput) => create_list: CreateListPayload { list: ListRef, }

    /// Changes a list.
    UpdateList(UpdateListVariables, UpdateListInput) => update_list: UpdateListPayload { list: ListRef, }

    /// Deletes a list.
    DeleteList(DeleteListVariables, DeleteListInput) => delete_list: DeleteListPayload { deleted_id: Id, }

    /// Brings back a list.
    RestoreList(RestoreListVariables, RestoreListInput) => restore_list: RestoreListPayload { list: ListRef, }

    /// Puts items on a list.
    AddToList(AddToListVariables, AddToListInput) => add_to_list: AddedToList

    /// Takes items off a list.
    RemoveFromList(RemoveFromListVariables, RemoveFromListInput) => remove_from_list: RemovedFromList

    /// Says something else of an item on a list.
    UpdateListItem(UpdateListItemVariables, UpdateListItemInput)
        => update_list_item: UpdateListItemPayload { item: ListEntry, }

    /// Moves an item of a list.
    MoveListItem(MoveListItemVariables, MoveListItemInput) => move_list_item: MoveListItemPayload { item: ListEntry, }

    /// Lets somebody work on a list.
    PutListCollaborator(PutListCollaboratorVariables, PutListCollaboratorInput)
        => put_list_collaborator: PutListCollaboratorPayload { collaborator: CollaboratorRow, }

    /// Takes somebody off a list.
    RemoveListCollaborator(RemoveListCollaboratorVariables, RemoveListCollaboratorInput)
        => remove_list_collaborator: RemoveListCollaboratorPayload { user_id: Id, }

    /// Leaves a list.
    LeaveList(LeaveListVariables, LeaveListInput) => leave_list: LeaveListPayload { left_id: Id, }

    /// Makes an address of a list.
    CreateListLink(CreateListLinkVariables, CreateListLinkInput)
        => create_list_link: CreateListLinkPayload { link: ListLinkRow, secret: String, }

    /// Ends an address of a list.
    RevokeListLink(RevokeListLinkVariables, RevokeListLinkInput)
        => revoke_list_link: RevokeListLinkPayload { revoked_id: Id, }
}

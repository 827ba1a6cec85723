//! Looking after the catalogue: what moderators do to items.

use super::catalogue::{ExternalIdRow, ItemCard};
use crate::operation::mutations;
use crate::scalars::{Id, Json, NaiveDate, Patch};
use crate::schema;

/// What a provider calls an item.
#[derive(cynic::InputObject, Clone, Debug, PartialEq, Eq)]
pub struct ExternalIdInput {
    pub external_id: String,
    pub kind: String,
    pub provider: String,
}

/// An item to be made.
#[derive(cynic::InputObject, Clone, Debug)]
pub struct CreateMediaItemInput {
    pub media_type_id: Id,
    pub name: String,
    pub original_name: Option<String>,
    pub description: Option<String>,
    pub genres: Vec<String>,
    pub language: Option<String>,
    pub parent_id: Option<Id>,
    pub position: Option<i32>,
    pub released_on: Option<NaiveDate>,
    pub runtime_seconds: Option<i32>,
    pub year: Option<i32>,
    pub external_ids: Vec<ExternalIdInput>,
}

/// What to change about an item; what is left out stays.
#[derive(cynic::InputObject, Clone, Debug)]
pub struct UpdateMediaItemInput {
    pub id: Id,
    pub name: Option<String>,
    pub genres: Option<Vec<String>>,
    pub metadata: Option<Json>,
    pub locked_fields: Option<Vec<String>>,
    #[cynic(skip_serializing_if = "Patch::is_keep")]
    pub original_name: Patch<String>,
    #[cynic(skip_serializing_if = "Patch::is_keep")]
    pub description: Patch<String>,
    #[cynic(skip_serializing_if = "Patch::is_keep")]
    pub language: Patch<String>,
    #[cynic(skip_serializing_if = "Patch::is_keep")]
    pub released_on: Patch<NaiveDate>,
    #[cynic(skip_serializing_if = "Patch::is_keep")]
    pub runtime_seconds: Patch<i32>,
    #[cynic(skip_serializing_if = "Patch::is_keep")]
    pub year: Patch<i32>,
}

/// Which item to delete, with all its parts.
#[derive(cynic::InputObject, Clone, Debug)]
pub struct DeleteMediaItemInput {
    pub id: Id,
}

/// Which two items are one.
#[derive(cynic::InputObject, Clone, Debug)]
pub struct MergeMediaItemsInput {
    pub absorbed_id: Id,
    pub survivor_id: Id,
}

/// What a provider calls an item.
#[derive(cynic::InputObject, Clone, Debug)]
pub struct AddExternalIdInput {
    pub item_id: Id,
    pub external_id: String,
    pub kind: String,
    pub provider: String,
}

/// Which external id to remove.
#[derive(cynic::InputObject, Clone, Debug)]
pub struct RemoveExternalIdInput {
    pub id: Id,
}

mutations! {
    /// Makes an item.
    CreateMediaItem(CreateMediaItemVariables, CreateMediaItemInput)
        => create_media_item: CreateMediaItemPayload { item: ItemCard, }

    /// Changes an item.
    UpdateMediaItem(UpdateMediaItemVariables, UpdateMediaItemInput)
        => update_media_item: UpdateMediaItemPayload { item: ItemCard, }

    /// Deletes an item that nobody has.
    DeleteMediaItem(DeleteMediaItemVariables, DeleteMediaItemInput)
        => delete_media_item: DeleteMediaItemPayload { deleted_id: Id, }

    /// Makes one item of two that are the same.
    MergeMediaItems(MergeMediaItemsVariables, MergeMediaItemsInput)
        => merge_media_items: MergeMediaItemsPayload { item: ItemCard, }

    /// Adds an external id to an item.
    AddExternalId(AddExternalIdVariables, AddExternalIdInput)
        => add_external_id: AddExternalIdPayload { external_id: ExternalIdRow, }

    /// Removes an external id from its item.
    RemoveExternalId(RemoveExternalIdVariables, RemoveExternalIdInput)
        => remove_external_id: RemoveExternalIdPayload { item: ItemCard, }
}

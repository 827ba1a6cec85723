use async_graphql::{Context, InputObject, Json, MaybeUndefined, Object, Result, SimpleObject};
use chrono::{DateTime, NaiveDate, Utc};
use medianest_core::catalogue::changes::{self, ItemPatch};
use medianest_core::catalogue::items::{self, ItemDraft};
use medianest_core::db::{MediaGroupId, MediaItemId, MediaTypeId};

use super::MediaItem;
use super::related_mutation::ExternalIdInput;
use crate::graphql::{ContextExt, Id};

/// An item to be added.
#[derive(InputObject)]
pub struct CreateMediaItemInput {
    /// What kind of thing it is.
    media_type_id: Id<MediaTypeId>,
    /// Its title.
    name: String,
    /// What it is a part of: the show of a season, the season of an episode. Without it, it stands at the top.
    parent_id: Option<Id<MediaItemId>>,
    /// Its number among its parent's parts. Season 0 holds the specials.
    position: Option<i32>,
    /// The work that it is a version of.
    media_group_id: Option<Id<MediaGroupId>>,
    /// Its title in the language it was made in.
    original_name: Option<String>,
    /// What it is about.
    description: Option<String>,
    /// The year it came out.
    year: Option<i32>,
    /// The day it came out.
    released_on: Option<NaiveDate>,
    /// The moment it came out, where that is known.
    released_at: Option<DateTime<Utc>>,
    /// How long it plays.
    runtime_seconds: Option<i32>,
    /// Its genres, 50 at the most.
    #[graphql(default)]
    genres: Vec<String>,
    /// Its language, as a BCP 47 tag.
    language: Option<String>,
    /// An object with what its media type's metadata fields describe.
    metadata: Option<Json<serde_json::Value>>,
    /// What others call it, 50 ids at the most.
    #[graphql(default)]
    external_ids: Vec<ExternalIdInput>,
}

impl From<CreateMediaItemInput> for ItemDraft {
    fn from(input: CreateMediaItemInput) -> Self {
        Self {
            media_type_id: input.media_type_id.0,
            name: input.name,
            parent_id: input.parent_id.map(|id| id.0),
            position: input.position,
            media_group_id: input.media_group_id.map(|id| id.0),
            original_name: input.original_name,
            description: input.description,
            year: input.year.map(year),
            released_on: input.released_on,
            released_at: input.released_at,
            runtime_seconds: input.runtime_seconds,
            genres: input.genres,
            language: input.language,
            metadata: input.metadata.map_or_else(|| serde_json::json!({}), |metadata| metadata.0),
            locked_fields: Vec::new(),
            external_ids: input.external_ids.into_iter().map(Into::into).collect(),
            import_job_id: None,
        }
    }
}

/// A year as rules take it: one out of any range stays out of range, for them to refuse.
fn year(year: i32) -> i16 {
    i16::try_from(year).unwrap_or(i16::MAX)
}

/// A new item.
#[derive(SimpleObject)]
pub struct CreateMediaItemPayload {
    /// The item.
    item: MediaItem,
}

/// What to change about an item. What is left out stays.
#[derive(InputObject)]
pub struct UpdateMediaItemInput {
    /// Which.
    id: Id<MediaItemId>,
    /// Its title.
    name: Option<String>,
    /// Its title in the language it was made in; null takes it away.
    original_name: MaybeUndefined<String>,
    /// What it is about; null takes it away.
    description: MaybeUndefined<String>,
    /// The year it came out; null takes it away.
    year: MaybeUndefined<i32>,
    /// The day it came out; null takes it away.
    released_on: MaybeUndefined<NaiveDate>,
    /// The moment it came out; null takes it away.
    released_at: MaybeUndefined<DateTime<Utc>>,
    /// How long it plays; null takes it away.
    runtime_seconds: MaybeUndefined<i32>,
    /// Its genres, all of them.
    genres: Option<Vec<String>>,
    /// Its language, as a BCP 47 tag; null takes it away.
    language: MaybeUndefined<String>,
    /// An object with what its media type's metadata fields describe; it replaces the old one.
    metadata: Option<Json<serde_json::Value>>,
    /// The work that it is a version of; null takes it out of its group.
    media_group_id: MaybeUndefined<Id<MediaGroupId>>,
    /// Which fields providers leave as they are, all of them. Without it, what is changed here is added to those there are.
    locked_fields: Option<Vec<String>>,
}

/// A changed item.
#[derive(SimpleObject)]
pub struct UpdateMediaItemPayload {
    /// The item as it is now.
    item: MediaItem,
}

/// Where to put an item.
#[derive(InputObject)]
pub struct MoveMediaItemInput {
    /// Which.
    id: Id<MediaItemId>,
    /// What it is to be a part of; null puts it at the top.
    parent_id: Option<Id<MediaItemId>>,
    /// Its number among its parent's parts.
    position: Option<i32>,
}

/// A moved item.
#[derive(SimpleObject)]
pub struct MoveMediaItemPayload {
    /// The item where it is now.
    item: MediaItem,
}

/// Which item to delete.
#[derive(InputObject)]
pub struct DeleteMediaItemInput {
    /// The item.
    id: Id<MediaItemId>,
}

/// The item that is gone.
#[derive(SimpleObject)]
pub struct DeleteMediaItemPayload {
    /// Its id.
    deleted_id: Id<MediaItemId>,
}

/// Two items that are the same.
#[derive(InputObject)]
pub struct MergeMediaItemsInput {
    /// The one that stays.
    survivor_id: Id<MediaItemId>,
    /// The one that goes.
    absorbed_id: Id<MediaItemId>,
}

/// What came of merging.
#[derive(SimpleObject)]
pub struct MergeMediaItemsPayload {
    /// The item that stayed, with what both had.
    item: MediaItem,
}

/// Keeping items. Moderators and administrators only.
#[derive(Default)]
pub struct ItemMutation;

#[Object]
impl ItemMutation {
    /// Adds an item with its external ids. Moderators and administrators only.
    async fn create_media_item(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The item.")] input: CreateMediaItemInput,
    ) -> Result<CreateMediaItemPayload> {
        let item = items::create(ctx.app(), ctx.actor(), input.into()).await?;
        Ok(CreateMediaItemPayload { item: item.into() })
    }

    /// Changes an item. Moderators and administrators only.
    async fn update_media_item(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What to change.")] input: UpdateMediaItemInput,
    ) -> Result<UpdateMediaItemPayload> {
        let patch = ItemPatch {
            name: input.name,
            original_name: input.original_name.into(),
            description: input.description.into(),
            year: input.year.map_value(year).into(),
            released_on: input.released_on.into(),
            released_at: input.released_at.into(),
            runtime_seconds: input.runtime_seconds.into(),
            genres: input.genres,
            language: input.language.into(),
            metadata: input.metadata.map(|metadata| metadata.0),
            media_group_id: input.media_group_id.map_value(|id| id.0).into(),
            locked_fields: input.locked_fields,
        };
        let item = changes::update(ctx.app(), ctx.actor(), input.id.0, patch).await?;
        Ok(UpdateMediaItemPayload { item: item.into() })
    }

    /// Puts an item, and with it all its parts, below another item or at the top. Moderators and administrators only.
    async fn move_media_item(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which, and where to.")] input: MoveMediaItemInput,
    ) -> Result<MoveMediaItemPayload> {
        let parent = input.parent_id.map(|id| id.0);
        let item = changes::relocate(ctx.app(), ctx.actor(), input.id.0, parent, input.position).await?;
        Ok(MoveMediaItemPayload { item: item.into() })
    }

    /// Deletes an item with all its parts, unless somebody has one of them in their library, history, ratings or lists.
    /// Moderators and administrators only.
    async fn delete_media_item(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which.")] input: DeleteMediaItemInput,
    ) -> Result<DeleteMediaItemPayload> {
        changes::delete(ctx.app(), ctx.actor(), input.id.0).await?;
        Ok(DeleteMediaItemPayload { deleted_id: input.id })
    }

    /// Makes one item of two that are the same: the external ids and parts of the one that goes, and everything that people
    /// did with it, go over to the one that stays. Moderators and administrators only.
    async fn merge_media_items(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which two.")] input: MergeMediaItemsInput,
    ) -> Result<MergeMediaItemsPayload> {
        let item = changes::merge(ctx.app(), ctx.actor(), input.survivor_id.0, input.absorbed_id.0).await?;
        Ok(MergeMediaItemsPayload { item: item.into() })
    }
}

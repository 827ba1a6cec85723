use async_graphql::{Context, InputObject, Object, Result, SimpleObject};
use medianest_core::catalogue::{self, external_ids, files, relationships};
use medianest_core::db::{MediaExternalIdId, MediaFileLocationId, MediaItemId, MediaRelationshipId};

use super::{ExternalId, FileType, MediaFileLocation, MediaItem, MediaRelationship};
use crate::graphql::{ContextExt, Id};

/// What somebody else calls an item.
#[derive(InputObject)]
pub struct ExternalIdInput {
    /// Whose id it is: `imdb`, `tmdb`.
    provider: String,
    /// What the provider calls such a thing: `movie`, `show`, `work`.
    kind: String,
    /// The id.
    external_id: String,
}

impl From<ExternalIdInput> for catalogue::ExternalKey {
    fn from(input: ExternalIdInput) -> Self {
        Self { provider: input.provider, kind: input.kind, external_id: input.external_id }
    }
}

/// An external id for an item.
#[derive(InputObject)]
pub struct AddExternalIdInput {
    /// The item.
    item_id: Id<MediaItemId>,
    /// Whose id it is: `imdb`, `tmdb`.
    provider: String,
    /// What the provider calls such a thing: `movie`, `show`, `work`.
    kind: String,
    /// The id.
    external_id: String,
}

/// A new external id.
#[derive(SimpleObject)]
pub struct AddExternalIdPayload {
    /// The id in its stored form.
    external_id: ExternalId,
}

/// Which external id to remove.
#[derive(InputObject)]
pub struct RemoveExternalIdInput {
    /// The external id's id here.
    id: Id<MediaExternalIdId>,
}

/// What came of removing an external id.
#[derive(SimpleObject)]
pub struct RemoveExternalIdPayload {
    /// The item it was of.
    item: MediaItem,
}

/// How one item stands to another.
#[derive(InputObject)]
pub struct AddMediaRelationshipInput {
    /// The item that is spoken of.
    from_id: Id<MediaItemId>,
    /// The other item.
    to_id: Id<MediaItemId>,
    /// What the other item is to this one: `sequel`, `prequel`, `adaptation`.
    #[graphql(name = "type")]
    relationship_type: String,
}

/// A new relationship.
#[derive(SimpleObject)]
pub struct AddMediaRelationshipPayload {
    /// The relationship, as seen from the item that is spoken of.
    relationship: MediaRelationship,
}

/// Which relationship to remove.
#[derive(InputObject)]
pub struct RemoveMediaRelationshipInput {
    /// The relationship.
    id: Id<MediaRelationshipId>,
}

/// What came of removing a relationship.
#[derive(SimpleObject)]
pub struct RemoveMediaRelationshipPayload {
    /// The item that was spoken of.
    item: MediaItem,
}

/// Where a file of an item lies.
#[derive(InputObject)]
pub struct AddMediaFileLocationInput {
    /// The item.
    item_id: Id<MediaItemId>,
    /// The path, on whatever machine holds the file.
    file_path: String,
    /// What kind of file it is.
    file_type: Option<FileType>,
}

/// A new file location.
#[derive(SimpleObject)]
pub struct AddMediaFileLocationPayload {
    /// The location.
    file_location: MediaFileLocation,
}

/// What somebody found who looked for a file.
#[derive(InputObject)]
pub struct VerifyMediaFileLocationInput {
    /// The location.
    id: Id<MediaFileLocationId>,
    /// Whether the file was not there.
    #[graphql(default)]
    is_missing: bool,
}

/// A file location that somebody looked at.
#[derive(SimpleObject)]
pub struct VerifyMediaFileLocationPayload {
    /// The location as it is now.
    file_location: MediaFileLocation,
}

/// Which file location to forget.
#[derive(InputObject)]
pub struct RemoveMediaFileLocationInput {
    /// The location.
    id: Id<MediaFileLocationId>,
}

/// What came of forgetting a file location.
#[derive(SimpleObject)]
pub struct RemoveMediaFileLocationPayload {
    /// The item whose file it was.
    item: MediaItem,
}

/// Keeping what hangs on items. Moderators and administrators only.
#[derive(Default)]
pub struct RelatedMutation;

#[Object]
impl RelatedMutation {
    /// Adds an external id to an item. Moderators and administrators only.
    async fn add_external_id(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The id, and of what.")] input: AddExternalIdInput,
    ) -> Result<AddExternalIdPayload> {
        let key = catalogue::ExternalKey { provider: input.provider, kind: input.kind, external_id: input.external_id };
        let added = external_ids::create(ctx.app(), ctx.actor(), input.item_id.0, &key).await?;
        Ok(AddExternalIdPayload { external_id: ExternalId(added.into()) })
    }

    /// Removes an external id from its item. Moderators and administrators only.
    async fn remove_external_id(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which.")] input: RemoveExternalIdInput,
    ) -> Result<RemoveExternalIdPayload> {
        let item = external_ids::delete(ctx.app(), ctx.actor(), input.id.0).await?;
        Ok(RemoveExternalIdPayload { item: item.into() })
    }

    /// Notes what one item is to another, and for sequels and their like also what that one is to it. Moderators and
    /// administrators only.
    async fn add_media_relationship(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What to note.")] input: AddMediaRelationshipInput,
    ) -> Result<AddMediaRelationshipPayload> {
        let (from, to) = (input.from_id.0, input.to_id.0);
        let added = relationships::create(ctx.app(), ctx.actor(), from, to, &input.relationship_type).await?;
        Ok(AddMediaRelationshipPayload { relationship: MediaRelationship(added) })
    }

    /// Removes a relationship, and what it means the other way round. Moderators and administrators only.
    async fn remove_media_relationship(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which.")] input: RemoveMediaRelationshipInput,
    ) -> Result<RemoveMediaRelationshipPayload> {
        let item = relationships::delete(ctx.app(), ctx.actor(), input.id.0).await?;
        Ok(RemoveMediaRelationshipPayload { item: item.into() })
    }

    /// Notes where a file of an item lies. Moderators and administrators only.
    async fn add_media_file_location(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The file, and of what.")] input: AddMediaFileLocationInput,
    ) -> Result<AddMediaFileLocationPayload> {
        let file_type = input.file_type.map(Into::into);
        let added = files::create(ctx.app(), ctx.actor(), input.item_id.0, &input.file_path, file_type).await?;
        Ok(AddMediaFileLocationPayload { file_location: MediaFileLocation(added) })
    }

    /// Notes that somebody looked for a file, and whether it was there. Moderators and administrators only.
    async fn verify_media_file_location(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which, and what was found.")] input: VerifyMediaFileLocationInput,
    ) -> Result<VerifyMediaFileLocationPayload> {
        let seen = files::verify(ctx.app(), ctx.actor(), input.id.0, input.is_missing).await?;
        Ok(VerifyMediaFileLocationPayload { file_location: MediaFileLocation(seen) })
    }

    /// Forgets where a file lies; the file itself stays. Moderators and administrators only.
    async fn remove_media_file_location(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which.")] input: RemoveMediaFileLocationInput,
    ) -> Result<RemoveMediaFileLocationPayload> {
        let item = files::delete(ctx.app(), ctx.actor(), input.id.0).await?;
        Ok(RemoveMediaFileLocationPayload { item: item.into() })
    }
}

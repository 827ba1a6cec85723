use async_graphql::{Context, InputObject, MaybeUndefined, Object, Result, SimpleObject};
use medianest_core::catalogue::groups;
use medianest_core::db::{MediaGroupId, MediaTypeId};

use super::MediaGroup;
use crate::graphql::{ContextExt, Id};

/// A group of versions to be made.
#[derive(InputObject)]
pub struct CreateMediaGroupInput {
    /// What kind of thing its versions are.
    media_type_id: Id<MediaTypeId>,
    /// What the work is called.
    name: String,
    /// What is to be said of the work.
    description: Option<String>,
}

/// A new group of versions.
#[derive(SimpleObject)]
pub struct CreateMediaGroupPayload {
    /// The group.
    group: MediaGroup,
}

/// What to change about a group of versions. What is left out stays.
#[derive(InputObject)]
pub struct UpdateMediaGroupInput {
    /// Which.
    id: Id<MediaGroupId>,
    /// What the work is called.
    name: Option<String>,
    /// What is to be said of the work; null takes it away.
    description: MaybeUndefined<String>,
}

/// A changed group of versions.
#[derive(SimpleObject)]
pub struct UpdateMediaGroupPayload {
    /// The group as it is now.
    group: MediaGroup,
}

/// Which group of versions to delete.
#[derive(InputObject)]
pub struct DeleteMediaGroupInput {
    /// The group.
    id: Id<MediaGroupId>,
}

/// The group of versions that is gone.
#[derive(SimpleObject)]
pub struct DeleteMediaGroupPayload {
    /// Its id.
    deleted_id: Id<MediaGroupId>,
}

/// Keeping groups of versions. Moderators and administrators only.
#[derive(Default)]
pub struct MediaGroupMutation;

#[Object]
impl MediaGroupMutation {
    /// Makes a group of versions. Items join it by `createMediaItem` or `updateMediaItem` with its id. Moderators and
    /// administrators only.
    async fn create_media_group(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The group.")] input: CreateMediaGroupInput,
    ) -> Result<CreateMediaGroupPayload> {
        let description = input.description.as_deref();
        let group = groups::create(ctx.app(), ctx.actor(), input.media_type_id.0, &input.name, description).await?;
        Ok(CreateMediaGroupPayload { group: MediaGroup(group) })
    }

    /// Renames or describes a group of versions. Moderators and administrators only.
    async fn update_media_group(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What to change.")] input: UpdateMediaGroupInput,
    ) -> Result<UpdateMediaGroupPayload> {
        let group = groups::update(ctx.app(), ctx.actor(), input.id.0, input.name, input.description.into()).await?;
        Ok(UpdateMediaGroupPayload { group: MediaGroup(group) })
    }

    /// Deletes a group; its versions stay, as items of their own. Moderators and administrators only.
    async fn delete_media_group(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which.")] input: DeleteMediaGroupInput,
    ) -> Result<DeleteMediaGroupPayload> {
        groups::delete(ctx.app(), ctx.actor(), input.id.0).await?;
        Ok(DeleteMediaGroupPayload { deleted_id: input.id })
    }
}

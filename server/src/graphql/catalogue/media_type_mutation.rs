use async_graphql::{Context, InputObject, MaybeUndefined, Object, Result, SimpleObject};
use medianest_core::catalogue;
use medianest_core::catalogue::types::{self, TypeDraft, TypePatch};
use medianest_core::db::MediaTypeId;

use super::MediaType;
use super::media_type::MetadataFieldType;
use crate::graphql::{ContextExt, Id};

/// A metadata field that a media type's items are to have.
#[derive(InputObject)]
pub struct MetadataFieldInput {
    /// Its key in `MediaItem.metadata`: lower-case letters, digits and underscores.
    name: String,
    /// What kind of value it holds.
    field_type: MetadataFieldType,
    /// Whether every item must have it.
    #[graphql(default)]
    required: bool,
}

impl From<MetadataFieldInput> for catalogue::MetadataField {
    fn from(input: MetadataFieldInput) -> Self {
        Self { name: input.name, field_type: input.field_type.into(), required: input.required }
    }
}

fn fields(inputs: Vec<MetadataFieldInput>) -> Vec<catalogue::MetadataField> {
    inputs.into_iter().map(Into::into).collect()
}

/// A media type to be made.
#[derive(InputObject)]
pub struct CreateMediaTypeInput {
    /// Its name in the API and in imports, which never changes: lower-case letters, digits and underscores.
    name: String,
    /// Its name for people.
    display_name: String,
    /// The name of an icon.
    icon: Option<String>,
    /// A colour, as `#rrggbb`.
    color: Option<String>,
    /// What its levels are called, 1 to 8 from the top: `show`, `season`, `episode`.
    hierarchy_levels: Vec<String>,
    /// What one does with it: `watch`, `listen`.
    interaction_verb: String,
    /// What going through it once is called: `watch`, `reading`, `playthrough`.
    session_noun: String,
    /// What progress is counted in: `minute`, `page`.
    progress_unit: String,
    /// How far one must get for it to count as done, in percent.
    #[graphql(default_with = "90.0")]
    completion_threshold_percent: f32,
    /// The metadata fields that its items have.
    #[graphql(default)]
    metadata_fields: Vec<MetadataFieldInput>,
}

impl From<CreateMediaTypeInput> for TypeDraft {
    fn from(input: CreateMediaTypeInput) -> Self {
        Self {
            name: input.name,
            display_name: input.display_name,
            icon: input.icon,
            color: input.color,
            hierarchy_levels: input.hierarchy_levels,
            interaction_verb: input.interaction_verb,
            session_noun: input.session_noun,
            progress_unit: input.progress_unit,
            completion_threshold_percent: input.completion_threshold_percent,
            metadata_fields: fields(input.metadata_fields),
        }
    }
}

/// A new media type.
#[derive(SimpleObject)]
pub struct CreateMediaTypePayload {
    /// The media type.
    media_type: MediaType,
}

/// What to change about a media type. What is left out stays.
#[derive(InputObject)]
pub struct UpdateMediaTypeInput {
    /// Which.
    id: Id<MediaTypeId>,
    /// Its name for people.
    display_name: Option<String>,
    /// The name of an icon; null takes it away.
    icon: MaybeUndefined<String>,
    /// A colour, as `#rrggbb`; null takes it away.
    color: MaybeUndefined<String>,
    /// What its levels are called, from the top. Levels that hold items cannot go.
    hierarchy_levels: Option<Vec<String>>,
    /// What one does with it.
    interaction_verb: Option<String>,
    /// What going through it once is called.
    session_noun: Option<String>,
    /// What progress is counted in.
    progress_unit: Option<String>,
    /// How far one must get for it to count as done, in percent.
    completion_threshold_percent: Option<f32>,
    /// The metadata fields that its items have, all of them.
    metadata_fields: Option<Vec<MetadataFieldInput>>,
    /// Disabled types are left out of ordinary lists; their items stay.
    is_enabled: Option<bool>,
}

/// A changed media type.
#[derive(SimpleObject)]
pub struct UpdateMediaTypePayload {
    /// The media type as it is now.
    media_type: MediaType,
}

/// Which media type to delete.
#[derive(InputObject)]
pub struct DeleteMediaTypeInput {
    /// The media type.
    id: Id<MediaTypeId>,
}

/// The media type that is gone.
#[derive(SimpleObject)]
pub struct DeleteMediaTypePayload {
    /// Its id.
    deleted_id: Id<MediaTypeId>,
}

/// Shaping the catalogue. Administrators only.
#[derive(Default)]
pub struct MediaTypeMutation;

#[Object]
impl MediaTypeMutation {
    /// Makes a media type. Administrators only.
    async fn create_media_type(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The media type.")] input: CreateMediaTypeInput,
    ) -> Result<CreateMediaTypePayload> {
        let made = types::create(ctx.app(), ctx.actor(), input.into()).await?;
        Ok(CreateMediaTypePayload { media_type: MediaType(made) })
    }

    /// Changes a media type, disables it or enables it again. Administrators only.
    async fn update_media_type(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What to change.")] input: UpdateMediaTypeInput,
    ) -> Result<UpdateMediaTypePayload> {
        let patch = TypePatch {
            display_name: input.display_name,
            icon: input.icon.into(),
            color: input.color.into(),
            hierarchy_levels: input.hierarchy_levels,
            interaction_verb: input.interaction_verb,
            session_noun: input.session_noun,
            progress_unit: input.progress_unit,
            completion_threshold_percent: input.completion_threshold_percent,
            metadata_fields: input.metadata_fields.map(fields),
            is_enabled: input.is_enabled,
        };
        let changed = types::update(ctx.app(), ctx.actor(), input.id.0, patch).await?;
        Ok(UpdateMediaTypePayload { media_type: MediaType(changed) })
    }

    /// Deletes a media type that is not built in and that nothing is of. Administrators only.
    async fn delete_media_type(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which.")] input: DeleteMediaTypeInput,
    ) -> Result<DeleteMediaTypePayload> {
        types::delete(ctx.app(), ctx.actor(), input.id.0).await?;
        Ok(DeleteMediaTypePayload { deleted_id: input.id })
    }
}

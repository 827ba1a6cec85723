//! What hangs on items: external ids, relationships, groups of versions, files.

use std::sync::Arc;

use async_graphql::{Context, Enum, InputType, Object, Result, Value};
use chrono::{DateTime, Utc};
use medianest_core::catalogue;
use medianest_core::db::{MediaExternalIdId, MediaFileLocationId, MediaGroupId, MediaRelationshipId};

use super::loaders::VersionsByGroup;
use super::{MediaItem, MediaItemById, MediaType, MediaTypeById};
use crate::graphql::{ContextExt, Id};

/// What somebody else calls an item.
#[derive(Clone)]
pub struct ExternalId(pub Arc<catalogue::MediaExternalId>);

impl ExternalId {
    /// The value of a field that needs nothing but the id.
    #[must_use]
    pub fn at_hand(&self, field: &str) -> Option<Value> {
        let id = &*self.0;
        Some(match field {
            "id" => Id(id.id).to_value(),
            "provider" => id.provider.to_value(),
            "kind" => id.kind.to_value(),
            "externalId" => id.external_id.to_value(),
            "url" => id.url.to_value(),
            _ => return None,
        })
    }
}

/// What somebody else calls an item.
#[Object]
impl ExternalId {
    /// Its id here.
    async fn id(&self) -> Id<MediaExternalIdId> {
        Id(self.0.id)
    }

    /// Whose id it is: `imdb`, `tmdb`.
    async fn provider(&self) -> &str {
        &self.0.provider
    }

    /// What the provider calls such a thing: `movie`, `show`, `work`.
    async fn kind(&self) -> &str {
        &self.0.kind
    }

    /// The id.
    async fn external_id(&self) -> &str {
        &self.0.external_id
    }

    /// Where the provider shows the item.
    async fn url(&self) -> Option<&str> {
        self.0.url.as_deref()
    }
}

/// How one item stands to another.
#[derive(Clone)]
pub struct MediaRelationship(pub catalogue::MediaRelationship);

/// How one item stands to another.
#[Object]
impl MediaRelationship {
    /// Its id.
    async fn id(&self) -> Id<MediaRelationshipId> {
        Id(self.0.id)
    }

    /// What the other item is to this one: `sequel`, `prequel`, `adaptation`.
    #[graphql(name = "type")]
    async fn relationship_type(&self) -> &str {
        &self.0.relationship_type
    }

    /// The other item.
    async fn item(&self, ctx: &Context<'_>) -> Result<Option<MediaItem>> {
        Ok(ctx.load::<MediaItemById>(self.0.to_media_id).await?)
    }
}

/// One work in several versions: cuts, editions, remasters.
#[derive(Clone)]
pub struct MediaGroup(pub catalogue::MediaGroup);

/// One work in several versions: cuts, editions, remasters.
#[Object]
impl MediaGroup {
    /// Its id.
    pub async fn id(&self) -> Id<MediaGroupId> {
        Id(self.0.id)
    }

    /// What the work is called.
    async fn name(&self) -> &str {
        &self.0.name
    }

    /// What is to be said of the work.
    async fn description(&self) -> Option<&str> {
        self.0.description.as_deref()
    }

    /// What kind of thing its versions are.
    async fn media_type(&self, ctx: &Context<'_>) -> Result<Option<MediaType>> {
        Ok(ctx.load::<MediaTypeById>(self.0.media_type_id).await?)
    }

    /// Its versions, the earliest first.
    #[graphql(complexity = "5 * child_complexity")]
    async fn versions(&self, ctx: &Context<'_>) -> Result<Vec<MediaItem>> {
        Ok(ctx.load::<VersionsByGroup>(self.0.id).await?.unwrap_or_default())
    }
}

/// Where a file of an item lies.
#[derive(Clone)]
pub struct MediaFileLocation(pub catalogue::MediaFileLocation);

/// Where a file of an item lies.
#[Object]
impl MediaFileLocation {
    /// Its id.
    async fn id(&self) -> Id<MediaFileLocationId> {
        Id(self.0.id)
    }

    /// The path, on whatever machine holds the file.
    async fn file_path(&self) -> &str {
        &self.0.file_path
    }

    /// What kind of file it is.
    async fn file_type(&self) -> Option<FileType> {
        self.0.file_type.map(Into::into)
    }

    /// When somebody last saw it there.
    async fn verified_at(&self) -> Option<DateTime<Utc>> {
        self.0.verified_at
    }

    /// Whether it was not there when somebody last looked.
    async fn is_missing(&self) -> bool {
        self.0.is_missing
    }
}

/// What kind of file a location is.
#[derive(Enum, Debug, Clone, Copy, PartialEq, Eq)]
#[graphql(remote = "medianest_core::db::FileType")]
pub enum FileType {
    /// A video.
    Video,
    /// A sound file.
    Audio,
    /// Subtitles.
    Subtitle,
    /// A book.
    Book,
    /// A picture.
    Image,
    /// Anything else.
    Other,
}

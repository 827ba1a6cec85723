use async_graphql::{Context, Json, Object, Result};
use chrono::{DateTime, NaiveDate, Utc};
use medianest_core::catalogue::{self, MediaExternalId};
use medianest_core::db::{MediaExternalIdId, MediaItemId};

use super::{ExternalIdsByItem, MediaItemById, MediaType, MediaTypeById};
use crate::graphql::diary::{PlaybackPosition, PositionByItem};
use crate::graphql::{ContextExt, Id};

/// A film, a show, a season, an episode, an album, a book: anything that one can watch, listen to, read or play.
#[derive(Clone)]
pub struct MediaItem(pub catalogue::MediaItem);

/// A film, a show, a season, an episode, an album, a book: anything that one can watch, listen to, read or play.
#[Object]
impl MediaItem {
    /// Its id.
    async fn id(&self) -> Id<MediaItemId> {
        Id(self.0.id)
    }

    /// Its number in protocols with numeric ids.
    async fn number(&self) -> i64 {
        self.0.number
    }

    /// What kind of thing it is.
    async fn media_type(&self, ctx: &Context<'_>) -> Result<Option<MediaType>> {
        Ok(ctx.load::<MediaTypeById>(self.0.media_type_id).await?)
    }

    /// What its level is called: `show`, `season`, `episode`.
    async fn level_name(&self, ctx: &Context<'_>) -> Result<Option<String>> {
        let level = usize::try_from(self.0.hierarchy_level).unwrap_or(0);
        let media_type = ctx.load::<MediaTypeById>(self.0.media_type_id).await?;
        Ok(media_type.and_then(|found| found.0.hierarchy_levels.get(level).cloned()))
    }

    /// How far below the top of its hierarchy it is: 0 for a show, 2 for an episode.
    async fn hierarchy_level(&self) -> i32 {
        i32::from(self.0.hierarchy_level)
    }

    /// Its number among its parent's parts. Season 0 holds the specials.
    async fn position(&self) -> Option<i32> {
        self.0.hierarchy_position
    }

    /// Its title.
    async fn name(&self) -> &str {
        &self.0.name
    }

    /// Its title as lists sort it: `matrix` for `The Matrix`.
    async fn sort_name(&self) -> &str {
        &self.0.sort_name
    }

    /// Its title in the language it was made in.
    async fn original_name(&self) -> Option<&str> {
        self.0.original_name.as_deref()
    }

    /// Its title in a URL.
    async fn slug(&self) -> &str {
        &self.0.slug
    }

    /// What it is about.
    async fn description(&self) -> Option<&str> {
        self.0.description.as_deref()
    }

    /// The year it came out.
    async fn year(&self) -> Option<i32> {
        self.0.year.map(i32::from)
    }

    /// The day it came out.
    async fn released_on(&self) -> Option<NaiveDate> {
        self.0.released_on
    }

    /// The moment it came out, where that is known.
    async fn released_at(&self) -> Option<DateTime<Utc>> {
        self.0.released_at
    }

    /// How long it plays.
    async fn runtime_seconds(&self) -> Option<i32> {
        self.0.runtime_seconds
    }

    /// Its genres.
    async fn genres(&self) -> &[String] {
        &self.0.genres
    }

    /// Its language, as a BCP 47 tag.
    async fn language(&self) -> Option<&str> {
        self.0.language.as_deref()
    }

    /// The address of its poster.
    async fn poster_url(&self) -> Option<&str> {
        self.0.metadata.get("poster_url")?.as_str()
    }

    /// The address of a wide picture of it.
    async fn backdrop_url(&self) -> Option<&str> {
        self.0.metadata.get("backdrop_url")?.as_str()
    }

    /// What its media type's metadata fields describe.
    async fn metadata(&self) -> Json<&serde_json::Value> {
        Json(&self.0.metadata)
    }

    /// What it is a part of: a season of a show, an episode of a season.
    async fn parent(&self, ctx: &Context<'_>) -> Result<Option<MediaItem>> {
        match self.0.parent_id {
            Some(id) => Ok(ctx.load::<MediaItemById>(id).await?),
            None => Ok(None),
        }
    }

    /// The top of its hierarchy: itself, when it has no parent.
    async fn root(&self, ctx: &Context<'_>) -> Result<Option<MediaItem>> {
        if self.0.root_id == self.0.id {
            return Ok(Some(self.clone()));
        }
        Ok(ctx.load::<MediaItemById>(self.0.root_id).await?)
    }

    /// What it is a part of, from the top down, without itself.
    #[graphql(complexity = "4 * child_complexity")]
    async fn ancestors(&self, ctx: &Context<'_>) -> Result<Vec<MediaItem>> {
        let mut ancestors = Vec::new();
        let mut next = self.0.parent_id;
        while let Some(id) = next {
            let Some(parent) = ctx.load::<MediaItemById>(id).await? else { break };
            next = parent.0.parent_id;
            ancestors.push(parent);
        }
        ancestors.reverse();
        Ok(ancestors)
    }

    /// What others call it, by provider.
    #[graphql(complexity = "5 * child_complexity")]
    async fn external_ids(&self, ctx: &Context<'_>) -> Result<Vec<ExternalId>> {
        Ok(ctx.load::<ExternalIdsByItem>(self.0.id).await?.unwrap_or_default())
    }

    /// Where the caller left it, to resume it.
    async fn playback_position(&self, ctx: &Context<'_>) -> Result<Option<PlaybackPosition>> {
        Ok(ctx.load::<PositionByItem>(self.0.id).await?)
    }

    /// When it was added.
    async fn created_at(&self) -> DateTime<Utc> {
        self.0.created_at
    }

    /// When it last changed.
    async fn updated_at(&self) -> DateTime<Utc> {
        self.0.updated_at
    }
}

/// What somebody else calls an item.
#[derive(Clone)]
pub struct ExternalId(pub MediaExternalId);

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

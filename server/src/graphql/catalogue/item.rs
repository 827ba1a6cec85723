use std::sync::Arc;

use async_graphql::{Context, InputType, Json, Object, Result, Value};
use chrono::{DateTime, NaiveDate, Utc};
use medianest_core::catalogue::{self, ChildrenOf, ItemKey, UNPLACED};
use medianest_core::db::MediaItemId;
use medianest_core::images::{self, PictureOf};
use medianest_core::{Error, Page};

use super::loaders::{FilesByItem, PartCountByItem, PartsOfItem, RelationshipsByItem, VersionsByGroup};
use super::related::{ExternalId, MediaFileLocation, MediaGroup, MediaRelationship};
use super::{ExternalIdsByItem, MediaGroupById, MediaItemById, MediaType, MediaTypeById};
use crate::graphql::diary::{
    LibraryEntry, OwnEntryByItem, OwnPlaysByItem, OwnReviewsByItem, Play, PlaybackPosition, PositionByItem, Rating,
    RatingByUserItem, RatingSummary, RatingSummaryByItem, Review, SeenBy, ViewerState, seen_by,
};
use crate::graphql::lists::{ListItem, OwnListItemsByItem};
use crate::graphql::metadata::{MetadataSource, SourcesByItem};
use crate::graphql::{Connection, ContextExt, Id, PageArgs, Quick, connection, picture_address};

/// A film, a show, a season, an episode, an album, a book: anything that one can watch, listen to, read or play.
#[derive(Clone)]
pub struct MediaItem(pub Arc<catalogue::MediaItem>);

impl From<catalogue::MediaItem> for MediaItem {
    fn from(item: catalogue::MediaItem) -> Self {
        Self(Arc::new(item))
    }
}

impl MediaItem {
    /// The value of a field that needs nothing but the item.
    pub fn at_hand(&self, field: &str) -> Option<Value> {
        let item = &*self.0;
        Some(match field {
            "id" => Id(item.id).to_value(),
            "name" => item.name.to_value(),
            "hierarchyLevel" => i32::from(item.hierarchy_level).to_value(),
            "position" => item.hierarchy_position.to_value(),
            "year" => item.year.map(i32::from).to_value(),
            "runtimeSeconds" => item.runtime_seconds.to_value(),
            _ => return None,
        })
    }
}

/// A film, a show, a season, an episode, an album, a book: anything that one can watch, listen to, read or play.
#[Object]
impl MediaItem {
    /// Its id.
    pub async fn id(&self) -> Id<MediaItemId> {
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

    /// The address of its poster, on this server, which fetches it from where it is. It needs no sign-in.
    #[expect(clippy::unused_async, reason = "a resolver is async")]
    async fn poster_url(
        &self,
        ctx: &Context<'_>,
        #[graphql(
            desc = "How wide it should be, in pixels; 500 when absent. It may come wider, and does as 92, 185, 342, 500, 780 \
                          or 1280; it is never wider than its source."
        )]
        width: Option<i32>,
    ) -> Result<Option<String>> {
        picture_address(ctx, PictureOf::Poster(self.0.id), images::poster_source(&self.0), width)
    }

    /// The address of a wide picture of it, on this server, which fetches it from where it is. It needs no sign-in.
    #[expect(clippy::unused_async, reason = "a resolver is async")]
    async fn backdrop_url(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "How wide it should be, in pixels; 1280 when absent. As with `posterUrl`.")] width: Option<i32>,
    ) -> Result<Option<String>> {
        picture_address(ctx, PictureOf::Backdrop(self.0.id), images::backdrop_source(&self.0), width)
    }

    /// What its media type's metadata fields describe.
    async fn metadata(&self) -> Json<&serde_json::Value> {
        Json(&self.0.metadata)
    }

    /// What it is a part of: a season of a show, an episode of a season.
    async fn parent(&self, ctx: &Context<'_>) -> Result<Option<Quick<MediaItem>>> {
        match self.0.parent_id {
            Some(id) => Ok(ctx.load::<MediaItemById>(id).await?.map(Quick)),
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

    /// Its parts, by position: the seasons of a show, the tracks of an album.
    #[graphql(complexity = "5 + first.unwrap_or(20).max(1) as usize * child_complexity")]
    async fn children(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "How many, 100 at the most.")] first: Option<i32>,
        #[graphql(desc = "The cursor after which the page starts.")] after: Option<String>,
    ) -> Result<Connection<(ItemKey, MediaItemId), MediaItem>> {
        let page = PageArgs { first, after }.request::<(ItemKey, MediaItemId)>()?;
        let after = match &page.after {
            None => None,
            Some((ItemKey::Position(position), id)) => Some((*position, *id)),
            Some(_) => return Err(Error::invalid("after", "not a cursor of this list").into()),
        };
        let key = ChildrenOf { parent_id: self.0.id, after, limit: page.first + 1 };
        let rows = ctx.load::<PartsOfItem>(key).await?.unwrap_or_default();
        // Counted with everybody else's, and only when asked for.
        let asks_count = ctx.look_ahead().field("totalCount").exists();
        let count = if asks_count { ctx.load::<PartCountByItem>(self.0.id).await?.unwrap_or(0) } else { 0 };
        Ok(connection(
            Page::from_rows(rows, page.first),
            after.is_some(),
            |item| ((ItemKey::Position(item.0.hierarchy_position.unwrap_or(UNPLACED)), item.0.id), item),
            move || async move { Ok(count) },
        ))
    }

    /// How many parts it has.
    async fn child_count(&self, ctx: &Context<'_>) -> Result<i64> {
        Ok(ctx.load::<PartCountByItem>(self.0.id).await?.unwrap_or(0))
    }

    /// The work that it is a version of.
    async fn group(&self, ctx: &Context<'_>) -> Result<Option<MediaGroup>> {
        match self.0.media_group_id {
            Some(id) => Ok(ctx.load::<MediaGroupById>(id).await?),
            None => Ok(None),
        }
    }

    /// The other versions of the same work, the earliest first.
    #[graphql(complexity = "5 * child_complexity")]
    async fn versions(&self, ctx: &Context<'_>) -> Result<Vec<MediaItem>> {
        let Some(id) = self.0.media_group_id else { return Ok(Vec::new()) };
        let all = ctx.load::<VersionsByGroup>(id).await?.unwrap_or_default();
        Ok(all.into_iter().filter(|version| version.0.id != self.0.id).collect())
    }

    /// How other items stand to it: its sequel, its source.
    #[graphql(complexity = "5 * child_complexity")]
    async fn relationships(&self, ctx: &Context<'_>) -> Result<Vec<MediaRelationship>> {
        Ok(ctx.load::<RelationshipsByItem>(self.0.id).await?.unwrap_or_default())
    }

    /// Where its files lie. Empty for everybody but moderators and administrators.
    #[graphql(complexity = "5 * child_complexity")]
    async fn file_locations(&self, ctx: &Context<'_>) -> Result<Vec<MediaFileLocation>> {
        Ok(ctx.load::<FilesByItem>(self.0.id).await?.unwrap_or_default())
    }

    /// What others call it, by provider.
    #[graphql(complexity = "5 * child_complexity")]
    async fn external_ids(&self, ctx: &Context<'_>) -> Result<Vec<Quick<ExternalId>>> {
        let ids = ctx.load::<ExternalIdsByItem>(self.0.id).await?.unwrap_or_default();
        Ok(ids.into_iter().map(Quick).collect())
    }

    /// From whom what is shown of it comes: they are to be named with it. Of a part, that is who said it of the whole.
    #[graphql(complexity = "3 * child_complexity")]
    async fn metadata_sources(&self, ctx: &Context<'_>) -> Result<Vec<MetadataSource>> {
        let own = ctx.load::<SourcesByItem>(self.0.id).await?.unwrap_or_default();
        if own.is_empty() && self.0.root_id != self.0.id {
            return Ok(ctx.load::<SourcesByItem>(self.0.root_id).await?.unwrap_or_default());
        }
        Ok(own)
    }

    /// What somebody wrote by hand, by the names of its fields: providers leave it as it is.
    async fn locked_fields(&self) -> &[String] {
        &self.0.locked_fields
    }

    /// Where the caller left it, to resume it.
    async fn playback_position(&self, ctx: &Context<'_>) -> Result<Option<PlaybackPosition>> {
        Ok(ctx.load::<PositionByItem>(self.0.id).await?)
    }

    /// What the caller keeps of it in their library.
    async fn my_entry(&self, ctx: &Context<'_>) -> Result<Option<LibraryEntry>> {
        Ok(ctx.load::<OwnEntryByItem>(self.0.id).await?)
    }

    /// By what the lists that the caller owns or works on hold it, those of the latest list first. Smart lists are not among
    /// them.
    #[graphql(complexity = "5 * child_complexity")]
    async fn my_list_items(&self, ctx: &Context<'_>) -> Result<Vec<ListItem>> {
        Ok(ctx.load::<OwnListItemsByItem>(self.0.id).await?.unwrap_or_default())
    }

    /// How the caller rated it.
    async fn my_rating(&self, ctx: &Context<'_>) -> Result<Option<Quick<Rating>>> {
        match ctx.actor().user_id() {
            Some(user) => Ok(ctx.load::<RatingByUserItem>((user, self.0.id)).await?.map(Quick)),
            None => Ok(None),
        }
    }

    /// What the caller wrote about it and about their cycles through it, the latest first.
    #[graphql(complexity = "5 * child_complexity")]
    async fn my_reviews(&self, ctx: &Context<'_>) -> Result<Vec<Review>> {
        Ok(ctx.load::<OwnReviewsByItem>(self.0.id).await?.unwrap_or_default())
    }

    /// The caller's plays of it, the latest first. Of a show, `history` has the plays of its episodes.
    #[graphql(complexity = "5 + first.unwrap_or(5).max(1) as usize * child_complexity")]
    async fn my_plays(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "How many, 20 at the most; 5 when absent.")] first: Option<i32>,
    ) -> Result<Vec<Play>> {
        match usize::try_from(first.unwrap_or(5)) {
            Ok(limit @ 1..=20) => Ok(ctx.load::<OwnPlaysByItem>((self.0.id, limit)).await?.unwrap_or_default()),
            _ => Err(Error::invalid("first", "ask for 1 to 20").into()),
        }
    }

    /// How everybody whose ratings the caller may see rated it; null where nobody did.
    async fn rating_summary(&self, ctx: &Context<'_>) -> Result<Option<RatingSummary>> {
        Ok(ctx.load::<RatingSummaryByItem>(self.0.id).await?)
    }

    /// How the caller stands to it: what they have seen of it, keep of it and think of it.
    async fn viewer_state(&self) -> ViewerState {
        ViewerState { item: self.0.id, root: self.0.root_id }
    }

    /// Who else has seen it, or a part of it: friends, and all others who let the caller see their history.
    #[graphql(complexity = "5 + first.unwrap_or(10).max(1) as usize * child_complexity")]
    async fn friends_who_have_seen(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "How many to name, 50 at the most; 10 when absent.")] first: Option<i32>,
    ) -> Result<SeenBy> {
        seen_by(ctx, self.0.id, first).await
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

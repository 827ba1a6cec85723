use async_graphql::{Context, Enum, InputObject, Object, Result};
use chrono::NaiveDate;
use medianest_core::catalogue::search::Search;
use medianest_core::catalogue::{self, ItemFilter, ItemKey, ItemSort, browse, search};
use medianest_core::db::{MediaItemId, MediaTypeId};

use super::MediaItem;
use crate::graphql::{Connection, ContextExt, Id, PageArgs, connection};

/// Which items a list holds. Items of disabled media types are in it only when their type is named.
#[derive(InputObject, Default)]
pub struct MediaItemFilterInput {
    /// Of these media types.
    types: Option<Vec<Id<MediaTypeId>>>,
    /// At these levels: 0 is the top. Without it the top, or every level if `parentId` or `rootId` is given.
    levels: Option<Vec<i16>>,
    /// Parts of this item.
    parent_id: Option<Id<MediaItemId>>,
    /// This item and everything below it.
    root_id: Option<Id<MediaItemId>>,
    /// With all of these genres.
    genres: Option<Vec<String>>,
    /// Of this year or later.
    year_from: Option<i16>,
    /// Of this year or earlier.
    year_to: Option<i16>,
    /// In this language, as a BCP 47 tag.
    language: Option<String>,
    /// Out on this day or later.
    released_from: Option<NaiveDate>,
    /// Out on this day or earlier.
    released_to: Option<NaiveDate>,
    /// With an id of this provider: `imdb`.
    has_external_id: Option<String>,
    /// Without an id of this provider.
    lacks_external_id: Option<String>,
}

impl From<MediaItemFilterInput> for ItemFilter {
    fn from(input: MediaItemFilterInput) -> Self {
        let everywhere = input.parent_id.is_some() || input.root_id.is_some();
        Self {
            media_types: input.types.map(|types| types.into_iter().map(|id| id.0).collect()),
            levels: input.levels.or_else(|| (!everywhere).then(|| vec![0])),
            parent_id: input.parent_id.map(|id| id.0),
            root_id: input.root_id.map(|id| id.0),
            genres: input.genres.unwrap_or_default(),
            year_from: input.year_from,
            year_to: input.year_to,
            language: input.language,
            released_from: input.released_from,
            released_to: input.released_to,
            has_external_id: input.has_external_id,
            lacks_external_id: input.lacks_external_id,
        }
    }
}

/// What a list of items is sorted by. What is not known comes last, whatever the direction.
#[derive(Enum, Debug, Clone, Copy, PartialEq, Eq, Default)]
#[graphql(remote = "medianest_core::catalogue::ItemSort")]
pub enum MediaItemSortField {
    /// The title without its article.
    #[default]
    SortName,
    /// The day it came out.
    Released,
    /// When it was added.
    Created,
    /// The year.
    Year,
}

/// Which way a list is sorted.
#[derive(Enum, Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum SortDirection {
    /// The smallest, earliest or first in the alphabet first.
    #[default]
    Ascending,
    /// The largest, latest or last in the alphabet first.
    Descending,
}

/// How a list of items is sorted.
#[derive(InputObject, Default)]
pub struct MediaItemSortInput {
    /// By what.
    #[graphql(default)]
    field: MediaItemSortField,
    /// Which way.
    #[graphql(default)]
    direction: SortDirection,
}

/// Among what a search looks.
#[derive(InputObject, Default)]
pub struct SearchFilterInput {
    /// At these levels: 0 is the top, which is also what a search without it looks at.
    levels: Option<Vec<i16>>,
    /// With all of these genres.
    genres: Option<Vec<String>>,
    /// Of this year or later.
    year_from: Option<i16>,
    /// Of this year or earlier.
    year_to: Option<i16>,
}

/// An item that a search found.
pub struct SearchHit(pub catalogue::SearchHit);

/// An item that a search found.
#[Object]
impl SearchHit {
    /// The item.
    async fn item(&self) -> MediaItem {
        self.0.item.clone().into()
    }

    /// How well it fits; the higher, the better. 4,000,000 and more is the very title, 3,000,000 its beginning,
    /// 2,000,000 its words, 1,000,000 something like it; less is a description.
    async fn score(&self) -> i32 {
        self.0.score
    }
}

/// The lists of the catalogue.
#[derive(Default)]
pub struct CatalogueLists;

#[Object]
impl CatalogueLists {
    /// The genres of what the catalogue holds at its top level, in alphabetical order, 500 at the most.
    #[graphql(complexity = 10)]
    async fn genres(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Of these media types only; without it of all that are in use.")] types: Option<Vec<Id<MediaTypeId>>>,
    ) -> Result<Vec<String>> {
        let types = types.map(|types| types.into_iter().map(|id| id.0).collect());
        Ok(browse::genres(ctx.app(), ctx.actor(), types).await?)
    }

    /// Items, filtered and sorted.
    #[graphql(complexity = "5 + first.unwrap_or(20).max(1) as usize * child_complexity")]
    async fn media_items(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "How many, 100 at the most.")] first: Option<i32>,
        #[graphql(desc = "The cursor after which the page starts.")] after: Option<String>,
        #[graphql(desc = "Which items.")] filter: Option<MediaItemFilterInput>,
        #[graphql(desc = "In which order; by title, if not said otherwise.")] sort: Option<MediaItemSortInput>,
    ) -> Result<Connection<(ItemKey, MediaItemId), MediaItem>> {
        let filter = ItemFilter::from(filter.unwrap_or_default());
        let sort = sort.unwrap_or_default();
        let (field, descending) = (ItemSort::from(sort.field), sort.direction == SortDirection::Descending);
        let args = PageArgs { first, after };
        let has_previous = args.after.is_some();
        let page = browse::page(ctx.app(), ctx.actor(), &filter, field, descending, args.request()?).await?;
        let (app, actor) = (ctx.app().clone(), ctx.actor().clone());
        Ok(connection(
            page,
            has_previous,
            |item| ((field.key(&item), item.id), item.into()),
            move || {
                let (app, actor, filter) = (app.clone(), actor.clone(), filter.clone());
                async move { browse::count(&app, &actor, &filter).await }
            },
        ))
    }

    /// Items that fit what somebody types, the best first. It forgives typing errors, accents and unfinished words; a year
    /// at the end of the text counts as one.
    #[graphql(complexity = "20 + first.unwrap_or(20).max(1) as usize * child_complexity")]
    async fn search(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What is typed, at most 200 characters.")] query: String,
        #[graphql(desc = "Among these media types; every enabled one, if not given.")] types: Option<Vec<Id<MediaTypeId>>>,
        #[graphql(desc = "Among which items.")] filter: Option<SearchFilterInput>,
        #[graphql(desc = "How many, 100 at the most.")] first: Option<i32>,
        #[graphql(desc = "The cursor after which the page starts.")] after: Option<String>,
    ) -> Result<Connection<(i32, MediaItemId), SearchHit>> {
        let filter = filter.unwrap_or_default();
        let wanted = Search {
            text: query,
            media_types: types.map(|types| types.into_iter().map(|id| id.0).collect()),
            levels: filter.levels,
            genres: filter.genres.unwrap_or_default(),
            year_from: filter.year_from,
            year_to: filter.year_to,
        };
        let args = PageArgs { first, after };
        let has_previous = args.after.is_some();
        let page = search::page(ctx.app(), ctx.actor(), &wanted, args.request()?).await?;
        let (app, actor) = (ctx.app().clone(), ctx.actor().clone());
        Ok(connection(
            page,
            has_previous,
            |hit| ((hit.score, hit.item.id), SearchHit(hit)),
            move || {
                let (app, actor, wanted) = (app.clone(), actor.clone(), wanted.clone());
                async move { search::count(&app, &actor, &wanted).await }
            },
        ))
    }
}

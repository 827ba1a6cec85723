//! Finding something in the catalogue and in one's library, with what is one's own of it.

use super::catalogue::{ItemCard, MediaItemFilterInput, MediaItemSortInput, SearchFilterInput};
use super::common::PageInfo;
use super::diary::{LibraryCount, LibraryFilterInput, LibraryRow, LibrarySort, RatingState};
use crate::operation::operations;
use crate::scalars::Id;
use crate::schema;

/// What one keeps of an item, as a card marks it.
#[derive(cynic::QueryFragment, Clone, Debug, PartialEq, Eq)]
#[cynic(graphql_type = "LibraryEntry")]
pub struct EntryMark {
    pub id: Id,
    pub status: String,
    pub is_favorite: bool,
}

/// An item with what is one's own of it.
#[derive(cynic::QueryFragment, Clone, Debug, PartialEq)]
#[cynic(graphql_type = "MediaItem")]
pub struct FoundCard {
    #[cynic(spread)]
    pub item: ItemCard,
    pub my_entry: Option<EntryMark>,
    pub my_rating: Option<RatingState>,
}

/// A page of items.
#[derive(cynic::QueryFragment, Clone, Debug, PartialEq)]
#[cynic(graphql_type = "MediaItemConnection")]
pub struct FoundCards {
    pub nodes: Vec<FoundCard>,
    pub page_info: PageInfo,
    pub total_count: i32,
}

/// An item that fits what was typed.
#[derive(cynic::QueryFragment, Clone, Debug, PartialEq)]
#[cynic(graphql_type = "SearchHit")]
pub struct FoundHit {
    pub item: FoundCard,
}

/// A page of what fits.
#[derive(cynic::QueryFragment, Clone, Debug, PartialEq)]
#[cynic(graphql_type = "SearchHitConnection")]
pub struct FoundHits {
    pub nodes: Vec<FoundHit>,
    pub page_info: PageInfo,
    pub total_count: i32,
}

/// The variables of [`Discover`].
#[derive(cynic::QueryVariables, Clone, Debug)]
pub struct DiscoverVariables {
    /// Something is typed: then the best fit comes first.
    pub is_search: bool,
    /// Nothing is typed: then the order is that of `sort`.
    pub is_browse: bool,
    /// Only what one has on a status of the library.
    pub is_mine: bool,
    pub query: String,
    pub types: Option<Vec<Id>>,
    pub among: Option<SearchFilterInput>,
    pub filter: Option<MediaItemFilterInput>,
    pub sort: Option<MediaItemSortInput>,
    pub kept: Option<LibraryFilterInput>,
    pub first: Option<i32>,
    pub after: Option<String>,
}

/// What fits what somebody types, or all that fits a filter, or what of their own does.
#[derive(cynic::QueryFragment, Clone, Debug, PartialEq)]
#[cynic(graphql_type = "Query", variables = "DiscoverVariables")]
pub struct Discover {
    #[arguments(query: $query, types: $types, filter: $among, first: $first, after: $after)]
    #[directives(include(if: $is_search))]
    pub search: Option<FoundHits>,
    #[arguments(filter: $filter, sort: $sort, first: $first, after: $after)]
    #[directives(include(if: $is_browse))]
    pub media_items: Option<FoundCards>,
    #[arguments(filter: $kept, sort: NAME, first: $first, after: $after)]
    #[directives(include(if: $is_mine))]
    pub library: Option<ShelfRows>,
}

/// The variables of [`Genres`].
#[derive(cynic::QueryVariables, Clone, Debug)]
pub struct GenresVariables {
    pub types: Option<Vec<Id>>,
}

/// The genres that there are to choose among.
#[derive(cynic::QueryFragment, Clone, Debug, PartialEq, Eq)]
#[cynic(graphql_type = "Query", variables = "GenresVariables")]
pub struct Genres {
    #[arguments(types: $types)]
    pub genres: Vec<String>,
}

/// A page of one's own library, with how much there is.
#[derive(cynic::QueryFragment, Clone, Debug, PartialEq)]
#[cynic(graphql_type = "LibraryEntryConnection")]
pub struct ShelfRows {
    pub nodes: Vec<LibraryRow>,
    pub page_info: PageInfo,
    pub total_count: i32,
}

/// The variables of [`Shelf`].
#[derive(cynic::QueryVariables, Clone, Debug)]
pub struct ShelfVariables {
    pub filter: Option<LibraryFilterInput>,
    pub sort: LibrarySort,
    pub first: Option<i32>,
    pub after: Option<String>,
}

/// The caller's own library.
#[derive(cynic::QueryFragment, Clone, Debug, PartialEq)]
#[cynic(graphql_type = "Query", variables = "ShelfVariables")]
pub struct Shelf {
    #[arguments(filter: $filter, sort: $sort, first: $first, after: $after)]
    pub library: ShelfRows,
}

/// How much is in the caller's library, in all and on each status.
#[derive(cynic::QueryFragment, Clone, Debug, PartialEq, Eq)]
#[cynic(graphql_type = "Query")]
pub struct LibraryTotals {
    #[cynic(alias, rename = "library")]
    #[arguments(first: 1)]
    pub all: LibraryCount,
    #[cynic(alias, rename = "library")]
    #[arguments(first: 1, filter: { status: ["plan_to_watch"] })]
    pub planned: LibraryCount,
    #[cynic(alias, rename = "library")]
    #[arguments(first: 1, filter: { status: ["watching"] })]
    pub watching: LibraryCount,
    #[cynic(alias, rename = "library")]
    #[arguments(first: 1, filter: { status: ["completed"] })]
    pub completed: LibraryCount,
    #[cynic(alias, rename = "library")]
    #[arguments(first: 1, filter: { status: ["on_hold"] })]
    pub on_hold: LibraryCount,
    #[cynic(alias, rename = "library")]
    #[arguments(first: 1, filter: { status: ["dropped"] })]
    pub dropped: LibraryCount,
}

operations! {
    Query Discover(DiscoverVariables);
    Query Genres(GenresVariables);
    Query Shelf(ShelfVariables);
    Query LibraryTotals;
}

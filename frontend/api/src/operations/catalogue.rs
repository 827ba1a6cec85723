//! What there is to be watched, read and heard: items, their parts, kinds and versions, and finding them.

use super::common::{IdVariables, IdVariablesFields, PageInfo};
use super::diary::{LibraryState, PlayBrief, PositionState, RatingState};
use crate::operation::{enums, mutations, operations};
use crate::scalars::{DateTime, Id, Json, NaiveDate, Patch};
use crate::schema;

enums! {
    /// What items are sorted by.
    MediaItemSortField { SortName = "SORT_NAME", Year = "YEAR", Released = "RELEASED", Created = "CREATED" }

    /// Which end of an order comes first.
    SortDirection { Ascending = "ASCENDING", Descending = "DESCENDING" }

    /// What one metadata field of a media type holds.
    MetadataFieldType {
        String = "STRING", Integer = "INTEGER", Number = "NUMBER", Boolean = "BOOLEAN", Array = "ARRAY", Object = "OBJECT"
    }

    /// What kind of file a location is.
    FileType {
        Video = "VIDEO", Audio = "AUDIO", Subtitle = "SUBTITLE", Image = "IMAGE", Book = "BOOK", Other = "OTHER"
    }
}

/// What kind of thing an item is, as far as a card shows it.
#[derive(cynic::QueryFragment, Clone, Debug, PartialEq, Eq)]
#[cynic(graphql_type = "MediaType")]
pub struct MediaTypeTag {
    pub id: Id,
    pub name: String,
    pub display_name: String,
    pub icon: Option<String>,
    pub color: Option<String>,
}

/// One metadata field of a media type.
#[derive(cynic::QueryFragment, Clone, Debug, PartialEq, Eq)]
pub struct MetadataField {
    pub name: String,
    pub field_type: MetadataFieldType,
    pub required: bool,
}

/// A kind of thing, with all its rules.
#[derive(cynic::QueryFragment, Clone, Debug, PartialEq)]
#[cynic(graphql_type = "MediaType")]
pub struct MediaTypeRow {
    pub id: Id,
    pub name: String,
    pub display_name: String,
    pub icon: Option<String>,
    pub color: Option<String>,
    pub hierarchy_levels: Vec<String>,
    pub interaction_verb: String,
    pub session_noun: String,
    pub progress_unit: String,
    pub completion_threshold_percent: f64,
    pub metadata_fields: Vec<MetadataField>,
    pub is_enabled: bool,
    pub is_system: bool,
    pub updated_at: DateTime,
}

/// An item by its title only.
#[derive(cynic::QueryFragment, Clone, Debug, PartialEq, Eq)]
#[cynic(graphql_type = "MediaItem")]
pub struct ItemRef {
    pub id: Id,
    pub name: String,
    pub position: Option<i32>,
    pub level_name: Option<String>,
    pub poster_url: Option<String>,
}

/// An item as posters and rows show it. Of an episode, `parent` is the season and `root` the show.
#[derive(cynic::QueryFragment, Clone, Debug, PartialEq, Eq)]
#[cynic(graphql_type = "MediaItem")]
pub struct ItemCard {
    pub id: Id,
    pub name: String,
    pub year: Option<i32>,
    pub released_on: Option<NaiveDate>,
    pub runtime_seconds: Option<i32>,
    pub poster_url: Option<String>,
    pub hierarchy_level: i32,
    pub level_name: Option<String>,
    pub position: Option<i32>,
    pub media_type: Option<MediaTypeTag>,
    pub parent: Option<ItemRef>,
    pub root: Option<ItemRef>,
}

impl ItemCard {
    /// The poster to show: its own, or that of what it is a part of.
    #[must_use]
    pub fn poster(&self) -> Option<&str> {
        let mut wholes = [&self.parent, &self.root].into_iter().flatten();
        self.poster_url.as_deref().or_else(|| wholes.find_map(|whole| whole.poster_url.as_deref()))
    }

    /// Whether it stands at the top: a film, a show.
    #[must_use]
    pub fn is_whole(&self) -> bool {
        self.hierarchy_level == 0
    }
}

/// What somebody else calls an item.
#[derive(cynic::QueryFragment, Clone, Debug, PartialEq, Eq)]
#[cynic(graphql_type = "ExternalId")]
pub struct ExternalIdRow {
    pub id: Id,
    pub provider: String,
    pub kind: String,
    pub external_id: String,
    pub url: Option<String>,
}

/// Where a file of an item lies; only moderators are told.
#[derive(cynic::QueryFragment, Clone, Debug, PartialEq, Eq)]
#[cynic(graphql_type = "MediaFileLocation")]
pub struct FileLocationRow {
    pub id: Id,
    pub file_path: String,
    pub file_type: Option<FileType>,
    pub is_missing: bool,
    pub verified_at: Option<DateTime>,
}

/// A work that has several versions.
#[derive(cynic::QueryFragment, Clone, Debug, PartialEq, Eq)]
#[cynic(graphql_type = "MediaGroup")]
pub struct GroupOfVersions {
    pub id: Id,
    pub name: String,
    pub description: Option<String>,
}

/// How another item stands to one.
#[derive(cynic::QueryFragment, Clone, Debug, PartialEq, Eq)]
#[cynic(graphql_type = "MediaRelationship")]
pub struct RelationshipRow {
    pub id: Id,
    #[cynic(rename = "type")]
    pub kind: String,
    pub item: Option<ItemCard>,
}

/// How people rated an item.
#[derive(cynic::QueryFragment, Clone, Debug, PartialEq)]
pub struct RatingSummary {
    pub average: f64,
    pub count: i32,
}

/// From whom what is shown of an item comes.
#[derive(cynic::QueryFragment, Clone, Debug, PartialEq, Eq)]
#[cynic(graphql_type = "MetadataSource")]
pub struct SourceRow {
    pub name: String,
    pub url: String,
    pub notice: String,
    pub licence_url: String,
    pub fetched_at: DateTime,
}

/// All there is to say of an item, and what is one's own of it.
#[derive(cynic::QueryFragment, Clone, Debug, PartialEq)]
#[cynic(graphql_type = "MediaItem")]
pub struct ItemDetail {
    pub id: Id,
    pub name: String,
    pub original_name: Option<String>,
    pub description: Option<String>,
    pub year: Option<i32>,
    pub released_on: Option<NaiveDate>,
    pub released_at: Option<DateTime>,
    pub runtime_seconds: Option<i32>,
    pub genres: Vec<String>,
    pub language: Option<String>,
    pub poster_url: Option<String>,
    pub backdrop_url: Option<String>,
    pub metadata: Json,
    pub hierarchy_level: i32,
    pub level_name: Option<String>,
    pub position: Option<i32>,
    pub child_count: i32,
    pub media_type: Option<MediaTypeRow>,
    pub ancestors: Vec<ItemRef>,
    pub external_ids: Vec<ExternalIdRow>,
    pub metadata_sources: Vec<SourceRow>,
    pub locked_fields: Vec<String>,
    pub file_locations: Vec<FileLocationRow>,
    pub group: Option<GroupOfVersions>,
    pub versions: Vec<ItemCard>,
    pub relationships: Vec<RelationshipRow>,
    pub rating_summary: Option<RatingSummary>,
    pub my_entry: Option<LibraryState>,
    pub my_rating: Option<RatingState>,
    pub playback_position: Option<PositionState>,
    #[arguments(first: 20)]
    pub my_plays: Vec<PlayBrief>,
    pub created_at: DateTime,
    pub updated_at: DateTime,
}

/// A part of an item in its list: a season, an episode, a track, and whether one has seen it.
#[derive(cynic::QueryFragment, Clone, Debug, PartialEq)]
#[cynic(graphql_type = "MediaItem")]
pub struct PartRow {
    pub id: Id,
    pub name: String,
    pub description: Option<String>,
    pub position: Option<i32>,
    pub level_name: Option<String>,
    pub released_on: Option<NaiveDate>,
    pub runtime_seconds: Option<i32>,
    pub poster_url: Option<String>,
    pub child_count: i32,
    pub my_rating: Option<RatingState>,
    pub playback_position: Option<PositionState>,
    /// The latest play, if there is one: then it is watched.
    #[arguments(first: 1)]
    pub my_plays: Vec<PlayBrief>,
}

/// A page of an item's parts.
#[derive(cynic::QueryFragment, Clone, Debug, PartialEq)]
#[cynic(graphql_type = "MediaItemConnection")]
pub struct PartRows {
    pub nodes: Vec<PartRow>,
    pub page_info: PageInfo,
    pub total_count: i32,
}

/// An item as the holder of its parts.
#[derive(cynic::QueryFragment, Clone, Debug, PartialEq)]
#[cynic(graphql_type = "MediaItem", variables = "PartsVariables")]
pub struct Whole {
    pub id: Id,
    #[arguments(first: $first, after: $after)]
    pub children: PartRows,
}

/// A page of items.
#[derive(cynic::QueryFragment, Clone, Debug, PartialEq, Eq)]
#[cynic(graphql_type = "MediaItemConnection")]
pub struct ItemCards {
    pub nodes: Vec<ItemCard>,
    pub page_info: PageInfo,
}

/// How many items there are.
#[derive(cynic::QueryFragment, Clone, Debug, PartialEq, Eq)]
#[cynic(graphql_type = "MediaItemConnection")]
pub struct ItemCount {
    pub total_count: i32,
}

/// An item that fits what was typed.
#[derive(cynic::QueryFragment, Clone, Debug, PartialEq, Eq)]
#[cynic(graphql_type = "SearchHit")]
pub struct SearchHitRow {
    pub score: i32,
    pub item: ItemCard,
}

/// A page of what fits.
#[derive(cynic::QueryFragment, Clone, Debug, PartialEq, Eq)]
#[cynic(graphql_type = "SearchHitConnection")]
pub struct SearchHits {
    pub nodes: Vec<SearchHitRow>,
    pub page_info: PageInfo,
}

/// Which items are asked for.
#[derive(cynic::InputObject, Clone, Debug, Default, PartialEq, Eq)]
pub struct MediaItemFilterInput {
    pub genres: Option<Vec<String>>,
    pub has_external_id: Option<String>,
    pub lacks_external_id: Option<String>,
    pub language: Option<String>,
    pub levels: Option<Vec<i32>>,
    pub parent_id: Option<Id>,
    pub released_from: Option<NaiveDate>,
    pub released_to: Option<NaiveDate>,
    pub root_id: Option<Id>,
    pub types: Option<Vec<Id>>,
    pub year_from: Option<i32>,
    pub year_to: Option<i32>,
}

/// In which order items are asked for.
#[derive(cynic::InputObject, Clone, Copy, Debug, PartialEq, Eq)]
pub struct MediaItemSortInput {
    pub field: MediaItemSortField,
    pub direction: SortDirection,
}

/// Among which items is searched.
#[derive(cynic::InputObject, Clone, Debug, Default, PartialEq, Eq)]
pub struct SearchFilterInput {
    pub genres: Option<Vec<String>>,
    pub levels: Option<Vec<i32>>,
    pub year_from: Option<i32>,
    pub year_to: Option<i32>,
}

/// The variables of [`Items`] and [`ItemsCounted`].
#[derive(cynic::QueryVariables, Clone, Debug, Default)]
pub struct ItemsVariables {
    pub filter: Option<MediaItemFilterInput>,
    pub sort: Option<MediaItemSortInput>,
    pub first: Option<i32>,
    pub after: Option<String>,
}

/// Items, filtered and sorted.
#[derive(cynic::QueryFragment, Clone, Debug, PartialEq, Eq)]
#[cynic(graphql_type = "Query", variables = "ItemsVariables")]
pub struct Items {
    #[arguments(filter: $filter, sort: $sort, first: $first, after: $after)]
    pub media_items: ItemCards,
}

/// The variables of [`ItemsCounted`].
#[derive(cynic::QueryVariables, Clone, Debug, Default)]
pub struct ItemsCountedVariables {
    pub filter: Option<MediaItemFilterInput>,
}

/// How many items fit a filter.
#[derive(cynic::QueryFragment, Clone, Debug, PartialEq, Eq)]
#[cynic(graphql_type = "Query", variables = "ItemsCountedVariables")]
pub struct ItemsCounted {
    #[arguments(filter: $filter, first: 1)]
    pub media_items: ItemCount,
}

/// The variables of [`Search`].
#[derive(cynic::QueryVariables, Clone, Debug, Default)]
pub struct SearchVariables {
    pub query: String,
    pub types: Option<Vec<Id>>,
    pub filter: Option<SearchFilterInput>,
    pub first: Option<i32>,
    pub after: Option<String>,
}

/// Items that fit what somebody types, the best first.
#[derive(cynic::QueryFragment, Clone, Debug, PartialEq, Eq)]
#[cynic(graphql_type = "Query", variables = "SearchVariables")]
pub struct Search {
    #[arguments(query: $query, types: $types, filter: $filter, first: $first, after: $after)]
    pub search: SearchHits,
}

/// One item with all there is to say of it; nothing where there is none.
#[derive(cynic::QueryFragment, Clone, Debug, PartialEq)]
#[cynic(graphql_type = "Query", variables = "IdVariables")]
pub struct ItemPage {
    #[arguments(id: $id)]
    pub media_item: Option<ItemDetail>,
}

/// One item as a card: for pages that are told an id.
#[derive(cynic::QueryFragment, Clone, Debug, PartialEq, Eq)]
#[cynic(graphql_type = "Query", variables = "IdVariables")]
pub struct ItemById {
    #[arguments(id: $id)]
    pub media_item: Option<ItemCard>,
}

/// The variables of [`Parts`].
#[derive(cynic::QueryVariables, Clone, Debug)]
pub struct PartsVariables {
    pub id: Id,
    pub first: Option<i32>,
    pub after: Option<String>,
}

/// The parts of an item, by position.
#[derive(cynic::QueryFragment, Clone, Debug, PartialEq)]
#[cynic(graphql_type = "Query", variables = "PartsVariables")]
pub struct Parts {
    #[arguments(id: $id)]
    pub media_item: Option<Whole>,
}

/// The kinds of things that are in use, for menus and filters.
#[derive(cynic::QueryFragment, Clone, Debug, PartialEq)]
#[cynic(graphql_type = "Query")]
pub struct MediaTypes {
    pub media_types: Vec<MediaTypeRow>,
}

/// All kinds of things, also the disabled ones.
#[derive(cynic::QueryFragment, Clone, Debug, PartialEq)]
#[cynic(graphql_type = "Query")]
pub struct AllMediaTypes {
    #[arguments(includeDisabled: true)]
    pub media_types: Vec<MediaTypeRow>,
}

operations! {
    Query Items(ItemsVariables);
    Query ItemsCounted(ItemsCountedVariables);
    Query Search(SearchVariables);
    Query ItemPage(IdVariables);
    Query ItemById(IdVariables);
    Query Parts(PartsVariables);
    Query MediaTypes;
    Query AllMediaTypes;
}

/// One metadata field of a media type.
#[derive(cynic::InputObject, Clone, Debug, PartialEq, Eq)]
pub struct MetadataFieldInput {
    pub name: String,
    pub field_type: MetadataFieldType,
    pub required: bool,
}

/// A media type to be made.
#[derive(cynic::InputObject, Clone, Debug)]
pub struct CreateMediaTypeInput {
    pub name: String,
    pub display_name: String,
    pub hierarchy_levels: Vec<String>,
    pub interaction_verb: String,
    pub session_noun: String,
    pub progress_unit: String,
    pub completion_threshold_percent: Option<f64>,
    pub metadata_fields: Option<Vec<MetadataFieldInput>>,
    pub icon: Option<String>,
    pub color: Option<String>,
}

/// What to change about a media type; what is left out stays.
#[derive(cynic::InputObject, Clone, Debug)]
pub struct UpdateMediaTypeInput {
    pub id: Id,
    pub display_name: Option<String>,
    pub hierarchy_levels: Option<Vec<String>>,
    pub interaction_verb: Option<String>,
    pub session_noun: Option<String>,
    pub progress_unit: Option<String>,
    pub completion_threshold_percent: Option<f64>,
    pub metadata_fields: Option<Vec<MetadataFieldInput>>,
    pub is_enabled: Option<bool>,
    #[cynic(skip_serializing_if = "Patch::is_keep")]
    pub icon: Patch<String>,
    #[cynic(skip_serializing_if = "Patch::is_keep")]
    pub color: Patch<String>,
}

impl UpdateMediaTypeInput {
    /// A change of nothing yet.
    #[must_use]
    pub fn of(id: Id) -> Self {
        Self {
            id,
            display_name: None,
            hierarchy_levels: None,
            interaction_verb: None,
            session_noun: None,
            progress_unit: None,
            completion_threshold_percent: None,
            metadata_fields: None,
            is_enabled: None,
            icon: Patch::Keep,
            color: Patch::Keep,
        }
    }
}

/// Which media type to delete.
#[derive(cynic::InputObject, Clone, Debug)]
pub struct DeleteMediaTypeInput {
    pub id: Id,
}

mutations! {
    /// Makes a media type.
    CreateMediaType(CreateMediaTypeVariables, CreateMediaTypeInput)
        => create_media_type: CreateMediaTypePayload { media_type: MediaTypeRow, }

    /// Changes a media type.
    UpdateMediaType(UpdateMediaTypeVariables, UpdateMediaTypeInput)
        => update_media_type: UpdateMediaTypePayload { media_type: MediaTypeRow, }

    /// Deletes a media type that has no items.
    DeleteMediaType(DeleteMediaTypeVariables, DeleteMediaTypeInput)
        => delete_media_type: DeleteMediaTypePayload { deleted_id: Id, }
}

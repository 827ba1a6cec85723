//! What one keeps in the library, thinks of it, and goes through again.

use crate::operation::{enums, mutations, operations};
use crate::operations::catalogue::ItemCard;
use crate::operations::common::{PageInfo, PersonCard};
use crate::operations::identity::RatingScale;
use crate::scalars::{DateTime, Id, Json, Patch};
use crate::schema;

enums! {
    /// How a library is sorted.
    LibrarySort { Added = "ADDED", Updated = "UPDATED", Name = "NAME", Rating = "RATING", Released = "RELEASED" }

    /// Where a cycle through something stands.
    WatchSessionStatus { InProgress = "IN_PROGRESS", Completed = "COMPLETED", Abandoned = "ABANDONED" }
}

/// Where one is with something: the statuses that the server knows, in the order of their lives.
pub const LIBRARY_STATUSES: [&str; 5] = ["plan_to_watch", "watching", "completed", "on_hold", "dropped"];

/// One's own rating of an item that is known from where it stands.
#[derive(cynic::QueryFragment, Clone, Debug, PartialEq)]
#[cynic(graphql_type = "Rating")]
pub struct RatingState {
    pub id: Id,
    pub rating: i32,
    pub scale: RatingScale,
    pub value: f64,
    pub rated_at: DateTime,
}

/// A rating with who gave it.
#[derive(cynic::QueryFragment, Clone, Debug, PartialEq)]
#[cynic(graphql_type = "Rating")]
pub struct RatingRow {
    pub id: Id,
    pub rating: i32,
    pub scale: RatingScale,
    pub value: f64,
    pub rated_at: DateTime,
    pub user: Option<PersonCard>,
    pub item: Option<ItemCard>,
}

/// A page of ratings.
#[derive(cynic::QueryFragment, Clone, Debug, PartialEq)]
#[cynic(graphql_type = "RatingConnection")]
pub struct RatingRows {
    pub nodes: Vec<RatingRow>,
    pub page_info: PageInfo,
}

/// A rating that was replaced or withdrawn.
#[derive(cynic::QueryFragment, Clone, Debug, PartialEq)]
#[cynic(graphql_type = "FormerRating")]
pub struct FormerRatingRow {
    pub id: Id,
    pub rating: i32,
    pub scale: RatingScale,
    pub value: f64,
    pub rated_at: DateTime,
    pub replaced_at: DateTime,
}

/// What one keeps of an item that is known from where it stands.
#[derive(cynic::QueryFragment, Clone, Debug, PartialEq)]
#[cynic(graphql_type = "LibraryEntry")]
pub struct LibraryState {
    pub id: Id,
    pub status: String,
    pub is_favorite: bool,
    pub is_private: bool,
    pub notes: Option<String>,
    pub custom_fields: Option<Json>,
    pub added_at: DateTime,
    pub updated_at: DateTime,
}

/// An entry of a library.
#[derive(cynic::QueryFragment, Clone, Debug, PartialEq)]
#[cynic(graphql_type = "LibraryEntry")]
pub struct LibraryRow {
    pub id: Id,
    pub item: Option<ItemCard>,
    pub status: String,
    pub is_favorite: bool,
    pub is_private: bool,
    pub notes: Option<String>,
    pub custom_fields: Option<Json>,
    pub rating: Option<RatingState>,
    pub added_at: DateTime,
    pub updated_at: DateTime,
}

/// A page of a library.
#[derive(cynic::QueryFragment, Clone, Debug, PartialEq)]
#[cynic(graphql_type = "LibraryEntryConnection")]
pub struct LibraryRows {
    pub nodes: Vec<LibraryRow>,
    pub page_info: PageInfo,
}

/// How many entries there are.
#[derive(cynic::QueryFragment, Clone, Debug, PartialEq, Eq)]
#[cynic(graphql_type = "LibraryEntryConnection")]
pub struct LibraryCount {
    pub total_count: i32,
}

/// What comes next in something one is in the middle of.
#[derive(cynic::QueryFragment, Clone, Debug, PartialEq)]
#[cynic(graphql_type = "NextUp")]
pub struct NextUpRow {
    pub item: Option<ItemCard>,
    pub root: Option<ItemCard>,
    pub aired_count: i32,
    pub watched_count: i32,
    pub remaining_count: i32,
    pub last_played_at: Option<DateTime>,
}

/// A page of what comes next.
#[derive(cynic::QueryFragment, Clone, Debug, PartialEq)]
#[cynic(graphql_type = "NextUpConnection")]
pub struct NextUpRows {
    pub nodes: Vec<NextUpRow>,
    pub page_info: PageInfo,
}

/// A cycle through something: the first time, or once more.
#[derive(cynic::QueryFragment, Clone, Debug, PartialEq, Eq)]
#[cynic(graphql_type = "WatchSession")]
pub struct CycleRow {
    pub id: Id,
    pub session_number: i32,
    pub status: WatchSessionStatus,
    pub started_at: DateTime,
    pub completed_at: Option<DateTime>,
}

/// Which entries of a library are asked for.
#[derive(cynic::InputObject, Clone, Debug, Default, PartialEq, Eq)]
pub struct LibraryFilterInput {
    pub status: Option<Vec<String>>,
    pub types: Option<Vec<String>>,
    pub favorite: Option<bool>,
    pub query: Option<String>,
}

/// The variables of [`Library`].
#[derive(cynic::QueryVariables, Clone, Debug)]
pub struct LibraryVariables {
    /// Whose; the caller's without it.
    pub user_id: Option<Id>,
    pub filter: Option<LibraryFilterInput>,
    pub sort: LibrarySort,
    pub first: Option<i32>,
    pub after: Option<String>,
}

/// A person's library.
#[derive(cynic::QueryFragment, Clone, Debug, PartialEq)]
#[cynic(graphql_type = "Query", variables = "LibraryVariables")]
pub struct Library {
    #[arguments(userId: $user_id, filter: $filter, sort: $sort, first: $first, after: $after)]
    pub library: LibraryRows,
}

/// The variables of [`LibraryCounted`].
#[derive(cynic::QueryVariables, Clone, Debug, Default)]
pub struct LibraryCountedVariables {
    /// Whose; the caller's without it.
    pub user_id: Option<Id>,
    pub filter: Option<LibraryFilterInput>,
}

/// How much of a library fits a filter: the number on each status.
#[derive(cynic::QueryFragment, Clone, Debug, PartialEq, Eq)]
#[cynic(graphql_type = "Query", variables = "LibraryCountedVariables")]
pub struct LibraryCounted {
    #[arguments(userId: $user_id, filter: $filter, first: 1)]
    pub library: LibraryCount,
}

/// The variables of [`NextUpList`].
#[derive(cynic::QueryVariables, Clone, Debug, Default)]
pub struct NextUpVariables {
    pub types: Option<Vec<String>>,
    pub first: Option<i32>,
    pub after: Option<String>,
}

/// What the caller is in the middle of and something comes next in.
#[derive(cynic::QueryFragment, Clone, Debug, PartialEq)]
#[cynic(graphql_type = "Query", variables = "NextUpVariables")]
pub struct NextUpList {
    #[arguments(types: $types, first: $first, after: $after)]
    pub next_up: NextUpRows,
}

/// The variables of what is asked about one item.
#[derive(cynic::QueryVariables, Clone, Debug)]
pub struct OfItemVariables {
    pub item_id: Id,
}

/// How far the caller is with a show or podcast; nothing for anything without parts.
#[derive(cynic::QueryFragment, Clone, Debug, PartialEq)]
#[cynic(graphql_type = "Query", variables = "OfItemVariables")]
pub struct Progress {
    #[arguments(itemId: $item_id)]
    pub progress: Option<NextUpRow>,
}

/// The caller's cycles through a whole, the first one first.
#[derive(cynic::QueryFragment, Clone, Debug, PartialEq, Eq)]
#[cynic(graphql_type = "Query", variables = "OfItemVariables")]
pub struct Cycles {
    #[arguments(itemId: $item_id)]
    pub cycles: Vec<CycleRow>,
}

/// What the caller gave an item before, the latest first.
#[derive(cynic::QueryFragment, Clone, Debug, PartialEq)]
#[cynic(graphql_type = "Query", variables = "OfItemVariables")]
pub struct RatingHistory {
    #[arguments(itemId: $item_id)]
    pub rating_history: Vec<FormerRatingRow>,
}

/// The variables of [`Ratings`].
#[derive(cynic::QueryVariables, Clone, Debug, Default)]
pub struct RatingsVariables {
    pub item_id: Option<Id>,
    pub user_id: Option<Id>,
    pub types: Option<Vec<String>>,
    pub first: Option<i32>,
    pub after: Option<String>,
}

/// Ratings, the latest first: one person's, or those of everybody whose ratings the caller may see.
#[derive(cynic::QueryFragment, Clone, Debug, PartialEq)]
#[cynic(graphql_type = "Query", variables = "RatingsVariables")]
pub struct Ratings {
    #[arguments(itemId: $item_id, userId: $user_id, types: $types, first: $first, after: $after)]
    pub ratings: RatingRows,
}

operations! {
    Query Library(LibraryVariables);
    Query LibraryCounted(LibraryCountedVariables);
    Query NextUpList(NextUpVariables);
    Query Progress(OfItemVariables);
    Query Cycles(OfItemVariables);
    Query RatingHistory(OfItemVariables);
    Query Ratings(RatingsVariables);
}

/// Something to be kept; one of [`LIBRARY_STATUSES`].
#[derive(cynic::InputObject, Clone, Debug)]
pub struct AddToLibraryInput {
    pub item_id: Id,
    pub status: Option<String>,
    pub is_favorite: Option<bool>,
    pub is_private: Option<bool>,
    pub notes: Option<String>,
    /// An object.
    pub custom_fields: Option<Json>,
}

impl AddToLibraryInput {
    /// The item alone.
    #[must_use]
    pub fn of(item_id: Id) -> Self {
        Self { item_id, status: None, is_favorite: None, is_private: None, notes: None, custom_fields: None }
    }
}

/// What to change about an entry; what is left out stays.
#[derive(cynic::InputObject, Clone, Debug)]
pub struct UpdateLibraryEntryInput {
    pub id: Id,
    pub status: Option<String>,
    pub is_favorite: Option<bool>,
    pub is_private: Option<bool>,
    #[cynic(skip_serializing_if = "Patch::is_keep")]
    pub notes: Patch<String>,
    /// An object that replaces the old one.
    pub custom_fields: Option<Json>,
}

impl UpdateLibraryEntryInput {
    /// A change of nothing yet.
    #[must_use]
    pub fn of(id: Id) -> Self {
        Self { id, status: None, is_favorite: None, is_private: None, notes: Patch::Keep, custom_fields: None }
    }
}

/// What to change about many entries alike, 100 at the most; what is left out stays.
#[derive(cynic::InputObject, Clone, Debug, Default)]
pub struct UpdateLibraryEntriesInput {
    pub ids: Vec<Id>,
    pub status: Option<String>,
    pub is_favorite: Option<bool>,
    pub is_private: Option<bool>,
    #[cynic(skip_serializing_if = "Patch::is_keep")]
    pub notes: Patch<String>,
}

/// Which entry to take out.
#[derive(cynic::InputObject, Clone, Debug)]
pub struct RemoveFromLibraryInput {
    pub id: Id,
}

/// How good something is: `value` on `scale`.
#[derive(cynic::InputObject, Clone, Debug)]
pub struct RateItemInput {
    pub item_id: Id,
    pub scale: RatingScale,
    pub value: f64,
}

/// Whose rating to withdraw.
#[derive(cynic::InputObject, Clone, Debug)]
pub struct RemoveRatingInput {
    pub item_id: Id,
}

/// What to go through once more.
#[derive(cynic::InputObject, Clone, Debug)]
pub struct StartCycleInput {
    pub item_id: Id,
}

/// Which cycle is through.
#[derive(cynic::InputObject, Clone, Debug)]
pub struct CompleteCycleInput {
    pub id: Id,
}

/// Which cycle to give up.
#[derive(cynic::InputObject, Clone, Debug)]
pub struct AbandonCycleInput {
    pub id: Id,
}

mutations! {
    /// Keeps something in the library.
    AddToLibrary(AddToLibraryVariables, AddToLibraryInput)
        => add_to_library: AddToLibraryPayload { entry: LibraryRow, is_new: bool, }

    /// Changes an entry.
    UpdateLibraryEntry(UpdateLibraryEntryVariables, UpdateLibraryEntryInput)
        => update_library_entry: UpdateLibraryEntryPayload { entry: LibraryRow, }

    /// Changes many entries alike.
    UpdateLibraryEntries(UpdateLibraryEntriesVariables, UpdateLibraryEntriesInput)
        => update_library_entries: UpdateLibraryEntriesPayload

    /// Takes something out of the library; answers the entry as it was, to add it again.
    RemoveFromLibrary(RemoveFromLibraryVariables, RemoveFromLibraryInput)
        => remove_from_library: RemoveFromLibraryPayload { entry: LibraryRow, }

    /// Says how good something is.
    RateItem(RateItemVariables, RateItemInput) => rate_item: RateItemPayload { rating: RatingState, }

    /// Withdraws a rating; answers it as it was.
    RemoveRating(RemoveRatingVariables, RemoveRatingInput) => remove_rating: RemoveRatingPayload { rating: RatingState, }

    /// Begins to go through something once more.
    StartCycle(StartCycleVariables, StartCycleInput) => start_cycle: StartCyclePayload { cycle: CycleRow, }

    /// Says that a cycle is through.
    CompleteCycle(CompleteCycleVariables, CompleteCycleInput) => complete_cycle: CompleteCyclePayload { cycle: CycleRow, }

    /// Gives up a cycle.
    AbandonCycle(AbandonCycleVariables, AbandonCycleInput) => abandon_cycle: AbandonCyclePayload { cycle: CycleRow, }
}

/// What came of [`UpdateLibraryEntries`].
#[derive(cynic::QueryFragment, Clone, Debug, PartialEq)]
pub struct UpdateLibraryEntriesPayload {
    pub entries: Vec<LibraryRow>,
}

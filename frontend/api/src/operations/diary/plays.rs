//! What was played, and where one stopped.

use crate::operation::{enums, mutations, operations};
use crate::operations::catalogue::ItemCard;
use crate::operations::common::{IdVariables, IdVariablesFields, PageInfo, PageVariables, PageVariablesFields, PersonCard};
use crate::scalars::{DateTime, Id, Patch};
use crate::schema;

enums! {
    /// How exactly a moment is known.
    DatePrecision {
        Second = "SECOND", Minute = "MINUTE", Day = "DAY", Month = "MONTH", Year = "YEAR", Unknown = "UNKNOWN"
    }

    /// Where a play comes from.
    PlayOrigin { Scrobble = "SCROBBLE", Manual = "MANUAL", Import = "IMPORT" }

    /// How much of a show is meant.
    WatchedExtent { Item = "ITEM", UpTo = "UP_TO" }
}

/// A play of an item that is known from where it stands.
#[derive(cynic::QueryFragment, Clone, Debug, PartialEq)]
#[cynic(graphql_type = "Play")]
pub struct PlayBrief {
    pub id: Id,
    pub watched_at: Option<DateTime>,
    pub started_at: Option<DateTime>,
    pub date_precision: DatePrecision,
    pub timezone: Option<String>,
    pub is_private: bool,
    pub notes: Option<String>,
    pub origin: PlayOrigin,
    pub source: Option<String>,
    pub device_name: Option<String>,
}

/// A play in a history.
#[derive(cynic::QueryFragment, Clone, Debug, PartialEq)]
#[cynic(graphql_type = "Play")]
pub struct PlayRow {
    pub id: Id,
    pub item: Option<ItemCard>,
    pub watched_at: Option<DateTime>,
    pub started_at: Option<DateTime>,
    pub date_precision: DatePrecision,
    pub timezone: Option<String>,
    pub watched_seconds: Option<i32>,
    pub progress_percent: Option<f64>,
    pub is_private: bool,
    pub notes: Option<String>,
    pub origin: PlayOrigin,
    pub source: Option<String>,
    pub device_name: Option<String>,
    pub created_at: DateTime,
    pub edited_at: Option<DateTime>,
    pub user: Option<PersonCard>,
}

/// A page of a history.
#[derive(cynic::QueryFragment, Clone, Debug, PartialEq)]
#[cynic(graphql_type = "PlayConnection")]
pub struct PlayRows {
    pub nodes: Vec<PlayRow>,
    pub page_info: PageInfo,
}

/// How many plays there are.
#[derive(cynic::QueryFragment, Clone, Debug, PartialEq, Eq)]
#[cynic(graphql_type = "PlayConnection")]
pub struct PlayCount {
    pub total_count: i32,
}

/// Where one stopped in an item that is known from where it stands.
#[derive(cynic::QueryFragment, Clone, Debug, PartialEq)]
#[cynic(graphql_type = "PlaybackPosition")]
pub struct PositionState {
    pub progress_percent: f64,
    pub position_seconds: Option<i32>,
    pub duration_seconds: Option<i32>,
    pub occurred_at: DateTime,
}

/// Something that one began and can resume.
#[derive(cynic::QueryFragment, Clone, Debug, PartialEq)]
#[cynic(graphql_type = "PlaybackPosition")]
pub struct PositionRow {
    pub item: Option<ItemCard>,
    pub progress_percent: f64,
    pub position_seconds: Option<i32>,
    pub duration_seconds: Option<i32>,
    pub occurred_at: DateTime,
    pub device_name: Option<String>,
    pub source: String,
}

/// A page of what one can resume.
#[derive(cynic::QueryFragment, Clone, Debug, PartialEq)]
#[cynic(graphql_type = "PlaybackPositionConnection")]
pub struct PositionRows {
    pub nodes: Vec<PositionRow>,
    pub page_info: PageInfo,
}

/// Which part of a history is asked for.
#[derive(cynic::InputObject, Clone, Debug, Default, PartialEq, Eq)]
pub struct HistoryFilterInput {
    pub from: Option<DateTime>,
    pub to: Option<DateTime>,
    pub item_id: Option<Id>,
    pub media_types: Option<Vec<String>>,
    pub origins: Option<Vec<PlayOrigin>>,
    pub search: Option<String>,
}

/// The variables of [`History`].
#[derive(cynic::QueryVariables, Clone, Debug, Default)]
pub struct HistoryVariables {
    /// Whose; the caller's without it.
    pub user_id: Option<Id>,
    pub filter: Option<HistoryFilterInput>,
    pub first: Option<i32>,
    pub after: Option<String>,
}

/// What somebody has played, newest first.
#[derive(cynic::QueryFragment, Clone, Debug, PartialEq)]
#[cynic(graphql_type = "Query", variables = "HistoryVariables")]
pub struct History {
    #[arguments(userId: $user_id, filter: $filter, first: $first, after: $after)]
    pub history: PlayRows,
}

/// The variables of [`HistoryCounted`].
#[derive(cynic::QueryVariables, Clone, Debug, Default)]
pub struct HistoryCountedVariables {
    /// Whose; the caller's without it.
    pub user_id: Option<Id>,
    pub filter: Option<HistoryFilterInput>,
}

/// How often somebody has played what fits a filter.
#[derive(cynic::QueryFragment, Clone, Debug, PartialEq, Eq)]
#[cynic(graphql_type = "Query", variables = "HistoryCountedVariables")]
pub struct HistoryCounted {
    #[arguments(userId: $user_id, filter: $filter, first: 1)]
    pub history: PlayCount,
}

/// One play.
#[derive(cynic::QueryFragment, Clone, Debug, PartialEq)]
#[cynic(graphql_type = "Query", variables = "IdVariables")]
pub struct PlayById {
    #[arguments(id: $id)]
    pub play: Option<PlayRow>,
}

/// What the caller began and can resume, the latest first.
#[derive(cynic::QueryFragment, Clone, Debug, PartialEq)]
#[cynic(graphql_type = "Query", variables = "PageVariables")]
pub struct ContinueWatching {
    #[arguments(first: $first, after: $after)]
    pub playback_positions: PositionRows,
}

operations! {
    Query History(HistoryVariables);
    Query HistoryCounted(HistoryCountedVariables);
    Query PlayById(IdVariables);
    Query ContinueWatching(PageVariables);
}

/// A play that its person tells of: of `watched_at`, `watched_on` and `is_date_unknown` at most one; without them it was now.
#[derive(cynic::InputObject, Clone, Debug)]
pub struct AddPlayInput {
    pub item_id: Id,
    pub watched_at: Option<DateTime>,
    /// A day, month or year: `1999-12-31`, `1999-12`, `1999`.
    pub watched_on: Option<String>,
    pub is_date_unknown: Option<bool>,
    pub started_at: Option<DateTime>,
    pub timezone: Option<String>,
    pub is_private: Option<bool>,
    pub notes: Option<String>,
    pub unless_known: Option<bool>,
}

impl AddPlayInput {
    /// A play just now.
    #[must_use]
    pub fn of(item_id: Id) -> Self {
        Self {
            item_id,
            watched_at: None,
            watched_on: None,
            is_date_unknown: None,
            started_at: None,
            timezone: None,
            is_private: None,
            notes: None,
            unless_known: None,
        }
    }
}

/// What to change about a play; what is left out stays.
#[derive(cynic::InputObject, Clone, Debug)]
pub struct UpdatePlayInput {
    pub id: Id,
    pub watched_at: Option<DateTime>,
    /// A day, month or year: `1999-12-31`, `1999-12`, `1999`.
    pub watched_on: Option<String>,
    pub is_date_unknown: Option<bool>,
    #[cynic(skip_serializing_if = "Patch::is_keep")]
    pub started_at: Patch<DateTime>,
    pub timezone: Option<String>,
    pub is_private: Option<bool>,
    #[cynic(skip_serializing_if = "Patch::is_keep")]
    pub notes: Patch<String>,
}

impl UpdatePlayInput {
    /// A change of nothing yet.
    #[must_use]
    pub fn of(id: Id) -> Self {
        Self {
            id,
            watched_at: None,
            watched_on: None,
            is_date_unknown: None,
            started_at: Patch::Keep,
            timezone: None,
            is_private: None,
            notes: Patch::Keep,
        }
    }
}

/// Which play to delete.
#[derive(cynic::InputObject, Clone, Debug)]
pub struct DeletePlayInput {
    pub id: Id,
}

/// Which play to bring back.
#[derive(cynic::InputObject, Clone, Debug)]
pub struct RestorePlayInput {
    pub id: Id,
}

/// What to mark: a film, an episode, a season, a show; with [`WatchedExtent::UpTo`] everything before it, too.
#[derive(cynic::InputObject, Clone, Debug)]
pub struct MarkWatchedInput {
    pub item_id: Id,
    pub extent: WatchedExtent,
    pub watched_at: Option<DateTime>,
}

/// What was not watched after all.
#[derive(cynic::InputObject, Clone, Debug)]
pub struct MarkUnwatchedInput {
    pub item_id: Id,
}

/// What not to resume.
#[derive(cynic::InputObject, Clone, Debug)]
pub struct DeletePlaybackPositionInput {
    pub item_id: Id,
}

mutations! {
    /// Adds a play by hand.
    AddPlay(AddPlayVariables, AddPlayInput) => add_play: AddPlayPayload { play: PlayRow, is_new: bool, }

    /// Changes a play.
    UpdatePlay(UpdatePlayVariables, UpdatePlayInput) => update_play: UpdatePlayPayload { play: PlayRow, }

    /// Deletes a play; [`RestorePlay`] brings it back.
    DeletePlay(DeletePlayVariables, DeletePlayInput) => delete_play: DeletePlayPayload { play: PlayRow, }

    /// Brings back a deleted play.
    RestorePlay(RestorePlayVariables, RestorePlayInput) => restore_play: RestorePlayPayload { play: PlayRow, }

    /// Marks something as watched; answers the plays that this made, each of which can be deleted to undo it.
    MarkWatched(MarkWatchedVariables, MarkWatchedInput) => mark_watched: MarkWatchedPayload

    /// Deletes the caller's plays of something and its parts in this cycle; answers them, to bring them back.
    MarkUnwatched(MarkUnwatchedVariables, MarkUnwatchedInput) => mark_unwatched: MarkUnwatchedPayload

    /// Forgets where the caller stopped.
    DeletePlaybackPosition(DeletePlaybackPositionVariables, DeletePlaybackPositionInput)
        => delete_playback_position: DeletePlaybackPositionPayload { position: PositionRow, }
}

/// What came of [`MarkWatched`].
#[derive(cynic::QueryFragment, Clone, Debug, PartialEq)]
pub struct MarkWatchedPayload {
    pub plays: Vec<MarkedPlay>,
}

/// What came of [`MarkUnwatched`].
#[derive(cynic::QueryFragment, Clone, Debug, PartialEq)]
pub struct MarkUnwatchedPayload {
    pub removed_count: i32,
    pub plays: Vec<MarkedPlay>,
}

/// A play that marking made, of which there may be thousands.
#[derive(cynic::QueryFragment, Clone, Debug, PartialEq)]
#[cynic(graphql_type = "Play")]
pub struct MarkedPlay {
    pub id: Id,
    pub watched_at: Option<DateTime>,
    pub item: Option<MarkedItem>,
}

/// What was marked.
#[derive(cynic::QueryFragment, Clone, Debug, PartialEq, Eq)]
#[cynic(graphql_type = "MediaItem")]
pub struct MarkedItem {
    pub id: Id,
}

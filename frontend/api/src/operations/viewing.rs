//! How the caller stands to an item and its parts, who else has seen it, and marking that is taken back as a whole.

use super::catalogue::PartRow;
use super::common::{IdVariables, IdVariablesFields, PageInfo, PersonCard};
use super::diary::{MarkedPlay, RatingState};
use crate::operation::{mutations, operations};
use crate::scalars::{DateTime, Id};
use crate::schema;

/// What of an item the caller has seen, in the cycle that counts.
#[derive(cynic::QueryFragment, Clone, Debug, PartialEq, Eq)]
#[cynic(graphql_type = "ViewerState")]
pub struct SeenState {
    pub is_watched: bool,
    pub watched_count: i32,
    pub aired_count: i32,
    pub last_played_at: Option<DateTime>,
}

/// A part of an item in its list, with what the caller has seen of it.
#[derive(cynic::QueryFragment, Clone, Debug, PartialEq)]
#[cynic(graphql_type = "MediaItem")]
pub struct PartLine {
    #[cynic(spread)]
    pub part: PartRow,
    pub viewer_state: SeenState,
}

/// A page of an item's parts.
#[derive(cynic::QueryFragment, Clone, Debug, PartialEq)]
#[cynic(graphql_type = "MediaItemConnection")]
pub struct PartLines {
    pub nodes: Vec<PartLine>,
    pub page_info: PageInfo,
    pub total_count: i32,
}

/// The variables of [`PartsSeen`].
#[derive(cynic::QueryVariables, Clone, Debug)]
pub struct PartsSeenVariables {
    pub id: Id,
    pub first: Option<i32>,
    pub after: Option<String>,
}

/// An item as the holder of its parts.
#[derive(cynic::QueryFragment, Clone, Debug, PartialEq)]
#[cynic(graphql_type = "MediaItem", variables = "PartsSeenVariables")]
pub struct Holder {
    pub id: Id,
    #[arguments(first: $first, after: $after)]
    pub children: PartLines,
}

/// The parts of an item, by position, with what the caller has seen of them.
#[derive(cynic::QueryFragment, Clone, Debug, PartialEq)]
#[cynic(graphql_type = "Query", variables = "PartsSeenVariables")]
pub struct PartsSeen {
    #[arguments(id: $id)]
    pub media_item: Option<Holder>,
}

/// Somebody who has seen an item, or a part of it.
#[derive(cynic::QueryFragment, Clone, Debug, PartialEq)]
pub struct SeenByPerson {
    pub user_id: Id,
    pub user: Option<PersonCard>,
    pub last_played_at: Option<DateTime>,
    pub play_count: i32,
    pub rating: Option<RatingState>,
}

/// Who else has seen an item.
#[derive(cynic::QueryFragment, Clone, Debug, PartialEq)]
pub struct SeenBy {
    pub people: Vec<SeenByPerson>,
    pub total_count: i32,
}

/// An item, as what others have seen.
#[derive(cynic::QueryFragment, Clone, Debug, PartialEq)]
#[cynic(graphql_type = "MediaItem")]
pub struct SeenItem {
    pub id: Id,
    #[arguments(first: 20)]
    pub friends_who_have_seen: SeenBy,
}

/// Who else has seen an item, of those who let the caller know.
#[derive(cynic::QueryFragment, Clone, Debug, PartialEq)]
#[cynic(graphql_type = "Query", variables = "IdVariables")]
pub struct WhoHasSeen {
    #[arguments(id: $id)]
    pub media_item: Option<SeenItem>,
}

operations! {
    Query PartsSeen(PartsSeenVariables);
    Query WhoHasSeen(IdVariables);
}

/// Which plays to delete, [`PLAYS_AT_ONCE`] at the most.
#[derive(cynic::InputObject, Clone, Debug)]
pub struct DeletePlaysInput {
    pub ids: Vec<Id>,
}

/// Which plays to bring back, [`PLAYS_AT_ONCE`] at the most.
#[derive(cynic::InputObject, Clone, Debug)]
pub struct RestorePlaysInput {
    pub ids: Vec<Id>,
}

/// So many plays the server deletes or brings back at once.
pub const PLAYS_AT_ONCE: usize = 200;

mutations! {
    /// Deletes several plays; [`RestorePlays`] brings them back.
    DeletePlays(DeletePlaysVariables, DeletePlaysInput) => delete_plays: DeletePlaysPayload

    /// Brings back several deleted plays.
    RestorePlays(RestorePlaysVariables, RestorePlaysInput) => restore_plays: RestorePlaysPayload
}

/// What came of [`DeletePlays`].
#[derive(cynic::QueryFragment, Clone, Debug, PartialEq)]
pub struct DeletePlaysPayload {
    pub plays: Vec<MarkedPlay>,
}

/// What came of [`RestorePlays`].
#[derive(cynic::QueryFragment, Clone, Debug, PartialEq)]
pub struct RestorePlaysPayload {
    pub plays: Vec<MarkedPlay>,
}

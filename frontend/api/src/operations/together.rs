//! Watching together: what one of a group plays comes into the history of those who sit there.

use super::common::PersonCard;
use crate::operation::{mutations, operations};
use crate::scalars::{DateTime, Id};
use crate::schema;

/// One of a group who plays for several that sit together.
#[derive(cynic::QueryFragment, Clone, Debug, PartialEq, Eq)]
#[cynic(graphql_type = "GroupWatching")]
pub struct WatchingRow {
    pub id: Id,
    pub group_id: Id,
    pub host_id: Id,
    pub host: Option<PersonCard>,
    pub present: Vec<PersonCard>,
    pub started_at: DateTime,
    pub ends_at: DateTime,
}

/// The watchings that go on with the caller.
#[derive(cynic::QueryFragment, Clone, Debug, PartialEq, Eq)]
#[cynic(graphql_type = "Query")]
pub struct GroupWatchings {
    pub group_watchings: Vec<WatchingRow>,
}

/// The play of [`SharePlay`].
#[derive(cynic::QueryFragment, Clone, Debug, PartialEq, Eq)]
#[cynic(graphql_type = "Play")]
pub struct SharedPlay {
    pub id: Id,
}

/// What the caller plays is nobody else's any more.
#[derive(cynic::QueryFragment, Clone, Debug, PartialEq, Eq)]
#[cynic(graphql_type = "Mutation")]
pub struct EndGroupWatching {
    pub end_group_watching: EndGroupWatchingPayload,
}

/// What came of [`EndGroupWatching`].
#[derive(cynic::QueryFragment, Clone, Debug, PartialEq, Eq)]
pub struct EndGroupWatchingPayload {
    pub watchings: Vec<WatchingRow>,
}

operations! {
    Query GroupWatchings;
    Mutation EndGroupWatching;
}

/// For whom to play.
#[derive(cynic::InputObject, Clone, Debug)]
pub struct StartGroupWatchingInput {
    pub group_id: Id,
    pub user_ids: Vec<Id>,
}

/// A play, and who sat there.
#[derive(cynic::InputObject, Clone, Debug)]
pub struct SharePlayInput {
    pub play_id: Id,
    pub group_id: Id,
    pub user_ids: Vec<Id>,
}

/// Where not to be present any more.
#[derive(cynic::InputObject, Clone, Debug)]
pub struct LeaveGroupWatchingInput {
    pub watching_id: Id,
}

mutations! {
    /// Plays for others from now on.
    StartGroupWatching(StartGroupWatchingVariables, StartGroupWatchingInput)
        => start_group_watching: StartGroupWatchingPayload { watching: WatchingRow, }

    /// Gives a play to those who sat there.
    SharePlay(SharePlayVariables, SharePlayInput) => share_play: SharePlayPayload { play: SharedPlay, }

    /// Is not present any more.
    LeaveGroupWatching(LeaveGroupWatchingVariables, LeaveGroupWatchingInput)
        => leave_group_watching: LeaveGroupWatchingPayload { left_id: Id, }
}

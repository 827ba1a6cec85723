//! Who plays what right now.

use crate::operation::{enums, operations};
use crate::operations::catalogue::ItemCard;
use crate::operations::common::PersonCard;
use crate::scalars::{DateTime, Id};
use crate::schema;

enums! {
    /// Whether what is played is moving.
    PresenceState { Playing = "PLAYING", Paused = "PAUSED" }

    /// What happened to what somebody plays.
    CurrentlyWatchingChangeKind { Started = "STARTED", Updated = "UPDATED", Ended = "ENDED" }
}

/// What somebody plays right now. Between heartbeats, what plays goes on from `position_seconds` at `last_heartbeat_at`.
#[derive(cynic::QueryFragment, Clone, Debug, PartialEq)]
#[cynic(graphql_type = "CurrentlyWatching")]
pub struct PresenceCard {
    pub user_id: Id,
    pub user: Option<PersonCard>,
    pub item: Option<ItemCard>,
    pub state: PresenceState,
    pub started_at: DateTime,
    pub last_heartbeat_at: DateTime,
    pub expires_at: DateTime,
    pub progress_percent: f64,
    pub position_seconds: Option<i32>,
    pub duration_seconds: Option<i32>,
    pub is_private: bool,
    pub device_name: Option<String>,
    pub source: Option<String>,
}

/// What everybody plays right now whom the caller may see, the caller included.
#[derive(cynic::QueryFragment, Clone, Debug, PartialEq)]
#[cynic(graphql_type = "Query")]
pub struct NowPlaying {
    pub now_playing: Vec<PresenceCard>,
}

/// Whose playing to watch; without it, that of everybody whom the caller may see.
#[derive(cynic::InputObject, Clone, Debug, PartialEq, Eq)]
pub enum CurrentlyWatchingScope {
    /// One's own.
    Me(bool),
    /// This person's.
    UserId(Id),
    /// That of this group's members who let it see.
    GroupId(Id),
}

/// All that is played at this moment: replaces whatever is shown.
#[derive(cynic::QueryFragment, Clone, Debug, PartialEq)]
pub struct CurrentlyWatchingSnapshot {
    /// Under another name, since a change has one thing by the same.
    #[cynic(rename = "currentlyWatching", alias)]
    pub everybody: Vec<PresenceCard>,
    pub is_resync: bool,
}

/// A change of what somebody plays.
#[derive(cynic::QueryFragment, Clone, Debug, PartialEq)]
pub struct CurrentlyWatchingChange {
    pub kind: CurrentlyWatchingChangeKind,
    pub user_id: Id,
    pub currently_watching: Option<Box<PresenceCard>>,
}

/// What one who watches others play is told.
#[derive(cynic::InlineFragments, Clone, Debug, PartialEq)]
pub enum CurrentlyWatchingEvent {
    /// All that is played: first, and whenever changes may have been missed.
    Snapshot(CurrentlyWatchingSnapshot),
    /// One change.
    Change(CurrentlyWatchingChange),
    /// What a newer server tells: nothing that is shown.
    #[cynic(fallback)]
    Unknown,
}

/// The variables of [`PresenceLive`].
#[derive(cynic::QueryVariables, Clone, Debug, Default)]
pub struct PresenceLiveVariables {
    pub scope: Option<CurrentlyWatchingScope>,
}

/// Who plays what, as it changes.
#[derive(cynic::QueryFragment, Clone, Debug, PartialEq)]
#[cynic(graphql_type = "Subscription", variables = "PresenceLiveVariables")]
pub struct PresenceLive {
    #[arguments(scope: $scope)]
    pub currently_watching: CurrentlyWatchingEvent,
}

operations! {
    Query NowPlaying;
    Subscription PresenceLive(PresenceLiveVariables);
}

//! The caller's accounts on media servers and at Trakt that are told what was played elsewhere, what they are told, and what
//! players mean because the caller said so.

use super::catalogue::ItemCard;
use super::common::{PageInfo, PageVariables, PageVariablesFields};
use crate::operation::{enums, mutations, operations};
use crate::scalars::{DateTime, Id};
use crate::schema;

enums! {
    /// What is told of playback that happened elsewhere.
    PlayerConnectionKind { Plex = "PLEX", Jellyfin = "JELLYFIN", Emby = "EMBY", Trakt = "TRAKT" }

    /// Whether a connection can be told anything.
    PlayerConnectionState { Pending = "PENDING", Working = "WORKING", Paused = "PAUSED" }

    /// What a connection is to be told of an item.
    WriteBackDeed { Played = "PLAYED", Unplayed = "UNPLAYED" }

    /// What became of that.
    WriteBackState { Waiting = "WAITING", Told = "TOLD", Skipped = "SKIPPED", Unmatched = "UNMATCHED", Failed = "FAILED" }
}

/// A connection of the caller's.
#[derive(cynic::QueryFragment, Clone, Debug, PartialEq, Eq)]
#[cynic(graphql_type = "PlayerConnection")]
pub struct ConnectionRow {
    pub id: Id,
    pub name: String,
    pub kind: PlayerConnectionKind,
    pub url: String,
    pub account_name: Option<String>,
    pub state: PlayerConnectionState,
    pub is_enabled: bool,
    pub last_error: Option<String>,
    pub last_success_at: Option<DateTime>,
    pub rests_until: Option<DateTime>,
}

/// A connection, where only its name matters.
#[derive(cynic::QueryFragment, Clone, Debug, PartialEq, Eq)]
#[cynic(graphql_type = "PlayerConnection")]
pub struct ConnectionName {
    pub id: Id,
    pub name: String,
}

/// What a connection is to be told, or was.
#[derive(cynic::QueryFragment, Clone, Debug, PartialEq)]
#[cynic(graphql_type = "WriteBack")]
pub struct WriteBackRow {
    pub id: Id,
    pub connection: Option<ConnectionName>,
    pub item: Option<ItemCard>,
    pub deed: WriteBackDeed,
    pub watched_at: DateTime,
    pub state: WriteBackState,
    pub reason: Option<String>,
    pub attempts: i32,
    pub next_attempt_at: Option<DateTime>,
    pub created_at: DateTime,
}

/// A page of what connections are told.
#[derive(cynic::QueryFragment, Clone, Debug, PartialEq)]
#[cynic(graphql_type = "WriteBackConnection")]
pub struct WriteBackRows {
    pub nodes: Vec<WriteBackRow>,
    pub page_info: PageInfo,
    pub total_count: i32,
}

/// An item, and by what players mean it.
#[derive(cynic::QueryFragment, Clone, Debug, PartialEq)]
#[cynic(graphql_type = "PlayerMatch")]
pub struct MatchRow {
    pub item: Option<ItemCard>,
    pub match_keys: Vec<String>,
    pub remembered_at: DateTime,
}

/// A page of what players mean.
#[derive(cynic::QueryFragment, Clone, Debug, PartialEq)]
#[cynic(graphql_type = "PlayerMatchConnection")]
pub struct MatchRows {
    pub nodes: Vec<MatchRow>,
    pub page_info: PageInfo,
    pub total_count: i32,
}

/// The caller's connections, the newest first.
#[derive(cynic::QueryFragment, Clone, Debug, PartialEq, Eq)]
#[cynic(graphql_type = "Query")]
pub struct Connections {
    pub player_connections: Vec<ConnectionRow>,
}

/// The variables of [`WriteBacks`].
#[derive(cynic::QueryVariables, Clone, Debug, Default)]
pub struct WriteBacksVariables {
    pub connection_id: Option<Id>,
    pub state: Option<WriteBackState>,
    pub first: Option<i32>,
    pub after: Option<String>,
}

/// What the caller's connections are told, the latest first.
#[derive(cynic::QueryFragment, Clone, Debug, PartialEq)]
#[cynic(graphql_type = "Query", variables = "WriteBacksVariables")]
pub struct WriteBacks {
    #[arguments(connectionId: $connection_id, state: $state, first: $first, after: $after)]
    pub write_backs: WriteBackRows,
}

/// What the caller said that their players mean.
#[derive(cynic::QueryFragment, Clone, Debug, PartialEq)]
#[cynic(graphql_type = "Query", variables = "PageVariables")]
pub struct Matches {
    #[arguments(first: $first, after: $after)]
    pub player_matches: MatchRows,
}

operations! {
    Query Connections;
    Query WriteBacks(WriteBacksVariables);
    Query Matches(PageVariables);
}

/// A connection to be.
#[derive(cynic::InputObject, Clone, Debug)]
pub struct CreatePlayerConnectionInput {
    pub name: String,
    pub kind: PlayerConnectionKind,
    pub url: String,
    pub token: Option<String>,
    pub user_name: Option<String>,
    pub password: Option<String>,
    pub api_key: Option<String>,
}

/// What to change about a connection.
#[derive(cynic::InputObject, Clone, Debug)]
pub struct UpdatePlayerConnectionInput {
    pub id: Id,
    #[cynic(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    #[cynic(skip_serializing_if = "Option::is_none")]
    pub is_enabled: Option<bool>,
    #[cynic(skip_serializing_if = "Option::is_none")]
    pub url: Option<String>,
    #[cynic(skip_serializing_if = "Option::is_none")]
    pub token: Option<String>,
    #[cynic(skip_serializing_if = "Option::is_none")]
    pub user_name: Option<String>,
    #[cynic(skip_serializing_if = "Option::is_none")]
    pub password: Option<String>,
    #[cynic(skip_serializing_if = "Option::is_none")]
    pub api_key: Option<String>,
}

impl UpdatePlayerConnectionInput {
    /// Nothing of it yet.
    #[must_use]
    pub fn of(id: Id) -> Self {
        Self { id, name: None, is_enabled: None, url: None, token: None, user_name: None, password: None, api_key: None }
    }
}

/// Which connection to test.
#[derive(cynic::InputObject, Clone, Debug)]
pub struct TestPlayerConnectionInput {
    pub id: Id,
}

/// Which connection to end.
#[derive(cynic::InputObject, Clone, Debug)]
pub struct DeletePlayerConnectionInput {
    pub id: Id,
}

/// Which account at Trakt is to be connected.
#[derive(cynic::InputObject, Clone, Debug)]
pub struct AskTraktConsentInput {
    pub name: Option<String>,
    pub connection_id: Option<Id>,
}

/// Which code may have been typed in.
#[derive(cynic::InputObject, Clone, Debug)]
pub struct CheckTraktConsentInput {
    pub connection_id: Id,
}

/// What to try again.
#[derive(cynic::InputObject, Clone, Debug)]
pub struct RetryWriteBackInput {
    pub id: Id,
}

/// Whom to tell of everything.
#[derive(cynic::InputObject, Clone, Debug)]
pub struct WriteBackHistoryInput {
    pub connection_id: Id,
    pub is_dry_run: bool,
}

/// What players are no longer to mean.
#[derive(cynic::InputObject, Clone, Debug)]
pub struct ForgetPlayerMatchesInput {
    pub item_id: Id,
    pub match_keys: Option<Vec<String>>,
}

/// What was forgotten.
#[derive(cynic::QueryFragment, Clone, Debug, PartialEq, Eq)]
pub struct ForgetPlayerMatchesPayload {
    pub match_keys: Vec<String>,
}

mutations! {
    /// Signs in to a media server.
    CreatePlayerConnection(CreatePlayerConnectionVariables, CreatePlayerConnectionInput) => create_player_connection:
        CreatePlayerConnectionPayload { connection: ConnectionRow, }
    /// Changes a connection.
    UpdatePlayerConnection(UpdatePlayerConnectionVariables, UpdatePlayerConnectionInput) => update_player_connection:
        UpdatePlayerConnectionPayload { connection: ConnectionRow, }
    /// Asks whether a sign-in still holds.
    TestPlayerConnection(TestPlayerConnectionVariables, TestPlayerConnectionInput) => test_player_connection:
        TestPlayerConnectionPayload { connection: ConnectionRow, }
    /// Ends a connection.
    DeletePlayerConnection(DeletePlayerConnectionVariables, DeletePlayerConnectionInput) => delete_player_connection:
        DeletePlayerConnectionPayload { connection: ConnectionName, }
    /// Begins to connect an account at Trakt.
    AskTraktConsent(AskTraktConsentVariables, AskTraktConsentInput) => ask_trakt_consent:
        AskTraktConsentPayload { connection: ConnectionName, user_code: String, verification_url: String, interval_seconds: i32, }
    /// Looks whether the code was typed in there.
    CheckTraktConsent(CheckTraktConsentVariables, CheckTraktConsentInput) => check_trakt_consent:
        CheckTraktConsentPayload { connection: ConnectionRow, }
    /// Tries something again that was not told.
    RetryWriteBack(RetryWriteBackVariables, RetryWriteBackInput) => retry_write_back:
        RetryWriteBackPayload { write_back: WriteBackRow, }
    /// Tells a connection of everything it was never told.
    WriteBackHistory(WriteBackHistoryVariables, WriteBackHistoryInput) => write_back_history:
        WriteBackHistoryPayload { count: i32, }
    /// Forgets what players mean.
    ForgetPlayerMatches(ForgetPlayerMatchesVariables, ForgetPlayerMatchesInput) => forget_player_matches:
        ForgetPlayerMatchesPayload
}

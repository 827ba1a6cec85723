//! The addresses at which media servers and players tell of playback, and what came to them.

use super::catalogue::ItemCard;
use super::common::PageInfo;
use crate::operation::{enums, mutations, operations};
use crate::scalars::{DateTime, Id, Json, Patch};
use crate::schema;

enums! {
    /// What tells of playback.
    Player { Plex = "PLEX", Jellyfin = "JELLYFIN", Emby = "EMBY", Kodi = "KODI" }

    /// What was made of a delivery.
    PlayerDeliveryVerdict {
        Counted = "COUNTED", Started = "STARTED", Paused = "PAUSED", Withdrawn = "WITHDRAWN", Unmatched = "UNMATCHED",
        Ignored = "IGNORED", Failed = "FAILED",
    }
}

/// An address of the caller's.
#[derive(cynic::QueryFragment, Clone, Debug, PartialEq, Eq)]
#[cynic(graphql_type = "PlayerWebhook")]
pub struct WebhookRow {
    pub id: Id,
    pub name: String,
    pub player: Player,
    pub account_name: Option<String>,
    pub created_at: DateTime,
    pub last_used_at: Option<DateTime>,
}

/// An address, where only its name matters.
#[derive(cynic::QueryFragment, Clone, Debug, PartialEq, Eq)]
#[cynic(graphql_type = "PlayerWebhook")]
pub struct WebhookName {
    pub id: Id,
    pub name: String,
}

/// What came to an address.
#[derive(cynic::QueryFragment, Clone, Debug, PartialEq)]
#[cynic(graphql_type = "PlayerDelivery")]
pub struct DeliveryRow {
    pub id: Id,
    pub player: Player,
    pub verdict: PlayerDeliveryVerdict,
    pub reason: Option<String>,
    pub event_name: Option<String>,
    pub account_name: Option<String>,
    pub title: Option<String>,
    pub received_at: DateTime,
    pub payload: Option<Json>,
    pub item: Option<ItemCard>,
    pub webhook: Option<WebhookName>,
}

/// A page of what came.
#[derive(cynic::QueryFragment, Clone, Debug, PartialEq)]
#[cynic(graphql_type = "PlayerDeliveryConnection")]
pub struct DeliveryRows {
    pub nodes: Vec<DeliveryRow>,
    pub page_info: PageInfo,
    pub total_count: i32,
}

/// The caller's addresses, the newest first.
#[derive(cynic::QueryFragment, Clone, Debug, PartialEq, Eq)]
#[cynic(graphql_type = "Query")]
pub struct Webhooks {
    pub player_webhooks: Vec<WebhookRow>,
}

/// The variables of [`Deliveries`].
#[derive(cynic::QueryVariables, Clone, Debug, Default)]
pub struct DeliveriesVariables {
    pub webhook_id: Option<Id>,
    pub verdict: Option<PlayerDeliveryVerdict>,
    pub first: Option<i32>,
    pub after: Option<String>,
}

/// What came to the caller's addresses, the newest first.
#[derive(cynic::QueryFragment, Clone, Debug, PartialEq)]
#[cynic(graphql_type = "Query", variables = "DeliveriesVariables")]
pub struct Deliveries {
    #[arguments(webhookId: $webhook_id, verdict: $verdict, first: $first, after: $after)]
    pub player_deliveries: DeliveryRows,
}

operations! {
    Query Webhooks;
    Query Deliveries(DeliveriesVariables);
}

/// An address to be.
#[derive(cynic::InputObject, Clone, Debug)]
pub struct CreatePlayerWebhookInput {
    pub name: String,
    pub player: Player,
    pub account_name: Option<String>,
}

/// What to change about an address.
#[derive(cynic::InputObject, Clone, Debug)]
pub struct UpdatePlayerWebhookInput {
    pub id: Id,
    #[cynic(skip_serializing_if = "Patch::is_keep")]
    pub name: Patch<String>,
    #[cynic(skip_serializing_if = "Patch::is_keep")]
    pub account_name: Patch<String>,
}

/// Which address gets another secret.
#[derive(cynic::InputObject, Clone, Debug)]
pub struct RotatePlayerWebhookInput {
    pub id: Id,
}

/// Which address to revoke.
#[derive(cynic::InputObject, Clone, Debug)]
pub struct RevokePlayerWebhookInput {
    pub id: Id,
}

/// Which item a delivery means.
#[derive(cynic::InputObject, Clone, Debug)]
pub struct FixPlayerDeliveryMatchInput {
    pub delivery_id: Id,
    pub item_id: Id,
}

/// Which delivery to read again.
#[derive(cynic::InputObject, Clone, Debug)]
pub struct ReplayPlayerDeliveryInput {
    pub id: Id,
}

mutations! {
    /// Makes an address. Its path holds the secret and is shown once.
    CreatePlayerWebhook(CreatePlayerWebhookVariables, CreatePlayerWebhookInput) => create_player_webhook:
        CreatePlayerWebhookPayload { path: String, }
    /// Changes the name of an address, or whose playback counts.
    UpdatePlayerWebhook(UpdatePlayerWebhookVariables, UpdatePlayerWebhookInput) => update_player_webhook:
        UpdatePlayerWebhookPayload { webhook: WebhookRow, }
    /// Gives an address another secret.
    RotatePlayerWebhook(RotatePlayerWebhookVariables, RotatePlayerWebhookInput) => rotate_player_webhook:
        RotatePlayerWebhookPayload { path: String, }
    /// Ends an address.
    RevokePlayerWebhook(RevokePlayerWebhookVariables, RevokePlayerWebhookInput) => revoke_player_webhook:
        RevokePlayerWebhookPayload { webhook: WebhookName, }
    /// Says which item a delivery means.
    FixPlayerDeliveryMatch(FixPlayerDeliveryMatchVariables, FixPlayerDeliveryMatchInput) => fix_player_delivery_match:
        FixPlayerDeliveryMatchPayload { delivery: DeliveryRow, replayed_count: i32, }
    /// Reads a delivery again.
    ReplayPlayerDelivery(ReplayPlayerDeliveryVariables, ReplayPlayerDeliveryInput) => replay_player_delivery:
        ReplayPlayerDeliveryPayload { delivery: DeliveryRow, }
}

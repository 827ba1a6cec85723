use async_graphql::{Context, InputObject, MaybeUndefined, Object, Result, SimpleObject};
use medianest_core::db::{MediaItemId, PlayerDeliveryId, PlayerWebhookId};
use medianest_core::diary::webhooks;
use medianest_core::identity::player_webhooks::{self, IssuedWebhook, WebhookDraft, WebhookPatch};
use secrecy::ExposeSecret as _;

use super::webhook::{Player, PlayerDelivery, PlayerWebhook};
use crate::graphql::{ContextExt, Id};
use crate::http::ingest::webhooks::PREFIX;

/// An address to be.
#[derive(InputObject)]
pub struct CreatePlayerWebhookInput {
    /// What to call it.
    name: String,
    /// What kind of player will use it.
    player: Player,
    /// The account of the media server whose playback counts. A server tells of everybody who uses it: without a name, Plex
    /// counts the account that set the webhook up, and the others count every account.
    account_name: Option<String>,
}

/// An address whose secret was made just now.
#[derive(SimpleObject)]
pub struct CreatePlayerWebhookPayload {
    /// The address's row.
    webhook: PlayerWebhook,
    /// Where the player is to send to: a path on this server, which holds the secret. It is shown once.
    path: String,
}

/// What to change about an address.
#[derive(InputObject)]
pub struct UpdatePlayerWebhookInput {
    /// Which.
    id: Id<PlayerWebhookId>,
    /// What to call it.
    name: Option<String>,
    /// The account of the media server whose playback counts; null is every account.
    account_name: MaybeUndefined<String>,
}

/// A changed address.
#[derive(SimpleObject)]
pub struct UpdatePlayerWebhookPayload {
    /// The address afterwards.
    webhook: PlayerWebhook,
}

/// Which address gets another secret.
#[derive(InputObject)]
pub struct RotatePlayerWebhookInput {
    /// Which.
    id: Id<PlayerWebhookId>,
}

/// An address with another secret.
#[derive(SimpleObject)]
pub struct RotatePlayerWebhookPayload {
    /// The address's row.
    webhook: PlayerWebhook,
    /// Where the player is to send to from now on. It is shown once.
    path: String,
}

/// Which address to revoke.
#[derive(InputObject)]
pub struct RevokePlayerWebhookInput {
    /// Which.
    id: Id<PlayerWebhookId>,
}

/// A revoked address.
#[derive(SimpleObject)]
pub struct RevokePlayerWebhookPayload {
    /// The address afterwards.
    webhook: PlayerWebhook,
}

/// Which delivery to read again.
#[derive(InputObject)]
pub struct ReplayPlayerDeliveryInput {
    /// Which.
    id: Id<PlayerDeliveryId>,
}

/// A delivery that was read again.
#[derive(SimpleObject)]
pub struct ReplayPlayerDeliveryPayload {
    /// The delivery afterwards.
    delivery: PlayerDelivery,
}

/// Which item a delivery means.
#[derive(InputObject)]
pub struct FixPlayerDeliveryMatchInput {
    /// The delivery.
    delivery_id: Id<PlayerDeliveryId>,
    /// The film, episode or track that it is about.
    item_id: Id<MediaItemId>,
}

/// What saying it led to.
#[derive(SimpleObject)]
pub struct FixPlayerDeliveryMatchPayload {
    /// The delivery afterwards.
    delivery: PlayerDelivery,
    /// How many deliveries are taken to mean something else now than before, this one among them.
    replayed_count: i32,
}

/// What can be done about the caller's addresses for players.
#[derive(Default)]
pub struct WebhookMutation;

#[Object]
impl WebhookMutation {
    /// Makes an address of the caller's, for one player.
    async fn create_player_webhook(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What kind of address.")] input: CreatePlayerWebhookInput,
    ) -> Result<CreatePlayerWebhookPayload> {
        let draft = WebhookDraft { name: input.name, player: input.player.into(), account_name: input.account_name };
        let issued = player_webhooks::create(ctx.app(), ctx.actor(), draft).await?;
        let path = path(&issued);
        Ok(CreatePlayerWebhookPayload { webhook: PlayerWebhook(issued.webhook), path })
    }

    /// Changes what an address of the caller's is called, and whose playback counts there.
    async fn update_player_webhook(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What to change.")] input: UpdatePlayerWebhookInput,
    ) -> Result<UpdatePlayerWebhookPayload> {
        let account_name = match input.account_name {
            MaybeUndefined::Undefined => None,
            MaybeUndefined::Null => Some(None),
            MaybeUndefined::Value(name) => Some(Some(name)),
        };
        let patch = WebhookPatch { name: input.name, account_name };
        let webhook = player_webhooks::update(ctx.app(), ctx.actor(), input.id.0, patch).await?;
        Ok(UpdatePlayerWebhookPayload { webhook: PlayerWebhook(webhook) })
    }

    /// Gives an address of the caller's another secret; the old one works no more.
    async fn rotate_player_webhook(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which.")] input: RotatePlayerWebhookInput,
    ) -> Result<RotatePlayerWebhookPayload> {
        let issued = player_webhooks::rotate(ctx.app(), ctx.actor(), input.id.0).await?;
        let path = path(&issued);
        Ok(RotatePlayerWebhookPayload { webhook: PlayerWebhook(issued.webhook), path })
    }

    /// Revokes an address of the caller's. What came to it stays.
    async fn revoke_player_webhook(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which.")] input: RevokePlayerWebhookInput,
    ) -> Result<RevokePlayerWebhookPayload> {
        let webhook = player_webhooks::revoke(ctx.app(), ctx.actor(), input.id.0).await?;
        Ok(RevokePlayerWebhookPayload { webhook: PlayerWebhook(webhook) })
    }

    /// Reads a delivery of the caller's again, as of when it came. What was taken in before is not taken in twice.
    async fn replay_player_delivery(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which.")] input: ReplayPlayerDeliveryInput,
    ) -> Result<ReplayPlayerDeliveryPayload> {
        let delivery = webhooks::replay(ctx.app(), ctx.actor(), input.id.0).await?;
        Ok(ReplayPlayerDeliveryPayload { delivery: PlayerDelivery(delivery) })
    }

    /// Says which item a delivery of the caller's means. It is remembered; what waited for it, or was taken to mean something
    /// else, is read again.
    async fn fix_player_delivery_match(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which is which.")] input: FixPlayerDeliveryMatchInput,
    ) -> Result<FixPlayerDeliveryMatchPayload> {
        let fixed = webhooks::fix_match(ctx.app(), ctx.actor(), input.delivery_id.0, input.item_id.0).await?;
        let replayed_count = i32::try_from(fixed.replayed).unwrap_or(i32::MAX);
        Ok(FixPlayerDeliveryMatchPayload { delivery: PlayerDelivery(fixed.delivery), replayed_count })
    }
}

fn path(issued: &IssuedWebhook) -> String {
    format!("{PREFIX}{}/{}", issued.webhook.player.as_str(), issued.token.expose_secret())
}

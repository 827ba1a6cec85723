//! A person's own addresses for players, and what came to them.

use std::collections::HashMap;

use async_graphql::{Context, Enum, Json, Object, Result};
use chrono::{DateTime, Utc};
use medianest_core::App;
use medianest_core::db::diary as rows;
use medianest_core::db::{PlayerDeliveryId, PlayerWebhookId, identity};
use medianest_core::diary::webhooks;
use medianest_core::identity::player_webhooks;
use medianest_core::policy::Actor;
use serde_json::Value;

use crate::graphql::catalogue::{MediaItem, MediaItemById};
use crate::graphql::{Connection, ContextExt, Id, Load, PageArgs, connection};

/// What tells of playback at a webhook.
#[derive(Enum, Debug, Clone, Copy, PartialEq, Eq)]
#[graphql(remote = "medianest_core::db::Player")]
pub enum Player {
    /// Plex Media Server.
    Plex,
    /// Jellyfin.
    Jellyfin,
    /// Emby.
    Emby,
    /// Kodi.
    Kodi,
}

/// What was made of a delivery.
#[derive(Enum, Debug, Clone, Copy, PartialEq, Eq)]
#[graphql(remote = "medianest_core::db::PlayerDeliveryVerdict")]
pub enum PlayerDeliveryVerdict {
    /// It made a play, or told of one that is there.
    Counted,
    /// It plays.
    Started,
    /// It rests, or was left before it counted.
    Paused,
    /// It took a play back.
    Withdrawn,
    /// The catalogue has no such item: it waits until its person says which is meant.
    Unmatched,
    /// It is not about playback, or not about its person's.
    Ignored,
    /// It cannot be read, or says what cannot be.
    Failed,
}

/// An address at which a media server or player tells of the caller's playback.
#[derive(Clone)]
pub struct PlayerWebhook(pub identity::PlayerWebhook);

/// An address at which a media server or player tells of the caller's playback.
#[Object]
impl PlayerWebhook {
    /// Its id.
    async fn id(&self) -> Id<PlayerWebhookId> {
        Id(self.0.id)
    }

    /// What its person calls it.
    async fn name(&self) -> &str {
        &self.0.name
    }

    /// What kind of player uses it.
    async fn player(&self) -> Player {
        self.0.player.into()
    }

    /// The account of the media server whose playback counts; null is every account, with Plex the one that set the webhook
    /// up.
    async fn account_name(&self) -> Option<&str> {
        self.0.account_name.as_deref()
    }

    /// When it was made.
    async fn created_at(&self) -> DateTime<Utc> {
        self.0.created_at
    }

    /// When something last came to it, to the minute.
    async fn last_used_at(&self) -> Option<DateTime<Utc>> {
        self.0.last_used_at
    }

    /// When it was revoked.
    async fn revoked_at(&self) -> Option<DateTime<Utc>> {
        self.0.revoked_at
    }
}

/// What a media server or player told, and what was made of it.
pub struct PlayerDelivery(pub rows::PlayerDelivery);

/// What a media server or player told, and what was made of it.
#[Object]
impl PlayerDelivery {
    /// Its id.
    async fn id(&self) -> Id<PlayerDeliveryId> {
        Id(self.0.id)
    }

    /// The address it came to.
    async fn webhook(&self, ctx: &Context<'_>) -> Result<Option<PlayerWebhook>> {
        Ok(ctx.load::<PlayerWebhookById>(self.0.player_webhook_id).await?)
    }

    /// What kind of player told it.
    async fn player(&self) -> Player {
        self.0.player.into()
    }

    /// What was made of it.
    async fn verdict(&self) -> PlayerDeliveryVerdict {
        self.0.verdict.into()
    }

    /// Why, in words.
    async fn reason(&self) -> Option<&str> {
        self.0.reason.as_deref()
    }

    /// What the player calls what happened.
    async fn event_name(&self) -> Option<&str> {
        self.0.event_name.as_deref()
    }

    /// Of which account of the media server it tells.
    async fn account_name(&self) -> Option<&str> {
        self.0.account_name.as_deref()
    }

    /// What was played, in the player's words.
    async fn title(&self) -> Option<&str> {
        self.0.title.as_deref()
    }

    /// What a match of it is remembered by: ids, or titles.
    async fn match_keys(&self) -> &[String] {
        &self.0.match_keys
    }

    /// The item it was taken to mean.
    async fn item(&self, ctx: &Context<'_>) -> Result<Option<MediaItem>> {
        match self.0.media_item_id {
            Some(id) => Ok(ctx.load::<MediaItemById>(id).await?),
            None => Ok(None),
        }
    }

    /// As it came, without secrets; the beginning of a text that is not JSON; null when it was too large to be kept.
    async fn payload(&self, ctx: &Context<'_>) -> Result<Option<Json<Value>>> {
        Ok(ctx.load::<PayloadByDelivery>(self.0.id).await?.map(Json))
    }

    /// When it came.
    async fn received_at(&self) -> DateTime<Utc> {
        self.0.received_at
    }
}

/// The caller's addresses, revoked ones too.
struct PlayerWebhookById;

impl Load for PlayerWebhookById {
    type Key = PlayerWebhookId;
    type Value = PlayerWebhook;

    async fn load(
        app: &App,
        actor: &Actor,
        keys: &[PlayerWebhookId],
    ) -> medianest_core::Result<HashMap<PlayerWebhookId, PlayerWebhook>> {
        let found = player_webhooks::by_ids(app, actor, keys).await?;
        Ok(found.into_iter().map(|webhook| (webhook.id, PlayerWebhook(webhook))).collect())
    }
}

/// What came with the caller's deliveries.
struct PayloadByDelivery;

impl Load for PayloadByDelivery {
    type Key = PlayerDeliveryId;
    type Value = Value;

    async fn load(
        app: &App,
        actor: &Actor,
        keys: &[PlayerDeliveryId],
    ) -> medianest_core::Result<HashMap<PlayerDeliveryId, Value>> {
        Ok(webhooks::payloads(app, actor, keys).await?.into_iter().collect())
    }
}

/// What can be asked about the caller's addresses for players.
#[derive(Default)]
pub struct WebhookQuery;

#[Object]
impl WebhookQuery {
    /// The caller's addresses for players that were not revoked, the newest first.
    #[graphql(complexity = "10 * child_complexity")]
    async fn player_webhooks(&self, ctx: &Context<'_>) -> Result<Vec<PlayerWebhook>> {
        Ok(player_webhooks::mine(ctx.app(), ctx.actor()).await?.into_iter().map(PlayerWebhook).collect())
    }

    /// What players told at the caller's addresses, the newest first. Of reports that only say how far something is, the
    /// latest is kept.
    #[graphql(complexity = "5 + first.unwrap_or(20).max(1) as usize * child_complexity")]
    async fn player_deliveries(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Only those that came to this address.")] webhook_id: Option<Id<PlayerWebhookId>>,
        #[graphql(desc = "Only those of which this was made.")] verdict: Option<PlayerDeliveryVerdict>,
        #[graphql(desc = "How many, 100 at the most.")] first: Option<i32>,
        #[graphql(desc = "The cursor after which the page starts.")] after: Option<String>,
    ) -> Result<Connection<PlayerDeliveryId, PlayerDelivery>> {
        let filter = rows::DeliveryFilter { webhook: webhook_id.map(|id| id.0), verdict: verdict.map(Into::into) };
        let args = PageArgs { first, after };
        let has_previous = args.after.is_some();
        let page = webhooks::page(ctx.app(), ctx.actor(), &filter, args.request()?).await?;
        let (app, actor) = (ctx.app().clone(), ctx.actor().clone());
        Ok(connection(
            page,
            has_previous,
            |delivery| (delivery.id, PlayerDelivery(delivery)),
            move || {
                let (app, actor, filter) = (app.clone(), actor.clone(), filter.clone());
                async move { webhooks::count(&app, &actor, &filter).await }
            },
        ))
    }

    /// One of the caller's deliveries.
    async fn player_delivery(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Its id.")] id: Id<PlayerDeliveryId>,
    ) -> Result<Option<PlayerDelivery>> {
        Ok(webhooks::find(ctx.app(), ctx.actor(), id.0).await?.map(PlayerDelivery))
    }
}

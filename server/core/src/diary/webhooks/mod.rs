//! What media servers and players tell at a person's own addresses: taken in, kept to be looked at, and, where it is not
//! known what is meant, parked until the person says so.
//!
//! Their messages are read here and not where they come in, so that what is kept can be read again.

mod jellyfin;
mod judge;
mod keep;
mod kodi;
mod media;
mod message;
mod plex;

use chrono::TimeDelta;
use medianest_db::diary::{DeliveryFilter, PlayerDelivery};
use medianest_db::identity::PlayerWebhook;
use medianest_db::{AsyncConnection as _, EventType, MediaItemId, PlayerDeliveryId, PlayerDeliveryVerdict as Verdict, UserId};
use serde_json::Value;

use self::message::{Deed, Message, Tells};
use super::scrobble::may_scrobble;
use crate::policy::{Access, Actor, Via};
use crate::{App, Error, Page, PageRequest, Result, admin};

/// The most deliveries that one match replays at once; the others wait for a replay of their own.
const MOST_REPLAYED: i64 = 500;
/// Within this time, of several reports how far something is, the last is kept.
const ONE_RUN: TimeDelta = TimeDelta::hours(12);

/// What came to an address.
#[derive(Debug, Clone)]
pub enum Came {
    /// A message.
    Message(Value),
    /// Something else.
    Unreadable {
        /// What is wrong with it.
        why: String,
        /// How it begins.
        text: String,
    },
}

/// What saying what is meant led to.
#[derive(Debug, Clone)]
pub struct Fixed {
    /// The delivery of which it was said.
    pub delivery: PlayerDelivery,
    /// How many deliveries were read again and taken to mean something else than before, this one among them.
    pub replayed: usize,
}

/// Takes in what came to an address, and keeps it with what was made of it.
///
/// # Errors
/// [`Error::Forbidden`] for who may not report playback or asks by another way. Whatever is wrong with the message is a
/// verdict, not an error: players only try again.
pub async fn receive(app: &App, actor: &Actor, webhook: &PlayerWebhook, came: Came) -> Result<PlayerDelivery> {
    let person = may_scrobble(actor)?;
    if person.via != Via::PlayerWebhook(webhook.id) {
        return Err(Error::Forbidden("only what comes to the address itself is taken in"));
    }
    let mut delivery = PlayerDelivery {
        id: app.new_id(),
        player_webhook_id: webhook.id,
        user_id: person.id,
        player: webhook.player,
        verdict: Verdict::Failed,
        reason: None,
        event_name: None,
        account_name: None,
        title: None,
        match_keys: Vec::<String>::new().into_iter().collect(),
        media_item_id: None,
        received_at: app.now(),
    };
    let payload = match came {
        Came::Message(message) => {
            let kept = keep::of(message);
            match &kept {
                Some(payload) => judge(app, actor, webhook, &mut delivery, payload).await?,
                None => delivery.reason = Some("the message is too large".to_owned()),
            }
            kept
        }
        Came::Unreadable { why, text } => {
            delivery.reason = Some(why);
            Some(keep::of_text(&text))
        }
    };
    let conn = app.db().await?;
    delivery.insert(&conn, &payload).await?;
    if payload.as_ref().is_some_and(|payload| is_repeating(&delivery, payload)) {
        delivery.supersede(&conn, delivery.received_at - ONE_RUN).await?;
    }
    Ok(delivery)
}

/// Whether it only says how far something is, and others like it come and came.
fn is_repeating(delivery: &PlayerDelivery, payload: &Value) -> bool {
    let Tells::Of(report) = Message::read(delivery.player, payload).tells else { return false };
    let is_progress = matches!(report.deed, Deed::Played(EventType::Progress | EventType::Pause));
    is_progress && matches!(delivery.verdict, Verdict::Started | Verdict::Paused | Verdict::Unmatched)
}

/// The actor's deliveries, the newest first.
///
/// # Errors
/// [`Error::Forbidden`] without the scope `read`.
pub async fn page(
    app: &App,
    actor: &Actor,
    filter: &DeliveryFilter,
    page: PageRequest<PlayerDeliveryId>,
) -> Result<Page<PlayerDelivery>> {
    let user = actor.require(Access::Read)?.id;
    let conn = app.db().await?;
    Ok(Page::from_rows(PlayerDelivery::page(&conn, user, filter, page.after, page.first + 1).await?, page.first))
}

/// How many deliveries of the actor such a list has.
///
/// # Errors
/// As [`page`].
pub async fn count(app: &App, actor: &Actor, filter: &DeliveryFilter) -> Result<i64> {
    let user = actor.require(Access::Read)?.id;
    let conn = app.db().await?;
    Ok(PlayerDelivery::count(&conn, user, filter).await?)
}

/// One of the actor's deliveries.
///
/// # Errors
/// As [`page`].
pub async fn find(app: &App, actor: &Actor, id: PlayerDeliveryId) -> Result<Option<PlayerDelivery>> {
    let user = actor.require(Access::Read)?.id;
    let conn = app.db().await?;
    Ok(PlayerDelivery::find_own(&conn, user, id).await?)
}

/// What came with the actor's deliveries, as far as it was kept.
///
/// # Errors
/// As [`page`].
pub async fn payloads(app: &App, actor: &Actor, ids: &[PlayerDeliveryId]) -> Result<Vec<(PlayerDeliveryId, Value)>> {
    let user = actor.require(Access::Read)?.id;
    let conn = app.db().await?;
    Ok(PlayerDelivery::payloads(&conn, user, ids).await?)
}

/// Reads one of the actor's deliveries again, as of when it came: what was taken in before is not taken in twice.
///
/// # Errors
/// [`Error::NotFound`] for a delivery that is not the actor's, [`Error::Conflict`] for one whose payload was not kept.
pub async fn replay(app: &App, actor: &Actor, id: PlayerDeliveryId) -> Result<PlayerDelivery> {
    let user = actor.require(Access::Write)?.id;
    let (delivery, payload) = own(app, user, id).await?;
    read_again(app, actor, delivery, &payload).await
}

/// Says which item one of the actor's deliveries means. It is remembered, and everything that waited for it, or was taken to
/// mean something else, is read again.
///
/// # Errors
/// [`Error::NotFound`] for a delivery that is not the actor's and for an unknown item, [`Error::Invalid`] for an item that
/// only holds others, [`Error::Conflict`] for a delivery that tells of nothing.
pub async fn fix_match(app: &App, actor: &Actor, id: PlayerDeliveryId, item: MediaItemId) -> Result<Fixed> {
    let user = actor.require(Access::Write)?.id;
    let (delivery, payload) = own(app, user, id).await?;
    let Tells::Of(report) = Message::read(delivery.player, &payload).tells else {
        return Err(Error::conflict("this delivery tells of nothing that was played"));
    };
    let keys = report.media.keys();
    if report.media.own_keys().is_empty() {
        return Err(Error::conflict("this delivery does not say what was played"));
    }
    let concerned = {
        let mut conn = app.db().await?;
        let item = media::playable(&conn, user, item).await?;
        conn.transaction(async |conn| {
            report.media.remember(conn, user, &item).await?;
            Ok::<_, Error>(PlayerDelivery::concerned(conn, user, &keys, item.id, MOST_REPLAYED).await?)
        })
        .await?
    };
    let mut fixed = Fixed { delivery: delivery.clone(), replayed: 0 };
    // This one in any case, though it may lie behind the most that are replayed.
    let others = concerned.into_iter().filter(|other| other.id != id);
    for old in [delivery].into_iter().chain(others) {
        let payload = if old.id == id { Some(payload.clone()) } else { payload_of(app, user, old.id).await? };
        let Some(payload) = payload else { continue };
        let before = (old.verdict, old.media_item_id);
        let new = read_again(app, actor, old, &payload).await?;
        fixed.replayed += usize::from((new.verdict, new.media_item_id) != before);
        if new.id == id {
            fixed.delivery = new;
        }
    }
    Ok(fixed)
}

async fn own(app: &App, user: UserId, id: PlayerDeliveryId) -> Result<(PlayerDelivery, Value)> {
    let found = {
        let conn = app.db().await?;
        PlayerDelivery::find_own(&conn, user, id).await?.ok_or(Error::NotFound("delivery"))?
    };
    let payload = payload_of(app, user, id).await?;
    Ok((found, payload.ok_or_else(|| Error::conflict("what came was too large to be kept"))?))
}

async fn payload_of(app: &App, user: UserId, id: PlayerDeliveryId) -> Result<Option<Value>> {
    let conn = app.db().await?;
    Ok(PlayerDelivery::payloads(&conn, user, &[id]).await?.pop().map(|(_, payload)| payload))
}

async fn read_again(app: &App, actor: &Actor, mut delivery: PlayerDelivery, payload: &Value) -> Result<PlayerDelivery> {
    let webhook = {
        let conn = app.db().await?;
        let found = PlayerWebhook::own_by_ids(&conn, delivery.user_id, &[delivery.player_webhook_id]).await?.pop();
        found.ok_or(Error::NotFound("delivery"))?
    };
    judge(app, actor, &webhook, &mut delivery, payload).await?;
    let conn = app.db().await?;
    delivery.save(&conn).await?;
    Ok(delivery)
}

/// Judges a delivery. What goes wrong on our side is written down and can be replayed; only a database that is away is an
/// error, for then nothing can be kept either.
async fn judge(app: &App, actor: &Actor, webhook: &PlayerWebhook, delivery: &mut PlayerDelivery, payload: &Value) -> Result<()> {
    match judge::judge(app, actor, webhook, delivery, payload).await {
        Err(Error::Internal(cause)) => {
            tracing::error!(delivery.id = %delivery.id, error = %cause, "a delivery of a player could not be taken in");
            admin::errors::record(app, actor, "INTERNAL", &cause.to_string(), "/webhooks", "POST", 500);
            (delivery.verdict, delivery.reason) =
                (Verdict::Failed, Some("something went wrong here; replay it later".to_owned()));
            Ok(())
        }
        judged => judged,
    }
}

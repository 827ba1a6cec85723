use medianest_db::diary::PlayerDelivery;
use medianest_db::identity::PlayerWebhook;
use medianest_db::{AsyncConnection as _, MediaItemId, PlayerDeliveryId, UserId};
use serde_json::Value;

use super::message::{Message, Tells};
use super::{judge, media};
use crate::policy::{Access, Actor};
use crate::{App, Error, Result};

/// The most deliveries that one match replays at once; the others wait for a replay of their own.
const MOST_REPLAYED: i64 = 500;

/// What saying what is meant led to.
#[derive(Debug, Clone)]
pub struct Fixed {
    /// The delivery of which it was said.
    pub delivery: PlayerDelivery,
    /// How many deliveries were read again and taken to mean something else than before, this one among them.
    pub replayed: usize,
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
    judge::judge(app, actor, &webhook, &mut delivery, payload).await?;
    let conn = app.db().await?;
    delivery.save(&conn).await?;
    Ok(delivery)
}

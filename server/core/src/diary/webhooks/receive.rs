use chrono::TimeDelta;
use medianest_db::diary::PlayerDelivery;
use medianest_db::identity::PlayerWebhook;
use medianest_db::{EventType, PlayerDeliveryVerdict as Verdict};
use serde_json::Value;

use super::message::{Deed, Message, Tells};
use super::{judge, keep};
use crate::diary::scrobble::may_scrobble;
use crate::policy::{Actor, Via};
use crate::{App, Error, Result};

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
        machine: None,
        remote_item: None,
        received_at: app.now(),
    };
    let payload = match came {
        Came::Message(message) => {
            let kept = keep::of(message);
            match &kept {
                Some(payload) => judge::judge(app, actor, webhook, &mut delivery, payload).await?,
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

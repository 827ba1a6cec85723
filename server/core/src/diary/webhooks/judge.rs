use chrono::{DateTime, TimeDelta, Utc};
use medianest_db::diary::{Play, PlayerConnection, PlayerDelivery, WriteBack};
use medianest_db::identity::PlayerWebhook;
use medianest_db::{EventType, MediaItemId, Player, PlayerDeliveryVerdict as Verdict, WriteBackDeed};
use serde_json::Value;

use super::keep;
use super::message::{self, Deed, Message, Report, Tells};
use crate::admin::errors;
use crate::diary::{Outcome, ScrobbleInput, plays, retract, scrobble};
use crate::policy::Actor;
use crate::{App, Error, Result};

/// How late a message may come for its own word on when it happened to be believed.
const LATEST: TimeDelta = TimeDelta::days(7);
/// How long after a server was told something it may say so itself.
const ECHO: TimeDelta = TimeDelta::minutes(10);
/// The longest name of a device that a scrobble takes.
const MAX_DEVICE_NAME: usize = 200;

/// What was made of a delivery, and why.
type Ruling = (Verdict, Option<String>);

/// Reads what came, does what it says, and writes into the delivery what was made of it. What goes wrong on our side is
/// written down and can be replayed; only a database that is away is an error, for then nothing can be kept either.
pub(super) async fn judge(
    app: &App,
    actor: &Actor,
    webhook: &PlayerWebhook,
    delivery: &mut PlayerDelivery,
    payload: &Value,
) -> Result<()> {
    (delivery.verdict, delivery.reason) = match rule(app, actor, webhook, delivery, payload).await {
        Err(Error::Internal(cause)) => {
            tracing::error!(delivery.id = %delivery.id, error = %cause, "a delivery of a player could not be taken in");
            errors::record(app, actor, "INTERNAL", &cause.to_string(), "/webhooks", "POST", 500);
            because(Verdict::Failed, "something went wrong here; replay it later")
        }
        ruling => ruling?,
    };
    Ok(())
}

async fn rule(
    app: &App,
    actor: &Actor,
    webhook: &PlayerWebhook,
    delivery: &mut PlayerDelivery,
    payload: &Value,
) -> Result<Ruling> {
    if !payload.is_object() {
        return Ok((Verdict::Failed, delivery.reason.take().or_else(|| Some("this is no JSON object".to_owned()))));
    }
    let message = Message::read(delivery.player, payload);
    (delivery.event_name, delivery.account_name) = (message.event.clone(), message.account.clone());
    (delivery.machine, delivery.remote_item) = message::origin(delivery.player, payload);
    let report = match &message.tells {
        Tells::Nothing(why) => return Ok(because(Verdict::Ignored, why)),
        Tells::Of(report) => report,
    };
    delivery.title = Some(report.media.name());
    delivery.match_keys = report.media.keys().into_iter().collect();
    if let Some(why) = is_of_another(webhook, &message) {
        return Ok(because(Verdict::Ignored, why));
    }
    let Some(item) = report.media.resolve(app, actor, delivery.user_id).await? else {
        return Ok(because(Verdict::Unmatched, "the catalogue has no such item; say which is meant"));
    };
    if delivery.media_item_id.is_some_and(|former| former != item.id) {
        let (source, event) = (delivery.player.as_str(), delivery.id.to_string());
        retract::retract(app, delivery.user_id, source, &event, moment(report, delivery)).await?;
    }
    delivery.media_item_id = Some(item.id);
    if webhook.is_connected && is_echo(app, delivery, report.deed, item.id).await? {
        return Ok(because(Verdict::Ignored, "MediaNest told the server so itself"));
    }
    match apply(app, actor, delivery, report, item.id, payload).await {
        Err(error @ (Error::Invalid(_) | Error::NotFound(_) | Error::Conflict(_))) => {
            Ok((Verdict::Failed, Some(error.to_string())))
        }
        ruling => ruling,
    }
}

fn because(verdict: Verdict, why: &str) -> Ruling {
    (verdict, Some(why.to_owned()))
}

/// Why a message is not about the person of the address, if it is not. A server tells of everybody who uses it.
fn is_of_another(webhook: &PlayerWebhook, message: &Message) -> Option<&'static str> {
    match (&webhook.account_name, &message.account) {
        (Some(own), Some(said)) if own.to_lowercase() == said.to_lowercase() => None,
        (Some(_), Some(_)) => Some("it is of another account of the server"),
        (Some(_), None) => Some("it does not say of which account of the server it is"),
        (None, _) if message.is_of_owner == Some(false) => {
            Some("it is not of the account that set up the webhook; name the account that is yours to have it counted")
        }
        (None, _) => None,
    }
}

/// Whether a server only repeats what it was told lately: that the item was played, or was not. What it calls the item is
/// remembered for the next time that it is told something.
async fn is_echo(app: &App, delivery: &PlayerDelivery, deed: Deed, item: MediaItemId) -> Result<bool> {
    let conn = app.db().await?;
    let (user, player, machine) = (delivery.user_id, delivery.player, delivery.machine.as_deref());
    if let (Some(machine), Some(remote)) = (machine, &delivery.remote_item) {
        PlayerConnection::learn_item(&conn, (user, player, machine), item, remote).await?;
    }
    let said = match deed {
        Deed::MarkedPlayed => WriteBackDeed::Played,
        Deed::MarkedUnplayed => WriteBackDeed::Unplayed,
        // Plex says of what was marked as played that it was seen.
        Deed::Played(EventType::Stop) if player == Player::Plex && delivery.event_name.as_deref() == Some("media.scrobble") => {
            WriteBackDeed::Played
        }
        Deed::Played(_) => return Ok(false),
    };
    let came = delivery.received_at;
    Ok(WriteBack::is_echo(&conn, (user, player, machine), item, said, (came - ECHO, came)).await?)
}

/// When it happened: as the player says, if that can be, else when it came.
fn moment(report: &Report, delivery: &PlayerDelivery) -> DateTime<Utc> {
    let came = delivery.received_at;
    report.occurred_at.filter(|at| *at <= came && *at >= came - LATEST).unwrap_or(came)
}

async fn apply(
    app: &App,
    actor: &Actor,
    delivery: &PlayerDelivery,
    report: &Report,
    item: MediaItemId,
    payload: &Value,
) -> Result<Ruling> {
    let (source, at) = (delivery.player.as_str(), moment(report, delivery));
    let (action, progress_percent) = match report.deed {
        Deed::Played(action) => (action, report.progress_percent),
        Deed::MarkedPlayed => {
            let is_known = {
                let conn = app.db().await?;
                !Play::latest_own(&conn, delivery.user_id, &[item], 1).await?.is_empty()
            };
            if is_known && delivery.verdict != Verdict::Counted {
                return Ok(because(Verdict::Ignored, "it is in your history already"));
            }
            (EventType::Stop, Some(100.0))
        }
        Deed::MarkedUnplayed if delivery.verdict == Verdict::Withdrawn => {
            return Ok(because(Verdict::Withdrawn, "this was known already"));
        }
        Deed::MarkedUnplayed => {
            return Ok(match plays::take_back(app, delivery.user_id, item, source, at).await? {
                Some(_) => (Verdict::Withdrawn, None),
                None => because(Verdict::Ignored, "it told of no play lately that could be taken back"),
            });
        }
    };
    let input = ScrobbleInput {
        progress_percent,
        position_seconds: report.position_seconds,
        duration_seconds: report.duration_seconds,
        device_name: report.device_name.as_ref().map(|name| name.chars().take(MAX_DEVICE_NAME).collect()),
        source_event_id: Some(delivery.id.to_string()),
        occurred_at: Some(at),
        raw_payload: keep::fits_event(payload).then(|| payload.clone()),
        heartbeat: report.heartbeat,
        ..ScrobbleInput::new(item, action, source)
    };
    let scrobbled = scrobble(app, actor, input).await?;
    let verdict = match scrobbled.outcome {
        Outcome::Started => Verdict::Started,
        Outcome::Paused => Verdict::Paused,
        Outcome::Counted => Verdict::Counted,
    };
    Ok((verdict, scrobbled.duplicate.then(|| "this was known already".to_owned())))
}

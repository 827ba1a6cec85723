use chrono::{DateTime, TimeDelta, Utc};
use medianest_db::diary::{InteractionEvent, Play, PlaybackPosition, ScrobbleFacts};
use medianest_db::{AsyncConnection, AsyncPgConnection, UserId};

use super::derive::{self, Around};
use super::fold::Rules;
use super::progress;
use super::scrobble::SAME_ID_WITHIN;
use crate::{App, Result};

/// Takes back an event that a source told of the wrong item: plays, resume point and presence of that item become what the
/// other events say. Nothing happens where there is no such event.
pub(super) async fn retract(app: &App, user: UserId, source: &str, source_event_id: &str, around: DateTime<Utc>) -> Result<()> {
    let mut conn = app.db().await?;
    conn.transaction(async |conn| {
        let conn = &*conn;
        ScrobbleFacts::lock_person(conn, user).await?;
        let told = InteractionEvent::find_by_source(conn, user, source, source_event_id, around, SAME_ID_WITHIN).await?;
        let Some(event) = told else { return Ok(()) };
        event.discard(conn, app.now()).await?;
        match ScrobbleFacts::find(conn, user, event.media_item_id).await? {
            Some(facts) => derive_without(app, conn, &event, &facts).await,
            None => Ok(()),
        }
    })
    .await
}

async fn derive_without(app: &App, conn: &AsyncPgConnection, gone: &InteractionEvent, facts: &ScrobbleFacts) -> Result<()> {
    let (user, item, at, now) = (gone.user_id, gone.media_item_id, gone.occurred_at, app.now());
    for play in Play::bearing_on(conn, user, item, at, at, TimeDelta::zero()).await? {
        // What its person said about a play, or told of it themselves, stands.
        if play.run_ended_at.is_none() || play.edited_at.is_some() || play.deleted_at.is_some() {
            continue;
        }
        Play::withdraw(conn, play.id).await?;
        if let Some(cycle) = play.watch_session_id {
            progress::on_removal(app, conn, user, cycle).await?;
        }
    }
    // The events on both sides of the gap, which may have hung together through it.
    let mut around = Around::load(conn, user, item, at).await?;
    let after = around.events.partition_point(|event| event.occurred_at <= at);
    let sides = [after.checked_sub(1), Some(after)].into_iter().flatten();
    let moments: Vec<_> = sides.filter_map(|place| Some(around.events.get(place)?.occurred_at)).collect();
    let mut latest = None;
    for moment in moments {
        if let Some(seen) = derive::look(app, conn, user, facts, &mut around, moment).await? {
            derive::plays(app, conn, user, facts, &seen, moment).await?;
            latest = seen.latest.or(latest);
        }
    }
    let before = facts.presence.clone();
    if let Some(run) = latest {
        derive::position(conn, &Rules::of(facts), &run, facts.position.clone(), now).await?;
        derive::presence(app, conn, user, item, &run, before).await?;
        return Ok(());
    }
    if facts.position.as_ref().is_some_and(|position| position.occurred_at == at) {
        PlaybackPosition::clear(conn, user, item).await?;
    }
    if let Some(shown) = before.filter(|shown| shown.media_item_id == item) {
        let next = derive::next_shown(conn, &shown, (item, None), now).await?;
        derive::show(conn, user, Some(shown), next).await?;
    }
    Ok(())
}

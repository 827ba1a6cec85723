use chrono::{DateTime, TimeDelta, Utc};
use medianest_db::diary::{InteractionEvent, Play, ScrobbleFacts};
use medianest_db::{AsyncConnection, AsyncPgConnection, UserId};

use super::changes::Changes;
use super::derive::{self, Around};
use super::fold::Rules;
use super::progress;
use super::scrobble::SAME_ID_WITHIN;
use crate::{App, Result};

/// Takes back an event that a source told of the wrong item, and what it told of that item in the same stretch: plays, resume
/// point and presence there become what the other events say. Nothing happens where there is no such event.
pub(super) async fn retract(app: &App, user: UserId, source: &str, source_event_id: &str, around: DateTime<Utc>) -> Result<()> {
    let mut conn = app.db().await?;
    conn.transaction(async |conn| {
        let conn = &*conn;
        ScrobbleFacts::lock_person(conn, user).await?;
        let told = InteractionEvent::find_by_source(conn, user, source, source_event_id, around, SAME_ID_WITHIN).await?;
        let Some(event) = told else { return Ok(()) };
        match ScrobbleFacts::find(conn, user, event.media_item_id).await? {
            Some(facts) => take_back(app, conn, &event, &facts).await,
            None => Ok(()),
        }
    })
    .await
}

async fn take_back(app: &App, conn: &AsyncPgConnection, told: &InteractionEvent, facts: &ScrobbleFacts) -> Result<()> {
    let (user, item, at, now) = (told.user_id, told.media_item_id, told.occurred_at, app.now());
    let mut around = Around::load(conn, user, item, at).await?;
    let (first, end) = around.affected(conn, user, item, at).await?;
    let stretch = &around.events[first..end];
    let moment = |event: Option<&InteractionEvent>| event.map_or(at, |event| event.occurred_at);
    let (from, to) = (moment(stretch.first()), moment(stretch.last()));
    InteractionEvent::discard_between(conn, (user, item), &told.source, (from, to), now).await?;
    for play in Play::bearing_on(conn, user, item, from, to, TimeDelta::zero()).await? {
        // What its person said about a play, or told of it themselves, stands.
        if play.run_ended_at.is_none() || play.edited_at.is_some() || play.deleted_at.is_some() {
            continue;
        }
        Play::withdraw(conn, play.id).await?;
        if let Some(cycle) = play.watch_session_id {
            progress::on_removal(app, conn, user, cycle).await?;
        }
    }
    // What others told in the stretch, and what lies before and after it, of which one may be the latest now.
    let mut around = Around::load(conn, user, item, at).await?;
    let first = around.events.partition_point(|event| event.occurred_at < from).saturating_sub(1);
    let end = around.events.partition_point(|event| event.occurred_at <= to) + 1;
    let moments: Vec<_> = around.events.iter().take(end).skip(first).map(|event| event.occurred_at).collect();
    let mut latest = None;
    for moment in moments {
        if let Some(seen) = derive::look(app, conn, user, facts, &mut around, moment).await? {
            let mut changes = Changes::default();
            derive::plays(app, conn, &mut changes, (user, facts), &seen, moment).await?;
            changes.write(app, conn).await?;
            latest = seen.latest.or(latest);
        }
    }
    let (mut changes, before) = (Changes::default(), facts.presence.as_ref());
    if let Some(run) = latest {
        derive::position(&mut changes, &Rules::of(facts), &run, facts.position.as_ref(), now);
        changes.show(user, before, derive::presence(app, conn, item, &run, before).await?.as_ref());
    } else {
        if facts.position.as_ref().is_some_and(|position| (from..=to).contains(&position.occurred_at)) {
            changes.finish(user, item);
        }
        if let Some(shown) = before.filter(|shown| shown.media_item_id == item) {
            changes.show(user, before, derive::next_shown(conn, shown, (item, None), now).await?.as_ref());
        }
    }
    changes.write(app, conn).await?;
    Ok(())
}

//! What people play right now: reads, and the sweep that ends what fell silent.

use medianest_db::diary::{CurrentlyWatching, PlaybackPosition, ScrobbleFacts};
use medianest_db::{AsyncConnection, EventType, MediaItemId, UserId};

use super::changes::Changes;
use super::derive::{self, Around};
use super::fold::Rules;
use super::scrobble::may_scrobble;
use super::{ScrobbleInput, checkin};
use crate::policy::visibility::{self, Aspect};
use crate::policy::{Access, Actor};
use crate::{App, Result};

/// How many rows one sweep looks at; the next one goes on.
const SWEEP_AT_ONCE: i64 = 1000;
/// How many presences one answer holds.
const SHOWN_AT_ONCE: i64 = 500;

/// What a sweep did.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Swept {
    /// Presences that ran out.
    pub expired: usize,
    /// Runs that had fallen silent near their end.
    pub settled: usize,
}

/// What a person plays right now, if the actor may see it.
///
/// # Errors
/// [`crate::Error::Unauthenticated`] and the like; somebody who may not be seen plays nothing.
pub async fn of_user(app: &App, actor: &Actor, user: UserId) -> Result<Option<CurrentlyWatching>> {
    let Some(scope) = visibility::scope_of(app, actor, user, Aspect::CurrentlyWatching).await? else { return Ok(None) };
    let conn = app.db().await?;
    Ok(CurrentlyWatching::by_users(&conn, &scope, &[user], app.now()).await?.pop())
}

/// What these people play right now, as far as the actor may see it.
///
/// # Errors
/// [`crate::Error::Unauthenticated`] and the like.
pub async fn by_users(app: &App, actor: &Actor, users: &[UserId]) -> Result<Vec<CurrentlyWatching>> {
    let scope = visibility::scope(app, actor, Aspect::CurrentlyWatching).await?;
    let conn = app.db().await?;
    Ok(CurrentlyWatching::by_users(&conn, &scope, users, app.now()).await?)
}

/// What everybody plays right now whom the actor may see, themselves included; the latest to begin first.
///
/// # Errors
/// [`crate::Error::Unauthenticated`] and the like.
pub async fn now_playing(app: &App, actor: &Actor) -> Result<Vec<CurrentlyWatching>> {
    let scope = visibility::scope(app, actor, Aspect::CurrentlyWatching).await?;
    let conn = app.db().await?;
    Ok(CurrentlyWatching::in_scope(&conn, &scope, app.now(), SHOWN_AT_ONCE).await?)
}

/// What the actor plays right now, for players that ask with a `scrobble` key.
///
/// # Errors
/// [`crate::Error::Forbidden`] without the scope `read`.
pub async fn mine(app: &App, actor: &Actor) -> Result<Option<CurrentlyWatching>> {
    let user = actor.require(Access::Read)?.id;
    let conn = app.db().await?;
    Ok(CurrentlyWatching::find(&conn, user).await?.filter(|shown| shown.expires_at > app.now()))
}

/// Ends what the source shows the actor playing, if it still does.
///
/// # Errors
/// [`crate::Error::Forbidden`] without the scope `scrobble` or `write`.
pub async fn end_playing(app: &App, actor: &Actor, source: &str) -> Result<()> {
    let user = may_scrobble(actor)?.id;
    let shown = {
        let conn = app.db().await?;
        CurrentlyWatching::find(&conn, user).await?
    };
    if let Some(shown) = shown.filter(|shown| shown.source == source && shown.expires_at > app.now()) {
        super::scrobble(app, actor, ScrobbleInput::new(shown.media_item_id, EventType::Stop, source)).await?;
    }
    Ok(())
}

/// Ends presences that ran out, and counts runs that fell silent after going far enough. Runs every minute; two servers
/// may do it at once.
///
/// # Errors
/// What the database answers; what was swept before stays swept.
pub async fn sweep(app: &App) -> Result<Swept> {
    let mut swept = Swept::default();
    let (expired, silent) = {
        let conn = app.db().await?;
        let expired = CurrentlyWatching::expired(&conn, app.now(), SWEEP_AT_ONCE).await?;
        (expired, PlaybackPosition::to_settle(&conn, app.now(), SWEEP_AT_ONCE).await?)
    };
    for (user, source) in expired {
        if source == checkin::SOURCE {
            checkin::complete(app, user).await?;
        }
        swept.expired += usize::from(end_expired(app, user).await?);
    }
    for (user, item) in silent {
        swept.settled += usize::from(settle(app, user, item).await?);
    }
    Ok(swept)
}

async fn end_expired(app: &App, user: UserId) -> Result<bool> {
    let mut conn = app.db().await?;
    conn.transaction(async |conn| {
        ScrobbleFacts::lock_person(conn, user).await?;
        // Another server may have been here, or the player may have spoken.
        let Some(shown) = CurrentlyWatching::find(conn, user).await?.filter(|shown| shown.expires_at <= app.now()) else {
            return Ok(false);
        };
        // What they began before, elsewhere, may still be playing.
        let after = derive::next_shown(conn, &shown, (shown.media_item_id, None), app.now()).await?;
        let mut changes = Changes::default();
        changes.show(user, Some(&shown), after.as_ref());
        changes.write(app, conn).await?;
        Ok(true)
    })
    .await
}

async fn settle(app: &App, user: UserId, item: MediaItemId) -> Result<bool> {
    let mut conn = app.db().await?;
    conn.transaction(async |conn| {
        ScrobbleFacts::lock_person(conn, user).await?;
        let Some(facts) = ScrobbleFacts::find(conn, user, item).await? else { return Ok(false) };
        let Some(position) = facts.position.clone().filter(|position| position.is_due(app.now())) else { return Ok(false) };
        let mut around = Around::load(conn, user, item, position.occurred_at).await?;
        let seen = derive::look(app, conn, user, &facts, &mut around, position.occurred_at).await?;
        let mut changes = Changes::default();
        if let Some(seen) = &seen {
            derive::plays(app, conn, &mut changes, (user, &facts), seen, position.occurred_at).await?;
        }
        let latest = seen.and_then(|seen| seen.latest);
        match &latest {
            Some(run) => derive::position(&mut changes, &Rules::of(&facts), run, Some(&position), app.now()),
            // The events are gone; what they left can no longer settle.
            None => changes.finish(user, item),
        }
        changes.write(app, conn).await?;
        Ok(latest.is_some())
    })
    .await
}

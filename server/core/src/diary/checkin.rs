//! Checking in: a person says what they watch, with no player to tell how it goes on. It is shown as playing, and counts
//! when its time is over, unless they check out or begin something else.

use chrono::{DateTime, Utc};
use medianest_db::diary::{CurrentlyWatching, ScrobbleFacts};
use medianest_db::{EventType, MediaItemId, UserId};
use serde_json::Value;

use super::scrobble::{self, may_scrobble};
use super::{Heartbeat, ScrobbleInput, Scrobbled, presence};
use crate::policy::Actor;
use crate::{App, Result};

/// What such plays are known by.
pub const SOURCE: &str = "checkin";

/// What came of checking in.
#[derive(Debug, Clone)]
pub enum CheckIn {
    /// It plays.
    Begun(Box<Scrobbled>),
    /// Something else plays until then.
    Busy(DateTime<Utc>),
}

/// Says that the actor watches this from now on.
///
/// # Errors
/// As [`super::scrobble()`].
pub async fn begin(app: &App, actor: &Actor, item: MediaItemId, raw_payload: Option<Value>) -> Result<CheckIn> {
    let user = may_scrobble(actor)?.id;
    let playing = {
        let conn = app.db().await?;
        CurrentlyWatching::find(&conn, user).await?.filter(|shown| shown.expires_at > app.now())
    };
    if let Some(playing) = playing {
        return Ok(CheckIn::Busy(playing.expires_at));
    }
    let start = ScrobbleInput {
        progress_percent: Some(0.0),
        raw_payload,
        heartbeat: Heartbeat::None,
        ..ScrobbleInput::new(item, EventType::Start, SOURCE)
    };
    Ok(CheckIn::Begun(Box::new(super::scrobble(app, actor, start).await?)))
}

/// Takes back what the actor checked in to, if it still plays.
///
/// # Errors
/// [`crate::Error::Forbidden`] without the scope `scrobble` or `write`.
pub async fn end(app: &App, actor: &Actor) -> Result<()> {
    presence::end_playing(app, actor, SOURCE).await
}

/// Counts what a person checked in to, when its time is over.
pub(super) async fn complete(app: &App, user: UserId) -> Result<()> {
    let mut conn = app.db().await?;
    ScrobbleFacts::begin(&mut conn, user).await?;
    let counted = async {
        // Another server may have been here, or they may have begun something else.
        let shown = CurrentlyWatching::find(&conn, user).await?;
        if let Some(shown) = shown.filter(|shown| shown.source == SOURCE && shown.expires_at <= app.now()) {
            let stop = ScrobbleInput {
                progress_percent: Some(100.0),
                ..ScrobbleInput::new(shown.media_item_id, EventType::Stop, SOURCE)
            };
            let facts = ScrobbleFacts::find(&conn, user, stop.item_id).await?;
            let derived = scrobble::derive_from(app, &conn, user, (&stop, shown.expires_at), facts).await?;
            scrobble::write(app, &conn, vec![derived]).await?;
        }
        Ok(())
    };
    let counted = counted.await;
    ScrobbleFacts::end(&mut conn, counted).await
}

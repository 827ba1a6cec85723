use async_graphql::{Enum, InputObject, Json, SimpleObject};
use chrono::{DateTime, Utc};
use medianest_core::db::MediaItemId;
use medianest_core::diary;

use super::event::InteractionEventType;
use super::{CurrentlyWatching, InteractionEvent, Play, PlaybackPosition};
use crate::graphql::Id;

/// How a player shows that its person is still at it.
#[derive(Enum, Debug, Clone, Copy, PartialEq, Eq)]
pub enum Heartbeat {
    /// It repeats itself at least every five minutes while something plays; five minutes of silence end it.
    Expected,
    /// It only tells changes: until the next one, things play to their end.
    None,
}

impl From<Heartbeat> for diary::Heartbeat {
    fn from(heartbeat: Heartbeat) -> Self {
        match heartbeat {
            Heartbeat::Expected => Self::Expected,
            Heartbeat::None => Self::None,
        }
    }
}

/// What was made of an event.
#[derive(Enum, Debug, Clone, Copy, PartialEq, Eq)]
#[graphql(remote = "diary::Outcome")]
pub enum ScrobbleOutcome {
    /// It plays.
    Started,
    /// It rests, and can be resumed.
    Paused,
    /// It was finished: a play.
    Counted,
}

/// What a player says.
#[derive(InputObject)]
pub struct ScrobbleInput {
    /// What plays: a film, an episode, a track, not what holds them.
    item_id: Id<MediaItemId>,
    /// What happened.
    action: InteractionEventType,
    /// How far, from 0 to 100; worked out from position and length where it is absent.
    progress_percent: Option<f32>,
    /// How far, in seconds.
    position_seconds: Option<i32>,
    /// How long the whole is, as the player knows it.
    duration_seconds: Option<i32>,
    /// What else there is to say about progress, as JSON: pages, chapters.
    progress_data: Option<Json<serde_json::Value>>,
    /// Who says it.
    #[graphql(default_with = "String::from(\"graphql\")")]
    source: String,
    /// What the source calls this event. The same event sent again under this id changes nothing.
    source_event_id: Option<String>,
    /// On what it plays.
    device_name: Option<String>,
    /// When it happened; now, when absent. Events may come late and in any order.
    occurred_at: Option<DateTime<Utc>>,
    /// The person's time zone, as an IANA name.
    timezone: Option<String>,
    /// Nobody else may ever know of it.
    #[graphql(default)]
    is_private: bool,
    /// Whether the player repeats itself while something plays.
    #[graphql(default_with = "Heartbeat::Expected")]
    heartbeat: Heartbeat,
}

impl From<ScrobbleInput> for diary::ScrobbleInput {
    fn from(input: ScrobbleInput) -> Self {
        Self {
            progress_percent: input.progress_percent,
            position_seconds: input.position_seconds,
            duration_seconds: input.duration_seconds,
            progress_data: input.progress_data.map(|data| data.0),
            source_event_id: input.source_event_id,
            device_name: input.device_name,
            occurred_at: input.occurred_at,
            timezone: input.timezone,
            is_private: input.is_private,
            heartbeat: input.heartbeat.into(),
            ..Self::new(input.item_id.0, input.action.into(), input.source)
        }
    }
}

/// What came of a scrobble.
#[derive(SimpleObject)]
pub struct ScrobblePayload {
    /// The event in the log: the first one, where this repeated it.
    event: InteractionEvent,
    /// What was made of it.
    outcome: ScrobbleOutcome,
    /// What the person plays right now: this, or something else.
    currently_watching: Option<CurrentlyWatching>,
    /// Where this item can be resumed.
    position: Option<PlaybackPosition>,
    /// The play the event belongs to, if it counted.
    play: Option<Play>,
    /// The event, or the play it ends, was known before.
    duplicate: bool,
}

impl From<diary::Scrobbled> for ScrobblePayload {
    fn from(scrobbled: diary::Scrobbled) -> Self {
        Self {
            event: InteractionEvent(scrobbled.event),
            outcome: scrobbled.outcome.into(),
            currently_watching: scrobbled.presence.map(CurrentlyWatching::from),
            position: scrobbled.position.map(PlaybackPosition),
            play: scrobbled.play.map(Play),
            duplicate: scrobbled.duplicate,
        }
    }
}

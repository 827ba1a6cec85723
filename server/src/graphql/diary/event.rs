use async_graphql::{Context, Enum, Json, Object, Result};
use chrono::{DateTime, Utc};
use medianest_core::db::diary as rows;
use medianest_core::db::{self, InteractionEventId};

use crate::graphql::catalogue::{MediaItem, MediaItemById};
use crate::graphql::{ContextExt, Id, percent};

/// What a player says.
#[derive(Enum, Debug, Clone, Copy, PartialEq, Eq)]
#[graphql(remote = "db::EventType")]
pub enum InteractionEventType {
    /// It plays: from the beginning, or on.
    Start,
    /// It plays on: a heartbeat, or a jump.
    Progress,
    /// It rests.
    Pause,
    /// It ended, wherever it was.
    Stop,
}

/// How exactly a moment is known.
#[derive(Enum, Debug, Clone, Copy, PartialEq, Eq)]
#[graphql(remote = "db::DatePrecision")]
pub enum DatePrecision {
    /// To the second.
    Second,
    /// To the minute.
    Minute,
    /// The day.
    Day,
    /// The month.
    Month,
    /// The year.
    Year,
    /// Not at all.
    Unknown,
}

/// What a player said, as it said it. Plays, resume points and presence are derived from such events.
pub struct InteractionEvent(pub rows::InteractionEvent);

/// What a player said, as it said it. Plays, resume points and presence are derived from such events.
#[Object]
impl InteractionEvent {
    /// Its id.
    async fn id(&self) -> Id<InteractionEventId> {
        Id(self.0.id)
    }

    /// What it is about.
    async fn item(&self, ctx: &Context<'_>) -> Result<Option<MediaItem>> {
        Ok(ctx.load::<MediaItemById>(self.0.media_item_id).await?)
    }

    /// What happened.
    async fn event_type(&self) -> InteractionEventType {
        self.0.event_type.into()
    }

    /// When it happened.
    async fn occurred_at(&self) -> DateTime<Utc> {
        self.0.occurred_at
    }

    /// When MediaNest heard of it.
    async fn received_at(&self) -> DateTime<Utc> {
        self.0.received_at
    }

    /// Until when the person was taken to be still at it, had nothing more been heard; null for a stop.
    async fn expires_at(&self) -> Option<DateTime<Utc>> {
        self.0.expires_at
    }

    /// How exactly `occurredAt` is known.
    async fn date_precision(&self) -> DatePrecision {
        self.0.date_precision.into()
    }

    /// The person's time zone at the time, as an IANA name.
    async fn timezone(&self) -> Option<&str> {
        self.0.timezone.as_deref()
    }

    /// How far, from 0 to 100.
    async fn progress_percent(&self) -> Option<f64> {
        self.0.progress_percent.map(percent)
    }

    /// How far, in seconds.
    async fn position_seconds(&self) -> Option<i32> {
        self.0.position_seconds
    }

    /// How long the whole is, as the player knew it.
    async fn duration_seconds(&self) -> Option<i32> {
        self.0.duration_seconds
    }

    /// What else the player said about progress.
    async fn progress_data(&self) -> Option<Json<&serde_json::Value>> {
        self.0.progress_data.as_ref().map(Json)
    }

    /// Who said it.
    async fn source(&self) -> &str {
        &self.0.source
    }

    /// What the source calls the event.
    async fn source_event_id(&self) -> Option<&str> {
        self.0.source_event_id.as_deref()
    }

    /// On what it played.
    async fn device_name(&self) -> Option<&str> {
        self.0.device_name.as_deref()
    }

    /// Nobody else may ever know of it.
    async fn is_private(&self) -> bool {
        self.0.is_private
    }
}

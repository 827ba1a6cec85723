use async_graphql::{Context, Enum, Object, Result};
use chrono::{DateTime, Utc};
use medianest_core::db::diary as rows;
use medianest_core::db::{self, PlayId};
use medianest_core::diary::plays;

use super::event::DatePrecision;
use crate::graphql::catalogue::{MediaItem, MediaItemById};
use crate::graphql::identity::{User, UserById};
use crate::graphql::{ContextExt, Id, Quick, percent};

/// How a play came into the history.
#[derive(Enum, Debug, Clone, Copy, PartialEq, Eq)]
#[graphql(remote = "db::PlayOrigin")]
pub enum PlayOrigin {
    /// A player told of it.
    Scrobble,
    /// Its person added it.
    Manual,
    /// It came with an import.
    Import,
}

/// A finished watch, listen or read.
#[derive(Clone)]
pub struct Play(pub rows::Play);

impl Play {
    fn is_own(&self, ctx: &Context<'_>) -> bool {
        ctx.actor().user_id() == Some(self.0.user_id)
    }
}

/// A finished watch, listen or read.
#[Object]
impl Play {
    /// Its id.
    pub async fn id(&self) -> Id<PlayId> {
        Id(self.0.id)
    }

    /// Its number in protocols with numeric history ids.
    async fn number(&self) -> i64 {
        self.0.number
    }

    /// Whose it is; null where the caller may see the play but not the person's profile.
    async fn user(&self, ctx: &Context<'_>) -> Result<Option<User>> {
        Ok(ctx.load::<UserById>(self.0.user_id).await?)
    }

    /// What was played.
    async fn item(&self, ctx: &Context<'_>) -> Result<Option<Quick<MediaItem>>> {
        Ok(ctx.load::<MediaItemById>(self.0.media_item_id).await?.map(Quick))
    }

    /// When it began, where that is known.
    async fn started_at(&self) -> Option<DateTime<Utc>> {
        self.0.started_at
    }

    /// When it ended: the start of the day, month or year where only that is known (see `datePrecision`), null where
    /// nothing is.
    async fn watched_at(&self) -> Option<DateTime<Utc>> {
        (self.0.date_precision != db::DatePrecision::Unknown).then_some(self.0.watched_at)
    }

    /// The day, month or year it ended in, where no more is known: `1999-12-31`, `1999-12`, `1999`. What `updatePlay` takes.
    async fn watched_on(&self) -> Option<String> {
        plays::watched_on(&self.0)
    }

    /// How exactly `watchedAt` is known.
    async fn date_precision(&self) -> DatePrecision {
        self.0.date_precision.into()
    }

    /// The person's time zone at the time, as an IANA name.
    async fn timezone(&self) -> Option<&str> {
        self.0.timezone.as_deref()
    }

    /// How far it went, from 0 to 100, where a player said so.
    async fn progress_percent(&self) -> Option<f64> {
        self.0.progress_percent.map(percent)
    }

    /// How long it was playing, pauses left out, where a player said so.
    async fn watched_seconds(&self) -> Option<i32> {
        self.0.watched_seconds
    }

    /// How it came into the history.
    async fn origin(&self) -> PlayOrigin {
        self.0.origin.into()
    }

    /// Who told of it. Only for its person.
    async fn source(&self, ctx: &Context<'_>) -> Option<&str> {
        self.is_own(ctx).then_some(self.0.source.as_str())
    }

    /// On what it played. Only for its person.
    async fn device_name(&self, ctx: &Context<'_>) -> Option<&str> {
        self.0.device_name.as_deref().filter(|_| self.is_own(ctx))
    }

    /// What its person wrote to it. Only for its person.
    async fn notes(&self, ctx: &Context<'_>) -> Option<&str> {
        self.0.notes.as_deref().filter(|_| self.is_own(ctx))
    }

    /// Nobody else may ever know of it.
    async fn is_private(&self) -> bool {
        self.0.is_private
    }

    /// When its person last corrected it.
    async fn edited_at(&self) -> Option<DateTime<Utc>> {
        self.0.edited_at
    }

    /// When it was written.
    async fn created_at(&self) -> DateTime<Utc> {
        self.0.created_at
    }
}

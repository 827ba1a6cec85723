use std::collections::HashMap;
use std::sync::Arc;

use async_graphql::{Context, Enum, Json, Object, Result};
use chrono::{DateTime, Utc};
use medianest_core::App;
use medianest_core::db::diary as rows;
use medianest_core::db::{self, UserId};
use medianest_core::diary::presence;
use medianest_core::policy::Actor;

use crate::graphql::catalogue::{MediaItem, MediaItemById};
use crate::graphql::identity::{User, UserById};
use crate::graphql::{ContextExt, Id, Load, Quick, percent};

/// Whether what is playing is moving.
#[derive(Enum, Debug, Clone, Copy, PartialEq, Eq)]
#[graphql(remote = "db::PresenceState")]
pub enum PresenceState {
    /// It plays.
    Playing,
    /// It rests.
    Paused,
}

/// What a person plays right now: one thing.
#[derive(Clone)]
pub struct CurrentlyWatching(pub Arc<rows::CurrentlyWatching>);

impl From<rows::CurrentlyWatching> for CurrentlyWatching {
    fn from(shown: rows::CurrentlyWatching) -> Self {
        Self(Arc::new(shown))
    }
}

/// What a person plays right now: one thing.
#[Object]
impl CurrentlyWatching {
    /// The id of the person.
    async fn user_id(&self) -> Id<UserId> {
        Id(self.0.user_id)
    }

    /// Who plays; null where the caller may see what is played but not the person's profile.
    async fn user(&self, ctx: &Context<'_>) -> Result<Option<Quick<User>>> {
        Ok(ctx.load::<UserById>(self.0.user_id).await?.map(Quick))
    }

    /// What plays.
    async fn item(&self, ctx: &Context<'_>) -> Result<Option<Quick<MediaItem>>> {
        Ok(ctx.load::<MediaItemById>(self.0.media_item_id).await?.map(Quick))
    }

    /// Whether it is moving.
    async fn state(&self) -> PresenceState {
        self.0.state.into()
    }

    /// How far, from 0 to 100, when the player was last heard.
    async fn progress_percent(&self) -> f64 {
        percent(self.0.progress_percent)
    }

    /// How far, in seconds, when the player was last heard.
    async fn position_seconds(&self) -> Option<i32> {
        self.0.position_seconds
    }

    /// How long the whole is, where the player says so.
    async fn duration_seconds(&self) -> Option<i32> {
        self.0.duration_seconds
    }

    /// What else the player says about progress.
    async fn progress_data(&self) -> Option<Json<&serde_json::Value>> {
        self.0.progress_data.as_ref().map(Json)
    }

    /// On what it plays. Only for its person.
    async fn device_name(&self, ctx: &Context<'_>) -> Option<&str> {
        self.0.device_name.as_deref().filter(|_| ctx.actor().user_id() == Some(self.0.user_id))
    }

    /// Who tells of it. Only for its person.
    async fn source(&self, ctx: &Context<'_>) -> Option<&str> {
        (ctx.actor().user_id() == Some(self.0.user_id)).then_some(self.0.source.as_str())
    }

    /// Nobody else may know of it.
    async fn is_private(&self) -> bool {
        self.0.is_private
    }

    /// When they began.
    async fn started_at(&self) -> DateTime<Utc> {
        self.0.started_at
    }

    /// When the player was last heard: what `progressPercent` and `positionSeconds` are true for.
    async fn last_heartbeat_at(&self) -> DateTime<Utc> {
        self.0.last_heartbeat_at
    }

    /// When it ends if nothing more is heard.
    async fn expires_at(&self) -> DateTime<Utc> {
        self.0.expires_at
    }
}

/// What people play right now, as far as the caller may see it.
pub struct CurrentlyWatchingByUser;

impl Load for CurrentlyWatchingByUser {
    type Key = UserId;
    type Value = CurrentlyWatching;

    async fn load(app: &App, actor: &Actor, keys: &[UserId]) -> medianest_core::Result<HashMap<UserId, CurrentlyWatching>> {
        let found = presence::by_users(app, actor, keys).await?;
        Ok(found.into_iter().map(|shown| (shown.user_id, shown.into())).collect())
    }
}

use std::collections::HashMap;

use async_graphql::{Context, Object, Result};
use chrono::{DateTime, Utc};
use medianest_core::App;
use medianest_core::db::MediaItemId;
use medianest_core::db::diary as rows;
use medianest_core::diary::positions;
use medianest_core::policy::Actor;

use crate::graphql::catalogue::{MediaItem, MediaItemById};
use crate::graphql::{ContextExt, Load, percent};

/// Where the caller left something, to resume it.
#[derive(Clone)]
pub struct PlaybackPosition(pub rows::PlaybackPosition);

/// Where the caller left something, to resume it.
#[Object]
impl PlaybackPosition {
    /// Its number in protocols with numeric ids.
    async fn number(&self) -> i64 {
        self.0.number
    }

    /// What was left.
    async fn item(&self, ctx: &Context<'_>) -> Result<Option<MediaItem>> {
        Ok(ctx.load::<MediaItemById>(self.0.media_item_id).await?)
    }

    /// How far, from 0 to 100.
    async fn progress_percent(&self) -> f64 {
        percent(self.0.progress_percent)
    }

    /// How far, in seconds, where the player said so.
    async fn position_seconds(&self) -> Option<i32> {
        self.0.position_seconds
    }

    /// How long the whole is, where the player said so.
    async fn duration_seconds(&self) -> Option<i32> {
        self.0.duration_seconds
    }

    /// When it was left.
    async fn occurred_at(&self) -> DateTime<Utc> {
        self.0.occurred_at
    }

    /// Who told of it.
    async fn source(&self) -> &str {
        &self.0.source
    }

    /// On what it played.
    async fn device_name(&self) -> Option<&str> {
        self.0.device_name.as_deref()
    }
}

/// Where the caller left items.
pub struct PositionByItem;

impl Load for PositionByItem {
    type Key = MediaItemId;
    type Value = PlaybackPosition;

    async fn load(
        app: &App,
        actor: &Actor,
        keys: &[MediaItemId],
    ) -> medianest_core::Result<HashMap<MediaItemId, PlaybackPosition>> {
        let found = positions::by_items(app, actor, keys).await?;
        Ok(found.into_iter().map(|position| (position.media_item_id, PlaybackPosition(position))).collect())
    }
}

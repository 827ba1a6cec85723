use async_graphql::{Context, Object, Result};
use chrono::{DateTime, Utc};
use medianest_core::db;
use medianest_core::metadata::statistics::ScraperStat;

use super::MetadataProvider;
use crate::graphql::ContextExt;
use crate::graphql::catalogue::{MediaType, MediaTypeById};

/// How a provider has answered for a media type.
pub struct MetadataStatistic {
    row: ScraperStat,
    provider: db::MetadataProvider,
}

impl MetadataStatistic {
    /// Of one that this version knows.
    pub fn new(row: ScraperStat) -> Option<Self> {
        let provider = row.provider.parse().ok()?;
        Some(Self { row, provider })
    }
}

/// How a provider has answered for a media type.
#[Object]
impl MetadataStatistic {
    /// Who.
    async fn provider(&self) -> MetadataProvider {
        self.provider.into()
    }

    /// For which media type.
    async fn media_type(&self, ctx: &Context<'_>) -> Result<Option<MediaType>> {
        Ok(ctx.load::<MediaTypeById>(self.row.media_type_id).await?)
    }

    /// How often it answered.
    async fn success_count(&self) -> i64 {
        self.row.success_count
    }

    /// How often it gave no answer.
    async fn failure_count(&self) -> i64 {
        self.row.failure_count
    }

    /// How long an answer took on average.
    async fn average_response_milliseconds(&self) -> Option<i32> {
        self.row.avg_response_time_ms
    }

    /// When it last answered.
    async fn last_success_at(&self) -> Option<DateTime<Utc>> {
        self.row.last_success_at
    }

    /// When it last gave no answer.
    async fn last_failure_at(&self) -> Option<DateTime<Utc>> {
        self.row.last_failure_at
    }
}

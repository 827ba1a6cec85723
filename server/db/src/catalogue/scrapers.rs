use chrono::{DateTime, Utc};
use diesel::pg::Pg;
use diesel::sql_types::{Bool, Integer, Text, Timestamptz, Uuid};
use diesel::{ExpressionMethods, Insertable, QueryDsl, QueryResult, Queryable, Selectable, SelectableHelper};
use diesel_async::{AsyncPgConnection, RunQueryDsl};

use crate::schema::{scraper_priorities, scraper_stats};
use crate::{FallbackBehavior, MediaTypeId, MetadataProvider, ScraperPriorityId, ScraperStatId};

/// A provider's place in the order in which they are asked for a field of a media type.
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Selectable)]
#[diesel(table_name = scraper_priorities, check_for_backend(Pg))]
pub struct ScraperPriority {
    /// Who.
    pub provider: String,
    /// For which field; empty for all that have no order of their own.
    pub metadata_field: String,
    /// Whether it is asked at all.
    pub is_enabled: bool,
    /// What is done when it knows the thing, but not the field.
    pub fallback_behavior: FallbackBehavior,
}

/// A place to be kept.
#[derive(Debug, Clone, Insertable)]
#[diesel(table_name = scraper_priorities)]
#[expect(missing_docs, reason = "as in ScraperPriority")]
pub struct NewScraperPriority {
    pub id: ScraperPriorityId,
    pub media_type_id: MediaTypeId,
    pub provider: MetadataProvider,
    pub metadata_field: String,
    pub priority: i32,
    pub is_enabled: bool,
    pub fallback_behavior: FallbackBehavior,
}

/// How a provider has answered for a media type.
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Selectable)]
#[diesel(table_name = scraper_stats, check_for_backend(Pg))]
pub struct ScraperStat {
    /// For which media type.
    pub media_type_id: MediaTypeId,
    /// Who.
    pub provider: String,
    /// How often it answered.
    pub success_count: i64,
    /// How often it did not.
    pub failure_count: i64,
    /// How long an answer took on average.
    pub avg_response_time_ms: Option<i32>,
    /// When it last answered.
    pub last_success_at: Option<DateTime<Utc>>,
    /// When it last did not.
    pub last_failure_at: Option<DateTime<Utc>>,
}

/// How asking went once.
#[derive(Debug, Clone, Copy)]
pub struct Asking {
    /// For which media type.
    pub media_type_id: MediaTypeId,
    /// Who was asked.
    pub provider: MetadataProvider,
    /// Whether it answered.
    pub is_success: bool,
    /// How long it took.
    pub took_ms: i32,
    /// When.
    pub at: DateTime<Utc>,
}

impl ScraperPriority {
    /// The orders of a media type: by field, and in each the first to be asked first.
    pub async fn of_type(mut conn: &AsyncPgConnection, media_type: MediaTypeId) -> QueryResult<Vec<Self>> {
        scraper_priorities::table
            .filter(scraper_priorities::media_type_id.eq(media_type))
            .order((scraper_priorities::metadata_field, scraper_priorities::priority, scraper_priorities::id))
            .select(Self::as_select())
            .load(&mut conn)
            .await
    }
}

impl NewScraperPriority {
    /// Puts this order in the place of the one there was for the field.
    pub async fn replace(mut conn: &AsyncPgConnection, media_type: MediaTypeId, field: &str, order: &[Self]) -> QueryResult<()> {
        diesel::delete(scraper_priorities::table)
            .filter(scraper_priorities::media_type_id.eq(media_type))
            .filter(scraper_priorities::metadata_field.eq(field))
            .execute(&mut conn)
            .await?;
        diesel::insert_into(scraper_priorities::table).values(order).execute(&mut conn).await?;
        Ok(())
    }
}

impl ScraperStat {
    /// How everybody has answered, by provider and media type.
    pub async fn all(mut conn: &AsyncPgConnection) -> QueryResult<Vec<Self>> {
        scraper_stats::table
            .order((scraper_stats::provider, scraper_stats::media_type_id))
            .select(Self::as_select())
            .load(&mut conn)
            .await
    }

    /// Counts one asking.
    pub async fn count(mut conn: &AsyncPgConnection, id: ScraperStatId, asking: &Asking) -> QueryResult<()> {
        diesel::sql_query(
            "INSERT INTO scraper_stats AS s (id, media_type_id, provider, success_count, failure_count, avg_response_time_ms,
                 last_success_at, last_failure_at, created_at)
             VALUES ($1, $2, $3, $4::int, 1 - $4::int, CASE WHEN $4 THEN $5 END, CASE WHEN $4 THEN $6 END,
                 CASE WHEN NOT $4 THEN $6 END, $6)
             ON CONFLICT (provider, media_type_id) DO UPDATE SET
                 success_count = s.success_count + excluded.success_count,
                 failure_count = s.failure_count + excluded.failure_count,
                 avg_response_time_ms = CASE WHEN $4
                     THEN (coalesce(s.avg_response_time_ms, 0) * s.success_count + $5) / (s.success_count + 1)
                     ELSE s.avg_response_time_ms END,
                 last_success_at = coalesce(excluded.last_success_at, s.last_success_at),
                 last_failure_at = coalesce(excluded.last_failure_at, s.last_failure_at)",
        )
        .bind::<Uuid, _>(id)
        .bind::<Uuid, _>(asking.media_type_id)
        .bind::<Text, _>(asking.provider.as_str())
        .bind::<Bool, _>(asking.is_success)
        .bind::<Integer, _>(asking.took_ms)
        .bind::<Timestamptz, _>(asking.at)
        .execute(&mut conn)
        .await?;
        Ok(())
    }
}

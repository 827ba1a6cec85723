use chrono::{DateTime, TimeDelta, Utc};
use diesel::prelude::*;
use diesel::sql_types::{Integer, Text, Timestamptz};
use diesel_async::{AsyncPgConnection, RunQueryDsl};

use crate::schema::rate_limits;

/// A subject's count in the current window of a bucket.
#[derive(Debug, Clone, Copy, QueryableByName)]
pub struct RateLimitWindow {
    /// When the window began.
    #[diesel(sql_type = Timestamptz)]
    pub window_started_at: DateTime<Utc>,
    /// How many attempts it has seen, this one included.
    #[diesel(sql_type = Integer)]
    pub request_count: i32,
}

impl RateLimitWindow {
    /// Counts an attempt, in a new window when the last one is over. Attempts of one subject wait for each other's row.
    ///
    /// # Errors
    /// Whatever the database answers.
    pub async fn charge(
        mut conn: &AsyncPgConnection,
        subject: &str,
        bucket: &str,
        window: TimeDelta,
        now: DateTime<Utc>,
    ) -> QueryResult<Self> {
        diesel::sql_query(
            "INSERT INTO rate_limits AS old (subject, bucket, window_started_at, request_count) VALUES ($1, $2, $3, 1)
             ON CONFLICT (subject, bucket) DO UPDATE SET
                 window_started_at = CASE WHEN old.window_started_at <= $4 THEN $3 ELSE old.window_started_at END,
                 request_count = CASE WHEN old.window_started_at <= $4 THEN 1 ELSE least(old.request_count, 1000000) + 1 END
             RETURNING window_started_at, request_count",
        )
        .bind::<Text, _>(subject)
        .bind::<Text, _>(bucket)
        .bind::<Timestamptz, _>(now)
        .bind::<Timestamptz, _>(now - window)
        .get_result(&mut conn)
        .await
    }

    /// Forgets what a subject did.
    ///
    /// # Errors
    /// Whatever the database answers.
    pub async fn forget(mut conn: &AsyncPgConnection, subject: &str, bucket: &str) -> QueryResult<()> {
        diesel::delete(rate_limits::table.find((subject, bucket))).execute(&mut conn).await?;
        Ok(())
    }
}

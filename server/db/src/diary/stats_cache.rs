use chrono::{DateTime, NaiveDate, Utc};
use diesel::sql_types::{Array, BigInt, Bool, Date, Jsonb, Nullable, Text, Timestamptz, Uuid};
use diesel::{OptionalExtension as _, QueryResult, QueryableByName};
use diesel_async::{AsyncPgConnection, RunQueryDsl};
use serde_json::Value;

use super::Counted;
use crate::kept::Keep as _;
use crate::{CachedStatId, UserId};

/// What was counted of one day of a person's calendar.
#[derive(Debug, Clone, PartialEq, QueryableByName)]
pub struct CachedDay {
    /// Which.
    #[diesel(sql_type = Date)]
    pub day: NaiveDate,
    /// The counts, as those who count write them.
    #[diesel(sql_type = Jsonb)]
    pub counts: Value,
}

/// Days of UTC on which plays of a person changed since they were counted: from the first to the last.
#[derive(Debug, Clone, Copy, PartialEq, Eq, QueryableByName)]
pub struct TouchedSpan {
    /// The first.
    #[diesel(sql_type = Nullable<Date>)]
    pub first: Option<NaiveDate>,
    /// The last.
    #[diesel(sql_type = Nullable<Date>)]
    pub last: Option<NaiveDate>,
}

#[derive(QueryableByName)]
struct TouchedDay {
    #[diesel(sql_type = Date)]
    touched_on: NaiveDate,
}

#[derive(QueryableByName)]
struct Person {
    #[diesel(sql_type = Uuid)]
    user_id: UserId,
}

fn key(day: NaiveDate) -> String {
    format!("day:{day}")
}

/// What was counted ahead of a longer time than a day, under keys of those who count.
pub struct KeptCounts;

#[derive(QueryableByName)]
struct Found {
    #[diesel(sql_type = Jsonb)]
    counts: Value,
}

impl KeptCounts {
    /// What is kept under a key: `whole` for who sees private plays too, where it differs from what is `open` to others.
    /// Nothing while a play of these days of UTC changed since, or of any day where none are given.
    pub async fn find(
        mut conn: &AsyncPgConnection,
        counted: &Counted,
        key: &str,
        days: Option<(NaiveDate, NaiveDate)>,
    ) -> QueryResult<Option<Value>> {
        let (first, last) = days.unzip();
        let found: Option<Found> = diesel::sql_query(
            "SELECT coalesce(CASE WHEN $3 THEN stat_value -> 'whole' END, stat_value -> 'open') AS counts FROM user_stats_cache
             WHERE user_id = $1 AND stat_key = $2 AND NOT EXISTS (
                 SELECT FROM user_stats_touched
                 WHERE user_id = $1 AND touched_on BETWEEN coalesce($4, '-infinity') AND coalesce($5, 'infinity'))",
        )
        .bind::<Uuid, _>(counted.owner())
        .bind::<Text, _>(key)
        .bind::<Bool, _>(counted.with_private())
        .bind::<Nullable<Date>, _>(first)
        .bind::<Nullable<Date>, _>(last)
        .keep()
        .get_result(&mut conn)
        .await
        .optional()?;
        Ok(found.map(|found| found.counts))
    }

    /// Keeps these, in the place of what was kept under the same keys.
    pub async fn put(
        mut conn: &AsyncPgConnection,
        user: UserId,
        rows: &[(CachedStatId, String, Value)],
        now: DateTime<Utc>,
    ) -> QueryResult<()> {
        diesel::sql_query(
            "INSERT INTO user_stats_cache (id, user_id, stat_key, stat_value, computed_at)
             SELECT n.id, $1, n.stat_key, n.stat_value, $2
             FROM unnest($3::uuid[], $4::text[], $5::jsonb[]) AS n (id, stat_key, stat_value)
             ON CONFLICT (user_id, stat_key, media_type_id)
             DO UPDATE SET stat_value = excluded.stat_value, computed_at = excluded.computed_at",
        )
        .bind::<Uuid, _>(user)
        .bind::<Timestamptz, _>(now)
        .bind::<Array<Uuid>, _>(rows.iter().map(|(id, ..)| *id).collect::<Vec<_>>())
        .bind::<Array<Text>, _>(rows.iter().map(|(_, key, _)| key).collect::<Vec<_>>())
        .bind::<Array<Jsonb>, _>(rows.iter().map(|(.., value)| value).collect::<Vec<_>>())
        .execute(&mut conn)
        .await
        .map(|_| ())
    }
}

impl TouchedSpan {
    /// What of a person is not counted anew yet.
    pub async fn of(mut conn: &AsyncPgConnection, user: UserId) -> QueryResult<Self> {
        diesel::sql_query("SELECT min(touched_on) AS first, max(touched_on) AS last FROM user_stats_touched WHERE user_id = $1")
            .bind::<Uuid, _>(user)
            .keep()
            .get_result(&mut conn)
            .await
    }
}

impl CachedDay {
    /// The days of a span that have a play, in order.
    pub async fn between(
        mut conn: &AsyncPgConnection,
        user: UserId,
        first: NaiveDate,
        last: NaiveDate,
    ) -> QueryResult<Vec<Self>> {
        diesel::sql_query(
            "SELECT right(stat_key, 10)::date AS day, stat_value AS counts FROM user_stats_cache
             WHERE user_id = $1 AND stat_key BETWEEN $2 AND $3 ORDER BY stat_key",
        )
        .bind::<Uuid, _>(user)
        .bind::<Text, _>(key(first))
        .bind::<Text, _>(key(last))
        .keep()
        .load(&mut conn)
        .await
    }

    /// Puts these in the place of all that was counted of the span.
    pub async fn replace(
        mut conn: &AsyncPgConnection,
        user: UserId,
        (first, last): (NaiveDate, NaiveDate),
        days: &[(CachedStatId, Self)],
        now: DateTime<Utc>,
    ) -> QueryResult<()> {
        diesel::sql_query("DELETE FROM user_stats_cache WHERE user_id = $1 AND stat_key BETWEEN $2 AND $3")
            .bind::<Uuid, _>(user)
            .bind::<Text, _>(key(first))
            .bind::<Text, _>(key(last))
            .execute(&mut conn)
            .await?;
        diesel::sql_query(
            "INSERT INTO user_stats_cache (id, user_id, stat_key, stat_value, computed_at)
             SELECT n.id, $1, n.stat_key, n.stat_value, $2
             FROM unnest($3::uuid[], $4::text[], $5::jsonb[]) AS n (id, stat_key, stat_value)",
        )
        .bind::<Uuid, _>(user)
        .bind::<Timestamptz, _>(now)
        .bind::<Array<Uuid>, _>(days.iter().map(|(id, _)| *id).collect::<Vec<_>>())
        .bind::<Array<Text>, _>(days.iter().map(|(_, day)| key(day.day)).collect::<Vec<_>>())
        .bind::<Array<Jsonb>, _>(days.iter().map(|(_, day)| &day.counts).collect::<Vec<_>>())
        .execute(&mut conn)
        .await
        .map(|_| ())
    }

    /// Lets one transaction at a time count this person's days: of two, the one that read first might write last.
    pub async fn lock(mut conn: &AsyncPgConnection, user: UserId) -> QueryResult<()> {
        diesel::sql_query("SELECT pg_advisory_xact_lock(hashtextextended('user_stats_cache:' || $1::text, 0))")
            .bind::<Uuid, _>(user)
            .execute(&mut conn)
            .await
            .map(|_| ())
    }

    /// Takes the marks off a person's touched days, to be counted in the same transaction; answers the days of UTC, in order.
    pub async fn take_touched(mut conn: &AsyncPgConnection, user: UserId) -> QueryResult<Vec<NaiveDate>> {
        let taken: Vec<TouchedDay> = diesel::sql_query(
            "WITH taken AS (DELETE FROM user_stats_touched WHERE user_id = $1 RETURNING touched_on)
             SELECT DISTINCT touched_on FROM taken ORDER BY touched_on",
        )
        .bind::<Uuid, _>(user)
        .load(&mut conn)
        .await?;
        Ok(taken.into_iter().map(|row| row.touched_on).collect())
    }

    /// People who have touched days, after one of them, in the order of their ids.
    pub async fn touched_people(mut conn: &AsyncPgConnection, after: Option<UserId>, limit: i64) -> QueryResult<Vec<UserId>> {
        let people: Vec<Person> = diesel::sql_query(
            "SELECT DISTINCT user_id FROM user_stats_touched WHERE $1::uuid IS NULL OR user_id > $1 ORDER BY user_id LIMIT $2",
        )
        .bind::<Nullable<Uuid>, _>(after)
        .bind::<BigInt, _>(limit)
        .load(&mut conn)
        .await?;
        Ok(people.into_iter().map(|person| person.user_id).collect())
    }
}

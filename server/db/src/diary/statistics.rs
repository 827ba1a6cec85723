use chrono::{DateTime, Utc};
use diesel::sql_types::{Array, BigInt, Bool, Integer, Nullable, Text, Timestamptz, Uuid};
use diesel::{QueryResult, QueryableByName};
use diesel_async::{AsyncPgConnection, RunQueryDsl};

use crate::{MediaTypeId, Scope, UserId};

/// Whose plays are counted, and which.
#[derive(Debug, Clone)]
pub struct Counted {
    owner: UserId,
    with_private: bool,
}

impl Counted {
    /// The plays of this person, as far as the scope lets them be counted; `None` where it does not.
    #[must_use]
    pub fn new(scope: &Scope, owner: UserId) -> Option<Self> {
        scope.includes(owner, false).then(|| Self { owner, with_private: scope.includes(owner, true) })
    }
}

/// What a person played of one media type.
#[derive(Debug, Clone, PartialEq, Eq, QueryableByName)]
pub struct TypeCount {
    /// Of which.
    #[diesel(sql_type = Uuid)]
    pub media_type_id: MediaTypeId,
    /// How many plays.
    #[diesel(sql_type = BigInt)]
    pub plays: i64,
    /// Of how many different things.
    #[diesel(sql_type = BigInt)]
    pub items: i64,
    /// How long they took together.
    #[diesel(sql_type = BigInt)]
    pub seconds: i64,
}

/// What a person played between two moments of a row.
#[derive(Debug, Clone, Copy, PartialEq, Eq, QueryableByName)]
pub struct SpanCount {
    /// Between which: 1 is from the first moment to the second.
    #[diesel(sql_type = Integer)]
    pub span: i32,
    /// How many plays.
    #[diesel(sql_type = BigInt)]
    pub plays: i64,
    /// How long they took together.
    #[diesel(sql_type = BigInt)]
    pub seconds: i64,
}

/// What a person played on a day of which no more is known.
#[derive(Debug, Clone, PartialEq, Eq, QueryableByName)]
pub struct DayCount {
    /// The beginning of the day.
    #[diesel(sql_type = Timestamptz)]
    pub watched_at: DateTime<Utc>,
    /// In this zone.
    #[diesel(sql_type = Nullable<Text>)]
    pub timezone: Option<String>,
    /// How many plays.
    #[diesel(sql_type = BigInt)]
    pub plays: i64,
    /// How long they took together.
    #[diesel(sql_type = BigInt)]
    pub seconds: i64,
}

#[derive(QueryableByName)]
struct First {
    #[diesel(sql_type = Nullable<Timestamptz>)]
    at: Option<DateTime<Utc>>,
}

/// How long a play took: what the player measured, else how long the thing is.
const SECONDS: &str = "coalesce(sum(coalesce(p.watched_seconds, i.runtime_seconds, 0)), 0)::bigint AS seconds";

/// What counts: $1 the person, $2 whether private plays do.
const PLAYS: &str = "plays p JOIN media_items i ON i.id = p.media_item_id
    WHERE p.user_id = $1 AND p.deleted_at IS NULL AND (NOT p.is_private OR $2)";

impl Counted {
    /// What was played by media type, from one moment on, or until another. Plays that nobody knows the time of count only
    /// where neither is given.
    ///
    /// # Errors
    /// Whatever the database answers.
    pub async fn by_type(
        &self,
        mut conn: &AsyncPgConnection,
        from: Option<DateTime<Utc>>,
        to: Option<DateTime<Utc>>,
    ) -> QueryResult<Vec<TypeCount>> {
        diesel::sql_query(format!(
            "SELECT i.media_type_id, count(*) AS plays, count(DISTINCT p.media_item_id) AS items, {SECONDS}
             FROM {PLAYS}
               AND p.watched_at >= coalesce($3, '-infinity') AND p.watched_at < coalesce($4, 'infinity')
               AND (p.date_precision <> 'unknown' OR $3 IS NULL AND $4 IS NULL)
             GROUP BY i.media_type_id ORDER BY plays DESC, i.media_type_id"
        ))
        .bind::<Uuid, _>(self.owner)
        .bind::<Bool, _>(self.with_private)
        .bind::<Nullable<Timestamptz>, _>(from)
        .bind::<Nullable<Timestamptz>, _>(to)
        .load(&mut conn)
        .await
    }

    /// What was played in each span between two neighbours of these moments, in order; spans without a play are left out,
    /// and so are plays of which no more than the day is known.
    ///
    /// # Errors
    /// Whatever the database answers.
    pub async fn by_span(&self, mut conn: &AsyncPgConnection, moments: &[DateTime<Utc>]) -> QueryResult<Vec<SpanCount>> {
        let [first, .., last] = moments else { return Ok(Vec::new()) };
        diesel::sql_query(format!(
            "SELECT width_bucket(p.watched_at, $3) AS span, count(*) AS plays, {SECONDS}
             FROM {PLAYS} AND p.date_precision IN ('second', 'minute') AND p.watched_at >= $4 AND p.watched_at < $5
             GROUP BY span ORDER BY span"
        ))
        .bind::<Uuid, _>(self.owner)
        .bind::<Bool, _>(self.with_private)
        .bind::<Array<Timestamptz>, _>(moments)
        .bind::<Timestamptz, _>(*first)
        .bind::<Timestamptz, _>(*last)
        .load(&mut conn)
        .await
    }

    /// The plays of which only the day is known, by the beginning of that day, from one moment on until another.
    ///
    /// # Errors
    /// Whatever the database answers.
    pub async fn of_days(
        &self,
        mut conn: &AsyncPgConnection,
        from: DateTime<Utc>,
        to: DateTime<Utc>,
    ) -> QueryResult<Vec<DayCount>> {
        diesel::sql_query(format!(
            "SELECT p.watched_at, p.timezone, count(*) AS plays, {SECONDS}
             FROM {PLAYS} AND p.date_precision = 'day' AND p.watched_at >= $3 AND p.watched_at < $4
             GROUP BY p.watched_at, p.timezone"
        ))
        .bind::<Uuid, _>(self.owner)
        .bind::<Bool, _>(self.with_private)
        .bind::<Timestamptz, _>(from)
        .bind::<Timestamptz, _>(to)
        .load(&mut conn)
        .await
    }

    /// When the first play was of which the day is known.
    ///
    /// # Errors
    /// Whatever the database answers.
    pub async fn first_at(&self, mut conn: &AsyncPgConnection) -> QueryResult<Option<DateTime<Utc>>> {
        // By the index of the history, from its end: the first row that counts is the answer.
        let first: Vec<First> = diesel::sql_query(
            "SELECT p.watched_at AS at FROM plays p
             WHERE p.user_id = $1 AND p.deleted_at IS NULL AND (NOT p.is_private OR $2)
               AND p.date_precision IN ('second', 'minute', 'day')
             ORDER BY p.watched_at, p.id LIMIT 1",
        )
        .bind::<Uuid, _>(self.owner)
        .bind::<Bool, _>(self.with_private)
        .load(&mut conn)
        .await?;
        Ok(first.into_iter().next().and_then(|first| first.at))
    }
}

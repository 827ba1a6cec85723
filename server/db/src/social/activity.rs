use std::fmt::Write as _;

use chrono::{DateTime, Utc};
use diesel::deserialize::{self, FromSql};
use diesel::pg::{Pg, PgValue};
use diesel::sql_types::{Array, BigInt, Bool, Nullable, Text, Timestamptz, Uuid as SqlUuid};
use diesel::{QueryResult, QueryableByName};
use diesel_async::{AsyncPgConnection, RunQueryDsl};
use uuid::Uuid;

use crate::UserId;
use crate::diary::kept_privately;
use crate::kept::Keep as _;
use crate::lists::{Sight, over_seen};

/// What kind of thing somebody did.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, diesel::deserialize::FromSqlRow)]
pub enum ActivityKind {
    /// They played something.
    Play,
    /// They rated something.
    Rating,
    /// They wrote about something.
    Review,
    /// They made a list.
    List,
}

impl FromSql<Text, Pg> for ActivityKind {
    fn from_sql(value: PgValue<'_>) -> deserialize::Result<Self> {
        Ok(match value.as_bytes() {
            b"play" => Self::Play,
            b"rating" => Self::Rating,
            b"review" => Self::Review,
            b"list" => Self::List,
            other => return Err(format!("`{}` is no activity", String::from_utf8_lossy(other)).into()),
        })
    }
}

/// The place of an activity in a feed: when it was, and the bare id of what came of it.
pub type ActivityPlace = (DateTime<Utc>, Uuid);

/// Something that somebody did.
#[derive(Debug, Clone, Copy, PartialEq, Eq, QueryableByName)]
pub struct ActivityRow {
    /// What kind of thing.
    #[diesel(sql_type = Text)]
    pub kind: ActivityKind,
    /// The bare id of what came of it.
    #[diesel(sql_type = SqlUuid)]
    pub id: Uuid,
    /// When it was.
    #[diesel(sql_type = Timestamptz)]
    pub at: DateTime<Utc>,
}

#[derive(QueryableByName)]
struct Count {
    #[diesel(sql_type = BigInt)]
    count: i64,
}

/// Whose doings of each kind a feed has: those of whom the viewer may see them. What somebody keeps for themselves is in
/// nobody's feed, nor is what nobody knows the day of.
#[derive(Debug, Clone)]
pub struct ActivitySources {
    /// Whose plays.
    pub plays: Vec<UserId>,
    /// Whose ratings.
    pub ratings: Vec<UserId>,
    /// Whose reviews.
    pub reviews: Vec<UserId>,
    /// Whose lists, as far as each lets the viewer see it.
    pub lists: Vec<UserId>,
    /// Who looks.
    pub sight: Sight,
}

/// The latest of each person and kind before a place: `$3` to `$6` are the people, `$7` and `$8` the place, `$9` how many at the
/// most, or all. Each person's come by an index, as many as could be on the page.
fn latest() -> String {
    let mut sql = String::new();
    for (kind, people, table, at, shown) in [
        (
            "play",
            "$3",
            "plays",
            "watched_at",
            "x.deleted_at IS NULL AND NOT x.is_private AND x.date_precision IN ('second', 'minute', 'day')",
        ),
        ("rating", "$4", "user_ratings", "rated_at", "true"),
        ("review", "$5", "user_reviews", "created_at", "x.is_public"),
    ] {
        // Writing to a string does not fail.
        let _ = write!(
            sql,
            "SELECT '{kind}' AS kind, done.id, done.at FROM unnest({people}::uuid[]) AS person (id) CROSS JOIN LATERAL (
                 SELECT x.id, x.{at} AS at FROM {table} AS x
                 WHERE x.user_id = person.id AND {shown} AND (x.{at}, x.id) < ($7, $8) AND NOT {kept}
                 ORDER BY x.{at} DESC, x.id DESC LIMIT $9
             ) AS done
             UNION ALL
             ",
            kept = kept_privately("x"),
        );
    }
    sql + "SELECT 'list', seen.id, seen.created_at FROM seen
           WHERE (seen.created_at, seen.id) < ($7, $8)
             AND (seen.kind = 'smart' OR EXISTS (SELECT FROM user_list_items AS held WHERE held.list_id = seen.id))"
}

/// The lists of `$6` that say something of their person: everybody has a watchlist.
const LISTS: &str = "l.user_id = ANY($6) AND l.kind <> 'watchlist'";

impl ActivitySources {
    /// What they did before this place, the latest first.
    pub async fn page(&self, mut conn: &AsyncPgConnection, before: ActivityPlace, limit: i64) -> QueryResult<Vec<ActivityRow>> {
        let sql = format!("SELECT kind, id, at FROM ({}) AS done ORDER BY at DESC, id DESC LIMIT $9", latest());
        diesel::sql_query(over_seen(LISTS, &sql))
            .bind::<SqlUuid, _>(self.sight.viewer())
            .bind::<Bool, _>(self.sight.is_member())
            .bind::<Array<SqlUuid>, _>(&self.plays)
            .bind::<Array<SqlUuid>, _>(&self.ratings)
            .bind::<Array<SqlUuid>, _>(&self.reviews)
            .bind::<Array<SqlUuid>, _>(&self.lists)
            .bind::<Timestamptz, _>(before.0)
            .bind::<SqlUuid, _>(before.1)
            .bind::<BigInt, _>(limit)
            .keep()
            .load(&mut conn)
            .await
    }

    /// How much they did before this place.
    pub async fn count(&self, mut conn: &AsyncPgConnection, before: ActivityPlace) -> QueryResult<i64> {
        let count: Count = diesel::sql_query(over_seen(LISTS, &format!("SELECT count(*) AS count FROM ({}) AS done", latest())))
            .bind::<SqlUuid, _>(self.sight.viewer())
            .bind::<Bool, _>(self.sight.is_member())
            .bind::<Array<SqlUuid>, _>(&self.plays)
            .bind::<Array<SqlUuid>, _>(&self.ratings)
            .bind::<Array<SqlUuid>, _>(&self.reviews)
            .bind::<Array<SqlUuid>, _>(&self.lists)
            .bind::<Timestamptz, _>(before.0)
            .bind::<SqlUuid, _>(before.1)
            .bind::<Nullable<BigInt>, _>(None::<i64>)
            .keep()
            .get_result(&mut conn)
            .await?;
        Ok(count.count)
    }
}

use chrono::{DateTime, Utc};
use diesel::sql_types::{Array, BigInt, Text, Timestamptz, Uuid as SqlUuid};
use diesel::{QueryResult, QueryableByName};
use diesel_async::{AsyncPgConnection, RunQueryDsl};

use crate::{ImportJobId, MediaItemId, UserId};

/// How many different episodes of a show a person has played, specials apart.
#[derive(Debug, Clone, QueryableByName)]
pub struct ShowProgress {
    /// Who.
    #[diesel(sql_type = SqlUuid)]
    pub user_id: UserId,
    /// The show.
    #[diesel(sql_type = SqlUuid)]
    pub root_id: MediaItemId,
    /// How many.
    #[diesel(sql_type = BigInt)]
    pub episodes: i64,
    /// When the newest was played.
    #[diesel(sql_type = Timestamptz)]
    pub last_watched_at: DateTime<Utc>,
}

#[derive(QueryableByName)]
struct Place {
    #[diesel(sql_type = BigInt)]
    place: i64,
}

/// The tables whose rows an import makes.
pub const TABLES: &[&str] = &[
    "users",
    "media_items",
    "media_external_ids",
    "user_libraries",
    "user_ratings",
    "plays",
    "watch_sessions",
    "user_lists",
    "user_list_items",
    "user_reviews",
];

#[derive(QueryableByName)]
struct Made {
    #[diesel(sql_type = Text)]
    name: String,
    #[diesel(sql_type = BigInt)]
    count: i64,
}

/// How many rows of each table an import has made.
pub async fn rows_made(mut conn: &AsyncPgConnection, import: ImportJobId) -> QueryResult<Vec<(String, i64)>> {
    let counts: Vec<String> = TABLES
        .iter()
        .map(|table| format!("SELECT '{table}' AS name, count(*) AS count FROM {table} WHERE import_job_id = $1"))
        .collect();
    let rows: Vec<Made> = diesel::sql_query(counts.join(" UNION ALL ")).bind::<SqlUuid, _>(import).load(&mut conn).await?;
    Ok(rows.into_iter().map(|row| (row.name, row.count)).collect())
}

/// A play to be looked for: whose, of what, and between which moments.
pub type PlayWindow = (UserId, MediaItemId, DateTime<Utc>, DateTime<Utc>);

/// Which of these plays (by index) are known otherwise than from an import of this source. A play that its person deleted
/// counts: they do not want it back.
pub async fn nearby_plays(mut conn: &AsyncPgConnection, plays: &[PlayWindow], source: &str) -> QueryResult<Vec<usize>> {
    if plays.is_empty() {
        return Ok(Vec::new());
    }
    let rows: Vec<Place> = diesel::sql_query(
        "SELECT n.place - 1 AS place
         FROM unnest($1::uuid[], $2::uuid[], $3::timestamptz[], $4::timestamptz[]) WITH ORDINALITY
             AS n (user_id, media_item_id, first_at, last_at, place)
         WHERE EXISTS (
             SELECT FROM plays AS p
             WHERE p.user_id = n.user_id AND p.media_item_id = n.media_item_id AND (p.source <> $5 OR p.origin <> 'import')
                 AND p.watched_at BETWEEN n.first_at AND n.last_at)",
    )
    .bind::<Array<SqlUuid>, _>(plays.iter().map(|play| play.0).collect::<Vec<_>>())
    .bind::<Array<SqlUuid>, _>(plays.iter().map(|play| play.1).collect::<Vec<_>>())
    .bind::<Array<Timestamptz>, _>(plays.iter().map(|play| play.2).collect::<Vec<_>>())
    .bind::<Array<Timestamptz>, _>(plays.iter().map(|play| play.3).collect::<Vec<_>>())
    .bind::<Text, _>(source)
    .load(&mut conn)
    .await?;
    Ok(rows.into_iter().filter_map(|row| usize::try_from(row.place).ok()).collect())
}

/// How far these people are with these shows.
pub async fn show_progress(mut conn: &AsyncPgConnection, shows: &[(UserId, MediaItemId)]) -> QueryResult<Vec<ShowProgress>> {
    if shows.is_empty() {
        return Ok(Vec::new());
    }
    diesel::sql_query(
        "SELECT s.user_id, s.root_id, count(DISTINCT p.media_item_id) AS episodes, max(p.watched_at) AS last_watched_at
         FROM unnest($1::uuid[], $2::uuid[]) AS s (user_id, root_id)
         JOIN media_items AS i ON i.root_id = s.root_id AND i.hierarchy_level = 2 AND i.position_path[1] > 0
         JOIN plays AS p ON p.user_id = s.user_id AND p.media_item_id = i.id AND p.deleted_at IS NULL
         GROUP BY s.user_id, s.root_id",
    )
    .bind::<Array<SqlUuid>, _>(shows.iter().map(|show| show.0).collect::<Vec<_>>())
    .bind::<Array<SqlUuid>, _>(shows.iter().map(|show| show.1).collect::<Vec<_>>())
    .load(&mut conn)
    .await
}

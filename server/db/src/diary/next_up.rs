use chrono::{DateTime, Utc};
use diesel::sql_types::{Array, BigInt, Bool, Nullable, Text, Timestamptz, Uuid};
use diesel::{QueryResult, QueryableByName};
use diesel_async::{AsyncPgConnection, RunQueryDsl};

use crate::kept::Keep as _;
use crate::{MediaItemId, UserId};

/// How far a person is with a top-level item, in the cycle that is in progress, else in the latest. Specials are left out.
#[derive(Debug, Clone, PartialEq, Eq, QueryableByName)]
pub struct Progress {
    /// With what.
    #[diesel(sql_type = Uuid)]
    pub root_id: MediaItemId,
    /// How many parts have come out, or were played anyway.
    #[diesel(sql_type = BigInt)]
    pub aired: i64,
    /// How many of these were played.
    #[diesel(sql_type = BigInt)]
    pub watched: i64,
    /// Whether any part has a release date: without one nobody knows whether more comes.
    #[diesel(sql_type = Bool)]
    pub is_dated: bool,
    /// The first part in order.
    #[diesel(sql_type = Nullable<Uuid>)]
    pub first_item_id: Option<MediaItemId>,
    /// The first part after the furthest played one that has come out.
    #[diesel(sql_type = Nullable<Uuid>)]
    pub next_item_id: Option<MediaItemId>,
    /// How many parts have come out from there on.
    #[diesel(sql_type = BigInt)]
    pub remaining: i64,
    /// When a part was last played.
    #[diesel(sql_type = Nullable<Timestamptz>)]
    pub last_played_at: Option<DateTime<Utc>>,
    /// When a part was last played, or the cycle begun without one.
    #[diesel(sql_type = Nullable<Timestamptz>)]
    pub last_active_at: Option<DateTime<Utc>>,
}

#[derive(QueryableByName)]
struct Part {
    #[diesel(sql_type = Uuid)]
    id: MediaItemId,
}

/// One row for each part of the items $2 that is not a special, in order: whether it is out, and when $1 played it. A part
/// without a date is out when a later one is, or when the whole has no dates. $3 is now; $4 counts as played.
const PARTS: &str = "
    WITH cycle AS (
        SELECT DISTINCT ON (media_item_id) id, media_item_id, started_at FROM watch_sessions
        WHERE user_id = $1 AND media_item_id = ANY($2)
        ORDER BY media_item_id, (status = 'in_progress') DESC, session_number DESC
    ), leaf AS (
        SELECT i.id, i.root_id, i.parent_id, i.position_path, c.started_at,
            CASE WHEN c.id IS NULL THEN (
                SELECT max(p.watched_at) FROM plays p
                WHERE p.user_id = $1 AND p.media_item_id = i.id AND p.deleted_at IS NULL
            ) ELSE (
                SELECT max(p.watched_at) FROM plays p
                WHERE p.watch_session_id = c.id AND p.media_item_id = i.id AND p.deleted_at IS NULL
            ) END AS watched_at,
            coalesce(i.released_at, i.released_on::timestamp AT TIME ZONE 'UTC') AS aired_at
        FROM media_items i
        JOIN media_types t ON t.id = i.media_type_id
        LEFT JOIN cycle c ON c.media_item_id = i.root_id
        WHERE i.root_id = ANY($2) AND i.hierarchy_level = cardinality(t.hierarchy_levels) - 1
          AND NOT (cardinality(t.hierarchy_levels) > 2 AND coalesce(i.position_path[1] = 0, false))
    ), part AS (
        SELECT id, root_id, parent_id, position_path, watched_at, started_at, aired_at,
            watched_at IS NOT NULL OR coalesce(id = $4, false) AS is_played,
            CASE WHEN aired_at IS NOT NULL THEN aired_at <= $3
                 ELSE NOT bool_or(aired_at IS NOT NULL) OVER (PARTITION BY root_id)
                     OR coalesce(bool_or(aired_at <= $3) OVER (
                         PARTITION BY root_id ORDER BY position_path DESC, id DESC
                         ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW), false)
            END AS is_aired,
            row_number() OVER (PARTITION BY root_id ORDER BY position_path, id) AS n
        FROM leaf
    )";

impl Progress {
    /// How far a person is with these top-level items, counting a play of `extra`; one without parts is left out.
    pub async fn by_roots(
        mut conn: &AsyncPgConnection,
        user: UserId,
        roots: &[MediaItemId],
        now: DateTime<Utc>,
        extra: Option<MediaItemId>,
    ) -> QueryResult<Vec<Self>> {
        diesel::sql_query(format!(
            "{PARTS}, far AS (
                 SELECT root_id, coalesce(max(n) FILTER (WHERE is_played), 0) AS n, max(watched_at) AS last_played_at,
                     greatest(max(watched_at), max(started_at)) AS last_active_at,
                     count(*) FILTER (WHERE is_aired OR is_played) AS aired, count(*) FILTER (WHERE is_played) AS watched,
                     bool_or(aired_at IS NOT NULL) AS is_dated, (array_agg(id ORDER BY n))[1] AS first_item_id
                 FROM part GROUP BY root_id
             )
             SELECT far.root_id, far.aired, far.watched, far.is_dated, far.first_item_id, far.last_played_at, far.last_active_at,
                 (array_agg(part.id ORDER BY part.n))[1] AS next_item_id, count(part.id) AS remaining
             FROM far LEFT JOIN part ON part.root_id = far.root_id AND part.n > far.n AND part.is_aired
             GROUP BY far.root_id, far.aired, far.watched, far.is_dated, far.first_item_id, far.last_played_at,
                 far.last_active_at"
        ))
        .bind::<Uuid, _>(user)
        .bind::<Array<Uuid>, _>(roots)
        .bind::<Timestamptz, _>(now)
        .bind::<Nullable<Uuid>, _>(extra)
        .keep()
        .load(&mut conn)
        .await
    }

    /// The parts of an item that are out and that the person has not played in this cycle, in order: those below `below`
    /// (the item itself, if it is played itself, whether it is out or not), and up to and with `up_to`. No specials: see
    /// [`Progress::unplayed_specials`].
    pub async fn unplayed(
        mut conn: &AsyncPgConnection,
        user: UserId,
        root: MediaItemId,
        now: DateTime<Utc>,
        below: Option<MediaItemId>,
        up_to: Option<MediaItemId>,
    ) -> QueryResult<Vec<MediaItemId>> {
        let parts: Vec<Part> = diesel::sql_query(format!(
            "{PARTS} SELECT id FROM part WHERE (is_aired OR coalesce(id = $5, false)) AND NOT is_played
               AND ($5::uuid IS NULL OR $5 IN (id, parent_id, root_id))
               AND ($6::uuid IS NULL OR n <= (SELECT max(n) FROM part WHERE $6 IN (id, parent_id)))
             ORDER BY n"
        ))
        .bind::<Uuid, _>(user)
        .bind::<Array<Uuid>, _>(vec![root])
        .bind::<Timestamptz, _>(now)
        .bind::<Nullable<Uuid>, _>(None::<MediaItemId>)
        .bind::<Nullable<Uuid>, _>(below)
        .bind::<Nullable<Uuid>, _>(up_to)
        .keep()
        .load(&mut conn)
        .await?;
        Ok(parts.into_iter().map(|part| part.id).collect())
    }

    /// The specials of a season 0, or this special, as far as the person never played them, in order.
    pub async fn unplayed_specials(
        mut conn: &AsyncPgConnection,
        user: UserId,
        season: MediaItemId,
    ) -> QueryResult<Vec<MediaItemId>> {
        let parts: Vec<Part> = diesel::sql_query(
            "SELECT i.id FROM media_items i WHERE (i.parent_id = $2 OR i.id = $2 AND i.hierarchy_level > 1) AND NOT EXISTS (
                 SELECT FROM plays p WHERE p.user_id = $1 AND p.media_item_id = i.id AND p.deleted_at IS NULL
             ) ORDER BY i.position_path, i.id",
        )
        .bind::<Uuid, _>(user)
        .bind::<Uuid, _>(season)
        .keep()
        .load(&mut conn)
        .await?;
        Ok(parts.into_iter().map(|part| part.id).collect())
    }

    /// The items with parts that a person is in the middle of: a cycle in progress, or an entry that says so. What they
    /// put on hold or dropped is left out.
    pub async fn begun(mut conn: &AsyncPgConnection, user: UserId, types: &[String]) -> QueryResult<Vec<MediaItemId>> {
        let parts: Vec<Part> = diesel::sql_query(
            "SELECT i.id FROM media_items i JOIN media_types t ON t.id = i.media_type_id
             WHERE i.id IN (
                 SELECT media_item_id FROM watch_sessions WHERE user_id = $1 AND status = 'in_progress'
                 UNION ALL
                 SELECT media_item_id FROM user_libraries WHERE user_id = $1 AND status = 'watching'
             ) AND i.hierarchy_level = 0 AND cardinality(t.hierarchy_levels) > 1
               AND (cardinality($2::text[]) = 0 OR t.name = ANY($2))
               AND NOT EXISTS (
                   SELECT FROM user_libraries e WHERE e.user_id = $1 AND e.media_item_id = i.id
                   AND e.status IN ('on_hold', 'dropped'))",
        )
        .bind::<Uuid, _>(user)
        .bind::<Array<Text>, _>(types)
        .keep()
        .load(&mut conn)
        .await?;
        Ok(parts.into_iter().map(|part| part.id).collect())
    }
}

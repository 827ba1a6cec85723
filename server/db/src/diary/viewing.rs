use chrono::{DateTime, Utc};
use diesel::sql_types::{Array, BigInt, Nullable, Timestamptz, Uuid};
use diesel::{QueryResult, QueryableByName};
use diesel_async::{AsyncPgConnection, RunQueryDsl};

use super::kept_privately;
use crate::kept::Keep as _;
use crate::{MediaItemId, Scope, UserId};

/// What a person played of an item and of what it holds. The parts are counted in the cycle that is in progress, else in
/// the latest; specials count for themselves and their season only.
#[derive(Debug, Clone, PartialEq, Eq, QueryableByName)]
pub struct Viewing {
    /// Of what.
    #[diesel(sql_type = Uuid)]
    pub media_item_id: MediaItemId,
    /// How many plays in all, of any cycle.
    #[diesel(sql_type = BigInt)]
    pub plays: i64,
    /// When the last was, where that is known.
    #[diesel(sql_type = Nullable<Timestamptz>)]
    pub last_played_at: Option<DateTime<Utc>>,
    /// How many parts have come out, or were played anyway; 1 for what is played itself.
    #[diesel(sql_type = BigInt)]
    pub aired: i64,
    /// How many of these were played in this cycle.
    #[diesel(sql_type = BigInt)]
    pub watched: i64,
}

/// One of those who played an item, or a part of it.
#[derive(Debug, Clone, PartialEq, Eq, QueryableByName)]
pub struct Viewer {
    /// What.
    #[diesel(sql_type = Uuid)]
    pub media_item_id: MediaItemId,
    /// Who.
    #[diesel(sql_type = Uuid)]
    pub user_id: UserId,
    /// How many plays.
    #[diesel(sql_type = BigInt)]
    pub plays: i64,
    /// When the last was, where that is known.
    #[diesel(sql_type = Nullable<Timestamptz>)]
    pub last_played_at: Option<DateTime<Utc>>,
    /// How many people played it in all.
    #[diesel(sql_type = BigInt)]
    pub people: i64,
}

impl Viewing {
    /// What a person played of these items, of any level.
    ///
    /// # Errors
    /// Whatever the database answers.
    pub async fn by_items(
        mut conn: &AsyncPgConnection,
        user: UserId,
        items: &[MediaItemId],
        now: DateTime<Utc>,
    ) -> QueryResult<Vec<Self>> {
        // A part without a date is out when a later one is, or when the whole has no dates: as in `Progress`. What is
        // played itself needs none of its neighbours for that, so only wholes are looked at whole.
        diesel::sql_query(
            "WITH asked AS (
                 SELECT i.id, i.root_id, i.hierarchy_level = cardinality(t.hierarchy_levels) - 1 AS is_leaf
                 FROM media_items i JOIN media_types t ON t.id = i.media_type_id WHERE i.id = ANY($2)
             ), wanted AS (
                 SELECT id FROM asked WHERE is_leaf
                 UNION
                 SELECT i.id FROM media_items i JOIN media_types t ON t.id = i.media_type_id
                 WHERE i.root_id IN (SELECT root_id FROM asked WHERE NOT is_leaf)
                   AND i.hierarchy_level = cardinality(t.hierarchy_levels) - 1
             ), cycle AS (
                 SELECT DISTINCT ON (media_item_id) id, media_item_id FROM watch_sessions
                 WHERE user_id = $1 AND media_item_id IN (SELECT root_id FROM asked)
                 ORDER BY media_item_id, (status = 'in_progress') DESC, session_number DESC
             ), leaf AS (
                 SELECT i.id, i.root_id, i.parent_id, i.position_path,
                     cardinality(t.hierarchy_levels) > 2 AND coalesce(i.position_path[1] = 0, false) AS is_special,
                     coalesce(i.released_at, i.released_on::timestamp AT TIME ZONE 'UTC') AS aired_at,
                     played.plays, played.last_played_at, c.id IS NULL AS has_no_cycle, played.in_cycle
                 FROM wanted JOIN media_items i USING (id) JOIN media_types t ON t.id = i.media_type_id
                 LEFT JOIN cycle c ON c.media_item_id = i.root_id
                 CROSS JOIN LATERAL (
                     SELECT count(*) AS plays, max(p.watched_at) FILTER (WHERE p.date_precision <> 'unknown') AS last_played_at,
                         count(*) FILTER (WHERE p.watch_session_id = c.id) AS in_cycle
                     FROM plays p WHERE p.user_id = $1 AND p.media_item_id = i.id AND p.deleted_at IS NULL
                 ) played
             ), part AS (
                 SELECT id, root_id, parent_id, is_special, plays, last_played_at,
                     CASE WHEN has_no_cycle OR is_special THEN plays > 0 ELSE in_cycle > 0 END AS is_played,
                     CASE WHEN aired_at IS NOT NULL THEN aired_at <= $3
                          ELSE NOT bool_or(aired_at IS NOT NULL) OVER (PARTITION BY root_id, is_special)
                              OR coalesce(bool_or(aired_at <= $3) OVER (
                                  PARTITION BY root_id, is_special ORDER BY position_path DESC, id DESC
                                  ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW), false)
                     END AS is_aired
                 FROM leaf
             ), counted AS (
                 SELECT asked.id AS media_item_id, part.plays, part.last_played_at, part.is_played,
                     asked.is_leaf OR part.is_aired OR part.is_played AS is_out,
                     NOT part.is_special OR asked.is_leaf OR asked.id <> part.root_id AS is_due
                 FROM asked JOIN part ON asked.id IN (part.id, part.parent_id, part.root_id)
             )
             SELECT media_item_id, sum(plays)::bigint AS plays, max(last_played_at) AS last_played_at,
                 count(*) FILTER (WHERE is_due AND is_out) AS aired,
                 count(*) FILTER (WHERE is_due AND is_played) AS watched
             FROM counted GROUP BY media_item_id",
        )
        .bind::<Uuid, _>(user)
        .bind::<Array<Uuid>, _>(items)
        .bind::<Timestamptz, _>(now)
        .load(&mut conn)
        .await
    }
}

impl Viewer {
    /// Who else of those whom the scope lets be seen played these items, or what they hold: at most so many of each, the
    /// latest first. Private plays are nobody else's business.
    ///
    /// # Errors
    /// Whatever the database answers.
    pub async fn by_items(
        mut conn: &AsyncPgConnection,
        scope: &Scope,
        items: &[MediaItemId],
        limit: i64,
    ) -> QueryResult<Vec<Self>> {
        diesel::sql_query(format!(
            "WITH seen AS (
                 SELECT item.id AS media_item_id, p.user_id, count(*) AS plays,
                     max(p.watched_at) FILTER (WHERE p.date_precision <> 'unknown') AS last_played_at
                 FROM unnest($1) AS item (id)
                 JOIN media_items i ON i.id = item.id OR i.parent_id = item.id OR i.root_id = item.id
                 JOIN plays p ON p.media_item_id = i.id
                 WHERE p.deleted_at IS NULL AND NOT p.is_private AND p.user_id IS DISTINCT FROM $2
                   AND ($3 IS NULL OR p.user_id = ANY($3)) AND NOT {}
                 GROUP BY item.id, p.user_id
             ), placed AS (
                 SELECT *, count(*) OVER (PARTITION BY media_item_id) AS people,
                     row_number() OVER (PARTITION BY media_item_id ORDER BY last_played_at DESC NULLS LAST, user_id) AS place
                 FROM seen
             )
             SELECT media_item_id, user_id, plays, last_played_at, people FROM placed WHERE place <= $4
             ORDER BY media_item_id, place",
            kept_privately("p")
        ))
        .bind::<Array<Uuid>, _>(items)
        .bind::<Nullable<Uuid>, _>(scope.viewer())
        .bind::<Nullable<Array<Uuid>>, _>(scope.owners())
        .bind::<BigInt, _>(limit)
        .keep()
        .load(&mut conn)
        .await
    }
}

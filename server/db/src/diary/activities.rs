use chrono::{DateTime, Utc};
use diesel::sql_types::{Array, SmallInt, Text, Timestamptz, Uuid as SqlUuid};
use diesel::{QueryResult, QueryableByName};
use diesel_async::{AsyncPgConnection, RunQueryDsl};

use crate::{MediaTypeId, UserId};

/// When a part of a person's diary last changed, for programs that hold a copy of it.
#[derive(Debug, Clone, PartialEq, QueryableByName)]
pub struct Activity {
    /// Which part: `watched`, `paused`, `rated`, `collected` or `watchlisted`.
    #[diesel(sql_type = Text)]
    pub part: String,
    /// Of things of which type.
    #[diesel(sql_type = SqlUuid)]
    pub media_type_id: MediaTypeId,
    /// How far below the top of their hierarchy.
    #[diesel(sql_type = SmallInt)]
    pub hierarchy_level: i16,
    /// When.
    #[diesel(sql_type = Timestamptz)]
    pub at: DateTime<Utc>,
}

impl Activity {
    /// A person's own, of things of these types. What was taken back counts as well.
    pub async fn own(mut conn: &AsyncPgConnection, user: UserId, types: &[MediaTypeId]) -> QueryResult<Vec<Self>> {
        diesel::sql_query(
            "WITH watchlist AS (SELECT id, updated_at FROM user_lists WHERE user_id = $1 AND kind = 'watchlist'),
             changed (part, media_item_id, at) AS (
                 SELECT 'watched', media_item_id, max(updated_at) FROM plays WHERE user_id = $1 GROUP BY media_item_id
                 UNION ALL SELECT 'paused', media_item_id, updated_at FROM playback_positions WHERE user_id = $1
                 UNION ALL SELECT 'rated', media_item_id, updated_at FROM user_ratings WHERE user_id = $1
                 UNION ALL SELECT 'rated', media_item_id, created_at FROM user_rating_history WHERE user_id = $1
                 UNION ALL SELECT 'collected', media_item_id, updated_at FROM collected_items WHERE user_id = $1
             )
             SELECT part, i.media_type_id, i.hierarchy_level, max(at) AS at
             FROM changed JOIN media_items AS i ON i.id = changed.media_item_id
             WHERE i.media_type_id = ANY($2) GROUP BY part, i.media_type_id, i.hierarchy_level
             UNION ALL
             SELECT 'watchlisted', type_id, level::smallint, updated_at
             FROM watchlist CROSS JOIN unnest($2) AS type_id CROSS JOIN generate_series(0, 2) AS level",
        )
        .bind::<SqlUuid, _>(user)
        .bind::<Array<SqlUuid>, _>(types)
        .load(&mut conn)
        .await
    }
}

use chrono::{DateTime, Utc};
use diesel::sql_types::{Array, SmallInt, Text, Timestamptz, Uuid as SqlUuid};
use diesel::{QueryResult, QueryableByName};
use diesel_async::{AsyncPgConnection, RunQueryDsl};

use crate::kept::Keep as _;
use crate::{MediaTypeId, UserId};

/// When a part of a person's diary last changed, for programs that hold a copy of it.
#[derive(Debug, Clone, PartialEq, QueryableByName)]
pub struct Activity {
    /// Which part: `watched`, `paused`, `rated`, `collected`, `watchlisted` or, of other lists than that, `listed`.
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
    /// A person's own, of things of these types. What was taken back counts as well. Of what is paused, the latest are looked
    /// at: a few lookups, however long the history is.
    pub async fn own(mut conn: &AsyncPgConnection, user: UserId, types: &[MediaTypeId]) -> QueryResult<Vec<Self>> {
        diesel::sql_query(
            "SELECT part, media_type_id, hierarchy_level, changed_at AS at
             FROM latest_changes WHERE user_id = $1 AND media_type_id = ANY($2)
             UNION ALL
             SELECT 'paused', i.media_type_id, i.hierarchy_level, max(p.updated_at)
             FROM (SELECT media_item_id, updated_at FROM playback_positions WHERE user_id = $1
                   ORDER BY occurred_at DESC, media_item_id DESC LIMIT 200) AS p
             JOIN media_items AS i ON i.id = p.media_item_id
             WHERE i.media_type_id = ANY($2) GROUP BY i.media_type_id, i.hierarchy_level
             UNION ALL
             SELECT l.part, type_id, level::smallint, l.at
             FROM (SELECT CASE WHEN kind = 'watchlist' THEN 'watchlisted' ELSE 'listed' END AS part, max(updated_at) AS at
                   FROM user_lists WHERE user_id = $1 GROUP BY 1) AS l
             CROSS JOIN unnest($2) AS type_id CROSS JOIN generate_series(0, 2) AS level",
        )
        .bind::<SqlUuid, _>(user)
        .bind::<Array<SqlUuid>, _>(types)
        .keep()
        .load(&mut conn)
        .await
    }
}

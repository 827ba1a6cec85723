use chrono::{DateTime, Utc};
use diesel::sql_types::{BigInt, Nullable, Timestamptz, Uuid as SqlUuid};
use diesel::{QueryResult, QueryableByName};
use diesel_async::{AsyncPgConnection, RunQueryDsl};

use crate::{MediaItemId, MediaTypeId, UserId};

/// How often a person played something, and when last.
#[derive(Debug, Clone, PartialEq, QueryableByName)]
pub struct WatchedItem {
    /// What.
    #[diesel(sql_type = SqlUuid)]
    pub media_item_id: MediaItemId,
    /// How often.
    #[diesel(sql_type = BigInt)]
    pub plays: i64,
    /// When last, where that is known.
    #[diesel(sql_type = Nullable<Timestamptz>)]
    pub last_watched_at: Option<DateTime<Utc>>,
    /// When their history of it last changed.
    #[diesel(sql_type = Timestamptz)]
    pub last_updated_at: DateTime<Utc>,
}

impl WatchedItem {
    /// What a person has played of a type, the latest first.
    pub async fn own(mut conn: &AsyncPgConnection, user: UserId, media_type: MediaTypeId) -> QueryResult<Vec<Self>> {
        diesel::sql_query(
            "SELECT p.media_item_id, count(*) AS plays, max(p.updated_at) AS last_updated_at,
                 max(p.watched_at) FILTER (WHERE p.date_precision <> 'unknown') AS last_watched_at
             FROM plays AS p JOIN media_items AS i ON i.id = p.media_item_id
             WHERE p.user_id = $1 AND i.media_type_id = $2 AND p.deleted_at IS NULL
             GROUP BY p.media_item_id ORDER BY last_watched_at DESC NULLS LAST, p.media_item_id",
        )
        .bind::<SqlUuid, _>(user)
        .bind::<SqlUuid, _>(media_type)
        .load(&mut conn)
        .await
    }
}

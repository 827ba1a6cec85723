use diesel::sql_types::{Array, BigInt, Nullable, Uuid as SqlUuid};
use diesel::{QueryResult, QueryableByName};
use diesel_async::{AsyncPgConnection, RunQueryDsl};

use super::ListItem;
use super::items::SHOWN;
use crate::kept::Keep as _;
use crate::{ListId, MediaItemId, UserId};

#[derive(QueryableByName)]
struct Cover {
    #[diesel(sql_type = SqlUuid)]
    list_id: ListId,
    #[diesel(sql_type = SqlUuid)]
    media_item_id: MediaItemId,
}

impl ListItem {
    /// The first items by rank that each of these lists shows this viewer.
    pub async fn covers(
        mut conn: &AsyncPgConnection,
        lists: &[ListId],
        viewer: Option<UserId>,
        limit: i64,
    ) -> QueryResult<Vec<(ListId, MediaItemId)>> {
        let rows: Vec<Cover> = diesel::sql_query(format!(
            "SELECT first.list_id, first.media_item_id FROM unnest($2::uuid[]) WITH ORDINALITY AS l (id, place)
             CROSS JOIN LATERAL (
                 SELECT li.list_id, li.media_item_id, li.position, li.id FROM user_list_items li
                 WHERE li.list_id = l.id AND {SHOWN} ORDER BY li.position, li.id LIMIT $3
             ) first
             ORDER BY l.place, first.position, first.id"
        ))
        .bind::<Nullable<SqlUuid>, _>(viewer)
        .bind::<Array<SqlUuid>, _>(lists)
        .bind::<BigInt, _>(limit)
        .keep()
        .load(&mut conn)
        .await?;
        Ok(rows.into_iter().map(|row| (row.list_id, row.media_item_id)).collect())
    }
}

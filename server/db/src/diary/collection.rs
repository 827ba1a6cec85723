use chrono::{DateTime, Utc};
use diesel::prelude::*;
use diesel_async::{AsyncPgConnection, RunQueryDsl};
use serde_json::Value;

use crate::schema::{collected_items, media_items};
use crate::{MediaItemId, MediaTypeId, UserId};

/// Something that a person owns.
#[derive(Debug, Clone, PartialEq, HasQuery, Insertable, AsChangeset)]
#[diesel(table_name = collected_items, treat_none_as_null = true, treat_none_as_default_value = false)]
pub struct CollectedItem {
    /// Who.
    pub user_id: UserId,
    /// What.
    pub media_item_id: MediaItemId,
    /// Since when.
    pub collected_at: DateTime<Utc>,
    /// In which form: the medium, the resolution, the sound.
    pub metadata: Value,
    /// When they parted with it.
    pub removed_at: Option<DateTime<Utc>>,
}

impl CollectedItem {
    /// What a person owns of a type, the latest first.
    pub async fn own(mut conn: &AsyncPgConnection, user: UserId, media_type: MediaTypeId) -> QueryResult<Vec<Self>> {
        let of_type = media_items::table.filter(media_items::media_type_id.eq(media_type)).select(media_items::id);
        Self::query()
            .filter(collected_items::user_id.eq(user))
            .filter(collected_items::removed_at.is_null())
            .filter(collected_items::media_item_id.eq_any(of_type))
            .order((collected_items::collected_at.desc(), collected_items::media_item_id))
            .load(&mut conn)
            .await
    }

    /// What a person owns of these items, or owned.
    pub async fn by_items(mut conn: &AsyncPgConnection, user: UserId, items: &[MediaItemId]) -> QueryResult<Vec<Self>> {
        Self::query()
            .filter(collected_items::user_id.eq(user))
            .filter(collected_items::media_item_id.eq_any(items))
            .load(&mut conn)
            .await
    }

    /// Makes this what is known of the person and the item.
    pub async fn set(&self, mut conn: &AsyncPgConnection) -> QueryResult<()> {
        diesel::insert_into(collected_items::table)
            .values(self)
            .on_conflict((collected_items::user_id, collected_items::media_item_id))
            .do_update()
            .set(self)
            .execute(&mut conn)
            .await
            .map(|_| ())
    }

    /// Notes that a person parted with these items; answers which they had.
    pub async fn remove(
        mut conn: &AsyncPgConnection,
        user: UserId,
        items: &[MediaItemId],
        at: DateTime<Utc>,
    ) -> QueryResult<Vec<MediaItemId>> {
        diesel::update(collected_items::table)
            .filter(collected_items::user_id.eq(user))
            .filter(collected_items::media_item_id.eq_any(items))
            .filter(collected_items::removed_at.is_null())
            .set(collected_items::removed_at.eq(at))
            .returning(collected_items::media_item_id)
            .load(&mut conn)
            .await
    }
}

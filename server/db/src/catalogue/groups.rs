use chrono::{DateTime, Utc};
use diesel::pg::Pg;
use diesel::{
    AsChangeset, ExpressionMethods, Insertable, OptionalExtension, QueryDsl, QueryResult, Queryable, Selectable, SelectableHelper,
};
use diesel_async::{AsyncPgConnection, RunQueryDsl};

use super::MediaItem;
use crate::schema::{media_groups, media_items};
use crate::{MediaGroupId, MediaTypeId};

/// One work in several versions: cuts, editions, remasters.
#[derive(Debug, Clone, PartialEq, Queryable, Selectable)]
#[diesel(table_name = media_groups, check_for_backend(Pg))]
pub struct MediaGroup {
    /// Which.
    pub id: MediaGroupId,
    /// What kind of thing its versions are.
    pub media_type_id: MediaTypeId,
    /// What the work is called.
    pub name: String,
    /// What is to be said of it.
    pub description: Option<String>,
    /// When it was made.
    pub created_at: DateTime<Utc>,
    /// When it last changed.
    pub updated_at: DateTime<Utc>,
}

/// A group to be made.
#[derive(Debug, Insertable)]
#[diesel(table_name = media_groups)]
#[expect(missing_docs, reason = "as in MediaGroup")]
pub struct NewMediaGroup<'a> {
    pub id: MediaGroupId,
    pub media_type_id: MediaTypeId,
    pub name: &'a str,
    pub description: Option<&'a str>,
    pub created_at: DateTime<Utc>,
}

/// What changes of a group.
#[derive(Debug, AsChangeset)]
#[diesel(table_name = media_groups)]
#[expect(missing_docs, reason = "as in MediaGroup")]
pub struct MediaGroupChanges {
    pub name: String,
    pub description: Option<Option<String>>,
}

impl MediaGroup {
    /// One group.
    pub async fn find(mut conn: &AsyncPgConnection, id: MediaGroupId) -> QueryResult<Option<Self>> {
        media_groups::table.find(id).select(Self::as_select()).first(&mut conn).await.optional()
    }

    /// Several groups, in no order.
    pub async fn by_ids(mut conn: &AsyncPgConnection, ids: &[MediaGroupId]) -> QueryResult<Vec<Self>> {
        media_groups::table.filter(media_groups::id.eq_any(ids)).select(Self::as_select()).load(&mut conn).await
    }

    /// The versions in several groups, the earliest first; at most a hundred of each group are kept by the rules.
    pub async fn versions(mut conn: &AsyncPgConnection, groups: &[MediaGroupId]) -> QueryResult<Vec<MediaItem>> {
        media_items::table
            .filter(media_items::media_group_id.eq_any(groups))
            .order((media_items::media_group_id, media_items::released_on, media_items::id))
            .select(MediaItem::as_select())
            .load(&mut conn)
            .await
    }

    /// How many versions a group has.
    pub async fn count_versions(mut conn: &AsyncPgConnection, group: MediaGroupId) -> QueryResult<i64> {
        media_items::table.filter(media_items::media_group_id.eq(group)).count().get_result(&mut conn).await
    }

    /// Changes a group.
    pub async fn update(mut conn: &AsyncPgConnection, id: MediaGroupId, changes: &MediaGroupChanges) -> QueryResult<Self> {
        diesel::update(media_groups::table.find(id)).set(changes).returning(Self::as_returning()).get_result(&mut conn).await
    }

    /// Removes a group; its versions stay.
    pub async fn delete(mut conn: &AsyncPgConnection, id: MediaGroupId) -> QueryResult<bool> {
        Ok(diesel::delete(media_groups::table.find(id)).execute(&mut conn).await? > 0)
    }
}

impl NewMediaGroup<'_> {
    /// Makes the group.
    pub async fn insert(&self, mut conn: &AsyncPgConnection) -> QueryResult<MediaGroup> {
        diesel::insert_into(media_groups::table).values(self).returning(MediaGroup::as_returning()).get_result(&mut conn).await
    }
}

use chrono::{DateTime, Utc};
use diesel::pg::Pg;
use diesel::{ExpressionMethods, Insertable, OptionalExtension, QueryDsl, QueryResult, Queryable, Selectable, SelectableHelper};
use diesel_async::{AsyncPgConnection, RunQueryDsl};

use crate::schema::media_file_locations;
use crate::{FileType, MediaFileLocationId, MediaItemId};

/// Where a file of an item lies.
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Selectable, Insertable)]
#[diesel(table_name = media_file_locations, check_for_backend(Pg))]
pub struct MediaFileLocation {
    /// Which.
    pub id: MediaFileLocationId,
    /// Of which item.
    pub media_item_id: MediaItemId,
    /// The path, on whatever machine holds the file.
    pub file_path: String,
    /// What kind of file it is.
    pub file_type: Option<FileType>,
    /// When somebody last saw it there.
    pub verified_at: Option<DateTime<Utc>>,
    /// Whether it was not there when somebody last looked.
    pub is_missing: bool,
    /// When it was added.
    pub created_at: DateTime<Utc>,
}

impl MediaFileLocation {
    /// One location.
    pub async fn find(mut conn: &AsyncPgConnection, id: MediaFileLocationId) -> QueryResult<Option<Self>> {
        media_file_locations::table.find(id).select(Self::as_select()).first(&mut conn).await.optional()
    }

    /// The locations of several items, by path.
    pub async fn by_items(mut conn: &AsyncPgConnection, items: &[MediaItemId]) -> QueryResult<Vec<Self>> {
        media_file_locations::table
            .filter(media_file_locations::media_item_id.eq_any(items))
            .order((media_file_locations::media_item_id, media_file_locations::file_path))
            .select(Self::as_select())
            .load(&mut conn)
            .await
    }

    /// Adds the location; `None` if the item has that path already.
    pub async fn insert(&self, mut conn: &AsyncPgConnection) -> QueryResult<Option<Self>> {
        diesel::insert_into(media_file_locations::table)
            .values(self)
            .on_conflict_do_nothing()
            .returning(Self::as_returning())
            .get_result(&mut conn)
            .await
            .optional()
    }

    /// Notes that somebody looked: `seen_at` when the file was there, `None` when it was missing.
    pub async fn set_seen(
        mut conn: &AsyncPgConnection,
        id: MediaFileLocationId,
        seen_at: Option<DateTime<Utc>>,
    ) -> QueryResult<Option<Self>> {
        let location = diesel::update(media_file_locations::table.find(id));
        match seen_at {
            Some(at) => {
                location
                    .set((media_file_locations::is_missing.eq(false), media_file_locations::verified_at.eq(at)))
                    .returning(Self::as_returning())
                    .get_result(&mut conn)
                    .await
            }
            None => {
                location
                    .set(media_file_locations::is_missing.eq(true))
                    .returning(Self::as_returning())
                    .get_result(&mut conn)
                    .await
            }
        }
        .optional()
    }

    /// Removes a location; the file stays.
    pub async fn delete(mut conn: &AsyncPgConnection, id: MediaFileLocationId) -> QueryResult<bool> {
        Ok(diesel::delete(media_file_locations::table.find(id)).execute(&mut conn).await? > 0)
    }
}

use chrono::{DateTime, Utc};
use diesel::dsl::max;
use diesel::pg::Pg;
use diesel::{
    AsChangeset, ExpressionMethods, Insertable, OptionalExtension, QueryDsl, QueryResult, Queryable, Selectable, SelectableHelper,
};
use diesel_async::{AsyncPgConnection, RunQueryDsl};
use serde_json::Value;

use crate::schema::{media_groups, media_items, media_types};
use crate::{MediaTypeId, TextArray};

/// The media types that every MediaNest has, by the ids their migration gives them.
pub mod builtin {
    use uuid::Uuid;

    use crate::MediaTypeId;

    const fn id(number: u128) -> MediaTypeId {
        MediaTypeId(Uuid::from_u128(0x0000_0000_0000_7000_8000_0000_0000_0000 + number))
    }

    /// Films.
    pub const MOVIE: MediaTypeId = id(1);
    /// Shows with seasons with episodes.
    pub const TV: MediaTypeId = id(2);
    /// Artists with albums with tracks.
    pub const MUSIC: MediaTypeId = id(3);
    /// Books.
    pub const BOOK: MediaTypeId = id(4);
    /// Podcasts with episodes.
    pub const PODCAST: MediaTypeId = id(5);
    /// Games.
    pub const GAME: MediaTypeId = id(6);
}

/// A kind of thing the catalogue holds: what its levels are called and how one speaks of it.
#[derive(Debug, Clone, PartialEq, Queryable, Selectable)]
#[diesel(table_name = media_types, check_for_backend(Pg))]
pub struct MediaType {
    /// Which.
    pub id: MediaTypeId,
    /// The name in the API and in imports: `movie`.
    pub name: String,
    /// The name for people: `Movies`.
    pub display_name: String,
    /// An icon's name.
    pub icon: Option<String>,
    /// `#rrggbb`.
    pub color: Option<String>,
    /// What its levels are called, from the top: `show`, `season`, `episode`.
    pub hierarchy_levels: TextArray,
    /// What one does with it: `watch`.
    pub interaction_verb: String,
    /// What doing that once through is called: `watch`, `reading`, `playthrough`.
    pub session_noun: String,
    /// What progress is counted in: `minute`, `page`.
    pub progress_unit: String,
    /// How far one must get for it to count as done.
    pub completion_threshold_percent: f32,
    /// Which metadata fields its items have.
    pub metadata_schema: Value,
    /// Disabled types are left out of ordinary lists.
    pub is_enabled: bool,
    /// Built in: may be disabled, not deleted.
    pub is_system: bool,
    /// When it was made.
    pub created_at: DateTime<Utc>,
    /// When it last changed.
    pub updated_at: DateTime<Utc>,
}

/// A media type to be made. It is enabled and not built in.
#[derive(Debug, Insertable)]
#[diesel(table_name = media_types)]
#[expect(missing_docs, reason = "as in MediaType")]
pub struct NewMediaType<'a> {
    pub id: MediaTypeId,
    pub name: &'a str,
    pub display_name: &'a str,
    pub icon: Option<&'a str>,
    pub color: Option<&'a str>,
    pub hierarchy_levels: &'a TextArray,
    pub interaction_verb: &'a str,
    pub session_noun: &'a str,
    pub progress_unit: &'a str,
    pub completion_threshold_percent: f32,
    pub metadata_schema: &'a Value,
}

impl MediaType {
    /// One type.
    pub async fn find(mut conn: &AsyncPgConnection, id: MediaTypeId) -> QueryResult<Option<Self>> {
        media_types::table.find(id).select(Self::as_select()).first(&mut conn).await.optional()
    }

    /// One type by its name.
    pub async fn find_by_name(mut conn: &AsyncPgConnection, name: &str) -> QueryResult<Option<Self>> {
        media_types::table.filter(media_types::name.eq(name)).select(Self::as_select()).first(&mut conn).await.optional()
    }

    /// Several types, in no order.
    pub async fn by_ids(mut conn: &AsyncPgConnection, ids: &[MediaTypeId]) -> QueryResult<Vec<Self>> {
        media_types::table.filter(media_types::id.eq_any(ids)).select(Self::as_select()).load(&mut conn).await
    }

    /// Every type, by age: the built-in ones first.
    pub async fn all(mut conn: &AsyncPgConnection) -> QueryResult<Vec<Self>> {
        media_types::table.order(media_types::id).select(Self::as_select()).load(&mut conn).await
    }
}

/// What changes of a media type: `None` leaves a column as it is, `Some(None)` empties it.
#[derive(Debug, Clone, AsChangeset)]
#[diesel(table_name = media_types)]
#[expect(missing_docs, reason = "as in MediaType")]
pub struct MediaTypeChanges {
    pub display_name: String,
    pub icon: Option<Option<String>>,
    pub color: Option<Option<String>>,
    pub hierarchy_levels: Option<TextArray>,
    pub interaction_verb: Option<String>,
    pub session_noun: Option<String>,
    pub progress_unit: Option<String>,
    pub completion_threshold_percent: Option<f32>,
    pub metadata_schema: Option<Value>,
    pub is_enabled: Option<bool>,
}

impl MediaType {
    /// One type, locked until the transaction ends.
    pub async fn find_for_update(mut conn: &AsyncPgConnection, id: MediaTypeId) -> QueryResult<Option<Self>> {
        media_types::table.find(id).select(Self::as_select()).for_update().first(&mut conn).await.optional()
    }

    /// Changes a type.
    pub async fn update(mut conn: &AsyncPgConnection, id: MediaTypeId, changes: &MediaTypeChanges) -> QueryResult<Self> {
        diesel::update(media_types::table.find(id)).set(changes).returning(Self::as_returning()).get_result(&mut conn).await
    }

    /// The deepest level at which there is an item or a group of the type; `None` when there is neither.
    pub async fn deepest_level(mut conn: &AsyncPgConnection, id: MediaTypeId) -> QueryResult<Option<i16>> {
        let item = media_items::table
            .filter(media_items::media_type_id.eq(id))
            .select(max(media_items::hierarchy_level))
            .first::<Option<i16>>(&mut conn)
            .await?;
        let groups: i64 = media_groups::table.filter(media_groups::media_type_id.eq(id)).count().get_result(&mut conn).await?;
        Ok(item.or_else(|| (groups > 0).then_some(0)))
    }

    /// Removes a type that nothing is of.
    pub async fn delete(mut conn: &AsyncPgConnection, id: MediaTypeId) -> QueryResult<bool> {
        Ok(diesel::delete(media_types::table.find(id)).execute(&mut conn).await? > 0)
    }
}

impl NewMediaType<'_> {
    /// Makes the type; `None` when the name is taken.
    pub async fn insert(&self, mut conn: &AsyncPgConnection) -> QueryResult<Option<MediaType>> {
        diesel::insert_into(media_types::table)
            .values(self)
            .on_conflict(media_types::name)
            .do_nothing()
            .returning(MediaType::as_returning())
            .get_result(&mut conn)
            .await
            .optional()
    }
}

use chrono::{DateTime, NaiveDate, Utc};
use diesel::sql_types::{Array, BigInt, Bool, Integer, Nullable, SmallInt, Uuid};
use diesel::{AsChangeset, ExpressionMethods, QueryDsl, QueryResult, QueryableByName, SelectableHelper};
use diesel_async::{AsyncPgConnection, RunQueryDsl};
use serde_json::Value;

use super::{MediaItem, UNPLACED};
use crate::schema::media_items;
use crate::{MediaGroupId, MediaItemId, TextArray};

/// What changes of an item: `None` leaves a column as it is, `Some(None)` empties it.
#[derive(Debug, Clone, AsChangeset)]
#[diesel(table_name = media_items)]
#[expect(missing_docs, reason = "as in MediaItem")]
pub struct MediaItemChanges {
    pub sort_name: String,
    pub name: Option<String>,
    pub original_name: Option<Option<String>>,
    pub description: Option<Option<String>>,
    pub year: Option<Option<i16>>,
    pub released_on: Option<Option<NaiveDate>>,
    pub released_at: Option<Option<DateTime<Utc>>>,
    pub runtime_seconds: Option<Option<i32>>,
    pub genres: Option<TextArray>,
    pub language: Option<Option<String>>,
    pub metadata: Option<Value>,
    pub locked_fields: Option<TextArray>,
    pub media_group_id: Option<Option<MediaGroupId>>,
}

/// Where an item and with it all its parts go.
#[derive(Debug, Clone)]
pub struct Placement {
    /// The new parent; `None` is the top.
    pub parent_id: Option<MediaItemId>,
    /// The top of the new hierarchy.
    pub root_id: MediaItemId,
    /// The new level.
    pub hierarchy_level: i16,
    /// The new position.
    pub position: Option<i32>,
    /// The new position path.
    pub position_path: Vec<Option<i32>>,
}

#[derive(QueryableByName)]
struct Id {
    #[diesel(sql_type = Uuid)]
    id: MediaItemId,
}

#[derive(QueryableByName)]
struct Answer {
    #[diesel(sql_type = Bool)]
    answer: bool,
}

/// The tables that hold what people do with items.
const DIARY: &[&str] = &[
    "user_libraries",
    "watch_sessions",
    "interaction_events",
    "plays",
    "playback_positions",
    "currently_watching",
    "user_ratings",
    "user_rating_history",
    "user_reviews",
    "user_list_items",
    "collected_items",
];

impl MediaItem {
    /// Changes an item.
    pub async fn update(mut conn: &AsyncPgConnection, id: MediaItemId, changes: &MediaItemChanges) -> QueryResult<Self> {
        diesel::update(media_items::table.find(id)).set(changes).returning(Self::as_returning()).get_result(&mut conn).await
    }

    /// Holds back everybody else who would move or merge items, until the transaction ends: two moves at once could make
    /// a ring.
    pub async fn lock_hierarchy(mut conn: &AsyncPgConnection) -> QueryResult<()> {
        // "MediaHie"
        diesel::sql_query("SELECT pg_advisory_xact_lock($1)").bind::<BigInt, _>(0x4d65_6469_6148_6965).execute(&mut conn).await?;
        Ok(())
    }

    /// Several items, which stay where they are until the transaction ends.
    pub async fn by_ids_for_share(mut conn: &AsyncPgConnection, ids: &[MediaItemId]) -> QueryResult<Vec<Self>> {
        media_items::table.filter(media_items::id.eq_any(ids)).select(Self::as_select()).for_share().load(&mut conn).await
    }

    /// The item and everything below it, locked until the transaction ends, so that nobody can refer to it anew.
    pub async fn lock_subtree(mut conn: &AsyncPgConnection, id: MediaItemId) -> QueryResult<Vec<MediaItemId>> {
        let ids: Vec<Id> = diesel::sql_query(
            "WITH RECURSIVE tree AS (
                 SELECT id FROM media_items WHERE id = $1
                 UNION ALL SELECT c.id FROM media_items c JOIN tree t ON c.parent_id = t.id
             ) SELECT id FROM media_items WHERE id IN (SELECT id FROM tree) ORDER BY id FOR UPDATE",
        )
        .bind::<Uuid, _>(id)
        .load(&mut conn)
        .await?;
        Ok(ids.into_iter().map(|row| row.id).collect())
    }

    /// Whether anybody's diary speaks of one of these items.
    pub async fn are_in_diaries(mut conn: &AsyncPgConnection, ids: &[MediaItemId]) -> QueryResult<bool> {
        let tests: Vec<String> =
            DIARY.iter().map(|table| format!("EXISTS (SELECT 1 FROM {table} WHERE media_item_id = ANY($1))")).collect();
        let answer: Answer = diesel::sql_query(format!("SELECT {} AS answer", tests.join(" OR ")))
            .bind::<Array<Uuid>, _>(ids)
            .get_result(&mut conn)
            .await?;
        Ok(answer.answer)
    }

    /// How many levels the item's parts reach below it.
    pub async fn height(mut conn: &AsyncPgConnection, id: MediaItemId) -> QueryResult<i16> {
        #[derive(QueryableByName)]
        struct Height {
            #[diesel(sql_type = SmallInt)]
            height: i16,
        }
        let height: Height = diesel::sql_query(
            "WITH RECURSIVE tree AS (
                 SELECT id, 0::smallint AS depth FROM media_items WHERE id = $1
                 UNION ALL SELECT c.id, (t.depth + 1)::smallint FROM media_items c JOIN tree t ON c.parent_id = t.id
             ) SELECT coalesce(max(depth), 0)::smallint AS height FROM tree",
        )
        .bind::<Uuid, _>(id)
        .get_result(&mut conn)
        .await?;
        Ok(height.height)
    }

    /// Puts an item elsewhere, and everything below it with it.
    pub async fn place(mut conn: &AsyncPgConnection, id: MediaItemId, to: &Placement) -> QueryResult<usize> {
        diesel::sql_query(format!(
            "WITH RECURSIVE tree AS (
                 SELECT id, $2 AS parent_id, $4 AS level, $5 AS position, $6 AS path FROM media_items WHERE id = $1
                 UNION ALL
                 SELECT c.id, c.parent_id, (t.level + 1)::smallint, c.hierarchy_position,
                     t.path || coalesce(c.hierarchy_position, {UNPLACED})
                 FROM media_items c JOIN tree t ON c.parent_id = t.id
             )
             UPDATE media_items i SET parent_id = t.parent_id, root_id = $3, hierarchy_level = t.level,
                 hierarchy_position = t.position, position_path = t.path
             FROM tree t WHERE i.id = t.id"
        ))
        .bind::<Uuid, _>(id)
        .bind::<Nullable<Uuid>, _>(to.parent_id)
        .bind::<Uuid, _>(to.root_id)
        .bind::<SmallInt, _>(to.hierarchy_level)
        .bind::<Nullable<Integer>, _>(to.position)
        .bind::<Array<Nullable<Integer>>, _>(&to.position_path)
        .execute(&mut conn)
        .await
    }

    /// All parts of several items, by position.
    pub async fn parts_of(mut conn: &AsyncPgConnection, parents: &[MediaItemId]) -> QueryResult<Vec<Self>> {
        media_items::table
            .filter(media_items::parent_id.eq_any(parents))
            .order((media_items::parent_id, media_items::hierarchy_position, media_items::id))
            .select(Self::as_select())
            .load(&mut conn)
            .await
    }

    /// All parts of an item, by position.
    pub async fn parts(mut conn: &AsyncPgConnection, parent: MediaItemId) -> QueryResult<Vec<Self>> {
        media_items::table
            .filter(media_items::parent_id.eq(parent))
            .order((media_items::hierarchy_position, media_items::id))
            .select(Self::as_select())
            .load(&mut conn)
            .await
    }
}

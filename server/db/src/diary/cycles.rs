use std::sync::LazyLock;

use chrono::{DateTime, Utc};
use diesel::prelude::*;
use diesel::sql_types::Uuid as SqlUuid;
use diesel_async::{AsyncPgConnection, RunQueryDsl};
use serde::Serialize;

use super::Play;
use crate::kept::Keep as _;
use crate::rows;
use crate::schema::{media_items, media_types, plays, watch_sessions};
use crate::{MediaItemId, TextArray, UserId, WatchSessionId, WatchSessionStatus};

/// One cycle of a person through a top-level item: the first watch, the second.
#[derive(Debug, Clone, PartialEq, Eq, HasQuery, Serialize)]
#[diesel(table_name = watch_sessions)]
pub struct WatchSession {
    /// Its id.
    pub id: WatchSessionId,
    /// Whose.
    pub user_id: UserId,
    /// Through what: a film, a show.
    pub media_item_id: MediaItemId,
    /// 1 for the first.
    pub session_number: i32,
    /// Where it stands.
    pub status: WatchSessionStatus,
    /// What its person wrote to it.
    pub notes: Option<String>,
    /// When it began.
    pub started_at: DateTime<Utc>,
    /// When it was completed or given up.
    pub completed_at: Option<DateTime<Utc>>,
}

/// Where an item stands in its hierarchy, as far as cycles go.
#[derive(Debug, Clone, PartialEq, Eq)]
#[expect(clippy::struct_excessive_bools, reason = "independent facts, each read by its name")]
pub struct CyclePlace {
    /// The item.
    pub item_id: MediaItemId,
    /// What its cycles go through.
    pub root_id: MediaItemId,
    /// Whether the root itself is played: a film, a book.
    pub is_single: bool,
    /// Whether it is played itself: an episode, not its season.
    pub is_part: bool,
    /// Whether it is, or is of, a season 0.
    pub is_special: bool,
    /// Whether its type is counted in tracks, of which nobody keeps cycles.
    pub is_track: bool,
}

/// What is read of an item's place: its root, its level, its path, its type's levels and its type's name.
pub(super) type PlaceRow = (MediaItemId, i16, Vec<Option<i32>>, TextArray, String);

impl CyclePlace {
    /// An item's place; `None` where there is no such item.
    pub async fn find(mut conn: &AsyncPgConnection, item: MediaItemId) -> QueryResult<Option<Self>> {
        let row: Option<PlaceRow> = media_items::table
            .inner_join(media_types::table)
            .filter(media_items::id.eq(item))
            .select((
                media_items::root_id,
                media_items::hierarchy_level,
                media_items::position_path,
                media_types::hierarchy_levels,
                media_types::progress_unit,
            ))
            .first(&mut conn)
            .await
            .optional()?;
        Ok(row.map(|row| Self::of(item, row)))
    }

    pub(super) fn of(item_id: MediaItemId, (root_id, level, path, levels, unit): PlaceRow) -> Self {
        Self {
            item_id,
            root_id,
            is_single: levels.len() == 1,
            is_part: usize::try_from(level).is_ok_and(|level| level + 1 == levels.len()),
            is_special: levels.len() > 2 && matches!(path.as_slice(), [Some(0), ..]),
            is_track: unit == "track",
        }
    }
}

static INSERT: LazyLock<String> = LazyLock::new(|| {
    rows::insert_sql(
        "watch_sessions",
        &["id", "user_id", "media_item_id", "session_number", "status", "notes", "started_at", "completed_at"],
    )
});

impl WatchSession {
    /// A person's cycles through an item, the first one first, locked until the transaction ends.
    pub async fn own_for_update(mut conn: &AsyncPgConnection, user: UserId, root: MediaItemId) -> QueryResult<Vec<Self>> {
        Self::query()
            .filter(watch_sessions::user_id.eq(user))
            .filter(watch_sessions::media_item_id.eq(root))
            .order(watch_sessions::session_number)
            .for_update()
            .load(&mut conn)
            .await
    }

    /// A person's own cycle.
    pub async fn find_own(mut conn: &AsyncPgConnection, user: UserId, id: WatchSessionId) -> QueryResult<Option<Self>> {
        Self::query().find(id).filter(watch_sessions::user_id.eq(user)).first(&mut conn).await.optional()
    }

    /// A person's own cycle, locked until the transaction ends.
    pub async fn find_own_for_update(
        mut conn: &AsyncPgConnection,
        user: UserId,
        id: WatchSessionId,
    ) -> QueryResult<Option<Self>> {
        Self::query().find(id).filter(watch_sessions::user_id.eq(user)).for_update().first(&mut conn).await.optional()
    }

    /// A person's own cycles through these items, by item and number.
    pub async fn own_by_items(mut conn: &AsyncPgConnection, user: UserId, items: &[MediaItemId]) -> QueryResult<Vec<Self>> {
        Self::query()
            .filter(watch_sessions::user_id.eq(user))
            .filter(watch_sessions::media_item_id.eq_any(items))
            .order((watch_sessions::media_item_id, watch_sessions::session_number))
            .load(&mut conn)
            .await
    }

    /// Writes new cycles. A second one in progress through the same is refused by `watch_sessions_active_idx`.
    pub async fn insert_all(conn: &AsyncPgConnection, cycles: &[Self]) -> QueryResult<()> {
        rows::write(conn, &INSERT, cycles).await
    }

    /// Writes where it stands, and since when.
    pub async fn save(&self, mut conn: &AsyncPgConnection) -> QueryResult<Self> {
        diesel::update(watch_sessions::table.find(self.id))
            .set((
                watch_sessions::status.eq(self.status),
                watch_sessions::notes.eq(&self.notes),
                watch_sessions::started_at.eq(self.started_at),
                watch_sessions::completed_at.eq(self.completed_at),
            ))
            .returning(Self::as_returning())
            .keep()
            .get_result(&mut conn)
            .await
    }

    /// Removes a cycle that holds nothing.
    pub async fn delete(mut conn: &AsyncPgConnection, id: WatchSessionId) -> QueryResult<()> {
        diesel::delete(watch_sessions::table.find(id)).execute(&mut conn).await.map(|_| ())
    }

    /// Numbers a person's cycles through an item by when they began.
    pub async fn renumber(mut conn: &AsyncPgConnection, user: UserId, root: MediaItemId) -> QueryResult<()> {
        // In two steps, because a number may not be there twice even for a moment.
        for sql in [
            "UPDATE watch_sessions AS w SET session_number = -numbered.n FROM (
                 SELECT id, row_number() OVER (ORDER BY started_at, session_number)::int AS n FROM watch_sessions
                 WHERE user_id = $1 AND media_item_id = $2
             ) AS numbered WHERE numbered.id = w.id AND w.session_number <> numbered.n",
            "UPDATE watch_sessions SET session_number = -session_number
             WHERE user_id = $1 AND media_item_id = $2 AND session_number < 0",
        ] {
            diesel::sql_query(sql).bind::<SqlUuid, _>(user).bind::<SqlUuid, _>(root).execute(&mut conn).await?;
        }
        Ok(())
    }

    /// How many plays it holds; of this item only, if one is named.
    pub async fn count_plays(mut conn: &AsyncPgConnection, id: WatchSessionId, item: Option<MediaItemId>) -> QueryResult<i64> {
        let mut query =
            plays::table.filter(plays::watch_session_id.eq(id)).filter(plays::deleted_at.is_null()).count().into_boxed();
        if let Some(item) = item {
            query = query.filter(plays::media_item_id.eq(item));
        }
        query.get_result(&mut conn).await
    }

    /// Takes the plays of an item and of what it holds out of a person's history: those of this cycle, or of none where
    /// there is no cycle. Answers how many there were.
    pub async fn delete_plays(
        mut conn: &AsyncPgConnection,
        user: UserId,
        item: MediaItemId,
        cycle: Option<WatchSessionId>,
        now: DateTime<Utc>,
    ) -> QueryResult<Vec<Play>> {
        let held = media_items::table
            .filter(media_items::id.eq(item).or(media_items::parent_id.eq(item)).or(media_items::root_id.eq(item)))
            .select(media_items::id);
        diesel::update(
            plays::table
                .filter(plays::user_id.eq(user))
                .filter(plays::deleted_at.is_null())
                .filter(plays::watch_session_id.is_not_distinct_from(cycle))
                .filter(plays::media_item_id.eq_any(held)),
        )
        .set(plays::deleted_at.eq(now))
        .returning(Play::as_returning())
        .get_results(&mut conn)
        .await
    }
}

use diesel::prelude::*;
use diesel::sql_types::Integer;
use diesel_async::{AsyncPgConnection, RunQueryDsl};

use super::cycles::PlaceRow;
use super::{CurrentlyWatching, CyclePlace, PlaybackPosition};
use crate::schema::{currently_watching, media_items, media_types, playback_positions, users, watch_sessions};
use crate::{MediaItemId, UserId, WatchSessionId, WatchSessionStatus};

diesel::define_sql_function! {
    /// Waits for and takes a lock that ends with the transaction.
    fn pg_advisory_xact_lock(class: Integer, key: Integer) -> Nullable<Bool>;
}

/// The class of advisory locks under which one person's diary is derived.
const DIARY_LOCK: i32 = 0x6469_6172;

/// What a scrobble must know of the item and of the person's state before it is derived: one statement.
#[derive(Debug, Clone)]
pub struct ScrobbleFacts {
    /// How long the item is.
    pub runtime_seconds: Option<i32>,
    /// From which progress on it counts as finished.
    pub threshold_percent: f32,
    /// Where the item stands in its hierarchy.
    pub place: CyclePlace,
    /// Whether the item only holds others: a show, an artist.
    pub is_container: bool,
    /// The cycle that is in progress.
    pub watch_session_id: Option<WatchSessionId>,
    /// What the person plays right now, as far as was known.
    pub presence: Option<CurrentlyWatching>,
    /// Where they left this item.
    pub position: Option<PlaybackPosition>,
}

type Row = (Option<i32>, PlaceRow, f32, Option<WatchSessionId>, Option<CurrentlyWatching>, Option<PlaybackPosition>);

impl ScrobbleFacts {
    /// Lets one transaction at a time derive this person's diary. A lock of its own, not one on the person's row, so that
    /// scrobbles write nothing to `users` and wait for nobody who changes the account; two people whose ids fall on one
    /// key merely take turns.
    pub async fn lock_person(mut conn: &AsyncPgConnection, user: UserId) -> QueryResult<()> {
        let (high, low) = user.0.as_u64_pair();
        let mixed = high ^ low;
        let key = i32::from_be_bytes(std::array::from_fn(|i| mixed.to_be_bytes()[i] ^ mixed.to_be_bytes()[i + 4]));
        diesel::select(pg_advisory_xact_lock(DIARY_LOCK, key)).execute(&mut conn).await.map(|_| ())
    }

    /// The zone a person lives by, as an IANA name.
    pub async fn zone_of(mut conn: &AsyncPgConnection, user: UserId) -> QueryResult<String> {
        users::table.find(user).select(users::timezone).first(&mut conn).await
    }

    /// Reads the facts; `None` where there is no such item.
    pub async fn find(mut conn: &AsyncPgConnection, user: UserId, item: MediaItemId) -> QueryResult<Option<Self>> {
        let row: Option<Row> = media_items::table
            .inner_join(media_types::table)
            .left_join(currently_watching::table.on(currently_watching::user_id.eq(user)))
            .left_join(
                playback_positions::table
                    .on(playback_positions::media_item_id.eq(media_items::id).and(playback_positions::user_id.eq(user))),
            )
            .left_join(
                watch_sessions::table.on(watch_sessions::media_item_id
                    .eq(media_items::root_id)
                    .and(watch_sessions::user_id.eq(user))
                    .and(watch_sessions::status.eq(WatchSessionStatus::InProgress))),
            )
            .filter(media_items::id.eq(item))
            .select((
                media_items::runtime_seconds,
                (
                    media_items::root_id,
                    media_items::hierarchy_level,
                    media_items::position_path,
                    media_types::hierarchy_levels,
                    media_types::progress_unit,
                ),
                media_types::completion_threshold_percent,
                watch_sessions::id.nullable(),
                Option::<CurrentlyWatching>::as_select(),
                Option::<PlaybackPosition>::as_select(),
            ))
            .first(&mut conn)
            .await
            .optional()?;
        Ok(row.map(|(runtime_seconds, place, threshold_percent, watch_session_id, presence, position)| Self {
            runtime_seconds,
            threshold_percent,
            is_container: place.1 == 0 && place.3.len() > 1,
            place: CyclePlace::of(item, place),
            watch_session_id,
            presence,
            position,
        }))
    }
}

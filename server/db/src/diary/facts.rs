use std::collections::HashSet;

use diesel::dsl::sql;
use diesel::prelude::*;
use diesel::sql_types::{Array, Bool, Integer, Uuid as SqlUuid};
use diesel_async::{AnsiTransactionManager, AsyncPgConnection, RunQueryDsl, SimpleAsyncConnection, TransactionManager};

use super::cycles::PlaceRow;
use super::{CurrentlyWatching, CyclePlace, PlaybackPosition};
use crate::kept::Keep as _;
use crate::schema::{currently_watching, media_items, media_types, playback_positions, users, watch_sessions};
use crate::{MediaItemId, UserId, WatchSessionId, WatchSessionStatus};

/// The class of advisory locks under which one person's diary is derived.
const DIARY_LOCK: i32 = 0x6469_6172;

/// Waits for and takes the lock of a person, which ends with the transaction, and says how its statements are planned. They
/// find a few rows by an index whatever their values are: a plan made once serves, where PostgreSQL would look at every month
/// of events anew each time, and longer than the statement then takes. And no table is small enough to be read whole:
/// presences change so often that a handful of them leaves thousands of dead rows behind.
fn lock_sql(user: UserId) -> String {
    let key = lock_key(user);
    format!("SELECT pg_advisory_xact_lock({DIARY_LOCK}, {key}), {PLANS}")
}

/// How statements are planned: see [`lock_sql`].
const PLANS: &str = "set_config('plan_cache_mode', 'force_generic_plan', true), set_config('enable_seqscan', 'off', true)";

fn lock_key(user: UserId) -> i32 {
    let (high, low) = user.0.as_u64_pair();
    let mixed = high ^ low;
    i32::from_be_bytes(std::array::from_fn(|i| mixed.to_be_bytes()[i] ^ mixed.to_be_bytes()[i + 4]))
}

/// A lock that may have been free.
#[derive(QueryableByName)]
struct Tried {
    #[diesel(sql_type = Integer)]
    key: i32,
    #[diesel(sql_type = Bool)]
    is_locked: bool,
}

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

type Row = (
    (UserId, MediaItemId),
    Option<i32>,
    PlaceRow,
    f32,
    Option<WatchSessionId>,
    Option<CurrentlyWatching>,
    Option<PlaybackPosition>,
);

impl ScrobbleFacts {
    /// Lets one transaction at a time derive this person's diary. A lock of its own, not one on the person's row, so that
    /// scrobbles write nothing to `users` and wait for nobody who changes the account; two people whose ids fall on one
    /// key merely take turns.
    pub async fn lock_person(mut conn: &AsyncPgConnection, user: UserId) -> QueryResult<()> {
        conn.batch_execute(&lock_sql(user)).await
    }

    /// Begins a transaction that has locked the person, in one message: for what happens all the time.
    pub async fn begin(conn: &mut AsyncPgConnection, user: UserId) -> QueryResult<()> {
        let begun = AnsiTransactionManager::begin_transaction_sql(conn, &format!("BEGIN; {}", lock_sql(user))).await;
        if begun.is_err() {
            // The lock may have failed after BEGIN did not. If the connection is gone, this fails too, and the pool finds out.
            let _ = conn.batch_execute("ROLLBACK").await;
        }
        begun
    }

    /// Begins a transaction that has locked all of these people whom nobody else has, and says who they are.
    pub async fn begin_together(conn: &mut AsyncPgConnection, people: &[UserId]) -> QueryResult<HashSet<UserId>> {
        AnsiTransactionManager::begin_transaction_sql(conn, &format!("BEGIN; SELECT {PLANS}")).await?;
        let keys: Vec<i32> = people.iter().map(|user| lock_key(*user)).collect();
        let tried = diesel::sql_query("SELECT key, pg_try_advisory_xact_lock($1, key) AS is_locked FROM unnest($2) AS key")
            .bind::<Integer, _>(DIARY_LOCK)
            .bind::<Array<Integer>, _>(keys)
            .load::<Tried>(conn)
            .await;
        let tried = Self::undo_failed(conn, tried).await?;
        let locked: HashSet<i32> = tried.into_iter().filter(|tried| tried.is_locked).map(|tried| tried.key).collect();
        Ok(people.iter().copied().filter(|user| locked.contains(&lock_key(*user))).collect())
    }

    /// Ends what [`Self::begin`] or [`Self::begin_together`] began: by a commit, or undoing it where it went wrong.
    ///
    /// # Errors
    /// What went wrong, or that it could not be committed.
    pub async fn end<T, E: From<diesel::result::Error>>(conn: &mut AsyncPgConnection, outcome: Result<T, E>) -> Result<T, E> {
        let done = Self::undo_failed(conn, outcome).await?;
        AnsiTransactionManager::commit_transaction(conn).await?;
        Ok(done)
    }

    async fn undo_failed<T, E>(conn: &mut AsyncPgConnection, outcome: Result<T, E>) -> Result<T, E> {
        if outcome.is_err() {
            // What went wrong before says more; a connection that cannot roll back is not lent again.
            drop(AnsiTransactionManager::rollback_transaction(conn).await);
        }
        outcome
    }

    /// The zone a person lives by, as an IANA name.
    pub async fn zone_of(mut conn: &AsyncPgConnection, user: UserId) -> QueryResult<String> {
        users::table.find(user).select(users::timezone).first(&mut conn).await
    }

    /// Reads the facts; `None` where there is no such item.
    pub async fn find(conn: &AsyncPgConnection, user: UserId, item: MediaItemId) -> QueryResult<Option<Self>> {
        Ok(Self::find_all(conn, &[(user, item)]).await?.pop().map(|(_, facts)| facts))
    }

    /// Reads the facts for people with an item each, as far as there are such items.
    pub async fn find_all(mut conn: &AsyncPgConnection, asked: &[(UserId, MediaItemId)]) -> QueryResult<Vec<(UserId, Self)>> {
        let (users, items): (Vec<UserId>, Vec<MediaItemId>) = asked.iter().copied().unzip();
        let is_asked = sql::<Bool>("(users.id, media_items.id) IN (SELECT * FROM unnest(")
            .bind::<Array<SqlUuid>, _>(users)
            .sql(", ")
            .bind::<Array<SqlUuid>, _>(items)
            .sql("))");
        // Not a join: one that was planned while there were no cycles would go through all that there are by then.
        let cycle = watch_sessions::table
            .filter(watch_sessions::user_id.eq(users::id))
            .filter(watch_sessions::media_item_id.eq(media_items::root_id))
            .filter(watch_sessions::status.eq(WatchSessionStatus::InProgress))
            .select(watch_sessions::id)
            .single_value();
        let rows: Vec<Row> = users::table
            .inner_join(media_items::table.on(is_asked))
            .inner_join(media_types::table.on(media_types::id.eq(media_items::media_type_id)))
            .left_join(currently_watching::table.on(currently_watching::user_id.eq(users::id)))
            .left_join(
                playback_positions::table
                    .on(playback_positions::media_item_id.eq(media_items::id).and(playback_positions::user_id.eq(users::id))),
            )
            .select((
                (users::id, media_items::id),
                media_items::runtime_seconds,
                (
                    media_items::root_id,
                    media_items::hierarchy_level,
                    media_items::position_path,
                    media_types::hierarchy_levels,
                    media_types::progress_unit,
                ),
                media_types::completion_threshold_percent,
                cycle,
                Option::<CurrentlyWatching>::as_select(),
                Option::<PlaybackPosition>::as_select(),
            ))
            .keep()
            .load(&mut conn)
            .await?;
        let facts = |((user, item), runtime_seconds, place, threshold_percent, watch_session_id, presence, position): Row| {
            let facts = Self {
                runtime_seconds,
                threshold_percent,
                is_container: place.1 == 0 && place.3.len() > 1,
                place: CyclePlace::of(item, place),
                watch_session_id,
                presence,
                position,
            };
            (user, facts)
        };
        Ok(rows.into_iter().map(facts).collect())
    }
}

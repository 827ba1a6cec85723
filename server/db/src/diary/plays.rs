use std::sync::LazyLock;

use chrono::{DateTime, TimeDelta, Utc};
use diesel::dsl::{exists, sql};
use diesel::pg::Pg;
use diesel::prelude::*;
use diesel::sql_types::{Array, BigInt, Bool, Text, Timestamptz, Uuid as SqlUuid};
use diesel_async::{AsyncPgConnection, RunQueryDsl};
use serde::Serialize;

use super::kept_privately;
use crate::kept::Keep as _;
use crate::like::holding;
use crate::rows;
use crate::schema::{media_items, media_types, plays};
use crate::{DatePrecision, ImportJobId, MediaItemId, PlayId, PlayOrigin, Scope, UserId, WatchSessionId};

/// A finished watch, listen or read.
#[derive(Debug, Clone, PartialEq, HasQuery, QueryableByName)]
#[diesel(table_name = plays)]
pub struct Play {
    /// Its id.
    pub id: PlayId,
    /// What protocols with numeric ids call it.
    pub number: i64,
    /// Who.
    pub user_id: UserId,
    /// What.
    pub media_item_id: MediaItemId,
    /// The cycle it belongs to.
    pub watch_session_id: Option<WatchSessionId>,
    /// When it began, where that is known.
    pub started_at: Option<DateTime<Utc>>,
    /// When it ended; the start of the period where only a day, month or year is known, and 1970 where nothing is.
    pub watched_at: DateTime<Utc>,
    /// The first event it was derived from.
    pub run_started_at: Option<DateTime<Utc>>,
    /// The last event it was derived from.
    pub run_ended_at: Option<DateTime<Utc>>,
    /// How exactly `watched_at` is known.
    pub date_precision: DatePrecision,
    /// The person's zone at the time.
    pub timezone: Option<String>,
    /// How far it went, from 0 to 100.
    pub progress_percent: Option<f32>,
    /// How long it took.
    pub watched_seconds: Option<i32>,
    /// How it came into the history.
    pub origin: PlayOrigin,
    /// Who told us.
    pub source: String,
    /// What the source calls it.
    pub source_event_id: Option<String>,
    /// On what it played.
    pub device_name: Option<String>,
    /// Only its person may know of it.
    pub is_private: bool,
    /// What its person wrote to it.
    pub notes: Option<String>,
    /// The import that brought it.
    pub import_job_id: Option<ImportJobId>,
    /// When its person last changed it; events change it no more.
    pub edited_at: Option<DateTime<Utc>>,
    /// When its person deleted it; the same events do not bring it back.
    pub deleted_at: Option<DateTime<Utc>>,
    /// When it was written.
    pub created_at: DateTime<Utc>,
}

/// A play to be written.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[expect(missing_docs, reason = "as in Play")]
pub struct NewPlay {
    pub id: PlayId,
    pub user_id: UserId,
    pub media_item_id: MediaItemId,
    pub watch_session_id: Option<WatchSessionId>,
    pub started_at: Option<DateTime<Utc>>,
    pub watched_at: DateTime<Utc>,
    pub run_started_at: Option<DateTime<Utc>>,
    pub run_ended_at: Option<DateTime<Utc>>,
    pub date_precision: DatePrecision,
    pub timezone: Option<String>,
    pub progress_percent: Option<f32>,
    pub watched_seconds: Option<i32>,
    pub origin: PlayOrigin,
    pub source: String,
    pub source_event_id: Option<String>,
    pub device_name: Option<String>,
    pub is_private: bool,
    pub notes: Option<String>,
    pub import_job_id: Option<ImportJobId>,
}

/// What later events say about a play that is already there.
#[derive(Debug, Clone, PartialEq, AsChangeset)]
#[diesel(table_name = plays, treat_none_as_null = true)]
#[expect(missing_docs, reason = "as in Play")]
pub struct RederivedPlay {
    pub started_at: Option<DateTime<Utc>>,
    pub watched_at: DateTime<Utc>,
    pub run_started_at: Option<DateTime<Utc>>,
    pub run_ended_at: Option<DateTime<Utc>>,
    pub date_precision: DatePrecision,
    pub timezone: Option<String>,
    pub progress_percent: Option<f32>,
    pub watched_seconds: Option<i32>,
    pub source: String,
    pub device_name: Option<String>,
    pub is_private: bool,
}

/// What a person changes about a play; `None` leaves as it is.
#[derive(Debug, Clone, Default, AsChangeset)]
#[diesel(table_name = plays)]
#[expect(missing_docs, reason = "as in Play")]
pub struct PlayEdit {
    pub started_at: Option<Option<DateTime<Utc>>>,
    pub watched_at: Option<DateTime<Utc>>,
    pub date_precision: Option<DatePrecision>,
    pub timezone: Option<Option<String>>,
    pub is_private: Option<bool>,
    pub notes: Option<Option<String>>,
    pub edited_at: Option<DateTime<Utc>>,
}

/// Which part of a history is asked for.
#[derive(Debug, Clone, Default)]
pub struct HistoryFilter {
    /// One person's.
    pub user: Option<UserId>,
    /// Of this item and of what it holds.
    pub item: Option<MediaItemId>,
    /// Watched then or later.
    pub from: Option<DateTime<Utc>>,
    /// Watched before then.
    pub to: Option<DateTime<Utc>>,
    /// Begun then or later; what has no known beginning counts as begun when it was watched.
    pub begun_from: Option<DateTime<Utc>>,
    /// Begun before then.
    pub begun_before: Option<DateTime<Utc>>,
    /// Of media types with these names; empty is all.
    pub types: Vec<String>,
    /// That came into the history in one of these ways; empty is all.
    pub origins: Vec<PlayOrigin>,
    /// Of things with this in their title, or in that of the whole they are a part of.
    pub search: Option<String>,
}

static INSERT: LazyLock<String> = LazyLock::new(|| {
    let insert = rows::insert_sql(
        "plays",
        &[
            "id",
            "user_id",
            "media_item_id",
            "watch_session_id",
            "started_at",
            "watched_at",
            "run_started_at",
            "run_ended_at",
            "date_precision",
            "timezone",
            "progress_percent",
            "watched_seconds",
            "origin",
            "source",
            "source_event_id",
            "device_name",
            "is_private",
            "notes",
            "import_job_id",
        ],
    );
    format!("{insert} RETURNING plays.*")
});

impl NewPlay {
    /// Writes these plays, and answers them as they stand now.
    pub async fn insert_all(mut conn: &AsyncPgConnection, plays: &[Self]) -> QueryResult<Vec<Play>> {
        if plays.is_empty() {
            return Ok(Vec::new());
        }
        diesel::sql_query(&*INSERT).bind::<Text, _>(rows::as_json(plays)?).keep().load(&mut conn).await
    }
}

impl Play {
    /// A play the scope lets be seen, unless it is deleted.
    pub async fn find(mut conn: &AsyncPgConnection, scope: &Scope, id: PlayId) -> QueryResult<Option<Self>> {
        let play: Option<Self> = Self::query().find(id).filter(plays::deleted_at.is_null()).first(&mut conn).await.optional()?;
        Ok(play.filter(|play| scope.includes(play.user_id, play.is_private)))
    }

    /// A person's own play, deleted or not, locked until the transaction ends.
    pub async fn find_own_for_update(mut conn: &AsyncPgConnection, user: UserId, id: PlayId) -> QueryResult<Option<Self>> {
        Self::query().find(id).filter(plays::user_id.eq(user)).for_update().first(&mut conn).await.optional()
    }

    /// Plays by id, as far as the scope lets them be seen.
    pub async fn by_ids(mut conn: &AsyncPgConnection, scope: &Scope, ids: &[PlayId]) -> QueryResult<Vec<Self>> {
        visible(scope, &HistoryFilter::default())
            .filter(plays::id.eq_any(ids))
            .select(Self::as_select())
            .keep()
            .load(&mut conn)
            .await
    }

    /// A person's own latest plays of these items, at most so many of each, the latest first.
    pub async fn latest_own(
        mut conn: &AsyncPgConnection,
        user: UserId,
        items: &[MediaItemId],
        limit: i64,
    ) -> QueryResult<Vec<Self>> {
        Self::query()
            .filter(
                sql::<Bool>("plays.id IN (SELECT latest.id FROM unnest(")
                    .bind::<Array<SqlUuid>, _>(items)
                    .sql(
                        ") AS item (id) CROSS JOIN LATERAL (SELECT p.id FROM plays AS p
                         WHERE p.media_item_id = item.id AND p.deleted_at IS NULL AND p.user_id = ",
                    )
                    .bind::<SqlUuid, _>(user)
                    .sql(" ORDER BY p.watched_at DESC, p.id DESC LIMIT ")
                    .bind::<BigInt, _>(limit)
                    .sql(") AS latest)"),
            )
            .order((plays::watched_at.desc(), plays::id.desc()))
            .keep()
            .load(&mut conn)
            .await
    }

    /// A person's own plays by id, deleted or not.
    pub async fn own_by_ids(mut conn: &AsyncPgConnection, user: UserId, ids: &[PlayId]) -> QueryResult<Vec<Self>> {
        Self::query().filter(plays::id.eq_any(ids)).filter(plays::user_id.eq(user)).load(&mut conn).await
    }

    /// A person's own plays by the numbers that numeric protocols know them by.
    pub async fn own_by_numbers(mut conn: &AsyncPgConnection, user: UserId, numbers: &[i64]) -> QueryResult<Vec<Self>> {
        Self::query()
            .filter(plays::user_id.eq(user))
            .filter(plays::number.eq_any(numbers))
            .filter(plays::deleted_at.is_null())
            .load(&mut conn)
            .await
    }

    /// A person's own plays of these items.
    pub async fn own_of_items(mut conn: &AsyncPgConnection, user: UserId, items: &[MediaItemId]) -> QueryResult<Vec<Self>> {
        Self::query()
            .filter(plays::user_id.eq(user))
            .filter(plays::media_item_id.eq_any(items))
            .filter(plays::deleted_at.is_null())
            .load(&mut conn)
            .await
    }

    /// A person's plays of one item that bear on its events in this interval: those derived from events in it, deleted and
    /// edited ones too; and those that the person or an import told of, from up to `margin` around it.
    pub async fn bearing_on(
        mut conn: &AsyncPgConnection,
        user: UserId,
        item: MediaItemId,
        from: DateTime<Utc>,
        to: DateTime<Utc>,
        margin: TimeDelta,
    ) -> QueryResult<Vec<Self>> {
        let derived = plays::run_ended_at.ge(from).and(plays::run_started_at.le(to)).assume_not_null();
        let told = plays::run_ended_at
            .is_null()
            .and(plays::watched_at.between(from - margin, to + margin))
            .and(plays::date_precision.eq_any([DatePrecision::Second, DatePrecision::Minute]))
            .and(plays::deleted_at.is_null());
        Self::query()
            .filter(plays::user_id.eq(user))
            .filter(plays::media_item_id.eq(item))
            .filter(diesel::BoolExpressionMethods::or(told, plays::run_ended_at.is_not_null().and(derived)))
            .load(&mut conn)
            .await
    }

    /// A person's play of one item nearest to this time, if there is one that near.
    pub async fn nearest(
        mut conn: &AsyncPgConnection,
        user: UserId,
        item: MediaItemId,
        at: DateTime<Utc>,
        within: TimeDelta,
    ) -> QueryResult<Option<Self>> {
        let near = Self::query()
            .filter(plays::user_id.eq(user))
            .filter(plays::media_item_id.eq(item))
            .filter(plays::watched_at.between(at - within, at + within))
            .filter(plays::deleted_at.is_null())
            .order((plays::watched_at, plays::id))
            .load::<Self>(&mut conn)
            .await?;
        Ok(near.into_iter().min_by_key(|play| (play.watched_at - at).abs()))
    }

    /// Whether this source told a person of what it calls so before, also of what they deleted since.
    pub async fn is_told(mut conn: &AsyncPgConnection, user: UserId, source: &str, source_event_id: &str) -> QueryResult<bool> {
        diesel::select(exists(
            plays::table
                .filter(plays::user_id.eq(user))
                .filter(plays::source.eq(source))
                .filter(plays::source_event_id.eq(source_event_id)),
        ))
        .get_result(&mut conn)
        .await
    }

    /// Takes over what later events say.
    pub async fn rederive(mut conn: &AsyncPgConnection, id: PlayId, derived: &RederivedPlay) -> QueryResult<Self> {
        diesel::update(plays::table.find(id)).set(derived).returning(Self::as_returning()).keep().get_result(&mut conn).await
    }

    /// Takes over only which events the play comes from: what its person said about it stays.
    pub async fn rebind(
        mut conn: &AsyncPgConnection,
        id: PlayId,
        run_started_at: DateTime<Utc>,
        run_ended_at: DateTime<Utc>,
    ) -> QueryResult<Self> {
        diesel::update(plays::table.find(id))
            .set((plays::run_started_at.eq(run_started_at), plays::run_ended_at.eq(run_ended_at)))
            .returning(Self::as_returning())
            .keep()
            .get_result(&mut conn)
            .await
    }

    /// Puts the play into a cycle.
    pub async fn put_into_cycle(mut conn: &AsyncPgConnection, id: PlayId, cycle: WatchSessionId) -> QueryResult<Self> {
        diesel::update(plays::table.find(id))
            .set(plays::watch_session_id.eq(cycle))
            .returning(Self::as_returning())
            .keep()
            .get_result(&mut conn)
            .await
    }

    /// Removes a play that its events no longer bear out.
    pub async fn withdraw(mut conn: &AsyncPgConnection, id: PlayId) -> QueryResult<()> {
        diesel::delete(plays::table.find(id)).execute(&mut conn).await.map(|_| ())
    }

    /// Changes what its person says about it.
    pub async fn edit(mut conn: &AsyncPgConnection, id: PlayId, edit: &PlayEdit) -> QueryResult<Self> {
        diesel::update(plays::table.find(id)).set(edit).returning(Self::as_returning()).get_result(&mut conn).await
    }

    /// Deletes the play, or brings it back with `None`.
    pub async fn set_deleted(mut conn: &AsyncPgConnection, id: PlayId, at: Option<DateTime<Utc>>) -> QueryResult<Self> {
        diesel::update(plays::table.find(id))
            .set(plays::deleted_at.eq(at))
            .returning(Self::as_returning())
            .keep()
            .get_result(&mut conn)
            .await
    }

    /// A history, newest first.
    pub async fn history(
        mut conn: &AsyncPgConnection,
        scope: &Scope,
        filter: &HistoryFilter,
        after: Option<(DateTime<Utc>, PlayId)>,
        limit: i64,
    ) -> QueryResult<Vec<Self>> {
        let mut query =
            visible(scope, filter).select(Self::as_select()).order((plays::watched_at.desc(), plays::id.desc())).limit(limit);
        if let Some((at, id)) = after {
            // As a row, so that the index is entered at the cursor, also among many plays of one moment.
            query = query.filter(
                sql::<Bool>("(plays.watched_at, plays.id) < (")
                    .bind::<Timestamptz, _>(at)
                    .sql(", ")
                    .bind::<SqlUuid, _>(id.0)
                    .sql(")"),
            );
        }
        query.keep().load(&mut conn).await
    }

    /// Plays of a history by their place in it: for protocols whose pages have numbers. Everything else pages by cursor.
    pub async fn history_slice(
        mut conn: &AsyncPgConnection,
        scope: &Scope,
        filter: &HistoryFilter,
        offset: i64,
        limit: i64,
    ) -> QueryResult<Vec<Self>> {
        visible(scope, filter)
            .select(Self::as_select())
            .order((plays::watched_at.desc(), plays::id.desc()))
            .offset(offset)
            .limit(limit)
            .load(&mut conn)
            .await
    }

    /// How many plays a history has.
    pub async fn count(mut conn: &AsyncPgConnection, scope: &Scope, filter: &HistoryFilter) -> QueryResult<i64> {
        visible(scope, filter).count().get_result(&mut conn).await
    }
}

fn visible<'a>(scope: &Scope, filter: &HistoryFilter) -> plays::BoxedQuery<'a, Pg> {
    let mut query = plays::table.filter(plays::deleted_at.is_null()).into_boxed();
    if let Some(owners) = scope.owners() {
        let viewer = scope.viewer().unwrap_or(UserId(uuid::Uuid::nil()));
        query = match owners.as_slice() {
            // Equality, so that the index also gives the order.
            [owner] => query.filter(plays::user_id.eq(*owner)),
            _ => query.filter(plays::user_id.eq_any(owners.clone())),
        };
        // What is one's own needs no further look.
        if owners.as_slice() != [viewer] {
            query = query.filter(
                sql::<Bool>("(plays.user_id = ")
                    .bind::<SqlUuid, _>(viewer)
                    .sql(&format!(" OR NOT plays.is_private AND NOT {})", kept_privately("plays"))),
            );
        }
    }
    if let Some(user) = filter.user {
        query = query.filter(plays::user_id.eq(user));
    }
    if let Some(item) = filter.item {
        let held = media_items::table
            .filter(media_items::id.eq(item).or(media_items::parent_id.eq(item)).or(media_items::root_id.eq(item)))
            .select(media_items::id);
        query = query.filter(plays::media_item_id.eq_any(held));
    }
    if let Some(from) = filter.from {
        query = query.filter(plays::watched_at.ge(from));
    }
    if let Some(to) = filter.to {
        query = query.filter(plays::watched_at.lt(to));
    }
    if let Some(from) = filter.begun_from {
        let unknown = plays::started_at.is_null().and(plays::watched_at.ge(from));
        query = query.filter(plays::started_at.ge(from).or(unknown));
    }
    if let Some(to) = filter.begun_before {
        let unknown = plays::started_at.is_null().and(plays::watched_at.lt(to));
        query = query.filter(plays::started_at.lt(to).or(unknown));
    }
    if !filter.types.is_empty() {
        let of_types = media_items::table
            .inner_join(media_types::table)
            .filter(media_types::name.eq_any(filter.types.clone()))
            .select(media_items::id);
        query = query.filter(plays::media_item_id.eq_any(of_types));
    }
    if !filter.origins.is_empty() {
        query = query.filter(plays::origin.eq_any(filter.origins.clone()));
    }
    if let Some(search) = &filter.search {
        let pattern = holding(search);
        query = query.filter(
            sql::<Bool>(
                "EXISTS (SELECT FROM media_items AS i LEFT JOIN media_items AS r ON r.id = i.root_id
                 CROSS JOIN (VALUES (search_normalize(",
            )
            .bind::<Text, _>(pattern)
            .sql(
                "))) AS wanted (pattern)
                 WHERE i.id = plays.media_item_id
                 AND (i.search_name LIKE wanted.pattern OR r.search_name LIKE wanted.pattern))",
            ),
        );
    }
    query
}

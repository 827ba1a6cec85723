use std::sync::LazyLock;

use chrono::{DateTime, TimeDelta, Utc};
use diesel::dsl::sql;
use diesel::prelude::*;
use diesel::sql_types::{Bool, Timestamptz, Uuid as SqlUuid};
use diesel_async::{AsyncPgConnection, RunQueryDsl};
use serde::Serialize;
use serde_json::Value;

use crate::kept::Keep as _;
use crate::rows;
use crate::schema::interaction_events;
use crate::{DatePrecision, EventType, InteractionEventId, MediaItemId, UserId, WatchSessionId};

/// What a player said, without the raw payload it came in.
#[derive(Debug, Clone, PartialEq, HasQuery, Serialize)]
#[diesel(table_name = interaction_events)]
pub struct InteractionEvent {
    /// Its id.
    pub id: InteractionEventId,
    /// When it happened.
    pub occurred_at: DateTime<Utc>,
    /// When we heard of it.
    pub received_at: DateTime<Utc>,
    /// Until when the person is taken to be still at it, if nothing more is heard; a stop has none.
    pub expires_at: Option<DateTime<Utc>>,
    /// Who plays.
    pub user_id: UserId,
    /// What.
    pub media_item_id: MediaItemId,
    /// The cycle that was in progress.
    pub watch_session_id: Option<WatchSessionId>,
    /// What happened.
    pub event_type: EventType,
    /// How far, from 0 to 100.
    pub progress_percent: Option<f32>,
    /// How far, in seconds.
    pub position_seconds: Option<i32>,
    /// How long the whole is, as the player knows it.
    pub duration_seconds: Option<i32>,
    /// What else the player says about progress: pages, chapters, tracks.
    pub progress_data: Option<Value>,
    /// Who told us: `trakt:kodi`, `graphql`.
    pub source: String,
    /// What the source calls the event.
    pub source_event_id: Option<String>,
    /// On what it plays.
    pub device_name: Option<String>,
    /// The person's zone at the time.
    pub timezone: Option<String>,
    /// How exactly `occurred_at` is known.
    pub date_precision: DatePrecision,
    /// Only its person may know of it.
    pub is_private: bool,
}

/// A payload as a source sent it, on its way into the log.
pub type RawPayload = Option<Value>;

/// An event on its way into the log.
#[derive(Debug, Serialize)]
pub struct NewInteractionEvent {
    /// What the player said.
    #[serde(flatten)]
    pub event: InteractionEvent,
    /// The message it came in.
    pub raw_payload: RawPayload,
}

static INSERT: LazyLock<String> = LazyLock::new(|| {
    rows::insert_sql(
        "interaction_events",
        &[
            "id",
            "occurred_at",
            "received_at",
            "expires_at",
            "user_id",
            "media_item_id",
            "watch_session_id",
            "event_type",
            "progress_percent",
            "position_seconds",
            "duration_seconds",
            "progress_data",
            "source",
            "source_event_id",
            "device_name",
            "timezone",
            "date_precision",
            "is_private",
            "raw_payload",
        ],
    )
});

impl NewInteractionEvent {
    /// Writes these events to the log.
    pub async fn insert_all(conn: &AsyncPgConnection, events: &[Self]) -> QueryResult<()> {
        rows::write(conn, &INSERT, events).await
    }
}

impl InteractionEvent {
    /// The event that this source calls so, if it happened around this time. Bounded in time, so that it looks into a few
    /// partitions only.
    pub async fn find_by_source(
        mut conn: &AsyncPgConnection,
        user: UserId,
        source: &str,
        source_event_id: &str,
        around: DateTime<Utc>,
        within: TimeDelta,
    ) -> QueryResult<Option<Self>> {
        Self::query()
            .filter(interaction_events::user_id.eq(user))
            .filter(interaction_events::source.eq(source))
            .filter(interaction_events::source_event_id.eq(source_event_id))
            .filter(interaction_events::occurred_at.between(around - within, around + within))
            .order(interaction_events::occurred_at)
            .first(&mut conn)
            .await
            .optional()
    }

    /// Takes back what a source told of one item in `[from, to]`: the events stay in the log, but say nothing any more, and
    /// their source may tell them anew.
    pub async fn discard_between(
        mut conn: &AsyncPgConnection,
        (user, item): (UserId, MediaItemId),
        source: &str,
        (from, to): (DateTime<Utc>, DateTime<Utc>),
        at: DateTime<Utc>,
    ) -> QueryResult<()> {
        let told = interaction_events::table
            .filter(interaction_events::user_id.eq(user))
            .filter(interaction_events::media_item_id.eq(item))
            .filter(interaction_events::source.eq(source))
            .filter(interaction_events::occurred_at.between(from, to))
            .filter(interaction_events::discarded_at.is_null());
        diesel::update(told)
            .set((interaction_events::discarded_at.eq(at), interaction_events::source_event_id.eq(None::<String>)))
            .execute(&mut conn)
            .await
            .map(|_| ())
    }

    /// A person's events of one item in `[from, to)`, in time order; discarded ones left out.
    pub async fn of_item_between(
        mut conn: &AsyncPgConnection,
        user: UserId,
        item: MediaItemId,
        from: DateTime<Utc>,
        to: DateTime<Utc>,
    ) -> QueryResult<Vec<Self>> {
        Self::query()
            .filter(interaction_events::user_id.eq(user))
            .filter(interaction_events::media_item_id.eq(item))
            .filter(interaction_events::occurred_at.ge(from))
            .filter(interaction_events::occurred_at.lt(to))
            .filter(interaction_events::discarded_at.is_null())
            .order(interaction_events::occurred_at)
            .load(&mut conn)
            .await
    }

    /// Whether the person did anything with the item at or after this time.
    pub async fn any_since(
        mut conn: &AsyncPgConnection,
        user: UserId,
        item: MediaItemId,
        since: DateTime<Utc>,
    ) -> QueryResult<bool> {
        diesel::select(diesel::dsl::exists(
            interaction_events::table
                .filter(interaction_events::user_id.eq(user))
                .filter(interaction_events::media_item_id.eq(item))
                .filter(interaction_events::occurred_at.ge(since))
                .filter(interaction_events::discarded_at.is_null()),
        ))
        .get_result(&mut conn)
        .await
    }

    /// Items that the person may be at right now: the last that is known of them since then has not expired.
    pub async fn items_alive(
        mut conn: &AsyncPgConnection,
        user: UserId,
        since: DateTime<Utc>,
        now: DateTime<Utc>,
    ) -> QueryResult<Vec<(MediaItemId, DateTime<Utc>)>> {
        let last: Vec<(MediaItemId, DateTime<Utc>, Option<DateTime<Utc>>)> = interaction_events::table
            .filter(interaction_events::user_id.eq(user))
            .filter(interaction_events::occurred_at.ge(since))
            .filter(interaction_events::discarded_at.is_null())
            .distinct_on(interaction_events::media_item_id)
            .order((
                interaction_events::media_item_id,
                interaction_events::occurred_at.desc(),
                interaction_events::expires_at.desc().nulls_last(),
            ))
            .select((interaction_events::media_item_id, interaction_events::occurred_at, interaction_events::expires_at))
            .load(&mut conn)
            .await?;
        let alive = last.into_iter().filter(|(_, _, expires_at)| expires_at.is_some_and(|at| at > now));
        Ok(alive.map(|(item, at, _)| (item, at)).collect())
    }

    /// A person's events, newest first, for their own eyes.
    pub async fn page(
        mut conn: &AsyncPgConnection,
        user: UserId,
        item: Option<MediaItemId>,
        after: Option<(DateTime<Utc>, InteractionEventId)>,
        limit: i64,
    ) -> QueryResult<Vec<Self>> {
        let mut query = Self::query()
            .filter(interaction_events::user_id.eq(user))
            .order((interaction_events::occurred_at.desc(), interaction_events::id.desc()))
            .limit(limit)
            .into_boxed();
        if let Some(item) = item {
            query = query.filter(interaction_events::media_item_id.eq(item));
        }
        if let Some((at, id)) = after {
            query = query.filter(
                sql::<Bool>("(interaction_events.occurred_at, interaction_events.id) < (")
                    .bind::<Timestamptz, _>(at)
                    .sql(", ")
                    .bind::<SqlUuid, _>(id.0)
                    .sql(")"),
            );
        }
        query.keep().load(&mut conn).await
    }

    /// How many events a person has.
    pub async fn count(mut conn: &AsyncPgConnection, user: UserId, item: Option<MediaItemId>) -> QueryResult<i64> {
        let mut query = interaction_events::table.filter(interaction_events::user_id.eq(user)).count().into_boxed();
        if let Some(item) = item {
            query = query.filter(interaction_events::media_item_id.eq(item));
        }
        query.get_result(&mut conn).await
    }
}

use std::sync::LazyLock;

use chrono::{DateTime, Utc};
use diesel::dsl::sql;
use diesel::prelude::*;
use diesel::sql_types::{Array, Bool, Text, Timestamptz, Uuid as SqlUuid};
use diesel_async::{AsyncPgConnection, RunQueryDsl};
use serde::Serialize;

use crate::kept::Keep as _;
use crate::rows;
use crate::schema::playback_positions;
use crate::{MediaItemId, UserId};

/// Where a person left an item.
#[derive(Debug, Clone, PartialEq, HasQuery, QueryableByName)]
#[diesel(table_name = playback_positions)]
pub struct PlaybackPosition {
    /// Who.
    pub user_id: UserId,
    /// What.
    pub media_item_id: MediaItemId,
    /// What protocols with numeric ids call the position.
    pub number: i64,
    /// How far, from 0 to 100.
    pub progress_percent: f32,
    /// How far, in seconds.
    pub position_seconds: Option<i32>,
    /// How long the whole is.
    pub duration_seconds: Option<i32>,
    /// Who told us.
    pub source: String,
    /// On what it played.
    pub device_name: Option<String>,
    /// Only its person may know of it.
    pub is_private: bool,
    /// When they were there.
    pub occurred_at: DateTime<Utc>,
    /// When silence at this point makes it a play.
    pub settle_after: Option<DateTime<Utc>>,
    /// Their person does not want to resume what they left up to then.
    pub dismissed_at: Option<DateTime<Utc>>,
}

/// A position as it is derived; whether its person dismissed it is not for the derivation to say.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct NewPlaybackPosition {
    /// Who.
    pub user_id: UserId,
    /// What.
    pub media_item_id: MediaItemId,
    /// How far, from 0 to 100.
    pub progress_percent: f32,
    /// How far, in seconds.
    pub position_seconds: Option<i32>,
    /// How long the whole is.
    pub duration_seconds: Option<i32>,
    /// Who told us.
    pub source: String,
    /// On what it played.
    pub device_name: Option<String>,
    /// Only its person may know of it.
    pub is_private: bool,
    /// When they were there.
    pub occurred_at: DateTime<Utc>,
    /// When silence at this point makes it a play.
    pub settle_after: Option<DateTime<Utc>>,
}

static SET: LazyLock<String> = LazyLock::new(|| {
    let set = rows::upsert_sql(
        "playback_positions",
        &["user_id", "media_item_id"],
        &[
            "progress_percent",
            "position_seconds",
            "duration_seconds",
            "source",
            "device_name",
            "is_private",
            "occurred_at",
            "settle_after",
        ],
    );
    format!(
        "{set}, updated_at = now() RETURNING user_id, media_item_id, number, progress_percent, position_seconds, duration_seconds,
         source, device_name, is_private, occurred_at, settle_after, dismissed_at"
    )
});

impl NewPlaybackPosition {
    /// Makes these where their people left the items, and says what stands there now.
    pub async fn set_all(mut conn: &AsyncPgConnection, positions: &[Self]) -> QueryResult<Vec<PlaybackPosition>> {
        if positions.is_empty() {
            return Ok(Vec::new());
        }
        diesel::sql_query(&*SET).bind::<Text, _>(rows::as_json(positions)?).keep().load(&mut conn).await
    }
}

impl PlaybackPosition {
    /// Whether its person may want to resume there: they did not dismiss it, or went on since.
    #[must_use]
    pub fn is_open(&self) -> bool {
        self.dismissed_at.is_none_or(|dismissed| dismissed < self.occurred_at)
    }

    /// Whether silence has lasted long enough to make it a play.
    #[must_use]
    pub fn is_due(&self, now: DateTime<Utc>) -> bool {
        self.settle_after.is_some_and(|settle_after| settle_after <= now)
    }

    /// Where a person left an item, dismissed or not.
    pub async fn find(mut conn: &AsyncPgConnection, user: UserId, item: MediaItemId) -> QueryResult<Option<Self>> {
        Self::query().find((user, item)).first(&mut conn).await.optional()
    }

    /// The person's position that numeric protocols call so, dismissed or not.
    pub async fn find_by_number(mut conn: &AsyncPgConnection, user: UserId, number: i64) -> QueryResult<Option<Self>> {
        Self::query()
            .filter(playback_positions::user_id.eq(user))
            .filter(playback_positions::number.eq(number))
            .first(&mut conn)
            .await
            .optional()
    }

    /// Where a person left these items.
    pub async fn open_by_items(mut conn: &AsyncPgConnection, user: UserId, items: &[MediaItemId]) -> QueryResult<Vec<Self>> {
        let rows = Self::query()
            .filter(playback_positions::user_id.eq(user))
            .filter(playback_positions::media_item_id.eq_any(items))
            .load::<Self>(&mut conn)
            .await?;
        Ok(rows.into_iter().filter(Self::is_open).collect())
    }

    /// What a person may resume, the latest first.
    pub async fn page(
        mut conn: &AsyncPgConnection,
        user: UserId,
        after: Option<(DateTime<Utc>, MediaItemId)>,
        limit: i64,
    ) -> QueryResult<Vec<Self>> {
        let mut query = Self::query()
            .filter(playback_positions::user_id.eq(user))
            .filter(open())
            .order((playback_positions::occurred_at.desc(), playback_positions::media_item_id.desc()))
            .limit(limit)
            .into_boxed();
        if let Some((at, item)) = after {
            query = query.filter(
                sql::<Bool>("(playback_positions.occurred_at, playback_positions.media_item_id) < (")
                    .bind::<Timestamptz, _>(at)
                    .sql(", ")
                    .bind::<SqlUuid, _>(item.0)
                    .sql(")"),
            );
        }
        query.keep().load(&mut conn).await
    }

    /// How many items a person may resume.
    pub async fn count(mut conn: &AsyncPgConnection, user: UserId) -> QueryResult<i64> {
        playback_positions::table.filter(playback_positions::user_id.eq(user)).filter(open()).count().get_result(&mut conn).await
    }

    /// Positions where silence has lasted long enough to make them plays.
    pub async fn to_settle(
        mut conn: &AsyncPgConnection,
        now: DateTime<Utc>,
        limit: i64,
    ) -> QueryResult<Vec<(UserId, MediaItemId)>> {
        playback_positions::table
            .filter(playback_positions::settle_after.le(now))
            .order(playback_positions::settle_after)
            .limit(limit)
            .select((playback_positions::user_id, playback_positions::media_item_id))
            .load(&mut conn)
            .await
    }

    /// Nothing is left to resume of these items by these people.
    pub async fn clear_all(mut conn: &AsyncPgConnection, gone: &[(UserId, MediaItemId)]) -> QueryResult<()> {
        if gone.is_empty() {
            return Ok(());
        }
        let (users, items): (Vec<UserId>, Vec<MediaItemId>) = gone.iter().copied().unzip();
        diesel::sql_query(
            "DELETE FROM playback_positions USING unnest($1, $2) AS gone(user_id, media_item_id)
             WHERE playback_positions.user_id = gone.user_id AND playback_positions.media_item_id = gone.media_item_id",
        )
        .bind::<Array<SqlUuid>, _>(users)
        .bind::<Array<SqlUuid>, _>(items)
        .keep()
        .execute(&mut conn)
        .await
        .map(|_| ())
    }

    /// Hides what was left up to this time.
    pub async fn dismiss(mut conn: &AsyncPgConnection, user: UserId, item: MediaItemId, up_to: DateTime<Utc>) -> QueryResult<()> {
        diesel::update(playback_positions::table.find((user, item)))
            .set((playback_positions::dismissed_at.eq(up_to), playback_positions::updated_at.eq(diesel::dsl::now)))
            .execute(&mut conn)
            .await
            .map(|_| ())
    }
}

/// Not dismissed, or gone on since.
#[diesel::dsl::auto_type(no_type_alias)]
fn open() -> _ {
    playback_positions::dismissed_at
        .is_null()
        .or(playback_positions::dismissed_at.lt(playback_positions::occurred_at.nullable()))
        .assume_not_null()
}

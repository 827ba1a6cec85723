use std::sync::LazyLock;

use chrono::{DateTime, Utc};
use diesel::prelude::*;
use diesel_async::{AsyncPgConnection, RunQueryDsl};
use serde::Serialize;
use serde_json::Value;

use crate::rows;
use crate::schema::currently_watching;
use crate::{MediaItemId, PresenceState, Scope, UserId};

/// What a person plays right now.
#[derive(Debug, Clone, PartialEq, HasQuery, Serialize)]
#[diesel(table_name = currently_watching)]
pub struct CurrentlyWatching {
    /// Who.
    pub user_id: UserId,
    /// What.
    pub media_item_id: MediaItemId,
    /// Whether it is moving.
    pub state: PresenceState,
    /// How far, from 0 to 100, as last heard.
    pub progress_percent: f32,
    /// How far, in seconds, as last heard.
    pub position_seconds: Option<i32>,
    /// How long the whole is.
    pub duration_seconds: Option<i32>,
    /// What else the player says about progress.
    pub progress_data: Option<Value>,
    /// Who told us.
    pub source: String,
    /// On what it plays.
    pub device_name: Option<String>,
    /// Only its person may know of it.
    pub is_private: bool,
    /// When they began.
    pub started_at: DateTime<Utc>,
    /// When the player was last heard.
    pub last_heartbeat_at: DateTime<Utc>,
    /// When it ends if nothing more is heard.
    pub expires_at: DateTime<Utc>,
    /// Until when something else that they began may be playing behind this.
    pub others_until: Option<DateTime<Utc>>,
}

static SET: LazyLock<String> = LazyLock::new(|| {
    rows::upsert_sql(
        "currently_watching",
        &["user_id"],
        &[
            "media_item_id",
            "state",
            "progress_percent",
            "position_seconds",
            "duration_seconds",
            "progress_data",
            "source",
            "device_name",
            "is_private",
            "started_at",
            "last_heartbeat_at",
            "expires_at",
            "others_until",
        ],
    )
});

impl CurrentlyWatching {
    /// What this person plays, expired or not.
    pub async fn find(mut conn: &AsyncPgConnection, user: UserId) -> QueryResult<Option<Self>> {
        Self::query().find(user).first(&mut conn).await.optional()
    }

    /// What these people play at this time, as far as the scope lets it be seen.
    pub async fn by_users(
        mut conn: &AsyncPgConnection,
        scope: &Scope,
        users: &[UserId],
        now: DateTime<Utc>,
    ) -> QueryResult<Vec<Self>> {
        let rows = Self::query()
            .filter(currently_watching::user_id.eq_any(users))
            .filter(currently_watching::expires_at.gt(now))
            .load::<Self>(&mut conn)
            .await?;
        Ok(rows.into_iter().filter(|row| scope.includes(row.user_id, row.is_private)).collect())
    }

    /// What everybody in the scope plays at this time, the latest to begin first.
    pub async fn in_scope(mut conn: &AsyncPgConnection, scope: &Scope, now: DateTime<Utc>, limit: i64) -> QueryResult<Vec<Self>> {
        let mut query = Self::query()
            .filter(currently_watching::expires_at.gt(now))
            .order((currently_watching::started_at.desc(), currently_watching::user_id))
            .limit(limit)
            .into_boxed();
        if let Some(owners) = scope.owners() {
            query = query.filter(currently_watching::user_id.eq_any(owners));
            let mine = scope.viewer().map_or_else(uuid::Uuid::nil, |viewer| viewer.0);
            query = query.filter(currently_watching::is_private.eq(false).or(currently_watching::user_id.eq(UserId(mine))));
        }
        query.load(&mut conn).await
    }

    /// People whose presence ran out, each with who told of it.
    pub async fn expired(mut conn: &AsyncPgConnection, now: DateTime<Utc>, limit: i64) -> QueryResult<Vec<(UserId, String)>> {
        currently_watching::table
            .filter(currently_watching::expires_at.le(now))
            .order(currently_watching::expires_at)
            .limit(limit)
            .select((currently_watching::user_id, currently_watching::source))
            .load(&mut conn)
            .await
    }

    /// Makes each of these the one thing its person plays.
    pub async fn set_all(conn: &AsyncPgConnection, shown: &[Self]) -> QueryResult<()> {
        rows::write(conn, &SET, shown).await
    }

    /// These people play nothing.
    pub async fn clear_all(mut conn: &AsyncPgConnection, people: &[UserId]) -> QueryResult<()> {
        if people.is_empty() {
            return Ok(());
        }
        diesel::delete(currently_watching::table.filter(currently_watching::user_id.eq_any(people)))
            .execute(&mut conn)
            .await
            .map(|_| ())
    }
}

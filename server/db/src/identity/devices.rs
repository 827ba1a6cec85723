use chrono::{DateTime, Utc};
use diesel::prelude::*;
use diesel_async::{AsyncPgConnection, RunQueryDsl};

use crate::schema::device_authorizations;
use crate::{DeviceAuthorizationId, DeviceAuthorizationState, UserId};

/// A device that waits for its code to be typed in, or did.
#[derive(Debug, Clone, HasQuery, Insertable)]
#[diesel(table_name = device_authorizations)]
pub struct DeviceAuthorization {
    /// Its id.
    pub id: DeviceAuthorizationId,
    /// The hash of what the device polls with.
    pub device_code_hash: Vec<u8>,
    /// What the person types in.
    pub user_code: String,
    /// What the program calls itself.
    pub client_id: String,
    /// Where it stands.
    pub state: DeviceAuthorizationState,
    /// Who decided.
    pub user_id: Option<UserId>,
    /// How long the device waits between two polls.
    pub poll_interval_seconds: i32,
    /// When it last polled.
    pub last_polled_at: Option<DateTime<Utc>>,
    /// When it ends.
    pub expires_at: DateTime<Utc>,
    /// When it began.
    pub created_at: DateTime<Utc>,
}

impl DeviceAuthorization {
    /// Adds it.
    ///
    /// # Errors
    /// Whatever the database answers: `device_authorizations_user_code_key` guards the code.
    pub async fn insert(&self, mut conn: &AsyncPgConnection) -> QueryResult<()> {
        diesel::insert_into(device_authorizations::table).values(self).execute(&mut conn).await?;
        Ok(())
    }

    /// The one a device polls for, locked.
    ///
    /// # Errors
    /// Whatever the database answers.
    pub async fn lock_by_device_code(mut conn: &AsyncPgConnection, hash: &[u8]) -> QueryResult<Option<Self>> {
        Self::query().filter(device_authorizations::device_code_hash.eq(hash)).for_update().first(&mut conn).await.optional()
    }

    /// The one with this code that still waits for its person.
    ///
    /// # Errors
    /// Whatever the database answers.
    pub async fn find_pending(mut conn: &AsyncPgConnection, user_code: &str, now: DateTime<Utc>) -> QueryResult<Option<Self>> {
        Self::query()
            .filter(device_authorizations::user_code.eq(user_code))
            .filter(device_authorizations::state.eq(DeviceAuthorizationState::Pending))
            .filter(device_authorizations::expires_at.gt(now))
            .first(&mut conn)
            .await
            .optional()
    }

    /// Decides the one with this code, once; `None` when it does not wait any more.
    ///
    /// # Errors
    /// Whatever the database answers.
    pub async fn decide(
        mut conn: &AsyncPgConnection,
        user_code: &str,
        state: DeviceAuthorizationState,
        by: UserId,
        now: DateTime<Utc>,
    ) -> QueryResult<Option<Self>> {
        diesel::update(device_authorizations::table)
            .filter(device_authorizations::user_code.eq(user_code))
            .filter(device_authorizations::state.eq(DeviceAuthorizationState::Pending))
            .filter(device_authorizations::expires_at.gt(now))
            .set((device_authorizations::state.eq(state), device_authorizations::user_id.eq(by)))
            .returning(Self::as_select())
            .get_result(&mut conn)
            .await
            .optional()
    }

    /// Notes a poll.
    ///
    /// # Errors
    /// Whatever the database answers.
    pub async fn polled(&self, mut conn: &AsyncPgConnection, now: DateTime<Utc>) -> QueryResult<()> {
        diesel::update(device_authorizations::table.find(self.id))
            .set(device_authorizations::last_polled_at.eq(now))
            .execute(&mut conn)
            .await?;
        Ok(())
    }

    /// Notes that the device has its session.
    ///
    /// # Errors
    /// Whatever the database answers.
    pub async fn use_up(&self, mut conn: &AsyncPgConnection) -> QueryResult<()> {
        diesel::update(device_authorizations::table.find(self.id))
            .set(device_authorizations::state.eq(DeviceAuthorizationState::Used))
            .execute(&mut conn)
            .await?;
        Ok(())
    }
}

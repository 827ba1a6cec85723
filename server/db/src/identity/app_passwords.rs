use chrono::{DateTime, Utc};
use diesel::prelude::*;
use diesel_async::{AsyncPgConnection, RunQueryDsl};

use crate::schema::{api_keys, app_passwords, users};
use crate::{ApiKeyId, UserStatus};

/// What the AudioScrobbler protocols need of a key that may only report playback.
#[derive(Debug, Insertable)]
#[diesel(table_name = app_passwords)]
pub struct NewAppPassword {
    /// The key.
    pub api_key_id: ApiKeyId,
    /// The MD5 of the key, in hexadecimal digits.
    pub challenge_digest: String,
    /// The hash of the session key that stands for it.
    pub session_key_hash: Vec<u8>,
}

impl NewAppPassword {
    /// Adds it.
    ///
    /// # Errors
    /// Whatever the database answers.
    pub async fn insert(&self, mut conn: &AsyncPgConnection) -> QueryResult<()> {
        diesel::insert_into(app_passwords::table).values(self).execute(&mut conn).await.map(|_| ())
    }

    /// The challenge digests of a person's keys that still work, the newest key first.
    ///
    /// # Errors
    /// Whatever the database answers.
    pub async fn digests_of(mut conn: &AsyncPgConnection, username: &str, now: DateTime<Utc>) -> QueryResult<Vec<String>> {
        app_passwords::table
            .inner_join(api_keys::table.inner_join(users::table))
            .filter(users::username.eq(username))
            .filter(users::status.eq(UserStatus::Active))
            .filter(api_keys::revoked_at.is_null())
            .filter(api_keys::expires_at.is_null().or(api_keys::expires_at.gt(now)))
            .order(api_keys::created_at.desc())
            .select(app_passwords::challenge_digest)
            .load(&mut conn)
            .await
    }
}

use std::collections::HashMap;

use chrono::{DateTime, Utc};
use diesel::prelude::*;
use diesel_async::{AsyncPgConnection, RunQueryDsl};
use ipnet::IpNet;

use super::Holder;
use crate::schema::{api_keys, app_passwords, users};
use crate::{ApiKeyId, TextArray, UserId, UserStatus};

/// An API key, without the key.
#[derive(Debug, Clone, HasQuery)]
#[diesel(table_name = api_keys)]
pub struct ApiKey {
    /// Its id.
    pub id: ApiKeyId,
    /// Whose.
    pub user_id: UserId,
    /// What its person calls it.
    pub name: String,
    /// The first characters of the key, to tell keys apart.
    pub prefix: String,
    /// What it allows.
    pub scopes: TextArray,
    /// When it was last used, to the minute.
    pub last_used_at: Option<DateTime<Utc>>,
    /// Where it was last used from.
    pub last_ip: Option<IpNet>,
    /// How many requests came with it.
    pub usage_count: i64,
    /// When it ends.
    pub expires_at: Option<DateTime<Utc>>,
    /// When it was revoked.
    pub revoked_at: Option<DateTime<Utc>>,
    /// When it was made.
    pub created_at: DateTime<Utc>,
}

/// A key to be.
#[derive(Insertable)]
#[diesel(table_name = api_keys)]
pub struct NewApiKey {
    /// Its id.
    pub id: ApiKeyId,
    /// Whose.
    pub user_id: UserId,
    /// What its person calls it.
    pub name: String,
    /// Its first characters.
    pub prefix: String,
    /// Its hash.
    pub key_hash: Vec<u8>,
    /// What it allows.
    pub scopes: TextArray,
    /// When it ends.
    pub expires_at: Option<DateTime<Utc>>,
    /// Now.
    pub created_at: DateTime<Utc>,
}

/// What a request's API key proves: one statement reads all of it.
#[derive(Debug, Clone, HasQuery)]
#[diesel(table_name = api_keys)]
#[diesel(base_query = api_keys::table.inner_join(users::table))]
pub struct ApiKeyHolder {
    /// The key.
    pub id: ApiKeyId,
    /// What it allows.
    pub scopes: TextArray,
    /// The person.
    #[diesel(embed)]
    pub person: Holder,
}

/// What a key is looked up by.
#[derive(Debug, Clone, Copy)]
pub enum ApiKeyProof<'a> {
    /// The hash of the session key that AudioScrobbler's clients were given for it.
    Session(&'a [u8]),
    /// The key that was proved before.
    Id(ApiKeyId),
}

/// Whether a key still works.
#[diesel::dsl::auto_type]
fn works(now: DateTime<Utc>) -> _ {
    let active: UserStatus = UserStatus::Active;
    api_keys::revoked_at
        .is_null()
        .and(api_keys::expires_at.is_null().or(api_keys::expires_at.gt(now)))
        .and(users::status.eq(active))
}

impl ApiKeyHolder {
    /// Who holds the keys with these hashes, by hash, as far as they still work.
    ///
    /// # Errors
    /// Whatever the database answers.
    pub async fn by_hashes(
        mut conn: &AsyncPgConnection,
        hashes: &[Vec<u8>],
        now: DateTime<Utc>,
    ) -> QueryResult<HashMap<Vec<u8>, Self>> {
        let rows = api_keys::table
            .inner_join(users::table)
            .filter(api_keys::key_hash.eq_any(hashes))
            .filter(works(now))
            .select((api_keys::key_hash, Self::as_select()))
            .load(&mut conn)
            .await?;
        Ok(rows.into_iter().collect())
    }

    /// Who holds this key, if it still works.
    ///
    /// # Errors
    /// Whatever the database answers.
    pub async fn find(mut conn: &AsyncPgConnection, proof: ApiKeyProof<'_>, now: DateTime<Utc>) -> QueryResult<Option<Self>> {
        let query = Self::query().filter(works(now)).into_boxed();
        let query = match proof {
            ApiKeyProof::Session(hash) => {
                let sessions = app_passwords::table.filter(app_passwords::session_key_hash.eq(hash.to_vec()));
                query.filter(api_keys::id.eq_any(sessions.select(app_passwords::api_key_id)))
            }
            ApiKeyProof::Id(id) => query.filter(api_keys::id.eq(id)),
        };
        query.first(&mut conn).await.optional()
    }
}

impl NewApiKey {
    /// Adds the key.
    ///
    /// # Errors
    /// Whatever the database answers.
    pub async fn insert(&self, mut conn: &AsyncPgConnection) -> QueryResult<ApiKey> {
        diesel::insert_into(api_keys::table).values(self).returning(ApiKey::as_select()).get_result(&mut conn).await
    }
}

impl ApiKey {
    /// A person's keys that were not revoked, the newest first.
    ///
    /// # Errors
    /// Whatever the database answers.
    pub async fn of(mut conn: &AsyncPgConnection, user_id: UserId, limit: i64) -> QueryResult<Vec<Self>> {
        Self::query()
            .filter(api_keys::user_id.eq(user_id).and(api_keys::revoked_at.is_null()))
            .order((api_keys::created_at.desc(), api_keys::id.desc()))
            .limit(limit)
            .load(&mut conn)
            .await
    }

    /// How many keys a person has that were not revoked.
    ///
    /// # Errors
    /// Whatever the database answers.
    pub async fn count_of(mut conn: &AsyncPgConnection, user_id: UserId) -> QueryResult<i64> {
        api_keys::table
            .filter(api_keys::user_id.eq(user_id).and(api_keys::revoked_at.is_null()))
            .count()
            .get_result(&mut conn)
            .await
    }

    /// Revokes a person's key; `None` when they have no such key or it was revoked before.
    ///
    /// # Errors
    /// Whatever the database answers.
    pub async fn revoke(
        mut conn: &AsyncPgConnection,
        user_id: UserId,
        id: ApiKeyId,
        now: DateTime<Utc>,
    ) -> QueryResult<Option<Self>> {
        diesel::update(api_keys::table.find(id))
            .filter(api_keys::user_id.eq(user_id).and(api_keys::revoked_at.is_null()))
            .set(api_keys::revoked_at.eq(now))
            .returning(Self::as_select())
            .get_result(&mut conn)
            .await
            .optional()
    }

    /// Adds requests that came with the key.
    ///
    /// # Errors
    /// Whatever the database answers.
    pub async fn add_usage(
        mut conn: &AsyncPgConnection,
        id: ApiKeyId,
        requests: i64,
        ip: Option<IpNet>,
        now: DateTime<Utc>,
    ) -> QueryResult<()> {
        diesel::update(api_keys::table.find(id))
            .set((
                api_keys::usage_count.eq(api_keys::usage_count + requests),
                api_keys::last_used_at.eq(now),
                ip.map(|ip| api_keys::last_ip.eq(ip)),
            ))
            .execute(&mut conn)
            .await?;
        Ok(())
    }
}

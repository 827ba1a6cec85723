use chrono::{DateTime, Utc};
use diesel::prelude::*;
use diesel_async::{AsyncPgConnection, RunQueryDsl};

use crate::schema::verification_tokens;
use crate::{UserId, VerificationPurpose, VerificationTokenId};

/// The advisory lock that whoever makes the first administrator holds: one at a time, on any server process.
const SETUP_LOCK: i64 = 0x4d4e_5365_7475_7000;

/// A one-time link to be.
#[derive(Insertable)]
#[diesel(table_name = verification_tokens)]
pub struct NewVerificationToken {
    /// Its id.
    pub id: VerificationTokenId,
    /// What it is for.
    pub purpose: VerificationPurpose,
    /// For whom.
    pub user_id: Option<UserId>,
    /// Its hash.
    pub token_hash: Vec<u8>,
    /// When it ends.
    pub expires_at: DateTime<Utc>,
    /// Now.
    pub created_at: DateTime<Utc>,
}

impl NewVerificationToken {
    /// Adds the link.
    ///
    /// # Errors
    /// Whatever the database answers.
    pub async fn insert(&self, mut conn: &AsyncPgConnection) -> QueryResult<()> {
        diesel::insert_into(verification_tokens::table).values(self).execute(&mut conn).await?;
        Ok(())
    }
}

/// Whether a link still works.
///
/// # Errors
/// Whatever the database answers.
pub async fn verification_token_works(
    mut conn: &AsyncPgConnection,
    purpose: VerificationPurpose,
    hash: &[u8],
    now: DateTime<Utc>,
) -> QueryResult<bool> {
    let works = verification_tokens::table
        .filter(verification_tokens::token_hash.eq(hash).and(verification_tokens::purpose.eq(purpose)))
        .filter(verification_tokens::used_at.is_null().and(verification_tokens::expires_at.gt(now)));
    diesel::select(diesel::dsl::exists(works)).get_result(&mut conn).await
}

/// Uses a link up; false when it did not work any more.
///
/// # Errors
/// Whatever the database answers.
pub async fn use_verification_token(
    mut conn: &AsyncPgConnection,
    purpose: VerificationPurpose,
    hash: &[u8],
    now: DateTime<Utc>,
) -> QueryResult<bool> {
    let used = diesel::update(verification_tokens::table)
        .filter(verification_tokens::token_hash.eq(hash).and(verification_tokens::purpose.eq(purpose)))
        .filter(verification_tokens::used_at.is_null().and(verification_tokens::expires_at.gt(now)))
        .set(verification_tokens::used_at.eq(now))
        .execute(&mut conn)
        .await?;
    Ok(used == 1)
}

/// Makes every link for this purpose that was not used worthless.
///
/// # Errors
/// Whatever the database answers.
pub async fn discard_verification_tokens(mut conn: &AsyncPgConnection, purpose: VerificationPurpose) -> QueryResult<()> {
    diesel::delete(verification_tokens::table)
        .filter(verification_tokens::purpose.eq(purpose).and(verification_tokens::used_at.is_null()))
        .execute(&mut conn)
        .await?;
    Ok(())
}

/// Waits until nobody else makes the first administrator; held until the transaction ends.
///
/// # Errors
/// Whatever the database answers.
pub async fn lock_setup(mut conn: &AsyncPgConnection) -> QueryResult<()> {
    diesel::sql_query("SELECT pg_advisory_xact_lock($1)")
        .bind::<diesel::sql_types::BigInt, _>(SETUP_LOCK)
        .execute(&mut conn)
        .await?;
    Ok(())
}

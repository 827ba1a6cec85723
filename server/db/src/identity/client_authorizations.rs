use chrono::{DateTime, Utc};
use diesel::prelude::*;
use diesel_async::{AsyncPgConnection, RunQueryDsl};

use crate::schema::client_authorizations;
use crate::{ClientAuthorizationId, SessionId, UserId};

/// A program that its person let in, and the code it trades for its session.
#[derive(Debug, Clone, HasQuery, Insertable)]
#[diesel(table_name = client_authorizations)]
pub struct ClientAuthorization {
    /// Its id.
    pub id: ClientAuthorizationId,
    /// The hash of the code.
    pub code_hash: Vec<u8>,
    /// Who let it in.
    pub user_id: UserId,
    /// What the program calls itself.
    pub client_id: String,
    /// Where the code was sent.
    pub redirect_uri: String,
    /// What the program's proof must hash to, where it sent a challenge.
    pub code_challenge: Option<String>,
    /// The session it got.
    pub session_id: Option<SessionId>,
    /// When it got it.
    pub used_at: Option<DateTime<Utc>>,
    /// Until when the code works.
    pub expires_at: DateTime<Utc>,
    /// When it was let in.
    pub created_at: DateTime<Utc>,
}

impl ClientAuthorization {
    /// Adds it.
    ///
    /// # Errors
    /// Whatever the database answers.
    pub async fn insert(&self, mut conn: &AsyncPgConnection) -> QueryResult<()> {
        diesel::insert_into(client_authorizations::table).values(self).execute(&mut conn).await.map(|_| ())
    }

    /// The one with this code, locked.
    ///
    /// # Errors
    /// Whatever the database answers.
    pub async fn lock_by_code(mut conn: &AsyncPgConnection, hash: &[u8]) -> QueryResult<Option<Self>> {
        Self::query().filter(client_authorizations::code_hash.eq(hash)).for_update().first(&mut conn).await.optional()
    }

    /// Notes that the program has its session.
    ///
    /// # Errors
    /// Whatever the database answers.
    pub async fn use_up(&self, mut conn: &AsyncPgConnection, session: SessionId, at: DateTime<Utc>) -> QueryResult<()> {
        diesel::update(client_authorizations::table.find(self.id))
            .set((client_authorizations::session_id.eq(session), client_authorizations::used_at.eq(at)))
            .execute(&mut conn)
            .await
            .map(|_| ())
    }
}

use std::collections::HashMap;

use chrono::{DateTime, Utc};
use diesel::prelude::*;
use diesel_async::{AsyncPgConnection, RunQueryDsl};
use ipnet::IpNet;

use crate::schema::{sessions, users};
use crate::{Role, SessionId, SessionKind, TextArray, UserId, UserStatus};

/// A sign-in, without its tokens.
#[derive(Debug, Clone, HasQuery)]
#[diesel(table_name = sessions)]
pub struct Session {
    /// Its id.
    pub id: SessionId,
    /// Whose.
    pub user_id: UserId,
    /// How its tokens travel.
    pub kind: SessionKind,
    /// What it allows; `None` is everything.
    pub scopes: Option<TextArray>,
    /// Where it was last used from.
    pub ip: Option<IpNet>,
    /// What the client called itself.
    pub user_agent: Option<String>,
    /// What the person calls the device.
    pub device_name: Option<String>,
    /// The program that signed in by code.
    pub client_id: Option<String>,
    /// When its access token ends.
    pub expires_at: DateTime<Utc>,
    /// When it ends unless it is refreshed before.
    pub refresh_expires_at: DateTime<Utc>,
    /// When it was last used, to the minute.
    pub last_used_at: DateTime<Utc>,
    /// When it began.
    pub created_at: DateTime<Utc>,
}

/// A sign-in to be.
#[derive(Insertable)]
#[diesel(table_name = sessions)]
pub struct NewSession {
    /// Its id.
    pub id: SessionId,
    /// Whose.
    pub user_id: UserId,
    /// How its tokens travel.
    pub kind: SessionKind,
    /// What it allows; `None` is everything.
    pub scopes: Option<TextArray>,
    /// The hash of the access token.
    pub access_token_hash: Vec<u8>,
    /// The hash of the refresh token.
    pub refresh_token_hash: Vec<u8>,
    /// The hash of what all its refresh tokens share.
    pub refresh_family_hash: Vec<u8>,
    /// Where it began.
    pub ip: Option<IpNet>,
    /// What the client called itself.
    pub user_agent: Option<String>,
    /// What the person calls the device.
    pub device_name: Option<String>,
    /// The program that signed in by code.
    pub client_id: Option<String>,
    /// When the access token ends.
    pub expires_at: DateTime<Utc>,
    /// When it ends unless it is refreshed before.
    pub refresh_expires_at: DateTime<Utc>,
    /// Now.
    pub last_used_at: DateTime<Utc>,
    /// Now.
    pub created_at: DateTime<Utc>,
}

/// What a request's session token proves: one statement reads all of it.
#[derive(Debug, Clone, HasQuery)]
#[diesel(table_name = sessions)]
#[diesel(base_query = sessions::table.inner_join(users::table))]
pub struct SessionHolder {
    /// The session.
    pub id: SessionId,
    /// What it allows; `None` is everything.
    pub scopes: Option<TextArray>,
    /// When it was last used.
    pub last_used_at: DateTime<Utc>,
    /// The person.
    #[diesel(embed)]
    pub person: Holder,
}

/// The person who holds a session or key.
#[derive(Debug, Clone, Queryable, Selectable)]
#[diesel(table_name = users)]
pub struct Holder {
    /// Who.
    #[diesel(column_name = id)]
    pub user_id: UserId,
    /// Their display name.
    pub display_name: String,
    /// Their role.
    pub role: Role,
    /// They must choose a new password first.
    pub requires_password_change: bool,
}

/// A session's current token with whether it still is, and the one before it with whether that still works.
type ByToken = (Vec<u8>, bool, Option<Vec<u8>>, Option<bool>, SessionHolder);

impl SessionHolder {
    /// Who holds the access tokens with these hashes, by hash: a session's current one, or the one before it for as long as
    /// a refresh after `grace_since` lets requests under way finish.
    ///
    /// # Errors
    /// Whatever the database answers.
    pub async fn by_access_tokens(
        mut conn: &AsyncPgConnection,
        hashes: &[Vec<u8>],
        now: DateTime<Utc>,
        grace_since: DateTime<Utc>,
    ) -> QueryResult<HashMap<Vec<u8>, Self>> {
        let is_current = sessions::expires_at.gt(now);
        let was_current = sessions::refreshed_at.gt(grace_since);
        let current = sessions::access_token_hash.eq_any(hashes).and(is_current);
        let previous = sessions::previous_access_token_hash.eq_any(hashes).and(was_current);
        let rows: Vec<ByToken> = sessions::table
            .inner_join(users::table)
            .filter(current.nullable().or(previous))
            .filter(sessions::revoked_at.is_null())
            .filter(users::status.eq(UserStatus::Active))
            .select((
                sessions::access_token_hash,
                is_current,
                sessions::previous_access_token_hash,
                was_current,
                Self::as_select(),
            ))
            .load(&mut conn)
            .await?;
        let mut holders = HashMap::with_capacity(hashes.len());
        for (current, is_current, previous, was_current, holder) in rows {
            if let Some(previous) = previous.filter(|_| was_current == Some(true)) {
                holders.insert(previous, holder.clone());
            }
            if is_current {
                holders.insert(current, holder);
            }
        }
        Ok(holders)
    }

    /// Who holds this session, if it still lives.
    ///
    /// # Errors
    /// Whatever the database answers.
    pub async fn find(mut conn: &AsyncPgConnection, id: SessionId, now: DateTime<Utc>) -> QueryResult<Option<Self>> {
        Self::query()
            .filter(sessions::id.eq(id))
            .filter(sessions::refresh_expires_at.gt(now))
            .filter(sessions::revoked_at.is_null())
            .filter(users::status.eq(UserStatus::Active))
            .first(&mut conn)
            .await
            .optional()
    }
}

/// A session as the refresh rule sees it.
#[derive(Debug, Clone, HasQuery)]
#[diesel(table_name = sessions)]
#[diesel(base_query = sessions::table.inner_join(users::table))]
pub struct RefreshState {
    /// The session.
    pub id: SessionId,
    /// How its tokens travel.
    pub kind: SessionKind,
    /// The hash of the access token.
    pub access_token_hash: Vec<u8>,
    /// The hash of the refresh token.
    pub refresh_token_hash: Vec<u8>,
    /// The hash of the refresh token before it.
    pub previous_refresh_token_hash: Option<Vec<u8>>,
    /// What the last refresh mixed into its tokens.
    pub rotation_nonce: Option<Vec<u8>>,
    /// When it was last refreshed.
    pub refreshed_at: Option<DateTime<Utc>>,
    /// When the access token ends.
    pub expires_at: DateTime<Utc>,
    /// When the refresh token ends.
    pub refresh_expires_at: DateTime<Utc>,
    /// When it was revoked.
    pub revoked_at: Option<DateTime<Utc>>,
    /// The person.
    #[diesel(embed)]
    pub person: Holder,
    /// Whether the person may sign in.
    #[diesel(embed)]
    pub standing: Standing,
}

/// Whether a person may sign in.
#[derive(Debug, Clone, Queryable, Selectable)]
#[diesel(table_name = users)]
pub struct Standing {
    /// Their state.
    pub status: UserStatus,
}

impl RefreshState {
    /// The session whose refresh tokens share this family, locked.
    ///
    /// # Errors
    /// Whatever the database answers.
    pub async fn lock_by_family(mut conn: &AsyncPgConnection, family_hash: &[u8]) -> QueryResult<Option<Self>> {
        // The lock comes first and on its own: FOR UPDATE on the join would lock the person's row too.
        let id: Option<SessionId> = sessions::table
            .filter(sessions::refresh_family_hash.eq(family_hash))
            .select(sessions::id)
            .for_update()
            .first(&mut conn)
            .await
            .optional()?;
        match id {
            Some(id) => Self::query().filter(sessions::id.eq(id)).first(&mut conn).await.optional(),
            None => Ok(None),
        }
    }
}

/// What a refresh writes.
#[derive(AsChangeset)]
#[diesel(table_name = sessions)]
#[diesel(treat_none_as_null = true)]
pub struct Rotation {
    /// The hash of the new access token.
    pub access_token_hash: Vec<u8>,
    /// The hash of the new refresh token.
    pub refresh_token_hash: Vec<u8>,
    /// The hash of the access token before it, if that had not ended.
    pub previous_access_token_hash: Option<Vec<u8>>,
    /// The hash of the refresh token before it.
    pub previous_refresh_token_hash: Option<Vec<u8>>,
    /// What was mixed into the new tokens.
    pub rotation_nonce: Option<Vec<u8>>,
    /// Now.
    pub refreshed_at: Option<DateTime<Utc>>,
    /// When the new access token ends.
    pub expires_at: DateTime<Utc>,
    /// When the new refresh token ends.
    pub refresh_expires_at: DateTime<Utc>,
    /// Now.
    pub last_used_at: DateTime<Utc>,
    /// Where the refresh came from.
    pub ip: Option<IpNet>,
}

impl Rotation {
    /// Writes the refresh.
    ///
    /// # Errors
    /// Whatever the database answers.
    pub async fn apply(&self, mut conn: &AsyncPgConnection, id: SessionId) -> QueryResult<()> {
        diesel::update(sessions::table.find(id)).set(self).execute(&mut conn).await?;
        Ok(())
    }
}

impl NewSession {
    /// Begins the session.
    ///
    /// # Errors
    /// Whatever the database answers.
    pub async fn insert(&self, mut conn: &AsyncPgConnection) -> QueryResult<Session> {
        diesel::insert_into(sessions::table).values(self).returning(Session::as_select()).get_result(&mut conn).await
    }
}

impl Session {
    /// A person's session, while it lives.
    ///
    /// # Errors
    /// Whatever the database answers.
    pub async fn find_live(
        mut conn: &AsyncPgConnection,
        user_id: UserId,
        id: SessionId,
        now: DateTime<Utc>,
    ) -> QueryResult<Option<Self>> {
        Self::query()
            .filter(sessions::id.eq(id).and(sessions::user_id.eq(user_id)))
            .filter(sessions::revoked_at.is_null().and(sessions::refresh_expires_at.gt(now)))
            .first(&mut conn)
            .await
            .optional()
    }

    /// A person's living sessions, the newest first.
    ///
    /// # Errors
    /// Whatever the database answers.
    pub async fn live_of(
        mut conn: &AsyncPgConnection,
        user_id: UserId,
        now: DateTime<Utc>,
        limit: i64,
    ) -> QueryResult<Vec<Self>> {
        Self::query()
            .filter(sessions::user_id.eq(user_id))
            .filter(sessions::revoked_at.is_null().and(sessions::refresh_expires_at.gt(now)))
            .order((sessions::created_at.desc(), sessions::id.desc()))
            .limit(limit)
            .load(&mut conn)
            .await
    }

    /// Ends a person's sessions: all, or all but `except`, or only `only`. Returns those it ended.
    ///
    /// # Errors
    /// Whatever the database answers.
    pub async fn revoke(
        mut conn: &AsyncPgConnection,
        user_id: UserId,
        which: WhichSessions,
        reason: &str,
        now: DateTime<Utc>,
    ) -> QueryResult<Vec<SessionId>> {
        let update = diesel::update(sessions::table)
            .filter(sessions::user_id.eq(user_id).and(sessions::revoked_at.is_null()))
            .set((sessions::revoked_at.eq(now), sessions::revoked_reason.eq(reason)))
            .into_boxed();
        let update = match which {
            WhichSessions::All => update,
            WhichSessions::Only(id) => update.filter(sessions::id.eq(id)),
            WhichSessions::AllBut(id) => update.filter(sessions::id.ne(id)),
        };
        update.returning(sessions::id).get_results(&mut conn).await
    }

    /// Notes that the session was used, at most once a minute.
    ///
    /// # Errors
    /// Whatever the database answers.
    pub async fn touch(
        mut conn: &AsyncPgConnection,
        id: SessionId,
        ip: Option<IpNet>,
        now: DateTime<Utc>,
        unless_since: DateTime<Utc>,
    ) -> QueryResult<()> {
        diesel::update(sessions::table.find(id).filter(sessions::last_used_at.le(unless_since)))
            .set((sessions::last_used_at.eq(now), ip.map(|ip| sessions::ip.eq(ip))))
            .execute(&mut conn)
            .await?;
        Ok(())
    }
}

/// Which of a person's sessions.
#[derive(Debug, Clone, Copy)]
pub enum WhichSessions {
    /// All of them.
    All,
    /// Only this one.
    Only(SessionId),
    /// All but this one.
    AllBut(SessionId),
}

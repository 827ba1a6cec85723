//! API keys: for programs that act for a person without their password.

use chrono::{DateTime, Utc};
use secrecy::SecretString;
use serde_json::json;

use super::{app_passwords, fields, tokens};
use crate::admin::audit::{self, Entry};
use crate::db::identity::{ApiKey, NewApiKey};
use crate::db::{ApiKeyId, AsyncConnection as _, AsyncPgConnection, AuditSeverity, Role, UserId};
use crate::error::Problems;
use crate::events::Event;
use crate::policy::{Access, Actor, identity as policy};
use crate::{App, Error, Result};

/// The most keys one person has.
const MAX_KEYS: i64 = 100;

/// A key that has just been made.
#[derive(Debug)]
pub struct IssuedKey {
    /// Its row.
    pub key: ApiKey,
    /// The key itself, which is not shown again.
    pub secret: SecretString,
}

/// Makes a key of the caller's.
///
/// # Errors
/// [`Error::Invalid`], [`Error::Conflict`] for too many keys, [`Error::Unauthenticated`], or [`Error::Forbidden`] for
/// keys and players.
pub async fn create(
    app: &App,
    actor: &Actor,
    name: &str,
    access: &[Access],
    expires_at: Option<DateTime<Utc>>,
) -> Result<IssuedKey> {
    let (person, _) = policy::sign_in_means(actor)?;
    let (user_id, role, now, name) = (person.id, person.role, app.now(), name.trim());
    let mut access = access.to_vec();
    access.sort_unstable();
    access.dedup();
    let mut problems = Problems::default();
    fields::line(&mut problems, "name", name, 1, 100);
    problems.check(!access.is_empty(), "scopes", "choose at least one");
    let may_administer = role >= Role::Moderator || !access.contains(&Access::Admin);
    problems.check(may_administer, "scopes", "only moderators and administrators have use for the scope `admin`");
    problems.check(expires_at.is_none_or(|at| at > now), "expiresAt", "choose a moment to come");
    problems.into_result()?;

    let mut conn = app.db().await?;
    conn.transaction(async |conn| issue(app, actor, conn, user_id, NewKey { name, access: &access, expires_at }).await).await
}

/// What a key is to be.
pub(super) struct NewKey<'a> {
    pub(super) name: &'a str,
    /// Sorted, each once.
    pub(super) access: &'a [Access],
    pub(super) expires_at: Option<DateTime<Utc>>,
}

/// Makes a person's key in the caller's transaction.
pub(super) async fn issue(
    app: &App,
    actor: &Actor,
    conn: &AsyncPgConnection,
    user_id: UserId,
    key: NewKey<'_>,
) -> Result<IssuedKey> {
    if ApiKey::count_of(conn, user_id).await? >= MAX_KEYS {
        return Err(Error::conflict("you have too many keys; revoke some first"));
    }
    let prefix = tokens::key_prefix();
    let secret = format!("{}{prefix}_{}", tokens::API_KEY_PREFIX, tokens::random_text());
    let new = NewApiKey {
        id: app.new_id(),
        user_id,
        name: key.name.to_owned(),
        prefix,
        key_hash: tokens::hash(&secret),
        scopes: key.access.iter().map(|access| access.as_str()).collect(),
        expires_at: key.expires_at,
        created_at: app.now(),
    };
    let row = new.insert(conn).await?;
    if app_passwords::is_one(key.access) {
        app_passwords::row(row.id, &secret).insert(conn).await?;
    }
    let entry = Entry::new("identity.key_created")
        .on("key", row.id)
        .with(json!({ "name": row.name, "prefix": row.prefix, "scopes": row.scopes.0, "expiresAt": row.expires_at }))
        .severity(AuditSeverity::Warning);
    audit::record(app, actor, conn, entry).await?;
    Ok(IssuedKey { key: row, secret: secret.into() })
}

/// The caller's keys that were not revoked, the newest first.
///
/// # Errors
/// [`Error::Unauthenticated`], or [`Error::Forbidden`] for keys and players.
pub async fn mine(app: &App, actor: &Actor) -> Result<Vec<ApiKey>> {
    let (person, _) = policy::sign_in_means(actor)?;
    let conn = app.db().await?;
    Ok(ApiKey::of(&conn, person.id, MAX_KEYS).await?)
}

/// Revokes a key of the caller's; its sockets close within seconds.
///
/// # Errors
/// [`Error::NotFound`], [`Error::Unauthenticated`], or [`Error::Forbidden`] for keys and players.
pub async fn revoke(app: &App, actor: &Actor, id: ApiKeyId) -> Result<ApiKey> {
    let (person, _) = policy::sign_in_means(actor)?;
    let user_id = person.id;
    let mut conn = app.db().await?;
    conn.transaction(async |conn| {
        let key = ApiKey::revoke(conn, user_id, id, app.now()).await?.ok_or(Error::NotFound("key"))?;
        let entry = Entry::new("identity.key_revoked").on("key", id).with(json!({ "name": key.name, "prefix": key.prefix }));
        audit::record(app, actor, conn, entry).await?;
        Event::ApiKeyRevoked { id }.emit(conn).await?;
        Ok(key)
    })
    .await
}

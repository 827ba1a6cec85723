use ipnet::IpNet;
use secrecy::{ExposeSecret as _, SecretString};
use serde_json::json;

use super::authenticate::GRACE;
use super::begin::{access_lifetime, refresh_lifetime};
use super::tokens::{self, RefreshToken, SessionTokens};
use crate::admin::audit::{self, Entry};
use crate::admin::settings;
use crate::db::identity::{RefreshState, Rotation, Session, WhichSessions};
use crate::db::{AsyncConnection as _, AsyncPgConnection, AuditSeverity, SessionId, SessionKind, UserStatus};
use crate::events::Event;
use crate::policy::Actor;
use crate::{App, Error, Result};

/// A session with its next tokens.
#[derive(Debug)]
pub struct Refreshed {
    /// Which.
    pub session_id: SessionId,
    /// How its tokens travel.
    pub kind: SessionKind,
    /// Its tokens.
    pub tokens: SessionTokens,
}

/// Gives a session its next tokens. Each refresh token works once.
///
/// An answer may be lost on its way, and two tabs may refresh at the same time: within a short grace the token before
/// the current one is answered again, with the very same tokens, which are derived from it and from a nonce that is kept
/// with the session. Whoever uses a replaced token later, or one replaced longer ago, did not get it from us last: the
/// session ends for both, and the audit log says so.
///
/// # Errors
/// [`Error::Unauthenticated`] for a token that does not work; the person has to sign in again.
pub async fn refresh(app: &App, actor: &Actor, token: &SecretString) -> Result<Refreshed> {
    let token = RefreshToken::parse(token.expose_secret()).ok_or(Error::Unauthenticated)?;
    let mut conn = app.db().await?;
    // The reuse must be written although it is refused, so the refusal is the transaction's value, not its error.
    let refreshed = conn
        .transaction(async |conn| {
            let now = app.now();
            let Some(state) = RefreshState::lock_by_family(conn, &token.family_hash()).await? else { return Ok(None) };
            let is_over = state.revoked_at.is_some() || state.refresh_expires_at <= now;
            if is_over || state.standing.status != UserStatus::Active {
                return Ok::<_, Error>(None);
            }
            let hash = token.hash();
            if state.refresh_token_hash == hash {
                return rotate(app, actor, conn, &state, &token).await.map(Some);
            }
            let is_previous = state.previous_refresh_token_hash.as_ref() == Some(&hash);
            match (&state.rotation_nonce, state.refreshed_at) {
                (Some(nonce), Some(at)) if is_previous && now - at <= GRACE => Ok(Some(repeat(&state, &token, nonce))),
                _ => {
                    end_reused(app, actor, conn, &state).await?;
                    Ok(None)
                }
            }
        })
        .await?;
    refreshed.ok_or(Error::Unauthenticated)
}

async fn rotate(
    app: &App,
    actor: &Actor,
    conn: &AsyncPgConnection,
    state: &RefreshState,
    token: &RefreshToken,
) -> Result<Refreshed> {
    let now = app.now();
    let nonce = tokens::random::<32>();
    let (access, refresh) = token.successors(&nonce);
    let settings = settings::current(conn).await?;
    let expires_at = now + access_lifetime(state.kind, &settings);
    let refresh_expires_at = now + refresh_lifetime(state.kind, &settings);
    let rotation = Rotation {
        access_token_hash: tokens::hash(&access),
        refresh_token_hash: refresh.hash(),
        // A token that had ended does not come back to life for the grace.
        previous_access_token_hash: (state.expires_at > now).then(|| state.access_token_hash.clone()),
        previous_refresh_token_hash: Some(token.hash()),
        rotation_nonce: Some(nonce.to_vec()),
        refreshed_at: Some(now),
        expires_at,
        refresh_expires_at,
        last_used_at: now,
        ip: actor.origin.ip.map(IpNet::from),
    };
    rotation.apply(conn, state.id).await?;
    Ok(answer(state, access, &refresh, expires_at, refresh_expires_at))
}

/// The same answer as the refresh before.
fn repeat(state: &RefreshState, token: &RefreshToken, nonce: &[u8]) -> Refreshed {
    let (access, refresh) = token.successors(nonce);
    answer(state, access, &refresh, state.expires_at, state.refresh_expires_at)
}

fn answer(
    state: &RefreshState,
    access: String,
    refresh: &RefreshToken,
    access_expires_at: chrono::DateTime<chrono::Utc>,
    refresh_expires_at: chrono::DateTime<chrono::Utc>,
) -> Refreshed {
    let tokens = SessionTokens {
        access_token: access.into(),
        access_expires_at,
        refresh_token: refresh.text().into(),
        refresh_expires_at,
    };
    Refreshed { session_id: state.id, kind: state.kind, tokens }
}

async fn end_reused(app: &App, actor: &Actor, conn: &AsyncPgConnection, state: &RefreshState) -> Result<()> {
    let which = WhichSessions::Only(state.id);
    Session::revoke(conn, state.person.user_id, which, "refresh_token_reused", app.now()).await?;
    Event::SessionEnded { id: state.id }.emit(conn).await?;
    let entry = Entry::new("identity.refresh_token_reused")
        .on("session", state.id)
        .context(json!({ "user": state.person.user_id.to_string(), "name": state.person.display_name }))
        .severity(AuditSeverity::Critical);
    audit::record(app, actor, conn, entry).await
}

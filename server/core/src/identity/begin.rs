use chrono::TimeDelta;
use ipnet::IpNet;

use super::tokens::{self, RefreshToken, SessionTokens};
use crate::admin::settings::{self, AppSettings};
use crate::db::identity::{NewSession, Session, User, UserChanges};
use crate::db::{AsyncPgConnection, SessionKind, TextArray, UserId};
use crate::policy::{Access, Actor};
use crate::{App, Error, Result};

const MAX_USER_AGENT: usize = 500;

/// A session that has just begun.
#[derive(Debug)]
pub struct Begun {
    /// Whose.
    pub user: User,
    /// The session.
    pub session: Session,
    /// Its tokens, which are not shown again.
    pub tokens: SessionTokens,
}

/// What kind of session to begin.
pub(super) struct Beginning {
    pub(super) kind: SessionKind,
    /// `None` is everything.
    pub(super) access: Option<&'static [Access]>,
    pub(super) device_name: Option<String>,
    pub(super) client_id: Option<String>,
}

impl Beginning {
    /// The session of a person who is there themselves.
    pub(super) fn full(kind: SessionKind, device_name: Option<String>) -> Self {
        Self { kind, access: None, device_name, client_id: None }
    }
}

/// How long an access token of such a session works. Players refresh seldom or badly, so theirs last long.
pub(super) fn access_lifetime(kind: SessionKind, settings: &AppSettings) -> TimeDelta {
    match kind {
        SessionKind::Browser | SessionKind::Bearer => settings.access_lifetime(),
        SessionKind::Device => TimeDelta::days(90),
    }
}

/// How long such a session lives without being refreshed.
pub(super) fn refresh_lifetime(kind: SessionKind, settings: &AppSettings) -> TimeDelta {
    match kind {
        SessionKind::Browser | SessionKind::Bearer => settings.session_lifetime(),
        SessionKind::Device => TimeDelta::days(365),
    }
}

/// Begins a session of this person, in the caller's transaction.
pub(super) async fn begin(
    app: &App,
    actor: &Actor,
    conn: &AsyncPgConnection,
    user_id: UserId,
    beginning: Beginning,
) -> Result<Begun> {
    let (now, kind) = (app.now(), beginning.kind);
    let (access_token, refresh_token) = (tokens::access_token(), RefreshToken::fresh());
    let settings = settings::current(conn).await?;
    let access_expires_at = now + access_lifetime(kind, &settings);
    let refresh_expires_at = now + refresh_lifetime(kind, &settings);
    let session = NewSession {
        id: app.new_id(),
        user_id,
        kind,
        scopes: beginning.access.map(|access| access.iter().map(|access| access.as_str()).collect::<TextArray>()),
        access_token_hash: tokens::hash(&access_token),
        refresh_token_hash: refresh_token.hash(),
        refresh_family_hash: refresh_token.family_hash(),
        ip: actor.origin.ip.map(IpNet::from),
        user_agent: actor.origin.user_agent.as_ref().map(|agent| agent.chars().take(MAX_USER_AGENT).collect()),
        device_name: beginning.device_name,
        client_id: beginning.client_id,
        expires_at: access_expires_at,
        refresh_expires_at,
        last_used_at: now,
        created_at: now,
    };
    let session = session.insert(conn).await?;
    let changes = UserChanges { last_login_at: Some(now), ..UserChanges::default() };
    let user = User::update(conn, user_id, &changes).await?.ok_or(Error::NotFound("user"))?;
    let tokens = SessionTokens {
        access_token: access_token.into(),
        access_expires_at,
        refresh_token: refresh_token.text().into(),
        refresh_expires_at,
    };
    Ok(Begun { user, session, tokens })
}

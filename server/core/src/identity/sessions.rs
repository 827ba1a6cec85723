//! Where somebody is signed in, and ending that.

use serde_json::json;

use crate::admin::audit::{self, Entry};
use crate::db::identity::{Session, WhichSessions};
use crate::db::{AsyncConnection as _, AsyncPgConnection, SessionId, SessionKind, UserId};
use crate::events::Event;
use crate::policy::{Actor, identity as policy};
use crate::{App, Error, Result};

/// The most sessions that are listed.
const LISTED: i64 = 200;

/// The caller's living sessions, the newest first.
///
/// # Errors
/// [`Error::Unauthenticated`], or [`Error::Forbidden`] for keys and players.
pub async fn mine(app: &App, actor: &Actor) -> Result<Vec<Session>> {
    let (person, _) = policy::sign_in_means(actor)?;
    let conn = app.db().await?;
    Ok(Session::live_of(&conn, person.id, app.now(), LISTED).await?)
}

/// The players that the caller let in by a code and that still are, the newest first.
///
/// # Errors
/// [`Error::Unauthenticated`], or [`Error::Forbidden`] for keys and players.
pub async fn devices(app: &App, actor: &Actor) -> Result<Vec<Session>> {
    Ok(mine(app, actor).await?.into_iter().filter(|session| session.kind == SessionKind::Device).collect())
}

/// Shuts a player of the caller's out; it has to ask for a new code.
///
/// # Errors
/// [`Error::NotFound`] for anything but such a player, [`Error::Unauthenticated`], or [`Error::Forbidden`] for keys and
/// players.
pub async fn revoke_device(app: &App, actor: &Actor, id: SessionId) -> Result<Session> {
    match find(app, actor, id).await {
        Ok(session) if session.kind == SessionKind::Device => revoke(app, actor, id).await,
        Ok(_) | Err(Error::NotFound(_)) => Err(Error::NotFound("device")),
        Err(error) => Err(error),
    }
}

/// One of the caller's living sessions.
///
/// # Errors
/// [`Error::NotFound`], [`Error::Unauthenticated`], or [`Error::Forbidden`] for keys and players.
pub async fn find(app: &App, actor: &Actor, id: SessionId) -> Result<Session> {
    let (person, _) = policy::sign_in_means(actor)?;
    let conn = app.db().await?;
    Session::find_live(&conn, person.id, id, app.now()).await?.ok_or(Error::NotFound("session"))
}

/// Ends the session that the caller is signed in with, a player's too.
///
/// # Errors
/// [`Error::Unauthenticated`], or [`Error::Conflict`] for an API key, which has no session.
pub async fn sign_out(app: &App, actor: &Actor) -> Result<()> {
    let person = actor.person()?;
    let crate::policy::Via::Session(id) = person.via else {
        return Err(Error::conflict("an API key is not signed in; revoke it instead"));
    };
    let user_id = person.id;
    let mut conn = app.db().await?;
    conn.transaction(async |conn| {
        end(app, conn, user_id, WhichSessions::Only(id), "signed_out").await?;
        audit::record(app, actor, conn, Entry::new("identity.signed_out").on("session", id)).await
    })
    .await
}

/// Ends one of the caller's sessions; its sockets close within seconds.
///
/// # Errors
/// [`Error::NotFound`], [`Error::Unauthenticated`], or [`Error::Forbidden`] for keys and players.
pub async fn revoke(app: &App, actor: &Actor, id: SessionId) -> Result<Session> {
    let (person, _) = policy::sign_in_means(actor)?;
    let user_id = person.id;
    let mut conn = app.db().await?;
    conn.transaction(async |conn| {
        let session = Session::find_live(conn, user_id, id, app.now()).await?.ok_or(Error::NotFound("session"))?;
        end(app, conn, user_id, WhichSessions::Only(id), "revoked").await?;
        audit::record(app, actor, conn, Entry::new("identity.session_revoked").on("session", id)).await?;
        Ok(session)
    })
    .await
}

/// Ends all of the caller's sessions but the one they ask with; says how many.
///
/// # Errors
/// [`Error::Unauthenticated`], or [`Error::Forbidden`] for keys and players.
pub async fn revoke_others(app: &App, actor: &Actor) -> Result<usize> {
    let (person, own) = policy::sign_in_means(actor)?;
    let user_id = person.id;
    let mut conn = app.db().await?;
    conn.transaction(async |conn| {
        let ended = end(app, conn, user_id, WhichSessions::AllBut(own), "revoked").await?;
        let entry = Entry::new("identity.sessions_revoked").on("user", user_id).context(json!({ "sessions": ended }));
        audit::record(app, actor, conn, entry).await?;
        Ok(ended)
    })
    .await
}

/// Ends sessions in the caller's transaction and tells whoever keeps their sockets open.
pub(super) async fn end(
    app: &App,
    conn: &AsyncPgConnection,
    user_id: UserId,
    which: WhichSessions,
    reason: &str,
) -> Result<usize> {
    let ended = Session::revoke(conn, user_id, which, reason, app.now()).await?;
    for id in &ended {
        Event::SessionEnded { id: *id }.emit(conn).await?;
    }
    Ok(ended.len())
}

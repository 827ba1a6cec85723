use std::net::IpAddr;

use chrono::TimeDelta;
use ipnet::IpNet;

use super::{tokens, usage};
use crate::db::identity::{ApiKeyHolder, ApiKeyProof, Holder, Session, SessionHolder};
use crate::db::{ApiKeyId, SessionId, TextArray};
use crate::gather::Gathered;
use crate::policy::{Access, Actor, Origin, SignedIn, Via, Who};
use crate::{App, Error, Result};

/// How long the tokens before a refresh still work: requests under way, and refreshes that are tried again.
pub(super) const GRACE: TimeDelta = TimeDelta::seconds(30);
/// How exactly it is known when something was last used.
pub(super) const TOUCH_EVERY: TimeDelta = TimeDelta::minutes(1);

/// Who holds tokens, by their hashes: those of requests that come at the same time are looked up together. Each look-up begins
/// after its requests came, so that what was revoked before is refused.
#[derive(Default)]
pub(crate) struct Holders {
    keys: Gathered<Vec<u8>, ApiKeyHolder>,
    sessions: Gathered<Vec<u8>, SessionHolder>,
}

/// The actor that a bearer token proves: a session's access token, or an API key.
///
/// # Errors
/// [`Error::Unauthenticated`] for a token that is not known, ended or was revoked, and for one whose person may not sign in.
pub async fn authenticate_token(app: &App, token: &str, origin: Origin) -> Result<Actor> {
    let (hash, now) = (tokens::hash(token), app.now());
    if token.starts_with(tokens::API_KEY_PREFIX) {
        let read = async |hashes: Vec<_>| Ok(ApiKeyHolder::by_hashes(&*app.db().await?, &hashes, now).await?);
        let holder = app.holders().keys.get(hash, read).await?.ok_or(Error::Unauthenticated)?;
        usage::count(app, holder.id, origin.ip);
        return Ok(key_actor(holder, origin));
    }
    let read = async |hashes: Vec<_>| Ok(SessionHolder::by_access_tokens(&*app.db().await?, &hashes, now, now - GRACE).await?);
    let holder = app.holders().sessions.get(hash, read).await?.ok_or(Error::Unauthenticated)?;
    if holder.last_used_at <= now - TOUCH_EVERY {
        touch(app, holder.id, origin.ip);
    }
    Ok(session_actor(holder, origin))
}

/// The same actor, looked at anew: for sockets that live longer than what they were opened with may.
///
/// # Errors
/// [`Error::Unauthenticated`] when the session ended, the key was revoked or the person may no longer sign in.
pub async fn recheck(app: &App, actor: &Actor) -> Result<Actor> {
    let Who::Person(person) = &actor.who else { return Ok(actor.clone()) };
    let (conn, now, origin) = (app.db().await?, app.now(), actor.origin.clone());
    match person.via {
        Via::Session(id) => {
            let holder = SessionHolder::find(&conn, id, now).await?.ok_or(Error::Unauthenticated)?;
            Ok(session_actor(holder, origin))
        }
        Via::ApiKey(id) => {
            let holder = ApiKeyHolder::find(&conn, ApiKeyProof::Id(id), now).await?.ok_or(Error::Unauthenticated)?;
            Ok(key_actor(holder, origin))
        }
        // An address tells of playback, request by request; nothing that lives longer is opened with one.
        Via::PlayerWebhook(_) => Err(Error::Unauthenticated),
    }
}

fn session_actor(holder: SessionHolder, origin: Origin) -> Actor {
    let access = holder.scopes.as_ref().map_or_else(|| Access::ALL.to_vec(), accesses);
    actor(Via::Session(holder.id), access, holder.person, origin)
}

pub(super) fn key_actor(holder: ApiKeyHolder, origin: Origin) -> Actor {
    let access = accesses(&holder.scopes);
    actor(Via::ApiKey(holder.id), access, holder.person, origin)
}

pub(super) fn actor(via: Via, access: Vec<Access>, person: Holder, origin: Origin) -> Actor {
    Actor {
        who: Who::Person(SignedIn {
            id: person.user_id,
            name: person.display_name,
            role: person.role,
            via,
            access,
            requires_password_change: person.requires_password_change,
        }),
        origin,
    }
}

/// The scopes of a stored list; one that this version does not know allows nothing.
fn accesses(scopes: &TextArray) -> Vec<Access> {
    scopes.iter().filter_map(|scope| scope.parse().ok()).collect()
}

/// Notes that a session was used: later, so that the request does not wait for it.
fn touch(app: &App, id: SessionId, ip: Option<IpAddr>) {
    let (tasks, app, now) = (app.tasks().clone(), app.clone(), app.now());
    tasks.spawn(async move {
        let result = async {
            let conn = app.db().await?;
            Session::touch(&conn, id, ip.map(IpNet::from), now, now - TOUCH_EVERY).await?;
            Ok::<_, Error>(())
        };
        if let Err(error) = result.await {
            tracing::warn!(session.id = %id, %error, "the use of a session was not noted");
        }
    });
}

/// Writes what a key was used for.
pub(super) async fn write_usage(app: &App, id: ApiKeyId, requests: i64, ip: Option<IpAddr>) -> Result<()> {
    let conn = app.db().await?;
    crate::db::identity::ApiKey::add_usage(&conn, id, requests, ip.map(IpNet::from), app.now()).await?;
    Ok(())
}

//! Who may see which people, and who may change them.

use super::visibility::{self, Aspect};
use super::{Access, Actor, SignedIn, Via, Who};
use crate::db::{Role, Scope, SessionId, UserId};
use crate::{App, Error, Result};

/// The actor's own account, whatever state it is in: also one that must change its password first.
///
/// # Errors
/// [`Error::Unauthenticated`] for anybody not signed in, the system included.
#[expect(clippy::disallowed_methods, reason = "policy makes scopes")]
pub fn own_account(actor: &Actor) -> Result<Scope> {
    Ok(Scope::own(actor.person()?.id))
}

/// Those whose profile the actor may see: everybody for the system, moderators and administrators; else themselves and
/// those who let them.
///
/// # Errors
/// [`Error::Unauthenticated`], or [`Error::Forbidden`] for a key without the scope `read`.
pub async fn profiles(app: &App, actor: &Actor) -> Result<Scope> {
    match everybodys_profiles(actor)? {
        Some(all) => Ok(all),
        None => visibility::scope(app, actor, Aspect::Profile).await,
    }
}

/// The same for streams, which keep it until somebody's visibility changes.
///
/// # Errors
/// As [`profiles`].
pub async fn live_profiles(app: &App, actor: &Actor) -> Result<Scope> {
    match everybodys_profiles(actor)? {
        Some(all) => Ok(all),
        None => visibility::kept_scope(app, actor, Aspect::Profile).await,
    }
}

/// Whether a stream is known to show this person's profile; `false` also where that is to be found out.
pub(crate) fn is_known_to_see(app: &App, actor: &Actor, id: UserId) -> bool {
    match everybodys_profiles(actor) {
        Ok(Some(all)) => all.includes(id, false),
        Ok(None) => visibility::known_scope(app, actor, Aspect::Profile).is_some_and(|scope| scope.includes(id, false)),
        Err(_) => false,
    }
}

#[expect(clippy::disallowed_methods, reason = "policy makes scopes")]
fn everybodys_profiles(actor: &Actor) -> Result<Option<Scope>> {
    if let Who::System(_) = actor.who {
        return Ok(Some(Scope::all()));
    }
    let person = actor.require(Access::Read)?;
    Ok((person.role >= Role::Moderator && person.access.contains(&Access::Admin)).then(Scope::all))
}

/// Whether the actor may see what of a person is not part of their profile: address, role, when they signed in.
#[must_use]
pub fn sees_account(actor: &Actor, id: UserId) -> bool {
    let is_own = actor.person().is_ok_and(|person| person.id == id && person.access.contains(&Access::Read));
    is_own || administer(actor).is_ok()
}

/// Lets the system and administrators through.
///
/// # Errors
/// [`Error::Unauthenticated`] or [`Error::Forbidden`].
pub fn administer(actor: &Actor) -> Result<()> {
    actor.require_role(Role::Admin)
}

/// Lets through who may give or take away `role`: the system, and administrators up to their own rank.
///
/// # Errors
/// [`Error::Unauthenticated`] or [`Error::Forbidden`].
pub fn rank(actor: &Actor, role: Role) -> Result<()> {
    administer(actor)?;
    match &actor.who {
        Who::Person(person) if person.role < role => Err(Error::Forbidden("this is above your own role")),
        _ => Ok(()),
    }
}

/// The person who asks, to look after what they sign in with: password, sessions, keys, devices. Not for API keys and
/// players, which must not be able to make themselves more than they are.
///
/// # Errors
/// [`Error::Unauthenticated`] or [`Error::Forbidden`].
pub fn sign_in_means(actor: &Actor) -> Result<(&SignedIn, SessionId)> {
    actor.require(Access::Read)?;
    own_session(actor)
}

/// As [`sign_in_means`], also for somebody who must change their password first.
///
/// # Errors
/// [`Error::Unauthenticated`] or [`Error::Forbidden`].
pub fn own_session(actor: &Actor) -> Result<(&SignedIn, SessionId)> {
    let person = actor.person()?;
    match person.via {
        Via::Session(id) if Access::ALL.iter().all(|access| person.access.contains(access)) => Ok((person, id)),
        Via::Session(_) | Via::ApiKey(_) | Via::PlayerWebhook(_) => {
            Err(Error::Forbidden("sign in yourself; keys and players may not do this"))
        }
    }
}

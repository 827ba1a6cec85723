//! Who may do what with friendships and groups.

use medianest_db::{GroupRole, Scope, UserId};

use super::visibility::{self, Aspect};
use super::{Access, Actor};
use crate::{App, Error, Result};

/// The person who asks, to see their own friends and groups.
///
/// # Errors
/// [`crate::Error::Unauthenticated`], or [`crate::Error::Forbidden`] without the scope `read`.
pub fn see(actor: &Actor) -> Result<UserId> {
    Ok(actor.require(Access::Read)?.id)
}

/// The person who asks, to change their own friendships, and what their role in a group lets them.
///
/// # Errors
/// [`crate::Error::Unauthenticated`], or [`crate::Error::Forbidden`] without the scope `write`.
pub fn change(actor: &Actor) -> Result<UserId> {
    Ok(actor.require(Access::Write)?.id)
}

/// The scope of another person whom the actor may approach: one whose profile they may see. Administrators have no
/// special view of whom they may approach.
///
/// # Errors
/// As [`see`].
pub async fn approach(app: &App, actor: &Actor, other: UserId) -> Result<Option<Scope>> {
    visibility::scope_of(app, actor, other, Aspect::Profile).await
}

/// Lets through who looks after a group: its owner and administrators.
///
/// # Errors
/// [`Error::Forbidden`] for the others.
pub fn manage(role: GroupRole) -> Result<()> {
    match role {
        GroupRole::Owner | GroupRole::Admin => Ok(()),
        GroupRole::Member | GroupRole::Limited => Err(Error::Forbidden("only the group's owner and administrators may do this")),
    }
}

/// Lets through who takes part in a group: everybody but its limited members, who are shown to it and see who is in it.
///
/// # Errors
/// [`Error::Forbidden`] for the others.
pub fn take_part(role: GroupRole) -> Result<()> {
    if role == GroupRole::Limited { Err(Error::Forbidden("limited members of the group may not do this")) } else { Ok(()) }
}

/// Lets through the owner of a group.
///
/// # Errors
/// [`Error::Forbidden`] for the others.
pub fn own_group(role: GroupRole) -> Result<()> {
    if role == GroupRole::Owner { Ok(()) } else { Err(Error::Forbidden("only the group's owner may do this")) }
}

/// Lets through who may give this role to somebody, or take it from them: owners any, administrators those below
/// themselves.
///
/// # Errors
/// [`Error::Forbidden`] for the others.
pub fn give_role(by: GroupRole, role: GroupRole) -> Result<()> {
    manage(by)?;
    if matches!(role, GroupRole::Owner | GroupRole::Admin) { own_group(by) } else { Ok(()) }
}

//! Who may see and change the catalogue: everybody signed in sees it, moderators keep it, administrators shape it.

use medianest_db::Role;

use super::{Access, Actor, Who};
use crate::Result;

/// Seeing what there is.
///
/// # Errors
/// [`crate::Error::Unauthenticated`], or [`crate::Error::Forbidden`] without the scope `read`.
pub fn see(actor: &Actor) -> Result<()> {
    match actor.who {
        Who::System(_) => Ok(()),
        Who::Anonymous | Who::Person(_) => actor.require(Access::Read).map(|_| ()),
    }
}

/// Adding, changing, merging and removing items, their ids, groups, relationships and files.
///
/// # Errors
/// [`crate::Error::Unauthenticated`], or [`crate::Error::Forbidden`] for anybody below a moderator.
pub fn edit(actor: &Actor) -> Result<()> {
    actor.require_role(Role::Moderator)
}

/// Whether the actor may know where files lie on this machine.
#[must_use]
pub fn sees_files(actor: &Actor) -> bool {
    edit(actor).is_ok()
}

/// Adding, changing and removing media types.
///
/// # Errors
/// [`crate::Error::Unauthenticated`], or [`crate::Error::Forbidden`] for anybody below an administrator.
pub fn manage_types(actor: &Actor) -> Result<()> {
    actor.require_role(Role::Admin)
}

/// Bringing items into the catalogue by playing, importing or listing them.
///
/// # Errors
/// [`crate::Error::Unauthenticated`], or [`crate::Error::Forbidden`] with neither of the scopes `write` and `scrobble`.
pub fn contribute(actor: &Actor) -> Result<()> {
    match actor.who {
        Who::System(_) => Ok(()),
        Who::Anonymous | Who::Person(_) => actor.require(Access::Write).or_else(|_| actor.require(Access::Scrobble)).map(|_| ()),
    }
}

/// Looking up an item that one can name.
///
/// # Errors
/// [`crate::Error::Unauthenticated`], or [`crate::Error::Forbidden`] for a key that may neither read nor contribute.
pub fn resolve(actor: &Actor) -> Result<()> {
    see(actor).or_else(|_| contribute(actor))
}

//! Who may ask those who know things: everybody with an account of their own looks up and adds, moderators ask again,
//! administrators say who is believed.

use medianest_db::Role;

use super::{Access, Actor, Who};
use crate::{Error, Result};

/// Searching at providers, and bringing what they know into the catalogue.
///
/// # Errors
/// [`Error::Unauthenticated`], or [`Error::Forbidden`] for guests and without the scope `write`.
pub fn look_up(actor: &Actor) -> Result<()> {
    match &actor.who {
        Who::System(_) => Ok(()),
        Who::Anonymous | Who::Person(_) => match actor.require(Access::Write)? {
            person if person.role >= Role::User => Ok(()),
            _ => Err(Error::Forbidden("guests may not do this")),
        },
    }
}

/// Having providers asked again about an item.
///
/// # Errors
/// [`Error::Unauthenticated`], or [`Error::Forbidden`] for anybody below a moderator.
pub fn refresh(actor: &Actor) -> Result<()> {
    actor.require_role(Role::Moderator)
}

/// Seeing how providers answer, and saying who is believed.
///
/// # Errors
/// [`Error::Unauthenticated`], or [`Error::Forbidden`] for anybody below an administrator.
pub fn manage(actor: &Actor) -> Result<()> {
    actor.require_role(Role::Admin)
}

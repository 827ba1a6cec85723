//! Who may do what with friendships and groups.

use medianest_db::{Scope, UserId};

use super::visibility::{self, Aspect};
use super::{Access, Actor};
use crate::{App, Result};

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

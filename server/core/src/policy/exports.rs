//! Who may take everything of a person along.

use medianest_db::lists::Sight;
use medianest_db::{Scope, UserId};

use super::{Access, Actor, Who};
use crate::{Error, Result};

/// Whose things are taken along, and the right to read them.
#[derive(Debug, Clone)]
pub struct Whole {
    /// Whose.
    pub user: UserId,
    /// Their diary.
    pub scope: Scope,
    /// Their lists.
    pub sight: Sight,
}

/// Everybody takes along their own things, and nobody else's; the command line, those of whom it is told.
///
/// # Errors
/// [`Error::Unauthenticated`], or [`Error::Forbidden`] without the scope `read` and for somebody else's things.
#[expect(clippy::disallowed_methods, reason = "policy makes scopes")]
pub fn take_along(actor: &Actor, user: Option<UserId>) -> Result<Whole> {
    let owner = match (&actor.who, user) {
        (Who::System(_), Some(user)) => user,
        (_, user) => {
            let own = actor.require(Access::Read)?.id;
            if user.is_some_and(|user| user != own) {
                return Err(Error::Forbidden("only the command line may take along what is somebody else's"));
            }
            own
        }
    };
    Ok(Whole { user: owner, scope: Scope::own(owner), sight: Sight::of(owner, true) })
}

//! Whose things somebody may see.

use medianest_db::Scope;

use super::{Access, Actor, Who};
use crate::{App, Result};

/// What of a person is looked at; each has its own privacy setting.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Aspect {
    /// What they watched.
    History,
    /// What they play right now.
    CurrentlyWatching,
}

/// The people whose things of this kind the actor may see.
///
/// # Errors
/// [`crate::Error::Unauthenticated`], or [`crate::Error::Forbidden`] without the scope `read`.
#[expect(clippy::disallowed_methods, reason = "policy is the place that makes scopes")]
#[expect(clippy::unused_async, reason = "privacy settings are read from the database")]
pub async fn scope(app: &App, actor: &Actor, aspect: Aspect) -> Result<Scope> {
    let _ = (app, aspect);
    if let Who::System(_) = actor.who {
        return Ok(Scope::all());
    }
    Ok(Scope::own(actor.require(Access::Read)?.id))
}

//! Who may import, and see and stop imports.

use medianest_db::{ImportSource, Role, Scope, UserId};

use super::{Access, Actor, Who};
use crate::{Error, Result};

/// Starting an import: everybody for themselves; for everybody at once, as MovieLens does, administrators.
///
/// # Errors
/// [`Error::Unauthenticated`] or [`Error::Forbidden`].
pub fn start(actor: &Actor, source: ImportSource) -> Result<()> {
    if let Who::System(_) = actor.who {
        return Ok(());
    }
    actor.require(Access::Write)?;
    match source {
        ImportSource::Movielens => actor.require_role(Role::Admin),
        ImportSource::Trakt
        | ImportSource::Csv
        | ImportSource::Letterboxd
        | ImportSource::Imdb
        | ImportSource::Goodreads
        | ImportSource::Json
        | ImportSource::Myanimelist
        | ImportSource::Netflix
        | ImportSource::Spotify
        | ImportSource::Listenbrainz
        | ImportSource::Lastfm
        | ImportSource::Maloja
        | ImportSource::ScrobblerLog
        | ImportSource::Tvtime
        | ImportSource::Simkl
        | ImportSource::Yamtrack
        | ImportSource::Ryot => Ok(()),
    }
}

/// Uploading a file for an import.
///
/// # Errors
/// [`Error::Unauthenticated`], or [`Error::Forbidden`] without the scope `write`.
pub fn upload(actor: &Actor) -> Result<UserId> {
    Ok(actor.require(Access::Write)?.id)
}

/// Importing a file from the server's own folder for that.
///
/// # Errors
/// [`Error::Unauthenticated`] or [`Error::Forbidden`].
pub fn read_server_files(actor: &Actor) -> Result<()> {
    actor.require_role(Role::Admin)
}

/// Importing any file of this machine, in the name of anybody: for the command line.
///
/// # Errors
/// [`Error::Forbidden`] for everybody else.
pub fn read_any_file(actor: &Actor) -> Result<()> {
    match actor.who {
        Who::System(_) => Ok(()),
        Who::Anonymous | Who::Person(_) => Err(Error::Forbidden("only the command line may do this")),
    }
}

/// Whose imports the actor may see: their own; everybody's for administrators.
///
/// # Errors
/// [`Error::Unauthenticated`], or [`Error::Forbidden`] without the scope `read`.
pub fn scope(actor: &Actor) -> Result<Scope> {
    allowed(actor, Access::Read)
}

/// Whose imports the actor may cancel and undo: the same.
///
/// # Errors
/// [`Error::Unauthenticated`], or [`Error::Forbidden`] without the scope `write`.
pub fn change(actor: &Actor) -> Result<Scope> {
    allowed(actor, Access::Write)
}

#[expect(clippy::disallowed_methods, reason = "policy makes scopes")]
fn allowed(actor: &Actor, access: Access) -> Result<Scope> {
    if let Who::System(_) = actor.who {
        return Ok(Scope::all());
    }
    let person = actor.require(access)?;
    Ok(if actor.require_role(Role::Admin).is_ok() { Scope::all() } else { Scope::own(person.id) })
}

//! Who may see and change lists, and how much of their owner's life a smart one may show.

use medianest_db::lists::{Sight, SmartState, UserList};
use medianest_db::{ListStanding, Role};

use super::visibility::{self, Aspect};
use super::{Access, Actor, SignedIn};
use crate::{App, Error, Result};

/// Seeing lists: one's own, those one works on, and those of whose audience one is. Administrators have no special view.
///
/// # Errors
/// [`Error::Unauthenticated`], also for the system, which has none; or [`Error::Forbidden`] without the scope `read`.
pub fn see(actor: &Actor) -> Result<Sight> {
    actor.require(Access::Read).map(sight)
}

/// Changing lists, as far as one may see them and [`edit`] or [`own`] let one.
///
/// # Errors
/// [`Error::Unauthenticated`], or [`Error::Forbidden`] without the scope `write`.
pub fn change(actor: &Actor) -> Result<Sight> {
    actor.require(Access::Write).map(sight)
}

/// Guests of the house see what their friends show them, not what is shown to members.
#[expect(clippy::disallowed_methods, reason = "policy is the place that makes sights")]
fn sight(person: &SignedIn) -> Sight {
    Sight::of(person.id, person.role != Role::Guest)
}

/// Lets through who may say what is on a list, and in which order.
///
/// # Errors
/// [`Error::Forbidden`] for its readers and viewers.
pub fn edit(list: &UserList) -> Result<()> {
    if list.standing >= ListStanding::Editor {
        Ok(())
    } else {
        Err(Error::Forbidden("only the list's owner and editors may do this"))
    }
}

/// Lets through who may say what a list is and who sees it.
///
/// # Errors
/// [`Error::Forbidden`] for everybody but its owner.
pub fn own(list: &UserList) -> Result<()> {
    if list.standing == ListStanding::Owner { Ok(()) } else { Err(Error::Forbidden("only the list's owner may do this")) }
}

/// Whether the actor may know who works on a list: those who do.
#[must_use]
pub fn sees_collaborators(list: &UserList) -> bool {
    list.standing > ListStanding::Reader
}

/// As far as the actor may see how the owner of a smart list stands to things: all of it for the owner; for others what
/// the owner lets them see of their history. `None` where its filter asks for more than that.
///
/// # Errors
/// As [`see`].
pub async fn smart_state(app: &App, actor: &Actor, list: &UserList) -> Result<Option<SmartState>> {
    let viewer = actor.require(Access::Read)?.id;
    let state = SmartState { owner: list.user_id, with_private: viewer == list.user_id, viewer: Some(viewer) };
    if state.with_private || !asks_for_state(list) || visibility::can_see(app, actor, list.user_id, Aspect::Library).await? {
        return Ok(Some(state));
    }
    Ok(None)
}

/// The same for whoever has the address of a list, who is nobody to its owner.
#[must_use]
pub fn smart_state_by_link(list: &UserList) -> Option<SmartState> {
    (!asks_for_state(list)).then_some(SmartState { owner: list.user_id, with_private: false, viewer: None })
}

fn asks_for_state(list: &UserList) -> bool {
    list.filter.as_ref().is_some_and(medianest_db::lists::SmartFilter::asks_for_state)
}

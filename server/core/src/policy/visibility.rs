//! Whose things somebody may see.
//!
//! Privacy is asked anew for every request, in one statement, so that leaving a group or changing a setting hides at
//! once. A stream keeps its scope and takes a new one when it hears something that [`may_change`] it.

use std::collections::{HashMap, HashSet};
use std::sync::{Arc, Mutex, PoisonError};

use medianest_db::events::Event;
use medianest_db::identity::User;
use medianest_db::social::VisibilityQuery;
use medianest_db::{Role, Scope, UserId};
use tokio::sync::OnceCell;

use super::{Access, Actor, SignedIn, Who};
use crate::events::Heard;
use crate::{App, Result};

/// What of a person is looked at.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Aspect {
    /// That they exist, their name and picture.
    Profile,
    /// What they watched.
    History,
    /// What is counted from their history.
    Stats,
    /// What they play right now.
    CurrentlyWatching,
    /// What they keep in their library. Follows the setting for the history.
    Library,
    /// How they rated things. Follows the setting for the history.
    Ratings,
    /// What they wrote about things. Follows the setting for the history.
    Reviews,
}

impl Aspect {
    /// Every aspect.
    pub const ALL: &'static [Self] =
        &[Self::Profile, Self::History, Self::Stats, Self::CurrentlyWatching, Self::Library, Self::Ratings, Self::Reviews];

    /// The privacy setting that decides about it, and the audience of those who did not choose one.
    #[must_use]
    pub const fn setting(self) -> (&'static str, &'static str) {
        match self {
            Self::Profile => ("profile", "members"),
            Self::History | Self::Library | Self::Ratings | Self::Reviews => ("history", "friends"),
            Self::Stats => ("stats", "friends"),
            Self::CurrentlyWatching => ("currently_watching", "friends"),
        }
    }

    /// Whether somebody of this role is one of the members whom people may let see it. Guests of the house see who is
    /// there, not what they watch, unless they are somebody's friend.
    const fn has_member(self, role: Role) -> bool {
        matches!(self, Self::Profile) || !matches!(role, Role::Guest)
    }
}

/// The people whose things of this kind the actor may see: always their own, and those of everybody who lets them.
/// Administrators have no special view. The system sees everything.
///
/// # Errors
/// [`crate::Error::Unauthenticated`], or [`crate::Error::Forbidden`] without the scope `read`.
#[expect(clippy::disallowed_methods, reason = "policy is the place that makes scopes")]
pub async fn scope(app: &App, actor: &Actor, aspect: Aspect) -> Result<Scope> {
    if let Who::System(_) = actor.who {
        return Ok(Scope::all());
    }
    let viewer = actor.require(Access::Read)?;
    let mut people = ask(app, viewer, aspect, None).await?;
    people.insert(viewer.id);
    Ok(Scope::people(viewer.id, people))
}

/// The scope of one person's things of this kind; `None` where the actor may not see them. Asks the database only about
/// others.
///
/// # Errors
/// As [`scope`].
#[expect(clippy::disallowed_methods, reason = "policy is the place that makes scopes")]
pub async fn scope_of(app: &App, actor: &Actor, owner: UserId, aspect: Aspect) -> Result<Option<Scope>> {
    if let Who::System(_) = actor.who {
        return Ok(Scope::all().only(owner));
    }
    let viewer = actor.require(Access::Read)?;
    if viewer.id == owner {
        return Ok(Some(Scope::own(owner)));
    }
    let people = ask(app, viewer, aspect, Some(owner)).await?;
    Ok((!people.is_empty()).then(|| Scope::people(viewer.id, people)))
}

/// The actor's own things.
///
/// # Errors
/// As [`scope`]; [`crate::Error::Unauthenticated`] for the system, which has none.
#[expect(clippy::disallowed_methods, reason = "policy is the place that makes scopes")]
pub fn own(actor: &Actor) -> Result<Scope> {
    Ok(Scope::own(actor.require(Access::Read)?.id))
}

/// Whether the actor may see this person's things of this kind.
///
/// # Errors
/// As [`scope`].
pub async fn can_see(app: &App, actor: &Actor, owner: UserId, aspect: Aspect) -> Result<bool> {
    Ok(scope_of(app, actor, owner, aspect).await?.is_some())
}

/// Whether the actor and another person each let the other see their things of this kind.
///
/// # Errors
/// As [`scope`]; [`crate::Error::Unauthenticated`] for the system, whom nobody looks at.
pub async fn see_each_other(app: &App, actor: &Actor, other: UserId, aspect: Aspect) -> Result<bool> {
    let viewer = actor.require(Access::Read)?;
    if viewer.id == other || ask(app, viewer, aspect, Some(other)).await?.is_empty() {
        return Ok(false);
    }
    let Some(role) = User::role_of(&*app.db().await?, other).await? else { return Ok(false) };
    Ok(!ask_as(app, (other, role), aspect, Some(viewer.id)).await?.is_empty())
}

/// Scopes that streams share, until something [`may_change`] them.
#[derive(Default)]
pub(crate) struct KeptScopes(Mutex<HashMap<Kept, Arc<OnceCell<Scope>>>>);

/// Whose scope, as what, of what.
type Kept = (UserId, Role, Aspect);

impl KeptScopes {
    /// Forgets them all.
    pub(crate) fn clear(&self) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).clear();
    }
}

/// As [`scope`], for streams: taken once for all streams of a viewer, and again when something may have changed it.
///
/// # Errors
/// As [`scope`].
pub(crate) async fn kept_scope(app: &App, actor: &Actor, aspect: Aspect) -> Result<Scope> {
    let read = || scope(app, actor, aspect);
    let Who::Person(_) = actor.who else { return read().await };
    let viewer = actor.require(Access::Read)?;
    // While the link is down nobody says when it grows old.
    if !app.events().is_listening() {
        return read().await;
    }
    let cell = {
        let mut kept = app.kept_scopes().0.lock().unwrap_or_else(PoisonError::into_inner);
        Arc::clone(kept.entry((viewer.id, viewer.role, aspect)).or_default())
    };
    cell.get_or_try_init(read).await.cloned()
}

/// The scope that [`kept_scope`] answers, where it was taken already.
pub(crate) fn known_scope(app: &App, actor: &Actor, aspect: Aspect) -> Option<Scope> {
    let viewer = actor.require(Access::Read).ok().filter(|_| app.events().is_listening())?;
    let kept = app.kept_scopes().0.lock().unwrap_or_else(PoisonError::into_inner);
    kept.get(&(viewer.id, viewer.role, aspect))?.get().cloned()
}

/// Whether a scope taken before this was heard may be out of date.
#[must_use]
pub fn may_change(heard: &Heard) -> bool {
    matches!(heard, Heard::Resync | Heard::Event(Event::VisibilityChanged | Event::UserChanged { .. }))
}

async fn ask(app: &App, viewer: &SignedIn, aspect: Aspect, only: Option<UserId>) -> Result<HashSet<UserId>> {
    ask_as(app, (viewer.id, viewer.role), aspect, only).await
}

async fn ask_as(app: &App, (viewer, role): (UserId, Role), aspect: Aspect, only: Option<UserId>) -> Result<HashSet<UserId>> {
    let (setting, default_audience) = aspect.setting();
    let is_member = aspect.has_member(role);
    let query = VisibilityQuery { viewer, setting, default_audience, is_member, only };
    Ok(query.people(&*app.db().await?).await?)
}

#[cfg(test)]
mod tests {
    use medianest_db::identity::PrivacySettings;

    use super::*;

    #[test]
    fn the_default_audiences_are_those_of_the_privacy_settings() {
        let defaults = serde_json::to_value(PrivacySettings::default()).unwrap();
        for aspect in Aspect::ALL {
            let (setting, audience) = aspect.setting();
            assert_eq!(defaults[setting], audience, "{aspect:?}");
        }
    }
}

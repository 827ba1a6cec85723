//! Finding people.

use std::collections::HashMap;

use crate::db::UserId;
use crate::db::identity::{User, UserFilter, UserKey};
use crate::policy::{self, Actor};
use crate::{App, Error, Page, PageRequest, Result};

/// The longest text that people are searched by.
const MAX_SEARCH: usize = 100;

/// The person who asks.
///
/// # Errors
/// [`Error::Unauthenticated`] for anybody not signed in.
pub async fn me(app: &App, actor: &Actor) -> Result<User> {
    let scope = policy::identity::own_account(actor)?;
    let id = actor.person()?.id;
    let conn = app.db().await?;
    User::find(&conn, &scope, id).await?.ok_or(Error::Unauthenticated)
}

/// A person, if the actor may see their profile.
///
/// # Errors
/// [`Error::Unauthenticated`] or [`Error::Forbidden`] when the actor may not read at all.
pub async fn find(app: &App, actor: &Actor, id: UserId) -> Result<Option<User>> {
    Ok(by_ids(app, actor, &[id]).await?.remove(&id))
}

/// Several people, those left out whose profile the actor may not see.
///
/// # Errors
/// [`Error::Unauthenticated`] or [`Error::Forbidden`] when the actor may not read at all.
pub async fn by_ids(app: &App, actor: &Actor, ids: &[UserId]) -> Result<HashMap<UserId, User>> {
    // Asking for oneself is the most common case, and needs to know nothing about others.
    let scope = if ids.iter().all(|id| actor.user_id() == Some(*id)) {
        policy::identity::own_account(actor)?
    } else {
        policy::identity::profiles(app, actor).await?
    };
    let conn = app.db().await?;
    let users = User::by_ids(&conn, &scope, ids).await?;
    Ok(users.into_iter().map(|user| (user.id, user)).collect())
}

/// A person that streams were shown a moment ago, if the actor is known to see them.
#[must_use]
pub fn at_hand(app: &App, actor: &Actor, id: UserId) -> Option<User> {
    if policy::identity::is_known_to_see(app, actor, id) { app.live().users.at_hand(&id) } else { None }
}

/// As [`by_ids`], for streams: the rows may be a moment old, and whose profile the actor may see is known from the last
/// event that changed it.
///
/// # Errors
/// As [`by_ids`].
pub async fn live_by_ids(app: &App, actor: &Actor, ids: &[UserId]) -> Result<HashMap<UserId, User>> {
    let scope = policy::identity::live_profiles(app, actor).await?;
    let seen: Vec<UserId> = ids.iter().filter(|id| scope.includes(**id, false)).copied().collect();
    let everybody = policy::identity::profiles(app, &Actor::system("live")).await?;
    let read = |missing: Vec<UserId>| {
        let everybody = &everybody;
        async move {
            let users = User::by_ids(&*app.db().await?, everybody, &missing).await?;
            Ok(users.into_iter().map(|user| (user.id, user)).collect())
        }
    };
    app.live().users.get(&seen, read).await
}

/// People by name: everybody for moderators and administrators, else those whose profile the actor may see.
///
/// # Errors
/// [`Error::Unauthenticated`], or [`Error::Invalid`] for a search that is too long.
pub async fn page(app: &App, actor: &Actor, filter: UserFilter, page: PageRequest<UserKey>) -> Result<Page<User>> {
    let filter = checked(filter)?;
    let scope = policy::identity::profiles(app, actor).await?;
    let conn = app.db().await?;
    let rows = User::page(&conn, &scope, &filter, page.after, page.first + 1).await?;
    Ok(Page::from_rows(rows, page.first))
}

/// How many people such a list has.
///
/// # Errors
/// As [`page`].
pub async fn count(app: &App, actor: &Actor, filter: UserFilter) -> Result<i64> {
    let filter = checked(filter)?;
    let scope = policy::identity::profiles(app, actor).await?;
    let conn = app.db().await?;
    Ok(User::count(&conn, &scope, &filter).await?)
}

fn checked(mut filter: UserFilter) -> Result<UserFilter> {
    filter.search = filter.search.map(|search| search.trim().to_owned()).filter(|search| !search.is_empty());
    if filter.search.as_ref().is_some_and(|search| search.chars().count() > MAX_SEARCH) {
        return Err(Error::invalid("filter.search", format!("search for at most {MAX_SEARCH} characters")));
    }
    Ok(filter)
}

//! Giving an account up: it is erased some days later, with everything that is its person's, unless they change their mind.

use chrono::TimeDelta;
use secrecy::SecretString;
use serde_json::json;

use super::{account, sessions};
use crate::admin::audit::{self, Entry};
use crate::db::identity::{User, WhichSessions};
use crate::db::{AsyncConnection as _, AsyncPgConnection, AuditSeverity, UserId};
use crate::events::Event;
use crate::imports;
use crate::policy::{Actor, identity as policy};
use crate::{App, Error, Result};

/// How long somebody can change their mind.
pub const TIME_TO_RECONSIDER: TimeDelta = TimeDelta::days(14);

/// Asks that the caller's account be erased, in two weeks; until then they use it as before. Whoever has a password must
/// name it.
///
/// # Errors
/// [`Error::Invalid`] for a wrong password, [`Error::RateLimited`], [`Error::Conflict`] for the last super administrator,
/// [`Error::Unauthenticated`], or [`Error::Forbidden`] for keys and players.
pub async fn request(app: &App, actor: &Actor, password: &SecretString) -> Result<User> {
    let id = policy::sign_in_means(actor)?.0.id;
    account::confirm_own(app, id, password).await?;
    let mut conn = app.db().await?;
    conn.transaction(async |conn| {
        let before = leaving(conn, id).await?.ok_or(Error::Unauthenticated)?;
        if before.erase_at.is_some() {
            return Ok(before);
        }
        let at = app.now() + TIME_TO_RECONSIDER;
        let user = User::set_erasure(conn, id, Some(at)).await?;
        let entry = Entry::new("identity.erasure_requested").on("user", id).with(json!({ "eraseAt": at }));
        audit::record(app, actor, conn, entry.severity(AuditSeverity::Critical)).await?;
        Event::UserChanged { id }.emit(conn).await?;
        Ok(user)
    })
    .await
}

/// Keeps the caller's account after all.
///
/// # Errors
/// [`Error::Unauthenticated`], or [`Error::Forbidden`] for keys and players.
pub async fn withdraw(app: &App, actor: &Actor) -> Result<User> {
    let id = policy::sign_in_means(actor)?.0.id;
    let mut conn = app.db().await?;
    conn.transaction(async |conn| {
        let before = User::find_for_update(conn, id).await?.ok_or(Error::Unauthenticated)?;
        if before.erase_at.is_none() {
            return Ok(before);
        }
        let user = User::set_erasure(conn, id, None).await?;
        let entry = Entry::new("identity.erasure_withdrawn").on("user", id).severity(AuditSeverity::Warning);
        audit::record(app, actor, conn, entry).await?;
        Event::UserChanged { id }.emit(conn).await?;
        Ok(user)
    })
    .await
}

/// Erases somebody else's account at once.
///
/// # Errors
/// [`Error::NotFound`], [`Error::Forbidden`] for anybody but administrators and for people above their own role,
/// [`Error::Conflict`] for oneself and for the last super administrator.
pub async fn erase(app: &App, actor: &Actor, id: UserId) -> Result<()> {
    policy::administer(actor)?;
    if actor.user_id() == Some(id) {
        return Err(Error::conflict("give up your own account in your settings"));
    }
    // A long life takes longer to forget than a request may take.
    let erased = app.tasks().spawn({
        let (app, actor) = (app.clone(), actor.clone());
        async move {
            let mut conn = app.db().await?;
            conn.transaction(async |conn| {
                let user = leaving(conn, id).await?.ok_or(Error::NotFound("user"))?;
                policy::rank(&actor, user.role)?;
                forget(&app, &actor, conn, &user).await
            })
            .await?;
            imports::discard_uploads_of(&app, id).await;
            Ok(())
        }
    });
    erased.await.map_err(Error::internal)?
}

/// Erases those whose time has come, each in a transaction of its own; answers how many.
///
/// # Errors
/// Those of the database.
pub(crate) async fn erase_due(app: &App) -> Result<usize> {
    let (actor, mut erased) = (Actor::system("erasures"), 0);
    let mut conn = app.db().await?;
    loop {
        let gone = conn
            .transaction(async |conn| {
                // The others may have stepped down since somebody gave their account up.
                let super_admins = User::lock_super_admins(conn).await?;
                let must_stay = super_admins.first().copied().filter(|_| super_admins.len() == 1);
                let Some(user) = User::lock_to_erase(conn, app.now(), must_stay).await? else { return Ok::<_, Error>(None) };
                forget(app, &actor, conn, &user).await?;
                Ok(Some(user.id))
            })
            .await?;
        let Some(id) = gone else { return Ok(erased) };
        imports::discard_uploads_of(app, id).await;
        erased += 1;
    }
}

/// The person who is to go, locked, if a super administrator remains.
async fn leaving(conn: &AsyncPgConnection, id: UserId) -> Result<Option<User>> {
    let super_admins = User::lock_super_admins(conn).await?;
    if super_admins == [id] {
        return Err(Error::conflict("this is the last super administrator"));
    }
    Ok(User::find_for_update(conn, id).await?)
}

async fn forget(app: &App, actor: &Actor, conn: &AsyncPgConnection, user: &User) -> Result<()> {
    sessions::end(app, conn, user.id, WhichSessions::All, "erased").await?;
    user.erase(conn).await?;
    // The row says that it was done, and no longer to whom.
    let entry = Entry::new("identity.account_erased").severity(AuditSeverity::Critical);
    audit::record(app, actor, conn, entry).await?;
    Event::UserChanged { id: user.id }.emit(conn).await?;
    Event::VisibilityChanged.emit(conn).await?;
    Ok(())
}

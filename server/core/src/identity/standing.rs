//! Roles and suspensions.

use serde_json::json;

use super::sessions;
use crate::admin::audit::{self, Entry};
use crate::db::identity::{User, UserChanges, WhichSessions};
use crate::db::{AsyncConnection as _, AsyncPgConnection, AuditSeverity, Role, UserId, UserStatus};
use crate::events::Event;
use crate::policy::{Actor, identity as policy};
use crate::{App, Error, Result};

/// Gives somebody another role, up to the caller's own. The last super administrator keeps theirs.
///
/// # Errors
/// [`Error::NotFound`], [`Error::Forbidden`] for anybody but administrators and for what is above their own role,
/// [`Error::Conflict`] for the last super administrator.
pub async fn change_role(app: &App, actor: &Actor, id: UserId, role: Role) -> Result<User> {
    policy::rank(actor, role)?;
    let mut conn = app.db().await?;
    conn.transaction(async |conn| {
        let before = target(actor, conn, id, role == Role::SuperAdmin).await?;
        let changes = UserChanges { role: Some(role), ..UserChanges::default() };
        let after = User::update(conn, id, &changes).await?.ok_or(Error::NotFound("user"))?;
        let entry = Entry::new("identity.role_changed")
            .on("user", id)
            .change(json!({ "role": before.role }), json!({ "role": after.role }))
            .severity(AuditSeverity::Critical);
        audit::record(app, actor, conn, entry).await?;
        Event::UserChanged { id }.emit(conn).await?;
        Ok(after)
    })
    .await
}

/// Keeps somebody from signing in, and ends all their sessions. Their keys work again when they are reinstated.
///
/// # Errors
/// [`Error::NotFound`], [`Error::Forbidden`] for anybody but administrators and for people above their own role,
/// [`Error::Conflict`] for oneself, for the last super administrator and for somebody who is suspended already.
pub async fn suspend(app: &App, actor: &Actor, id: UserId, reason: Option<&str>) -> Result<User> {
    policy::administer(actor)?;
    if reason.is_some_and(|reason| reason.chars().count() > 500) {
        return Err(Error::invalid("reason", "use at most 500 characters"));
    }
    if actor.user_id() == Some(id) {
        return Err(Error::conflict("you cannot suspend yourself"));
    }
    let mut conn = app.db().await?;
    conn.transaction(async |conn| {
        let before = target(actor, conn, id, false).await?;
        if before.status != UserStatus::Active {
            return Err(Error::conflict("this person is suspended already"));
        }
        let user = set_status(conn, id, UserStatus::Suspended).await?;
        let ended = sessions::end(app, conn, id, WhichSessions::All, "suspended").await?;
        let entry = Entry::new("identity.user_suspended")
            .on("user", id)
            .context(json!({ "reason": reason, "name": before.display_name, "sessions": ended }))
            .severity(AuditSeverity::Critical);
        audit::record(app, actor, conn, entry).await?;
        Event::UserChanged { id }.emit(conn).await?;
        Event::VisibilityChanged.emit(conn).await?;
        Ok(user)
    })
    .await
}

/// Lets a suspended person sign in again.
///
/// # Errors
/// [`Error::NotFound`], [`Error::Forbidden`] for anybody but administrators and for people above their own role,
/// [`Error::Conflict`] for somebody who is not suspended.
pub async fn reinstate(app: &App, actor: &Actor, id: UserId) -> Result<User> {
    policy::administer(actor)?;
    let mut conn = app.db().await?;
    conn.transaction(async |conn| {
        let before = User::find_for_update(conn, id).await?.ok_or(Error::NotFound("user"))?;
        policy::rank(actor, before.role)?;
        if before.status != UserStatus::Suspended {
            return Err(Error::conflict("this person is not suspended"));
        }
        let user = set_status(conn, id, UserStatus::Active).await?;
        let entry = Entry::new("identity.user_reinstated").on("user", id).severity(AuditSeverity::Critical);
        audit::record(app, actor, conn, entry).await?;
        Event::UserChanged { id }.emit(conn).await?;
        Event::VisibilityChanged.emit(conn).await?;
        Ok(user)
    })
    .await
}

async fn set_status(conn: &AsyncPgConnection, id: UserId, status: UserStatus) -> Result<User> {
    let changes = UserChanges { status: Some(status), ..UserChanges::default() };
    User::update(conn, id, &changes).await?.ok_or(Error::NotFound("user"))
}

/// The person to change, locked, if the actor may change them and a super administrator remains.
async fn target(actor: &Actor, conn: &AsyncPgConnection, id: UserId, stays_super_admin: bool) -> Result<User> {
    // The super administrators are locked before the person, by everybody: two of them who step down at the same time
    // wait for each other here.
    let super_admins = User::lock_super_admins(conn).await?;
    let user = User::find_for_update(conn, id).await?.ok_or(Error::NotFound("user"))?;
    policy::rank(actor, user.role)?;
    if !stays_super_admin && super_admins == [id] {
        return Err(Error::conflict("this is the last super administrator"));
    }
    Ok(user)
}

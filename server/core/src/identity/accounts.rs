//! Making accounts, and giving out new passwords: what administrators do, from the API and from the command line.

use secrecy::{ExposeSecret as _, SecretString};
use serde_json::{Value, json};

use super::{fields, sessions, tokens};
use crate::admin::audit::{self, Entry};
use crate::admin::settings;
use crate::db::identity::{Credential, NewUser, User, WhichSessions};
use crate::db::{AsyncConnection as _, AsyncPgConnection, AuditSeverity, Role, UserId};
use crate::error::Problems;
use crate::events::Event;
use crate::policy::{Actor, identity as policy};
use crate::{App, Error, Result};

/// Somebody who is to have an account.
#[derive(Debug, Clone, Default)]
pub struct NewAccount {
    /// What they sign in with.
    pub username: String,
    /// Their address.
    pub email: Option<String>,
    /// What others call them; without it, their user name.
    pub display_name: Option<String>,
}

/// An account that has just been made, or whose password was replaced.
#[derive(Debug)]
pub struct Issued {
    /// Whose.
    pub user: User,
    /// The password to hand over, which they must change when they sign in; none when one was given.
    pub temporary_password: Option<SecretString>,
}

impl NewAccount {
    /// The account with its fields trimmed, if it may be.
    pub(super) fn checked(&self, password: Option<&SecretString>) -> Result<Self> {
        let clean = |text: &Option<String>| text.as_deref().map(str::trim).filter(|text| !text.is_empty()).map(str::to_owned);
        let account = Self {
            username: self.username.trim().to_owned(),
            email: clean(&self.email),
            display_name: clean(&self.display_name),
        };
        let mut problems = Problems::default();
        fields::username(&mut problems, "username", &account.username);
        if let Some(email) = &account.email {
            fields::email(&mut problems, "email", email);
        }
        if let Some(name) = &account.display_name {
            fields::line(&mut problems, "displayName", name, 1, 100);
        }
        if let Some(password) = password {
            let names = [account.username.as_str(), account.email.as_deref().unwrap_or_default()];
            fields::password(&mut problems, "password", password, &names);
        }
        problems.into_result()?;
        Ok(account)
    }

    /// Adds the account, in the caller's transaction.
    pub(super) async fn insert(
        &self,
        app: &App,
        conn: &AsyncPgConnection,
        role: Role,
        password_hash: Option<String>,
        temporary: bool,
    ) -> Result<User> {
        let now = app.now();
        let user = NewUser {
            id: app.new_id(),
            username: Some(self.username.clone()),
            email: self.email.clone(),
            password_changed_at: password_hash.is_some().then_some(now),
            password_hash,
            requires_password_change: temporary,
            display_name: self.display_name.clone().unwrap_or_else(|| self.username.clone()),
            locale: settings::current(conn).await?.default_locale.tag().to_owned(),
            role,
            claimed_at: Some(now),
            created_at: now,
        };
        user.insert(conn).await.map_err(|error| {
            if Error::violates(&error, "users_username_key") {
                Error::invalid("username", "somebody else has this user name")
            } else if Error::violates(&error, "users_email_key") {
                Error::invalid("email", "somebody else has this address")
            } else {
                error.into()
            }
        })
    }
}

/// Makes an account for somebody else, with a password to hand over.
///
/// # Errors
/// [`Error::Invalid`], or [`Error::Forbidden`] for anybody but administrators, and for a role above one's own.
pub async fn create(app: &App, actor: &Actor, account: NewAccount, role: Role) -> Result<Issued> {
    issue(app, actor, account, role, None).await
}

/// Makes an administrator: for the command line. Without a password, one is made that must be changed.
///
/// # Errors
/// As [`create`].
pub async fn create_admin(app: &App, actor: &Actor, account: NewAccount, password: Option<SecretString>) -> Result<Issued> {
    issue(app, actor, account, Role::SuperAdmin, password).await
}

async fn issue(app: &App, actor: &Actor, account: NewAccount, role: Role, password: Option<SecretString>) -> Result<Issued> {
    policy::rank(actor, role)?;
    let account = account.checked(password.as_ref())?;
    let (password, temporary) = given_or_made(password);
    let hash = app.passwords().hash(password.expose_secret()).await?;
    let mut conn = app.db().await?;
    let user = conn
        .transaction(async |conn| {
            let user = account.insert(app, conn, role, Some(hash), temporary).await?;
            let severity = if role >= Role::Admin { AuditSeverity::Critical } else { AuditSeverity::Info };
            let entry = Entry::new("identity.user_created").on("user", user.id).with(snapshot(&user)).severity(severity);
            audit::record(app, actor, conn, entry).await?;
            Event::VisibilityChanged.emit(conn).await?;
            Ok::<_, Error>(user)
        })
        .await?;
    Ok(Issued { user, temporary_password: temporary.then_some(password) })
}

/// Replaces somebody's password and ends all their sessions. Without a password, one is made that must be changed.
///
/// # Errors
/// [`Error::NotFound`], [`Error::Invalid`] for a password that may not be, [`Error::Forbidden`] for anybody but
/// administrators, and for a person above one's own role.
pub async fn reset_password(app: &App, actor: &Actor, login: &str, password: Option<SecretString>) -> Result<Issued> {
    policy::administer(actor)?;
    let conn = app.db().await?;
    let found = Credential::find_by_login(&conn, login.trim()).await?.ok_or(Error::NotFound("user"))?;
    drop(conn);
    reset_password_of(app, actor, found.id, password).await
}

/// As [`reset_password`], for a person by their id.
///
/// # Errors
/// As [`reset_password`].
pub async fn reset_password_of(app: &App, actor: &Actor, id: UserId, password: Option<SecretString>) -> Result<Issued> {
    policy::administer(actor)?;
    if let Some(password) = &password {
        let mut problems = Problems::default();
        fields::password(&mut problems, "password", password, &[]);
        problems.into_result()?;
    }
    let (password, temporary) = given_or_made(password);
    let hash = app.passwords().hash(password.expose_secret()).await?;
    let mut conn = app.db().await?;
    let user = conn
        .transaction(async |conn| {
            let before = User::find_for_update(conn, id).await?.ok_or(Error::NotFound("user"))?;
            policy::rank(actor, before.role)?;
            Credential::set(conn, id, &hash, temporary, app.now()).await?;
            let ended = sessions::end(app, conn, id, WhichSessions::All, "password_reset").await?;
            let entry = Entry::new("identity.password_reset")
                .on("user", id)
                .context(json!({ "name": before.display_name, "sessions": ended }))
                .severity(AuditSeverity::Critical);
            audit::record(app, actor, conn, entry).await?;
            Event::UserChanged { id }.emit(conn).await?;
            User::find_for_update(conn, id).await?.ok_or(Error::NotFound("user"))
        })
        .await?;
    Ok(Issued { user, temporary_password: temporary.then_some(password) })
}

/// The given password, or one made up; and whether it was made up.
fn given_or_made(password: Option<SecretString>) -> (SecretString, bool) {
    match password {
        Some(password) => (password, false),
        None => (tokens::temporary_password().into(), true),
    }
}

/// What audit rows keep of an account.
pub(super) fn snapshot(user: &User) -> Value {
    json!({ "username": user.username, "displayName": user.display_name, "role": user.role, "status": user.status })
}

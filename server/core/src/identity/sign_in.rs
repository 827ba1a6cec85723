use secrecy::{ExposeSecret as _, SecretString};
use serde_json::json;

use super::begin::{Beginning, Begun, begin};
use super::{fields, rate_limit, tokens};
use crate::admin::audit::{self, Entry};
use crate::db::identity::Credential;
use crate::db::{AsyncConnection as _, AuditSeverity, SessionKind, UserStatus};
use crate::error::Problems;
use crate::policy::Actor;
use crate::{App, Error, Result};

/// The longest user name or address that is looked up.
const MAX_LOGIN: usize = 254;

/// What somebody signs in with.
#[derive(Debug)]
pub struct Credentials {
    /// Their user name or address.
    pub login: String,
    /// Their password.
    pub password: SecretString,
    /// How the session's tokens travel.
    pub kind: SessionKind,
    /// What the person calls the device.
    pub device_name: Option<String>,
}

/// Signs somebody in by password. Whether there is such a person shows neither in the answer nor in the time it takes.
///
/// # Errors
/// [`Error::Invalid`] for a wrong name or password, [`Error::Forbidden`] for a suspended person with the right one,
/// [`Error::RateLimited`] after too many tries from one address or for one account.
pub async fn sign_in(app: &App, actor: &Actor, credentials: Credentials) -> Result<Begun> {
    let login = credentials.login.trim();
    let mut problems = Problems::default();
    problems.check(!login.is_empty() && login.len() <= MAX_LOGIN, "login", "enter your user name or e-mail address");
    problems.check(!fields::is_absurd(&credentials.password), "password", "this is too long for a password");
    if let Some(name) = &credentials.device_name {
        fields::line(&mut problems, "deviceName", name, 1, 100);
    }
    problems.into_result()?;
    rate_limit::SIGN_IN_BY_IP.charge_address(app, &actor.origin).await?;
    let found = {
        let conn = app.db().await?;
        Credential::find_by_login(&conn, login).await?
    };
    // A name nobody has is counted like one that somebody has, so that being refused tells nothing.
    let subject = found.as_ref().map_or_else(|| unknown(login), |found| found.id.to_string());
    rate_limit::SIGN_IN_BY_ACCOUNT.charge(app, &subject).await?;

    let password = credentials.password.expose_secret();
    let hash = found.as_ref().and_then(|found| found.password_hash.as_deref());
    let is_right = app.passwords().verify(password, hash).await?;
    let Some(person) = found.filter(|_| is_right) else {
        return refuse(app, actor, &subject).await;
    };
    if person.status != UserStatus::Active {
        return Err(Error::Forbidden("this account is suspended; ask an administrator"));
    }
    rate_limit::SIGN_IN_BY_ACCOUNT.forget(app, &subject).await?;
    let stronger = match person.password_hash.as_deref() {
        Some(old) if app.passwords().is_outdated(old) => Some((old, app.passwords().hash(password).await?)),
        _ => None,
    };
    let mut conn = app.db().await?;
    conn.transaction(async |conn| {
        if let Some((old, new)) = &stronger {
            Credential::rehash(conn, person.id, old, new).await?;
        }
        let begun = begin(app, actor, conn, person.id, Beginning::full(credentials.kind, credentials.device_name)).await?;
        let entry = Entry::new("identity.signed_in")
            .by(person.id, person.display_name)
            .on("user", person.id)
            .context(json!({ "session": begun.session.id.to_string(), "kind": begun.session.kind }));
        audit::record(app, actor, conn, entry).await?;
        Ok(begun)
    })
    .await
}

async fn refuse(app: &App, actor: &Actor, subject: &str) -> Result<Begun> {
    let mut entry = Entry::new("identity.sign_in_refused").severity(AuditSeverity::Warning);
    if let Ok(id) = subject.parse::<crate::db::UserId>() {
        entry = entry.on("user", id);
    }
    let conn = app.db().await?;
    audit::record(app, actor, &conn, entry).await?;
    Err(Error::invalid("password", "the user name or the password is wrong"))
}

/// The rate limit's subject for a name that nobody has: not the name itself, since people type passwords there.
fn unknown(login: &str) -> String {
    let hash = tokens::hash(&login.to_lowercase());
    format!("login:{}", hash[..12].iter().map(|byte| format!("{byte:02x}")).collect::<String>())
}

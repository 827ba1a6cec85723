//! The first administrator: made once, by whoever holds the link that the server printed.

use chrono::TimeDelta;
use secrecy::{ExposeSecret as _, SecretString};
use url::Url;

use super::begin::{Beginning, Begun, begin};
use super::{accounts, rate_limit, tokens};
use crate::admin::audit::{self, Entry};
use crate::db::identity::{
    NewVerificationToken, User, discard_verification_tokens, lock_setup, use_verification_token, verification_token_works,
};
use crate::db::{AsyncConnection as _, AuditSeverity, Role, SessionKind, VerificationPurpose};
use crate::events::Event;
use crate::policy::{Actor, identity as policy};
use crate::{App, Error, Result};

/// How long a set-up link works.
const LIFETIME: TimeDelta = TimeDelta::hours(24);

/// Who the first administrator will be.
#[derive(Debug)]
pub struct Setup {
    /// The secret of the link.
    pub token: SecretString,
    /// Their account.
    pub account: accounts::NewAccount,
    /// Their password.
    pub password: SecretString,
    /// How their session's tokens travel.
    pub kind: SessionKind,
}

/// Whether nobody administers this installation yet. Anybody may know.
///
/// # Errors
/// [`Error::Unavailable`] when the database is away.
pub async fn is_needed(app: &App, _: &Actor) -> Result<bool> {
    let conn = app.db().await?;
    Ok(!User::any_admin(&conn).await?)
}

/// A new set-up link, which makes older ones worthless; none when somebody administers this installation already. For
/// the server to print when it starts.
///
/// # Errors
/// [`Error::Forbidden`] for anybody but the system and administrators.
pub async fn mint_link(app: &App, actor: &Actor) -> Result<Option<Url>> {
    policy::administer(actor)?;
    let token = tokens::random_text();
    let mut conn = app.db().await?;
    let minted = conn
        .transaction(async |conn| {
            lock_setup(conn).await?;
            if User::any_admin(conn).await? {
                return Ok::<_, Error>(false);
            }
            discard_verification_tokens(conn, VerificationPurpose::Setup).await?;
            let now = app.now();
            let row = NewVerificationToken {
                id: app.new_id(),
                purpose: VerificationPurpose::Setup,
                user_id: None,
                token_hash: tokens::hash(&token),
                expires_at: now + LIFETIME,
                created_at: now,
            };
            row.insert(conn).await?;
            audit::record(app, actor, conn, Entry::new("identity.setup_link_made")).await?;
            Ok(true)
        })
        .await?;
    if !minted {
        return Ok(None);
    }
    let mut link = app.settings().web_url.clone();
    if let Ok(mut path) = link.path_segments_mut() {
        path.pop_if_empty().push("setup");
    }
    // The fragment stays in the browser: no proxy and no log on the way sees the secret.
    link.set_fragment(Some(&format!("token={token}")));
    Ok(Some(link))
}

/// Makes the first administrator and signs them in. Of several who try at the same time, one wins.
///
/// # Errors
/// [`Error::Invalid`] for a link that does not work or an account that cannot be, [`Error::Conflict`] when somebody
/// administers this installation already, [`Error::RateLimited`].
pub async fn complete(app: &App, actor: &Actor, setup: Setup) -> Result<Begun> {
    rate_limit::SETUP.charge_address(app, &actor.origin).await?;
    let account = setup.account.checked(Some(&setup.password))?;
    let token_hash = tokens::hash(setup.token.expose_secret());
    let refused = || Error::invalid("token", "this link was used, has ended or was replaced; restart the server for a new one");
    {
        // A look before the password is hashed: without a link that works, nothing here may be expensive.
        let conn = app.db().await?;
        if User::any_admin(&conn).await? {
            return Err(Error::conflict("this installation is set up already"));
        }
        if !verification_token_works(&conn, VerificationPurpose::Setup, &token_hash, app.now()).await? {
            return Err(refused());
        }
    }
    let hash = app.passwords().hash(setup.password.expose_secret()).await?;
    let mut conn = app.db().await?;
    conn.transaction(async |conn| {
        lock_setup(conn).await?;
        if User::any_admin(conn).await? {
            return Err(Error::conflict("this installation is set up already"));
        }
        if !use_verification_token(conn, VerificationPurpose::Setup, &token_hash, app.now()).await? {
            return Err(refused());
        }
        let user = account.insert(app, conn, Role::SuperAdmin, Some(hash), false).await?;
        let begun = begin(app, actor, conn, user.id, Beginning::full(setup.kind, None)).await?;
        let entry = Entry::new("identity.setup_completed")
            .on("user", user.id)
            .with(accounts::snapshot(&user))
            .severity(AuditSeverity::Critical);
        audit::record(app, actor, conn, entry).await?;
        Event::VisibilityChanged.emit(conn).await?;
        Ok(begun)
    })
    .await
}

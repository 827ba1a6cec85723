//! The address at which a person's calendar can be read without signing in. Calendar programs can be given nothing but an
//! address, so it holds the secret; it opens nothing but the calendar.

use secrecy::{ExposeSecret as _, SecretString};

use super::{authenticate, rate_limit, tokens};
use crate::admin::audit::{self, Entry};
use crate::db::identity::{CalendarFeed, NewCalendarFeed};
use crate::db::{AsyncConnection as _, AuditSeverity, UserId};
use crate::policy::{Access, Actor, Origin, identity as policy};
use crate::{App, Error, Result};

/// What the secrets start with, so that one that has got somewhere is known for what it is.
const TOKEN_PREFIX: &str = "mnc_";

/// An address whose secret was made just now.
#[derive(Debug)]
pub struct IssuedFeed {
    /// Its row.
    pub feed: CalendarFeed,
    /// The secret, which is not shown again.
    pub token: SecretString,
}

/// The caller's address, if they have one.
///
/// # Errors
/// [`Error::Forbidden`] without the scope `read`.
pub async fn mine(app: &App, actor: &Actor) -> Result<Option<CalendarFeed>> {
    let user_id = actor.require(Access::Read)?.id;
    Ok(CalendarFeed::of(&*app.db().await?, user_id).await?)
}

/// Makes the caller an address; the one they had works no more.
///
/// # Errors
/// [`Error::Unauthenticated`], or [`Error::Forbidden`] for keys and players.
pub async fn create(app: &App, actor: &Actor) -> Result<IssuedFeed> {
    let user_id = policy::sign_in_means(actor)?.0.id;
    let token: SecretString = format!("{TOKEN_PREFIX}{}", tokens::random_text()).into();
    let token_hash = tokens::hash(token.expose_secret());
    let new = NewCalendarFeed { id: app.new_id(), user_id, token_hash, created_at: app.now() };
    let mut conn = app.db().await?;
    let feed = conn
        .transaction(async |conn| {
            let old = CalendarFeed::delete_of(conn, user_id).await?;
            let feed = new.insert(conn).await.map_err(|error| {
                if Error::violates(&error, "calendar_feeds_user_id_key") {
                    Error::conflict("another was made at the same time; try again")
                } else {
                    error.into()
                }
            })?;
            let action = if old.is_some() { "identity.calendar_feed_rotated" } else { "identity.calendar_feed_created" };
            audit::record(app, actor, conn, Entry::new(action).on("calendar_feed", feed.id).severity(AuditSeverity::Warning))
                .await?;
            Ok::<_, Error>(feed)
        })
        .await?;
    Ok(IssuedFeed { feed, token })
}

/// Ends the caller's address: whoever has it reads nothing any more.
///
/// # Errors
/// [`Error::NotFound`] where there is none, [`Error::Unauthenticated`], or [`Error::Forbidden`] for keys and players.
pub async fn revoke(app: &App, actor: &Actor) -> Result<CalendarFeed> {
    let user_id = policy::sign_in_means(actor)?.0.id;
    let mut conn = app.db().await?;
    conn.transaction(async |conn| {
        let feed = CalendarFeed::delete_of(conn, user_id).await?.ok_or(Error::NotFound("calendar feed"))?;
        audit::record(app, actor, conn, Entry::new("identity.calendar_feed_revoked").on("calendar_feed", feed.id)).await?;
        Ok(feed)
    })
    .await
}

/// Whose calendar the address with this secret opens.
///
/// # Errors
/// [`Error::NotFound`] for a secret that is not known or was revoked, and for one whose person may not sign in;
/// [`Error::RateLimited`].
pub(crate) async fn holder(app: &App, token: &str, origin: &Origin) -> Result<UserId> {
    let found = CalendarFeed::find(&*app.db().await?, &tokens::hash(token)).await?;
    let Some(feed) = found else {
        rate_limit::NO_CALENDAR_FEED.charge_address(app, origin).await?;
        return Err(Error::NotFound("calendar feed"));
    };
    rate_limit::CALENDAR_FEED.charge(app, &feed.id.to_string()).await?;
    if feed.last_used_at.is_none_or(|at| at <= app.now() - authenticate::TOUCH_EVERY) {
        CalendarFeed::touch(&*app.db().await?, feed.id, app.now()).await?;
    }
    Ok(feed.user_id)
}

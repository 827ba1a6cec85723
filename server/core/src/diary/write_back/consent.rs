//! Signing in to Trakt: its person types a code in there, and MediaNest asks whether they did.

use chrono::{DateTime, TimeDelta, Utc};
use medianest_db::diary::{NewPlayerConnection, PlayerConnection, PlayerConnectionChanges};
use medianest_db::{AsyncConnection as _, PlayerConnectionId, PlayerConnectionKind, PlayerConnectionState};
use secrecy::SecretString;

use super::connections;
use super::remote::{Kept, trakt_app};
use super::trakt::{Poll, Trakt};
use crate::identity::rate_limit;
use crate::outgoing::Trouble;
use crate::policy::{Actor, identity as policy};
use crate::{App, Error, Result};

/// A connection that waits for its person's consent.
#[derive(Debug)]
pub struct AskedForConsent {
    /// The connection.
    pub connection: PlayerConnection,
    /// What its person types in.
    pub user_code: String,
    /// Where.
    pub verification_url: String,
    /// Until when the code works.
    pub expires_at: DateTime<Utc>,
    /// How many seconds to wait between two looks whether they did.
    pub interval_seconds: i64,
}

/// Which connection is to be let in.
#[derive(Debug, Clone)]
pub enum Consent {
    /// A new one, of this name.
    New(String),
    /// One whose sign-in has ended. What waits for it goes on waiting.
    Renewed(PlayerConnectionId),
}

/// Begins to connect the caller's account at Trakt.
///
/// # Errors
/// [`Error::Conflict`] where there is no application at Trakt, for too many connections, and for one that is not to Trakt;
/// [`Error::Upstream`] when Trakt does not answer; [`Error::Invalid`], [`Error::NotFound`], [`Error::RateLimited`],
/// [`Error::Unauthenticated`], or [`Error::Forbidden`] for keys and players.
pub async fn ask(app: &App, actor: &Actor, consent: Consent) -> Result<AskedForConsent> {
    let user_id = policy::sign_in_means(actor)?.0.id;
    let (id, name) = match consent {
        Consent::New(name) => (app.new_id(), Some(connections::checked_name(&name)?)),
        Consent::Renewed(id) => {
            let (connection, _) = connections::own_with_credentials(app, user_id, id).await?;
            if connection.kind != PlayerConnectionKind::Trakt {
                return Err(Error::conflict("only Trakt is signed in to by a code"));
            }
            (id, None)
        }
    };
    let trakt = Trakt { outgoing: app.outgoing()?.clone(), app: trakt_app(app)?, token: None };
    rate_limit::PLAYER_CONNECTION.charge(app, &user_id.to_string()).await?;
    let codes = trakt.begin().await.map_err(|trouble| silent(&trouble))?;
    let expires_at = app.now() + TimeDelta::try_seconds(codes.expires_in).unwrap_or_default();
    let kept = Kept { is_code: true, expires_at: Some(expires_at), ..Kept::lasting(&codes.device_code) };
    let sealed = kept.seal(app, id)?;
    let connection = if let Some(name) = name {
        let new = NewPlayerConnection {
            id,
            user_id,
            kind: PlayerConnectionKind::Trakt,
            name,
            base_url: trakt.app.url.into(),
            machine: None,
            account_key: None,
            account_name: None,
            credentials: sealed.credentials,
            key_id: sealed.key_id,
            state: PlayerConnectionState::Pending,
            created_at: app.now(),
        };
        connections::insert(app, actor, new).await?
    } else {
        change(
            app,
            actor,
            id,
            PlayerConnectionChanges {
                credentials: Some(sealed.credentials),
                key_id: Some(sealed.key_id),
                ..PlayerConnectionChanges::default()
            },
        )
        .await?
    };
    Ok(AskedForConsent {
        connection,
        user_code: codes.user_code,
        verification_url: codes.verification_url,
        expires_at,
        interval_seconds: codes.interval.clamp(1, 60),
    })
}

/// Looks whether the caller typed the code in: then the connection works. Else it is answered as it is.
///
/// # Errors
/// [`Error::NotFound`] for another's, [`Error::Conflict`] for a code that will not be typed in any more, with which a new
/// connection ends; [`Error::Upstream`] when Trakt does not answer.
pub async fn look(app: &App, actor: &Actor, id: PlayerConnectionId) -> Result<PlayerConnection> {
    let user_id = policy::sign_in_means(actor)?.0.id;
    let (connection, sealed) = connections::own_with_credentials(app, user_id, id).await?;
    let Some(kept) = Kept::open(app, id, &sealed)?.filter(|kept| kept.is_code) else { return Ok(connection) };
    rate_limit::PLAYER_CONSENT.charge(app, &user_id.to_string()).await?;
    let mut trakt = Trakt { outgoing: app.outgoing()?.clone(), app: trakt_app(app)?, token: None };
    let poll = if kept.expires_at.is_some_and(|at| at > app.now()) {
        trakt.poll(&SecretString::from(kept.token)).await.map_err(|trouble| silent(&trouble))?
    } else {
        Poll::Over("the code has expired; begin again")
    };
    let tokens = match poll {
        Poll::Pending => return Ok(connection),
        Poll::Approved(tokens) => tokens,
        Poll::Over(why) => {
            if connection.state == PlayerConnectionState::Pending {
                connections::delete(app, actor, id).await?;
            }
            return Err(Error::conflict(why));
        }
    };
    trakt.token = Some(tokens.access_token.clone());
    // The tokens are there only once: they are kept even where Trakt does not say whose they are.
    let account_name = trakt.account().await.ok();
    let sealed = Kept::of_trakt(&tokens, app.now()).seal(app, id)?;
    let changes = PlayerConnectionChanges {
        account_name: Some(account_name),
        credentials: Some(sealed.credentials),
        key_id: Some(sealed.key_id),
        ..connections::works_again(PlayerConnectionChanges::default())
    };
    change(app, actor, id, changes).await
}

async fn change(app: &App, actor: &Actor, id: PlayerConnectionId, changes: PlayerConnectionChanges) -> Result<PlayerConnection> {
    let user_id = policy::sign_in_means(actor)?.0.id;
    let mut conn = app.db().await?;
    conn.transaction(async |conn| {
        let old = connections::own(conn, user_id, id).await?;
        let new = PlayerConnection::change(conn, id, &changes).await?;
        connections::record(app, actor, conn, "diary.player_connection_changed", Some(&old), &new).await?;
        Ok(new)
    })
    .await
}

fn silent(trouble: &Trouble) -> Error {
    Error::Upstream("Trakt", trouble.words().into())
}

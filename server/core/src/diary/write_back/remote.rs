use chrono::{DateTime, TimeDelta, Utc};
use medianest_db::diary::{PlayerConnection, PlayerConnectionChanges, SealedCredentials};
use medianest_db::{PlayerConnectionId, PlayerConnectionKind};
use secrecy::{ExposeSecret as _, SecretString};
use serde::{Deserialize, Serialize};
use url::Url;

use super::media_browser::MediaBrowser;
use super::plex::Plex;
use super::trakt::{Tokens, Trakt};
use super::wanted::Wanted;
use crate::config::TraktApp;
use crate::outgoing::Trouble;
use crate::{App, Error, Result};

/// How long before it ends a sign-in is renewed.
const RENEW_BEFORE: TimeDelta = TimeDelta::minutes(30);

/// What a connection signs in with, as it is kept: encrypted.
#[derive(Serialize, Deserialize)]
pub(super) struct Kept {
    /// A token, an API key, or a code that its person has yet to type in.
    pub token: String,
    #[serde(default)]
    pub is_code: bool,
    #[serde(default)]
    pub refresh_token: Option<String>,
    #[serde(default)]
    pub expires_at: Option<DateTime<Utc>>,
}

impl Kept {
    /// A token that holds until it is revoked.
    pub(super) fn lasting(token: &SecretString) -> Self {
        Self { token: token.expose_secret().to_owned(), is_code: false, refresh_token: None, expires_at: None }
    }

    pub(super) fn of_trakt(tokens: &Tokens, now: DateTime<Utc>) -> Self {
        Self {
            token: tokens.access_token.expose_secret().to_owned(),
            is_code: false,
            refresh_token: Some(tokens.refresh_token.expose_secret().to_owned()),
            expires_at: Some(now + TimeDelta::try_seconds(tokens.expires_in).unwrap_or_default()),
        }
    }

    pub(super) fn seal(&self, app: &App, id: PlayerConnectionId) -> Result<SealedCredentials> {
        let text = serde_json::to_string(self).map_err(Error::internal)?;
        app.keyring()?.seal(&id.to_string(), &text.into())
    }

    pub(super) fn open(app: &App, id: PlayerConnectionId, sealed: &SealedCredentials) -> Result<Option<Self>> {
        let opened = app.keyring()?.open(&id.to_string(), sealed);
        Ok(opened.and_then(|text| serde_json::from_str(text.expose_secret()).ok()))
    }
}

/// Seals with the first key what another one sealed; answers how many credentials that were. What no key opens stays as it is,
/// in case its key comes back.
///
/// # Errors
/// Those of the database, and of a key that cannot be read.
pub async fn reseal(app: &App) -> Result<usize> {
    let conn = app.db().await?;
    let mut count = 0;
    for (id, was) in PlayerConnection::all_sealed(&conn).await? {
        // Here, since asking for the keys makes one where there is none.
        let ring = app.keyring()?;
        if ring.is_current(&was) {
            continue;
        }
        let Some(secret) = ring.open(&id.to_string(), &was) else {
            tracing::warn!(connection.id = %id, key.id = %was.key_id, "no key opens what this connection signs in with");
            continue;
        };
        count += usize::from(PlayerConnection::reseal(&conn, id, &was, &ring.seal(&id.to_string(), &secret)?).await?);
    }
    Ok(count)
}

/// A server that a person is signed in to.
pub(super) enum Remote {
    MediaBrowser(MediaBrowser),
    Plex(Plex),
    Trakt(Trakt),
}

/// The application at Trakt, which the administrator registers.
pub(super) fn trakt_app(app: &App) -> Result<TraktApp> {
    let none = "this MediaNest has no application at Trakt; its administrator can register one (`trakt.client_id`)";
    app.settings().trakt_app.clone().ok_or_else(|| Error::conflict(none))
}

impl Remote {
    /// Signs in with what is kept, renewed where it ends soon.
    pub(super) async fn open(
        app: &App,
        connection: &PlayerConnection,
        sealed: &SealedCredentials,
    ) -> Result<Result<Self, Trouble>> {
        let Some(kept) = Kept::open(app, connection.id, sealed)? else {
            return Ok(Err(Trouble::SignIn("the key that its sign-in was encrypted with is gone".to_owned())));
        };
        if kept.is_code {
            return Ok(Err(Trouble::SignIn("its code has not been typed in".to_owned())));
        }
        let (outgoing, device) = (app.outgoing()?.clone(), connection.id.to_string());
        let base = Url::parse(&connection.base_url).map_err(Error::internal)?;
        let token = SecretString::from(kept.token.clone());
        Ok(Ok(match connection.kind {
            PlayerConnectionKind::Plex => Self::Plex(Plex { outgoing, base, device, token }),
            PlayerConnectionKind::Jellyfin | PlayerConnectionKind::Emby => Self::MediaBrowser(MediaBrowser {
                outgoing,
                kind: connection.kind,
                base,
                device,
                token: Some(token),
                user: connection.account_key.clone().unwrap_or_default(),
            }),
            PlayerConnectionKind::Trakt => {
                let mut trakt = Trakt { outgoing, app: trakt_app(app)?, token: Some(token) };
                if kept.expires_at.is_some_and(|at| at - RENEW_BEFORE <= app.now())
                    && let Err(trouble) = renew(app, connection.id, &mut trakt, kept).await?
                {
                    return Ok(Err(trouble));
                }
                Self::Trakt(trakt)
            }
        }))
    }

    /// Whether the sign-in holds.
    pub(super) async fn check(&self) -> Result<(), Trouble> {
        match self {
            Self::MediaBrowser(server) => server.check().await,
            Self::Plex(server) => server.check().await,
            Self::Trakt(trakt) => trakt.account().await.map(|_| ()),
        }
    }

    /// What the server calls the film or episode; Trakt needs no name for it but the usual ones.
    pub(super) async fn find(&self, wanted: &Wanted) -> Result<Option<String>, Trouble> {
        match self {
            Self::MediaBrowser(server) => server.find(wanted).await,
            Self::Plex(server) => server.find(wanted).await,
            Self::Trakt(_) => Ok(None),
        }
    }

    /// Says that the account played what the server calls so.
    pub(super) async fn mark(&self, item: &str, at: Option<DateTime<Utc>>) -> Result<(), Trouble> {
        match self {
            Self::MediaBrowser(server) => server.mark(item, at).await,
            Self::Plex(server) => server.mark(item).await,
            Self::Trakt(_) => Err(Trouble::Missing),
        }
    }

    /// Says that it did not.
    pub(super) async fn unmark(&self, item: &str) -> Result<(), Trouble> {
        match self {
            Self::MediaBrowser(server) => server.unmark(item).await,
            Self::Plex(server) => server.unmark(item).await,
            Self::Trakt(_) => Err(Trouble::Missing),
        }
    }
}

/// Renews a sign-in to Trakt, and keeps it at once: what it was renewed with works no more.
async fn renew(app: &App, id: PlayerConnectionId, trakt: &mut Trakt, kept: Kept) -> Result<Result<(), Trouble>> {
    let Some(refresh_token) = kept.refresh_token.map(SecretString::from) else {
        return Ok(Err(Trouble::SignIn("its sign-in has ended".to_owned())));
    };
    match trakt.refresh(&refresh_token).await {
        Ok(tokens) => {
            let sealed = Kept::of_trakt(&tokens, app.now()).seal(app, id)?;
            let changes = PlayerConnectionChanges {
                credentials: Some(sealed.credentials),
                key_id: Some(sealed.key_id),
                ..PlayerConnectionChanges::default()
            };
            PlayerConnection::change(&*app.db().await?, id, &changes).await?;
            trakt.token = Some(tokens.access_token);
            Ok(Ok(()))
        }
        Err(trouble) => Ok(Err(trouble)),
    }
}

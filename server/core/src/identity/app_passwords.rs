//! Passwords for programs that speak the AudioScrobbler protocols: API keys that may report playback and no more. The
//! protocols send MD5 digests instead of the password, which rules out the account's own.

use chrono::{DateTime, TimeDelta, Utc};
use md5::Md5;
use secrecy::{ExposeSecret as _, SecretString};
use sha2::{Digest, Sha256};
use subtle::ConstantTimeEq as _;

use super::api_keys::{self, NewKey};
use super::authenticate::key_actor;
use super::{tokens, usage};
use crate::db::identity::{ApiKeyHolder, ApiKeyProof, DeviceAuthorization, NewAppPassword};
use crate::db::{ApiKeyId, AsyncConnection as _, DeviceAuthorizationState};
use crate::policy::{Access, Actor, Origin};
use crate::{App, Error, Result};

/// How long session keys are: VLC reads this many characters, whatever is sent.
const SESSION_KEY_LENGTH: usize = 32;
/// How much of what a program calls itself its key is called.
const MAX_NAME: usize = 100;
/// How far a client's clock may be off when it answers a challenge.
const CLOCK_SKEW: TimeDelta = TimeDelta::hours(1);

/// How a client shows that it knows the password.
#[derive(Debug, Clone, Copy)]
pub enum Proof<'a> {
    /// The password itself.
    Password(&'a str),
    /// `md5(username + md5(password))`, the `authToken` of AudioScrobbler 2.0.
    Token(&'a str),
    /// `md5(md5(password) + time)`, the handshake of AudioScrobbler 1.2.
    Challenge {
        /// The client's clock, in seconds since 1970.
        time: &'a str,
        /// What it answers.
        answer: &'a str,
    },
}

/// What a client's clock says, if it is not too far off.
///
/// # Errors
/// [`Error::Invalid`] naming `time`.
pub fn check_clock(app: &App, time: &str) -> Result<()> {
    let said = time.parse().ok().and_then(|seconds| DateTime::<Utc>::from_timestamp(seconds, 0));
    match said {
        Some(said) if (said - app.now()).abs() <= CLOCK_SKEW => Ok(()),
        _ => Err(Error::invalid("time", "the clocks differ by too much")),
    }
}

/// The session key of the app password that the client knows: 32 characters, good for as long as the password is.
///
/// # Errors
/// [`Error::Unauthenticated`] when it knows none of this person's.
pub async fn sign_in(app: &App, username: &str, proof: Proof<'_>) -> Result<String> {
    let digests = {
        let conn = app.db().await?;
        NewAppPassword::digests_of(&conn, username, app.now()).await?
    };
    let proven = digests.into_iter().find(|digest| {
        let (expected, given) = match proof {
            Proof::Password(password) => (digest.clone(), md5(password)),
            Proof::Token(token) => (md5(&format!("{username}{digest}")), token.to_ascii_lowercase()),
            Proof::Challenge { time, answer } => (md5(&format!("{digest}{time}")), answer.to_ascii_lowercase()),
        };
        expected.as_bytes().ct_eq(given.as_bytes()).into()
    });
    proven.map(|digest| session_key(&digest)).ok_or(Error::Unauthenticated)
}

/// What a program hears that asks whether its person let it in, by the page that devices are let in by.
#[derive(Debug)]
pub enum Claim {
    /// They did: a session key that is good until they revoke it.
    Granted(SecretString),
    /// They have not decided yet.
    Pending,
    /// They did not, or it took too long, or it has its key already, or there is no such token.
    Refused,
}

/// Trades a token that its person approved for an app password of the program's own; the program gets its session key.
///
/// # Errors
/// [`Error::Conflict`] when its person has too many keys.
pub async fn claim(app: &App, actor: &Actor, client_id: &str, token: &str) -> Result<Claim> {
    let hash = tokens::hash(token);
    let mut conn = app.db().await?;
    conn.transaction(async |conn| {
        let device = match DeviceAuthorization::lock_by_device_code(conn, &hash).await? {
            Some(device) if device.client_id == client_id && device.expires_at > app.now() => device,
            _ => return Ok(Claim::Refused),
        };
        let user_id = match (device.state, device.user_id) {
            (DeviceAuthorizationState::Approved, Some(user_id)) => user_id,
            (DeviceAuthorizationState::Pending, _) => return Ok(Claim::Pending),
            _ => return Ok(Claim::Refused),
        };
        device.use_up(conn).await?;
        let name: String = device.client_id.chars().take(MAX_NAME).collect();
        let key = NewKey { name: &name, access: &[Access::Scrobble], expires_at: None };
        let issued = api_keys::issue(app, actor, conn, user_id, key).await?;
        Ok(Claim::Granted(session_key(&md5(issued.secret.expose_secret())).into()))
    })
    .await
}

/// The actor that a session key proves.
///
/// # Errors
/// [`Error::Unauthenticated`] for a key that is not known or was revoked, and for one whose person may not sign in.
pub async fn authenticate(app: &App, session_key: &str, origin: Origin) -> Result<Actor> {
    let hash = tokens::hash(session_key);
    let conn = app.db().await?;
    let holder = ApiKeyHolder::find(&conn, ApiKeyProof::Session(&hash), app.now()).await?.ok_or(Error::Unauthenticated)?;
    usage::count(app, holder.id, origin.ip);
    Ok(key_actor(holder, origin))
}

/// Whether a key with this access is an app password: what is kept of one must not open more than a scrobbler needs.
pub(super) fn is_one(access: &[Access]) -> bool {
    access == [Access::Scrobble]
}

/// What is kept of a new app password.
pub(super) fn row(api_key_id: ApiKeyId, secret: &str) -> NewAppPassword {
    let challenge_digest = md5(secret);
    let session_key_hash = tokens::hash(&session_key(&challenge_digest));
    NewAppPassword { api_key_id, challenge_digest, session_key_hash }
}

fn session_key(digest: &str) -> String {
    let hash = Sha256::new().chain_update("medianest audioscrobbler session").chain_update(digest).finalize();
    hex(&hash).chars().take(SESSION_KEY_LENGTH).collect()
}

fn md5(text: &str) -> String {
    hex(&Md5::digest(text))
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

//! Players that sign in by a code which their person types in (RFC 8628).

use chrono::TimeDelta;
use secrecy::{ExposeSecret as _, SecretString};
use serde_json::json;

use super::begin::{Beginning, Begun, begin};
use super::{fields, rate_limit, tokens};
use crate::admin::audit::{self, Entry};
use crate::db::identity::DeviceAuthorization;
use crate::db::{AsyncConnection as _, AuditSeverity, DeviceAuthorizationState, SessionKind};
use crate::error::Problems;
use crate::policy::{Access, Actor, identity as policy};
use crate::{App, Error, Result};

/// How long a code waits for its person.
const LIFETIME: TimeDelta = TimeDelta::minutes(10);
/// How long a device waits between two polls.
const INTERVAL_SECONDS: i32 = 5;
/// How much too early a poll may come: networks are not clocks.
const LENIENCE: TimeDelta = TimeDelta::seconds(1);
/// What a player may do for its person.
pub(super) const ACCESS: &[Access] = &[Access::Read, Access::Write, Access::Scrobble];
/// How often a new code is drawn when another device has the same.
const DRAWS: usize = 5;

/// What a device needs to sign in.
#[derive(Debug)]
pub struct DeviceCodes {
    /// What it polls with: 64 hexadecimal digits.
    pub device_code: SecretString,
    /// What its person types in: eight letters.
    pub user_code: String,
    /// How long both work.
    pub expires_in: TimeDelta,
    /// How many seconds it waits between two polls.
    pub interval_seconds: i32,
}

/// What a device hears when it polls.
#[derive(Debug)]
pub enum DevicePoll {
    /// Its person has not decided yet.
    Pending,
    /// It polls too fast.
    SlowDown,
    /// There is no such device code, or it is another program's.
    Unknown,
    /// It took too long.
    Expired,
    /// Its person does not want it.
    Denied,
    /// It got its session before.
    Used,
    /// It is signed in.
    Approved(Box<Begun>),
}

/// Begins a device's sign-in. Anybody may.
///
/// # Errors
/// [`Error::Invalid`] for a client id that is none, [`Error::RateLimited`].
pub async fn start(app: &App, actor: &Actor, client_id: &str) -> Result<DeviceCodes> {
    let mut problems = Problems::default();
    fields::line(&mut problems, "client_id", client_id, 1, 200);
    problems.into_result()?;
    rate_limit::DEVICE_START.charge_address(app, &actor.origin).await?;
    let device_code: String = tokens::random::<32>().iter().map(|byte| format!("{byte:02x}")).collect();
    let now = app.now();
    let mut row = DeviceAuthorization {
        id: app.new_id(),
        device_code_hash: tokens::hash(&device_code),
        user_code: String::new(),
        client_id: client_id.to_owned(),
        state: DeviceAuthorizationState::Pending,
        user_id: None,
        poll_interval_seconds: INTERVAL_SECONDS,
        last_polled_at: None,
        expires_at: now + LIFETIME,
        created_at: now,
    };
    let conn = app.db().await?;
    for _ in 0..DRAWS {
        row.user_code = tokens::user_code();
        match row.insert(&conn).await {
            Ok(()) => {
                return Ok(DeviceCodes {
                    device_code: device_code.into(),
                    user_code: row.user_code,
                    expires_in: LIFETIME,
                    interval_seconds: INTERVAL_SECONDS,
                });
            }
            Err(error) if Error::violates(&error, "device_authorizations_user_code_key") => {}
            Err(error) => return Err(error.into()),
        }
    }
    Err(Error::Unavailable("too many devices wait for their person".to_owned()))
}

/// What has become of a device's sign-in. The first poll after its person approved begins its session.
///
/// # Errors
/// [`Error::Unavailable`] when the database is away.
pub async fn poll(app: &App, actor: &Actor, client_id: &str, device_code: &SecretString) -> Result<DevicePoll> {
    let hash = tokens::hash(device_code.expose_secret());
    let mut conn = app.db().await?;
    conn.transaction(async |conn| {
        let now = app.now();
        let device = match DeviceAuthorization::lock_by_device_code(conn, &hash).await? {
            Some(device) if device.client_id == client_id => device,
            _ => return Ok(DevicePoll::Unknown),
        };
        match (device.state, device.user_id) {
            (DeviceAuthorizationState::Used, _) => Ok(DevicePoll::Used),
            (DeviceAuthorizationState::Denied, _) => Ok(DevicePoll::Denied),
            _ if device.expires_at <= now => Ok(DevicePoll::Expired),
            (DeviceAuthorizationState::Approved, Some(user_id)) => {
                device.use_up(conn).await?;
                let beginning = Beginning {
                    kind: SessionKind::Device,
                    access: Some(ACCESS),
                    device_name: None,
                    client_id: Some(device.client_id.clone()),
                };
                let begun = begin(app, actor, conn, user_id, beginning).await?;
                let entry = Entry::new("identity.device_signed_in")
                    .on("user", user_id)
                    .context(json!({ "session": begun.session.id.to_string(), "client": device.client_id }));
                audit::record(app, actor, conn, entry).await?;
                Ok(DevicePoll::Approved(Box::new(begun)))
            }
            (DeviceAuthorizationState::Pending | DeviceAuthorizationState::Approved, _) => {
                let interval = TimeDelta::seconds(device.poll_interval_seconds.into()) - LENIENCE;
                if device.last_polled_at.is_some_and(|last| now - last < interval) {
                    return Ok(DevicePoll::SlowDown);
                }
                device.polled(conn, now).await?;
                Ok(DevicePoll::Pending)
            }
        }
    })
    .await
}

/// What the person of the program that holds this device code types in, or is brought along in a link, while it waits.
///
/// # Errors
/// [`Error::NotFound`] for a code that does not wait, [`Error::RateLimited`].
pub async fn user_code(app: &App, actor: &Actor, device_code: &str) -> Result<String> {
    rate_limit::DEVICE_START.charge_address(app, &actor.origin).await?;
    let hash = tokens::hash(device_code);
    let mut conn = app.db().await?;
    let device = conn.transaction(async |conn| DeviceAuthorization::lock_by_device_code(conn, &hash).await).await?;
    let waits = device.filter(|device| device.state == DeviceAuthorizationState::Pending && device.expires_at > app.now());
    waits.map(|device| device.user_code).ok_or(Error::NotFound("device code"))
}

/// The device that waits with this code, so that its person sees what they let in.
///
/// # Errors
/// [`Error::NotFound`] for a code that does not wait, [`Error::RateLimited`] for somebody who guesses,
/// [`Error::Unauthenticated`], or [`Error::Forbidden`] for keys and players.
pub async fn find(app: &App, actor: &Actor, user_code: &str) -> Result<DeviceAuthorization> {
    let (person, _) = policy::sign_in_means(actor)?;
    rate_limit::DEVICE_CODE.charge(app, &person.id.to_string()).await?;
    let conn = app.db().await?;
    DeviceAuthorization::find_pending(&conn, &normal(user_code), app.now()).await?.ok_or(Error::NotFound("device code"))
}

/// Lets the device with this code act for the caller: read, write and report playback.
///
/// # Errors
/// As [`find`].
pub async fn approve(app: &App, actor: &Actor, user_code: &str) -> Result<DeviceAuthorization> {
    decide(app, actor, user_code, DeviceAuthorizationState::Approved).await
}

/// Refuses the device with this code.
///
/// # Errors
/// As [`find`].
pub async fn deny(app: &App, actor: &Actor, user_code: &str) -> Result<DeviceAuthorization> {
    decide(app, actor, user_code, DeviceAuthorizationState::Denied).await
}

async fn decide(app: &App, actor: &Actor, user_code: &str, state: DeviceAuthorizationState) -> Result<DeviceAuthorization> {
    let (person, _) = policy::sign_in_means(actor)?;
    let id = person.id;
    rate_limit::DEVICE_CODE.charge(app, &id.to_string()).await?;
    let (code, action) = match state {
        DeviceAuthorizationState::Approved => (normal(user_code), "identity.device_approved"),
        _ => (normal(user_code), "identity.device_denied"),
    };
    let mut conn = app.db().await?;
    conn.transaction(async |conn| {
        let device = DeviceAuthorization::decide(conn, &code, state, id, app.now()).await?;
        let device = device.ok_or(Error::NotFound("device code"))?;
        let entry = Entry::new(action)
            .on("device", device.id)
            .with(json!({ "client": device.client_id }))
            .severity(AuditSeverity::Warning);
        audit::record(app, actor, conn, entry).await?;
        Ok(device)
    })
    .await
}

/// The code as it is kept, however its person typed it.
fn normal(user_code: &str) -> String {
    user_code.chars().filter(char::is_ascii_alphanumeric).take(16).collect::<String>().to_ascii_uppercase()
}

//! A person's own accounts on media servers and at Trakt: making, testing, changing and ending the connections to them.

use medianest_db::diary::{NewPlayerConnection, PlayerConnection, PlayerConnectionChanges};
use medianest_db::{
    AsyncConnection as _, AsyncPgConnection, AuditSeverity, PlayerConnectionId, PlayerConnectionKind, PlayerConnectionState,
    UserId,
};
use secrecy::{ExposeSecret as _, SecretString};
use serde_json::{Value, json};
use url::Url;

use super::media_browser::MediaBrowser;
use super::plex::Plex;
use super::remote::{Kept, Remote};
use crate::admin::audit::{self, Entry};
use crate::error::Problems;
use crate::identity::{fields, rate_limit};
use crate::outgoing::{self, Trouble};
use crate::policy::{Access, Actor, identity as policy};
use crate::{App, Error, Result};

/// The most connections one person has.
const MAX_CONNECTIONS: i64 = 20;
/// The longest token, key or password.
const MAX_SECRET: usize = 2_000;

/// With what somebody signs in to a media server: a token to Plex; a name and a password, or a name and an API key, to the
/// others. A password is traded for a token at once and not kept.
#[derive(Debug, Clone, Default)]
pub struct SignInWith {
    /// A token of Plex.
    pub token: Option<SecretString>,
    /// The account's name.
    pub user_name: Option<String>,
    /// Its password, which may be empty.
    pub password: Option<SecretString>,
    /// A key that an administrator of the server made.
    pub api_key: Option<SecretString>,
}

/// The same, made out.
enum Means<'a> {
    Token(&'a SecretString),
    Password(&'a str, &'a SecretString),
    ApiKey(&'a str, &'a SecretString),
}

impl SignInWith {
    fn is_empty(&self) -> bool {
        self.token.is_none() && self.user_name.is_none() && self.password.is_none() && self.api_key.is_none()
    }

    fn means(&self, kind: PlayerConnectionKind) -> Result<Means<'_>> {
        let name = self.user_name.as_deref().map(str::trim).filter(|name| !name.is_empty());
        let means = match (kind, &self.token, name, &self.password, &self.api_key) {
            (PlayerConnectionKind::Plex, Some(token), None, None, None) => Some(Means::Token(token)),
            (PlayerConnectionKind::Plex, ..) => return Err(Error::invalid("token", "Plex is signed in to by a token alone")),
            (PlayerConnectionKind::Trakt, ..) => return Err(Error::invalid("kind", "Trakt is signed in to by a code")),
            (_, None, Some(name), Some(password), None) => Some(Means::Password(name, password)),
            (_, None, Some(name), None, Some(key)) => Some(Means::ApiKey(name, key)),
            (_, None, None, ..) => return Err(Error::invalid("userName", "say whose account it is")),
            _ => None,
        };
        let means = means.ok_or_else(|| Error::invalid("password", "give either a password or an API key"))?;
        let (Means::Token(secret) | Means::Password(_, secret) | Means::ApiKey(_, secret)) = &means;
        let fits = |text: &str| text.len() <= MAX_SECRET && !text.contains(char::is_control);
        let field = match means {
            Means::Token(_) => "token",
            Means::Password(..) => "password",
            Means::ApiKey(..) => "apiKey",
        };
        let mut problems = Problems::default();
        problems.check(fits(secret.expose_secret()), field, "this cannot be one");
        problems.check(name.is_none_or(|name| name.chars().count() <= 200), "userName", "use 200 characters at the most");
        problems.into_result()?;
        Ok(means)
    }
}

/// A connection to be.
#[derive(Debug, Clone)]
pub struct ConnectionDraft {
    /// What kind of server; not Trakt, which is signed in to by a code.
    pub kind: PlayerConnectionKind,
    /// What its person calls it.
    pub name: String,
    /// Where the server is.
    pub url: String,
    /// How to sign in.
    pub sign_in: SignInWith,
}

/// What to change about a connection; `None` leaves as it is.
#[derive(Debug, Clone, Default)]
pub struct ConnectionPatch {
    /// What its person calls it.
    pub name: Option<String>,
    /// Whether it is told anything.
    pub is_enabled: Option<bool>,
    /// Where the server is.
    pub url: Option<String>,
    /// How to sign in anew; as before where nothing is said.
    pub sign_in: SignInWith,
}

/// What signing in led to.
struct Entered {
    machine: Option<String>,
    account_key: Option<String>,
    account_name: Option<String>,
    kept: Kept,
}

/// The caller's connections, the newest first.
///
/// # Errors
/// [`Error::Forbidden`] without the scope `read`.
pub async fn mine(app: &App, actor: &Actor) -> Result<Vec<PlayerConnection>> {
    let user = actor.require(Access::Read)?.id;
    Ok(PlayerConnection::of(&*app.db().await?, user, MAX_CONNECTIONS).await?)
}

/// The caller's connections among these.
///
/// # Errors
/// [`Error::Forbidden`] without the scope `read`.
pub async fn by_ids(app: &App, actor: &Actor, ids: &[PlayerConnectionId]) -> Result<Vec<PlayerConnection>> {
    let user = actor.require(Access::Read)?.id;
    Ok(PlayerConnection::own_by_ids(&*app.db().await?, user, ids).await?)
}

/// Signs in to a media server for the caller, to tell it from now on what they play elsewhere.
///
/// # Errors
/// [`Error::Invalid`] naming what is wrong, also when the server does not answer (`url`) or does not know the sign-in;
/// [`Error::Conflict`] for too many, [`Error::RateLimited`], [`Error::Unauthenticated`], or [`Error::Forbidden`] for keys and
/// players.
pub async fn create(app: &App, actor: &Actor, draft: ConnectionDraft) -> Result<PlayerConnection> {
    let user_id = policy::sign_in_means(actor)?.0.id;
    let (name, base) = (checked_name(&draft.name)?, outgoing::address(&draft.url)?);
    let means = draft.sign_in.means(draft.kind)?;
    rate_limit::PLAYER_CONNECTION.charge(app, &user_id.to_string()).await?;
    let id: PlayerConnectionId = app.new_id();
    let entered = enter(app, id, draft.kind, &base, &means).await?;
    let sealed = entered.kept.seal(app, id)?;
    let new = NewPlayerConnection {
        id,
        user_id,
        kind: draft.kind,
        name,
        base_url: base.into(),
        machine: entered.machine,
        account_key: entered.account_key,
        account_name: entered.account_name,
        credentials: sealed.credentials,
        key_id: sealed.key_id,
        state: PlayerConnectionState::Working,
        created_at: app.now(),
    };
    insert(app, actor, new).await
}

/// Adds a connection, unless its person has too many.
pub(super) async fn insert(app: &App, actor: &Actor, new: NewPlayerConnection) -> Result<PlayerConnection> {
    let mut conn = app.db().await?;
    conn.transaction(async |conn| {
        if PlayerConnection::count_of(conn, new.user_id).await? >= MAX_CONNECTIONS {
            return Err(Error::conflict("you have too many connections; end some first"));
        }
        let connection = new.insert(conn).await?;
        PlayerConnection::learn_from_deliveries(conn, connection.id).await?;
        record(app, actor, conn, "diary.player_connection_created", None, &connection).await?;
        Ok(connection)
    })
    .await
}

/// Changes a connection of the caller's. Signed in to anew, it goes on where it stopped.
///
/// # Errors
/// As [`create`]; [`Error::NotFound`] for another's, [`Error::Conflict`] for a sign-in to Trakt, which goes by a code.
pub async fn update(app: &App, actor: &Actor, id: PlayerConnectionId, patch: ConnectionPatch) -> Result<PlayerConnection> {
    let user_id = policy::sign_in_means(actor)?.0.id;
    let mut changes = PlayerConnectionChanges {
        name: patch.name.as_deref().map(checked_name).transpose()?,
        is_enabled: patch.is_enabled,
        ..PlayerConnectionChanges::default()
    };
    if patch.url.is_some() || !patch.sign_in.is_empty() {
        let (old, sealed) = own_with_credentials(app, user_id, id).await?;
        if old.kind == PlayerConnectionKind::Trakt {
            return Err(Error::conflict("sign in to Trakt anew by a code instead"));
        }
        let base = match &patch.url {
            Some(url) => outgoing::address(url)?,
            None => Url::parse(&old.base_url).map_err(Error::internal)?,
        };
        let means = if patch.sign_in.is_empty() { None } else { Some(patch.sign_in.means(old.kind)?) };
        rate_limit::PLAYER_CONNECTION.charge(app, &user_id.to_string()).await?;
        if let Some(means) = means {
            let entered = enter(app, id, old.kind, &base, &means).await?;
            let sealed = entered.kept.seal(app, id)?;
            changes.machine = Some(entered.machine);
            changes.account_key = Some(entered.account_key);
            changes.account_name = Some(entered.account_name);
            (changes.credentials, changes.key_id) = (Some(sealed.credentials), Some(sealed.key_id));
        } else {
            let moved = PlayerConnection { base_url: base.clone().into(), ..old };
            let remote = Remote::open(app, &moved, &sealed).await?.map_err(|trouble| refused(&trouble, "url"))?;
            remote.check().await.map_err(|trouble| refused(&trouble, "url"))?;
        }
        changes.base_url = Some(base.into());
        changes = works_again(changes);
    }
    let mut conn = app.db().await?;
    conn.transaction(async |conn| {
        let old = own(conn, user_id, id).await?;
        if changes == PlayerConnectionChanges::default() {
            return Ok(old);
        }
        let new = PlayerConnection::change(conn, id, &changes).await?;
        record(app, actor, conn, "diary.player_connection_changed", Some(&old), &new).await?;
        Ok(new)
    })
    .await
}

/// Asks the server of a connection of the caller's whether its sign-in still holds. If it does, the connection goes on at once.
///
/// # Errors
/// [`Error::NotFound`] for another's, [`Error::Conflict`] for one that waits for its person's consent;
/// [`Error::RateLimited`]. What is wrong with the server is in the connection, not an error.
pub async fn test(app: &App, actor: &Actor, id: PlayerConnectionId) -> Result<PlayerConnection> {
    let user_id = policy::sign_in_means(actor)?.0.id;
    let (connection, sealed) = own_with_credentials(app, user_id, id).await?;
    if connection.state == PlayerConnectionState::Pending {
        return Err(Error::conflict("type in its code first"));
    }
    rate_limit::PLAYER_CONNECTION.charge(app, &user_id.to_string()).await?;
    let checked = match Remote::open(app, &connection, &sealed).await? {
        Ok(remote) => remote.check().await,
        Err(trouble) => Err(trouble),
    };
    let changes = match checked {
        Ok(()) => works_again(PlayerConnectionChanges::default()),
        Err(trouble) => PlayerConnectionChanges {
            state: matches!(trouble, Trouble::SignIn(_)).then_some(PlayerConnectionState::Paused),
            last_error: Some(Some(trouble.words().to_owned())),
            last_failure_at: Some(app.now()),
            ..PlayerConnectionChanges::default()
        },
    };
    Ok(PlayerConnection::change(&*app.db().await?, id, &changes).await?)
}

/// Ends a connection of the caller's, with all that it was to be told. What it was told before stays there.
///
/// # Errors
/// [`Error::NotFound`], [`Error::Unauthenticated`], or [`Error::Forbidden`] for keys and players.
pub async fn delete(app: &App, actor: &Actor, id: PlayerConnectionId) -> Result<PlayerConnection> {
    let user_id = policy::sign_in_means(actor)?.0.id;
    let mut conn = app.db().await?;
    conn.transaction(async |conn| {
        let connection = own(conn, user_id, id).await?;
        PlayerConnection::delete(conn, id).await?;
        record(app, actor, conn, "diary.player_connection_deleted", None, &connection).await?;
        Ok(connection)
    })
    .await
}

/// Signs in.
async fn enter(app: &App, id: PlayerConnectionId, kind: PlayerConnectionKind, base: &Url, means: &Means<'_>) -> Result<Entered> {
    let (outgoing, device, base) = (app.outgoing()?.clone(), id.to_string(), base.clone());
    let server = |token: Option<SecretString>| MediaBrowser {
        outgoing: outgoing.clone(),
        kind,
        base: base.clone(),
        device: device.clone(),
        token,
        user: String::new(),
    };
    let (server, account, token) = match means {
        Means::Token(token) => {
            let plex = Plex { outgoing, base, device, token: (*token).clone() };
            let machine = plex.machine().await.map_err(|trouble| refused(&trouble, "url"))?;
            plex.check().await.map_err(|trouble| refused(&trouble, "token"))?;
            return Ok(Entered { machine, account_key: None, account_name: None, kept: Kept::lasting(token) });
        }
        Means::Password(name, password) => {
            let server = server(None);
            let signed_in = server.sign_in(name, password).await.map_err(|trouble| refused(&trouble, "password"))?;
            (server, signed_in.user, signed_in.access_token)
        }
        Means::ApiKey(name, key) => {
            let server = server(Some((*key).clone()));
            let accounts = server.accounts().await.map_err(|trouble| refused(&trouble, "apiKey"))?;
            let is_it = |known: &str| known.to_lowercase() == name.to_lowercase();
            let account = accounts.into_iter().find(|account| account.name.as_deref().is_some_and(is_it));
            let account = account.ok_or_else(|| Error::invalid("userName", "the server has no such account"))?;
            (server, account, (*key).clone())
        }
    };
    let machine = server.about().await.map_err(|trouble| refused(&trouble, "url"))?.id;
    Ok(Entered { machine, account_key: Some(account.id), account_name: account.name, kept: Kept::lasting(&token) })
}

/// What is wrong, at the field that can put it right.
fn refused(trouble: &Trouble, sign_in_field: &str) -> Error {
    match trouble {
        Trouble::SignIn(_) => Error::invalid(sign_in_field, "the server does not take this"),
        Trouble::Missing => Error::invalid("url", "this is no such server"),
        other => Error::invalid("url", other.words()),
    }
}

/// Nothing is wrong with it any more.
pub(super) fn works_again(changes: PlayerConnectionChanges) -> PlayerConnectionChanges {
    PlayerConnectionChanges {
        state: Some(PlayerConnectionState::Working),
        failures: Some(0),
        rests_until: Some(None),
        last_error: Some(None),
        ..changes
    }
}

pub(super) async fn own(conn: &AsyncPgConnection, user: UserId, id: PlayerConnectionId) -> Result<PlayerConnection> {
    PlayerConnection::find_own_for_update(conn, user, id).await?.ok_or(Error::NotFound("connection"))
}

pub(super) async fn own_with_credentials(
    app: &App,
    user: UserId,
    id: PlayerConnectionId,
) -> Result<(PlayerConnection, medianest_db::diary::SealedCredentials)> {
    let found = PlayerConnection::with_credentials(&*app.db().await?, id).await?;
    found.filter(|(connection, _)| connection.user_id == user).ok_or(Error::NotFound("connection"))
}

pub(super) fn checked_name(name: &str) -> Result<String> {
    let name = name.trim();
    let mut problems = Problems::default();
    fields::line(&mut problems, "name", name, 1, 100);
    problems.into_result()?;
    Ok(name.to_owned())
}

pub(super) async fn record(
    app: &App,
    actor: &Actor,
    conn: &AsyncPgConnection,
    action: &'static str,
    old: Option<&PlayerConnection>,
    new: &PlayerConnection,
) -> Result<()> {
    let entry = Entry::new(action).on("player_connection", new.id).severity(AuditSeverity::Warning);
    let entry = match old {
        Some(old) => entry.change(facts(old), facts(new)),
        None => entry.with(facts(new)),
    };
    audit::record(app, actor, conn, entry).await
}

fn facts(connection: &PlayerConnection) -> Value {
    json!({ "name": connection.name, "kind": connection.kind.as_str(), "url": connection.base_url,
        "accountName": connection.account_name, "isEnabled": connection.is_enabled })
}

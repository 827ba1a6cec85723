//! Addresses at which a media server or player tells of one person's playback. These senders can be given nothing but an
//! address, so it holds the secret; it opens nothing but the way in for what was played.

use secrecy::{ExposeSecret as _, SecretString};
use serde_json::{Value, json};

use super::{authenticate, fields, rate_limit, tokens};
use crate::admin::audit::{self, Entry};
use crate::db::identity::{NewPlayerWebhook, PlayerWebhook, PlayerWebhookHolder};
use crate::db::{AsyncConnection as _, AsyncPgConnection, AuditSeverity, Player, PlayerWebhookId, UserId};
use crate::error::Problems;
use crate::policy::{Access, Actor, Origin, Via, identity as policy};
use crate::{App, Error, Result};

/// The most addresses one person has.
const MAX_WEBHOOKS: i64 = 50;
/// What the secrets start with, so that one that has got somewhere is known for what it is.
const TOKEN_PREFIX: &str = "mnw_";

/// What an address is to be.
#[derive(Debug, Clone)]
pub struct WebhookDraft {
    /// What its person calls it.
    pub name: String,
    /// What kind of player will use it.
    pub player: Player,
    /// The account of the media server that is its person's.
    pub account_name: Option<String>,
}

/// What to change about an address; `None` leaves as it is.
#[derive(Debug, Clone, Default)]
pub struct WebhookPatch {
    /// What its person calls it.
    pub name: Option<String>,
    /// The account of the media server that is its person's; an inner `None` is every account.
    pub account_name: Option<Option<String>>,
}

/// An address whose secret was made just now.
#[derive(Debug)]
pub struct IssuedWebhook {
    /// Its row.
    pub webhook: PlayerWebhook,
    /// The secret, which is not shown again.
    pub token: SecretString,
}

/// Makes an address of the caller's.
///
/// # Errors
/// [`Error::Invalid`], [`Error::Conflict`] for too many, [`Error::Unauthenticated`], or [`Error::Forbidden`] for keys and
/// players.
pub async fn create(app: &App, actor: &Actor, draft: WebhookDraft) -> Result<IssuedWebhook> {
    let user_id = policy::sign_in_means(actor)?.0.id;
    let (name, account_name) = checked(draft.player, &draft.name, draft.account_name.as_deref())?;
    let token = fresh_token();
    let new = NewPlayerWebhook {
        id: app.new_id(),
        user_id,
        player: draft.player,
        name,
        account_name,
        token_hash: tokens::hash(token.expose_secret()),
        created_at: app.now(),
    };
    let mut conn = app.db().await?;
    let webhook = conn
        .transaction(async |conn| {
            if PlayerWebhook::count_of(conn, user_id).await? >= MAX_WEBHOOKS {
                return Err(Error::conflict("you have too many webhooks; revoke some first"));
            }
            let webhook = new.insert(conn).await?;
            let entry = Entry::new("identity.player_webhook_created").with(facts(&webhook)).severity(AuditSeverity::Warning);
            audit::record(app, actor, conn, entry.on("player_webhook", webhook.id)).await?;
            Ok(webhook)
        })
        .await?;
    Ok(IssuedWebhook { webhook, token })
}

/// Changes what an address of the caller's is called, and whose playback counts there.
///
/// # Errors
/// [`Error::Invalid`], [`Error::NotFound`], [`Error::Unauthenticated`], or [`Error::Forbidden`] for keys and players.
pub async fn update(app: &App, actor: &Actor, id: PlayerWebhookId, patch: WebhookPatch) -> Result<PlayerWebhook> {
    let user_id = policy::sign_in_means(actor)?.0.id;
    let mut conn = app.db().await?;
    conn.transaction(async |conn| {
        let old = own(conn, user_id, id).await?;
        let account_name = patch.account_name.clone().unwrap_or_else(|| old.account_name.clone());
        let name = patch.name.as_deref().unwrap_or(&old.name);
        let (name, account_name) = checked(old.player, name, account_name.as_deref())?;
        let new = PlayerWebhook::change(conn, id, &name, account_name.as_deref()).await?;
        let entry = Entry::new("identity.player_webhook_changed").on("player_webhook", id).change(facts(&old), facts(&new));
        audit::record(app, actor, conn, entry).await?;
        Ok(new)
    })
    .await
}

/// Gives an address of the caller's another secret; the old one works no more.
///
/// # Errors
/// [`Error::NotFound`], [`Error::Unauthenticated`], or [`Error::Forbidden`] for keys and players.
pub async fn rotate(app: &App, actor: &Actor, id: PlayerWebhookId) -> Result<IssuedWebhook> {
    let user_id = policy::sign_in_means(actor)?.0.id;
    let token = fresh_token();
    let hash = tokens::hash(token.expose_secret());
    let mut conn = app.db().await?;
    let webhook = conn
        .transaction(async |conn| {
            own(conn, user_id, id).await?;
            let webhook = PlayerWebhook::rotate(conn, id, &hash).await?;
            let entry = Entry::new("identity.player_webhook_rotated").with(facts(&webhook)).severity(AuditSeverity::Warning);
            audit::record(app, actor, conn, entry.on("player_webhook", id)).await?;
            Ok::<_, Error>(webhook)
        })
        .await?;
    Ok(IssuedWebhook { webhook, token })
}

/// Revokes an address of the caller's. What came to it stays.
///
/// # Errors
/// [`Error::NotFound`], [`Error::Unauthenticated`], or [`Error::Forbidden`] for keys and players.
pub async fn revoke(app: &App, actor: &Actor, id: PlayerWebhookId) -> Result<PlayerWebhook> {
    let user_id = policy::sign_in_means(actor)?.0.id;
    let mut conn = app.db().await?;
    conn.transaction(async |conn| {
        own(conn, user_id, id).await?;
        let webhook = PlayerWebhook::revoke(conn, id, app.now()).await?;
        let entry = Entry::new("identity.player_webhook_revoked").on("player_webhook", id).with(facts(&webhook));
        audit::record(app, actor, conn, entry).await?;
        Ok(webhook)
    })
    .await
}

/// The caller's addresses that were not revoked, the newest first.
///
/// # Errors
/// [`Error::Forbidden`] without the scope `read`.
pub async fn mine(app: &App, actor: &Actor) -> Result<Vec<PlayerWebhook>> {
    let user_id = actor.require(Access::Read)?.id;
    let conn = app.db().await?;
    Ok(PlayerWebhook::of(&conn, user_id, MAX_WEBHOOKS).await?)
}

/// The caller's addresses among these, revoked ones too.
///
/// # Errors
/// [`Error::Forbidden`] without the scope `read`.
pub async fn by_ids(app: &App, actor: &Actor, ids: &[PlayerWebhookId]) -> Result<Vec<PlayerWebhook>> {
    let user_id = actor.require(Access::Read)?.id;
    let conn = app.db().await?;
    Ok(PlayerWebhook::own_by_ids(&conn, user_id, ids).await?)
}

/// Whose address of a player this is, and which: what comes to it is theirs, and they may report playback, no more.
///
/// # Errors
/// [`Error::NotFound`] for a secret that is not known, was revoked or belongs to another player, and for one whose person
/// may not sign in; [`Error::RateLimited`].
pub async fn authenticate(app: &App, player: Player, token: &str, origin: Origin) -> Result<(Actor, PlayerWebhook)> {
    let found = {
        let conn = app.db().await?;
        PlayerWebhookHolder::find(&conn, player, &tokens::hash(token)).await?
    };
    let Some(PlayerWebhookHolder { webhook, person }) = found else {
        rate_limit::NO_PLAYER_WEBHOOK.charge_address(app, &origin).await?;
        return Err(Error::NotFound("webhook"));
    };
    rate_limit::PLAYER_WEBHOOK.charge(app, &webhook.id.to_string()).await?;
    let actor = authenticate::actor(Via::PlayerWebhook(webhook.id), vec![Access::Scrobble], person, origin);
    if webhook.last_used_at.is_none_or(|at| at <= app.now() - authenticate::TOUCH_EVERY) {
        let conn = app.db().await?;
        PlayerWebhook::touch(&conn, webhook.id, app.now()).await?;
    }
    Ok((actor, webhook))
}

fn fresh_token() -> SecretString {
    format!("{TOKEN_PREFIX}{}", tokens::random_text()).into()
}

async fn own(conn: &AsyncPgConnection, user: UserId, id: PlayerWebhookId) -> Result<PlayerWebhook> {
    PlayerWebhook::find_own_for_update(conn, user, id).await?.ok_or(Error::NotFound("webhook"))
}

/// The name and the account as they are kept.
fn checked(player: Player, name: &str, account_name: Option<&str>) -> Result<(String, Option<String>)> {
    let (name, account_name) = (name.trim(), account_name.map(str::trim).filter(|account| !account.is_empty()));
    let mut problems = Problems::default();
    fields::line(&mut problems, "name", name, 1, 100);
    if let Some(account) = account_name {
        fields::line(&mut problems, "accountName", account, 1, 200);
        problems.check(player != Player::Kodi, "accountName", "Kodi does not say whose account it is");
    }
    problems.into_result()?;
    Ok((name.to_owned(), account_name.map(ToOwned::to_owned)))
}

fn facts(webhook: &PlayerWebhook) -> Value {
    json!({ "name": webhook.name, "player": webhook.player.as_str(), "accountName": webhook.account_name })
}

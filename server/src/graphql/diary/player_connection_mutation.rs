use async_graphql::{Context, InputObject, Object, Result, SimpleObject};
use chrono::{DateTime, Utc};
use medianest_core::db::{MediaItemId, PlayerConnectionId, WriteBackId};
use medianest_core::diary::webhooks;
use medianest_core::diary::write_back::connections::{self, ConnectionDraft, ConnectionPatch, SignInWith};
use medianest_core::diary::write_back::consent::{self, Consent};
use medianest_core::diary::write_back::outbox;
use secrecy::SecretString;

use super::player_connection::{PlayerConnection, PlayerConnectionKind, WriteBack};
use crate::graphql::{ContextExt, Id};

/// A connection to be: to Plex with a token, to Jellyfin and Emby with an account's name and its password or an API key. A
/// password is traded for a token at once and not kept; to Trakt, ask for consent instead.
#[derive(InputObject)]
pub struct CreatePlayerConnectionInput {
    /// What to call it.
    name: String,
    /// What kind of server.
    kind: PlayerConnectionKind,
    /// Where it is, as `http://tower:8096`.
    url: String,
    /// A token of Plex.
    token: Option<String>,
    /// The account's name.
    user_name: Option<String>,
    /// The account's password.
    password: Option<String>,
    /// A key that an administrator of the server made.
    api_key: Option<String>,
}

/// A new connection.
#[derive(SimpleObject)]
pub struct CreatePlayerConnectionPayload {
    /// The connection.
    connection: PlayerConnection,
}

/// What to change about a connection: what is absent stays as it is.
#[derive(InputObject)]
pub struct UpdatePlayerConnectionInput {
    /// Which.
    id: Id<PlayerConnectionId>,
    /// What to call it.
    name: Option<String>,
    /// Whether it is told anything.
    is_enabled: Option<bool>,
    /// Where it is.
    url: Option<String>,
    /// A token of Plex.
    token: Option<String>,
    /// The account's name.
    user_name: Option<String>,
    /// The account's password.
    password: Option<String>,
    /// A key that an administrator of the server made.
    api_key: Option<String>,
}

/// A changed connection.
#[derive(SimpleObject)]
pub struct UpdatePlayerConnectionPayload {
    /// The connection afterwards.
    connection: PlayerConnection,
}

/// Which connection to test.
#[derive(InputObject)]
pub struct TestPlayerConnectionInput {
    /// Which.
    id: Id<PlayerConnectionId>,
}

/// What the test found.
#[derive(SimpleObject)]
pub struct TestPlayerConnectionPayload {
    /// The connection afterwards: `lastError` says what is wrong, if something is.
    connection: PlayerConnection,
}

/// Which connection to end.
#[derive(InputObject)]
pub struct DeletePlayerConnectionInput {
    /// Which.
    id: Id<PlayerConnectionId>,
}

/// An ended connection.
#[derive(SimpleObject)]
pub struct DeletePlayerConnectionPayload {
    /// The connection as it was.
    connection: PlayerConnection,
}

/// Which account at Trakt is to be connected.
#[derive(InputObject)]
pub struct AskTraktConsentInput {
    /// What to call a new connection.
    name: Option<String>,
    /// A connection to sign in to anew.
    connection_id: Option<Id<PlayerConnectionId>>,
}

/// A code to be typed in at Trakt.
#[derive(SimpleObject)]
pub struct AskTraktConsentPayload {
    /// The connection.
    connection: PlayerConnection,
    /// The code.
    user_code: String,
    /// Where to type it in.
    verification_url: String,
    /// Until when it works.
    expires_at: DateTime<Utc>,
    /// How many seconds to wait between two looks.
    interval_seconds: i32,
}

/// Which code may have been typed in.
#[derive(InputObject)]
pub struct CheckTraktConsentInput {
    /// Of this connection.
    connection_id: Id<PlayerConnectionId>,
}

/// Whether it was.
#[derive(SimpleObject)]
pub struct CheckTraktConsentPayload {
    /// The connection: it works if the code was typed in.
    connection: PlayerConnection,
}

/// What to try again.
#[derive(InputObject)]
pub struct RetryWriteBackInput {
    /// Which.
    id: Id<WriteBackId>,
}

/// What is tried again.
#[derive(SimpleObject)]
pub struct RetryWriteBackPayload {
    /// It waits.
    write_back: WriteBack,
}

/// Whom to tell of everything.
#[derive(InputObject)]
pub struct WriteBackHistoryInput {
    /// Whom.
    connection_id: Id<PlayerConnectionId>,
    /// Only count.
    is_dry_run: bool,
}

/// How much is told.
#[derive(SimpleObject)]
pub struct WriteBackHistoryPayload {
    /// How many plays wait to be told, or would: to Trakt each, to a media server of each film and episode the latest.
    count: i64,
}

/// What players are no longer to mean.
#[derive(InputObject)]
pub struct ForgetPlayerMatchesInput {
    /// The item.
    item_id: Id<MediaItemId>,
    /// By which ids or titles; by any when absent.
    match_keys: Option<Vec<String>>,
}

/// What was forgotten.
#[derive(SimpleObject)]
pub struct ForgetPlayerMatchesPayload {
    /// The ids and titles by which the item is meant no more.
    match_keys: Vec<String>,
}

fn sign_in(token: Option<String>, user_name: Option<String>, password: Option<String>, api_key: Option<String>) -> SignInWith {
    SignInWith {
        token: token.map(SecretString::from),
        user_name,
        password: password.map(SecretString::from),
        api_key: api_key.map(SecretString::from),
    }
}

/// What can be done about what the caller's servers are told, and what their players mean.
#[derive(Default)]
pub struct PlayerConnectionMutation;

#[Object]
impl PlayerConnectionMutation {
    /// Signs in to a media server for the caller, to tell it from now on what they play elsewhere.
    async fn create_player_connection(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which, and how.")] input: CreatePlayerConnectionInput,
    ) -> Result<CreatePlayerConnectionPayload> {
        let draft = ConnectionDraft {
            kind: input.kind.into(),
            name: input.name,
            url: input.url,
            sign_in: sign_in(input.token, input.user_name, input.password, input.api_key),
        };
        let connection = connections::create(ctx.app(), ctx.actor(), draft).await?;
        Ok(CreatePlayerConnectionPayload { connection: PlayerConnection(connection) })
    }

    /// Changes a connection of the caller's. Signed in to anew, it is told what was played meanwhile.
    async fn update_player_connection(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What to change.")] input: UpdatePlayerConnectionInput,
    ) -> Result<UpdatePlayerConnectionPayload> {
        let patch = ConnectionPatch {
            name: input.name,
            is_enabled: input.is_enabled,
            url: input.url,
            sign_in: sign_in(input.token, input.user_name, input.password, input.api_key),
        };
        let connection = connections::update(ctx.app(), ctx.actor(), input.id.0, patch).await?;
        Ok(UpdatePlayerConnectionPayload { connection: PlayerConnection(connection) })
    }

    /// Asks the server of a connection of the caller's whether its sign-in still holds.
    async fn test_player_connection(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which.")] input: TestPlayerConnectionInput,
    ) -> Result<TestPlayerConnectionPayload> {
        let connection = connections::test(ctx.app(), ctx.actor(), input.id.0).await?;
        Ok(TestPlayerConnectionPayload { connection: PlayerConnection(connection) })
    }

    /// Ends a connection of the caller's, with what it was still to be told. What it was told stays there.
    async fn delete_player_connection(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which.")] input: DeletePlayerConnectionInput,
    ) -> Result<DeletePlayerConnectionPayload> {
        let connection = connections::delete(ctx.app(), ctx.actor(), input.id.0).await?;
        Ok(DeletePlayerConnectionPayload { connection: PlayerConnection(connection) })
    }

    /// Begins to connect an account of the caller's at Trakt: they type a code in there.
    async fn ask_trakt_consent(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which account.")] input: AskTraktConsentInput,
    ) -> Result<AskTraktConsentPayload> {
        let consent = match input.connection_id {
            Some(id) => Consent::Renewed(id.0),
            None => Consent::New(input.name.unwrap_or_default()),
        };
        let asked = consent::ask(ctx.app(), ctx.actor(), consent).await?;
        Ok(AskTraktConsentPayload {
            connection: PlayerConnection(asked.connection),
            user_code: asked.user_code,
            verification_url: asked.verification_url,
            expires_at: asked.expires_at,
            interval_seconds: i32::try_from(asked.interval_seconds).unwrap_or(i32::MAX),
        })
    }

    /// Looks whether the caller typed the code in.
    async fn check_trakt_consent(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which code.")] input: CheckTraktConsentInput,
    ) -> Result<CheckTraktConsentPayload> {
        let connection = consent::look(ctx.app(), ctx.actor(), input.connection_id.0).await?;
        Ok(CheckTraktConsentPayload { connection: PlayerConnection(connection) })
    }

    /// Lets something that a connection was not told wait to be told again.
    async fn retry_write_back(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What.")] input: RetryWriteBackInput,
    ) -> Result<RetryWriteBackPayload> {
        let row = outbox::retry(ctx.app(), ctx.actor(), input.id.0).await?;
        Ok(RetryWriteBackPayload { write_back: WriteBack(row) })
    }

    /// Tells a connection of all of the caller's history that it was never told, imports included.
    async fn write_back_history(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Whom.")] input: WriteBackHistoryInput,
    ) -> Result<WriteBackHistoryPayload> {
        let count = outbox::tell_history(ctx.app(), ctx.actor(), input.connection_id.0, input.is_dry_run).await?;
        Ok(WriteBackHistoryPayload { count })
    }

    /// Forgets that the caller's players mean an item. What was taken in stays.
    async fn forget_player_matches(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What.")] input: ForgetPlayerMatchesInput,
    ) -> Result<ForgetPlayerMatchesPayload> {
        let keys = input.match_keys.as_deref();
        let match_keys = webhooks::forget_matches(ctx.app(), ctx.actor(), input.item_id.0, keys).await?;
        Ok(ForgetPlayerMatchesPayload { match_keys })
    }
}

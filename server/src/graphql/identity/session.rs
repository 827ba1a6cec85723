use async_graphql::{Context, Enum, InputObject, Object, Result, SimpleObject};
use chrono::{DateTime, Utc};
use medianest_core::db::identity as rows;
use medianest_core::db::{self, SessionId};
use medianest_core::identity::{self, Begun, accounts, sessions, setup};
use medianest_core::policy::Via;
use medianest_core::{Error, identity::SessionTokens as Tokens};
use secrecy::ExposeSecret as _;

use super::User;
use crate::graphql::{ContextExt, Id};
use crate::http::auth::CookieJar;

/// How a session's tokens travel.
#[derive(Enum, Debug, Clone, Copy, PartialEq, Eq)]
pub enum TokenMode {
    /// As cookies that scripts cannot read: for pages in a browser. The answer has no tokens.
    Cookie,
    /// In the answer, to be sent as `Authorization: Bearer`: for programs.
    Bearer,
}

impl From<TokenMode> for db::SessionKind {
    fn from(mode: TokenMode) -> Self {
        match mode {
            TokenMode::Cookie => Self::Browser,
            TokenMode::Bearer => Self::Bearer,
        }
    }
}

/// What kind of sign-in a session is.
#[derive(Enum, Debug, Clone, Copy, PartialEq, Eq)]
#[graphql(remote = "db::SessionKind")]
pub enum SessionKind {
    /// A page in a browser.
    Browser,
    /// A program that was given user name and password.
    Bearer,
    /// A player that signed in by a code.
    Device,
}

/// A place where somebody is signed in.
pub struct Session(pub rows::Session);

/// A place where somebody is signed in.
#[Object]
impl Session {
    /// Its id.
    pub async fn id(&self) -> Id<SessionId> {
        Id(self.0.id)
    }

    /// What kind of sign-in it is.
    async fn kind(&self) -> SessionKind {
        self.0.kind.into()
    }

    /// Whether it is the one this request came with.
    async fn is_current(&self, ctx: &Context<'_>) -> bool {
        ctx.actor().person().is_ok_and(|person| person.via == Via::Session(self.0.id))
    }

    /// What it allows; null is everything.
    async fn scopes(&self) -> Option<Vec<super::ApiKeyScope>> {
        self.0.scopes.as_ref().map(|scopes| super::ApiKeyScope::of(scopes))
    }

    /// The address it was last used from.
    async fn ip_address(&self) -> Option<String> {
        self.0.ip.map(|ip| ip.addr().to_string())
    }

    /// What the client called itself.
    async fn user_agent(&self) -> Option<&str> {
        self.0.user_agent.as_deref()
    }

    /// What its person called the device.
    async fn device_name(&self) -> Option<&str> {
        self.0.device_name.as_deref()
    }

    /// The program that signed in by a code.
    async fn client_id(&self) -> Option<&str> {
        self.0.client_id.as_deref()
    }

    /// When it began.
    async fn created_at(&self) -> DateTime<Utc> {
        self.0.created_at
    }

    /// When it was last used, to the minute.
    async fn last_used_at(&self) -> DateTime<Utc> {
        self.0.last_used_at
    }

    /// When it ends unless it is used before.
    async fn expires_at(&self) -> DateTime<Utc> {
        self.0.refresh_expires_at
    }
}

/// The tokens of a session in bearer mode. They are shown once.
#[derive(SimpleObject)]
pub struct SessionTokens {
    /// What to send as `Authorization: Bearer`.
    access_token: String,
    /// When it ends.
    access_expires_at: DateTime<Utc>,
    /// What `refreshSession` takes for the next pair. It works once.
    refresh_token: String,
    /// When it ends.
    refresh_expires_at: DateTime<Utc>,
}

impl From<&Tokens> for SessionTokens {
    fn from(tokens: &Tokens) -> Self {
        Self {
            access_token: tokens.access_token.expose_secret().to_owned(),
            access_expires_at: tokens.access_expires_at,
            refresh_token: tokens.refresh_token.expose_secret().to_owned(),
            refresh_expires_at: tokens.refresh_expires_at,
        }
    }
}

/// Hands tokens over as their session wants them: a browser's as cookies, others' in the answer.
fn hand_over(ctx: &Context<'_>, kind: db::SessionKind, tokens: &Tokens) -> Result<Option<SessionTokens>> {
    if kind != db::SessionKind::Browser {
        return Ok(Some(tokens.into()));
    }
    for cookie in jar(ctx)?.set(tokens, ctx.app().now()) {
        ctx.append_http_header("set-cookie", cookie);
    }
    Ok(None)
}

/// Takes the cookies away from a browser that came with some: it would go on sending them.
fn forget(ctx: &Context<'_>) {
    if let Some(jar) = ctx.data_opt::<CookieJar>().filter(|jar| jar.has_any) {
        for cookie in jar.clear() {
            ctx.append_http_header("set-cookie", cookie);
        }
    }
}

fn jar<'a>(ctx: &Context<'a>) -> Result<&'a CookieJar> {
    Ok(ctx.data_opt::<CookieJar>().ok_or_else(|| Error::invalid("mode", "cookies cannot be set over a websocket; use HTTP"))?)
}

/// The first administrator.
#[derive(InputObject)]
pub struct CompleteSetupInput {
    /// The token of the link that the server printed when it started.
    token: String,
    /// What they will sign in with.
    username: String,
    /// Their e-mail address.
    email: Option<String>,
    /// What others call them; without it, their user name.
    display_name: Option<String>,
    /// Their password: 8 characters at the least.
    password: String,
    /// How the tokens of their session travel.
    #[graphql(default_with = "TokenMode::Cookie")]
    mode: TokenMode,
}

/// What somebody signs in with.
#[derive(InputObject)]
pub struct SignInInput {
    /// Their user name or e-mail address.
    login: String,
    /// Their password.
    password: String,
    /// How the session's tokens travel.
    #[graphql(default_with = "TokenMode::Cookie")]
    mode: TokenMode,
    /// What to call this device in the list of sessions.
    device_name: Option<String>,
}

/// A sign-in.
#[derive(SimpleObject)]
#[graphql(name = "SignInPayload")]
pub struct SignInPayload {
    /// Who signed in.
    user: User,
    /// The session that began.
    session: Session,
    /// Its tokens, in bearer mode.
    tokens: Option<SessionTokens>,
}

/// A finished set-up: the first administrator, signed in.
#[derive(SimpleObject)]
pub struct CompleteSetupPayload {
    /// The first administrator.
    user: User,
    /// The session that began.
    session: Session,
    /// Its tokens, in bearer mode.
    tokens: Option<SessionTokens>,
}

/// What a session is continued with.
#[derive(InputObject, Default)]
pub struct RefreshSessionInput {
    /// The refresh token, in bearer mode. In cookie mode it comes as a cookie.
    refresh_token: Option<String>,
}

/// A session with its next tokens.
#[derive(SimpleObject)]
pub struct RefreshSessionPayload {
    /// The session.
    session_id: Id<SessionId>,
    /// Its next tokens, in bearer mode.
    tokens: Option<SessionTokens>,
}

/// An ended sign-in.
#[derive(SimpleObject)]
pub struct SignOutPayload {
    /// The session that ended.
    session_id: Option<Id<SessionId>>,
}

/// Which session to end.
#[derive(InputObject)]
pub struct RevokeSessionInput {
    /// Which.
    id: Id<SessionId>,
}

/// An ended session.
#[derive(SimpleObject)]
pub struct RevokeSessionPayload {
    /// The session as it was.
    session: Session,
}

/// Ended sessions.
#[derive(SimpleObject)]
pub struct RevokeOtherSessionsPayload {
    /// How many ended.
    revoked_count: i32,
}

/// Coming in and going out.
#[derive(Default)]
pub struct SessionMutation;

#[Object]
impl SessionMutation {
    /// Makes the first administrator and signs them in. Works once, with the link that the server printed when it
    /// started. Anybody may try.
    async fn complete_setup(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The first administrator.")] input: CompleteSetupInput,
    ) -> Result<CompleteSetupPayload> {
        let setup = setup::Setup {
            token: input.token.into(),
            account: accounts::NewAccount { username: input.username, email: input.email, display_name: input.display_name },
            password: input.password.into(),
            kind: input.mode.into(),
        };
        let Begun { user, session, tokens } = setup::complete(ctx.app(), ctx.actor(), setup).await?;
        let tokens = hand_over(ctx, session.kind, &tokens)?;
        Ok(CompleteSetupPayload { user: User(user), session: Session(session), tokens })
    }

    /// Signs somebody in by user name or e-mail address and password. Anybody may try, a few times.
    async fn sign_in(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What they sign in with.")] input: SignInInput,
    ) -> Result<SignInPayload> {
        let credentials = identity::Credentials {
            login: input.login,
            password: input.password.into(),
            kind: input.mode.into(),
            device_name: input.device_name,
        };
        let Begun { user, session, tokens } = identity::sign_in(ctx.app(), ctx.actor(), credentials).await?;
        let tokens = hand_over(ctx, session.kind, &tokens)?;
        Ok(SignInPayload { user: User(user), session: Session(session), tokens })
    }

    /// Gives a session its next tokens. Send it without an `Authorization` header. A refresh token works once; for 30
    /// seconds after that, the same one is answered again with the same tokens, so that a lost answer can be asked for
    /// again. Using it later ends the session.
    async fn refresh_session(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What the session is continued with; leave it out in cookie mode.")] input: Option<RefreshSessionInput>,
    ) -> Result<RefreshSessionPayload> {
        let sent = input.unwrap_or_default().refresh_token;
        let token = sent.or_else(|| ctx.data_opt::<CookieJar>()?.refresh.clone()).ok_or(Error::Unauthenticated)?;
        let refreshed = match identity::refresh(ctx.app(), ctx.actor(), &token.into()).await {
            Err(Error::Unauthenticated) => {
                forget(ctx);
                return Err(Error::Unauthenticated.into());
            }
            answer => answer?,
        };
        let tokens = hand_over(ctx, refreshed.kind, &refreshed.tokens)?;
        Ok(RefreshSessionPayload { session_id: Id(refreshed.session_id), tokens })
    }

    /// Ends the session that this request came with.
    async fn sign_out(&self, ctx: &Context<'_>) -> Result<SignOutPayload> {
        sessions::sign_out(ctx.app(), ctx.actor()).await?;
        forget(ctx);
        let session_id = match ctx.actor().person()?.via {
            Via::Session(id) => Some(Id(id)),
            Via::ApiKey(_) | Via::PlayerWebhook(_) => None,
        };
        Ok(SignOutPayload { session_id })
    }

    /// Ends one of the caller's sessions; its subscriptions end within seconds.
    async fn revoke_session(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which.")] input: RevokeSessionInput,
    ) -> Result<RevokeSessionPayload> {
        let session = sessions::revoke(ctx.app(), ctx.actor(), input.id.0).await?;
        Ok(RevokeSessionPayload { session: Session(session) })
    }

    /// Ends all of the caller's sessions but the one this request came with.
    async fn revoke_other_sessions(&self, ctx: &Context<'_>) -> Result<RevokeOtherSessionsPayload> {
        let ended = sessions::revoke_others(ctx.app(), ctx.actor()).await?;
        Ok(RevokeOtherSessionsPayload { revoked_count: i32::try_from(ended).unwrap_or(i32::MAX) })
    }
}

use async_graphql::{Context, InputObject, Object, Result, SimpleObject};
use medianest_core::identity::clients::{self, ClientRequest};
use secrecy::{ExposeSecret as _, SecretString};

use crate::graphql::ContextExt;

/// A program that asks to act for the caller, as the address of the page of their consent says it.
#[derive(InputObject)]
pub struct ApproveClientInput {
    /// What the program calls itself: `client_id`.
    client_id: String,
    /// Where the answer goes: `redirect_uri`. An address over HTTPS or on the same computer, one of a program's own scheme, or
    /// `urn:ietf:wg:oauth:2.0:oob` for a code that is copied by hand.
    redirect_uri: String,
    /// What the program wants to have back: `state`.
    state: Option<String>,
    /// What its proof must hash to by SHA-256: `code_challenge`.
    code_challenge: Option<String>,
}

impl From<ApproveClientInput> for ClientRequest {
    fn from(input: ApproveClientInput) -> Self {
        let ApproveClientInput { client_id, redirect_uri, state, code_challenge } = input;
        Self { client_id, redirect_uri, state, code_challenge }
    }
}

/// A program that asks to act for the caller, and is refused.
#[derive(InputObject)]
pub struct DenyClientInput {
    /// What the program calls itself: `client_id`.
    client_id: String,
    /// Where the answer goes: `redirect_uri`.
    redirect_uri: String,
    /// What the program wants to have back: `state`.
    state: Option<String>,
}

/// A program that was let in.
#[derive(SimpleObject)]
pub struct ApproveClientPayload {
    /// What the program trades for its session, once, within ten minutes.
    code: String,
    /// Where the browser takes the code; null where the caller copies it.
    redirect_url: Option<String>,
}

/// A program that was refused.
#[derive(SimpleObject)]
pub struct DenyClientPayload {
    /// Where the browser tells the program so; null where there is no such place.
    redirect_url: Option<String>,
}

fn shown(url: Option<&SecretString>) -> Option<String> {
    url.map(|url| url.expose_secret().to_owned())
}

/// What can be done about programs that ask to act for one.
#[derive(Default)]
pub struct ClientMutation;

#[Object]
impl ClientMutation {
    /// Lets a program act for the caller: read, write and report playback.
    async fn approve_client(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which.")] input: ApproveClientInput,
    ) -> Result<ApproveClientPayload> {
        let answer = clients::approve(ctx.app(), ctx.actor(), input.into()).await?;
        let code = answer.code.expose_secret().to_owned();
        Ok(ApproveClientPayload { code, redirect_url: shown(answer.redirect_url.as_ref()) })
    }

    /// Refuses a program that asks to act for the caller.
    async fn deny_client(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which.")] input: DenyClientInput,
    ) -> Result<DenyClientPayload> {
        let DenyClientInput { client_id, redirect_uri, state } = input;
        let request = ClientRequest { client_id, redirect_uri, state, code_challenge: None };
        Ok(DenyClientPayload { redirect_url: shown(clients::deny(ctx.app(), ctx.actor(), &request).await?.as_ref()) })
    }
}

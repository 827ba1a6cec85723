//! Signing a player in, by a code that its person types in or by a page on which they consent, and keeping it signed in.
//!
//! Players come with an id and a secret that Trakt gave their makers. They prove nothing here, where every player is let in
//! by its own person, so any id is accepted and the secret is not looked at.

use axum::Json;
use axum::extract::{RawQuery, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use axum::{Extension, http::HeaderMap};
use medianest_core::identity::clients::{self, CodeExchange};
use medianest_core::identity::devices::{self, DevicePoll};
use medianest_core::identity::{self, SessionTokens, sessions};
use medianest_core::policy::{Actor, Origin};
use medianest_core::{App, Error};
use secrecy::{ExposeSecret as _, SecretString};
use serde::Deserialize;
use serde_json::{Value, json};

use super::Refused;
use crate::http::auth;
use crate::http::state::HttpState;

/// What an endpoint of sign-in is sent; each needs only some of it.
#[derive(Deserialize)]
pub struct Request {
    #[serde(default)]
    client_id: String,
    code: Option<SecretString>,
    refresh_token: Option<SecretString>,
    token: Option<SecretString>,
    grant_type: Option<String>,
    redirect_uri: Option<String>,
    code_verifier: Option<SecretString>,
}

/// `GET /oauth/authorize`: to the page on which its person consents, with all that was asked.
pub async fn authorize(State(state): State<HttpState>, RawQuery(query): RawQuery) -> Result<Response, Refused> {
    let query = query.unwrap_or_default();
    let asks = |name: &str, values: &[&str]| {
        url::form_urlencoded::parse(query.as_bytes()).any(|(known, value)| known == name && values.contains(&value.as_ref()))
    };
    if !asks("response_type", &["code"]) {
        return Err(Refused::status(StatusCode::BAD_REQUEST, "send `response_type` `code`"));
    }
    // Without a method, a challenge is the proof itself, which whoever reads the address then has.
    if query.contains("code_challenge=") && !asks("code_challenge_method", &["S256"]) {
        return Err(Refused::status(StatusCode::BAD_REQUEST, "send `code_challenge_method` `S256`"));
    }
    let mut page = state.app.settings().web_url.join("device").map_err(Error::internal)?;
    page.set_query(Some(&query));
    Ok(Redirect::to(page.as_str()).into_response())
}

/// `POST /oauth/device/code`
pub async fn device_code(
    State(state): State<HttpState>,
    origin: Option<Extension<Origin>>,
    Json(request): Json<Request>,
) -> Result<Json<Value>, Refused> {
    let codes = devices::start(&state.app, &anonymous(origin), &request.client_id).await?;
    let page = state.app.settings().web_url.join("device").map_err(Error::internal)?;
    Ok(Json(json!({
        "device_code": codes.device_code.expose_secret(),
        "user_code": codes.user_code,
        "verification_url": page,
        "expires_in": codes.expires_in.num_seconds(),
        "interval": codes.interval_seconds,
    })))
}

/// `POST /oauth/device/token`
pub async fn device_token(
    State(state): State<HttpState>,
    origin: Option<Extension<Origin>>,
    Json(request): Json<Request>,
) -> Result<Response, Refused> {
    let code = request.code.ok_or_else(|| Refused::status(StatusCode::BAD_REQUEST, "send the device code as `code`"))?;
    let poll = devices::poll(&state.app, &anonymous(origin), &request.client_id, &code).await?;
    let status = match poll {
        DevicePoll::Approved(begun) => return Ok(Json(session(&state.app, &begun.tokens)).into_response()),
        DevicePoll::Pending => StatusCode::BAD_REQUEST,
        DevicePoll::SlowDown => StatusCode::TOO_MANY_REQUESTS,
        DevicePoll::Unknown => StatusCode::NOT_FOUND,
        DevicePoll::Used => StatusCode::CONFLICT,
        DevicePoll::Expired => StatusCode::GONE,
        DevicePoll::Denied => StatusCode::IM_A_TEAPOT,
    };
    Ok((status, Json(json!({}))).into_response())
}

/// `POST /oauth/token`: a pair of tokens for the code that a person's consent gave, or for a refresh token.
pub async fn token(
    State(state): State<HttpState>,
    origin: Option<Extension<Origin>>,
    Json(request): Json<Request>,
) -> Result<Json<Value>, Refused> {
    let missing = |what: &str| Refused::status(StatusCode::BAD_REQUEST, format!("send the `{what}`"));
    let refused = |error: Error| match error {
        Error::Unauthenticated => Refused::status(StatusCode::UNAUTHORIZED, "invalid_grant"),
        other => other.into(),
    };
    let actor = anonymous(origin);
    let tokens = match request.grant_type.as_deref() {
        Some("authorization_code") => {
            let exchange = CodeExchange {
                client_id: request.client_id,
                redirect_uri: request.redirect_uri.ok_or_else(|| missing("redirect_uri"))?,
                code: request.code.ok_or_else(|| missing("code"))?,
                code_verifier: request.code_verifier,
            };
            clients::exchange(&state.app, &actor, &exchange).await.map_err(refused)?.tokens
        }
        Some("refresh_token") => {
            let token = request.refresh_token.ok_or_else(|| missing("refresh_token"))?;
            identity::refresh(&state.app, &actor, &token).await.map_err(refused)?.tokens
        }
        _ => return Err(Refused::status(StatusCode::BAD_REQUEST, "send `grant_type` `authorization_code` or `refresh_token`")),
    };
    Ok(Json(session(&state.app, &tokens)))
}

/// `POST /oauth/revoke`: the session of the access token ends.
pub async fn revoke(
    State(state): State<HttpState>,
    origin: Option<Extension<Origin>>,
    headers: HeaderMap,
    Json(request): Json<Request>,
) -> Result<Json<Value>, Refused> {
    let origin = origin.map(|Extension(origin)| origin).unwrap_or_default();
    let actor = match &request.token {
        Some(token) => identity::authenticate_token(&state.app, token.expose_secret(), origin).await?,
        None => auth::authenticate_bearer(&state.app, &headers, origin).await?,
    };
    sessions::sign_out(&state.app, &actor).await?;
    Ok(Json(json!({})))
}

fn anonymous(origin: Option<Extension<Origin>>) -> Actor {
    Actor::anonymous(origin.map(|Extension(origin)| origin).unwrap_or_default())
}

fn session(app: &App, tokens: &SessionTokens) -> Value {
    let now = app.now();
    json!({
        "access_token": tokens.access_token.expose_secret(),
        "token_type": "bearer",
        "expires_in": (tokens.access_expires_at - now).num_seconds(),
        "refresh_token": tokens.refresh_token.expose_secret(),
        "scope": "public",
        "created_at": now.timestamp(),
    })
}

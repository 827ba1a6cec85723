//! Signing a player in by a code that its person types in, and keeping it signed in.
//!
//! Players come with an id and a secret that Trakt gave their makers. They prove nothing here, where every player is let in
//! by its own person, so any id is accepted and the secret is not looked at.

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use axum::{Extension, http::HeaderMap};
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

/// `POST /oauth/token`: a new pair of tokens for the refresh token.
pub async fn token(
    State(state): State<HttpState>,
    origin: Option<Extension<Origin>>,
    Json(request): Json<Request>,
) -> Result<Json<Value>, Refused> {
    if request.grant_type.as_deref() != Some("refresh_token") {
        return Err(Refused::status(StatusCode::BAD_REQUEST, "sign in by device code, then send `grant_type` `refresh_token`"));
    }
    let token = request.refresh_token.ok_or_else(|| Refused::status(StatusCode::BAD_REQUEST, "send the `refresh_token`"))?;
    let refreshed = identity::refresh(&state.app, &anonymous(origin), &token).await?;
    Ok(Json(session(&state.app, &refreshed.tokens)))
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

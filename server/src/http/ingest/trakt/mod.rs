//! The Trakt API v2, as far as players need it: sign-in by code, scrobbling, search, history, settings.
//!
//! Source: <https://trakt.docs.apiary.io>. Served under a prefix, because Trakt's own paths are too plain to share a host
//! with anything, and at the root of a listener of its own for clients that cannot be given a path.

mod history;
mod oauth;
mod scrobble;
mod search;
mod users;
mod wire;

use axum::Router;
use axum::extract::FromRequestParts;
use axum::http::header::RETRY_AFTER;
use axum::http::request::Parts;
use axum::http::{HeaderValue, StatusCode};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use medianest_core::Error;
use medianest_core::policy::{Actor, Origin};
use serde_json::json;

use crate::http::auth;
use crate::http::state::HttpState;

/// The API's routes, without prefix.
pub fn router() -> Router<HttpState> {
    Router::new()
        .route("/oauth/device/code", post(oauth::device_code))
        .route("/oauth/device/token", post(oauth::device_token))
        .route("/oauth/token", post(oauth::token))
        .route("/oauth/revoke", post(oauth::revoke))
        .route("/scrobble/{action}", post(scrobble::scrobble))
        .route("/search/{types}", get(search::by_text))
        .route("/search/{provider}/{id}", get(search::by_id))
        .route("/movies/{id}", get(search::movie))
        .route("/shows/{id}", get(search::show))
        .route("/shows/{id}/seasons/{season}/episodes/{episode}", get(search::episode))
        .route("/sync/history", get(history::all).post(history::add))
        .route("/sync/history/remove", post(history::remove))
        .route("/sync/history/{kind}", get(history::of_kind))
        .route("/sync/history/{kind}/{id}", get(history::of_item))
        .route("/sync/playback", get(history::playback))
        .route("/sync/playback/{kind}", get(history::playback_of_kind).delete(history::remove_playback))
        .route("/users/settings", get(users::settings))
        .fallback(|| async { Refused::status(StatusCode::NOT_FOUND, "there is no such method") })
}

/// Who asks, with whatever of a person's own credentials the client holds: a device's token or an API key.
pub struct Caller(pub Actor);

impl FromRequestParts<HttpState> for Caller {
    type Rejection = Refused;

    async fn from_request_parts(parts: &mut Parts, state: &HttpState) -> Result<Self, Refused> {
        let origin = parts.extensions.get::<Origin>().cloned().unwrap_or_default();
        let actor = auth::authenticate_bearer(&state.app, &parts.headers, origin).await?;
        actor.person()?;
        Ok(Self(actor))
    }
}

/// A refusal as Trakt's clients expect one: a status, and JSON that says why.
pub struct Refused {
    status: StatusCode,
    message: String,
    retry_after: Option<u64>,
}

impl Refused {
    fn status(status: StatusCode, message: impl Into<String>) -> Self {
        Self { status, message: message.into(), retry_after: None }
    }
}

impl From<Error> for Refused {
    fn from(error: Error) -> Self {
        let status = match &error {
            Error::Unauthenticated => StatusCode::UNAUTHORIZED,
            Error::Forbidden(_) => StatusCode::FORBIDDEN,
            Error::NotFound(_) => StatusCode::NOT_FOUND,
            Error::Conflict(_) => StatusCode::CONFLICT,
            Error::Invalid(_) => StatusCode::UNPROCESSABLE_ENTITY,
            Error::RateLimited(_) => StatusCode::TOO_MANY_REQUESTS,
            Error::Upstream(..) => StatusCode::BAD_GATEWAY,
            Error::Unavailable(_) => StatusCode::SERVICE_UNAVAILABLE,
            Error::Internal(_) => StatusCode::INTERNAL_SERVER_ERROR,
        };
        let retry_after = match &error {
            Error::RateLimited(wait) => Some(wait.as_secs().max(1)),
            Error::Unavailable(_) => Some(1),
            _ => None,
        };
        let message = if let Error::Internal(cause) = &error {
            tracing::error!(error = %cause, "a Trakt request failed");
            "internal error".to_owned()
        } else {
            error.to_string()
        };
        Self { status, message, retry_after }
    }
}

impl IntoResponse for Refused {
    fn into_response(self) -> Response {
        let mut response = (self.status, axum::Json(json!({ "error": self.message }))).into_response();
        if let Some(seconds) = self.retry_after {
            response.headers_mut().insert(RETRY_AFTER, HeaderValue::from(seconds));
        }
        response
    }
}

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

use axum::extract::FromRequestParts;
use axum::http::header::RETRY_AFTER;
use axum::http::request::Parts;
use axum::http::{HeaderValue, StatusCode};
use axum::response::{IntoResponse, Response};
use medianest_core::Error;
use medianest_core::policy::{Actor, Origin};
use serde_json::json;

use crate::http::observe::Fault;
use crate::http::state::HttpState;
use crate::http::{Routes, auth};

/// The API's routes, without prefix.
pub fn routes() -> Routes<HttpState> {
    Routes::default()
        .post("/oauth/device/code", oauth::device_code)
        .post("/oauth/device/token", oauth::device_token)
        .post("/oauth/token", oauth::token)
        .post("/oauth/revoke", oauth::revoke)
        .post("/scrobble/{action}", scrobble::scrobble)
        .get("/search/{types}", search::by_text)
        .get("/search/{provider}/{id}", search::by_id)
        .get("/movies/{id}", search::movie)
        .get("/shows/{id}", search::show)
        .get("/shows/{id}/seasons/{season}/episodes/{episode}", search::episode)
        .get("/sync/history", history::all)
        .post("/sync/history", history::add)
        .post("/sync/history/remove", history::remove)
        .get("/sync/history/{kind}", history::of_kind)
        .get("/sync/history/{kind}/{id}", history::of_item)
        .get("/sync/playback", history::playback)
        .get("/sync/playback/{kind}", history::playback_of_kind)
        .delete("/sync/playback/{kind}", history::remove_playback)
        .get("/users/settings", users::settings)
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
    /// What the client is not told.
    fault: Option<Fault>,
}

impl Refused {
    fn status(status: StatusCode, message: impl Into<String>) -> Self {
        Self { status, message: message.into(), retry_after: None, fault: None }
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
        let (message, fault) = match &error {
            Error::Internal(cause) => ("internal error".to_owned(), Some(Fault(cause.to_string()))),
            _ => (error.to_string(), None),
        };
        Self { status, message, retry_after, fault }
    }
}

impl IntoResponse for Refused {
    fn into_response(self) -> Response {
        let mut response = (self.status, axum::Json(json!({ "error": self.message }))).into_response();
        if let Some(seconds) = self.retry_after {
            response.headers_mut().insert(RETRY_AFTER, HeaderValue::from(seconds));
        }
        if let Some(fault) = self.fault {
            response.extensions_mut().insert(fault);
        }
        response
    }
}

//! The Trakt API v2, as far as players and other programs need it: sign-in, scrobbling, search, and a person's own history,
//! ratings, watchlist and collection, to be read and written.
//!
//! Source: <https://trakt.docs.apiary.io>. Served under a prefix, because Trakt's own paths are too plain to share a host
//! with anything, and at the root of a listener of its own for clients that cannot be given a path.

mod batch;
mod checkin;
mod collection;
mod history;
mod lists;
mod oauth;
mod paging;
mod place;
mod playback;
mod ratings;
mod scrobble;
mod search;
mod shows;
mod summaries;
mod users;
mod watched;
mod watchlist;
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
    let routes = Routes::default()
        .get("/oauth/authorize", oauth::authorize)
        .post("/oauth/device/code", oauth::device_code)
        .post("/oauth/device/token", oauth::device_token)
        .post("/oauth/token", oauth::token)
        .post("/oauth/revoke", oauth::revoke)
        .post("/scrobble/{action}", scrobble::scrobble)
        .post("/checkin", checkin::begin)
        .delete("/checkin", checkin::end)
        .get("/search/{types}", search::by_text)
        .get("/search/{provider}/{id}", search::by_id)
        .get("/movies/{id}", summaries::movie)
        .get("/shows/{id}", summaries::show)
        .get("/shows/{id}/seasons", summaries::seasons)
        .get("/shows/{id}/seasons/{season}", summaries::episodes)
        .get("/shows/{id}/seasons/{season}/episodes", summaries::episodes)
        .get("/shows/{id}/seasons/{season}/episodes/{episode}", summaries::episode)
        .get("/sync/last_activities", watched::last_activities)
        .post("/sync/history", history::add)
        .post("/sync/history/remove", history::remove)
        .post("/sync/ratings", ratings::add)
        .post("/sync/ratings/remove", ratings::remove)
        .post("/sync/watchlist", watchlist::add)
        .post("/sync/watchlist/remove", watchlist::remove)
        .post("/sync/collection", collection::add)
        .post("/sync/collection/remove", collection::remove)
        .get("/sync/playback", playback::list)
        .get("/sync/playback/{kind}", playback::list)
        .delete("/sync/playback/{kind}", playback::remove)
        .get("/users/settings", users::settings)
        .get("/users/{name}", users::profile)
        .get("/users/{name}/watching", users::watching)
        .get("/users/{name}/lists", lists::all)
        .post("/users/{name}/lists", lists::create)
        .get("/users/{name}/lists/{id}", lists::one)
        .put("/users/{name}/lists/{id}", lists::update)
        .delete("/users/{name}/lists/{id}", lists::delete)
        .get("/users/{name}/lists/{id}/items", lists::items)
        .post("/users/{name}/lists/{id}/items", lists::add)
        .post("/users/{name}/lists/{id}/items/remove", lists::remove)
        .post("/users/{name}/lists/{id}/items/reorder", lists::reorder)
        .get("/users/{name}/lists/{id}/items/{kind}", lists::items)
        .get("/users/{name}/lists/{id}/items/{kind}/{sort}/{direction}", lists::items);
    own("/users/{name}", own("/sync", routes))
        .fallback(|| async { Refused::status(StatusCode::NOT_FOUND, "there is no such method") })
}

/// What a person reads of their own, under either of the paths that it has.
fn own(path: &str, routes: Routes<HttpState>) -> Routes<HttpState> {
    routes
        .get(&format!("{path}/history"), history::list)
        .get(&format!("{path}/history/{{kind}}"), history::list)
        .get(&format!("{path}/history/{{kind}}/{{id}}"), history::list)
        .get(&format!("{path}/watched/{{kind}}"), watched::list)
        .get(&format!("{path}/ratings"), ratings::list)
        .get(&format!("{path}/ratings/{{kind}}"), ratings::list)
        .get(&format!("{path}/ratings/{{kind}}/{{id}}"), ratings::list)
        .get(&format!("{path}/watchlist"), watchlist::list)
        .get(&format!("{path}/watchlist/{{kind}}"), watchlist::list)
        .get(&format!("{path}/watchlist/{{kind}}/{{id}}"), watchlist::list)
        .get(&format!("{path}/collection/{{kind}}"), collection::list)
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

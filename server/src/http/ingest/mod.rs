//! Protocols that players already speak. Each turns its wire types into one core call.

pub mod audioscrobbler;
pub mod listenbrainz;
pub mod trakt;
pub mod webhooks;

use axum::extract::DefaultBodyLimit;
use axum::http::StatusCode;
use axum::http::header::RETRY_AFTER;
use axum::response::{IntoResponse, Response};
use medianest_core::Error;
use tower_http::limit::RequestBodyLimitLayer;

use super::Routes;
use super::observe::Fault;
use super::state::HttpState;

/// A thousand listens of the size that ListenBrainz allows.
const MAX_LISTENS_BODY: usize = 11 * 1024 * 1024;

/// The protocols of music players, at the host's root: their clients know no paths of ours.
pub(super) fn music(state: &HttpState) -> Routes<HttpState> {
    let limits = (DefaultBodyLimit::disable(), RequestBodyLimitLayer::new(MAX_LISTENS_BODY));
    let routes = listenbrainz::routes(state).merge(audioscrobbler::routes());
    routes.wrap(|router| router.layer(limits.0).layer(limits.1))
}

/// The status that says what an error says.
fn status_of(error: &Error) -> StatusCode {
    match error {
        Error::Unauthenticated => StatusCode::UNAUTHORIZED,
        Error::Forbidden(_) => StatusCode::FORBIDDEN,
        Error::NotFound(_) => StatusCode::NOT_FOUND,
        Error::Conflict(_) => StatusCode::CONFLICT,
        Error::Invalid(_) => StatusCode::BAD_REQUEST,
        Error::RateLimited(_) => StatusCode::TOO_MANY_REQUESTS,
        Error::Upstream(..) => StatusCode::BAD_GATEWAY,
        Error::Unavailable(_) => StatusCode::SERVICE_UNAVAILABLE,
        Error::Internal(_) => StatusCode::INTERNAL_SERVER_ERROR,
    }
}

/// An answer without words, for programs that read none: the status, when to come again, and the cause for the error log.
pub(super) fn refuse(error: &Error) -> Response {
    let mut response = status_of(error).into_response();
    match error {
        Error::RateLimited(wait) => {
            response.headers_mut().insert(RETRY_AFTER, wait.as_secs().max(1).into());
        }
        Error::Internal(cause) => {
            response.extensions_mut().insert(Fault(cause.to_string()));
        }
        _ => {}
    }
    response
}

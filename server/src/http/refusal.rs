use axum::Json;
use axum::http::StatusCode;
use axum::http::header::RETRY_AFTER;
use axum::response::{IntoResponse, Response};
use medianest_core::Error;
use serde_json::json;

use super::observe::Fault;
use crate::graphql::ErrorCode;

/// Refusals look as those of GraphQL do.
pub(super) fn refuse(error: &Error) -> Response {
    let status = match error {
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
    let (message, fault) = match error {
        Error::Internal(cause) => ("internal error".to_owned(), Some(Fault(cause.to_string()))),
        _ => (error.to_string(), None),
    };
    let body = json!({ "errors": [{ "message": message, "extensions": { "code": ErrorCode::of(error).as_str() } }] });
    let mut response = (status, Json(body)).into_response();
    if let Some(fault) = fault {
        response.extensions_mut().insert(fault);
    }
    if let Error::RateLimited(wait) = error {
        response.headers_mut().insert(RETRY_AFTER, wait.as_secs().max(1).into());
    }
    response
}

//! How many requests somebody's programs may send, told as ListenBrainz tells it: clients wait for it by themselves.

use axum::extract::{FromRequestParts as _, Request, State};
use axum::http::{HeaderName, HeaderValue, StatusCode};
use axum::middleware::Next;
use axum::response::{IntoResponse as _, Response};
use medianest_core::policy::Actor;

use super::{Caller, Refused};
use crate::http::state::HttpState;

/// Who asks, as far as that was found out for counting.
#[derive(Clone)]
pub struct Known(pub Actor);

/// Counts the requests of each person, and says in the headers how many they have left.
pub async fn meter(State(state): State<HttpState>, request: Request, next: Next) -> Response {
    let (mut parts, body) = request.into_parts();
    // Whoever is nobody is told so by what they asked for.
    let Ok(Caller(actor)) = Caller::from_request_parts(&mut parts, &state).await else {
        return next.run(Request::from_parts(parts, body)).await;
    };
    let (now, budgets) = (state.app.now(), state.listen_budgets.clone());
    let mut response = if budgets.charge(&actor, 1, now).is_ok() {
        parts.extensions.insert(Known(actor.clone()));
        next.run(Request::from_parts(parts, body)).await
    } else {
        Refused::of(StatusCode::TOO_MANY_REQUESTS, "You have exceeded your rate limit. See X-RateLimit-* response headers.")
            .into_response()
    };
    if let Some(balance) = budgets.balance(&actor, now) {
        let reset = i64::try_from(balance.reset.as_secs()).unwrap_or(i64::MAX);
        let numbers = [
            ("x-ratelimit-limit", HeaderValue::from(balance.limit)),
            ("x-ratelimit-remaining", HeaderValue::from(balance.remaining)),
            ("x-ratelimit-reset-in", HeaderValue::from(reset)),
            ("x-ratelimit-reset", HeaderValue::from(now.timestamp().saturating_add(reset))),
        ];
        response.headers_mut().extend(numbers.map(|(name, number)| (HeaderName::from_static(name), number)));
    }
    response
}

//! What every request goes through first: it gets an id, a span and an origin; it is counted; and a fault in it is
//! written down instead of breaking the connection.

use std::any::Any;
use std::net::{IpAddr, SocketAddr};
use std::panic::AssertUnwindSafe;
use std::sync::Arc;
use std::time::Instant;

use axum::Json;
use axum::extract::{ConnectInfo, MatchedPath, Request, State};
use axum::http::header::USER_AGENT;
use axum::http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use futures_util::FutureExt;
use ipnet::IpNet;
use medianest_core::db::{ErrorLogId, TypedId};
use medianest_core::policy::{Actor, Origin};
use medianest_core::{App, admin};
use serde_json::json;
use tracing::Instrument;
use uuid::Uuid;

use super::calendar;
use super::ingest::webhooks;
use super::state::REQUEST_ID;

const FORWARDED_FOR: HeaderName = HeaderName::from_static("x-forwarded-for");
/// How much of what a client calls itself is kept.
const LONGEST_USER_AGENT: usize = 400;

/// What the middleware needs.
#[derive(Clone)]
pub struct Observer {
    /// For ids and the error log.
    pub app: App,
    /// Proxies whose X-Forwarded-For is believed.
    pub trusted_proxies: Arc<[IpNet]>,
}

/// Put into a 500's extensions by a handler that knows the cause, so that the error log has it.
#[derive(Debug, Clone)]
pub struct Fault(pub String);

/// The middleware; use it with `axum::middleware::from_fn_with_state`, around all routes.
pub async fn observe(State(observer): State<Observer>, mut request: Request, next: Next) -> Response {
    let started = Instant::now();
    let id = request_id(&observer.app, request.headers());
    let origin = Origin {
        ip: client_address(&request, &observer.trusted_proxies),
        user_agent: user_agent(request.headers()),
        correlation_id: Some(id),
    };
    let route = request.extensions().get::<MatchedPath>().map_or("unmatched", MatchedPath::as_str).to_owned();
    let method = known_method(request.method());
    // The address of a webhook or a calendar is a secret.
    let is_secret = [webhooks::PREFIX, calendar::PREFIX].iter().any(|prefix| route.starts_with(prefix));
    let path = if is_secret { route.clone() } else { request.uri().path().to_owned() };
    let span = tracing::info_span!("request", request.id = %id, http.method = method, http.route = route, http.status = tracing::field::Empty);
    request.extensions_mut().insert(origin.clone());

    let handled = AssertUnwindSafe(next.run(request)).catch_unwind().instrument(span.clone()).await;
    let _entered = span.enter();
    let fault = match &handled {
        Err(panic) => Some(panic_text(panic.as_ref())),
        // GraphQL writes its own faults down, with who asked and where in the document.
        Ok(response) if response.status() == StatusCode::INTERNAL_SERVER_ERROR && route != "/graphql" => {
            Some(response.extensions().get::<Fault>().map_or_else(|| "no cause was given".to_owned(), |fault| fault.0.clone()))
        }
        Ok(_) => None,
    };
    if let Some(fault) = fault {
        tracing::error!(error = fault, "a request failed");
        admin::errors::record(&observer.app, &Actor::anonymous(origin), "INTERNAL", &fault, &path, method, 500);
    }
    let mut response = handled.unwrap_or_else(|_| internal_error(id));
    let status = response.status().as_u16();
    span.record("http.status", status);
    let elapsed = started.elapsed();
    let labels = [("route", route.clone()), ("method", method.to_owned()), ("status", status.to_string())];
    metrics::counter!("medianest_http_requests_total", &labels).increment(1);
    metrics::histogram!("medianest_http_request_duration_seconds", "route" => route).record(elapsed.as_secs_f64());
    let duration_ms = u64::try_from(elapsed.as_millis()).unwrap_or(u64::MAX);
    tracing::debug!(status, duration_ms, "a request was answered");
    if let Ok(value) = HeaderValue::from_str(&id.to_string()) {
        response.headers_mut().insert(REQUEST_ID, value);
    }
    response
}

/// The client's own id for the request if it is a UUID, else a new one.
fn request_id(app: &App, headers: &HeaderMap) -> Uuid {
    let sent = headers.get(REQUEST_ID).and_then(|value| value.to_str().ok()).and_then(|text| Uuid::try_parse(text).ok());
    sent.filter(|id| !id.is_nil()).unwrap_or_else(|| app.new_id::<ErrorLogId>().uuid())
}

fn user_agent(headers: &HeaderMap) -> Option<String> {
    let text = headers.get(USER_AGENT)?.to_str().ok()?;
    Some(text.chars().take(LONGEST_USER_AGENT).collect())
}

/// The address of the other end, or, where that is a trusted proxy, the nearest address before it that is none.
fn client_address(request: &Request, trusted: &[IpNet]) -> Option<IpAddr> {
    let peer = request.extensions().get::<ConnectInfo<SocketAddr>>()?.0.ip().to_canonical();
    Some(before_proxies(peer, request.headers(), trusted))
}

fn before_proxies(peer: IpAddr, headers: &HeaderMap, trusted: &[IpNet]) -> IpAddr {
    let is_trusted = |address: &IpAddr| trusted.iter().any(|network| network.contains(address));
    let said: Vec<&str> = headers
        .get_all(FORWARDED_FOR)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(','))
        .collect();
    let mut nearest = peer;
    for hop in said.iter().rev() {
        if !is_trusted(&nearest) {
            break;
        }
        // What a trusted proxy cannot have written is not believed, nor anything before it.
        let Some(address) = parse_hop(hop.trim()) else { break };
        nearest = address;
    }
    nearest
}

/// An address as proxies write it: bare, with a port, or in brackets.
fn parse_hop(hop: &str) -> Option<IpAddr> {
    let bare = hop.parse().ok().or_else(|| hop.parse::<SocketAddr>().ok().map(|address| address.ip()));
    bare.or_else(|| hop.strip_prefix('[')?.strip_suffix(']')?.parse().ok()).map(|address: IpAddr| address.to_canonical())
}

/// Methods are chosen by the client, so only those that exist become labels.
fn known_method(method: &Method) -> &'static str {
    match method.as_str() {
        "GET" => "GET",
        "HEAD" => "HEAD",
        "POST" => "POST",
        "PUT" => "PUT",
        "PATCH" => "PATCH",
        "DELETE" => "DELETE",
        "OPTIONS" => "OPTIONS",
        _ => "OTHER",
    }
}

fn panic_text(panic: &(dyn Any + Send)) -> String {
    let text = panic.downcast_ref::<String>().map(String::as_str).or_else(|| panic.downcast_ref::<&str>().copied());
    format!("panicked: {}", text.unwrap_or("without a message"))
}

/// In the shape of GraphQL's errors, which clients know already.
fn internal_error(id: Uuid) -> Response {
    let body = json!({ "errors": [{ "message": "internal error", "extensions": { "code": "INTERNAL", "correlationId": id } }] });
    (StatusCode::INTERNAL_SERVER_ERROR, Json(body)).into_response()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn nearest(peer: &str, forwarded: &[&str]) -> String {
        let trusted = ["10.0.0.0/8".parse().expect("a network"), "fd00::/8".parse().expect("a network")];
        let headers = forwarded.iter().map(|value| (FORWARDED_FOR, HeaderValue::from_str(value).expect("a header"))).collect();
        before_proxies(peer.parse().expect("an address"), &headers, &trusted).to_string()
    }

    #[test]
    fn a_stranger_cannot_choose_its_address() {
        assert_eq!(nearest("198.51.100.7", &["203.0.113.9"]), "198.51.100.7");
    }

    #[test]
    fn a_trusted_proxy_names_its_client() {
        assert_eq!(nearest("10.0.0.1", &["203.0.113.9"]), "203.0.113.9");
        assert_eq!(nearest("10.0.0.1", &["203.0.113.9:4711"]), "203.0.113.9");
        assert_eq!(nearest("fd00::1", &["[2001:db8::9]"]), "2001:db8::9");
    }

    #[test]
    fn what_a_client_put_before_the_proxys_word_is_not_believed() {
        assert_eq!(nearest("10.0.0.1", &["192.0.2.66, 203.0.113.9"]), "203.0.113.9");
        assert_eq!(nearest("10.0.0.1", &["192.0.2.66", "203.0.113.9, 10.0.0.2"]), "203.0.113.9");
    }

    #[test]
    fn nonsense_ends_the_chain() {
        assert_eq!(nearest("10.0.0.1", &["203.0.113.9, unknown"]), "10.0.0.1");
    }
}

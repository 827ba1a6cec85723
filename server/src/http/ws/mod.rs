//! GraphQL over WebSocket: the `graphql-transport-ws` protocol, and nothing older.
//!
//! A socket belongs to one person from its first message on. It ends within seconds of their session, and every
//! operation on it ends with it.

mod connection;
mod messages;
mod registry;

use std::time::Duration;

use axum::Extension;
use axum::extract::RawQuery;
use axum::extract::State;
use axum::extract::ws::{WebSocketUpgrade, rejection::WebSocketUpgradeRejection};
use axum::http::header::{AUTHORIZATION, COOKIE, HOST, ORIGIN};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use medianest_core::policy::Origin;

use super::auth;
use super::state::HttpState;

pub use registry::Sockets;

/// The only protocol spoken.
const PROTOCOL: &str = "graphql-transport-ws";
/// What a socket keeps ready for reading and writing: small, because thousands of sockets are mostly quiet.
const BUFFER: usize = 2 * 1024;
/// The most that waits to be written to a socket whose client does not read.
const MOST_UNSENT: usize = 1024 * 1024;

/// How much sockets may ask for, and how long they may be silent.
#[derive(Debug, Clone, Copy)]
pub struct SocketLimits {
    /// The largest message a client may send, in bytes.
    pub message_bytes: usize,
    /// How many operations run on one socket at a time.
    pub operations: usize,
    /// How many sockets one person holds.
    pub per_person: usize,
    /// How long a new socket may wait to say who it is.
    pub init_timeout: Duration,
    /// How often the server asks whether the client is still there; silent for as long again, it is gone.
    pub ping_interval: Duration,
    /// How often the session behind a socket is looked at unasked.
    pub recheck_interval: Duration,
    /// How long a message may take to be sent before the client counts as gone.
    pub send_timeout: Duration,
    /// How long a shutdown waits for queries and mutations that run on a socket.
    pub drain_timeout: Duration,
}

impl Default for SocketLimits {
    fn default() -> Self {
        Self {
            message_bytes: 64 * 1024,
            operations: 100,
            per_person: 100,
            init_timeout: Duration::from_secs(10),
            ping_interval: Duration::from_secs(20),
            recheck_interval: Duration::from_mins(1),
            send_timeout: Duration::from_secs(20),
            drain_timeout: Duration::from_secs(5),
        }
    }
}

/// Runs the query of a URL, or opens a socket where the client asks for one.
pub async fn get(
    State(state): State<HttpState>,
    upgrade: Result<WebSocketUpgrade, WebSocketUpgradeRejection>,
    origin: Option<Extension<Origin>>,
    headers: HeaderMap,
    query: RawQuery,
) -> Response {
    match upgrade {
        Ok(upgrade) => open(state, upgrade, origin.map(|Extension(origin)| origin).unwrap_or_default(), &headers),
        Err(_) => super::graphql::get(State(state), origin, headers, query).await,
    }
}

fn open(state: HttpState, upgrade: WebSocketUpgrade, origin: Origin, headers: &HeaderMap) -> Response {
    let limits = state.config.sockets;
    let upgrade = upgrade
        .protocols([PROTOCOL])
        .max_message_size(limits.message_bytes)
        .max_frame_size(limits.message_bytes)
        .read_buffer_size(BUFFER)
        .write_buffer_size(BUFFER)
        .max_write_buffer_size(MOST_UNSENT);
    if upgrade.selected_protocol().is_none() {
        let refusal = format!("speak the subprotocol {PROTOCOL}\n");
        return (StatusCode::BAD_REQUEST, refusal).into_response();
    }
    // A browser sends cookies along from any page; only ours may use them.
    if headers.contains_key(COOKIE) && !auth::is_trusted_origin(headers, &state.config.trusted_origins) {
        return (StatusCode::FORBIDDEN, "pages of this origin may not use your cookies\n").into_response();
    }
    if state.config.shutdown.is_cancelled() {
        return (StatusCode::SERVICE_UNAVAILABLE, "the server is shutting down\n").into_response();
    }
    // The socket outlives the request: keep no more of its headers than say who asks.
    let credentials = [COOKIE, AUTHORIZATION, ORIGIN, HOST]
        .into_iter()
        .filter_map(|name| headers.get(&name).cloned().map(|value| (name, value)))
        .collect();
    let tasks = state.app.tasks().clone();
    upgrade.on_upgrade(move |socket| tasks.track_future(connection::serve(state, socket, origin, credentials)))
}

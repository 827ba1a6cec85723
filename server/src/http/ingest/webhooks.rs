//! What media servers and players tell at a person's own addresses, `/webhooks/{player}/{token}`: the body is brought into
//! JSON, whatever it came as.

use axum::Json;
use axum::body::{Body, Bytes, to_bytes};
use axum::extract::{DefaultBodyLimit, FromRequest, Multipart, Path, Request, State};
use axum::http::header::CONTENT_TYPE;
use axum::http::request::Parts;
use axum::response::{IntoResponse, Response};
use medianest_core::db::Player;
use medianest_core::db::diary::PlayerDelivery;
use medianest_core::diary::webhooks::{self, Came};
use medianest_core::identity::player_webhooks;
use medianest_core::policy::Origin;
use medianest_core::{Error, Result};
use serde_json::{Map, Value, json};

use super::refuse;
use crate::http::Routes;
use crate::http::state::HttpState;

/// Where the addresses begin; what follows is a secret.
pub const PREFIX: &str = "/webhooks/";
/// The largest body: Plex sends a picture along.
const MAX_BODY: usize = 4 * 1024 * 1024;
/// The parts of a form that carry the message: Plex's, and that of older Embys.
const MESSAGE_PARTS: [&str; 2] = ["payload", "data"];

/// The addresses' route. It limits the body itself: one that is too large is answered and kept as any other that cannot be
/// read.
pub fn routes() -> Routes<HttpState> {
    Routes::default().post("/webhooks/{player}/{token}", receive).wrap(|router| router.layer(DefaultBodyLimit::disable()))
}

async fn receive(State(state): State<HttpState>, Path((player, token)): Path<(String, String)>, request: Request) -> Response {
    match take_in(&state, &player, &token, request).await {
        Ok(delivery) => Json(json!({ "verdict": delivery.verdict.as_str(), "reason": delivery.reason })).into_response(),
        Err(error) => refuse(&error),
    }
}

async fn take_in(state: &HttpState, player: &str, token: &str, request: Request) -> Result<PlayerDelivery> {
    let origin = request.extensions().get::<Origin>().cloned().unwrap_or_default();
    let player: Player = player.parse().map_err(|_| Error::NotFound("webhook"))?;
    let (actor, webhook) = player_webhooks::authenticate(&state.app, player, token, origin).await?;
    let (parts, body) = request.into_parts();
    let came = match to_bytes(body, MAX_BODY).await {
        Ok(body) => read(state, parts, body).await,
        Err(_) => {
            Came::Unreadable { why: format!("the body is larger than {MAX_BODY} bytes, or broke off"), text: String::new() }
        }
    };
    webhooks::receive(&state.app, &actor, &webhook, came).await
}

/// The message of a body: the body itself, whatever it calls itself, or what a form holds.
async fn read(state: &HttpState, parts: Parts, body: Bytes) -> Came {
    let content_type = parts.headers.get(CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let is = |essence: &str| content_type.split(';').next().is_some_and(|said| said.trim().eq_ignore_ascii_case(essence));
    if is("multipart/form-data") {
        return match multipart(state, Request::from_parts(parts, Body::from(body))).await {
            Ok(message) => parse(&message),
            Err(why) => Came::Unreadable { why, text: String::new() },
        };
    }
    match parse(&body) {
        // Programs call a body so that was never made a form of, so it is only tried now.
        Came::Unreadable { why, text } if is("application/x-www-form-urlencoded") => form(&body, why, text),
        came => came,
    }
}

/// The part of a form that holds the message; the others, pictures mostly, are passed over.
async fn multipart(state: &HttpState, request: Request) -> Result<Bytes, String> {
    let unreadable = |error: &dyn std::fmt::Display| format!("the form cannot be read: {error}");
    let mut form = Multipart::from_request(request, state).await.map_err(|error| unreadable(&error))?;
    while let Some(field) = form.next_field().await.map_err(|error| unreadable(&error))? {
        if field.name().is_some_and(|name| MESSAGE_PARTS.contains(&name)) {
            return field.bytes().await.map_err(|error| unreadable(&error));
        }
    }
    Err("the form has no part `payload`".to_owned())
}

/// A form whose fields are the message, or one of them is.
fn form(body: &[u8], why: String, text: String) -> Came {
    let fields: Map<String, Value> =
        url::form_urlencoded::parse(body).map(|(name, value)| (name.into_owned(), Value::String(value.into_owned()))).collect();
    if let Some(Value::String(message)) = MESSAGE_PARTS.iter().find_map(|part| fields.get(*part)) {
        return parse(message.as_bytes());
    }
    if fields.values().all(|value| value == "") { Came::Unreadable { why, text } } else { Came::Message(Value::Object(fields)) }
}

fn parse(bytes: &[u8]) -> Came {
    let text = String::from_utf8_lossy(bytes);
    match serde_json::from_str(text.trim_start_matches('\u{feff}')) {
        Ok(message) => Came::Message(message),
        Err(error) => Came::Unreadable { why: format!("this is not JSON: {error}"), text: text.into_owned() },
    }
}

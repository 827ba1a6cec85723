//! The AudioScrobbler protocols, 2.0 as Last.fm has it (<https://www.last.fm/api/scrobbling>) and 1.2
//! (<https://www.last.fm/api/submissions>). Who speaks them signs in with an app password: an API key whose only scope is
//! `scrobble`. A program that can open a browser gets one of its own, when its person consents to it there.
//!
//! Signatures (`api_sig`) are made with a secret that comes with each program, which this server does not know and could
//! not keep, so they prove nothing here and are not asked for; the session key is the proof.

mod answer;
mod submissions;
mod web_service;

use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use chrono::TimeDelta;
use medianest_core::policy::Origin;

use crate::http::Routes;
use crate::http::state::HttpState;

/// What plays of these protocols are known by.
const SOURCE: &str = "audioscrobbler";
/// How long a track of unknown length is shown as playing.
const PLAYING_NOW: TimeDelta = TimeDelta::seconds(600);
/// The most tracks of one request.
const MOST_TRACKS: usize = 50;

/// The protocols' routes.
pub fn routes() -> Routes<HttpState> {
    Routes::default()
        .post("/2.0", web_service::call)
        .post("/2.0/", web_service::call)
        .get("/2.0", web_service::call)
        .get("/2.0/", web_service::call)
        .get("/api/auth", web_service::consent)
        .get("/api/auth/", web_service::consent)
        .get("/", submissions::handshake)
        .post("/np_1.2", submissions::now_playing)
        .post("/protocol_1.2", submissions::submit)
}

/// Where a request comes from.
pub struct Sender(pub Origin);

impl<S: Send + Sync> FromRequestParts<S> for Sender {
    type Rejection = std::convert::Infallible;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Self::Rejection> {
        Ok(Self(parts.extensions.get::<Origin>().cloned().unwrap_or_default()))
    }
}

/// The pairs of a query or form, whatever they are called.
fn pairs(text: &[u8]) -> impl Iterator<Item = (String, String)> + '_ {
    url::form_urlencoded::parse(text).into_owned()
}

/// What of a form is said about one thing: `name` is looked up as it is, an empty text says nothing.
fn said<'a>(form: &'a [(String, String)], name: &str) -> Option<&'a str> {
    form.iter().find(|(known, _)| known == name).map(|(_, value)| value.trim()).filter(|value| !value.is_empty())
}

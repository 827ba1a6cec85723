//! AudioScrobbler 2.0: everything is one path, and the parameter `method` says what.

use axum::body::Bytes;
use axum::extract::{RawQuery, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use chrono::DateTime;
use medianest_core::catalogue::music::TrackWords;
use medianest_core::diary::listens::{self, Listen};
use medianest_core::identity::app_passwords::{self, Claim, Proof};
use medianest_core::identity::{devices, users};
use medianest_core::policy::{Actor, Origin};
use medianest_core::{App, Error};
use secrecy::ExposeSecret as _;

use super::super::status_of;
use super::answer::{Element, Failed, answer};
use super::{MOST_TRACKS, PLAYING_NOW, SOURCE, Sender, pairs, said};
use crate::http::state::HttpState;

type Form = [(String, String)];

/// `/2.0/`: parameters come in the query, in the body, or in both.
pub async fn call(State(state): State<HttpState>, Sender(origin): Sender, RawQuery(query): RawQuery, body: Bytes) -> Response {
    let form: Vec<_> = pairs(query.unwrap_or_default().as_bytes()).chain(pairs(&body)).collect();
    let as_json = said(&form, "format") == Some("json");
    let outcome = match said(&form, "method").map(str::to_ascii_lowercase).as_deref() {
        Some("auth.getmobilesession") => mobile_session(&state.app, &form).await,
        Some("auth.gettoken") => token(&state.app, &form, origin).await,
        Some("auth.getsession") => session(&state.app, &form, origin).await,
        Some("track.love") => love(&state.app, &form, origin, true).await,
        Some("track.unlove") => love(&state.app, &form, origin, false).await,
        Some("track.updatenowplaying") => now_playing(&state.app, &form, origin).await,
        Some("track.scrobble") => scrobble(&state.app, &form, origin).await,
        Some(_) => Err(failed(3, "Invalid Method - No method with that name in this package")),
        None => Err(failed(6, "Invalid parameters - Your request is missing a required parameter")),
    };
    answer(outcome, as_json)
}

fn failed(code: u16, message: impl Into<String>) -> Failed {
    Failed { code, message: message.into() }
}

impl From<Error> for Failed {
    fn from(error: Error) -> Self {
        match error {
            Error::Unauthenticated => failed(9, "Invalid session key - Please re-authenticate"),
            Error::Forbidden(why) => failed(4, why),
            Error::Invalid(_) | Error::NotFound(_) => failed(6, error.to_string()),
            Error::RateLimited(_) => failed(29, "Rate limit exceeded"),
            Error::Internal(cause) => {
                tracing::error!(error = %cause, "a scrobble failed");
                failed(8, "Operation failed - Most likely the backend service failed. Please try again.")
            }
            Error::Conflict(_) | Error::Upstream(..) | Error::Unavailable(_) => {
                failed(16, "The service is temporarily unavailable, please try again.")
            }
        }
    }
}

async fn mobile_session(app: &App, form: &Form) -> Result<Element, Failed> {
    let missing = || failed(6, "Invalid parameters - username and password are needed");
    let username = said(form, "username").ok_or_else(missing)?;
    let proof = match (said(form, "password"), said(form, "authToken")) {
        (Some(password), _) => Proof::Password(password),
        (None, Some(token)) => Proof::Token(token),
        (None, None) => return Err(missing()),
    };
    let key = app_passwords::sign_in(app, username, proof).await.map_err(|error| match error {
        Error::Unauthenticated => failed(4, "Authentication Failed - this is no app password of this person"),
        other => other.into(),
    })?;
    Ok(session_of(username, &key))
}

/// What a program calls itself.
fn client(form: &Form) -> Result<&str, Failed> {
    said(form, "api_key").ok_or_else(|| failed(10, "Invalid API key - You must be granted a valid key"))
}

/// `auth.getToken`: what its person consents to on the page of [`consent`].
async fn token(app: &App, form: &Form, origin: Origin) -> Result<Element, Failed> {
    let codes = devices::start(app, &Actor::anonymous(origin), client(form)?).await?;
    Ok(Element::text("token", codes.device_code.expose_secret()))
}

/// `GET /api/auth?api_key=…&token=…`: to the page on which its person lets the program in.
pub async fn consent(State(state): State<HttpState>, Sender(origin): Sender, RawQuery(query): RawQuery) -> Response {
    let query: Vec<_> = pairs(query.unwrap_or_default().as_bytes()).collect();
    let token = said(&query, "token").unwrap_or_default();
    let found = devices::user_code(&state.app, &Actor::anonymous(origin), token).await;
    match (found, state.app.settings().web_url.join("device")) {
        (Ok(code), Ok(mut page)) => {
            page.query_pairs_mut().append_pair("code", &code);
            Redirect::to(page.as_str()).into_response()
        }
        (Err(error), _) => (status_of(&error), "this token does not work; let the program ask for another\n").into_response(),
        (_, Err(_)) => StatusCode::INTERNAL_SERVER_ERROR.into_response(),
    }
}

/// `auth.getSession`: a session key for a token that its person consented to.
async fn session(app: &App, form: &Form, origin: Origin) -> Result<Element, Failed> {
    let missing = || failed(6, "Invalid parameters - token is needed");
    let token = said(form, "token").ok_or_else(missing)?;
    let key = match app_passwords::claim(app, &Actor::anonymous(origin.clone()), client(form)?, token).await? {
        Claim::Granted(key) => key,
        Claim::Pending => return Err(failed(14, "Unauthorized Token - This token has not been authorized")),
        Claim::Refused => return Err(failed(15, "This token has expired")),
    };
    let actor = app_passwords::authenticate(app, key.expose_secret(), origin).await?;
    let user = users::me(app, &actor).await?;
    let name = user.username.unwrap_or(user.display_name);
    Ok(session_of(&name, key.expose_secret()))
}

fn session_of(name: &str, key: &str) -> Element {
    let session = Element::new("session").holding(Element::text("name", name)).holding(Element::text("key", key));
    session.holding(Element::text("subscriber", 0))
}

/// `track.love` and `track.unlove`: the answer says nothing.
async fn love(app: &App, form: &Form, origin: Origin, is_loved: bool) -> Result<Element, Failed> {
    let actor = person(app, form, origin).await?;
    listens::love(app, &actor, &words(form, ""), is_loved).await?;
    Ok(Element::default())
}

async fn person(app: &App, form: &Form, origin: Origin) -> Result<Actor, Failed> {
    let key = said(form, "sk").ok_or_else(|| failed(9, "Invalid session key - Please re-authenticate"))?;
    Ok(app_passwords::authenticate(app, key, origin).await?)
}

/// A track, its parameters called `artist` or, in a batch, `artist[3]`.
fn words(form: &Form, suffix: &str) -> TrackWords {
    let text = |name: &str| said(form, &format!("{name}{suffix}")).map(str::to_owned);
    TrackWords {
        artist: text("artist").unwrap_or_default(),
        title: text("track").unwrap_or_default(),
        album: text("album"),
        duration_seconds: text("duration").and_then(|seconds| seconds.parse().ok()),
        recording_id: text("mbid").filter(|id| uuid::Uuid::try_parse(id).is_ok()),
        ..TrackWords::default()
    }
}

async fn now_playing(app: &App, form: &Form, origin: Origin) -> Result<Element, Failed> {
    let actor = person(app, form, origin).await?;
    let words = words(form, "");
    listens::now_playing(app, &actor, SOURCE, &words, None, PLAYING_NOW).await?;
    Ok(told(Element::new("nowplaying"), &words, 0))
}

async fn scrobble(app: &App, form: &Form, origin: Origin) -> Result<Element, Failed> {
    let actor = person(app, form, origin).await?;
    let is_batch = form.iter().any(|(name, _)| name.starts_with("timestamp["));
    let suffixes: Vec<String> = if is_batch {
        let sent = (0..MOST_TRACKS).map(|index| format!("[{index}]"));
        sent.filter(|suffix| said(form, &format!("timestamp{suffix}")).is_some()).collect()
    } else {
        vec![String::new()]
    };
    let now = app.now();
    let mut accepted = Vec::new();
    let mut rows = Vec::new();
    for suffix in &suffixes {
        let words = words(form, suffix);
        let said_at = said(form, &format!("timestamp{suffix}")).and_then(|text| text.parse::<i64>().ok());
        let seconds = said_at.ok_or_else(|| failed(6, "Invalid parameters - timestamp is needed"))?;
        let at = DateTime::from_timestamp(seconds, 0);
        let code = match at {
            _ if words.artist.is_empty() => 1,
            _ if words.title.is_empty() => 2,
            Some(at) if at > now + chrono::TimeDelta::hours(1) => 4,
            Some(at) if seconds > 0 => {
                accepted.push(Listen { track: words.clone(), listened_at: at.min(now), device_name: None });
                0
            }
            _ => 3,
        };
        rows.push(told(Element::new("scrobble"), &words, code).holding(Element::text("timestamp", seconds)));
    }
    listens::record(app, &actor, SOURCE, &accepted).await?;
    let ignored = rows.len() - accepted.len();
    let scrobbles = Element::new("scrobbles").with("accepted", accepted.len()).with("ignored", ignored);
    Ok(rows.into_iter().fold(scrobbles, Element::holding))
}

/// A track as it was understood: nothing is corrected.
fn told(element: Element, words: &TrackWords, ignored: u8) -> Element {
    let name = |kind: &'static str, text: &str| Element::text(kind, text).with("corrected", 0);
    element
        .holding(name("track", &words.title))
        .holding(name("artist", &words.artist))
        .holding(name("album", words.album.as_deref().unwrap_or_default()))
        .holding(name("albumArtist", ""))
        .holding(Element::text("ignoredMessage", "").with("code", ignored))
}

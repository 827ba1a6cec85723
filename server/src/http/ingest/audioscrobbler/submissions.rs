//! AudioScrobbler 1.2, which most players of Linux distributions speak: a handshake, then what plays and what was played.
//! Answers are lines of text; the first is `OK`, or says why not.

use axum::body::Bytes;
use axum::extract::{RawQuery, State};
use axum::http::header::HOST;
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use chrono::DateTime;
use medianest_core::Error;
use medianest_core::catalogue::music::TrackWords;
use medianest_core::diary::listens::{self, Listen};
use medianest_core::identity::app_passwords::{self, Proof};

use super::{MOST_TRACKS, PLAYING_NOW, SOURCE, Sender, pairs, said};
use crate::http::state::HttpState;

/// What a request of this protocol comes to: the lines after `OK`, or the line that says why not.
type Answer = Result<String, String>;

fn lines(answer: Answer) -> Response {
    match answer {
        Ok(rest) => format!("OK\n{rest}"),
        Err(why) => format!("{why}\n"),
    }
    .into_response()
}

/// `GET /?hs=true`
pub async fn handshake(State(state): State<HttpState>, headers: HeaderMap, RawQuery(query): RawQuery) -> Response {
    let query: Vec<_> = pairs(query.unwrap_or_default().as_bytes()).collect();
    if said(&query, "hs") != Some("true") {
        return (StatusCode::NOT_FOUND, "there is no such page\n").into_response();
    }
    lines(greet(&state, &headers, &query).await)
}

async fn greet(state: &HttpState, headers: &HeaderMap, query: &[(String, String)]) -> Answer {
    let (Some(user), Some(time), Some(answer)) = (said(query, "u"), said(query, "t"), said(query, "a")) else {
        return Err("FAILED the user, the time or the answer is missing".to_owned());
    };
    if !said(query, "p").is_some_and(|version| version.starts_with("1.2")) {
        return Err("FAILED only version 1.2 is spoken here".to_owned());
    }
    app_passwords::check_clock(&state.app, time).map_err(|_| "BADTIME".to_owned())?;
    let proof = Proof::Challenge { time, answer };
    let session = app_passwords::sign_in(&state.app, user, proof).await.map_err(|error| match error {
        Error::Unauthenticated => "BADAUTH".to_owned(),
        other => failed(other),
    })?;
    let host = headers.get(HOST).and_then(|host| host.to_str().ok()).unwrap_or("localhost");
    let scheme = if state.config.cookies.secure { "https" } else { "http" };
    Ok(format!("{session}\n{scheme}://{host}/np_1.2\n{scheme}://{host}/protocol_1.2\n"))
}

/// `POST /np_1.2`
pub async fn now_playing(State(state): State<HttpState>, Sender(origin): Sender, body: Bytes) -> Response {
    let form: Vec<_> = pairs(&body).collect();
    let shown = async {
        let actor = app_passwords::authenticate(&state.app, said(&form, "s").unwrap_or_default(), origin).await?;
        listens::now_playing(&state.app, &actor, SOURCE, &words(&form, ""), None, PLAYING_NOW).await
    };
    lines(shown.await.map(|_| String::new()).map_err(failed))
}

/// `POST /protocol_1.2`
pub async fn submit(State(state): State<HttpState>, Sender(origin): Sender, body: Bytes) -> Response {
    let form: Vec<_> = pairs(&body).collect();
    let now = state.app.now();
    let listens: Vec<Listen> = (0..MOST_TRACKS)
        .filter_map(|index| {
            let suffix = format!("[{index}]");
            let seconds = said(&form, &format!("i{suffix}"))?.parse().ok()?;
            let listened_at = DateTime::from_timestamp(seconds, 0)?.min(now);
            let track = words(&form, &suffix);
            // What has no name cannot be told apart; the protocol has no way to say so of one track.
            let is_named = !track.artist.is_empty() && !track.title.is_empty();
            is_named.then_some(Listen { track, listened_at, device_name: None })
        })
        .collect();
    let recorded = async {
        let actor = app_passwords::authenticate(&state.app, said(&form, "s").unwrap_or_default(), origin).await?;
        listens::record(&state.app, &actor, SOURCE, &listens).await
    };
    lines(recorded.await.map(|_| String::new()).map_err(failed))
}

fn words(form: &[(String, String)], suffix: &str) -> TrackWords {
    let text = |name: &str| said(form, &format!("{name}{suffix}")).map(str::to_owned);
    TrackWords {
        artist: text("a").unwrap_or_default(),
        title: text("t").unwrap_or_default(),
        album: text("b"),
        duration_seconds: text("l").and_then(|seconds| seconds.parse().ok()),
        recording_id: text("m").filter(|id| uuid::Uuid::try_parse(id).is_ok()),
        ..TrackWords::default()
    }
}

fn failed(error: Error) -> String {
    match error {
        Error::Unauthenticated => "BADSESSION".to_owned(),
        Error::Internal(cause) => {
            tracing::error!(error = %cause, "a submission failed");
            "FAILED internal error".to_owned()
        }
        other => format!("FAILED {}", other.to_string().replace('\n', " ")),
    }
}

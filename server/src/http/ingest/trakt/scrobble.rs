//! What players report: start, pause, stop.

use axum::Json;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use chrono::TimeDelta;
use medianest_core::catalogue::{described, facts};
use medianest_core::db::EventType;
use medianest_core::diary::{self, Heartbeat, Outcome, ScrobbleInput};
use medianest_core::{Error, FieldError};
use serde::Deserialize;
use serde_json::{Map, Value, json};

use super::wire::{Extent, Playing, add_media, time};
use super::{Caller, Refused};
use crate::http::state::HttpState;

/// A stop before this progress is a look, not a watch: Trakt refuses it.
const LEAST_PROGRESS: f32 = 1.0;
/// How long the client is told to wait before it reports the same thing again.
const AGAIN_AFTER: TimeDelta = TimeDelta::minutes(10);

/// The body of a report.
#[derive(Debug, Deserialize)]
pub struct Report {
    #[serde(flatten)]
    playing: Playing,
    progress: Option<f32>,
    #[serde(default)]
    app_version: Option<String>,
}

/// `POST /scrobble/{start|pause|stop}`
pub async fn scrobble(
    State(state): State<HttpState>,
    Caller(actor): Caller,
    Path(action): Path<String>,
    headers: HeaderMap,
    Json(body): Json<Value>,
) -> Result<Response, Refused> {
    let action = match action.as_str() {
        "start" => EventType::Start,
        "pause" => EventType::Pause,
        "stop" => EventType::Stop,
        _ => return Err(Error::NotFound("action").into()),
    };
    let report: Report =
        serde_json::from_value(body.clone()).map_err(|error| Refused::status(StatusCode::BAD_REQUEST, error.to_string()))?;
    let progress = report.progress.unwrap_or(0.0);
    if action == EventType::Stop && progress < LEAST_PROGRESS {
        let message = "progress should be at least 1.0% to stop".to_owned();
        return Err(Error::Invalid(vec![FieldError { field: "progress".to_owned(), message }]).into());
    }
    let described =
        report.playing.described().ok_or_else(|| Refused::status(StatusCode::BAD_REQUEST, "name a movie or an episode"))?;
    let item = described::find(&state.app, &actor, &described).await?.ok_or(Error::NotFound("item"))?;
    let facts = facts::of(&state.app, &actor, &[item.id]).await?.remove(&item.id).ok_or(Error::NotFound("item"))?;
    let scrobbled = diary::scrobble(
        &state.app,
        &actor,
        ScrobbleInput {
            progress_percent: Some(progress),
            device_name: report.app_version.as_ref().and_then(|_| client_name(&headers)),
            raw_payload: Some(body),
            // Trakt's protocol tells changes only: until the next one, things play to their end.
            heartbeat: Heartbeat::None,
            ..ScrobbleInput::new(item.id, action, "trakt")
        },
    )
    .await?;
    if action == EventType::Stop
        && scrobbled.duplicate
        && let Some(play) = &scrobbled.play
    {
        let known = json!({ "watched_at": time(play.watched_at), "expires_at": time(play.watched_at + AGAIN_AFTER) });
        return Ok((StatusCode::CONFLICT, Json(known)).into_response());
    }
    let (verb, id) = match scrobbled.outcome {
        Outcome::Started => ("start", 0),
        Outcome::Paused => ("pause", 0),
        Outcome::Counted => ("scrobble", scrobbled.play.as_ref().map_or(0, |play| play.number)),
    };
    let mut answer = Map::new();
    answer.insert("id".to_owned(), json!(id));
    answer.insert("action".to_owned(), json!(verb));
    answer.insert("progress".to_owned(), json!(progress));
    answer.insert("sharing".to_owned(), json!({}));
    add_media(&mut answer, &facts, Extent::Plain);
    answer.remove("type");
    Ok((StatusCode::CREATED, Json(answer)).into_response())
}

/// What the player calls itself, without its version.
fn client_name(headers: &HeaderMap) -> Option<String> {
    let agent = headers.get(axum::http::header::USER_AGENT)?.to_str().ok()?;
    agent.split('/').next().map(|name| name.chars().take(100).collect())
}

//! What players report.

use axum::Json;
use axum::body::Bytes;
use axum::extract::State;
use axum::http::StatusCode;
use chrono::{DateTime, TimeDelta};
use medianest_core::diary::{listens as core, presence};
use serde::Deserialize;
use serde_json::{Value, json};

use super::wire::{Submission, read};
use super::{Caller, Refused, SOURCE, USUAL_SERVICE};
use crate::http::state::HttpState;

/// How long a track of unknown length is shown as playing.
const PLAYING_NOW: TimeDelta = TimeDelta::seconds(600);

/// `POST /1/submit-listens`. The body is read whatever its content type says: some clients send none.
pub async fn listens(State(state): State<HttpState>, Caller(actor): Caller, body: Bytes) -> Result<Json<Value>, Refused> {
    let now = state.app.now();
    match read(&body, now).map_err(|problem| Refused::of(StatusCode::BAD_REQUEST, problem))? {
        Submission::Listens(listens) => {
            core::record(&state.app, &actor, SOURCE, &listens).await?;
        }
        Submission::PlayingNow(track, device) => {
            core::now_playing(&state.app, &actor, SOURCE, &track, device, PLAYING_NOW).await?;
        }
    }
    Ok(Json(json!({ "status": "ok" })))
}

/// `POST /1/playing-now/delete`: nothing plays any longer.
pub async fn end_playing_now(State(state): State<HttpState>, Caller(actor): Caller) -> Result<Json<Value>, Refused> {
    presence::end_playing(&state.app, &actor, SOURCE).await?;
    Ok(Json(json!({ "status": "ok" })))
}

/// How far an archive was brought over.
#[derive(Deserialize)]
pub struct LatestImport {
    ts: i64,
    service: Option<String>,
}

/// `POST /1/latest-import`: up to which listen a program brought an archive over, to go on from there next time.
pub async fn latest_import(State(state): State<HttpState>, Caller(actor): Caller, body: Bytes) -> Result<Json<Value>, Refused> {
    let invalid = |problem: String| Refused::of(StatusCode::BAD_REQUEST, problem);
    let said: LatestImport = serde_json::from_slice(&body).map_err(|error| invalid(error.to_string()))?;
    let up_to = DateTime::from_timestamp(said.ts, 0).ok_or_else(|| invalid("`ts` is no time".to_owned()))?;
    core::note_import(&state.app, &actor, said.service.as_deref().unwrap_or(USUAL_SERVICE), up_to).await?;
    Ok(Json(json!({ "status": "ok" })))
}

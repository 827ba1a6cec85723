//! Saying what one watches, with no player to report it.

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use medianest_core::Error;
use medianest_core::catalogue::{described, facts};
use medianest_core::diary::checkin::{self, CheckIn};
use serde_json::{Map, Value, json};

use super::wire::{Extent, Playing, add_media, time};
use super::{Caller, Refused};
use crate::http::state::HttpState;

/// `POST /checkin`
pub async fn begin(State(state): State<HttpState>, Caller(actor): Caller, Json(body): Json<Value>) -> Result<Response, Refused> {
    let playing: Playing =
        serde_json::from_value(body.clone()).map_err(|error| Refused::status(StatusCode::BAD_REQUEST, error.to_string()))?;
    let described = playing.described().ok_or_else(|| Refused::status(StatusCode::BAD_REQUEST, "name a movie or an episode"))?;
    let item = described::find(&state.app, &actor, &described).await?.ok_or(Error::NotFound("item"))?;
    let facts = facts::of(&state.app, &actor, &[item.id]).await?.remove(&item.id).ok_or(Error::NotFound("item"))?;
    let begun = match checkin::begin(&state.app, &actor, item.id, Some(body)).await? {
        CheckIn::Begun(begun) => begun,
        CheckIn::Busy(until) => return Ok((StatusCode::CONFLICT, Json(json!({ "expires_at": time(until) }))).into_response()),
    };
    let mut answer = Map::new();
    // It is in the history when its time is over, and has no number before.
    answer.insert("id".to_owned(), json!(0));
    answer.insert("watched_at".to_owned(), time(begun.event.occurred_at));
    answer.insert("sharing".to_owned(), json!({}));
    add_media(&mut answer, &facts, Extent::Plain);
    answer.remove("type");
    Ok((StatusCode::CREATED, Json(answer)).into_response())
}

/// `DELETE /checkin`
pub async fn end(State(state): State<HttpState>, Caller(actor): Caller) -> Result<StatusCode, Refused> {
    checkin::end(&state.app, &actor).await?;
    Ok(StatusCode::NO_CONTENT)
}

//! Where things were left, to resume them.

use axum::Json;
use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use medianest_core::catalogue::facts;
use medianest_core::diary::positions;
use medianest_core::{Error, PageRequest};
use serde_json::{Map, Value, json};

use super::paging::{MOST, Parameters};
use super::place::Place;
use super::wire::{add_media, time};
use super::{Caller, Refused};
use crate::http::state::HttpState;

/// `GET /sync/playback[/{movies|episodes}]`
pub async fn list(
    State(state): State<HttpState>,
    Caller(actor): Caller,
    Path(place): Path<Place>,
    Query(parameters): Query<Parameters>,
) -> Result<Response, Refused> {
    place.own(&state, &actor).await?;
    let wanted = place.kind()?;
    let page = positions::page(&state.app, &actor, PageRequest { first: MOST, after: None }).await?;
    let ids: Vec<_> = page.items.iter().map(|position| position.media_item_id).collect();
    let facts = facts::of(&state.app, &actor, &ids).await?;
    let is_wanted = |kind: &str| wanted.map_or(matches!(kind, "movie" | "episode"), |wanted| wanted.noun() == kind);
    let rows = page.items.iter().filter_map(|position| {
        let facts = facts.get(&position.media_item_id).filter(|facts| is_wanted(facts.kind()))?;
        let mut row = Map::new();
        row.insert("id".to_owned(), json!(position.number));
        row.insert("progress".to_owned(), json!(position.progress_percent));
        row.insert("paused_at".to_owned(), time(position.occurred_at));
        add_media(&mut row, facts, parameters.extent());
        Some(Value::Object(row))
    });
    let (headers, rows) = parameters.part(rows.collect());
    Ok((headers, Json(rows)).into_response())
}

/// `DELETE /sync/playback/{id}`
pub async fn remove(
    State(state): State<HttpState>,
    Caller(actor): Caller,
    Path(id): Path<String>,
) -> Result<StatusCode, Refused> {
    let number = id.parse().map_err(|_| Refused::from(Error::NotFound("playback")))?;
    positions::delete_by_number(&state.app, &actor, number).await?;
    Ok(StatusCode::NO_CONTENT)
}

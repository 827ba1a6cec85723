//! How good things are, from 1 to 10.

use std::collections::HashSet;

use axum::Json;
use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use medianest_core::Error;
use medianest_core::catalogue::facts;
use medianest_core::db::RatingType;
use medianest_core::diary::ratings::{self, Verdict, on_scale};
use serde_json::{Map, Value, json};

use super::batch::{Batch, Meaning, moment};
use super::paging::Parameters;
use super::place::Place;
use super::wire::{add_media, time};
use super::{Caller, Refused};
use crate::http::state::HttpState;

/// `GET /sync/ratings[/{movies|shows|seasons|episodes}[/{ratings}]]`, the last some of 1 to 10, with commas between them.
pub async fn list(
    State(state): State<HttpState>,
    Caller(actor): Caller,
    Path(place): Path<Place>,
    Query(parameters): Query<Parameters>,
) -> Result<Response, Refused> {
    place.own(&state, &actor).await?;
    let kind = place.kind()?;
    let numbers: Option<HashSet<i64>> =
        place.id.as_ref().map(|text| text.split(',').filter_map(|number| number.trim().parse().ok()).collect());
    let mut rated = Vec::new();
    for media_type in ["movie", "tv"] {
        rated.extend(ratings::own(&state.app, &actor, media_type).await?);
    }
    rated.sort_by_key(|rating| std::cmp::Reverse((rating.rated_at, rating.id)));
    let ids: Vec<_> = rated.iter().map(|rating| rating.media_item_id).collect();
    let facts = facts::of(&state.app, &actor, &ids).await?;
    let rows = rated.iter().filter_map(|rating| {
        let facts = facts.get(&rating.media_item_id)?;
        let number = out_of_ten(rating.rating);
        let is_wanted = kind.is_none_or(|kind| kind.noun() == facts.kind());
        if !is_wanted || numbers.as_ref().is_some_and(|numbers| !numbers.contains(&number)) {
            return None;
        }
        let mut row = Map::new();
        row.insert("rated_at".to_owned(), time(rating.rated_at));
        row.insert("rating".to_owned(), json!(number));
        add_media(&mut row, facts, parameters.extent());
        Some(Value::Object(row))
    });
    let (headers, rows) = parameters.part(rows.collect());
    Ok((headers, Json(rows)).into_response())
}

/// A rating as Trakt has it. Ours may lie between two of theirs, and be 0.
fn out_of_ten(rating: i16) -> i64 {
    #[expect(clippy::cast_possible_truncation, reason = "it is from 0 to 10")]
    let number = on_scale(rating, RatingType::Numeric).round() as i64;
    number.max(1)
}

/// `POST /sync/ratings`
pub async fn add(State(state): State<HttpState>, Caller(actor): Caller, Json(batch): Json<Batch>) -> Result<Response, Refused> {
    let resolved = batch.resolve(&state.app, &actor, Meaning::Itself).await?;
    let mut rated = Vec::new();
    for found in &resolved.found {
        let rating = found.said.rating.ok_or_else(|| Error::invalid("rating", "rate from 1 to 10"))?;
        let at = found.said.rated_at.as_deref().map(|text| moment("rated_at", text)).transpose()?;
        let verdict = Verdict::Scaled(RatingType::Numeric, rating);
        ratings::rate_at(&state.app, &actor, found.item.id, verdict, at.unwrap_or_else(|| state.app.now())).await?;
        rated.push(found.item.id);
    }
    let answer = json!({ "added": resolved.count(&rated), "not_found": resolved.not_found() });
    Ok((StatusCode::CREATED, Json(answer)).into_response())
}

/// `POST /sync/ratings/remove`
pub async fn remove(
    State(state): State<HttpState>,
    Caller(actor): Caller,
    Json(batch): Json<Batch>,
) -> Result<Json<Value>, Refused> {
    let resolved = batch.resolve(&state.app, &actor, Meaning::Itself).await?;
    let mut gone = Vec::new();
    for found in &resolved.found {
        match ratings::remove(&state.app, &actor, found.item.id).await {
            Ok(_) => gone.push(found.item.id),
            Err(Error::NotFound(_)) => {}
            Err(error) => return Err(error.into()),
        }
    }
    Ok(Json(json!({ "deleted": resolved.count(&gone), "not_found": resolved.not_found() })))
}

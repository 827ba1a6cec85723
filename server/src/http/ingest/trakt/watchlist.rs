//! What its person means to watch.

use axum::Json;
use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use medianest_core::catalogue::facts;
use medianest_core::lists::items::ItemDraft;
use medianest_core::lists::watchlist;
use serde_json::{Map, Value, json};

use super::batch::{Batch, Meaning, moment};
use super::paging::Parameters;
use super::place::Place;
use super::wire::{add_media, time};
use super::{Caller, Refused};
use crate::http::state::HttpState;

/// `GET /sync/watchlist[/{movies|shows|seasons|episodes}[/{sort}]]`. The order is the list's own: clients sort for themselves.
pub async fn list(
    State(state): State<HttpState>,
    Caller(actor): Caller,
    Path(place): Path<Place>,
    Query(parameters): Query<Parameters>,
) -> Result<Response, Refused> {
    place.own(&state, &actor).await?;
    let kind = place.kind()?;
    let listed = watchlist::rows(&state.app, &actor).await?;
    let ids: Vec<_> = listed.iter().map(|row| row.media_item_id).collect();
    let facts = facts::of(&state.app, &actor, &ids).await?;
    let rows = listed.iter().enumerate().filter_map(|(place, listed)| {
        let facts = facts.get(&listed.media_item_id)?;
        let is_wanted = kind.map_or(facts.kind() != "item", |kind| kind.noun() == facts.kind());
        let mut row = Map::new();
        row.insert("rank".to_owned(), json!(place + 1));
        // An item is on the list once, so its number tells rows apart.
        row.insert("id".to_owned(), json!(facts.item.number));
        row.insert("listed_at".to_owned(), time(listed.added_at));
        row.insert("notes".to_owned(), json!(listed.notes));
        add_media(&mut row, facts, parameters.extent());
        is_wanted.then_some(Value::Object(row))
    });
    let (headers, rows) = parameters.part(rows.collect());
    Ok((headers, Json(rows)).into_response())
}

/// `POST /sync/watchlist`
pub async fn add(State(state): State<HttpState>, Caller(actor): Caller, Json(batch): Json<Batch>) -> Result<Response, Refused> {
    let resolved = batch.resolve(&state.app, &actor, Meaning::Itself).await?;
    let mut drafts = Vec::new();
    for found in &resolved.found {
        let added_at = found.said.listed_at.as_deref().map(|text| moment("listed_at", text)).transpose()?;
        drafts.push(ItemDraft { item_id: found.item.id, notes: found.said.notes.clone(), rank: None, added_at });
    }
    let done = watchlist::add(&state.app, &actor, &drafts).await?;
    let ids = |rows: &[medianest_core::db::lists::ListItem]| rows.iter().map(|row| row.media_item_id).collect::<Vec<_>>();
    let answer = json!({
        "added": resolved.count(&ids(&done.added)),
        "existing": resolved.count(&ids(&done.existing)),
        "not_found": resolved.not_found(),
    });
    Ok((StatusCode::CREATED, Json(answer)).into_response())
}

/// `POST /sync/watchlist/remove`
pub async fn remove(
    State(state): State<HttpState>,
    Caller(actor): Caller,
    Json(batch): Json<Batch>,
) -> Result<Json<Value>, Refused> {
    let resolved = batch.resolve(&state.app, &actor, Meaning::Itself).await?;
    let wanted: Vec<_> = resolved.found.iter().map(|found| found.item.id).collect();
    let gone = watchlist::remove(&state.app, &actor, &wanted).await?;
    Ok(Json(json!({ "deleted": resolved.count(&gone), "not_found": resolved.not_found() })))
}

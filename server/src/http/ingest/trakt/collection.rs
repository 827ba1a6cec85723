//! What its person owns.

use axum::Json;
use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use medianest_core::Error;
use medianest_core::catalogue::{builtin, facts};
use medianest_core::db::diary::CollectedItem;
use medianest_core::diary::collection::{self, CopyDraft};
use medianest_core::policy::Actor;
use serde_json::{Map, Value, json};

use super::batch::{Batch, Meaning, moment};
use super::paging::Parameters;
use super::place::{Kind, Place};
use super::shows::by_show;
use super::wire::{add_media, time, title};
use super::{Caller, Refused};
use crate::http::state::HttpState;

/// `GET /sync/collection/{movies|shows}`
pub async fn list(
    State(state): State<HttpState>,
    Caller(actor): Caller,
    Path(place): Path<Place>,
    Query(parameters): Query<Parameters>,
) -> Result<Response, Refused> {
    place.own(&state, &actor).await?;
    match place.movies_or_shows()? {
        Kind::Movies => movies(&state, &actor, &parameters).await,
        _ => shows(&state, &actor, &parameters).await,
    }
}

async fn movies(state: &HttpState, actor: &Actor, parameters: &Parameters) -> Result<Response, Refused> {
    let (headers, copies) = parameters.part(collection::own(&state.app, actor, builtin::MOVIE).await?);
    let ids: Vec<_> = copies.iter().map(|copy| copy.media_item_id).collect();
    let facts = facts::of(&state.app, actor, &ids).await?;
    let rows = copies.iter().filter_map(|copy| {
        let mut row = said(copy, parameters);
        row.insert("updated_at".to_owned(), time(copy.collected_at));
        add_media(&mut row, facts.get(&copy.media_item_id)?, parameters.extent());
        row.remove("type");
        Some(Value::Object(row))
    });
    Ok((headers, Json(rows.collect::<Vec<_>>())).into_response())
}

async fn shows(state: &HttpState, actor: &Actor, parameters: &Parameters) -> Result<Response, Refused> {
    let copies = collection::own(&state.app, actor, builtin::TV).await?;
    let ids: Vec<_> = copies.iter().map(|copy| copy.media_item_id).collect();
    let facts = facts::of(&state.app, actor, &ids).await?;
    let (headers, shows) = parameters.part(by_show(copies, |copy| copy.media_item_id, &facts));
    let rows = shows.iter().map(|show| {
        let latest = show.all().map(|copy| copy.collected_at).max().map(time);
        json!({
            "last_collected_at": latest,
            "last_updated_at": latest,
            "show": title(show.show, parameters.extent()),
            "seasons": show.seasons(|copy| said(copy, parameters)),
        })
    });
    Ok((headers, Json(rows.collect::<Vec<_>>())).into_response())
}

fn said(copy: &CollectedItem, parameters: &Parameters) -> Map<String, Value> {
    let mut said = Map::new();
    said.insert("collected_at".to_owned(), time(copy.collected_at));
    if parameters.asks_for("metadata") {
        said.insert("metadata".to_owned(), copy.metadata.clone());
    }
    said
}

/// `POST /sync/collection`
pub async fn add(State(state): State<HttpState>, Caller(actor): Caller, Json(batch): Json<Batch>) -> Result<Response, Refused> {
    let resolved = batch.resolve(&state.app, &actor, Meaning::Episodes).await?;
    let mut drafts = Vec::new();
    for found in &resolved.found {
        let collected_at = match found.said.collected_at.as_deref() {
            None => None,
            Some("released") => found.item.released_at.or_else(|| {
                let midnight = found.item.released_on.and_then(|day| day.and_hms_opt(0, 0, 0));
                midnight.map(|midnight| midnight.and_utc())
            }),
            Some(text) => Some(moment("collected_at", text)?),
        };
        let metadata = serde_json::to_value(&found.said.form).map_err(Error::internal)?;
        drafts.push(CopyDraft { item_id: found.item.id, collected_at, metadata });
    }
    let done = collection::add(&state.app, &actor, drafts).await?;
    let answer = json!({
        "added": resolved.count(&done.added),
        "updated": resolved.count(&done.updated),
        "existing": resolved.count(&done.existing),
        "not_found": resolved.not_found(),
    });
    Ok((StatusCode::CREATED, Json(answer)).into_response())
}

/// `POST /sync/collection/remove`
pub async fn remove(
    State(state): State<HttpState>,
    Caller(actor): Caller,
    Json(batch): Json<Batch>,
) -> Result<Json<Value>, Refused> {
    let resolved = batch.resolve(&state.app, &actor, Meaning::Episodes).await?;
    let wanted: Vec<_> = resolved.found.iter().map(|found| found.item.id).collect();
    let gone = collection::remove(&state.app, &actor, &wanted).await?;
    Ok(Json(json!({ "deleted": resolved.count(&gone), "not_found": resolved.not_found() })))
}

//! What was watched.

use std::collections::HashMap;

use axum::Json;
use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use chrono::NaiveDate;
use medianest_core::Error;
use medianest_core::catalogue::described::{self, Described};
use medianest_core::catalogue::facts;
use medianest_core::db::diary::{HistoryFilter, Play};
use medianest_core::db::{DatePrecision, PlayOrigin};
use medianest_core::diary::plays::{self, PlayDraft, When};
use medianest_core::diary::{checkin, history};
use serde_json::{Map, Value, json};

use super::batch::{Batch, Found, Meaning, moment};
use super::paging::{self, Parameters};
use super::place::{Kind, Place};
use super::wire::{add_media, time};
use super::{Caller, Refused, summaries};
use crate::http::state::HttpState;

/// How many rows a page has when the client does not say: of the history there is no end.
const USUAL: i64 = 10;

/// `GET /sync/history[/{movies|shows|seasons|episodes}[/{id}]]`
pub async fn list(
    State(state): State<HttpState>,
    Caller(actor): Caller,
    Path(place): Path<Place>,
    Query(parameters): Query<Parameters>,
) -> Result<Response, Refused> {
    place.own(&state, &actor).await?;
    let kind = place.kind()?;
    let mut filter =
        HistoryFilter { from: parameters.start_at, to: parameters.end_at, types: types(kind), ..HistoryFilter::default() };
    if let (Some(kind), Some(id)) = (kind, &place.id) {
        let words = Described::Whole(summaries::named(kind.noun(), id));
        filter.item = Some(described::find(&state.app, &actor, &words).await?.ok_or(Error::NotFound("item"))?.id);
    }
    let (page, limit) = parameters.page(USUAL);
    let total = history::count(&state.app, &actor, filter.clone()).await?;
    let plays = history::slice(&state.app, &actor, filter, (page - 1).saturating_mul(limit), limit).await?;
    let ids: Vec<_> = plays.iter().map(|play| play.media_item_id).collect();
    let facts = facts::of(&state.app, &actor, &ids).await?;
    let rows = plays.iter().filter_map(|play| {
        let mut row = Map::new();
        let watched_at = (play.date_precision != DatePrecision::Unknown).then(|| time(play.watched_at));
        row.insert("id".to_owned(), json!(play.number));
        row.insert("watched_at".to_owned(), json!(watched_at));
        row.insert("action".to_owned(), json!(action(play)));
        add_media(&mut row, facts.get(&play.media_item_id)?, parameters.extent());
        Some(Value::Object(row))
    });
    let body: Vec<Value> = rows.collect();
    Ok((paging::headers(page, limit, total), Json(body)).into_response())
}

fn types(kind: Option<Kind>) -> Vec<String> {
    let names = match kind {
        None => ["movie", "tv"].as_slice(),
        Some(Kind::Movies) => &["movie"],
        Some(Kind::Shows | Kind::Seasons | Kind::Episodes) => &["tv"],
    };
    names.iter().map(|name| (*name).to_owned()).collect()
}

fn action(play: &Play) -> &'static str {
    match play.origin {
        PlayOrigin::Scrobble if play.source == checkin::SOURCE => "checkin",
        PlayOrigin::Scrobble => "scrobble",
        PlayOrigin::Manual | PlayOrigin::Import => "watch",
    }
}

/// `POST /sync/history`
pub async fn add(State(state): State<HttpState>, Caller(actor): Caller, Json(batch): Json<Batch>) -> Result<Response, Refused> {
    let resolved = batch.resolve(&state.app, &actor, Meaning::Episodes).await?;
    for found in &resolved.found {
        let when = when(found)?;
        // Clients send what they could not send before, again and again: a play of that time is not a second one.
        let draft = PlayDraft { unless_known: true, ..PlayDraft::new(found.item.id, when, "trakt") };
        plays::add(&state.app, &actor, draft).await?;
    }
    let ids: Vec<_> = resolved.found.iter().map(|found| found.item.id).collect();
    let added = only(&resolved.count(&ids), &["movies", "episodes"]);
    Ok((StatusCode::CREATED, Json(json!({ "added": added, "not_found": resolved.not_found() }))).into_response())
}

/// These of an answer's numbers.
fn only(counts: &Value, kinds: &[&str]) -> Value {
    kinds.iter().map(|kind| ((*kind).to_owned(), counts[*kind].clone())).collect()
}

/// `POST /sync/history/remove`
pub async fn remove(
    State(state): State<HttpState>,
    Caller(actor): Caller,
    Json(batch): Json<Batch>,
) -> Result<Json<Value>, Refused> {
    let resolved = batch.resolve(&state.app, &actor, Meaning::Episodes).await?;
    let kinds: HashMap<_, _> = resolved.found.iter().map(|found| (found.item.id, facts::kind_of(&found.item))).collect();
    let items: Vec<_> = kinds.keys().copied().collect();
    let plays = plays::delete_of_items(&state.app, &actor, &items).await?;
    let movies = plays.iter().filter(|item| kinds.get(item) == Some(&"movie")).count();
    let gone = plays::delete_by_numbers(&state.app, &actor, &batch.ids).await?;
    let unknown: Vec<_> = batch.ids.iter().filter(|id| !gone.contains(id)).collect();
    let mut not_found = resolved.not_found();
    not_found["ids"] = json!(unknown);
    let deleted = json!({ "movies": movies, "episodes": plays.len() - movies, "ids": gone.len() });
    Ok(Json(json!({ "deleted": deleted, "not_found": not_found })))
}

/// When it was watched: at a moment, on the day it came out, some time, or now where nothing is said.
fn when(found: &Found) -> Result<When, Refused> {
    match found.said.watched_at.as_deref() {
        None => Ok(When::Now),
        Some("unknown") => Ok(When::Unknown),
        Some("released") => {
            let day: Option<NaiveDate> = found.item.released_on;
            Ok(match (found.item.released_at, day.and_then(|day| day.to_string().parse().ok())) {
                (Some(at), _) => When::At(at),
                (None, Some(date)) => When::On(date),
                (None, None) => When::Unknown,
            })
        }
        Some(text) => Ok(When::At(moment("watched_at", text)?)),
    }
}

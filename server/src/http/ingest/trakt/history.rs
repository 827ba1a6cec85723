//! What was watched, and where to resume.

use axum::Json;
use axum::extract::{Path, Query, State};
use axum::http::{HeaderMap, HeaderValue, StatusCode};
use axum::response::{IntoResponse, Response};
use chrono::{DateTime, NaiveDate, Utc};
use medianest_core::catalogue::MediaItem;
use medianest_core::catalogue::described::{self, Described, Words};
use medianest_core::catalogue::facts;
use medianest_core::db::diary::HistoryFilter;
use medianest_core::db::{DatePrecision, PlayOrigin};
use medianest_core::diary::plays::{self, PlayDraft, When};
use medianest_core::diary::{history, positions};
use medianest_core::policy::Actor;
use medianest_core::{App, Error, PageRequest};
use serde::Deserialize;
use serde_json::{Map, Value, json};

use super::wire::{Media, add_media};
use super::{Caller, Refused, search};
use crate::http::state::HttpState;

/// How many rows a page has when the client does not say, and at the most.
const LIMIT: (i64, i64) = (10, 1000);

/// The parameters that clients send; others are ignored.
#[derive(Debug, Default, Deserialize)]
pub struct Parameters {
    page: Option<i64>,
    limit: Option<i64>,
    start_at: Option<DateTime<Utc>>,
    end_at: Option<DateTime<Utc>>,
}

/// `GET /sync/history`
pub async fn all(
    State(state): State<HttpState>,
    Caller(actor): Caller,
    Query(parameters): Query<Parameters>,
) -> Result<Response, Refused> {
    rows(&state, &actor, &parameters, filter(None)?).await
}

/// `GET /sync/history/{movies|shows|episodes}`
pub async fn of_kind(
    State(state): State<HttpState>,
    Caller(actor): Caller,
    Path(kind): Path<String>,
    Query(parameters): Query<Parameters>,
) -> Result<Response, Refused> {
    rows(&state, &actor, &parameters, filter(Some(&kind))?).await
}

/// `GET /sync/history/{movies|shows|episodes}/{id}`
pub async fn of_item(
    State(state): State<HttpState>,
    Caller(actor): Caller,
    Path((kind, id)): Path<(String, String)>,
    Query(parameters): Query<Parameters>,
) -> Result<Response, Refused> {
    let kind = match kind.as_str() {
        "movies" => "movie",
        "shows" => "show",
        "episodes" => "episode",
        _ => return Err(Error::NotFound("method").into()),
    };
    let words = Described::Whole(search::named(kind, &id));
    let item = described::find(&state.app, &actor, &words).await?.ok_or(Error::NotFound("item"))?;
    rows(&state, &actor, &parameters, HistoryFilter { item: Some(item.id), ..HistoryFilter::default() }).await
}

fn filter(kind: Option<&str>) -> Result<HistoryFilter, Refused> {
    let types = match kind {
        None => ["movie", "tv"].map(str::to_owned).to_vec(),
        Some("movies") => vec!["movie".to_owned()],
        Some("shows" | "episodes" | "seasons") => vec!["tv".to_owned()],
        Some(_) => return Err(Error::NotFound("method").into()),
    };
    Ok(HistoryFilter { types, ..HistoryFilter::default() })
}

async fn rows(state: &HttpState, actor: &Actor, parameters: &Parameters, filter: HistoryFilter) -> Result<Response, Refused> {
    let filter = HistoryFilter { from: parameters.start_at, to: parameters.end_at, ..filter };
    let limit = parameters.limit.unwrap_or(LIMIT.0).clamp(1, LIMIT.1);
    let page = parameters.page.unwrap_or(1).max(1);
    let total = history::count(&state.app, actor, filter.clone()).await?;
    let plays = history::slice(&state.app, actor, filter, (page - 1).saturating_mul(limit), limit).await?;
    let ids: Vec<_> = plays.iter().map(|play| play.media_item_id).collect();
    let facts = facts::of(&state.app, actor, &ids).await?;
    let rows = plays.iter().filter_map(|play| {
        let mut row = Map::new();
        let watched_at = (play.date_precision != DatePrecision::Unknown).then_some(play.watched_at);
        row.insert("id".to_owned(), json!(play.number));
        row.insert("watched_at".to_owned(), json!(watched_at));
        row.insert("action".to_owned(), json!(if play.origin == PlayOrigin::Scrobble { "scrobble" } else { "watch" }));
        add_media(&mut row, facts.get(&play.media_item_id)?);
        Some(Value::Object(row))
    });
    let body: Vec<Value> = rows.collect();
    Ok((pagination(page, limit, total), Json(body)).into_response())
}

/// The headers that clients page by; some ask for them alone, with HEAD.
fn pagination(page: i64, limit: i64, total: i64) -> HeaderMap {
    let pages = total.div_euclid(limit) + i64::from(total.rem_euclid(limit) > 0);
    [
        ("x-pagination-page", page),
        ("x-pagination-limit", limit),
        ("x-pagination-page-count", pages),
        ("x-pagination-item-count", total),
    ]
    .into_iter()
    .map(|(name, number)| (axum::http::HeaderName::from_static(name), HeaderValue::from(number)))
    .collect()
}

/// A movie or episode with the moment it was watched.
#[derive(Debug, Clone, Default, Deserialize)]
pub struct Watched {
    #[serde(flatten)]
    media: Media,
    #[serde(rename = "watched_at")]
    at: Option<String>,
    #[serde(default)]
    seasons: Vec<WatchedSeason>,
}

/// A season of a show, whole or by its episodes.
#[derive(Debug, Clone, Deserialize)]
pub struct WatchedSeason {
    number: i32,
    watched_at: Option<String>,
    #[serde(default)]
    episodes: Vec<WatchedEpisode>,
}

/// An episode of a season.
#[derive(Debug, Clone, Deserialize)]
pub struct WatchedEpisode {
    number: i32,
    watched_at: Option<String>,
}

/// The body of `POST /sync/history` and `/sync/history/remove`.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct Batch {
    movies: Vec<Watched>,
    shows: Vec<Watched>,
    episodes: Vec<Watched>,
    ids: Vec<i64>,
}

/// Something of a batch that is in the catalogue: the item, and what is said of when.
struct Found {
    item: MediaItem,
    watched_at: Option<String>,
}

/// What a batch came to.
#[derive(Default)]
struct Resolved {
    movies: Vec<Found>,
    episodes: Vec<Found>,
    missing: Map<String, Value>,
}

impl Resolved {
    fn miss(&mut self, kind: &str, row: Value) {
        if let Value::Array(rows) = self.missing.entry(kind).or_insert_with(|| json!([])) {
            rows.push(row);
        }
    }

    fn not_found(&self) -> Value {
        let list = |kind: &str| self.missing.get(kind).cloned().unwrap_or_else(|| json!([]));
        json!({ "movies": list("movies"), "shows": list("shows"), "seasons": list("seasons"), "episodes": list("episodes") })
    }
}

/// `POST /sync/history`
pub async fn add(State(state): State<HttpState>, Caller(actor): Caller, Json(batch): Json<Batch>) -> Result<Response, Refused> {
    let resolved = resolve(&state.app, &actor, &batch).await?;
    let mut added = Map::new();
    for (kind, found) in [("movies", &resolved.movies), ("episodes", &resolved.episodes)] {
        for found in found {
            let when = when(found)?;
            // Clients send what they could not send before, again and again: a play of that time is not a second one.
            let draft = PlayDraft { unless_known: true, ..PlayDraft::new(found.item.id, when, "trakt") };
            plays::add(&state.app, &actor, draft).await?;
        }
        added.insert(kind.to_owned(), json!(found.len()));
    }
    Ok((StatusCode::CREATED, Json(json!({ "added": added, "not_found": resolved.not_found() }))).into_response())
}

/// `POST /sync/history/remove`
pub async fn remove(
    State(state): State<HttpState>,
    Caller(actor): Caller,
    Json(batch): Json<Batch>,
) -> Result<Json<Value>, Refused> {
    let resolved = resolve(&state.app, &actor, &batch).await?;
    let mut deleted = Map::new();
    for (kind, found) in [("movies", &resolved.movies), ("episodes", &resolved.episodes)] {
        let mut count = 0;
        for found in found {
            let filter = HistoryFilter { item: Some(found.item.id), ..HistoryFilter::default() };
            let numbers: Vec<i64> =
                history::slice(&state.app, &actor, filter, 0, LIMIT.1).await?.iter().map(|play| play.number).collect();
            count += plays::delete_by_numbers(&state.app, &actor, &numbers).await?.len();
        }
        deleted.insert(kind.to_owned(), json!(count));
    }
    let gone = plays::delete_by_numbers(&state.app, &actor, &batch.ids).await?;
    let unknown: Vec<_> = batch.ids.iter().filter(|id| !gone.contains(id)).collect();
    let mut not_found = resolved.not_found();
    not_found["ids"] = json!(unknown);
    deleted.insert("ids".to_owned(), json!(gone.len()));
    Ok(Json(json!({ "deleted": deleted, "not_found": not_found })))
}

async fn resolve(app: &App, actor: &Actor, batch: &Batch) -> Result<Resolved, Refused> {
    let mut resolved = Resolved::default();
    for movie in &batch.movies {
        match described::find(app, actor, &Described::Whole(movie.media.words("movie"))).await? {
            Some(item) => resolved.movies.push(Found { item, watched_at: movie.at.clone() }),
            None => resolved.miss("movies", movie.media.as_sent()),
        }
    }
    for episode in &batch.episodes {
        match described::find(app, actor, &Described::Whole(episode.media.words("episode"))).await? {
            Some(item) => resolved.episodes.push(Found { item, watched_at: episode.at.clone() }),
            None => resolved.miss("episodes", episode.media.as_sent()),
        }
    }
    for show in &batch.shows {
        let words: Words = show.media.words("show");
        let Some(item) = described::find(app, actor, &Described::Whole(words)).await? else {
            resolved.miss("shows", show.media.as_sent());
            continue;
        };
        let wanted = Wanted { show, item };
        wanted.episodes(app, actor, &mut resolved).await?;
    }
    Ok(resolved)
}

/// A show of a batch that is in the catalogue.
struct Wanted<'a> {
    show: &'a Watched,
    item: MediaItem,
}

impl Wanted<'_> {
    /// The episodes that are meant: those named, all of a season that names none, all of a show that names no season.
    async fn episodes(&self, app: &App, actor: &Actor, resolved: &mut Resolved) -> Result<(), Refused> {
        let aired = described::episodes(app, actor, self.item.id).await?;
        let season_of = |item: &MediaItem| item.position_path.first().copied().flatten();
        if self.show.seasons.is_empty() {
            let regular = aired.iter().filter(|item| season_of(item) != Some(0));
            resolved.episodes.extend(regular.map(|item| Found { item: item.clone(), watched_at: self.show.at.clone() }));
        }
        for season in &self.show.seasons {
            let of_season = || aired.iter().filter(|item| season_of(item) == Some(season.number));
            let said = season.watched_at.as_ref().or(self.show.at.as_ref());
            if season.episodes.is_empty() {
                resolved.episodes.extend(of_season().map(|item| Found { item: item.clone(), watched_at: said.cloned() }));
            }
            for episode in &season.episodes {
                if let Some(item) = of_season().find(|item| item.hierarchy_position == Some(episode.number)) {
                    let watched_at = episode.watched_at.as_ref().or(said).cloned();
                    resolved.episodes.push(Found { item: item.clone(), watched_at });
                } else {
                    let place = json!({ "show": self.show.media.as_sent(), "season": season.number, "number": episode.number });
                    resolved.miss("episodes", place);
                }
            }
        }
        Ok(())
    }
}

/// When it was watched: at a moment, on the day it came out, some time, or now where nothing is said.
fn when(found: &Found) -> Result<When, Refused> {
    match found.watched_at.as_deref() {
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
        Some(text) => match text.parse::<DateTime<Utc>>() {
            Ok(at) => Ok(When::At(at)),
            Err(_) => Err(Error::invalid("watched_at", format!("`{text}` is not a time: use 2026-01-31T20:15:00Z")).into()),
        },
    }
}

/// `GET /sync/playback`
pub async fn playback(State(state): State<HttpState>, Caller(actor): Caller) -> Result<Json<Value>, Refused> {
    resume_points(&state.app, &actor, None).await
}

/// `GET /sync/playback/{movies|episodes}`
pub async fn playback_of_kind(
    State(state): State<HttpState>,
    Caller(actor): Caller,
    Path(kind): Path<String>,
) -> Result<Json<Value>, Refused> {
    match kind.as_str() {
        "movies" => resume_points(&state.app, &actor, Some("movie")).await,
        "episodes" => resume_points(&state.app, &actor, Some("episode")).await,
        _ => Err(Error::NotFound("method").into()),
    }
}

async fn resume_points(app: &App, actor: &Actor, kind: Option<&str>) -> Result<Json<Value>, Refused> {
    let page = positions::page(app, actor, PageRequest { first: LIMIT.1, after: None }).await?;
    let ids: Vec<_> = page.items.iter().map(|position| position.media_item_id).collect();
    let facts = facts::of(app, actor, &ids).await?;
    let rows = page.items.iter().filter_map(|position| {
        let facts = facts.get(&position.media_item_id).filter(|facts| kind.is_none_or(|kind| facts.kind() == kind))?;
        let mut row = Map::new();
        row.insert("id".to_owned(), json!(position.number));
        row.insert("progress".to_owned(), json!(position.progress_percent));
        row.insert("paused_at".to_owned(), json!(position.occurred_at));
        add_media(&mut row, facts);
        Some(Value::Object(row))
    });
    Ok(Json(rows.collect()))
}

/// `DELETE /sync/playback/{id}`
pub async fn remove_playback(
    State(state): State<HttpState>,
    Caller(actor): Caller,
    Path(id): Path<String>,
) -> Result<StatusCode, Refused> {
    let number = id.parse().map_err(|_| Refused::from(Error::NotFound("playback")))?;
    positions::delete_by_number(&state.app, &actor, number).await?;
    Ok(StatusCode::NO_CONTENT)
}

//! Finding movies, shows and episodes.

use axum::Json;
use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use medianest_core::catalogue::described::{self, Described, EpisodeWords, Words};
use medianest_core::catalogue::facts::{self, ItemFacts};
use medianest_core::catalogue::search::{self, Search};
use medianest_core::catalogue::{builtin, external_ids};
use medianest_core::policy::Actor;
use medianest_core::{App, Error, PageRequest};
use serde::Deserialize;
use serde_json::{Map, Value, json};

use super::wire::{add_media, episode as episode_json, title};
use super::{Caller, Refused};
use crate::http::state::HttpState;

/// How many results Trakt answers when the client does not say, and at the most.
const LIMIT: (i64, i64) = (10, 100);
/// The score of an exact match; clients take 5 and above for a match.
const EXACT: f64 = 1000.0;

/// The parameters that clients send; others are ignored.
#[derive(Debug, Default, Deserialize)]
pub struct Parameters {
    query: Option<String>,
    #[serde(alias = "year")]
    years: Option<String>,
    limit: Option<i64>,
}

/// `GET /search/{movie,show,episode}?query=…`
pub async fn by_text(
    State(state): State<HttpState>,
    Caller(actor): Caller,
    Path(types): Path<String>,
    Query(parameters): Query<Parameters>,
) -> Result<Json<Value>, Refused> {
    let query = parameters.query.unwrap_or_default();
    let wanted = |kind: &str| types.split(',').any(|wanted| wanted.trim() == kind);
    let mut media_types = Vec::new();
    if wanted("movie") {
        media_types.push(builtin::MOVIE);
    }
    if wanted("show") || wanted("episode") {
        media_types.push(builtin::TV);
    }
    if media_types.is_empty() {
        return Ok(Json(json!([])));
    }
    let limit = parameters.limit.unwrap_or(LIMIT.0).clamp(1, LIMIT.1);
    let (year_from, year_to) = parameters.years.as_deref().and_then(years).unzip();
    let search = Search { text: query, media_types: Some(media_types), year_from, year_to, ..Search::default() };
    let page = search::page(&state.app, &actor, &search, PageRequest { first: limit, after: None }).await?;
    let ids: Vec<_> = page.items.iter().map(|hit| hit.item.id).collect();
    let facts = facts::of(&state.app, &actor, &ids).await?;
    let rows = page.items.iter().filter_map(|hit| {
        let mut row = Map::new();
        row.insert("score".to_owned(), json!(score(hit.score)));
        add_media(&mut row, facts.get(&hit.item.id)?);
        Some(Value::Object(row))
    });
    Ok(Json(rows.collect()))
}

/// `GET /search/{trakt|imdb|tmdb|tvdb}/{id}`
pub async fn by_id(
    State(state): State<HttpState>,
    Caller(actor): Caller,
    Path((provider, id)): Path<(String, String)>,
) -> Result<Json<Value>, Refused> {
    let mut rows = Vec::new();
    for kind in ["movie", "show", "episode"] {
        let words = match provider.as_str() {
            "trakt" => Words { number: id.parse().ok(), ..nothing(kind) },
            "imdb" | "tmdb" | "tvdb" => Words { ids: vec![external_ids::key(&provider, kind, &id)?], ..nothing(kind) },
            _ => return Err(Refused::status(StatusCode::NOT_FOUND, "search by trakt, imdb, tmdb or tvdb")),
        };
        if let Some(facts) = find(&state.app, &actor, &Described::Whole(words)).await? {
            let mut row = Map::new();
            row.insert("score".to_owned(), json!(EXACT));
            add_media(&mut row, &facts);
            rows.push(Value::Object(row));
        }
    }
    Ok(Json(Value::Array(rows)))
}

/// `GET /movies/{id}`: our number, our slug, or an IMDb id.
pub async fn movie(
    State(state): State<HttpState>,
    Caller(actor): Caller,
    Path(id): Path<String>,
) -> Result<Json<Value>, Refused> {
    let facts = find(&state.app, &actor, &Described::Whole(named("movie", &id))).await?.ok_or(Error::NotFound("movie"))?;
    Ok(Json(title(&facts)))
}

/// `GET /shows/{id}`: our number, our slug, or an IMDb id.
pub async fn show(State(state): State<HttpState>, Caller(actor): Caller, Path(id): Path<String>) -> Result<Json<Value>, Refused> {
    let facts = find(&state.app, &actor, &Described::Whole(named("show", &id))).await?.ok_or(Error::NotFound("show"))?;
    Ok(Json(title(&facts)))
}

/// `GET /shows/{id}/seasons/{season}/episodes/{episode}`
pub async fn episode(
    State(state): State<HttpState>,
    Caller(actor): Caller,
    Path((id, season, number)): Path<(String, i32, i32)>,
) -> Result<Json<Value>, Refused> {
    let place = Some(EpisodeWords { show: named("show", &id), season: Some(season), number });
    let facts = find(&state.app, &actor, &Described::Episode { words: None, place }).await?.ok_or(Error::NotFound("episode"))?;
    Ok(Json(episode_json(&facts)))
}

/// Our score as Trakt's clients read one: 1000 is the very title, and from 5 on a player takes the first result for what
/// it plays. A title that is merely like the wanted one gets there only when it is more like it than not.
fn score(ours: i32) -> f64 {
    const MILLION: f64 = 1_000_000.0;
    let tiers = f64::from(ours) / MILLION;
    if tiers >= 2.0 { tiers.floor() * EXACT / 4.0 } else { (tiers - 1.0).max(0.0) * 10.0 }
}

async fn find(app: &App, actor: &Actor, described: &Described) -> Result<Option<ItemFacts>, Refused> {
    let Some(item) = described::find(app, actor, described).await? else { return Ok(None) };
    Ok(facts::of(app, actor, &[item.id]).await?.remove(&item.id))
}

fn nothing(kind: &'static str) -> Words {
    Words { kind, number: None, slug: None, ids: Vec::new(), title: None, year: None }
}

/// An id in a path.
pub(super) fn named(kind: &'static str, id: &str) -> Words {
    let ids = if id.starts_with("tt") { external_ids::key("imdb", kind, id).into_iter().collect() } else { Vec::new() };
    Words { number: id.parse().ok(), slug: Some(id.to_owned()), ids, ..nothing(kind) }
}

/// `2008` or `2000-2010`.
fn years(text: &str) -> Option<(i16, i16)> {
    let (from, to) = text.split_once('-').unwrap_or((text, text));
    Some((from.trim().parse().ok()?, to.trim().parse().ok()?))
}

#[cfg(test)]
mod tests {
    use super::{score, years};

    #[test]
    fn a_title_and_its_beginning_are_matches_and_a_faint_likeness_is_not() {
        assert!(score(4_000_000) >= 1000.0 && score(3_000_123) >= 5.0 && score(1_700_000) >= 5.0);
        assert!(score(1_300_000) < 5.0);
    }

    #[test]
    fn years_are_one_or_a_range() {
        assert_eq!(years("2008"), Some((2008, 2008)));
        assert_eq!(years("2000-2010"), Some((2000, 2010)));
        assert_eq!(years("None"), None);
    }
}

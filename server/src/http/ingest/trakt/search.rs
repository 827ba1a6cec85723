//! Finding movies, shows and episodes.

use axum::Json;
use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use medianest_core::PageRequest;
use medianest_core::catalogue::described::{Described, Words};
use medianest_core::catalogue::search::{self, Search};
use medianest_core::catalogue::{builtin, external_ids, facts};
use serde::Deserialize;
use serde_json::{Map, Value, json};

use super::paging;
use super::summaries::{find, nothing};
use super::wire::{Extent, add_media};
use super::{Caller, Refused};
use crate::http::state::HttpState;

/// How many results Trakt answers when the client does not say, and at the most.
const LIMIT: (i64, i64) = (10, 100);
/// How many results there are at the most: nobody reads on.
const MOST: i64 = 500;
/// The score of an exact match; clients take 5 and above for a match.
const EXACT: f64 = 1000.0;

/// The parameters that clients send; others are ignored.
#[derive(Debug, Default, Deserialize)]
pub struct Parameters {
    query: Option<String>,
    #[serde(alias = "year")]
    years: Option<String>,
    page: Option<i64>,
    limit: Option<i64>,
    extended: Option<String>,
    /// Which kinds of things an id may be of.
    #[serde(rename = "type")]
    types: Option<String>,
}

/// `GET /search/{movie,show,episode}?query=…`
pub async fn by_text(
    State(state): State<HttpState>,
    Caller(actor): Caller,
    Path(types): Path<String>,
    Query(parameters): Query<Parameters>,
) -> Result<Response, Refused> {
    let extent = Extent::of(parameters.extended.as_deref());
    let wanted = |kind: &str| types.split(',').any(|wanted| wanted.trim() == kind);
    let mut media_types = Vec::new();
    if wanted("movie") {
        media_types.push(builtin::MOVIE);
    }
    if wanted("show") || wanted("episode") {
        media_types.push(builtin::TV);
    }
    let limit = parameters.limit.unwrap_or(LIMIT.0).clamp(1, LIMIT.1);
    let page = parameters.page.unwrap_or(1).clamp(1, MOST);
    if media_types.is_empty() {
        return Ok((paging::headers(page, limit, 0), Json(json!([]))).into_response());
    }
    let (year_from, year_to) = parameters.years.as_deref().and_then(years).unzip();
    let text = parameters.query.unwrap_or_default();
    let search = Search { text, media_types: Some(media_types), year_from, year_to, ..Search::default() };
    // Results have no numbers: a page is what is left of all up to it.
    let first = (page * limit).min(MOST);
    let hits = search::page(&state.app, &actor, &search, PageRequest { first, after: None }).await?;
    let total = i64::try_from(hits.items.len()).unwrap_or(MOST) + i64::from(hits.has_next);
    let before = usize::try_from((page - 1) * limit).unwrap_or(usize::MAX);
    let hits: Vec<_> = hits.items.into_iter().skip(before).collect();
    let ids: Vec<_> = hits.iter().map(|hit| hit.item.id).collect();
    let facts = facts::of(&state.app, &actor, &ids).await?;
    let rows = hits.iter().filter_map(|hit| {
        let mut row = Map::new();
        row.insert("score".to_owned(), json!(score(hit.score)));
        add_media(&mut row, facts.get(&hit.item.id)?, extent);
        Some(Value::Object(row))
    });
    Ok((paging::headers(page, limit, total), Json(rows.collect::<Vec<_>>())).into_response())
}

/// `GET /search/{trakt|imdb|tmdb|tvdb}/{id}`
pub async fn by_id(
    State(state): State<HttpState>,
    Caller(actor): Caller,
    Path((provider, id)): Path<(String, String)>,
    Query(parameters): Query<Parameters>,
) -> Result<Json<Value>, Refused> {
    let types = parameters.types.as_deref();
    let is_wanted = |kind: &str| types.is_none_or(|types| types.split(',').any(|wanted| wanted.trim() == kind));
    let mut rows = Vec::new();
    for kind in ["movie", "show", "episode"].into_iter().filter(|kind| is_wanted(kind)) {
        let words = match provider.as_str() {
            "trakt" => Words { number: id.parse().ok(), ..nothing(kind) },
            "imdb" | "tmdb" | "tvdb" => Words { ids: vec![external_ids::key(&provider, kind, &id)?], ..nothing(kind) },
            _ => return Err(Refused::status(StatusCode::NOT_FOUND, "search by trakt, imdb, tmdb or tvdb")),
        };
        if let Some(facts) = find(&state.app, &actor, &Described::Whole(words)).await? {
            let mut row = Map::new();
            row.insert("score".to_owned(), json!(EXACT));
            add_media(&mut row, &facts, Extent::of(parameters.extended.as_deref()));
            rows.push(Value::Object(row));
        }
    }
    Ok(Json(Value::Array(rows)))
}

/// Our score as Trakt's clients read one: 1000 is the very title, and from 5 on a player takes the first result for what
/// it plays. A title that is merely like the wanted one gets there only when it is more like it than not.
fn score(ours: i32) -> f64 {
    const MILLION: f64 = 1_000_000.0;
    let tiers = f64::from(ours) / MILLION;
    if tiers >= 2.0 { tiers.floor() * EXACT / 4.0 } else { (tiers - 1.0).max(0.0) * 10.0 }
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

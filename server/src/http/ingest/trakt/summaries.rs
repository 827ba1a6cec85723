//! What a movie, show, season or episode is.

use axum::Json;
use axum::extract::{Path, Query, State};
use medianest_core::catalogue::described::{self, Described, EpisodeWords, Words};
use medianest_core::catalogue::facts::{self, ItemFacts};
use medianest_core::catalogue::{MediaItem, external_ids};
use medianest_core::policy::Actor;
use medianest_core::{App, Error};
use serde_json::{Value, json};

use super::paging::Parameters;
use super::wire::{Extent, episode as episode_json, season as season_json, title};
use super::{Caller, Refused};
use crate::http::state::HttpState;

/// `GET /movies/{id}`: our number, our slug, or an IMDb id.
pub async fn movie(
    State(state): State<HttpState>,
    Caller(actor): Caller,
    Path(id): Path<String>,
    Query(parameters): Query<Parameters>,
) -> Result<Json<Value>, Refused> {
    let facts = find(&state.app, &actor, &Described::Whole(named("movie", &id))).await?.ok_or(Error::NotFound("movie"))?;
    Ok(Json(title(&facts, parameters.extent())))
}

/// `GET /shows/{id}`: our number, our slug, or an IMDb id.
pub async fn show(
    State(state): State<HttpState>,
    Caller(actor): Caller,
    Path(id): Path<String>,
    Query(parameters): Query<Parameters>,
) -> Result<Json<Value>, Refused> {
    let facts = find(&state.app, &actor, &Described::Whole(named("show", &id))).await?.ok_or(Error::NotFound("show"))?;
    let mut show = title(&facts, parameters.extent());
    if parameters.extent() == Extent::Full {
        let aired = described::episodes(&state.app, &actor, facts.item.id).await?;
        let regular = aired.iter().filter(|episode| episode.position_path.first() != Some(&Some(0)));
        show["aired_episodes"] = json!(regular.count());
    }
    Ok(Json(show))
}

/// `GET /shows/{id}/seasons`, with their episodes where `extended` names them.
pub async fn seasons(
    State(state): State<HttpState>,
    Caller(actor): Caller,
    Path(id): Path<String>,
    Query(parameters): Query<Parameters>,
) -> Result<Json<Value>, Refused> {
    let seasons = parts(&state.app, &actor, &id).await?;
    let rows = seasons.iter().map(|(season, episodes)| {
        let mut row = season_json(season, parameters.extent());
        if parameters.asks_for("episodes") {
            row["episodes"] = episodes.iter().map(|episode| episode_json(episode, parameters.extent())).collect();
        }
        row
    });
    Ok(Json(rows.collect()))
}

/// `GET /shows/{id}/seasons/{season}`: the episodes of a season.
pub async fn episodes(
    State(state): State<HttpState>,
    Caller(actor): Caller,
    Path((id, number)): Path<(String, i32)>,
    Query(parameters): Query<Parameters>,
) -> Result<Json<Value>, Refused> {
    let seasons = parts(&state.app, &actor, &id).await?;
    let is_it = |(season, _): &&(ItemFacts, Vec<ItemFacts>)| season.item.hierarchy_position == Some(number);
    let (_, episodes) = seasons.iter().find(is_it).ok_or(Error::NotFound("season"))?;
    Ok(Json(episodes.iter().map(|episode| episode_json(episode, parameters.extent())).collect()))
}

/// `GET /shows/{id}/seasons/{season}/episodes/{episode}`
pub async fn episode(
    State(state): State<HttpState>,
    Caller(actor): Caller,
    Path((id, season, number)): Path<(String, i32, i32)>,
    Query(parameters): Query<Parameters>,
) -> Result<Json<Value>, Refused> {
    let place = Some(EpisodeWords { show: named("show", &id), season: Some(season), number });
    let facts = find(&state.app, &actor, &Described::Episode { words: None, place }).await?.ok_or(Error::NotFound("episode"))?;
    Ok(Json(episode_json(&facts, parameters.extent())))
}

/// The seasons of a show, each with its episodes, in order.
async fn parts(app: &App, actor: &Actor, id: &str) -> Result<Vec<(ItemFacts, Vec<ItemFacts>)>, Refused> {
    let words = Described::Whole(named("show", id));
    let show = described::find(app, actor, &words).await?.ok_or(Error::NotFound("show"))?;
    let parts = described::parts(app, actor, show.id).await?;
    let ids: Vec<_> = parts.iter().map(|part| part.id).collect();
    let mut facts = facts::of(app, actor, &ids).await?;
    let (seasons, episodes): (Vec<&MediaItem>, Vec<&MediaItem>) = parts.iter().partition(|part| part.hierarchy_level == 1);
    Ok(seasons
        .into_iter()
        .filter_map(|season| {
            let of_season = episodes.iter().filter(|episode| episode.parent_id == Some(season.id));
            let episodes = of_season.filter_map(|episode| facts.remove(&episode.id)).collect();
            Some((facts.remove(&season.id)?, episodes))
        })
        .collect())
}

/// What is meant, with all that is said of it.
pub(super) async fn find(app: &App, actor: &Actor, described: &Described) -> Result<Option<ItemFacts>, Refused> {
    let Some(item) = described::find(app, actor, described).await? else { return Ok(None) };
    Ok(facts::of(app, actor, &[item.id]).await?.remove(&item.id))
}

/// A thing of which nothing is said yet.
pub(super) fn nothing(kind: &'static str) -> Words {
    Words { kind, number: None, slug: None, ids: Vec::new(), title: None, year: None }
}

/// An id in a path.
pub(super) fn named(kind: &'static str, id: &str) -> Words {
    let ids = if id.starts_with("tt") { external_ids::key("imdb", kind, id).into_iter().collect() } else { Vec::new() };
    Words { number: id.parse().ok(), slug: Some(id.to_owned()), ids, ..nothing(kind) }
}

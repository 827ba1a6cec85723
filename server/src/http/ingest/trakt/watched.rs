//! What was watched, how often and when last; and what of all this changed when.

use axum::Json;
use axum::extract::{Path, Query, State};
use axum::response::{IntoResponse, Response};
use chrono::{DateTime, Utc};
use medianest_core::catalogue::{builtin, facts};
use medianest_core::db::diary::{Activity, WatchedItem};
use medianest_core::diary::watched;
use medianest_core::identity::users;
use medianest_core::policy::Actor;
use serde_json::{Map, Value, json};

use super::paging::Parameters;
use super::place::{Kind, Place};
use super::shows::{OfShow, by_show};
use super::wire::{Extent, add_media, time, title};
use super::{Caller, Refused};
use crate::http::state::HttpState;

/// `GET /sync/watched/{movies|shows}`
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
    let (headers, watched) = parameters.part(watched::own(&state.app, actor, builtin::MOVIE).await?);
    let ids: Vec<_> = watched.iter().map(|row| row.media_item_id).collect();
    let facts = facts::of(&state.app, actor, &ids).await?;
    let rows = watched.iter().filter_map(|watched| {
        let mut row = said(watched);
        row.insert("last_updated_at".to_owned(), time(watched.last_updated_at));
        add_media(&mut row, facts.get(&watched.media_item_id)?, parameters.extent());
        row.remove("type");
        Some(Value::Object(row))
    });
    Ok((headers, Json(rows.collect::<Vec<_>>())).into_response())
}

async fn shows(state: &HttpState, actor: &Actor, parameters: &Parameters) -> Result<Response, Refused> {
    let watched = watched::own(&state.app, actor, builtin::TV).await?;
    let ids: Vec<_> = watched.iter().map(|row| row.media_item_id).collect();
    let facts = facts::of(&state.app, actor, &ids).await?;
    let (headers, shows) = parameters.part(by_show(watched, |row| row.media_item_id, &facts));
    // Clients that know pages ask for the seasons, those that know none rely on them.
    let with_seasons = parameters.asks_for("progress") || !(parameters.is_paged() || parameters.asks_for("noseasons"));
    let rows: Vec<Value> = shows.iter().map(|show| whole(show, with_seasons, parameters.extent())).collect();
    Ok((headers, Json(rows)).into_response())
}

fn whole(show: &OfShow<'_, WatchedItem>, with_seasons: bool, extent: Extent) -> Value {
    let mut row = json!({
        "plays": show.all().map(|row| row.plays).sum::<i64>(),
        "last_watched_at": show.all().filter_map(|row| row.last_watched_at).max().map(time),
        "last_updated_at": show.all().map(|row| row.last_updated_at).max().map(time),
        "reset_at": null,
        "show": title(show.show, extent),
    });
    if with_seasons {
        row["seasons"] = show.seasons(said);
    }
    row
}

fn said(watched: &WatchedItem) -> Map<String, Value> {
    let said = [("plays", json!(watched.plays)), ("last_watched_at", json!(watched.last_watched_at.map(time)))];
    said.into_iter().map(|(name, value)| (name.to_owned(), value)).collect()
}

/// `GET /sync/last_activities`
pub async fn last_activities(State(state): State<HttpState>, Caller(actor): Caller) -> Result<Json<Value>, Refused> {
    let user = users::me(&state.app, &actor).await?;
    let activities = watched::activities(&state.app, &actor, &[builtin::MOVIE, builtin::TV]).await?;
    let latest = activities.iter().map(|activity| activity.at).max();
    let since = Since { activities, never: user.created_at };
    Ok(Json(json!({
        "all": time(latest.unwrap_or(user.created_at)),
        "movies": since.parts(Kind::Movies, &["watched", "collected", "rated", "watchlisted", "paused"]),
        "episodes": since.parts(Kind::Episodes, &["watched", "collected", "rated", "watchlisted", "paused"]),
        "shows": since.parts(Kind::Shows, &["rated", "watchlisted"]),
        "seasons": since.parts(Kind::Seasons, &["rated", "watchlisted"]),
        "watchlist": { "updated_at": time(since.latest("watchlisted", Kind::Movies)) },
        "lists": { "updated_at": time(since.latest("listed", Kind::Movies)) },
        "account": { "settings_at": time(user.created_at) },
    })))
}

/// When what changed, and when nothing had yet.
struct Since {
    activities: Vec<Activity>,
    never: DateTime<Utc>,
}

impl Since {
    fn latest(&self, part: &str, kind: Kind) -> DateTime<Utc> {
        let level = match kind {
            Kind::Movies | Kind::Shows => 0,
            Kind::Seasons => 1,
            Kind::Episodes => 2,
        };
        let is_it = |activity: &&Activity| {
            activity.part == part && activity.media_type_id == kind.media_type() && activity.hierarchy_level == level
        };
        self.activities.iter().filter(is_it).map(|activity| activity.at).max().unwrap_or(self.never)
    }

    fn parts(&self, kind: Kind, parts: &[&str]) -> Value {
        parts.iter().map(|part| (format!("{part}_at"), time(self.latest(part, kind)))).collect()
    }
}

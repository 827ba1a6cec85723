//! What was listened to, read back by its person.

use std::collections::HashMap;

use axum::Json;
use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use chrono::{DateTime, Utc};
use medianest_core::catalogue::{MediaItem, builtin, items};
use medianest_core::db::MediaItemId;
use medianest_core::db::diary::{HistoryFilter, Play};
use medianest_core::diary::{history, listens as core, presence};
use medianest_core::policy::Actor;
use medianest_core::{App, Error};
use serde::Deserialize;
use serde_json::{Value, json};

use super::{Caller, Refused, USUAL_SERVICE, name_of};
use crate::http::state::HttpState;

/// How many listens are answered when nothing is said of it, and at the most.
const LISTENS: (i64, i64) = (25, 1000);

/// Which listens are asked for; both times are exclusive.
#[derive(Deserialize)]
pub struct Range {
    min_ts: Option<i64>,
    max_ts: Option<i64>,
    count: Option<i64>,
}

/// `GET /1/user/{name}/listens`
pub async fn listens(
    State(state): State<HttpState>,
    Caller(actor): Caller,
    Path(name): Path<String>,
    Query(range): Query<Range>,
) -> Result<Json<Value>, Refused> {
    let name = own_name(&state.app, &actor, &name).await?;
    let time = |seconds: i64| DateTime::<Utc>::from_timestamp(seconds, 0);
    let filter = HistoryFilter {
        begun_from: range.min_ts.and_then(|seconds| time(seconds.saturating_add(1))),
        begun_before: range.max_ts.and_then(time),
        ..music()
    };
    let count = range.count.unwrap_or(LISTENS.0).clamp(1, LISTENS.1);
    let plays = history::slice(&state.app, &actor, filter, 0, count).await?;
    let names = Names::of(&state.app, &actor, plays.iter().map(|play| play.media_item_id)).await?;
    let listens: Vec<Value> = plays.iter().map(|play| listen(play, &names, &name)).collect();
    let latest = plays.first().map(listened_at);
    Ok(Json(json!({ "payload": { "count": listens.len(), "user_id": name, "listens": listens, "latest_listen_ts": latest,
        "oldest_listen_ts": plays.last().map(listened_at) } })))
}

/// `GET /1/user/{name}/listen-count`
pub async fn count(
    State(state): State<HttpState>,
    Caller(actor): Caller,
    Path(name): Path<String>,
) -> Result<Json<Value>, Refused> {
    own_name(&state.app, &actor, &name).await?;
    let count = history::count(&state.app, &actor, music()).await?;
    Ok(Json(json!({ "payload": { "count": count } })))
}

/// `GET /1/user/{name}/playing-now`
pub async fn playing_now(
    State(state): State<HttpState>,
    Caller(actor): Caller,
    Path(name): Path<String>,
) -> Result<Json<Value>, Refused> {
    let name = own_name(&state.app, &actor, &name).await?;
    let shown = presence::mine(&state.app, &actor).await?;
    let names = Names::of(&state.app, &actor, shown.iter().map(|shown| shown.media_item_id)).await?;
    let playing = shown.iter().filter_map(|shown| names.metadata(shown.media_item_id, shown.duration_seconds));
    let listens: Vec<Value> = playing.map(|metadata| json!({ "playing_now": true, "track_metadata": metadata })).collect();
    Ok(Json(json!({ "payload": { "count": listens.len(), "playing_now": true, "user_id": name, "listens": listens } })))
}

/// Whose archive is asked for, and of which service.
#[derive(Deserialize)]
pub struct Archive {
    user_name: String,
    service: Option<String>,
}

/// `GET /1/latest-import`: up to which listen an archive was brought over; 0 before the first.
pub async fn latest_import(
    State(state): State<HttpState>,
    Caller(actor): Caller,
    Query(archive): Query<Archive>,
) -> Result<Json<Value>, Refused> {
    let name = own_name(&state.app, &actor, &archive.user_name).await?;
    let service = archive.service.as_deref().unwrap_or(USUAL_SERVICE);
    let latest = core::latest_import(&state.app, &actor, service).await?;
    Ok(Json(json!({ "musicbrainz_id": name, "latest_import": latest.map_or(0, |latest| latest.timestamp()) })))
}

/// The caller's own name, which is the only one that is answered: what others may see of a person, they see elsewhere.
async fn own_name(app: &App, actor: &Actor, asked: &str) -> Result<String, Refused> {
    let name = name_of(app, actor).await?;
    if name.eq_ignore_ascii_case(asked) {
        return Ok(name);
    }
    Err(Refused::of(StatusCode::NOT_FOUND, format!("Cannot find user: {asked}")))
}

fn music() -> HistoryFilter {
    HistoryFilter { types: vec!["music".to_owned()], ..HistoryFilter::default() }
}

fn listened_at(play: &Play) -> i64 {
    play.started_at.unwrap_or(play.watched_at).timestamp()
}

fn listen(play: &Play, names: &Names, name: &str) -> Value {
    let metadata = names.metadata(play.media_item_id, play.watched_seconds);
    json!({ "listened_at": listened_at(play), "inserted_at": play.created_at.timestamp(), "user_name": name,
        "track_metadata": metadata })
}

/// Tracks with what they are on and whose they are.
struct Names(HashMap<MediaItemId, MediaItem>);

impl Names {
    async fn of(app: &App, actor: &Actor, tracks: impl Iterator<Item = MediaItemId>) -> Result<Self, Error> {
        let tracks: Vec<MediaItemId> = tracks.collect();
        let tracks = items::by_ids(app, actor, &tracks).await?;
        let above: Vec<MediaItemId> = tracks
            .iter()
            .filter(|track| track.parent_id.is_some())
            .flat_map(|track| track.parent_id.into_iter().chain([track.root_id]))
            .collect();
        let above = items::by_ids(app, actor, &above).await?;
        Ok(Self(tracks.into_iter().chain(above).map(|item| (item.id, item)).collect()))
    }

    /// A track as it is sent; `None` for what is no music.
    fn metadata(&self, track: MediaItemId, seconds: Option<i32>) -> Option<Value> {
        let track = self.0.get(&track).filter(|track| track.media_type_id == builtin::MUSIC)?;
        let artist = self.0.get(&track.root_id).map(|artist| artist.name.as_str());
        let album = track.parent_id.filter(|parent| *parent != track.root_id).and_then(|parent| self.0.get(&parent));
        Some(json!({
            "artist_name": artist,
            "track_name": track.name,
            "release_name": album.map(|album| album.name.as_str()),
            "additional_info": { "duration_ms": seconds.or(track.runtime_seconds).map(|seconds| i64::from(seconds) * 1000) },
        }))
    }
}

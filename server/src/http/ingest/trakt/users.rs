//! Who the client is signed in as, and what they watch now.

use axum::Json;
use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use medianest_core::Error;
use medianest_core::catalogue::facts;
use medianest_core::db::identity::User;
use medianest_core::diary::{checkin, presence};
use medianest_core::identity::users;
use serde_json::{Map, Value, json};

use super::paging::Parameters;
use super::place::Place;
use super::wire::{add_media, time};
use super::{Caller, Refused};
use crate::http::state::HttpState;

/// `GET /users/settings`
pub async fn settings(State(state): State<HttpState>, Caller(actor): Caller) -> Result<Json<Value>, Refused> {
    let user = users::me(&state.app, &actor).await?;
    Ok(Json(json!({
        "user": profile_of(&user),
        "account": { "timezone": user.timezone, "date_format": "ymd", "time_24hr": true },
        "sharing_text": { "watching": "", "watched": "" },
        // Trakt's own clients ask before they add: nothing is limited here.
        "limits": { "list": { "count": 100_000, "item_count": 100_000 }, "watchlist": { "item_count": 100_000 } },
    })))
}

/// `GET /users/{name}`
pub async fn profile(
    State(state): State<HttpState>,
    Caller(actor): Caller,
    Path(place): Path<Place>,
) -> Result<Json<Value>, Refused> {
    place.own(&state, &actor).await?;
    Ok(Json(profile_of(&users::me(&state.app, &actor).await?)))
}

pub(super) fn profile_of(user: &User) -> Value {
    let name = user.username.as_ref().unwrap_or(&user.display_name);
    json!({
        "username": name,
        "name": user.display_name,
        "private": false,
        "vip": true,
        "vip_ep": false,
        "ids": { "slug": medianest_core::catalogue::slug(name) },
        "joined_at": time(user.created_at),
    })
}

/// `GET /users/{name}/watching`: nothing, where nothing plays.
pub async fn watching(
    State(state): State<HttpState>,
    Caller(actor): Caller,
    Path(place): Path<Place>,
    Query(parameters): Query<Parameters>,
) -> Result<Response, Refused> {
    place.own(&state, &actor).await?;
    let Some(shown) = presence::mine(&state.app, &actor).await? else { return Ok(StatusCode::NO_CONTENT.into_response()) };
    let item = shown.media_item_id;
    let facts = facts::of(&state.app, &actor, &[item]).await?.remove(&item).ok_or(Error::NotFound("item"))?;
    if facts.kind() == "item" {
        return Ok(StatusCode::NO_CONTENT.into_response());
    }
    let mut answer = Map::new();
    answer.insert("started_at".to_owned(), time(shown.started_at));
    answer.insert("expires_at".to_owned(), time(shown.expires_at));
    answer.insert("action".to_owned(), json!(if shown.source == checkin::SOURCE { "checkin" } else { "scrobble" }));
    add_media(&mut answer, &facts, parameters.extent());
    Ok(Json(answer).into_response())
}

//! Lists of their person's own, under the names that clients know: numbers, or slugs of what they are called.

use axum::Json;
use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use medianest_core::Error;
use medianest_core::catalogue::{facts, slug};
use medianest_core::db::lists::{UserList, UserListChanges};
use medianest_core::db::{Audience, ListSortOrder, MediaItemId};
use medianest_core::identity::users;
use medianest_core::lists::items::ItemDraft;
use medianest_core::lists::{self, ListDraft, items as list_items, whole};
use medianest_core::policy::Actor;
use serde::Deserialize;
use serde_json::{Map, Value, json};

use super::batch::{Batch, Meaning, moment};
use super::paging::Parameters;
use super::place::Place;
use super::users::profile_of;
use super::wire::{add_media, time};
use super::{Caller, Refused};
use crate::http::state::HttpState;

/// What a client says of a list; what it does not say stays as it is.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Said {
    name: Option<String>,
    description: Option<String>,
    privacy: Option<String>,
    sort_by: Option<String>,
}

impl Said {
    /// Who is to see it. What Trakt shows to the world, MediaNest shows to its members.
    fn audience(&self) -> Result<Option<Audience>, Error> {
        match self.privacy.as_deref() {
            None => Ok(None),
            Some("private" | "link") => Ok(Some(Audience::Nobody)),
            Some("friends") => Ok(Some(Audience::Friends)),
            Some("public") => Ok(Some(Audience::Members)),
            Some(_) => Err(Error::invalid("privacy", "use private, friends or public")),
        }
    }

    fn sort_order(&self) -> Option<ListSortOrder> {
        self.sort_by.as_deref().and_then(order)
    }
}

/// The order of this name; `None` for those that MediaNest has not.
fn order(name: &str) -> Option<ListSortOrder> {
    match name {
        "rank" => Some(ListSortOrder::Manual),
        "added" => Some(ListSortOrder::DateAdded),
        "title" => Some(ListSortOrder::Title),
        "released" => Some(ListSortOrder::ReleaseDate),
        "my_rating" => Some(ListSortOrder::Rating),
        _ => None,
    }
}

/// The order of the things of a list, by their numbers.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Order {
    rank: Vec<i64>,
}

/// A list as it is sent.
async fn shown(state: &HttpState, actor: &Actor, list: &UserList) -> Result<Value, Error> {
    let user = users::me(&state.app, actor).await?;
    let count = list_items::count(&state.app, actor, list.id).await?;
    Ok(said(list, count, &profile_of(&user)))
}

fn said(list: &UserList, count: i64, user: &Value) -> Value {
    let (privacy, sort_by) = (
        match list.audience {
            Audience::Nobody => "private",
            Audience::Friends => "friends",
            Audience::Members => "public",
        },
        match list.sort_order {
            ListSortOrder::Manual => "rank",
            ListSortOrder::Title => "title",
            ListSortOrder::DateAdded => "added",
            ListSortOrder::ReleaseDate => "released",
            ListSortOrder::Rating => "my_rating",
        },
    );
    json!({
        "name": list.name,
        "description": list.description,
        "privacy": privacy,
        "share_link": null,
        "type": "personal",
        "display_numbers": list.sort_order == ListSortOrder::Manual,
        "allow_comments": false,
        "sort_by": sort_by,
        "sort_how": "asc",
        "created_at": time(list.created_at),
        "updated_at": time(list.updated_at),
        "item_count": count,
        "comment_count": 0,
        "likes": 0,
        "ids": { "trakt": list.number, "slug": slug(&list.name) },
        "user": user,
    })
}

/// The list of the path: by its number, else the latest that is called so.
async fn find(state: &HttpState, actor: &Actor, place: &Place) -> Result<UserList, Refused> {
    place.own(state, actor).await?;
    let name = place.id.as_deref().unwrap_or_default();
    let mut lists = whole::own(&state.app, actor).await?;
    let number = name.parse::<i64>().ok();
    let found = lists.iter().position(|list| number == Some(list.number));
    let found = found.or_else(|| lists.iter().position(|list| slug(&list.name) == name));
    Ok(found.map(|at| lists.swap_remove(at)).ok_or(Error::NotFound("list"))?)
}

/// `GET /users/{name}/lists`
pub async fn all(
    State(state): State<HttpState>,
    Caller(actor): Caller,
    Path(place): Path<Place>,
    Query(parameters): Query<Parameters>,
) -> Result<Response, Refused> {
    place.own(&state, &actor).await?;
    let (headers, lists) = parameters.part(whole::own(&state.app, &actor).await?);
    let user = profile_of(&users::me(&state.app, &actor).await?);
    let by_hand: Vec<_> = lists.iter().filter(|list| list.filter.is_none()).map(|list| list.id).collect();
    let counts = list_items::counts(&state.app, &actor, &by_hand).await?;
    let mut rows = Vec::with_capacity(lists.len());
    for list in &lists {
        let known = counts.iter().find(|(id, _)| *id == list.id).map(|(_, count)| *count);
        let count = match known {
            Some(count) => count,
            None if list.filter.is_none() => 0,
            None => list_items::count(&state.app, &actor, list.id).await?,
        };
        rows.push(said(list, count, &user));
    }
    Ok((headers, Json(rows)).into_response())
}

/// `POST /users/{name}/lists`
pub async fn create(
    State(state): State<HttpState>,
    Caller(actor): Caller,
    Path(place): Path<Place>,
    Json(said): Json<Said>,
) -> Result<Response, Refused> {
    place.own(&state, &actor).await?;
    let draft = ListDraft {
        audience: said.audience()?.unwrap_or(Audience::Nobody),
        sort_order: said.sort_order().unwrap_or(ListSortOrder::Manual),
        name: said.name.unwrap_or_default(),
        description: said.description,
        filter: None,
    };
    let list = lists::create(&state.app, &actor, draft).await?;
    Ok((StatusCode::CREATED, Json(shown(&state, &actor, &list).await?)).into_response())
}

/// `GET /users/{name}/lists/{id}`
pub async fn one(
    State(state): State<HttpState>,
    Caller(actor): Caller,
    Path(place): Path<Place>,
) -> Result<Json<Value>, Refused> {
    let list = find(&state, &actor, &place).await?;
    Ok(Json(shown(&state, &actor, &list).await?))
}

/// `PUT /users/{name}/lists/{id}`
pub async fn update(
    State(state): State<HttpState>,
    Caller(actor): Caller,
    Path(place): Path<Place>,
    Json(said): Json<Said>,
) -> Result<Json<Value>, Refused> {
    let list = find(&state, &actor, &place).await?;
    let changes = UserListChanges {
        audience: said.audience()?,
        sort_order: said.sort_order(),
        name: said.name,
        description: said.description.map(Some),
        ..UserListChanges::default()
    };
    let list = lists::update(&state.app, &actor, list.id, changes).await?;
    Ok(Json(shown(&state, &actor, &list).await?))
}

/// `DELETE /users/{name}/lists/{id}`
pub async fn delete(
    State(state): State<HttpState>,
    Caller(actor): Caller,
    Path(place): Path<Place>,
) -> Result<StatusCode, Refused> {
    let list = find(&state, &actor, &place).await?;
    lists::delete(&state.app, &actor, list.id).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// `GET /users/{name}/lists/{id}/items[/{kinds}[/{sort}/{direction}]]`
pub async fn items(
    State(state): State<HttpState>,
    Caller(actor): Caller,
    Path(place): Path<Place>,
    Query(parameters): Query<Parameters>,
) -> Result<Response, Refused> {
    let list = find(&state, &actor, &place).await?;
    let kinds = place.kinds()?;
    let sort = place.sort.as_deref().and_then(order);
    let mut listed = whole::everything(&state.app, &actor, list.id, sort).await?;
    if place.direction.as_deref() == Some("desc") {
        listed.reverse();
    }
    let ids: Vec<MediaItemId> = listed.iter().map(|listed| listed.item_id).collect();
    let facts = facts::of(&state.app, &actor, &ids).await?;
    let rows = listed.iter().enumerate().filter_map(|(place, listed)| {
        let facts = facts.get(&listed.item_id)?;
        let is_wanted =
            if kinds.is_empty() { facts.kind() != "item" } else { kinds.iter().any(|kind| kind.noun() == facts.kind()) };
        let row = listed.row.as_ref();
        let mut sent = Map::new();
        sent.insert("rank".to_owned(), json!(place + 1));
        // An item is on a list once, so its number tells rows apart.
        sent.insert("id".to_owned(), json!(facts.item.number));
        sent.insert("listed_at".to_owned(), time(row.map_or(list.updated_at, |row| row.added_at)));
        sent.insert("notes".to_owned(), json!(row.and_then(|row| row.notes.as_deref())));
        add_media(&mut sent, facts, parameters.extent());
        is_wanted.then_some(Value::Object(sent))
    });
    let (headers, rows) = parameters.part(rows.collect());
    Ok((headers, Json(rows)).into_response())
}

/// What is said of a list after something on it changed.
async fn after(state: &HttpState, actor: &Actor, list: &UserList) -> Result<Value, Error> {
    let list = lists::find(&state.app, actor, list.id).await?;
    let count = list_items::count(&state.app, actor, list.id).await?;
    Ok(json!({ "updated_at": time(list.updated_at), "item_count": count }))
}

/// `POST /users/{name}/lists/{id}/items`
pub async fn add(
    State(state): State<HttpState>,
    Caller(actor): Caller,
    Path(place): Path<Place>,
    Json(batch): Json<Batch>,
) -> Result<Response, Refused> {
    let list = find(&state, &actor, &place).await?;
    let resolved = batch.resolve(&state.app, &actor, Meaning::Itself).await?;
    let mut drafts = Vec::new();
    for found in &resolved.found {
        let added_at = found.said.listed_at.as_deref().map(|text| moment("listed_at", text)).transpose()?;
        drafts.push(ItemDraft { item_id: found.item.id, notes: found.said.notes.clone(), rank: None, added_at });
    }
    let done = whole::add(&state.app, &actor, list.id, &drafts).await?;
    let ids = |rows: &[medianest_core::db::lists::ListItem]| rows.iter().map(|row| row.media_item_id).collect::<Vec<_>>();
    let answer = json!({
        "added": resolved.count(&ids(&done.added)),
        "existing": resolved.count(&ids(&done.existing)),
        "not_found": resolved.not_found(),
        "list": after(&state, &actor, &list).await?,
    });
    Ok((StatusCode::CREATED, Json(answer)).into_response())
}

/// `POST /users/{name}/lists/{id}/items/remove`
pub async fn remove(
    State(state): State<HttpState>,
    Caller(actor): Caller,
    Path(place): Path<Place>,
    Json(batch): Json<Batch>,
) -> Result<Json<Value>, Refused> {
    let list = find(&state, &actor, &place).await?;
    let resolved = batch.resolve(&state.app, &actor, Meaning::Itself).await?;
    let wanted: Vec<_> = resolved.found.iter().map(|found| found.item.id).collect();
    let gone = whole::remove(&state.app, &actor, list.id, &wanted).await?;
    let answer = json!({ "deleted": resolved.count(&gone), "not_found": resolved.not_found(), "list": after(&state, &actor, &list).await? });
    Ok(Json(answer))
}

/// `POST /users/{name}/lists/{id}/items/reorder`
pub async fn reorder(
    State(state): State<HttpState>,
    Caller(actor): Caller,
    Path(place): Path<Place>,
    Json(order): Json<Order>,
) -> Result<Json<Value>, Refused> {
    let list = find(&state, &actor, &place).await?;
    let ids: Vec<MediaItemId> = whole::rows(&state.app, &actor, list.id).await?.iter().map(|row| row.media_item_id).collect();
    let facts = facts::of(&state.app, &actor, &ids).await?;
    let item_of = |number: &i64| facts.values().find(|facts| facts.item.number == *number).map(|facts| facts.item.id);
    let wanted: Vec<MediaItemId> = order.rank.iter().filter_map(item_of).collect();
    let skipped: Vec<i64> = order.rank.iter().copied().filter(|number| item_of(number).is_none()).collect();
    let updated = whole::reorder(&state.app, &actor, list.id, &wanted).await?;
    Ok(Json(json!({ "updated": updated, "skipped_ids": skipped, "list": after(&state, &actor, &list).await? })))
}

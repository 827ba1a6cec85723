//! Lists as Trakt's clients make, fill and order them.

use chrono::TimeDelta;
use reqwest::{Method, StatusCode};
use serde_json::{Value, json};

use crate::support::TestServer;
use crate::trakt::{Player, catalogue, signed_in};

async fn make(player: &Player<'_>, body: Value) -> Value {
    let (status, list) = player.post("/users/me/lists", body).await;
    assert_eq!(status, StatusCode::CREATED, "{list}");
    list
}

async fn titles(player: &Player<'_>, path: &str) -> Vec<String> {
    let (status, rows) = player.get(path).await;
    assert_eq!(status, StatusCode::OK, "{rows}");
    let title = |row: &Value| {
        let kind = row["type"].as_str().unwrap();
        row[kind]["title"].as_str().unwrap_or(kind).to_owned()
    };
    rows.as_array().unwrap().iter().map(title).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_list_is_made_found_changed_and_deleted() {
    let server = TestServer::start().await;
    let player = signed_in(&server, "ana").await;
    assert_eq!(player.get("/users/me/lists").await.1, json!([]));
    let list =
        make(&player, json!({ "name": "Rainy days", "description": "Blankets", "privacy": "friends", "sort_by": "added" })).await;
    assert_eq!(
        (&list["ids"]["slug"], &list["privacy"], &list["item_count"]),
        (&json!("rainy-days"), &json!("friends"), &json!(0))
    );
    let number = list["ids"]["trakt"].as_i64().unwrap();
    for id in [number.to_string(), "rainy-days".to_owned()] {
        let (_, found) = player.get(&format!("/users/me/lists/{id}")).await;
        assert_eq!((&found["name"], &found["user"]["username"]), (&json!("Rainy days"), &json!("ana")), "{id}");
    }
    // The latest comes first.
    server.world.pass(TimeDelta::seconds(1));
    let plain = make(&player, json!({ "name": "Plain" })).await;
    assert_eq!((&plain["privacy"], &plain["sort_by"]), (&json!("private"), &json!("rank")));
    let (_, all) = player.get("/users/ana/lists").await;
    assert_eq!(
        all.as_array().unwrap().iter().map(|list| list["name"].as_str().unwrap()).collect::<Vec<_>>(),
        ["Plain", "Rainy days"]
    );

    let path = format!("/users/me/lists/{number}");
    let (status, changed) = player.send(Method::PUT, &path, json!({ "name": "Sunny days", "privacy": "public" })).await;
    assert_eq!((status, &changed["ids"]["slug"], &changed["privacy"]), (StatusCode::OK, &json!("sunny-days"), &json!("public")));
    assert_eq!(changed["description"], "Blankets", "what is not said stays");
    let (status, _) = player.send(Method::PUT, &path, json!({ "privacy": "everybody" })).await;
    assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(player.post("/users/me/lists", json!({ "name": "" })).await.0, StatusCode::UNPROCESSABLE_ENTITY);

    let other = signed_in(&server, "ben").await;
    assert_eq!(other.get(&path).await.0, StatusCode::NOT_FOUND, "one's own lists, and nobody else's");
    assert_eq!(other.get("/users/ana/lists").await.0, StatusCode::NOT_FOUND);
    assert_eq!(player.send(Method::DELETE, &path, Value::Null).await.0, StatusCode::NO_CONTENT);
    assert_eq!(player.get(&path).await.0, StatusCode::NOT_FOUND);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_list_is_filled_ordered_and_emptied() {
    let server = TestServer::start().await;
    let (film, show) = catalogue(&server).await;
    let player = signed_in(&server, "ana").await;
    let changed_at = async || player.get("/sync/last_activities").await.1["lists"]["updated_at"].take();
    let before = changed_at().await;
    make(&player, json!({ "name": "Mixed" })).await;
    assert_ne!(changed_at().await, before);
    let items = "/users/me/lists/mixed/items";
    let batch = json!({
        "movies": [{ "ids": { "imdb": "tt0133093" }, "notes": "again" }, { "title": "Nobody knows this" }],
        "shows": [{ "ids": { "trakt": show.number }, "seasons": [{ "number": 1, "episodes": [{ "number": 2 }] }] }, { "ids": { "trakt": show.number } }],
    });
    let (status, added) = player.post(items, batch.clone()).await;
    assert_eq!(status, StatusCode::CREATED, "{added}");
    assert_eq!(added["added"], json!({ "movies": 1, "shows": 1, "seasons": 0, "episodes": 1 }), "{added}");
    assert_eq!(
        (&added["list"]["item_count"], &added["not_found"]["movies"][0]["title"]),
        (&json!(3), &json!("Nobody knows this"))
    );
    let (_, again) = player.post(items, batch).await;
    assert_eq!((&again["added"]["movies"], &again["existing"]["movies"]), (&json!(0), &json!(1)));

    let (_, rows) = player.get(items).await;
    assert_eq!(
        (&rows[0]["rank"], &rows[0]["id"], &rows[0]["notes"]),
        (&json!(1), &json!(film.number), &json!("again")),
        "{rows}"
    );
    assert_eq!(titles(&player, items).await, ["The Matrix", "Part 2", "Night Watch"]);
    for (kinds, expected) in
        [("movies", vec!["The Matrix"]), ("show,episode", vec!["Part 2", "Night Watch"]), ("seasons", vec![])]
    {
        assert_eq!(titles(&player, &format!("{items}/{kinds}")).await, expected, "{kinds}");
    }
    assert_eq!(titles(&player, &format!("{items}/all/title/desc")).await, ["Part 2", "Night Watch", "The Matrix"]);
    assert_eq!(titles(&player, &format!("{items}?page=2&limit=2")).await, ["Night Watch"]);
    assert_eq!(player.get(&format!("{items}/people")).await.0, StatusCode::NOT_FOUND);

    let (status, ordered) =
        player.post(&format!("{items}/reorder"), json!({ "rank": [show.number, 999_999, film.number] })).await;
    assert_eq!((status, &ordered["updated"], &ordered["skipped_ids"]), (StatusCode::OK, &json!(2), &json!([999_999])));
    assert_eq!(titles(&player, items).await, ["Night Watch", "The Matrix", "Part 2"]);
    let gone = json!({ "movies": [{ "ids": { "trakt": film.number } }] });
    let (_, removed) = player.post(&format!("{items}/remove"), gone.clone()).await;
    assert_eq!((&removed["deleted"]["movies"], &removed["list"]["item_count"]), (&json!(1), &json!(2)));
    assert_eq!(player.post(&format!("{items}/remove"), gone).await.1["deleted"]["movies"], 0);
    assert_eq!(titles(&player, items).await, ["Night Watch", "Part 2"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_smart_list_is_read_and_fills_itself() {
    let server = TestServer::start().await;
    let (film, _) = catalogue(&server).await;
    let player = signed_in(&server, "ana").await;
    let ana = server.bearer(player.token.as_deref().unwrap());
    let create =
        "mutation { createList(input: { name: \"Films\", filter: { types: [\"movie\"] }, sortOrder: TITLE }) { list { id } } }";
    ana.data(create, json!({})).await;
    let (_, lists) = player.get("/users/me/lists").await;
    assert_eq!((&lists[0]["name"], &lists[0]["item_count"]), (&json!("Films"), &json!(1)), "{lists}");
    assert_eq!(titles(&player, "/users/me/lists/films/items").await, ["The Matrix"]);
    let more = json!({ "movies": [{ "ids": { "trakt": film.number } }] });
    assert_eq!(player.post("/users/me/lists/films/items", more).await.0, StatusCode::CONFLICT);
    assert_eq!(
        player.post("/users/me/lists/films/items/reorder", json!({ "rank": [film.number] })).await.0,
        StatusCode::CONFLICT
    );
}

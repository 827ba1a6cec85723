//! Trakt's API as players use it.

use chrono::TimeDelta;
use medianest_core::catalogue::items::{self, ItemDraft};
use medianest_core::catalogue::{MediaItem, builtin, external_ids};
use medianest_core::policy::Actor;
use reqwest::{Method, StatusCode};
use serde_json::{Value, json};

use crate::support::TestServer;

/// A player that is signed in, or not.
pub struct Player<'a> {
    pub server: &'a TestServer,
    pub token: Option<String>,
}

impl Player<'_> {
    pub async fn send(&self, method: Method, path: &str, body: Value) -> (StatusCode, Value) {
        let mut request =
            self.server.http().request(method, self.server.url(&format!("/trakt{path}"))).header("trakt-api-version", "2");
        if let Some(token) = &self.token {
            request = request.bearer_auth(token);
        }
        if !body.is_null() {
            request = request.json(&body);
        }
        let answer = request.send().await.expect("the server answers");
        (answer.status(), answer.json().await.unwrap_or_default())
    }

    pub async fn post(&self, path: &str, body: Value) -> (StatusCode, Value) {
        self.send(Method::POST, path, body).await
    }

    pub async fn get(&self, path: &str) -> (StatusCode, Value) {
        self.send(Method::GET, path, Value::Null).await
    }
}

async fn make(server: &TestServer, draft: ItemDraft) -> MediaItem {
    items::create(&server.world.app, &Actor::system("test"), draft).await.unwrap()
}

/// A film of 100 minutes, and a show with two episodes.
pub async fn catalogue(server: &TestServer) -> (MediaItem, MediaItem) {
    let film = ItemDraft {
        year: Some(1999),
        runtime_seconds: Some(6000),
        external_ids: vec![
            external_ids::key("imdb", "movie", "tt0133093").unwrap(),
            external_ids::key("tmdb", "movie", "603").unwrap(),
        ],
        ..ItemDraft::new(builtin::MOVIE, "The Matrix")
    };
    let film = make(server, film).await;
    let show = make(server, ItemDraft { year: Some(2011), ..ItemDraft::new(builtin::TV, "Night Watch") }).await;
    let season = make(server, ItemDraft::new(builtin::TV, "Season 1").below(show.id, Some(1))).await;
    for number in 1..=2 {
        let episode = ItemDraft { runtime_seconds: Some(2400), ..ItemDraft::new(builtin::TV, format!("Part {number}")) };
        make(server, episode.below(season.id, Some(number))).await;
    }
    (film, show)
}

pub async fn signed_in<'a>(server: &'a TestServer, name: &str) -> Player<'a> {
    let person = server.world.user(name).await;
    Player { server, token: Some(server.world.session_token(&person).await) }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_player_signs_in_by_a_code_that_its_person_types_in() {
    let server = TestServer::start().await;
    let (_, ana) = server.user("ana").await;
    let mut player = Player { server: &server, token: None };
    let (status, codes) = player.post("/oauth/device/code", json!({ "client_id": "anybody" })).await;
    assert_eq!(status, StatusCode::OK, "{codes}");
    assert_eq!((codes["device_code"].as_str().unwrap().len(), codes["user_code"].as_str().unwrap().len()), (64, 8));
    let ask = json!({ "code": codes["device_code"], "client_id": "anybody", "client_secret": "whatever" });
    assert_eq!(player.post("/oauth/device/token", ask.clone()).await.0, StatusCode::BAD_REQUEST, "pending");
    assert_eq!(player.post("/oauth/device/token", ask.clone()).await.0, StatusCode::TOO_MANY_REQUESTS, "too fast");
    assert_eq!(player.post("/oauth/device/token", json!({ "code": "0", "client_id": "anybody" })).await.0, StatusCode::NOT_FOUND);
    let approve = "mutation ($code: String!) { approveDevice(input: { userCode: $code }) { __typename } }";
    ana.data(approve, json!({ "code": codes["user_code"] })).await;
    server.world.pass(TimeDelta::seconds(6));
    let (status, session) = player.post("/oauth/device/token", ask.clone()).await;
    assert_eq!(status, StatusCode::OK, "{session}");
    // trakt.py refreshes whenever less than two days remain.
    assert!(session["expires_in"].as_i64().unwrap() >= 7 * 24 * 3600, "{session}");
    assert_eq!(player.post("/oauth/device/token", ask).await.0, StatusCode::CONFLICT, "used");

    player.token = session["access_token"].as_str().map(str::to_owned);
    assert_eq!(player.get("/users/settings").await.1["user"]["username"], "ana");
    let refresh = json!({ "refresh_token": session["refresh_token"], "client_id": "anybody", "grant_type": "refresh_token" });
    let (status, renewed) = player.post("/oauth/token", refresh).await;
    assert_eq!(status, StatusCode::OK, "{renewed}");
    player.token = renewed["access_token"].as_str().map(str::to_owned);
    assert_eq!(player.get("/users/settings").await.0, StatusCode::OK);
    assert_eq!(player.post("/oauth/revoke", json!({ "token": renewed["access_token"] })).await.0, StatusCode::OK);
    assert_eq!(player.get("/users/settings").await.0, StatusCode::UNAUTHORIZED);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_film_is_scrobbled_once_however_often_the_player_says_so() {
    let server = TestServer::start().await;
    let (film, _) = catalogue(&server).await;
    let player = signed_in(&server, "ana").await;
    let report = |progress: f64| json!({ "movie": { "ids": { "trakt": film.number } }, "progress": progress, "app_date": null });
    let (status, started) = player.post("/scrobble/start", report(0.5)).await;
    assert_eq!((status, &started["action"], &started["id"]), (StatusCode::CREATED, &json!("start"), &json!(0)), "{started}");
    assert_eq!(
        started["movie"]["ids"],
        json!({ "trakt": film.number, "slug": film.slug, "imdb": "tt0133093", "tmdb": 603, "tvdb": null })
    );
    server.world.pass(TimeDelta::minutes(30));
    assert_eq!(player.post("/scrobble/pause", report(30.0)).await.1["action"], "pause");
    assert_eq!(player.get("/sync/playback/movies").await.1[0]["progress"], 30.0);
    server.world.pass(TimeDelta::minutes(70));
    let (status, stopped) = player.post("/scrobble/stop", report(95.0)).await;
    assert_eq!((status, &stopped["action"]), (StatusCode::CREATED, &json!("scrobble")), "{stopped}");
    assert!(stopped["id"].as_i64().unwrap() > 0);
    let (status, again) = player.post("/scrobble/stop", report(95.0)).await;
    assert_eq!(status, StatusCode::CONFLICT, "{again}");
    assert!(again["watched_at"].is_string() && again["expires_at"].is_string(), "{again}");
    let (_, history) = player.get("/sync/history/movies").await;
    assert_eq!(history.as_array().map(Vec::len), Some(1), "{history}");
    assert_eq!((&history[0]["id"], &history[0]["action"]), (&stopped["id"], &json!("scrobble")));
    assert_eq!(player.get("/sync/playback").await.1, json!([]));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_stop_before_the_threshold_is_a_pause_and_a_glance_is_nothing() {
    let server = TestServer::start().await;
    catalogue(&server).await;
    let player = signed_in(&server, "ana").await;
    let report = |progress: f64| json!({ "show": { "title": "Night Watch", "year": 2011 }, "episode": { "season": 1, "number": 2 }, "progress": progress });
    let (status, stopped) = player.post("/scrobble/stop", report(79.9)).await;
    assert_eq!((status, &stopped["action"]), (StatusCode::CREATED, &json!("pause")), "{stopped}");
    assert_eq!((&stopped["episode"]["season"], &stopped["episode"]["number"]), (&json!(1), &json!(2)));
    assert_eq!(stopped["show"]["title"], "Night Watch");
    assert_eq!(player.post("/scrobble/stop", report(0.4)).await.0, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(
        player.post("/scrobble/start", json!({ "movie": { "title": "Nobody knows this" }, "progress": 1 })).await.0,
        StatusCode::NOT_FOUND
    );
    assert_eq!(player.post("/scrobble/start", json!({ "progress": 1 })).await.0, StatusCode::BAD_REQUEST);
    assert_eq!(player.get("/sync/history").await.1, json!([]));
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_watched_elsewhere_is_added_paged_and_removed() {
    let server = TestServer::start().await;
    let (film, show) = catalogue(&server).await;
    let player = signed_in(&server, "ana").await;
    let batch = json!({
        "movies": [{ "ids": { "imdb": "tt0133093" }, "watched_at": "2026-02-01T20:00:00.000Z" }, { "title": "Nobody knows this", "ids": {} }],
        "shows": [{ "ids": { "slug": show.slug }, "seasons": [{ "number": 1, "episodes": [{ "number": 1, "watched_at": "2026-02-02T20:00:00Z" }, { "number": 9 }] }] }],
    });
    for _ in 0..2 {
        let (status, added) = player.post("/sync/history", batch.clone()).await;
        assert_eq!((status, &added["added"]), (StatusCode::CREATED, &json!({ "movies": 1, "episodes": 1 })), "{added}");
        assert_eq!(
            (added["not_found"]["movies"].as_array().unwrap().len(), added["not_found"]["episodes"].as_array().unwrap().len()),
            (1, 1)
        );
    }
    let head = server
        .http()
        .head(server.url("/trakt/sync/history?limit=1"))
        .bearer_auth(player.token.as_ref().unwrap())
        .send()
        .await
        .unwrap();
    assert_eq!(
        (&head.headers()["x-pagination-item-count"], &head.headers()["x-pagination-page-count"]),
        (&"2".parse().unwrap(), &"2".parse().unwrap())
    );
    let (_, second) = player.get("/sync/history?limit=1&page=2").await;
    assert_eq!(second[0]["movie"]["title"], "The Matrix", "{second}");
    let (_, removed) = player.post("/sync/history/remove", json!({ "ids": [second[0]["id"], 999_999] })).await;
    assert_eq!((&removed["deleted"]["ids"], &removed["not_found"]["ids"]), (&json!(1), &json!([999_999])), "{removed}");
    let (_, removed) = player.post("/sync/history/remove", json!({ "shows": [{ "ids": { "trakt": show.number } }] })).await;
    assert_eq!(removed["deleted"]["episodes"], 1, "{removed}");
    assert_eq!(player.get("/sync/history").await.1, json!([]));
    assert_eq!(player.get(&format!("/sync/history/movies/{}", film.number)).await.1, json!([]));
}

#[tokio::test(flavor = "multi_thread")]
async fn movies_shows_and_episodes_are_found() {
    let server = TestServer::start().await;
    let (film, show) = catalogue(&server).await;
    let player = signed_in(&server, "ana").await;
    // As trakt-scrobbler asks: a singular `field`, `extended=False`, one result whose score must be 5 or more.
    let (status, found) = player.get("/search/movie?query=The+Matrix&extended=False&field=title&years=1999&page=1&limit=1").await;
    assert_eq!((status, found.as_array().map(Vec::len)), (StatusCode::OK, Some(1)), "{found}");
    assert!(found[0]["score"].as_f64().unwrap() >= 5.0 && found[0]["movie"]["ids"]["trakt"] == film.number, "{found}");
    assert_eq!(player.get("/search/movie?query=The+Matrix&years=2003").await.1, json!([]));
    assert_eq!(player.get("/search/show?query=night+watch").await.1[0]["show"]["ids"]["slug"], show.slug);
    assert_eq!(player.get("/search/tmdb/603").await.1[0]["movie"]["title"], "The Matrix");
    assert_eq!(player.get("/movies/tt0133093").await.1["year"], 1999);
    assert_eq!(player.get(&format!("/shows/{}/seasons/1/episodes/2", show.slug)).await.1["title"], "Part 2");
    assert_eq!(player.get("/movies/unknown").await.0, StatusCode::NOT_FOUND);
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_scrobbles_without_signing_in_or_without_the_scope() {
    let server = TestServer::start().await;
    let (film, _) = catalogue(&server).await;
    let report = json!({ "movie": { "ids": { "trakt": film.number } }, "progress": 5 });
    let stranger = Player { server: &server, token: None };
    for path in ["/scrobble/start", "/sync/history"] {
        assert_eq!(stranger.post(path, report.clone()).await.0, StatusCode::UNAUTHORIZED, "{path}");
    }
    for path in ["/search/movie?query=x", "/sync/history", "/sync/playback", "/users/settings"] {
        assert_eq!(stranger.get(path).await.0, StatusCode::UNAUTHORIZED, "{path}");
    }
    let reader = Player { server: &server, token: Some(server.api_key("bob", &["read"]).await) };
    assert_eq!(reader.post("/scrobble/start", report.clone()).await.0, StatusCode::FORBIDDEN);
    let scrobbler = Player { server: &server, token: Some(server.api_key("eve", &["scrobble"]).await) };
    assert_eq!(scrobbler.post("/scrobble/start", report).await.0, StatusCode::CREATED);
    assert_eq!(scrobbler.get("/sync/history").await.0, StatusCode::FORBIDDEN);
}

//! Every route of every port, asked by every kind of viewer.

use medianest_core::catalogue::builtin;
use medianest_server::http::metrics::Metrics;
use medianest_server::http::{HttpConfig, Route, Routes, main_port, trakt_port};
use reqwest::{Method, StatusCode};
use serde_json::{Value, json};

use super::{VIEWERS, Viewer, compare, matrix};
use crate::support::{TestServer, serve_routes};

/// A film that is there.
const FILM: &str = "tt0078748";

/// Something to ask for at a route: its path filled in, and a body for those that take one.
fn request(route: &Route) -> (String, Option<Value>) {
    // Where resume points are read by kind, they are deleted by number.
    let kind = if route.method == "DELETE" { "1" } else { "movies" };
    let places = [
        ("{action}", "start"),
        ("{types}", "movie"),
        ("{provider}", "imdb"),
        ("{season}", "1"),
        ("{episode}", "1"),
        ("{kind}", kind),
        ("{sort}", "rank"),
        ("{direction}", "asc"),
        ("{id}", FILM),
        ("{file}", "nothing"),
        ("{name}", "somebody"),
        ("{player}", "plex"),
        ("{token}", "nothing"),
        ("{format}", "json"),
        ("{*others}", "nothing"),
    ];
    let path = places.iter().fold(route.path.clone(), |path, (place, value)| path.replace(place, value));
    assert!(!path.contains('{'), "say what to put into {}", route.path);
    let query = "{ me { id } }";
    match (route.method, route.path.as_str()) {
        ("GET", "/graphql") => (format!("{path}?query={query}"), None),
        ("GET", "/trakt/search/{types}") => (format!("{path}?query=nothing"), None),
        ("GET" | "DELETE", _) => (path, None),
        (_, "/graphql") => (path, Some(json!({ "query": query }))),
        (_, "/trakt/oauth/device/code") => (path, Some(json!({ "client_id": "player" }))),
        (_, "/trakt/oauth/device/token") => (path, Some(json!({ "client_id": "player", "code": "nothing" }))),
        (_, "/trakt/oauth/token") => (path, Some(json!({ "grant_type": "refresh_token", "refresh_token": "nothing" }))),
        (_, "/trakt/scrobble/{action}") => (path, Some(json!({ "movie": { "ids": { "imdb": FILM } }, "progress": 5 }))),
        (_, "/trakt/checkin") => (path, Some(json!({ "movie": { "ids": { "imdb": FILM } } }))),
        (_, post) if post.starts_with("/trakt/sync/") => {
            (path, Some(json!({ "movies": [{ "ids": { "imdb": FILM }, "rating": 7 }] })))
        }
        (_, "/1/submit-listens") => {
            let track = json!({ "artist_name": "Nobody", "track_name": "Nothing" });
            (
                path,
                Some(json!({ "listen_type": "single", "payload": [{ "listened_at": 1_700_000_000, "track_metadata": track }] })),
            )
        }
        _ => (path, Some(json!({}))),
    }
}

/// What an answer comes to, as one letter of the table.
fn letter(route: &Route, status: StatusCode, body: &str) -> char {
    if route.path == "/graphql" {
        return super::letter(&serde_json::from_str(body).expect("GraphQL answers JSON"));
    }
    match status.as_u16() {
        200..=299 => '.',
        // The page is there where the server was built with it.
        404 if body.starts_with("This MediaNest was built without GraphiQL") => '.',
        400 | 415 | 422 => 'I',
        401 => 'U',
        403 => 'F',
        404 => 'N',
        409 => 'C',
        _ => '?',
    }
}

/// What each route of a port comes to for each viewer.
async fn ask(server: &TestServer, routes: Routes) -> Vec<(String, String)> {
    let table = routes.table().to_vec();
    let (address, task) = serve_routes(routes).await;
    let mut found = Vec::new();
    for (place, route) in table.iter().enumerate() {
        let mut letters = String::new();
        for (n, kind) in VIEWERS.iter().enumerate() {
            let viewer = Viewer::new(server, kind, &format!("{address}-{place}-{n}")).await;
            let (path, body) = request(route);
            let method: Method = route.method.parse().unwrap();
            let mut request = server.http().request(method, format!("http://{address}{path}"));
            if let Some(token) = viewer.token {
                request = request.bearer_auth(token);
            }
            if let Some(body) = body {
                request = request.json(&body);
            }
            let answer = request.send().await.unwrap();
            let status = answer.status();
            letters.push(letter(route, status, &answer.text().await.unwrap()));
        }
        found.push((format!("{} {}", route.method, route.path), letters));
    }
    task.abort();
    found
}

#[tokio::test(flavor = "multi_thread")]
async fn every_route_answers_each_viewer_as_the_matrix_says() {
    let server = TestServer::start().await;
    let app = &server.world.app;
    let (_, admin) = server.admin("root").await;
    let create = "mutation ($input: CreateMediaItemInput!) { createMediaItem(input: $input) { item { id } } }";
    let id = json!({ "provider": "imdb", "kind": "movie", "externalId": FILM });
    let input = json!({ "mediaTypeId": builtin::MOVIE.to_string(), "name": "Alien", "externalIds": [id] });
    admin.data(create, json!({ "input": input })).await;
    let mut found = ask(&server, main_port(app, HttpConfig::default(), true)).await;
    found.extend(ask(&server, Metrics::start(app.clone()).unwrap().routes()).await);
    compare(matrix::ROUTES, &found);
    // The port of its own that Trakt's clients may have answers as the prefix does.
    let own = trakt_port(app.clone(), HttpConfig::default());
    let mut below = found.iter().map(|(name, _)| name.replacen(" /trakt/", " /", 1));
    for route in own.table() {
        let name = format!("{} {}", route.method, route.path);
        assert!(below.any(|known| known == name), "{name} is not under the prefix");
    }
}

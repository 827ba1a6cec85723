//! `medianest scrobble`, as a script runs it against a server somewhere.

use std::process::Output;

use medianest_core::catalogue::items::{self, ItemDraft};
use medianest_core::catalogue::{builtin, external_ids};
use medianest_core::policy::Actor;
use medianest_server::http::HttpConfig;
use medianest_test_support::World;
use serde_json::json;

use crate::support::TestServer;

async fn scrobble(server: &TestServer, key: &str, words: &[&str]) -> Output {
    tokio::process::Command::new(env!("CARGO_BIN_EXE_medianest"))
        .arg("scrobble")
        .args(words)
        .args(["--server", &server.url("")])
        .env("MEDIANEST_API_KEY", key)
        .env_remove("MEDIANEST_API_KEY_FILE")
        .output()
        .await
        .unwrap()
}

/// What it printed, once it worked.
async fn told(server: &TestServer, key: &str, words: &[&str]) -> String {
    let output = scrobble(server, key, words).await;
    assert!(output.status.success(), "{words:?}: {}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap().trim().to_owned()
}

/// What it complained of, once it did not.
async fn complaint(server: &TestServer, key: &str, words: &[&str]) -> String {
    let output = scrobble(server, key, words).await;
    assert_eq!(output.status.code(), Some(1), "{words:?}: {}", String::from_utf8_lossy(&output.stdout));
    String::from_utf8(output.stderr).unwrap().trim().to_owned()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_script_tells_what_plays_by_title_by_number_and_by_what_others_call_it() {
    let server = TestServer::start().await;
    let (ana, client) = server.user("ana").await;
    let key = server.world.api_key(&ana, &["read", "scrobble"]).await;
    let make = async |draft: ItemDraft| items::create(&server.world.app, &Actor::system("test"), draft).await.unwrap();
    let mut heat = ItemDraft::new(builtin::MOVIE, "Heat");
    heat.year = Some(1995);
    heat.external_ids = vec![external_ids::key("imdb", "movie", "tt0113277").unwrap()];
    make(heat).await;
    let show = make(ItemDraft::new(builtin::TV, "Harbour Lights")).await;
    let season = make(ItemDraft::new(builtin::TV, "Season 1").below(show.id, Some(1))).await;
    for number in 1..=3 {
        make(ItemDraft::new(builtin::TV, format!("Night {number}")).below(season.id, Some(number))).await;
    }

    assert_eq!(told(&server, &key, &["start", "Heat", "1995"]).await, "Heat (1995) plays");
    let now = "{ currentlyWatching { item { name } } history(first: 5) { edges { node { item { name } } } } }";
    assert_eq!(client.data(now, json!({})).await["currentlyWatching"]["item"]["name"], "Heat");
    assert_eq!(told(&server, &key, &["pause", "imdb:tt0113277", "--percent", "40"]).await, "Heat (1995) can be resumed");
    assert_eq!(told(&server, &key, &["stop", "imdb:tt0113277", "--percent", "97"]).await, "Heat (1995) is in the history");
    assert_eq!(told(&server, &key, &["stop", "harbour lights", "S01E03", "--percent", "99"]).await, "Night 3 is in the history");
    let history = client.data(now, json!({})).await["history"]["edges"].take();
    let mut names: Vec<&str> =
        history.as_array().unwrap().iter().filter_map(|edge| edge["node"]["item"]["name"].as_str()).collect();
    names.sort_unstable();
    assert_eq!(names, ["Heat", "Night 3"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_script_is_told_what_is_wrong() {
    let server = TestServer::start().await;
    let key = server.api_key("ana", &["read", "scrobble"]).await;
    assert_eq!(
        complaint(&server, &key, &["start", "Nothing", "of", "the", "kind"]).await,
        "medianest: the catalogue has no Nothing of the kind"
    );
    assert_eq!(complaint(&server, &key, &["stop", "tmdb:movie:1"]).await, "medianest: the catalogue has no tmdb:movie:1");
    assert!(complaint(&server, "mn_nobody", &["start", "Heat"]).await.contains("sign in"));
    let reader = server.api_key("ben", &["read"]).await;
    let film = items::create(&server.world.app, &Actor::system("test"), ItemDraft::new(builtin::MOVIE, "Heat")).await.unwrap();
    assert!(complaint(&server, &reader, &["start", &film.id.to_string()]).await.contains("scope"));
    assert!(complaint(&server, &key, &["start", &film.id.to_string(), "--percent", "140"]).await.contains("progressPercent"));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_script_tells_of_a_track_that_the_catalogue_does_not_have_yet() {
    // The command goes by the machine's clock.
    let server = TestServer::over(World::in_real_time().await, HttpConfig::default()).await;
    let (ana, client) = server.user("ana").await;
    let key = server.world.api_key(&ana, &["scrobble"]).await;
    let heard = ["listen", "Portishead", "-", "Roads", "--album", "Dummy", "--duration", "5:04", "--device", "cron"];
    assert_eq!(told(&server, &key, &heard).await, "Portishead - Roads is in the history");
    let ask = "{ history(first: 5) { nodes { deviceName item { name ancestors { name } } } } }";
    let history = client.data(ask, json!({})).await["history"]["nodes"].take();
    let item = json!({ "name": "Roads", "ancestors": [{ "name": "Portishead" }, { "name": "Dummy" }] });
    assert_eq!(history, json!([{ "deviceName": "cron", "item": item }]));
    assert!(complaint(&server, &key, &["listen", "Roads"]).await.contains("`Artist - Track`"));
    assert!(complaint(&server, &key, &["listen", "Portishead - Roads", "--percent", "50"]).await.contains("as a whole"));
    assert!(complaint(&server, &key, &["stop", "Roads", "--album", "Dummy"]).await.contains("`listen`"));
    assert!(complaint(&server, "mn_nobody", &["listen", "Portishead - Roads"]).await.contains("token"));
    let reader = server.api_key("ben", &["read"]).await;
    assert!(complaint(&server, &reader, &["listen", "Portishead - Roads"]).await.contains("scope"));
}

#[tokio::test]
async fn the_command_says_how_it_is_used() {
    let help = tokio::process::Command::new(env!("CARGO_BIN_EXE_medianest")).args(["scrobble", "--help"]).output().await.unwrap();
    let help = String::from_utf8(help.stdout).unwrap();
    for word in ["start", "progress", "pause", "stop", "listen", "--percent", "--album", "MEDIANEST_API_KEY", "Examples:"] {
        assert!(help.contains(word), "{word} in {help}");
    }
}

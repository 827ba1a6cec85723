//! Scrobblers as they are published, unpatched but for the API's address, and our own add-on for Kodi. `cargo xtask test`
//! installs what they need and says where, in `MEDIANEST_TEST_SCROBBLERS`.

use std::path::Path;
use std::process::Command;

use medianest_test_support::World;
use serde_json::{Value, json};

use crate::audioscrobbler::{app_password, heard};
use crate::support::TestServer;
use crate::support::transcript::Transcript;
use crate::trakt::catalogue;

/// Runs one of the clients to its end, and answers what it printed.
async fn run(script: &'static str, arguments: Vec<String>) -> String {
    let home = std::env::var("MEDIANEST_TEST_SCROBBLERS")
        .expect("MEDIANEST_TEST_SCROBBLERS names the scrobblers' environment; `cargo xtask test` sets it");
    let ended = tokio::task::spawn_blocking(move || {
        let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("../e2e/players").join(script);
        Command::new(Path::new(&home).join("bin/python")).arg(script).args(arguments).output().expect("Python starts")
    });
    let ended = ended.await.unwrap();
    assert!(ended.status.success(), "{}", String::from_utf8_lossy(&ended.stderr));
    String::from_utf8(ended.stdout).unwrap()
}

async fn server() -> (TestServer, Transcript) {
    TestServer::recorded(World::in_real_time().await).await
}

#[tokio::test(flavor = "multi_thread")]
async fn liblistenbrainz_submits_and_reads_back() {
    let (server, transcript) = server().await;
    let token = server.api_key("ana", &["read", "scrobble"]).await;
    let began = server.world.app.now().timestamp() - 3600;
    let printed = run("listen_to.py", vec![server.url(""), token, began.to_string()]).await;
    let read: Value = serde_json::from_str(&printed).unwrap();
    let row = |number: i64, at: i64| json!([at, "Portishead", "Dummy", format!("Track {number}")]);
    let listens = [row(3, began + 900), row(2, began + 600), row(1, began + 300), row(1, began)];
    assert_eq!(read, json!({ "count": 4, "listens": listens, "playing": "Track 5" }));
    transcript.assert("listenbrainz");
}

#[tokio::test(flavor = "multi_thread")]
async fn pylast_scrobbles_over_tls() {
    let (server, transcript) = server().await;
    let (ana, password) = app_password(&server, "ana").await;
    let began = server.world.app.now().timestamp() - 3600;
    let (host, port) = (server.address.ip().to_string(), server.address.port().to_string());
    let printed = run("pylast_to.py", vec![host, port, "ana".to_owned(), password, began.to_string()]).await;
    assert_eq!(printed.trim().len(), 32, "{printed}");
    assert_eq!(heard(&server, &ana).await, ["Portishead: Sour Times & <more>", "Portishead: Mysterons"]);
    transcript.assert("audioscrobbler");
}

#[tokio::test(flavor = "multi_thread")]
async fn trakt_py_signs_in_by_the_code_that_its_person_copies() {
    let (server, transcript) = server().await;
    let (_, ana) = server.user("ana").await;
    let redirect_uri = "urn:ietf:wg:oauth:2.0:oob";
    let approve = "mutation ($input: ApproveClientInput!) { approveClient(input: $input) { code } }";
    let approved = ana.data(approve, json!({ "input": { "clientId": "tracker", "redirectUri": redirect_uri } })).await;
    let code = approved["approveClient"]["code"].as_str().unwrap();
    let arguments = vec![server.url("/trakt"), "code".to_owned(), redirect_uri.to_owned(), code.to_owned()];
    assert_eq!(run("trakt_to.py", arguments).await.trim(), "\"ana\"");
    transcript.assert("trakt_sign_in");
}

#[tokio::test(flavor = "multi_thread")]
async fn trakt_py_writes_and_reads_a_diary() {
    let (server, transcript) = server().await;
    catalogue(&server).await;
    let (ana, _) = server.user("ana").await;
    let token = server.world.session_token(&ana).await;
    let printed = run("trakt_to.py", vec![server.url("/trakt"), "sync".to_owned(), token, "tt0133093".to_owned()]).await;
    let read: Value = serde_json::from_str(&printed).unwrap();
    let moment = "2026-01-02T20:00:00+00:00";
    let expected = json!({
        "actions": ["start", "pause"],
        "title": "The Matrix",
        "watched": [1, moment],
        "rated": [8, moment],
        "collected_at": moment,
        "history": [["watch", "The Matrix"]],
        "listed": ["The Matrix"],
        "progress": [30.0],
        "found": ["The Matrix"],
        "gone": 1,
    });
    assert_eq!(read, expected);
    transcript.assert("trakt");
}

#[tokio::test(flavor = "multi_thread")]
async fn kodi_tells_what_it_plays() {
    let (server, transcript) = server().await;
    catalogue(&server).await;
    let (ana, client) = server.user("ana").await;
    let key = server.world.api_key(&ana, &["write", "scrobble"]).await;
    let printed = run("kodi_to.py", vec![server.url(""), key, "tt0133093".to_owned()]).await;
    assert_eq!(printed.lines().collect::<Vec<_>>(), ["start: 201", "stop: 201"]);
    transcript.assert("kodi");
    let data = client.data("{ history { edges { node { item { name } } } } }", json!({})).await;
    let played: Vec<_> = data["history"]["edges"].as_array().unwrap().iter().map(|edge| &edge["node"]["item"]["name"]).collect();
    assert_eq!(played, ["Roads", "The Matrix", "The Matrix"]);
}

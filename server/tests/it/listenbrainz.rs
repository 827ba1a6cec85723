//! ListenBrainz's API as players use it.

use chrono::TimeDelta;
use reqwest::StatusCode;
use serde_json::{Value, json};

use crate::support::TestServer;

async fn submit(server: &TestServer, token: &str, body: &Value) -> (StatusCode, Value) {
    let request = server.http().post(server.url("/1/submit-listens")).header("authorization", format!("Token {token}"));
    // As liblistenbrainz does: without a content type.
    let answer = request.body(body.to_string()).send().await.expect("the server answers");
    (answer.status(), answer.json().await.expect("the answer is JSON"))
}

async fn get(server: &TestServer, token: &str, path: &str) -> (StatusCode, Value) {
    let answer = server.http().get(server.url(path)).header("authorization", format!("token {token}")).send().await.unwrap();
    (answer.status(), answer.json().await.expect("the answer is JSON"))
}

fn listen(at: i64, artist: &str, track: &str, album: Option<&str>) -> Value {
    let info = json!({ "media_player": "mpd", "duration_ms": 200_000, "tags": ["trip hop"] });
    let track = json!({ "artist_name": artist, "track_name": track, "release_name": album, "additional_info": info });
    json!({ "listened_at": at, "track_metadata": track })
}

const HISTORY: &str = "{ history(first: 50) { edges { node { source watchedAt deviceName
    item { name parent { name parent { name } } } } } } }";

async fn history(server: &TestServer, token: &str) -> Vec<Value> {
    let data = server.bearer(token).data(HISTORY, json!({})).await;
    data["history"]["edges"].as_array().unwrap().iter().map(|edge| edge["node"].clone()).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_listen_is_in_the_history_once_with_its_album_and_artist() {
    let server = TestServer::start().await;
    let token = server.api_key("ana", &["read", "scrobble"]).await;
    let at = server.world.app.now().timestamp() - 600;
    let single = json!({ "listen_type": "single", "payload": [listen(at, "Massive Attack feat. Shara Nelson", "Safe from Harm", Some("Blue Lines"))] });
    assert_eq!(submit(&server, &token, &single).await, (StatusCode::OK, json!({ "status": "ok" })));
    // Told again, and told by another client that knows no album.
    submit(&server, &token, &single).await;
    let bare =
        json!({ "listen_type": "import", "payload": [listen(at, "Massive Attack feat. Shara Nelson", "Safe From Harm", None)] });
    submit(&server, &token, &bare).await;
    let plays = history(&server, &token).await;
    assert_eq!(plays.len(), 1, "{plays:#?}");
    assert_eq!(
        plays[0]["item"],
        json!({ "name": "Safe from Harm", "parent": { "name": "Blue Lines", "parent": { "name": "Massive Attack" } } })
    );
    assert_eq!((plays[0]["source"].as_str(), plays[0]["deviceName"].as_str()), (Some("listenbrainz"), Some("mpd")));

    let (_, listens) = get(&server, &token, "/1/user/ana/listens?count=5").await;
    assert_eq!(listens["payload"]["listens"][0]["listened_at"], at);
    assert_eq!(listens["payload"]["listens"][0]["track_metadata"]["artist_name"], "Massive Attack");
    assert_eq!(listens["payload"]["listens"][0]["track_metadata"]["release_name"], "Blue Lines");
    assert_eq!(get(&server, &token, "/1/user/ana/listen-count").await.1["payload"]["count"], 1);
    let before = format!("/1/user/ana/listens?max_ts={at}");
    assert_eq!(get(&server, &token, &before).await.1["payload"]["count"], 0, "it began then, not before");
    let bounded =
        async |range: String| get(&server, &token, &format!("/1/user/ana/listens?{range}")).await.1["payload"]["count"].clone();
    assert_eq!(bounded(format!("max_ts={}", at + 1)).await, 1, "it began before, and ended later");
    assert_eq!(bounded(format!("min_ts={at}")).await, 0, "it began then, not later");
    assert_eq!(bounded(format!("min_ts={}", at - 1)).await, 1);
    assert_eq!(get(&server, &token, "/1/user/ben/listens").await.0, StatusCode::NOT_FOUND);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_plays_now_is_seen_until_it_is_over() {
    let server = TestServer::start().await;
    let token = server.api_key("ana", &["read", "scrobble"]).await;
    let mut now = listen(0, "Portishead", "Roads", Some("Dummy"));
    now.as_object_mut().unwrap().remove("listened_at");
    let body = json!({ "listen_type": "playing_now", "payload": [now] });
    assert_eq!(submit(&server, &token, &body).await.0, StatusCode::OK);
    let playing = async || get(&server, &token, "/1/user/ana/playing-now").await.1["payload"]["listens"].clone();
    assert_eq!(playing().await[0]["track_metadata"]["track_name"], "Roads");
    server.world.pass(TimeDelta::seconds(201));
    assert_eq!(playing().await, json!([]), "it was 200 seconds long");
    submit(&server, &token, &body).await;
    let end = server.http().post(server.url("/1/playing-now/delete")).header("authorization", format!("Token {token}"));
    assert_eq!(end.send().await.unwrap().status(), StatusCode::OK);
    assert_eq!(playing().await, json!([]));
    assert_eq!(history(&server, &token).await, Vec::<Value>::new(), "nothing was listened to");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_token_is_said_to_be_good_or_not() {
    let server = TestServer::start().await;
    let token = server.api_key("ana", &["scrobble"]).await;
    let (status, answer) = get(&server, &token, "/1/validate-token").await;
    assert_eq!((status, &answer["valid"], &answer["user_name"]), (StatusCode::OK, &json!(true), &json!("ana")));
    let (status, answer) = get(&server, "wrong", "/1/validate-token").await;
    assert_eq!((status, &answer["valid"]), (StatusCode::OK, &json!(false)));
    let (status, answer) = submit(&server, "wrong", &json!({})).await;
    assert_eq!((status, &answer["code"]), (StatusCode::UNAUTHORIZED, &json!(401)));
    let (status, answer) = submit(&server, &token, &json!({ "listen_type": "single", "payload": [] })).await;
    assert_eq!((status, &answer["code"]), (StatusCode::BAD_REQUEST, &json!(400)));
    let read_only = server.api_key("ben", &["read"]).await;
    let at = server.world.app.now().timestamp();
    let body = json!({ "listen_type": "single", "payload": [listen(at, "A", "B", None)] });
    assert_eq!(submit(&server, &read_only, &body).await.0, StatusCode::FORBIDDEN);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_thousand_listens_take_as_many_statements_as_ten() {
    let server = TestServer::start().await;
    let token = server.api_key("ana", &["read", "scrobble"]).await;
    let start = server.world.app.now().timestamp() - 1_000_000;
    let batch = |artist: &str, count: i64| {
        let one = |n: i64| {
            listen(start + n * 300, &format!("{artist} {}", n % 3), &format!("Track {n}"), Some(&format!("Album {}", n % 2)))
        };
        json!({ "listen_type": "import", "payload": (0..count).map(one).collect::<Vec<_>>() })
    };
    // The least of three counts: what happens besides, as noting that the key was used, is not the batch's.
    let (mut few, mut many) = (u64::MAX, u64::MAX);
    for round in 0..3 {
        for (least, artist, count) in [(&mut few, "Few", 10), (&mut many, "Many", 1000)] {
            let before = server.world.app.database().statements();
            let body = batch(&format!("{artist} {round}"), count);
            assert_eq!(submit(&server, &token, &body).await.0, StatusCode::OK);
            *least = (*least).min(server.world.app.database().statements() - before);
        }
    }
    assert_eq!(many, few);
    assert_eq!(get(&server, &token, "/1/user/ana/listen-count").await.1["payload"]["count"], 3030);
    submit(&server, &token, &batch("Many 2", 1000)).await;
    assert_eq!(get(&server, &token, "/1/user/ana/listen-count").await.1["payload"]["count"], 3030);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_program_goes_on_with_an_archive_where_it_stopped() {
    let server = TestServer::start().await;
    let token = server.api_key("ana", &["read", "scrobble"]).await;
    let header = format!("Token {token}");
    let latest = async |query: &str| {
        let url = server.url(&format!("/1/latest-import?user_name=ana{query}"));
        let answer = server.http().get(url).header("authorization", &header).send().await.unwrap();
        answer.json::<Value>().await.unwrap()
    };
    let note = async |body: Value| {
        let request = server.http().post(server.url("/1/latest-import")).header("authorization", &header).json(&body);
        request.send().await.unwrap().status().as_u16()
    };
    assert_eq!(latest("").await, json!({ "musicbrainz_id": "ana", "latest_import": 0 }));
    assert_eq!(note(json!({ "ts": 1_700_000_000, "service": "lastfm" })).await, 200);
    assert_eq!(note(json!({ "ts": 1_600_000_000, "service": "librefm" })).await, 200);
    assert_eq!(latest("").await["latest_import"], 1_700_000_000);
    assert_eq!(latest("&service=librefm").await["latest_import"], 1_600_000_000);
    for wrong in [json!({}), json!({ "ts": "soon" }), json!({ "ts": i64::MAX }), json!({ "ts": 4_000_000_000_i64 })] {
        assert_eq!(note(wrong.clone()).await, 400, "{wrong}");
    }
    server.user("ben").await;
    let url = server.url("/1/latest-import?user_name=ben");
    assert_eq!(server.http().get(url).header("authorization", &header).send().await.unwrap().status().as_u16(), 404);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_program_is_told_how_many_requests_it_has_left_and_waits_for_more() {
    let server = TestServer::start().await;
    let token = server.api_key("ana", &["scrobble"]).await;
    let ask = async |token: &str| {
        let request = server.http().get(server.url("/1/validate-token")).header("authorization", format!("Token {token}"));
        let answer = request.send().await.unwrap();
        let number = |name: &str| {
            answer.headers().get(format!("x-ratelimit-{name}")).map(|text| text.to_str().unwrap().parse::<i64>().unwrap())
        };
        (answer.status(), number("limit"), number("remaining"), number("reset-in"))
    };
    assert_eq!(ask(&token).await, (StatusCode::OK, Some(600), Some(599), Some(60)));
    for _ in 0..598 {
        ask(&token).await;
    }
    assert_eq!(ask(&token).await, (StatusCode::OK, Some(600), Some(0), Some(60)));
    assert_eq!(ask(&token).await.0, StatusCode::TOO_MANY_REQUESTS);
    let another = server.api_key("ben", &["scrobble"]).await;
    assert_eq!(ask(&another).await.2, Some(599));
    assert_eq!(ask("nobody").await, (StatusCode::OK, None, None, None), "an invalid token is an answer");
    server.world.pass(TimeDelta::seconds(61));
    assert_eq!(ask(&token).await, (StatusCode::OK, Some(600), Some(599), Some(60)));
}

//! The AudioScrobbler protocols as players use them.

use md5::{Digest, Md5};
use medianest_test_support::Person;
use serde_json::{Value, json};

use crate::support::TestServer;

pub fn md5(text: &str) -> String {
    Md5::digest(text).iter().map(|byte| format!("{byte:02x}")).collect()
}

/// Makes an app password of somebody new.
pub async fn app_password(server: &TestServer, name: &str) -> (Person, String) {
    let (person, client) = server.user(name).await;
    let create = "mutation { createApiKey(input: { name: \"player\", scopes: [SCROBBLE] }) { secret } }";
    let made = client.data(create, json!({})).await;
    (person, made["createApiKey"]["secret"].as_str().unwrap().to_owned())
}

async fn text(request: reqwest::RequestBuilder) -> String {
    request.send().await.expect("the server answers").text().await.expect("the answer is text")
}

async fn call(server: &TestServer, form: &[(&str, &str)]) -> Value {
    let answer = text(server.http().post(server.url("/2.0/?format=json")).form(form)).await;
    serde_json::from_str(&answer).expect("the answer is JSON")
}

/// Who was listened to, the newest first.
pub async fn heard(server: &TestServer, person: &Person) -> Vec<String> {
    let token = server.world.session_token(person).await;
    let query = "{ history { edges { node { item { name parent { parent { name } } } } } } }";
    let data = server.bearer(&token).data(query, json!({})).await;
    let name =
        |item: &Value| format!("{}: {}", item["parent"]["parent"]["name"].as_str().unwrap(), item["name"].as_str().unwrap());
    data["history"]["edges"].as_array().unwrap().iter().map(|edge| name(&edge["node"]["item"])).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_program_signs_in_with_an_app_password_and_scrobbles() {
    let server = TestServer::start().await;
    let (ana, password) = app_password(&server, "ana").await;
    let at = server.world.app.now().timestamp() - 1000;
    let wrong = [("method", "auth.getMobileSession"), ("username", "ana"), ("password", "ana's own")];
    assert_eq!(call(&server, &wrong).await["error"], 4);
    let token = md5(&format!("ana{}", md5(&password)));
    let by_token = [("method", "auth.getMobileSession"), ("username", "ana"), ("authToken", token.as_str())];
    let by_password = [("method", "auth.getMobileSession"), ("username", "ana"), ("password", password.as_str())];
    let session = call(&server, &by_token).await;
    let key = session["session"]["key"].as_str().unwrap().to_owned();
    assert_eq!(key.len(), 32);
    assert_eq!(call(&server, &by_password).await["session"]["key"], key.as_str());

    let (first, late) = (at.to_string(), (at + 1_000_000).to_string());
    let batch = [
        ("method", "track.scrobble"),
        ("sk", key.as_str()),
        ("artist[0]", "Nick Drake"),
        ("track[0]", "Pink Moon"),
        ("timestamp[0]", first.as_str()),
        ("album[0]", "Pink Moon"),
        ("artist[1]", "Nick Drake"),
        ("track[1]", "Way to Blue"),
        ("timestamp[1]", late.as_str()),
    ];
    let answer = call(&server, &batch).await;
    assert_eq!(answer["scrobbles"]["@attr"], json!({ "accepted": "1", "ignored": "1" }), "{answer:#}");
    assert_eq!(answer["scrobbles"]["scrobble"][1]["ignoredMessage"]["code"], "4");
    call(&server, &batch).await;
    assert_eq!(heard(&server, &ana).await, ["Nick Drake: Pink Moon"]);

    let now = [("method", "track.updateNowPlaying"), ("sk", key.as_str()), ("artist", "Nick <Drake>"), ("track", "Road & Home")];
    let xml = text(server.http().post(server.url("/2.0/")).form(&now)).await;
    assert!(xml.contains("<lfm status=\"ok\"><nowplaying><track corrected=\"0\">Road &amp; Home</track>"), "{xml}");
    let wrong = [("method", "track.scrobble"), ("sk", "0")];
    let xml = text(server.http().post(server.url("/2.0/")).form(&wrong)).await;
    assert!(xml.contains("<lfm status=\"failed\"><error code=\"9\">"), "{xml}");
}

#[tokio::test(flavor = "multi_thread")]
async fn an_old_player_shakes_hands_and_submits() {
    let server = TestServer::start().await;
    let (ana, password) = app_password(&server, "ana").await;
    let now = server.world.app.now().timestamp();
    let handshake = async |time: i64, password: &str| {
        let answer = md5(&format!("{}{time}", md5(password)));
        text(server.http().get(server.url(&format!("/?hs=true&p=1.2.1&c=vlc&v=3.0&u=ana&t={time}&a={answer}")))).await
    };
    assert_eq!(handshake(now, "wrong").await, "BADAUTH\n");
    assert_eq!(handshake(now - 100_000, &password).await, "BADTIME\n");
    let greeting = handshake(now, &password).await;
    let lines: Vec<&str> = greeting.lines().collect();
    assert_eq!((lines[0], lines[1].len()), ("OK", 32), "VLC reads exactly 32 characters");
    let playing = [("s", lines[1]), ("a", "Can"), ("t", "Vitamin C"), ("l", "212")];
    assert_eq!(text(server.http().post(lines[2]).form(&playing)).await, "OK\n");
    let began = (now - 500).to_string();
    let played = [
        ("s", lines[1]),
        ("a[0]", "Can"),
        ("t[0]", "Vitamin C"),
        ("i[0]", began.as_str()),
        ("o[0]", "P"),
        ("l[0]", "212"),
        ("b[0]", "Ege Bamyasi"),
    ];
    assert_eq!(text(server.http().post(lines[3]).form(&played)).await, "OK\n");
    assert_eq!(text(server.http().post(lines[3]).form(&[("s", "0")])).await, "BADSESSION\n");
    // Another source tells of the same listen, by when it ended.
    let token = server.world.api_key(&ana, &["scrobble"]).await;
    let track = json!({ "artist_name": "Can", "track_name": "Vitamin C", "additional_info": { "duration": 212 } });
    let body = json!({ "listen_type": "single", "payload": [{ "listened_at": now - 500 + 212, "track_metadata": track }] });
    text(server.http().post(server.url("/1/submit-listens")).header("authorization", format!("Token {token}")).json(&body)).await;
    assert_eq!(heard(&server, &ana).await, ["Can: Vitamin C"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_session_ends_with_its_app_password() {
    let server = TestServer::start().await;
    let (ana, password) = app_password(&server, "ana").await;
    let client_token = server.world.session_token(&ana).await;
    let ana = server.bearer(&client_token);
    let sign_in = [("method", "auth.getMobileSession"), ("username", "ANA"), ("password", password.as_str())];
    let key = call(&server, &sign_in).await["session"]["key"].as_str().unwrap().to_owned();
    let id = ana.data("{ apiKeys { id } }", json!({})).await["apiKeys"][0]["id"].clone();
    ana.data("mutation ($id: ID!) { revokeApiKey(input: { id: $id }) { __typename } }", json!({ "id": id })).await;
    assert_eq!(call(&server, &[("method", "track.scrobble"), ("sk", key.as_str())]).await["error"], 9);
    assert_eq!(call(&server, &sign_in).await["error"], 4);
    // A key that may do more is none: what is kept of it would open more than a scrobbler needs.
    let create = "mutation { createApiKey(input: { name: \"all\", scopes: [READ, SCROBBLE] }) { secret } }";
    let secret = ana.data(create, json!({})).await["createApiKey"]["secret"].as_str().unwrap().to_owned();
    let sign_in = [("method", "auth.getMobileSession"), ("username", "ana"), ("password", secret.as_str())];
    assert_eq!(call(&server, &sign_in).await["error"], 4);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_program_gets_a_password_of_its_own_when_its_person_consents() {
    let server = TestServer::start().await;
    let (person, ana) = server.user("ana").await;
    let token = call(&server, &[("method", "auth.getToken"), ("api_key", "Tracker")]).await["token"].clone();
    let token = token.as_str().unwrap();
    let ask = [("method", "auth.getSession"), ("api_key", "Tracker"), ("token", token)];
    assert_eq!(call(&server, &ask).await["error"], 14);
    let plain = reqwest::Client::builder().no_proxy().redirect(reqwest::redirect::Policy::none()).build().unwrap();
    let page =
        async |token: &str| plain.get(server.url(&format!("/api/auth/?api_key=Tracker&token={token}"))).send().await.unwrap();
    assert_eq!(page("0").await.status(), reqwest::StatusCode::NOT_FOUND);
    let answer = page(token).await;
    let (_, code) = answer.headers()["location"].to_str().unwrap().split_once("device?code=").unwrap();
    let approve = "mutation ($code: String!) { approveDevice(input: { userCode: $code }) { __typename } }";
    ana.data(approve, json!({ "code": code })).await;

    let another = [("method", "auth.getSession"), ("api_key", "Other"), ("token", token)];
    assert_eq!(call(&server, &another).await["error"], 15);
    let session = call(&server, &ask).await["session"].clone();
    assert_eq!((&session["name"], session["key"].as_str().map(str::len)), (&json!("ana"), Some(32)), "{session}");
    assert_eq!(call(&server, &ask).await["error"], 15, "a token works once");
    let keys = ana.data("{ apiKeys { name scopes } }", json!({})).await;
    assert_eq!(keys["apiKeys"], json!([{ "name": "Tracker", "scopes": ["SCROBBLE"] }]));
    let at = (server.world.app.now().timestamp() - 600).to_string();
    let key = session["key"].as_str().unwrap();
    let track = [("method", "track.scrobble"), ("sk", key), ("artist", "Can"), ("track", "Halleluhwah"), ("timestamp", &at)];
    assert_eq!(call(&server, &track).await["scrobbles"]["@attr"]["accepted"], "1");
    assert_eq!(heard(&server, &person).await, ["Can: Halleluhwah"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_loved_track_is_a_favourite_until_it_is_no_longer() {
    let server = TestServer::start().await;
    let (person, password) = app_password(&server, "ana").await;
    let sign_in = [("method", "auth.getMobileSession"), ("username", "ana"), ("password", password.as_str())];
    let key = call(&server, &sign_in).await["session"]["key"].as_str().unwrap().to_owned();
    let token = server.world.session_token(&person).await;
    let favourites = async || {
        let query = "{ library(filter: { favorite: true }) { edges { node { item { name } } } } }";
        server.bearer(&token).data(query, json!({})).await["library"]["edges"].clone()
    };
    let track = |method| [("method", method), ("sk", key.as_str()), ("artist", "Nico"), ("track", "These Days")];
    for _ in 0..2 {
        assert_eq!(call(&server, &track("track.love")).await, json!({}));
    }
    assert_eq!(favourites().await, json!([{ "node": { "item": { "name": "These Days" } } }]));
    let xml = text(server.http().post(server.url("/2.0/")).form(&track("track.unlove"))).await;
    assert!(xml.ends_with("<lfm status=\"ok\"></lfm>"), "{xml}");
    assert_eq!(favourites().await, json!([]));
    assert_eq!(call(&server, &[("method", "track.love"), ("sk", "0"), ("artist", "a"), ("track", "b")]).await["error"], 9);
}

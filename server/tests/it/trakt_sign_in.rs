//! Signing a program in by a page on which its person consents.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use chrono::TimeDelta;
use reqwest::StatusCode;
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

use crate::support::{Client, TestServer};
use crate::trakt::Player;

const APPROVE: &str = "mutation ($input: ApproveClientInput!) { approveClient(input: $input) { code redirectUrl } }";
const COPIED: &str = "urn:ietf:wg:oauth:2.0:oob";

async fn approve(person: &Client<'_>, redirect_uri: &str, challenge: Option<&str>) -> Value {
    let input = json!({ "clientId": "Player", "redirectUri": redirect_uri, "state": "a&b", "codeChallenge": challenge });
    person.data(APPROVE, json!({ "input": input })).await["approveClient"].clone()
}

fn exchange(code: &Value, redirect_uri: &str) -> Value {
    json!({ "code": code, "client_id": "Player", "client_secret": "s", "redirect_uri": redirect_uri, "grant_type": "authorization_code" })
}

#[tokio::test(flavor = "multi_thread")]
async fn a_program_asks_on_a_page_of_the_app_with_all_that_it_was_given() {
    let server = TestServer::start().await;
    let ask = async |query: &str| {
        let plain = reqwest::Client::builder().no_proxy().redirect(reqwest::redirect::Policy::none()).build().unwrap();
        plain.get(server.url(&format!("/trakt/oauth/authorize?{query}"))).send().await.unwrap()
    };
    let query = "response_type=code&client_id=Player&redirect_uri=http%3A%2F%2F127.0.0.1%3A7000%2F&state=a%26b";
    let answer = ask(query).await;
    assert_eq!(answer.status(), StatusCode::SEE_OTHER);
    let page = server.world.app.settings().web_url.join("device").unwrap();
    assert_eq!(answer.headers()["location"].to_str().unwrap(), format!("{page}?{query}"));
    assert_eq!(ask("client_id=Player").await.status(), StatusCode::BAD_REQUEST);
    // A challenge that is the proof itself proves nothing.
    assert_eq!(ask(&format!("{query}&code_challenge=abc")).await.status(), StatusCode::BAD_REQUEST);
    assert_eq!(ask(&format!("{query}&code_challenge=abc&code_challenge_method=S256")).await.status(), StatusCode::SEE_OTHER);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_code_is_traded_for_a_session_once() {
    let server = TestServer::start().await;
    let (_, ana) = server.user("ana").await;
    let mut player = Player { server: &server, token: None };
    let approved = approve(&ana, COPIED, None).await;
    assert_eq!((approved["code"].as_str().map(str::len), &approved["redirectUrl"]), (Some(64), &Value::Null), "{approved}");
    let refused = async |change: (&str, &str)| {
        let mut body = exchange(&approved["code"], COPIED);
        body[change.0] = json!(change.1);
        let (status, answer) = Player { server: &server, token: None }.post("/oauth/token", body).await;
        (status, answer["error"].as_str().unwrap_or_default().to_owned())
    };
    let invalid = (StatusCode::UNAUTHORIZED, "invalid_grant".to_owned());
    assert_eq!(refused(("code", "0")).await, invalid);
    assert_eq!(refused(("client_id", "Another")).await, invalid);
    assert_eq!(refused(("redirect_uri", "http://127.0.0.1:1/")).await, invalid);
    assert_eq!(refused(("grant_type", "password")).await.0, StatusCode::BAD_REQUEST);

    let (status, session) = player.post("/oauth/token", exchange(&approved["code"], COPIED)).await;
    assert_eq!((status, &session["token_type"]), (StatusCode::OK, &json!("bearer")), "{session}");
    player.token = session["access_token"].as_str().map(str::to_owned);
    assert_eq!(player.get("/users/settings").await.1["user"]["username"], "ana");
    let devices = ana.data("{ connectedDevices { clientId scopes } }", json!({})).await;
    assert_eq!(devices["connectedDevices"], json!([{ "clientId": "Player", "scopes": ["READ", "WRITE", "SCROBBLE"] }]));
    // A code that comes again was stolen: whoever has a session by it loses it.
    assert_eq!(refused(("code", approved["code"].as_str().unwrap())).await, invalid);
    assert_eq!(player.get("/users/settings").await.0, StatusCode::UNAUTHORIZED);

    let late = approve(&ana, COPIED, None).await;
    server.world.pass(TimeDelta::minutes(11));
    assert_eq!(player.post("/oauth/token", exchange(&late["code"], COPIED)).await.0, StatusCode::UNAUTHORIZED);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_code_goes_back_to_its_program_which_proves_that_it_asked() {
    let server = TestServer::start().await;
    let (_, ana) = server.user("ana").await;
    let player = Player { server: &server, token: None };
    let (back, proof) = ("http://127.0.0.1:7000/back?a=b", "a proof that only the program knows, of 43 signs or more");
    let challenge = URL_SAFE_NO_PAD.encode(Sha256::digest(proof));
    let approved = approve(&ana, back, Some(&challenge)).await;
    let code = approved["code"].as_str().unwrap();
    assert_eq!(approved["redirectUrl"], format!("{back}&code={code}&state=a%26b"));
    assert_eq!(player.post("/oauth/token", exchange(&approved["code"], back)).await.0, StatusCode::UNAUTHORIZED, "no proof");
    let mut proven = exchange(&approved["code"], back);
    proven["code_verifier"] = json!(proof);
    assert_eq!(player.post("/oauth/token", proven).await.0, StatusCode::OK);

    let deny = "mutation ($input: DenyClientInput!) { denyClient(input: $input) { redirectUrl } }";
    let input = |redirect_uri: &str| json!({ "input": { "clientId": "Player", "redirectUri": redirect_uri, "state": "x" } });
    let denied = ana.data(deny, input("org.example.player:/back")).await;
    assert_eq!(denied["denyClient"]["redirectUrl"], "org.example.player:/back?error=access_denied&state=x");
    assert_eq!(ana.data(deny, input(COPIED)).await["denyClient"]["redirectUrl"], Value::Null);
    let wrong = ana.run(deny, input("javascript:alert(1)")).await;
    assert_eq!(wrong["errors"][0]["extensions"]["fields"][0]["field"], "redirectUri", "{wrong}");
}

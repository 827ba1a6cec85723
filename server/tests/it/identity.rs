//! Signing in over HTTP: tokens, cookies, and what others see of a person.

use medianest_core::db::Role;
use medianest_core::identity::accounts::{self, NewAccount};
use medianest_core::identity::setup;
use medianest_core::policy::Actor;
use medianest_server::http::HttpConfig;
use medianest_server::http::auth::CookieConfig;
use medianest_test_support::World;
use reqwest::header::{COOKIE, HeaderMap, ORIGIN, SET_COOKIE};
use serde_json::{Value, json};

use crate::support::TestServer;

const APP: &str = "https://media.example";
const PASSWORD: &str = "correct horse battery";
const SIGN_IN: &str = "mutation($input: SignInInput!) { signIn(input: $input) {
    user { id username requiresPasswordChange } session { id kind } tokens { accessToken refreshToken } } }";
const ME: &str = "{ me { username } }";

async fn server() -> TestServer {
    let config = HttpConfig {
        trusted_origins: vec![APP.to_owned()],
        cookies: CookieConfig { secure: true, cross_site: true },
        ..HttpConfig::default()
    };
    TestServer::over(World::new().await, config).await
}

async fn member(server: &TestServer, username: &str) {
    let (app, system) = (&server.world.app, Actor::system("test"));
    let account =
        NewAccount { username: username.to_owned(), email: Some(format!("{username}@example.org")), display_name: None };
    let user = accounts::create(app, &system, account, Role::User).await.unwrap().user;
    accounts::reset_password_of(app, &system, user.id, Some(PASSWORD.to_owned().into())).await.unwrap();
}

/// An operation by a browser: with cookies, from a page of an origin.
async fn browse(server: &TestServer, cookies: &str, origin: &str, query: &str, variables: Value) -> (Value, HeaderMap) {
    let mut request = server.http().post(server.url("/graphql")).header(ORIGIN, origin);
    if !cookies.is_empty() {
        request = request.header(COOKIE, cookies);
    }
    let answer = request.json(&json!({ "query": query, "variables": variables })).send().await.unwrap();
    let headers = answer.headers().clone();
    (answer.json().await.unwrap(), headers)
}

fn set_cookies(headers: &HeaderMap) -> Vec<String> {
    headers.get_all(SET_COOKIE).iter().map(|value| value.to_str().unwrap().to_owned()).collect()
}

/// What a browser would send back.
fn jar(headers: &HeaderMap) -> String {
    set_cookies(headers).iter().filter_map(|cookie| cookie.split(';').next()).collect::<Vec<_>>().join("; ")
}

fn code(answer: &Value) -> &str {
    answer["errors"][0]["extensions"]["code"].as_str().unwrap_or("none")
}

#[tokio::test(flavor = "multi_thread")]
async fn a_program_signs_in_refreshes_and_signs_out_with_bearer_tokens() {
    let server = server().await;
    member(&server, "ada").await;
    let input = json!({ "input": { "login": "ada", "password": PASSWORD, "mode": "BEARER" } });
    let answer = server.anonymous().data(SIGN_IN, input).await;
    assert_eq!(answer["signIn"]["session"]["kind"], "BEARER");
    let token = |answer: &Value, name: &str| answer["tokens"][name].as_str().unwrap().to_owned();
    let access = token(&answer["signIn"], "accessToken");
    assert_eq!(server.bearer(&access).data(ME, json!({})).await["me"]["username"], "ada");

    let query = "mutation($token: String!) { refreshSession(input: { refreshToken: $token }) {
        sessionId tokens { accessToken refreshToken } } }";
    let refresh = json!({ "token": token(&answer["signIn"], "refreshToken") });
    let refreshed = server.anonymous().data(query, refresh).await;
    let access = token(&refreshed["refreshSession"], "accessToken");
    let sessions = server.bearer(&access).data("{ sessions { isCurrent kind } }", json!({})).await;
    assert_eq!(sessions["sessions"], json!([{ "isCurrent": true, "kind": "BEARER" }]));
    server.bearer(&access).data("mutation { signOut { sessionId } }", json!({})).await;
    assert_eq!(server.bearer(&access).code(ME, json!({})).await, "UNAUTHENTICATED");
    assert_eq!(server.bearer("mna_nonsense").code("{ serverInfo { version } }", json!({})).await, "UNAUTHENTICATED");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_browser_gets_cookies_that_scripts_cannot_read_and_no_tokens() {
    let server = server().await;
    member(&server, "ada").await;
    let input = json!({ "input": { "login": "ada", "password": PASSWORD } });
    let (answer, headers) = browse(&server, "", APP, SIGN_IN, input).await;
    assert_eq!(answer["data"]["signIn"]["tokens"], Value::Null, "{answer:#}");
    let cookies = set_cookies(&headers);
    assert_eq!(cookies.len(), 2);
    for cookie in &cookies {
        assert!(cookie.starts_with("__Host-medianest_"), "{cookie}");
        for flag in ["Path=/", "HttpOnly", "Secure", "SameSite=None"] {
            assert!(cookie.contains(flag), "{cookie}");
        }
    }
    let cookies = jar(&headers);
    let (me, _) = browse(&server, &cookies, APP, ME, json!({})).await;
    assert_eq!(me["data"]["me"]["username"], "ada", "{me:#}");
    let (foreign, _) = browse(&server, &cookies, "https://evil.example", ME, json!({})).await;
    assert_eq!(code(&foreign), "FORBIDDEN");

    let (refreshed, headers) =
        browse(&server, &cookies, APP, "mutation { refreshSession { tokens { accessToken } } }", json!({})).await;
    assert_eq!(refreshed["data"]["refreshSession"]["tokens"], Value::Null, "{refreshed:#}");
    let cookies = jar(&headers);
    let (_, headers) = browse(&server, &cookies, APP, "mutation { signOut { sessionId } }", json!({})).await;
    assert!(set_cookies(&headers).iter().all(|cookie| cookie.contains("Max-Age=0")) && !set_cookies(&headers).is_empty());
    // The old cookies count as none: what anybody may ask is answered, the rest is not.
    let (info, _) = browse(&server, &cookies, APP, "{ serverInfo { needsSetup } }", json!({})).await;
    assert_eq!(info["data"]["serverInfo"]["needsSetup"], true, "{info:#}");
    assert_eq!(code(&browse(&server, &cookies, APP, ME, json!({})).await.0), "UNAUTHENTICATED");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_first_administrator_comes_in_by_the_printed_link() {
    let server = server().await;
    let needs = "{ serverInfo { needsSetup } }";
    assert_eq!(server.anonymous().data(needs, json!({})).await["serverInfo"]["needsSetup"], true);
    let link = setup::mint_link(&server.world.app, &Actor::system("serve")).await.unwrap().unwrap();
    let token = link.fragment().unwrap().trim_start_matches("token=");
    let query = "mutation($input: CompleteSetupInput!) { completeSetup(input: $input) { user { role } tokens { accessToken } } }";
    let input = |token: &str| json!({ "input": { "token": token, "username": "root", "password": PASSWORD, "mode": "BEARER" } });
    assert_eq!(server.anonymous().code(query, input("guess")).await, "INVALID_INPUT");
    let answer = server.anonymous().data(query, input(token)).await;
    let access = answer["completeSetup"]["tokens"]["accessToken"].as_str().unwrap();
    let root = server.bearer(access).data("{ me { role } }", json!({})).await;
    assert_eq!(root["me"]["role"], "SUPER_ADMIN");
    assert_eq!(server.anonymous().code(query, input(token)).await, "CONFLICT");
    assert_eq!(server.anonymous().data(needs, json!({})).await["serverInfo"]["needsSetup"], false);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_refused_sign_in_says_why_as_far_as_it_may() {
    let server = server().await;
    member(&server, "ada").await;
    let input = |login: &str| json!({ "input": { "login": login, "password": "wrong" } });
    let answer = server.anonymous().run(SIGN_IN, input("ada")).await;
    assert_eq!((code(&answer), &answer["errors"][0]["extensions"]["field"]), ("INVALID_INPUT", &json!("password")));
    for _ in 0..9 {
        server.anonymous().run(SIGN_IN, input("ada")).await;
    }
    let answer = server.anonymous().run(SIGN_IN, input("ada")).await;
    assert_eq!((code(&answer), &answer["errors"][0]["extensions"]["retryAfter"]), ("RATE_LIMITED", &json!(900)));
    assert_eq!(server.anonymous().code(ME, json!({})).await, "UNAUTHENTICATED");
}

#[tokio::test(flavor = "multi_thread")]
async fn an_account_is_shown_to_its_person_and_administrators_a_profile_to_members() {
    let server = server().await;
    member(&server, "ada").await;
    let (_, bob) = server.user("bob").await;
    let (_, boss) = server.admin("boss").await;
    let query =
        r#"{ users(filter: { search: "ada" }) { totalCount nodes { displayName email role privacySettings { profile } } } }"#;
    let seen = bob.data(query, json!({})).await;
    let expected = json!({ "displayName": "ada", "email": null, "role": null, "privacySettings": null });
    assert_eq!(seen["users"], json!({ "totalCount": 1, "nodes": [expected] }));
    let seen = boss.data(query, json!({})).await;
    let expected =
        json!({ "displayName": "ada", "email": "ada@example.org", "role": "USER", "privacySettings": { "profile": "MEMBERS" } });
    assert_eq!(seen["users"]["nodes"], json!([expected]));
}

#[tokio::test(flavor = "multi_thread")]
async fn people_page_by_name() {
    let server = server().await;
    let (_, boss) = server.admin("boss").await;
    for name in ["delta", "Alpha", "charlie"] {
        server.world.user(name).await;
    }
    let query =
        "query($after: String) { users(first: 2, after: $after) { nodes { displayName } pageInfo { endCursor hasNextPage } } }";
    let mut names = Vec::new();
    let mut after = Value::Null;
    loop {
        let page = boss.data(query, json!({ "after": after })).await["users"].clone();
        names.extend(page["nodes"].as_array().unwrap().iter().map(|user| user["displayName"].as_str().unwrap().to_owned()));
        if page["pageInfo"]["hasNextPage"] == false {
            break;
        }
        after = page["pageInfo"]["endCursor"].clone();
    }
    assert_eq!(names, ["Alpha", "boss", "charlie", "delta"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn administrators_make_accounts_and_read_what_was_done() {
    let server = server().await;
    let (_, boss) = server.admin("boss").await;
    let (_, bob) = server.user("bob").await;
    let create =
        r#"mutation { createUser(input: { username: "new" }) { user { id requiresPasswordChange } temporaryPassword } }"#;
    assert_eq!(bob.code(create, json!({})).await, "FORBIDDEN");
    let made = boss.data(create, json!({})).await["createUser"].clone();
    assert_eq!(made["user"]["requiresPasswordChange"], true);
    let input = json!({ "input": { "login": "new", "password": made["temporaryPassword"], "mode": "BEARER" } });
    let signed_in = server.anonymous().data(SIGN_IN, input).await;
    let fresh = server.bearer(signed_in["signIn"]["tokens"]["accessToken"].as_str().unwrap());
    assert_eq!(fresh.code("{ users { totalCount } }", json!({})).await, "FORBIDDEN");
    let change = "mutation($input: ChangePasswordInput!) { changePassword(input: $input) { user { requiresPasswordChange } } }";
    let input = json!({ "input": { "currentPassword": made["temporaryPassword"], "newPassword": PASSWORD } });
    assert_eq!(fresh.data(change, input).await["changePassword"]["user"]["requiresPasswordChange"], false);
    fresh.data("{ users { totalCount } }", json!({})).await;

    let log = r#"{ auditLogs(filter: { action: "identity.user_created" }) { totalCount nodes {
        actorName actorKind newValues actor { username } resourceType } } }"#;
    assert_eq!(bob.code(log, json!({})).await, "FORBIDDEN");
    let entries = boss.data(log, json!({})).await["auditLogs"].clone();
    assert_eq!(entries["totalCount"], 1);
    assert_eq!(entries["nodes"][0]["actor"]["username"], "boss");
    assert_eq!(entries["nodes"][0]["newValues"]["username"], "new");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_key_works_over_http_until_it_is_revoked() {
    let server = server().await;
    let (_, bob) = server.user("bob").await;
    let create = r#"mutation { createApiKey(input: { name: "script", scopes: [READ] }) { apiKey { id prefix } secret } }"#;
    let made = bob.data(create, json!({})).await["createApiKey"].clone();
    let secret = made["secret"].as_str().unwrap();
    assert!(secret.starts_with(&format!("mn_{}_", made["apiKey"]["prefix"].as_str().unwrap())));
    let program = server.bearer(secret);
    assert_eq!(program.data(ME, json!({})).await["me"]["username"], "bob");
    let write = r#"mutation { updateProfile(input: { bio: "x" }) { user { bio } } }"#;
    assert_eq!(program.code(write, json!({})).await, "FORBIDDEN");
    assert_eq!(bob.data(write, json!({})).await["updateProfile"]["user"]["bio"], "x");
    let revoke = "mutation($id: ID!) { revokeApiKey(input: { id: $id }) { apiKey { revokedAt } } }";
    bob.data(revoke, json!({ "id": made["apiKey"]["id"] })).await;
    assert_eq!(program.code(ME, json!({})).await, "UNAUTHENTICATED");
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_was_here_before_is_told_only_what_they_may_know_now() {
    const LOG: &str = "{ auditLogs(first: 1) { nodes { action } } }";
    let server = server().await;
    let (_, root) = server.with_role("root", Role::SuperAdmin).await;
    let (bob, asks) = server.user("bob").await;
    let id = bob.id.to_string();
    assert_eq!(asks.code(LOG, json!({})).await, "FORBIDDEN");
    let change = "mutation($id: ID!, $role: UserRole!) { changeUserRole(input: { userId: $id, role: $role }) { user { id } } }";
    root.data(change, json!({ "id": id, "role": "ADMIN" })).await;
    assert!(asks.data(LOG, json!({})).await["auditLogs"]["nodes"][0]["action"].is_string());
    root.data(change, json!({ "id": id, "role": "USER" })).await;
    assert_eq!(asks.code(LOG, json!({})).await, "FORBIDDEN");
    assert_eq!(asks.data(ME, json!({})).await["me"]["username"], "bob");
    root.data("mutation($id: ID!) { suspendUser(input: { userId: $id }) { user { id } } }", json!({ "id": id })).await;
    assert_eq!(asks.code(ME, json!({})).await, "UNAUTHENTICATED");
}

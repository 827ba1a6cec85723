//! GraphQL over HTTP, limits, and what anonymous callers may do.

use chrono::TimeDelta;
use medianest_server::graphql::{Limits, TrustedDocuments};
use medianest_server::http::HttpConfig;
use medianest_test_support::World;
use reqwest::StatusCode;
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

use crate::support::TestServer;

const MODERN: &str = "application/graphql-response+json";

#[tokio::test(flavor = "multi_thread")]
async fn anybody_may_ask_what_this_server_is() {
    let server = TestServer::start().await;
    let data = server.anonymous().data("{ serverInfo { version } }", json!({})).await;
    assert_eq!(data["serverInfo"]["version"], env!("CARGO_PKG_VERSION"));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_client_that_names_the_new_media_type_gets_its_status_codes() {
    let server = TestServer::start().await;
    for (query, modern, legacy) in
        [("{ serverInfo { version } }", 200, 200), ("{ nonsense }", 400, 200), ("{ serverInfo {", 400, 200)]
    {
        for (accept, status) in [(MODERN, modern), ("application/json", legacy)] {
            let answer = server
                .http()
                .post(server.url("/graphql"))
                .header("accept", accept)
                .json(&json!({ "query": query }))
                .send()
                .await
                .unwrap();
            assert_eq!(answer.status().as_u16(), status, "{query} as {accept}");
            assert_eq!(answer.headers()["content-type"], accept);
            assert_eq!(answer.headers()["cache-control"], "no-store");
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn queries_may_be_sent_by_get_but_mutations_may_not() {
    let server = TestServer::start().await;
    let get = |query: &'static str| server.http().get(server.url("/graphql")).query(&[("query", query)]).send();
    assert_eq!(get("{ serverInfo { version } }").await.unwrap().status(), StatusCode::OK);
    let refused = get("mutation { __typename }").await.unwrap();
    assert_eq!(refused.status(), StatusCode::METHOD_NOT_ALLOWED);
    assert_eq!(refused.headers()["allow"], "POST");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_not_graphql_is_refused_with_a_code() {
    let server = TestServer::start().await;
    let post = |content_type: &'static str, body: &'static str| {
        server.http().post(server.url("/graphql")).header("content-type", content_type).body(body).send()
    };
    for (content_type, body, status) in [
        ("text/plain", "{}", 415),
        ("multipart/form-data; boundary=x", "--x--", 415),
        ("application/json", "nonsense", 400),
        ("application/json", r#"[{"query":"{ serverInfo { version } }"}]"#, 400),
    ] {
        let answer = post(content_type, body).await.unwrap();
        assert_eq!(answer.status().as_u16(), status, "{content_type} {body}");
        let answer: Value = answer.json().await.unwrap();
        assert_eq!(answer["errors"][0]["extensions"]["code"], "BAD_REQUEST", "{answer}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_persisted_query_is_run_by_its_hash_once_it_is_known() {
    let server = TestServer::start().await;
    let query = "{ serverInfo { version } }";
    let hash: String = Sha256::digest(query).iter().map(|byte| format!("{byte:02x}")).collect();
    let extensions = json!({ "persistedQuery": { "version": 1, "sha256Hash": hash } });
    let send = async |body: Value| {
        server.http().post(server.url("/graphql")).json(&body).send().await.unwrap().json::<Value>().await.unwrap()
    };
    let unknown = send(json!({ "extensions": extensions })).await;
    assert_eq!(unknown["errors"][0]["extensions"]["code"], "PERSISTED_QUERY_NOT_FOUND");
    assert!(send(json!({ "query": query, "extensions": extensions })).await["errors"].is_null());
    assert!(send(json!({ "extensions": extensions })).await["data"]["serverInfo"]["version"].is_string());
}

#[tokio::test(flavor = "multi_thread")]
async fn operations_that_ask_too_much_are_refused() {
    let server = TestServer::start().await;
    let aliases = (0..61).map(|n| format!("a{n}: __typename ")).collect::<String>();
    let hash: String = Sha256::digest(format!("{{ {aliases} }}")).iter().map(|byte| format!("{byte:02x}")).collect();
    assert_eq!(server.anonymous().code(&format!("{{ {aliases} }}"), json!({})).await, "LIMIT_EXCEEDED");
    // A persisted document is looked at as well.
    let body =
        json!({ "query": format!("{{ {aliases} }}"), "extensions": { "persistedQuery": { "version": 1, "sha256Hash": hash } } });
    let answer: Value = server.http().post(server.url("/graphql")).json(&body).send().await.unwrap().json().await.unwrap();
    assert_eq!(answer["errors"][0]["extensions"]["code"], "LIMIT_EXCEEDED");
    let deep = format!("{{ __schema {} {} }}", "{ types { fields { type ".repeat(12), "} } }".repeat(12));
    assert_eq!(server.anonymous().code(&deep, json!({})).await, "LIMIT_EXCEEDED");
}

#[tokio::test(flavor = "multi_thread")]
async fn anonymous_callers_do_not_see_the_schema() {
    let server = TestServer::start().await;
    let answer = server.anonymous().run("{ __schema { queryType { name } } }", json!({})).await;
    assert!(answer["data"]["__schema"].is_null(), "{answer}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_caller_who_asked_too_much_waits_until_the_minute_is_over() {
    let config = HttpConfig { limits: Limits { cost_per_minute: 5, ..Limits::default() }, ..HttpConfig::default() };
    let server = TestServer::over(World::new().await, config).await;
    let ask = || server.http().post(server.url("/graphql")).json(&json!({ "query": "{ serverInfo { version } }" })).send();
    let first = ask().await.unwrap();
    assert_eq!((first.status(), &first.headers()["ratelimit-limit"]), (StatusCode::OK, &"5".parse().unwrap()));
    let left: usize = first.headers()["ratelimit-remaining"].to_str().unwrap().parse().unwrap();
    assert!(left < 5, "{left}");
    let refused = loop {
        let answer = ask().await.unwrap();
        if answer.status() != StatusCode::OK {
            break answer;
        }
    };
    assert_eq!((refused.status(), &refused.headers()["retry-after"]), (StatusCode::TOO_MANY_REQUESTS, &"60".parse().unwrap()));
    server.world.pass(TimeDelta::minutes(1));
    assert_eq!(ask().await.unwrap().status(), StatusCode::OK);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_trusted_document_is_run_by_its_hash_at_once_also_by_get() {
    let query = "{ serverInfo { version } }";
    let (server, hash) = trusting(query, false).await;
    let extensions = json!({ "persistedQuery": { "version": 1, "sha256Hash": hash } }).to_string();
    let get = server.http().get(server.url("/graphql")).query(&[("extensions", &extensions)]).send().await.unwrap();
    let answer: Value = get.json().await.unwrap();
    assert!(answer["data"]["serverInfo"]["version"].is_string(), "{answer}");
    // Anything else still goes, too.
    assert!(server.anonymous().run("{ serverInfo { needsSetup } }", json!({})).await["errors"].is_null());
}

#[tokio::test(flavor = "multi_thread")]
async fn browsers_may_be_held_to_trusted_documents_while_programs_stay_free() {
    let query = "{ serverInfo { version } }";
    let (server, _) = trusting(query, true).await;
    let other = "{ serverInfo { needsSetup } }";
    assert!(server.anonymous().run(query, json!({})).await["errors"].is_null());
    assert_eq!(server.anonymous().code(other, json!({})).await, "DOCUMENT_NOT_TRUSTED");
    let (person, ana) = server.user("ana").await;
    ana.data(other, json!({})).await;
    server.with_key("ben", &["read"]).await.data(other, json!({})).await;
    let cookie = format!("medianest_access={}", server.world.session_token(&person).await);
    for (document, is_run) in [(query, true), (other, false)] {
        let browser = server.http().post(server.url("/graphql")).header("cookie", &cookie);
        let answer: Value = browser.json(&json!({ "query": document })).send().await.unwrap().json().await.unwrap();
        assert_eq!(answer["errors"].is_null(), is_run, "{document}: {answer}");
    }
}

/// A server that knows this document; the document's hash.
async fn trusting(query: &str, only: bool) -> (TestServer, String) {
    let hash: String = Sha256::digest(query).iter().map(|byte| format!("{byte:02x}")).collect();
    let documents = TrustedDocuments::from_json(&json!({ hash.as_str(): query }).to_string(), only).unwrap();
    let config = HttpConfig { trusted_documents: Some(documents), ..HttpConfig::default() };
    (TestServer::over(World::new().await, config).await, hash)
}

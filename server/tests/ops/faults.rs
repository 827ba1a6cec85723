//! A fault of the server's own: whoever met it gets an id and nothing else, and an administrator finds the cause by it.

use reqwest::Method;
use serde_json::{Value, json};

use crate::api::Api;
use crate::support::{Server, data_dir, sql};

/// The row of the error log that has this correlation id, once it is written.
async fn logged(boss: &Api, correlation_id: &Value) -> Value {
    let query = "query ($id: String!) { errorLogs(correlationId: $id) { totalCount nodes {
        errorCode errorMessage requestPath requestMethod statusCode userName } } }";
    for _ in 0..1_000 {
        let mut found = boss.data(query, json!({ "id": correlation_id })).await["errorLogs"].take();
        // It may have been written after the page was read and before it was counted.
        if found["totalCount"] == 1 && found["nodes"][0].is_object() {
            return found["nodes"][0].take();
        }
        tokio::task::yield_now().await;
    }
    panic!("nothing was logged under {correlation_id}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_fault_is_found_by_the_id_that_the_client_got_and_tells_the_client_nothing() {
    let folder = data_dir();
    let server = Server::start(folder.path());
    let boss = Api::of_admin(&server, "boss").await;
    sql(&server.data_dir)
        .await
        .batch_execute("DROP TABLE user_ratings, playback_positions CASCADE")
        .await
        .expect("they are there");

    let query = "{ ratings { totalCount nodes { id } } }";
    let answer = boss.request(Method::POST, "/graphql").json(&json!({ "query": query })).send().await.expect("it answers");
    let header = answer.headers()["x-request-id"].to_str().expect("text").to_owned();
    let text = answer.text().await.expect("a body");
    assert!(!text.contains("user_ratings") && !text.contains("does not exist"), "{text}");
    let answer: Value = serde_json::from_str(&text).expect("JSON");
    let error = &answer["errors"][0];
    assert_eq!((&error["message"], &error["extensions"]["code"]), (&json!("internal error"), &json!("INTERNAL")));
    assert_eq!(error["extensions"]["correlationId"], json!(header));
    let row = logged(&boss, &json!(header)).await;
    assert!(row["errorMessage"].as_str().is_some_and(|cause| cause.contains("user_ratings")), "{row}");
    assert_eq!((&row["errorCode"], &row["statusCode"], &row["userName"]), (&json!("INTERNAL"), &json!(500), &json!("boss")));

    let mut socket = boss.socket().await;
    socket.begin(query).await;
    let heard = socket.hear().await;
    let error = &heard["payload"]["errors"][0];
    assert_eq!(error["message"], "internal error", "{heard}");
    let row = logged(&boss, &error["extensions"]["correlationId"]).await;
    assert_eq!((&row["requestPath"], &row["userName"]), (&json!("/graphql"), &json!("boss")));

    let answer = boss.request(Method::GET, "/trakt/sync/playback").send().await.expect("it answers");
    assert_eq!(answer.status(), 500);
    let id = json!(answer.headers()["x-request-id"].to_str().expect("text"));
    assert_eq!(answer.json::<Value>().await.expect("JSON"), json!({ "error": "internal error" }));
    let row = logged(&boss, &id).await;
    assert!(row["errorMessage"].as_str().is_some_and(|cause| cause.contains("playback_positions")), "{row}");
    assert_eq!((&row["requestPath"], &row["requestMethod"]), (&json!("/trakt/sync/playback"), &json!("GET")));
}

#[tokio::test(flavor = "multi_thread")]
async fn an_upload_that_cannot_be_kept_is_logged_with_its_cause() {
    let folder = data_dir();
    let server = Server::start(folder.path());
    let boss = Api::of_admin(&server, "boss").await;
    std::fs::write(folder.path().join("imports"), "in the way of the folder").expect("it can be written");
    let upload = boss.request(Method::POST, "/api/imports/upload").body("title\nHeat\n");
    let answer = upload.send().await.expect("it answers");
    assert_eq!(answer.status(), 500);
    let id = json!(answer.headers()["x-request-id"].to_str().expect("text"));
    let text = answer.text().await.expect("a body");
    assert!(text.contains("internal error") && !text.contains(&folder.path().display().to_string()), "{text}");
    let row = logged(&boss, &id).await;
    assert!(row["errorMessage"].as_str().is_some_and(|cause| cause != "no cause was given"), "{row}");
    assert_eq!(row["requestPath"], "/api/imports/upload");
}

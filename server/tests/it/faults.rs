//! A request that breaks is answered, and written down.

use axum::middleware::from_fn_with_state;
use medianest_server::http::Routes;
use medianest_server::http::observe::{Observer, observe};
use reqwest::StatusCode;
use serde_json::{Value, json};

use crate::support::{TestServer, serve_routes};

async fn breaks() {
    panic!("the secret word is swordfish");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_panic_is_answered_with_an_id_under_which_its_words_are_found() {
    let server = TestServer::start().await;
    let observer = Observer { app: server.world.app.clone(), trusted_proxies: [].into() };
    let routes = Routes::default().get("/breaks", breaks).wrap(|router| router.layer(from_fn_with_state(observer, observe)));
    let (address, task) = serve_routes(routes).await;
    let answer = server.http().get(format!("http://{address}/breaks?token=private")).send().await.unwrap();
    assert_eq!(answer.status(), StatusCode::INTERNAL_SERVER_ERROR);
    let id = answer.headers()["x-request-id"].to_str().unwrap().to_owned();
    let body: Value = answer.json().await.unwrap();
    let error = json!({ "message": "internal error", "extensions": { "code": "INTERNAL", "correlationId": id } });
    assert_eq!(body, json!({ "errors": [error] }));
    task.abort();

    let (_, admin) = server.admin("root").await;
    let query = "query ($id: String!) { errorLogs(correlationId: $id) { nodes { errorMessage requestPath requestMethod statusCode user { id } } } }";
    // The row is written after the answer.
    server.world.app.tasks().close();
    server.world.app.tasks().wait().await;
    let found = admin.data(query, json!({ "id": id })).await["errorLogs"]["nodes"].take();
    let row = json!({
        "errorMessage": "panicked: the secret word is swordfish", "requestPath": "/breaks", "requestMethod": "GET",
        "statusCode": 500, "user": null,
    });
    assert_eq!(found, json!([row]));
}

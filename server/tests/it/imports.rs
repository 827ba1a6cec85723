//! Imports as clients meet them: a file goes up, an import is started, watched and undone.

use medianest_core::imports;
use medianest_core::policy::Actor;
use reqwest::StatusCode;
use serde_json::{Value, json};
use tokio_util::sync::CancellationToken;

use crate::support::TestServer;

/// A diary of two films, one of whose rows is wrong.
pub const TABLE: &str = "title,year,rating,mood\nHeat,1995,8,tense\nDune,2021,eleven,\n";
const START: &str =
    "mutation($input: StartImportInput!) { startImport(input: $input) { import { id status user { displayName } } } }";
const SHOW: &str = "query($id: ID!) { import(id: $id) { status source isDryRun fileName error counts { total processed created unchanged failed }
    report { created { kind count } removed { kind count } unknownColumns }
    errors { totalCount edges { node { fileName rowNumber item error } } } } imports { totalCount edges { node { id } } } }";

/// Sends a file up.
pub async fn upload(server: &TestServer, token: Option<&str>, body: &str) -> (StatusCode, Value) {
    let mut request = server.http().post(server.url("/api/imports/upload")).body(body.to_owned());
    if let Some(token) = token {
        request = request.bearer_auth(token);
    }
    let answer = request.send().await.unwrap();
    (answer.status(), answer.json().await.unwrap())
}

/// Does what the job would.
pub async fn carry_out(server: &TestServer, id: &str) {
    let (id, system) = (id.parse().unwrap(), Actor::system("test"));
    imports::run_here(&server.world.app, &system, id, &CancellationToken::new(), &mut |_| {}).await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_file_goes_up_is_imported_watched_and_undone() {
    let server = TestServer::start().await;
    let person = server.world.user("ada").await;
    let token = server.world.session_token(&person).await;
    let ada = server.bearer(&token);
    let (status, uploaded) = upload(&server, Some(&token), TABLE).await;
    assert_eq!(status, StatusCode::CREATED);
    let input = json!({ "source": "CSV", "uploadId": uploaded["uploadId"], "fileName": "diary.csv" });
    let started = ada.data(START, json!({ "input": input })).await;
    let import = &started["startImport"]["import"];
    assert_eq!((&import["status"], &import["user"]["displayName"]), (&json!("PENDING"), &json!("ada")));
    let id = import["id"].as_str().unwrap();
    carry_out(&server, id).await;
    let shown = ada.data(SHOW, json!({ "id": id })).await;
    let import = &shown["import"];
    assert_eq!(import["counts"], json!({ "total": 2, "processed": 2, "created": 1, "unchanged": 0, "failed": 1 }));
    assert_eq!(
        import["report"],
        json!({
            "created": [{ "kind": "media_items", "count": 1 }, { "kind": "user_ratings", "count": 1 }],
            "removed": [], "unknownColumns": ["mood"],
        })
    );
    assert_eq!(
        import["errors"],
        json!({ "totalCount": 1, "edges": [{ "node": {
            "fileName": "diary.csv", "rowNumber": 2, "item": "Dune",
            "error": "rating: give 0 to 10, or with its scale: 4/5, 85/100",
        } }] })
    );
    assert_eq!(shown["imports"]["totalCount"], 1);
    let undo = "mutation($id: ID!) { undoImport(input: { importId: $id }) { import { status } } }";
    assert_eq!(ada.data(undo, json!({ "id": id })).await["undoImport"]["import"]["status"], "UNDOING");
    imports::run_undo(&server.world.app, id.parse().unwrap()).await.unwrap();
    let shown = ada.data(SHOW, json!({ "id": id })).await;
    assert_eq!(shown["import"]["status"], "UNDONE");
    assert_eq!(shown["import"]["report"]["removed"].as_array().unwrap().len(), 2);
}

#[tokio::test(flavor = "multi_thread")]
async fn somebody_elses_import_and_upload_do_not_exist() {
    let server = TestServer::start().await;
    let person = server.world.user("ada").await;
    let token = server.world.session_token(&person).await;
    let (_, uploaded) = upload(&server, Some(&token), TABLE).await;
    let input = json!({ "source": "CSV", "uploadId": uploaded["uploadId"] });
    let (_, bob) = server.user("bob").await;
    assert_eq!(bob.code(START, json!({ "input": input })).await, "NOT_FOUND");
    let started = server.bearer(&token).data(START, json!({ "input": input })).await;
    let id = &started["startImport"]["import"]["id"];
    let shown = bob.data(SHOW, json!({ "id": id })).await;
    assert_eq!((&shown["import"], &shown["imports"]["totalCount"]), (&Value::Null, &json!(0)));
    for verb in ["cancelImport", "undoImport"] {
        let mutation = format!("mutation($id: ID!) {{ {verb}(input: {{ importId: $id }}) {{ import {{ id }} }} }}");
        assert_eq!(bob.code(&mutation, json!({ "id": id })).await, "NOT_FOUND");
    }
    let (_, admin) = server.admin("root").await;
    assert_eq!(admin.data(SHOW, json!({ "id": id })).await["imports"]["totalCount"], 1);
    for input in [json!({ "source": "CSV" }), json!({ "source": "CSV", "uploadId": uploaded["uploadId"], "serverPath": "x" })] {
        assert_eq!(admin.code(START, json!({ "input": input })).await, "INVALID_INPUT");
    }
    let input = json!({ "source": "MOVIELENS", "serverPath": "ml" });
    assert_eq!(bob.code(START, json!({ "input": input })).await, "FORBIDDEN");
}

#[tokio::test(flavor = "multi_thread")]
async fn an_upload_needs_somebody_signed_in_and_a_file() {
    let server = TestServer::start().await;
    let (status, body) = upload(&server, None, TABLE).await;
    assert_eq!((status, &body["errors"][0]["extensions"]["code"]), (StatusCode::UNAUTHORIZED, &json!("UNAUTHENTICATED")));
    let person = server.world.user("ada").await;
    let token = server.world.session_token(&person).await;
    let (status, body) = upload(&server, Some(&token), "").await;
    assert_eq!((status, &body["errors"][0]["extensions"]["code"]), (StatusCode::UNPROCESSABLE_ENTITY, &json!("INVALID_INPUT")));
    let form = reqwest::multipart::Form::new()
        .text("note", "not a file")
        .part("file", reqwest::multipart::Part::text("x".repeat(3 << 20)).file_name("large.csv"));
    let request = server.http().post(server.url("/api/imports/upload")).bearer_auth(&token).multipart(form);
    let answer = request.send().await.unwrap();
    assert_eq!(answer.status(), StatusCode::CREATED, "larger than an ordinary request may be");
    let body: Value = answer.json().await.unwrap();
    assert_eq!(body["fileName"], "large.csv");
}

#[tokio::test(flavor = "multi_thread")]
async fn an_export_comes_as_a_zip_to_whoever_it_is_of() {
    let server = TestServer::start().await;
    let person = server.world.user("ada").await;
    let token = server.world.session_token(&person).await;
    let answer = server.http().get(server.url("/api/exports/csv")).bearer_auth(&token).send().await.unwrap();
    assert_eq!(answer.status(), StatusCode::OK);
    let head = |name: &str| answer.headers().get(name).map(|value| value.to_str().unwrap().to_owned());
    assert_eq!(head("content-type").as_deref(), Some("application/zip"));
    assert_eq!(head("content-disposition").as_deref(), Some("attachment; filename=\"medianest-ada-csv-2026-03-01.zip\""));
    assert_eq!(head("content-encoding"), None, "a zip is not packed twice");
    assert!(answer.bytes().await.unwrap().starts_with(b"PK\x03\x04"));
    let unknown = server.http().get(server.url("/api/exports/xml")).bearer_auth(&token).send().await.unwrap();
    assert_eq!(unknown.status(), StatusCode::NOT_FOUND);
    let nobody = server.http().get(server.url("/api/exports/csv")).send().await.unwrap();
    assert_eq!(nobody.status(), StatusCode::UNAUTHORIZED);
}

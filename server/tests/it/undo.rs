//! What people do to their history and library by mistake, and take back.

use medianest_core::catalogue::builtin;
use medianest_core::catalogue::items::{self, ItemDraft};
use medianest_core::policy::Actor;
use serde_json::{Value, json};

use crate::support::TestServer;

async fn film(server: &TestServer, name: &str) -> String {
    items::create(&server.world.app, &Actor::system("test"), ItemDraft::new(builtin::MOVIE, name)).await.unwrap().id.to_string()
}

const PLAY: &str = "play { id watchedAt watchedOn datePrecision timezone notes }";

#[tokio::test(flavor = "multi_thread")]
async fn a_play_is_moved_between_exact_and_partial_dates_and_back() {
    let server = TestServer::start().await;
    let (_, ana) = server.user("ana").await;
    let item = film(&server, "Alien").await;
    let add = format!("mutation($input: AddPlayInput!) {{ addPlay(input: $input) {{ {PLAY} }} }}");
    let exact = json!({ "input": { "itemId": item, "watchedAt": "2026-02-01T20:00:00Z", "timezone": "Europe/Berlin" } });
    let play = ana.data(&add, exact).await["addPlay"]["play"].take();
    assert_eq!((&play["watchedOn"], &play["datePrecision"]), (&Value::Null, &json!("SECOND")));
    let update = format!("mutation($input: UpdatePlayInput!) {{ updatePlay(input: $input) {{ {PLAY} }} }}");
    let change = async |mut input: Value| {
        input["id"] = play["id"].clone();
        ana.data(&update, json!({ "input": input })).await["updatePlay"]["play"].take()
    };
    for (on, precision) in [("2025-12-24", "DAY"), ("2025-12", "MONTH"), ("2025", "YEAR")] {
        let moved = change(json!({ "watchedOn": on, "timezone": "Europe/Berlin" })).await;
        assert_eq!((&moved["watchedOn"], &moved["datePrecision"]), (&json!(on), &json!(precision)));
    }
    let unknown = change(json!({ "isDateUnknown": true })).await;
    let expected = (&Value::Null, &Value::Null, &json!("UNKNOWN"));
    assert_eq!((&unknown["watchedAt"], &unknown["watchedOn"], &unknown["datePrecision"]), expected);
    let back = change(json!({ "watchedAt": play["watchedAt"], "timezone": play["timezone"] })).await;
    assert_eq!(back, play);
    for wrong in [json!({ "watchedOn": "2025-13" }), json!({ "watchedOn": "2025", "isDateUnknown": true })] {
        let mut input = wrong;
        input["id"] = play["id"].clone();
        assert_eq!(ana.code(&update, json!({ "input": input })).await, "INVALID_INPUT");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_deleted_play_comes_back_and_only_to_its_person() {
    let server = TestServer::start().await;
    let (_, ana) = server.user("ana").await;
    let (_, ben) = server.user("ben").await;
    let item = film(&server, "Alien").await;
    let add = "mutation($item: ID!) { addPlay(input: { itemId: $item, watchedOn: \"1999-12\" }) { play { id } } }";
    let id = json!({ "id": ana.data(add, json!({ "item": item })).await["addPlay"]["play"]["id"] });
    let delete = "mutation($id: ID!) { deletePlay(input: { id: $id }) { play { watchedOn } } }";
    assert_eq!(ben.code(delete, id.clone()).await, "NOT_FOUND");
    assert_eq!(ana.data(delete, id.clone()).await["deletePlay"]["play"]["watchedOn"], "1999-12");
    let history = "{ history { nodes { watchedOn } } }";
    assert_eq!(ana.data(history, json!({})).await["history"]["nodes"], json!([]));
    let restore = "mutation($id: ID!) { restorePlay(input: { id: $id }) { play { watchedOn } } }";
    assert_eq!(ben.code(restore, id.clone()).await, "NOT_FOUND");
    ana.data(restore, id).await;
    assert_eq!(ana.data(history, json!({})).await["history"]["nodes"], json!([{ "watchedOn": "1999-12" }]));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_bulk_edit_answers_what_was_there_before() {
    let server = TestServer::start().await;
    let (_, ana) = server.user("ana").await;
    let add = "mutation($item: ID!, $status: String!) { addToLibrary(input: { itemId: $item, status: $status, notes: \"old\" }) { entry { id } } }";
    let mut ids = Vec::new();
    for (name, status) in [("Alien", "watching"), ("Brazil", "on_hold")] {
        let item = film(&server, name).await;
        server.world.pass(chrono::TimeDelta::minutes(1));
        let entry = ana.data(add, json!({ "item": item, "status": status })).await["addToLibrary"]["entry"].take();
        ids.push(entry["id"].clone());
    }
    let update = "mutation($input: UpdateLibraryEntriesInput!) { updateLibraryEntries(input: $input) {
        entries { id status notes } previous { id status notes isFavorite isPrivate } } }";
    let changed =
        ana.data(update, json!({ "input": { "ids": ids, "status": "completed", "notes": null } })).await["updateLibraryEntries"]
            .take();
    let rows = |status: [&str; 2], notes: Value| -> Vec<Value> {
        ids.iter().zip(status).map(|(id, status)| json!({ "id": id, "status": status, "notes": notes })).collect()
    };
    assert_eq!(changed["entries"], json!(rows(["completed", "completed"], Value::Null)));
    let previous = changed["previous"].as_array().unwrap();
    assert_eq!(previous.iter().map(|entry| entry["status"].clone()).collect::<Vec<_>>(), ["watching", "on_hold"]);
    for entry in previous {
        let input = json!({ "ids": [entry["id"]], "status": entry["status"], "notes": entry["notes"] });
        ana.data(update, json!({ "input": input })).await;
    }
    let list = "{ library { nodes { id status notes } } }";
    let mut back = ana.data(list, json!({})).await["library"]["nodes"].as_array().unwrap().clone();
    back.sort_by_key(|entry| entry["id"].as_str().map(str::to_owned));
    assert_eq!(back, rows(["watching", "on_hold"], json!("old")));
}

//! What the schema calls a node is found by its id, by whoever may know of it.

use std::collections::BTreeMap;

use medianest_core::catalogue::builtin;
use serde_json::{Value, json};

use crate::imports::{TABLE, upload};
use crate::support::{Client, TestServer};
use crate::ws::tell;

/// Kinds that everybody signed in may know of; profiles, as long as their person does not say otherwise.
const COMMON: &[&str] = &["MediaGroup", "MediaItem", "MediaType", "User"];

async fn id(client: &Client<'_>, document: &str, variables: Value, path: &str) -> String {
    let data = client.data(document, variables).await;
    let found = data.pointer(path).and_then(Value::as_str);
    found.unwrap_or_else(|| panic!("nothing at {path} of {data:#}")).to_owned()
}

/// One node of each kind: the person's own, where it is somebody's.
async fn one_of_each(server: &TestServer) -> (Client<'_>, BTreeMap<&'static str, String>) {
    let (boss_person, boss) = server.admin("boss").await;
    let person = server.world.user("ana").await;
    let token = server.world.session_token(&person).await;
    let ana = server.bearer(&token);
    let movie = json!({ "type": builtin::MOVIE.to_string() });
    let create = "mutation ($type: ID!) { createMediaItem(input: { mediaTypeId: $type, name: \"Alien\" }) { item { id } } }";
    let item = id(&boss, create, movie.clone(), "/createMediaItem/item/id").await;
    let create = "mutation ($type: ID!) { createMediaGroup(input: { mediaTypeId: $type, name: \"Alien\" }) { group { id } } }";
    let group = id(&boss, create, movie, "/createMediaGroup/group/id").await;
    let of = json!({ "item": item });
    let add = "mutation ($item: ID!) { addToLibrary(input: { itemId: $item }) { entry { id } } }";
    let entry = id(&ana, add, of.clone(), "/addToLibrary/entry/id").await;
    let play = "mutation ($item: ID!) { addPlay(input: { itemId: $item }) { play { id } } }";
    let play = id(&ana, play, of.clone(), "/addPlay/play/id").await;
    let rate = "mutation ($item: ID!) { rateItem(input: { itemId: $item, rating: 80 }) { rating { id } } }";
    let rating = id(&ana, rate, of.clone(), "/rateItem/rating/id").await;
    let review = "mutation ($item: ID!) { writeReview(input: { itemId: $item, content: \"Dark.\" }) { review { id } } }";
    let review = id(&ana, review, of.clone(), "/writeReview/review/id").await;
    let cycle = id(&ana, "query ($item: ID!) { cycles(itemId: $item) { id } }", of, "/cycles/0/id").await;
    let session = id(&ana, "{ sessions { id } }", json!({}), "/sessions/0/id").await;
    tell(&server.world.app, person.id, "news").await;
    let notification = id(&ana, "{ notifications { nodes { id } } }", json!({}), "/notifications/nodes/0/id").await;
    let (_, uploaded) = upload(server, Some(&token), TABLE).await;
    let start = "mutation ($upload: ID!) { startImport(input: { source: CSV, uploadId: $upload }) { import { id } } }";
    let import = id(&ana, start, json!({ "upload": uploaded["uploadId"] }), "/startImport/import/id").await;
    let ask = "mutation ($id: ID!) { requestFriendship(input: { userId: $id }) { friendship { id } } }";
    let friendship = id(&ana, ask, json!({ "id": boss_person.id.to_string() }), "/requestFriendship/friendship/id").await;
    let found = "mutation { createGroup(input: { name: \"Home\", type: FAMILY }) { group { id } } }";
    let home = id(&ana, found, json!({}), "/createGroup/group/id").await;
    let list = "mutation { createList(input: { name: \"Noir\" }) { list { id } } }";
    let list = id(&ana, list, json!({}), "/createList/list/id").await;
    let nodes = [
        ("User", person.id.to_string()),
        ("MediaType", builtin::MOVIE.to_string()),
        ("MediaItem", item),
        ("MediaGroup", group),
        ("LibraryEntry", entry),
        ("Play", play),
        ("Rating", rating),
        ("Review", review),
        ("WatchSession", cycle),
        ("Session", session),
        ("Notification", notification),
        ("Import", import),
        ("Friendship", friendship),
        ("Group", home),
        ("UserList", list),
    ];
    (ana, nodes.into_iter().collect())
}

#[tokio::test(flavor = "multi_thread")]
async fn every_kind_of_node_is_found_by_its_id_and_only_by_those_who_may_know_of_it() {
    let server = TestServer::start().await;
    let (ana, nodes) = one_of_each(&server).await;
    let (_, eve) = server.user("eve").await;
    let kinds =
        ana.data("{ __type(name: \"Node\") { possibleTypes { name } } }", json!({})).await["__type"]["possibleTypes"].take();
    let kinds: Vec<&str> = kinds.as_array().unwrap().iter().filter_map(|kind| kind["name"].as_str()).collect();
    assert!(kinds.len() >= nodes.len(), "{kinds:?}");
    let query = "query ($id: ID!) { node(id: $id) { __typename id } nodes(ids: [$id]) { __typename id } }";
    for kind in kinds {
        let id = nodes.get(kind).unwrap_or_else(|| panic!("this test makes no {kind} to look for"));
        let node = json!({ "__typename": kind, "id": id });
        assert_eq!(ana.data(query, json!({ "id": id })).await, json!({ "node": node, "nodes": [node] }));
        let seen = if COMMON.contains(&kind) { node } else { Value::Null };
        assert_eq!(eve.data(query, json!({ "id": id })).await, json!({ "node": seen, "nodes": [seen] }), "{kind}");
        let digits = id.split_once('_').unwrap().0;
        let nothing = json!({ "id": format!("{digits}_00000000000000000000000000") });
        assert_eq!(ana.data(query, nothing).await, json!({ "node": null, "nodes": [null] }), "{kind}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_no_node_is_refused() {
    let server = TestServer::start().await;
    let (_, ana) = server.user("ana").await;
    let query = "query ($id: ID!) { node(id: $id) { id } }";
    for id in ["job_00000000000000000000000000", "item_1", "item", "", "nothing_00000000000000000000000000"] {
        assert_eq!(ana.code(query, json!({ "id": id })).await, "INVALID_INPUT", "{id}");
    }
    let many = vec!["item_00000000000000000000000000"; 101];
    assert_eq!(ana.code("query ($ids: [ID!]!) { nodes(ids: $ids) { id } }", json!({ "ids": many })).await, "INVALID_INPUT");
}

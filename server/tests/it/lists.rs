//! Lists as clients meet them.

use medianest_core::catalogue::builtin;
use medianest_core::catalogue::items::{self, ItemDraft};
use medianest_core::policy::Actor;
use serde_json::{Value, json};

use crate::support::{Client, TestServer};

async fn films(server: &TestServer, count: usize) -> Vec<String> {
    let mut ids = Vec::new();
    for number in 1..=count {
        let draft = ItemDraft::new(builtin::MOVIE, format!("Film {number:03}"));
        ids.push(items::create(&server.world.app, &Actor::system("test"), draft).await.unwrap().id.to_string());
    }
    ids
}

const CREATE: &str =
    "mutation($input: CreateListInput!) { createList(input: $input) { list { id name kind myRole audience sortOrder } } }";
const ADD: &str = "mutation($list: ID!, $items: [ListItemInput!]!) { addToList(input: { listId: $list, items: $items }) {
    added { entryId rank notes addedAt item { id name } } existing { entryId } list { itemCount } } }";

async fn create(client: &Client<'_>, name: &str) -> String {
    let made = client.data(CREATE, json!({ "input": { "name": name } })).await;
    made["createList"]["list"]["id"].as_str().unwrap().to_owned()
}

async fn add(client: &Client<'_>, list: &str, items: &[String]) -> Value {
    let items: Vec<Value> = items.iter().map(|item| json!({ "itemId": item })).collect();
    client.data(ADD, json!({ "list": list, "items": items })).await["addToList"].take()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_list_is_made_filled_ordered_shared_and_deleted() {
    let server = TestServer::start().await;
    let (_, ana) = server.user("ana").await;
    let (ben_person, ben) = server.user("ben").await;
    let made = ana.data(CREATE, json!({ "input": { "name": "Noir", "audience": "MEMBERS" } })).await["createList"]["list"].take();
    let id = made["id"].as_str().unwrap();
    assert_eq!(
        made,
        json!({ "id": id, "name": "Noir", "kind": "MANUAL", "myRole": "OWNER", "audience": "MEMBERS", "sortOrder": "MANUAL" })
    );
    let ids = films(&server, 3).await;
    let added = add(&ana, id, &ids).await;
    assert_eq!((&added["existing"], &added["list"]["itemCount"]), (&json!([]), &json!(3)));
    let entries: Vec<&Value> = added["added"].as_array().unwrap().iter().map(|row| &row["entryId"]).collect();
    assert_eq!(add(&ana, id, &ids[..1]).await["existing"], json!([{ "entryId": entries[0] }]));

    let move_to = "mutation($input: MoveListItemInput!) { moveListItem(input: $input) { item { rank } } }";
    ana.data(move_to, json!({ "input": { "entryId": entries[2], "beforeId": entries[0] } })).await;
    assert_eq!(ben.code(move_to, json!({ "input": { "entryId": entries[2], "afterId": entries[0] } })).await, "FORBIDDEN");
    let read = "query($list: ID!, $after: String) { listItems(listId: $list, first: 2, after: $after) {
        totalCount pageInfo { endCursor hasNextPage } nodes { item { name } addedBy { displayName } } } }";
    let page = ben.data(read, json!({ "list": id })).await["listItems"].take();
    let row = |name: &str| json!({ "item": { "name": name }, "addedBy": { "displayName": "ana" } });
    assert_eq!((&page["totalCount"], &page["nodes"]), (&json!(3), &json!([row("Film 003"), row("Film 001")])));
    let rest = ben.data(read, json!({ "list": id, "after": page["pageInfo"]["endCursor"] })).await;
    assert_eq!(rest["listItems"]["nodes"], json!([row("Film 002")]));

    let put = "mutation($list: ID!, $user: ID!) { putListCollaborator(input: { listId: $list, userId: $user, role: EDITOR }) {
        collaborator { userId role user { displayName } } } }";
    let told = ana.data(put, json!({ "list": id, "user": ben_person.id.to_string() })).await;
    assert_eq!(
        told["putListCollaborator"]["collaborator"],
        json!({ "userId": ben_person.id.to_string(), "role": "EDITOR", "user": { "displayName": "ben" } })
    );
    let mine = "{ lists { totalCount nodes { name myRole itemCount covers { name } collaborators { role } links { id } owner { displayName } } } }";
    let known = ben.data(mine, json!({})).await["lists"].take();
    assert_eq!(known["nodes"][0]["collaborators"], json!([{ "role": "EDITOR" }]));
    assert_eq!((&known["nodes"][0]["myRole"], &known["nodes"][0]["links"]), (&json!("EDITOR"), &json!([])));
    let holding = "query($id: ID!) { mediaItem(id: $id) { myListItems { entryId list { name } } } }";
    let held = ben.data(holding, json!({ "id": ids[0] })).await["mediaItem"]["myListItems"].take();
    assert_eq!(held, json!([{ "entryId": entries[0], "list": { "name": "Noir" } }]));

    let remove = "mutation($list: ID!, $ids: [ID!]!) { removeFromList(input: { listId: $list, entryIds: $ids }) {
        removed { rank notes addedAt item { id } } list { itemCount } } }";
    let removed = ben.data(remove, json!({ "list": id, "ids": [entries[0]] })).await["removeFromList"].take();
    assert_eq!(removed["list"]["itemCount"], 2);
    let old = &removed["removed"][0];
    let back = json!([{ "itemId": old["item"]["id"], "rank": old["rank"], "notes": old["notes"], "addedAt": old["addedAt"] }]);
    ben.data(ADD, json!({ "list": id, "items": back })).await;
    assert_eq!(ben.data(read, json!({ "list": id })).await["listItems"]["nodes"][1]["item"]["name"], "Film 001");

    let delete = "mutation($list: ID!) { deleteList(input: { listId: $list }) { deletedId } }";
    assert_eq!(ben.code(delete, json!({ "list": id })).await, "FORBIDDEN");
    assert_eq!(ana.data(delete, json!({ "list": id })).await["deleteList"]["deletedId"], id);
    assert_eq!(ben.code(read, json!({ "list": id })).await, "NOT_FOUND");
    let restore = "mutation($list: ID!) { restoreList(input: { listId: $list }) { list { itemCount } } }";
    assert_eq!(ana.data(restore, json!({ "list": id })).await["restoreList"]["list"]["itemCount"], 3);
    let leave = "mutation($list: ID!) { leaveList(input: { listId: $list }) { leftId } }";
    assert_eq!(ben.data(leave, json!({ "list": id })).await["leaveList"]["leftId"], id);
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_has_the_address_of_a_list_sees_its_public_face_and_no_more() {
    let server = TestServer::start().await;
    let (_, ana) = server.user("ana").await;
    let id = create(&ana, "Noir").await;
    add(&ana, &id, &films(&server, 2).await).await;
    let link = "mutation($list: ID!) { createListLink(input: { listId: $list }) { link { id } secret } }";
    let issued = ana.data(link, json!({ "list": id })).await["createListLink"].take();
    let secret = json!({ "secret": issued["secret"] });
    let nobody = server.anonymous();
    let read = "query($secret: String!) { sharedList(secret: $secret) { name description
        items(first: 1) { totalCount pageInfo { hasNextPage } nodes { name whole mediaType year posterUrl notes } } } }";
    let face = nobody.data(read, secret.clone()).await["sharedList"].take();
    let film = json!({ "name": "Film 001", "whole": null, "mediaType": "movie", "year": null, "posterUrl": null, "notes": null });
    assert_eq!(face["items"], json!({ "totalCount": 2, "pageInfo": { "hasNextPage": true }, "nodes": [film] }));
    assert_eq!(nobody.code(read, json!({ "secret": "mnl_nothing" })).await, "NOT_FOUND");
    // Nothing of what it shows leads to anything that needs an account.
    let types =
        ana.data("{ __type(name: \"SharedListItem\") { fields { type { kind name ofType { kind } } } } }", json!({})).await;
    let fields = types["__type"]["fields"].as_array().unwrap();
    let leaf = |ty: &Value| ["SCALAR", "ENUM"].iter().any(|kind| ty["kind"] == *kind || ty["ofType"]["kind"] == *kind);
    assert!(fields.iter().all(|field| leaf(&field["type"])), "{fields:?}");
    assert_eq!(nobody.code("query($id: ID!) { list(id: $id) { name } }", json!({ "id": id })).await, "UNAUTHENTICATED");
    let mixed = "query($secret: String!) { sharedList(secret: $secret) { name } me { id } }";
    assert_eq!(nobody.code(mixed, secret.clone()).await, "UNAUTHENTICATED");
    let revoke = "mutation($id: ID!) { revokeListLink(input: { linkId: $id }) { revokedId } }";
    ana.data(revoke, json!({ "id": issued["link"]["id"] })).await;
    assert_eq!(nobody.code(read, secret).await, "NOT_FOUND");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_smart_list_keeps_its_filter_and_shows_it_to_its_owner() {
    let server = TestServer::start().await;
    let (_, ana) = server.user("ana").await;
    let (_, ben) = server.user("ben").await;
    films(&server, 2).await;
    let input =
        json!({ "name": "Two", "audience": "MEMBERS", "filter": { "types": ["movie"], "query": "002", "watched": false } });
    let made = ana.data(CREATE, json!({ "input": input })).await["createList"]["list"].take();
    assert_eq!((&made["kind"], &made["sortOrder"]), (&json!("SMART"), &json!("TITLE")));
    let ask =
        "query($id: ID!) { list(id: $id) { itemCount covers { id } filter { types genres query status watched ratingFrom } }
        listItems(listId: $id) { totalCount nodes { entryId rank addedAt item { name } } } }";
    let hers = ana.data(ask, json!({ "id": made["id"] })).await;
    let filter = json!({ "types": ["movie"], "genres": [], "query": "002", "status": [], "watched": false, "ratingFrom": null });
    assert_eq!(hers["list"], json!({ "itemCount": null, "covers": [], "filter": filter }));
    let row = json!({ "entryId": null, "rank": null, "addedAt": null, "item": { "name": "Film 002" } });
    assert_eq!(hers["listItems"], json!({ "totalCount": 1, "nodes": [row] }));
    let theirs = ben.data(ask, json!({ "id": made["id"] })).await;
    assert_eq!((&theirs["list"]["filter"], &theirs["listItems"]["totalCount"]), (&Value::Null, &json!(0)));
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_asked_of_a_hundred_costs_the_statements_of_ten() {
    let server = TestServer::start().await;
    let (_, ana) = server.user("ana").await;
    let ids = films(&server, 100).await;
    let long = create(&ana, "Long").await;
    add(&ana, &long, &ids).await;
    for number in 1..100 {
        let list = create(&ana, &format!("List {number}")).await;
        add(&ana, &list, &ids[number..=number]).await;
    }
    let input = json!({ "name": "Smart", "filter": { "watched": false } });
    let smart = ana.data(CREATE, json!({ "input": input })).await["createList"]["list"]["id"].take();
    let overview = "query($first: Int!) { lists(first: $first) { totalCount nodes {
        name itemCount covers { name } collaborators { role } links { id } owner { displayName } } } }";
    let one = "query($list: ID!, $first: Int!) { listItems(listId: $list, first: $first) { totalCount nodes {
        entryId notes addedBy { displayName } list { name } item { name mediaType { name } myRating { value } myListItems { entryId } } } } }";
    let cost = async |document: &str, variables: Value, path: &str, first: usize| {
        let before = server.world.app.database().statements();
        let data = ana.data(document, variables).await;
        assert_eq!(data[path]["nodes"].as_array().unwrap().len(), first);
        server.world.app.database().statements() - before
    };
    for (document, list, path, most) in
        [(overview, &Value::Null, "lists", 13), (one, &json!(long), "listItems", 12), (one, &smart, "listItems", 10)]
    {
        let mut costs = Vec::new();
        // The first two open the connections that are used side by side.
        for first in [100, 10, 10, 100] {
            costs.push(cost(document, json!({ "list": list, "first": first }), path, first).await);
        }
        assert_eq!(costs[2], costs[3], "{document}");
        assert!(costs[3] <= most, "{} statements for {document}", costs[3]);
    }
}

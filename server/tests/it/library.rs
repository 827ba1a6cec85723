//! What people keep in their libraries and how they rate it, through the API.

use medianest_core::catalogue::items::{self, ItemDraft};
use medianest_core::catalogue::{builtin, external_ids};
use medianest_core::policy::Actor;
use serde_json::{Value, json};

use crate::support::TestServer;

async fn make(server: &TestServer, draft: ItemDraft) -> medianest_core::catalogue::MediaItem {
    items::create(&server.world.app, &Actor::system("test"), draft).await.unwrap()
}

const LIBRARY: &str = "query($first: Int!) { library(first: $first) { edges { node { id status addedAt item {
    id name parent { id name parent { id name } } externalIds { provider kind externalId } myRating { rating } } } } } }";

#[tokio::test(flavor = "multi_thread")]
async fn a_library_of_a_hundred_costs_the_statements_of_one_of_ten() {
    let server = TestServer::start().await;
    let (_, ana) = server.user("ana").await;
    let show = make(&server, ItemDraft::new(builtin::TV, "Show")).await;
    let season = make(&server, ItemDraft::new(builtin::TV, "Season 1").below(show.id, Some(1))).await;
    let add = "mutation($item: ID!) { addToLibrary(input: { itemId: $item }) { isNew } rateItem(input: { itemId: $item, rating: 80 }) { rating { value } } }";
    for number in 1..=100 {
        let episode =
            make(&server, ItemDraft::new(builtin::TV, format!("Episode {number}")).below(season.id, Some(number))).await;
        ana.data(add, json!({ "item": episode.id.to_string() })).await;
    }
    let cost = async |first: usize| {
        let before = server.world.app.database().statements();
        let page = ana.data(LIBRARY, json!({ "first": first })).await;
        let edges = page["library"]["edges"].as_array().unwrap();
        assert_eq!(edges.len(), first);
        let item = &edges[0]["node"]["item"];
        assert_eq!((&item["parent"]["parent"]["name"], &item["myRating"]["rating"]), (&json!("Show"), &json!(80)));
        server.world.app.database().statements() - before
    };
    let (ten, hundred) = (cost(10).await, cost(100).await);
    assert_eq!(ten, hundred);
    assert!(hundred <= 7, "{hundred} statements");
}

#[tokio::test(flavor = "multi_thread")]
async fn an_item_shows_what_the_caller_keeps_of_it() {
    let server = TestServer::start().await;
    let (_, ana) = server.user("ana").await;
    let (_, bea) = server.user("bea").await;
    let id = make(&server, ItemDraft::new(builtin::MOVIE, "Alien")).await.id.to_string();
    let item = json!({ "item": id });
    let add = "mutation($item: ID!) { addToLibrary(input: { itemId: $item, notes: \"old\" }) { entry { id } isNew } }";
    let entry = ana.data(add, item.clone()).await["addToLibrary"]["entry"]["id"].take();
    let update = "mutation($id: ID!) { updateLibraryEntry(input: { id: $id, status: \"watching\", notes: null }) { entry { status notes } } }";
    assert_eq!(bea.code(update, json!({ "id": entry })).await, "NOT_FOUND");
    let updated = ana.data(update, json!({ "id": entry })).await;
    assert_eq!(updated["updateLibraryEntry"]["entry"], json!({ "status": "watching", "notes": null }));
    let rate =
        "mutation($item: ID!, $rating: Int!) { rateItem(input: { itemId: $item, rating: $rating }) { rating { rating } } }";
    for rating in [60, 80] {
        ana.data(rate, json!({ "item": id, "rating": rating })).await;
    }
    let watch = "mutation($item: ID!) { markWatched(input: { itemId: $item }) { plays { id } } }";
    assert_eq!(ana.data(watch, item.clone()).await["markWatched"]["plays"].as_array().map(Vec::len), Some(1));
    let show = "query($item: ID!) { library(first: 1) { nodes { item {
        myEntry { status } myRating { rating } myPlays(first: 1) { item { name } } ratingSummary { count average } } } }
        ratingHistory(itemId: $item) { rating } cycles(itemId: $item) { status } progress(itemId: $item) { watchedCount } nextUp { totalCount } }";
    let shown = ana.data(show, item.clone()).await;
    let mine = &shown["library"]["nodes"][0]["item"];
    assert_eq!(mine["myRating"]["rating"], 80);
    assert_eq!(mine["myEntry"]["status"], "completed");
    assert_eq!(mine["myPlays"], json!([{ "item": { "name": "Alien" } }]));
    assert_eq!(mine["ratingSummary"], json!({ "count": 1, "average": 80.0 }));
    assert_eq!(shown["ratingHistory"], json!([{ "rating": 60 }]));
    assert_eq!(shown["cycles"], json!([{ "status": "COMPLETED" }]));
    assert_eq!(shown["nextUp"]["totalCount"], 0);
    let remove = "mutation($id: ID!) { removeFromLibrary(input: { id: $id }) { entry { id } } }";
    ana.data(remove, json!({ "id": entry })).await;
    assert_eq!(ana.data("{ library { totalCount } }", json!({})).await["library"]["totalCount"], Value::from(0));
}

#[tokio::test(flavor = "multi_thread")]
async fn an_item_is_the_same_however_its_fields_are_asked_for() {
    let server = TestServer::start().await;
    let (_, ana) = server.user("ana").await;
    let show = make(&server, ItemDraft::new(builtin::TV, "Show")).await;
    let season = make(&server, ItemDraft::new(builtin::TV, "Season 1").below(show.id, Some(1))).await;
    ana.data(
        "mutation($item: ID!) { addToLibrary(input: { itemId: $item }) { isNew } }",
        json!({ "item": season.id.to_string() }),
    )
    .await;
    let asked = [
        "item { name parent { name } hierarchyLevel }",
        "item { ...Named parent { ... on MediaItem { name } } hierarchyLevel }",
        "item { name @include(if: true) year @skip(if: true) parent { name } hierarchyLevel }",
        "item { name parent { ...Named } parent { name } hierarchyLevel }",
        "item { name } item { parent { name } } item { hierarchyLevel }",
    ];
    let expected = json!({ "name": "Season 1", "parent": { "name": "Show" }, "hierarchyLevel": 1 });
    for fields in asked {
        let fragment = if fields.contains("...Named") { "fragment Named on MediaItem { name }" } else { "" };
        let page = ana.data(&format!("{{ library {{ nodes {{ {fields} }} }} }} {fragment}"), json!({})).await;
        assert_eq!(page["library"]["nodes"][0]["item"], expected, "{fields}");
    }
    let named = "{ library { nodes { what: item { __typename title: name whole: parent { id: name kind: __typename } } } } }";
    let expected = json!({ "__typename": "MediaItem", "title": "Season 1", "whole": { "id": "Show", "kind": "MediaItem" } });
    assert_eq!(ana.data(named, json!({})).await["library"]["nodes"][0]["what"], expected);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_at_hand_is_what_its_resolver_answers() {
    let server = TestServer::start().await;
    let (_, ana) = server.user("ana").await;
    let external_ids = vec![external_ids::key("imdb", "movie", "tt0078748").unwrap()];
    let draft =
        ItemDraft { year: Some(1979), runtime_seconds: Some(7020), external_ids, ..ItemDraft::new(builtin::MOVIE, "Alien") };
    let film = make(&server, draft).await;
    let keep = "mutation($item: ID!) { addToLibrary(input: { itemId: $item, isFavorite: true }) { isNew }
        rateItem(input: { itemId: $item, rating: 85 }) { rating { id } } }";
    ana.data(keep, json!({ "item": film.id.to_string() })).await;
    // All that can be at hand: what is a value and takes no arguments.
    let plain = async |of: &str| {
        let query = "query($of: String!) { __type(name: $of) { fields { name args { name } type { kind ofType { kind } } } } }";
        let fields = ana.data(query, json!({ "of": of })).await["__type"]["fields"].take();
        let is_plain = |field: &&Value| {
            let of = &field["type"];
            let kind = if of["kind"] == "NON_NULL" { &of["ofType"]["kind"] } else { &of["kind"] };
            field["args"] == json!([]) && (*kind == "SCALAR" || *kind == "ENUM")
        };
        let names = fields.as_array().unwrap().iter().filter(is_plain).map(|field| field["name"].as_str().unwrap().to_owned());
        names.collect::<Vec<_>>()
    };
    let (entry, item) = (plain("LibraryEntry").await, plain("MediaItem").await);
    let (id, rating) = (plain("ExternalId").await, plain("Rating").await);
    let fields = |with: &str| {
        let list = |names: &[String]| names.iter().map(|name| format!("{name} {with} ")).collect::<String>();
        let [entry, item, id, rating] = [&entry, &item, &id, &rating].map(|names| list(names));
        format!("{{ library {{ nodes {{ {entry} item {{ {item} externalIds {{ {id} }} myRating {{ {rating} }} }} }} }} }}")
    };
    // A directive leaves the field to the executor.
    let (at_hand, resolved) = (ana.data(&fields(""), json!({})).await, ana.data(&fields("@include(if: true)"), json!({})).await);
    assert_eq!(at_hand, resolved);
    let node = &at_hand["library"]["nodes"][0];
    assert_eq!((&node["status"], &node["isFavorite"]), (&json!("plan_to_watch"), &json!(true)));
    assert_eq!((&node["item"]["year"], &node["item"]["position"]), (&json!(1979), &Value::Null));
    assert_eq!(node["item"]["externalIds"][0]["externalId"], "tt0078748");
    assert_eq!((&node["item"]["myRating"]["rating"], &node["item"]["myRating"]["value"]), (&json!(85), &json!(8.5)));
}

#[tokio::test(flavor = "multi_thread")]
async fn fields_are_answered_in_the_order_in_which_they_are_asked_for() {
    let server = TestServer::start().await;
    let (_, ana) = server.user("ana").await;
    let film = make(&server, ItemDraft::new(builtin::MOVIE, "Alien")).await;
    ana.data("mutation($item: ID!) { addToLibrary(input: { itemId: $item }) { isNew } }", json!({ "item": film.id.to_string() }))
        .await;
    // Of these, some are loaded and some are at hand.
    let query =
        "{ library { nodes { item { mediaType { name } name externalIds { url } year myRating { rating } hierarchyLevel } } } }";
    let answer = ana.text(query).await;
    let item = r#"{"mediaType":{"name":"movie"},"name":"Alien","externalIds":[],"year":null,"myRating":null,"hierarchyLevel":0}"#;
    assert!(answer.contains(item), "{answer}");
}

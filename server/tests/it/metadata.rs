//! What others know, as clients meet it.

use medianest_core::catalogue::builtin;
use medianest_core::config::MetadataService;
use medianest_core::db::Role;
use medianest_server::http::HttpConfig;
use medianest_test_support::{Fake, Reply, World};
use secrecy::SecretString;
use serde_json::{Value, json};

use crate::support::TestServer;

/// A server that asks TMDB and TVmaze, and the two of them.
async fn asking() -> (TestServer, Fake, Fake) {
    let (tmdb, tvmaze) = (Fake::start().await, Fake::start().await);
    let services = vec![
        MetadataService::Tmdb { url: tmdb.url.clone(), token: SecretString::from("the-token") },
        MetadataService::Tvmaze { url: tvmaze.url.clone() },
    ];
    let show = json!({ "id": 9, "name": "Tidewater", "premiered": "2024-01-08", "status": "Running", "genres": [], "externals": null,
        "_embedded": { "seasons": [{ "id": 91, "number": 1, "name": "" }],
                       "episodes": [{ "id": 501, "name": "Maze 1", "season": 1, "number": 1, "airdate": "2026-03-11", "airtime": "",
                                      "airstamp": "2026-03-11T12:00:00+00:00" }] } });
    tvmaze.answer("/search/shows", &json!([{ "score": 1, "show": show }]));
    tvmaze.answer("/shows/9", &show);
    tmdb.reply("/3/search/tv", "", Reply::text(401, "{}"));
    (TestServer::over(World::asking(services).await, HttpConfig::default()).await, tmdb, tvmaze)
}

const SEARCH: &str = "query($type: ID!) { metadataSearch(query: \"tide\", mediaTypeId: $type) {
    hits { provider kind externalId name year url item { name } } failures { provider name message } } }";
const ADD: &str = "mutation($input: AddFromProviderInput!) { addFromProvider(input: $input) { isNew item { id name childCount
    metadataSources { provider name url notice licenceUrl } children { nodes { children { nodes { id metadataSources { name } } } } } } } }";

#[tokio::test(flavor = "multi_thread")]
async fn something_is_found_added_and_its_source_named() {
    let (server, _tmdb, _tvmaze) = asking().await;
    let (_, ana) = server.user("ana").await;
    let found = ana.data(SEARCH, json!({ "type": builtin::TV.to_string() })).await["metadataSearch"].take();
    let hit = json!({ "provider": "TVMAZE", "kind": "show", "externalId": "9", "name": "Tidewater", "year": 2024,
                      "url": "https://www.tvmaze.com/shows/9", "item": null });
    assert_eq!(found["hits"], json!([hit]));
    assert_eq!(found["failures"][0]["provider"], "TMDB");
    let message = found["failures"][0]["message"].as_str().unwrap();
    assert!(message.contains("metadata.tmdb.token") && !message.contains("the-token"), "{message}");

    let input = json!({ "input": { "provider": "TVMAZE", "kind": "show", "externalId": "9" } });
    let added = ana.data(ADD, input.clone()).await["addFromProvider"].take();
    assert_eq!((added["isNew"].as_bool(), added["item"]["childCount"].as_i64()), (Some(true), Some(1)));
    let source = json!({ "provider": "TVMAZE", "name": "TVmaze", "url": "https://www.tvmaze.com/shows/9",
                         "notice": "Data provided by TVmaze, licensed under CC BY-SA 4.0.",
                         "licenceUrl": "https://creativecommons.org/licenses/by-sa/4.0/" });
    assert_eq!(added["item"]["metadataSources"], json!([source]));
    let episode = &added["item"]["children"]["nodes"][0]["children"]["nodes"][0];
    assert_eq!(episode["metadataSources"], json!([{ "name": "TVmaze" }]), "who told of the whole told of its parts");
    let again = ana.data(ADD, input).await["addFromProvider"].take();
    assert_eq!((again["isNew"].as_bool(), &again["item"]["id"]), (Some(false), &added["item"]["id"]));
    let found = ana.data(SEARCH, json!({ "type": builtin::TV.to_string() })).await;
    assert_eq!(found["metadataSearch"]["hits"][0]["item"]["name"], "Tidewater");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_list_names_its_sources_in_the_same_statements_however_long_it_is() {
    let (server, _tmdb, tvmaze) = asking().await;
    let (_, ana) = server.user("ana").await;
    for number in 1..=12 {
        let show = json!({ "id": number, "name": format!("Show {number}"), "genres": [], "_embedded": {} });
        tvmaze.answer(&format!("/shows/{number}"), &show);
        let input = json!({ "input": { "provider": "TVMAZE", "kind": "show", "externalId": number.to_string() } });
        ana.data(ADD, input).await;
    }
    let query = "query($first: Int!) { mediaItems(first: $first) { nodes { lockedFields metadataSources { name url } } } }";
    let cost = async |first: i32| {
        let before = server.world.app.database().statements();
        let page = ana.data(query, json!({ "first": first })).await["mediaItems"]["nodes"].take();
        assert!(page.as_array().unwrap().iter().all(|node| node["metadataSources"][0]["name"] == "TVmaze"));
        server.world.app.database().statements() - before
    };
    cost(12).await;
    assert_eq!(cost(3).await, cost(12).await);
}

#[tokio::test(flavor = "multi_thread")]
async fn administrators_see_who_is_on_how_they_answer_and_say_whose_word_counts() {
    let (server, _tmdb, _tvmaze) = asking().await;
    let (_, root) = server.admin("root").await;
    let (_, mo) = server.with_role("mo", Role::Moderator).await;
    let providers = root.data("{ metadataProviders { provider isOn notice mediaTypes { name } } }", json!({})).await;
    let providers = providers["metadataProviders"].as_array().unwrap();
    let on: Vec<&Value> = providers.iter().filter(|row| row["isOn"] == true).collect();
    assert_eq!((providers.len(), on.len()), (7, 2));
    assert_eq!(on[0]["notice"], "This product uses the TMDB API but is not endorsed or certified by TMDB.");
    assert_eq!(on[0]["mediaTypes"], json!([{ "name": "movie" }, { "name": "tv" }]));

    root.data(SEARCH, json!({ "type": builtin::TV.to_string() })).await;
    let statistics =
        root.data("{ metadataStatistics { provider successCount failureCount mediaType { name } } }", json!({})).await;
    assert_eq!(
        statistics["metadataStatistics"],
        json!([
            { "provider": "TMDB", "successCount": 0, "failureCount": 1, "mediaType": { "name": "tv" } },
            { "provider": "TVMAZE", "successCount": 1, "failureCount": 0, "mediaType": { "name": "tv" } },
        ])
    );
    let set = "mutation($input: UpdateMetadataOrderInput!) { updateMetadataOrder(input: $input) { metadataOrders {
        general { provider } orders { field places { provider isEnabled fallback } } fields } } }";
    let input = json!({ "input": { "mediaTypeId": builtin::TV.to_string(), "field": "network",
        "places": [{ "provider": "TVMAZE", "fallback": "STOP" }, { "provider": "TMDB", "isEnabled": false }] } });
    let orders = root.data(set, input.clone()).await["updateMetadataOrder"]["metadataOrders"].take();
    let places = &orders["orders"][0]["places"];
    assert_eq!(places[0], json!({ "provider": "TVMAZE", "isEnabled": true, "fallback": "STOP" }));
    assert_eq!(places[1], json!({ "provider": "TMDB", "isEnabled": false, "fallback": "CONTINUE" }));
    assert_eq!(orders["general"][0]["provider"], "TMDB");
    assert!(orders["fields"].as_array().unwrap().contains(&json!("network")));
    assert_eq!(mo.code(set, input).await, "FORBIDDEN");
}

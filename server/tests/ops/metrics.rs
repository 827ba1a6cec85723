//! The numbers move when something happens.

use std::net::SocketAddr;

use serde_json::json;

use crate::api::Api;
use crate::support::{Server, data_dir, eventually, free_port, request};

const GET: &str = "GET /metrics HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n";

/// What the metrics' port tells.
struct Numbers(SocketAddr);

impl Numbers {
    /// A number as it is now; 0 where it is not told of yet.
    fn now(&self, name: &str) -> f64 {
        let text = request(self.0, GET).expect("metrics are served");
        let line = text.lines().find_map(|line| line.strip_prefix(name)?.strip_prefix(' '));
        line.map_or(0.0, |value| value.parse().expect("a number"))
    }

    /// Waits until a number is this.
    fn comes_to(&self, name: &str, expected: f64) {
        eventually(&format!("{name} is {expected}"), || ((self.now(name) - expected).abs() < 0.5).then_some(()));
    }
}

fn counted(port: u16) -> (Server, tempfile::TempDir, Numbers) {
    let folder = data_dir();
    let server = Server::start_with(folder.path(), |command| {
        command.env("MEDIANEST_METRICS_LISTEN", format!("127.0.0.1:{port}"));
    });
    (server, folder, Numbers(([127, 0, 0, 1], port).into()))
}

#[tokio::test(flavor = "multi_thread")]
async fn operations_are_counted_by_type_and_outcome_and_never_by_name() {
    let (server, _folder, numbers) = counted(free_port());
    let boss = Api::of_admin(&server, "boss").await;
    let operations = |kind: &str, outcome: &str| {
        numbers.now(&format!("medianest_graphql_operations_total{{type=\"{kind}\",outcome=\"{outcome}\"}}"))
    };
    let timed = |kind: &str| numbers.now(&format!("medianest_graphql_operation_duration_seconds_count{{type=\"{kind}\"}}"));
    let (queries, mutations) = (timed("query"), timed("mutation"));
    let before = operations("query", "OK");
    boss.data("query OfMyChoice { me { id } }", json!({})).await;
    boss.run("mutation { removeFromLibrary(input: { id: \"entry_00000000000000000000000000\" }) { entry { id } } }", json!({}))
        .await;
    boss.run("{ nothing }", json!({})).await;
    boss.run("{ me {", json!({})).await;
    assert!((operations("query", "OK") - before - 1.0).abs() < 0.5);
    assert!((operations("mutation", "NOT_FOUND") - 1.0).abs() < 0.5);
    assert!((operations("query", "BAD_REQUEST") - 1.0).abs() < 0.5);
    assert!((operations("unknown", "BAD_REQUEST") - 1.0).abs() < 0.5);
    assert!((timed("query") - queries - 2.0).abs() < 0.5);
    assert!((timed("mutation") - mutations - 1.0).abs() < 0.5);
    let text = request(numbers.0, GET).expect("metrics are served");
    assert!(!text.contains("OfMyChoice"), "{text}");
}

#[tokio::test(flavor = "multi_thread")]
async fn sockets_subscriptions_and_what_they_are_told_are_counted() {
    let (server, _folder, numbers) = counted(free_port());
    let boss = Api::of_admin(&server, "boss").await;
    assert!(numbers.now("medianest_sockets") < 0.5);
    let mut socket = boss.socket().await;
    socket.begin("subscription { currentlyWatching { __typename } }").await;
    let first = socket.hear().await;
    assert_eq!(first["payload"]["data"]["currentlyWatching"]["__typename"], "CurrentlyWatchingSnapshot", "{first}");
    assert!((numbers.now("medianest_sockets") - 1.0).abs() < 0.5);
    assert!((numbers.now("medianest_graphql_subscriptions") - 1.0).abs() < 0.5);
    let told = numbers.now("medianest_graphql_events_delivered_total");
    assert!(told > 0.5, "{told}");

    let create = "mutation ($type: ID!) { createMediaItem(input: { mediaTypeId: $type, name: \"Heat\" }) { item { id } } }";
    let types = boss.data("{ mediaTypes { id name } }", json!({})).await;
    let film = types["mediaTypes"].as_array().expect("a list").iter().find(|ty| ty["name"] == "movie").expect("films");
    let item = boss.data(create, json!({ "type": film["id"] })).await["createMediaItem"]["item"]["id"].take();
    let heard = numbers.now("medianest_events_heard_total{kind=\"presence_changed\"}");
    let scrobble =
        "mutation ($item: ID!) { scrobble(input: { itemId: $item, action: START, progressPercent: 1.0 }) { outcome } }";
    boss.data(scrobble, json!({ "item": item })).await;
    assert_eq!(socket.hear().await["payload"]["data"]["currentlyWatching"]["__typename"], "CurrentlyWatchingChange");
    assert!((numbers.now("medianest_events_heard_total{kind=\"presence_changed\"}") - heard - 1.0).abs() < 0.5);
    assert!((numbers.now("medianest_graphql_events_delivered_total") - told - 1.0).abs() < 0.5);
    socket.close().await;
    numbers.comes_to("medianest_sockets", 0.0);
    numbers.comes_to("medianest_graphql_subscriptions", 0.0);
    numbers.comes_to("medianest_graphql_operations_total{type=\"subscription\",outcome=\"OK\"}", 1.0);
}

#[tokio::test(flavor = "multi_thread")]
async fn jobs_and_the_rows_of_imports_are_counted() {
    let (server, _folder, numbers) = counted(free_port());
    let boss = Api::of_admin(&server, "boss").await;
    boss.import("title,year,rating\nHeat,1995,8\nDune,2021,eleven\nAlien,1979,9\n".to_owned()).await;
    numbers.comes_to("medianest_jobs_total{kind=\"import.run\",outcome=\"succeeded\"}", 1.0);
    for (name, expected) in [
        ("medianest_import_rows_total{source=\"csv\",outcome=\"created\"}", 2.0),
        ("medianest_import_rows_total{source=\"csv\",outcome=\"unchanged\"}", 0.0),
        ("medianest_import_rows_total{source=\"csv\",outcome=\"failed\"}", 1.0),
        ("medianest_job_duration_seconds_count{kind=\"import.run\"}", 1.0),
    ] {
        assert!((numbers.now(name) - expected).abs() < 0.5, "{name} is {}", numbers.now(name));
    }
    assert!(numbers.now("medianest_events_heard_total{kind=\"import_progressed\"}") > 0.5);
}

//! What people play and have played, through the API.

use medianest_core::catalogue::builtin;
use medianest_core::catalogue::items::{self, ItemDraft};
use medianest_core::policy::Actor;
use serde_json::{Value, json};

use crate::support::TestServer;

async fn film(server: &TestServer, name: &str) -> String {
    let mut draft = ItemDraft::new(builtin::MOVIE, name);
    draft.runtime_seconds = Some(6000);
    items::create(&server.world.app, &Actor::system("test"), draft).await.unwrap().id.to_string()
}

const SCROBBLE: &str = "mutation ($input: ScrobbleInput!) { scrobble(input: $input) {
    event { id eventType progressPercent source item { name } }
    outcome duplicate position { progressPercent } play { id item { name } watchedAt }
    currentlyWatching { state progressPercent item { name } user { displayName } } } }";

#[tokio::test(flavor = "multi_thread")]
async fn a_film_is_started_seen_live_and_then_in_the_history() {
    let server = TestServer::start().await;
    let (_, ana) = server.user("ana").await;
    let alien = film(&server, "Alien").await;
    let started = ana.data(SCROBBLE, json!({"input": {"itemId": alien, "action": "START", "positionSeconds": 600}})).await;
    assert_eq!(started["scrobble"]["outcome"], "STARTED");
    assert_eq!(started["scrobble"]["event"]["progressPercent"], 10.0);
    assert_eq!(started["scrobble"]["event"]["source"], "graphql");
    let live = "{ currentlyWatching { item { name } state deviceName } nowPlaying { userId } me { currentlyWatching { progressPercent } } }";
    let shown = ana.data(live, json!({})).await;
    assert_eq!(shown["currentlyWatching"], json!({"item": {"name": "Alien"}, "state": "PLAYING", "deviceName": null}));
    assert_eq!(shown["me"]["currentlyWatching"]["progressPercent"], 10.0);
    assert_eq!(shown["nowPlaying"].as_array().map(Vec::len), Some(1));
    let resume =
        "{ playbackPositions { totalCount nodes { progressPercent item { name playbackPosition { positionSeconds } } } } }";
    let resume = ana.data(resume, json!({})).await;
    assert_eq!(resume["playbackPositions"]["nodes"][0]["item"]["playbackPosition"]["positionSeconds"], 600);

    server.world.pass(chrono::TimeDelta::minutes(1));
    let stop = json!({"input": {"itemId": alien, "action": "STOP", "progressPercent": 95.0, "sourceEventId": "1"}});
    let stopped = ana.data(SCROBBLE, stop.clone()).await;
    assert_eq!(stopped["scrobble"]["outcome"], "COUNTED");
    assert_eq!(stopped["scrobble"]["currentlyWatching"], Value::Null);
    assert_eq!(ana.data(SCROBBLE, stop).await["scrobble"]["duplicate"], true);
    let history = "{ history(first: 1) { totalCount pageInfo { hasNextPage } nodes { id item { name } origin } }
        interactionEvents { totalCount nodes { eventType } } }";
    let history = ana.data(history, json!({})).await;
    assert_eq!(history["history"]["totalCount"], 1);
    assert_eq!(history["history"]["nodes"][0]["item"]["name"], "Alien");
    assert_eq!(history["interactionEvents"]["nodes"], json!([{"eventType": "STOP"}, {"eventType": "START"}]));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_play_is_added_corrected_deleted_and_brought_back() {
    let server = TestServer::start().await;
    let (_, ana) = server.user("ana").await;
    let (_, eve) = server.admin("eve").await;
    let alien = film(&server, "Alien").await;
    let add = "mutation ($input: AddPlayInput!) { addPlay(input: $input) { isNew play { id watchedAt datePrecision notes } } }";
    let unknown = json!({"input": {"itemId": alien, "isDateUnknown": true, "notes": "long ago"}});
    let play = ana.data(add, unknown).await["addPlay"]["play"].take();
    assert_eq!((&play["watchedAt"], &play["datePrecision"]), (&Value::Null, &json!("UNKNOWN")));
    let both = json!({"input": {"itemId": alien, "isDateUnknown": true, "watchedOn": "1999"}});
    assert_eq!(ana.code(add, both).await, "INVALID_INPUT");
    assert_eq!(ana.code(add, json!({"input": {"itemId": alien, "watchedOn": "in 1999"}})).await, "INVALID_INPUT");

    let update =
        "mutation ($input: UpdatePlayInput!) { updatePlay(input: $input) { play { watchedAt datePrecision notes editedAt } } }";
    let patch = json!({"input": {"id": play["id"], "watchedOn": "1999-12", "notes": null}});
    let updated = ana.data(update, patch.clone()).await["updatePlay"]["play"].take();
    assert_eq!((&updated["watchedAt"], &updated["notes"]), (&json!("1999-12-01T00:00:00+00:00"), &Value::Null));
    assert_eq!(eve.code(update, patch).await, "NOT_FOUND");

    let by_id = json!({"input": {"id": play["id"]}});
    let delete = "mutation ($input: DeletePlayInput!) { deletePlay(input: $input) { play { id } } }";
    let restore = "mutation ($input: RestorePlayInput!) { restorePlay(input: $input) { play { id } } }";
    let count = async || ana.data("{ history { totalCount } }", json!({})).await["history"]["totalCount"].take();
    assert_eq!(eve.code(delete, by_id.clone()).await, "NOT_FOUND");
    ana.data(delete, by_id.clone()).await;
    assert_eq!(count().await, 0);
    assert_eq!(ana.code(delete, by_id.clone()).await, "NOT_FOUND");
    ana.data(restore, by_id).await;
    assert_eq!(count().await, 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn another_persons_history_is_empty_unless_they_share_it() {
    let server = TestServer::start().await;
    let (person, ana) = server.user("ana").await;
    let (_, bea) = server.user("bea").await;
    let alien = film(&server, "Alien").await;
    ana.data(SCROBBLE, json!({"input": {"itemId": alien, "action": "STOP", "progressPercent": 99.0}})).await;
    let query = "query ($user: ID!) { history(userId: $user) { totalCount nodes { source item { name } } } }";
    let user = json!({"user": person.id.to_string()});
    let sql = server.world.database.sql().await;
    for (audience, expected) in [("nobody", 0), ("members", 1)] {
        let settings = format!(r#"{{"history": "{audience}"}}"#);
        sql.execute("UPDATE users SET privacy_settings = $2::text::jsonb WHERE id = $1", &[&person.id.0, &settings])
            .await
            .unwrap();
        let seen = bea.data(query, user.clone()).await;
        assert_eq!(seen["history"]["totalCount"], expected, "{audience}");
        assert_eq!(seen["history"]["nodes"].as_array().map(Vec::len), Some(expected));
        // By which player is nobody's business.
        assert!(seen["history"]["nodes"].as_array().is_some_and(|nodes| nodes.iter().all(|play| play["source"].is_null())));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_page_of_history_costs_the_same_statements_whatever_its_length() {
    let server = TestServer::start().await;
    let (_, ana) = server.user("ana").await;
    for number in 0..12 {
        let item = film(&server, &format!("Film {number}")).await;
        ana.data(SCROBBLE, json!({"input": {"itemId": item, "action": "STOP", "progressPercent": 99.0}})).await;
    }
    let query = "query ($first: Int!) { history(first: $first) { nodes { user { displayName } item { name mediaType { name } playbackPosition { number } } } } }";
    let cost = async |first: i32| {
        let before = server.world.app.database().statements();
        let page = ana.data(query, json!({"first": first})).await;
        assert_eq!(page["history"]["nodes"].as_array().map(Vec::len), usize::try_from(first).ok());
        server.world.app.database().statements() - before
    };
    assert_eq!(cost(2).await, cost(12).await);
}

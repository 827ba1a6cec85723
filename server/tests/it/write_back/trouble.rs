use std::time::{Duration, Instant};

use chrono::TimeDelta;
use medianest_core::db::JobLane;
use medianest_core::diary::write_back;
use medianest_core::jobs::{self, WorkerOptions};
use serde_json::json;
use tokio::time::sleep;
use tokio_util::sync::CancellationToken;

use super::fake::{Fake, Kind};
use super::{CONNECT, Scene, connect, connect_trakt, play, states, unplay, write_backs};
use crate::support::Client;

const AT: &str = "2026-02-20T20:15:00Z";

async fn connection(ana: &Client<'_>) -> serde_json::Value {
    let ask = "{ playerConnections { state lastError restsUntil lastSuccessAt lastFailureAt } }";
    ana.data(ask, json!({})).await["playerConnections"][0].take()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_server_that_is_away_is_told_later_and_left_alone_as_long_as_it_asks() {
    let scene = Scene::new().await;
    let ana = scene.ana().await;
    connect(&ana, &scene.jellyfin).await;
    play(&ana, &scene.alien, AT).await;
    play(&ana, &scene.episode, AT).await;
    scene.jellyfin.fails(503, Some(7_200), 1);
    let before = scene.jellyfin.asked().len();
    scene.tell().await;
    assert_eq!(scene.jellyfin.asked().len(), before + 1, "what else waits is not tried");
    let told = connection(&ana).await;
    assert_eq!((&told["state"], &told["lastError"]), (&json!("WORKING"), &json!("it answered 503")));
    assert_eq!(told["restsUntil"], "2026-03-01T14:00:00+00:00");
    scene.server.world.pass(TimeDelta::minutes(119));
    scene.tell().await;
    assert_eq!(scene.jellyfin.asked().len(), before + 1);
    scene.server.world.pass(TimeDelta::minutes(2));
    scene.tell().await;
    assert_eq!(scene.jellyfin.played(), ["101", "202"]);
    let told = connection(&ana).await;
    assert_eq!((&told["lastError"], &told["restsUntil"], told["lastSuccessAt"].is_string()), (&json!(null), &json!(null), true));
    // Each time that nobody answers makes wait longer.
    scene.jellyfin.fails(502, None, 3);
    play(&ana, &scene.alien, "2026-02-21T20:15:00Z").await;
    for minutes in [1, 5, 15] {
        scene.tell().await;
        scene.server.world.pass(TimeDelta::minutes(minutes) - TimeDelta::seconds(1));
        let asked = scene.jellyfin.asked().len();
        scene.tell().await;
        assert_eq!(scene.jellyfin.asked().len(), asked, "{minutes} minutes");
        scene.server.world.pass(TimeDelta::seconds(1));
    }
    scene.tell().await;
    assert_eq!(states(&write_backs(&ana).await, "JELLYFIN"), ["TOLD", "TOLD", "TOLD"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_a_server_process_was_telling_when_it_died_is_told_by_the_next() {
    let scene = Scene::new().await;
    let ana = scene.ana().await;
    connect(&ana, &scene.jellyfin).await;
    play(&ana, &scene.alien, AT).await;
    let world = &scene.server.world;
    assert_eq!(write_back::enqueue_due(&world.app).await.unwrap(), 1);
    scene.jellyfin.with(|state| state.hangs = true);
    let before = scene.jellyfin.asked().len();
    // Its tasks and its connections end with the runtime, wherever they are, as with a process that is killed.
    let doomed = tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build().unwrap();
    let app = world.second_app();
    doomed.spawn(jobs::work(app, jobs::handlers(), JobLane::Sync, WorkerOptions::of(JobLane::Sync), CancellationToken::new()));
    let deadline = Instant::now() + Duration::from_secs(20);
    while scene.jellyfin.asked().len() == before {
        assert!(Instant::now() < deadline, "it began to tell");
        sleep(Duration::from_millis(10)).await;
    }
    doomed.shutdown_background();
    scene.jellyfin.with(|state| state.hangs = false);
    assert_eq!(states(&write_backs(&ana).await, "JELLYFIN"), ["WAITING"]);
    // Nobody knows that it died until its lease has run out.
    world.pass(TimeDelta::minutes(2));
    scene.tell().await;
    assert_eq!(states(&write_backs(&ana).await, "JELLYFIN"), ["TOLD"]);
    assert_eq!((scene.jellyfin.played(), scene.jellyfin.told()), (vec!["101".to_owned()], 1));
}

#[tokio::test(flavor = "multi_thread")]
async fn what_a_server_will_not_have_ends_with_a_reason_and_what_it_fails_at_is_tried_again() {
    let scene = Scene::new().await;
    let (person, ana) = scene.server.user("ana").await;
    connect(&ana, &scene.jellyfin).await;
    play(&ana, &scene.alien, AT).await;
    scene.tell().await;
    scene.jellyfin.fails(400, None, 1);
    play(&ana, &scene.alien, "2026-02-21T20:15:00Z").await;
    scene.tell().await;
    scene.server.world.pass(TimeDelta::hours(12));
    scene.tell().await;
    let rows = write_backs(&ana).await;
    assert_eq!((rows[0].2.as_str(), rows[0].3.as_deref()), ("FAILED", Some("it answered 400")));
    // A bug of theirs is waited out, and others are told meanwhile; after a while it is given up.
    scene.jellyfin.fails(500, None, 1);
    play(&ana, &scene.alien, "2026-02-22T20:15:00Z").await;
    play(&ana, &scene.episode, AT).await;
    scene.tell().await;
    assert_eq!(states(&write_backs(&ana).await, "JELLYFIN"), ["TOLD", "WAITING", "FAILED", "TOLD"]);
    for _ in 0..8 {
        scene.jellyfin.fails(500, None, 1);
        scene.server.world.pass(TimeDelta::hours(7));
        scene.tell().await;
    }
    // A session of hers lasts for a day.
    let ana = scene.server.bearer(&scene.server.world.session_token(&person).await);
    let rows = write_backs(&ana).await;
    assert_eq!((rows[1].2.as_str(), rows[1].3.as_deref()), ("FAILED", Some("it answered 500")));
    scene.jellyfin.with(|state| state.mishaps.clear());
    // Its person may have it tried again.
    let ask = "{ writeBacks(first: 2) { nodes { id } } }";
    let id = ana.data(ask, json!({})).await["writeBacks"]["nodes"][1]["id"].take();
    let retry = "mutation ($id: ID!) { retryWriteBack(input: { id: $id }) { writeBack { state attempts } } }";
    let (_, ben) = scene.server.user("ben").await;
    assert_eq!(ben.code(retry, json!({ "id": id })).await, "NOT_FOUND");
    let retried = ana.data(retry, json!({ "id": id })).await["retryWriteBack"]["writeBack"].take();
    assert_eq!(retried, json!({ "state": "WAITING", "attempts": 0 }));
    scene.tell().await;
    assert_eq!(write_backs(&ana).await[1].2, "TOLD");
    assert_eq!(ana.code(retry, json!({ "id": id })).await, "CONFLICT");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_a_server_does_not_have_is_said_and_what_it_has_by_another_name_is_found_again() {
    let scene = Scene::new().await;
    let ana = scene.ana().await;
    connect(&ana, &scene.jellyfin).await;
    connect(&ana, &scene.plex).await;
    scene.plex.with(|plex| plex.library.clear());
    let first = play(&ana, &scene.alien, AT).await;
    scene.tell().await;
    let rows = write_backs(&ana).await;
    assert_eq!(states(&rows, "PLEX"), ["UNMATCHED"]);
    let asked = scene.plex.asked().len();
    scene.server.world.pass(TimeDelta::hours(20));
    scene.tell().await;
    assert_eq!(scene.plex.asked().len(), asked, "it is not asked for ever");
    // The library was scanned anew.
    scene.jellyfin.with(|jellyfin| "999".clone_into(&mut jellyfin.library[0].key));
    unplay(&ana, &first).await;
    scene.jellyfin.with(|jellyfin| jellyfin.played.insert("999".to_owned(), None));
    scene.tell().await;
    assert_eq!(scene.jellyfin.played(), ["101"], "the one that is there is taken back");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_sign_in_that_no_longer_holds_pauses_and_is_renewed_by_its_person() {
    let scene = Scene::new().await;
    let ana = scene.ana().await;
    let id = connect(&ana, &scene.jellyfin).await;
    scene.jellyfin.with(|jellyfin| "s3cret-other".clone_into(&mut jellyfin.token));
    play(&ana, &scene.alien, AT).await;
    scene.tell().await;
    assert_eq!(connection(&ana).await["state"], "PAUSED");
    let news = ana.data("{ notifications { nodes { type data } } }", json!({})).await["notifications"]["nodes"][0].take();
    assert_eq!((&news["type"], &news["data"]["connectionId"]), (&json!("player_connection_paused"), &json!(id)));
    let asked = scene.jellyfin.asked().len();
    scene.server.world.pass(TimeDelta::hours(12));
    play(&ana, &scene.episode, AT).await;
    scene.tell().await;
    assert_eq!(scene.jellyfin.asked().len(), asked, "it is left alone");
    let renew = "mutation ($id: ID!, $password: String!) { updatePlayerConnection(input: { id: $id, userName: \"ana\", password: $password }) {
        connection { state lastError } } }";
    assert_eq!(ana.code(renew, json!({ "id": id, "password": "wrong" })).await, "INVALID_INPUT");
    let renewed = ana.data(renew, json!({ "id": id, "password": "right" })).await["updatePlayerConnection"]["connection"].take();
    assert_eq!(renewed, json!({ "state": "WORKING", "lastError": null }));
    scene.tell().await;
    assert_eq!(scene.jellyfin.played(), ["101", "202"], "nothing was lost");
}

#[tokio::test(flavor = "multi_thread")]
async fn trakts_sign_in_is_renewed_by_itself_and_a_lost_answer_counts_nothing_twice() {
    let scene = Scene::new().await;
    let ana = scene.ana().await;
    connect_trakt(&ana, &scene.trakt).await;
    scene.server.world.pass(TimeDelta::minutes(24 * 60 - 15));
    play(&ana, &scene.alien, AT).await;
    scene.tell().await;
    scene.trakt.with(|trakt| {
        assert_eq!((trakt.token.as_str(), trakt.history.len()), ("s3cret-renewed", 1));
        trakt.loses_answers = true;
    });
    play(&ana, &scene.alien, "2026-02-21T20:15:00Z").await;
    scene.tell().await;
    scene.trakt.with(|trakt| {
        assert_eq!(trakt.history.len(), 2, "it took it");
        trakt.loses_answers = false;
    });
    assert_eq!(states(&write_backs(&ana).await, "Trakt"), ["WAITING", "TOLD"]);
    scene.server.world.pass(TimeDelta::minutes(5));
    scene.tell().await;
    assert_eq!(states(&write_backs(&ana).await, "Trakt"), ["TOLD", "TOLD"]);
    scene.trakt.with(|trakt| assert_eq!(trakt.history.len(), 2, "once"));
}

#[tokio::test(flavor = "multi_thread")]
async fn no_server_is_asked_where_none_can_be_and_no_answer_leads_elsewhere() {
    let scene = Scene::new().await;
    let ana = scene.ana().await;
    let refused = async |url: &str| {
        let input = json!({ "name": "x", "kind": "PLEX", "url": url, "token": "t" });
        let answer = ana.run(CONNECT, json!({ "input": input })).await;
        let error = &answer["errors"][0]["extensions"];
        (
            error["code"].as_str().unwrap_or_default().to_owned(),
            error["fields"][0]["field"].as_str().unwrap_or_default().to_owned(),
        )
    };
    let invalid = ("INVALID_INPUT".to_owned(), "url".to_owned());
    for url in ["http://169.254.169.254/latest", "file:///etc/passwd", "http://user:pass@tower", "tower"] {
        assert_eq!(refused(url).await, invalid, "{url}");
    }
    // Somewhere nobody listens; somewhere that sends on to where we would find something.
    let gone = Fake::start(Kind::Plex, "x").await;
    let url = gone.url.clone();
    drop(gone);
    assert_eq!(refused(&url).await, invalid);
    scene.plex.fails(302, None, 1);
    assert_eq!(refused(&scene.plex.url).await, invalid);
    assert_eq!(scene.plex.asked().len(), 1, "it is not followed");
}

use chrono::TimeDelta;
use medianest_core::db::EventType;
use medianest_core::diary::{ScrobbleInput, scrobble};
use serde_json::json;

use super::{Scene, connect, connect_trakt, contract, play, states, unplay, work, write_backs};
use crate::support::TestServer;

const AT: &str = "2026-02-20T20:15:00Z";

#[tokio::test(flavor = "multi_thread")]
async fn a_play_is_told_to_every_server_and_taken_back_with_the_last_one() {
    let scene = Scene::new().await;
    let ana = scene.ana().await;
    for fake in [&scene.plex, &scene.jellyfin, &scene.emby] {
        connect(&ana, fake).await;
    }
    connect_trakt(&ana, &scene.trakt).await;
    let first = play(&ana, &scene.alien, AT).await;
    let part = play(&ana, &scene.episode, "2026-02-21T20:15:00Z").await;
    scene.tell().await;
    for fake in [&scene.plex, &scene.jellyfin, &scene.emby] {
        assert_eq!(fake.played(), ["101", "202"]);
    }
    scene.jellyfin.with(|jellyfin| assert_eq!(jellyfin.played["101"].as_deref(), Some(AT)));
    scene.emby.with(|emby| assert_eq!(emby.played["101"].as_deref(), Some("20260220201500")));
    scene.trakt.with(|trakt| {
        assert_eq!(trakt.history[0]["watched_at"], "2026-02-20T20:15:00.000Z");
        let seasons = json!([{ "number": 1, "episodes": [{ "number": 2, "watched_at": "2026-02-21T20:15:00.000Z" }] }]);
        assert_eq!((trakt.history.len(), &trakt.history[1]["seasons"]), (2, &seasons));
    });

    // A second time: Trakt counts, and the others know already.
    let second = play(&ana, &scene.alien, "2026-02-25T20:15:00Z").await;
    scene.tell().await;
    scene.trakt.with(|trakt| assert_eq!(trakt.history.len(), 3));
    unplay(&ana, &first).await;
    scene.tell().await;
    assert_eq!(scene.plex.played(), ["101", "202"], "another play is left");
    unplay(&ana, &second).await;
    unplay(&ana, &part).await;
    scene.tell().await;
    for fake in [&scene.plex, &scene.jellyfin, &scene.emby] {
        assert_eq!(fake.played(), Vec::<String>::new());
    }
    scene.trakt.with(|trakt| assert_eq!(trakt.history, Vec::<serde_json::Value>::new()));
    for fake in [&scene.plex, &scene.jellyfin, &scene.emby] {
        let (kind, asked) = (fake.with(|state| state.kind), fake.asked());
        contract::check(kind, &asked);
        let searches =
            asked.iter().filter(|asked| asked.path.ends_with("/all") || asked.parameter("searchTerm").is_some()).count();
        assert!(searches <= 6, "what it calls an item is looked for once: {searches}");
    }
    let rows = write_backs(&ana).await;
    assert_eq!(states(&rows, "JELLYFIN"), ["TOLD", "TOLD", "SKIPPED", "TOLD", "TOLD", "TOLD"]);
    assert!(rows.iter().all(|row| row.2 != "WAITING"), "{rows:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_mark_that_is_taken_back_at_once_leaves_nothing_to_tell() {
    let scene = Scene::new().await;
    let ana = scene.ana().await;
    connect(&ana, &scene.jellyfin).await;
    connect_trakt(&ana, &scene.trakt).await;
    let mistake = play(&ana, &scene.alien, AT).await;
    unplay(&ana, &mistake).await;
    scene.tell().await;
    assert_eq!((scene.jellyfin.told(), scene.trakt.told()), (0, 0));
    // Brought back, it is told, once.
    ana.data("mutation ($id: ID!) { restorePlay(input: { id: $id }) { play { id } } }", json!({ "id": mistake })).await;
    scene.tell().await;
    scene.tell().await;
    assert_eq!((scene.jellyfin.told(), scene.trakt.told()), (1, 1));
    unplay(&ana, &mistake).await;
    ana.data("mutation ($id: ID!) { restorePlay(input: { id: $id }) { play { id } } }", json!({ "id": mistake })).await;
    scene.tell().await;
    assert_eq!((scene.jellyfin.told(), scene.trakt.told()), (1, 1), "it is there already");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_private_what_is_imported_and_what_is_no_film_is_told_nobody() {
    let scene = Scene::new().await;
    let ana = scene.ana().await;
    let connection = connect(&ana, &scene.jellyfin).await;
    let add = "mutation ($item: ID!) { addPlay(input: { itemId: $item, watchedAt: \"2026-02-20T20:15:00Z\", isPrivate: true }) { play { id } } }";
    ana.data(add, json!({ "item": scene.alien.id.to_string() })).await;
    scene.tell().await;
    let told = write_backs(&ana).await;
    assert_eq!(told[0].3.as_deref(), Some("what is private is told nobody"));

    let sql = scene.server.world.database.sql().await;
    let import = "INSERT INTO plays (id, user_id, media_item_id, watched_at, origin, source)
        SELECT gen_random_uuid(), u.id, $1, timestamptz '2020-01-01' + n * interval '1 hour', 'import', 'trakt'
        FROM users AS u CROSS JOIN generate_series(1, $2) AS n WHERE u.username = 'ana'";
    for item in [&scene.alien, &scene.episode] {
        sql.execute(import, &[&item.id.0, &5_000_i32]).await.unwrap();
    }
    assert_eq!(write_backs(&ana).await.len(), 1, "an import of ten thousand plays waits for nobody");
    // Asked for, it is told: of a media server each item once, of Trakt each play.
    let all = "mutation ($id: ID!, $dry: Boolean!) { writeBackHistory(input: { connectionId: $id, isDryRun: $dry }) { count } }";
    let count = async |id: &str, dry: bool| {
        ana.data(all, json!({ "id": id, "dry": dry })).await["writeBackHistory"]["count"].as_i64().unwrap()
    };
    assert_eq!((count(&connection, true).await, write_backs(&ana).await.len()), (2, 1));
    assert_eq!(count(&connection, false).await, 2);
    assert_eq!(count(&connection, true).await, 0, "it waits already");
    scene.tell().await;
    assert_eq!(scene.jellyfin.played(), ["101", "202"]);
    assert_eq!(count(&connection, true).await, 0, "it was told");
    let trakt = connect_trakt(&ana, &scene.trakt).await;
    assert_eq!(count(&trakt, true).await, 10_000);
}

#[tokio::test(flavor = "multi_thread")]
async fn trakt_is_told_of_many_in_one_request() {
    let scene = Scene::new().await;
    let ana = scene.ana().await;
    connect_trakt(&ana, &scene.trakt).await;
    for number in 1..=30 {
        let draft = medianest_core::catalogue::items::ItemDraft {
            external_ids: vec![medianest_core::catalogue::external_ids::key("imdb", "movie", &format!("{number}")).unwrap()],
            ..medianest_core::catalogue::items::ItemDraft::new(
                medianest_core::catalogue::builtin::MOVIE,
                format!("Film {number}"),
            )
        };
        let actor = medianest_core::policy::Actor::system("test");
        let film = medianest_core::catalogue::items::create(&scene.server.world.app, &actor, draft).await.unwrap();
        play(&ana, &film, AT).await;
    }
    play(&ana, &scene.alien, AT).await;
    scene.tell().await;
    assert_eq!(scene.trakt.told(), 1);
    let rows = write_backs(&ana).await;
    let unknown = rows.iter().filter(|row| row.2 == "UNMATCHED").count();
    assert_eq!((rows.len(), unknown, rows[0].2.as_str()), (31, 30, "TOLD"), "it knows none of the others");
}

#[tokio::test(flavor = "multi_thread")]
async fn two_servers_tell_it_once() {
    let scene = Scene::new().await;
    let ana = scene.ana().await;
    connect(&ana, &scene.jellyfin).await;
    connect_trakt(&ana, &scene.trakt).await;
    play(&ana, &scene.alien, AT).await;
    let (world, other) = (&scene.server.world, scene.server.world.second_app());
    tokio::join!(work(&world.app, world), work(&other, world));
    assert_eq!((scene.jellyfin.told(), scene.trakt.told()), (1, 1));
}

/// What it costs to report the end of a film that the person watched.
async fn cost(server: &TestServer, person: &medianest_test_support::Person, item: medianest_core::db::MediaItemId) -> u64 {
    let said = |action, percent| ScrobbleInput { progress_percent: Some(percent), ..ScrobbleInput::new(item, action, "test") };
    let app = &server.world.app;
    scrobble(app, &person.actor, said(EventType::Start, 0.0)).await.unwrap();
    server.world.pass(TimeDelta::minutes(90));
    let before = app.database().statements();
    let counted = scrobble(app, &person.actor, said(EventType::Stop, 97.0)).await.unwrap();
    assert!(counted.play.is_some());
    app.database().statements() - before
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_pays_a_statement_for_it_when_they_watch_something() {
    let scene = Scene::new().await;
    let (person, ana) = scene.server.user("ana").await;
    let (other, _) = scene.server.user("ben").await;
    connect(&ana, &scene.jellyfin).await;
    // The first of each prepares what the later ones run.
    cost(&scene.server, &other, scene.episode.id).await;
    let without = cost(&scene.server, &other, scene.alien.id).await;
    cost(&scene.server, &person, scene.episode.id).await;
    let with = cost(&scene.server, &person, scene.alien.id).await;
    assert_eq!(with, without);
    assert_eq!(write_backs(&ana).await.len(), 2);
}

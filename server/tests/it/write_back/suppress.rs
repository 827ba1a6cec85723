use chrono::TimeDelta;
use serde_json::{Value, json};

use super::fake::{Fake, Kind, marked};
use super::{Scene, connect, connect_trakt, history, play, states, unplay, write_backs};
use crate::support::Client;
use crate::webhooks::address;

/// The end of a film, as a server's webhook tells of it.
fn watched(kind: Kind, machine: &str) -> Value {
    match kind {
        Kind::Jellyfin => json!({ "NotificationType": "PlaybackStop", "ServerId": machine, "ItemType": "Movie", "ItemId": "101",
            "Name": "Alien", "Year": 1979, "PlayedToCompletion": true, "NotificationUsername": "ana", "Provider_imdb": "tt0078748" }),
        Kind::Plex => json!({ "event": "media.scrobble", "user": true, "Account": { "title": "ana" },
            "Server": { "uuid": machine }, "Metadata": { "type": "movie", "ratingKey": "101", "title": "Alien", "year": 1979,
                "Guid": [{ "id": "imdb://tt0078748" }] } }),
        Kind::Emby | Kind::Trakt => panic!("nobody watches there"),
    }
}

/// Lets a server tell Ana's MediaNest of what happens there.
async fn listen(scene: &Scene, ana: &Client<'_>, fake: &Fake) -> String {
    let player = match fake.with(|state| state.kind) {
        Kind::Plex => "PLEX",
        Kind::Jellyfin => "JELLYFIN",
        Kind::Emby => "EMBY",
        Kind::Trakt => panic!("Trakt tells nothing"),
    };
    let url = scene.server.url(&address(ana, player, Some("ana")).await);
    fake.with(|state| state.webhook = Some(url.clone()));
    url
}

async fn post(scene: &Scene, url: &str, message: &Value) -> String {
    crate::webhooks::verdict(scene.server.http().post(url).json(message)).await.0
}

async fn verdicts(ana: &Client<'_>) -> Vec<(String, String)> {
    let ask = "{ playerDeliveries(first: 100) { nodes { player verdict } } }";
    let rows = ana.data(ask, json!({})).await["playerDeliveries"]["nodes"].take();
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    rows.as_array().unwrap().iter().map(|row| (text(&row["player"]), text(&row["verdict"]))).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn what_came_from_a_server_is_told_to_the_others_and_their_echoes_are_no_plays() {
    let scene = Scene::new().await;
    let ana = scene.ana().await;
    let mut urls = Vec::new();
    for fake in [&scene.jellyfin, &scene.plex, &scene.emby] {
        connect(&ana, fake).await;
        urls.push(listen(&scene, &ana, fake).await);
    }
    connect_trakt(&ana, &scene.trakt).await;
    assert_eq!(post(&scene, &urls[0], &watched(Kind::Jellyfin, "jellyfin-machine")).await, "counted");
    for _ in 0..3 {
        scene.tell().await;
        scene.server.world.pass(TimeDelta::minutes(1));
    }
    assert_eq!((scene.jellyfin.told(), scene.plex.told(), scene.emby.told(), scene.trakt.told()), (0, 1, 1, 1));
    assert_eq!(history(&ana).await, 1, "what Plex and Emby said of it is no play");
    let echoes = verdicts(&ana).await;
    assert!(echoes.contains(&("PLEX".to_owned(), "IGNORED".to_owned())), "{echoes:?}");
    assert!(echoes.contains(&("EMBY".to_owned(), "IGNORED".to_owned())), "{echoes:?}");
    let rows = write_backs(&ana).await;
    assert_eq!(rows.iter().find(|row| row.0 == "JELLYFIN").unwrap().3.as_deref(), Some("it came from there"));

    // Marked as unplayed there, it goes everywhere else too, and comes back from nowhere.
    scene.server.world.pass(TimeDelta::hours(1));
    let unmarked = marked(Kind::Jellyfin, "jellyfin-machine", &scene.jellyfin.with(|state| state.library[0].clone()), false);
    assert_eq!(post(&scene, &urls[0], &unmarked.unwrap()).await, "withdrawn");
    for _ in 0..3 {
        scene.tell().await;
        scene.server.world.pass(TimeDelta::minutes(1));
    }
    assert_eq!((scene.jellyfin.told(), scene.plex.told(), scene.emby.told(), scene.trakt.told()), (0, 2, 2, 2));
    assert_eq!((history(&ana).await, scene.plex.played(), scene.emby.played()), (0, vec![], vec![]));
    assert_eq!(states(&write_backs(&ana).await, "JELLYFIN"), ["SKIPPED", "SKIPPED"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_a_person_does_at_two_servers_does_not_go_back_and_forth() {
    let scene = Scene::new().await;
    let ana = scene.ana().await;
    let mut urls = Vec::new();
    for fake in [&scene.jellyfin, &scene.plex] {
        connect(&ana, fake).await;
        urls.push(listen(&scene, &ana, fake).await);
    }
    // By hand here, told to both; both say so; and then she really watches it at one of them.
    play(&ana, &scene.alien, "2026-02-20T20:15:00Z").await;
    scene.tell().await;
    assert_eq!((history(&ana).await, scene.jellyfin.told(), scene.plex.told()), (1, 1, 1));
    scene.server.world.pass(TimeDelta::hours(3));
    assert_eq!(post(&scene, &urls[1], &watched(Kind::Plex, "plex-machine")).await, "counted");
    for _ in 0..4 {
        scene.tell().await;
        scene.server.world.pass(TimeDelta::minutes(2));
    }
    assert_eq!((history(&ana).await, scene.jellyfin.told(), scene.plex.told()), (2, 2, 1));
    // Hours later it is no echo any more, whatever it is.
    scene.server.world.pass(TimeDelta::hours(5));
    assert_eq!(post(&scene, &urls[1], &watched(Kind::Plex, "plex-machine")).await, "counted");
    assert_eq!(history(&ana).await, 3);
}

#[tokio::test(flavor = "multi_thread")]
async fn of_two_servers_of_a_kind_the_other_is_told() {
    let scene = Scene::new().await;
    let ana = scene.ana().await;
    let cabin = Fake::start(Kind::Jellyfin, "cabin-machine").await;
    connect(&ana, &scene.jellyfin).await;
    connect(&ana, &cabin).await;
    let url = listen(&scene, &ana, &scene.jellyfin).await;
    assert_eq!(post(&scene, &url, &watched(Kind::Jellyfin, "jellyfin-machine")).await, "counted");
    scene.tell().await;
    assert_eq!((scene.jellyfin.told(), cabin.told()), (0, 1));
    // What a message calls the item is known when the server is told of it: nothing is looked for.
    scene.server.world.pass(TimeDelta::hours(1));
    let by_hand = play(&ana, &scene.alien, "2026-03-01T12:30:00Z").await;
    scene.tell().await;
    let searches = |fake: &Fake| fake.asked().iter().filter(|asked| asked.parameter("searchTerm").is_some()).count();
    assert_eq!((scene.jellyfin.told(), searches(&scene.jellyfin), searches(&cabin)), (1, 0, 1));
    unplay(&ana, &by_hand).await;
    scene.tell().await;
    assert_eq!(scene.jellyfin.told(), 1, "a play is left");
}

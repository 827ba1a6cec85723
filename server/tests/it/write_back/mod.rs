//! What a person plays is told to their accounts on other servers, and what those say then is no play.

mod answers;
mod contract;
mod fake;
mod sign_in;
mod suppress;
mod tell;
mod trouble;

use std::time::Duration;

use medianest_core::App;
use medianest_core::catalogue::items::{self, ItemDraft};
use medianest_core::catalogue::{MediaItem, builtin, external_ids};
use medianest_core::config::TraktApp;
use medianest_core::db::JobLane;
use medianest_core::diary::write_back;
use medianest_core::jobs::{self, WorkerOptions};
use medianest_core::policy::Actor;
use medianest_server::http::HttpConfig;
use medianest_test_support::World;
use serde_json::{Value, json};
use tokio_util::sync::CancellationToken;
use url::Url;

use self::fake::{Fake, Kind};
use crate::support::{Client, TestServer};

/// A server of ours, one of each kind of theirs, and Ana, who has an account on all of them.
pub struct Scene {
    pub server: TestServer,
    pub plex: Fake,
    pub jellyfin: Fake,
    pub emby: Fake,
    pub trakt: Fake,
    pub alien: MediaItem,
    pub episode: MediaItem,
}

impl Scene {
    pub async fn new() -> Self {
        let trakt = Fake::start(Kind::Trakt, "trakt").await;
        let url = Url::parse(&trakt.url).unwrap();
        let app = TraktApp { url, client_id: "app".to_owned(), client_secret: "s3cret-app".to_owned().into() };
        let world = World::set_up(|settings| settings.trakt_app = Some(app)).await;
        let server = TestServer::over(world, HttpConfig::default()).await;
        let (alien, episode) = catalogue(&server).await;
        Self {
            plex: Fake::start(Kind::Plex, "plex-machine").await,
            jellyfin: Fake::start(Kind::Jellyfin, "jellyfin-machine").await,
            emby: Fake::start(Kind::Emby, "emby-machine").await,
            trakt,
            alien,
            episode,
            server,
        }
    }

    pub async fn ana(&self) -> Client<'_> {
        self.server.user("ana").await.1
    }

    /// Tells whatever waits, and answers when that is done.
    pub async fn tell(&self) {
        work(&self.server.world.app, &self.server.world).await;
    }
}

/// Works through what waits for connections, by this server process.
pub async fn work(app: &App, world: &World) {
    let due = write_back::enqueue_due(app).await.unwrap();
    let shutdown = CancellationToken::new();
    let options = WorkerOptions {
        concurrency: 2,
        lease: Duration::from_mins(1),
        poll: Duration::from_millis(20),
        drain: Duration::from_millis(500),
    };
    let worker = tokio::spawn(jobs::work(app.clone(), jobs::handlers(), JobLane::Sync, options, shutdown.clone()));
    let sql = world.database.sql().await;
    let deadline = std::time::Instant::now() + Duration::from_secs(20);
    loop {
        let row = sql
            .query_one("SELECT count(*) FROM jobs WHERE kind = 'diary.write_back' AND state IN ('queued', 'running')", &[])
            .await
            .unwrap();
        if row.get::<_, i64>(0) == 0 {
            break;
        }
        assert!(std::time::Instant::now() < deadline, "{due} connections were never told");
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    let dead = sql.query("SELECT last_error FROM jobs WHERE state = 'dead'", &[]).await.unwrap();
    assert!(dead.is_empty(), "{:?}", dead.first().map(|row| row.get::<_, String>(0)));
    shutdown.cancel();
    worker.await.unwrap();
}

async fn catalogue(server: &TestServer) -> (MediaItem, MediaItem) {
    let make = async |draft: ItemDraft| items::create(&server.world.app, &Actor::system("test"), draft).await.unwrap();
    let id = |kind: &str, id: &str| vec![external_ids::key("imdb", kind, id).unwrap()];
    let film = ItemDraft {
        year: Some(1979),
        runtime_seconds: Some(7_000),
        external_ids: id("movie", "tt0078748"),
        ..ItemDraft::new(builtin::MOVIE, "Alien")
    };
    let alien = make(film).await;
    let show = ItemDraft { external_ids: id("show", "tt1396484"), ..ItemDraft::new(builtin::TV, "Night Watch") };
    let show = make(show).await;
    let season = make(ItemDraft::new(builtin::TV, "Season 1").below(show.id, Some(1))).await;
    let part = ItemDraft { runtime_seconds: Some(2_400), ..ItemDraft::new(builtin::TV, "Part 2") };
    let episode = make(part.below(season.id, Some(2))).await;
    (alien, episode)
}

pub const CONNECT: &str = "mutation ($input: CreatePlayerConnectionInput!) {
    createPlayerConnection(input: $input) { connection { id name kind url accountName state lastError } } }";

/// Connects Ana's account on a media server; answers the connection's id.
pub async fn connect(client: &Client<'_>, fake: &Fake) -> String {
    let (kind, means) = match fake.with(|state| state.kind) {
        Kind::Plex => ("PLEX", json!({ "token": "s3cret-token" })),
        Kind::Jellyfin => ("JELLYFIN", json!({ "userName": "ana", "password": "right" })),
        Kind::Emby => ("EMBY", json!({ "userName": "ana", "apiKey": "s3cret-token" })),
        Kind::Trakt => panic!("Trakt is signed in to by a code"),
    };
    let mut input = json!({ "name": kind, "kind": kind, "url": fake.url });
    input.as_object_mut().unwrap().extend(means.as_object().unwrap().clone());
    let data = client.data(CONNECT, json!({ "input": input })).await;
    data["createPlayerConnection"]["connection"]["id"].as_str().unwrap().to_owned()
}

pub const ASK: &str = "mutation ($input: AskTraktConsentInput!) { askTraktConsent(input: $input) {
    connection { id state } userCode verificationUrl expiresAt intervalSeconds } }";
pub const LOOK: &str =
    "mutation ($id: ID!) { checkTraktConsent(input: { connectionId: $id }) { connection { state accountName } } }";

/// Connects Ana's account at Trakt; answers the connection's id.
pub async fn connect_trakt(client: &Client<'_>, fake: &Fake) -> String {
    let asked = client.data(ASK, json!({ "input": { "name": "Trakt" } })).await["askTraktConsent"].take();
    fake.with(|state| state.has_consent = true);
    let id = asked["connection"]["id"].as_str().unwrap().to_owned();
    let looked = client.data(LOOK, json!({ "id": id })).await["checkTraktConsent"]["connection"].take();
    assert_eq!(looked, json!({ "state": "WORKING", "accountName": "ana" }));
    id
}

/// Says that she played it; answers the play's id.
pub async fn play(client: &Client<'_>, item: &MediaItem, at: &str) -> String {
    let add = "mutation ($item: ID!, $at: DateTime!) { addPlay(input: { itemId: $item, watchedAt: $at }) { play { id } } }";
    let data = client.data(add, json!({ "item": item.id.to_string(), "at": at })).await;
    data["addPlay"]["play"]["id"].as_str().unwrap().to_owned()
}

pub async fn unplay(client: &Client<'_>, play: &str) {
    client.data("mutation ($id: ID!) { deletePlay(input: { id: $id }) { play { id } } }", json!({ "id": play })).await;
}

/// What she has in her history, by the time it was.
pub async fn history(client: &Client<'_>) -> usize {
    client.data("{ history { totalCount } }", json!({})).await["history"]["totalCount"].as_u64().unwrap().try_into().unwrap()
}

/// What her connections are to be told, the latest first: the connection, what, what became of it, and why.
pub async fn write_backs(client: &Client<'_>) -> Vec<(String, String, String, Option<String>)> {
    let ask = "{ writeBacks(first: 100) { nodes { connection { name } deed state reason } } }";
    let rows = client.data(ask, json!({})).await["writeBacks"]["nodes"].take();
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let row = |row: &Value| {
        (text(&row["connection"]["name"]), text(&row["deed"]), text(&row["state"]), row["reason"].as_str().map(str::to_owned))
    };
    rows.as_array().unwrap().iter().map(row).collect()
}

/// Of these rows, what became of those to this connection, the latest first.
pub fn states(rows: &[(String, String, String, Option<String>)], connection: &str) -> Vec<String> {
    rows.iter().filter(|row| row.0 == connection).map(|row| row.2.clone()).collect()
}

//! What media servers and players send to a person's own addresses, in the shapes that they send it.

use chrono::TimeDelta;
use medianest_core::catalogue::items::{self, ItemDraft};
use medianest_core::catalogue::{MediaItem, builtin, external_ids};
use medianest_core::diary::presence;
use medianest_core::policy::Actor;
use reqwest::multipart::{Form, Part};
use reqwest::{RequestBuilder, StatusCode};
use serde_json::{Value, json};

use crate::support::{Client, TestServer};

const TICKS: i64 = 10_000_000;

async fn make(server: &TestServer, draft: ItemDraft) -> MediaItem {
    items::create(&server.world.app, &Actor::system("test"), draft).await.unwrap()
}

/// A film of 7,000 seconds.
pub async fn film(server: &TestServer) -> MediaItem {
    let external_ids = vec![external_ids::key("tmdb", "movie", "348").unwrap()];
    make(server, ItemDraft { runtime_seconds: Some(7000), external_ids, ..ItemDraft::new(builtin::MOVIE, "Alien") }).await
}

/// A show of a season of two parts of 2,400 seconds; answers the parts.
async fn show(server: &TestServer) -> Vec<MediaItem> {
    let external_ids = vec![external_ids::key("tmdb", "show", "1396").unwrap()];
    let show = make(server, ItemDraft { external_ids, ..ItemDraft::new(builtin::TV, "Night Watch") }).await;
    let season = make(server, ItemDraft::new(builtin::TV, "Season 1").below(show.id, Some(1))).await;
    let mut parts = Vec::new();
    for number in 1..=2 {
        let external_ids = vec![external_ids::key("tvdb", "episode", &format!("900{number}")).unwrap()];
        let draft =
            ItemDraft { runtime_seconds: Some(2400), external_ids, ..ItemDraft::new(builtin::TV, format!("Part {number}")) };
        parts.push(make(server, draft.below(season.id, Some(number))).await);
    }
    parts
}

/// A new address of the person's, as a path.
pub async fn address(client: &Client<'_>, player: &str, account: Option<&str>) -> String {
    let create = "mutation ($player: Player!, $account: String) {
        createPlayerWebhook(input: { name: \"Living room\", player: $player, accountName: $account }) { path webhook { id } } }";
    let data = client.data(create, json!({ "player": player, "account": account })).await;
    data["createPlayerWebhook"]["path"].as_str().unwrap().to_owned()
}

/// What was made of a request: the verdict, and why.
pub async fn verdict(request: RequestBuilder) -> (String, Value) {
    let answer = request.send().await.unwrap();
    assert_eq!(answer.status(), StatusCode::OK);
    let answer: Value = answer.json().await.unwrap();
    (answer["verdict"].as_str().unwrap().to_owned(), answer["reason"].clone())
}

/// Sends JSON as plain text, as Jellyfin does unless it is told otherwise.
pub async fn send(server: &TestServer, path: &str, body: &Value) -> String {
    let request = server.http().post(server.url(path)).header("content-type", "text/plain; charset=utf-8");
    verdict(request.body(body.to_string())).await.0
}

/// Sends a message as Plex does, with a picture behind it.
pub async fn send_plex(server: &TestServer, path: &str, body: &Value) -> String {
    let thumb = Part::bytes(vec![0xff, 0xd8, 0xff, 0x00, 0x0d, 0x0a]).file_name("thumb.jpg").mime_str("image/jpeg").unwrap();
    let form = Form::new().text("payload", body.to_string()).part("thumb", thumb);
    verdict(server.http().post(server.url(path)).multipart(form)).await.0
}

async fn plays(client: &Client<'_>) -> Vec<Value> {
    let data = client.data("{ history { edges { node { source item { name } } } } }", json!({})).await;
    let edges = data["history"]["edges"].as_array().unwrap().iter();
    edges.map(|edge| json!([edge["node"]["source"], edge["node"]["item"]["name"]])).collect()
}

pub async fn deliveries(client: &Client<'_>, fields: &str) -> Vec<Value> {
    let data = client.data(&format!("{{ playerDeliveries(first: 50) {{ edges {{ node {{ {fields} }} }} }} }}"), json!({})).await;
    data["playerDeliveries"]["edges"].as_array().unwrap().iter().map(|edge| edge["node"].clone()).collect()
}

pub fn plex(event: &str, account: &str, metadata: &Value) -> Value {
    json!({ "event": event, "user": account == "ana", "owner": true,
        "Account": { "id": 1, "thumb": "https://plex.tv/users/1/avatar?c=1", "title": account },
        "Server": { "title": "Office", "uuid": "54664a3d" },
        "Player": { "local": true, "publicAddress": "200.200.200.200", "title": "Plex Web", "uuid": "r6yfkdnf" },
        "Metadata": metadata })
}

pub fn plex_film(offset: Option<i64>) -> Value {
    let mut film = json!({ "librarySectionType": "movie", "ratingKey": "1936545", "key": "/library/metadata/1936545", "type": "movie",
        "guid": "plex://movie/5d776825880197001ec90a2f", "Guid": [{ "id": "imdb://tt0078748" }, { "id": "tmdb://348" }],
        "title": "Alien", "year": 1979, "duration": 7_000_000 });
    if let Some(offset) = offset {
        film["viewOffset"] = json!(offset);
    }
    film
}

#[tokio::test(flavor = "multi_thread")]
async fn plex_tells_of_a_film_from_its_start_to_its_end_and_it_is_one_play() {
    let server = TestServer::start().await;
    film(&server).await;
    let (_, ana) = server.user("ana").await;
    let path = address(&ana, "PLEX", None).await;
    for (event, offset, minutes, expected) in [
        ("media.play", Some(0), 0, "started"),
        ("media.pause", Some(3_000_000), 50, "paused"),
        ("media.resume", Some(3_000_000), 5, "started"),
        ("media.scrobble", None, 55, "counted"),
        ("media.stop", Some(6_900_000), 10, "counted"),
    ] {
        server.world.pass(TimeDelta::minutes(minutes));
        let message = plex(event, "ana", &plex_film(offset));
        assert_eq!(send_plex(&server, &path, &message).await, expected, "{event}");
        // Plex sends it again where the account owns the server as well.
        assert_eq!(send_plex(&server, &path, &message).await, expected, "{event}, again");
    }
    assert_eq!(plays(&ana).await, [json!(["plex", "Alien"])]);
    let rate = plex("media.rate", "ana", &plex_film(None));
    assert_eq!(send_plex(&server, &path, &rate).await, "ignored");
}

#[tokio::test(flavor = "multi_thread")]
async fn plex_names_an_episode_by_its_own_ids_or_its_place() {
    let server = TestServer::start().await;
    show(&server).await;
    let (_, ana) = server.user("ana").await;
    let path = address(&ana, "PLEX", None).await;
    let named = |title: &str, number: i32, guids: Value| {
        let place = json!({ "type": "episode", "title": "Whatever", "grandparentTitle": title, "parentIndex": 1, "index": number,
            "Guid": guids, "duration": 2_400_000 });
        plex("media.scrobble", "ana", &place)
    };
    // Counted by another order than the catalogue's, but its id says what it is.
    assert_eq!(send_plex(&server, &path, &named("Night Watch", 7, json!([{ "id": "tvdb://9002" }]))).await, "counted");
    assert_eq!(send_plex(&server, &path, &named("Night Watch", 1, json!([]))).await, "counted");
    assert_eq!(plays(&ana).await.len(), 2);
}

#[tokio::test(flavor = "multi_thread")]
async fn jellyfin_tells_of_a_film_in_each_of_its_shapes() {
    let server = TestServer::start().await;
    film(&server).await;
    let now = server.world.app.now();
    let properties = json!({ "ServerId": "ab12", "ServerName": "home", "ServerVersion": "10.10.3", "ServerUrl": "http://jellyfin:8096",
        "NotificationType": "PlaybackStop", "Timestamp": "2026-03-01T13:00:00+01:00", "UtcTimestamp": now.to_rfc3339(),
        "Name": "Alien", "Overview": "In \\\"space\\\"", "ItemId": "c0ffee", "ItemType": "Movie", "RunTimeTicks": 7000 * TICKS,
        "RunTime": "01:56:40", "Year": 1979, "Provider_tmdb": "348", "Provider_imdb": "tt0078748", "PlaybackPositionTicks": 0,
        "IsPaused": false, "IsAutomated": false, "DeviceId": "d", "DeviceName": "TV", "ClientName": "Jellyfin Android TV",
        "PlayedToCompletion": true, "NotificationUsername": "ana", "UserId": "5f3c" });
    // A template makes texts of everything.
    let templated = json!({ "NotificationType": "PlaybackStop", "ItemType": "Movie", "Name": "Alien", "Year": "1979", "Provider_tmdb": "348",
        "RunTimeTicks": (7000 * TICKS).to_string(), "PlaybackPositionTicks": (6900 * TICKS).to_string(), "PlayedToCompletion": "False",
        "NotificationUsername": "ana" });
    let nested = json!({ "Event": "Stop", "Item": { "Type": "Movie", "Name": "Alien", "ProductionYear": 1979,
            "ProviderIds": { "Tmdb": "348", "Imdb": "tt0078748" }, "RunTimeTicks": 7000 * TICKS, "UserData": { "Played": true } },
        "User": { "Name": "ana", "Id": "5f3c" }, "Server": { "Name": "home" },
        "Session": { "DeviceName": "TV", "PlayState": { "PositionTicks": 6900 * TICKS, "IsPaused": false } } });
    for (number, body) in [&properties, &templated, &nested].into_iter().enumerate() {
        let (_, client) = server.user(&format!("ana{number}")).await;
        let path = address(&client, "JELLYFIN", Some("ANA")).await;
        assert_eq!(send(&server, &path, body).await, "counted", "{body}");
        assert_eq!(send(&server, &path, body).await, "counted", "{body}");
        assert_eq!(plays(&client).await, [json!(["jellyfin", "Alien"])], "{body}");
    }
    let (_, client) = server.user("ben").await;
    let path = address(&client, "JELLYFIN", None).await;
    let form: Vec<(&str, &str)> =
        templated.as_object().unwrap().iter().map(|(name, value)| (name.as_str(), value.as_str().unwrap())).collect();
    assert_eq!(verdict(server.http().post(server.url(&path)).form(&form)).await.0, "counted");
    assert_eq!(plays(&client).await, [json!(["jellyfin", "Alien"])]);
}

#[tokio::test(flavor = "multi_thread")]
async fn jellyfin_tells_of_episodes_tracks_and_marks() {
    let server = TestServer::start().await;
    let parts = show(&server).await;
    let (_, ana) = server.user("ana").await;
    let path = address(&ana, "JELLYFIN", None).await;
    let message = |kind: &str, more: Value| {
        let mut message = json!({ "NotificationType": kind, "ItemType": "Episode", "Name": "Part 1", "SeriesName": "Night Watch",
            "SeasonNumber": 1, "EpisodeNumber": 1, "RunTimeTicks": 2400 * TICKS, "NotificationUsername": "ana" });
        message.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        message
    };
    let at = |seconds: i64| json!({ "PlaybackPositionTicks": seconds * TICKS, "IsPaused": false });
    assert_eq!(send(&server, &path, &message("PlaybackStart", at(0))).await, "started");
    for seconds in [600, 1200, 1800] {
        server.world.pass(TimeDelta::seconds(600));
        assert_eq!(send(&server, &path, &message("PlaybackProgress", at(seconds))).await, "started");
    }
    let shown = ana.data("{ playbackPositions { edges { node { positionSeconds item { id } } } } }", json!({})).await;
    let position = &shown["playbackPositions"]["edges"][0]["node"];
    assert_eq!(*position, json!({ "positionSeconds": 1800, "item": { "id": parts[0].id.to_string() } }));
    assert_eq!(send(&server, &path, &message("PlaybackStop", json!({ "PlayedToCompletion": true }))).await, "counted");
    // Only the latest of the reports is kept for looking at.
    assert_eq!(deliveries(&ana, "id").await.len(), 3);

    let marked = |played: bool, number: i32| {
        message("UserDataSaved", json!({ "SaveReason": "TogglePlayed", "Played": played, "EpisodeNumber": number }))
    };
    assert_eq!(send(&server, &path, &marked(true, 1)).await, "ignored", "it is in the history already");
    assert_eq!(send(&server, &path, &marked(true, 2)).await, "counted");
    assert_eq!(plays(&ana).await.len(), 2);
    assert_eq!(send(&server, &path, &marked(false, 2)).await, "withdrawn");
    assert_eq!(send(&server, &path, &marked(false, 2)).await, "ignored");
    assert_eq!(plays(&ana).await, [json!(["jellyfin", "Part 1"])]);

    server.world.pass(TimeDelta::seconds(1));
    let track = json!({ "NotificationType": "PlaybackStop", "ItemType": "Audio", "Name": "Roads", "Artist": "Portishead",
        "Album": "Dummy", "RunTimeTicks": 300 * TICKS, "PlaybackPositionTicks": 299 * TICKS, "NotificationUsername": "ana" });
    assert_eq!(send(&server, &path, &track).await, "counted");
    assert_eq!(plays(&ana).await[0], json!(["jellyfin", "Roads"]));
}

#[tokio::test(flavor = "multi_thread")]
async fn emby_tells_as_json_and_as_a_form() {
    let server = TestServer::start().await;
    film(&server).await;
    let message = |event: &str, seconds: i64, is_over: bool| {
        json!({ "Title": "ana stopped Alien on TV", "Date": "2026-03-01T12:00:00.0000000Z", "Event": event,
            "User": { "Name": "ana", "Id": "5f3c" }, "Server": { "Name": "home", "Id": "ab12", "Version": "4.9.0.0" },
            "Item": { "Name": "Alien", "Id": "7", "Type": "Movie", "ProviderIds": { "Tmdb": "348", "IMDB": "tt0078748" },
                "RunTimeTicks": 7000 * TICKS, "ProductionYear": 1979 },
            "Session": { "RemoteEndPoint": "192.168.1.9", "Client": "Emby Web", "DeviceName": "TV", "DeviceId": "d" },
            "PlaybackInfo": { "PlayedToCompletion": is_over, "PositionTicks": seconds * TICKS, "PlaySessionId": "p" } })
    };
    let (_, ana) = server.user("ana").await;
    let path = address(&ana, "EMBY", Some("ana")).await;
    assert_eq!(send(&server, &path, &message("playback.start", 0, false)).await, "started");
    assert_eq!(send(&server, &path, &message("playback.pause", 3500, false)).await, "paused");
    assert_eq!(send(&server, &path, &message("playback.unpause", 3500, false)).await, "started");
    assert_eq!(send(&server, &path, &message("playback.stop", 6900, true)).await, "counted");
    assert_eq!(send(&server, &path, &message("library.new", 0, false)).await, "ignored");
    assert_eq!(plays(&ana).await, [json!(["emby", "Alien"])]);

    let (_, ben) = server.user("ben").await;
    let path = address(&ben, "EMBY", None).await;
    let form = Form::new().text("data", message("item.markplayed", 0, false).to_string());
    assert_eq!(verdict(server.http().post(server.url(&path)).multipart(form)).await.0, "counted");
    assert_eq!(plays(&ben).await, [json!(["emby", "Alien"])]);
}

#[tokio::test(flavor = "multi_thread")]
async fn kodi_falls_silent_near_the_end_and_it_counts() {
    let server = TestServer::start().await;
    show(&server).await;
    film(&server).await;
    let (_, ana) = server.user("ana").await;
    let path = address(&ana, "KODI", None).await;
    let beat = |progress: i32| json!({ "identifier": "1396", "lot": "show", "progress": progress, "show_season_number": 1, "show_episode_number": 2 });
    for progress in [10, 50, 97] {
        server.world.pass(TimeDelta::minutes(3));
        assert_eq!(send(&server, &path, &beat(progress)).await, "started");
    }
    assert_eq!(plays(&ana).await, Vec::<Value>::new());
    server.world.pass(TimeDelta::minutes(6));
    presence::sweep(&server.world.app).await.unwrap();
    assert_eq!(plays(&ana).await, [json!(["kodi", "Part 2"])]);

    let item = json!({ "type": "movie", "title": "Alien", "year": 1979 });
    let stopped = json!({ "jsonrpc": "2.0", "method": "Player.OnStop",
        "params": { "sender": "xbmc", "data": { "item": item, "end": true } } });
    assert_eq!(send(&server, &path, &stopped).await, "counted");
    assert_eq!(plays(&ana).await[0], json!(["kodi", "Alien"]));
}

#[tokio::test(flavor = "multi_thread")]
async fn what_others_on_the_server_play_is_not_mine() {
    let server = TestServer::start().await;
    film(&server).await;
    let (_, ana) = server.user("ana").await;
    let seen = |account: &str| plex("media.scrobble", account, &plex_film(None));
    let own = address(&ana, "PLEX", None).await;
    assert_eq!(send_plex(&server, &own, &seen("ben")).await, "ignored", "it is not of the account that set it up");
    server.world.pass(TimeDelta::seconds(1));
    let of_ben = address(&ana, "PLEX", Some("Ben")).await;
    assert_eq!(send_plex(&server, &of_ben, &seen("ana")).await, "ignored");
    assert_eq!(plays(&ana).await, Vec::<Value>::new());
    let reasons = deliveries(&ana, "verdict reason accountName title webhook { accountName }").await;
    assert_eq!(
        reasons[0],
        json!({ "verdict": "IGNORED", "reason": "it is of another account of the server", "accountName": "ana",
            "title": "Alien (1979)", "webhook": { "accountName": "Ben" } })
    );
    assert_eq!(send_plex(&server, &of_ben, &seen("ben")).await, "counted");
    assert_eq!(plays(&ana).await.len(), 1);
    let (_, ben) = server.user("ben").await;
    assert_eq!(deliveries(&ben, "id").await, Vec::<Value>::new());
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_not_known_waits_until_its_person_says_what_it_is() {
    let server = TestServer::start().await;
    let (_, ana) = server.user("ana").await;
    let path = address(&ana, "JELLYFIN", None).await;
    let seen = |number: i32| {
        json!({ "NotificationType": "PlaybackStop", "ItemType": "Episode", "Name": format!("Teil {number}"),
            "SeriesName": "Nachtwache", "SeasonNumber": 1, "EpisodeNumber": number, "PlayedToCompletion": true })
    };
    assert_eq!(send(&server, &path, &seen(1)).await, "unmatched");
    server.world.pass(TimeDelta::hours(1));
    assert_eq!(send(&server, &path, &seen(2)).await, "unmatched");
    let waiting = ana
        .data(
            "{ playerDeliveries(verdict: UNMATCHED) { totalCount edges { node { id title eventName matchKeys } } } }",
            json!({}),
        )
        .await;
    assert_eq!(waiting["playerDeliveries"]["totalCount"], 2);
    let first = waiting["playerDeliveries"]["edges"][1]["node"].clone();
    assert_eq!((&first["title"], &first["eventName"]), (&json!("Nachtwache 1x01 Teil 1"), &json!("PlaybackStop")));
    assert_eq!(first["matchKeys"], json!(["episode:nachtwache:1x1", "show:nachtwache"]));

    let parts = show(&server).await;
    let fix = "mutation ($d: ID!, $i: ID!) { fixPlayerDeliveryMatch(input: { deliveryId: $d, itemId: $i }) {
        replayedCount delivery { verdict item { name } } } }";
    let (_, ben) = server.user("ben").await;
    let part = json!({ "d": first["id"], "i": parts[0].id.to_string() });
    assert_eq!(ben.code(fix, part.clone()).await, "NOT_FOUND");
    assert_eq!(ana.code(fix, json!({ "d": first["id"], "i": parts[0].root_id.to_string() })).await, "INVALID_INPUT");
    // The show is known from now on, so the second part is found as well.
    assert_eq!(
        ana.data(fix, part).await["fixPlayerDeliveryMatch"],
        json!({ "replayedCount": 2, "delivery": { "verdict": "COUNTED", "item": { "name": "Part 1" } } })
    );
    let history = ana.data("{ history { edges { node { watchedAt item { name } } } } }", json!({})).await;
    let now = server.world.app.now();
    let expected = [("Part 2", now), ("Part 1", now - TimeDelta::hours(1))];
    for (edge, (name, at)) in history["history"]["edges"].as_array().unwrap().iter().zip(expected) {
        assert_eq!(edge["node"]["item"]["name"], name);
        assert_eq!(edge["node"]["watchedAt"].as_str().unwrap().parse::<chrono::DateTime<chrono::Utc>>().unwrap(), at);
    }
    server.world.pass(TimeDelta::hours(20));
    assert_eq!(send(&server, &path, &seen(2)).await, "counted");
    assert_eq!(plays(&ana).await.len(), 3);
}

//! What came to a person's own addresses, as they look at it; and what is not taken in.

use std::time::Duration;

use chrono::TimeDelta;
use medianest_server::http::HttpConfig;
use medianest_test_support::World;
use reqwest::StatusCode;
use reqwest::multipart::Form;
use serde_json::{Value, json};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;

use crate::support::TestServer;
use crate::webhooks::{address, deliveries, film, plex, plex_film, send, send_plex, verdict};

#[tokio::test(flavor = "multi_thread")]
async fn whatever_is_sent_is_answered_and_kept_with_what_is_wrong_with_it() {
    let server = TestServer::start().await;
    let (_, ana) = server.user("ana").await;
    let nested = format!("{}1{}", "[".repeat(5000), "]".repeat(5000));
    let odd = json!({ "NotificationType": "PlaybackStop", "ItemType": "Audio", "Name": "a\u{0}b", "Artist": "\u{0}\u{1b}[31mx\n",
        "RunTimeTicks": i64::MAX, "PlaybackPositionTicks": -5, "DeviceName": "d".repeat(9_000), "Numbers": vec![0; 2_000], "UtcTimestamp": "0001-01-01T00:00:00Z" });
    let wrong = json!({ "event": "media.play", "Account": 1, "Metadata": { "type": "episode", "index": 1e300, "parentIndex": "x",
        "Guid": [1, { "id": 2 }, "x"], "grandparentTitle": ["a"], "duration": -1, "viewOffset": 9e15 } });
    let bodies: Vec<Vec<u8>> = vec![
        vec![],
        b"{".to_vec(),
        b"null".to_vec(),
        b"[]".to_vec(),
        b"\"text\"".to_vec(),
        b"{}".to_vec(),
        vec![0xff, 0xfe, 0x00],
        nested.into_bytes(),
        odd.to_string().into_bytes(),
        wrong.to_string().into_bytes(),
        vec![b'x'; 4 * 1024 * 1024 + 1],
        json!({ "text": "x".repeat(200_000) }).to_string().into_bytes(),
    ];
    for player in ["PLEX", "JELLYFIN", "EMBY", "KODI"] {
        let path = address(&ana, player, None).await;
        for body in &bodies {
            for content_type in [
                "application/json",
                "application/x-www-form-urlencoded",
                "multipart/form-data",
                "multipart/form-data; boundary=x",
            ] {
                let request = server.http().post(server.url(&path)).header("content-type", content_type).body(body.clone());
                let (verdict, reason) = verdict(request).await;
                // A track of which not much more is known than that it ended.
                let is_odd = verdict == "paused" && ["JELLYFIN", "EMBY"].contains(&player);
                let is_refused = ["failed", "ignored", "unmatched"].contains(&verdict.as_str()) && reason.is_string();
                assert!(is_odd || is_refused, "{player} {content_type} {verdict}");
            }
        }
        let form = Form::new().text("other", "x");
        let (verdict, reason) = verdict(server.http().post(server.url(&path)).multipart(form)).await;
        assert_eq!((verdict.as_str(), reason), ("failed", json!("the form has no part `payload`")));
    }
    server.world.pass(TimeDelta::seconds(1));
    let path = address(&ana, "JELLYFIN", None).await;
    let broken = server.http().post(server.url(&path)).body("{ \"NotificationType\": PlaybackStop }");
    assert_eq!(verdict(broken).await.0, "failed");
    let kept = deliveries(&ana, "verdict reason payload").await;
    assert_eq!(kept[0]["payload"], json!("{ \"NotificationType\": PlaybackStop }"));
    assert!(kept[0]["reason"].as_str().unwrap().starts_with("this is not JSON: "), "{kept:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn an_address_that_is_not_there_says_nothing() {
    let server = TestServer::start().await;
    let (_, ana) = server.user("ana").await;
    let status = async |path: &str| {
        let answer = server.http().post(server.url(path)).body("{}").send().await.unwrap();
        let status = answer.status();
        assert!(status == StatusCode::OK || answer.bytes().await.unwrap().is_empty());
        status
    };
    let path = address(&ana, "PLEX", None).await;
    assert_eq!(status(&path).await, StatusCode::OK);
    assert_eq!(status(&path.replace("plex", "emby")).await, StatusCode::NOT_FOUND);
    assert_eq!(status(&path.replace("plex", "vlc")).await, StatusCode::NOT_FOUND);
    assert_eq!(status(&path[..path.len() - 1]).await, StatusCode::NOT_FOUND);
    let listed = ana.data("{ playerWebhooks { id name player lastUsedAt } }", json!({})).await["playerWebhooks"][0].take();
    assert_eq!((&listed["player"], listed["lastUsedAt"].is_string()), (&json!("PLEX"), true));

    let id = json!({ "id": listed["id"] });
    let rotate = "mutation ($id: ID!) { rotatePlayerWebhook(input: { id: $id }) { path } }";
    let (_, ben) = server.user("ben").await;
    assert_eq!(ben.code(rotate, id.clone()).await, "NOT_FOUND");
    let rotated = ana.data(rotate, id.clone()).await["rotatePlayerWebhook"]["path"].as_str().unwrap().to_owned();
    assert_eq!((status(&path).await, status(&rotated).await), (StatusCode::NOT_FOUND, StatusCode::OK));
    let revoke = "mutation ($id: ID!) { revokePlayerWebhook(input: { id: $id }) { webhook { revokedAt } } }";
    assert!(ana.data(revoke, id.clone()).await["revokePlayerWebhook"]["webhook"]["revokedAt"].is_string());
    assert_eq!(status(&rotated).await, StatusCode::NOT_FOUND);
    assert_eq!(ana.code(revoke, id).await, "NOT_FOUND");
    assert_eq!(deliveries(&ana, "id").await.len(), 2, "what came to it stays");
    let sql = server.world.database.sql().await;
    let actions = sql.query("SELECT action, to_jsonb(audit_logs)::text FROM audit_logs ORDER BY action", &[]).await.unwrap();
    let told: Vec<&str> = actions.iter().map(|row| row.get(0)).collect();
    assert_eq!(told, ["identity.player_webhook_created", "identity.player_webhook_revoked", "identity.player_webhook_rotated"]);
    let secret = rotated.rsplit('/').next().unwrap();
    assert!(actions.iter().all(|row| !row.get::<_, &str>(1).contains(secret)));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_payload_is_shown_without_the_secrets_in_it() {
    let server = TestServer::start().await;
    let (_, ana) = server.user("ana").await;
    let path = address(&ana, "JELLYFIN", None).await;
    let body = json!({ "NotificationType": "ItemAdded", "ServerUrl": "http://jellyfin:8096/?api_key=s3cret&x=1", "AccessToken": "s3cret" });
    assert_eq!(send(&server, &path, &body).await, "ignored");
    let shown = deliveries(&ana, "payload reason").await;
    assert_eq!(shown[0]["reason"], "it is not about playback");
    let expected = json!({ "NotificationType": "ItemAdded", "ServerUrl": "http://jellyfin:8096/?api_key=[removed]&x=1",
        "AccessToken": "[removed]" });
    assert_eq!(shown[0]["payload"], expected);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_page_of_deliveries_costs_the_same_statements_whatever_its_length() {
    let server = TestServer::start().await;
    film(&server).await;
    let (_, ana) = server.user("ana").await;
    let path = address(&ana, "PLEX", None).await;
    let ask = "query ($first: Int!, $after: String) { playerDeliveries(first: $first, after: $after) { totalCount
        pageInfo { hasNextPage endCursor } edges { node { id payload item { name } webhook { name } } } } }";
    for _ in 0..12 {
        send_plex(&server, &path, &plex("media.scrobble", "ana", &plex_film(None))).await;
    }
    let cost = async |first: i32| {
        ana.data(ask, json!({ "first": first })).await;
        let before = server.world.app.database().statements();
        ana.data(ask, json!({ "first": first })).await;
        server.world.app.database().statements() - before
    };
    assert_eq!(cost(1).await, cost(12).await);
    let mut found = Vec::new();
    let mut after = Value::Null;
    loop {
        let mut page = ana.data(ask, json!({ "first": 5, "after": after })).await["playerDeliveries"].take();
        assert_eq!(page["totalCount"], 12);
        found.extend(page["edges"].as_array().unwrap().iter().map(|edge| edge["node"]["id"].as_str().unwrap().to_owned()));
        if page["pageInfo"]["hasNextPage"] == false {
            break;
        }
        after = page["pageInfo"]["endCursor"].take();
    }
    let mut distinct = found.clone();
    distinct.dedup();
    assert_eq!((found.len(), distinct.len()), (12, 12));
    assert!(found.is_sorted_by(|a, b| a > b), "the newest first");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_body_that_does_not_come_is_not_waited_for() {
    let config = HttpConfig { max_time: Duration::from_millis(200), ..HttpConfig::default() };
    let server = TestServer::over(World::new().await, config).await;
    let (person, ana) = server.user("ana").await;
    let path = address(&ana, "JELLYFIN", None).await;
    let key = server.world.api_key(&person, &["scrobble"]).await;
    for path in [path.as_str(), "/1/submit-listens", "/2.0/", "/graphql"] {
        let mut socket = TcpStream::connect(server.address).await.unwrap();
        let head = format!(
            "POST {path} HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer {key}\r\nContent-Type: application/json\r\n\
             Content-Length: 10\r\nConnection: close\r\n\r\n{{"
        );
        socket.write_all(head.as_bytes()).await.unwrap();
        let mut answer = [0; 12];
        tokio::time::timeout(Duration::from_secs(10), socket.read_exact(&mut answer)).await.expect("it is given up").unwrap();
        assert_eq!(std::str::from_utf8(&answer).unwrap(), "HTTP/1.1 504", "{path}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_said_of_a_message_is_seen_and_forgotten() {
    let server = TestServer::start().await;
    let alien = film(&server).await;
    let (_, ana) = server.user("ana").await;
    let path = address(&ana, "JELLYFIN", None).await;
    let odd = json!({ "NotificationType": "PlaybackStop", "ItemType": "Movie", "Name": "A film about an alien", "Year": 1979,
        "PlayedToCompletion": true, "Provider_imdb": "tt9999999" });
    assert_eq!(send(&server, &path, &odd).await, "unmatched");
    let id = deliveries(&ana, "id").await[0]["id"].take();
    let fix =
        "mutation ($id: ID!, $item: ID!) { fixPlayerDeliveryMatch(input: { deliveryId: $id, itemId: $item }) { replayedCount } }";
    ana.data(fix, json!({ "id": id, "item": alien.id.to_string() })).await;

    let ask = "{ playerMatches { totalCount nodes { item { id name } matchKeys rememberedAt } } }";
    let mut found = ana.data(ask, json!({})).await["playerMatches"].take();
    assert_eq!((&found["totalCount"], &found["nodes"][0]["item"]["name"]), (&json!(1), &json!("Alien")));
    assert_eq!(found["nodes"][0]["matchKeys"], json!(["movie:a film about an alien (1979)", "movie:imdb:tt9999999"]));
    let (_, ben) = server.user("ben").await;
    assert_eq!(ben.data(ask, json!({})).await["playerMatches"]["totalCount"], 0);
    let forget = "mutation ($item: ID!, $keys: [String!]) { forgetPlayerMatches(input: { itemId: $item, matchKeys: $keys }) { matchKeys } }";
    let item = found["nodes"][0]["item"]["id"].take();
    assert_eq!(ben.code(forget, json!({ "item": item })).await, "NOT_FOUND");
    let one = ana.data(forget, json!({ "item": item, "keys": ["movie:imdb:tt9999999"] })).await;
    assert_eq!(one["forgetPlayerMatches"]["matchKeys"], json!(["movie:imdb:tt9999999"]));
    assert_eq!(send(&server, &path, &odd).await, "counted", "by its title it is known still");
    ana.data(forget, json!({ "item": item })).await;
    assert_eq!(ana.data(ask, json!({})).await["playerMatches"]["nodes"], json!([]));
    assert_eq!(send(&server, &path, &odd).await, "unmatched");
    assert_eq!(ana.code(forget, json!({ "item": item })).await, "NOT_FOUND");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_page_of_matches_costs_the_same_statements_whatever_its_length() {
    let server = TestServer::start().await;
    let (person, ana) = server.user("ana").await;
    film(&server).await;
    let sql = server.world.database.sql().await;
    let many = "INSERT INTO media_items (id, media_type_id, root_id, name, sort_name, slug)
        SELECT i, t.id, i, 'Film', 'film', i::text FROM (SELECT gen_random_uuid() AS i FROM generate_series(1, 12)) AS n
        CROSS JOIN media_types AS t WHERE t.name = 'movie'";
    sql.execute(many, &[]).await.unwrap();
    let said = "INSERT INTO player_matches (user_id, match_key, media_item_id)
        SELECT $1, 'movie:' || id || part, id FROM media_items CROSS JOIN generate_series(1, 2) AS part";
    sql.execute(said, &[&person.id.0]).await.unwrap();
    let ask = "query ($first: Int!, $after: String) { playerMatches(first: $first, after: $after) { totalCount
        pageInfo { hasNextPage endCursor } nodes { matchKeys item { id name } } } }";
    let cost = async |first: i32| {
        ana.data(ask, json!({ "first": first })).await;
        let before = server.world.app.database().statements();
        ana.data(ask, json!({ "first": first })).await;
        server.world.app.database().statements() - before
    };
    assert_eq!(cost(1).await, cost(12).await);
    let (mut found, mut after) = (Vec::new(), Value::Null);
    loop {
        let mut page = ana.data(ask, json!({ "first": 5, "after": after })).await["playerMatches"].take();
        assert_eq!(page["totalCount"], 13);
        found.extend(page["nodes"].as_array().unwrap().iter().map(|node| node["item"]["id"].as_str().unwrap().to_owned()));
        if page["pageInfo"]["hasNextPage"] == false {
            break;
        }
        after = page["pageInfo"]["endCursor"].take();
    }
    let distinct: std::collections::HashSet<_> = found.iter().collect();
    assert_eq!((found.len(), distinct.len()), (13, 13));
}

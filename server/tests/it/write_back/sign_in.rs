use medianest_core::App;
use medianest_core::config::Settings;
use medianest_core::diary::write_back;
use secrecy::SecretString;
use serde_json::{Value, json};

use super::fake::Fake;
use super::{ASK, CONNECT, LOOK, Scene, connect, connect_trakt, play, work};
use crate::support::Client;

const TEST: &str = "mutation ($id: ID!) { testPlayerConnection(input: { id: $id }) { connection { state lastError } } }";

/// The code of the error, and the field that is wrong.
async fn refusal(client: &Client<'_>, fake: &Fake, kind: &str, means: Value) -> (String, String) {
    let mut input = json!({ "name": "Tower", "kind": kind, "url": fake.url });
    input.as_object_mut().unwrap().extend(means.as_object().unwrap().clone());
    let answer = client.run(CONNECT, json!({ "input": input })).await;
    let error = &answer["errors"][0]["extensions"];
    (error["code"].as_str().unwrap_or_default().to_owned(), error["fields"][0]["field"].as_str().unwrap_or_default().to_owned())
}

#[tokio::test(flavor = "multi_thread")]
async fn somebody_signs_in_by_what_their_server_takes_and_hears_what_is_wrong() {
    let scene = Scene::new().await;
    let ana = scene.ana().await;
    let wrong = [
        (&scene.jellyfin, "JELLYFIN", json!({ "userName": "ana", "password": "wrong" }), "password"),
        (&scene.jellyfin, "JELLYFIN", json!({ "userName": "ana" }), "password"),
        (&scene.jellyfin, "JELLYFIN", json!({ "password": "right" }), "userName"),
        (&scene.emby, "EMBY", json!({ "userName": "ana", "apiKey": "wrong" }), "apiKey"),
        (&scene.emby, "EMBY", json!({ "userName": "nobody", "apiKey": "s3cret-token" }), "userName"),
        (&scene.emby, "EMBY", json!({ "token": "s3cret-token", "userName": "ana" }), "password"),
        (&scene.plex, "PLEX", json!({ "token": "wrong" }), "token"),
        (&scene.plex, "PLEX", json!({ "userName": "ana", "password": "right" }), "token"),
        (&scene.plex, "JELLYFIN", json!({ "userName": "ana", "password": "right" }), "password"),
        (&scene.jellyfin, "PLEX", json!({ "token": "x" }), "url"),
        (&scene.trakt, "TRAKT", json!({ "token": "x" }), "kind"),
    ];
    for (fake, kind, means, field) in wrong {
        let expected = ("INVALID_INPUT".to_owned(), field.to_owned());
        assert_eq!(refusal(&ana, fake, kind, means.clone()).await, expected, "{kind} {means}");
    }
    for fake in [&scene.jellyfin, &scene.emby, &scene.plex] {
        let id = connect(&ana, fake).await;
        let tested = ana.data(TEST, json!({ "id": id })).await["testPlayerConnection"]["connection"].take();
        assert_eq!(tested, json!({ "state": "WORKING", "lastError": null }));
        fake.with(|state| "s3cret-other".clone_into(&mut state.token));
        let tested = ana.data(TEST, json!({ "id": id })).await["testPlayerConnection"]["connection"].take();
        assert_eq!(tested["state"], "PAUSED");
        assert!(tested["lastError"].is_string());
    }
    let ask = "{ playerConnections { name kind accountName isEnabled } }";
    let mine = ana.data(ask, json!({})).await["playerConnections"].take();
    let jellyfin = json!({ "name": "JELLYFIN", "kind": "JELLYFIN", "accountName": "ana", "isEnabled": true });
    assert!(mine.as_array().unwrap().len() == 3 && mine.as_array().unwrap().contains(&jellyfin), "{mine}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_code_is_typed_in_at_trakt() {
    let scene = Scene::new().await;
    let ana = scene.ana().await;
    let asked = ana.data(ASK, json!({ "input": { "name": "Trakt" } })).await["askTraktConsent"].take();
    assert_eq!((&asked["userCode"], &asked["verificationUrl"]), (&json!("ABCD1234"), &json!("https://trakt.tv/activate")));
    assert_eq!((&asked["connection"]["state"], &asked["intervalSeconds"]), (&json!("PENDING"), &json!(5)));
    let id = json!({ "id": asked["connection"]["id"] });
    assert_eq!(ana.data(LOOK, id.clone()).await["checkTraktConsent"]["connection"]["state"], "PENDING");
    assert_eq!(ana.code(TEST, id.clone()).await, "CONFLICT");
    let (_, ben) = scene.server.user("ben").await;
    assert_eq!(ben.code(LOOK, id.clone()).await, "NOT_FOUND");
    scene.trakt.with(|trakt| trakt.has_consent = true);
    let looked = ana.data(LOOK, id.clone()).await["checkTraktConsent"]["connection"].take();
    assert_eq!(looked, json!({ "state": "WORKING", "accountName": "ana" }));
    // A code that nobody types in ends with the connection that waits for it.
    scene.trakt.with(|trakt| trakt.has_consent = false);
    let asked = ana.data(ASK, json!({ "input": { "name": "Another" } })).await["askTraktConsent"]["connection"]["id"].take();
    scene.server.world.pass(chrono::TimeDelta::minutes(11));
    assert_eq!(ana.code(LOOK, json!({ "id": asked })).await, "CONFLICT");
    assert_eq!(ana.code(LOOK, json!({ "id": asked })).await, "NOT_FOUND");
    // One whose sign-in ended is let in anew, and stays what it is.
    let renewed = ana.data(ASK, json!({ "input": { "connectionId": id["id"] } })).await["askTraktConsent"].take();
    assert_eq!(renewed["connection"]["id"], id["id"]);
    scene.trakt.with(|trakt| trakt.has_consent = true);
    assert_eq!(ana.data(LOOK, id).await["checkTraktConsent"]["connection"]["state"], "WORKING");
}

#[tokio::test(flavor = "multi_thread")]
async fn no_secret_is_kept_in_clear_or_given_out() {
    let scene = Scene::new().await;
    let ana = scene.ana().await;
    for fake in [&scene.jellyfin, &scene.emby, &scene.plex] {
        connect(&ana, fake).await;
    }
    connect_trakt(&ana, &scene.trakt).await;
    let sql = scene.server.world.database.sql().await;
    let kept = "SELECT coalesce(string_agg(t, ' '), '') FROM (
        SELECT encode(credentials, 'escape') || ' ' || to_jsonb(c)::text FROM player_connections AS c
        UNION ALL SELECT to_jsonb(a)::text FROM audit_logs AS a UNION ALL SELECT to_jsonb(j)::text FROM jobs AS j) AS all_of_it (t)";
    let kept: String = sql.query_one(kept, &[]).await.unwrap().get(0);
    assert!(kept.contains("diary.player_connection_created"), "{kept}");
    for secret in ["s3cret", "\"right\""] {
        assert!(!kept.contains(secret), "{secret} in {kept}");
    }
    let (_, ben) = scene.server.user("ben").await;
    assert_eq!(ben.data("{ playerConnections { id } }", json!({})).await["playerConnections"], json!([]));
    let mine = ana.data("{ playerConnections { id name } }", json!({})).await["playerConnections"].take();
    let id = &mine.as_array().unwrap().iter().find(|row| row["name"] == "Trakt").unwrap()["id"];
    let end = "mutation ($id: ID!) { deletePlayerConnection(input: { id: $id }) { connection { name } } }";
    assert_eq!(ben.code(end, json!({ "id": id })).await, "NOT_FOUND");
    assert_eq!(ana.data(end, json!({ "id": id })).await["deletePlayerConnection"]["connection"]["name"], "Trakt");
    assert_eq!(ana.code(end, json!({ "id": id })).await, "NOT_FOUND");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_key_is_changed_and_the_former_one_can_go() {
    let scene = Scene::new().await;
    let ana = scene.ana().await;
    connect(&ana, &scene.jellyfin).await;
    let world = &scene.server.world;
    let was = std::fs::read_to_string(world.app.settings().data_dir.join("secrets.key")).unwrap();
    let new = "MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5MDE=";
    let with_keys = |keys: &[&str]| {
        let secret_keys = keys.iter().map(|key| SecretString::from(*key)).collect();
        let settings = Settings { secret_keys, ..world.app.settings().clone() };
        App::new(world.app.database().clone(), world.app.clock().clone(), settings)
    };
    let without = with_keys(&[new]);
    assert_eq!(write_back::reseal(&without).await.unwrap(), 0, "what no key opens stays as it is");
    let both = with_keys(&[new, &was]);
    assert_eq!((write_back::reseal(&both).await.unwrap(), write_back::reseal(&both).await.unwrap()), (1, 0));
    play(&ana, &scene.alien, "2026-02-20T20:15:00Z").await;
    work(&without, world).await;
    assert_eq!(scene.jellyfin.played(), ["101"]);
}

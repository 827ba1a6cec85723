//! What the web app's home page, settings and account pages stand on.

use chrono::TimeDelta;
use medianest_core::catalogue::builtin;
use medianest_core::catalogue::items::{self, ItemDraft};
use medianest_core::policy::Actor;
use serde_json::{Value, json};

use crate::support::TestServer;

async fn film(server: &TestServer, name: &str) -> String {
    let draft = ItemDraft { runtime_seconds: Some(6000), ..ItemDraft::new(builtin::MOVIE, name) };
    items::create(&server.world.app, &Actor::system("test"), draft).await.unwrap().id.to_string()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_home_page_is_arranged_emptied_and_reset() {
    let server = TestServer::start().await;
    let (_, ana) = server.user("ana").await;
    let (_, ben) = server.user("ben").await;
    let list = "{ dashboardWidgets { id widgetType size isEnabled settings mediaType { name } } }";
    let widgets = ana.data(list, json!({})).await["dashboardWidgets"].take();
    assert_eq!(widgets[0]["widgetType"], "CONTINUE_WATCHING");
    assert_eq!(widgets.as_array().map(Vec::len), Some(7));
    let update = "mutation($input: UpdateDashboardWidgetInput!) { updateDashboardWidget(input: $input) { widget { size isEnabled settings mediaType { name } } } }";
    let types = ana.data("{ mediaTypes { id name } }", json!({})).await["mediaTypes"].take();
    let movie = types.as_array().unwrap().iter().find(|kind| kind["name"] == "movie").unwrap()["id"].clone();
    let input = json!({ "input": { "id": widgets[1]["id"], "size": "SMALL", "isEnabled": false, "settings": { "limit": 5 }, "mediaTypeId": movie } });
    assert_eq!(ben.code(update, input.clone()).await, "NOT_FOUND");
    let updated = ana.data(update, input).await["updateDashboardWidget"]["widget"].take();
    let expected = json!({ "size": "SMALL", "isEnabled": false, "settings": { "limit": 5 }, "mediaType": { "name": "movie" } });
    assert_eq!(updated, expected);
    let every = json!({ "input": { "id": widgets[1]["id"], "mediaTypeId": null } });
    assert_eq!(ana.data(update, every).await["updateDashboardWidget"]["widget"]["mediaType"], Value::Null);
    let add = "mutation { addDashboardWidget(input: { widgetType: STATISTICS, size: LARGE }) { widget { id size isEnabled } } }";
    let added = ana.data(add, json!({})).await["addDashboardWidget"]["widget"].take();
    assert_eq!((&added["size"], &added["isEnabled"]), (&json!("LARGE"), &json!(true)));
    let order: Vec<Value> = [&added].into_iter().chain(widgets.as_array().unwrap()).map(|widget| widget["id"].clone()).collect();
    let reorder = "mutation($ids: [ID!]!) { reorderDashboardWidgets(input: { ids: $ids }) { widgets { id } } }";
    let reordered = ana.data(reorder, json!({ "ids": order })).await["reorderDashboardWidgets"]["widgets"].take();
    assert_eq!(reordered.as_array().unwrap().iter().map(|widget| widget["id"].clone()).collect::<Vec<_>>(), order);
    let remove = "mutation($id: ID!) { removeDashboardWidget(input: { id: $id }) { widget { widgetType } } }";
    for id in &order {
        ana.data(remove, json!({ "id": id })).await;
    }
    assert_eq!(ana.data(list, json!({})).await["dashboardWidgets"], json!([]));
    let reset = "mutation { resetDashboard { widgets { id } } }";
    assert_eq!(ana.data(reset, json!({})).await["resetDashboard"]["widgets"][0]["id"], widgets[0]["id"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_history_is_counted_in_the_same_statements_however_long_it_is() {
    let server = TestServer::start().await;
    let (_, ana) = server.user("ana").await;
    let (ben_person, ben) = server.user("ben").await;
    let alien = film(&server, "Alien").await;
    let add = "mutation($item: ID!, $on: String!) { addPlay(input: { itemId: $item, watchedOn: $on }) { isNew } }";
    let ask = "query($user: ID) { statistics(userId: $user) { playCount itemCount watchedSeconds longestStreakDays currentStreakDays
        byMediaType { playCount mediaType { name } } } activityByDay(userId: $user, year: 2026) { date playCount watchedSeconds } }";
    let cost = async || {
        ana.data(ask, json!({})).await;
        let before = server.world.app.database().statements();
        ana.data(ask, json!({})).await;
        server.world.app.database().statements() - before
    };
    ana.data(add, json!({ "item": alien, "on": "2026-01-01" })).await;
    let one = cost().await;
    for day in 2..=28 {
        ana.data(add, json!({ "item": alien, "on": format!("2026-02-{day:02}") })).await;
    }
    assert_eq!(cost().await, one);
    let counted = ana.data(ask, json!({})).await;
    let expected = json!({ "playCount": 28, "itemCount": 1, "watchedSeconds": 28 * 6000, "longestStreakDays": 27, "currentStreakDays": 27,
        "byMediaType": [{ "playCount": 28, "mediaType": { "name": "movie" } }] });
    assert_eq!(counted["statistics"], expected);
    assert_eq!(counted["activityByDay"][0], json!({ "date": "2026-01-01", "playCount": 1, "watchedSeconds": 6000 }));
    assert_eq!(counted["activityByDay"].as_array().map(Vec::len), Some(28));
    let hidden = ana.data(ask, json!({ "user": ben_person.id.to_string() })).await;
    assert_eq!((&hidden["statistics"], &hidden["activityByDay"]), (&Value::Null, &json!([])));
    assert_eq!(ben.data(ask, json!({})).await["statistics"]["playCount"], 0);
    assert_eq!(ana.code("{ activityByDay(year: 12) { date } }", json!({})).await, "INVALID_INPUT");
}

#[tokio::test(flavor = "multi_thread")]
async fn preferences_are_typed_and_change_one_by_one() {
    let server = TestServer::start().await;
    let (person, ana) = server.user("ana").await;
    let (_, ben) = server.user("ben").await;
    let fields = "preferences { theme locale timezone ratingScale startPage reducedMotion clientData }";
    let defaults = ana.data(&format!("{{ me {{ {fields} }} }}"), json!({})).await["me"]["preferences"].take();
    let expected = json!({ "theme": "SYSTEM", "locale": "EN", "timezone": "UTC", "ratingScale": "NUMERIC", "startPage": "HOME",
        "reducedMotion": false, "clientData": {} });
    assert_eq!(defaults, expected);
    let update = format!(
        "mutation($input: UpdatePreferencesInput!) {{ updatePreferences(input: $input) {{ user {{ locale timezone {fields} }} }} }}"
    );
    let dark =
        json!({ "input": { "theme": "HIGH_CONTRAST", "locale": "DE", "timezone": "Europe/Berlin", "clientData": { "a": 1 } } });
    let user = ana.data(&update, dark).await["updatePreferences"]["user"].take();
    assert_eq!((&user["locale"], &user["timezone"]), (&json!("de"), &json!("Europe/Berlin")));
    let stars = json!({ "input": { "ratingScale": "STARS", "startPage": "LIVE", "reducedMotion": true } });
    let preferences = ana.data(&update, stars).await["updatePreferences"]["user"]["preferences"].take();
    let expected = json!({ "theme": "HIGH_CONTRAST", "locale": "DE", "timezone": "Europe/Berlin", "ratingScale": "STARS",
        "startPage": "LIVE", "reducedMotion": true, "clientData": { "a": 1 } });
    assert_eq!(preferences, expected);
    assert_eq!(ana.code(&update, json!({ "input": { "timezone": "Middle/Earth" } })).await, "INVALID_INPUT");
    let other = format!("query($id: ID!) {{ user(id: $id) {{ {fields} }} }}");
    let seen = ben.data(&other, json!({ "id": person.id.to_string() })).await;
    assert_eq!(seen["user"]["preferences"], Value::Null);
}

#[tokio::test(flavor = "multi_thread")]
async fn settings_are_changed_by_administrators_and_hold_at_once() {
    let server = TestServer::start().await;
    let (_, root) = server.admin("root").await;
    let info = "{ serverInfo { name version needsSetup locales defaultLocale } }";
    let before = server.anonymous().data(info, json!({})).await["serverInfo"].take();
    assert_eq!((&before["name"], &before["locales"]), (&json!("MediaNest"), &json!(["EN", "DE", "ES"])));
    let fields = "instanceName showsGraphiql defaultLocale accessTokenMinutes sessionDays importMebibytes";
    let update = format!(
        "mutation($input: UpdateAppSettingsInput!) {{ updateAppSettings(input: $input) {{ appSettings {{ {fields} }} }} }}"
    );
    let wrong = root.run(&update, json!({ "input": { "instanceName": " ", "sessionDays": 0, "importMebibytes": 5000 } })).await;
    let named: Vec<_> =
        wrong["errors"][0]["extensions"]["fields"].as_array().unwrap().iter().map(|field| field["field"].clone()).collect();
    assert_eq!(named, ["instanceName", "sessionDays", "sessionDays", "importMebibytes"]);
    let change = json!({ "input": { "instanceName": " Our house ", "defaultLocale": "ES", "importMebibytes": 1 } });
    let settings = root.data(&update, change).await["updateAppSettings"]["appSettings"].take();
    let expected = json!({ "instanceName": "Our house", "showsGraphiql": true, "defaultLocale": "ES", "accessTokenMinutes": 15,
        "sessionDays": 30, "importMebibytes": 1 });
    assert_eq!(settings, expected);
    assert_eq!(root.data(&format!("{{ appSettings {{ {fields} }} }}"), json!({})).await["appSettings"], expected);
    let after = server.anonymous().data(info, json!({})).await["serverInfo"].take();
    assert_eq!((&after["name"], &after["defaultLocale"]), (&json!("Our house"), &json!("ES")));
    let create = "mutation { createUser(input: { username: \"newcomer\" }) { user { locale } } }";
    assert_eq!(root.data(create, json!({})).await["createUser"]["user"]["locale"], "es");
    let (person, _) = server.user("ana").await;
    let token = server.world.session_token(&person).await;
    let upload = server.http().post(server.url("/api/imports/upload")).bearer_auth(&token).body(vec![b'x'; (1 << 20) + 1]);
    assert_eq!(upload.send().await.unwrap().status(), 422);
    root.data(&update, json!({ "input": { "instanceName": null } })).await;
    assert_eq!(server.anonymous().data(info, json!({})).await["serverInfo"]["name"], "MediaNest");
    let log = "{ auditLogs(first: 5, filter: { action: \"admin.settings_updated\" }) { nodes { oldValues newValues } } }";
    let logged = root.data(log, json!({})).await["auditLogs"]["nodes"].take();
    assert_eq!(logged.as_array().map(Vec::len), Some(2));
    assert!(logged.as_array().unwrap().iter().any(|row| row["newValues"]["instance_name"] == "Our house"), "{logged}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_connected_device_is_listed_and_shut_out() {
    let server = TestServer::start().await;
    let (person, ana) = server.user("ana").await;
    let (_, ben) = server.user("ben").await;
    let begun = server
        .http()
        .post(server.url("/trakt/oauth/device/code"))
        .json(&json!({ "client_id": "test player" }))
        .send()
        .await
        .unwrap()
        .json::<Value>()
        .await
        .unwrap();
    let approve = "mutation($code: String!) { approveDevice(input: { userCode: $code }) { deviceAuthorization { id } } }";
    ana.data(approve, json!({ "code": begun["user_code"] })).await;
    server.world.pass(TimeDelta::seconds(10));
    let signed_in = server
        .http()
        .post(server.url("/trakt/oauth/device/token"))
        .header("user-agent", "Kodi/21.0 (Linux)")
        .json(&json!({ "client_id": "test player", "code": begun["device_code"] }))
        .send()
        .await
        .unwrap()
        .json::<Value>()
        .await
        .unwrap();
    let token = signed_in["access_token"].as_str().expect("the player is signed in").to_owned();
    let list = "{ connectedDevices { id name clientId scopes connectedAt lastUsedAt } }";
    let devices = ana.data(list, json!({})).await["connectedDevices"].take();
    assert_eq!((&devices[0]["clientId"], devices.as_array().map(Vec::len)), (&json!("test player"), Some(1)));
    assert_eq!(devices[0]["scopes"], json!(["READ", "WRITE", "SCROBBLE"]));
    assert_eq!(ben.data(list, json!({})).await["connectedDevices"], json!([]));
    let settings = || server.http().get(server.url("/trakt/users/settings")).bearer_auth(&token).send();
    assert_eq!(settings().await.unwrap().status(), 200);
    let revoke = "mutation($id: ID!) { revokeConnectedDevice(input: { id: $id }) { device { name } } }";
    let id = json!({ "id": devices[0]["id"] });
    assert_eq!(ben.code(revoke, id.clone()).await, "NOT_FOUND");
    let session = ana.data("{ sessions { id kind } }", json!({})).await["sessions"].take();
    let own = session.as_array().unwrap().iter().find(|session| session["kind"] == "BEARER").unwrap()["id"].clone();
    assert_eq!(ana.code(revoke, json!({ "id": own })).await, "NOT_FOUND", "one's own session is no device");
    ana.data(revoke, id).await;
    assert_eq!(settings().await.unwrap().status(), 401);
    assert_eq!(ana.data(list, json!({})).await["connectedDevices"], json!([]), "of {}", person.name);
}

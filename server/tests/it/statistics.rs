//! What is counted of histories, as the statistics and the year page ask for it.

use medianest_core::catalogue::builtin;
use medianest_core::catalogue::items::{self, ItemDraft};
use medianest_core::policy::Actor;
use serde_json::{Value, json};

use crate::support::TestServer;

/// As the year page asks.
const YEAR: &str = "query($user: ID) { statistics(userId: $user, from: \"2026-01-01\", to: \"2026-12-31\") {
    playCount activeDayCount byHour { weekday hour playCount } byMonth { month playCount watchedSeconds }
    top(first: 5) { titles { playCount item { name posterUrl } } artists { item { name } } albums { item { name } }
        tracks { item { name } } genres { name playCount } }
    completion(first: 5) { airedCount watchedCount root { name } }
} activityByDay(userId: $user, year: 2026) { date playCount } }";

async fn film(server: &TestServer, name: &str) -> String {
    let genres = vec!["Drama".to_owned()];
    let draft = ItemDraft { runtime_seconds: Some(6000), genres, ..ItemDraft::new(builtin::MOVIE, name) };
    items::create(&server.world.app, &Actor::system("test"), draft).await.unwrap().id.to_string()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_year_is_told_in_the_same_statements_however_much_was_played() {
    let server = TestServer::start().await;
    let (ana_person, ana) = server.user("ana").await;
    let (_, ben) = server.user("ben").await;
    let add = "mutation($item: ID!, $at: DateTime!) { addPlay(input: { itemId: $item, watchedAt: $at }) { isNew } }";
    let cost = async || {
        ana.data(YEAR, json!({})).await;
        let before = server.world.app.database().statements();
        ana.data(YEAR, json!({})).await;
        server.world.app.database().statements() - before
    };
    ana.data(add, json!({ "item": film(&server, "Alien").await, "at": "2026-01-05T20:10:00Z" })).await;
    let one = cost().await;
    for day in 1..=5 {
        let item = film(&server, &format!("Film {day}")).await;
        ana.data(add, json!({ "item": item, "at": format!("2026-02-0{day}T21:00:00Z") })).await;
        ana.data(add, json!({ "item": item, "at": format!("2026-02-0{day}T23:00:00Z") })).await;
    }
    assert_eq!(cost().await, one);
    let told = ana.data(YEAR, json!({})).await;
    let counted = &told["statistics"];
    assert_eq!((&counted["playCount"], &counted["activeDayCount"]), (&json!(11), &json!(6)));
    assert_eq!(counted["byHour"][0], json!({ "weekday": 1, "hour": 20, "playCount": 1 }));
    let months = json!([
        { "month": "2026-01-01", "playCount": 1, "watchedSeconds": 6000 },
        { "month": "2026-02-01", "playCount": 10, "watchedSeconds": 60_000 },
    ]);
    assert_eq!(counted["byMonth"], months);
    assert_eq!(counted["top"]["titles"].as_array().map(Vec::len), Some(5));
    assert_eq!(counted["top"]["genres"], json!([{ "name": "Drama", "playCount": 11 }]));
    assert_eq!((&counted["top"]["artists"], &counted["completion"]), (&json!([]), &json!([])));

    let of_ana = json!({ "user": ana_person.id.to_string() });
    let hidden = ben.data(YEAR, of_ana).await;
    assert_eq!((&hidden["statistics"], &hidden["activityByDay"]), (&Value::Null, &json!([])));
    assert_eq!(ana.code("{ statistics { top(first: 101) { genres { name } } } }", json!({})).await, "INVALID_INPUT");
}

//! What is counted from histories, by whose calendar, and for whom.

use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use medianest_core::Error;
use medianest_core::catalogue::builtin;
use medianest_core::catalogue::items::{self, ItemDraft};
use medianest_core::diary::plays::{self, PlayDraft, When};
use medianest_core::diary::statistics::{self, DayActivity, Statistics};
use medianest_core::policy::Actor;
use medianest_db::MediaItemId;
use medianest_test_support::{Person, World};

async fn film(world: &World, name: &str, minutes: i32) -> MediaItemId {
    let draft = ItemDraft { runtime_seconds: Some(minutes * 60), ..ItemDraft::new(builtin::MOVIE, name) };
    items::create(&world.app, &Actor::system("test"), draft).await.unwrap().id
}

async fn play(world: &World, person: &Person, item: MediaItemId, when: &str) {
    play_privately(world, person, item, when, false).await;
}

async fn play_privately(world: &World, person: &Person, item: MediaItemId, when: &str, is_private: bool) {
    let when = match when.parse::<DateTime<Utc>>() {
        Ok(at) => When::At(at),
        Err(_) if when == "unknown" => When::Unknown,
        Err(_) => When::On(when.parse().unwrap()),
    };
    let draft = PlayDraft { is_private, ..PlayDraft::new(item, when, "test") };
    plays::add(&world.app, &person.actor, draft).await.unwrap();
}

async fn live_in(world: &World, person: &Person, zone: &str) {
    let sql = world.database.sql().await;
    sql.execute("UPDATE users SET timezone = $2 WHERE id = $1", &[&person.id.0, &zone]).await.unwrap();
}

async fn shares_stats(world: &World, person: &Person, audience: &str) {
    let sql = world.database.sql().await;
    let update = "UPDATE users SET privacy_settings = jsonb_build_object('stats', $2::text) WHERE id = $1";
    sql.execute(update, &[&person.id.0, &audience]).await.unwrap();
}

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn counts(statistics: &Statistics) -> (i64, i64, i64) {
    let sum = |field: fn(&medianest_db::diary::TypeCount) -> i64| statistics.by_type.iter().map(field).sum();
    (sum(|count| count.plays), sum(|count| count.items), sum(|count| count.seconds))
}

async fn of_period(world: &World, person: &Person, from: Option<&str>, to: Option<&str>) -> Statistics {
    let (from, to) = (from.map(day), to.map(day));
    statistics::find(&world.app, &person.actor, None, from, to).await.unwrap().unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn plays_are_counted_by_type_and_by_the_days_of_their_person() {
    let world = World::new().await;
    let ana = world.user("ana").await;
    live_in(&world, &ana, "America/New_York").await;
    let (alien, brazil) = (film(&world, "Alien", 100).await, film(&world, "Brazil", 50).await);
    // In New York it was still the last day of the year.
    play(&world, &ana, alien, "2026-01-01T03:00:00Z").await;
    play(&world, &ana, alien, "2026-01-01T20:00:00Z").await;
    play(&world, &ana, brazil, "2026-01-02").await;
    play(&world, &ana, brazil, "2026-02").await;
    play(&world, &ana, brazil, "unknown").await;
    let all = of_period(&world, &ana, None, None).await;
    assert_eq!(counts(&all), (5, 2, (2 * 100 + 3 * 50) * 60));
    assert_eq!(counts(&of_period(&world, &ana, Some("2026-01-01"), Some("2026-01-31")).await), (2, 2, 150 * 60));
    assert_eq!(counts(&of_period(&world, &ana, None, Some("2025-12-31")).await), (1, 1, 100 * 60));
    let activity = |date, plays, minutes: i64| DayActivity { date: day(date), plays, seconds: minutes * 60 };
    let of_year = async |year| statistics::by_day(&world.app, &ana.actor, None, year).await.unwrap();
    assert_eq!(of_year(2026).await, [activity("2026-01-01", 1, 100), activity("2026-01-02", 1, 50)]);
    assert_eq!(of_year(2025).await, [activity("2025-12-31", 1, 100)]);
    assert_eq!(of_year(2024).await, []);
    assert!(matches!(statistics::by_day(&world.app, &ana.actor, None, 1066).await, Err(Error::Invalid(_))));
    let backwards = statistics::find(&world.app, &ana.actor, None, Some(day("2026-01-02")), Some(day("2026-01-01"))).await;
    assert!(matches!(backwards, Err(Error::Invalid(_))), "{backwards:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_day_that_is_all_one_knows_stays_that_day_wherever_one_moves() {
    let world = World::new().await;
    let ana = world.user("ana").await;
    let alien = film(&world, "Alien", 100).await;
    live_in(&world, &ana, "Asia/Tokyo").await;
    play(&world, &ana, alien, "2026-01-10").await;
    for zone in ["Asia/Tokyo", "UTC", "America/New_York"] {
        live_in(&world, &ana, zone).await;
        let days = statistics::by_day(&world.app, &ana.actor, None, 2026).await.unwrap();
        assert_eq!(days.iter().map(|activity| activity.date).collect::<Vec<_>>(), [day("2026-01-10")], "{zone}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn streaks_run_over_the_whole_history() {
    let world = World::new().await;
    let ana = world.user("ana").await;
    let alien = film(&world, "Alien", 100).await;
    for when in ["2026-01-05", "2026-01-06", "2026-01-07", "2026-02-27T20:00:00Z", "2026-02-28T20:00:00Z"] {
        play(&world, &ana, alien, when).await;
    }
    let streaks = async || {
        let found = of_period(&world, &ana, Some("2026-02-28"), None).await;
        (found.current_streak_days, found.longest_streak_days)
    };
    assert_eq!(streaks().await, (2, 3), "today is not over");
    play(&world, &ana, alien, "2026-03-01T11:00:00Z").await;
    assert_eq!(streaks().await, (3, 3));
    world.pass(TimeDelta::days(2));
    assert_eq!(streaks().await, (0, 3));
}

#[tokio::test(flavor = "multi_thread")]
async fn others_see_what_is_counted_as_far_as_they_may_and_never_what_is_private() {
    let world = World::new().await;
    let (ana, ben) = (world.user("ana").await, world.user("ben").await);
    let alien = film(&world, "Alien", 100).await;
    play(&world, &ana, alien, "2026-01-01T20:00:00Z").await;
    play_privately(&world, &ana, alien, "2026-01-02T20:00:00Z", true).await;
    let seen = async || {
        let statistics = statistics::find(&world.app, &ben.actor, Some(ana.id), None, None).await.unwrap();
        let days = statistics::by_day(&world.app, &ben.actor, Some(ana.id), 2026).await.unwrap();
        (statistics.map(|found| counts(&found).0), days.len())
    };
    assert_eq!(seen().await, (None, 0));
    shares_stats(&world, &ana, "members").await;
    assert_eq!(seen().await, (Some(1), 1));
    assert_eq!(counts(&of_period(&world, &ana, None, None).await).0, 2);
}

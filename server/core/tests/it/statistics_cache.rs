//! Days that were counted ahead: what is told of them is never older than the history.

use chrono::{DateTime, TimeDelta, Utc};
use medianest_core::catalogue::changes;
use medianest_core::diary::plays::{self, PlayPatch, When};
use medianest_core::diary::statistics::{self, DayActivity, DayRange, Statistics, TopLists};
use medianest_core::jobs;
use medianest_core::policy::Actor;
use medianest_db::PlayId;
use medianest_db::diary::{Completion, TopOrder};
use medianest_test_support::{Person, World};

use crate::statistics::{film, live_in, play, play_privately, shares_stats};

async fn number(world: &World, sql: &str) -> i64 {
    world.database.sql().await.query_one(sql, &[]).await.unwrap().get(0)
}

/// All that is told of somebody's plays to one viewer.
#[derive(Debug, PartialEq)]
struct Told {
    all: Statistics,
    year: Statistics,
    days: Vec<DayActivity>,
    by_plays: TopLists,
    by_time: TopLists,
    shows: Vec<Completion>,
}

impl Told {
    fn dates(&self) -> Vec<String> {
        self.days.iter().map(|day| day.date.to_string()).collect()
    }

    fn minutes(&self) -> Vec<i64> {
        self.days.iter().map(|day| day.seconds / 60).collect()
    }
}

async fn told(world: &World, viewer: &Person, of: &Person) -> Told {
    let (app, actor, of) = (&world.app, &viewer.actor, Some(of.id));
    let year = DayRange { from: "2026-01-01".parse().ok(), to: "2026-12-31".parse().ok() };
    let whole = DayRange::default();
    Told {
        all: statistics::find(app, actor, of, whole).await.unwrap().unwrap(),
        year: statistics::find(app, actor, of, year).await.unwrap().unwrap(),
        days: statistics::by_day(app, actor, of, 2026).await.unwrap(),
        by_plays: statistics::top(app, actor, of, whole, TopOrder::Plays, 2).await.unwrap().unwrap(),
        by_time: statistics::top(app, actor, of, year, TopOrder::Time, 1).await.unwrap().unwrap(),
        shows: statistics::completion(app, actor, of, 1).await.unwrap(),
    }
}

/// What a person is told after a change, which must be the same as when everything is counted now, and as when it was all
/// counted ahead; the same holds for who may not see their private plays.
async fn told_alike(world: &World, (person, other): (&Person, &Person), after: &str) -> Told {
    let (mine, seen) = (told(world, person, person).await, told(world, other, person).await);
    let sql = world.database.sql().await;
    let touch_all =
        "INSERT INTO user_stats_touched (user_id, touched_on) VALUES ($1, '2000-01-01'), ($1, '2026-07-01'), ($1, '2030-01-01')";
    sql.execute(touch_all, &[&person.id.0]).await.unwrap();
    assert_eq!(told(world, person, person).await, mine, "counted now, after {after}");
    assert_eq!(told(world, other, person).await, seen, "counted now for another, after {after}");
    let touch_each = "INSERT INTO user_stats_touched (user_id, touched_on) SELECT $1, day::date FROM generate_series('2025-12-01'::timestamp, '2026-04-01', '1 day') AS day";
    sql.execute(touch_each, &[&person.id.0]).await.unwrap();
    statistics::rebuild(&world.app, person.id).await.unwrap();
    assert_eq!(number(world, "SELECT count(*) FROM user_stats_touched").await, 0);
    assert_eq!(told(world, person, person).await, mine, "counted ahead, after {after}");
    assert_eq!(told(world, other, person).await, seen, "counted ahead for another, after {after}");
    mine
}

async fn plays_of(world: &World, person: &Person) -> Vec<PlayId> {
    let sql = world.database.sql().await;
    let rows = sql.query("SELECT id FROM plays WHERE user_id = $1 ORDER BY watched_at, id", &[&person.id.0]).await.unwrap();
    rows.into_iter().map(|row| PlayId(row.get(0))).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn no_change_to_a_history_leaves_a_day_as_it_was_counted() {
    let world = World::new().await;
    let ana = world.user("ana").await;
    let system = Actor::system("test");
    let (alien, brazil) = (film(&world, "Alien", 100).await, film(&world, "Brazil", 50).await);
    play(&world, &ana, alien, "2026-01-10T23:30:00Z").await;
    play(&world, &ana, alien, "2026-02-20T20:00:00Z").await;
    play_privately(&world, &ana, brazil, "2026-02-21", true).await;
    let ben = world.user("ben").await;
    shares_stats(&world, &ana, "members").await;
    let both = (&ana, &ben);
    let before = told_alike(&world, both, "the first plays").await;
    assert_eq!(
        (before.dates(), before.minutes()),
        (vec!["2026-01-10".into(), "2026-02-20".into(), "2026-02-21".into()], vec![100, 100, 50])
    );
    let plays = |told: &Told| told.by_plays.titles.iter().map(|title| title.plays).collect::<Vec<_>>();
    assert_eq!((plays(&before), plays(&told(&world, &ben, &ana).await)), (vec![2, 1], vec![2]), "a private play is its person's");

    let first = plays_of(&world, &ana).await[0];
    let moved: DateTime<Utc> = "2026-01-12T12:00:00Z".parse().unwrap();
    let patch = PlayPatch { when: Some(When::At(moved)), ..PlayPatch::default() };
    plays::update(&world.app, &ana.actor, first, patch).await.unwrap();
    assert_eq!(told_alike(&world, both, "a play was moved").await.dates()[0], "2026-01-12");

    plays::delete(&world.app, &ana.actor, &[first]).await.unwrap();
    assert_eq!(told_alike(&world, both, "a play was deleted").await.dates(), ["2026-02-20", "2026-02-21"]);
    assert_eq!(number(&world, "SELECT count(*) FROM jobs WHERE kind = 'statistics.rebuild'").await, 1, "it is counted soon");
    plays::restore(&world.app, &ana.actor, &[first]).await.unwrap();
    assert_eq!(told_alike(&world, both, "a play came back").await.dates().len(), 3);

    let patch = changes::ItemPatch { runtime_seconds: Some(Some(60)), ..changes::ItemPatch::default() };
    changes::update(&world.app, &system, brazil, patch).await.unwrap();
    assert_eq!(told_alike(&world, both, "a film became shorter").await.minutes(), [100, 100, 1]);

    let genres = |told: &Told| told.by_plays.genres.iter().map(|genre| genre.name.clone()).collect::<Vec<_>>();
    let patch = changes::ItemPatch { genres: Some(vec!["Horror".to_owned()]), ..changes::ItemPatch::default() };
    changes::update(&world.app, &system, alien, patch).await.unwrap();
    assert_eq!(genres(&told_alike(&world, both, "a film has a genre").await), ["Horror"]);

    let sql = world.database.sql().await;
    let keep = "UPDATE user_libraries SET is_private = true WHERE user_id = $1 AND media_item_id = $2";
    assert_eq!(sql.execute(keep, &[&ana.id.0, &alien.0]).await.unwrap(), 1);
    told_alike(&world, both, "a film is kept for oneself").await;
    let seen = told(&world, &ben, &ana).await;
    assert_eq!(plays(&seen), [0_i64; 0], "nor is what is kept for oneself named");
    assert_eq!(seen.dates(), [""; 0], "nor counted");
    sql.execute("UPDATE user_libraries SET is_private = false WHERE user_id = $1", &[&ana.id.0]).await.unwrap();
    told_alike(&world, both, "it is shown again").await;
    assert_eq!(plays(&told(&world, &ben, &ana).await), [2]);

    live_in(&world, &ana, "Pacific/Kiritimati").await;
    assert_eq!(told_alike(&world, both, "they moved").await.dates(), ["2026-01-13", "2026-02-21"], "it is 14 hours later there");

    // Nothing of ours removes what people have played; whoever does it in the database is not told wrong numbers either.
    world.database.sql().await.execute("DELETE FROM media_items WHERE id = $1", &[&alien.0]).await.unwrap();
    assert_eq!(told_alike(&world, both, "a film was deleted").await.dates(), ["2026-02-21"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn only_touched_days_are_counted_anew() {
    let world = World::new().await;
    let (ana, ben) = (world.user("ana").await, world.user("ben").await);
    let alien = film(&world, "Alien", 100).await;
    for when in ["2025-05-01T20:00:00Z", "2025-08-01T20:00:00Z", "2026-01-10T20:00:00Z"] {
        play(&world, &ana, alien, when).await;
    }
    play(&world, &ben, alien, "2026-01-10T20:00:00Z").await;
    assert_eq!(statistics::rebuild_all(&world.app).await.unwrap(), 4);
    world.pass(TimeDelta::hours(1));
    play(&world, &ana, alien, "2025-08-02T20:00:00Z").await;
    jobs::run_due(&world.app).await.unwrap();
    let sql = world.database.sql().await;
    let counted = "SELECT stat_key FROM user_stats_cache WHERE computed_at = $1 ORDER BY stat_key";
    let rows = sql.query(counted, &[&world.app.now()]).await.unwrap();
    let keys: Vec<String> = rows.into_iter().map(|row| row.get(0)).collect();
    let periods =
        ["streaks", "summary:2025", "summary:all", "top:plays:2025", "top:plays:all", "top:time:2025", "top:time:all", "watched"];
    assert_eq!(keys, [&["day:2025-08-01", "day:2025-08-02"], &periods[..]].concat(), "what was played in 2026 is as it was");
    assert_eq!(number(&world, "SELECT count(*) FROM user_stats_cache WHERE stat_key LIKE 'day:%'").await, 5);
    assert_eq!(statistics::rebuild_all(&world.app).await.unwrap(), 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_person_is_erased_with_all_that_was_counted_of_them() {
    let world = World::new().await;
    let ana = world.user("ana").await;
    let alien = film(&world, "Alien", 100).await;
    play(&world, &ana, alien, "2026-01-10T20:00:00Z").await;
    statistics::rebuild_all(&world.app).await.unwrap();
    play(&world, &ana, alien, "2026-01-11T20:00:00Z").await;
    world.database.sql().await.execute("DELETE FROM users WHERE id = $1", &[&ana.id.0]).await.unwrap();
    let left = "SELECT (SELECT count(*) FROM user_stats_cache) + (SELECT count(*) FROM user_stats_touched)";
    assert_eq!(number(&world, left).await, 0);
}

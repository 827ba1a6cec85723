//! What is counted from histories, by whose calendar, and for whom.

use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use medianest_core::Error;
use medianest_core::catalogue::builtin;
use medianest_core::catalogue::items::{self, ItemDraft};
use medianest_core::diary::plays::{self, PlayDraft, When};
use medianest_core::diary::statistics::{self, DayActivity, DayRange, HourActivity, MonthActivity, Statistics, TopItem};
use medianest_core::policy::Actor;
use medianest_db::MediaItemId;
use medianest_db::diary::TopOrder;
use medianest_test_support::{Person, World};

use crate::library::Show;
use crate::visibility::Relations;

pub async fn film(world: &World, name: &str, minutes: i32) -> MediaItemId {
    let draft = ItemDraft { runtime_seconds: Some(minutes * 60), ..ItemDraft::new(builtin::MOVIE, name) };
    items::create(&world.app, &Actor::system("test"), draft).await.unwrap().id
}

pub async fn play(world: &World, person: &Person, item: MediaItemId, when: &str) {
    play_privately(world, person, item, when, false).await;
}

pub async fn play_privately(world: &World, person: &Person, item: MediaItemId, when: &str, is_private: bool) {
    let when = match when.parse::<DateTime<Utc>>() {
        Ok(at) => When::At(at),
        Err(_) if when == "unknown" => When::Unknown,
        Err(_) => When::On(when.parse().unwrap()),
    };
    let draft = PlayDraft { is_private, ..PlayDraft::new(item, when, "test") };
    plays::add(&world.app, &person.actor, draft).await.unwrap();
}

pub async fn live_in(world: &World, person: &Person, zone: &str) {
    let sql = world.database.sql().await;
    sql.execute("UPDATE users SET timezone = $2 WHERE id = $1", &[&person.id.0, &zone]).await.unwrap();
}

pub async fn shares_stats(world: &World, person: &Person, audience: &str) {
    let sql = world.database.sql().await;
    let update = "UPDATE users SET privacy_settings = jsonb_build_object('stats', $2::text) WHERE id = $1";
    sql.execute(update, &[&person.id.0, &audience]).await.unwrap();
}

pub fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn counts(statistics: &Statistics) -> (i64, i64, i64) {
    let sum = |field: fn(&medianest_db::diary::TypeCount) -> i64| statistics.summary.by_type.iter().map(field).sum();
    (sum(|count| count.plays), sum(|count| count.items), sum(|count| count.seconds))
}

async fn of_period(world: &World, person: &Person, from: Option<&str>, to: Option<&str>) -> Statistics {
    let range = DayRange { from: from.map(day), to: to.map(day) };
    statistics::find(&world.app, &person.actor, None, range).await.unwrap().unwrap()
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
    let backwards = DayRange { from: Some(day("2026-01-02")), to: Some(day("2026-01-01")) };
    let backwards = statistics::find(&world.app, &ana.actor, None, backwards).await;
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
        let statistics = statistics::find(&world.app, &ben.actor, Some(ana.id), DayRange::default()).await.unwrap();
        let days = statistics::by_day(&world.app, &ben.actor, Some(ana.id), 2026).await.unwrap();
        let lists = statistics::top(&world.app, &ben.actor, Some(ana.id), DayRange::default(), TopOrder::Plays, 5).await.unwrap();
        (statistics.map(|found| counts(&found).0), days.len(), lists.map(|lists| lists.titles.len()))
    };
    assert_eq!(seen().await, (None, 0, None));
    shares_stats(&world, &ana, "members").await;
    assert_eq!(seen().await, (Some(1), 1, Some(1)));
    assert_eq!(counts(&of_period(&world, &ana, None, None).await).0, 2);
}

#[tokio::test(flavor = "multi_thread")]
async fn hours_and_months_are_those_of_the_person() {
    let world = World::new().await;
    let ana = world.user("ana").await;
    // Half an hour off the full hour.
    live_in(&world, &ana, "Asia/Kolkata").await;
    let alien = film(&world, "Alien", 100).await;
    // A Saturday at 18:20 UTC, which is 23:50 there; ten minutes more and it is Sunday, and February.
    play(&world, &ana, alien, "2026-01-31T18:20:00Z").await;
    play(&world, &ana, alien, "2026-01-31T18:30:00Z").await;
    play(&world, &ana, alien, "2026-02-10").await;
    let found = of_period(&world, &ana, None, None).await;
    let hour = |weekday, hour| HourActivity { weekday, hour, plays: 1, seconds: 6000 };
    assert_eq!(found.summary.by_hour, [hour(6, 23), hour(7, 0)], "of a day without a time there is no hour");
    let month = |month, plays| MonthActivity { month: day(month), plays, seconds: plays * 6000 };
    assert_eq!(found.summary.by_month, [month("2026-01-01", 1), month("2026-02-01", 2)]);
    assert_eq!(found.summary.active_days, 3);
    let january = of_period(&world, &ana, Some("2026-01-01"), Some("2026-01-31")).await;
    assert_eq!((january.summary.active_days, january.summary.by_hour), (1, vec![hour(6, 23)]));
}

#[tokio::test(flavor = "multi_thread")]
async fn lists_say_what_was_played_most_in_a_time() {
    let world = World::new().await;
    let ana = world.user("ana").await;
    let system = Actor::system("test");
    let make = async |draft| items::create(&world.app, &system, draft).await.unwrap().id;
    let genres = vec!["Horror".to_owned(), "Science fiction".to_owned()];
    let long = make(ItemDraft { runtime_seconds: Some(9000), genres, ..ItemDraft::new(builtin::MOVIE, "Alien") }).await;
    let short = film(&world, "Brazil", 10).await;
    let artist = make(ItemDraft { genres: vec!["Trip hop".to_owned()], ..ItemDraft::new(builtin::MUSIC, "Portishead") }).await;
    let album = make(ItemDraft::new(builtin::MUSIC, "Dummy").below(artist, None)).await;
    let loose = make(ItemDraft::new(builtin::MUSIC, "[non-album tracks]").below(artist, None)).await;
    let track =
        |name: &str, album| ItemDraft { runtime_seconds: Some(300), ..ItemDraft::new(builtin::MUSIC, name).below(album, None) };
    let (roads, loner) = (make(track("Roads", album)).await, make(track("Loner", loose)).await);
    for (item, when) in [
        (long, "2026-01-01T20:00:00Z"),
        (short, "2026-01-02T20:00:00Z"),
        (short, "2026-01-03T20:00:00Z"),
        (roads, "2026-01-04T20:00:00Z"),
        (roads, "2026-01-05T20:00:00Z"),
        (loner, "2026-01-06T20:00:00Z"),
        (long, "2025-01-01T20:00:00Z"),
        (long, "2025-01-02T20:00:00Z"),
    ] {
        play(&world, &ana, item, when).await;
    }
    let this_year = DayRange { from: Some(day("2026-01-01")), to: None };
    let top =
        async |range, order, first| statistics::top(&world.app, &ana.actor, None, range, order, first).await.unwrap().unwrap();
    let row = |item_id, plays, items, seconds| TopItem { item_id, plays, items, seconds };
    let lists = top(this_year, TopOrder::Plays, 10).await;
    assert_eq!(lists.titles, [row(short, 2, 1, 1200), row(long, 1, 1, 9000)]);
    assert_eq!(lists.artists, [row(artist, 3, 2, 900)]);
    assert_eq!(lists.albums, [row(album, 2, 1, 600)], "what has no album is on none");
    assert_eq!(lists.tracks, [row(roads, 2, 1, 600), row(loner, 1, 1, 300)]);
    let genres: Vec<_> = lists.genres.iter().map(|genre| (genre.name.as_str(), genre.plays)).collect();
    assert_eq!(genres, [("Trip hop", 3), ("Horror", 1), ("Science fiction", 1)]);
    let by_time = top(this_year, TopOrder::Time, 1).await;
    assert_eq!(by_time.titles, [row(long, 1, 1, 9000)]);
    assert_eq!(top(DayRange::default(), TopOrder::Plays, 1).await.titles, [row(long, 3, 1, 27_000)]);
    for first in [0, 101] {
        let refused = statistics::top(&world.app, &ana.actor, None, this_year, TopOrder::Plays, first).await;
        assert!(matches!(refused, Err(Error::Invalid(_))), "{first}: {refused:?}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn shows_are_complete_when_all_that_is_out_was_played() {
    let world = World::new().await;
    let (ana, ben) = (world.user("ana").await, world.user("ben").await);
    let (severance, dark) = (Show::new(&world, "Severance").await, Show::new(&world, "Dark").await);
    for (episode, when) in [
        (severance.episode(0, 1), "2026-01-01T20:00:00Z"),
        (severance.episode(1, 1), "2026-01-02T20:00:00Z"),
        (severance.episode(1, 1), "2026-01-03T20:00:00Z"),
        (severance.episode(2, 1), "2026-01-04T20:00:00Z"),
    ] {
        play(&world, &ana, episode, when).await;
    }
    play_privately(&world, &ana, dark.episode(1, 1), "2026-02-01T20:00:00Z", true).await;
    let found = statistics::completion(&world.app, &ana.actor, None, 10).await.unwrap();
    let rows: Vec<_> = found.iter().map(|row| (row.root_id, row.watched, row.aired)).collect();
    // The specials do not count, nor what is not out.
    assert_eq!(rows, [(dark.root.id, 1, 5), (severance.root.id, 2, 5)]);
    shares_stats(&world, &ana, "members").await;
    let seen = statistics::completion(&world.app, &ben.actor, Some(ana.id), 10).await.unwrap();
    assert_eq!(seen.iter().map(|row| row.root_id).collect::<Vec<_>>(), [severance.root.id]);
}

#[tokio::test(flavor = "multi_thread")]
async fn every_count_goes_to_exactly_those_whom_the_setting_lets_see_it() {
    let world = World::new().await;
    let all = Relations::of(&world).await;
    let (owner, show) = (&all.owner, Show::new(&world, "Severance").await);
    play(&world, owner, show.episode(1, 1), "2026-01-01T20:00:00Z").await;
    for audience in ["nobody", "friends", "members"] {
        shares_stats(&world, owner, audience).await;
        let (to_friends, to_members) = (audience != "nobody", audience == "members");
        for (who, viewer, may) in all.seeing(to_friends, to_members, false) {
            let (app, actor, of) = (&world.app, &viewer.actor, Some(owner.id));
            let whole = DayRange::default();
            let seen = [
                statistics::find(app, actor, of, whole).await.unwrap().is_some(),
                statistics::top(app, actor, of, whole, TopOrder::Plays, 5).await.unwrap().is_some(),
                !statistics::by_day(app, actor, of, 2026).await.unwrap().is_empty(),
                !statistics::completion(app, actor, of, 5).await.unwrap().is_empty(),
            ];
            assert_eq!(seen, [may; 4], "{who}, shown to {audience}");
        }
    }
}

//! What people watched, in pages, and who may read them.

use std::time::{Duration, Instant};

use chrono::TimeDelta;
use medianest_core::catalogue::builtin;
use medianest_core::diary::plays::{self, PlayDraft, PlayPatch, When};
use medianest_core::diary::{history, positions, presence};
use medianest_core::{Error, PageRequest};
use medianest_db::EventType::{Pause, Start, Stop};
use medianest_db::diary::HistoryFilter;
use medianest_db::{DatePrecision, PlayOrigin};
use medianest_test_support::World;

use crate::scrobble::{film, item, plays_of, said, say};

#[tokio::test(flavor = "multi_thread")]
async fn a_person_adds_what_they_watched_as_exactly_as_they_know() {
    let world = World::new().await;
    let ana = world.user("ana").await;
    let alien = film(&world, "Alien").await;
    let sql = world.database.sql().await;
    sql.execute("UPDATE users SET timezone = 'Europe/Berlin' WHERE id = $1", &[&ana.id.0]).await.unwrap();
    let add = async |when| plays::add(&world.app, &ana.actor, PlayDraft::new(alien, when, "test")).await.unwrap().play;
    for (when, at, precision) in [
        (When::Now, "2026-03-01T12:00:00+00:00", DatePrecision::Second),
        (When::On("2020-07-01".parse().unwrap()), "2020-06-30T22:00:00+00:00", DatePrecision::Day),
        (When::On("2020-07".parse().unwrap()), "2020-06-30T22:00:00+00:00", DatePrecision::Month),
        (When::On("1999".parse().unwrap()), "1998-12-31T23:00:00+00:00", DatePrecision::Year),
        (When::Unknown, "1970-01-01T00:00:00+00:00", DatePrecision::Unknown),
    ] {
        let play = add(when).await;
        assert_eq!((play.watched_at.to_rfc3339().as_str(), play.date_precision), (at, precision));
    }
    let tomorrow = When::On("2026-03-02".parse().unwrap());
    let mut draft = PlayDraft::new(alien, tomorrow, "test");
    draft.started_at = Some(world.app.now() + TimeDelta::days(3));
    match plays::add(&world.app, &ana.actor, draft).await {
        Err(Error::Invalid(fields)) => {
            assert_eq!(fields.iter().map(|field| field.field.as_str()).collect::<Vec<_>>(), ["watchedAt", "startedAt"]);
        }
        other => panic!("{other:?}"),
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_play_told_twice_is_added_once_when_asked_so() {
    let world = World::new().await;
    let ana = world.user("ana").await;
    let alien = film(&world, "Alien").await;
    let scrobbled = say(&world, &ana, said(alien, Stop, 90.0)).await.play.unwrap();
    let told = |minutes| PlayDraft {
        unless_known: true,
        ..PlayDraft::new(alien, When::At(world.app.now() - TimeDelta::minutes(minutes)), "trakt")
    };
    let again = plays::add(&world.app, &ana.actor, told(40)).await.unwrap();
    assert_eq!((again.play.id, again.is_new), (scrobbled.id, false));
    assert!(plays::add(&world.app, &ana.actor, told(60)).await.unwrap().is_new);
    // The other way round: a player tells late of what its person added already.
    let brazil = film(&world, "Brazil").await;
    plays::add(&world.app, &ana.actor, PlayDraft::new(brazil, When::Now, "test")).await.unwrap();
    assert_eq!(say(&world, &ana, said(brazil, Stop, 90.0)).await.play, None);
    assert_eq!(plays_of(&world, &ana).await.len(), 3);
}

#[tokio::test(flavor = "multi_thread")]
async fn adding_a_play_by_hand_ends_what_could_be_resumed() {
    let world = World::new().await;
    let ana = world.user("ana").await;
    let alien = film(&world, "Alien").await;
    say(&world, &ana, said(alien, Pause, 40.0)).await;
    plays::add(&world.app, &ana.actor, PlayDraft::new(alien, When::Now, "test")).await.unwrap();
    assert_eq!(positions::count(&world.app, &ana.actor).await.unwrap(), 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn correcting_a_play_moves_it_and_drops_a_beginning_that_no_longer_fits() {
    let world = World::new().await;
    let ana = world.user("ana").await;
    let alien = film(&world, "Alien").await;
    let mut draft = PlayDraft::new(alien, When::Now, "test");
    draft.started_at = Some(world.app.now() - TimeDelta::hours(2));
    let play = plays::add(&world.app, &ana.actor, draft).await.unwrap().play;
    let patch = PlayPatch { when: Some(When::At(world.app.now() - TimeDelta::days(1))), ..PlayPatch::default() };
    let moved = plays::update(&world.app, &ana.actor, play.id, patch).await.unwrap();
    assert_eq!((moved.watched_at, moved.started_at), (world.app.now() - TimeDelta::days(1), None));
    assert_eq!(moved.edited_at, Some(world.app.now()));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_history_is_filtered_by_item_time_and_type() {
    let world = World::new().await;
    let ana = world.user("ana").await;
    let (alien, book) = (film(&world, "Alien").await, item(&world, builtin::BOOK, "Dune", None).await);
    let began = world.app.now();
    for item in [alien, book, alien] {
        plays::add(&world.app, &ana.actor, PlayDraft::new(item, When::Now, "test")).await.unwrap();
        world.pass(TimeDelta::days(1));
    }
    let count = async |filter| history::count(&world.app, &ana.actor, filter).await.unwrap();
    let all = HistoryFilter::default;
    assert_eq!(count(all()).await, 3);
    assert_eq!(count(HistoryFilter { item: Some(alien), ..all() }).await, 2);
    assert_eq!(count(HistoryFilter { types: vec!["book".into()], ..all() }).await, 1);
    assert_eq!(count(HistoryFilter { from: Some(began + TimeDelta::days(1)), ..all() }).await, 2);
    assert_eq!(count(HistoryFilter { to: Some(began + TimeDelta::days(1)), ..all() }).await, 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_history_is_searched_by_title_and_by_how_plays_came() {
    let world = World::new().await;
    let ana = world.user("ana").await;
    let films = [film(&world, "Amélie").await, film(&world, "100% Wolf").await];
    for item in films {
        plays::add(&world.app, &ana.actor, PlayDraft::new(item, When::Now, "test")).await.unwrap();
    }
    let found = async |text: &str| {
        let filter = HistoryFilter { search: Some(text.to_owned()), ..HistoryFilter::default() };
        let page = history::page(&world.app, &ana.actor, filter, PageRequest { first: 10, after: None }).await;
        page.unwrap().items.into_iter().map(|play| play.media_item_id).collect::<Vec<_>>()
    };
    assert_eq!(found("AMELIE").await, [films[0]], "neither case nor accents matter");
    assert_eq!(found("0%").await, [films[1]], "signs stand for themselves");
    assert_eq!(found("_").await, []);
    let of = async |origin| {
        let filter = HistoryFilter { origins: vec![origin], ..HistoryFilter::default() };
        history::count(&world.app, &ana.actor, filter).await.unwrap()
    };
    assert_eq!((of(PlayOrigin::Manual).await, of(PlayOrigin::Import).await), (2, 0));
    let filter = HistoryFilter { search: Some("x".repeat(201)), ..HistoryFilter::default() };
    let refused = history::count(&world.app, &ana.actor, filter).await.unwrap_err();
    assert!(matches!(refused, Error::Invalid(_)), "{refused:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn others_see_what_a_person_lets_them_and_never_what_is_private() {
    let world = World::new().await;
    let (ana, bea) = (world.user("ana").await, world.user("bea").await);
    let sql = world.database.sql().await;
    let let_see = async |whom: &str| {
        let settings = format!(r#"{{"profile": "{whom}", "history": "{whom}", "currently_watching": "{whom}"}}"#);
        let update = "UPDATE users SET privacy_settings = $2::text::jsonb WHERE id = $1";
        sql.execute(update, &[&ana.id.0, &settings]).await.unwrap();
    };
    let films = [film(&world, "Alien").await, film(&world, "Brazil").await];
    for (item, is_private) in [(films[0], false), (films[1], true)] {
        let play = PlayDraft { is_private, ..PlayDraft::new(item, When::Now, "test") };
        plays::add(&world.app, &ana.actor, play).await.unwrap();
    }
    let hers = || HistoryFilter { user: Some(ana.id), ..HistoryFilter::default() };
    let seen = async |filter| {
        let page = history::page(&world.app, &bea.actor, filter, PageRequest { first: 10, after: None }).await.unwrap();
        let count = history::count(&world.app, &bea.actor, hers()).await.unwrap();
        assert_eq!(i64::try_from(page.items.len()), Ok(count));
        page.items.into_iter().map(|play| play.media_item_id).collect::<Vec<_>>()
    };
    let_see("nobody").await;
    assert_eq!(seen(hers()).await, []);
    let_see("members").await;
    assert_eq!(seen(hers()).await, [films[0]]);

    let playing = async || presence::now_playing(&world.app, &bea.actor).await.unwrap().len();
    say(&world, &ana, said(films[0], Start, 10.0)).await;
    assert_eq!(playing().await, 1);
    world.pass(TimeDelta::minutes(1));
    let mut private = said(films[1], Start, 10.0);
    private.is_private = true;
    say(&world, &ana, private).await;
    assert_eq!(playing().await, 0);
    assert_eq!(presence::of_user(&world.app, &bea.actor, ana.id).await.unwrap(), None);
    assert!(presence::of_user(&world.app, &ana.actor, ana.id).await.unwrap().is_some());
}

#[tokio::test(flavor = "multi_thread")]
async fn the_thousandth_page_of_a_history_is_as_fast_as_the_first() {
    let world = World::new().await;
    let ana = world.user("ana").await;
    let alien = film(&world, "Alien").await;
    let sql = world.database.sql().await;
    // A tenth of them at one moment, as imports of undated plays are.
    sql.execute(
        "INSERT INTO plays (id, user_id, media_item_id, watched_at, origin, source)
         SELECT gen_random_uuid(), $1, $2,
                CASE WHEN n % 10 = 0 THEN timestamptz '1970-01-01' ELSE timestamptz '2020-01-01' + n * interval '1 minute' END,
                'import', 'test'
         FROM generate_series(1, 60000) AS n",
        &[&ana.id.0, &alien.0],
    )
    .await
    .unwrap();
    sql.batch_execute("ANALYZE plays").await.unwrap();
    let page = async |after| {
        let began = Instant::now();
        let page =
            history::page(&world.app, &ana.actor, HistoryFilter::default(), PageRequest { first: 50, after }).await.unwrap();
        let last = page.items.last().map(|play| (play.watched_at, play.id));
        (last, began.elapsed())
    };
    let mut after = None;
    for _ in 0..1000 {
        after = page(after).await.0;
    }
    // Deep in the history, and deep among plays of one moment.
    for among_undated in [false, true] {
        if among_undated {
            for _ in 0..150 {
                after = page(after).await.0;
            }
        }
        let median = async |after| {
            let mut times: Vec<Duration> = Vec::new();
            for _ in 0..15 {
                times.push(page(after).await.1);
            }
            times.sort();
            times[7]
        };
        let (first, deep) = (median(None).await, median(after).await);
        assert!(deep < first * 2 + Duration::from_millis(3), "first {first:?}, deep {deep:?}");
    }
}

//! What comes out of what people keep: their calendar, its feed, and the news of it.

use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use medianest_core::catalogue::builtin;
use medianest_core::catalogue::items::{self, ItemDraft};
use medianest_core::diary::library::{EntryDraft, status};
use medianest_core::diary::plays::{self, PlayDraft, When};
use medianest_core::diary::{calendar, library};
use medianest_core::identity::calendar_feeds;
use medianest_core::policy::{Actor, Origin};
use medianest_core::{Error, PageRequest, notifications};
use medianest_db::{DeliveryMethod, MediaItemId};
use medianest_test_support::{Person, World};
use secrecy::ExposeSecret as _;
use serde_json::json;

use crate::statistics::{day, live_in};

async fn make(world: &World, draft: ItemDraft) -> MediaItemId {
    items::create(&world.app, &Actor::system("test"), draft).await.unwrap().id
}

async fn keep(world: &World, person: &Person, item: MediaItemId, state: &str) {
    let (status, custom_fields) = (state.to_owned(), json!({}));
    let draft = EntryDraft { item_id: item, status, is_favorite: false, is_private: false, notes: None, custom_fields };
    library::add(&world.app, &person.actor, draft).await.unwrap();
}

/// A show with episodes that come out at these times: a moment, or a day.
async fn show(world: &World, name: &str, times: &[&str]) -> (MediaItemId, Vec<MediaItemId>) {
    let root = make(world, ItemDraft::new(builtin::TV, name)).await;
    let season = make(world, ItemDraft::new(builtin::TV, "Season 1").below(root, Some(1))).await;
    let mut episodes = Vec::new();
    for (number, time) in (1..).zip(times) {
        let mut draft = ItemDraft::new(builtin::TV, format!("Episode {number}")).below(season, Some(number));
        draft.released_at = time.parse::<DateTime<Utc>>().ok();
        draft.released_on = time.parse::<NaiveDate>().ok();
        episodes.push(make(world, draft).await);
    }
    (root, episodes)
}

async fn dates(world: &World, person: &Person, from: &str, to: &str) -> Vec<(MediaItemId, String)> {
    let found = calendar::releases(&world.app, &person.actor, day(from), day(to)).await.unwrap();
    found.into_iter().map(|release| (release.item_id, release.date.to_string())).collect()
}

async fn news(world: &World, person: &Person) -> Vec<(String, String)> {
    let page = notifications::page(&world.app, &person.actor, false, &PageRequest { first: 50, after: None }).await.unwrap();
    page.items.into_iter().map(|news| (news.title, news.message)).rev().collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_calendar_shows_what_comes_out_of_the_library_on_the_days_of_its_person() {
    let world = World::new().await;
    let (ana, ben) = (world.user("ana").await, world.user("ben").await);
    live_in(&world, &ana, "America/New_York").await;
    let (root, parts) = show(&world, "Severance", &["2026-03-10T02:00:00Z", "2026-03-10", "2026-05-01"]).await;
    let film = ItemDraft { released_on: Some(day("2026-03-09")), ..ItemDraft::new(builtin::MOVIE, "Dune") };
    let film = make(&world, film).await;
    let (dropped, _) = show(&world, "Lost", &["2026-03-10"]).await;
    show(&world, "Nobody keeps it", &["2026-03-10"]).await;
    let artist = make(&world, ItemDraft::new(builtin::MUSIC, "Portishead")).await;
    let album =
        ItemDraft { released_on: Some(day("2026-03-11")), ..ItemDraft::new(builtin::MUSIC, "Fourth").below(artist, None) };
    let album = make(&world, album).await;
    let track = ItemDraft { released_on: Some(day("2026-03-11")), ..ItemDraft::new(builtin::MUSIC, "One").below(album, None) };
    make(&world, track).await;
    for (item, state) in
        [(root, status::WATCHING), (film, status::PLAN_TO_WATCH), (dropped, status::DROPPED), (artist, status::WATCHING)]
    {
        keep(&world, &ana, item, state).await;
    }
    let on = |item, date: &str| (item, date.to_owned());
    // At two in the morning of the tenth by UTC it is still the ninth in New York; what has only a day keeps it.
    let expected = [on(film, "2026-03-09"), on(parts[0], "2026-03-09"), on(parts[1], "2026-03-10"), on(album, "2026-03-11")];
    assert_eq!(dates(&world, &ana, "2026-03-01", "2026-03-31").await, expected);
    assert_eq!(dates(&world, &ana, "2026-03-10", "2026-03-10").await, [on(parts[1], "2026-03-10")]);
    assert_eq!(dates(&world, &ben, "2026-03-01", "2026-03-31").await, []);
    for (from, to) in [("2026-03-02", "2026-03-01"), ("2026-01-01", "2026-12-31")] {
        let refused = calendar::releases(&world.app, &ana.actor, day(from), day(to)).await;
        assert!(matches!(refused, Err(Error::Invalid(_))), "{from} to {to}: {refused:?}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_feed_opens_one_calendar_until_another_is_made_or_it_is_revoked() {
    let world = World::new().await;
    let ana = world.user("ana").await;
    let (root, _) = show(&world, "Severance", &["2026-03-10"]).await;
    keep(&world, &ana, root, status::WATCHING).await;
    let read = async |token: &str| calendar::feed(&world.app, token, &Origin::default()).await;
    assert!(calendar_feeds::mine(&world.app, &ana.actor).await.unwrap().is_none());
    let first = calendar_feeds::create(&world.app, &ana.actor).await.unwrap();
    let entries = read(first.token.expose_secret()).await.unwrap();
    assert_eq!(entries.len(), 1);
    assert_eq!(entries[0].root.as_ref().map(|root| root.name.as_str()), Some("Severance"));
    let used = calendar_feeds::mine(&world.app, &ana.actor).await.unwrap().and_then(|feed| feed.last_used_at);
    assert_eq!(used, Some(world.app.now()));
    let second = calendar_feeds::create(&world.app, &ana.actor).await.unwrap();
    assert!(matches!(read(first.token.expose_secret()).await, Err(Error::NotFound(_))), "the first works no more");
    assert_eq!(read(second.token.expose_secret()).await.unwrap().len(), 1);
    let sql = world.database.sql().await;
    sql.execute("UPDATE users SET status = 'suspended' WHERE id = $1", &[&ana.id.0]).await.unwrap();
    assert!(matches!(read(second.token.expose_secret()).await, Err(Error::NotFound(_))), "who may not sign in has none");
    sql.execute("UPDATE users SET status = 'active' WHERE id = $1", &[&ana.id.0]).await.unwrap();
    calendar_feeds::revoke(&world.app, &ana.actor).await.unwrap();
    assert!(matches!(read(second.token.expose_secret()).await, Err(Error::NotFound(_))));
    assert!(matches!(calendar_feeds::revoke(&world.app, &ana.actor).await, Err(Error::NotFound(_))));
    let kept: i64 =
        sql.query_one("SELECT count(*) FROM audit_logs WHERE action LIKE 'identity.calendar_feed%'", &[]).await.unwrap().get(0);
    assert_eq!(kept, 3);
}

#[tokio::test(flavor = "multi_thread")]
async fn people_are_told_once_of_what_comes_out() {
    let world = World::new().await;
    let (ana, ben, cleo) = (world.user("ana").await, world.user("ben").await, world.user("cleo").await);
    // It is noon of the first of March. In Auckland it is the second already.
    live_in(&world, &ben, "Pacific/Auckland").await;
    let (severance, parts) =
        show(&world, "Severance", &["2026-03-01T13:00:00Z", "2026-03-01T13:00:00Z", "2026-03-03T13:00:00Z"]).await;
    let (dark, _) = show(&world, "Dark", &["2026-03-02"]).await;
    let (lost, _) = show(&world, "Lost", &["2026-03-01T13:00:00Z"]).await;
    keep(&world, &ana, severance, status::WATCHING).await;
    keep(&world, &ana, dark, status::WATCHING).await;
    keep(&world, &ana, lost, status::ON_HOLD).await;
    let sql = world.database.sql().await;
    keep(&world, &ben, dark, status::WATCHING).await;
    sql.execute("UPDATE user_libraries SET added_at = '2026-01-01'", &[]).await.unwrap();
    let announce = async || calendar::announce(&world.app).await.unwrap();
    assert_eq!(announce().await, 1, "for one of them the day has begun");
    assert_eq!(news(&world, &ben).await, [("New in Dark".to_owned(), "S01E01 · Episode 1".to_owned())]);
    assert_eq!(news(&world, &ana).await, []);
    world.pass(TimeDelta::hours(2));
    // Whoever keeps it only now has missed nothing.
    keep(&world, &cleo, severance, status::WATCHING).await;
    assert_eq!((announce().await, announce().await), (1, 0));
    let both = ("2 new in Severance".to_owned(), "From S01E01 · Episode 1 on".to_owned());
    assert_eq!(news(&world, &ana).await, std::slice::from_ref(&both));
    assert_eq!(news(&world, &cleo).await, []);

    let one = notifications::page(&world.app, &ana.actor, false, &PageRequest { first: 1, after: None }).await.unwrap();
    notifications::delete(&world.app, &ana.actor, one.items[0].id).await.unwrap();
    assert_eq!(announce().await, 0, "what was read and deleted does not come again");

    notifications::update_preference(&world.app, &ben.actor, "new_episode".to_owned(), DeliveryMethod::InApp, false)
        .await
        .unwrap();
    keep(&world, &ben, severance, status::WATCHING).await;
    plays::add(&world.app, &cleo.actor, PlayDraft::new(parts[2], When::Now, "test")).await.unwrap();
    for _ in 0..2 {
        world.pass(TimeDelta::days(1));
        announce().await;
    }
    assert_eq!(news(&world, &ana).await.len(), 2, "the first episode of the one, the third of the other");
    assert_eq!(news(&world, &ben).await.len(), 1, "who does not want it is not told");
    assert_eq!(news(&world, &cleo).await, [], "who has seen it is not told");
}

#[tokio::test(flavor = "multi_thread")]
async fn who_keeps_a_part_alone_sees_what_comes_out_of_it() {
    let world = World::new().await;
    let people = ["ana", "ben", "cleo", "dora"];
    let mut all = Vec::new();
    for name in people {
        all.push(world.user(name).await);
    }
    let [ana, ben, cleo, dora] = &all[..] else { panic!("there are four") };
    let root = make(&world, ItemDraft::new(builtin::TV, "Severance")).await;
    let mut seasons = Vec::new();
    let mut parts = Vec::new();
    for number in 1..=2 {
        let season = make(&world, ItemDraft::new(builtin::TV, format!("Season {number}")).below(root, Some(number))).await;
        let draft = ItemDraft::new(builtin::TV, format!("Episode {number}")).below(season, Some(1));
        parts.push(make(&world, ItemDraft { released_on: Some(day("2026-03-02")), ..draft }).await);
        seasons.push(season);
    }
    keep(&world, ana, seasons[1], status::WATCHING).await;
    keep(&world, ben, parts[0], status::PLAN_TO_WATCH).await;
    // The whole was given up, one season is watched: what is nearest counts.
    keep(&world, cleo, root, status::DROPPED).await;
    keep(&world, cleo, seasons[0], status::WATCHING).await;
    // The whole, a season and an episode are kept, and each comes out once.
    for item in [root, seasons[0], parts[0]] {
        keep(&world, dora, item, status::WATCHING).await;
    }
    let on = |item: MediaItemId| (item, "2026-03-02".to_owned());
    for (person, expected) in [
        (ana, vec![on(parts[1])]),
        (ben, vec![on(parts[0])]),
        (cleo, vec![on(parts[0])]),
        (dora, vec![on(parts[0]), on(parts[1])]),
    ] {
        assert_eq!(dates(&world, person, "2026-03-01", "2026-03-31").await, expected, "{}", person.name);
        let token = calendar_feeds::create(&world.app, &person.actor).await.unwrap().token;
        let feed = calendar::feed(&world.app, token.expose_secret(), &Origin::default()).await.unwrap();
        assert_eq!(
            feed.iter().map(|entry| entry.item.id).collect::<Vec<_>>(),
            expected.iter().map(|(id, _)| *id).collect::<Vec<_>>()
        );
    }
    world.pass(TimeDelta::days(1));
    assert_eq!(calendar::announce(&world.app).await.unwrap(), 4);
    let new = |place: &str| vec![("New in Severance".to_owned(), place.to_owned())];
    assert_eq!(news(&world, ana).await, new("S02E01 · Episode 2"));
    assert_eq!(news(&world, ben).await, new("S01E01 · Episode 1"));
    assert_eq!(news(&world, cleo).await, new("S01E01 · Episode 1"));
    let both = ("2 new in Severance".to_owned(), "From S01E01 · Episode 1 on".to_owned());
    assert_eq!(news(&world, dora).await, [both]);
}

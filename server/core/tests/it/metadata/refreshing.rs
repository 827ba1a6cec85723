//! Asking again: what comes new, what has not changed, and what was never asked about.

use chrono::TimeDelta;
use medianest_core::PageRequest;
use medianest_core::catalogue::items::{self, ItemDraft};
use medianest_core::catalogue::{ExternalKey, builtin};
use medianest_core::diary::calendar;
use medianest_core::diary::library::{self, EntryDraft, status};
use medianest_core::notifications;
use medianest_core::policy::Actor;
use medianest_db::MediaItemId;
use medianest_db::MetadataProvider::Tmdb;
use medianest_test_support::{Fake, Reply, World};
use serde_json::json;

use super::tmdb::{movie, season, show, tell_show};
use super::{add, item, number, parts, run, tmdb};
use crate::statistics::day;

/// A film of which only TMDB's id is known.
async fn known_by_id(world: &World, id: i32) -> MediaItemId {
    let key = ExternalKey { provider: "tmdb".into(), kind: "movie".into(), external_id: id.to_string() };
    let draft = ItemDraft { external_ids: vec![key], ..ItemDraft::new(builtin::MOVIE, format!("Film {id}")) };
    items::create(&world.app, &Actor::system("test"), draft).await.unwrap().id
}

/// Has the fake know these films.
fn tell_films(fake: &Fake, ids: impl Iterator<Item = i32>) {
    for id in ids {
        let mut film = movie();
        (film["id"], film["imdb_id"], film["title"]) = (json!(id), json!(format!("tt{id:07}")), json!(format!("Told {id}")));
        fake.answer(&format!("/3/movie/{id}"), &film);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_running_show_grows_by_its_new_episodes_which_are_in_the_calendar_and_are_news() {
    let (fake, service) = tmdb().await;
    tell_show(&fake, 2);
    let world = World::asking(vec![service]).await;
    let ana = world.user("ana").await;
    let tidewater = add(&world, &ana, Tmdb, "show", "7100").await.unwrap().item;
    let (state, custom_fields) = (status::WATCHING.to_owned(), json!({}));
    let entry =
        EntryDraft { item_id: tidewater.id, status: state, is_favorite: false, is_private: false, notes: None, custom_fields };
    library::add(&world.app, &ana.actor, entry).await.unwrap();
    assert_eq!(run(&world, "metadata_refresh").await["asked"], 0, "it is not old yet");

    world.pass(TimeDelta::days(1));
    fake.answer("/3/tv/7100/season/1", &season(1, 4));
    let told = run(&world, "metadata_refresh").await;
    assert_eq!((told["asked"].as_i64(), told["added"].as_i64(), told["changed"].as_i64()), (Some(1), Some(2), Some(0)));
    let seasons = parts(&world.app, tidewater.id).await;
    let episodes = parts(&world.app, seasons[1].id).await;
    assert_eq!(episodes.len(), 4);
    assert_eq!(number(&world, "SELECT count(*) FROM media_items").await, 1 + 2 + 1 + 4, "nothing is doubled");
    assert_eq!(number(&world, "SELECT count(*) FROM media_metadata").await, 1);

    let coming = calendar::releases(&world.app, &ana.actor, day("2026-03-13"), day("2026-03-31")).await.unwrap();
    let coming: Vec<_> = coming.iter().map(|release| (release.item_id, release.date)).collect();
    assert_eq!(coming, [(episodes[2].id, day("2026-03-13")), (episodes[3].id, day("2026-03-14"))]);
    world.pass(TimeDelta::days(11) + TimeDelta::hours(6));
    run(&world, "releases").await;
    let news = notifications::page(&world.app, &ana.actor, false, &PageRequest { first: 5, after: None }).await.unwrap();
    let news: Vec<_> = news.items.iter().map(|news| (news.notification_type.as_str(), news.message.as_str())).collect();
    assert_eq!(news, [("new_episode", "S01E03 · Episode 3")]);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_has_ended_is_asked_about_rarely() {
    let (fake, service) = tmdb().await;
    let mut ended = show();
    (ended["status"], ended["in_production"], ended["first_air_date"]) = (json!("Ended"), json!(false), json!("2011-01-08"));
    tell_show(&fake, 1);
    fake.answer("/3/tv/7100", &ended);
    let world = World::asking(vec![service]).await;
    let ana = world.user("ana").await;
    add(&world, &ana, Tmdb, "show", "7100").await.unwrap();
    for (days, asked) in [(90, 0), (50, 1)] {
        world.pass(TimeDelta::days(days));
        assert_eq!(run(&world, "metadata_refresh").await["asked"], asked, "after {days} days more");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_provider_that_tells_changes_is_asked_only_about_what_changed() {
    let (fake, service) = tmdb().await;
    tell_films(&fake, 1..=6);
    let world = World::asking(vec![service]).await;
    for id in 1..=6 {
        known_by_id(&world, id).await;
    }
    assert_eq!(run(&world, "metadata_fill").await["asked"], 6);
    let sql = world.database.sql().await;
    sql.execute("UPDATE media_metadata SET expires_at = '2026-03-02T00:00:00Z'", &[]).await.unwrap();
    world.pass(TimeDelta::days(2));
    let changes = json!({ "page": 1, "total_pages": 2, "total_results": 2, "results": [{ "id": 4, "adult": false }] });
    fake.reply("/3/movie/changes", "", Reply::json(&changes));
    let changes = json!({ "page": 2, "total_pages": 2, "total_results": 2, "results": [{ "id": 99, "adult": false }] });
    fake.reply("/3/movie/changes", "page=2", Reply::json(&changes));
    let told = run(&world, "metadata_refresh").await;
    assert_eq!((told["asked"].as_i64(), told["unchanged"].as_i64()), (Some(1), Some(5)));
    let asked: Vec<_> = (1..=6).map(|id| fake.count(&format!("/3/movie/{id}"))).collect();
    assert_eq!(asked, [1, 1, 1, 2, 1, 1]);
    let range = &fake.asked().into_iter().find(|one| one.path == "/3/movie/changes").unwrap().query;
    assert_eq!((range["start_date"].as_str(), range["end_date"].as_str()), ("2026-03-01", "2026-03-03"));
    assert_eq!(run(&world, "metadata_refresh").await, told_nothing(), "all are believed anew");
}

fn told_nothing() -> serde_json::Value {
    json!({ "asked": 0, "unchanged": 0, "changed": 0, "added": 0, "failed": 0, "resting": [] })
}

#[tokio::test(flavor = "multi_thread")]
async fn a_provider_that_cannot_tell_or_was_not_asked_for_long_is_asked_about_everything() {
    let (fake, service) = tmdb().await;
    tell_films(&fake, 1..=5);
    let world = World::asking(vec![service]).await;
    for id in 1..=5 {
        known_by_id(&world, id).await;
    }
    run(&world, "metadata_fill").await;
    world.pass(TimeDelta::days(200));
    let told = run(&world, "metadata_refresh").await;
    assert_eq!((told["asked"].as_i64(), told["unchanged"].as_i64()), (Some(5), Some(0)));
    assert_eq!(fake.count("/3/movie/changes"), 0, "it remembers fourteen days only");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_came_with_ids_only_is_filled_a_portion_at_a_time() {
    let (fake, service) = tmdb().await;
    tell_films(&fake, 1..=5);
    fake.reply("/3/movie/2", "", Reply::text(404, "{}"));
    fake.reply("/3/movie/3", "", Reply::text(200, "nonsense"));
    let world = World::asking(vec![service]).await;
    let mut films = Vec::new();
    for id in 1..=5 {
        films.push(known_by_id(&world, id).await);
    }
    let job = medianest_core::jobs::definition("metadata_fill").unwrap();
    let run = async || (job.run)(world.app.clone(), json!({ "perRun": 3 })).await.unwrap()["asked"].clone();
    assert_eq!((run().await, run().await, run().await), (json!(3), json!(2), json!(0)));
    let mut names = Vec::new();
    for film in &films {
        names.push(item(&world.app, *film).await.name);
    }
    assert_eq!(names, ["Told 1", "Film 2", "Film 3", "Told 4", "Told 5"]);
    world.pass(TimeDelta::days(2));
    tell_films(&fake, 2..=3);
    self::run(&world, "metadata_refresh").await;
    assert_eq!(item(&world.app, films[2]).await.name, "Told 3", "nonsense is asked again the next day");
    assert_eq!(item(&world.app, films[1]).await.name, "Film 2", "what is unknown is so for a while");
    world.pass(TimeDelta::days(40));
    self::run(&world, "metadata_refresh").await;
    assert_eq!(item(&world.app, films[1]).await.name, "Told 2");
    assert!((job.check)(&json!({ "perRun": 0 })).is_err() && (job.check)(&json!({ "perRun": 5 })).is_ok());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_provider_that_does_not_answer_is_left_alone_for_the_rest_of_the_run() {
    let (fake, service) = tmdb().await;
    for id in 1..=4 {
        fake.reply(&format!("/3/movie/{id}"), "", Reply::text(429, "{}").header("retry-after", "600"));
    }
    let world = World::asking(vec![service]).await;
    for id in 1..=4 {
        known_by_id(&world, id).await;
    }
    let told = run(&world, "metadata_fill").await;
    assert_eq!((told["failed"].as_i64(), told["resting"].clone()), (Some(1), json!(["tmdb"])));
    assert_eq!(fake.asked().len(), 1);
    assert_eq!(number(&world, "SELECT count(*) FROM media_metadata").await, 0, "nothing was said, so nothing is concluded");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_film_that_somebody_made_meanwhile_is_not_made_twice() {
    let (fake, service) = tmdb().await;
    fake.answer("/3/movie/4027", &movie());
    let world = World::asking(vec![service]).await;
    let ana = world.user("ana").await;
    let draft = ItemDraft { year: Some(2019), ..ItemDraft::new(builtin::MOVIE, "The Quiet Harbour") };
    let made = items::create(&world.app, &Actor::system("test"), draft).await.unwrap();
    let added = add(&world, &ana, Tmdb, "movie", "4027").await.unwrap();
    assert!(!added.created && added.item.id == made.id);
    assert_eq!(added.item.runtime_seconds, Some(6240), "it learnt what is known");
    let both = tokio::join!(add(&world, &ana, Tmdb, "movie", "4027"), add(&world, &ana, Tmdb, "movie", "4027"));
    assert_eq!((both.0.unwrap().item.id, both.1.unwrap().item.id), (made.id, made.id));
}

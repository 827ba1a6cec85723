//! What becomes of it when a provider does not answer as it should.

use std::time::{Duration, Instant};

use medianest_core::catalogue::items::{self, ItemDraft};
use medianest_core::catalogue::{ExternalKey, builtin};
use medianest_core::jobs::{self, WorkerOptions};
use medianest_core::metadata::refresh;
use medianest_core::metadata::search::search;
use medianest_core::policy::Actor;
use medianest_core::{Error, config};
use medianest_db::MetadataProvider::{Tmdb, Tvmaze};
use medianest_db::{JobLane, MediaItemId};
use medianest_test_support::{Reply, World};
use serde_json::json;
use tokio_util::sync::CancellationToken;

use super::tmdb::movie;
use super::{add, item, number, tmdb, tvmaze};
use crate::until;

const PATH: &str = "/3/movie/4027";

#[tokio::test(flavor = "multi_thread")]
async fn a_key_that_is_refused_is_named_and_never_shown() {
    let (fake, service) = tmdb().await;
    let refusal =
        json!({ "status_code": 7, "status_message": "Invalid API key: You must be granted a valid key.", "success": false });
    fake.reply(PATH, "", Reply::text(401, refusal.to_string()));
    let world = World::asking(vec![service]).await;
    let ana = world.user("ana").await;
    let error = add(&world, &ana, Tmdb, "movie", "4027").await.unwrap_err();
    assert!(matches!(&error, Error::Conflict(why) if why.contains("TMDB") && why.contains("metadata.tmdb.token")), "{error}");
    assert!(!error.to_string().contains("the-token"));
    assert_eq!(fake.count(PATH), 1, "asking again with the same key helps nobody");
    assert_eq!(number(&world, "SELECT failure_count FROM scraper_stats WHERE provider = 'tmdb'").await, 1);
    let settings = format!("{:?}", world.app.settings());
    assert!(!settings.contains("the-token"), "not even where everything is printed");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_a_provider_does_not_know_is_not_found_and_counts_as_an_answer() {
    let (_fake, service) = tmdb().await;
    let world = World::asking(vec![service]).await;
    let ana = world.user("ana").await;
    assert!(matches!(add(&world, &ana, Tmdb, "movie", "4027").await, Err(Error::NotFound(_))));
    assert!(matches!(add(&world, &ana, Tmdb, "album", "4027").await, Err(Error::Invalid(_))));
    assert!(matches!(add(&world, &ana, Tmdb, "movie", "../find/1").await, Err(Error::Invalid(_))));
    assert_eq!(number(&world, "SELECT success_count FROM scraper_stats WHERE provider = 'tmdb'").await, 1);
    assert_eq!(number(&world, "SELECT count(*) FROM media_items").await, 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn who_asks_to_wait_a_moment_is_asked_again_and_who_asks_for_long_is_left_alone() {
    let (fake, service) = tmdb().await;
    fake.answer(PATH, &movie());
    fake.reply_times(1, PATH, "", Reply::text(429, "{}").header("retry-after", "1"));
    let world = World::asking(vec![service]).await;
    let ana = world.user("ana").await;
    let began = Instant::now();
    add(&world, &ana, Tmdb, "movie", "4027").await.unwrap();
    assert!(began.elapsed() >= Duration::from_secs(1), "the second was waited for");
    assert_eq!(fake.count(PATH), 2);

    fake.reply("/3/movie/5", "", Reply::text(429, "{}").header("retry-after", "90"));
    let error = add(&world, &ana, Tmdb, "movie", "5").await.unwrap_err();
    assert!(matches!(error, Error::RateLimited(wait) if wait == Duration::from_secs(90)), "{error}");
    let error = add(&world, &ana, Tmdb, "movie", "6").await.unwrap_err();
    assert!(matches!(error, Error::RateLimited(_)), "{error}");
    assert_eq!((fake.count("/3/movie/5"), fake.count("/3/movie/6")), (1, 0), "it is not asked for anything else meanwhile");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_fault_that_passes_is_outlived_and_one_that_stays_is_told() {
    let (fake, service) = tmdb().await;
    fake.answer(PATH, &movie());
    fake.reply_times(2, PATH, "", Reply::text(502, "oops"));
    fake.reply("/3/movie/5", "", Reply::text(500, "oops"));
    let world = World::asking(vec![service]).await;
    let ana = world.user("ana").await;
    add(&world, &ana, Tmdb, "movie", "4027").await.unwrap();
    assert_eq!(fake.count(PATH), 3);
    let error = add(&world, &ana, Tmdb, "movie", "5").await.unwrap_err();
    assert!(matches!(error, Error::Upstream("TMDB", _)), "{error}");
    assert_eq!(fake.count("/3/movie/5"), 3);
}

#[tokio::test(flavor = "multi_thread")]
async fn who_is_slow_or_talks_nonsense_does_not_hold_up_the_others() {
    let (slow, slow_service) = tmdb().await;
    slow.reply("/3/search/tv", "", Reply::json(&json!({ "results": [] })).after(Duration::from_secs(20)));
    let (quick, quick_service) = tvmaze().await;
    quick.answer("/search/shows", &json!([{ "score": 1.0, "show": { "id": 9, "name": "Tidewater" } }]));
    let world = World::asking(vec![slow_service, quick_service]).await;
    let ana = world.user("ana").await;
    let began = Instant::now();
    let found = search(&world.app, &ana.actor, builtin::TV, "tidewater", None, None).await.unwrap();
    assert!(began.elapsed() < Duration::from_secs(8), "{:?}", began.elapsed());
    assert_eq!((found.hits.len(), found.failures.len()), (1, 1));
    assert_eq!((found.failures[0].provider(), found.hits[0].provider), (Tmdb, Tvmaze));
    assert!(found.failures[0].to_string().contains("took too long"), "{}", found.failures[0]);

    for nonsense in ["<html>", "{\"show\": 1}", "[{\"show\": {\"id\": \"x\"}}]"] {
        quick.reply("/search/shows", "", Reply::text(200, nonsense));
        let found = search(&world.app, &ana.actor, builtin::TV, "tidewater", None, Some(&[Tvmaze])).await.unwrap();
        assert!(found.failures[0].to_string().contains("cannot be read"), "{nonsense}: {}", found.failures[0]);
    }
    let large = "x".repeat(17 << 20);
    quick.reply("/search/shows", "", Reply::text(200, format!("\"{large}\"")));
    let found = search(&world.app, &ana.actor, builtin::TV, "tidewater", None, Some(&[Tvmaze])).await.unwrap();
    assert!(found.failures[0].to_string().contains("larger than"), "{}", found.failures[0]);
}

#[tokio::test(flavor = "multi_thread")]
async fn nothing_is_asked_where_nobody_is_on_and_that_is_said() {
    let world = World::new().await;
    assert!(config::MetadataSettings::default().services.is_empty());
    let (ana, mo) = (world.user("ana").await, world.with_role("mo", medianest_db::Role::Moderator).await);
    let film = items::create(&world.app, &mo.actor, ItemDraft::new(builtin::MOVIE, "Solaris")).await.unwrap();
    let hint = |error: Error| matches!(error, Error::Conflict(why) if why.contains("metadata.providers"));
    assert!(hint(search(&world.app, &ana.actor, builtin::MOVIE, "solaris", None, None).await.unwrap_err()));
    assert!(hint(add(&world, &ana, Tmdb, "movie", "1").await.unwrap_err()));
    assert!(hint(refresh::request(&world.app, &mo.actor, film.id).await.unwrap_err()));
    for job in ["metadata_refresh", "metadata_fill"] {
        assert_eq!(super::run(&world, job).await["asked"], 0);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn guests_do_not_ask_and_only_moderators_have_providers_asked_again() {
    let (fake, service) = tmdb().await;
    fake.answer(PATH, &movie());
    let world = World::asking(vec![service]).await;
    let guest = world.with_role("gus", medianest_db::Role::Guest).await;
    let ana = world.user("ana").await;
    assert!(matches!(search(&world.app, &guest.actor, builtin::MOVIE, "x", None, None).await, Err(Error::Forbidden(_))));
    assert!(matches!(add(&world, &guest, Tmdb, "movie", "4027").await, Err(Error::Forbidden(_))));
    let film = add(&world, &ana, Tmdb, "movie", "4027").await.unwrap().item;
    assert!(matches!(refresh::request(&world.app, &ana.actor, film.id).await, Err(Error::Forbidden(_))));
    let nobody = Actor::anonymous(medianest_core::policy::Origin::default());
    assert!(matches!(search(&world.app, &nobody, builtin::MOVIE, "x", None, None).await, Err(Error::Unauthenticated)));
}

#[tokio::test(flavor = "multi_thread")]
async fn somebody_who_asks_without_end_is_held_off() {
    let (fake, service) = tvmaze().await;
    fake.answer("/search/shows", &json!([]));
    let world = World::asking(vec![service]).await;
    let ana = world.user("ana").await;
    let mut refused = 0;
    for _ in 0..130 {
        let found = search(&world.app, &ana.actor, builtin::TV, "x", None, None).await;
        refused += usize::from(matches!(found, Err(Error::RateLimited(_))));
    }
    assert_eq!((fake.count("/search/shows"), refused), (120, 10));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_job_waits_as_long_as_the_provider_wants_and_does_its_work_then() {
    let (fake, service) = tmdb().await;
    fake.reply(PATH, "", Reply::text(429, "{}").header("retry-after", "60"));
    let world = World::asking(vec![service]).await;
    let admin = world.admin("root").await;
    let key = ExternalKey { provider: "tmdb".into(), kind: "movie".into(), external_id: "4027".into() };
    let draft = ItemDraft { external_ids: vec![key], ..ItemDraft::new(builtin::MOVIE, "Harbour") };
    let film: MediaItemId = items::create(&world.app, &Actor::system("test"), draft).await.unwrap().id;
    refresh::request(&world.app, &admin.actor, film).await.unwrap();
    refresh::request(&world.app, &admin.actor, film).await.unwrap();
    assert_eq!(number(&world, "SELECT count(*) FROM jobs WHERE kind = 'metadata.refresh'").await, 1, "one job is enough");
    let shutdown = CancellationToken::new();
    let options = WorkerOptions { poll: Duration::from_millis(50), ..WorkerOptions::of(JobLane::Metadata) };
    let work = jobs::work(world.app.clone(), jobs::handlers(), JobLane::Metadata, options, shutdown.clone());
    let worker = tokio::spawn(work);
    until(async || number(&world, "SELECT count(*) FROM jobs WHERE attempts = 1 AND state = 'queued'").await == 1).await;
    let wait = "SELECT count(*) FROM jobs WHERE run_at = '2026-03-01T12:01:00Z' AND last_error LIKE '%60 seconds%'";
    assert_eq!(number(&world, wait).await, 1);
    assert_eq!(item(&world.app, film).await.name, "Harbour");
    shutdown.cancel();
    worker.await.unwrap();
}

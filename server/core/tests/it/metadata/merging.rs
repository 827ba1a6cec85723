//! One item of what several say, and what somebody wrote by hand.

use medianest_core::catalogue::changes::{self, ItemPatch};
use medianest_core::catalogue::items::{self, ItemDraft};
use medianest_core::catalogue::{ExternalKey, builtin};
use medianest_core::metadata::priorities::{self, Place};
use medianest_core::metadata::{refresh, sources, statistics};
use medianest_core::{Error, jobs};
use medianest_db::FallbackBehavior::{Continue, Stop};
use medianest_db::MetadataProvider::{self, Tmdb, Tvmaze};
use medianest_db::{MediaItemId, Role};
use medianest_test_support::{Fake, Person, World};
use serde_json::json;

use super::services::tvmaze_show;
use super::tmdb::{movie, tell_show};
use super::{add, at, ids, item, number, parts, run, tmdb, tvmaze};

/// A world that asks TMDB and TVmaze, both of which know the show.
async fn two() -> (World, Fake, Fake) {
    let ((tmdb, one), (tvmaze, other)) = (tmdb().await, tvmaze().await);
    tell_show(&tmdb, 3);
    tvmaze.answer("/shows/9", &tvmaze_show(4));
    tvmaze.answer("/lookup/shows", &tvmaze_show(4));
    (World::asking(vec![one, other]).await, tmdb, tvmaze)
}

fn place(provider: MetadataProvider, is_enabled: bool) -> Place {
    Place { provider, is_enabled, fallback: Continue }
}

async fn ask_again(world: &World, admin: &Person, id: MediaItemId) {
    refresh::request(&world.app, &admin.actor, id).await.unwrap();
    work_off(world).await;
}

/// Does what waits in the lane of metadata.
async fn work_off(world: &World) {
    let shutdown = tokio_util::sync::CancellationToken::new();
    let lane = medianest_db::JobLane::Metadata;
    let options = jobs::WorkerOptions { poll: std::time::Duration::from_millis(50), ..jobs::WorkerOptions::of(lane) };
    let worker = tokio::spawn(jobs::work(world.app.clone(), jobs::handlers(), lane, options, shutdown.clone()));
    crate::until(async || number(world, "SELECT count(*) FROM jobs WHERE state IN ('queued', 'running')").await == 0).await;
    shutdown.cancel();
    worker.await.unwrap();
    assert_eq!(number(world, "SELECT count(*) FROM jobs WHERE state <> 'succeeded'").await, 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_one_does_not_know_another_fills_in() {
    let (world, _tmdb, _tvmaze) = two().await;
    let ana = world.user("ana").await;
    let show = add(&world, &ana, Tmdb, "show", "7100").await.unwrap().item;
    work_off(&world).await;
    let now = item(&world.app, show.id).await;
    assert_eq!((now.name.as_str(), now.metadata["countries"].clone()), ("Tidewater", json!(["US"])));
    let seasons = parts(&world.app, show.id).await;
    let episodes = parts(&world.app, seasons[1].id).await;
    assert_eq!(episodes.len(), 3, "how many there are is for the first to say");
    assert_eq!(episodes[0].released_at, at("2026-03-12T02:00:00Z"), "only TVmaze knows the minute");
    let names: Vec<_> = episodes.iter().map(|episode| episode.name.as_str()).collect();
    assert_eq!(names, ["Tide 1", "Tide 2", "Maze 3"], "nor does the first know the title of the third");
    assert_eq!(ids(&world, episodes[0].id).await, ["tmdb:episode:70101", "tvmaze:episode:501"]);
    let told = sources::by_items(&world.app, &ana.actor, &[show.id]).await.unwrap();
    assert_eq!(told.iter().map(|source| source.provider.as_str()).collect::<Vec<_>>(), ["tmdb", "tvmaze"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn administrators_say_whose_word_counts_for_which_field() {
    let (world, _tmdb, tvmaze) = two().await;
    let (ana, admin) = (world.user("ana").await, world.admin("root").await);
    let show = add(&world, &ana, Tmdb, "show", "7100").await.unwrap().item;
    let set = async |field: Option<&'static str>, places: Vec<Place>| {
        priorities::set(&world.app, &admin.actor, builtin::TV, field, &places).await
    };
    set(Some("description"), vec![place(Tvmaze, true)]).await.unwrap();
    set(Some("network"), vec![Place { provider: Tvmaze, is_enabled: false, fallback: Continue }]).await.unwrap();
    let orders = set(Some("parts"), vec![place(Tvmaze, true)]).await.unwrap();
    assert_eq!(orders.own.iter().map(|(field, _)| field.as_str()).collect::<Vec<_>>(), ["description", "network", "parts"]);
    assert_eq!((orders.general[0].provider, orders.general.len()), (Tmdb, MetadataProvider::ALL.len()));
    ask_again(&world, &admin, show.id).await;
    let now = item(&world.app, show.id).await;
    assert_eq!(now.description.as_deref(), Some("A town below the dike & the sea."));
    let seasons = parts(&world.app, show.id).await;
    let episodes = parts(&world.app, seasons[1].id).await;
    assert_eq!(episodes.len(), 4, "the fourth is known to TVmaze alone");

    // Nobody is asked for their description after TVmaze, which has none any more; the old one stays.
    set(Some("description"), vec![Place { provider: Tvmaze, is_enabled: true, fallback: Stop }]).await.unwrap();
    let mut silent = tvmaze_show(4);
    silent["summary"] = json!(null);
    tvmaze.answer("/shows/9", &silent);
    ask_again(&world, &admin, show.id).await;
    assert_eq!(item(&world.app, show.id).await.description.as_deref(), Some("A town below the dike & the sea."));
    let orders = set(Some("description"), vec![]).await.unwrap();
    assert_eq!(orders.own.len(), 2, "an empty order is none");
    ask_again(&world, &admin, show.id).await;
    assert_eq!(item(&world.app, show.id).await.description.as_deref(), Some("A town below the dike."));

    let wrong = |answer: medianest_core::Result<priorities::Orders>| match answer {
        Err(Error::Invalid(fields)) => fields[0].field.clone(),
        other => panic!("{other:?}"),
    };
    assert_eq!(wrong(set(Some("nonsense"), vec![]).await), "field");
    assert_eq!(wrong(set(None, vec![place(Tmdb, true), place(Tmdb, false)]).await), "places");
    assert!(matches!(priorities::of_type(&world.app, &ana.actor, builtin::TV).await, Err(Error::Forbidden(_))));
    assert!(matches!(statistics::all(&world.app, &ana.actor).await, Err(Error::Forbidden(_))));
    assert!(!statistics::all(&world.app, &admin.actor).await.unwrap().is_empty());
    assert_eq!(number(&world, "SELECT count(*) FROM audit_logs WHERE action = 'catalogue.provider_order_changed'").await, 5);
}

#[tokio::test(flavor = "multi_thread")]
async fn another_order_holds_for_what_is_there_and_nobody_is_asked_for_it() {
    let (world, tmdb, tvmaze) = two().await;
    let (ana, admin) = (world.user("ana").await, world.admin("root").await);
    let show = add(&world, &ana, Tmdb, "show", "7100").await.unwrap().item;
    work_off(&world).await;
    let asked = tmdb.asked().len() + tvmaze.asked().len();
    assert_eq!(item(&world.app, show.id).await.description.as_deref(), Some("A town below the dike."));
    priorities::set(&world.app, &admin.actor, builtin::TV, Some("description"), &[place(Tvmaze, true)]).await.unwrap();
    work_off(&world).await;
    assert_eq!(item(&world.app, show.id).await.description.as_deref(), Some("A town below the dike & the sea."));
    assert_eq!(tmdb.asked().len() + tvmaze.asked().len(), asked);
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_is_off_for_a_media_type_is_not_asked() {
    let (world, tmdb, tvmaze) = two().await;
    let (ana, admin) = (world.user("ana").await, world.admin("root").await);
    priorities::set(&world.app, &admin.actor, builtin::TV, None, &[place(Tvmaze, false)]).await.unwrap();
    let show = add(&world, &ana, Tmdb, "show", "7100").await.unwrap().item;
    ask_again(&world, &admin, show.id).await;
    run(&world, "metadata_fill").await;
    assert_eq!((tmdb.count("/3/tv/7100"), tvmaze.asked().len()), (2, 0));
}

#[tokio::test(flavor = "multi_thread")]
async fn what_somebody_wrote_by_hand_stays_until_they_let_go() {
    let (fake, service) = tmdb().await;
    fake.answer("/3/movie/4027", &movie());
    let world = World::asking(vec![service]).await;
    let (ana, mo, admin) = (world.user("ana").await, world.with_role("mo", Role::Moderator).await, world.admin("root").await);
    let film = add(&world, &ana, Tmdb, "movie", "4027").await.unwrap().item;
    let mut metadata = film.metadata.clone();
    metadata["tagline"] = json!("By hand.");
    let patch = ItemPatch {
        name: Some("Harbour".to_owned()),
        year: Some(film.year),
        description: Some(None),
        metadata: Some(metadata),
        ..ItemPatch::default()
    };
    let changed = changes::update(&world.app, &mo.actor, film.id, patch).await.unwrap();
    assert_eq!(changed.locked_fields.0, ["description", "name", "tagline"], "what was not changed is not held");
    ask_again(&world, &admin, film.id).await;
    let now = item(&world.app, film.id).await;
    assert_eq!(
        (now.name.as_str(), now.description.as_deref(), now.metadata["tagline"].as_str()),
        ("Harbour", None, Some("By hand."))
    );
    assert_eq!(now.sort_name, "harbour");

    let patch = |fields: &[&str]| ItemPatch {
        locked_fields: Some(fields.iter().map(|field| (*field).to_owned()).collect()),
        ..ItemPatch::default()
    };
    changes::update(&world.app, &mo.actor, film.id, patch(&["tagline"])).await.unwrap();
    ask_again(&world, &admin, film.id).await;
    let now = item(&world.app, film.id).await;
    assert_eq!((now.name.as_str(), now.description.as_deref()), ("The Quiet Harbour", Some("A lighthouse keeper listens.")));
    assert_eq!(now.metadata["tagline"], "By hand.");
    let wrong = changes::update(&world.app, &mo.actor, film.id, patch(&["nonsense"])).await.unwrap_err();
    assert!(matches!(wrong, Error::Invalid(fields) if fields[0].field == "lockedFields"));
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_filled_in_when_an_item_was_made_by_hand_is_held_and_the_rest_is_filled() {
    let (fake, service) = tmdb().await;
    fake.answer("/3/movie/4027", &movie());
    let world = World::asking(vec![service]).await;
    let (mo, admin) = (world.with_role("mo", Role::Moderator).await, world.admin("root").await);
    let draft = ItemDraft {
        year: Some(2020),
        external_ids: vec![ExternalKey { provider: "tmdb".into(), kind: "movie".into(), external_id: "4027".into() }],
        ..ItemDraft::new(builtin::MOVIE, "My Harbour")
    };
    let film = items::create(&world.app, &mo.actor, draft).await.unwrap();
    ask_again(&world, &admin, film.id).await;
    let now = item(&world.app, film.id).await;
    assert_eq!((now.name.as_str(), now.year, now.runtime_seconds), ("My Harbour", Some(2020), Some(6240)));
    assert_eq!(now.locked_fields.0, ["name", "year"]);
}

//! TMDB as it is asked, and what comes of it. What the fake says has the shape that the official document gives; see
//! [`super::contract`].

use medianest_core::catalogue::items::{self, ItemDraft};
use medianest_core::catalogue::{ExternalKey, builtin};
use medianest_core::metadata::search::search;
use medianest_core::policy::Actor;
use medianest_db::MetadataProvider::Tmdb;
use medianest_test_support::{Fake, World};
use serde_json::{Value, json};

use super::{add, ids, item, number, parts, run, tmdb};
use crate::statistics::day;

/// A film, with what is appended to it.
pub fn movie() -> Value {
    json!({
        "id": 4027, "imdb_id": "tt9990001", "title": "The Quiet Harbour", "original_title": "Der stille Hafen",
        "original_language": "de", "overview": "A lighthouse keeper listens.", "tagline": "Listen.", "status": "Released",
        "release_date": "2019-03-07", "runtime": 104, "poster_path": "/harbour.jpg", "backdrop_path": "/sea.jpg",
        "genres": [{ "id": 18, "name": "Drama" }, { "id": 9648, "name": "Mystery" }],
        "production_countries": [{ "iso_3166_1": "DE", "name": "Germany" }],
        "release_dates": { "results": [
            { "iso_3166_1": "DE", "release_dates": [{ "certification": "12", "release_date": "2019-03-07T00:00:00.000Z" }] },
            { "iso_3166_1": "US", "release_dates": [
                { "certification": "", "release_date": "2019-05-01T00:00:00.000Z" },
                { "certification": "PG-13", "release_date": "2019-06-01T00:00:00.000Z" }] },
        ] },
    })
}

/// A show of two seasons, with what is appended to it.
pub fn show() -> Value {
    json!({
        "id": 7100, "name": "Tidewater", "original_name": "Tidewater", "original_language": "en",
        "overview": "A town below the dike.", "status": "Returning Series", "in_production": true,
        "first_air_date": "2024-01-08", "episode_run_time": [50], "poster_path": "/tide.jpg", "backdrop_path": "/dike.jpg",
        "genres": [{ "id": 18, "name": "Drama" }], "networks": [{ "id": 3, "name": "Canal Nord" }], "origin_country": ["US"],
        "seasons": [{ "season_number": 0 }, { "season_number": 1 }],
        "external_ids": { "id": 7100, "imdb_id": "tt9990002", "tvdb_id": 440_011 },
        "content_ratings": { "results": [{ "iso_3166_1": "US", "rating": "TV-14" }] },
    })
}

/// A season of the show with so many episodes.
pub fn season(number: i32, episodes: i32) -> Value {
    let episode = |n: i32| {
        json!({
            "id": 70000 + number * 100 + n, "episode_number": n, "season_number": number,
            "name": if n == 3 { "Episode 3".to_owned() } else { format!("Tide {n}") },
            "overview": format!("The water rises {n} times."), "air_date": format!("2026-03-{:02}", 10 + n), "runtime": 48,
            "still_path": format!("/still{n}.jpg"),
        })
    };
    json!({
        "id": 7000 + number, "season_number": number, "name": if number == 0 { "Specials" } else { "Season 1" },
        "overview": "", "air_date": "2026-03-11", "poster_path": "/season.jpg",
        "episodes": (1..=episodes).map(episode).collect::<Vec<_>>(),
    })
}

/// Has the fake know the show with so many episodes.
pub fn tell_show(fake: &Fake, episodes: i32) {
    fake.answer("/3/tv/7100", &show());
    fake.answer("/3/tv/7100/season/0", &season(0, 1));
    fake.answer("/3/tv/7100/season/1", &season(1, episodes));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_search_finds_films_and_says_which_the_catalogue_has() {
    let (fake, service) = tmdb().await;
    fake.answer(
        "/3/search/movie",
        &json!({ "page": 1, "total_pages": 1, "total_results": 2, "results": [
            { "id": 4027, "title": "The Quiet Harbour", "overview": "A lighthouse.", "release_date": "2019-03-07", "poster_path": "/a.jpg" },
            { "id": 5, "title": "Harbour", "overview": "", "release_date": "", "poster_path": null },
        ] }),
    );
    let world = World::asking(vec![service]).await;
    let ana = world.user("ana").await;
    let draft = ItemDraft {
        external_ids: vec![ExternalKey { provider: "tmdb".into(), kind: "movie".into(), external_id: "4027".into() }],
        ..ItemDraft::new(builtin::MOVIE, "The Quiet Harbour")
    };
    let known = items::create(&world.app, &Actor::system("test"), draft).await.unwrap();
    let found = search(&world.app, &ana.actor, builtin::MOVIE, " harbour ", Some(2019), None).await.unwrap();
    assert!(found.failures.is_empty());
    let hits: Vec<_> =
        found.hits.iter().map(|hit| (hit.found.id.as_str(), hit.found.year, hit.item.as_ref().map(|i| i.id))).collect();
    assert_eq!(hits, [("4027", Some(2019), Some(known.id)), ("5", None, None)]);
    assert_eq!(found.hits[0].found.poster_url.as_deref(), Some("https://image.tmdb.org/t/p/w342/a.jpg"));
    let asked = &fake.asked()[0];
    assert_eq!((asked.query["query"].as_str(), asked.query["year"].as_str()), ("harbour", "2019"));
    assert_eq!(asked.headers["authorization"], "Bearer the-token");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_film_is_added_with_all_that_is_known_and_a_second_time_only_answered() {
    let (fake, service) = tmdb().await;
    fake.answer("/3/movie/4027", &movie());
    let world = World::asking(vec![service]).await;
    let ana = world.user("ana").await;
    let added = add(&world, &ana, Tmdb, "movie", "4027").await.unwrap();
    assert!(added.created);
    let film = added.item;
    assert_eq!((film.name.as_str(), film.original_name.as_deref()), ("The Quiet Harbour", Some("Der stille Hafen")));
    assert_eq!((film.year, film.released_on, film.runtime_seconds), (Some(2019), Some(day("2019-03-07")), Some(104 * 60)));
    assert_eq!(film.genres.0, ["Drama", "Mystery"]);
    assert_eq!(film.language, None, "its title is not in its language");
    assert_eq!(
        film.metadata,
        json!({
            "tagline": "Listen.", "certification": "PG-13", "countries": ["DE"],
            "poster_url": "https://image.tmdb.org/t/p/w500/harbour.jpg",
            "backdrop_url": "https://image.tmdb.org/t/p/w1280/sea.jpg",
        })
    );
    assert!(film.locked_fields.is_empty() && film.created_by == Some(ana.id));
    assert_eq!(ids(&world, film.id).await, ["imdb:movie:tt9990001", "tmdb:movie:4027"]);
    let again = add(&world, &ana, Tmdb, "movie", "04027").await.unwrap();
    assert!(!again.created && again.item.id == film.id);
    assert_eq!(fake.count("/3/movie/4027"), 1, "what is there is not asked about");
    assert_eq!(number(&world, "SELECT count(*) FROM media_items").await, 1);
    assert_eq!(number(&world, "SELECT count(*) FROM audit_logs WHERE action = 'catalogue.item_added_from_provider'").await, 1);
    assert_eq!(number(&world, "SELECT success_count FROM scraper_stats WHERE provider = 'tmdb'").await, 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_show_comes_with_its_seasons_and_episodes() {
    let (fake, service) = tmdb().await;
    tell_show(&fake, 3);
    let world = World::asking(vec![service]).await;
    let ana = world.user("ana").await;
    let show = add(&world, &ana, Tmdb, "show", "7100").await.unwrap().item;
    assert_eq!(show.metadata["network"], "Canal Nord");
    assert_eq!(ids(&world, show.id).await, ["imdb:show:tt9990002", "tmdb:show:7100", "tvdb:show:440011"]);
    let seasons = parts(&world.app, show.id).await;
    let names: Vec<_> = seasons.iter().map(|season| (season.hierarchy_position, season.name.as_str())).collect();
    assert_eq!(names, [(Some(0), "Specials"), (Some(1), "Season 1")]);
    let episodes = parts(&world.app, seasons[1].id).await;
    let names: Vec<_> = episodes.iter().map(|episode| episode.name.as_str()).collect();
    assert_eq!(names, ["Tide 1", "Tide 2", "Episode 3"], "what has no title yet is called by its number");
    assert_eq!(episodes[0].released_on, Some(day("2026-03-11")));
    assert_eq!(episodes[0].metadata["backdrop_url"], "https://image.tmdb.org/t/p/w300/still1.jpg");
    assert_eq!(ids(&world, episodes[0].id).await, ["tmdb:episode:70101"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_known_only_by_another_providers_id_is_found_by_it() {
    let (fake, service) = tmdb().await;
    fake.answer(
        "/3/find/tt9990001",
        &json!({ "movie_results": [{ "id": 4027, "title": "The Quiet Harbour" }], "person_results": [], "tv_results": [],
                 "tv_episode_results": [], "tv_season_results": [] }),
    );
    fake.answer("/3/movie/4027", &movie());
    let world = World::asking(vec![service]).await;
    let draft = ItemDraft {
        external_ids: vec![ExternalKey { provider: "imdb".into(), kind: "movie".into(), external_id: "tt9990001".into() }],
        ..ItemDraft::new(builtin::MOVIE, "Quiet Harbour, The (2019)")
    };
    let film = items::create(&world.app, &Actor::system("test"), draft).await.unwrap();
    let told = run(&world, "metadata_fill").await;
    assert_eq!((told["asked"].as_i64(), told["changed"].as_i64(), told["failed"].as_i64()), (Some(1), Some(1), Some(0)));
    assert_eq!(item(&world.app, film.id).await.name, "The Quiet Harbour");
    assert_eq!(ids(&world, film.id).await, ["imdb:movie:tt9990001", "tmdb:movie:4027"]);
    assert_eq!(fake.asked()[0].query["external_source"], "imdb_id");
    assert_eq!(run(&world, "metadata_fill").await["asked"], 0, "nobody is asked twice");
}

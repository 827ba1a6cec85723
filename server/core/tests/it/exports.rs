//! Exports: that they hold everything of a person and nothing of anybody else, and that what goes out comes in again.

use std::collections::BTreeMap;
use std::fs;
use std::io::{Cursor, Read as _};
use std::path::PathBuf;

use futures_util::StreamExt as _;
use medianest_core::db::exports::ACCOUNT_TABLES;
use medianest_core::db::{ImportSource, ImportStatus, UserId};
use medianest_core::exports::{self, ExportFormat};
use medianest_core::imports::{self, ImportDraft, ImportJob, Location};
use medianest_core::policy::Actor;
use medianest_core::{Error, PageRequest};
use medianest_test_support::{Person, World};
use serde_json::Value;
use tokio_util::sync::CancellationToken;

/// A life: films, episodes, music and a book; plays of every precision, ratings, an entry with all it can say, a review, lists.
const LIFE: &str = r#"[
{"type": "movie", "levels": [{"title": "Heat", "year": 1995, "ids": {"imdb": "tt0113277", "tmdb": "949"}}],
 "play": {"id": "a", "watched_at": "2020-01-02T20:30:05Z"},
 "entry": {"status": "completed", "added_at": "2020-01-02T20:30:05Z", "is_favorite": true, "notes": "again, soon", "tags": ["cinema"]},
 "rating": {"rating": 90, "scale": "stars", "rated_at": "2020-01-03T08:00:00Z"},
 "review": {"content": "Two men,\n\"one\" coffee.", "contains_spoilers": true}},
{"type": "movie", "levels": [{"title": "Ran", "year": 1985}], "play": {"id": "b", "watched_at": "2019-05-04"},
 "entry": {"status": "completed", "added_at": "2019-05-04T10:00:00Z", "is_private": true}},
{"type": "movie", "levels": [{"title": "Stalker", "year": 1979}],
 "list": {"kind": "watchlist", "name": "Watchlist", "added_at": "2022-05-01T10:00:00Z"}},
{"type": "movie", "levels": [{"title": "Heat", "year": 1995, "ids": {"imdb": "tt0113277"}}],
 "list": {"name": "Rain, at night", "description": "Wet", "added_at": "2022-06-01T10:00:00Z", "notes": "the shore"}},
{"type": "tv", "levels": [{"title": "Dark", "year": 2017, "ids": {"tvdb": "334824"}}, {"title": "Season 1", "number": 1}, {"title": "Secrets", "number": 1}],
 "play": {"id": "c", "watched_at": "2019-05"}, "entry": {"status": "watching", "added_at": "2019-05-01T10:00:00Z"}},
{"type": "tv", "levels": [{"title": "Dark", "ids": {"tvdb": "334824"}}, {"number": 1, "title": "Season 1"}, {"number": 2, "title": "Lies"}],
 "play": {"id": "d", "watched_at": "2019"}, "rating": {"rating": 70, "rated_at": "2019-06-01"}},
{"type": "tv", "levels": [{"title": "Dark", "ids": {"tvdb": "334824"}}], "rating": {"rating": 80, "rated_at": "2019-06-02"}},
{"type": "book", "levels": [{"title": "Dune", "year": 1965}], "play": {"id": "e", "is_private": true}},
{"type": "music", "levels": [{"title": "Low"}, {"title": "Things We Lost in the Fire"}, {"title": "Sunflower"}],
 "play": {"id": "f", "watched_at": "2021-02-03T10:04:00Z", "started_at": "2021-02-03T10:00:00Z", "watched_seconds": 240}}
]"#;

/// What somebody has, without ids and the moments of writing.
const HELD: &[(&str, &str)] = &[
    ("plays", "SELECT concat_ws('|', r.name, i.name, p.watched_at AT TIME ZONE 'UTC', p.date_precision, p.started_at AT TIME ZONE 'UTC', p.watched_seconds, p.is_private)
        FROM plays AS p JOIN media_items AS i ON i.id = p.media_item_id JOIN media_items AS r ON r.id = i.root_id WHERE p.user_id = $1 ORDER BY 1"),
    ("ratings", "SELECT concat_ws('|', i.name, t.rating, t.rating_type, t.rated_at AT TIME ZONE 'UTC')
        FROM user_ratings AS t JOIN media_items AS i ON i.id = t.media_item_id WHERE t.user_id = $1 ORDER BY 1"),
    ("library", "SELECT concat_ws('|', i.name, t.status, t.is_favorite, t.is_private, t.notes, t.custom_fields, t.added_at AT TIME ZONE 'UTC')
        FROM user_libraries AS t JOIN media_items AS i ON i.id = t.media_item_id WHERE t.user_id = $1 ORDER BY 1"),
    ("reviews", "SELECT concat_ws('|', i.name, t.content, t.contains_spoilers)
        FROM user_reviews AS t JOIN media_items AS i ON i.id = t.media_item_id WHERE t.user_id = $1 ORDER BY 1"),
    ("lists", "SELECT concat_ws('|', l.name, l.description, l.kind, i.name, t.notes)
        FROM user_list_items AS t JOIN user_lists AS l ON l.id = t.list_id JOIN media_items AS i ON i.id = t.media_item_id
        WHERE l.user_id = $1 ORDER BY 1"),
];

async fn held(world: &World, user: UserId) -> BTreeMap<&'static str, Vec<String>> {
    let sql = world.database.sql().await;
    let mut held = BTreeMap::new();
    for (name, query) in HELD {
        let rows = sql.query(*query, &[&user.0]).await.unwrap();
        held.insert(*name, rows.iter().map(|row| row.get(0)).collect());
    }
    held
}

async fn import(world: &World, source: ImportSource, path: PathBuf, user: UserId) -> ImportJob {
    let (app, system) = (&world.app, Actor::system("test"));
    let draft = ImportDraft { source, location: Location::Local(path), file_name: None, is_dry_run: false, user_id: Some(user) };
    let job = imports::start(app, &system, draft, false).await.unwrap();
    let job = imports::run_here(app, &system, job.id, &CancellationToken::new(), &mut |_| {}).await.unwrap();
    let wrong = imports::errors(app, &system, job.id, PageRequest { first: 10, after: None }).await.unwrap().items;
    assert_eq!((job.status, job.error.as_deref(), job.failed_items), (ImportStatus::Completed, None, 0), "{source:?} {wrong:?}");
    job
}

/// Somebody with that life.
async fn lived(world: &World, name: &str) -> Person {
    let person = world.user(name).await;
    let path = world.data_dir.path().join("life.json");
    fs::write(&path, LIFE).unwrap();
    import(world, ImportSource::Json, path, person.id).await;
    // It was written on the machine's clock, which is ahead of the test's.
    world.database.sql().await.batch_execute("UPDATE user_reviews SET created_at = '2020-01-04'").await.unwrap();
    person
}

async fn export(world: &World, actor: &Actor, format: ExportFormat) -> Vec<u8> {
    let mut export = exports::start(&world.app, actor, None, format).await.unwrap();
    let mut zip = Vec::new();
    while let Some(bytes) = export.bytes.next().await {
        zip.extend(bytes.unwrap());
    }
    zip
}

fn save(world: &World, name: &str, zip: &[u8]) -> PathBuf {
    let path = world.data_dir.path().join(name);
    fs::write(&path, zip).unwrap();
    path
}

fn files(zip: &[u8]) -> BTreeMap<String, String> {
    let mut zip = zip::ZipArchive::new(Cursor::new(zip)).unwrap();
    let mut files = BTreeMap::new();
    for place in 0..zip.len() {
        let mut file = zip.by_index(place).unwrap();
        let (name, mut text) = (file.name().unwrap().into_owned(), String::new());
        file.read_to_string(&mut text).unwrap();
        files.insert(name, text);
    }
    files
}

#[tokio::test(flavor = "multi_thread")]
async fn everything_goes_out_as_json_and_comes_in_again_for_somebody_else() {
    let world = World::new().await;
    let ada = lived(&world, "ada").await;
    let before = held(&world, ada.id).await;
    assert_eq!(before.values().map(Vec::len).collect::<Vec<_>>(), [3, 2, 6, 3, 1], "{before:#?}");
    let path = save(&world, "ada.zip", &export(&world, &ada.actor, ExportFormat::Json).await);
    // The same person has all of it already.
    let again = import(&world, ImportSource::Json, path.clone(), ada.id).await;
    assert_eq!((again.created_items, held(&world, ada.id).await), (0, before.clone()));
    let bob = world.user("bob").await;
    import(&world, ImportSource::Json, path, bob.id).await;
    assert_eq!(held(&world, bob.id).await, before);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_goes_out_in_another_services_words_comes_in_again() {
    let world = World::new().await;
    let ada = lived(&world, "ada").await;
    let before = held(&world, ada.id).await;
    for (name, format, source, seen) in [
        ("bob", ExportFormat::Trakt, ImportSource::Trakt, [3, 2, 4, 3, 1]),
        ("cy", ExportFormat::Letterboxd, ImportSource::Letterboxd, [2, 2, 2, 1, 1]),
    ] {
        let path = save(&world, &format!("{name}.zip"), &export(&world, &ada.actor, format).await);
        let again = import(&world, source, path.clone(), ada.id).await;
        assert_eq!((again.created_items, held(&world, ada.id).await), (0, before.clone()), "{source:?}");
        let other = world.user(name).await;
        import(&world, source, path, other.id).await;
        let after = held(&world, other.id).await;
        let counts: Vec<usize> =
            ["library", "lists", "plays", "ratings", "reviews"].iter().map(|part| after[part].len()).collect();
        assert_eq!(counts, seen, "{source:?} {after:#?}");
        assert_eq!((&after["reviews"][0][..5], &after["lists"]), ("Heat|", &before["lists"]), "{source:?}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn tables_hold_the_same_and_each_comes_in_again() {
    let world = World::new().await;
    let ada = lived(&world, "ada").await;
    let before = held(&world, ada.id).await;
    let files = files(&export(&world, &ada.actor, ExportFormat::Csv).await);
    let lines =
        |name: &str| csv::Reader::from_reader(files[name].as_bytes()).into_records().map(Result::unwrap).collect::<Vec<_>>();
    assert_eq!((lines("plays.csv").len(), lines("ratings.csv").len(), lines("reviews.csv").len()), (6, 3, 1));
    assert_eq!(&lines("reviews.csv")[0][11], "Two men,\n\"one\" coffee.");
    let bob = world.user("bob").await;
    for name in ["plays.csv", "ratings.csv", "library.csv"] {
        import(&world, ImportSource::Csv, save(&world, name, files[name].as_bytes()), bob.id).await;
    }
    let after = held(&world, bob.id).await;
    assert_eq!((after["plays"].len(), after["ratings"].len()), (5, before["ratings"].len()), "{after:#?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn more_than_a_page_goes_out_row_for_row() {
    let world = World::new().await;
    let ada = world.user("ada").await;
    let sql = world.database.sql().await;
    sql.execute(
        "WITH film AS (SELECT id FROM media_types WHERE name = 'movie'), made AS (
             INSERT INTO media_items (id, media_type_id, root_id, name, sort_name, slug)
             SELECT i.id, film.id, i.id, 'Heat', 'heat', 'heat' FROM film, gen_random_uuid() AS i (id) RETURNING id)
         INSERT INTO plays (id, user_id, media_item_id, watched_at, source, origin)
         SELECT gen_random_uuid(), $1, made.id, timestamptz '2020-01-01' + n * interval '1 hour', 'test', 'manual'
         FROM made, generate_series(1, 2500) AS n",
        &[&ada.id.0],
    )
    .await
    .unwrap();
    let files = files(&export(&world, &ada.actor, ExportFormat::Json).await);
    let plays: Vec<Value> = serde_json::from_str(&files["plays.json"]).unwrap();
    let times: std::collections::BTreeSet<&str> = plays.iter().filter_map(|play| play["play"]["watched_at"].as_str()).collect();
    assert_eq!((plays.len(), times.len()), (2_500, 2_500));
}

#[tokio::test(flavor = "multi_thread")]
async fn every_table_of_a_person_is_taken_along_or_known_not_to_be() {
    // What the diary tells of, and what holds nothing but secrets that end by themselves or the work of the server.
    const OTHERWISE: &[&str] = &[
        "plays",
        "user_ratings",
        "user_libraries",
        "user_reviews",
        "user_list_items",
        "interaction_events",
        "announced_releases",
        "app_settings",
        "client_authorizations",
        "dashboards",
        "device_authorizations",
        "jobs",
        "latest_changes",
        "media_items",
        "user_stats_cache",
        "user_stats_touched",
        "verification_tokens",
    ];
    let world = World::new().await;
    let sql = world.database.sql().await;
    let rows = sql
        .query(
            "SELECT DISTINCT c.conrelid::regclass::text FROM pg_constraint AS c JOIN pg_class AS t ON t.oid = c.conrelid
             WHERE c.contype = 'f' AND c.confrelid = 'users'::regclass AND NOT t.relispartition ORDER BY 1",
            &[],
        )
        .await
        .unwrap();
    let told: Vec<&str> = ACCOUNT_TABLES.iter().map(|table| table.name).collect();
    for row in &rows {
        let table: &str = row.get(0);
        assert!(told.contains(&table) != OTHERWISE.contains(&table), "{table}: take it along, or say why not");
    }
    assert!(rows.len() > 30, "{}", rows.len());
}

#[tokio::test(flavor = "multi_thread")]
async fn no_secret_and_nothing_of_others_goes_out() {
    let world = World::new().await;
    let (ada, bob) = (lived(&world, "ada").await, lived(&world, "bob").await);
    world.session_token(&ada).await;
    world.api_key(&ada, &["read"]).await;
    let sql = world.database.sql().await;
    sql.batch_execute("UPDATE users SET password_hash = 'tell-nobody', email = username || '@example.org'").await.unwrap();
    sql.execute(
        "INSERT INTO friendships (id, requester_id, addressee_id, state) VALUES (gen_random_uuid(), $1, $2, 'blocked')",
        &[&bob.id.0, &ada.id.0],
    )
    .await
    .unwrap();
    for format in [ExportFormat::Json, ExportFormat::Csv] {
        let files = files(&export(&world, &ada.actor, format).await);
        let ending = format.as_str();
        assert!(files[&format!("account/users.{ending}")].contains("ada@example.org"));
        assert!(files[&format!("account/api_keys.{ending}")].contains("mn_test"));
        for (name, text) in &files {
            for secret in ["tell-nobody", "hash", "bob@", &bob.id.0.to_string(), &bob.id.to_string()] {
                assert!(!text.contains(secret), "{name} holds {secret}");
            }
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn people_take_along_their_own_things_and_nobody_elses() {
    let world = World::new().await;
    let (ada, root) = (world.user("ada").await, world.admin("root").await);
    let refused = exports::start(&world.app, &root.actor, Some(ada.id), ExportFormat::Json).await.err().unwrap();
    assert!(matches!(refused, Error::Forbidden(_)), "{refused}");
    let refused =
        exports::start(&world.app, &Actor::anonymous(medianest_core::policy::Origin::default()), None, ExportFormat::Csv).await;
    assert!(matches!(refused.err(), Some(Error::Unauthenticated)));
    let export = exports::start(&world.app, &Actor::system("test"), Some(ada.id), ExportFormat::Trakt).await.unwrap();
    assert_eq!(export.file_name, "medianest-ada-trakt-2026-03-01.zip");
}

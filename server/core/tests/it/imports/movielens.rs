use std::collections::{BTreeSet, HashMap};
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

use medianest_core::db::{ImportSource, ImportStatus};
use medianest_core::imports::{self, ImportDraft};
use medianest_test_support::World;
use tokio_util::sync::CancellationToken;

use super::{completed, contents, created, draft, errors, number, system, undone};

/// What a folder of MovieLens data must come to, counted from its files without any of the code under test.
struct Expected {
    people: i64,
    films: i64,
    external_ids: i64,
    ratings: i64,
    entries: i64,
    rows: i64,
}

impl Expected {
    fn of(folder: &Path) -> Self {
        let lines = |file: &str| -> Vec<String> {
            fs::read_to_string(folder.join(file)).unwrap().lines().skip(1).map(ToOwned::to_owned).collect()
        };
        let (movies, links, ratings, tags) = (lines("movies.csv"), lines("links.csv"), lines("ratings.csv"), lines("tags.csv"));
        let pair = |line: &String| line.split(',').take(2).map(ToOwned::to_owned).collect::<Vec<_>>();
        let pairs: BTreeSet<Vec<String>> = ratings.iter().chain(&tags).map(pair).collect();
        let people: BTreeSet<String> = pairs.iter().map(|pair| pair[0].clone()).collect();
        let count = |rows: usize| i64::try_from(rows).unwrap();
        Self {
            people: count(people.len()),
            films: count(movies.len()),
            external_ids: count(
                movies.len()
                    + links.iter().map(|link| link.split(',').skip(1).filter(|id| !id.is_empty()).count()).sum::<usize>(),
            ),
            ratings: count(ratings.iter().map(pair).collect::<BTreeSet<_>>().len()),
            entries: count(pairs.len()),
            rows: count(movies.len() + links.len() + ratings.len() + tags.len()),
        }
    }
}

/// A small set in the shape of the real one: `people` people and some films.
fn synthetic(world: &World, people: u32) -> PathBuf {
    let folder = world.data_dir.path().join("movielens");
    fs::create_dir_all(&folder).unwrap();
    let mut ratings = "userId,movieId,rating,timestamp\n".to_owned();
    for person in 1..=people {
        for movie in [1, 6, 50, 260, 70] {
            let stars = f64::from(1 + (person + movie) % 10) / 2.0;
            writeln!(ratings, "{person},{movie},{stars},{}", 1_000_000_000 + person * 60 + movie).unwrap();
        }
    }
    fs::write(folder.join("ratings.csv"), ratings).unwrap();
    let files = [
        ("README.txt", "not data\n"),
        (
            "movies.csv",
            "movieId,title,genres\n1,Toy Story (1995),Animation|Children\n6,Heat (1995),Crime\n50,\"Usual Suspects, The (a.k.a. The Suspects) (1995)\",Crime\n260,Hamlet (2000),Drama\n70,Hamlet (2000),(no genres listed)\n80,Hyena Road,(no genres listed)\n",
        ),
        (
            "links.csv",
            "movieId,imdbId,tmdbId\n1,0114709,862\n6,0113277,949\n50,0114814,629\n260,0171359,10688\n70,0171360,\n80,4034354,316042\n",
        ),
        ("tags.csv", "userId,movieId,tag,timestamp\n1,1,pixar,1139045764\n1,1,fun,1139045765\n1,80,canada,1139045766\n"),
    ];
    for (name, text) in files {
        fs::write(folder.join(name), text).unwrap();
    }
    folder
}

/// Imports the folder twice and takes it back, and looks at every table in between.
async fn comes_to(world: &World, folder: &Path, expected: &Expected) {
    let admin = world.admin("ada").await;
    let before = contents(world).await;

    let dry = ImportDraft { is_dry_run: true, ..draft(ImportSource::Movielens, folder, admin.id) };
    let (job, report) = completed(&world.app, dry).await;
    assert_eq!(job.processed_items, expected.rows);
    assert_eq!(created(&report, "user_ratings"), expected.ratings);
    assert_eq!(contents(world).await, before, "a dry run keeps nothing");

    let (job, report) = completed(&world.app, draft(ImportSource::Movielens, folder, admin.id)).await;
    assert_eq!(errors(&world.app, &job).await.len(), 0);
    assert_eq!(job.processed_items, expected.rows);
    assert_eq!(created(&report, "users"), expected.people);
    assert_eq!(created(&report, "media_items"), expected.films);
    assert_eq!(created(&report, "media_external_ids"), expected.external_ids);
    assert_eq!(created(&report, "user_ratings"), expected.ratings);
    assert_eq!(created(&report, "user_libraries"), expected.entries);
    assert_eq!(number(world, "SELECT count(*) FROM user_ratings").await, expected.ratings);
    assert_eq!(number(world, "SELECT count(*) FROM users WHERE claimed_at IS NULL AND username IS NULL").await, expected.people);
    assert_eq!(number(world, "SELECT count(*) FROM media_items").await, expected.films);
    let after = contents(world).await;

    let (again, report) = completed(&world.app, draft(ImportSource::Movielens, folder, admin.id)).await;
    assert_eq!((again.created_items, report.created.len()), (0, 0));
    assert_eq!(contents(world).await, after, "a second run adds nothing");

    let report = undone(&world.app, &job).await;
    assert_eq!(report.remaining.len(), 0);
    assert_eq!(report.removed["user_ratings"], expected.ratings);
    assert_eq!(contents(world).await, before, "an undone import leaves no trace");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_movielens_data_comes_in_whole_once_and_goes_without_a_trace() {
    let beside = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/data/movielens-latest-small");
    let folder = std::env::var_os("MEDIANEST_TEST_MOVIELENS_DIR").map_or(beside, PathBuf::from);
    if !folder.join("ratings.csv").exists() {
        let shown = folder.display();
        eprintln!(
            "skipped: the import of the real MovieLens data, which is not at {shown}; MEDIANEST_TEST_MOVIELENS_DIR names another folder"
        );
        return;
    }
    let world = World::in_real_time().await;
    let expected = Expected::of(&folder);
    eprintln!("{} people, {} films, {} ratings", expected.people, expected.films, expected.ratings);
    comes_to(&world, &folder, &expected).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_small_movielens_set_comes_in_whole_once_and_goes_without_a_trace() {
    let world = World::in_real_time().await;
    let folder = synthetic(&world, 450);
    comes_to(&world, &folder, &Expected::of(&folder)).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn films_people_ratings_and_tags_are_as_movielens_has_them() {
    let world = World::new().await;
    let admin = world.admin("ada").await;
    let folder = synthetic(&world, 2);
    let (_, report) = completed(&world.app, draft(ImportSource::Movielens, &folder, admin.id)).await;
    assert_eq!(report.skipped_files, ["README.txt"]);
    let sql = world.database.sql().await;
    let film = sql
        .query_one(
            "SELECT i.name, i.original_name, i.sort_name, i.year, i.genres,
                 array_agg(e.provider || ' ' || e.kind || ' ' || e.external_id ORDER BY e.provider)
             FROM media_items AS i JOIN media_external_ids AS e ON e.media_item_id = i.id
             WHERE i.name LIKE '%Suspects' GROUP BY i.id",
            &[],
        )
        .await
        .unwrap();
    assert_eq!(film.get::<_, String>(0), "The Usual Suspects");
    assert_eq!(film.get::<_, Option<String>>(1).as_deref(), Some("The Suspects"));
    assert_eq!(film.get::<_, String>(2), "usual suspects");
    assert_eq!(film.get::<_, Option<i16>>(3), Some(1995));
    assert_eq!(film.get::<_, Vec<String>>(4), ["Crime"]);
    assert_eq!(film.get::<_, Vec<String>>(5), ["imdb movie tt0114814", "movielens movie 50", "tmdb movie 629"]);
    let person = sql
        .query_one(
            "SELECT u.id, u.metadata::text, u.privacy_settings ->> 'history' FROM users AS u WHERE u.display_name = 'MovieLens 1'",
            &[],
        )
        .await
        .unwrap();
    assert_eq!(person.get::<_, String>(1), "{\"movielens_user_id\": 1}");
    assert_eq!(person.get::<_, String>(2), "members");
    let rating = sql
        .query_one(
            "SELECT r.rating, r.rating_type, extract(epoch FROM r.rated_at)::bigint, l.status, l.custom_fields::text
             FROM user_ratings AS r JOIN media_items AS i ON i.id = r.media_item_id
             JOIN user_libraries AS l ON l.user_id = r.user_id AND l.media_item_id = i.id
             JOIN users AS u ON u.id = r.user_id
             WHERE u.display_name = 'MovieLens 1' AND i.name = 'Toy Story'",
            &[],
        )
        .await
        .unwrap();
    assert_eq!((rating.get::<_, i16>(0), rating.get::<_, String>(1)), (30, "stars".to_owned()));
    assert_eq!(rating.get::<_, i64>(2), 1_000_000_061);
    assert_eq!(rating.get::<_, String>(3), "completed");
    assert_eq!(rating.get::<_, String>(4), "{\"tags\": [\"pixar\", \"fun\"]}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_film_that_is_here_already_is_met_by_its_ids_and_only_learns_new_ones() {
    let world = World::new().await;
    let admin = world.admin("ada").await;
    let csv = super::file(&world, "mine.csv", "title,year,imdb_id,rating\nMy own title for Heat,1994,tt0113277,3\n");
    completed(&world.app, draft(ImportSource::Csv, &csv, admin.id)).await;
    let before = contents(&world).await;
    let folder = synthetic(&world, 2);
    let (job, report) = completed(&world.app, draft(ImportSource::Movielens, &folder, admin.id)).await;
    assert_eq!(created(&report, "media_items"), 5);
    let sql = world.database.sql().await;
    let rows = sql
        .query(
            "SELECT i.name, e.provider FROM media_items AS i JOIN media_external_ids AS e ON e.media_item_id = i.id
             WHERE i.id = (SELECT media_item_id FROM media_external_ids WHERE external_id = 'tt0113277') ORDER BY 2",
            &[],
        )
        .await
        .unwrap();
    let providers: Vec<String> = rows.iter().map(|row| row.get(1)).collect();
    assert_eq!(providers, ["imdb", "movielens", "tmdb"]);
    assert_eq!(rows[0].get::<_, String>(0), "My own title for Heat");
    undone(&world.app, &job).await;
    assert_eq!(contents(&world).await, before);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_others_depend_on_by_now_stays_when_an_import_is_undone() {
    let world = World::new().await;
    let admin = world.admin("ada").await;
    let bob = world.user("bob").await;
    let folder = synthetic(&world, 3);
    let (job, _) = completed(&world.app, draft(ImportSource::Movielens, &folder, admin.id)).await;
    let sql = world.database.sql().await;
    sql.batch_execute(&format!(
        "INSERT INTO user_ratings (id, user_id, media_item_id, rating, rated_at)
         SELECT gen_random_uuid(), '{}', id, 70, now() FROM media_items WHERE name = 'Heat';
         UPDATE users SET claimed_at = now(), username = 'three' WHERE display_name = 'MovieLens 3';
         UPDATE user_ratings SET rating = 10 FROM users AS u, media_items AS i
         WHERE u.id = user_id AND i.id = media_item_id AND u.display_name = 'MovieLens 2' AND i.name = 'Toy Story';",
        bob.id.0
    ))
    .await
    .unwrap();
    let report = undone(&world.app, &job).await;
    let remaining: HashMap<&str, i64> = report.remaining.iter().map(|(table, rows)| (table.as_str(), *rows)).collect();
    assert_eq!(
        remaining,
        HashMap::from([("media_items", 2), ("media_external_ids", 6), ("users", 2), ("user_ratings", 1)]),
        "the film Bob rated, the rating that was changed with its film and person, and the person who came"
    );
    assert_eq!(number(&world, "SELECT count(*) FROM user_ratings").await, 2);
    // A new import meets what stayed.
    let (_, report) = completed(&world.app, draft(ImportSource::Movielens, &folder, admin.id)).await;
    assert_eq!((created(&report, "media_items"), created(&report, "users")), (4, 1));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_row_that_makes_no_sense_is_named_and_the_others_come_in() {
    let world = World::new().await;
    let admin = world.admin("ada").await;
    let folder = synthetic(&world, 1);
    let append = |file: &str, rows: &str| {
        let text = fs::read_to_string(folder.join(file)).unwrap();
        fs::write(folder.join(file), text + rows).unwrap();
    };
    append("movies.csv", "seven,No Number (1999),Drama\n81,,Drama\n82,Too,Many,Fields\n");
    append("links.csv", "81,abc,1\n99,1,1\n");
    append(
        "ratings.csv",
        "1,99,4,1000000000\n1,1,7,1000000000\n1,1,0.7,1000000000\nx,1,4,1000000000\n1,6,4,99999999999\n1,6,4,-1\n1,6\n",
    );
    append("tags.csv", "1,1,,1139045764\n");
    let (job, _) = completed(&world.app, draft(ImportSource::Movielens, &folder, admin.id)).await;
    let errors = errors(&world.app, &job).await;
    let told: Vec<String> = errors
        .iter()
        .map(|error| {
            let why: String = error.error.chars().take_while(|char| *char != ':' && *char != ',').collect();
            format!("{}:{} {why}", error.file_name, error.row_number)
        })
        .collect();
    assert_eq!(
        told,
        [
            "links.csv:7 imdbId",
            "links.csv:8 there is no such item",
            "movies.csv:7 movieId",
            "movies.csv:8 title",
            "movies.csv:9 the row has 4 fields",
            "ratings.csv:6 there is no such item",
            "ratings.csv:7 rating",
            "ratings.csv:8 rating",
            "ratings.csv:9 userId",
            "ratings.csv:10 timestamp",
            "ratings.csv:11 timestamp",
            "ratings.csv:12 the row has 2 fields",
            "tags.csv:4 tag",
        ]
    );
    assert_eq!(job.failed_items, 13);
    assert_eq!(number(&world, "SELECT count(*) FROM user_ratings").await, 5);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_import_goes_on_where_it_was_interrupted() {
    let world = World::in_real_time().await;
    let admin = world.admin("ada").await;
    let folder = synthetic(&world, 700);
    let expected = Expected::of(&folder);
    let job = imports::start(&world.app, &system(), draft(ImportSource::Movielens, &folder, admin.id), false).await.unwrap();
    // Each run is dropped in the middle of a chunk, at some statement after it has committed one more: what was written
    // since is rolled back, as by the death of the process.
    let mut interrupted = 0;
    let mut statements = 20;
    let (stop, mut nobody) = (CancellationToken::new(), |_: &imports::ImportJob| {});
    loop {
        let run = imports::run(&world.app, job.id, &stop, &mut nobody);
        let first = world.app.database().statements();
        let watch = async {
            while world.app.database().statements() < first + statements {
                tokio::task::yield_now().await;
            }
        };
        let is_over = tokio::select! { biased; () = watch => false, ended = run => { ended.unwrap(); true } };
        if is_over {
            break;
        }
        interrupted += 1;
        statements += 3;
    }
    assert!(interrupted >= 3, "interrupted {interrupted} times");
    let job = imports::find(&world.app, &system(), job.id).await.unwrap().unwrap();
    assert_eq!((job.status, job.processed_items), (ImportStatus::Completed, expected.rows));
    assert_eq!(job.created_items + job.unchanged_items, expected.rows);
    assert_eq!(number(&world, "SELECT count(*) FROM user_ratings").await, expected.ratings);
    assert_eq!(number(&world, "SELECT count(*) FROM user_libraries").await, expected.entries);
    assert_eq!(number(&world, "SELECT count(*) FROM users WHERE claimed_at IS NULL").await, expected.people);
}

#[tokio::test(flavor = "multi_thread")]
async fn two_processes_that_run_the_same_import_do_not_double_it() {
    let world = World::in_real_time().await;
    let admin = world.admin("ada").await;
    let folder = synthetic(&world, 700);
    let expected = Expected::of(&folder);
    let job = imports::start(&world.app, &system(), draft(ImportSource::Movielens, &folder, admin.id), false).await.unwrap();
    let (other, stop) = (world.second_app(), CancellationToken::new());
    let (mut nobody, mut nobody_else) = (|_: &imports::ImportJob| {}, |_: &imports::ImportJob| {});
    let (one, two) =
        tokio::join!(imports::run(&world.app, job.id, &stop, &mut nobody), imports::run(&other, job.id, &stop, &mut nobody_else));
    one.unwrap();
    two.unwrap();
    let job = imports::find(&world.app, &system(), job.id).await.unwrap().unwrap();
    assert_eq!((job.status, job.processed_items), (ImportStatus::Completed, expected.rows));
    assert_eq!(number(&world, "SELECT count(*) FROM user_ratings").await, expected.ratings);
}

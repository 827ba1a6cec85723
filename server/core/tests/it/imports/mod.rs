//! Imports: what they bring, that they bring it once, and that it can be taken back.

mod archive;
mod goodreads;
mod imdb;
mod letterboxd;
mod lifecycle;
mod movielens;
mod music;
mod table;
mod trackers;
mod trakt;

use std::collections::BTreeMap;
use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};

use medianest_core::db::{ImportSource, ImportStatus, UserId};
use medianest_core::imports::{self, ImportDraft, ImportError, ImportJob, ImportReport, Location};
use medianest_core::policy::Actor;
use medianest_core::{App, PageRequest};
use medianest_test_support::World;
use tokio_util::sync::CancellationToken;

/// Tables that an import may fill.
const TABLES: &[&str] = &[
    "users",
    "media_items",
    "media_external_ids",
    "user_libraries",
    "user_ratings",
    "plays",
    "watch_sessions",
    "user_lists",
    "user_list_items",
    "user_reviews",
    "interaction_events",
    "playback_positions",
    "user_rating_history",
];

fn system() -> Actor {
    Actor::system("test")
}

fn draft(source: ImportSource, path: &Path, user: UserId) -> ImportDraft {
    ImportDraft { source, location: Location::Local(path.to_owned()), file_name: None, is_dry_run: false, user_id: Some(user) }
}

/// Carries an import out and answers how it ended.
async fn import(app: &App, draft: ImportDraft) -> ImportJob {
    let job = imports::start(app, &system(), draft, false).await.unwrap();
    imports::run_here(app, &system(), job.id, &CancellationToken::new(), &mut |_| {}).await.unwrap()
}

/// Carries an import out that must go through.
async fn completed(app: &App, draft: ImportDraft) -> (ImportJob, ImportReport) {
    let job = import(app, draft).await;
    assert_eq!((job.status, job.error.as_deref()), (ImportStatus::Completed, None));
    assert_eq!(job.total_items, Some(job.processed_items));
    assert_eq!(job.processed_items, job.created_items + job.unchanged_items + job.failed_items);
    let report = ImportReport::read(&job.report);
    (job, report)
}

async fn undone(app: &App, job: &ImportJob) -> ImportReport {
    imports::undo(app, &system(), job.id, false).await.unwrap();
    let job = imports::run_undo(app, job.id).await.unwrap();
    assert_eq!(job.status, ImportStatus::Undone);
    ImportReport::read(&job.report)
}

async fn errors(app: &App, job: &ImportJob) -> Vec<ImportError> {
    imports::errors(app, &system(), job.id, PageRequest { first: 100, after: None }).await.unwrap().items
}

/// How many rows each table has, and one text for all that they say.
async fn contents(world: &World) -> BTreeMap<&'static str, (i64, String)> {
    let sql = world.database.sql().await;
    let mut contents = BTreeMap::new();
    for table in TABLES {
        let query =
            format!("SELECT count(*), coalesce(md5(string_agg(md5(t::text), '' ORDER BY t::text)), '') FROM {table} AS t");
        let row = sql.query_one(&query, &[]).await.unwrap();
        contents.insert(*table, (row.get(0), row.get(1)));
    }
    contents
}

async fn number(world: &World, query: &str) -> i64 {
    world.database.sql().await.query_one(query, &[]).await.unwrap().get(0)
}

/// A file with this text.
fn file(world: &World, name: &str, text: &str) -> PathBuf {
    let folder = world.data_dir.path().join("sources");
    fs::create_dir_all(&folder).unwrap();
    fs::write(folder.join(name), text).unwrap();
    folder.join(name)
}

/// A zip with these files.
fn zip(world: &World, name: &str, files: &[(&str, &str)]) -> PathBuf {
    let path = world.data_dir.path().join(name);
    let mut zip = zip::ZipWriter::new(fs::File::create(&path).unwrap());
    for (name, text) in files {
        zip.start_file(*name, zip::write::SimpleFileOptions::default()).unwrap();
        zip.write_all(text.as_bytes()).unwrap();
    }
    zip.finish().unwrap();
    path
}

fn created(report: &ImportReport, table: &str) -> i64 {
    report.created.get(table).copied().unwrap_or_default()
}

/// Imports a file twice, with nothing doubled, and takes it back without a trace; answers what `look` saw in between.
async fn twice_and_back<T>(
    world: &World,
    source: ImportSource,
    path: &Path,
    user: UserId,
    look: impl AsyncFnOnce(ImportJob, ImportReport) -> T,
) -> T {
    let before = contents(world).await;
    let (job, report) = completed(&world.app, draft(source, path, user)).await;
    let after = contents(world).await;
    let seen = look(job.clone(), report).await;
    let (again, _) = completed(&world.app, draft(source, path, user)).await;
    assert_eq!((again.created_items, again.failed_items), (0, job.failed_items), "a second run finds every row known");
    assert_eq!(contents(world).await, after, "a second run adds nothing");
    undone(&world.app, &job).await;
    assert_eq!(contents(world).await, before, "an undone import leaves no trace");
    seen
}

/// The first column of what a query answers.
async fn texts(world: &World, query: &str) -> Vec<String> {
    world.database.sql().await.query(query, &[]).await.unwrap().iter().map(|row| row.get(0)).collect()
}

const PLAYS: &str = "SELECT concat_ws(' ', i.name, p.watched_at AT TIME ZONE 'UTC', p.date_precision)
    FROM plays AS p JOIN media_items AS i ON i.id = p.media_item_id ORDER BY 1";
const RATINGS: &str = "SELECT concat_ws(' ', i.name, r.rating, r.rating_type)
    FROM user_ratings AS r JOIN media_items AS i ON i.id = r.media_item_id ORDER BY 1";
const ENTRIES: &str = "SELECT concat_ws(' ', i.name, l.status, l.is_favorite, l.custom_fields ->> 'tags', l.notes)
    FROM user_libraries AS l JOIN media_items AS i ON i.id = l.media_item_id ORDER BY 1";
const LISTED: &str = "SELECT concat_ws(' ', l.name || ':', i.name, e.notes)
    FROM user_list_items AS e JOIN user_lists AS l ON l.id = e.list_id JOIN media_items AS i ON i.id = e.media_item_id
    ORDER BY l.name, e.position";
const REVIEWS: &str = "SELECT concat_ws(' ', i.name || ':', r.content, r.contains_spoilers)
    FROM user_reviews AS r JOIN media_items AS i ON i.id = r.media_item_id ORDER BY 1";

use std::io::Cursor;

use medianest_core::db::imports::{UNDO_REFERENCES_TO_ITEMS, UNDO_REFERENCES_TO_USERS};
use medianest_core::db::{ImportSource, ImportStatus, Role};
use medianest_core::events::Event;
use medianest_core::imports::{self, ImportDraft, Location};
use medianest_core::jobs::{self, WorkerOptions};
use medianest_core::policy::Actor;
use medianest_core::{Error, PageRequest};
use medianest_test_support::World;
use tokio::time::{Duration, timeout};
use tokio_util::sync::CancellationToken;

use super::{completed, draft, file, number, system};

fn own(source: ImportSource, location: Location) -> ImportDraft {
    ImportDraft { source, location, file_name: Some("diary.csv".to_owned()), is_dry_run: false, user_id: None }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_person_uploads_a_file_and_a_job_imports_it() {
    let world = World::in_real_time().await;
    let ada = world.user("ada").await;
    let id = imports::receive(&world.app, &ada.actor, Cursor::new(b"title,rating\nHeat,8\n".to_vec())).await.unwrap();
    let job = imports::start(&world.app, &ada.actor, own(ImportSource::Csv, Location::Upload(id)), true).await.unwrap();
    assert_eq!((job.status, job.user_id), (ImportStatus::Pending, ada.id));
    let stop = CancellationToken::new();
    let options = WorkerOptions { poll: Duration::from_millis(50), ..WorkerOptions::of(medianest_core::db::JobLane::Import) };
    let worker = jobs::work(world.app.clone(), jobs::handlers(), medianest_core::db::JobLane::Import, options, stop.clone());
    let worker = tokio::spawn(worker);
    let ended = timeout(Duration::from_secs(30), async {
        loop {
            let job = imports::find(&world.app, &ada.actor, job.id).await.unwrap().unwrap();
            if job.status == ImportStatus::Completed {
                return job;
            }
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    })
    .await
    .unwrap();
    assert_eq!((ended.processed_items, ended.created_items), (1, 1));
    assert_eq!(number(&world, "SELECT count(*) FROM user_ratings WHERE rating = 80").await, 1);
    let files = std::fs::read_dir(world.data_dir.path().join("imports").join(ada.id.0.to_string())).unwrap().count();
    assert_eq!(files, 0, "an imported upload is removed");
    stop.cancel();
    worker.await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_imports_what_is_not_theirs() {
    let world = World::new().await;
    let (ada, bob, admin) = (world.user("ada").await, world.user("bob").await, world.admin("root").await);
    let id = imports::receive(&world.app, &ada.actor, Cursor::new(b"title\nHeat\n".to_vec())).await.unwrap();
    let start = async |actor: &Actor, draft| imports::start(&world.app, actor, draft, true).await;
    let upload = || own(ImportSource::Csv, Location::Upload(id));
    assert!(matches!(start(&bob.actor, upload()).await, Err(Error::NotFound(_))), "an upload is its person's");
    assert!(matches!(
        start(&Actor::anonymous(medianest_core::policy::Origin::default()), upload()).await,
        Err(Error::Unauthenticated)
    ));
    let movielens = || own(ImportSource::Movielens, Location::Server("ml".to_owned()));
    assert!(matches!(start(&bob.actor, movielens()).await, Err(Error::Forbidden(_))));
    let on_server = |name: &str| own(ImportSource::Csv, Location::Server(name.to_owned()));
    assert!(matches!(start(&bob.actor, on_server("x.csv")).await, Err(Error::Forbidden(_))));
    file(&world, "outside.csv", "title\nHeat\n");
    for name in ["../sources/outside.csv", "/etc/passwd", ".", "missing.csv", ""] {
        assert!(matches!(start(&admin.actor, on_server(name)).await, Err(Error::Invalid(_))), "{name}");
    }
    let anywhere = own(ImportSource::Csv, Location::Local("/etc/passwd".into()));
    assert!(matches!(start(&admin.actor, anywhere).await, Err(Error::Forbidden(_))));
}

#[tokio::test(flavor = "multi_thread")]
async fn an_import_is_seen_stopped_and_undone_by_its_person_and_administrators_only() {
    let world = World::new().await;
    let (ada, bob, admin) = (world.user("ada").await, world.user("bob").await, world.admin("root").await);
    let path = file(&world, "diary.csv", "title,rating\nHeat,8\nDune,x\n");
    let (job, _) = completed(&world.app, draft(ImportSource::Csv, &path, ada.id)).await;
    let page = || PageRequest { first: 10, after: None };
    for (person, sees) in [(&ada, true), (&bob, false), (&admin, true)] {
        assert_eq!(imports::find(&world.app, &person.actor, job.id).await.unwrap().is_some(), sees);
        assert_eq!(imports::page(&world.app, &person.actor, page()).await.unwrap().items.len(), usize::from(sees));
        assert_eq!(imports::count(&world.app, &person.actor).await.unwrap(), i64::from(sees));
        let errors = imports::errors(&world.app, &person.actor, job.id, PageRequest { first: 10, after: None }).await;
        assert_eq!(errors.map(|errors| errors.items.len()).ok(), sees.then_some(1));
    }
    assert!(matches!(imports::undo(&world.app, &bob.actor, job.id, true).await, Err(Error::NotFound(_))));
    assert!(matches!(imports::cancel(&world.app, &bob.actor, job.id).await, Err(Error::NotFound(_))));
    assert!(matches!(imports::cancel(&world.app, &ada.actor, job.id).await, Err(Error::Conflict(_))), "it has ended");
    imports::undo(&world.app, &ada.actor, job.id, true).await.unwrap();
    assert!(matches!(imports::undo(&world.app, &ada.actor, job.id, true).await, Err(Error::Conflict(_))), "once is enough");
    let actions =
        "SELECT count(*) FROM audit_logs WHERE action IN ('imports.started', 'imports.undone') AND resource_id IS NOT NULL";
    assert_eq!(number(&world, actions).await, 2);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_cancelled_import_stops_before_its_next_chunk() {
    let world = World::in_real_time().await;
    let ada = world.user("ada").await;
    let rows: String = (0..3_500).map(|number| format!("Film {number},8\n")).collect();
    let path = file(&world, "many.csv", &format!("title,rating\n{rows}"));
    let job = imports::start(&world.app, &system(), draft(ImportSource::Csv, &path, ada.id), false).await.unwrap();
    let (stop, mut cancelled) = (CancellationToken::new(), None);
    let (app, actor, id) = (world.app.clone(), ada.actor.clone(), job.id);
    imports::run(&world.app, job.id, &stop, &mut |_| {
        let (app, actor) = (app.clone(), actor.clone());
        cancelled.get_or_insert_with(|| {
            tokio::task::block_in_place(|| {
                tokio::runtime::Handle::current().block_on(async { imports::cancel(&app, &actor, id).await.unwrap() })
            })
        });
    })
    .await
    .unwrap();
    let job = imports::find(&world.app, &ada.actor, job.id).await.unwrap().unwrap();
    assert_eq!((job.status, job.processed_items), (ImportStatus::Cancelled, 1_000));
    assert_eq!(number(&world, "SELECT count(*) FROM user_ratings").await, 1_000);
    super::undone(&world.app, &job).await;
    assert_eq!(number(&world, "SELECT count(*) FROM media_items").await, 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn listeners_hear_how_an_import_goes() {
    let world = World::in_real_time().await;
    let ada = world.user("ada").await;
    let sql_events = world.database.sql().await;
    sql_events.batch_execute("LISTEN medianest_events").await.unwrap();
    let path = file(&world, "diary.csv", "title,rating\nHeat,8\n");
    let mut seen = Vec::new();
    let job = imports::start(&world.app, &system(), draft(ImportSource::Csv, &path, ada.id), false).await.unwrap();
    imports::run(&world.app, job.id, &CancellationToken::new(), &mut |job| seen.push((job.status, job.processed_items)))
        .await
        .unwrap();
    assert_eq!(seen, [(ImportStatus::Running, 1), (ImportStatus::Completed, 1)]);
    let event = Event::ImportProgressed { id: job.id, user_id: ada.id };
    assert!(serde_json::to_string(&event).unwrap().contains("import_progressed"));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_person_has_a_few_imports_and_uploads_at_a_time() {
    let world = World::new().await;
    let ada = world.user("ada").await;
    let upload = async || imports::receive(&world.app, &ada.actor, Cursor::new(b"title\nHeat\n".to_vec())).await;
    for _ in 0..5 {
        let id = upload().await.unwrap();
        imports::start(&world.app, &ada.actor, own(ImportSource::Csv, Location::Upload(id)), true).await.unwrap();
    }
    let id = upload().await.unwrap();
    let sixth = imports::start(&world.app, &ada.actor, own(ImportSource::Csv, Location::Upload(id)), true).await;
    assert!(matches!(sixth, Err(Error::Conflict(_))));
    for _ in 0..4 {
        upload().await.unwrap();
    }
    assert!(matches!(upload().await, Err(Error::Conflict(_))));
    assert!(matches!(
        imports::receive(&world.app, &ada.actor, Cursor::new(Vec::new())).await,
        Err(Error::Invalid(_) | Error::Conflict(_))
    ));
}

#[tokio::test(flavor = "multi_thread")]
async fn the_command_line_imports_for_the_first_administrator_unless_told() {
    let world = World::new().await;
    let person = async |name: Option<&str>| imports::person_for(&world.app, &system(), name).await;
    assert!(matches!(person(None).await, Err(Error::Conflict(_))));
    let ada = world.with_role("ada", Role::SuperAdmin).await;
    let bob = world.user("bob").await;
    assert_eq!(person(None).await.unwrap(), ada.id);
    assert_eq!(person(Some("BOB")).await.unwrap(), bob.id);
    assert!(matches!(person(Some("nobody")).await, Err(Error::NotFound(_))));
    assert!(matches!(imports::person_for(&world.app, &ada.actor, None).await, Err(Error::Forbidden(_))));
}

#[tokio::test(flavor = "multi_thread")]
async fn an_undo_knows_every_table_that_may_depend_on_what_it_removes() {
    let world = World::new().await;
    for (table, known) in [("media_items", UNDO_REFERENCES_TO_ITEMS), ("users", UNDO_REFERENCES_TO_USERS)] {
        let rows = world
            .database
            .sql()
            .await
            .query(
                "SELECT c.conrelid::regclass::text, a.attname::text
                 FROM pg_constraint AS c JOIN pg_attribute AS a ON a.attrelid = c.conrelid AND a.attnum = c.conkey[1]
                 WHERE c.contype = 'f' AND c.confrelid = $1::text::regclass AND c.conparentid = 0
                     AND NOT (SELECT r.relispartition FROM pg_class AS r WHERE r.oid = c.conrelid)
                 ORDER BY 1, 2",
                &[&table],
            )
            .await
            .unwrap();
        let found: Vec<(String, String)> = rows.iter().map(|row| (row.get(0), row.get(1))).collect();
        let known: Vec<(String, String)> =
            known.iter().map(|(table, column, _)| ((*table).to_owned(), (*column).to_owned())).collect();
        assert_eq!(found, known, "what refers to {table}");
    }
}

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use chrono::TimeDelta;
use medianest_core::db::{JobId, JobLane, JobState, UserId};
use medianest_core::events::{Events, ListenOptions};
use medianest_core::jobs::{self, Handlers, Outcome, WorkerOptions};
use medianest_core::{App, Error};
use medianest_test_support::World;
use serde_json::json;
use tokio::sync::{Notify, mpsc};
use tokio::task::JoinHandle;
use tokio::time::{sleep, timeout};
use tokio_util::sync::CancellationToken;

const PATIENCE: Duration = Duration::from_secs(20);

const QUICK: WorkerOptions = WorkerOptions {
    concurrency: 1,
    lease: Duration::from_mins(1),
    poll: Duration::from_millis(50),
    drain: Duration::from_millis(200),
};

fn work(app: &App, handlers: &Handlers, options: WorkerOptions) -> (CancellationToken, JoinHandle<()>) {
    let shutdown = CancellationToken::new();
    let worker = jobs::work(app.clone(), handlers.clone(), JobLane::Sync, options, shutdown.clone());
    (shutdown, tokio::spawn(worker))
}

async fn enqueue(app: &App, kind: &str, user: Option<UserId>) -> JobId {
    jobs::enqueue(&app.db().await.unwrap(), app, JobLane::Sync, kind, json!({}), None, user).await.unwrap()
}

async fn row(world: &World, id: JobId) -> (JobState, i32, Option<String>) {
    let row = world
        .database
        .sql()
        .await
        .query_one("SELECT state, attempts, last_error FROM jobs WHERE id = $1", &[&id.0])
        .await
        .unwrap();
    (row.get::<_, String>(0).parse().unwrap(), row.get(1), row.get(2))
}

/// Waits until the job stands like this.
async fn until(world: &World, id: JobId, state: JobState) -> (JobState, i32, Option<String>) {
    timeout(PATIENCE, async {
        loop {
            let found = row(world, id).await;
            if found.0 == state {
                return found;
            }
            sleep(Duration::from_millis(20)).await;
        }
    })
    .await
    .unwrap_or_else(|_| panic!("the job never was {state:?}"))
}

#[tokio::test(flavor = "multi_thread")]
async fn a_job_exists_exactly_when_its_transaction_commits() {
    let world = World::new().await;
    let handlers = Handlers::default().with("test", |_| async { Ok(Outcome::Done) });
    let (_shutdown, _worker) = work(&world.app, &handlers, QUICK);
    let mut conn = world.app.db().await.unwrap();
    let refused: Result<JobId, Error> = medianest_core::db::AsyncConnection::transaction(&mut *conn, async |conn| {
        jobs::enqueue(conn, &world.app, JobLane::Sync, "test", json!({}), None, None).await?;
        Err(Error::conflict("changed my mind"))
    })
    .await;
    assert!(refused.is_err());
    let id = enqueue(&world.app, "test", None).await;
    assert_eq!(until(&world, id, JobState::Succeeded).await.1, 1);
    let all: i64 = world.database.sql().await.query_one("SELECT count(*) FROM jobs", &[]).await.unwrap().get(0);
    assert_eq!(all, 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_job_with_a_key_waits_once() {
    let world = World::new().await;
    let conn = world.app.db().await.unwrap();
    let once = || jobs::enqueue(&conn, &world.app, JobLane::Sync, "test", json!({}), Some("key"), None);
    let first = once().await.unwrap();
    assert_eq!(once().await.unwrap(), first);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_job_whose_worker_vanished_is_taken_once_more_and_the_ghost_writes_nothing() {
    let world = World::new().await;
    let begun = Arc::new(AtomicUsize::new(0));
    let release = Arc::new(Notify::new());
    let handlers = {
        let (begun, release) = (Arc::clone(&begun), Arc::clone(&release));
        Handlers::default().with("test", move |_| {
            let (begun, release) = (Arc::clone(&begun), Arc::clone(&release));
            async move {
                if begun.fetch_add(1, Ordering::SeqCst) == 0 {
                    // The first worker hangs, and its heartbeat (every 20 s of real time) does not come in this test.
                    release.notified().await;
                    return Err(Error::conflict("the ghost's answer"));
                }
                Ok(Outcome::Done)
            }
        })
    };
    let (_first, _) = work(&world.app, &handlers, QUICK);
    let id = enqueue(&world.app, "test", None).await;
    until(&world, id, JobState::Running).await;
    let (second_app, third_app) = (world.second_app(), world.second_app());
    let (_second, _) = work(&second_app, &handlers, QUICK);
    let (_third, _) = work(&third_app, &handlers, QUICK);
    sleep(Duration::from_millis(200)).await;
    assert_eq!(begun.load(Ordering::SeqCst), 1, "the lease holds");
    world.pass(TimeDelta::seconds(61));
    assert_eq!(until(&world, id, JobState::Succeeded).await.1, 2);
    release.notify_one();
    sleep(Duration::from_millis(200)).await;
    assert_eq!(row(&world, id).await.0, JobState::Succeeded);
    assert_eq!(begun.load(Ordering::SeqCst), 2, "it was taken once more, not twice");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_failing_job_is_tried_again_later_and_dies_at_last() {
    let world = World::new().await;
    let handlers = Handlers::default().with("test", |_| async { Err(Error::Unavailable("gone".to_owned())) });
    let (_shutdown, _) = work(&world.app, &handlers, QUICK);
    let id = enqueue(&world.app, "test", None).await;
    world.database.sql().await.execute("UPDATE jobs SET max_attempts = 2", &[]).await.unwrap();
    timeout(PATIENCE, async {
        while row(&world, id).await.2.is_none() {
            sleep(Duration::from_millis(20)).await;
        }
    })
    .await
    .unwrap();
    sleep(Duration::from_millis(200)).await;
    assert_eq!(row(&world, id).await.1, 1, "it waits before the second try");
    world.pass(TimeDelta::seconds(11));
    let (_, attempts, error) = until(&world, id, JobState::Dead).await;
    assert_eq!((attempts, error.as_deref()), (2, Some("the database is not available")));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_job_that_no_try_can_mend_dies_at_once_and_can_be_put_back() {
    let world = World::new().await;
    let admin = world.admin("root").await;
    let handlers = Handlers::default().with("test", |_| async { Err(Error::NotFound("file")) });
    let (_shutdown, _) = work(&world.app, &handlers, QUICK);
    let id = enqueue(&world.app, "test", None).await;
    assert_eq!(until(&world, id, JobState::Dead).await.1, 1);
    let someone = world.user("someone").await;
    assert!(matches!(jobs::retry(&world.app, &someone.actor, id).await, Err(Error::Forbidden(_))));
    assert_eq!(jobs::retry(&world.app, &admin.actor, id).await.unwrap().state, JobState::Queued);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_panic_is_a_failure_not_the_end_of_the_worker() {
    let world = World::new().await;
    let handlers =
        Handlers::default().with("bad", |_| async { panic!("no such luck") }).with("good", |_| async { Ok(Outcome::Done) });
    let (_shutdown, _) = work(&world.app, &handlers, QUICK);
    let bad = enqueue(&world.app, "bad", None).await;
    let good = enqueue(&world.app, "good", None).await;
    until(&world, good, JobState::Succeeded).await;
    let (state, _, error) = row(&world, bad).await;
    assert_eq!(state, JobState::Queued);
    assert!(error.unwrap().contains("no such luck"));
}

#[tokio::test(flavor = "multi_thread")]
async fn one_persons_many_jobs_do_not_hold_up_anothers() {
    let world = World::new().await;
    let (busy, patient) = (world.user("busy").await, world.user("patient").await);
    let (said, mut order) = mpsc::unbounded_channel();
    let gate = Arc::new(Notify::new());
    let handlers = {
        let gate = Arc::clone(&gate);
        Handlers::default().with("test", move |running| {
            let (said, gate) = (said.clone(), Arc::clone(&gate));
            async move {
                said.send(running.job.user_id).unwrap();
                gate.notified().await;
                Ok(Outcome::Done)
            }
        })
    };
    for _ in 0..3 {
        enqueue(&world.app, "test", Some(busy.id)).await;
    }
    enqueue(&world.app, "test", Some(patient.id)).await;
    let (_shutdown, _) = work(&world.app, &handlers, WorkerOptions { concurrency: 2, ..QUICK });
    let first = timeout(PATIENCE, order.recv()).await.unwrap().unwrap();
    let second = timeout(PATIENCE, order.recv()).await.unwrap().unwrap();
    let mut both = [first, second];
    both.sort();
    let mut expected = [Some(busy.id), Some(patient.id)];
    expected.sort();
    assert_eq!(both, expected);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_cancelled_job_is_told_to_stop_at_once() {
    let world = World::new().await;
    let admin = world.admin("root").await;
    let listening = CancellationToken::new();
    tokio::spawn(Events::listen(world.app.clone(), ListenOptions::default(), listening.clone()));
    timeout(PATIENCE, world.app.events().listening()).await.unwrap();
    let stopped = Arc::new(Notify::new());
    let handlers = {
        let stopped = Arc::clone(&stopped);
        Handlers::default().with("test", move |running| {
            let stopped = Arc::clone(&stopped);
            async move {
                running.stop.cancelled().await;
                stopped.notify_one();
                Ok(Outcome::Yielded)
            }
        })
    };
    // No polling: only the event can bring the news.
    let (_shutdown, _) = work(&world.app, &handlers, WorkerOptions { poll: Duration::from_hours(1), ..QUICK });
    let id = enqueue(&world.app, "test", None).await;
    until(&world, id, JobState::Running).await;
    jobs::cancel(&world.app, &admin.actor, id).await.unwrap();
    timeout(PATIENCE, stopped.notified()).await.expect("the handler hears of it");
    sleep(Duration::from_millis(100)).await;
    assert_eq!(row(&world, id).await.0, JobState::Cancelled);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_shutdown_gives_back_what_is_not_done_in_time() {
    let world = World::new().await;
    let handlers = Handlers::default().with("test", |_| async { std::future::pending().await });
    let (shutdown, worker) = work(&world.app, &handlers, QUICK);
    let id = enqueue(&world.app, "test", None).await;
    until(&world, id, JobState::Running).await;
    shutdown.cancel();
    timeout(PATIENCE, worker).await.expect("the worker ends").unwrap();
    let (state, attempts, _) = row(&world, id).await;
    assert_eq!((state, attempts), (JobState::Queued, 0), "another server can take it at once");
}

use chrono::TimeDelta;
use medianest_core::db::{JobRunStatus, UserId};
use medianest_core::jobs::{self, ScheduledJobPatch};
use medianest_core::{Error, PageRequest};
use medianest_test_support::World;
use serde_json::json;

async fn count(world: &World, sql: &str) -> i64 {
    world.database.sql().await.query_one(sql, &[]).await.unwrap().get(0)
}

#[tokio::test(flavor = "multi_thread")]
async fn of_two_servers_only_one_runs_what_is_due() {
    let world = World::new().await;
    let other = world.second_app();
    let (here, there) = tokio::join!(jobs::run_due(&world.app), jobs::run_due(&other));
    assert_eq!(here.unwrap() + there.unwrap(), jobs::definitions().len());
    let succeeded = count(&world, "SELECT count(*) FROM job_history WHERE status = 'succeeded'").await;
    assert_eq!(usize::try_from(succeeded).unwrap(), jobs::definitions().len());
    assert_eq!(jobs::run_due(&world.app).await.unwrap(), 0, "nothing is due any more");
}

#[tokio::test(flavor = "multi_thread")]
async fn partitions_are_made_ahead_and_a_late_event_moves_into_its_month() {
    let world = World::new().await;
    let person = world.user("late").await;
    let sql = world.database.sql().await;
    let item = an_item(&sql).await;
    late_event(&sql, person.id, item).await;
    let in_default = "SELECT count(*) FROM interaction_events_default";
    assert_eq!(count(&world, in_default).await, 1, "a late event is accepted");
    world.pass(TimeDelta::days(800));
    jobs::run_due(&world.app).await.unwrap();
    assert_eq!(count(&world, in_default).await, 0);
    assert_eq!(count(&world, "SELECT count(*) FROM interaction_events_1999_12").await, 1);
    assert_eq!(count(&world, "SELECT count(*) FROM interaction_events").await, 1);
    let ahead = (world.app.now() + TimeDelta::days(75)).format("error_logs_%Y_%m").to_string();
    let found = sql.query_one("SELECT to_regclass($1::text) IS NOT NULL", &[&ahead]).await.unwrap();
    assert!(found.get::<_, bool>(0), "{ahead}");
}

async fn an_item(sql: &tokio_postgres::Client) -> uuid::Uuid {
    let item = uuid::Uuid::from_u128(0x0190_0000_0000_7000_8000_0000_0000_0001);
    sql.execute(
        "INSERT INTO media_items (id, media_type_id, root_id, name, sort_name, slug)
         SELECT $1, id, $1, 'Film', 'film', 'film' FROM media_types LIMIT 1",
        &[&item],
    )
    .await
    .unwrap();
    item
}

async fn late_event(sql: &tokio_postgres::Client, person: UserId, item: uuid::Uuid) {
    sql.execute(
        "INSERT INTO interaction_events (id, occurred_at, received_at, user_id, media_item_id, event_type, source)
         VALUES ($1, '1999-12-31T23:00:00Z', now(), $2, $1, 'stop', 'test')",
        &[&item, &person.0],
    )
    .await
    .unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn old_logs_are_dropped_by_the_month_and_young_ones_stay() {
    let world = World::new().await;
    let sql = world.database.sql().await;
    sql.batch_execute(
        "SELECT ensure_month_partition('audit_logs', '2025-01-01'), ensure_month_partition('audit_logs', '2025-03-01'), ensure_month_partition('error_logs', '2025-11-01');
         INSERT INTO audit_logs (id, created_at, actor_kind, actor_name, action) VALUES
             (gen_random_uuid(), '2025-01-31', 'system', 'test', 'old'), (gen_random_uuid(), '2025-03-31', 'system', 'test', 'young')",
    )
    .await
    .unwrap();
    jobs::run_due(&world.app).await.unwrap();
    assert_eq!(count(&world, "SELECT count(*) FROM audit_logs WHERE action = 'old'").await, 0);
    assert_eq!(count(&world, "SELECT count(*) FROM audit_logs WHERE action = 'young'").await, 1);
    assert_eq!(count(&world, "SELECT count(*) FROM pg_class WHERE relname = 'error_logs_2025_11'").await, 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_administrator_changes_the_schedule_and_runs_a_job_now() {
    let world = World::new().await;
    let (admin, user) = (world.admin("root").await, world.user("user").await);
    assert!(matches!(jobs::scheduled_jobs(&world.app, &user.actor).await, Err(Error::Forbidden(_))));
    let patch = ScheduledJobPatch { schedule: Some("15 4 * * 1".to_owned()), is_enabled: Some(false), settings: None };
    let job = jobs::update_scheduled_job(&world.app, &admin.actor, "cleanup", patch).await.unwrap();
    // The world's clock stands at Sunday, 2026-03-01.
    assert_eq!(job.next_run_at.to_string(), "2026-03-02 04:15:00 UTC");
    world.pass(TimeDelta::days(3));
    jobs::run_due(&world.app).await.unwrap();
    assert_eq!(count(&world, "SELECT count(*) FROM job_history WHERE job_name = 'cleanup'").await, 0, "it is off");

    let run = jobs::run_now(&world.app, &admin.actor, "cleanup").await.unwrap();
    world.app.tasks().close();
    world.app.tasks().wait().await;
    let page = jobs::runs(&world.app, &admin.actor, Some("cleanup"), &PageRequest { first: 10, after: None }).await.unwrap();
    assert_eq!((page.items[0].id, page.items[0].status), (run.id, JobRunStatus::Succeeded));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_schedule_or_setting_that_cannot_be_meant_is_refused_by_name() {
    let world = World::new().await;
    let admin = world.admin("root").await;
    let update = async |patch| match jobs::update_scheduled_job(&world.app, &admin.actor, "cleanup", patch).await {
        Err(Error::Invalid(fields)) => fields[0].field.clone(),
        other => panic!("{other:?}"),
    };
    assert_eq!(update(ScheduledJobPatch { schedule: Some("soon".into()), ..Default::default() }).await, "schedule");
    assert_eq!(
        update(ScheduledJobPatch { settings: Some(json!({ "auditDays": 0 })), ..Default::default() }).await,
        "settings.auditDays"
    );
    assert_eq!(update(ScheduledJobPatch { settings: Some(json!({ "other": 1 })), ..Default::default() }).await, "settings");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_run_that_died_with_its_server_is_noted_and_does_not_block_the_next() {
    let world = World::new().await;
    jobs::run_due(&world.app).await.unwrap();
    let sql = world.database.sql().await;
    sql.batch_execute("UPDATE job_history SET status = 'running', completed_at = NULL WHERE job_name = 'cleanup'").await.unwrap();
    world.pass(TimeDelta::days(1));
    jobs::run_due(&world.app).await.unwrap();
    let runs = sql.query("SELECT status FROM job_history WHERE job_name = 'cleanup' ORDER BY started_at", &[]).await.unwrap();
    let runs: Vec<String> = runs.iter().map(|row| row.get(0)).collect();
    assert_eq!(runs, ["failed", "succeeded"]);
}

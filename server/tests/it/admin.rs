//! What administrators look after: people, the audit log, jobs and the schedule.

use medianest_core::db::JobLane;
use medianest_core::jobs;
use serde_json::{Value, json};

use crate::support::TestServer;

#[tokio::test(flavor = "multi_thread")]
async fn an_administrator_makes_changes_suspends_and_reinstates_people_and_the_audit_log_has_it() {
    let server = TestServer::start().await;
    let (_, boss) = server.admin("boss").await;
    let create = "mutation { createUser(input: { username: \"ana\", displayName: \"Ana\", role: USER }) {
        user { id username role status } temporaryPassword } }";
    let made = boss.data(create, json!({})).await["createUser"].take();
    assert_eq!((&made["user"]["username"], &made["user"]["status"]), (&json!("ana"), &json!("ACTIVE")));
    let password = made["temporaryPassword"].as_str().expect("a password to hand over").to_owned();
    let ana = json!({ "id": made["user"]["id"] });
    for (mutation, field, expected) in [
        ("changeUserRole(input: { userId: $id, role: MODERATOR }) { user { role } }", "role", "MODERATOR"),
        ("suspendUser(input: { userId: $id, reason: \"spam\" }) { user { status } }", "status", "SUSPENDED"),
        ("reinstateUser(input: { userId: $id }) { user { status } }", "status", "ACTIVE"),
    ] {
        // The clock stands still, and the log goes by it.
        server.world.pass(chrono::TimeDelta::seconds(1));
        let name = mutation.split('(').next().unwrap_or_default();
        let changed = boss.data(&format!("mutation ($id: ID!) {{ {mutation} }}"), ana.clone()).await;
        assert_eq!(changed[name]["user"][field], expected, "{name}");
    }
    let listed = boss.data("{ users(filter: { role: MODERATOR }) { totalCount nodes { username } } }", json!({})).await;
    assert_eq!(listed["users"], json!({ "totalCount": 1, "nodes": [{ "username": "ana" }] }));

    let query = "{ auditLogs { totalCount nodes { action actorKind actorName actor { username } resourceType newValues } } }";
    let log = boss.data(query, json!({})).await["auditLogs"].take();
    let actions: Vec<&str> = log["nodes"].as_array().unwrap().iter().filter_map(|row| row["action"].as_str()).collect();
    assert_eq!(
        actions,
        ["identity.user_reinstated", "identity.user_suspended", "identity.role_changed", "identity.user_created"]
    );
    assert_eq!(log["totalCount"], 4);
    for row in log["nodes"].as_array().unwrap() {
        assert_eq!((&row["actorName"], &row["actor"]["username"]), (&json!("boss"), &json!("boss")));
    }
    assert!(!log.to_string().contains(&password), "a password is in the audit log");
}

#[tokio::test(flavor = "multi_thread")]
async fn an_administrator_sees_retries_and_cancels_jobs() {
    let server = TestServer::start().await;
    let (_, boss) = server.admin("boss").await;
    let (person, ana) = server.user("ana").await;
    let app = &server.world.app;
    let id = {
        let conn = app.db().await.unwrap();
        let payload = json!({ "secret": "not for clients" });
        jobs::enqueue(&conn, app, JobLane::Sync, "test.nothing", payload, None, Some(person.id)).await.unwrap()
    };
    let query = "query ($state: JobState) { jobs(state: $state, lane: SYNC) { totalCount nodes {
        id kind lane state attempts maxAttempts lastError user { username } } } }";
    let waiting = boss.data(query, json!({ "state": "QUEUED" })).await["jobs"].take();
    assert_eq!(waiting["totalCount"], 1);
    let job = &waiting["nodes"][0];
    assert_eq!(
        (&job["id"], &job["kind"], &job["user"]["username"]),
        (&json!(id.to_string()), &json!("test.nothing"), &json!("ana"))
    );
    let variables = json!({ "id": id.to_string() });
    let cancel = "mutation ($id: ID!) { cancelJob(input: { id: $id }) { job { state } } }";
    let retry = "mutation ($id: ID!) { retryJob(input: { id: $id }) { job { state } } }";
    assert_eq!(boss.code(retry, variables.clone()).await, "CONFLICT");
    assert_eq!(ana.code(cancel, variables.clone()).await, "FORBIDDEN");
    assert_eq!(boss.data(cancel, variables.clone()).await["cancelJob"]["job"]["state"], "CANCELLED");
    assert_eq!(boss.code(cancel, variables.clone()).await, "CONFLICT");
    assert_eq!(boss.data(query, json!({ "state": "QUEUED" })).await["jobs"]["totalCount"], 0);
    assert_eq!(boss.data(retry, variables).await["retryJob"]["job"]["state"], "QUEUED");
    assert_eq!(boss.data(query, json!({})).await["jobs"]["nodes"][0]["state"], "QUEUED");
}

#[tokio::test(flavor = "multi_thread")]
async fn an_administrator_changes_the_schedule_and_runs_something_now() {
    let server = TestServer::start().await;
    let (_, boss) = server.admin("boss").await;
    let query = "{ scheduledJobs { name description schedule isEnabled settings lastRunAt lastRunStatus nextRunAt } }";
    let all = boss.data(query, json!({})).await["scheduledJobs"].take();
    let all = all.as_array().unwrap();
    assert!(!all.is_empty() && all.iter().all(|job| job["description"].is_string() && job["isEnabled"] == true));
    let name = &all[0]["name"];
    assert_eq!((&all[0]["lastRunAt"], &all[0]["lastRunStatus"]), (&Value::Null, &Value::Null));
    let update = "mutation ($name: String!, $schedule: String!) {
        updateScheduledJob(input: { name: $name, schedule: $schedule, isEnabled: false }) { scheduledJob { schedule isEnabled nextRunAt } } }";
    let changed = boss.data(update, json!({ "name": name, "schedule": "30 4 * * *" })).await["updateScheduledJob"].take();
    let expected = json!({ "schedule": "30 4 * * *", "isEnabled": false, "nextRunAt": "2026-03-02T04:30:00+00:00" });
    assert_eq!(changed["scheduledJob"], expected);
    assert_eq!(boss.code(update, json!({ "name": name, "schedule": "at tea time" })).await, "INVALID_INPUT");
    assert_eq!(boss.code(update, json!({ "name": "no_such_job", "schedule": "30 4 * * *" })).await, "NOT_FOUND");

    let run = "mutation ($name: String!) { runScheduledJobNow(input: { name: $name }) { jobRun { jobName } } }";
    let ran = boss.data(run, json!({ "name": name })).await["runScheduledJobNow"]["jobRun"].take();
    assert_eq!(ran["jobName"], *name);
    // The run goes on after the answer.
    server.world.app.tasks().close();
    server.world.app.tasks().wait().await;
    let history = "query ($name: String) { jobHistory(jobName: $name) { totalCount nodes { jobName status startedAt completedAt error details } } }";
    let runs = boss.data(history, json!({ "name": name })).await["jobHistory"].take();
    assert_eq!((&runs["totalCount"], &runs["nodes"][0]["status"]), (&json!(1), &json!("SUCCEEDED")), "{runs}");
    assert!(runs["nodes"][0]["completedAt"].is_string() && runs["nodes"][0]["details"].is_object());
    assert_eq!(boss.data(history, json!({ "name": "another" })).await["jobHistory"]["totalCount"], 0);
}

use std::time::Duration;

use chrono::{DateTime, TimeDelta, Utc};
use croner::Cron;
use croner::parser::{CronParser, Seconds, Year};
use futures_util::StreamExt;
use futures_util::future::BoxFuture;
use medianest_db::admin::schedule::{self as rows, JobRun, ScheduledJob, ScheduledJobChanges};
use medianest_db::{AsyncConnection, JobRunId, JobRunStatus, Role};
use serde_json::{Value, json};
use tokio::task::JoinSet;
use tokio::time::{sleep, timeout};
use tokio_util::sync::CancellationToken;
use tracing::Instrument;

use super::maintenance;
use crate::admin::audit::{self, Entry};
use crate::events::{Event, Heard};
use crate::policy::Actor;
use crate::{App, Error, Page, PageRequest, Result};

/// How often the schedule is looked at unasked.
const POLL: Duration = Duration::from_secs(5);

/// Something that runs by the clock, on one server at a time.
pub struct Definition {
    /// Its name.
    pub name: &'static str,
    /// What it is for, to a person.
    pub description: &'static str,
    /// When it runs unless an administrator says otherwise: a cron expression in UTC.
    pub schedule: &'static str,
    /// How long a run may take; after that it counts as failed, and the next may begin.
    pub limit: Duration,
    /// Whether settings make sense for it.
    pub check: fn(&Value) -> Result<()>,
    /// Does it, with its settings, and says what it did in numbers.
    pub run: fn(App, Value) -> BoxFuture<'static, Result<Value>>,
}

/// Everything that runs by the clock.
#[must_use]
pub fn definitions() -> &'static [Definition] {
    maintenance::DEFINITIONS
}

/// What runs by the clock under this name.
#[must_use]
pub fn definition(name: &str) -> Option<&'static Definition> {
    definitions().iter().find(|definition| definition.name == name)
}

/// Keeps the schedule until the shutdown: whatever is due runs on the server that takes it first.
pub async fn keep_schedule(app: App, shutdown: CancellationToken) {
    let mut heard = app.events().stream();
    let mut running = JoinSet::new();
    let mut is_ready = false;
    while !shutdown.is_cancelled() {
        let taken = async {
            if !is_ready {
                ensure_rows(&app).await?;
                is_ready = true;
            }
            take_due(&app).await
        };
        match taken.await {
            Ok(Some((definition, run, settings))) => {
                running.spawn(execute(app.clone(), definition, run, settings));
                continue;
            }
            Ok(None) => {}
            Err(error) => tracing::warn!(error = %error, "the schedule could not be read"),
        }
        tokio::select! {
            () = shutdown.cancelled() => {}
            () = sleep(POLL) => {}
            Some(_) = running.join_next(), if !running.is_empty() => {}
            Some(true) = async { heard.next().await.map(|heard| matches!(heard, Heard::Resync | Heard::Event(Event::ScheduleChanged))) } => {}
        }
    }
    // Every run is safe to break off and begin anew; it is noted as failed when the job is due again.
    let _ = timeout(Duration::from_secs(10), async { while running.join_next().await.is_some() {} }).await;
}

/// Runs whatever is due, one after the other, and says how many that were.
///
/// # Errors
/// Only those of the database; a run that fails is noted, not answered.
pub async fn run_due(app: &App) -> Result<usize> {
    ensure_rows(app).await?;
    let mut done = 0;
    while let Some((definition, run, settings)) = take_due(app).await? {
        execute(app.clone(), definition, run, settings).await;
        done += 1;
    }
    Ok(done)
}

async fn ensure_rows(app: &App) -> Result<()> {
    let conn = app.db().await?;
    for definition in definitions() {
        rows::ensure(&conn, definition.name, definition.schedule, app.now()).await?;
    }
    Ok(())
}

/// Takes a job that is due; what another server is taking is passed over.
async fn take_due(app: &App) -> Result<Option<(&'static Definition, JobRun, Value)>> {
    let known: Vec<&str> = definitions().iter().map(|definition| definition.name).collect();
    let mut conn = app.db().await?;
    loop {
        let now = app.now();
        let taken = conn
            .transaction(async |conn| {
                let Some(job) = rows::lock_due(conn, &known, now).await? else {
                    return Ok::<_, Error>(Taken::Nothing);
                };
                let Some(definition) = definition(&job.job_name) else {
                    return Ok(Taken::Nothing);
                };
                let next_run_at = next_run(&job.schedule, definition, now)?;
                rows::fail_abandoned(conn, &job.job_name, now - limit(definition), now).await?;
                if rows::running_since(conn, &job.job_name).await?.is_some() {
                    // The last run takes longer than the schedule's step: this one is left out.
                    let changes = ScheduledJobChanges { next_run_at: Some(next_run_at), ..ScheduledJobChanges::default() };
                    rows::update(conn, &job.job_name, &changes).await?;
                    return Ok(Taken::Skipped);
                }
                let run = new_run(app, &job, now);
                rows::begin(conn, &run, next_run_at).await?;
                Ok(Taken::Run(definition, run, job.settings))
            })
            .await?;
        match taken {
            Taken::Nothing => return Ok(None),
            Taken::Skipped => {}
            Taken::Run(definition, run, settings) => return Ok(Some((definition, run, settings))),
        }
    }
}

enum Taken {
    Nothing,
    Skipped,
    Run(&'static Definition, JobRun, Value),
}

fn new_run(app: &App, job: &ScheduledJob, now: DateTime<Utc>) -> JobRun {
    JobRun {
        id: app.new_id(),
        job_name: job.job_name.clone(),
        started_at: now,
        completed_at: None,
        status: JobRunStatus::Running,
        error: None,
        details: Value::Object(serde_json::Map::new()),
    }
}

fn limit(definition: &Definition) -> TimeDelta {
    TimeDelta::from_std(definition.limit).unwrap_or(TimeDelta::MAX)
}

/// Does a run and writes down how it went.
async fn execute(app: App, definition: &'static Definition, mut run: JobRun, settings: Value) {
    let span = tracing::info_span!("scheduled_job", job.name = definition.name, run.id = %run.id);
    async {
        let result = timeout(definition.limit, (definition.run)(app.clone(), settings)).await;
        run.completed_at = Some(app.now());
        match result {
            Ok(Ok(details)) => (run.status, run.details) = (JobRunStatus::Succeeded, details),
            Ok(Err(error)) => (run.status, run.error) = (JobRunStatus::Failed, Some(error.to_string().replace('\0', ""))),
            Err(_) => (run.status, run.error) = (JobRunStatus::Failed, Some("it took too long".to_owned())),
        }
        metrics::counter!("medianest_scheduled_runs_total", "job" => definition.name, "status" => run.status.as_str())
            .increment(1);
        if let Some(error) = &run.error {
            tracing::error!(error, "the scheduled job failed");
        }
        let written = async { Ok::<_, Error>(rows::end(&*app.db().await?, &run).await?) };
        if let Err(error) = written.await {
            tracing::warn!(error = %error, "the end of a scheduled job could not be written down");
        }
    }
    .instrument(span)
    .await;
}

/// The schedule. For administrators.
///
/// # Errors
/// [`Error::Forbidden`] for anybody else.
pub async fn scheduled_jobs(app: &App, actor: &Actor) -> Result<Vec<ScheduledJob>> {
    actor.require_role(Role::Admin)?;
    ensure_rows(app).await?;
    let all = rows::all(&*app.db().await?).await?;
    Ok(all.into_iter().filter(|job| definition(&job.job_name).is_some()).collect())
}

/// What to change about a scheduled job; what is `None` stays.
#[derive(Debug, Clone, Default)]
pub struct ScheduledJobPatch {
    /// A cron expression of five fields, in UTC.
    pub schedule: Option<String>,
    /// Whether it runs by the clock.
    pub is_enabled: Option<bool>,
    /// Its settings.
    pub settings: Option<Value>,
}

/// Changes when and how something runs. For administrators.
///
/// # Errors
/// [`Error::Forbidden`], [`Error::NotFound`], or [`Error::Invalid`] naming `schedule` or `settings`.
pub async fn update_scheduled_job(app: &App, actor: &Actor, name: &str, patch: ScheduledJobPatch) -> Result<ScheduledJob> {
    actor.require_role(Role::Admin)?;
    let definition = definition(name).ok_or(Error::NotFound("scheduled job"))?;
    let next_run_at = patch.schedule.as_deref().map(|schedule| occurrence(schedule, app.now())).transpose()?;
    if let Some(settings) = &patch.settings {
        (definition.check)(settings)?;
    }
    ensure_rows(app).await?;
    let mut conn = app.db().await?;
    conn.transaction(async |conn| {
        let job = rows::lock(conn, name).await?.ok_or(Error::NotFound("scheduled job"))?;
        let is_enabled_anew = patch.is_enabled == Some(true) && !job.is_enabled;
        let next_run_at = match next_run_at {
            // What was missed while it was off is not made up for.
            None if is_enabled_anew => Some(next_run(&job.schedule, definition, app.now())?),
            next_run_at => next_run_at,
        };
        let changes = ScheduledJobChanges {
            schedule: patch.schedule.clone(),
            is_enabled: patch.is_enabled,
            next_run_at,
            settings: patch.settings.clone(),
        };
        let before = described(&job);
        let job = rows::update(conn, name, &changes).await?;
        let entry = Entry::new("jobs.schedule_changed").change(before, described(&job)).context(json!({ "job": name }));
        audit::record(app, actor, conn, entry).await?;
        Event::ScheduleChanged.emit(conn).await?;
        Ok(job)
    })
    .await
}

/// What an administrator can change about a scheduled job, for the audit log.
fn described(job: &ScheduledJob) -> Value {
    json!({ "schedule": job.schedule, "is_enabled": job.is_enabled, "settings": job.settings })
}

/// Runs something now, on this server, whether or not it is enabled; answers at once. For administrators.
///
/// # Errors
/// [`Error::Forbidden`], [`Error::NotFound`], or [`Error::Conflict`] while it runs.
pub async fn run_now(app: &App, actor: &Actor, name: &str) -> Result<JobRun> {
    actor.require_role(Role::Admin)?;
    let definition = definition(name).ok_or(Error::NotFound("scheduled job"))?;
    ensure_rows(app).await?;
    let mut conn = app.db().await?;
    let (run, settings) = conn
        .transaction(async |conn| {
            let job = rows::lock(conn, name).await?.ok_or(Error::NotFound("scheduled job"))?;
            let now = app.now();
            rows::fail_abandoned(conn, name, now - limit(definition), now).await?;
            if rows::running_since(conn, name).await?.is_some() {
                return Err(Error::conflict("it is running already"));
            }
            let run = new_run(app, &job, now);
            rows::begin(conn, &run, job.next_run_at).await?;
            let entry = Entry::new("jobs.scheduled_job_started").on("job_run", run.id).context(json!({ "job": name }));
            audit::record(app, actor, conn, entry).await?;
            Ok((run, job.settings))
        })
        .await?;
    app.tasks().spawn(execute(app.clone(), definition, run.clone(), settings));
    Ok(run)
}

/// How runs went, newest first, of one scheduled job or of all. For administrators.
///
/// # Errors
/// [`Error::Forbidden`] for anybody else.
pub async fn runs(
    app: &App,
    actor: &Actor,
    name: Option<&str>,
    request: &PageRequest<(DateTime<Utc>, JobRunId)>,
) -> Result<Page<JobRun>> {
    actor.require_role(Role::Admin)?;
    let found = rows::runs(&*app.db().await?, name, request.after, request.first + 1).await?;
    Ok(Page::from_rows(found, request.first))
}

/// How many runs are known. For administrators.
///
/// # Errors
/// [`Error::Forbidden`] for anybody else.
pub async fn count_runs(app: &App, actor: &Actor, name: Option<&str>) -> Result<i64> {
    actor.require_role(Role::Admin)?;
    Ok(rows::count_runs(&*app.db().await?, name).await?)
}

/// When a schedule that is in the database is due next; one that can no longer be read falls back to the default.
fn next_run(schedule: &str, definition: &Definition, now: DateTime<Utc>) -> Result<DateTime<Utc>> {
    occurrence(schedule, now).or_else(|_| occurrence(definition.schedule, now))
}

/// When a cron expression is due next after `now`.
fn occurrence(schedule: &str, now: DateTime<Utc>) -> Result<DateTime<Utc>> {
    let parser = CronParser::builder().seconds(Seconds::Disallowed).year(Year::Disallowed).build();
    let parsed: Option<Cron> = (schedule.len() <= 100).then(|| parser.parse(schedule).ok()).flatten();
    let next = parsed.and_then(|cron| cron.find_next_occurrence(&now, false).ok());
    let message = "use a cron expression of five fields in UTC that comes round, such as `30 3 * * *`";
    next.ok_or_else(|| Error::invalid("schedule", message))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_schedule_is_five_fields_that_come_round() {
        let now: DateTime<Utc> = "2026-03-01T12:00:00Z".parse().unwrap();
        assert_eq!(occurrence("30 3 * * *", now).unwrap().to_string(), "2026-03-02 03:30:00 UTC");
        assert_eq!(occurrence("* * * * *", now).unwrap().to_string(), "2026-03-01 12:01:00 UTC");
        for bad in ["", "* * * *", "* * * * * *", "61 * * * *", "0 0 30 2 *", "never"] {
            assert!(matches!(occurrence(bad, now), Err(Error::Invalid(_))), "{bad}");
        }
    }

    #[test]
    fn every_default_schedule_can_be_read() {
        let now: DateTime<Utc> = "2026-03-01T12:00:00Z".parse().unwrap();
        for definition in definitions() {
            assert!(occurrence(definition.schedule, now).is_ok(), "{}", definition.name);
            assert!((definition.check)(&serde_json::json!({})).is_ok(), "{}", definition.name);
        }
    }
}

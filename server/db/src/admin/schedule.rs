//! What runs by the clock, and how it went.

use chrono::{DateTime, Utc};
use diesel::prelude::*;
use diesel_async::{AsyncPgConnection, RunQueryDsl};
use serde_json::Value;

use crate::schema::{job_history, scheduled_jobs};
use crate::{JobRunId, JobRunStatus};

/// A job that runs by the clock.
#[derive(Debug, Clone, Queryable, Selectable)]
#[diesel(table_name = scheduled_jobs, check_for_backend(diesel::pg::Pg))]
pub struct ScheduledJob {
    /// Which.
    pub job_name: String,
    /// When, as a cron expression in UTC.
    pub schedule: String,
    /// Whether it runs by the clock.
    pub is_enabled: bool,
    /// When it was begun last.
    pub last_run_at: Option<DateTime<Utc>>,
    /// How that ended.
    pub last_run_status: Option<JobRunStatus>,
    /// When it is due.
    pub next_run_at: DateTime<Utc>,
    /// Its settings.
    pub settings: Value,
    /// When it was changed.
    pub updated_at: DateTime<Utc>,
}

/// A run of a scheduled job.
#[derive(Debug, Clone, Queryable, Selectable, Insertable)]
#[diesel(table_name = job_history, check_for_backend(diesel::pg::Pg))]
pub struct JobRun {
    /// Which.
    pub id: JobRunId,
    /// Of which job.
    pub job_name: String,
    /// When it began.
    pub started_at: DateTime<Utc>,
    /// When it ended.
    pub completed_at: Option<DateTime<Utc>>,
    /// How it stands.
    pub status: JobRunStatus,
    /// What went wrong.
    pub error: Option<String>,
    /// What it did, in numbers.
    pub details: Value,
}

/// Makes a job's row if it has none.
///
/// # Errors
/// Whatever the database answers.
pub async fn ensure(mut conn: &AsyncPgConnection, job_name: &str, schedule: &str, next_run_at: DateTime<Utc>) -> QueryResult<()> {
    diesel::insert_into(scheduled_jobs::table)
        .values((
            scheduled_jobs::job_name.eq(job_name),
            scheduled_jobs::schedule.eq(schedule),
            scheduled_jobs::next_run_at.eq(next_run_at),
        ))
        .on_conflict_do_nothing()
        .execute(&mut conn)
        .await?;
    Ok(())
}

/// All of them, by name.
///
/// # Errors
/// Whatever the database answers.
pub async fn all(mut conn: &AsyncPgConnection) -> QueryResult<Vec<ScheduledJob>> {
    scheduled_jobs::table.select(ScheduledJob::as_select()).order(scheduled_jobs::job_name).load(&mut conn).await
}

/// Locks a job that is due and that no other server is taking, for the transaction at hand.
///
/// # Errors
/// Whatever the database answers.
pub async fn lock_due(mut conn: &AsyncPgConnection, known: &[&str], now: DateTime<Utc>) -> QueryResult<Option<ScheduledJob>> {
    scheduled_jobs::table
        .filter(scheduled_jobs::is_enabled.and(scheduled_jobs::next_run_at.le(now)))
        .filter(scheduled_jobs::job_name.eq_any(known))
        .order(scheduled_jobs::next_run_at)
        .select(ScheduledJob::as_select())
        .for_update()
        .skip_locked()
        .first(&mut conn)
        .await
        .optional()
}

/// Locks a job by name, for the transaction at hand.
///
/// # Errors
/// Whatever the database answers.
pub async fn lock(mut conn: &AsyncPgConnection, job_name: &str) -> QueryResult<Option<ScheduledJob>> {
    scheduled_jobs::table.find(job_name).select(ScheduledJob::as_select()).for_update().first(&mut conn).await.optional()
}

/// Notes that a job was begun, and when it is due again.
///
/// # Errors
/// Whatever the database answers.
pub async fn begin(mut conn: &AsyncPgConnection, run: &JobRun, next_run_at: DateTime<Utc>) -> QueryResult<()> {
    diesel::update(scheduled_jobs::table.find(&run.job_name))
        .set((scheduled_jobs::last_run_at.eq(run.started_at), scheduled_jobs::next_run_at.eq(next_run_at)))
        .execute(&mut conn)
        .await?;
    diesel::insert_into(job_history::table).values(run).execute(&mut conn).await?;
    Ok(())
}

/// When the youngest unfinished run of a job began.
///
/// # Errors
/// Whatever the database answers.
pub async fn running_since(mut conn: &AsyncPgConnection, job_name: &str) -> QueryResult<Option<DateTime<Utc>>> {
    job_history::table
        .filter(job_history::job_name.eq(job_name).and(job_history::status.eq(JobRunStatus::Running)))
        .order(job_history::started_at.desc())
        .select(job_history::started_at)
        .first(&mut conn)
        .await
        .optional()
}

/// Notes that unfinished runs of a job, begun before `before`, will never end: their server is gone.
///
/// # Errors
/// Whatever the database answers.
pub async fn fail_abandoned(
    mut conn: &AsyncPgConnection,
    job_name: &str,
    before: DateTime<Utc>,
    now: DateTime<Utc>,
) -> QueryResult<usize> {
    diesel::update(job_history::table)
        .filter(job_history::job_name.eq(job_name).and(job_history::status.eq(JobRunStatus::Running)))
        .filter(job_history::started_at.lt(before))
        .set((
            job_history::status.eq(JobRunStatus::Failed),
            job_history::completed_at.eq(now),
            job_history::error.eq("the server stopped before it ended"),
        ))
        .execute(&mut conn)
        .await
}

/// Notes how a run ended.
///
/// # Errors
/// Whatever the database answers.
pub async fn end(mut conn: &AsyncPgConnection, run: &JobRun) -> QueryResult<()> {
    diesel::update(job_history::table.find(run.id))
        .set((
            job_history::status.eq(run.status),
            job_history::completed_at.eq(run.completed_at),
            job_history::error.eq(&run.error),
            job_history::details.eq(&run.details),
        ))
        .execute(&mut conn)
        .await?;
    diesel::update(scheduled_jobs::table.find(&run.job_name))
        .set(scheduled_jobs::last_run_status.eq(run.status))
        .execute(&mut conn)
        .await?;
    Ok(())
}

/// What may be changed about a scheduled job; what is `None` stays.
#[derive(Debug, Clone, Default, AsChangeset)]
#[diesel(table_name = scheduled_jobs)]
pub struct ScheduledJobChanges {
    /// When it runs.
    pub schedule: Option<String>,
    /// Whether it runs by the clock.
    pub is_enabled: Option<bool>,
    /// When it is due.
    pub next_run_at: Option<DateTime<Utc>>,
    /// Its settings.
    pub settings: Option<Value>,
}

/// Changes a scheduled job.
///
/// # Errors
/// Whatever the database answers.
pub async fn update(mut conn: &AsyncPgConnection, job_name: &str, changes: &ScheduledJobChanges) -> QueryResult<ScheduledJob> {
    diesel::update(scheduled_jobs::table.find(job_name))
        .set((changes, scheduled_jobs::updated_at.eq(diesel::dsl::now)))
        .returning(ScheduledJob::as_returning())
        .get_result(&mut conn)
        .await
}

/// Runs, newest first, of one job or of all.
///
/// # Errors
/// Whatever the database answers.
pub async fn runs(
    mut conn: &AsyncPgConnection,
    job_name: Option<&str>,
    after: Option<(DateTime<Utc>, JobRunId)>,
    limit: i64,
) -> QueryResult<Vec<JobRun>> {
    let mut query = job_history::table
        .select(JobRun::as_select())
        .order((job_history::started_at.desc(), job_history::id.desc()))
        .limit(limit)
        .into_boxed();
    if let Some(job_name) = job_name {
        query = query.filter(job_history::job_name.eq(job_name.to_owned()));
    }
    if let Some((started_at, id)) = after {
        let same_moment = job_history::started_at.eq(started_at).and(job_history::id.lt(id));
        query = query.filter(job_history::started_at.lt(started_at).or(same_moment));
    }
    query.load(&mut conn).await
}

/// How many runs there are, of one job or of all.
///
/// # Errors
/// Whatever the database answers.
pub async fn count_runs(mut conn: &AsyncPgConnection, job_name: Option<&str>) -> QueryResult<i64> {
    let mut query = job_history::table.count().into_boxed();
    if let Some(job_name) = job_name {
        query = query.filter(job_history::job_name.eq(job_name.to_owned()));
    }
    query.get_result(&mut conn).await
}

//! The durable queue.

use chrono::{DateTime, Utc};
use diesel::prelude::*;
use diesel::sql_types::{Int4, Text, Timestamptz, Uuid as SqlUuid};
use diesel_async::{AsyncPgConnection, RunQueryDsl};
use serde_json::Value;

use crate::kept::Keep as _;
use crate::schema::jobs;
use crate::{JobId, JobLane, JobState, UserId};

/// A job.
#[derive(Debug, Clone, Queryable, Selectable, QueryableByName)]
#[diesel(table_name = jobs, check_for_backend(diesel::pg::Pg))]
pub struct Job {
    /// Which.
    pub id: JobId,
    /// What is to be done: names the handler.
    pub kind: String,
    /// The queue it waits in.
    pub lane: JobLane,
    /// For whom; jobs of one person do not hold up those of others.
    pub user_id: Option<UserId>,
    /// What the handler needs to know.
    pub payload: Value,
    /// Where it stands.
    pub state: JobState,
    /// Higher goes first.
    pub priority: i32,
    /// How often it was begun.
    pub attempts: i32,
    /// How often it is begun at the most.
    pub max_attempts: i32,
    /// When it may be begun.
    pub run_at: DateTime<Utc>,
    /// Until when its worker holds it without a sign of life.
    pub lease_expires_at: Option<DateTime<Utc>>,
    /// Who holds it.
    pub worker_id: Option<String>,
    /// What went wrong last.
    pub last_error: Option<String>,
    /// When it was asked for.
    pub created_at: DateTime<Utc>,
    /// When it ended, however it did.
    pub finished_at: Option<DateTime<Utc>>,
}

/// A job to be.
#[derive(Debug, Insertable)]
#[diesel(table_name = jobs)]
pub struct NewJob<'a> {
    /// Which.
    pub id: JobId,
    /// What is to be done.
    pub kind: &'a str,
    /// The queue.
    pub lane: JobLane,
    /// For whom.
    pub user_id: Option<UserId>,
    /// What the handler needs to know.
    pub payload: Value,
    /// At most one job with this key waits or runs.
    pub dedupe_key: Option<&'a str>,
    /// When it may be begun.
    pub run_at: DateTime<Utc>,
    /// When it was asked for.
    pub created_at: DateTime<Utc>,
}

/// One holding of a job. A worker that lost its lease holds an old one, and none of its writes land.
#[derive(Debug, Clone)]
pub struct Claim<'a> {
    /// The job.
    pub id: JobId,
    /// The worker.
    pub worker_id: &'a str,
    /// Which beginning of the job this is.
    pub attempt: i32,
}

/// Queues a job; `None` when one with its dedupe key waits or runs already.
///
/// # Errors
/// Whatever the database answers.
pub async fn insert(mut conn: &AsyncPgConnection, job: NewJob<'_>) -> QueryResult<Option<JobId>> {
    diesel::insert_into(jobs::table)
        .values(job)
        .on_conflict_do_nothing()
        .returning(jobs::id)
        .get_result(&mut conn)
        .await
        .optional()
}

/// The job that waits or runs under this key.
///
/// # Errors
/// Whatever the database answers.
pub async fn by_dedupe_key(mut conn: &AsyncPgConnection, key: &str) -> QueryResult<Option<JobId>> {
    jobs::table
        .filter(jobs::dedupe_key.eq(key).and(jobs::state.eq_any([JobState::Queued, JobState::Running])))
        .select(jobs::id)
        .first(&mut conn)
        .await
        .optional()
}

/// Takes the next job of a lane: the highest priority first, then the person with the fewest running jobs, then the
/// longest wait. A running job whose lease ran out counts as waiting.
///
/// # Errors
/// Whatever the database answers.
pub async fn claim(
    mut conn: &AsyncPgConnection,
    lane: JobLane,
    worker_id: &str,
    now: DateTime<Utc>,
    lease_expires_at: DateTime<Utc>,
) -> QueryResult<Option<Job>> {
    diesel::sql_query(
        "WITH busy AS (
             SELECT user_id, count(*) AS running FROM jobs
             WHERE lane = $1 AND state = 'running' AND lease_expires_at >= $3 AND user_id IS NOT NULL
             GROUP BY user_id
         ), next AS (
             SELECT j.id FROM jobs AS j LEFT JOIN busy USING (user_id)
             WHERE j.lane = $1 AND (
                 (j.state = 'queued' AND j.run_at <= $3)
                 OR (j.state = 'running' AND j.lease_expires_at < $3 AND j.attempts < j.max_attempts))
             ORDER BY j.priority DESC, coalesce(busy.running, 0), j.run_at, j.id
             LIMIT 1
             FOR UPDATE OF j SKIP LOCKED
         )
         UPDATE jobs SET state = 'running', attempts = attempts + 1, worker_id = $2, lease_expires_at = $4
         FROM next WHERE jobs.id = next.id
         RETURNING jobs.id, kind, lane, user_id, payload, state, priority, attempts, max_attempts, run_at, lease_expires_at,
             worker_id, last_error, created_at, finished_at",
    )
    .bind::<Text, _>(lane)
    .bind::<Text, _>(worker_id)
    .bind::<Timestamptz, _>(now)
    .bind::<Timestamptz, _>(lease_expires_at)
    .keep()
    .get_result(&mut conn)
    .await
    .optional()
}

/// Gives up on jobs whose worker vanished at their last attempt.
///
/// # Errors
/// Whatever the database answers.
pub async fn bury_abandoned(mut conn: &AsyncPgConnection, lane: JobLane, now: DateTime<Utc>) -> QueryResult<usize> {
    diesel::update(jobs::table)
        .filter(jobs::lane.eq(lane).and(jobs::state.eq(JobState::Running)))
        .filter(jobs::lease_expires_at.lt(now).and(jobs::attempts.ge(jobs::max_attempts)))
        .set((
            jobs::state.eq(JobState::Dead),
            jobs::finished_at.eq(now),
            jobs::lease_expires_at.eq(None::<DateTime<Utc>>),
            jobs::last_error.eq("its worker vanished"),
        ))
        .execute(&mut conn)
        .await
}

/// Renews a lease; false when the job is no longer this worker's, because it was cancelled or taken by another.
///
/// # Errors
/// Whatever the database answers.
pub async fn renew(mut conn: &AsyncPgConnection, claim: &Claim<'_>, lease_expires_at: DateTime<Utc>) -> QueryResult<bool> {
    let renewed = diesel::sql_query(
        "UPDATE jobs SET lease_expires_at = $4 WHERE id = $1 AND worker_id = $2 AND attempts = $3 AND state = 'running'",
    )
    .bind::<SqlUuid, _>(claim.id)
    .bind::<Text, _>(claim.worker_id)
    .bind::<Int4, _>(claim.attempt)
    .bind::<Timestamptz, _>(lease_expires_at)
    .execute(&mut conn)
    .await?;
    Ok(renewed > 0)
}

/// How a holding of a job ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Ending {
    /// Done.
    Succeeded,
    /// Failed, and not worth another try.
    Dead {
        /// What went wrong.
        error: String,
    },
    /// Failed; to be tried again.
    Retry {
        /// What went wrong.
        error: String,
        /// When.
        run_at: DateTime<Utc>,
    },
    /// Given back unfinished; this beginning does not count.
    Returned,
}

/// Ends a holding; false when the job was no longer this worker's.
///
/// # Errors
/// Whatever the database answers.
pub async fn end(mut conn: &AsyncPgConnection, claim: &Claim<'_>, ending: &Ending, now: DateTime<Utc>) -> QueryResult<bool> {
    let held = jobs::table.filter(
        jobs::id
            .eq(claim.id)
            .and(jobs::worker_id.eq(claim.worker_id))
            .and(jobs::attempts.eq(claim.attempt))
            .and(jobs::state.eq(JobState::Running)),
    );
    let free = (jobs::lease_expires_at.eq(None::<DateTime<Utc>>), jobs::worker_id.eq(None::<String>));
    let ended = match ending {
        Ending::Succeeded => {
            let set = (free, jobs::state.eq(JobState::Succeeded), jobs::finished_at.eq(now));
            diesel::update(held).set(set).execute(&mut conn).await?
        }
        Ending::Dead { error } => {
            let set = (free, jobs::state.eq(JobState::Dead), jobs::finished_at.eq(now), jobs::last_error.eq(error));
            diesel::update(held).set(set).execute(&mut conn).await?
        }
        Ending::Retry { error, run_at } => {
            let set = (free, jobs::state.eq(JobState::Queued), jobs::run_at.eq(run_at), jobs::last_error.eq(error));
            diesel::update(held).set(set).execute(&mut conn).await?
        }
        Ending::Returned => {
            let set = (free, jobs::state.eq(JobState::Queued), jobs::run_at.eq(now), jobs::attempts.eq(jobs::attempts - 1));
            diesel::update(held).set(set).execute(&mut conn).await?
        }
    };
    Ok(ended > 0)
}

/// Puts an ended job back into its queue with all its attempts; `None` when there is none or it has not ended badly.
///
/// # Errors
/// Whatever the database answers.
pub async fn requeue(mut conn: &AsyncPgConnection, id: JobId, now: DateTime<Utc>) -> QueryResult<Option<Job>> {
    diesel::update(jobs::table.filter(jobs::id.eq(id).and(jobs::state.eq_any([JobState::Dead, JobState::Cancelled]))))
        .set((
            jobs::state.eq(JobState::Queued),
            jobs::attempts.eq(0),
            jobs::run_at.eq(now),
            jobs::finished_at.eq(None::<DateTime<Utc>>),
        ))
        .returning(Job::as_returning())
        .get_result(&mut conn)
        .await
        .optional()
}

/// Cancels a job that waits or runs; `None` when there is none or it has ended.
///
/// # Errors
/// Whatever the database answers.
pub async fn cancel(mut conn: &AsyncPgConnection, id: JobId, now: DateTime<Utc>) -> QueryResult<Option<Job>> {
    diesel::update(jobs::table.filter(jobs::id.eq(id).and(jobs::state.eq_any([JobState::Queued, JobState::Running]))))
        .set((jobs::state.eq(JobState::Cancelled), jobs::finished_at.eq(now), jobs::lease_expires_at.eq(None::<DateTime<Utc>>)))
        .returning(Job::as_returning())
        .get_result(&mut conn)
        .await
        .optional()
}

/// One job.
///
/// # Errors
/// Whatever the database answers.
pub async fn find(mut conn: &AsyncPgConnection, id: JobId) -> QueryResult<Option<Job>> {
    jobs::table.find(id).select(Job::as_select()).first(&mut conn).await.optional()
}

/// Which jobs are meant.
#[derive(Debug, Clone, Copy, Default)]
pub struct JobFilter {
    /// Only those in this state.
    pub state: Option<JobState>,
    /// Only those in this lane.
    pub lane: Option<JobLane>,
}

/// Jobs, newest first.
///
/// # Errors
/// Whatever the database answers.
pub async fn page(mut conn: &AsyncPgConnection, filter: JobFilter, after: Option<JobId>, limit: i64) -> QueryResult<Vec<Job>> {
    let mut query = jobs::table.select(Job::as_select()).order(jobs::id.desc()).limit(limit).into_boxed();
    if let Some(state) = filter.state {
        query = query.filter(jobs::state.eq(state));
    }
    if let Some(lane) = filter.lane {
        query = query.filter(jobs::lane.eq(lane));
    }
    if let Some(after) = after {
        query = query.filter(jobs::id.lt(after));
    }
    query.load(&mut conn).await
}

/// How many jobs there are.
///
/// # Errors
/// Whatever the database answers.
pub async fn count(mut conn: &AsyncPgConnection, filter: JobFilter) -> QueryResult<i64> {
    let mut query = jobs::table.count().into_boxed();
    if let Some(state) = filter.state {
        query = query.filter(jobs::state.eq(state));
    }
    if let Some(lane) = filter.lane {
        query = query.filter(jobs::lane.eq(lane));
    }
    query.get_result(&mut conn).await
}

use medianest_db::admin::jobs as rows;
use medianest_db::{AsyncConnection, AsyncPgConnection, JobId, JobLane, Role, UserId};
use serde_json::Value;

use super::{Job, JobFilter};
use crate::admin::audit::{self, Entry};
use crate::events::Event;
use crate::policy::Actor;
use crate::{App, Error, Page, PageRequest, Result};

/// Queues a job in the caller's transaction: it exists exactly when the change that needs it does. With a dedupe key, a
/// job that waits or runs under that key is answered instead of a second one.
///
/// # Errors
/// Only those of the database.
pub async fn enqueue(
    conn: &AsyncPgConnection,
    app: &App,
    lane: JobLane,
    kind: &str,
    payload: Value,
    dedupe_key: Option<&str>,
    user_id: Option<UserId>,
) -> Result<JobId> {
    let (id, now) = (app.new_id(), app.now());
    let job = rows::NewJob { id, kind, lane, user_id, payload, dedupe_key, run_at: now, created_at: now };
    match (rows::insert(conn, job).await?, dedupe_key) {
        (Some(id), _) => {
            Event::JobsReady { lane }.emit(conn).await?;
            Ok(id)
        }
        (None, Some(key)) => {
            // The other one may have ended just now; then its work was done after the caller's change was begun.
            rows::by_dedupe_key(conn, key).await?.ok_or_else(|| Error::conflict("the same job is just ending; try again"))
        }
        (None, None) => Err(Error::internal("a job without a dedupe key met another")),
    }
}

/// Jobs, newest first. For administrators.
///
/// # Errors
/// [`Error::Forbidden`] for anybody else.
pub async fn page(app: &App, actor: &Actor, filter: JobFilter, request: &PageRequest<JobId>) -> Result<Page<Job>> {
    actor.require_role(Role::Admin)?;
    let found = rows::page(&*app.db().await?, filter, request.after, request.first + 1).await?;
    Ok(Page::from_rows(found, request.first))
}

/// How many jobs there are. For administrators.
///
/// # Errors
/// [`Error::Forbidden`] for anybody else.
pub async fn count(app: &App, actor: &Actor, filter: JobFilter) -> Result<i64> {
    actor.require_role(Role::Admin)?;
    Ok(rows::count(&*app.db().await?, filter).await?)
}

/// Puts a dead or cancelled job back into its queue. For administrators.
///
/// # Errors
/// [`Error::Forbidden`], [`Error::NotFound`], or [`Error::Conflict`] for a job that has not ended badly, or whose place
/// was taken by a younger one.
pub async fn retry(app: &App, actor: &Actor, id: JobId) -> Result<Job> {
    actor.require_role(Role::Admin)?;
    let mut conn = app.db().await?;
    conn.transaction(async |conn| {
        rows::find(conn, id).await?.ok_or(Error::NotFound("job"))?;
        let job = rows::requeue(conn, id, app.now()).await.map_err(|error| {
            if Error::violates(&error, "jobs_dedupe_key_idx") {
                Error::conflict("a younger job does the same already")
            } else {
                error.into()
            }
        })?;
        let job = job.ok_or_else(|| Error::conflict("only a dead or cancelled job can be tried again"))?;
        audit::record(app, actor, conn, Entry::new("jobs.job_retried").on("job", id)).await?;
        Event::JobsReady { lane: job.lane }.emit(conn).await?;
        Ok(job)
    })
    .await
}

/// Cancels a job that waits or runs. For administrators.
///
/// # Errors
/// [`Error::Forbidden`], [`Error::NotFound`], or [`Error::Conflict`] for a job that has ended.
pub async fn cancel(app: &App, actor: &Actor, id: JobId) -> Result<Job> {
    actor.require_role(Role::Admin)?;
    let mut conn = app.db().await?;
    conn.transaction(async |conn| {
        rows::find(conn, id).await?.ok_or(Error::NotFound("job"))?;
        let job = rows::cancel(conn, id, app.now()).await?.ok_or_else(|| Error::conflict("the job has ended"))?;
        audit::record(app, actor, conn, Entry::new("jobs.job_cancelled").on("job", id)).await?;
        Event::JobCancelled { id }.emit(conn).await?;
        Ok(job)
    })
    .await
}

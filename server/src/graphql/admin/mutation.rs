use async_graphql::{Context, InputObject, Json, Object, Result, SimpleObject};
use medianest_core::db::JobId;
use medianest_core::jobs::{self, ScheduledJobPatch};

use super::{Job, JobRun, ScheduledJob};
use crate::graphql::{ContextExt, Id};

/// What to change about a scheduled job; what is left out stays.
#[derive(InputObject)]
pub struct UpdateScheduledJobInput {
    /// Which.
    name: String,
    /// When it runs: a cron expression of five fields, in UTC.
    schedule: Option<String>,
    /// Whether it runs by the clock.
    is_enabled: Option<bool>,
    /// Its settings, as one object; replaces all of them.
    settings: Option<Json<serde_json::Value>>,
}

/// What a scheduled job is now.
#[derive(SimpleObject)]
pub struct UpdateScheduledJobPayload {
    /// The job.
    scheduled_job: ScheduledJob,
}

/// Which scheduled job to run.
#[derive(InputObject)]
pub struct RunScheduledJobNowInput {
    /// Its name.
    name: String,
}

/// What was begun.
#[derive(SimpleObject)]
pub struct RunScheduledJobNowPayload {
    /// The run, which goes on after this answer: `jobHistory` tells how it ended.
    job_run: JobRun,
}

/// Which job to try again.
#[derive(InputObject)]
pub struct RetryJobInput {
    /// Its id.
    id: Id<JobId>,
}

/// What a retried job is now.
#[derive(SimpleObject)]
pub struct RetryJobPayload {
    /// The job.
    job: Job,
}

/// Which job to call off.
#[derive(InputObject)]
pub struct CancelJobInput {
    /// Its id.
    id: Id<JobId>,
}

/// What a cancelled job is now.
#[derive(SimpleObject)]
pub struct CancelJobPayload {
    /// The job.
    job: Job,
}

/// What administrators can do.
#[derive(Default)]
pub struct AdminMutation;

#[Object]
impl AdminMutation {
    /// Changes when and how something runs by the clock. For administrators.
    async fn update_scheduled_job(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which, and what to change.")] input: UpdateScheduledJobInput,
    ) -> Result<UpdateScheduledJobPayload> {
        let UpdateScheduledJobInput { name, schedule, is_enabled, settings } = input;
        let patch = ScheduledJobPatch { schedule, is_enabled, settings: settings.map(|Json(settings)| settings) };
        let job = jobs::update_scheduled_job(ctx.app(), ctx.actor(), &name, patch).await?;
        Ok(UpdateScheduledJobPayload { scheduled_job: ScheduledJob(job) })
    }

    /// Runs something now that else runs by the clock, whether or not it is enabled. For administrators.
    async fn run_scheduled_job_now(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which.")] input: RunScheduledJobNowInput,
    ) -> Result<RunScheduledJobNowPayload> {
        let run = jobs::run_now(ctx.app(), ctx.actor(), &input.name).await?;
        Ok(RunScheduledJobNowPayload { job_run: JobRun(run) })
    }

    /// Puts a dead or cancelled job back into its queue. For administrators.
    async fn retry_job(&self, ctx: &Context<'_>, #[graphql(desc = "Which.")] input: RetryJobInput) -> Result<RetryJobPayload> {
        Ok(RetryJobPayload { job: Job(jobs::retry(ctx.app(), ctx.actor(), input.id.0).await?) })
    }

    /// Calls off a job that waits or runs. For administrators.
    async fn cancel_job(&self, ctx: &Context<'_>, #[graphql(desc = "Which.")] input: CancelJobInput) -> Result<CancelJobPayload> {
        Ok(CancelJobPayload { job: Job(jobs::cancel(ctx.app(), ctx.actor(), input.id.0).await?) })
    }
}

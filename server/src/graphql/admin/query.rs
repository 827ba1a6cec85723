use async_graphql::{Context, Object, Result};
use chrono::{DateTime, Utc};
use medianest_core::admin::errors;
use medianest_core::db::{ErrorLogId, JobId, JobRunId};
use medianest_core::{Error, jobs};

use super::{ErrorLog, Job, JobLane, JobRun, JobState, ScheduledJob};
use crate::graphql::{Connection, ContextExt, PageArgs, connection};

/// What administrators can ask.
#[derive(Default)]
pub struct AdminQuery;

#[Object]
impl AdminQuery {
    /// What runs by the clock. For administrators.
    #[graphql(complexity = "10 * child_complexity")]
    async fn scheduled_jobs(&self, ctx: &Context<'_>) -> Result<Vec<ScheduledJob>> {
        Ok(jobs::scheduled_jobs(ctx.app(), ctx.actor()).await?.into_iter().map(ScheduledJob).collect())
    }

    /// How scheduled jobs went, newest first. For administrators.
    #[graphql(complexity = "first.unwrap_or(20).max(0) as usize * child_complexity")]
    async fn job_history(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Only of the job with this name.")] job_name: Option<String>,
        #[graphql(desc = "How many, at most 100; 20 if not given.")] first: Option<i32>,
        #[graphql(desc = "The cursor of the last one already seen.")] after: Option<String>,
    ) -> Result<Connection<(DateTime<Utc>, JobRunId), JobRun>> {
        let (app, actor) = (ctx.app(), ctx.actor());
        let request = PageArgs { first, after }.request()?;
        let page = jobs::runs(app, actor, job_name.as_deref(), &request).await?;
        let (app, actor) = (app.clone(), actor.clone());
        let count = move || {
            let (app, actor, job_name) = (app.clone(), actor.clone(), job_name.clone());
            async move { jobs::count_runs(&app, &actor, job_name.as_deref()).await }
        };
        Ok(connection(page, request.after.is_some(), |row: jobs::JobRun| ((row.started_at, row.id), JobRun(row)), count))
    }

    /// What is done in the background, newest first. For administrators.
    #[graphql(complexity = "first.unwrap_or(20).max(0) as usize * child_complexity")]
    async fn jobs(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Only those in this state.")] state: Option<JobState>,
        #[graphql(desc = "Only those in this queue.")] lane: Option<JobLane>,
        #[graphql(desc = "How many, at most 100; 20 if not given.")] first: Option<i32>,
        #[graphql(desc = "The cursor of the last one already seen.")] after: Option<String>,
    ) -> Result<Connection<JobId, Job>> {
        let (app, actor) = (ctx.app(), ctx.actor());
        let filter = jobs::JobFilter { state: state.map(Into::into), lane: lane.map(Into::into) };
        let request = PageArgs { first, after }.request()?;
        let page = jobs::page(app, actor, filter, &request).await?;
        let (app, actor) = (app.clone(), actor.clone());
        let count = move || {
            let (app, actor) = (app.clone(), actor.clone());
            async move { jobs::count(&app, &actor, filter).await }
        };
        Ok(connection(page, request.after.is_some(), |row: jobs::Job| (row.id, Job(row)), count))
    }

    /// Faults that callers were told only as internal errors, newest first. For administrators.
    #[graphql(complexity = "first.unwrap_or(20).max(0) as usize * child_complexity")]
    async fn error_logs(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Only those of the request whose caller was shown this id.")] correlation_id: Option<String>,
        #[graphql(desc = "How many, at most 100; 20 if not given.")] first: Option<i32>,
        #[graphql(desc = "The cursor of the last one already seen.")] after: Option<String>,
    ) -> Result<Connection<(DateTime<Utc>, ErrorLogId), ErrorLog>> {
        let (app, actor) = (ctx.app(), ctx.actor());
        let correlation_id = correlation_id
            .map(|text| text.trim().parse::<uuid::Uuid>())
            .transpose()
            .map_err(|_| Error::invalid("correlationId", "use the id as the client was shown it"))?;
        let request = PageArgs { first, after }.request()?;
        let page = errors::page(app, actor, correlation_id, &request).await?;
        let (app, actor) = (app.clone(), actor.clone());
        let count = move || {
            let (app, actor) = (app.clone(), actor.clone());
            async move { errors::count(&app, &actor, correlation_id).await }
        };
        Ok(connection(page, request.after.is_some(), |row: errors::ErrorLog| ((row.created_at, row.id), ErrorLog(row)), count))
    }
}

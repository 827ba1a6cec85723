use async_graphql::{Enum, Json, Object};
use chrono::{DateTime, Utc};
use medianest_core::db::{self, JobRunId};
use medianest_core::jobs;

use crate::graphql::Id;

/// How a run of a scheduled job ended.
#[derive(Enum, Debug, Clone, Copy, PartialEq, Eq)]
#[graphql(remote = "db::JobRunStatus")]
pub enum JobRunStatus {
    /// It has not.
    Running,
    /// Well.
    Succeeded,
    /// Badly.
    Failed,
}

/// Something that runs by the clock, on one server at a time.
pub struct ScheduledJob(pub jobs::ScheduledJob);

/// Something that runs by the clock, on one server at a time.
#[Object]
impl ScheduledJob {
    /// Its name, which other fields and mutations know it by.
    async fn name(&self) -> &str {
        &self.0.job_name
    }

    /// What it is for.
    async fn description(&self) -> Option<&'static str> {
        jobs::definition(&self.0.job_name).map(|definition| definition.description)
    }

    /// When it runs: a cron expression of five fields, in UTC.
    async fn schedule(&self) -> &str {
        &self.0.schedule
    }

    /// Whether it runs by the clock.
    async fn is_enabled(&self) -> bool {
        self.0.is_enabled
    }

    /// Its settings, where they differ from the defaults.
    async fn settings(&self) -> Json<&serde_json::Value> {
        Json(&self.0.settings)
    }

    /// When it was begun last.
    async fn last_run_at(&self) -> Option<DateTime<Utc>> {
        self.0.last_run_at
    }

    /// How its last run ended.
    async fn last_run_status(&self) -> Option<JobRunStatus> {
        self.0.last_run_status.map(Into::into)
    }

    /// When it is due.
    async fn next_run_at(&self) -> DateTime<Utc> {
        self.0.next_run_at
    }
}

/// A run of a scheduled job.
pub struct JobRun(pub jobs::JobRun);

/// A run of a scheduled job.
#[Object]
impl JobRun {
    /// Its id.
    async fn id(&self) -> Id<JobRunId> {
        Id(self.0.id)
    }

    /// Which job ran.
    async fn job_name(&self) -> &str {
        &self.0.job_name
    }

    /// When it began.
    async fn started_at(&self) -> DateTime<Utc> {
        self.0.started_at
    }

    /// When it ended.
    async fn completed_at(&self) -> Option<DateTime<Utc>> {
        self.0.completed_at
    }

    /// How it ended.
    async fn status(&self) -> JobRunStatus {
        self.0.status.into()
    }

    /// What went wrong.
    async fn error(&self) -> Option<&str> {
        self.0.error.as_deref()
    }

    /// What it did, in numbers.
    async fn details(&self) -> Json<&serde_json::Value> {
        Json(&self.0.details)
    }
}

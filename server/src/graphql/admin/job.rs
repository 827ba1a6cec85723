use async_graphql::{Context, Enum, Object, Result};
use chrono::{DateTime, Utc};
use medianest_core::db::{self, JobId};
use medianest_core::jobs;

use crate::graphql::identity::{User, UserById};
use crate::graphql::{ContextExt, Id};

/// Which queue a job waits in; each has its own workers.
#[derive(Enum, Debug, Clone, Copy, PartialEq, Eq)]
#[graphql(remote = "db::JobLane")]
pub enum JobLane {
    /// What players said.
    Ingest,
    /// Keeping in step with other services.
    Sync,
    /// Imports.
    Import,
    /// Asking providers about items.
    Metadata,
}

/// Where a queued job stands.
#[derive(Enum, Debug, Clone, Copy, PartialEq, Eq)]
#[graphql(remote = "db::JobState")]
pub enum JobState {
    /// It waits.
    Queued,
    /// A worker has it.
    Running,
    /// It is done.
    Succeeded,
    /// It failed for good.
    Dead,
    /// Somebody called it off.
    Cancelled,
}

/// Something to be done in the background.
pub struct Job(pub jobs::Job);

/// Something to be done in the background.
#[Object]
impl Job {
    /// Its id.
    async fn id(&self) -> Id<JobId> {
        Id(self.0.id)
    }

    /// What is to be done, such as `import`.
    async fn kind(&self) -> &str {
        &self.0.kind
    }

    /// The queue it waits in.
    async fn lane(&self) -> JobLane {
        self.0.lane.into()
    }

    /// Where it stands.
    async fn state(&self) -> JobState {
        self.0.state.into()
    }

    /// For whom, if for somebody.
    async fn user(&self, ctx: &Context<'_>) -> Result<Option<User>> {
        match self.0.user_id {
            Some(id) => Ok(ctx.load::<UserById>(id).await?),
            None => Ok(None),
        }
    }

    /// Higher goes first.
    async fn priority(&self) -> i32 {
        self.0.priority
    }

    /// How often it was begun.
    async fn attempts(&self) -> i32 {
        self.0.attempts
    }

    /// How often it is begun at the most.
    async fn max_attempts(&self) -> i32 {
        self.0.max_attempts
    }

    /// When it may be begun.
    async fn run_at(&self) -> DateTime<Utc> {
        self.0.run_at
    }

    /// What went wrong last.
    async fn last_error(&self) -> Option<&str> {
        self.0.last_error.as_deref()
    }

    /// When it was asked for.
    async fn created_at(&self) -> DateTime<Utc> {
        self.0.created_at
    }

    /// When it ended, however it did.
    async fn finished_at(&self) -> Option<DateTime<Utc>> {
        self.0.finished_at
    }
}

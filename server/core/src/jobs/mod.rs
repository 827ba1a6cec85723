//! The durable queue and the schedule.
//!
//! A rule that needs something done later calls [`enqueue`] in its transaction; [`work`] does it, on whichever server
//! has a free hand. What a job does belongs to its domain: here is only when, by whom, and what happens if it fails.

mod handlers;
mod maintenance;
mod queue;
mod schedule;
mod worker;

use medianest_db::JobLane;
use tokio::task::JoinSet;
use tokio_util::sync::CancellationToken;

pub use handlers::{Handlers, Outcome, Running};
pub use medianest_db::admin::jobs::{Job, JobFilter};
pub use medianest_db::admin::schedule::{JobRun, ScheduledJob};
pub use queue::{cancel, count, enqueue, page, retry};
pub use schedule::{
    Definition, ScheduledJobPatch, count_runs, definition, definitions, keep_schedule, run_due, run_now, runs, scheduled_jobs,
    update_scheduled_job,
};
pub use worker::{WorkerOptions, work};

use crate::App;

/// Every kind of job this version can do.
#[must_use]
pub fn handlers() -> Handlers {
    let handlers = crate::imports::handlers(Handlers::default());
    let handlers = crate::diary::statistics::handlers(crate::diary::together::handlers(handlers));
    let handlers = crate::metadata::remerge::handlers(crate::metadata::refresh::handlers(handlers));
    crate::diary::write_back::handlers(handlers)
}

/// Works through all lanes and keeps the schedule, until the shutdown; then ends or gives back what is in hand.
pub async fn run(app: App, handlers: Handlers, shutdown: CancellationToken) {
    let mut all = JoinSet::new();
    for &lane in JobLane::ALL {
        all.spawn(work(app.clone(), handlers.clone(), lane, WorkerOptions::of(lane), shutdown.clone()));
    }
    all.spawn(crate::diary::write_back::keep(app.clone(), shutdown.clone()));
    all.spawn(keep_schedule(app, shutdown));
    while all.join_next().await.is_some() {}
}

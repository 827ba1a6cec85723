use std::any::Any;
use std::panic::AssertUnwindSafe;
use std::sync::Arc;
use std::time::{Duration, Instant};

use chrono::TimeDelta;
use futures_util::{FutureExt, StreamExt};
use medianest_db::JobLane;
use medianest_db::admin::jobs::{self as rows, Claim, Ending};
use rand::RngExt;
use tokio::task::JoinSet;
use tokio::time::{MissedTickBehavior, interval, sleep, timeout};
use tokio_util::sync::CancellationToken;
use tracing::Instrument;
use uuid::Uuid;

use super::{Handlers, Job, Outcome, Running};
use crate::events::{Event, Heard};
use crate::{App, Error, Result};

/// How a lane is worked through.
#[derive(Debug, Clone, Copy)]
pub struct WorkerOptions {
    /// How many jobs are in hand at a time.
    pub concurrency: usize,
    /// How long a job stays taken without a sign of life.
    pub lease: Duration,
    /// How often the queue is looked at unasked: for jobs that are due later, and for those whose worker vanished.
    pub poll: Duration,
    /// How long a shutdown waits for the jobs in hand before it gives them back.
    pub drain: Duration,
}

impl WorkerOptions {
    /// What suits a lane.
    #[must_use]
    pub fn of(lane: JobLane) -> Self {
        let concurrency = match lane {
            JobLane::Ingest => 4,
            JobLane::Sync | JobLane::Metadata => 2,
            // An import keeps a connection and a core busy for long.
            JobLane::Import => 1,
        };
        Self { concurrency, lease: Duration::from_mins(1), poll: Duration::from_secs(5), drain: Duration::from_secs(10) }
    }
}

/// Works through a lane until the shutdown; then ends or gives back what is in hand.
pub async fn work(app: App, handlers: Handlers, lane: JobLane, options: WorkerOptions, shutdown: CancellationToken) {
    let worker = Arc::new(Worker {
        id: app.clock().now().timestamp_micros().to_string() + "-" + &Uuid::from_u128(rand::rng().random()).simple().to_string(),
        app,
        handlers,
        lane,
        options,
        stop: shutdown.child_token(),
        abandon: CancellationToken::new(),
    });
    let mut heard = worker.app.events().stream();
    let mut in_hand = JoinSet::new();
    let mut poll = interval(options.poll);
    poll.set_missed_tick_behavior(MissedTickBehavior::Delay);
    while !shutdown.is_cancelled() {
        worker.take_all(&mut in_hand).await;
        tokio::select! {
            () = shutdown.cancelled() => {}
            Some(_) = in_hand.join_next(), if !in_hand.is_empty() => {}
            Some(()) = async { heard.next().await.map(|heard| heard_of(&heard, lane)).filter(|wakes| *wakes).map(|_| ()) } => {}
            _ = poll.tick() => worker.bury_abandoned().await,
        }
    }
    if timeout(options.drain, async { while in_hand.join_next().await.is_some() {} }).await.is_err() {
        worker.abandon.cancel();
        while in_hand.join_next().await.is_some() {}
    }
}

fn heard_of(heard: &Heard, lane: JobLane) -> bool {
    match heard {
        Heard::Resync => true,
        Heard::Event(event) => *event == Event::JobsReady { lane },
    }
}

struct Worker {
    id: String,
    app: App,
    handlers: Handlers,
    lane: JobLane,
    options: WorkerOptions,
    stop: CancellationToken,
    /// Set when the shutdown waits no longer.
    abandon: CancellationToken,
}

impl Worker {
    /// Takes jobs while there are any and a hand is free.
    async fn take_all(self: &Arc<Self>, in_hand: &mut JoinSet<()>) {
        while in_hand.len() < self.options.concurrency {
            match self.take().await {
                Ok(Some(job)) => {
                    let span = tracing::info_span!("job", job.id = %job.id, job.kind = job.kind, job.attempt = job.attempts);
                    in_hand.spawn(Arc::clone(self).hold(job).instrument(span));
                }
                Ok(None) => return,
                Err(error) => {
                    tracing::warn!(error = %error, "the queue could not be read");
                    return;
                }
            }
        }
    }

    async fn take(&self) -> Result<Option<Job>> {
        let now = self.app.now();
        let lease_expires_at = now + self.lease();
        Ok(rows::claim(&*self.app.db().await?, self.lane, &self.id, now, lease_expires_at).await?)
    }

    fn lease(&self) -> TimeDelta {
        TimeDelta::from_std(self.options.lease).unwrap_or(TimeDelta::MAX)
    }

    async fn bury_abandoned(&self) {
        let buried = async { Ok::<_, Error>(rows::bury_abandoned(&*self.app.db().await?, self.lane, self.app.now()).await?) };
        match buried.await {
            Ok(0) => {}
            Ok(dead) => tracing::error!(dead, job.lane = self.lane.as_str(), "jobs died with their workers"),
            Err(error) => tracing::debug!(error = %error, "abandoned jobs could not be looked for"),
        }
    }

    /// Does a job and writes down how that went.
    async fn hold(self: Arc<Self>, job: Job) {
        let claim = Claim { id: job.id, worker_id: &self.id, attempt: job.attempts };
        let stop = self.stop.child_token();
        let began = Instant::now();
        let Some(ending) = self.attend(&job, &claim, stop).await else {
            tracing::info!("the job was cancelled or taken by another");
            return;
        };
        let outcome = match &ending {
            Ending::Succeeded => "succeeded",
            Ending::Returned => "returned",
            Ending::Retry { error, run_at } => {
                tracing::warn!(error, %run_at, "the job failed and will be tried again");
                "failed"
            }
            Ending::Dead { error } => {
                tracing::error!(error, "the job failed for good");
                "dead"
            }
        };
        metrics::counter!("medianest_jobs_total", "kind" => job.kind.clone(), "outcome" => outcome).increment(1);
        metrics::histogram!("medianest_job_duration_seconds", "kind" => job.kind.clone()).record(began.elapsed().as_secs_f64());
        // The database may be away for a moment; after the lease another worker has the job anyway.
        for wait in [100, 500, 2_000, 10_000] {
            let written = async { Ok::<_, Error>(rows::end(&*self.app.db().await?, &claim, &ending, self.app.now()).await?) };
            match written.await {
                Ok(_) => return,
                Err(error) => tracing::warn!(error = %error, "the end of a job could not be written down"),
            }
            sleep(Duration::from_millis(wait)).await;
        }
    }

    /// Runs the handler and renews the lease meanwhile; `None` when the job stopped being ours.
    async fn attend(&self, job: &Job, claim: &Claim<'_>, stop: CancellationToken) -> Option<Ending> {
        let Some(handler) = self.handlers.get(&job.kind) else {
            return Some(self.failed(job, &Error::conflict(format!("this version has no handler for `{}`", job.kind))));
        };
        let mut heard = self.app.events().stream();
        let running = Running { app: self.app.clone(), job: job.clone(), stop: stop.clone() };
        let mut work = AssertUnwindSafe(handler(running)).catch_unwind();
        let mut renewal = interval(self.options.lease / 3);
        renewal.tick().await;
        loop {
            let is_lost = tokio::select! {
                result = &mut work => return Some(match result {
                    Ok(Ok(Outcome::Done)) => Ending::Succeeded,
                    Ok(Ok(Outcome::Yielded)) => Ending::Returned,
                    Ok(Err(error)) => self.failed(job, &error),
                    Err(panic) => self.failed(job, &Error::internal(format!("the handler panicked: {}", words_of(&*panic)))),
                }),
                _ = renewal.tick() => !self.renew(claim).await,
                Some(heard) = heard.next() => heard == Heard::Event(Event::JobCancelled { id: job.id }),
                () = self.abandon.cancelled() => return Some(Ending::Returned),
            };
            if is_lost {
                stop.cancel();
                // The handler may come to the end of its step; whatever it answers is no longer ours to write.
                let _ = timeout(self.options.drain, work).await;
                return None;
            }
        }
    }

    /// Renews the lease; true while the job is ours, as far as can be known.
    async fn renew(&self, claim: &Claim<'_>) -> bool {
        let lease_expires_at = self.app.now() + self.lease();
        let renewed = async { Ok::<_, Error>(rows::renew(&*self.app.db().await?, claim, lease_expires_at).await?) };
        renewed.await.unwrap_or_else(|error| {
            tracing::warn!(error = %error, "a lease could not be renewed");
            true
        })
    }

    fn failed(&self, job: &Job, error: &Error) -> Ending {
        let text: String = error.to_string().chars().filter(|c| *c != '\0').take(2_000).collect();
        let is_hopeless = match error {
            Error::Unauthenticated | Error::Forbidden(_) | Error::NotFound(_) | Error::Conflict(_) | Error::Invalid(_) => true,
            Error::RateLimited(_) | Error::Upstream(..) | Error::Unavailable(_) | Error::Internal(_) => false,
        };
        if is_hopeless || job.attempts >= job.max_attempts {
            return Ending::Dead { error: text };
        }
        let wait = match error {
            Error::RateLimited(wait) => TimeDelta::from_std(*wait).unwrap_or(TimeDelta::MAX),
            _ => backoff(job.attempts, rand::rng().random_range(0.5..1.0)),
        };
        Ending::Retry { error: text, run_at: self.app.now() + wait }
    }
}

/// How long a job waits after its nth failure: 10 s, 20 s, 40 s ... an hour at the most, times a chance between a half
/// and one, so that jobs that failed together do not come back together.
fn backoff(attempt: i32, chance: f64) -> TimeDelta {
    let full = 10_000_i64.saturating_mul(1 << (attempt - 1).clamp(0, 20)).min(3_600_000);
    #[expect(clippy::cast_possible_truncation, clippy::cast_precision_loss, reason = "milliseconds of at most an hour")]
    let millis = (full as f64 * chance) as i64;
    TimeDelta::milliseconds(millis)
}

fn words_of(panic: &(dyn Any + Send)) -> &str {
    panic.downcast_ref::<&str>().copied().or_else(|| panic.downcast_ref::<String>().map(String::as_str)).unwrap_or("no words")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_wait_between_tries_doubles_up_to_an_hour() {
        let waits: Vec<i64> = [1, 2, 3, 9, 10, 100].map(|attempt| backoff(attempt, 1.0).num_seconds()).into();
        assert_eq!(waits, [10, 20, 40, 2_560, 3_600, 3_600]);
        assert_eq!(backoff(1, 0.5).num_seconds(), 5);
    }
}

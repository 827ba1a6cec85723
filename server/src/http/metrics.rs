//! Prometheus metrics, on a port of their own: they have no sign-in, so they must not be where everybody is.

use std::time::Duration;

use anyhow::Context;
use axum::extract::State;
use axum::http::header::CONTENT_TYPE;
use axum::response::{IntoResponse, Response};
use medianest_core::App;
use medianest_core::db::JobState;
use medianest_core::jobs::{self, JobFilter};
use medianest_core::policy::Actor;
use metrics::{describe_counter, describe_gauge, describe_histogram, gauge};
use metrics_exporter_prometheus::{PrometheusBuilder, PrometheusHandle};

use super::Routes;

/// Upper ends of the durations counted, in seconds.
const BUCKETS: [f64; 11] = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 5.0];
/// Durations gathered since the last look are sorted into their buckets this often, looked at or not.
const UPKEEP: Duration = Duration::from_secs(5);
/// How long counting jobs may hold up an answer.
const PATIENCE: Duration = Duration::from_secs(1);

/// The process's metrics.
#[derive(Clone)]
pub struct Metrics {
    handle: PrometheusHandle,
    app: App,
}

impl Metrics {
    /// Starts counting, for the whole process.
    ///
    /// # Errors
    /// When something in this process counts already.
    pub fn start(app: App) -> anyhow::Result<Self> {
        let builder = PrometheusBuilder::new().set_buckets(&BUCKETS).context("the buckets are in order")?;
        let handle = builder.install_recorder().context("metrics cannot be started")?;
        describe();
        Ok(Self { handle, app })
    }

    /// The route.
    pub fn routes(&self) -> Routes {
        Routes::default().get("/metrics", render).wrap(|router| router.with_state(self.clone()))
    }

    /// Keeps what is gathered small; runs for ever.
    pub async fn keep_up(self) {
        loop {
            tokio::time::sleep(UPKEEP).await;
            self.handle.run_upkeep();
        }
    }
}

fn describe() {
    describe_counter!("medianest_http_requests_total", "Requests answered, by route, method and status.");
    describe_histogram!("medianest_http_request_duration_seconds", "How long requests took, by route.");
    describe_counter!("medianest_graphql_operations_total", "GraphQL operations run, by type and outcome.");
    describe_histogram!("medianest_graphql_operation_duration_seconds", "How long queries and mutations took, by type.");
    describe_gauge!("medianest_graphql_subscriptions", "Subscriptions that are open.");
    describe_counter!("medianest_graphql_events_delivered_total", "What subscribers were told.");
    describe_counter!("medianest_events_heard_total", "What the database told this process, by kind.");
    describe_counter!("medianest_events_lagged_total", "Listeners that fell behind and had to look anew, by what they heard.");
    describe_gauge!("medianest_database_connections", "Connections to the database, by state.");
    describe_gauge!("medianest_database_statements_total", "Statements sent to the database.");
    describe_gauge!("medianest_jobs_waiting", "Jobs in the queue, by state.");
    describe_counter!("medianest_jobs_total", "Jobs run, by kind and outcome.");
    describe_histogram!("medianest_job_duration_seconds", "How long jobs took, by kind.");
    describe_counter!("medianest_import_rows_total", "Rows of imports, by source and outcome.");
    describe_counter!("medianest_scheduled_runs_total", "Runs of scheduled jobs, by job and status.");
    describe_counter!("medianest_error_log_dropped_total", "Faults that could not be written to the error log.");
    describe_gauge!("medianest_sockets", "Open GraphQL sockets.");
    describe_gauge!("medianest_events_listening", "Whether this process hears the database's events: 1 or 0.");
    describe_gauge!("medianest_info", "1, with the version.");
    describe_gauge!("process_resident_memory_bytes", "Memory that the process holds.");
    describe_gauge!("process_cpu_seconds_total", "Processor time that the process used.");
    describe_gauge!("process_open_fds", "Files and sockets that the process has open.");
    describe_gauge!("process_threads", "Threads of the process.");
}

async fn render(State(metrics): State<Metrics>) -> Response {
    look_around(&metrics.app).await;
    ([(CONTENT_TYPE, "text/plain; version=0.0.4; charset=utf-8")], metrics.handle.render()).into_response()
}

/// Measures what is a state and not an event.
async fn look_around(app: &App) {
    gauge!("medianest_info", "version" => env!("CARGO_PKG_VERSION")).set(1.0);
    let (busy, open) = app.database().usage();
    gauge!("medianest_database_connections", "state" => "busy").set(approximate(busy));
    gauge!("medianest_database_connections", "state" => "idle").set(approximate(open.saturating_sub(busy)));
    gauge!("medianest_database_statements_total").set(approximate(app.database().statements()));
    gauge!("medianest_events_listening").set(if app.events().is_listening() { 1.0 } else { 0.0 });
    for state in [JobState::Queued, JobState::Running, JobState::Dead] {
        let filter = JobFilter { state: Some(state), ..JobFilter::default() };
        let count = tokio::time::timeout(PATIENCE, jobs::count(app, &Actor::system("metrics"), filter)).await;
        // A database that is away leaves the last count standing; `up` and readiness tell of it.
        if let Ok(Ok(count)) = count {
            gauge!("medianest_jobs_waiting", "state" => state.as_str()).set(approximate(count));
        }
    }
    look_at_process();
}

/// What the kernel says of this process, where it does (Linux).
fn look_at_process() {
    let Ok(stat) = std::fs::read_to_string("/proc/self/stat") else { return };
    // The program's name, in brackets, may hold spaces; the fields after it do not.
    let fields: Vec<u64> = stat
        .rsplit_once(')')
        .map(|(_, rest)| rest.split_whitespace().map(|field| field.parse().unwrap_or(0)).collect())
        .unwrap_or_default();
    let field = |number: usize| approximate(fields.get(number - 3).copied().unwrap_or(0));
    let ticks_per_second = approximate(rustix::param::clock_ticks_per_second());
    gauge!("process_cpu_seconds_total").set((field(14) + field(15)) / ticks_per_second);
    gauge!("process_threads").set(field(20));
    gauge!("process_resident_memory_bytes").set(field(24) * approximate(rustix::param::page_size()));
    if let Ok(open) = std::fs::read_dir("/proc/self/fd") {
        gauge!("process_open_fds").set(approximate(open.count()));
    }
}

/// Metrics are floating point; above 2^53 they lose the last digits, which no graph shows.
#[expect(clippy::cast_precision_loss, reason = "metrics are floating point")]
fn approximate(number: impl TryInto<u64>) -> f64 {
    number.try_into().unwrap_or(0) as f64
}

//! How many operations are run, how they end and how long they take. Their names and documents are the clients' to choose,
//! so they never become labels.

use std::time::Instant;

use async_graphql::parser::types::OperationType;
use async_graphql::{Response, Value};

/// The kind of an operation as a label; `unknown` for what could not be read.
fn label(kind: Option<OperationType>) -> &'static str {
    match kind {
        Some(OperationType::Query) => "query",
        Some(OperationType::Mutation) => "mutation",
        Some(OperationType::Subscription) => "subscription",
        None => "unknown",
    }
}

/// A query or mutation that runs.
pub(super) struct Timed {
    began: Instant,
}

impl Timed {
    pub(super) fn start() -> Self {
        Self { began: Instant::now() }
    }

    /// Counts it with its answer.
    pub(super) fn end(&self, kind: Option<OperationType>, response: &Response) {
        let kind = label(kind);
        metrics::counter!("medianest_graphql_operations_total", "type" => kind, "outcome" => outcome(response)).increment(1);
        metrics::histogram!("medianest_graphql_operation_duration_seconds", "type" => kind)
            .record(self.began.elapsed().as_secs_f64());
    }
}

/// A subscription that is open; counted as ended when dropped, by whichever end.
pub(super) struct Open {
    kind: Option<OperationType>,
    outcome: String,
}

impl Open {
    pub(super) fn start(kind: Option<OperationType>) -> Self {
        metrics::gauge!("medianest_graphql_subscriptions").increment(1.0);
        Self { kind, outcome: "OK".to_owned() }
    }

    /// Counts something that is told to the subscriber.
    pub(super) fn tell(&mut self, response: &Response) {
        if response.errors.is_empty() {
            metrics::counter!("medianest_graphql_events_delivered_total").increment(1);
        } else {
            self.outcome = outcome(response);
        }
    }
}

impl Drop for Open {
    fn drop(&mut self) {
        metrics::gauge!("medianest_graphql_subscriptions").decrement(1.0);
        let (kind, outcome) = (label(self.kind), std::mem::take(&mut self.outcome));
        metrics::counter!("medianest_graphql_operations_total", "type" => kind, "outcome" => outcome).increment(1);
    }
}

/// `OK`, or the code of the first error, of which there is a closed set.
fn outcome(response: &Response) -> String {
    let Some(error) = response.errors.first() else { return "OK".to_owned() };
    match error.extensions.as_ref().and_then(|extensions| extensions.get("code")) {
        Some(Value::Enum(code)) => code.to_string(),
        _ => "UNKNOWN".to_owned(),
    }
}

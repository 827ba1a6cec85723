//! How many operations are run, how they end and how long they take. Their names and documents are the clients' to choose,
//! so they never become labels.

use std::sync::{Arc, OnceLock};
use std::time::Instant;

use async_graphql::parser::types::{DocumentOperations, OperationType};
use async_graphql::{Name, Response, Value};

/// What kind of operation a request turned out to be; put into its data, and filled in once its document is known.
#[derive(Debug, Clone, Default)]
pub struct OperationKind(Arc<OnceLock<&'static str>>);

impl OperationKind {
    /// Notes the kind of the operation that is asked for.
    pub(super) fn note(&self, operations: &DocumentOperations, wanted: Option<&str>) {
        let mut asked = operations.iter().filter(|(name, _)| wanted.is_none() || name.map(Name::as_str) == wanted);
        if let Some((_, operation)) = asked.next() {
            let kind = match operation.node.ty {
                OperationType::Query => "query",
                OperationType::Mutation => "mutation",
                OperationType::Subscription => "subscription",
            };
            let _ = self.0.set(kind);
        }
    }

    /// The kind; `unknown` for what could not be read.
    fn label(&self) -> &'static str {
        self.0.get().copied().unwrap_or("unknown")
    }
}

/// A query or mutation that runs.
pub(super) struct Timed {
    kind: OperationKind,
    began: Instant,
}

impl Timed {
    pub(super) fn start() -> Self {
        Self { kind: OperationKind::default(), began: Instant::now() }
    }

    /// Where the kind is to be noted.
    pub(super) fn kind(&self) -> OperationKind {
        self.kind.clone()
    }

    /// Counts it with its answer.
    pub(super) fn end(&self, response: &Response) {
        let kind = self.kind.label();
        metrics::counter!("medianest_graphql_operations_total", "type" => kind, "outcome" => outcome(response)).increment(1);
        metrics::histogram!("medianest_graphql_operation_duration_seconds", "type" => kind)
            .record(self.began.elapsed().as_secs_f64());
    }
}

/// A subscription that is open; counted as ended when dropped, by whichever end.
pub(super) struct Open {
    kind: OperationKind,
    outcome: String,
}

impl Open {
    pub(super) fn start() -> Self {
        metrics::gauge!("medianest_graphql_subscriptions").increment(1.0);
        Self { kind: OperationKind::default(), outcome: "OK".to_owned() }
    }

    /// Where the kind is to be noted.
    pub(super) fn kind(&self) -> OperationKind {
        self.kind.clone()
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
        let (kind, outcome) = (self.kind.label(), std::mem::take(&mut self.outcome));
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

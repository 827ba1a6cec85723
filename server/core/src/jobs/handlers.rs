use std::collections::HashMap;
use std::sync::Arc;

use futures_util::FutureExt;
use futures_util::future::BoxFuture;
use tokio_util::sync::CancellationToken;

use super::Job;
use crate::{App, Result};

/// How a handler ended when it did not fail.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    /// The job is done.
    Done,
    /// The handler was asked to stop and left the rest for later: the job goes back into its queue.
    Yielded,
}

/// A job in hand.
pub struct Running {
    /// The app.
    pub app: App,
    /// The job.
    pub job: Job,
    /// Set when the job was cancelled, taken by another, or the server shuts down. A handler that works for long looks at
    /// it between two steps and answers [`Outcome::Yielded`].
    pub stop: CancellationToken,
}

type Handler = Arc<dyn Fn(Running) -> BoxFuture<'static, Result<Outcome>> + Send + Sync>;

/// What is done for each kind of job. Handlers are idempotent: a job whose worker vanished is begun again.
#[derive(Clone, Default)]
pub struct Handlers(HashMap<&'static str, Handler>);

impl Handlers {
    /// The same, with a handler for one more kind. An error that another try cannot mend (the input is wrong, the thing is
    /// gone) ends the job; any other is tried again.
    #[must_use]
    pub fn with<F>(mut self, kind: &'static str, handler: impl Fn(Running) -> F + Send + Sync + 'static) -> Self
    where
        F: Future<Output = Result<Outcome>> + Send + 'static,
    {
        self.0.insert(kind, Arc::new(move |running| handler(running).boxed()));
        self
    }

    pub(super) fn get(&self, kind: &str) -> Option<Handler> {
        self.0.get(kind).cloned()
    }
}

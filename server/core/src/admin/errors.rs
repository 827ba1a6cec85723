//! The error log: what a client was told only as "internal error".

use std::sync::Arc;

use chrono::{DateTime, Utc};
use medianest_db::admin::errors as rows;
use medianest_db::{ErrorLogId, Role, TypedId};
use tokio::sync::{Mutex, Semaphore};
use uuid::Uuid;

pub use rows::ErrorLog;

use crate::policy::{Actor, Who};
use crate::{App, Page, PageRequest, Result};

/// How many faults wait to be written at the most; a storm of them must not become a second one.
const WAITING: usize = 256;
/// How much of a message is kept.
const LONGEST_MESSAGE: usize = 4_000;

/// Where faults wait to be written.
pub(crate) struct Sink {
    slots: Arc<Semaphore>,
    /// One at a time: the log must not take the pool from those who still get through.
    writer: Arc<Mutex<()>>,
}

impl Default for Sink {
    fn default() -> Self {
        Self { slots: Arc::new(Semaphore::new(WAITING)), writer: Arc::default() }
    }
}

/// Writes an error row, later and without failing the request that failed already. When too many wait, it is counted
/// (`medianest_error_log_dropped_total`) and left to the process's log.
pub fn record(app: &App, actor: &Actor, code: &str, message: &str, path: &str, method: &str, status: i32) {
    let Ok(slot) = Arc::clone(&app.error_sink().slots).try_acquire_owned() else {
        metrics::counter!("medianest_error_log_dropped_total").increment(1);
        return;
    };
    let id: ErrorLogId = app.new_id();
    let person = match &actor.who {
        Who::Person(person) => Some((person.id, person.name.clone())),
        Who::Anonymous | Who::System(_) => None,
    };
    let row = ErrorLog {
        id,
        created_at: app.now(),
        // Work without a request behind it is found by the row's own id.
        correlation_id: actor.origin.correlation_id.unwrap_or_else(|| id.uuid()),
        user_id: person.as_ref().map(|(id, _)| *id),
        user_name: person.map(|(_, name)| name),
        error_code: code.to_owned(),
        error_message: printable(message),
        // What follows the path may hold tokens.
        request_path: printable(path.split(['?', '#']).next().unwrap_or_default()),
        request_method: method.to_owned(),
        status_code: Some(status),
    };
    let app = app.clone();
    let writer = Arc::clone(&app.error_sink().writer);
    app.tasks().clone().spawn(async move {
        let _slot = slot;
        let _writer = writer.lock().await;
        let written = async { Ok::<_, crate::Error>(rows::insert(&*app.db().await?, &[row]).await?) };
        if let Err(error) = written.await {
            metrics::counter!("medianest_error_log_dropped_total").increment(1);
            tracing::warn!(error = %error, "an error log row could not be written");
        }
    });
}

/// What PostgreSQL can keep as text, and not too much of it.
fn printable(text: &str) -> String {
    text.chars().filter(|c| *c != '\0').take(LONGEST_MESSAGE).collect()
}

/// The error log, newest first; of one request where its correlation id is given. For administrators.
///
/// # Errors
/// [`crate::Error::Forbidden`] for anybody else.
pub async fn page(
    app: &App,
    actor: &Actor,
    correlation_id: Option<Uuid>,
    request: &PageRequest<(DateTime<Utc>, ErrorLogId)>,
) -> Result<Page<ErrorLog>> {
    actor.require_role(Role::Admin)?;
    let rows = rows::page(&*app.db().await?, correlation_id, request.after, request.first + 1).await?;
    Ok(Page::from_rows(rows, request.first))
}

/// How many rows the error log has, in all or of one request. For administrators.
///
/// # Errors
/// [`crate::Error::Forbidden`] for anybody else.
pub async fn count(app: &App, actor: &Actor, correlation_id: Option<Uuid>) -> Result<i64> {
    actor.require_role(Role::Admin)?;
    Ok(rows::count(&*app.db().await?, correlation_id).await?)
}

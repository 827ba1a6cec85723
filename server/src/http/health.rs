//! Whether the process lives (`/healthz`) and whether it can do its work (`/readyz`): for supervisors and load balancers.

use std::time::Duration;

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use axum::http::header::CACHE_CONTROL;
use axum::response::{IntoResponse, Response};
use medianest_core::App;
use medianest_core::db::migrate;
use serde_json::json;
use tokio_util::sync::CancellationToken;

use super::Routes;

/// How long the database may take to answer.
const PATIENCE: Duration = Duration::from_secs(2);

#[derive(Clone)]
struct Health {
    app: App,
    shutdown: CancellationToken,
}

/// The routes. From the shutdown on the server is not ready, so that no new work is sent to it.
pub fn routes(app: App, shutdown: CancellationToken) -> Routes {
    let health = Health { app, shutdown };
    Routes::default().get("/healthz", alive).get("/readyz", ready).wrap(|router| router.with_state(health))
}

async fn alive() -> Response {
    ([(CACHE_CONTROL, "no-store")], Json(json!({ "status": "ok" }))).into_response()
}

/// The reasons are short: whoever may ask this need not know where the database is. The log says more.
async fn ready(State(health): State<Health>) -> Response {
    let database = tokio::time::timeout(PATIENCE, look_at_database(&health.app)).await;
    let (database, migrations) = match database {
        Ok(Ok(status)) => ("ok", judge(&status)),
        Ok(Err(error)) => {
            tracing::warn!(error, "not ready: the database does not answer");
            ("does not answer", "unknown")
        }
        Err(_) => ("does not answer in time", "unknown"),
    };
    let shutdown = if health.shutdown.is_cancelled() { "shutting down" } else { "ok" };
    let is_ready = [database, migrations, shutdown].iter().all(|check| *check == "ok");
    let status = if is_ready { StatusCode::OK } else { StatusCode::SERVICE_UNAVAILABLE };
    let body = json!({
        "status": if is_ready { "ok" } else { "unavailable" },
        "checks": { "database": database, "migrations": migrations, "server": shutdown },
    });
    (status, [(CACHE_CONTROL, "no-store")], Json(body)).into_response()
}

async fn look_at_database(app: &App) -> Result<migrate::Status, String> {
    let conn = app.db().await.map_err(|error| error.to_string())?;
    migrate::status(&conn).await.map_err(|error| error.to_string())
}

fn judge(status: &migrate::Status) -> &'static str {
    if !status.pending.is_empty() {
        "pending"
    } else if !status.unknown.is_empty() {
        "of a newer version"
    } else {
        "ok"
    }
}

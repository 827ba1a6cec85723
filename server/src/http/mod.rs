//! HTTP: the router, who asks, and the protocols served.

pub mod auth;
pub mod calendar;
mod exports;
pub mod graphiql;
mod graphql;
pub mod health;
pub mod images;
pub mod ingest;
pub mod metrics;
pub mod observe;
mod refusal;
mod routes;
mod state;
mod uploads_import;
pub mod web;
pub mod ws;

use std::time::Duration;

use axum::http::StatusCode;
use medianest_core::App;
use tower_http::compression::CompressionLayer;
use tower_http::compression::predicate::{DefaultPredicate, NotForContentType, Predicate as _};
use tower_http::cors::{AllowOrigin, CorsLayer};
use tower_http::limit::RequestBodyLimitLayer;
use tower_http::timeout::TimeoutLayer;

pub use routes::{Route, Routes};
pub use state::{HttpConfig, HttpState};

/// The largest body of an ordinary request; uploads have their own routes and limits.
const MAX_BODY: usize = 1024 * 1024;

/// Everything that is served on the main port.
#[must_use]
pub fn main_port(app: &App, config: HttpConfig, with_graphiql: bool) -> Routes {
    let health = health::routes(app.clone(), config.shutdown.clone());
    let routes = api(app.clone(), config).merge(health);
    if with_graphiql { routes.merge(graphiql::routes(app.clone())) } else { routes }
}

/// The API of the main port.
#[must_use]
pub fn api(app: App, config: HttpConfig) -> Routes {
    let state = HttpState::new(app, config);
    let origins: Vec<_> = state.config.trusted_origins.iter().filter_map(|origin| origin.parse().ok()).collect();
    let cors = CorsLayer::new()
        .allow_origin(AllowOrigin::list(origins))
        .allow_credentials(true)
        .allow_methods([axum::http::Method::GET, axum::http::Method::POST])
        .allow_headers([axum::http::header::CONTENT_TYPE, axum::http::header::AUTHORIZATION, state::REQUEST_ID])
        .expose_headers([state::REQUEST_ID, axum::http::header::RETRY_AFTER])
        .max_age(Duration::from_hours(1));
    // A zip is packed already.
    let compression =
        CompressionLayer::new().compress_when(DefaultPredicate::new().and(NotForContentType::new("application/zip")));
    let (trakt, max_time) = (state.config.trakt_prefix.clone(), state.config.max_time);
    Routes::default()
        .get("/graphql", ws::get)
        .post("/graphql", graphql::post)
        .nest(&trakt, ingest::trakt::routes())
        .wrap(|router| router.layer(RequestBodyLimitLayer::new(MAX_BODY)))
        .merge(ingest::music(&state))
        .merge(ingest::webhooks::routes())
        .merge(calendar::routes())
        .merge(images::routes())
        // An upgrade to a socket is answered at once; how long the socket lives is its own business.
        .wrap(|router| router.layer(timeout(max_time)))
        // Large files may take their time.
        .merge(uploads_import::routes())
        .merge(exports::routes())
        .wrap(|router| router.layer(compression).layer(cors).with_state(state))
}

/// The API for Trakt's clients at the root of a listener of its own, for those that cannot be given a path.
#[must_use]
pub fn trakt_port(app: App, config: HttpConfig) -> Routes {
    let state = HttpState::new(app, config);
    let timeout = timeout(state.config.max_time);
    ingest::trakt::routes().wrap(|router| router.layer(RequestBodyLimitLayer::new(MAX_BODY)).layer(timeout).with_state(state))
}

fn timeout(max_time: Duration) -> TimeoutLayer {
    TimeoutLayer::with_status_code(StatusCode::GATEWAY_TIMEOUT, max_time)
}

use std::net::SocketAddr;
use std::process::ExitCode;
use std::time::{Duration, Instant};

use anyhow::Context;
use axum::middleware::from_fn_with_state;
use axum::{Router, serve::ListenerExt};
use medianest_core::events::{Events, ListenOptions};
use medianest_core::policy::Actor;
use medianest_core::{App, identity, jobs};
use tokio::net::TcpListener;
use tokio::signal::unix::{Signal, SignalKind, signal};
use tokio::task::JoinSet;
use tokio_util::sync::CancellationToken;

use super::Backend;
use crate::config::Config;
use crate::http::metrics::Metrics;
use crate::http::observe::{Observer, observe};
use crate::http::{Routes, main_port, trakt_port, web};

/// How long requests, jobs and sockets that run at the end may take to finish.
const DRAIN: Duration = Duration::from_secs(20);

/// Runs the server until it is told to stop.
pub async fn run(config: &Config) -> anyhow::Result<ExitCode> {
    let started = Instant::now();
    let mut signals = Signals::listen()?;
    // Before anything else: a port that is taken should not cost a start of the database.
    let listeners = Listeners::bind(config).await?;
    let backend = tokio::select! {
        backend = Backend::for_server(config) => backend?,
        () = signals.wait() => return Ok(ExitCode::SUCCESS),
    };
    let result = tokio::select! {
        result = prepare(&backend) => result,
        () = signals.wait() => {
            backend.stop_now().await;
            return Ok(ExitCode::SUCCESS);
        }
    };
    let result = match result {
        Ok(()) => serve(config, &backend.app, listeners, signals, started).await,
        Err(error) => Err(error),
    };
    backend.stop_now().await;
    result
}

async fn prepare(backend: &Backend) -> anyhow::Result<()> {
    let applied = backend.migrate().await?;
    if !applied.is_empty() {
        tracing::info!(count = applied.len(), "the database was brought to this version");
    }
    // Not into the log: whoever reads this link becomes the administrator.
    if let Some(link) = identity::setup::mint_link(&backend.app, &Actor::system("server")).await? {
        println!(
            "\nNobody administers this MediaNest yet. Whoever opens this link, once, becomes its administrator:\n\n    {link}\n"
        );
    }
    Ok(())
}

struct Listeners {
    api: TcpListener,
    metrics: Option<TcpListener>,
    trakt: Option<TcpListener>,
    web: Option<(TcpListener, Router)>,
}

impl Listeners {
    async fn bind(config: &Config) -> anyhow::Result<Self> {
        let web = match &config.web_folder {
            Some(folder) => {
                let routes = web::router(folder, Some(&config.public_url))?;
                Some((bind(config.web_listen, "web_listen").await?, routes))
            }
            None => None,
        };
        Ok(Self {
            web,
            api: bind(config.listen, "listen").await?,
            metrics: bind_if(config.metrics_listen, "metrics_listen").await?,
            trakt: bind_if(config.trakt_listen, "trakt.listen").await?,
        })
    }
}

async fn bind_if(address: Option<SocketAddr>, key: &str) -> anyhow::Result<Option<TcpListener>> {
    match address {
        Some(address) => Ok(Some(bind(address, key).await?)),
        None => Ok(None),
    }
}

async fn bind(address: SocketAddr, key: &str) -> anyhow::Result<TcpListener> {
    TcpListener::bind(address).await.with_context(|| format!("cannot listen on {address} (`{key}`)"))
}

/// Runs everything, and ends it in order: no longer ready, no new requests, then what runs is waited for.
async fn serve(
    config: &Config,
    app: &App,
    listeners: Listeners,
    mut signals: Signals,
    started: Instant,
) -> anyhow::Result<ExitCode> {
    let shutdown = CancellationToken::new();
    let mut tasks = JoinSet::new();
    if let Some(listener) = listeners.metrics {
        let metrics = Metrics::start(app.clone())?;
        // They are of use until the very end, so they end with the process.
        tokio::spawn(metrics.clone().keep_up());
        let routes = metrics.routes();
        tokio::spawn(async move { axum::serve(listener, routes.into_router()).await });
    }
    tasks.spawn(Events::listen(app.clone(), ListenOptions::default(), shutdown.clone()));
    tasks.spawn(jobs::run(app.clone(), jobs::handlers(), shutdown.clone()));
    tasks.spawn(keep_key_usage(app.clone(), shutdown.clone()));
    let address = listeners.api.local_addr()?;
    let routes = main_port(app, config.http(shutdown.clone()), config.graphiql);
    tasks.spawn(serve_api(listeners.api, observed(config, app, routes).into_router(), shutdown.clone()));
    if let Some(listener) = listeners.trakt {
        let routes = trakt_port(app.clone(), config.http(shutdown.clone()));
        tasks.spawn(serve_api(listener, observed(config, app, routes).into_router(), shutdown.clone()));
    }
    if let Some((listener, routes)) = listeners.web {
        tracing::info!(address = %listener.local_addr()?, "the web app is served at {}", config.web_url);
        tasks.spawn(serve_api(listener, routes, shutdown.clone()));
    }
    let parts = tasks.len();
    let duration_ms = u64::try_from(started.elapsed().as_millis()).unwrap_or(u64::MAX);
    tracing::info!(%address, version = env!("CARGO_PKG_VERSION"), duration_ms, "MediaNest serves at http://{address}");

    tokio::select! {
        () = signals.wait() => {}
        // None of them ends by itself.
        Some(ended) = tasks.join_next() => {
            if let Err(error) = ended {
                tracing::error!(error = %error, "a part of the server failed");
            }
        }
    }
    let in_order = tasks.len() == parts;
    tracing::info!("stopping: finishing what runs");
    shutdown.cancel();
    app.tasks().close();
    let drained = async {
        while tasks.join_next().await.is_some() {}
        identity::flush_key_usage(app).await;
        app.tasks().wait().await;
    };
    tokio::select! {
        drained = tokio::time::timeout(DRAIN, drained) => {
            if drained.is_err() {
                tracing::warn!(seconds = DRAIN.as_secs(), "stopping although not everything was finished");
            }
        }
        () = signals.wait() => tracing::warn!("stopping at once"),
    }
    Ok(if in_order { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

/// How long the last use of an API key may be only in memory.
const KEY_USAGE_INTERVAL: Duration = Duration::from_mins(1);

async fn keep_key_usage(app: App, shutdown: CancellationToken) {
    while shutdown.run_until_cancelled(tokio::time::sleep(KEY_USAGE_INTERVAL)).await.is_some() {
        identity::flush_key_usage(&app).await;
    }
}

/// The routes, each request with its span, its correlation id and its place in the metrics.
fn observed(config: &Config, app: &App, routes: Routes) -> Routes {
    let observer = Observer { app: app.clone(), trusted_proxies: config.trusted_proxies.clone().into() };
    routes.wrap(|router| router.layer(from_fn_with_state(observer, observe)))
}

async fn serve_api(listener: TcpListener, routes: Router, shutdown: CancellationToken) {
    // Answers are small and complete: waiting for more to fill a packet only delays them.
    let listener = listener.tap_io(|stream| {
        let _ = stream.set_nodelay(true);
    });
    let service = routes.into_make_service_with_connect_info::<SocketAddr>();
    let served = axum::serve(listener, service).with_graceful_shutdown(shutdown.cancelled_owned()).await;
    if let Err(error) = served {
        tracing::error!(error = %error, "the API cannot be served any longer");
    }
}

/// What tells the server to stop.
pub struct Signals {
    terminate: Signal,
    interrupt: Signal,
}

impl Signals {
    pub fn listen() -> anyhow::Result<Self> {
        let listen = |kind| signal(kind).context("signals cannot be listened to");
        Ok(Self { terminate: listen(SignalKind::terminate())?, interrupt: listen(SignalKind::interrupt())? })
    }

    pub async fn wait(&mut self) {
        tokio::select! {
            _ = self.terminate.recv() => {}
            _ = self.interrupt.recv() => {}
        }
    }
}

use std::process::ExitCode;

use anyhow::Context;
use tokio::net::TcpListener;

use super::serve::Signals;
use crate::config::Config;
use crate::http::web;

/// Serves the web app, and nothing else, until it is told to stop.
pub async fn run(config: &Config) -> anyhow::Result<ExitCode> {
    let mut signals = Signals::listen()?;
    let folder = config.web_folder.as_deref().context("which folder is the web app in? Give --web-folder")?;
    let routes = web::router(folder, None)?;
    let address = config.web_listen;
    let listener = TcpListener::bind(address).await.with_context(|| format!("cannot listen on {address} (`web_listen`)"))?;
    tracing::info!(address = %listener.local_addr()?, "the web app is served at {}", config.web_url);
    axum::serve(listener, routes).with_graceful_shutdown(async move { signals.wait().await }).await?;
    Ok(ExitCode::SUCCESS)
}

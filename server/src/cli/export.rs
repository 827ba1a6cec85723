use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::Context as _;
use clap::Args;
use futures_util::StreamExt as _;
use medianest_core::exports::{self, ExportFormat};
use medianest_core::imports;
use medianest_core::policy::Actor;
use tokio::fs::File;
use tokio::io::AsyncWriteExt as _;

use super::Backend;
use crate::config::Config;

pub const EXAMPLES: &str = "Examples:\n  medianest export json --user alice\n      \
    Writes everything of Alice into a zip; `medianest import json` reads it again.\n  \
    medianest export letterboxd --user alice --output films.zip\n      \
    Writes her films as Letterboxd's own export has them.";

/// What to export, and where to.
#[derive(Args)]
pub struct Export {
    /// In whose words: json and csv hold everything, trakt films and shows, letterboxd films.
    #[arg(value_parser = ["json", "csv", "trakt", "letterboxd"])]
    format: String,
    /// Whose, by user name; without it, the administrator who has been here longest.
    #[arg(long, value_name = "NAME")]
    user: Option<String>,
    /// The file to write, which must not be there yet; without it, one in this folder with the person's name and the day.
    #[arg(long, value_name = "FILE")]
    output: Option<PathBuf>,
}

/// Does it, and says what was written.
pub async fn run(config: &Config, wanted: Export) -> anyhow::Result<ExitCode> {
    let backend = Backend::for_command(config).await?;
    let result = write(&backend, wanted).await;
    backend.stop().await;
    result
}

async fn write(backend: &Backend, wanted: Export) -> anyhow::Result<ExitCode> {
    backend.migrate().await?;
    let (app, actor) = (&backend.app, Actor::system("command line"));
    let format: ExportFormat = wanted.format.parse()?;
    let user = imports::person_for(app, &actor, wanted.user.as_deref()).await?;
    let mut export = exports::start(app, &actor, Some(user), format).await?;
    let path = wanted.output.unwrap_or_else(|| PathBuf::from(&export.file_name));
    let mut file = File::create_new(&path).await.with_context(|| path.display().to_string())?;
    while let Some(bytes) = export.bytes.next().await {
        file.write_all(&bytes?).await.with_context(|| path.display().to_string())?;
    }
    file.sync_all().await.with_context(|| path.display().to_string())?;
    println!("written: {}", path.display());
    Ok(ExitCode::SUCCESS)
}

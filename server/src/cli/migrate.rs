use std::process::ExitCode;

use anyhow::Context;
use clap::Subcommand;
use medianest_core::db::migrate;

use super::Backend;
use crate::config::Config;

/// What to do with the database's schema.
#[derive(Subcommand, Default)]
pub enum Direction {
    /// Run what is pending.
    #[default]
    Up,
    /// List what ran and what is pending; exits with 1 if something is.
    Status,
    /// Undo the newest migrations, with the data that only they knew.
    Down {
        /// How many.
        steps: usize,
    },
}

/// Does it.
pub async fn run(config: &Config, direction: Direction) -> anyhow::Result<ExitCode> {
    let backend = Backend::for_command(config).await?;
    let result = go(&backend, direction).await;
    backend.stop().await;
    result
}

async fn go(backend: &Backend, direction: Direction) -> anyhow::Result<ExitCode> {
    match direction {
        Direction::Up => {
            let applied = backend.migrate().await?;
            for version in &applied {
                println!("ran {version}");
            }
            if applied.is_empty() {
                println!("the database is up to date");
            }
        }
        Direction::Status => {
            let conn = backend.app.db().await?;
            let status = migrate::status(&conn).await.context("the database cannot be looked at")?;
            for (word, names) in [("applied", &status.applied), ("pending", &status.pending), ("unknown", &status.unknown)] {
                for name in names {
                    println!("{word} {name}");
                }
            }
            if !status.pending.is_empty() || !status.unknown.is_empty() {
                return Ok(ExitCode::FAILURE);
            }
        }
        Direction::Down { steps } => {
            let conn = backend.app.database().connect().await.context("the database cannot be reached")?;
            for version in migrate::revert(conn, steps).await? {
                println!("undid {version}");
            }
        }
    }
    Ok(ExitCode::SUCCESS)
}

//! `cargo xtask bench`: the release server on a year of a hundred people.

use std::path::PathBuf;

use anyhow::{Context, Result};
use clap::Args;

use crate::postgres::{Purpose, Throwaway};
use crate::shell::{cargo, must, program, target_dir};
use crate::tools::{COMPILER, need, postgres_bin};

/// What to measure.
#[derive(Args)]
pub struct Options {
    /// The MovieLens "latest small" data set, unpacked: <https://grouplens.org/datasets/movielens/latest/>.
    /// Its import is left out without it.
    #[arg(long)]
    movielens: Option<PathBuf>,
    /// Measure only these, separated by commas: movielens, library, history, search, lists, statistics, scrobbles, events,
    /// subscribers, listens; and growth, which is only measured when it is named: it writes 20,000,000 events.
    #[arg(long)]
    only: Option<String>,
}

/// Builds the server and the load, and measures.
pub fn run(options: &Options) -> Result<()> {
    need(&[&COMPILER])?;
    must(cargo().args(["build", "--release", "-p", "medianest-server", "-p", "medianest-load"]))?;
    let cluster = Throwaway::start(Purpose::Measurements)?;
    let release = target_dir().join("release");
    let mut load = program(release.join("medianest-load"));
    load.arg("--postgres").arg(cluster.url()).arg("--medianest").arg(release.join("medianest"));
    load.arg("--pgbench").arg(postgres_bin("pgbench").context("pgbench comes with PostgreSQL's server programs")?);
    if let Some(folder) = &options.movielens {
        load.arg("--movielens").arg(folder.canonicalize().with_context(|| format!("cannot read {}", folder.display()))?);
    }
    if let Some(only) = &options.only {
        load.args(["--only", only]);
    }
    must(&mut load)
}

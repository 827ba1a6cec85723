//! `cargo xtask e2e`: the web app in a real browser, against a server of its own on a throw-away PostgreSQL.

use std::fs;
use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::{Context, Result};
use clap::Args;

use crate::postgres::{Purpose, Throwaway};
use crate::shell::{cargo, must, program, root, say, succeeds, target_dir};
use crate::tools::{CHROMIUM, COMPILER, NODE, chromium, need, postgres_bin};
use crate::{graphiql, npm, web};

/// Where the MovieLens data lies beside a checkout, if somebody put it there.
const COLLECTIONS: &str = "../shared/data";

/// What to run.
#[derive(Args)]
pub struct Options {
    /// The MovieLens "latest small" data set, unpacked, to fill the server with. Without it, and without one in
    /// ../shared/data, a small collection is made up.
    #[arg(long, value_name = "DIR")]
    movielens: Option<PathBuf>,
    /// Test the app as it is in frontend/dist, instead of building it first.
    #[arg(long)]
    no_build: bool,
    /// Build the server as it is delivered: for what is measured, which a server made for debugging slows down.
    #[arg(long)]
    release: bool,
    /// Passed on to Playwright, to run some specs only: `cargo xtask e2e first-steps`, `cargo xtask e2e -g offline`.
    #[arg(trailing_var_arg = true, allow_hyphen_values = true)]
    filter: Vec<String>,
}

/// Builds the app and the server, and runs the specs against both.
pub fn run(options: &Options) -> Result<ExitCode> {
    need(&[&COMPILER, &NODE, &CHROMIUM])?;
    let dist = if options.no_build { web::dist() } else { web::build(web::Mode::Release)? };
    graphiql::bundle()?;
    let server = if options.release {
        // As the measurements build it.
        must(cargo().args(["build", "--release", "-p", "medianest-server", "-p", "medianest-load"]))?;
        "release/medianest"
    } else {
        // As the tests build it (with the whole workspace's features), so that nothing is compiled twice.
        must(cargo().args(["build", "--workspace", "--bin", "medianest"]))?;
        "debug/medianest"
    };
    let folder = root().join("e2e");
    npm::install(&folder)?;
    let cluster = Throwaway::start(Purpose::Tests)?;
    let mut specs = program("node");
    specs.current_dir(&folder).arg("node_modules/@playwright/test/cli.js").arg("test").args(&options.filter);
    specs.env("E2E_MEDIANEST", target_dir().join(server));
    specs.env("E2E_DIST", dist);
    specs.env("E2E_POSTGRES", cluster.url());
    specs.env("E2E_PSQL", postgres_bin("psql").context("psql comes with PostgreSQL")?);
    specs.env("CHROMIUM", chromium().context("Chromium was there a moment ago")?);
    match options.movielens.clone().or_else(beside) {
        Some(data) => specs.env("E2E_MOVIELENS", data.canonicalize().with_context(|| format!("no folder {}", data.display()))?),
        None => &mut specs,
    };
    let passed = succeeds(&mut specs)?;
    say("pictures and traces are in e2e/artifacts");
    Ok(if passed { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

/// A folder beside the checkout that holds the data set.
fn beside() -> Option<PathBuf> {
    let folders = fs::read_dir(root().join(COLLECTIONS)).ok()?.filter_map(|entry| Some(entry.ok()?.path()));
    folders.filter(|folder| folder.join("movies.csv").is_file() && folder.join("links.csv").is_file()).min()
}

//! The chores of MediaNest, as `cargo xtask <chore>`: what README and CONTRIBUTING tell people to run, and what CI runs.

mod bench;
mod dependencies;
mod e2e;
mod graphiql;
mod kodi;
mod lint;
mod npm;
mod postgres;
mod python;
mod run;
mod schema;
mod shell;
mod test;
mod tools;
mod web;

use std::process::ExitCode;

use anyhow::Result;
use clap::{Parser, Subcommand};

/// Builds, runs and checks MediaNest.
#[derive(Parser)]
#[command(name = "cargo xtask", bin_name = "cargo xtask")]
struct Cli {
    #[command(subcommand)]
    chore: Chore,
}

#[derive(Subcommand)]
enum Chore {
    /// Builds the server and the web app and starts both, after finding (on Debian as root: installing) what they need.
    Run(run::Options),
    /// Runs every test against a PostgreSQL of its own, and sums up.
    Test(test::Options),
    /// Builds the web app into frontend/dist, the folder that is served.
    Web(web::Options),
    /// Tests the web app in Chromium against a server of its own, and takes pictures of its pages.
    E2e(e2e::Options),
    /// Measures a release server on a year of a hundred people, and prints what was found against the bars.
    Bench(bench::Options),
    /// Checks formatting, clippy, migrations, Dockerfiles and dependencies.
    Lint(lint::Options),
    /// Writes or checks what is generated from the code: schema.graphql and server/db/src/schema.rs.
    Schema(schema::Options),
    /// Bundles GraphiQL into server/graphiql/dist, which the next build of the server embeds.
    Graphiql,
    /// Packs Kodi's add-on into target/kodi, as Kodi installs it from a file.
    Kodi,
}

fn main() -> ExitCode {
    match work(Cli::parse().chore) {
        Ok(code) => code,
        Err(error) => {
            eprintln!("error: {error:#}");
            ExitCode::FAILURE
        }
    }
}

fn work(chore: Chore) -> Result<ExitCode> {
    match chore {
        Chore::Run(options) => run::run(&options),
        Chore::Test(options) => test::run(&options),
        Chore::Web(options) => web::run(&options),
        Chore::E2e(options) => e2e::run(&options),
        Chore::Bench(options) => bench::run(&options).map(|()| ExitCode::SUCCESS),
        Chore::Lint(options) => lint::run(&options),
        Chore::Schema(options) => schema::run(&options).map(|()| ExitCode::SUCCESS),
        Chore::Graphiql => graphiql::bundle().map(|()| ExitCode::SUCCESS),
        Chore::Kodi => kodi::pack().map(|()| ExitCode::SUCCESS),
    }
}

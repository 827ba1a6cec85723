//! `cargo xtask run`: from a checkout to a serving MediaNest.

use std::os::unix::process::CommandExt;
use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::{Context, Result};
use clap::Args;

use crate::shell::{cargo, line, must, program, root, say, target_dir};
use crate::tools::{COMPILER, POSTGRESQL, is_root, need};
use crate::{graphiql, web};

/// How to build and start it.
#[derive(Args)]
pub struct Options {
    /// Build without optimisation: much quicker to build, slower to run.
    #[arg(long)]
    dev: bool,
    /// Leave out the web app, which takes minutes to build the first time.
    #[arg(long)]
    no_web: bool,
    /// Where the server keeps everything, its private PostgreSQL too. By default `data` in this repository, or
    /// /var/lib/medianest for root: the account that PostgreSQL runs as cannot enter a home folder.
    #[arg(long, value_name = "DIR")]
    data_dir: Option<PathBuf>,
    /// Passed on to `medianest serve`: `cargo xtask run -- --help` shows what it takes.
    #[arg(last = true)]
    serve: Vec<String>,
}

/// Builds the server and becomes it.
pub fn run(options: &Options) -> Result<ExitCode> {
    // With DATABASE_URL the server uses that database; without, it keeps a private PostgreSQL.
    if std::env::var_os("DATABASE_URL").is_some() {
        need(&[&COMPILER])?;
    } else {
        need(&[&COMPILER, &POSTGRESQL])?;
    }
    // The server is whole without GraphiQL, so a machine without Node.js still gets it.
    if let Err(error) = graphiql::bundle() {
        say(&format!("GraphiQL is left out of this build: {error:#}"));
    }
    let app = if options.no_web { None } else { app(options.dev) };
    let profile = if options.dev { "debug" } else { "release" };
    let mut build = cargo();
    build.args(["build", "--package", "medianest-server", "--bin", "medianest"]);
    if !options.dev {
        build.arg("--release");
    }
    say(&line(&build));
    must(&mut build)?;
    let mut server = program(target_dir().join(profile).join("medianest"));
    server.arg("serve");
    // Where the environment names a place, the server finds it there.
    let named = options.data_dir.as_deref().map(std::path::absolute).transpose()?;
    let usual = (!is_root() && std::env::var_os("MEDIANEST_DATA_DIR").is_none()).then(|| root().join("data"));
    if let Some(data_dir) = named.or(usual) {
        server.arg("--data-dir").arg(data_dir);
    }
    if let Some(app) = app.filter(|_| std::env::var_os("MEDIANEST_WEB_FOLDER").is_none()) {
        server.arg("--web-folder").arg(app);
    }
    server.args(&options.serve);
    say(&line(&server));
    // The server takes this process's place, so that signals reach it and not a bystander.
    Err(server.exec()).with_context(|| format!("cannot start `{}`", line(&server)))
}

/// The folder of the web app, which the server serves besides the API; the API is of use without it.
fn app(dev: bool) -> Option<PathBuf> {
    let built = web::build(if dev { web::Mode::Dev } else { web::Mode::Release });
    built.inspect_err(|error| say(&format!("the web app is left out: {error:#}"))).ok()
}

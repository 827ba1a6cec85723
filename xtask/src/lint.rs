//! `cargo xtask lint`: all that is checked without running the code.

use std::fs;
use std::path::PathBuf;
use std::process::{Command, ExitCode};

use anyhow::{Context, Result};
use clap::Args;

use crate::shell::{cargo, line, program, root, say, succeeds};
use crate::tools::{COMPILER, need};
use crate::{dependencies, graphiql, python};

/// What to check.
#[derive(Args)]
pub struct Options {
    /// Leave out clippy, which compiles everything: the rest takes seconds.
    #[arg(long)]
    quick: bool,
    /// Also check spelling: typos takes names and other languages for mistakes, so a person has to read what it says.
    #[arg(long)]
    spelling: bool,
}

/// Runs every check, also after one has failed, and says which did.
pub fn run(options: &Options) -> Result<ExitCode> {
    need(&[&COMPILER])?;
    let mut checks = vec![with(cargo(), &["fmt", "--all", "--check"])];
    if !options.quick {
        graphiql::bundle()?;
        checks.push(with(cargo(), &["clippy", "--quiet", "--workspace", "--all-targets", "--", "--deny", "warnings"]));
    }
    let linters = python::environment("linters")?.join("bin");
    let mut squawk = program(linters.join("squawk"));
    squawk.args(migrations()?);
    checks.push(squawk);
    checks.push(with(program(linters.join("hadolint")), &["server/Dockerfile", "frontend/Dockerfile"]));
    let compose = ["--builtin-schema", "vendor.compose-spec", "docker-compose.yml"];
    checks.push(with(program(linters.join("check-jsonschema")), &compose));
    if options.spelling {
        checks.push(program(linters.join("typos")));
    }

    let mut failed = Vec::new();
    for mut check in checks {
        let name = line(&check);
        say(&name);
        if !succeeds(&mut check)? {
            failed.push(name);
        }
    }
    failed.extend(dependencies::complaints()?);
    for name in &failed {
        say(&format!("failed: {name}"));
    }
    Ok(if failed.is_empty() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

fn with(mut command: Command, arguments: &[&str]) -> Command {
    command.args(arguments);
    command
}

/// What every migration does, in the order they run.
fn migrations() -> Result<Vec<PathBuf>> {
    let folders = fs::read_dir(root().join("migrations")).context("cannot read migrations")?;
    let files = folders.map(|folder| Ok(folder?.path().join("up.sql")));
    let mut files: Vec<PathBuf> = files.filter(|file| file.as_ref().is_ok_and(|file| file.is_file())).collect::<Result<_>>()?;
    files.sort();
    Ok(files)
}

//! `cargo xtask schema`: what is generated from the code and committed.

use std::fs;
use std::process::Command;

use anyhow::{Context, Result, bail};
use clap::Args;

use crate::postgres::{Purpose, Throwaway};
use crate::shell::{cargo, must, output, program, root, say, target_dir};
use crate::tools::{COMPILER, in_path, need};

/// Which of them, and whether to write or to compare.
#[derive(Args)]
pub struct Options {
    /// Write nothing; fail when a file is not what the code says.
    #[arg(long)]
    check: bool,
    /// Also server/db/src/schema.rs, from the migrations (needs the diesel command line).
    #[arg(long)]
    db: bool,
}

/// Writes or checks schema.graphql and, if asked, diesel's schema.rs.
pub fn run(options: &Options) -> Result<()> {
    need(&[&COMPILER])?;
    if options.db {
        tables(options.check)?;
    }
    sdl(options.check)
}

/// schema.graphql: the published API, as `medianest schema` prints it.
fn sdl(check: bool) -> Result<()> {
    // Built as the tests build it (with the whole workspace's features), so that nothing is compiled twice.
    must(cargo().args(["build", "--quiet", "--workspace", "--bin", "medianest"]))?;
    let printed = output(program(target_dir().join("debug/medianest")).arg("schema"))?;
    let file = root().join("schema.graphql");
    let committed = fs::read_to_string(&file).unwrap_or_default();
    if printed == committed {
        say("schema.graphql is what the code says");
        return Ok(());
    }
    if !check {
        fs::write(&file, printed).with_context(|| format!("cannot write {}", file.display()))?;
        say("schema.graphql is written");
        return Ok(());
    }
    let fresh = target_dir().join("schema.graphql");
    fs::write(&fresh, printed).with_context(|| format!("cannot write {}", fresh.display()))?;
    // Its exit code tells only that the two differ, which is known.
    let _ = Command::new("diff").arg("--unified").arg(&file).arg(&fresh).status();
    bail!("schema.graphql is not what the code says; `cargo xtask schema` writes it");
}

/// server/db/src/schema.rs: the tables, as diesel reads them from a freshly migrated database.
fn tables(check: bool) -> Result<()> {
    if in_path("diesel").is_none() {
        bail!(
            "the diesel command line is missing: \
             `cargo install diesel_cli --no-default-features --features postgres` (needs libpq, on Debian libpq-dev)"
        );
    }
    let cluster = Throwaway::start(Purpose::Tests)?;
    let mut diesel = program("diesel");
    diesel.env("DATABASE_URL", format!("{}/medianest_schema", cluster.url())).args(["database", "setup"]);
    if check {
        diesel.arg("--locked-schema");
    }
    must(&mut diesel)
}

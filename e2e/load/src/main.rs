//! Load and measurements: writes a year of a hundred people into a database, then measures a release server on it.
//!
//! `cargo xtask bench` builds the server, starts a PostgreSQL for it and runs this.

mod events;
mod generate;
mod growth;
mod listens;
mod lists;
mod measures;
mod server;
mod statistics;
mod stats;
mod subscribers;

use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, ensure};
use clap::Parser;
use tokio_postgres::{Client, NoTls};

use crate::generate::{Generated, Volume};
use crate::measures::{Bench, Row};
use crate::server::Server;

/// Measures a release server on a year of a hundred people and prints a table.
#[derive(Parser)]
struct Args {
    /// A PostgreSQL server that this may fill, with pg_stat_statements preloaded: `postgres://user@host:port`.
    #[arg(long)]
    postgres: String,
    /// The release binary of the server.
    #[arg(long)]
    medianest: PathBuf,
    /// pgbench.
    #[arg(long)]
    pgbench: PathBuf,
    /// The MovieLens "latest small" data set, unpacked; that row is left out without it.
    #[arg(long)]
    movielens: Option<PathBuf>,
    /// Measure on the collection that an earlier run wrote there.
    #[arg(long)]
    reuse: bool,
    /// Measure only these, separated by commas: movielens, library, history, search, lists, statistics, scrobbles, events,
    /// subscribers, listens; and growth, which is only measured when it is named: it writes ten years, 20,000,000 events.
    #[arg(long, value_delimiter = ',')]
    only: Vec<String>,
}

#[tokio::main]
async fn main() -> Result<()> {
    let args = Args::parse();
    // The load speaks plain HTTP only, but reqwest wants a TLS provider to exist.
    let _ = rustls::crypto::ring::default_provider().install_default();
    let wanted = |name: &str| args.only.is_empty() || args.only.iter().any(|only| only == name);
    let data_dir = tempfile::tempdir()?;
    let mut rows: Vec<Row> = Vec::new();

    if wanted("movielens") {
        match &args.movielens {
            Some(folder) => rows.extend(shown(vec![movielens(&args, folder, data_dir.path()).await?])),
            None => println!("MovieLens import: left out, no data set was given"),
        }
    }

    let bench = bench(&args, "medianest_bench", &Volume::YEAR, data_dir.path()).await?;
    rows.extend(shown(idle(&bench.server).await?));
    if wanted("library") {
        rows.extend(shown(bench.library().await?));
    }
    if wanted("history") {
        rows.extend(shown(vec![bench.history().await?]));
    }
    if wanted("statistics") {
        rows.extend(shown(bench.statistics().await?));
    }
    if wanted("search") {
        rows.extend(shown(vec![bench.search().await?]));
    }
    if wanted("lists") {
        rows.extend(shown(vec![bench.smart_lists().await?]));
    }
    if wanted("scrobbles") {
        rows.extend(shown(vec![bench.scrobbles().await?]));
    }
    if wanted("events") {
        rows.extend(shown(vec![bench.events().await?]));
    }
    if wanted("subscribers") {
        rows.extend(shown(bench.subscribers().await?));
    }
    if args.only.iter().any(|only| only == "growth") {
        let decade = self::bench(&args, "medianest_bench_decade", &Volume::DECADE, data_dir.path()).await?;
        rows.extend(shown(growth::growth(&bench, &decade).await?));
    }
    // Alone: another server would have its share of the memory and of the jobs.
    drop(bench);
    if wanted("listens") {
        let url = create(&args, "medianest_bench_listens").await?;
        rows.extend(shown(listens::listens(&args.medianest, &url, data_dir.path()).await?));
    }

    println!("\n| measure | found | bar | |\n|---|---|---|---|");
    for row in &rows {
        println!("| {} | {} | {} | {} |", row.measure, row.found, row.bar, if row.met { "met" } else { "**missed**" });
    }
    ensure!(rows.iter().all(|row| row.met), "not every bar was met");
    Ok(())
}

/// Tells of rows as they are found: the whole takes minutes.
fn shown(rows: Vec<Row>) -> Vec<Row> {
    for row in &rows {
        println!("{}: {}", row.measure, row.found);
    }
    rows
}

/// A server on a database with so much in it: what an earlier run wrote, where that is wished.
async fn bench(args: &Args, name: &str, volume: &Volume, data_dir: &Path) -> Result<Bench> {
    let url = if args.reuse { format!("{}/{name}", args.postgres) } else { create(args, name).await? };
    let (sql, connection) = tokio_postgres::connect(&url, NoTls).await?;
    tokio::spawn(connection);
    let made = if args.reuse { Generated::recall(&sql).await? } else { fill(&sql, volume).await? };
    // What was written has days to count, which the server does at once; measured is one that has done so.
    let counting = Server::start(&args.medianest, &url, data_dir).await?;
    statistics::counted_ahead(&sql).await?;
    drop(counting);
    let server = Server::start(&args.medianest, &url, data_dir).await?;
    Ok(Bench { server, sql, made, database_url: url, pgbench: args.pgbench.clone() })
}

/// Writes the collection into the database.
async fn fill(sql: &Client, volume: &Volume) -> Result<Generated> {
    sql.batch_execute("CREATE EXTENSION IF NOT EXISTS pg_stat_statements").await?;
    let begun = Instant::now();
    #[expect(clippy::disallowed_methods, reason = "the measured server runs on the machine's clock, and so do the events")]
    let now = chrono::Utc::now();
    let made = generate::generate(sql, volume, now).await?;
    made.remember(sql).await?;
    println!("generated {} items and {} events in {:.0?}", volume.items(), volume.events(), begun.elapsed());
    // Apart: VACUUM refuses the transaction that several statements share.
    sql.batch_execute("VACUUM ANALYZE").await?;
    sql.batch_execute("CHECKPOINT").await?;
    Ok(made)
}

/// A new, migrated database of this name.
async fn create(args: &Args, name: &str) -> Result<String> {
    let (admin, connection) = tokio_postgres::connect(&format!("{}/postgres", args.postgres), NoTls).await?;
    tokio::spawn(connection);
    admin.batch_execute(&format!("DROP DATABASE IF EXISTS {name} WITH (FORCE)")).await?;
    admin.batch_execute(&format!("CREATE DATABASE {name} TEMPLATE template0")).await?;
    let url = format!("{}/{name}", args.postgres);
    let status = Command::new(&args.medianest).args(["migrate", "up"]).env("DATABASE_URL", &url).status()?;
    ensure!(status.success(), "the migrations run");
    Ok(url)
}

async fn movielens(args: &Args, folder: &Path, data_dir: &Path) -> Result<Row> {
    let url = create(args, "medianest_bench_import").await?;
    // People from elsewhere come in under an administrator's eyes.
    let admin = Command::new(&args.medianest).args(["admin", "create", "root"]).env("DATABASE_URL", &url).output()?;
    ensure!(admin.status.success(), "an administrator can be made: {}", String::from_utf8_lossy(&admin.stderr));
    let begun = Instant::now();
    let output = Command::new(&args.medianest)
        .args(["import", "movielens"])
        .arg(folder)
        .env("DATABASE_URL", &url)
        .env("MEDIANEST_DATA_DIR", data_dir)
        .output()?;
    let took = begun.elapsed();
    ensure!(output.status.success(), "the import works: {}", String::from_utf8_lossy(&output.stderr));
    let (sql, connection) = tokio_postgres::connect(&url, NoTls).await?;
    tokio::spawn(connection);
    let ratings: i64 = sql.query_one("SELECT count(*) FROM user_ratings", &[]).await?.get(0);
    Ok(Row {
        measure: "MovieLens import",
        found: format!("{took:.1?} ({ratings} ratings)"),
        bar: "< 60 s",
        met: took < Duration::from_mins(1) && ratings > 100_000,
    })
}

async fn idle(server: &Server) -> Result<Vec<Row>> {
    tokio::time::sleep(Duration::from_secs(3)).await;
    let kib = server.memory_kib().context("the server runs")?;
    Ok(vec![
        Row { measure: "idle memory", found: format!("{} MiB", kib / 1024), bar: "< 60 MiB", met: kib < 60 * 1024 },
        Row {
            measure: "start with a migrated database",
            found: format!("{:.0?}", server.start),
            bar: "< 0.5 s",
            met: server.start < Duration::from_millis(500),
        },
    ])
}

use std::io::{IsTerminal, Write};
use std::path::PathBuf;
use std::process::ExitCode;
use std::time::{Duration, Instant};

use clap::{Args, Subcommand};
use medianest_core::db::{ImportJobId, ImportSource, ImportStatus};
use medianest_core::imports::{self, ImportDraft, ImportJob, ImportReport, Location};
use medianest_core::policy::Actor;
use medianest_core::{App, PageRequest};
use tokio_util::sync::CancellationToken;

use super::Backend;
use crate::config::Config;

pub const EXAMPLES: &str = "Examples:\n  medianest import movielens ml-latest-small\n      \
    Brings in the films, people and ratings of the MovieLens data, in the name of the first administrator.\n  \
    medianest import trakt export.zip --user alice --dry-run\n      \
    Says what Alice's Trakt export would bring, and keeps nothing.\n  \
    medianest import csv diary.csv --user alice\n      \
    Brings in a table with a header row: type, title, year, season, episode, imdb_id, tmdb_id, tvdb_id, watched_at,\n      \
    rating, rated_at, status, notes, favorite.\n  \
    medianest import resume import_01jd...\n      \
    Goes on with an import that was interrupted.\n  \
    medianest import undo import_01jd...\n      \
    Takes back what an import made.\n\n\
    An import adds and never changes what somebody has already; the same import again brings nothing new.";

/// How often a log that is no terminal hears of the progress.
const LOG_EVERY: Duration = Duration::from_secs(5);
/// How many rows that could not be used are shown.
const SHOWN_ERRORS: i64 = 20;

/// What to import, or what to do with an import.
#[derive(Subcommand)]
pub enum Deed {
    /// The MovieLens data: a folder or zip with movies.csv, links.csv, ratings.csv and tags.csv.
    Movielens(What),
    /// The export of a Trakt account: a zip or folder of JSON files.
    Trakt(What),
    /// A table with a header row.
    Csv(What),
    /// The export of a Letterboxd account: a zip or folder of CSV files.
    Letterboxd(What),
    /// Ratings, the watchlist or lists of IMDb: a CSV file, or a zip or folder of several.
    Imdb(What),
    /// The library export of Goodreads: a CSV file.
    Goodreads(What),
    /// MediaNest's own JSON, as its export writes it and as docs/import.schema.json describes it: a file, or a zip of several.
    Json(What),
    /// The export of a MyAnimeList account: an XML file, packed as .gz or not.
    Myanimelist(What),
    /// The viewing history of a Netflix profile, or the zip of a whole account.
    Netflix(What),
    /// The streaming history of a Spotify account, extended or of the last year: a zip of JSON files.
    Spotify(What),
    /// The export of a ListenBrainz account: a zip of JSON files.
    Listenbrainz(What),
    /// Scrobbles taken along from Last.fm: a CSV or JSON file.
    Lastfm(What),
    /// The export of a Maloja server: a JSON file.
    Maloja(What),
    /// The log of a portable player: a file called .scrobbler.log.
    ScrobblerLog(What),
    /// The data of a TV Time account: a zip or folder of CSV files.
    Tvtime(What),
    /// The backup of a SIMKL account: a JSON file.
    Simkl(What),
    /// The export of a Yamtrack account: a CSV file.
    Yamtrack(What),
    /// The complete export of a Ryot account: a JSON file.
    Ryot(What),
    /// Go on with an import that was interrupted.
    Resume {
        /// The import's id.
        id: ImportJobId,
    },
    /// Take back what an import made.
    Undo {
        /// The import's id.
        id: ImportJobId,
    },
}

/// What an import takes.
#[derive(Args)]
pub struct What {
    /// The file or folder.
    path: PathBuf,
    /// Whose it is, by user name; without it, the administrator who has been here longest.
    #[arg(long, value_name = "NAME")]
    user: Option<String>,
    /// Only say what would be made; keep nothing.
    #[arg(long)]
    dry_run: bool,
}

/// Does it. Ends with 1 when the import fails, or holds rows that could not be used.
pub async fn run(config: &Config, deed: Deed) -> anyhow::Result<ExitCode> {
    let backend = Backend::for_command(config).await?;
    let result = Box::pin(go(&backend, deed)).await;
    backend.stop().await;
    result
}

async fn go(backend: &Backend, deed: Deed) -> anyhow::Result<ExitCode> {
    backend.migrate().await?;
    let (app, actor) = (&backend.app, Actor::system("command line"));
    let id = match deed {
        Deed::Movielens(what) => begin(app, &actor, ImportSource::Movielens, what).await?,
        Deed::Trakt(what) => begin(app, &actor, ImportSource::Trakt, what).await?,
        Deed::Csv(what) => begin(app, &actor, ImportSource::Csv, what).await?,
        Deed::Letterboxd(what) => begin(app, &actor, ImportSource::Letterboxd, what).await?,
        Deed::Imdb(what) => begin(app, &actor, ImportSource::Imdb, what).await?,
        Deed::Goodreads(what) => begin(app, &actor, ImportSource::Goodreads, what).await?,
        Deed::Json(what) => begin(app, &actor, ImportSource::Json, what).await?,
        Deed::Myanimelist(what) => begin(app, &actor, ImportSource::Myanimelist, what).await?,
        Deed::Netflix(what) => begin(app, &actor, ImportSource::Netflix, what).await?,
        Deed::Spotify(what) => begin(app, &actor, ImportSource::Spotify, what).await?,
        Deed::Listenbrainz(what) => begin(app, &actor, ImportSource::Listenbrainz, what).await?,
        Deed::Lastfm(what) => begin(app, &actor, ImportSource::Lastfm, what).await?,
        Deed::Maloja(what) => begin(app, &actor, ImportSource::Maloja, what).await?,
        Deed::ScrobblerLog(what) => begin(app, &actor, ImportSource::ScrobblerLog, what).await?,
        Deed::Tvtime(what) => begin(app, &actor, ImportSource::Tvtime, what).await?,
        Deed::Simkl(what) => begin(app, &actor, ImportSource::Simkl, what).await?,
        Deed::Yamtrack(what) => begin(app, &actor, ImportSource::Yamtrack, what).await?,
        Deed::Ryot(what) => begin(app, &actor, ImportSource::Ryot, what).await?,
        Deed::Resume { id } => id,
        Deed::Undo { id } => {
            imports::undo(app, &actor, id, false).await?;
            let job = imports::run_undo(app, id).await?;
            let report = ImportReport::read(&job.report);
            list("removed", &report.removed);
            list("kept, because somebody changed it or came to depend on it", &report.remaining);
            return Ok(ExitCode::SUCCESS);
        }
    };
    let started = Instant::now();
    let mut progress = Progress::default();
    let stop = CancellationToken::new();
    let job = {
        let mut show = |job: &_| progress.show(job);
        let run = imports::run_here(app, &actor, id, &stop, &mut show);
        tokio::pin!(run);
        tokio::select! {
            job = &mut run => job?,
            _ = tokio::signal::ctrl_c() => {
                // The chunk in hand is finished, so that nothing of it is done twice.
                stop.cancel();
                run.await?
            }
        }
    };
    progress.end();
    summarise(app, &actor, &job, started.elapsed()).await
}

async fn begin(app: &App, actor: &Actor, source: ImportSource, what: What) -> anyhow::Result<ImportJobId> {
    let user_id = imports::person_for(app, actor, what.user.as_deref()).await?;
    let draft = ImportDraft {
        source,
        location: Location::Local(what.path),
        file_name: None,
        is_dry_run: what.dry_run,
        user_id: Some(user_id),
    };
    Ok(imports::start(app, actor, draft, false).await?.id)
}

/// Tells on standard error how far an import is.
#[derive(Default)]
struct Progress {
    shown: Option<Instant>,
    is_open: bool,
}

impl Progress {
    fn show(&mut self, job: &ImportJob) {
        let is_terminal = std::io::stderr().is_terminal();
        let every = if is_terminal { Duration::from_millis(100) } else { LOG_EVERY };
        let is_over = job.total_items == Some(job.processed_items);
        if !is_over && self.shown.is_some_and(|shown| shown.elapsed() < every) {
            return;
        }
        self.shown = Some(Instant::now());
        let total = job.total_items.unwrap_or_default();
        let percent = (job.processed_items * 100).checked_div(total).unwrap_or(100);
        let line = format!(
            "{percent:>3} %  {} of {total} rows, {} new, {} known, {} unusable",
            job.processed_items, job.created_items, job.unchanged_items, job.failed_items
        );
        let mut out = std::io::stderr().lock();
        // A terminal that went away is no reason to stop.
        let _ = if is_terminal { write!(out, "\r{line}\x1b[K") } else { writeln!(out, "{line}") };
        let _ = out.flush();
        self.is_open = is_terminal;
    }

    fn end(&self) {
        if self.is_open {
            eprintln!();
        }
    }
}

async fn summarise(app: &App, actor: &Actor, job: &ImportJob, took: Duration) -> anyhow::Result<ExitCode> {
    let report = ImportReport::read(&job.report);
    println!("import:     {}{}", job.id, if job.is_dry_run { " (dry run: nothing was kept)" } else { "" });
    println!("status:     {}", job.status.as_str());
    if let Some(error) = &job.error {
        println!("error:      {error}");
    }
    println!(
        "rows:       {} read in {:.1} s: {} new, {} known, {} unusable",
        job.processed_items,
        took.as_secs_f64(),
        job.created_items,
        job.unchanged_items,
        job.failed_items
    );
    list(if job.is_dry_run { "would make" } else { "made" }, &report.created);
    list("known already", &report.kept);
    for (what, names) in [("files left out", &report.skipped_files), ("columns left out", &report.unknown_columns)] {
        if !names.is_empty() {
            println!("{what}: {}", names.join(", "));
        }
    }
    if job.failed_items > 0 {
        println!("rows that could not be used:");
        let page = imports::errors(app, actor, job.id, PageRequest { first: SHOWN_ERRORS, after: None }).await?;
        for error in &page.items {
            println!("  {} row {}: {} ({})", error.file_name, error.row_number, error.error, error.item);
        }
        if page.has_next {
            println!("  and more; the query `import` lists them");
        }
    }
    match job.status {
        ImportStatus::Completed if job.failed_items == 0 => Ok(ExitCode::SUCCESS),
        ImportStatus::Running => {
            println!("stopped; `medianest import resume {}` goes on", job.id);
            Ok(ExitCode::FAILURE)
        }
        _ => Ok(ExitCode::FAILURE),
    }
}

fn list(what: &str, counts: &std::collections::BTreeMap<String, i64>) {
    if !counts.is_empty() {
        println!("{what}:");
        for (kind, count) in counts {
            println!("  {count:>9}  {}", kind.replace('_', " "));
        }
    }
}

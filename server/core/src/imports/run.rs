//! Carrying an import out: chunk by chunk, each in one transaction with the place it was read up to, so that whatever
//! happens in between nothing is lost and nothing doubled.

use std::path::PathBuf;
use std::time::{Duration, Instant};

use chrono_tz::Tz;
use medianest_db::imports::{self as rows, ImportJob, ImportProgress, NewImportError};
use medianest_db::{AsyncConnection, AsyncPgConnection, DatabaseErrorKind, ImportJobId, ImportSource, ImportStatus, QueryError};
use tokio::sync::mpsc;
use tokio_util::sync::CancellationToken;

use super::apply::{self, Outcome};
use super::record::Problem;
use super::report::ImportReport;
use super::source::{self, Chunk, Position, Remarks, Source, SourceError};
use super::{kinds, uploads};
use crate::diary::statistics;
use crate::events::Event;
use crate::policy::Actor;
use crate::{App, Error, Result};

/// Rows that are committed together.
const CHUNK_ROWS: usize = 1_000;
/// Rows that could not be used are counted all, and noted up to here.
const MAX_ERRORS: i64 = 1_000;
/// How often listeners hear of the progress.
const EVENT_EVERY: Duration = Duration::from_millis(500);

/// How a run of an import ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ended {
    /// The import is over, well or not: its status says which.
    Done,
    /// It was asked to stop; another run goes on from there.
    Stopped,
}

/// Hears how far an import got, after every chunk.
pub type Observer<'a> = dyn FnMut(&ImportJob) + Send + Sync + 'a;

/// Carries out an import that waits, or goes on with one that was interrupted. One run at a time goes on: another notices
/// at its next chunk. For jobs and the command line.
///
/// # Errors
/// Those of the database; the import goes on at the next run. What is wrong with the file ends the import instead.
pub async fn run(app: &App, id: ImportJobId, stop: &CancellationToken, observe: &mut Observer<'_>) -> Result<Ended> {
    let actor = Actor::system("import");
    let conn = app.db().await?;
    let job = ImportJob::by_id(&conn, id).await?.ok_or(Error::NotFound("import"))?;
    if !matches!(job.status, ImportStatus::Pending | ImportStatus::Running) {
        return Ok(Ended::Done);
    }
    let timezone = rows::timezone_of(&conn, job.user_id).await?.unwrap_or_else(|| "UTC".to_owned());
    drop(conn);
    let prepared = match prepare(app, &job, &timezone).await? {
        Ok(prepared) => prepared,
        Err(error) => return fail(app, &job, &error.to_string(), observe).await,
    };
    let mut run = Run { app, actor, timezone, tally: Tally::of(&job), job, told: None, observe };
    run.tally.report.remark(prepared.remarks);
    let started_at = run.job.started_at.unwrap_or_else(|| app.now());
    let mut conn = app.db().await?;
    let begun = conn
        .transaction(async |conn| {
            let job = ImportJob::lock(conn, id).await?.ok_or(Error::NotFound("import"))?;
            if !matches!(job.status, ImportStatus::Pending | ImportStatus::Running) {
                return Ok::<_, Error>(false);
            }
            if job.is_dry_run {
                // A dry run keeps nothing, so it starts over.
                rows::ImportError::clear(conn, id).await?;
            }
            ImportJob::begin(conn, id, prepared.total, &run.tally.report.to_value(), started_at).await?;
            Event::ImportProgressed { id, user_id: job.user_id }.emit(conn).await?;
            Ok(true)
        })
        .await?;
    if !begun {
        return Ok(Ended::Done);
    }
    (run.job.total_items, run.job.status) = (Some(prepared.total), ImportStatus::Running);
    let (sender, mut chunks) = mpsc::channel(2);
    let (mut source, from) = (prepared.source, run.tally.position);
    let reader = tokio::task::spawn_blocking(move || source::stream(source.as_mut(), from, CHUNK_ROWS, &sender));
    let ended = if run.job.is_dry_run {
        Box::pin(run.rehearse(&mut conn, &mut chunks, stop)).await?
    } else {
        Box::pin(run.perform(&mut conn, &mut chunks, stop)).await?
    };
    drop(chunks);
    let read = reader.await.map_err(Error::internal)?;
    match (ended, read) {
        (Ended::Stopped, _) => Ok(Ended::Stopped),
        (Ended::Done, Err(error)) => fail(app, &run.job, &error.to_string(), run.observe).await,
        (Ended::Done, Ok(())) => run.complete(&mut conn).await,
    }
}

struct Prepared {
    source: Box<dyn Source>,
    total: i64,
    remarks: Remarks,
}

/// Opens the source and counts its rows, off the async threads.
async fn prepare(app: &App, job: &ImportJob, timezone: &str) -> Result<Result<Prepared, SourceError>> {
    let path = PathBuf::from(job.storage_path.clone().unwrap_or_default());
    let name = job.file_name.clone().unwrap_or_else(|| path.file_name().unwrap_or_default().to_string_lossy().into_owned());
    let (kind, counted, now) = (job.source, job.total_items, job.created_at.max(app.now()));
    let zone: Tz = timezone.parse().unwrap_or(Tz::UTC);
    let prepared = tokio::task::spawn_blocking(move || {
        let mut source = kinds::open(kind, &path, &name, zone, now)?;
        let total = match counted {
            Some(total) => total,
            None => source::count(source.as_mut())?,
        };
        Ok(Prepared { remarks: source.remarks(), source, total })
    });
    prepared.await.map_err(Error::internal)
}

/// How far an import got.
struct Tally {
    position: Position,
    processed: i64,
    created: i64,
    unchanged: i64,
    failed: i64,
    report: ImportReport,
}

impl Tally {
    fn of(job: &ImportJob) -> Self {
        if job.is_dry_run {
            return Self {
                position: Position::default(),
                processed: 0,
                created: 0,
                unchanged: 0,
                failed: 0,
                report: ImportReport::default(),
            };
        }
        Self {
            position: serde_json::from_value(job.cursor.clone()).unwrap_or_default(),
            processed: job.processed_items,
            created: job.created_items,
            unchanged: job.unchanged_items,
            failed: job.failed_items,
            report: ImportReport::read(&job.report),
        }
    }

    /// The same after these rows.
    fn after(&self, end: Position, outcomes: &[Outcome], report: ImportReport) -> Self {
        let count =
            |is: fn(&Outcome) -> bool| i64::try_from(outcomes.iter().filter(|outcome| is(outcome)).count()).unwrap_or(i64::MAX);
        Self {
            position: end,
            processed: self.processed + count(|_| true),
            created: self.created + count(|outcome| *outcome == Outcome::Created),
            unchanged: self.unchanged + count(|outcome| *outcome == Outcome::Unchanged),
            failed: self.failed + count(|outcome| matches!(outcome, Outcome::Failed(_))),
            report,
        }
    }

    /// Counts the rows that came between this and a later tally.
    fn count_until(&self, later: &Self, source: ImportSource) {
        let came = [
            ("created", later.created - self.created),
            ("unchanged", later.unchanged - self.unchanged),
            ("failed", later.failed - self.failed),
        ];
        for (outcome, rows) in came {
            let counter = metrics::counter!("medianest_import_rows_total", "source" => source.as_str(), "outcome" => outcome);
            counter.increment(u64::try_from(rows).unwrap_or(0));
        }
    }

    fn progress(&self) -> ImportProgress {
        ImportProgress {
            cursor: serde_json::to_value(self.position).unwrap_or_default(),
            processed_items: self.processed,
            created_items: self.created,
            unchanged_items: self.unchanged,
            failed_items: self.failed,
            report: self.report.to_value(),
        }
    }
}

/// One run in progress.
struct Run<'a, 'o> {
    app: &'a App,
    actor: Actor,
    timezone: String,
    job: ImportJob,
    tally: Tally,
    told: Option<Instant>,
    observe: &'a mut Observer<'o>,
}

impl Run<'_, '_> {
    /// Writes chunk after chunk.
    async fn perform(
        &mut self,
        conn: &mut AsyncPgConnection,
        chunks: &mut mpsc::Receiver<Chunk>,
        stop: &CancellationToken,
    ) -> Result<Ended> {
        loop {
            let chunk = tokio::select! {
                biased;
                () = stop.cancelled() => return Ok(Ended::Stopped),
                chunk = chunks.recv() => chunk,
            };
            let Some(chunk) = chunk else { return Ok(Ended::Done) };
            if !self.write(conn, &chunk).await? {
                return Ok(Ended::Stopped);
            }
            self.observe();
        }
    }

    /// Does all of it in one transaction that is rolled back at the end, so that what it reports is what would happen.
    async fn rehearse(
        &mut self,
        conn: &mut AsyncPgConnection,
        chunks: &mut mpsc::Receiver<Chunk>,
        stop: &CancellationToken,
    ) -> Result<Ended> {
        let rehearsed = conn
            .transaction(async |conn| {
                let ended = self.rehearse_chunks(conn, chunks, stop).await.map_err(Rehearsal::Failed)?;
                self.tally.report.created = created(conn, self.job.id).await.map_err(Rehearsal::Failed)?;
                Err::<(), _>(Rehearsal::Over(ended))
            })
            .await;
        match rehearsed {
            Err(Rehearsal::Over(ended)) => Ok(ended),
            Err(Rehearsal::Failed(error)) => Err(error),
            Ok(()) => Ok(Ended::Done),
        }
    }

    async fn rehearse_chunks(
        &mut self,
        conn: &mut AsyncPgConnection,
        chunks: &mut mpsc::Receiver<Chunk>,
        stop: &CancellationToken,
    ) -> Result<Ended> {
        loop {
            let chunk = tokio::select! {
                biased;
                () = stop.cancelled() => return Ok(Ended::Stopped),
                chunk = chunks.recv() => chunk,
            };
            let Some(chunk) = chunk else { return Ok(Ended::Done) };
            if !self.write(conn, &chunk).await? {
                return Ok(Ended::Stopped);
            }
            // The transaction is seen by nobody: what is known so far goes by another connection.
            let other = self.app.db().await?;
            match ImportJob::by_id(&other, self.job.id).await? {
                Some(job) if job.status == ImportStatus::Running => {}
                _ => return Ok(Ended::Stopped),
            }
            ImportJob::advance(&other, self.job.id, &self.tally.progress()).await?;
            if self.should_tell() {
                Event::ImportProgressed { id: self.job.id, user_id: self.job.user_id }.emit(&other).await?;
            }
            drop(other);
            self.observe();
        }
    }

    /// Writes a chunk; in parts, where the database refuses it as a whole, down to the rows that are to blame. False when
    /// the import was cancelled, or is carried out by another by now.
    async fn write(&mut self, conn: &mut AsyncPgConnection, chunk: &Chunk) -> Result<bool> {
        let mut parts = vec![(0..chunk.rows.len(), false)];
        while let Some((part, again)) = parts.pop() {
            match self.write_part(conn, chunk, part.clone(), None).await {
                Ok(true) => {}
                Ok(false) => return Ok(false),
                Err(error) => match refusal(&error) {
                    None => return Err(error),
                    // Somebody else may have made the same thing at the same time: then it is there now.
                    Some(_) if !again => parts.push((part, true)),
                    Some(_) if part.len() > 1 => {
                        let middle = part.start + part.len() / 2;
                        parts.push((middle..part.end, true));
                        parts.push((part.start..middle, true));
                    }
                    Some(why) => {
                        if !self.write_part(conn, chunk, part, Some(why)).await? {
                            return Ok(false);
                        }
                    }
                },
            }
        }
        Ok(true)
    }

    /// Writes some rows of a chunk and how far that is, in one transaction; or only notes why they are refused.
    async fn write_part(
        &mut self,
        conn: &mut AsyncPgConnection,
        chunk: &Chunk,
        part: std::ops::Range<usize>,
        refused: Option<String>,
    ) -> Result<bool> {
        let place = |offset: usize| Position { file: chunk.start.file, row: chunk.start.row + offset as u64 };
        let (start, end, parsed) = (place(part.start), place(part.end), &chunk.rows[part.clone()]);
        let mut report = self.tally.report.clone();
        let tell = !self.job.is_dry_run && self.should_tell();
        let (run, report_of_part) = (&*self, &mut report);
        let tally = conn
            .transaction(async |conn| {
                if !run.job.is_dry_run && !run.still_holds(conn, start).await? {
                    return Ok::<_, Error>(None);
                }
                let outcomes = match refused {
                    Some(why) => parsed
                        .iter()
                        .map(|row| {
                            let item = row.as_ref().map_or_else(|problem| problem.item.clone(), super::record::Record::label);
                            Outcome::Failed(Problem::new(item, why.clone()))
                        })
                        .collect(),
                    None => apply::apply(run.app, &run.actor, conn, &run.job, &run.timezone, parsed, report_of_part).await?,
                };
                let tally = run.tally.after(end, &outcomes, report_of_part.clone());
                if run.job.is_dry_run {
                    // The notes must survive the rehearsal's end.
                    run.note(&*run.app.db().await?, chunk, start, &outcomes).await?;
                } else {
                    run.note(conn, chunk, start, &outcomes).await?;
                    ImportJob::advance(conn, run.job.id, &tally.progress()).await?;
                    if tell {
                        Event::ImportProgressed { id: run.job.id, user_id: run.job.user_id }.emit(conn).await?;
                    }
                }
                Ok(Some(tally))
            })
            .await?;
        let Some(tally) = tally else { return Ok(false) };
        if !self.job.is_dry_run {
            self.tally.count_until(&tally, self.job.source);
        }
        self.tally = tally;
        Ok(true)
    }

    /// Whether the import still runs and nobody else has gone further with it.
    async fn still_holds(&self, conn: &AsyncPgConnection, start: Position) -> Result<bool> {
        let job = ImportJob::lock(conn, self.job.id).await?;
        Ok(job.is_some_and(|job| {
            let position: Position = serde_json::from_value(job.cursor).unwrap_or_default();
            // At the end of a file the place to go on is the start of the next.
            let follows = position == start || (start.row == 0 && position.file < start.file);
            job.status == ImportStatus::Running && follows && job.processed_items == self.tally.processed
        }))
    }

    async fn note(&self, conn: &AsyncPgConnection, chunk: &Chunk, start: Position, outcomes: &[Outcome]) -> Result<()> {
        let room = usize::try_from(MAX_ERRORS - self.tally.failed).unwrap_or(0);
        let errors: Vec<NewImportError> = outcomes
            .iter()
            .enumerate()
            .filter_map(|(offset, outcome)| match outcome {
                Outcome::Failed(problem) => Some((offset, problem)),
                Outcome::Created | Outcome::Unchanged => None,
            })
            .take(room)
            .map(|(offset, problem)| NewImportError {
                import_job_id: self.job.id,
                row_number: i64::try_from(start.row).unwrap_or(i64::MAX).saturating_add(i64::try_from(offset).unwrap_or(0) + 1),
                file_name: chunk.file_name.clone(),
                item: problem.item.clone(),
                error: problem.error.clone(),
            })
            .collect();
        Ok(NewImportError::insert_many(conn, &errors).await?)
    }

    fn should_tell(&mut self) -> bool {
        let is_due = self.told.is_none_or(|told| told.elapsed() >= EVENT_EVERY);
        if is_due {
            self.told = Some(Instant::now());
        }
        is_due
    }

    fn observe(&mut self) {
        self.job.processed_items = self.tally.processed;
        self.job.created_items = self.tally.created;
        self.job.unchanged_items = self.tally.unchanged;
        self.job.failed_items = self.tally.failed;
        (self.observe)(&self.job);
    }

    async fn complete(mut self, conn: &mut AsyncPgConnection) -> Result<Ended> {
        if !self.job.is_dry_run {
            self.tally.report.created = created(conn, self.job.id).await?;
        }
        let (app, job, progress) = (self.app, &self.job, self.tally.progress());
        conn.transaction(async |conn| {
            if ImportJob::lock(conn, job.id).await?.is_none_or(|job| job.status != ImportStatus::Running) {
                return Ok::<_, Error>(());
            }
            ImportJob::advance(conn, job.id, &progress).await?;
            ImportJob::finish(conn, job.id, ImportStatus::Completed, None, app.now()).await?;
            if !job.is_dry_run {
                statistics::rebuild_soon(app, conn, job.user_id).await?;
            }
            Event::ImportProgressed { id: job.id, user_id: job.user_id }.emit(conn).await?;
            Ok(())
        })
        .await?;
        if !self.job.is_dry_run {
            uploads::discard(app, self.job.user_id, self.job.storage_path.as_deref().unwrap_or_default()).await;
        }
        self.job.status = ImportStatus::Completed;
        self.observe();
        Ok(Ended::Done)
    }
}

/// How a rehearsal leaves its transaction: always by an error, so that nothing of it stays.
enum Rehearsal {
    Over(Ended),
    Failed(Error),
}

impl From<QueryError> for Rehearsal {
    fn from(error: QueryError) -> Self {
        Self::Failed(error.into())
    }
}

async fn created(conn: &AsyncPgConnection, id: ImportJobId) -> Result<std::collections::BTreeMap<String, i64>> {
    Ok(rows::rows_made(conn, id).await?.into_iter().filter(|(_, rows)| *rows > 0).collect())
}

/// Ends the import because its file cannot be read.
async fn fail(app: &App, job: &ImportJob, why: &str, observe: &mut Observer<'_>) -> Result<Ended> {
    let why = super::record::clip(why, 1_000);
    let mut conn = app.db().await?;
    conn.transaction(async |conn| {
        let held = ImportJob::lock(conn, job.id).await?;
        if held.is_none_or(|job| !matches!(job.status, ImportStatus::Pending | ImportStatus::Running)) {
            return Ok::<_, Error>(());
        }
        ImportJob::finish(conn, job.id, ImportStatus::Failed, Some(&why), app.now()).await?;
        Event::ImportProgressed { id: job.id, user_id: job.user_id }.emit(conn).await?;
        Ok(())
    })
    .await?;
    let mut job = job.clone();
    (job.status, job.error) = (ImportStatus::Failed, Some(why));
    observe(&job);
    Ok(Ended::Done)
}

/// Why the database refuses rows as such; `None` for a fault that has nothing to do with them.
fn refusal(error: &Error) -> Option<String> {
    match error {
        Error::Conflict(why) => Some(why.clone()),
        Error::Invalid(_) => Some(error.to_string()),
        Error::Internal(source) => match source.downcast_ref::<QueryError>()? {
            QueryError::DatabaseError(DatabaseErrorKind::ClosedConnection | DatabaseErrorKind::UnableToSendCommand, _) => None,
            QueryError::DatabaseError(_, info) => Some(match info.constraint_name() {
                Some(rule) => format!("it breaks the rule {rule}"),
                None => "the database refuses it".to_owned(),
            }),
            _ => None,
        },
        _ => None,
    }
}

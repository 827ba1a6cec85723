//! Asking for an import, looking at it, stopping it and taking it back.

use std::path::{Path, PathBuf};

use chrono::{DateTime, Utc};
use medianest_db::imports::{self as rows, ImportError, ImportJob, NewImportJob};
use medianest_db::{AsyncConnection, ImportFileId, ImportJobId, ImportSource, ImportStatus, JobLane, UserId};
use serde_json::json;
use tokio_util::sync::CancellationToken;

use super::report::ImportReport;
use super::run::{self, Ended};
use super::{record, uploads};
use crate::admin::audit;
use crate::diary::statistics;
use crate::events::Event;
use crate::jobs::{self, Handlers, Outcome};
use crate::policy::{self, Actor};
use crate::{App, Error, Page, PageRequest, Result};

/// The kind of job that carries an import out.
const RUN: &str = "import.run";
/// The kind of job that takes one back.
const UNDO: &str = "import.undo";
/// How many imports of one person wait or run at a time.
const MAX_ACTIVE: i64 = 5;

/// Where the file to be imported is.
#[derive(Debug, Clone)]
pub enum Location {
    /// The person uploaded it.
    Upload(ImportFileId),
    /// It lies in the folder `imports` of the data directory. For administrators.
    Server(String),
    /// It lies anywhere on this machine. For the command line.
    Local(PathBuf),
    /// It was named in two ways at once, or in none.
    Unclear,
}

/// An import to be carried out.
#[derive(Debug, Clone)]
pub struct ImportDraft {
    /// What it reads.
    pub source: ImportSource,
    /// Where that is.
    pub location: Location,
    /// What the person calls the file.
    pub file_name: Option<String>,
    /// Whether to only try: everything is checked and matched, and nothing kept but the report.
    pub is_dry_run: bool,
    /// For whom; the system must say, a person imports for themselves.
    pub user_id: Option<UserId>,
}

/// Asks for an import; a job carries it out, unless the caller does with [`run`](super::run()).
///
/// # Errors
/// [`Error::Unauthenticated`] or [`Error::Forbidden`]; [`Error::Invalid`] naming what is wrong with the location;
/// [`Error::Conflict`] while too many imports of the person wait or run.
pub async fn start(app: &App, actor: &Actor, draft: ImportDraft, by_job: bool) -> Result<ImportJob> {
    policy::imports::start(actor, draft.source)?;
    let user_id = actor.user_id().or(draft.user_id).ok_or_else(|| Error::invalid("userId", "say for whom"))?;
    let path = locate(app, actor, user_id, &draft.location).await?;
    let named = path.file_name().map(|name| name.to_string_lossy().into_owned());
    let file_name = draft.file_name.or(named).map(|name| record::clip(&name, 200));
    let mut conn = app.db().await?;
    conn.transaction(async |conn| {
        if by_job && ImportJob::count_active(conn, user_id).await? >= MAX_ACTIVE {
            return Err(Error::conflict("other imports of yours have not ended yet; wait for them or cancel them"));
        }
        let id: ImportJobId = app.new_id();
        let job = NewImportJob {
            id,
            user_id,
            source: draft.source,
            is_dry_run: draft.is_dry_run,
            file_name: file_name.as_deref(),
            storage_path: &path.to_string_lossy(),
            options: json!({}),
            created_at: app.now(),
        };
        let job = job.insert(conn).await?;
        let entry = audit::Entry::new("imports.started").on("import", id);
        audit::record(app, actor, conn, entry.with(json!({ "source": draft.source, "is_dry_run": draft.is_dry_run }))).await?;
        if by_job {
            enqueue(app, conn, RUN, &job).await?;
        }
        Event::ImportProgressed { id, user_id }.emit(conn).await?;
        Ok(job)
    })
    .await
}

async fn enqueue(app: &App, conn: &medianest_db::AsyncPgConnection, kind: &str, job: &ImportJob) -> Result<()> {
    let key = format!("{kind}:{}", job.id);
    jobs::enqueue(conn, app, JobLane::Import, kind, json!({ "import_id": job.id }), Some(&key), Some(job.user_id)).await?;
    Ok(())
}

/// The path of what is to be imported, which exists.
async fn locate(app: &App, actor: &Actor, user: UserId, location: &Location) -> Result<PathBuf> {
    match location {
        Location::Unclear => Err(Error::invalid("uploadId", "give either an upload or a path on the server")),
        Location::Upload(id) => uploads::path(app, user, *id).await,
        Location::Server(name) => {
            policy::imports::read_server_files(actor)?;
            let missing = || Error::invalid("serverPath", "there is no such file or folder in the server's folder `imports`");
            let folder = tokio::fs::canonicalize(uploads::folder(app)).await.map_err(|_| missing())?;
            let path = tokio::fs::canonicalize(folder.join(name)).await.map_err(|_| missing())?;
            if path.starts_with(&folder) && path != folder { Ok(path) } else { Err(missing()) }
        }
        Location::Local(path) => {
            policy::imports::read_any_file(actor)?;
            let shown = path.display();
            tokio::fs::canonicalize(Path::new(path)).await.map_err(|error| Error::invalid("path", format!("{shown}: {error}")))
        }
    }
}

/// One import, if the actor may see it.
///
/// # Errors
/// [`Error::Unauthenticated`] or [`Error::Forbidden`] when the actor may not read at all.
pub async fn find(app: &App, actor: &Actor, id: ImportJobId) -> Result<Option<ImportJob>> {
    let scope = policy::imports::scope(actor)?;
    Ok(ImportJob::find(&*app.db().await?, &scope, id).await?)
}

/// Imports, newest first: one's own; everybody's for administrators.
///
/// # Errors
/// As [`find`].
pub async fn page(app: &App, actor: &Actor, page: PageRequest<(DateTime<Utc>, ImportJobId)>) -> Result<Page<ImportJob>> {
    let scope = policy::imports::scope(actor)?;
    let found = ImportJob::page(&*app.db().await?, &scope, page.after, page.first + 1).await?;
    Ok(Page::from_rows(found, page.first))
}

/// How many imports such a list has.
///
/// # Errors
/// As [`find`].
pub async fn count(app: &App, actor: &Actor) -> Result<i64> {
    let scope = policy::imports::scope(actor)?;
    Ok(ImportJob::count(&*app.db().await?, &scope).await?)
}

/// The rows of an import that could not be used, as far as they were noted.
///
/// # Errors
/// As [`find`], and [`Error::NotFound`].
pub async fn errors(app: &App, actor: &Actor, id: ImportJobId, page: PageRequest<(String, i64)>) -> Result<Page<ImportError>> {
    find(app, actor, id).await?.ok_or(Error::NotFound("import"))?;
    let found = ImportError::page(&*app.db().await?, id, page.after, page.first + 1).await?;
    Ok(Page::from_rows(found, page.first))
}

/// How many rows were noted.
///
/// # Errors
/// As [`errors`].
pub async fn count_errors(app: &App, actor: &Actor, id: ImportJobId) -> Result<i64> {
    find(app, actor, id).await?.ok_or(Error::NotFound("import"))?;
    Ok(ImportError::count(&*app.db().await?, id).await?)
}

/// Stops an import that waits or runs. What it has made stays until it is undone.
///
/// # Errors
/// As [`find`]; [`Error::NotFound`], or [`Error::Conflict`] for an import that has ended.
pub async fn cancel(app: &App, actor: &Actor, id: ImportJobId) -> Result<ImportJob> {
    let scope = policy::imports::change(actor)?;
    let mut conn = app.db().await?;
    conn.transaction(async |conn| {
        ImportJob::find(conn, &scope, id).await?.ok_or(Error::NotFound("import"))?;
        let job = ImportJob::lock(conn, id).await?.ok_or(Error::NotFound("import"))?;
        if !matches!(job.status, ImportStatus::Pending | ImportStatus::Running) {
            return Err(Error::conflict("the import has ended"));
        }
        ImportJob::finish(conn, id, ImportStatus::Cancelled, None, app.now()).await?;
        audit::record(app, actor, conn, audit::Entry::new("imports.cancelled").on("import", id)).await?;
        Event::ImportProgressed { id, user_id: job.user_id }.emit(conn).await?;
        ImportJob::by_id(conn, id).await?.ok_or(Error::NotFound("import"))
    })
    .await
}

/// Takes back what an ended import made; a job does it, unless the caller does with [`run_undo`].
///
/// # Errors
/// As [`find`]; [`Error::NotFound`], or [`Error::Conflict`] for an import that runs, kept nothing or was undone.
pub async fn undo(app: &App, actor: &Actor, id: ImportJobId, by_job: bool) -> Result<ImportJob> {
    let scope = policy::imports::change(actor)?;
    let mut conn = app.db().await?;
    conn.transaction(async |conn| {
        ImportJob::find(conn, &scope, id).await?.ok_or(Error::NotFound("import"))?;
        let job = ImportJob::lock(conn, id).await?.ok_or(Error::NotFound("import"))?;
        if job.is_dry_run {
            return Err(Error::conflict("a dry run has made nothing that could be undone"));
        }
        let from = [ImportStatus::Completed, ImportStatus::Failed, ImportStatus::Cancelled];
        if !ImportJob::change_status(conn, id, &from, ImportStatus::Undoing).await? {
            return Err(Error::conflict(match job.status {
                ImportStatus::Undoing | ImportStatus::Undone => "the import is undone already",
                _ => "the import has not ended; cancel it first",
            }));
        }
        audit::record(app, actor, conn, audit::Entry::new("imports.undone").on("import", id)).await?;
        if by_job {
            enqueue(app, conn, UNDO, &job).await?;
        }
        Event::ImportProgressed { id, user_id: job.user_id }.emit(conn).await?;
        ImportJob::by_id(conn, id).await?.ok_or(Error::NotFound("import"))
    })
    .await
}

/// Removes what the import made, all at once, but for what others have come to depend on; its report says what.
/// For jobs and the command line.
///
/// # Errors
/// Those of the database: then nothing was removed, and another run may try again.
pub async fn run_undo(app: &App, id: ImportJobId) -> Result<ImportJob> {
    let mut conn = app.db().await?;
    conn.transaction(async |conn| {
        let job = ImportJob::lock(conn, id).await?.ok_or(Error::NotFound("import"))?;
        if job.status != ImportStatus::Undoing {
            return Ok(job);
        }
        let mut report = ImportReport::read(&job.report);
        for table in rows::undo(conn, id).await? {
            let known = [(&mut report.removed, table.removed), (&mut report.remaining, table.kept)];
            for (counts, rows) in known {
                if rows > 0 {
                    counts.insert(table.table.to_owned(), rows);
                }
            }
        }
        statistics::rebuild_soon(app, conn, job.user_id).await?;
        ImportJob::finish_undo(conn, id, &serde_json::to_value(&report).map_err(Error::internal)?, app.now()).await?;
        Event::ImportProgressed { id, user_id: job.user_id }.emit(conn).await?;
        ImportJob::by_id(conn, id).await?.ok_or(Error::NotFound("import"))
    })
    .await
}

/// The person that the command line imports for: the one with this user name, else the administrator who has been here
/// longest.
///
/// # Errors
/// [`Error::NotFound`] or [`Error::Conflict`] saying what to do; [`Error::Forbidden`] for anybody but the system.
pub async fn person_for(app: &App, actor: &Actor, username: Option<&str>) -> Result<UserId> {
    policy::imports::read_any_file(actor)?;
    let conn = app.db().await?;
    match username {
        Some(name) => rows::person_named(&conn, name).await?.ok_or(Error::NotFound("user of that name")),
        None => rows::first_administrator(&conn)
            .await?
            .ok_or_else(|| Error::conflict("nobody is an administrator here yet: create one, or name a user")),
    }
}

/// Adds what imports need done later.
#[must_use]
pub fn handlers(handlers: Handlers) -> Handlers {
    handlers
        .with(RUN, async |running| {
            let ended = run::run(&running.app, import_of(&running.job)?, &running.stop, &mut |_| {}).await?;
            Ok(if ended == Ended::Stopped && running.stop.is_cancelled() { Outcome::Yielded } else { Outcome::Done })
        })
        .with(UNDO, async |running| {
            run_undo(&running.app, import_of(&running.job)?).await?;
            Ok(Outcome::Done)
        })
}

fn import_of(job: &jobs::Job) -> Result<ImportJobId> {
    serde_json::from_value(job.payload["import_id"].clone()).map_err(Error::internal)
}

/// Carries an import out here and now; see [`run`](run::run).
///
/// # Errors
/// As [`run`](run::run); [`Error::Forbidden`] for anybody but the system.
pub async fn run_here(
    app: &App,
    actor: &Actor,
    id: ImportJobId,
    stop: &CancellationToken,
    observe: &mut run::Observer<'_>,
) -> Result<ImportJob> {
    policy::imports::read_any_file(actor)?;
    // Its state is large, and callers nest this in futures of their own.
    Box::pin(run::run(app, id, stop, observe)).await?;
    ImportJob::by_id(&*app.db().await?, id).await?.ok_or(Error::NotFound("import"))
}

use chrono::{DateTime, Utc};
use diesel::pg::Pg;
use diesel::{
    BoolExpressionMethods, ExpressionMethods, Insertable, OptionalExtension, QueryDsl, QueryResult, Queryable, Selectable,
    SelectableHelper,
};
use diesel_async::{AsyncPgConnection, RunQueryDsl};
use serde_json::Value;

use crate::schema::{import_errors, import_jobs};
use crate::{ImportJobId, ImportSource, ImportStatus, Scope, UserId};

/// One run of an import, and how far it got.
#[derive(Debug, Clone, Queryable, Selectable)]
#[diesel(table_name = import_jobs, check_for_backend(Pg))]
pub struct ImportJob {
    /// Which.
    pub id: ImportJobId,
    /// Who started it; what a source says of one person is said of them.
    pub user_id: UserId,
    /// What it reads.
    pub source: ImportSource,
    /// Where it stands.
    pub status: ImportStatus,
    /// Whether it only tries.
    pub is_dry_run: bool,
    /// What the person called the file.
    pub file_name: Option<String>,
    /// Where the file or folder is on this machine.
    pub storage_path: Option<String>,
    /// How far it got: which file, which row.
    pub cursor: Value,
    /// How many rows there are, once counted.
    pub total_items: Option<i64>,
    /// Rows looked at.
    pub processed_items: i64,
    /// Rows that brought something new.
    pub created_items: i64,
    /// Rows that said what was known.
    pub unchanged_items: i64,
    /// Rows that could not be used.
    pub failed_items: i64,
    /// What was made, kept and skipped.
    pub report: Value,
    /// Why it failed as a whole.
    pub error: Option<String>,
    /// When it began.
    pub started_at: Option<DateTime<Utc>>,
    /// When it ended.
    pub completed_at: Option<DateTime<Utc>>,
    /// When it was undone.
    pub undone_at: Option<DateTime<Utc>>,
    /// When it was asked for.
    pub created_at: DateTime<Utc>,
}

/// An import to be run.
#[derive(Debug, Insertable)]
#[diesel(table_name = import_jobs)]
#[expect(missing_docs, reason = "as in ImportJob")]
pub struct NewImportJob<'a> {
    pub id: ImportJobId,
    pub user_id: UserId,
    pub source: ImportSource,
    pub is_dry_run: bool,
    pub file_name: Option<&'a str>,
    pub storage_path: &'a str,
    pub options: Value,
    pub created_at: DateTime<Utc>,
}

/// How far an import got with one more chunk.
#[derive(Debug, Clone)]
#[expect(missing_docs, reason = "as in ImportJob")]
pub struct ImportProgress {
    pub cursor: Value,
    pub processed_items: i64,
    pub created_items: i64,
    pub unchanged_items: i64,
    pub failed_items: i64,
    pub report: Value,
}

/// A row of a file that could not be used.
#[derive(Debug, Clone, Queryable, Selectable)]
#[diesel(table_name = import_errors, check_for_backend(Pg))]
pub struct ImportError {
    /// In which import.
    pub import_job_id: ImportJobId,
    /// The row, counted from 1; a header line does not count.
    pub row_number: i64,
    /// Of which file.
    pub file_name: String,
    /// What the row is about, as far as it could be read.
    pub item: String,
    /// What is wrong with it.
    pub error: String,
}

/// A row that could not be used, to be noted.
#[derive(Debug, Clone, Insertable)]
#[diesel(table_name = import_errors)]
#[expect(missing_docs, reason = "as in ImportError")]
pub struct NewImportError {
    pub import_job_id: ImportJobId,
    pub row_number: i64,
    pub file_name: String,
    pub item: String,
    pub error: String,
}

impl ImportJob {
    /// One import, whoever's it is: for the system.
    pub async fn by_id(mut conn: &AsyncPgConnection, id: ImportJobId) -> QueryResult<Option<Self>> {
        import_jobs::table.find(id).select(Self::as_select()).first(&mut conn).await.optional()
    }

    /// One import, if the scope lets it be seen.
    pub async fn find(conn: &AsyncPgConnection, scope: &Scope, id: ImportJobId) -> QueryResult<Option<Self>> {
        Ok(Self::by_id(conn, id).await?.filter(|job| scope.includes(job.user_id, true)))
    }

    /// The same, locked until the transaction ends.
    pub async fn lock(mut conn: &AsyncPgConnection, id: ImportJobId) -> QueryResult<Option<Self>> {
        import_jobs::table.find(id).select(Self::as_select()).for_no_key_update().first(&mut conn).await.optional()
    }

    /// Imports the scope lets be seen, newest first.
    pub async fn page(
        mut conn: &AsyncPgConnection,
        scope: &Scope,
        after: Option<(DateTime<Utc>, ImportJobId)>,
        limit: i64,
    ) -> QueryResult<Vec<Self>> {
        let mut query = import_jobs::table.select(Self::as_select()).into_boxed();
        if let Some(owners) = private_owners(scope) {
            query = query.filter(import_jobs::user_id.eq_any(owners));
        }
        if let Some((created_at, id)) = after {
            query = query.filter(
                import_jobs::created_at.lt(created_at).or(import_jobs::created_at.eq(created_at).and(import_jobs::id.lt(id))),
            );
        }
        query.order((import_jobs::created_at.desc(), import_jobs::id.desc())).limit(limit).load(&mut conn).await
    }

    /// How many imports the scope lets be seen.
    pub async fn count(mut conn: &AsyncPgConnection, scope: &Scope) -> QueryResult<i64> {
        let mut query = import_jobs::table.count().into_boxed();
        if let Some(owners) = private_owners(scope) {
            query = query.filter(import_jobs::user_id.eq_any(owners));
        }
        query.get_result(&mut conn).await
    }

    /// How many of a person's imports wait or run.
    pub async fn count_active(mut conn: &AsyncPgConnection, user: UserId) -> QueryResult<i64> {
        import_jobs::table
            .filter(import_jobs::user_id.eq(user))
            .filter(import_jobs::status.eq_any([ImportStatus::Pending, ImportStatus::Running, ImportStatus::Undoing]))
            .count()
            .get_result(&mut conn)
            .await
    }

    /// Marks it as running, with what is to be read.
    pub async fn begin(
        mut conn: &AsyncPgConnection,
        id: ImportJobId,
        total: i64,
        report: &Value,
        now: DateTime<Utc>,
    ) -> QueryResult<()> {
        diesel::update(import_jobs::table.find(id))
            .set((
                import_jobs::status.eq(ImportStatus::Running),
                import_jobs::total_items.eq(total),
                import_jobs::report.eq(report),
                import_jobs::started_at.eq(now),
            ))
            .execute(&mut conn)
            .await?;
        Ok(())
    }

    /// Notes how far it got.
    pub async fn advance(mut conn: &AsyncPgConnection, id: ImportJobId, progress: &ImportProgress) -> QueryResult<()> {
        diesel::update(import_jobs::table.find(id))
            .set((
                import_jobs::cursor.eq(&progress.cursor),
                import_jobs::processed_items.eq(progress.processed_items),
                import_jobs::created_items.eq(progress.created_items),
                import_jobs::unchanged_items.eq(progress.unchanged_items),
                import_jobs::failed_items.eq(progress.failed_items),
                import_jobs::report.eq(&progress.report),
            ))
            .execute(&mut conn)
            .await?;
        Ok(())
    }

    /// Moves it to `to` if it is in one of `from`; whether it was.
    pub async fn change_status(
        mut conn: &AsyncPgConnection,
        id: ImportJobId,
        from: &[ImportStatus],
        to: ImportStatus,
    ) -> QueryResult<bool> {
        let changed = diesel::update(import_jobs::table.find(id))
            .filter(import_jobs::status.eq_any(from.to_vec()))
            .set(import_jobs::status.eq(to))
            .execute(&mut conn)
            .await?;
        Ok(changed > 0)
    }

    /// Notes that it ended, and why when that was a failure.
    pub async fn finish(
        mut conn: &AsyncPgConnection,
        id: ImportJobId,
        status: ImportStatus,
        error: Option<&str>,
        now: DateTime<Utc>,
    ) -> QueryResult<()> {
        diesel::update(import_jobs::table.find(id))
            .set((import_jobs::status.eq(status), import_jobs::error.eq(error), import_jobs::completed_at.eq(now)))
            .execute(&mut conn)
            .await?;
        Ok(())
    }

    /// Notes that it was undone.
    pub async fn finish_undo(
        mut conn: &AsyncPgConnection,
        id: ImportJobId,
        report: &Value,
        now: DateTime<Utc>,
    ) -> QueryResult<()> {
        diesel::update(import_jobs::table.find(id))
            .set((
                import_jobs::status.eq(ImportStatus::Undone),
                import_jobs::report.eq(report),
                import_jobs::error.eq(None::<String>),
                import_jobs::undone_at.eq(now),
            ))
            .execute(&mut conn)
            .await?;
        Ok(())
    }
}

impl NewImportJob<'_> {
    /// Adds the import, to be run.
    pub async fn insert(&self, mut conn: &AsyncPgConnection) -> QueryResult<ImportJob> {
        diesel::insert_into(import_jobs::table).values(self).returning(ImportJob::as_returning()).get_result(&mut conn).await
    }
}

impl ImportError {
    /// What went wrong in an import, by file and row.
    pub async fn page(
        mut conn: &AsyncPgConnection,
        import: ImportJobId,
        after: Option<(String, i64)>,
        limit: i64,
    ) -> QueryResult<Vec<Self>> {
        let mut query =
            import_errors::table.filter(import_errors::import_job_id.eq(import)).select(Self::as_select()).into_boxed();
        if let Some((file, row)) = after {
            query = query.filter(
                import_errors::file_name
                    .gt(file.clone())
                    .or(import_errors::file_name.eq(file).and(import_errors::row_number.gt(row))),
            );
        }
        query.order((import_errors::file_name, import_errors::row_number)).limit(limit).load(&mut conn).await
    }

    /// How many rows were noted.
    pub async fn count(mut conn: &AsyncPgConnection, import: ImportJobId) -> QueryResult<i64> {
        import_errors::table.filter(import_errors::import_job_id.eq(import)).count().get_result(&mut conn).await
    }

    /// Forgets what a run noted, before it starts over.
    pub async fn clear(mut conn: &AsyncPgConnection, import: ImportJobId) -> QueryResult<()> {
        diesel::delete(import_errors::table.filter(import_errors::import_job_id.eq(import))).execute(&mut conn).await?;
        Ok(())
    }
}

impl NewImportError {
    /// Notes rows that could not be used; a row that was noted before stays as it is.
    pub async fn insert_many(mut conn: &AsyncPgConnection, errors: &[Self]) -> QueryResult<()> {
        for part in errors.chunks(5_000) {
            diesel::insert_into(import_errors::table).values(part).on_conflict_do_nothing().execute(&mut conn).await?;
        }
        Ok(())
    }
}

/// Whose imports the scope shows: they are private, so only the viewer's own, or everybody's (`None`).
fn private_owners(scope: &Scope) -> Option<Vec<UserId>> {
    scope.owners().map(|owners| owners.into_iter().filter(|owner| scope.includes(*owner, true)).collect())
}

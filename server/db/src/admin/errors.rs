//! The error log.

use chrono::{DateTime, Utc};
use diesel::prelude::*;
use diesel_async::{AsyncPgConnection, RunQueryDsl};
use uuid::Uuid;

use crate::schema::error_logs;
use crate::{ErrorLogId, UserId};

/// A fault, as it was met.
#[derive(Debug, Clone, Queryable, Selectable, Insertable)]
#[diesel(table_name = error_logs, check_for_backend(diesel::pg::Pg))]
pub struct ErrorLog {
    /// Which.
    pub id: ErrorLogId,
    /// When.
    pub created_at: DateTime<Utc>,
    /// The id that the caller was shown.
    pub correlation_id: Uuid,
    /// Who met it.
    pub user_id: Option<UserId>,
    /// What they were called then.
    pub user_name: Option<String>,
    /// The code that the caller was shown.
    pub error_code: String,
    /// What really went wrong.
    pub error_message: String,
    /// Where they met it.
    pub request_path: String,
    /// By which method.
    pub request_method: String,
    /// The HTTP status that was answered, or would have been.
    pub status_code: Option<i32>,
}

/// Writes several at once.
///
/// # Errors
/// Whatever the database answers.
pub async fn insert(mut conn: &AsyncPgConnection, rows: &[ErrorLog]) -> QueryResult<usize> {
    diesel::insert_into(error_logs::table).values(rows).execute(&mut conn).await
}

/// Faults, newest first, all or those of one correlation id.
///
/// # Errors
/// Whatever the database answers.
pub async fn page(
    mut conn: &AsyncPgConnection,
    correlation_id: Option<Uuid>,
    after: Option<(DateTime<Utc>, ErrorLogId)>,
    limit: i64,
) -> QueryResult<Vec<ErrorLog>> {
    let mut query = error_logs::table
        .select(ErrorLog::as_select())
        .order((error_logs::created_at.desc(), error_logs::id.desc()))
        .limit(limit)
        .into_boxed();
    if let Some(correlation_id) = correlation_id {
        query = query.filter(error_logs::correlation_id.eq(correlation_id));
    }
    if let Some((created_at, id)) = after {
        let same_moment = error_logs::created_at.eq(created_at).and(error_logs::id.lt(id));
        query = query.filter(error_logs::created_at.lt(created_at).or(same_moment));
    }
    query.load(&mut conn).await
}

/// How many faults there are, all or those of one correlation id.
///
/// # Errors
/// Whatever the database answers.
pub async fn count(mut conn: &AsyncPgConnection, correlation_id: Option<Uuid>) -> QueryResult<i64> {
    let mut query = error_logs::table.count().into_boxed();
    if let Some(correlation_id) = correlation_id {
        query = query.filter(error_logs::correlation_id.eq(correlation_id));
    }
    query.get_result(&mut conn).await
}

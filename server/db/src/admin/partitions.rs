//! Monthly partitions: made ahead, filled from the catch-all, dropped when they are old enough.

use chrono::NaiveDate;
use diesel::prelude::*;
use diesel::sql_types::{BigInt, Bool, Date, Text};
use diesel_async::{AsyncPgConnection, RunQueryDsl};

/// A table that is partitioned by month, and the column that says which.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MonthlyTable {
    /// Who did what.
    AuditLogs,
    /// Faults.
    ErrorLogs,
    /// What players said.
    InteractionEvents,
}

impl MonthlyTable {
    /// All of them.
    pub const ALL: &'static [Self] = &[Self::AuditLogs, Self::ErrorLogs, Self::InteractionEvents];

    /// The table's name.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::AuditLogs => "audit_logs",
            Self::ErrorLogs => "error_logs",
            Self::InteractionEvents => "interaction_events",
        }
    }

    const fn time_column(self) -> &'static str {
        match self {
            Self::AuditLogs | Self::ErrorLogs => "created_at",
            Self::InteractionEvents => "occurred_at",
        }
    }
}

#[derive(QueryableByName)]
struct Made {
    #[diesel(sql_type = Bool)]
    made: bool,
}

#[derive(QueryableByName)]
struct Month {
    #[diesel(sql_type = Date)]
    month: NaiveDate,
}

#[derive(QueryableByName)]
struct Name {
    #[diesel(sql_type = Text)]
    name: String,
}

/// Lets the statements of the transaction at hand give up on a lock soon, instead of queueing everybody behind them.
///
/// # Errors
/// Whatever the database answers.
pub async fn wait_briefly_for_locks(mut conn: &AsyncPgConnection) -> QueryResult<()> {
    diesel::sql_query("SET LOCAL lock_timeout = '3s'").execute(&mut conn).await?;
    Ok(())
}

/// Makes the partition of `month`, if it is not there, and moves into it what the catch-all holds of that month.
///
/// # Errors
/// Whatever the database answers.
pub async fn ensure(mut conn: &AsyncPgConnection, table: MonthlyTable, month: NaiveDate) -> QueryResult<bool> {
    let made: Made = diesel::sql_query("SELECT ensure_month_partition($1::regclass, $2) AS made")
        .bind::<Text, _>(table.name())
        .bind::<Date, _>(month)
        .get_result(&mut conn)
        .await?;
    Ok(made.made)
}

/// Months that the catch-all holds rows of, oldest first.
///
/// # Errors
/// Whatever the database answers.
pub async fn stray_months(mut conn: &AsyncPgConnection, table: MonthlyTable, limit: i64) -> QueryResult<Vec<NaiveDate>> {
    let (name, column) = (table.name(), table.time_column());
    let months: Vec<Month> = diesel::sql_query(format!(
        "SELECT DISTINCT date_trunc('month', {column} AT TIME ZONE 'UTC')::date AS month FROM {name}_default ORDER BY 1 LIMIT $1"
    ))
    .bind::<BigInt, _>(limit)
    .load(&mut conn)
    .await?;
    Ok(months.into_iter().map(|row| row.month).collect())
}

/// Partitions of months that ended before the month of `keep_from`, oldest first.
///
/// # Errors
/// Whatever the database answers.
pub async fn before(mut conn: &AsyncPgConnection, table: MonthlyTable, keep_from: NaiveDate) -> QueryResult<Vec<String>> {
    let names: Vec<Name> = diesel::sql_query(
        "SELECT c.relname::text AS name FROM pg_inherits AS i JOIN pg_class AS c ON c.oid = i.inhrelid
         WHERE i.inhparent = $1::regclass AND c.relname ~ ('^' || $1 || '_[0-9]{4}_[0-9]{2}$')
           AND right(c.relname, 7) < to_char($2, 'YYYY_MM') ORDER BY 1",
    )
    .bind::<Text, _>(table.name())
    .bind::<Date, _>(keep_from)
    .load(&mut conn)
    .await?;
    Ok(names.into_iter().map(|row| row.name).collect())
}

/// Drops a partition that [`before`] named, with all it holds.
///
/// # Errors
/// Whatever the database answers.
pub async fn drop_partition(mut conn: &AsyncPgConnection, partition: &str) -> QueryResult<()> {
    // The name comes from the catalogue and matched a plain pattern there.
    diesel::sql_query(format!("DROP TABLE IF EXISTS \"{}\"", partition.replace('"', ""))).execute(&mut conn).await?;
    Ok(())
}

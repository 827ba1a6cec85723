//! Many rows written by one statement whose text is always the same, so that it stays prepared: they come as JSON, of which
//! PostgreSQL makes rows of the table.

use diesel::QueryResult;
use diesel::result::Error::SerializationError;
use diesel::sql_types::Text;
use diesel_async::{AsyncPgConnection, RunQueryDsl};
use serde::Serialize;

use crate::kept::Keep as _;

/// The statement that writes rows of a table, each an object of these columns.
pub(crate) fn insert_sql(table: &str, columns: &[&str]) -> String {
    let columns = columns.join(", ");
    format!("INSERT INTO {table} ({columns}) SELECT {columns} FROM json_populate_recordset(NULL::{table}, $1::json)")
}

/// The statement that writes rows of a table over those that are there, which are told by the first columns.
pub(crate) fn upsert_sql(table: &str, key: &[&str], others: &[&str]) -> String {
    let (insert, key_columns) = (insert_sql(table, &[key, others].concat()), key.join(", "));
    let set: Vec<String> = others.iter().map(|column| format!("{column} = excluded.{column}")).collect();
    format!("{insert} ON CONFLICT ({key_columns}) DO UPDATE SET {}", set.join(", "))
}

/// Rows as such statements take them.
pub(crate) fn as_json<T: Serialize>(rows: &[T]) -> QueryResult<String> {
    serde_json::to_string(rows).map_err(|error| SerializationError(Box::new(error)))
}

/// Writes rows, unless there are none.
pub(crate) async fn write<T: Serialize>(mut conn: &AsyncPgConnection, sql: &str, rows: &[T]) -> QueryResult<()> {
    if rows.is_empty() {
        return Ok(());
    }
    diesel::sql_query(sql).bind::<Text, _>(as_json(rows)?).keep().execute(&mut conn).await.map(|_| ())
}

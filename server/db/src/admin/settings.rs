//! Settings of the installation, by key. What they mean, and their defaults, is a rule's business.

use diesel::prelude::*;
use diesel_async::{AsyncPgConnection, RunQueryDsl};
use serde_json::Value;

use crate::UserId;
use crate::schema::app_settings;

/// The settings that differ from their defaults.
///
/// # Errors
/// Whatever the database answers.
pub async fn all(mut conn: &AsyncPgConnection) -> QueryResult<Vec<(String, Value)>> {
    app_settings::table.select((app_settings::key, app_settings::value)).order(app_settings::key).load(&mut conn).await
}

/// As [`all`], locked against other changes until the transaction ends.
///
/// # Errors
/// Whatever the database answers.
pub async fn all_for_update(mut conn: &AsyncPgConnection) -> QueryResult<Vec<(String, Value)>> {
    // The rows that are to be locked may not be there yet, so the table is. Readers are not held up.
    diesel::sql_query("LOCK TABLE app_settings IN SHARE ROW EXCLUSIVE MODE").execute(&mut conn).await?;
    all(conn).await
}

/// Keeps a setting.
///
/// # Errors
/// Whatever the database answers.
pub async fn set(mut conn: &AsyncPgConnection, key: &str, value: &Value, by: Option<UserId>) -> QueryResult<()> {
    diesel::insert_into(app_settings::table)
        .values((app_settings::key.eq(key), app_settings::value.eq(value), app_settings::updated_by.eq(by)))
        .on_conflict(app_settings::key)
        .do_update()
        .set((app_settings::value.eq(value), app_settings::updated_by.eq(by)))
        .execute(&mut conn)
        .await?;
    Ok(())
}

/// Gives a setting its default again.
///
/// # Errors
/// Whatever the database answers.
pub async fn unset(mut conn: &AsyncPgConnection, key: &str) -> QueryResult<()> {
    diesel::delete(app_settings::table.find(key)).execute(&mut conn).await?;
    Ok(())
}

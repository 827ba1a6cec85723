//! Deleting what has had its time.

use chrono::{DateTime, Utc};
use diesel::prelude::*;
use diesel::sql_types::{Integer, Timestamptz};
use diesel_async::{AsyncPgConnection, RunQueryDsl};

use crate::schema::{
    client_authorizations, device_authorizations, job_history, jobs, list_links, notifications, rate_limits, sessions,
    user_lists, verification_tokens,
};
use crate::{JobRunStatus, JobState};

/// Sessions that ended before `before`.
///
/// # Errors
/// Whatever the database answers.
pub async fn delete_sessions(mut conn: &AsyncPgConnection, before: DateTime<Utc>) -> QueryResult<usize> {
    let ended = sessions::refresh_expires_at.lt(before).or(sessions::revoked_at.lt(before).assume_not_null());
    diesel::delete(sessions::table.filter(ended)).execute(&mut conn).await
}

/// One-time links, and codes of devices and programs that expired before `before`.
///
/// # Errors
/// Whatever the database answers.
pub async fn delete_tokens(mut conn: &AsyncPgConnection, before: DateTime<Utc>) -> QueryResult<usize> {
    let links = diesel::delete(verification_tokens::table.filter(verification_tokens::expires_at.lt(before)));
    let devices = diesel::delete(device_authorizations::table.filter(device_authorizations::expires_at.lt(before)));
    let clients = diesel::delete(client_authorizations::table.filter(client_authorizations::expires_at.lt(before)));
    Ok(links.execute(&mut conn).await? + devices.execute(&mut conn).await? + clients.execute(&mut conn).await?)
}

/// Counters whose window began before `before`.
///
/// # Errors
/// Whatever the database answers.
pub async fn delete_rate_limits(mut conn: &AsyncPgConnection, before: DateTime<Utc>) -> QueryResult<usize> {
    diesel::delete(rate_limits::table.filter(rate_limits::window_started_at.lt(before))).execute(&mut conn).await
}

/// Jobs that ended well before `before`, and all that ended before `all_before`.
///
/// # Errors
/// Whatever the database answers.
pub async fn delete_jobs(mut conn: &AsyncPgConnection, before: DateTime<Utc>, all_before: DateTime<Utc>) -> QueryResult<usize> {
    let well = jobs::state.eq_any([JobState::Succeeded, JobState::Cancelled]).and(jobs::finished_at.lt(before).assume_not_null());
    diesel::delete(jobs::table.filter(well.or(jobs::finished_at.lt(all_before).assume_not_null()))).execute(&mut conn).await
}

/// Runs of scheduled jobs that went well and began before `before`, and all that began before `all_before`.
///
/// # Errors
/// Whatever the database answers.
pub async fn delete_runs(mut conn: &AsyncPgConnection, before: DateTime<Utc>, all_before: DateTime<Utc>) -> QueryResult<usize> {
    let well = job_history::status.eq(JobRunStatus::Succeeded).and(job_history::started_at.lt(before));
    diesel::delete(job_history::table.filter(well.or(job_history::started_at.lt(all_before)))).execute(&mut conn).await
}

/// Notifications that expired by `now` or were made before `before`.
///
/// # Errors
/// Whatever the database answers.
pub async fn delete_notifications(mut conn: &AsyncPgConnection, now: DateTime<Utc>, before: DateTime<Utc>) -> QueryResult<usize> {
    let over = notifications::expires_at.lt(now).assume_not_null().or(notifications::created_at.lt(before));
    diesel::delete(notifications::table.filter(over)).execute(&mut conn).await
}

/// How many deliveries of players are kept, and for how long.
#[derive(Debug, Clone, Copy)]
pub struct KeptDeliveries {
    /// The newest of each address, without those that no item was found for.
    pub per_webhook: i32,
    /// Those that came later than this.
    pub since: DateTime<Utc>,
    /// The newest of each person that no item was found for, however old.
    pub unmatched: i32,
}

/// What players told, beyond what is kept.
///
/// # Errors
/// Whatever the database answers.
pub async fn delete_player_deliveries(mut conn: &AsyncPgConnection, keep: KeptDeliveries) -> QueryResult<usize> {
    let known = diesel::sql_query(
        "DELETE FROM player_deliveries AS d USING (
             SELECT id, row_number() OVER (PARTITION BY player_webhook_id ORDER BY id DESC) AS place
             FROM player_deliveries WHERE verdict <> 'unmatched') AS ranked
         WHERE d.id = ranked.id AND (ranked.place > $1 OR d.received_at < $2)",
    );
    let unmatched = diesel::sql_query(
        "DELETE FROM player_deliveries AS d USING (
             SELECT id, row_number() OVER (PARTITION BY user_id ORDER BY id DESC) AS place
             FROM player_deliveries WHERE verdict = 'unmatched') AS ranked
         WHERE d.id = ranked.id AND ranked.place > $1",
    );
    let known = known.bind::<Integer, _>(keep.per_webhook).bind::<Timestamptz, _>(keep.since).execute(&mut conn).await?;
    Ok(known + unmatched.bind::<Integer, _>(keep.unmatched).execute(&mut conn).await?)
}

/// Lists that were deleted before `before`, with what was on them.
///
/// # Errors
/// Whatever the database answers.
pub async fn delete_lists(mut conn: &AsyncPgConnection, before: DateTime<Utc>) -> QueryResult<usize> {
    diesel::delete(user_lists::table.filter(user_lists::deleted_at.lt(before).assume_not_null())).execute(&mut conn).await
}

/// Addresses of lists that ended before `before`.
///
/// # Errors
/// Whatever the database answers.
pub async fn delete_list_links(mut conn: &AsyncPgConnection, before: DateTime<Utc>) -> QueryResult<usize> {
    diesel::delete(list_links::table.filter(list_links::expires_at.lt(before).assume_not_null())).execute(&mut conn).await
}

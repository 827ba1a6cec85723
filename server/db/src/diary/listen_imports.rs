use chrono::{DateTime, Utc};
use diesel::prelude::*;
use diesel_async::{AsyncPgConnection, RunQueryDsl};

use crate::UserId;
use crate::schema::listen_imports;

/// Up to which listen a person's archive of a service was brought over.
pub async fn latest_import(mut conn: &AsyncPgConnection, user: UserId, service: &str) -> QueryResult<Option<DateTime<Utc>>> {
    let known = listen_imports::table.find((user, service)).select(listen_imports::latest_listened_at);
    known.first(&mut conn).await.optional()
}

/// Notes up to which listen it was.
pub async fn note_import(mut conn: &AsyncPgConnection, user: UserId, service: &str, up_to: DateTime<Utc>) -> QueryResult<()> {
    let row =
        (listen_imports::user_id.eq(user), listen_imports::service.eq(service), listen_imports::latest_listened_at.eq(up_to));
    diesel::insert_into(listen_imports::table)
        .values(row)
        .on_conflict((listen_imports::user_id, listen_imports::service))
        .do_update()
        .set(listen_imports::latest_listened_at.eq(up_to))
        .execute(&mut conn)
        .await
        .map(|_| ())
}

use diesel::prelude::*;
use diesel::query_dsl::methods::FilterDsl as _;
use diesel::sql_types::Bool;
use diesel::upsert::excluded;
use diesel_async::{AsyncPgConnection, RunQueryDsl};

use super::NewLibraryEntry;
use crate::kept::Keep as _;
use crate::schema::user_libraries;

/// Which entries a play moves on.
#[derive(Debug, Clone, Copy)]
pub struct Moves<'a> {
    /// Those that have one of these states; any, where none are named.
    pub from: Option<&'a [&'a str]>,
    /// Only those that nobody else may know of.
    pub only_private: bool,
}

impl NewLibraryEntry {
    /// Adds the entry; where the item is in the library already, moves that entry to this one's status if it is one of those
    /// that may be.
    pub async fn keep_up(&self, mut conn: &AsyncPgConnection, moves: Moves<'_>) -> QueryResult<()> {
        let from = moves.from.unwrap_or_default();
        diesel::insert_into(user_libraries::table)
            .values(self)
            .on_conflict((user_libraries::user_id, user_libraries::media_item_id))
            .do_update()
            .set(user_libraries::status.eq(excluded(user_libraries::status)))
            .filter(user_libraries::status.ne(excluded(user_libraries::status)))
            .filter(moves.from.is_none().into_sql::<Bool>().or(user_libraries::status.eq_any(from)))
            .filter(user_libraries::is_private.or((!moves.only_private).into_sql::<Bool>()))
            .keep()
            .execute(&mut conn)
            .await
            .map(|_| ())
    }
}

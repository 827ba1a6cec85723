use std::sync::LazyLock;

use diesel::QueryResult;
use diesel::sql_types::{Array, Bool, Nullable, Text};
use diesel_async::{AsyncPgConnection, RunQueryDsl};

use super::NewLibraryEntry;
use crate::kept::Keep as _;
use crate::rows;

/// Which entries a play moves on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Moves<'a> {
    /// Those that have one of these states; any, where none are named.
    pub from: Option<&'a [&'a str]>,
    /// Only those that nobody else may know of.
    pub only_private: bool,
}

static KEEP_UP: LazyLock<String> = LazyLock::new(|| {
    let insert = rows::insert_sql(
        "user_libraries",
        &["id", "user_id", "media_item_id", "status", "notes", "is_favorite", "is_private", "custom_fields", "added_at"],
    );
    format!(
        "{insert} ON CONFLICT (user_id, media_item_id) DO UPDATE SET status = excluded.status
         WHERE user_libraries.status <> excluded.status AND ($2::text[] IS NULL OR user_libraries.status = ANY($2))
           AND (user_libraries.is_private OR NOT $3)"
    )
});

impl NewLibraryEntry {
    /// Adds these entries, no two of one person and item; where the item is in the library already, moves that entry to this
    /// one's status if it is one of those that may be.
    pub async fn keep_up(mut conn: &AsyncPgConnection, entries: &[Self], moves: Moves<'_>) -> QueryResult<()> {
        diesel::sql_query(&*KEEP_UP)
            .bind::<Text, _>(rows::as_json(entries)?)
            .bind::<Nullable<Array<Text>>, _>(moves.from)
            .bind::<Bool, _>(moves.only_private)
            .keep()
            .execute(&mut conn)
            .await
            .map(|_| ())
    }
}

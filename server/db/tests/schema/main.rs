//! The schema itself, held to its rules by looking at the catalogue of a migrated database.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on should stop")]

mod migrations;
mod rules;
mod sources;

use std::collections::BTreeSet;

use tokio_postgres::Client;

/// The texts a query answers, one column.
async fn texts(sql: &Client, query: &str) -> BTreeSet<String> {
    sql.query(query, &[]).await.unwrap().iter().map(|row| row.get(0)).collect()
}

/// Fails with the whole list, so that one run shows all there is to mend.
#[track_caller]
fn assert_none(what: &str, found: &BTreeSet<String>) {
    let list: Vec<&str> = found.iter().map(String::as_str).collect();
    assert!(found.is_empty(), "{what}:\n  {}", list.join("\n  "));
}

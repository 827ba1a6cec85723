//! What every table, key and constraint must be like.

use std::collections::{BTreeMap, BTreeSet};

use medianest_db::CLOSED_SETS;
use medianest_test_support::TestDatabase;

use crate::{assert_none, texts};

/// Tables whose key is what they are about, not an id of their own.
const NATURAL_KEYS: &[&str] = &[
    "__diesel_schema_migrations",
    "announced_releases",
    "app_passwords",
    "app_settings",
    "collected_items",
    "currently_watching",
    "dashboards",
    "group_watching_members",
    "import_errors",
    "latest_changes",
    "list_collaborators",
    "listen_imports",
    "migration_records",
    "notification_preferences",
    "playback_positions",
    "player_connection_items",
    "player_matches",
    "rate_limits",
    "scheduled_jobs",
];

/// Columns whose CHECK allows fewer values than the set they share with another column.
const NARROWER: &[(&str, &str)] =
    &[("group_invitations.role", "group_members.role"), ("scheduled_jobs.last_run_status", "job_history.status")];

/// Every table but the partitions, which are made like their parents.
const TABLES: &str = "
    SELECT c.oid, c.relname::text AS name FROM pg_class AS c
    WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p') AND NOT c.relispartition";

#[tokio::test]
async fn every_foreign_key_has_an_index_that_begins_with_its_columns() {
    let database = TestDatabase::new().await;
    // A partial index serves when all it leaves out are rows without the reference.
    let bare = texts(
        &database.sql().await,
        &format!(
            "WITH tables AS ({TABLES})
             SELECT f.conrelid::regclass || '.' || f.conname FROM pg_constraint AS f JOIN tables AS t ON t.oid = f.conrelid
             WHERE f.contype = 'f' AND NOT EXISTS (
                 SELECT FROM pg_index AS i
                 WHERE i.indrelid = f.conrelid
                   AND (i.indkey::int2[])[0:cardinality(f.conkey) - 1] @> f.conkey
                   AND (i.indpred IS NULL OR pg_get_expr(i.indpred, i.indrelid) IN (
                       SELECT format('(%I IS NOT NULL)', a.attname) FROM pg_attribute AS a
                       WHERE a.attrelid = f.conrelid AND a.attnum = ANY (f.conkey))))"
        ),
    )
    .await;
    assert_none("foreign keys without an index", &bare);
}

#[tokio::test]
async fn every_foreign_key_says_what_becomes_of_its_rows() {
    let database = TestDatabase::new().await;
    let silent = texts(
        &database.sql().await,
        "SELECT conrelid::regclass || '.' || conname FROM pg_constraint WHERE contype = 'f' AND confdeltype = 'a'",
    )
    .await;
    assert_none("foreign keys without ON DELETE", &silent);
}

#[tokio::test]
async fn a_table_has_at_most_32_columns() {
    let database = TestDatabase::new().await;
    let wide = texts(
        &database.sql().await,
        "SELECT format('%s (%s)', table_name, count(*)) FROM information_schema.columns
         WHERE table_schema = 'public' GROUP BY table_name HAVING count(*) > 32",
    )
    .await;
    assert_none("tables that diesel's 32-column tuples cannot hold", &wide);
}

#[tokio::test]
async fn a_table_is_keyed_by_its_uuid_unless_it_is_known_to_have_a_natural_key() {
    let database = TestDatabase::new().await;
    let sql = database.sql().await;
    let unkeyed = texts(
        &sql,
        &format!(
            "WITH tables AS ({TABLES})
             SELECT t.name FROM tables AS t WHERE NOT EXISTS (
                 SELECT FROM pg_index AS i
                 JOIN pg_attribute AS a ON a.attrelid = t.oid AND a.attnum = i.indkey[0]
                 WHERE i.indrelid = t.oid AND i.indisprimary AND a.attname = 'id' AND a.atttypid = 'uuid'::regtype)"
        ),
    )
    .await;
    let expected: BTreeSet<String> = NATURAL_KEYS.iter().map(ToString::to_string).collect();
    assert_eq!(unkeyed, expected, "tables without an `id uuid` key");
    let keyless = texts(
        &sql,
        &format!(
            "WITH tables AS ({TABLES})
             SELECT t.name FROM tables AS t
             WHERE NOT EXISTS (SELECT FROM pg_index AS i WHERE i.indrelid = t.oid AND i.indisprimary)"
        ),
    )
    .await;
    assert_none("tables without any key", &keyless);
}

#[tokio::test]
async fn texts_times_and_dates_have_the_types_the_names_promise() {
    let database = TestDatabase::new().await;
    let odd = texts(
        &database.sql().await,
        "SELECT format('%s.%s is %s', table_name, column_name, data_type) FROM information_schema.columns
         WHERE table_schema = 'public' AND table_name <> '__diesel_schema_migrations' AND (
             data_type IN ('character varying', 'character', 'timestamp without time zone', 'time without time zone', 'json', 'money')
             OR (column_name LIKE '%\\_at' AND data_type <> 'timestamp with time zone')
             OR (column_name LIKE '%\\_on' AND data_type <> 'date')
             OR (column_name LIKE 'is\\_%' AND data_type <> 'boolean')
             OR (column_name LIKE '%\\_id' AND table_name || '.' || column_name <> ALL (ARRAY[
                 'api_keys.key_id', 'client_authorizations.client_id', 'device_authorizations.client_id', 'interaction_events.source_event_id', 'jobs.worker_id',
                 'linked_accounts.key_id', 'linked_accounts.provider_account_id', 'media_external_ids.external_id',
                 'media_metadata.external_id', 'notification_channels.key_id', 'passkeys.credential_id', 'player_connections.key_id', 'plays.source_event_id',
                 'sessions.client_id']) AND data_type <> 'uuid' AND table_name NOT LIKE 'interaction_events\\_%'))",
    )
    .await;
    assert_none("columns of a type that does not suit them", &odd);
}

#[tokio::test]
async fn indexes_and_constraints_are_named_after_their_table() {
    let database = TestDatabase::new().await;
    let odd = texts(
        &database.sql().await,
        &format!(
            "WITH tables AS ({TABLES}), names AS (
                 SELECT conrelid AS oid, conname::text AS name FROM pg_constraint
                 UNION ALL
                 SELECT i.indrelid, c.relname::text FROM pg_index AS i JOIN pg_class AS c ON c.oid = i.indexrelid)
             SELECT t.name || ': ' || n.name FROM names AS n JOIN tables AS t USING (oid)
             WHERE NOT starts_with(n.name, t.name || '_') OR n.name ~ '_check[0-9]+$'"
        ),
    )
    .await;
    assert_none("names that do not say where they belong", &odd);
}

#[tokio::test]
async fn the_closed_sets_of_the_code_are_the_ones_the_database_checks() {
    let database = TestDatabase::new().await;
    let rows = database
        .sql()
        .await
        .query(
            &format!(
                "WITH tables AS ({TABLES})
                 SELECT t.name || '.' || a.attname, pg_get_constraintdef(c.oid)
                 FROM pg_constraint AS c
                 JOIN tables AS t ON t.oid = c.conrelid
                 JOIN pg_attribute AS a ON a.attrelid = t.oid AND ARRAY[a.attnum] = c.conkey
                 WHERE c.contype = 'c' AND a.atttypid = 'text'::regtype"
            ),
            &[],
        )
        .await
        .unwrap();
    let checked: BTreeMap<String, BTreeSet<String>> =
        rows.iter().filter_map(|row| Some((row.get(0), values(row.get(1))?))).collect();
    let in_code: BTreeMap<String, BTreeSet<String>> = CLOSED_SETS
        .iter()
        .flat_map(|(columns, values)| {
            let values: BTreeSet<String> = values.iter().map(ToString::to_string).collect();
            columns.iter().map(move |column| ((*column).to_owned(), values.clone()))
        })
        .collect();
    let mut odd = BTreeSet::new();
    for (column, values) in &in_code {
        if checked.get(column) != Some(values) {
            odd.insert(format!("{column}: the code says {values:?}, the database {:?}", checked.get(column)));
        }
    }
    for (column, values) in &checked {
        let narrower = NARROWER.iter().find(|(narrow, _)| narrow == column);
        if !in_code.contains_key(column) && !narrower.is_some_and(|(_, wide)| values.is_subset(&in_code[*wide])) {
            odd.insert(format!("{column}: the database checks {values:?}, the code has no such set"));
        }
    }
    assert_none("closed sets that differ", &odd);
}

/// The values of a CHECK of the form `column IN ('a', 'b')`, as PostgreSQL writes it.
fn values(check: &str) -> Option<BTreeSet<String>> {
    let list = check.strip_prefix("CHECK ((")?.split_once(" = ANY (ARRAY[")?.1.strip_suffix("])))")?;
    Some(list.split(", ").map(|value| value.trim_end_matches("::text").trim_matches('\'').to_owned()).collect())
}

//! Migrating: there and back, twice at once, and what is refused.

use std::collections::BTreeSet;

use medianest_db::migrate::{self, MigrateError};
use medianest_test_support::TestDatabase;
use tokio_postgres::Client;

use crate::texts;

/// Everything the migrations make, in words: columns, constraints, indexes, triggers, functions, views, types.
async fn catalogue(sql: &Client) -> BTreeSet<String> {
    texts(
        sql,
        "WITH ours AS (
             SELECT oid, relname FROM pg_class
             WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p', 'v') AND relname <> '__diesel_schema_migrations'
         )
         SELECT format('column %s.%s %s %s %s%s', o.relname, a.attname, format_type(a.atttypid, a.atttypmod),
                       a.attnotnull, a.attidentity, pg_get_expr(d.adbin, d.adrelid))
         FROM ours AS o JOIN pg_attribute AS a ON a.attrelid = o.oid AND a.attnum > 0 AND NOT a.attisdropped
         LEFT JOIN pg_attrdef AS d ON d.adrelid = o.oid AND d.adnum = a.attnum
         UNION ALL SELECT format('constraint %s.%s %s', o.relname, c.conname, pg_get_constraintdef(c.oid))
         FROM ours AS o JOIN pg_constraint AS c ON c.conrelid = o.oid
         UNION ALL SELECT pg_get_indexdef(i.indexrelid) FROM ours AS o JOIN pg_index AS i ON i.indrelid = o.oid
         UNION ALL SELECT pg_get_triggerdef(t.oid) FROM ours AS o JOIN pg_trigger AS t ON t.tgrelid = o.oid AND NOT t.tgisinternal
         UNION ALL SELECT format('view %s %s', o.relname, pg_get_viewdef(o.oid)) FROM ours AS o
         WHERE EXISTS (SELECT FROM pg_views WHERE viewname = o.relname)
         UNION ALL SELECT pg_get_functiondef(p.oid) FROM pg_proc AS p
         WHERE p.pronamespace = 'public'::regnamespace AND p.prokind = 'f'
           AND NOT EXISTS (SELECT FROM pg_depend AS x WHERE x.objid = p.oid AND x.deptype = 'e')
         UNION ALL SELECT 'extension ' || extname FROM pg_extension",
    )
    .await
}

#[tokio::test(flavor = "multi_thread")]
async fn all_steps_can_be_undone_and_done_again() {
    let database = TestDatabase::empty().await;
    let sql = database.sql().await;
    let pool = database.pool();
    let before = catalogue(&sql).await;

    let applied = migrate::run_pending(pool.connect().await.unwrap()).await.unwrap();
    assert_eq!(applied.len(), migrate::count());
    let migrated = catalogue(&sql).await;

    let reverted = migrate::revert(pool.connect().await.unwrap(), migrate::count()).await.unwrap();
    assert_eq!(reverted.len(), migrate::count());
    assert_eq!(catalogue(&sql).await, before, "what the down steps left behind");

    migrate::run_pending(pool.connect().await.unwrap()).await.unwrap();
    let again = catalogue(&sql).await;
    let difference: Vec<_> = again.symmetric_difference(&migrated).collect();
    assert!(difference.is_empty(), "the second time made something else: {difference:#?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn one_step_can_be_undone_and_done_again() {
    let database = TestDatabase::new().await;
    let pool = database.pool();
    let records = "SELECT version FROM migration_records";
    let reverted = migrate::revert(pool.connect().await.unwrap(), 1).await.unwrap();
    let kept = texts(&database.sql().await, records).await;
    assert_eq!(kept.len(), migrate::count() - 1, "the record of an undone step is gone");
    assert_eq!(migrate::run_pending(pool.connect().await.unwrap()).await.unwrap(), reverted);
}

#[tokio::test]
async fn every_step_is_recorded_with_a_name_and_a_checksum() {
    let database = TestDatabase::new().await;
    let rows = database
        .sql()
        .await
        .query("SELECT version, description, checksum, applied_at <= now() FROM schema_version ORDER BY version", &[])
        .await
        .unwrap();
    assert_eq!(rows.len(), migrate::count());
    for row in rows {
        let (version, description, checksum): (String, Option<String>, Option<String>) = (row.get(0), row.get(1), row.get(2));
        let description = description.unwrap();
        assert!(description.len() > 5 && !description.contains(['_', '-']), "{version}: {description}");
        assert!(!description.starts_with(|first: char| first.is_ascii_digit()), "{version}: {description}");
        assert_eq!(checksum.unwrap().len(), 64, "{version}");
        assert!(row.get::<_, bool>(3), "{version} was applied in the past");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_database_that_ran_another_text_of_a_step_is_refused() {
    let database = TestDatabase::new().await;
    let sql = database.sql().await;
    sql.execute(
        "UPDATE migration_records SET checksum = repeat('0', 64) WHERE version = (SELECT max(version) FROM migration_records)",
        &[],
    )
    .await
    .unwrap();
    let refused = migrate::run_pending(database.pool().connect().await.unwrap()).await.unwrap_err();
    assert!(matches!(refused, MigrateError::Edited(_)), "{refused}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_database_of_a_newer_version_is_refused() {
    let database = TestDatabase::new().await;
    let sql = database.sql().await;
    sql.execute(
        "INSERT INTO migration_records (version, description, checksum) VALUES ('99991231000000', 'rule the world', 'x')",
        &[],
    )
    .await
    .unwrap();
    let refused = migrate::run_pending(database.pool().connect().await.unwrap()).await.unwrap_err();
    assert!(matches!(&refused, MigrateError::Newer(version) if version == "99991231000000"), "{refused}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 6)]
async fn several_servers_may_migrate_at_once() {
    let database = TestDatabase::empty().await;
    let pool = database.pool();
    let mut servers = Vec::new();
    for _ in 0..4 {
        let conn = pool.connect().await.unwrap();
        servers.push(tokio::spawn(migrate::run_pending(conn)));
    }
    let mut applied = 0;
    for server in servers {
        applied += server.await.unwrap().unwrap().len();
    }
    assert_eq!(applied, migrate::count(), "each step ran once");
}

//! Brings the database to this version's schema.

use diesel::migration::MigrationSource;
use diesel::pg::Pg;
use diesel::sql_types::{Array, BigInt, Text};
use diesel::{QueryResult, QueryableByName};
use diesel_async::{AsyncMigrationHarness, AsyncPgConnection, RunQueryDsl};
use diesel_migrations::{EmbeddedMigrations, MigrationHarness, embed_migrations};
use sha2::{Digest, Sha256};

/// The migrations, as compiled in.
const MIGRATIONS: EmbeddedMigrations = embed_migrations!("../../migrations");
/// The key of the advisory lock that lets one server at a time migrate ("MediaNst").
const LOCK: i64 = 0x4d65_6469_614e_7374;
/// What each migration file said when this binary was built: (folder name, SQL).
const FILES: &[(&str, &str)] = include!(concat!(env!("OUT_DIR"), "/migrations.rs"));

/// Why the schema could not be brought up to date.
#[derive(Debug, thiserror::Error)]
pub enum MigrateError {
    /// The database holds migrations this version does not know.
    #[error("the database was migrated by a newer MediaNest (it has {0}); start that version, or restore a backup")]
    Newer(String),
    /// A migration that ran here says something else now.
    #[error("migration {0} was changed after it ran on this database")]
    Edited(String),
    /// A step failed; nothing of it was kept.
    #[error("migration failed: {0}")]
    Failed(String),
    /// The database did not answer.
    #[error(transparent)]
    Query(#[from] diesel::result::Error),
}

#[derive(QueryableByName)]
struct Record {
    #[diesel(sql_type = Text)]
    version: String,
    #[diesel(sql_type = Text)]
    checksum: String,
}

/// Runs what is pending, one server at a time, and returns the names of what ran.
///
/// Needs a multi-threaded runtime: diesel's migration harness blocks its thread.
///
/// # Errors
/// See [`MigrateError`].
pub async fn run_pending(conn: AsyncPgConnection) -> Result<Vec<String>, MigrateError> {
    let mut conn = conn;
    diesel::sql_query("SELECT pg_advisory_lock($1)").bind::<BigInt, _>(LOCK).execute(&mut conn).await?;
    refuse_surprises(&mut conn).await?;
    // A step that waits for a lock makes everybody queue behind it: better it fails, and the next start tries again.
    diesel::sql_query("SET lock_timeout = '10s'").execute(&mut conn).await?;
    let mut harness = AsyncMigrationHarness::new(conn);
    let applied = tokio::task::block_in_place(|| {
        harness
            .run_pending_migrations(MIGRATIONS)
            .map(|versions| versions.iter().map(ToString::to_string).collect::<Vec<_>>())
            .map_err(|error| MigrateError::Failed(error.to_string()))
    })?;
    let mut conn = harness.into_inner();
    record_checksums(&mut conn).await?;
    diesel::sql_query("SELECT pg_advisory_unlock($1)").bind::<BigInt, _>(LOCK).execute(&mut conn).await?;
    Ok(applied)
}

/// Undoes the newest `steps` migrations: for builders, never at start.
///
/// # Errors
/// [`MigrateError::Failed`] when a step's `down.sql` fails.
pub async fn revert(conn: AsyncPgConnection, steps: usize) -> Result<Vec<String>, MigrateError> {
    let mut harness = AsyncMigrationHarness::new(conn);
    let reverted = tokio::task::block_in_place(|| {
        (0..steps)
            .map(|_| {
                harness
                    .revert_last_migration(MIGRATIONS)
                    .map(|version| version.to_string())
                    .map_err(|error| MigrateError::Failed(error.to_string()))
            })
            .collect::<Result<Vec<_>, _>>()
    })?;
    let mut conn = harness.into_inner();
    if has_records(&conn).await? {
        // What was undone may be written anew, and is then not an edited step.
        diesel::sql_query("DELETE FROM migration_records WHERE version = ANY ($1)")
            .bind::<Array<Text>, _>(&reverted)
            .execute(&mut conn)
            .await?;
    }
    Ok(reverted)
}

/// How the database stands to this version.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Status {
    /// Migrations that ran, oldest first.
    pub applied: Vec<String>,
    /// Migrations that this version has and the database has not.
    pub pending: Vec<String>,
    /// Migrations that the database has and this version does not know.
    pub unknown: Vec<String>,
}

/// Compares the database with this version.
///
/// # Errors
/// Whatever the database answers.
pub async fn status(mut conn: &AsyncPgConnection) -> QueryResult<Status> {
    let records: Vec<Record> = if has_records(conn).await? {
        diesel::sql_query("SELECT version, checksum FROM migration_records ORDER BY version").load(&mut conn).await?
    } else {
        Vec::new()
    };
    let mut status = Status::default();
    for (name, _) in FILES {
        let ran = records.iter().any(|record| record.version == version_of(name));
        let list = if ran { &mut status.applied } else { &mut status.pending };
        list.push((*name).to_owned());
    }
    let is_known = |record: &Record| FILES.iter().any(|(name, _)| version_of(name) == record.version);
    status.unknown = records.into_iter().filter(|record| !is_known(record)).map(|record| record.version).collect();
    Ok(status)
}

/// How many migrations this binary holds.
///
/// # Panics
/// Never: the embedded migrations were read when the binary was built.
#[must_use]
pub fn count() -> usize {
    MigrationSource::<Pg>::migrations(&MIGRATIONS).map_or(0, |migrations| migrations.len())
}

/// One text for all migrations, which changes when any of them does: the key of the tests' template database.
#[must_use]
pub fn fingerprint() -> String {
    let mut hash = Sha256::new();
    for (name, sql) in FILES {
        hash.update(name);
        hash.update(sql);
    }
    hex(&hash.finalize())
}

async fn refuse_surprises(conn: &mut AsyncPgConnection) -> Result<(), MigrateError> {
    if !has_records(conn).await? {
        return Ok(());
    }
    let records: Vec<Record> =
        diesel::sql_query("SELECT version, checksum FROM migration_records ORDER BY version").load(conn).await?;
    for record in records {
        match FILES.iter().find(|(name, _)| version_of(name) == record.version) {
            None => return Err(MigrateError::Newer(record.version)),
            Some((name, sql)) if checksum(sql) != record.checksum => return Err(MigrateError::Edited((*name).to_owned())),
            Some(_) => {}
        }
    }
    Ok(())
}

/// Whether the first migration, which makes the table of records, has run.
async fn has_records(mut conn: &AsyncPgConnection) -> QueryResult<bool> {
    let found =
        diesel::sql_query("SELECT 1 FROM pg_class WHERE oid = to_regclass('migration_records')").execute(&mut conn).await?;
    Ok(found > 0)
}

async fn record_checksums(conn: &mut AsyncPgConnection) -> Result<(), MigrateError> {
    for (name, sql) in FILES {
        diesel::sql_query(
            "INSERT INTO migration_records (version, description, checksum) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING",
        )
        .bind::<Text, _>(version_of(name))
        .bind::<Text, _>(name.splitn(5, ['-', '_']).nth(4).unwrap_or(name).replace('_', " "))
        .bind::<Text, _>(checksum(sql))
        .execute(conn)
        .await?;
    }
    Ok(())
}

/// diesel's version of a migration folder: what stands before the first underscore, without dashes.
fn version_of(name: &str) -> String {
    name.split('_').next().unwrap_or(name).replace('-', "")
}

fn checksum(sql: &str) -> String {
    hex(&Sha256::digest(sql))
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::new(), |text, byte| format!("{text}{byte:02x}"))
}

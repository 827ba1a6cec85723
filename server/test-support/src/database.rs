use std::time::Duration;

use medianest_db::{Database, DatabaseConfig, migrate};
use tokio_postgres::NoTls;

/// The advisory lock under which one test process makes the template.
const TEMPLATE_LOCK: i64 = 0x4d4e_5465_6d70;

/// A database of one test, cloned from a migrated template and dropped with this value.
///
/// A database per test, not a schema per test: NOTIFY channels are per database, so tests do not hear each other.
pub struct TestDatabase {
    name: String,
    server: String,
    /// Where it is.
    pub url: String,
}

impl TestDatabase {
    /// Clones the template, making it first if no test of this schema ran here before.
    ///
    /// # Panics
    /// When `TEST_DATABASE_URL` is unset or that server does not answer.
    pub async fn new() -> Self {
        let server = std::env::var("TEST_DATABASE_URL")
            .expect("TEST_DATABASE_URL names a PostgreSQL server for tests; `cargo xtask test` starts one and sets it");
        let template = format!("medianest_template_{}", &migrate::fingerprint()[..16]);
        let admin = connect(&format!("{server}/postgres")).await;
        make_template(&admin, &server, &template).await;
        let name = format!("medianest_test_{}", unique());
        admin
            .batch_execute(&format!("CREATE DATABASE {name} TEMPLATE {template} STRATEGY file_copy"))
            .await
            .expect("the template can be cloned");
        Self { url: format!("{server}/{name}"), name, server }
    }

    /// An empty database, not migrated.
    ///
    /// # Panics
    /// When `TEST_DATABASE_URL` is unset or that server does not answer.
    pub async fn empty() -> Self {
        let server = std::env::var("TEST_DATABASE_URL").expect("TEST_DATABASE_URL names a PostgreSQL server for tests");
        let admin = connect(&format!("{server}/postgres")).await;
        let name = format!("medianest_test_{}", unique());
        admin.batch_execute(&format!("CREATE DATABASE {name} TEMPLATE template0")).await.expect("a database can be made");
        Self { url: format!("{server}/{name}"), name, server }
    }

    /// A pool on it.
    ///
    /// # Panics
    /// Never with a URL this type made.
    #[must_use]
    pub fn pool(&self) -> Database {
        Database::new(&self.config()).expect("the test database's URL is well formed")
    }

    /// How to reach it.
    #[must_use]
    pub fn config(&self) -> DatabaseConfig {
        DatabaseConfig { url: self.url.clone(), ca_file: None, max_connections: 8, wait_timeout: Duration::from_secs(20) }
    }

    /// A bare connection, for arranging and looking with plain SQL.
    ///
    /// # Panics
    /// When the server does not answer.
    pub async fn sql(&self) -> tokio_postgres::Client {
        connect(&self.url).await
    }
}

impl Drop for TestDatabase {
    fn drop(&mut self) {
        let (server, name) = (self.server.clone(), self.name.clone());
        // Dropping happens inside a runtime that may be ending, so it gets a thread and a runtime of its own.
        let dropper = std::thread::spawn(move || {
            let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime starts");
            runtime.block_on(async {
                let admin = connect(&format!("{server}/postgres")).await;
                let _ = admin.batch_execute(&format!("DROP DATABASE IF EXISTS {name} WITH (FORCE)")).await;
            });
        });
        let _ = dropper.join();
    }
}

async fn connect(url: &str) -> tokio_postgres::Client {
    let (client, connection) = tokio_postgres::connect(url, NoTls)
        .await
        .unwrap_or_else(|error| panic!("the test PostgreSQL does not answer ({error}); `cargo xtask test` starts one"));
    tokio::spawn(connection);
    client
}

async fn make_template(admin: &tokio_postgres::Client, server: &str, template: &str) {
    admin.execute("SELECT pg_advisory_lock($1)", &[&TEMPLATE_LOCK]).await.expect("locks work");
    let exists =
        admin.query_opt("SELECT 1 FROM pg_database WHERE datname = $1", &[&template]).await.expect("the catalogue is readable");
    if exists.is_none() {
        let building = format!("{template}_building");
        let make = format!("DROP DATABASE IF EXISTS {building} WITH (FORCE)");
        admin.batch_execute(&make).await.expect("an unfinished template can be dropped");
        admin.batch_execute(&format!("CREATE DATABASE {building} TEMPLATE template0")).await.expect("a database can be made");
        let config = DatabaseConfig {
            url: format!("{server}/{building}"),
            ca_file: None,
            max_connections: 1,
            wait_timeout: Duration::from_secs(20),
        };
        let database = Database::new(&config).expect("the URL is well formed");
        migrate::run_pending(database.connect().await.expect("the new database answers")).await.expect("the migrations run");
        drop(database);
        admin
            .batch_execute(&format!("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{building}'; "))
            .await
            .expect("leftover connections can be ended");
        rename(admin, &building, template).await;
    }
    admin.execute("SELECT pg_advisory_unlock($1)", &[&TEMPLATE_LOCK]).await.expect("locks work");
}

/// The migration's connection may take a moment to be gone.
async fn rename(admin: &tokio_postgres::Client, from: &str, to: &str) {
    let statement = format!("ALTER DATABASE {from} RENAME TO {to}");
    for _ in 0..100 {
        if admin.batch_execute(&statement).await.is_ok() {
            return;
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    admin.batch_execute(&statement).await.expect("the template gets its name");
}

/// A name that no other test has.
#[expect(clippy::disallowed_methods, reason = "a database's name belongs to no clock")]
fn unique() -> uuid::fmt::Simple {
    uuid::Uuid::new_v4().simple()
}

use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use deadpool::managed::{Metrics, Object, Pool, QueueMode, RecycleResult};
use diesel::ConnectionError;
use diesel::connection::InstrumentationEvent;
use diesel_async::pooled_connection::{PoolableConnection as _, RecyclingMethod};
use diesel_async::{AsyncConnection as _, AsyncPgConnection};
use rustls::pki_types::CertificateDer;
use rustls::pki_types::pem::PemObject;
use tokio_postgres::config::{Host, SslMode};

/// A connection lent by the pool.
pub type Connection = Object<Manager>;

/// A connection that was lent this short a time ago is lent again without asking the database whether it lives: a request
/// lends several, and each question is a round trip. One that was closed is known to be all the same.
const FRESH: Duration = Duration::from_secs(1);

/// Why no connection could be had.
#[derive(Debug, thiserror::Error)]
pub enum PoolError {
    /// The configuration cannot work; says which part and why.
    #[error("{0}")]
    Config(String),
    /// The database did not answer, or every connection stayed busy for too long.
    #[error("no database connection: {0}")]
    Unavailable(String),
}

/// How to reach PostgreSQL.
#[derive(Debug, Clone)]
pub struct DatabaseConfig {
    /// A libpq connection string or `postgres://` URL; may hold a password, so it is never logged.
    pub url: String,
    /// PEM file of a private certificate authority, trusted besides the system's.
    pub ca_file: Option<PathBuf>,
    /// The most connections the pool opens.
    pub max_connections: usize,
    /// How long a request waits for a free connection.
    pub wait_timeout: Duration,
}

/// The pool, and how many statements have gone through it.
#[derive(Clone)]
pub struct Database {
    pool: Pool<Manager>,
    connector: Connector,
    statements: Arc<AtomicU64>,
}

impl Database {
    /// Prepares a pool; no connection is opened yet.
    ///
    /// # Errors
    /// [`PoolError::Config`] for a URL or certificate file that cannot be read.
    pub fn new(config: &DatabaseConfig) -> Result<Self, PoolError> {
        let connector = Connector::new(config)?;
        let statements = Arc::new(AtomicU64::new(0));
        let manager = Manager { connector: connector.clone(), statements: Arc::clone(&statements) };
        let pool = Pool::builder(manager)
            .max_size(config.max_connections)
            // The one used last has the most statements prepared.
            .queue_mode(QueueMode::Lifo)
            .runtime(deadpool::Runtime::Tokio1)
            .wait_timeout(Some(config.wait_timeout))
            .create_timeout(Some(config.wait_timeout))
            .recycle_timeout(Some(config.wait_timeout))
            .build()
            .map_err(|error| PoolError::Config(error.to_string()))?;
        Ok(Self { pool, connector, statements })
    }

    /// Lends a working connection.
    ///
    /// # Errors
    /// [`PoolError::Unavailable`] when the database is away or every connection stays busy.
    pub async fn get(&self) -> Result<Connection, PoolError> {
        self.pool.get().await.map_err(|error| PoolError::Unavailable(error.to_string()))
    }

    /// Opens a connection of its own, outside the pool: for LISTEN, migrations and COPY.
    ///
    /// # Errors
    /// [`PoolError::Unavailable`] when the database is away.
    pub async fn connect(&self) -> Result<AsyncPgConnection, PoolError> {
        self.connector.connect().await.map_err(|error| PoolError::Unavailable(error.to_string()))
    }

    /// How many statements the pool's connections have run so far.
    #[must_use]
    pub fn statements(&self) -> u64 {
        self.statements.load(Ordering::Relaxed)
    }

    /// Connections now lent out, and open in all.
    #[must_use]
    pub fn usage(&self) -> (usize, usize) {
        let status = self.pool.status();
        (status.size - status.available.min(status.size), status.size)
    }
}

/// Makes the pool's connections, and looks whether they still live.
pub struct Manager {
    connector: Connector,
    statements: Arc<AtomicU64>,
}

impl deadpool::managed::Manager for Manager {
    type Type = AsyncPgConnection;
    type Error = diesel_async::pooled_connection::PoolError;

    async fn create(&self) -> Result<AsyncPgConnection, Self::Error> {
        // Apart on the heap, since every future that waits for a connection would be ten thousand bytes larger.
        let mut conn = Box::pin(self.connector.connect()).await.map_err(Self::Error::ConnectionError)?;
        let statements = Arc::clone(&self.statements);
        conn.set_instrumentation(move |event: InstrumentationEvent<'_>| {
            if let InstrumentationEvent::StartQuery { .. } = event {
                statements.fetch_add(1, Ordering::Relaxed);
            }
        });
        Ok(conn)
    }

    async fn recycle(&self, conn: &mut AsyncPgConnection, metrics: &Metrics) -> RecycleResult<Self::Error> {
        if std::thread::panicking() || conn.is_broken() {
            return Err(deadpool::managed::RecycleError::message("the connection is broken"));
        }
        if metrics.last_used() >= FRESH {
            Box::pin(conn.ping(&RecyclingMethod::Verified)).await.map_err(Self::Error::QueryError)?;
            // The check is nobody's statement.
            self.statements.fetch_sub(1, Ordering::Relaxed);
        }
        Ok(())
    }
}

/// Opens connections: plain over a unix socket or with `sslmode=disable`, else with rustls as the URL asks.
#[derive(Clone)]
struct Connector {
    config: tokio_postgres::Config,
    tls: Arc<rustls::ClientConfig>,
}

impl Connector {
    fn new(config: &DatabaseConfig) -> Result<Self, PoolError> {
        let mut parsed: tokio_postgres::Config =
            config.url.parse().map_err(|error| PoolError::Config(format!("the database URL cannot be read: {error}")))?;
        // A half-open link must not hang for ever.
        parsed
            .connect_timeout(Duration::from_secs(10))
            .keepalives(true)
            .keepalives_idle(Duration::from_secs(30))
            .keepalives_interval(Duration::from_secs(10))
            .keepalives_retries(3)
            .tcp_user_timeout(Duration::from_mins(1));
        if parsed.get_application_name().is_none() {
            parsed.application_name("medianest");
        }
        let mut roots = rustls::RootCertStore::empty();
        roots.add_parsable_certificates(rustls_native_certs::load_native_certs().certs);
        if let Some(path) = &config.ca_file {
            let unreadable = |error: &dyn std::fmt::Display| PoolError::Config(format!("{}: {error}", path.display()));
            for certificate in CertificateDer::pem_file_iter(path).map_err(|error| unreadable(&error))? {
                let certificate = certificate.map_err(|error| unreadable(&error))?;
                roots.add(certificate).map_err(|error| unreadable(&error))?;
            }
        }
        let tls = rustls::ClientConfig::builder_with_provider(Arc::new(rustls::crypto::ring::default_provider()))
            .with_safe_default_protocol_versions()
            .map_err(|error| PoolError::Config(error.to_string()))?
            .with_root_certificates(roots)
            .with_no_client_auth();
        Ok(Self { config: parsed, tls: Arc::new(tls) })
    }

    async fn connect(&self) -> Result<AsyncPgConnection, ConnectionError> {
        let failed = |error: tokio_postgres::Error| {
            // The outer text is only "error connecting to server"; the source says why.
            let reason = std::error::Error::source(&error).map_or_else(|| error.to_string(), ToString::to_string);
            ConnectionError::BadConnection(reason)
        };
        let local = self.config.get_hosts().iter().all(|host| matches!(host, Host::Unix(_)));
        if local || self.config.get_ssl_mode() == SslMode::Disable {
            let (client, connection) = self.config.connect(tokio_postgres::NoTls).await.map_err(failed)?;
            AsyncPgConnection::try_from_client_and_connection(client, connection).await
        } else {
            let tls = tokio_postgres_rustls::MakeRustlsConnect::new((*self.tls).clone());
            let (client, connection) = self.config.connect(tls).await.map_err(failed)?;
            AsyncPgConnection::try_from_client_and_connection(client, connection).await
        }
    }
}

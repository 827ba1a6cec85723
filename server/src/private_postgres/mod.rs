//! A PostgreSQL that the server keeps for itself, where nobody gave it one: created on first start in the data
//! directory, reached by a unix socket only, watched, and stopped with the server. Knows no rule and no table.
//!
//! ```text
//! DATA_DIR/medianest.lock     held by the process that runs the cluster; others attach to it or are refused
//! DATA_DIR/postgres/          the server's: settings that PostgreSQL reads but may not write
//! DATA_DIR/postgres/data/     PostgreSQL's own, and its account's
//! DATA_DIR/postgres/run/      the socket, unless that path is too long for one
//! ```
//!
//! **Who may connect.** The kernel says who is at the other end of the socket (`peer`), and only root and the account
//! that PostgreSQL runs as are let in: whoever they are could read the files anyway, and no password needs keeping. The
//! socket's folder is closed to everybody else besides.
//!
//! **Root.** PostgreSQL refuses to run as root, so under root it gets an unprivileged account. The server, as root,
//! writes nothing inside folders of that account, so nothing there can lead it astray.
//!
//! **When processes die.** PostgreSQL is not tied to the life of the server: after `kill -9` of the server it goes on,
//! and the next start stops it in good order before starting its own. After `kill -9` of PostgreSQL it is started again.

mod account;
mod cluster;
mod error;
mod lock;
mod process;
mod programs;
mod supervisor;
#[cfg(test)]
mod tests;

use std::path::{Path, PathBuf};

pub use error::PrivatePostgresError;
pub use supervisor::PrivatePostgres;

use cluster::Cluster;
use error::Result;
use lock::Lock;

/// The role, the database and the map of accounts are all called this.
const NAME: &str = "medianest";
/// PostgreSQL names its socket after a port, although nothing listens on one.
const PORT: u16 = 5432;

/// Where and how to keep it.
#[derive(Debug, Clone, Default)]
pub struct Options {
    /// The server's data directory.
    pub data_dir: PathBuf,
    /// Where initdb and postgres are, if not in one of the usual places.
    pub bin_dir: Option<PathBuf>,
    /// The account to run as under root, if not one of the usual ones.
    pub run_as: Option<String>,
}

/// How a command of the command line gets at the database.
pub enum Access {
    /// Nothing ran: it runs now, until [`PrivatePostgres::stop`].
    Started(PrivatePostgres),
    /// A running server keeps it; this is its address.
    Attached(String),
}

/// Starts the cluster, creating it first where there is none.
///
/// # Errors
/// [`PrivatePostgresError`] says what to do about it.
pub async fn start(options: &Options) -> Result<PrivatePostgres> {
    prepare_folder(&options.data_dir)?;
    let lock = Lock::take(&options.data_dir)?;
    start_locked(options, lock).await
}

/// Starts the cluster, or uses the one that a running server keeps.
///
/// # Errors
/// [`PrivatePostgresError`] says what to do about it.
pub async fn start_or_attach(options: &Options) -> Result<Access> {
    prepare_folder(&options.data_dir)?;
    match Lock::take(&options.data_dir) {
        Ok(lock) => Ok(Access::Started(start_locked(options, lock).await?)),
        Err(busy @ PrivatePostgresError::InUse { .. }) => {
            let running = process::Running::read(&options.data_dir.join("postgres/data")).filter(process::Running::is_ready);
            running.map(|running| Access::Attached(address(&running.socket_dir))).ok_or(busy)
        }
        Err(other) => Err(other),
    }
}

async fn start_locked(options: &Options, lock: Lock) -> Result<PrivatePostgres> {
    let cluster = {
        let options = options.clone();
        tokio::task::spawn_blocking(move || Cluster::open(&options)).await.map_err(|error| PrivatePostgresError::Failed {
            what: "the database cannot be prepared".to_owned(),
            why: error.to_string(),
        })??
    };
    PrivatePostgres::start(cluster, lock).await
}

/// The data directory may be entered by PostgreSQL's account, but not listed.
fn prepare_folder(folder: &Path) -> Result<()> {
    use std::os::unix::fs::DirBuilderExt;
    std::fs::DirBuilder::new()
        .recursive(true)
        .mode(0o711)
        .create(folder)
        .map_err(|error| error::io("cannot make the data directory", folder, &error))
}

/// The connection string of a cluster whose socket is in this folder.
fn address(socket_dir: &Path) -> String {
    let folder = socket_dir.display().to_string().replace('\\', "\\\\").replace('\'', "\\'");
    format!("host='{folder}' port={PORT} user={NAME} dbname={NAME}")
}

use std::path::{Path, PathBuf};

/// What this module answers.
pub type Result<T> = std::result::Result<T, PrivatePostgresError>;

/// Why the private PostgreSQL cannot run, and what to do about it.
#[derive(Debug, thiserror::Error)]
pub enum PrivatePostgresError {
    /// Another server has it.
    #[error(
        "another MediaNest{} already uses the data directory {}; stop it, or choose another with --data-dir",
        .pid.map(|pid| format!(" (process {pid})")).unwrap_or_default(), .folder.display()
    )]
    InUse {
        /// The data directory.
        folder: PathBuf,
        /// Its process.
        pid: Option<i32>,
    },
    /// No PostgreSQL is installed.
    #[error(
        "no database is configured and PostgreSQL 15 or newer is not installed, of which the server would keep one for itself; \
         install it (Debian, Ubuntu: apt-get install postgresql; Fedora: dnf install postgresql-server), \
         or name the folder of its programs with MEDIANEST_DATABASE__BIN_DIR, or set DATABASE_URL to a database you have"
    )]
    NotInstalled,
    /// The cluster is of a version that is not installed.
    #[error(
        "{} was made by PostgreSQL {cluster}, but this machine has {installed}. Either install PostgreSQL {cluster} again and \
         start MediaNest, or move the data to another version, with the programs of {cluster} at hand: (1) as {account}, \
         pg_ctl -D {} -o \"-k /tmp -h ''\" start; (2) pg_dump -h /tmp -U medianest -Fc -f /tmp/medianest.dump medianest; \
         (3) pg_ctl -D {} stop, and move that folder away; (4) start MediaNest, which makes a new one, and restore into it: \
         pg_restore --clean --if-exists -h {} -U medianest -d medianest /tmp/medianest.dump",
        .data.display(), .data.display(), .data.display(), .data.with_file_name("run").display()
    )]
    OtherVersion {
        /// The cluster's folder.
        data: PathBuf,
        /// The account it runs as.
        account: String,
        /// Its version.
        cluster: u32,
        /// What is installed instead.
        installed: String,
    },
    /// There is no account for it.
    #[error(
        "{0}; PostgreSQL refuses to run as root: make one with `useradd --system medianest`, or name one with MEDIANEST_DATABASE__RUN_AS"
    )]
    NoAccount(String),
    /// The account cannot get to the cluster.
    #[error(
        "PostgreSQL runs as {account}, which cannot enter {}; allow it with `chmod o+x {}`, \
         or choose a data directory elsewhere with --data-dir, as /var/lib/medianest", .folder.display(), .folder.display()
    )]
    Unreachable {
        /// The account.
        account: String,
        /// The folder in the way.
        folder: PathBuf,
    },
    /// Anything else.
    #[error("{what}: {why}")]
    Failed {
        /// What did not work.
        what: String,
        /// Why.
        why: String,
    },
}

/// A file or folder that would not.
pub fn io(what: &str, path: &Path, error: &std::io::Error) -> PrivatePostgresError {
    PrivatePostgresError::Failed { what: format!("{what} {}", path.display()), why: error.to_string() }
}

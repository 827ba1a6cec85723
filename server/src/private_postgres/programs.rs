use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::Command;

use super::account::Account;
use super::error::{PrivatePostgresError, Result};

/// The oldest PostgreSQL that the migrations work with.
const OLDEST: u32 = 15;

/// The programs of one installed PostgreSQL.
#[derive(Debug, Clone)]
pub struct Programs {
    folder: PathBuf,
}

impl Programs {
    /// Those that fit a cluster: of its version, or for a new one the newest.
    pub fn find(bin_dir: Option<&Path>, data: &Path, cluster: Option<u32>, account: &Account) -> Result<Self> {
        let installed = installed(bin_dir);
        let fitting = match cluster {
            Some(version) => installed.get(&version).filter(|_| version >= OLDEST),
            None => installed.iter().next_back().filter(|(version, _)| **version >= OLDEST).map(|(_, folder)| folder),
        };
        match (fitting, cluster) {
            (Some(folder), _) => Ok(Self { folder: folder.clone() }),
            (None, None) => Err(PrivatePostgresError::NotInstalled),
            (None, Some(cluster)) => {
                let names: Vec<_> = installed.keys().map(|version| format!("PostgreSQL {version}")).collect();
                Err(PrivatePostgresError::OtherVersion {
                    data: data.to_owned(),
                    account: account.name.clone(),
                    cluster,
                    installed: if names.is_empty() { "none".to_owned() } else { names.join(", ") },
                })
            }
        }
    }

    /// The path of one.
    pub fn path(&self, name: &str) -> PathBuf {
        self.folder.join(name)
    }
}

/// Every installed version with the folder of its programs.
fn installed(bin_dir: Option<&Path>) -> BTreeMap<u32, PathBuf> {
    let folders = match bin_dir {
        Some(folder) => vec![folder.to_owned()],
        None => std::env::split_paths(&std::env::var_os("PATH").unwrap_or_default()).chain(usual_folders()).collect(),
    };
    let mut found = BTreeMap::new();
    for folder in folders {
        // A link in the PATH leads to one program; the others lie beside its target.
        let Ok(postgres) = folder.join("postgres").canonicalize() else { continue };
        let Some(folder) = postgres.parent().filter(|folder| folder.join("initdb").is_file()) else { continue };
        if found.values().any(|known| known == folder) {
            continue;
        }
        if let Some(version) = version_in(folder).or_else(|| version_said(&postgres)) {
            found.entry(version).or_insert_with(|| folder.to_owned());
        }
    }
    found
}

/// Debian's, Fedora's and the source's own places.
fn usual_folders() -> Vec<PathBuf> {
    let below = |parent: &str, prefix: &str| {
        let entries = std::fs::read_dir(parent).into_iter().flatten().flatten();
        let named = entries.filter(|entry| entry.file_name().to_string_lossy().starts_with(prefix));
        named.map(|entry| entry.path().join("bin")).collect::<Vec<_>>()
    };
    let mut folders = below("/usr/lib/postgresql", "");
    folders.extend(below("/usr", "pgsql-"));
    folders.extend(below("/opt/homebrew/opt", "postgresql@"));
    folders.push(PathBuf::from("/usr/local/pgsql/bin"));
    folders
}

/// Debian has the version in the path, which saves running the program.
fn version_in(folder: &Path) -> Option<u32> {
    folder.strip_prefix("/usr/lib/postgresql").ok()?.components().next()?.as_os_str().to_str()?.parse().ok()
}

/// `postgres (PostgreSQL) 17.2 (Debian ...)`
fn version_said(postgres: &Path) -> Option<u32> {
    let output = Command::new(postgres).arg("--version").output().ok()?;
    let text = String::from_utf8(output.stdout).ok()?;
    text.split_whitespace().nth(2)?.split(|c: char| !c.is_ascii_digit()).next()?.parse().ok()
}

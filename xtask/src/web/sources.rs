//! What the web app is made from.

use std::fs;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use anyhow::{Context, Result};

use crate::shell::root;

/// Below the repository: every file that the app is made from, and folders of such files.
const SOURCES: &[&str] = &["Cargo.lock", "Cargo.toml", "schema.graphql", "frontend", "xtask/src/web", "xtask/web-bundler"];
/// What lies among them without being one.
const OTHERS: &[&str] = &["dist", "dist.new", "node_modules", "Dockerfile", "nginx.conf.template"];

/// A hash of all of them.
pub fn fingerprint() -> Result<String> {
    let mut hash = DefaultHasher::new();
    for file in files()? {
        file.hash(&mut hash);
        fs::read(&file).with_context(|| format!("cannot read {}", file.display()))?.hash(&mut hash);
    }
    Ok(format!("{:016x}", hash.finish()))
}

/// When the newest of them changed, and how many there are: differs after every change.
pub fn moment() -> Result<(Option<SystemTime>, usize)> {
    let files = files()?;
    let changed = files.iter().filter_map(|file| file.metadata().and_then(|data| data.modified()).ok()).max();
    Ok((changed, files.len()))
}

fn files() -> Result<Vec<PathBuf>> {
    let mut files = Vec::new();
    for source in SOURCES {
        gather(&root().join(source), &mut files)?;
    }
    files.sort();
    Ok(files)
}

fn gather(path: &Path, files: &mut Vec<PathBuf>) -> Result<()> {
    if !path.is_dir() {
        files.push(path.to_owned());
        return Ok(());
    }
    for entry in fs::read_dir(path).with_context(|| format!("cannot read {}", path.display()))? {
        let entry = entry?;
        if !OTHERS.iter().any(|other| entry.file_name() == *other) {
            gather(&entry.path(), files)?;
        }
    }
    Ok(())
}

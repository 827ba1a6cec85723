//! npm packages of a folder, installed as its package-lock.json says.

use std::fs;
use std::path::Path;

use anyhow::{Context, Result};

use crate::shell::{must, program, say};
use crate::tools::{NODE, need};

/// Installs the packages, unless those that are there were installed from the same lock file.
pub fn install(folder: &Path) -> Result<()> {
    need(&[&NODE])?;
    let lock = folder.join("package-lock.json");
    let locked = fs::read_to_string(&lock).with_context(|| format!("cannot read {}", lock.display()))?;
    let installed = folder.join("node_modules/.installed-from.json");
    if fs::read_to_string(&installed).is_ok_and(|from| from == locked) {
        return Ok(());
    }
    say(&format!("installing the npm packages of {}", folder.display()));
    must(program("npm").current_dir(folder).args(["ci", "--no-audit", "--no-fund", "--loglevel=error"]))?;
    fs::write(&installed, locked).with_context(|| format!("cannot write {}", installed.display()))
}

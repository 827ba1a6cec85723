//! Programs that are published for Python: linters, and the scrobblers that the tests of players run. Each set gets its own
//! environment under `target/tools`, made again when its list of pinned packages changes.

use std::fs;
use std::path::PathBuf;

use anyhow::{Context, Result};

use crate::shell::{must, program, root, say, target_dir};
use crate::tools::{PYTHON, need};

/// The environment with the packages of `xtask/python/<name>.txt`; its programs lie in `bin`.
pub fn environment(name: &str) -> Result<PathBuf> {
    let list = root().join("xtask/python").join(format!("{name}.txt"));
    let wanted = fs::read_to_string(&list).with_context(|| format!("cannot read {}", list.display()))?;
    let home = target_dir().join("tools").join(name);
    let stamp = home.join("installed.txt");
    if fs::read_to_string(&stamp).is_ok_and(|installed| installed == wanted) {
        return Ok(home);
    }
    need(&[&PYTHON])?;
    say(&format!("installing {} into {}", list.display(), home.display()));
    must(program("python3").args(["-m", "venv", "--clear"]).arg(&home))?;
    must(program(home.join("bin/pip")).args(["install", "--quiet", "--disable-pip-version-check", "--requirement"]).arg(&list))?;
    fs::write(&stamp, wanted).with_context(|| format!("cannot write {}", stamp.display()))?;
    Ok(home)
}

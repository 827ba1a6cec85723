//! `cargo xtask graphiql`: the GraphiQL page, bundled from npm packages so that it works without any other host.

use std::fs;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::path::Path;

use anyhow::{Context, Result};

use crate::npm;
use crate::shell::{must, program, root, say};

/// What the bundle is made from, below server/graphiql.
const SOURCES: &[&str] = &["package-lock.json", "build.mjs", "src/index.html", "src/main.jsx", "src/style.css"];

/// Bundles GraphiQL, unless the bundle that is there was made from the same sources.
pub fn bundle() -> Result<()> {
    let folder = root().join("server/graphiql");
    let stamp = folder.join("dist/sources.txt");
    let sources = fingerprint(&folder)?;
    if fs::read_to_string(&stamp).is_ok_and(|made_from| made_from == sources) {
        return Ok(());
    }
    npm::install(&folder)?;
    say("bundling GraphiQL");
    must(program("node").current_dir(&folder).arg("build.mjs"))?;
    fs::write(&stamp, sources).with_context(|| format!("cannot write {}", stamp.display()))
}

fn fingerprint(folder: &Path) -> Result<String> {
    let mut hash = DefaultHasher::new();
    for source in SOURCES {
        let file = folder.join(source);
        fs::read(&file).with_context(|| format!("cannot read {}", file.display()))?.hash(&mut hash);
    }
    Ok(format!("{:016x}\n", hash.finish()))
}

//! `cargo xtask web`: the web app, from its sources to the folder that is served (`frontend/dist`). Compiled here, then
//! handed to wasm-bindgen's library (the package in `xtask/web-bundler`) and to `frontend/build/bundle.mjs`, which makes
//! the files small and gives them names that carry a hash.

mod compiler;
mod sources;
mod watch;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::Instant;

use anyhow::{Context, Result};
use clap::Args;

use crate::npm;
use crate::shell::{cargo, must, program, root, say, target_dir};
use crate::tools::{COMPILER, NODE, need};
use compiler::Compiler;

/// How to build it.
#[derive(Args)]
pub struct Options {
    /// Build without optimisation and with the style guide: quick to build, slow to load.
    #[arg(long)]
    dev: bool,
    /// Build what is delivered; this is the default.
    #[arg(long, conflicts_with_all = ["dev", "watch"])]
    release: bool,
    /// Serve it at http://localhost:8081 and build it, as with --dev, whenever a source changes.
    #[arg(long)]
    watch: bool,
}

/// What the app is built for.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Mode {
    /// To be worked on.
    Dev,
    /// To be delivered.
    Release,
}

impl Mode {
    fn profile(self) -> &'static str {
        match self {
            Self::Dev => "web-dev",
            Self::Release => "web",
        }
    }
}

/// Builds the app, and keeps building it if asked to.
pub fn run(options: &Options) -> Result<ExitCode> {
    if options.watch {
        return watch::run();
    }
    build(if options.dev { Mode::Dev } else { Mode::Release })?;
    Ok(ExitCode::SUCCESS)
}

/// The folder that is served.
pub fn dist() -> PathBuf {
    root().join("frontend/dist")
}

/// Builds the app into [`dist`], unless what is there was made from the same sources, and gives back that folder.
pub fn build(mode: Mode) -> Result<PathBuf> {
    need(&[&COMPILER, &NODE])?;
    // A target directory of its own: two compilers take turns here, and none of it is of use to the server's build.
    let target = target_dir().join("web");
    let compiler = Compiler::choose(&target)?;
    let dist = dist();
    let stamp = target.join("dist-made-from");
    let sources = format!("{} {} {}", sources::fingerprint()?, mode.profile(), compiler.version()?);
    if dist.join("index.html").is_file() && fs::read_to_string(&stamp).is_ok_and(|made_from| made_from == sources) {
        say("frontend/dist is what the sources say");
        return Ok(dist);
    }
    let compiling = seconds(|| {
        let documents = if mode == Mode::Release { Some(documents(&target)?) } else { None };
        compile(&compiler, mode, &target, documents.as_deref())
    })?;
    let bound = target.join("bound");
    let binding = seconds(|| bind(mode, &compiler::artifact(&target, mode.profile()), &bound))?;
    let bundling = seconds(|| bundle(mode, &bound, &dist))?;
    fs::write(&stamp, sources).with_context(|| format!("cannot write {}", stamp.display()))?;
    say(&format!("frontend/dist is built: {compiling} s to compile, {binding} s to bind, {bundling} s to bundle"));
    Ok(dist)
}

/// Takes a step, and tells how long it took.
fn seconds(step: impl FnOnce() -> Result<()>) -> Result<u64> {
    let started = Instant::now();
    step()?;
    Ok(started.elapsed().as_secs())
}

/// Writes out what the app's requests begin with, so that it need not make that of its types each time.
fn documents(target: &Path) -> Result<PathBuf> {
    let folder = target.join("documents");
    if folder.exists() {
        fs::remove_dir_all(&folder).with_context(|| format!("cannot empty {}", folder.display()))?;
    }
    let mut write = cargo();
    write.args(["run", "--quiet", "--package", "medianest-web-api", "--example", "documents", "--profile", "tool", "--"]);
    write.arg(&folder);
    must(&mut write)?;
    Ok(folder)
}

fn compile(compiler: &Compiler, mode: Mode, target: &Path, documents: Option<&Path>) -> Result<()> {
    let mut build = compiler.build();
    if let Some(documents) = documents {
        build.env("MEDIANEST_DOCUMENTS", documents);
    }
    build.args(["--package", "medianest-web", "--profile", mode.profile(), "--target-dir"]).arg(target);
    // Leptos then forgets the types of views: several times as quick to compile, and far less of it to load. With the
    // relocations in it, what comes later can be cut off.
    build.env("RUSTFLAGS", "--cfg erase_components -Clink-args=--emit-relocs");
    if mode == Mode::Dev {
        build.args(["--features", "styleguide"]);
    }
    must(&mut build)
}

/// Runs wasm-bindgen's library over what was compiled.
fn bind(mode: Mode, compiled: &Path, folder: &Path) -> Result<()> {
    if folder.exists() {
        fs::remove_dir_all(folder).with_context(|| format!("cannot empty {}", folder.display()))?;
    }
    let mut bind = cargo();
    bind.args(["run", "--quiet", "--package", "medianest-web-bundler", "--features", "bundle", "--profile", "tool", "--"]);
    bind.arg(compiled).arg(folder);
    if mode == Mode::Dev {
        bind.arg("--debug");
    }
    must(&mut bind)
}

/// Makes the folder of what was bound, the page, the styles and the pictures.
fn bundle(mode: Mode, bound: &Path, dist: &Path) -> Result<()> {
    let frontend = root().join("frontend");
    npm::install(&frontend)?;
    let mut bundle = program("node");
    bundle.arg(frontend.join("build/bundle.mjs")).arg("--from").arg(bound).arg("--to").arg(dist);
    if mode == Mode::Dev {
        bundle.arg("--dev");
    }
    must(&mut bundle)
}

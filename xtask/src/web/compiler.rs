//! Which compiler builds the web app: the one that builds everything else, when it has the standard library for
//! wasm32-unknown-unknown or rustup can add it; else Debian's, which builds that library from its source package.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::thread::sleep;
use std::time::{Duration, Instant, SystemTime};

use anyhow::{Context, Result};

use crate::shell::{cargo, line, output, program, say};
use crate::tools::{Tool, in_path, need};

const TARGET: &str = "wasm32-unknown-unknown";
/// How long rustup may take to add the target: where its server cannot be reached it would hang instead of failing.
const RUSTUP_TIMEOUT: Duration = Duration::from_secs(45);
/// For how long a failure of rustup is remembered.
const RUSTUP_RETRY: Duration = Duration::from_hours(24);

/// Debian's compiler with what it needs to build the standard library for browsers.
const DEBIAN_COMPILER: Tool = Tool {
    purpose: "a Rust compiler for wasm32-unknown-unknown",
    find: || debian_compiler().and_then(|_| wasm_linker()),
    packages: &["rustc-web", "cargo-web", "rust-web-src", "lld-22"],
    hint: "`rustup target add wasm32-unknown-unknown`",
};

/// A compiler that can build for browsers.
pub enum Compiler {
    /// The one that builds everything else.
    Usual,
    /// Debian's, with its linker.
    Debian(PathBuf),
}

impl Compiler {
    /// Finds one, and says which; what is learnt about rustup is noted in the folder.
    pub fn choose(notes: &Path) -> Result<Self> {
        if has_target()? {
            say(&format!("the web app is compiled by this toolchain's own {TARGET}"));
            return Ok(Self::Usual);
        }
        if rustup_adds_target(notes)? && has_target()? {
            say(&format!("the web app is compiled by this toolchain, to which rustup has added {TARGET}"));
            return Ok(Self::Usual);
        }
        need(&[&DEBIAN_COMPILER])?;
        let linker = wasm_linker().context("lld comes with wasm-ld")?;
        say(&format!("the web app is compiled by Debian's rustc and {}: rustup cannot add {TARGET} here", linker.display()));
        Ok(Self::Debian(linker))
    }

    /// The command line that builds for browsers: `cargo build --target ...`.
    pub fn build(&self) -> Command {
        let Self::Debian(linker) = self else {
            let mut command = cargo();
            command.args(["build", "--target", TARGET]);
            return command;
        };
        let mut command = program("/usr/bin/cargo");
        // What rustup's cargo has told this chore must not lead Debian's to rustup's compiler.
        for variable in ["CARGO", "RUSTUP_TOOLCHAIN", "LD_LIBRARY_PATH", "RUSTC_WRAPPER", "RUSTFLAGS"] {
            command.env_remove(variable);
        }
        command.env("RUSTC", "/usr/bin/rustc").env("CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_LINKER", linker);
        // Building the standard library is not stable yet; the stable compiler does it when told that it may.
        command.env("RUSTC_BOOTSTRAP", "1");
        command.args(["build", "--target", TARGET, "-Zbuild-std=std,panic_abort"]);
        command
    }

    /// What is built by another compiler, or another version of it, is another build.
    pub fn version(&self) -> Result<String> {
        output(
            program(match self {
                Self::Usual => "rustc",
                Self::Debian(_) => "/usr/bin/rustc",
            })
            .arg("--version"),
        )
    }
}

/// Where a build for browsers lands below its target directory.
pub fn artifact(target_dir: &Path, profile: &str) -> PathBuf {
    target_dir.join(TARGET).join(profile).join("medianest-web.wasm")
}

fn has_target() -> Result<bool> {
    let folder = output(program("rustc").args(["--print", "target-libdir", "--target", TARGET]))?;
    Ok(Path::new(folder.trim()).is_dir())
}

fn rustup_adds_target(notes: &Path) -> Result<bool> {
    let failed = notes.join("rustup-cannot-add-target");
    let recently = |time: SystemTime| time.elapsed().is_ok_and(|age| age < RUSTUP_RETRY);
    if in_path("rustup").is_none() || failed.metadata().and_then(|data| data.modified()).is_ok_and(recently) {
        return Ok(false);
    }
    let mut rustup = program("rustup");
    rustup.args(["target", "add", TARGET]);
    say(&line(&rustup));
    if ends_well_within(&mut rustup, RUSTUP_TIMEOUT)? {
        return Ok(true);
    }
    fs::create_dir_all(notes)?;
    fs::write(&failed, "Until this file is a day old, `rustup target add` is not tried again.\n")?;
    Ok(false)
}

fn ends_well_within(command: &mut Command, time: Duration) -> Result<bool> {
    let started = Instant::now();
    let mut child = command.stdin(Stdio::null()).spawn().with_context(|| format!("cannot start `{}`", line(command)))?;
    while started.elapsed() < time {
        if let Some(status) = child.try_wait()? {
            return Ok(status.success());
        }
        sleep(Duration::from_millis(200));
    }
    child.kill()?;
    child.wait()?;
    Ok(false)
}

/// Debian's compiler, if it is a recent one with the sources of its standard library.
fn debian_compiler() -> Option<PathBuf> {
    let found = Path::new("/usr/bin/cargo").is_file()
        && Path::new("/usr/bin/rustc").is_file()
        && Path::new("/usr/lib/rustlib/src/rust/library").is_dir();
    found.then(|| PathBuf::from("/usr/bin/rustc"))
}

/// The newest of Debian's linkers for WebAssembly: an old one cannot read what a recent compiler writes.
fn wasm_linker() -> Option<PathBuf> {
    let version = |name: &str| name.strip_prefix("wasm-ld-")?.parse::<u32>().ok();
    let linkers = fs::read_dir("/usr/bin").ok()?.filter_map(|entry| {
        let entry = entry.ok()?;
        Some((version(entry.file_name().to_str()?)?, entry.path()))
    });
    linkers.filter(|(version, _)| *version >= 20).max().map(|(_, file)| file)
}

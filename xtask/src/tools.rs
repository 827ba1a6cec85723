//! Finding the programs a chore needs. On Debian as root what is missing is installed by apt; anywhere else the chore
//! stops and names all of it at once, with how to get it.

use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Result, bail};

use crate::shell::{must, output, say};

/// A program a chore cannot do without.
pub struct Tool {
    /// What it is for, as the person who lacks it should read it.
    pub purpose: &'static str,
    /// Finds it.
    pub find: fn() -> Option<PathBuf>,
    /// The Debian packages that bring it.
    pub packages: &'static [&'static str],
    /// How to get it where apt is not the way.
    pub hint: &'static str,
}

/// A C compiler and linker: several crates build C or assembly.
pub const COMPILER: Tool = Tool {
    purpose: "a C compiler and linker (cc), for crates that build C",
    find: || in_path("cc"),
    packages: &["build-essential"],
    hint: "install gcc or clang with your system's package manager",
};

/// PostgreSQL's server programs.
pub const POSTGRESQL: Tool = Tool {
    purpose: "PostgreSQL 15 or newer (initdb, pg_ctl, psql) with its contrib extensions",
    find: || postgres_bin("initdb"),
    packages: &["postgresql", "postgresql-contrib"],
    hint: "install PostgreSQL from postgresql.org or your system's package manager, and put its bin folder into PATH",
};

/// Node.js with npm, for bundling the web app and GraphiQL, and for the tests in a browser.
pub const NODE: Tool = Tool {
    purpose: "Node.js 20 or newer with npm, for bundling the web app and GraphiQL",
    find: || in_path("node").and(in_path("npm")),
    packages: &["nodejs", "npm"],
    hint: "install Node.js from nodejs.org or your system's package manager",
};

/// Python with virtual environments, for linters and for the player that the tests drive.
pub const PYTHON: Tool = Tool {
    purpose: "Python 3 with venv, for linters and for the player test",
    find: python_with_venv,
    packages: &["python3", "python3-venv"],
    hint: "install Python 3 from python.org or your system's package manager",
};

/// The player of films that the tests drive. It makes what they play, too.
pub const MPV: Tool = Tool {
    purpose: "mpv, the player that the scrobble test plays a film in",
    find: || in_path("mpv"),
    packages: &["mpv"],
    hint: "install mpv from mpv.io or your system's package manager",
};

/// The player of music that the tests drive, and its scrobbler.
pub const MPD: Tool = Tool {
    purpose: "MPD and mpdscribble, with which the scrobble test plays music",
    find: || in_path("mpd").and(in_path("mpdscribble")),
    packages: &["mpd", "mpdscribble"],
    hint: "install them from musicpd.org or your system's package manager",
};

/// The browser that the web app is tested in.
pub const CHROMIUM: Tool = Tool {
    purpose: "Chromium, which the web app is tested in",
    find: chromium,
    packages: &["chromium"],
    hint: "install Chromium or Chrome, and name its program in CHROMIUM",
};

/// Makes sure that every tool is there.
///
/// Fails with the list of all that is missing, and how to get each, when it may not install them.
pub fn need(tools: &[&Tool]) -> Result<()> {
    let missing = lacking(tools);
    if missing.is_empty() {
        return Ok(());
    }
    if may_install() {
        let packages: Vec<&str> = missing.iter().flat_map(|tool| tool.packages).copied().collect();
        apt_install(&packages)?;
    }
    let missing = lacking(tools);
    if missing.is_empty() {
        return Ok(());
    }
    let list: Vec<String> = missing.iter().map(|tool| format!("  - {}: {}", tool.purpose, how(tool))).collect();
    bail!("missing on this machine:\n{}", list.join("\n"));
}

fn lacking<'a>(tools: &[&'a Tool]) -> Vec<&'a Tool> {
    tools.iter().copied().filter(|tool| (tool.find)().is_none()).collect()
}

fn how(tool: &Tool) -> String {
    if in_path("apt-get").is_some() {
        format!("as root, `apt-get install {}`", tool.packages.join(" "))
    } else {
        tool.hint.to_owned()
    }
}

/// Whether this chore may install packages: as root, on a system of the Debian family.
fn may_install() -> bool {
    is_root() && in_path("apt-get").is_some() && Path::new("/etc/debian_version").exists()
}

fn apt_install(packages: &[&str]) -> Result<()> {
    say(&format!("apt-get install {}", packages.join(" ")));
    let apt = || {
        let mut command = Command::new("apt-get");
        command.args(["-q", "-y"]).env("DEBIAN_FRONTEND", "noninteractive");
        command
    };
    must(apt().arg("update"))?;
    must(apt().args(["install", "--no-install-recommends"]).args(packages))
}

/// Whether this process is root's.
pub fn is_root() -> bool {
    // The owner of /proc/self is the process's effective user; elsewhere `id` tells.
    #[cfg(target_os = "linux")]
    if let Ok(metadata) = std::fs::metadata("/proc/self") {
        use std::os::unix::fs::MetadataExt;
        return metadata.uid() == 0;
    }
    output(Command::new("id").arg("-u")).is_ok_and(|id| id.trim() == "0")
}

/// Where a program lies in PATH.
pub fn in_path(name: &str) -> Option<PathBuf> {
    let path = std::env::var_os("PATH")?;
    std::env::split_paths(&path).map(|folder| folder.join(name)).find(|file| file.is_file())
}

/// Where a program of PostgreSQL's server lies: in PATH, or where Debian and Homebrew keep each major version.
pub fn postgres_bin(name: &str) -> Option<PathBuf> {
    newest_postgres_bin(name).or_else(|| in_path(name))
}

fn newest_postgres_bin(name: &str) -> Option<PathBuf> {
    let mut versions: Vec<(u32, PathBuf)> = std::fs::read_dir("/usr/lib/postgresql")
        .ok()?
        .filter_map(|entry| {
            let entry = entry.ok()?;
            let version = entry.file_name().to_str()?.parse().ok()?;
            Some((version, entry.path().join("bin").join(name)))
        })
        .filter(|(version, file)| *version >= 15 && file.is_file())
        .collect();
    versions.sort();
    versions.pop().map(|(_, file)| file)
}

/// The browser that CHROMIUM names, or the one in PATH.
pub fn chromium() -> Option<PathBuf> {
    let named = std::env::var_os("CHROMIUM").map(PathBuf::from).filter(|file| file.is_file());
    named.or_else(|| ["chromium", "google-chrome", "chrome"].into_iter().find_map(in_path))
}

fn python_with_venv() -> Option<PathBuf> {
    let python = in_path("python3")?;
    // Debian's python3 has the module venv but not ensurepip, without which no environment can be made.
    let probe = Command::new(&python).args(["-c", "import ensurepip, venv"]).output().ok()?;
    probe.status.success().then_some(python)
}

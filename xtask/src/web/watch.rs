//! `cargo xtask web --watch`: serves the app, and builds it again whenever a source of it changes.

use std::path::Path;
use std::process::{Child, Command, ExitCode};
use std::thread::sleep;
use std::time::Duration;

use anyhow::{Context, Result};

use super::{Mode, build, dist, sources};
use crate::shell::{cargo, line, must, program, say, target_dir};

/// How often the sources are looked at.
const GLANCE: Duration = Duration::from_millis(400);

/// Ends what it holds when it goes.
struct Serving(Child);

impl Drop for Serving {
    fn drop(&mut self) {
        // It may have ended by itself: on Ctrl-C the terminal tells it too.
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

/// Builds and serves until it is stopped.
pub fn run() -> Result<ExitCode> {
    must(cargo().args(["build", "--package", "medianest-server", "--bin", "medianest"]))?;
    let mut seen = sources::moment()?;
    attempt();
    let mut command = server_command("debug", &dist());
    say(&line(&command));
    let mut server = Serving(command.spawn().with_context(|| format!("cannot start `{}`", line(&command)))?);
    loop {
        sleep(GLANCE);
        if let Some(status) = server.0.try_wait()? {
            anyhow::bail!("the server of the web app ended ({status})");
        }
        let now = sources::moment()?;
        if now != seen {
            seen = now;
            attempt();
        }
    }
}

/// A mistake in a source is shown; the app that was built before is served until it is mended.
fn attempt() {
    if let Err(error) = build(Mode::Dev) {
        eprintln!("error: {error:#}");
    }
}

/// Serves a built app, by the server built in this profile.
fn server_command(profile: &str, folder: &Path) -> Command {
    let mut command = program(target_dir().join(profile).join("medianest"));
    command.args(["web", "--web-folder"]).arg(folder);
    command
}

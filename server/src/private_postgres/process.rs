use std::os::unix::fs::MetadataExt;
use std::path::{Path, PathBuf};
use std::thread::sleep;
use std::time::{Duration, Instant};

use rustix::process::{Pid, Signal, kill_process};

use super::error::{PrivatePostgresError, Result, io};

/// What PostgreSQL's own `postmaster.pid` says: process, folder, start, port, socket folder, address, memory, status.
#[derive(Debug)]
pub struct Running {
    pid: Pid,
    /// Where its socket is.
    pub socket_dir: PathBuf,
    status: String,
}

impl Running {
    /// Reads the file, if there is a whole one.
    pub fn read(data: &Path) -> Option<Self> {
        let text = std::fs::read_to_string(data.join("postmaster.pid")).ok()?;
        let lines: Vec<&str> = text.lines().collect();
        Some(Self {
            pid: Pid::from_raw(lines.first()?.trim().parse().ok().filter(|pid| *pid > 1)?)?,
            socket_dir: PathBuf::from(lines.get(4).copied().unwrap_or_default()),
            status: lines.get(7).copied().unwrap_or_default().trim().to_owned(),
        })
    }

    /// Whether it takes connections.
    pub fn is_ready(&self) -> bool {
        self.status == "ready"
    }

    /// The number of its process.
    pub fn pid(&self) -> Pid {
        self.pid
    }
}

/// Stops what an earlier server left running, and removes what a dead one left lying.
///
/// The number in the file may by now belong to somebody else's process, so it counts only if that process works in the
/// cluster's folder and belongs to its account.
pub fn end_leftover(data: &Path, uid: u32) -> Result<()> {
    let Some(running) = Running::read(data) else { return Ok(()) };
    let ours = || works_in(running.pid, data, uid);
    if !ours() {
        // PostgreSQL would take a stranger of the same account for itself and refuse to start.
        return match std::fs::remove_file(data.join("postmaster.pid")) {
            Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
                Err(io("cannot remove", &data.join("postmaster.pid"), &error))
            }
            _ => Ok(()),
        };
    }
    let pid = running.pid.as_raw_nonzero();
    tracing::info!(postgres.pid = pid, "stopping the PostgreSQL that an earlier server left running");
    for (signal, patience) in [(Signal::INT, Duration::from_secs(30)), (Signal::QUIT, Duration::from_secs(10))] {
        // It may be gone before the signal arrives.
        let _ = kill_process(running.pid, signal);
        let since = Instant::now();
        while since.elapsed() < patience {
            if !ours() {
                return Ok(());
            }
            sleep(Duration::from_millis(5));
        }
    }
    Err(PrivatePostgresError::Failed {
        what: format!("the PostgreSQL that an earlier server left running (process {pid}) does not stop"),
        why: "end it by hand, then start again".to_owned(),
    })
}

fn works_in(pid: Pid, data: &Path, uid: u32) -> bool {
    let process = PathBuf::from(format!("/proc/{}", pid.as_raw_nonzero()));
    let owned = process.metadata().is_ok_and(|metadata| metadata.uid() == uid);
    owned && process.join("cwd").read_link().is_ok_and(|folder| folder == data)
}

use std::collections::VecDeque;
use std::path::PathBuf;
use std::sync::atomic::{AtomicI32, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use rustix::process::{Pid, Signal, kill_process};
use tokio::io::{AsyncBufReadExt, BufReader};
use tokio::process::{Child, ChildStderr, Command};
use tokio::task::JoinHandle;
use tokio_util::sync::CancellationToken;

use super::cluster::Cluster;
use super::error::{PrivatePostgresError, Result};
use super::lock::Lock;
use super::{address, process};

/// How long recovery after a crash may take before the start counts as failed.
const START_PATIENCE: Duration = Duration::from_mins(5);
/// How long the processes of a killed PostgreSQL may take to notice: until then a new one refuses to start.
const LEFTOVER_PATIENCE: Duration = Duration::from_secs(10);
/// How long an orderly stop may take.
const STOP_PATIENCE: Duration = Duration::from_secs(30);
const LONGEST_BACKOFF: Duration = Duration::from_secs(5);
/// How many of its last log lines an error shows.
const LINES_KEPT: usize = 12;

/// A running private PostgreSQL. Call [`PrivatePostgres::stop`]; without that it is only told to stop, not waited for.
pub struct PrivatePostgres {
    url: String,
    stopping: CancellationToken,
    watcher: Option<JoinHandle<()>>,
    /// The process, or 0 while none runs.
    pid: Arc<AtomicI32>,
    _lock: Lock,
}

impl PrivatePostgres {
    pub(super) async fn start(cluster: Cluster, lock: Lock) -> Result<Self> {
        let since = Instant::now();
        let running = loop {
            match Running::start(&cluster).await {
                Ok(running) => break running,
                Err(error) if since.elapsed() < LEFTOVER_PATIENCE && is_leftover(&error) => {
                    tokio::time::sleep(Duration::from_millis(20)).await;
                }
                Err(error) => return Err(error),
            }
        };
        let pid = Arc::new(AtomicI32::new(running.pid()));
        let duration_ms = u64::try_from(since.elapsed().as_millis()).unwrap_or(u64::MAX);
        tracing::info!(postgres.pid = running.pid(), duration_ms, "the private PostgreSQL runs");
        let stopping = CancellationToken::new();
        let url = address(&cluster.socket_dir);
        let watcher = tokio::spawn(watch(cluster, running, stopping.clone(), Arc::clone(&pid)));
        Ok(Self { url, stopping, watcher: Some(watcher), pid, _lock: lock })
    }

    /// How to connect to it.
    #[must_use]
    pub fn url(&self) -> &str {
        &self.url
    }

    /// Stops it in good order and waits until it is gone.
    pub async fn stop(mut self) {
        self.stopping.cancel();
        if let Some(watcher) = self.watcher.take()
            && let Err(error) = watcher.await
        {
            tracing::error!(error = %error, "the private PostgreSQL could not be watched to its end");
        }
    }
}

impl Drop for PrivatePostgres {
    fn drop(&mut self) {
        self.stopping.cancel();
        if self.watcher.is_some()
            && let Some(pid) = Pid::from_raw(self.pid.load(Ordering::SeqCst))
        {
            // Nothing can be done if it fails, and the next start looks after what is left.
            let _ = kill_process(pid, Signal::INT);
        }
    }
}

/// Starts it again whenever it ends, until it shall end.
async fn watch(cluster: Cluster, first: Running, stopping: CancellationToken, pid: Arc<AtomicI32>) {
    let mut running = first;
    loop {
        pid.store(running.pid(), Ordering::SeqCst);
        tokio::select! {
            () = stopping.cancelled() => {
                running.stop().await;
                pid.store(0, Ordering::SeqCst);
                return;
            }
            status = running.child.wait() => {
                pid.store(0, Ordering::SeqCst);
                let status = status.map_or_else(|error| error.to_string(), |status| status.to_string());
                tracing::error!(status, "the private PostgreSQL ended; starting it again");
            }
        }
        let mut backoff = Duration::from_millis(20);
        running = loop {
            let started = tokio::select! {
                () = stopping.cancelled() => return,
                started = Running::start(&cluster) => started,
            };
            match started {
                Ok(running) => break running,
                Err(error) => tracing::error!(error = %error, "the private PostgreSQL does not start; trying again"),
            }
            tokio::select! {
                () = stopping.cancelled() => return,
                () = tokio::time::sleep(backoff) => {}
            }
            backoff = (backoff * 2).min(LONGEST_BACKOFF);
        };
        tracing::info!(postgres.pid = running.pid(), "the private PostgreSQL runs again");
    }
}

/// One run of it.
struct Running {
    child: Child,
    id: Pid,
    data: PathBuf,
}

impl Running {
    async fn start(cluster: &Cluster) -> Result<Self> {
        let failed = |why: String| PrivatePostgresError::Failed { what: "the private PostgreSQL does not start".to_owned(), why };
        let mut command = Command::from(cluster.command());
        command.stdin(std::process::Stdio::null()).stdout(std::process::Stdio::null()).stderr(std::process::Stdio::piped());
        let mut child = command.spawn().map_err(|error| failed(error.to_string()))?;
        let id = child.id().and_then(|id| i32::try_from(id).ok()).and_then(Pid::from_raw);
        let id = id.ok_or_else(|| failed("it ended at once".to_owned()))?;
        let last_lines = Arc::new(Mutex::new(VecDeque::new()));
        let logging = child.stderr.take().map(|stderr| tokio::spawn(log(stderr, Arc::clone(&last_lines))));
        let mut running = Self { child, id, data: cluster.data.clone() };
        let since = Instant::now();
        loop {
            if let Some(status) = running.child.try_wait().map_err(|error| failed(error.to_string()))? {
                // Its last words may still be in the pipe.
                if let Some(logging) = logging {
                    let _ = tokio::time::timeout(Duration::from_secs(1), logging).await;
                }
                let lines = last_lines.lock().unwrap_or_else(PoisonError::into_inner);
                let said: Vec<&str> = lines.iter().map(String::as_str).collect();
                return Err(failed(format!("{status}; it said: {}", said.join(" | "))));
            }
            if running.is_ready() {
                return Ok(running);
            }
            if since.elapsed() > START_PATIENCE {
                running.stop().await;
                return Err(failed(format!("it takes no connections after {} seconds", START_PATIENCE.as_secs())));
            }
            tokio::time::sleep(Duration::from_millis(2)).await;
        }
    }

    fn pid(&self) -> i32 {
        self.id.as_raw_nonzero().get()
    }

    fn is_ready(&self) -> bool {
        process::Running::read(&self.data).is_some_and(|said| said.pid() == self.id && said.is_ready())
    }

    /// SIGINT ends its connections and saves; SIGQUIT leaves that to the next start; SIGKILL does not ask.
    async fn stop(&mut self) {
        for (signal, patience) in
            [(Signal::INT, STOP_PATIENCE), (Signal::QUIT, Duration::from_secs(10)), (Signal::KILL, Duration::from_secs(5))]
        {
            // A child that was not waited for keeps its number, so the signal cannot meet a stranger.
            let _ = kill_process(self.id, signal);
            if tokio::time::timeout(patience, self.child.wait()).await.is_ok() {
                tracing::info!("the private PostgreSQL stopped");
                return;
            }
            tracing::warn!(signal = ?signal, "the private PostgreSQL does not stop");
        }
    }
}

fn is_leftover(error: &PrivatePostgresError) -> bool {
    error.to_string().contains("shared memory block")
}

/// Passes its log on to ours. Its errors about statements are the callers' to report, so they are no warnings here.
async fn log(stderr: ChildStderr, last_lines: Arc<Mutex<VecDeque<String>>>) {
    let mut lines = BufReader::new(stderr).lines();
    while let Ok(Some(line)) = lines.next_line().await {
        let text = line.trim();
        // A connection that ends, from either side, is nobody's fault.
        let farewells = ["terminating connection due to administrator command", "connection to client lost"];
        let is_farewell = farewells.iter().any(|farewell| text.contains(farewell));
        if is_farewell {
            tracing::debug!(target: "postgres", "{text}");
        } else if text.starts_with("PANIC:") || text.starts_with("FATAL:") || text.starts_with("WARNING:") {
            tracing::warn!(target: "postgres", "{text}");
        } else {
            tracing::debug!(target: "postgres", "{text}");
        }
        let mut kept = last_lines.lock().unwrap_or_else(PoisonError::into_inner);
        if kept.len() == LINES_KEPT {
            kept.pop_front();
        }
        kept.push_back(line);
    }
}

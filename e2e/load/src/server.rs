//! The server under measurement: the release binary, as a process of its own.

use std::net::TcpListener;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};
use serde_json::{Value, json};

/// A running server.
pub struct Server {
    child: Child,
    /// Where it listens.
    pub base: String,
    /// How long it took from its start until it was ready.
    pub start: Duration,
    http: reqwest::Client,
}

impl Server {
    /// Starts the binary on a database that is migrated already, and waits until it is ready.
    ///
    /// # Errors
    /// When it does not become ready within 20 seconds.
    pub async fn start(binary: &Path, database_url: &str, data_dir: &Path) -> Result<Self> {
        let port = TcpListener::bind("127.0.0.1:0")?.local_addr()?.port();
        let metrics = TcpListener::bind("127.0.0.1:0")?.local_addr()?.port();
        let begun = Instant::now();
        let child = Command::new(binary)
            .arg("serve")
            .env("DATABASE_URL", database_url)
            .env("MEDIANEST_DATA_DIR", data_dir)
            .env("MEDIANEST_LISTEN", format!("127.0.0.1:{port}"))
            .env("MEDIANEST_METRICS_LISTEN", format!("127.0.0.1:{metrics}"))
            .env("MEDIANEST_LOG__FILTER", "warn")
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::inherit())
            .spawn()
            .with_context(|| format!("{} starts", binary.display()))?;
        // The measured machine is this one: nothing is gained by packing what it tells itself.
        let http = reqwest::Client::builder().no_proxy().no_gzip().pool_max_idle_per_host(64).build()?;
        let mut server = Self { child, base: format!("http://127.0.0.1:{port}"), start: Duration::ZERO, http };
        while begun.elapsed() < Duration::from_secs(20) {
            let ready = server.http.get(format!("{}/readyz", server.base)).send().await;
            if ready.is_ok_and(|answer| answer.status().is_success()) {
                server.start = begun.elapsed();
                return Ok(server);
            }
            tokio::time::sleep(Duration::from_millis(2)).await;
        }
        bail!("the server was not ready within 20 seconds")
    }

    /// Memory that is the server's own and in RAM, in KiB.
    ///
    /// # Errors
    /// When the process is gone.
    pub fn memory_kib(&self) -> Result<u64> {
        resident_kib(self.child.id()).context("the kernel tells VmRSS")
    }

    /// Runs an operation that must succeed and returns its data.
    ///
    /// # Errors
    /// When the server does not answer, or answers with errors.
    pub async fn run(&self, key: &str, query: &str, variables: Value) -> Result<Value> {
        let mut answer: Value = serde_json::from_str(&self.text(key, query, variables).await?)?;
        if !answer["errors"].is_null() {
            bail!("{query}: {}", answer["errors"]);
        }
        Ok(answer["data"].take())
    }

    /// As [`Server::run`], with the answer as it came: to read it takes a client's time, not the server's.
    ///
    /// # Errors
    /// When the server does not answer.
    pub async fn text(&self, key: &str, query: &str, variables: Value) -> Result<String> {
        let body = json!({ "query": query, "variables": variables });
        Ok(self.http.post(format!("{}/graphql", self.base)).bearer_auth(key).json(&body).send().await?.text().await?)
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // The child may have ended already; nothing more can be done then.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// What a process has in RAM, in KiB; nothing when it is gone.
pub fn resident_kib(process: u32) -> Option<u64> {
    let status = std::fs::read_to_string(format!("/proc/{process}/status")).ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"))?;
    line.trim().trim_end_matches(" kB").parse().ok()
}

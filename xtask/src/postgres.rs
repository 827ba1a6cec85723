//! A throw-away PostgreSQL, for the tests (quick rather than durable) or the measurements: made in a temporary folder, gone
//! afterwards.

use std::fs;
use std::net::TcpListener;
use std::os::unix::fs::{PermissionsExt, chown};
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::thread::sleep;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};

use crate::shell::{must, say};
use crate::tools::{POSTGRESQL, is_root, need, postgres_bin};

/// How long it may take until it answers.
const START_TIMEOUT: Duration = Duration::from_mins(1);
#[cfg(target_os = "macos")]
const LOCALE: &str = "en_US.UTF-8";
#[cfg(not(target_os = "macos"))]
const LOCALE: &str = "C.UTF-8";

/// What the cluster is for.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Purpose {
    /// Many small databases that nobody misses: as quick as can be.
    Tests,
    /// As an installation would run it: durable, with ordinary memory, and counting its statements.
    Measurements,
}

/// A running PostgreSQL that ends with this value. Being a child in the same process group, it also ends on Ctrl-C.
pub struct Throwaway {
    folder: PathBuf,
    owner: Option<(u32, u32)>,
    port: u16,
    server: Child,
}

impl Throwaway {
    /// Makes a cluster and starts it.
    pub fn start(purpose: Purpose) -> Result<Self> {
        need(&[&POSTGRESQL])?;
        let folder = std::env::temp_dir().join(format!("medianest-test-{}", std::process::id()));
        fs::create_dir(&folder).with_context(|| format!("cannot make {}", folder.display()))?;
        // initdb and postgres refuse root, so root lends them an unprivileged account.
        let owner = if is_root() { Some(unprivileged()?) } else { None };
        if let Some((uid, gid)) = owner {
            chown(&folder, Some(uid), Some(gid))?;
        }
        fs::set_permissions(&folder, fs::Permissions::from_mode(0o700))?;
        let data = folder.join("data");
        must(
            tool("initdb", owner, &folder)?
                .args(["--username=postgres", "--auth=trust", "--encoding=UTF8", "--no-sync"])
                .arg(format!("--locale={LOCALE}"))
                .arg("--pgdata")
                .arg(&data)
                .stdout(Stdio::null()),
        )?;
        let port = free_port()?;
        let log = fs::File::create(folder.join("log"))?;
        let mut settings = vec![
            format!("port={port}"),
            "listen_addresses=127.0.0.1".to_owned(),
            format!("unix_socket_directories={}", folder.display()),
        ];
        let ours: &[&str] = match purpose {
            Purpose::Tests => {
                &["max_connections=300", "fsync=off", "synchronous_commit=off", "full_page_writes=off", "shared_buffers=256MB"]
            }
            Purpose::Measurements => &["shared_preload_libraries=pg_stat_statements", "shared_buffers=512MB", "max_wal_size=4GB"],
        };
        settings.extend(ours.iter().copied().map(str::to_owned));
        let mut command = tool("postgres", owner, &folder)?;
        command.arg("-D").arg(&data);
        for setting in settings {
            command.args(["-c", &setting]);
        }
        let server =
            command.stdin(Stdio::null()).stdout(log.try_clone()?).stderr(log).spawn().context("cannot start postgres")?;
        let mut cluster = Self { folder, owner, port, server };
        cluster.wait_until_ready()?;
        say(&format!("a throw-away PostgreSQL answers at {}", cluster.url()));
        Ok(cluster)
    }

    /// How to reach it, without a database.
    pub fn url(&self) -> String {
        format!("postgres://postgres@127.0.0.1:{}", self.port)
    }

    fn wait_until_ready(&mut self) -> Result<()> {
        let started = Instant::now();
        loop {
            let ended = self.server.try_wait()?;
            let mut probe = tool("pg_isready", self.owner, &self.folder)?;
            probe.args(["--quiet", "--host=127.0.0.1", "--port", &self.port.to_string()]);
            if ended.is_none() && probe.status().context("cannot start pg_isready")?.success() {
                return Ok(());
            }
            if ended.is_some() || started.elapsed() > START_TIMEOUT {
                let log = fs::read_to_string(self.folder.join("log")).unwrap_or_default();
                bail!("PostgreSQL did not start; it said:\n{log}");
            }
            sleep(Duration::from_millis(100));
        }
    }

    fn stop(&mut self) -> Result<()> {
        let mut command = tool("pg_ctl", self.owner, &self.folder)?;
        command.args(["stop", "--silent", "--mode=immediate", "--pgdata"]).arg(self.folder.join("data"));
        must(command.stdout(Stdio::null()))?;
        self.server.wait()?;
        Ok(fs::remove_dir_all(&self.folder)?)
    }
}

impl Drop for Throwaway {
    fn drop(&mut self) {
        if let Err(error) = self.stop() {
            eprintln!("the throw-away PostgreSQL in {} did not stop: {error:#}", self.folder.display());
        }
    }
}

/// One of PostgreSQL's programs, run as the cluster's owner from a folder that the owner may enter.
fn tool(name: &str, owner: Option<(u32, u32)>, folder: &Path) -> Result<Command> {
    let file = postgres_bin(name).with_context(|| format!("PostgreSQL's {name} is not where initdb is"))?;
    let mut command = Command::new(file);
    command.current_dir(folder);
    if let Some((uid, gid)) = owner {
        command.uid(uid).gid(gid);
    }
    Ok(command)
}

/// The account that root lends: Debian's `postgres`, else `nobody`.
fn unprivileged() -> Result<(u32, u32)> {
    let accounts = fs::read_to_string("/etc/passwd").context("cannot read /etc/passwd")?;
    let account = |name: &str| {
        let mut fields = accounts.lines().find(|line| line.split(':').next() == Some(name))?.split(':').skip(2);
        Some((fields.next()?.parse().ok()?, fields.next()?.parse().ok()?))
    };
    account("postgres").or_else(|| account("nobody")).context("neither an account `postgres` nor `nobody` exists")
}

fn free_port() -> Result<u16> {
    Ok(TcpListener::bind(("127.0.0.1", 0)).context("no free port on 127.0.0.1")?.local_addr()?.port())
}

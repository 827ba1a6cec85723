//! A server process with a data directory of its own.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, ExitStatus, Output, Stdio};
use std::sync::{Arc, Mutex};
use std::thread::sleep;
use std::time::{Duration, Instant};

use rustix::process::{Pid, Signal, kill_process};

/// How long anything here may take: creating a cluster on a busy machine is the slowest.
pub const PATIENCE: Duration = Duration::from_mins(1);

/// The command under test, without what this process's environment would tell it.
pub fn medianest() -> Command {
    program(Path::new(env!("CARGO_BIN_EXE_medianest")))
}

fn program(binary: &Path) -> Command {
    let mut command = Command::new(binary);
    for (name, _) in std::env::vars_os() {
        let text = name.to_string_lossy();
        if text.starts_with("MEDIANEST_") || text.starts_with("DATABASE_URL") || text.starts_with("PG") {
            command.env_remove(&name);
        }
    }
    command.current_dir("/").stdin(Stdio::null());
    command
}

/// A folder that an unprivileged account can reach.
pub fn data_dir() -> tempfile::TempDir {
    let folder = tempfile::tempdir().expect("a temporary directory can be made");
    std::fs::set_permissions(folder.path(), std::fs::Permissions::from_mode(0o711)).expect("it is ours");
    folder
}

/// A port that is free now.
pub fn free_port() -> u16 {
    TcpListener::bind("127.0.0.1:0").expect("a free port").local_addr().expect("a bound socket has an address").port()
}

/// Runs a command to its end, which must come in time.
pub fn finish(command: &mut Command) -> Output {
    let mut child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().expect("the command starts");
    let (stdout, stderr) = (child.stdout.take().expect("piped"), child.stderr.take().expect("piped"));
    let (said, complained) = (Arc::default(), Arc::default());
    let readers = [gather(stdout, Arc::clone(&said)), gather(stderr, Arc::clone(&complained))];
    let since = Instant::now();
    let status = loop {
        if let Some(status) = child.try_wait().expect("it is our child") {
            break status;
        }
        if since.elapsed() > PATIENCE {
            let _ = child.kill();
            panic!("{command:?} does not end; it said:\n{}", text(&complained));
        }
        sleep(Duration::from_millis(5));
    };
    for reader in readers {
        reader.join().expect("no reader panicked");
    }
    Output { status, stdout: text(&said).into_bytes(), stderr: text(&complained).into_bytes() }
}

fn text(lines: &Mutex<String>) -> String {
    lines.lock().expect("no reader panicked").clone()
}

/// Waits until something is there, and fails when it does not come.
pub fn eventually<T>(what: &str, mut look: impl FnMut() -> Option<T>) -> T {
    let since = Instant::now();
    loop {
        if let Some(found) = look() {
            return found;
        }
        assert!(since.elapsed() < PATIENCE, "{what}: not within {PATIENCE:?}");
        sleep(Duration::from_millis(5));
    }
}

/// A running server; killed, with its database, when dropped.
pub struct Server {
    child: Child,
    log: Arc<Mutex<String>>,
    /// Where it listens.
    pub address: SocketAddr,
    /// Where it keeps everything.
    pub data_dir: PathBuf,
}

impl Server {
    /// Starts one on this folder, with a PostgreSQL of its own, and waits until it is ready.
    pub fn start(data_dir: &Path) -> Self {
        Self::start_with(data_dir, |_| ())
    }

    /// Starts one that is set up further.
    pub fn start_with(data_dir: &Path, set_up: impl FnOnce(&mut Command)) -> Self {
        Self::start_program(Path::new(env!("CARGO_BIN_EXE_medianest")), data_dir, set_up)
    }

    /// Starts one from a copy of the program.
    pub fn start_program(binary: &Path, data_dir: &Path, set_up: impl FnOnce(&mut Command)) -> Self {
        let server = Self::spawn_program(binary, data_dir, set_up);
        eventually("the server is ready", || {
            let log = server.log();
            (server.ready().0 == 200).then_some(()).or_else(|| {
                assert!(server.is_running(), "the server ended:\n{log}");
                None
            })
        });
        server
    }

    /// Starts one without waiting for it.
    pub fn spawn(data_dir: &Path, set_up: impl FnOnce(&mut Command)) -> Self {
        Self::spawn_program(Path::new(env!("CARGO_BIN_EXE_medianest")), data_dir, set_up)
    }

    fn spawn_program(binary: &Path, data_dir: &Path, set_up: impl FnOnce(&mut Command)) -> Self {
        let address = SocketAddr::from(([127, 0, 0, 1], free_port()));
        let mut command = program(binary);
        command.args(["serve", "--listen", &address.to_string()]).arg("--data-dir").arg(data_dir);
        command.env("MEDIANEST_PASSWORDS__MEMORY_KIB", "64").stdout(Stdio::piped()).stderr(Stdio::piped());
        set_up(&mut command);
        let mut child = command.spawn().expect("the server starts");
        let log = Arc::new(Mutex::new(String::new()));
        let (stdout, stderr) = (child.stdout.take().expect("piped"), child.stderr.take().expect("piped"));
        gather(stdout, Arc::clone(&log));
        gather(stderr, Arc::clone(&log));
        Self { child, log, address, data_dir: data_dir.to_owned() }
    }

    /// What it wrote so far.
    pub fn log(&self) -> String {
        text(&self.log)
    }

    /// The status and body of `/readyz`; 0 while nothing answers.
    pub fn ready(&self) -> (u16, String) {
        let answer =
            request(self.address, "GET /readyz HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n").unwrap_or_default();
        (status_of(&answer), answer.split_once("\r\n\r\n").map(|(_, body)| body.to_owned()).unwrap_or_default())
    }

    /// Runs another command on the same data directory.
    pub fn command(&self, words: &[&str]) -> Output {
        finish(medianest().args(words).arg("--data-dir").arg(&self.data_dir))
    }

    /// Sends it a signal.
    pub fn signal(&self, signal: Signal) {
        let pid = i32::try_from(self.child.id()).ok().and_then(Pid::from_raw).expect("a process has a number");
        kill_process(pid, signal).expect("it can be signalled");
    }

    /// Waits for its end.
    pub fn wait(&mut self) -> ExitStatus {
        eventually("the server ends", || self.child.try_wait().expect("it is our child"))
    }

    /// Stops it in good order.
    pub fn stop(mut self) -> ExitStatus {
        self.signal(Signal::TERM);
        self.wait()
    }

    /// Kills it without a chance to clean up.
    pub fn kill(&mut self) {
        self.signal(Signal::KILL);
        self.wait();
    }

    fn is_running(&self) -> bool {
        Path::new(&format!("/proc/{}/exe", self.child.id())).read_link().is_ok()
    }

    /// The process of its PostgreSQL.
    pub fn postgres(&self) -> Pid {
        postgres_of(&self.data_dir).expect("PostgreSQL runs")
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
        if let Some(pid) = postgres_of(&self.data_dir).filter(|pid| is_postgres_in(*pid, &self.data_dir)) {
            let _ = kill_process(pid, Signal::QUIT);
            while is_postgres_in(pid, &self.data_dir) {
                sleep(Duration::from_millis(5));
            }
        }
    }
}

/// The process that the cluster's own file names.
pub fn postgres_of(data_dir: &Path) -> Option<Pid> {
    let text = std::fs::read_to_string(data_dir.join("postgres/data/postmaster.pid")).ok()?;
    Pid::from_raw(text.lines().next()?.trim().parse().ok()?)
}

/// Whether this process is the PostgreSQL of that folder.
pub fn is_postgres_in(pid: Pid, data_dir: &Path) -> bool {
    let works_in = Path::new(&format!("/proc/{}/cwd", pid.as_raw_nonzero())).read_link();
    works_in.is_ok_and(|folder| folder == data_dir.join("postgres/data"))
}

/// A connection to the private PostgreSQL of a data directory.
pub async fn sql(data_dir: &Path) -> tokio_postgres::Client {
    let mut config = tokio_postgres::Config::new();
    config.host_path(data_dir.join("postgres/run")).user("medianest").dbname("medianest");
    let (client, connection) = config.connect(tokio_postgres::NoTls).await.expect("root and the account itself are let in");
    tokio::spawn(connection);
    client
}

/// Sends a request and returns the whole answer.
pub fn request(address: SocketAddr, text: &str) -> std::io::Result<String> {
    let mut stream = TcpStream::connect_timeout(&address, PATIENCE)?;
    stream.set_read_timeout(Some(PATIENCE))?;
    stream.write_all(text.as_bytes())?;
    let mut answer = String::new();
    stream.read_to_string(&mut answer)?;
    Ok(answer)
}

/// The status of an answer; 0 for none.
pub fn status_of(answer: &str) -> u16 {
    answer.split_whitespace().nth(1).and_then(|status| status.parse().ok()).unwrap_or(0)
}

fn gather(from: impl Read + Send + 'static, into: Arc<Mutex<String>>) -> std::thread::JoinHandle<()> {
    std::thread::spawn(move || {
        for line in BufReader::new(from).lines().map_while(Result::ok) {
            let mut log = into.lock().expect("no reader panicked");
            log.push_str(&line);
            log.push('\n');
        }
    })
}

/// What a command wrote to standard error.
pub fn stderr(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

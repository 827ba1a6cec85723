use std::fs::{self, DirBuilder, OpenOptions};
use std::io::Write;
use std::os::unix::fs::{DirBuilderExt, MetadataExt, OpenOptionsExt, PermissionsExt, chown};
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use rustix::process::geteuid;
use sha2::{Digest, Sha256};

use super::account::{self, Account};
use super::error::{PrivatePostgresError, Result, io};
use super::programs::Programs;
use super::{NAME, Options, PORT, process};

/// The longest path of a unix socket, without its closing zero.
const LONGEST_SOCKET_PATH: usize = 107;
#[cfg(target_os = "macos")]
const LOCALE: &str = "en_US.UTF-8";
#[cfg(not(target_os = "macos"))]
const LOCALE: &str = "C.UTF-8";
/// What the new cluster is told once; an administrator may change it with ALTER SYSTEM. A household's library is small:
/// memory is worth more elsewhere on the machine.
const FIRST_SETTINGS: &str = "\
CREATE DATABASE medianest TEMPLATE template0
ALTER SYSTEM SET shared_buffers = '32MB'
ALTER SYSTEM SET maintenance_work_mem = '32MB'
ALTER SYSTEM SET max_connections = 60
ALTER SYSTEM SET max_worker_processes = 2
ALTER SYSTEM SET max_parallel_workers = 2
ALTER SYSTEM SET wal_level = 'minimal'
ALTER SYSTEM SET max_wal_senders = 0
ALTER SYSTEM SET max_wal_size = '256MB'
ALTER SYSTEM SET jit = off
ALTER SYSTEM SET timezone = 'UTC'
ALTER SYSTEM SET log_timezone = 'UTC'
ALTER SYSTEM SET log_line_prefix = ''
";

/// A cluster that is ready to be started.
pub struct Cluster {
    home: PathBuf,
    /// Its files.
    pub data: PathBuf,
    /// Where its socket goes.
    pub socket_dir: PathBuf,
    account: Account,
    programs: Programs,
}

impl Cluster {
    /// Looks at what is there, creates what is missing, and stops what an earlier server left running.
    pub fn open(options: &Options) -> Result<Self> {
        let data_dir = options.data_dir.canonicalize().map_err(|error| io("cannot enter", &options.data_dir, &error))?;
        let home = data_dir.join("postgres");
        let data = home.join("data");
        let account = Account::for_cluster(&data, options.run_as.as_deref())?;
        make_folder(&home, 0o711, None)?;
        account.must_reach(&home)?;
        let version = read_version(&data)?;
        let programs = Programs::find(options.bin_dir.as_deref(), &data, version, &account)?;
        let mut cluster = Self { socket_dir: PathBuf::new(), home, data, account, programs };
        if version.is_none() {
            cluster.create()?;
        }
        process::end_leftover(&cluster.data, cluster.account.uid)?;
        cluster.socket_dir = cluster.make_socket_dir()?;
        cluster.write_access_rules()?;
        Ok(cluster)
    }

    /// The command that runs it in the foreground. A process group of its own keeps a terminal's Ctrl-C from it: the
    /// server stops it when the last request is answered.
    pub fn command(&self) -> Command {
        let mut command = self.program("postgres");
        command.process_group(0).arg("-D").arg(&self.data);
        let settings = [
            ("listen_addresses", String::new()),
            ("port", PORT.to_string()),
            ("unix_socket_directories", format!("\"{}\"", self.socket_dir.display())),
            ("unix_socket_permissions", "0700".to_owned()),
            ("hba_file", self.home.join("pg_hba.conf").display().to_string()),
            ("ident_file", self.home.join("pg_ident.conf").display().to_string()),
            ("logging_collector", "off".to_owned()),
            ("log_destination", "stderr".to_owned()),
        ];
        for (name, value) in settings {
            command.arg("-c").arg(format!("{name}={value}"));
        }
        command
    }

    /// Makes the cluster beside its place and moves it there when it is whole, so that a start that was cut short
    /// leaves nothing that looks like one.
    fn create(&self) -> Result<()> {
        tracing::info!(folder = %self.data.display(), account = self.account.name, "creating a PostgreSQL for this server");
        let building = self.home.join("data.new");
        if building.exists() {
            fs::remove_dir_all(&building).map_err(|error| io("cannot remove", &building, &error))?;
        }
        make_folder(&building, 0o700, Some(&self.account))?;
        let mut initdb = self.program("initdb");
        initdb.args(["--username", NAME, "--encoding=UTF8", "--auth=peer", "--data-checksums", "--no-instructions"]);
        initdb.arg(format!("--locale={LOCALE}")).arg("--pgdata").arg(&building).stdin(Stdio::null());
        let output = initdb.output().map_err(|error| io("cannot start", &self.programs.path("initdb"), &error))?;
        if !output.status.success() {
            return Err(failed("initdb cannot create the database", &output.stderr));
        }
        let mut single = self.program("postgres");
        single.arg("--single").arg("-D").arg(&building).arg("postgres");
        single.stdin(Stdio::piped()).stdout(Stdio::null()).stderr(Stdio::piped());
        let spawn = |error: std::io::Error| io("cannot start", &self.programs.path("postgres"), &error);
        let mut child = single.spawn().map_err(spawn)?;
        // Closing its input ends it.
        if let Some(mut input) = child.stdin.take() {
            input.write_all(FIRST_SETTINGS.as_bytes()).map_err(spawn)?;
        }
        let output = child.wait_with_output().map_err(spawn)?;
        if !output.status.success() || String::from_utf8_lossy(&output.stderr).contains("ERROR:") {
            return Err(failed("the new database cannot be set up", &output.stderr));
        }
        fs::rename(&building, &self.data).map_err(|error| io("cannot make", &self.data, &error))
    }

    /// One of the programs, run as the cluster's account, which must be able to enter the folder it starts in. Variables
    /// of clients must not reach it.
    fn program(&self, name: &str) -> Command {
        let mut command = Command::new(self.programs.path(name));
        command.current_dir(&self.home);
        for (variable, _) in std::env::vars_os().filter(|(name, _)| name.to_string_lossy().starts_with("PG")) {
            command.env_remove(variable);
        }
        if geteuid().is_root() {
            command.uid(self.account.uid).gid(self.account.gid);
        }
        command
    }

    /// Beside the data if the path fits into a socket's address, else in a short folder for things of this run.
    fn make_socket_dir(&self) -> Result<PathBuf> {
        let fits = |folder: &Path| folder.as_os_str().len() + format!("/.s.PGSQL.{PORT}").len() <= LONGEST_SOCKET_PATH;
        let near = self.home.join("run");
        if fits(&near) {
            make_folder(&near, 0o700, Some(&self.account))?;
            return Ok(near);
        }
        let digest = Sha256::digest(self.home.as_os_str().as_encoded_bytes());
        let (start, _) = digest.split_first_chunk::<8>().expect("SHA-256 has 32 bytes");
        let tag = format!("{:016x}", u64::from_be_bytes(*start));
        let runtime =
            std::env::var_os("XDG_RUNTIME_DIR").map(PathBuf::from).filter(|folder| folder.is_absolute() && folder.is_dir());
        let parent = if geteuid().is_root() && Path::new("/run").is_dir() {
            PathBuf::from("/run")
        } else {
            runtime.unwrap_or_else(std::env::temp_dir)
        };
        let far = parent.join(format!("medianest-{}-{tag}", self.account.uid));
        if !fits(&far) {
            return Err(PrivatePostgresError::Failed {
                what: format!("the path {} is too long for a socket, and so is {}", near.display(), far.display()),
                why: "choose a shorter --data-dir".to_owned(),
            });
        }
        make_folder(&far, 0o700, Some(&self.account))?;
        Ok(far)
    }

    /// Says who may connect. The files are replaced, never written into, and lie where PostgreSQL's account cannot.
    fn write_access_rules(&self) -> Result<()> {
        let quoted = |name: &String| format!("\"{}\"", name.replace('"', "\"\""));
        let people: Vec<String> =
            account::names_let_in(&self.account).iter().map(|name| format!("{NAME} {} {NAME}\n", quoted(name))).collect();
        let people = people.concat();
        let rules = format!("local all all peer map={NAME}\n");
        for (name, text) in [("pg_hba.conf", rules), ("pg_ident.conf", people)] {
            let (path, new) = (self.home.join(name), self.home.join(format!("{name}.new")));
            let write = || -> std::io::Result<()> {
                let mut file = OpenOptions::new().write(true).create(true).truncate(true).mode(0o644).open(&new)?;
                file.write_all(text.as_bytes())?;
                // The umask may have taken away what PostgreSQL's account needs.
                fs::set_permissions(&new, fs::Permissions::from_mode(0o644))?;
                fs::rename(&new, &path)
            };
            write().map_err(|error| io("cannot write", &path, &error))?;
        }
        Ok(())
    }
}

/// Makes a folder, or makes sure that the one that is there is a folder of the right owner: in a place that others can
/// write to, somebody may have put theirs in the way.
fn make_folder(folder: &Path, mode: u32, owner: Option<&Account>) -> Result<()> {
    let failed = |error: std::io::Error| io("cannot make", folder, &error);
    let uid = owner.map_or(geteuid().as_raw(), |account| account.uid);
    match DirBuilder::new().mode(mode).create(folder) {
        Ok(()) => {
            fs::set_permissions(folder, fs::Permissions::from_mode(mode)).map_err(failed)?;
            if let Some(account) = owner.filter(|_| geteuid().is_root()) {
                chown(folder, Some(account.uid), Some(account.gid)).map_err(failed)?;
            }
            Ok(())
        }
        Err(error) if error.kind() == std::io::ErrorKind::AlreadyExists => {
            let metadata = folder.symlink_metadata().map_err(failed)?;
            let closed = metadata.mode() & 0o022 == 0;
            if metadata.is_dir() && metadata.uid() == uid && closed {
                return Ok(());
            }
            Err(PrivatePostgresError::Failed {
                what: format!("{} is in the way", folder.display()),
                why: format!("it must be a folder that belongs to user id {uid} and that nobody else may write to"),
            })
        }
        Err(error) => Err(failed(error)),
    }
}

/// The major version of the cluster that is there, if one is.
fn read_version(data: &Path) -> Result<Option<u32>> {
    let file = data.join("PG_VERSION");
    match fs::read_to_string(&file) {
        Ok(text) => text.trim().parse().map(Some).map_err(|_| PrivatePostgresError::Failed {
            what: format!("{} does not hold a version of PostgreSQL", file.display()),
            why: "the folder is damaged: restore a backup, or move it away to start anew".to_owned(),
        }),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound && !data.exists() => Ok(None),
        Err(error) => Err(io("cannot read", &file, &error)),
    }
}

fn failed(what: &str, stderr: &[u8]) -> PrivatePostgresError {
    PrivatePostgresError::Failed { what: what.to_owned(), why: String::from_utf8_lossy(stderr).trim().to_owned() }
}

use std::os::unix::fs::MetadataExt;
use std::path::{Path, PathBuf};
use std::process::Command;

use rustix::process::{getegid, geteuid};

use super::error::{PrivatePostgresError, Result, io};

/// The accounts that PostgreSQL runs as under root, the first that exists. `nobody` may be shared with other services,
/// which could then read the cluster: it is the last resort.
const UNDER_ROOT: [&str; 3] = ["medianest", "postgres", "nobody"];

/// An account of this machine.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Account {
    /// Its name.
    pub name: String,
    /// Its user id.
    pub uid: u32,
    /// Its first group.
    pub gid: u32,
}

impl Account {
    /// Who the cluster belongs to, or shall belong to when there is none yet.
    pub fn for_cluster(data: &Path, wanted: Option<&str>) -> Result<Self> {
        let own = geteuid().as_raw();
        let owner = match data.metadata() {
            Ok(metadata) => Some((metadata.uid(), metadata.gid())),
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => None,
            Err(error) => return Err(io("cannot look at", data, &error)),
        };
        match (own, owner) {
            (0, Some((0, _))) => Err(PrivatePostgresError::NoAccount(format!("{} belongs to root", data.display()))),
            (0, Some((uid, gid))) => Ok(Self { name: name_of(uid), uid, gid }),
            (0, None) => Self::under_root(wanted),
            (_, Some((uid, _))) if uid != own => Err(PrivatePostgresError::Failed {
                what: format!("{} belongs to {}", data.display(), name_of(uid)),
                why: format!("start the server as {} or as root", name_of(uid)),
            }),
            (..) => Ok(Self { name: name_of(own), uid: own, gid: getegid().as_raw() }),
        }
    }

    fn under_root(wanted: Option<&str>) -> Result<Self> {
        let found = match wanted {
            Some(name) => by_name(name).ok_or_else(|| format!("there is no account {name}")),
            None => UNDER_ROOT
                .iter()
                .find_map(|name| by_name(name))
                .ok_or_else(|| format!("there is no account {}", UNDER_ROOT.join(", "))),
        };
        match found {
            Ok(account) if account.uid == 0 => Err(PrivatePostgresError::NoAccount(format!("{} is root", account.name))),
            Ok(account) => {
                if account.name == "nobody" {
                    tracing::warn!("PostgreSQL runs as nobody, which other services may share; an account of its own is safer");
                }
                Ok(account)
            }
            Err(problem) => Err(PrivatePostgresError::NoAccount(problem)),
        }
    }

    /// Makes sure that the account can get to a folder.
    pub fn must_reach(&self, folder: &Path) -> Result<()> {
        let closed = |folder: &&Path| folder.metadata().is_ok_and(|metadata| !self.may_enter(&metadata));
        match folder.ancestors().filter(|ancestor| !ancestor.as_os_str().is_empty()).find(closed) {
            Some(folder) => Err(PrivatePostgresError::Unreachable { account: self.name.clone(), folder: PathBuf::from(folder) }),
            None => Ok(()),
        }
    }

    fn may_enter(&self, metadata: &std::fs::Metadata) -> bool {
        let bit = if metadata.uid() == self.uid {
            0o100
        } else if metadata.gid() == self.gid {
            0o010
        } else {
            0o001
        };
        metadata.mode() & bit != 0
    }
}

/// The names that the kernel's word about a peer is compared with: root, the server's own account, and this one.
pub fn names_let_in(account: &Account) -> Vec<String> {
    let mut names = vec![name_of(0), name_of(geteuid().as_raw()), account.name.clone()];
    names.sort();
    names.dedup();
    names
}

fn by_name(name: &str) -> Option<Account> {
    passwd().into_iter().find(|account| account.name == name)
}

/// The name of an account; directories other than /etc/passwd are asked by `id`.
fn name_of(uid: u32) -> String {
    let listed = passwd().into_iter().find(|account| account.uid == uid).map(|account| account.name);
    listed.unwrap_or_else(|| {
        let output = Command::new("id").args(["-un", "--", &uid.to_string()]).output();
        let name = output.ok().filter(|output| output.status.success()).and_then(|output| String::from_utf8(output.stdout).ok());
        name.map_or_else(|| uid.to_string(), |name| name.trim().to_owned())
    })
}

fn passwd() -> Vec<Account> {
    let text = std::fs::read_to_string("/etc/passwd").unwrap_or_default();
    let account = |line: &str| {
        let mut fields = line.split(':');
        let name = fields.next()?.to_owned();
        let uid = fields.nth(1)?.parse().ok()?;
        let gid = fields.next()?.parse().ok()?;
        Some(Account { name, uid, gid })
    };
    text.lines().filter_map(account).collect()
}

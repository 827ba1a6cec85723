use std::fs::{File, OpenOptions, TryLockError};
use std::io::{Read, Write};
use std::path::Path;

use super::error::{PrivatePostgresError, Result, io};

/// The right to run the cluster of a data directory; the kernel gives it back when the process ends, however it ends.
pub struct Lock {
    _file: File,
}

impl Lock {
    /// Takes it, unless another process has it.
    pub fn take(folder: &Path) -> Result<Self> {
        let path = folder.join("medianest.lock");
        let failed = |error: &std::io::Error| io("cannot lock", &path, error);
        let mut file =
            OpenOptions::new().read(true).write(true).create(true).truncate(false).open(&path).map_err(|error| failed(&error))?;
        match file.try_lock() {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => {
                let mut text = String::new();
                let _ = file.read_to_string(&mut text);
                return Err(PrivatePostgresError::InUse { folder: folder.to_owned(), pid: text.trim().parse().ok() });
            }
            Err(TryLockError::Error(error)) => return Err(failed(&error)),
        }
        file.set_len(0).and_then(|()| write!(file, "{}", std::process::id())).map_err(|error| failed(&error))?;
        Ok(Self { _file: file })
    }
}

//! Files that people upload to be imported. They lie in the data directory, in a folder for each person, for a week.

use std::path::PathBuf;
use std::time::Duration;

use medianest_db::{ImportFileId, TypedId, UserId};
use tokio::fs;
use tokio::io::{AsyncRead, AsyncReadExt, AsyncWriteExt};

use crate::admin::settings;
use crate::policy::{self, Actor};
use crate::{App, Error, Result};

/// What an uploaded file may be in size, whatever the settings say.
pub const MAX_UPLOAD_BYTES: u64 = (settings::MOST_IMPORT_MEBIBYTES as u64) << 20;
/// How many files one person may have waiting.
const MAX_FILES: usize = 10;
/// How long a file waits to be imported.
const KEPT_FOR: Duration = Duration::from_hours(7 * 24);

/// The folder of all import files.
pub(super) fn folder(app: &App) -> PathBuf {
    app.settings().data_dir.join("imports")
}

fn folder_of(app: &App, user: UserId) -> PathBuf {
    folder(app).join(user.uuid().to_string())
}

/// Takes in a file of the person who asks; it can be named in an import from then on.
///
/// # Errors
/// [`Error::Unauthenticated`] or [`Error::Forbidden`]; [`Error::Invalid`] for a file that is too large or broke off;
/// [`Error::Conflict`] while too many wait.
pub async fn receive(app: &App, actor: &Actor, mut file: impl AsyncRead + Unpin + Send) -> Result<ImportFileId> {
    let user = policy::imports::upload(actor)?;
    let most = settings::current(&*app.db().await?).await?.import_bytes();
    let folder = folder_of(app, user);
    fs::create_dir_all(&folder).await.map_err(Error::internal)?;
    sweep(&folder).await?;
    let id: ImportFileId = app.new_id();
    let path = folder.join(id.uuid().to_string());
    let written = write(&path, &mut file, most).await;
    if written.is_err() {
        let _ = fs::remove_file(&path).await;
    }
    written?;
    Ok(id)
}

async fn write(path: &PathBuf, file: &mut (impl AsyncRead + Unpin + Send), most: u64) -> Result<()> {
    let mut target = fs::OpenOptions::new().write(true).create_new(true).open(path).await.map_err(Error::internal)?;
    let mut buffer = vec![0; 64 << 10];
    let mut size = 0;
    loop {
        let read = file.read(&mut buffer).await.map_err(|_| Error::invalid("file", "the upload broke off; try again"))?;
        if read == 0 {
            break;
        }
        size += read as u64;
        if size > most {
            return Err(Error::invalid("file", format!("the file is larger than {} MiB", most >> 20)));
        }
        target.write_all(&buffer[..read]).await.map_err(Error::internal)?;
    }
    if size == 0 {
        return Err(Error::invalid("file", "the file is empty"));
    }
    target.sync_all().await.map_err(Error::internal)
}

/// Removes what has waited too long, and refuses more than a few.
async fn sweep(folder: &PathBuf) -> Result<()> {
    let mut entries = fs::read_dir(folder).await.map_err(Error::internal)?;
    let mut waiting = 0;
    while let Some(entry) = entries.next_entry().await.map_err(Error::internal)? {
        let age = entry.metadata().await.ok().and_then(|data| data.modified().ok()).and_then(|at| at.elapsed().ok());
        if age.is_some_and(|age| age > KEPT_FOR) {
            let _ = fs::remove_file(entry.path()).await;
        } else {
            waiting += 1;
        }
    }
    if waiting >= MAX_FILES {
        return Err(Error::conflict("too many uploaded files wait to be imported; they are removed after a week"));
    }
    Ok(())
}

/// Where a file lies that this person uploaded.
pub(super) async fn path(app: &App, user: UserId, id: ImportFileId) -> Result<PathBuf> {
    let path = folder_of(app, user).join(id.uuid().to_string());
    if fs::try_exists(&path).await.unwrap_or(false) { Ok(path) } else { Err(Error::NotFound("uploaded file")) }
}

/// Removes the file of an import that needs it no more, if it was an upload.
pub(super) async fn discard(app: &App, user: UserId, path: &str) {
    let path = PathBuf::from(path);
    if path.parent() == Some(folder_of(app, user).as_path()) {
        let _ = fs::remove_file(path).await;
    }
}

/// Removes all files of somebody who is gone.
pub async fn discard_uploads_of(app: &App, user: UserId) {
    let _ = fs::remove_dir_all(folder_of(app, user)).await;
}

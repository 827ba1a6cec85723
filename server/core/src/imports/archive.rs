use std::fs::File;
use std::io::{self, BufRead as _, BufReader, Read};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use flate2::read::MultiGzDecoder;

use super::source::SourceError;

/// More files than this are no export.
const MAX_ENTRIES: usize = 5_000;
/// What one file of an archive may unpack to.
const MAX_FILE_BYTES: u64 = 4 << 30;
/// What all files of an archive may unpack to.
const MAX_ARCHIVE_BYTES: u64 = 4 << 30;
/// The longest row or list element.
const MAX_ROW_BYTES: u64 = 1 << 20;

/// The files of an export: in a folder, in a zip, or a single one.
pub(super) enum Archive {
    Folder(PathBuf, Vec<String>),
    Zip(Box<zip::ZipArchive<BufReader<File>>>, Vec<(String, usize)>),
    File(PathBuf, String),
}

impl Archive {
    /// Opens what is at the path. Files deeper in a zip are known by their last name, a single file by `name`.
    pub(super) fn open(path: &Path, name: &str) -> Result<Self, SourceError> {
        Self::open_as(path, name, false)
    }

    /// The same, with the files of folders inside it, all known by their whole path.
    pub(super) fn open_with_folders(path: &Path, name: &str) -> Result<Self, SourceError> {
        Self::open_as(path, name, true)
    }

    fn open_as(path: &Path, name: &str, with_folders: bool) -> Result<Self, SourceError> {
        let name = name.to_owned();
        let failed = |error: io::Error| SourceError::Io(name.clone(), error);
        if path.is_dir() {
            let mut names = Vec::new();
            list_folder(path, "", with_folders, &mut names).map_err(failed)?;
            if names.len() > MAX_ENTRIES {
                return Err(SourceError::Unusable(format!("the folder holds more than {MAX_ENTRIES} files")));
            }
            names.sort();
            return Ok(Self::Folder(path.to_owned(), names));
        }
        let mut start = [0; 4];
        let read = File::open(path).and_then(|mut file| file.read(&mut start)).map_err(failed)?;
        if read < 4 || &start != b"PK\x03\x04" {
            return Ok(Self::File(path.to_owned(), name));
        }
        let file = File::open(path).map_err(failed)?;
        let unreadable = |error: zip::result::ZipError| SourceError::Unusable(format!("the zip cannot be read: {error}"));
        let mut zip = zip::ZipArchive::new(BufReader::new(file)).map_err(unreadable)?;
        if zip.len() > MAX_ENTRIES {
            return Err(SourceError::Unusable(format!("the zip holds more than {MAX_ENTRIES} files")));
        }
        let mut unpacked = 0_u64;
        for index in 0..zip.len() {
            unpacked = unpacked.saturating_add(zip.by_index_raw(index).map_err(unreadable)?.size());
        }
        if unpacked > MAX_ARCHIVE_BYTES {
            return Err(SourceError::Unusable(format!("the zip unpacks to more than {} GiB", MAX_ARCHIVE_BYTES >> 30)));
        }
        let mut names: Vec<(String, usize)> = (0..zip.len())
            .filter_map(|index| {
                let name = zip.name_for_index(index)?.ok()?;
                let last = name.rsplit(['/', '\\']).next().filter(|last| !last.is_empty())?;
                let hidden = last.starts_with('.') || name.starts_with("__MACOSX/");
                let known_as = if with_folders { name.as_ref() } else { last };
                (!hidden).then(|| (super::record::clip(known_as, 200), index))
            })
            .collect();
        names.sort();
        names.dedup_by(|later, first| later.0 == first.0);
        Ok(Self::Zip(Box::new(zip), names))
    }

    /// The names of its files, sorted.
    pub(super) fn names(&self) -> Vec<String> {
        match self {
            Self::Folder(_, names) => names.clone(),
            Self::Zip(_, names) => names.iter().map(|(name, _)| name.clone()).collect(),
            Self::File(_, name) => vec![name.clone()],
        }
    }

    /// Opens one of its files for reading in rows.
    pub(super) fn read(&mut self, name: &str) -> Result<RowReader<'_>, SourceError> {
        let failed = |error: io::Error| SourceError::Io(name.to_owned(), error);
        let mut limit = MAX_FILE_BYTES;
        let inner: Box<dyn Read> = match self {
            Self::Folder(folder, _) => Box::new(File::open(folder.join(name)).map_err(failed)?),
            Self::File(path, _) => unpacked(File::open(&*path).map_err(failed)?).map_err(failed)?,
            Self::Zip(zip, names) => {
                let index = names.iter().find(|(known, _)| known == name).map(|(_, index)| *index);
                let index = index.ok_or_else(|| SourceError::Unusable(format!("there is no file {name}")))?;
                let entry =
                    zip.by_index(index).map_err(|error| SourceError::Unusable(format!("{name} cannot be unpacked: {error}")))?;
                // No more than it said when all were summed up.
                limit = entry.size();
                Box::new(entry)
            }
        };
        Ok(RowReader { inner, budget: RowBudget::default(), left: limit, limit })
    }
}

/// A file by itself, unpacked where it is a `.gz`, whatever it is called.
fn unpacked(file: File) -> io::Result<Box<dyn Read>> {
    let mut reader = BufReader::new(file);
    let is_packed = reader.fill_buf()?.starts_with(&[0x1f, 0x8b]);
    Ok(if is_packed { Box::new(MultiGzDecoder::new(reader)) } else { Box::new(reader) })
}

/// The files of a folder, and those of the folders in it; not deeper.
fn list_folder(path: &Path, prefix: &str, with_folders: bool, names: &mut Vec<String>) -> io::Result<()> {
    for entry in path.read_dir()? {
        let entry = entry?;
        let (kind, name) = (entry.file_type()?, entry.file_name().to_string_lossy().into_owned());
        if kind.is_file() {
            names.push(format!("{prefix}{name}"));
        } else if kind.is_dir() && with_folders {
            list_folder(&entry.path(), &format!("{name}/"), false, names)?;
        }
        if names.len() > MAX_ENTRIES {
            break;
        }
    }
    Ok(())
}

/// Reads a file and refuses to read on when one row, or all of it, grows out of bounds: what unpacks without end, and
/// a quote or bracket that never closes, must not fill the memory.
pub(super) struct RowReader<'a> {
    inner: Box<dyn Read + 'a>,
    budget: RowBudget,
    left: u64,
    limit: u64,
}

/// What may still be read before the next row must begin.
#[derive(Clone)]
pub(super) struct RowBudget(Arc<AtomicU64>);

impl Default for RowBudget {
    fn default() -> Self {
        Self(Arc::new(AtomicU64::new(MAX_ROW_BYTES)))
    }
}

impl RowBudget {
    /// A new row begins.
    pub(super) fn renew(&self) {
        self.0.store(MAX_ROW_BYTES, Ordering::Relaxed);
    }
}

#[cfg(test)]
impl<'a> RowReader<'a> {
    /// Reads from memory.
    pub(super) fn of_bytes(bytes: &'a [u8]) -> Self {
        Self { inner: Box::new(bytes), budget: RowBudget::default(), left: MAX_FILE_BYTES, limit: MAX_FILE_BYTES }
    }
}

impl RowReader<'_> {
    /// The budget, to be renewed at each row.
    pub(super) fn budget(&self) -> RowBudget {
        self.budget.clone()
    }
}

impl Read for RowReader<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.inner.read(buffer)?;
        let bytes = read as u64;
        let budget = self.budget.0.load(Ordering::Relaxed);
        // A buffer's worth beyond the budget may belong to the rows after this one.
        if budget == 0 && bytes > 0 {
            return Err(io::Error::other(format!("a row is longer than {MAX_ROW_BYTES} bytes")));
        }
        if bytes > self.left {
            return Err(io::Error::other(format!("the file is larger than {} bytes", self.limit)));
        }
        self.budget.0.store(budget.saturating_sub(bytes), Ordering::Relaxed);
        self.left -= bytes;
        Ok(read)
    }
}

use std::fs::{self, File};
use std::io::{self, Read as _, Write as _};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, SystemTime};

use sha2::{Digest, Sha256};

/// How many bytes of its digest a file begins with.
const DIGEST: usize = 16;
/// How old the note of a file's last use may be: it need not be renewed whenever it is read.
const NOTED: Duration = Duration::from_mins(1);
/// How much stays of a cache that overflowed, in hundredths: it is not looked through again at once.
const STAYS: u64 = 90;
/// When a file that never got its name was left behind by a crash.
const ABANDONED: Duration = Duration::from_hours(1);
/// What files are called until they are whole.
const UNFINISHED: &str = "new";

/// What a picture is sent as.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// A photograph.
    Jpeg,
    /// A picture one can see through.
    Png,
}

impl Format {
    /// As HTTP calls it.
    #[must_use]
    pub const fn content_type(self) -> &'static str {
        match self {
            Self::Jpeg => "image/jpeg",
            Self::Png => "image/png",
        }
    }

    const fn letter(self) -> u8 {
        match self {
            Self::Jpeg => b'j',
            Self::Png => b'p',
        }
    }

    fn of(letter: u8) -> Option<Self> {
        [Self::Jpeg, Self::Png].into_iter().find(|format| format.letter() == letter)
    }
}

/// A picture, ready to be sent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Picture {
    /// What it is sent as.
    pub format: Format,
    /// Says whether two pictures are the same.
    pub digest: String,
    /// Itself.
    pub bytes: Vec<u8>,
}

impl Picture {
    pub(super) fn new(format: Format, bytes: Vec<u8>) -> Self {
        let digest = digest(&[format.letter()], &bytes).iter().map(|byte| format!("{byte:02x}")).collect();
        Self { format, digest, bytes }
    }
}

/// A folder of files with what was fetched and made, which is never larger than it may be for long. Those that were not used
/// for the longest time go first; that is noted in their times, so that it outlives the process, and several processes may
/// use the same folder. Each file begins with its digest: one that is broken counts as not there.
///
/// Its functions wait for the disk.
pub(super) struct Cache {
    folder: PathBuf,
    max_bytes: u64,
    /// How large it is, once somebody looked. What other processes add is seen when it overflows.
    size: Mutex<Option<u64>>,
}

impl Cache {
    pub(super) fn new(folder: PathBuf, max_bytes: u64) -> Self {
        Self { folder, max_bytes, size: Mutex::default() }
    }

    /// A picture that was kept under this name.
    pub(super) fn picture(&self, name: &str) -> Option<Picture> {
        let (letter, bytes) = self.read(name)?;
        Some(Picture::new(Format::of(letter)?, bytes))
    }

    /// Keeps a picture. One that cannot be kept will have to be made again.
    pub(super) fn keep_picture(&self, name: &str, picture: &Picture) {
        self.keep(name, picture.format.letter(), &picture.bytes);
    }

    /// A file that was kept under this name as it came.
    pub(super) fn original(&self, name: &str) -> Option<Vec<u8>> {
        Some(self.read(name)?.1)
    }

    /// Keeps a file as it came.
    pub(super) fn keep_original(&self, name: &str, bytes: &[u8]) {
        self.keep(name, b'o', bytes);
    }

    fn path(&self, name: &str) -> PathBuf {
        // Names begin with a digest: its first digits spread the files over folders.
        self.folder.join(name.get(..2).unwrap_or_default()).join(name)
    }

    fn read(&self, name: &str) -> Option<(u8, Vec<u8>)> {
        let path = self.path(name);
        let mut file = File::open(&path).ok()?;
        let mut bytes = Vec::new();
        file.read_to_end(&mut bytes).ok()?;
        let whole = bytes.split_at_checked(DIGEST).and_then(|(said, rest)| {
            let (letter, content) = rest.split_first()?;
            (said == digest(&[*letter], content)).then_some(*letter)
        });
        let Some(letter) = whole else {
            tracing::warn!(name, "a broken picture was thrown away");
            let _ = fs::remove_file(&path);
            return None;
        };
        note_use(&file);
        bytes.drain(..=DIGEST);
        Some((letter, bytes))
    }

    fn keep(&self, name: &str, letter: u8, bytes: &[u8]) {
        match self.write(name, letter, bytes) {
            Ok(length) => self.grow(length),
            Err(error) => tracing::warn!(error = %error, folder = %self.folder.display(), "a picture could not be kept"),
        }
    }

    /// Under another name first, so that nobody finds half of it.
    fn write(&self, name: &str, letter: u8, bytes: &[u8]) -> io::Result<u64> {
        let path = self.path(name);
        let unfinished = path.with_extension(format!("{}.{UNFINISHED}", std::process::id()));
        fs::create_dir_all(path.parent().unwrap_or(&self.folder))?;
        let mut file = File::create(&unfinished)?;
        file.write_all(&digest(&[letter], bytes))?;
        file.write_all(&[letter])?;
        file.write_all(bytes)?;
        let length = file.metadata()?.len();
        drop(file);
        fs::rename(&unfinished, &path)?;
        Ok(length)
    }

    fn grow(&self, length: u64) {
        let mut size = self.size.lock().unwrap_or_else(PoisonError::into_inner);
        let now = size.map_or_else(|| self.files().iter().map(|file| file.length).sum(), |size| size + length);
        *size = Some(if now > self.max_bytes { self.trim() } else { now });
    }

    /// Removes what was not used for the longest time, and says how much is left.
    fn trim(&self) -> u64 {
        let mut files = self.files();
        files.sort_by_key(|file| file.used_at);
        let mut size: u64 = files.iter().map(|file| file.length).sum();
        for file in files {
            if size <= self.max_bytes / 100 * STAYS {
                break;
            }
            match fs::remove_file(&file.path) {
                Err(error) if error.kind() != io::ErrorKind::NotFound => {
                    tracing::warn!(error = %error, path = %file.path.display(), "a picture could not be removed");
                }
                _ => size -= file.length,
            }
        }
        size
    }

    fn files(&self) -> Vec<Kept> {
        let inner = |folder: &Path| fs::read_dir(folder).into_iter().flatten().filter_map(Result::ok);
        let mut files = Vec::new();
        for entry in inner(&self.folder).flat_map(|folder| inner(&folder.path())) {
            let Ok(metadata) = entry.metadata() else { continue };
            let (path, used_at) = (entry.path(), metadata.modified().unwrap_or(SystemTime::UNIX_EPOCH));
            if path.extension().is_none_or(|extension| extension != UNFINISHED) {
                files.push(Kept { path, used_at, length: metadata.len() });
            } else if used_at.elapsed().is_ok_and(|age| age > ABANDONED) {
                let _ = fs::remove_file(path);
            }
        }
        files
    }
}

/// A file in the cache.
struct Kept {
    path: PathBuf,
    used_at: SystemTime,
    length: u64,
}

/// Not being able to only makes it go earlier.
fn note_use(file: &File) {
    let used_at = file.metadata().and_then(|metadata| metadata.modified());
    if used_at.is_ok_and(|at| at.elapsed().is_ok_and(|age| age > NOTED)) {
        let _ = file.set_modified(SystemTime::now());
    }
}

fn digest(head: &[u8], bytes: &[u8]) -> [u8; DIGEST] {
    let whole = Sha256::new().chain_update(head).chain_update(bytes).finalize();
    std::array::from_fn(|place| whole[place])
}

#[cfg(test)]
mod tests {
    use super::*;

    const LENGTH: usize = 1000 - DIGEST - 1;

    fn name(number: usize) -> String {
        format!("{number:02}cd-92")
    }

    fn keep(cache: &Cache, number: usize) {
        cache.keep_picture(&name(number), &Picture::new(Format::Jpeg, vec![b'x'; LENGTH]));
    }

    fn use_long_ago(cache: &Cache, number: usize, hours: u64) {
        let file = File::options().write(true).open(cache.path(&name(number))).unwrap();
        file.set_modified(SystemTime::now() - Duration::from_secs(hours * 3600)).unwrap();
    }

    fn kept(cache: &Cache) -> Vec<usize> {
        (0..20).filter(|number| cache.path(&name(*number)).exists()).collect()
    }

    #[test]
    fn what_was_not_used_for_the_longest_time_goes_first_also_after_a_restart() {
        let folder = tempfile::tempdir().unwrap();
        let cache = Cache::new(folder.path().join("images"), 5_000);
        for number in 0..5 {
            keep(&cache, number);
            use_long_ago(&cache, number, 10 - number as u64);
        }
        assert_eq!(kept(&cache), [0, 1, 2, 3, 4]);
        assert!(cache.picture(&name(0)).is_some(), "it is used again");
        let cache = Cache::new(folder.path().join("images"), 5_000);
        keep(&cache, 5);
        assert_eq!(kept(&cache), [0, 3, 4, 5], "down to nine tenths");
        use_long_ago(&cache, 5, 11);
        keep(&cache, 6);
        assert_eq!(kept(&cache), [0, 3, 4, 5, 6]);
        keep(&cache, 7);
        assert_eq!(kept(&cache), [0, 4, 6, 7]);
    }

    #[test]
    fn a_file_that_is_broken_counts_as_not_there() {
        let folder = tempfile::tempdir().unwrap();
        let cache = Cache::new(folder.path().to_owned(), 1 << 20);
        for (number, broken) in [&b""[..], b"short", &[7; 400]].into_iter().enumerate() {
            keep(&cache, number);
            assert!(cache.picture(&name(number)).is_some());
            fs::write(cache.path(&name(number)), broken).unwrap();
            assert_eq!(cache.picture(&name(number)), None);
            assert!(!cache.path(&name(number)).exists());
        }
        keep(&cache, 3);
        let mut bytes = fs::read(cache.path(&name(3))).unwrap();
        *bytes.last_mut().unwrap() ^= 1;
        fs::write(cache.path(&name(3)), bytes).unwrap();
        assert_eq!(cache.picture(&name(3)), None);
    }

    #[test]
    fn what_a_crash_left_behind_is_removed() {
        let folder = tempfile::tempdir().unwrap();
        let cache = Cache::new(folder.path().to_owned(), 1 << 20);
        fs::create_dir_all(folder.path().join("ab")).unwrap();
        let (old, young) = (folder.path().join("ab/abcd-92.7.new"), folder.path().join("ab/abcd-92.8.new"));
        for path in [&old, &young] {
            fs::write(path, "half").unwrap();
        }
        File::options().write(true).open(&old).unwrap().set_modified(SystemTime::now() - 2 * ABANDONED).unwrap();
        keep(&cache, 1);
        assert_eq!((old.exists(), young.exists()), (false, true));
    }
}

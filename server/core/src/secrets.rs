//! Secrets that MediaNest must present to others again, and so cannot keep as a hash: they are encrypted (XChaCha20-Poly1305)
//! before the database sees them. The key is configured, or made on first use in a file of the data folder.

use std::fs::{self, OpenOptions, Permissions};
use std::io::{self, Write as _};
use std::os::unix::fs::{OpenOptionsExt as _, PermissionsExt as _};
use std::path::Path;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;
use chacha20poly1305::aead::{Aead as _, Payload};
use chacha20poly1305::{KeyInit as _, XChaCha20Poly1305, XNonce};
use medianest_db::diary::SealedCredentials;
use rand::RngExt as _;
use secrecy::{ExposeSecret as _, SecretString};
use sha2::{Digest as _, Sha256};

use crate::config::Settings;
use crate::{Error, Result};

/// How long a key is, in bytes.
const KEY_BYTES: usize = 32;
/// How long the number is that no two ciphertexts share, and which stands before each.
const NONCE_BYTES: usize = 24;
/// The file of the key, in the data folder.
const FILE: &str = "secrets.key";

/// The keys: what is sealed is sealed with the first, and opened with whichever sealed it.
pub(crate) struct Keyring(Vec<Key>);

struct Key {
    /// Tells keys apart without telling anything of them.
    id: String,
    cipher: XChaCha20Poly1305,
}

impl Key {
    fn new(bytes: &[u8; KEY_BYTES]) -> Self {
        let id = Sha256::digest(bytes).iter().take(4).map(|byte| format!("{byte:02x}")).collect();
        Self { id, cipher: XChaCha20Poly1305::new(bytes.into()) }
    }
}

impl Keyring {
    /// The keys of the configuration, else the one in the data folder, which is made when there is none yet.
    pub(crate) fn of(settings: &Settings) -> Result<Self> {
        if settings.secret_keys.is_empty() {
            let bytes = in_file(&settings.data_dir).map_err(|error| Error::internal(format!("{FILE}: {error}")))?;
            return Ok(Self(vec![Key::new(&bytes)]));
        }
        let keys = settings.secret_keys.iter().map(|text| read_key(text.expose_secret()).map(|bytes| Key::new(&bytes)));
        Ok(Self(keys.collect::<Option<_>>().ok_or_else(|| Error::internal("a key for secrets cannot be read"))?))
    }

    /// Encrypts a secret so that it opens nowhere but where it is kept, which `place` says.
    pub(crate) fn seal(&self, place: &str, secret: &SecretString) -> Result<SealedCredentials> {
        let key = self.0.first().ok_or_else(|| Error::internal("there is no key for secrets"))?;
        let nonce: [u8; NONCE_BYTES] = rand::rng().random();
        let payload = Payload { msg: secret.expose_secret().as_bytes(), aad: place.as_bytes() };
        let sealed = key.cipher.encrypt(&XNonce::from(nonce), payload).map_err(|_| Error::internal("a secret is too long"))?;
        Ok(SealedCredentials { credentials: [nonce.as_slice(), &sealed].concat(), key_id: key.id.clone() })
    }

    /// Whether it is sealed with the key that seals by now.
    pub(crate) fn is_current(&self, sealed: &SealedCredentials) -> bool {
        self.0.first().is_some_and(|key| key.id == sealed.key_id)
    }

    /// Decrypts what was sealed for this place; `None` where no key opens it.
    pub(crate) fn open(&self, place: &str, sealed: &SealedCredentials) -> Option<SecretString> {
        let key = self.0.iter().find(|key| key.id == sealed.key_id)?;
        let (nonce, ciphertext) = sealed.credentials.split_at_checked(NONCE_BYTES)?;
        let nonce: [u8; NONCE_BYTES] = nonce.try_into().ok()?;
        let payload = Payload { msg: ciphertext, aad: place.as_bytes() };
        let plain = key.cipher.decrypt(&XNonce::from(nonce), payload).ok()?;
        String::from_utf8(plain).ok().map(SecretString::from)
    }
}

/// A key as it is configured: 32 bytes in base 64.
#[must_use]
pub fn read_key(text: &str) -> Option<[u8; KEY_BYTES]> {
    BASE64.decode(text.trim()).ok()?.try_into().ok()
}

/// The key in the file, which is made whole or not at all, and never over another.
fn in_file(folder: &Path) -> io::Result<[u8; KEY_BYTES]> {
    let file = folder.join(FILE);
    if !file.exists() {
        fs::create_dir_all(folder)?;
        let bytes: [u8; KEY_BYTES] = rand::rng().random();
        let draft = folder.join(format!(".{FILE}.{}", std::process::id()));
        let mut options = OpenOptions::new();
        options.write(true).create(true).truncate(true).mode(0o600).open(&draft)?.write_all(BASE64.encode(bytes).as_bytes())?;
        fs::set_permissions(&draft, Permissions::from_mode(0o600))?;
        let made = fs::hard_link(&draft, &file);
        fs::remove_file(&draft)?;
        // Another server may have been faster.
        made.or_else(|error| if error.kind() == io::ErrorKind::AlreadyExists { Ok(()) } else { Err(error) })?;
    }
    read_key(&fs::read_to_string(&file)?).ok_or_else(|| io::Error::new(io::ErrorKind::InvalidData, "this is no key"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn settings(folder: &Path, keys: &[&str]) -> Settings {
        let secret_keys = keys.iter().map(|key| SecretString::from(*key)).collect();
        Settings { data_dir: folder.to_owned(), secret_keys, ..Settings::default() }
    }

    fn secret(opened: Option<SecretString>) -> Option<String> {
        opened.map(|secret| secret.expose_secret().to_owned())
    }

    #[test]
    fn a_secret_opens_where_it_is_kept_and_nowhere_else() {
        let folder = tempfile::tempdir().unwrap();
        let ring = Keyring::of(&settings(folder.path(), &[])).unwrap();
        let sealed = ring.seal("here", &"hunter2".into()).unwrap();
        assert!(!String::from_utf8_lossy(&sealed.credentials).contains("hunter2"));
        assert_ne!(ring.seal("here", &"hunter2".into()).unwrap().credentials, sealed.credentials);
        // The next start finds the same key.
        let again = Keyring::of(&settings(folder.path(), &[])).unwrap();
        assert_eq!(secret(again.open("here", &sealed)).as_deref(), Some("hunter2"));
        assert_eq!(secret(again.open("there", &sealed)), None);
        let mode = fs::metadata(folder.path().join(FILE)).unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o600);
        for broken in [vec![], vec![0; NONCE_BYTES], sealed.credentials[1..].to_vec()] {
            assert_eq!(secret(ring.open("here", &SealedCredentials { credentials: broken, ..sealed.clone() })), None);
        }
    }

    #[test]
    fn a_former_key_opens_what_it_sealed_and_seals_nothing_more() {
        let folder = tempfile::tempdir().unwrap();
        let (old, new) = (BASE64.encode([1; KEY_BYTES]), BASE64.encode([2; KEY_BYTES]));
        let before = Keyring::of(&settings(folder.path(), &[&old])).unwrap().seal("here", &"hunter2".into()).unwrap();
        let ring = Keyring::of(&settings(folder.path(), &[&new, &old])).unwrap();
        assert_eq!(secret(ring.open("here", &before)).as_deref(), Some("hunter2"));
        let after = ring.seal("here", &"hunter2".into()).unwrap();
        assert_ne!(after.key_id, before.key_id);
        assert_eq!(secret(Keyring::of(&settings(folder.path(), &[&new])).unwrap().open("here", &before)), None);
        assert!(!folder.path().join(FILE).exists(), "a configured key needs no file");
        assert!(Keyring::of(&settings(folder.path(), &["short"])).is_err());
    }
}

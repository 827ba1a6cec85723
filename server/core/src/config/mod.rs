//! How an installation is set up, as the rules see it. Reading files and the environment is the server's business.

mod metadata;

use std::path::PathBuf;

use ipnet::IpNet;
use secrecy::SecretString;
use url::Url;

pub use metadata::{MetadataService, MetadataSettings};

/// What the rules need to know of the configuration.
#[derive(Debug, Clone)]
pub struct Settings {
    /// Where the single-page app is served: links in messages lead there.
    pub web_url: Url,
    /// Where uploads, import files and the private PostgreSQL live.
    pub data_dir: PathBuf,
    /// Where clients reach the API: addresses of pictures begin with it.
    pub public_url: Url,
    /// How pictures are fetched and kept.
    pub images: ImageSettings,
    /// Memory that hashing one password takes, in KiB (argon2id).
    pub password_memory_kib: u32,
    /// How many passwords are hashed at a time.
    pub password_parallelism: usize,
    /// Who is asked what things are.
    pub metadata: MetadataSettings,
    /// The keys that secrets are encrypted with, 32 bytes in base 64 each: the first seals, the others still open. Without
    /// any, one is kept in the data folder.
    pub secret_keys: Vec<SecretString>,
    /// The application at Trakt by which people let MediaNest tell their accounts there what they watched.
    pub trakt_app: Option<TraktApp>,
}

/// An application that is registered at Trakt.
#[derive(Debug, Clone)]
pub struct TraktApp {
    /// Where Trakt's API is.
    pub url: Url,
    /// What Trakt calls the application.
    pub client_id: String,
    /// What it proves itself with.
    pub client_secret: SecretString,
}

/// How pictures are fetched and kept.
#[derive(Debug, Clone)]
pub struct ImageSettings {
    /// Where they are kept, if not in the data directory.
    pub cache_dir: Option<PathBuf>,
    /// How much is kept.
    pub cache_bytes: u64,
    /// Networks they may be fetched from although these are not public.
    pub networks: Vec<IpNet>,
}

impl Settings {
    /// Where pictures are kept.
    #[must_use]
    pub fn image_cache_dir(&self) -> PathBuf {
        self.images.cache_dir.clone().unwrap_or_else(|| self.data_dir.join("images"))
    }
}

impl Default for ImageSettings {
    fn default() -> Self {
        Self { cache_dir: None, cache_bytes: 2048 * 1024 * 1024, networks: Vec::new() }
    }
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            web_url: Url::parse("http://localhost:8080").expect("a literal URL parses"),
            data_dir: PathBuf::from("data"),
            public_url: Url::parse("http://localhost:8080").expect("a literal URL parses"),
            images: ImageSettings::default(),
            password_memory_kib: 19_456,
            password_parallelism: 2,
            metadata: MetadataSettings::default(),
            secret_keys: Vec::new(),
            trakt_app: None,
        }
    }
}

//! How an installation is set up, as the rules see it. Reading files and the environment is the server's business.

mod metadata;

use std::path::PathBuf;

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

impl Default for Settings {
    fn default() -> Self {
        Self {
            web_url: Url::parse("http://localhost:8080").expect("a literal URL parses"),
            data_dir: PathBuf::from("data"),
            password_memory_kib: 19_456,
            password_parallelism: 2,
            metadata: MetadataSettings::default(),
            secret_keys: Vec::new(),
            trakt_app: None,
        }
    }
}

use std::time::Duration;

use secrecy::SecretString;
use url::Url;

/// Who is asked what things are, and how.
#[derive(Debug, Clone)]
pub struct MetadataSettings {
    /// Everybody who is asked; nobody, unless an administrator names them.
    pub services: Vec<MetadataService>,
    /// The language in which they are asked, as a BCP 47 tag.
    pub language: String,
    /// Whom they may write to about the requests: they are told with each.
    pub contact: Option<String>,
    /// How long one request may take.
    pub timeout: Duration,
    /// Whether each is asked no faster than it allows: only who stands in for one needs no such care.
    pub keeps_pace: bool,
}

impl Default for MetadataSettings {
    fn default() -> Self {
        Self {
            services: Vec::new(),
            language: "en".to_owned(),
            contact: None,
            timeout: Duration::from_secs(10),
            keeps_pace: true,
        }
    }
}

/// A service that knows things, where it is, and what it wants to see of those who ask.
#[derive(Debug, Clone)]
pub enum MetadataService {
    /// The Movie Database.
    Tmdb {
        /// Where it is.
        url: Url,
        /// The read access token.
        token: SecretString,
    },
    /// TheTVDB.
    Tvdb {
        /// Where it is.
        url: Url,
        /// The key.
        key: SecretString,
        /// The subscriber's PIN, where the key wants one.
        pin: Option<SecretString>,
    },
    /// TVmaze.
    Tvmaze {
        /// Where it is.
        url: Url,
    },
    /// AniList.
    Anilist {
        /// Where it is.
        url: Url,
    },
    /// MusicBrainz with the Cover Art Archive.
    Musicbrainz {
        /// Where it is.
        url: Url,
        /// Where the covers are.
        covers: Url,
    },
    /// Open Library.
    Openlibrary {
        /// Where it is.
        url: Url,
    },
    /// IGDB.
    Igdb {
        /// Where it is.
        url: Url,
        /// Where its tokens come from.
        sign_in: Url,
        /// The application at Twitch.
        client_id: String,
        /// Its secret.
        client_secret: SecretString,
    },
}

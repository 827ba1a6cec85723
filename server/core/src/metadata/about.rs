use medianest_db::MetadataProvider;

/// What is to be said of a provider where its knowledge is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct About {
    /// What it calls itself.
    pub name: &'static str,
    /// Its home.
    pub home: &'static str,
    /// What it wants to be said, in its own words where it prescribes them.
    pub notice: &'static str,
    /// Under what its knowledge may be used.
    pub licence_url: &'static str,
    /// Where its key is configured, if it wants one.
    pub(super) key_setting: Option<&'static str>,
}

/// What is to be said of a provider, whether it is on or not.
#[must_use]
pub fn about(provider: MetadataProvider) -> &'static About {
    match provider {
        MetadataProvider::Tmdb => &About {
            name: "TMDB",
            home: "https://www.themoviedb.org",
            notice: "This product uses the TMDB API but is not endorsed or certified by TMDB.",
            licence_url: "https://www.themoviedb.org/api-terms-of-use",
            key_setting: Some("metadata.tmdb.token"),
        },
        MetadataProvider::Tvdb => &About {
            name: "TheTVDB",
            home: "https://thetvdb.com",
            notice: "Metadata provided by TheTVDB. Please consider adding missing information or subscribing.",
            licence_url: "https://thetvdb.com/tos",
            key_setting: Some("metadata.tvdb.key"),
        },
        MetadataProvider::Tvmaze => &About {
            name: "TVmaze",
            home: "https://www.tvmaze.com",
            notice: "Data provided by TVmaze, licensed under CC BY-SA 4.0.",
            licence_url: "https://creativecommons.org/licenses/by-sa/4.0/",
            key_setting: None,
        },
        MetadataProvider::Anilist => &About {
            name: "AniList",
            home: "https://anilist.co",
            notice: "Data provided by AniList.",
            licence_url: "https://anilist.co/terms",
            key_setting: None,
        },
        MetadataProvider::Musicbrainz => &About {
            name: "MusicBrainz",
            home: "https://musicbrainz.org",
            notice: "Data provided by MusicBrainz, released into the public domain (CC0). Covers come from the Cover Art Archive.",
            licence_url: "https://creativecommons.org/publicdomain/zero/1.0/",
            key_setting: None,
        },
        MetadataProvider::Openlibrary => &About {
            name: "Open Library",
            home: "https://openlibrary.org",
            notice: "Data provided by Open Library, a project of the Internet Archive.",
            licence_url: "https://openlibrary.org/developers/licensing",
            key_setting: None,
        },
        MetadataProvider::Igdb => &About {
            name: "IGDB",
            home: "https://www.igdb.com",
            notice: "Data provided by IGDB.com.",
            licence_url: "https://www.igdb.com/api",
            key_setting: Some("metadata.igdb.client_secret"),
        },
    }
}

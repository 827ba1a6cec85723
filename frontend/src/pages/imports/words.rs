//! Imports in words.

use medianest_web_api::operations::imports::{ImportSource, ImportStatus};

use crate::components::Tone;
use crate::t;

/// What a source is called.
pub fn source_name(source: ImportSource) -> String {
    match source {
        ImportSource::Movielens => t!("source-movielens"),
        ImportSource::Trakt => t!("source-trakt"),
        ImportSource::Csv => t!("source-csv"),
        ImportSource::Letterboxd => t!("source-letterboxd"),
        ImportSource::Imdb => t!("source-imdb"),
        ImportSource::Goodreads => t!("source-goodreads"),
        ImportSource::Json => t!("source-json"),
        ImportSource::Myanimelist => t!("source-myanimelist"),
        ImportSource::Netflix => t!("source-netflix"),
        ImportSource::Spotify => t!("source-spotify"),
        ImportSource::Listenbrainz => t!("source-listenbrainz"),
        ImportSource::Lastfm => t!("source-lastfm"),
        ImportSource::Maloja => t!("source-maloja"),
        ImportSource::ScrobblerLog => t!("source-scrobbler-log"),
        ImportSource::Tvtime => t!("source-tvtime"),
        ImportSource::Simkl => t!("source-simkl"),
        ImportSource::Yamtrack => t!("source-yamtrack"),
        ImportSource::Ryot => t!("source-ryot"),
    }
}

/// The icon of a source.
pub const fn source_icon(source: ImportSource) -> &'static str {
    match source {
        ImportSource::Movielens => "users",
        ImportSource::Trakt | ImportSource::Simkl | ImportSource::Tvtime | ImportSource::Myanimelist => "tv",
        ImportSource::Csv | ImportSource::Yamtrack => "table",
        ImportSource::Json | ImportSource::Ryot => "braces",
        ImportSource::Letterboxd | ImportSource::Netflix => "clapperboard",
        ImportSource::Imdb => "star",
        ImportSource::Goodreads => "book-open",
        ImportSource::Spotify
        | ImportSource::Listenbrainz
        | ImportSource::Lastfm
        | ImportSource::Maloja
        | ImportSource::ScrobblerLog => "music",
    }
}

/// Where an import stands.
pub fn status_name(status: ImportStatus) -> String {
    match status {
        ImportStatus::Pending => t!("import-pending"),
        ImportStatus::Running => t!("import-running"),
        ImportStatus::Completed => t!("import-completed"),
        ImportStatus::Failed => t!("import-failed"),
        ImportStatus::Cancelled => t!("import-cancelled"),
        ImportStatus::Undoing => t!("import-undoing"),
        ImportStatus::Undone => t!("import-undone"),
    }
}

/// What that means.
pub const fn status_tone(status: ImportStatus) -> Tone {
    match status {
        ImportStatus::Pending | ImportStatus::Undone => Tone::Plain,
        ImportStatus::Running | ImportStatus::Undoing => Tone::Live,
        ImportStatus::Completed => Tone::Good,
        ImportStatus::Failed => Tone::Bad,
        ImportStatus::Cancelled => Tone::Warn,
    }
}

/// What things of a kind are called; the server's word for a kind that this app does not know.
pub fn kind_name(kind: &str) -> String {
    match kind {
        "users" => t!("kind-users"),
        "media_items" => t!("kind-items"),
        "media_external_ids" => t!("kind-external-ids"),
        "user_libraries" => t!("kind-library"),
        "user_ratings" => t!("kind-ratings"),
        "plays" => t!("kind-plays"),
        "watch_sessions" => t!("kind-cycles"),
        "user_lists" => t!("kind-lists"),
        "user_list_items" => t!("kind-list-items"),
        "user_reviews" => t!("kind-reviews"),
        other => other.replace('_', " "),
    }
}

//! What the fields of items are called by people.

use crate::t;

/// A field's name in words: a column's, or one that a media type describes. What an administrator's own media type describes
/// wears the administrator's words.
pub fn field_name(name: &str) -> String {
    match name {
        "name" => t!("item-name"),
        "original_name" => t!("item-original-name"),
        "description" => t!("item-description"),
        "year" => t!("item-year"),
        "released_on" => t!("item-released"),
        "released_at" => t!("field-released-at"),
        "runtime_seconds" => t!("item-length"),
        "genres" => t!("item-genres"),
        "language" => t!("item-language"),
        "parts" => t!("field-parts"),
        "poster_url" => t!("field-poster"),
        "backdrop_url" => t!("field-backdrop"),
        "tagline" => t!("field-tagline"),
        "certification" => t!("field-certification"),
        "countries" => t!("field-countries"),
        "version" => t!("field-version"),
        "network" => t!("field-network"),
        "status" => t!("field-status"),
        "label" => t!("field-label"),
        "authors" => t!("field-authors"),
        "pages" => t!("field-pages"),
        "publisher" | "publishers" => t!("field-publisher"),
        "series" => t!("field-series"),
        "platforms" => t!("field-platforms"),
        "developers" => t!("field-developers"),
        other => {
            let words = other.replace('_', " ");
            let mut letters = words.chars();
            letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
        }
    }
}

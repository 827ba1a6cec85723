//! What the levels of the media types that come with MediaNest are called in the words of others' ids.

use medianest_db::MediaTypeId;
use medianest_db::catalogue::builtin;

const LEVELS: &[(&str, MediaTypeId, &[&str])] = &[
    ("movie", builtin::MOVIE, &["movie"]),
    ("tv", builtin::TV, &["show", "season", "episode"]),
    ("music", builtin::MUSIC, &["artist", "album", "track"]),
    ("book", builtin::BOOK, &["book"]),
    ("podcast", builtin::PODCAST, &["podcast", "episode"]),
    ("game", builtin::GAME, &["game"]),
];

/// What a thing of this media type that is so far below the top is called.
pub(crate) fn noun(media_type: &str, level: usize) -> Option<&'static str> {
    let (.., nouns) = LEVELS.iter().find(|(name, ..)| *name == media_type)?;
    nouns.get(level).copied()
}

/// The media type of this name.
pub(crate) fn media_type(name: &str) -> Option<MediaTypeId> {
    LEVELS.iter().find(|(known, ..)| *known == name).map(|(_, id, _)| *id)
}

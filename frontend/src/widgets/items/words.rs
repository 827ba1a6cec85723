//! Items in words and signs: what they are called, what kind they are, where one is with them.

use medianest_web_api::operations::catalogue::{ItemCard, ItemRef};

use crate::components::PosterShape;
use crate::t;

/// The icon of an item's kind.
pub fn icon_of(item: &ItemCard) -> &'static str {
    item.media_type.as_ref().map_or("shapes", |kind| icon_named(&kind.name))
}

/// The icon of a media type by its name; those that administrators add share one.
pub fn icon_named(media_type: &str) -> &'static str {
    match media_type {
        "movie" => "clapperboard",
        "tv" => "tv",
        "music" => "music",
        "book" => "book-open",
        "podcast" => "mic",
        "game" => "gamepad-2",
        _ => "shapes",
    }
}

/// The shape of an item's poster.
pub fn shape_of(item: &ItemCard) -> PosterShape {
    match item.media_type.as_ref().map(|kind| kind.name.as_str()) {
        Some("music" | "podcast") => PosterShape::Square,
        _ => PosterShape::Tall,
    }
}

/// What one thing of a media type is called: `Film`, `Series`. Those that administrators add are called as they said.
pub fn type_name(name: &str, display_name: &str) -> String {
    match name {
        "movie" => t!("type-movie"),
        "tv" => t!("type-tv"),
        "music" => t!("type-music"),
        "book" => t!("type-book"),
        "podcast" => t!("type-podcast"),
        "game" => t!("type-game"),
        _ => display_name.to_owned(),
    }
}

/// What all things of a media type are called: `Films`, `Series`.
pub fn types_name(name: &str, display_name: &str) -> String {
    match name {
        "movie" => t!("types-movie"),
        "tv" => t!("types-tv"),
        "music" => t!("types-music"),
        "book" => t!("types-book"),
        "podcast" => t!("types-podcast"),
        "game" => t!("types-game"),
        _ => display_name.to_owned(),
    }
}

/// What the album is called that holds an artist's tracks from no album: MusicBrainz's word.
const NO_ALBUM: &str = "[non-album tracks]";

/// What a level of a hierarchy is called: `Season`, `Track`.
pub fn level_name(level: &str) -> String {
    match level {
        "show" => t!("level-show"),
        "season" => t!("level-season"),
        "episode" => t!("level-episode"),
        "artist" => t!("level-artist"),
        "album" => t!("level-album"),
        "track" => t!("level-track"),
        // A media type of the house: its own word, as a title.
        other => {
            let mut letters = other.chars();
            letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
        }
    }
}

/// Where a part stands in its whole: `S2 E5`, `Season 2`, `Track 7`.
pub fn part_label(level: Option<&str>, position: Option<i32>, parent: Option<&ItemRef>) -> Option<String> {
    let position = position?;
    let season = parent.filter(|parent| parent.level_name.as_deref() == Some("season")).and_then(|parent| parent.position);
    Some(match (level?, season) {
        ("episode", Some(season)) => t!("part-episode", season = season, episode = position),
        ("season", _) if position == 0 => t!("part-specials"),
        (level, _) => format!("{} {position}", level_name(level)),
    })
}

/// Whether it is known by its own name, and its whole only says whose it is: music.
fn is_by_an_artist(item: &ItemCard) -> bool {
    matches!(item.level_name.as_deref(), Some("album" | "track"))
}

/// What an item goes by where there is room for one line: a part by the title of its whole, but music by its own.
pub fn heading(item: &ItemCard) -> String {
    match item.root.as_ref().filter(|_| !item.is_whole() && !is_by_an_artist(item)) {
        Some(root) => root.name.clone(),
        None if item.name.is_empty() => t!("unknown-title"),
        None => item.name.clone(),
    }
}

/// The line below: of a part its place and its own title, of music the artist and the album, else the year and the kind.
pub fn subtitle(item: &ItemCard) -> String {
    let parts = if item.is_whole() {
        [item.year.map(|year| year.to_string()), item.media_type.as_ref().map(|kind| type_name(&kind.name, &kind.display_name))]
    } else if is_by_an_artist(item) {
        let album = item.parent.as_ref().filter(|parent| parent.level_name.as_deref() == Some("album"));
        [artist(item), album.filter(|album| album.name != NO_ALBUM).map(|album| album.name.clone())]
    } else {
        let label = part_label(item.level_name.as_deref(), item.position, item.parent.as_ref());
        // `Season 2 · Season 2` says one thing twice.
        let name = Some(item.name.clone()).filter(|name| !name.is_empty() && label.as_ref() != Some(name));
        [label, name]
    };
    parts.into_iter().flatten().collect::<Vec<_>>().join(" · ")
}

/// Whose a piece of music is.
pub fn artist(item: &ItemCard) -> Option<String> {
    item.root.as_ref().filter(|_| is_by_an_artist(item)).map(|artist| artist.name.clone())
}

/// What a status of the library is called; the server's own word, where this app does not know it.
pub fn status_name(status: &str) -> String {
    match status {
        "plan_to_watch" => t!("status-planned"),
        "watching" => t!("status-watching"),
        "completed" => t!("status-completed"),
        "on_hold" => t!("status-on-hold"),
        "dropped" => t!("status-dropped"),
        other => other.to_owned(),
    }
}

/// The icon of a status of the library.
pub fn status_icon(status: &str) -> &'static str {
    match status {
        "plan_to_watch" => "bookmark",
        "watching" => "play",
        "completed" => "check",
        "on_hold" => "pause",
        "dropped" => "circle-slash",
        _ => "library",
    }
}

/// What one has done with something that one is through with, by its media type's verb: `Watched`, `Read`.
pub fn done_name(verb: &str) -> String {
    match verb {
        "watch" => t!("done-watch"),
        "listen" => t!("done-listen"),
        "read" => t!("done-read"),
        "play" => t!("done-play"),
        _ => t!("done"),
    }
}

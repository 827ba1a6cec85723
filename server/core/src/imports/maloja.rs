//! The JSON export of Maloja.

use std::path::Path;

use chrono::{DateTime, Utc};
use chrono_tz::Tz;
use serde::Deserialize;
use serde_json::Value;

use super::documents::{self, Documents, Element, Layout, Shape};
use super::listens::Listen;
use super::source::{Parsed, SourceError};
use super::words;

pub(super) fn open(path: &Path, name: &str, zone: Tz, now: DateTime<Utc>) -> Result<Documents, SourceError> {
    let expected = "this is no Maloja export: it has no list of scrobbles with their tracks";
    Documents::open((path, name), classify, expected, zone, now)
}

fn classify(_path: &str, start: &str) -> Option<Shape> {
    let is_export = start.starts_with('{') && start.contains("\"scrobbles\"") && start.contains("\"artists\"");
    is_export.then_some(Shape {
        rank: 0,
        layout: Layout::Members,
        read: |element, sink| {
            documents::one(element, sink, |row, element| (element.member == "scrobbles").then(|| scrobble(row, element)))
        },
    })
}

#[derive(Deserialize)]
struct Scrobble {
    time: i64,
    track: Track,
    duration: Option<i32>,
}

#[derive(Deserialize)]
struct Track {
    #[serde(default)]
    artists: Vec<String>,
    title: String,
    /// The name, or an object with it.
    album: Option<Value>,
    length: Option<i32>,
}

fn scrobble(row: Scrobble, element: &Element<'_>) -> Parsed {
    let album = row.track.album.as_ref().and_then(|album| match album {
        Value::String(name) => Some(name.as_str()),
        other => other.get("albumtitle").or_else(|| other.get("name")).and_then(Value::as_str),
    });
    // The first is whose track it is; the others are its guests.
    let mut artists = row.track.artists.into_iter();
    let first = artists.next().unwrap_or_default();
    let guests = artists.collect::<Vec<_>>().join(" & ");
    let listen = Listen {
        artist: if guests.is_empty() { first } else { format!("{first} feat. {guests}") },
        title: row.track.title,
        album: album.map(ToOwned::to_owned),
        length_seconds: row.track.length,
        played_seconds: row.duration,
        ..Listen::default()
    };
    let at = words::unix(row.time, element.now).map_err(|why| listen.problem(&format!("time: {why}")))?;
    listen.began(at)
}

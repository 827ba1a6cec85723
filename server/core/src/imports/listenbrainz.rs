//! The export of a ListenBrainz account: listens as they were submitted, one on each line of a file for each month; or one
//! list of them.

use std::path::Path;

use chrono::{DateTime, Utc};
use chrono_tz::Tz;
use serde::Deserialize;

use super::documents::{self, Documents, Element, Layout, Shape};
use super::listens::Listen;
use super::source::{Parsed, SourceError};
use super::words;

pub(super) fn open(path: &Path, name: &str, zone: Tz, now: DateTime<Utc>) -> Result<Documents, SourceError> {
    let expected = "this is no ListenBrainz export: there are no listens with track_metadata";
    Documents::open((path, name), classify, expected, zone, now)
}

fn classify(_path: &str, start: &str) -> Option<Shape> {
    let layout = if start.starts_with('[') { Layout::List } else { Layout::Lines };
    let are_listens = start.contains("\"track_metadata\"") && start.contains("\"listened_at\"");
    are_listens.then_some(Shape {
        rank: 0,
        layout,
        read: |element, sink| documents::one(element, sink, |row, element| Some(listen(row, element))),
    })
}

#[derive(Deserialize)]
struct Submitted {
    listened_at: i64,
    track_metadata: Metadata,
}

#[derive(Deserialize)]
struct Metadata {
    artist_name: String,
    track_name: String,
    release_name: Option<String>,
    #[serde(default)]
    additional_info: More,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct More {
    recording_mbid: Option<String>,
    artist_mbids: Option<Vec<String>>,
    duration_ms: Option<f64>,
    duration: Option<f64>,
}

fn listen(row: Submitted, element: &Element<'_>) -> Parsed {
    let more = row.track_metadata.additional_info;
    let seconds = more.duration_ms.map(|ms| ms / 1_000.0).or(more.duration).filter(|seconds| (1.0..1e7).contains(seconds));
    #[expect(clippy::cast_possible_truncation, reason = "below ten million, as just checked")]
    let length_seconds = seconds.map(|seconds| seconds.round() as i32);
    let listen = Listen {
        artist: row.track_metadata.artist_name,
        title: row.track_metadata.track_name,
        album: row.track_metadata.release_name,
        recording_id: more.recording_mbid,
        // Which of several names each of several ids is of, nobody says.
        artist_id: more.artist_mbids.filter(|ids| ids.len() == 1).and_then(|mut ids| ids.pop()),
        length_seconds,
        played_seconds: None,
    };
    let at = words::unix(row.listened_at, element.now).map_err(|why| listen.problem(&format!("listened_at: {why}")))?;
    listen.began(at)
}

//! What Spotify has kept of a person: the extended streaming history, and the short one of the last year. Whatever played
//! for less than half a minute, or in a private session, was not listened to.

use std::path::Path;

use chrono::{DateTime, NaiveDateTime, TimeDelta, Utc};
use chrono_tz::Tz;
use medianest_db::DatePrecision;
use medianest_db::catalogue::builtin;
use serde::Deserialize;

use super::documents::{self, Documents, Element, Layout, Shape};
use super::listens::Listen;
use super::record::{Facts, Node, PlayFact, Problem, Record, Span, clip};
use super::source::{Parsed, SourceError};
use super::words;

/// What played for less was skipped.
const LEAST_MS: i64 = 30_000;

pub(super) fn open(path: &Path, name: &str, zone: Tz, now: DateTime<Utc>) -> Result<Documents, SourceError> {
    let expected = "this is no streaming history of Spotify: there are no lists with master_metadata_track_name or endTime";
    Documents::open((path, name), classify, expected, zone, now)
}

fn classify(_path: &str, start: &str) -> Option<Shape> {
    let is_history = ["\"master_metadata_track_name\"", "\"msPlayed\""].iter().any(|field| start.contains(field));
    (start.starts_with('[') && is_history).then_some(Shape {
        rank: 0,
        layout: Layout::List,
        read: |element, sink| documents::one(element, sink, stream),
    })
}

/// A stream in either form.
#[derive(Default, Deserialize)]
#[serde(default)]
struct Stream {
    // The extended form.
    ts: Option<String>,
    ms_played: Option<i64>,
    master_metadata_track_name: Option<String>,
    master_metadata_album_artist_name: Option<String>,
    master_metadata_album_album_name: Option<String>,
    episode_name: Option<String>,
    episode_show_name: Option<String>,
    incognito_mode: Option<bool>,
    // The short form.
    #[serde(rename = "endTime")]
    end_time: Option<String>,
    #[serde(rename = "msPlayed")]
    short_ms_played: Option<i64>,
    #[serde(rename = "artistName")]
    artist_name: Option<String>,
    #[serde(rename = "trackName")]
    track_name: Option<String>,
    #[serde(rename = "podcastName")]
    podcast_name: Option<String>,
    #[serde(rename = "episodeName")]
    short_episode_name: Option<String>,
}

fn stream(stream: Stream, element: &Element<'_>) -> Option<Parsed> {
    let played = stream.ms_played.or(stream.short_ms_played).unwrap_or_default();
    if played < LEAST_MS || stream.incognito_mode == Some(true) {
        return None;
    }
    let ended = match ended_at(&stream, element.now) {
        Ok(ended) => ended,
        Err(why) => return Some(Err(Problem::new(clip(element.text, 100), why))),
    };
    let seconds = i32::try_from(played / 1_000).ok();
    let episode = stream.episode_name.or(stream.short_episode_name);
    if let (Some(episode), Some(show)) = (episode, stream.episode_show_name.or(stream.podcast_name)) {
        return Some(podcast(&show, &episode, ended, seconds));
    }
    let title = stream.master_metadata_track_name.or(stream.track_name)?;
    let listen = Listen {
        artist: stream.master_metadata_album_artist_name.or(stream.artist_name).unwrap_or_default(),
        title,
        album: stream.master_metadata_album_album_name,
        played_seconds: seconds,
        ..Listen::default()
    };
    Some(listen.ended(ended))
}

/// Both forms tell in UTC when a stream ended.
fn ended_at(stream: &Stream, now: DateTime<Utc>) -> Result<DateTime<Utc>, &'static str> {
    let at = match (&stream.ts, &stream.end_time) {
        (Some(ts), _) => DateTime::parse_from_rfc3339(ts).ok().map(|at| at.with_timezone(&Utc)),
        (None, Some(end)) => NaiveDateTime::parse_from_str(end, "%Y-%m-%d %H:%M").ok().map(|at| at.and_utc()),
        (None, None) => None,
    };
    let at = at.ok_or("ts: give a time like 2019-05-03T21:30:00Z")?;
    words::unix(at.timestamp(), now).map(|_| at).map_err(|_| "ts: the time is in the future or before 1970")
}

fn podcast(show: &str, episode: &str, ended: DateTime<Utc>, seconds: Option<i32>) -> Parsed {
    let named = |name: &str| words::title(name).map(|name| Node { name: Some(name), ..Node::default() });
    let nodes = named(show).zip(named(episode)).map(|(show, episode)| vec![show, episode]);
    let nodes = nodes.ok_or_else(|| Problem::new(show, "episode_name: the episode has no title"))?;
    let mut play = PlayFact::at((ended, DatePrecision::Second), None);
    let started_at = ended - TimeDelta::seconds(seconds.map_or(0, i64::from));
    play.span = Some(Span { started_at, watched_seconds: words::seconds(seconds) });
    Ok(Record::of(builtin::PODCAST, nodes, Facts { play: Some(play), ..Facts::default() }))
}

//! Music that was listened to, as archives of scrobblers tell of it.

use chrono::{DateTime, TimeDelta, Utc};
use medianest_db::DatePrecision;
use medianest_db::catalogue::builtin;

use super::record::{Facts, Node, PlayFact, Problem, Record, Span};
use super::source::Parsed;
use super::words;
use crate::catalogue::external_ids;
use crate::catalogue::music::{NO_ALBUM, TrackWords};
use crate::diary::listens::event_id;

/// A listen as a file tells of it.
#[derive(Debug, Clone, Default)]
pub(super) struct Listen {
    pub artist: String,
    pub title: String,
    pub album: Option<String>,
    /// MusicBrainz's id of the recording.
    pub recording_id: Option<String>,
    /// MusicBrainz's id of the artist, where there is one.
    pub artist_id: Option<String>,
    /// How long the track is.
    pub length_seconds: Option<i32>,
    /// How long it was listened to; without it, the whole of it.
    pub played_seconds: Option<i32>,
}

impl Listen {
    /// What went wrong with it.
    pub(super) fn problem(&self, why: &str) -> Problem {
        Problem::new(format!("{} · {}", self.artist, self.title), why)
    }

    /// The row of a listen that began then.
    pub(super) fn began(self, at: DateTime<Utc>) -> Parsed {
        let length = words::seconds(self.played_seconds).or(words::seconds(self.length_seconds));
        self.row(at, at + TimeDelta::seconds(length.map_or(0, i64::from)), length)
    }

    /// The row of a listen that was over then.
    pub(super) fn ended(self, at: DateTime<Utc>) -> Parsed {
        let length = words::seconds(self.played_seconds).or(words::seconds(self.length_seconds));
        self.row(at - TimeDelta::seconds(length.map_or(0, i64::from)), at, length)
    }

    fn row(self, started_at: DateTime<Utc>, watched_at: DateTime<Utc>, watched_seconds: Option<i32>) -> Parsed {
        let (artist, title) = (words::title(&self.artist), words::title(&self.title));
        let artist = artist.ok_or_else(|| self.problem("artist: it is not said whose track it is"))?;
        let title = title.ok_or_else(|| self.problem("track: it has no title"))?;
        let words = TrackWords { artist, title, ..TrackWords::default() };
        let id = event_id(started_at, &words);
        let named = |name: &str, kind: &str, id: &Option<String>| Node {
            name: Some(name.to_owned()),
            keys: id.iter().filter_map(|id| external_ids::key("musicbrainz", kind, id).ok()).collect(),
            ..Node::default()
        };
        let album = self.album.as_deref().and_then(words::title);
        let mut track = named(&words.title, "recording", &self.recording_id);
        track.runtime_seconds = words::seconds(self.length_seconds);
        let nodes = vec![
            named(words.main_artist(), "artist", &self.artist_id),
            Node { name: Some(album.unwrap_or_else(|| NO_ALBUM.to_owned())), ..Node::default() },
            track,
        ];
        let mut play = PlayFact::at((watched_at, DatePrecision::Second), Some(id));
        play.span = Some(Span { started_at, watched_seconds });
        Ok(Record::of(builtin::MUSIC, nodes, Facts { play: Some(play), ..Facts::default() }))
    }
}

//! The log of a portable player (`.scrobbler.log`): a line for each track, its fields parted by tabs.

use std::io::{BufRead as _, BufReader};
use std::ops::ControlFlow;
use std::path::Path;

use chrono::{DateTime, TimeZone as _, Utc};
use chrono_tz::Tz;

use super::archive::Archive;
use super::listens::Listen;
use super::record::{Problem, clip};
use super::source::{Parsed, Remarks, Sink, Source, SourceError};
use super::{documents, words};

pub(super) struct ScrobblerLog {
    archive: Archive,
    files: Vec<String>,
    skipped: Vec<String>,
    zone: Tz,
    now: DateTime<Utc>,
}

impl ScrobblerLog {
    pub(super) fn open(path: &Path, name: &str, zone: Tz, now: DateTime<Utc>) -> Result<Self, SourceError> {
        let mut archive = Archive::open(path, name)?;
        let (files, skipped): (Vec<String>, Vec<String>) =
            archive.names().into_iter().partition(|name| documents::start(&mut archive, name).starts_with("#AUDIOSCROBBLER/"));
        if files.is_empty() {
            return Err(SourceError::Unusable("this is no log of a player: it does not begin with #AUDIOSCROBBLER".to_owned()));
        }
        Ok(Self { archive, files, skipped, zone, now })
    }
}

impl Source for ScrobblerLog {
    fn files(&self) -> &[String] {
        &self.files
    }

    fn read(&mut self, file: usize, sink: &mut Sink<'_>) -> Result<(), SourceError> {
        let reader = self.archive.read(&self.files[file])?;
        let budget = reader.budget();
        // Without a zone in the log, the player's clock is taken to be that of its person.
        let (mut is_utc, mut bytes) = (false, Vec::new());
        let mut lines = BufReader::new(reader);
        loop {
            budget.renew();
            bytes.clear();
            match lines.read_until(b'\n', &mut bytes) {
                Ok(0) => return Ok(()),
                Ok(_) => {}
                Err(error) => {
                    let _ = sink(Err(Problem::new("", format!("the rest of the file cannot be read: {error}"))));
                    return Ok(());
                }
            }
            let line = String::from_utf8_lossy(&bytes);
            let line = line.trim_end_matches(['\r', '\n']);
            if let Some(comment) = line.strip_prefix('#') {
                is_utc |= comment.trim() == "TZ/UTC";
                continue;
            }
            if line.trim().is_empty() {
                continue;
            }
            let zone = if is_utc { Tz::UTC } else { self.zone };
            if let Some(parsed) = track(line, zone, self.now)
                && sink(parsed) == ControlFlow::Break(())
            {
                return Ok(());
            }
        }
    }

    fn remarks(&self) -> Remarks {
        Remarks { skipped_files: self.skipped.clone(), unknown_columns: Vec::new() }
    }
}

/// Artist, album, title, number, length, `L`istened or `S`kipped, when, MusicBrainz's id. What was skipped is none.
fn track(line: &str, zone: Tz, now: DateTime<Utc>) -> Option<Parsed> {
    let fields: Vec<&str> = line.split('\t').collect();
    let &[artist, album, title, _, length, rating, time, ..] = fields.as_slice() else {
        return Some(Err(Problem::new(clip(line, 100), "the line has fewer than 7 fields")));
    };
    if rating.trim() == "S" {
        return None;
    }
    let listen = Listen {
        artist: artist.to_owned(),
        title: title.to_owned(),
        album: Some(album.to_owned()),
        recording_id: fields.get(7).map(|id| id.trim()).filter(|id| id.len() == 36).map(ToOwned::to_owned),
        length_seconds: length.trim().parse().ok(),
        ..Listen::default()
    };
    // The player counts seconds on its own clock.
    let local = time.trim().parse().ok().and_then(|seconds| DateTime::from_timestamp(seconds, 0)).map(|at| at.naive_utc());
    let at = local.and_then(|local| zone.from_local_datetime(&local).earliest()).map_or(0, |at| at.timestamp());
    Some(match words::unix(at, now) {
        Ok(at) => listen.began(at),
        Err(why) => Err(listen.problem(&format!("timestamp: {why}"))),
    })
}

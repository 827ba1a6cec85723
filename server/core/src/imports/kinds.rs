use std::path::Path;

use chrono::{DateTime, Utc};
use chrono_tz::Tz;
use medianest_db::ImportSource;

use super::csv::PlainCsv;
use super::movielens::MovieLens;
use super::myanimelist::MyAnimeList;
use super::netflix::Netflix;
use super::scrobbler_log::ScrobblerLog;
use super::source::{Source, SourceError};
use super::trakt::Trakt;
use super::{goodreads, imdb, lastfm, letterboxd, listenbrainz, maloja, own, ryot, simkl, spotify, tvtime, yamtrack};

/// Opens what is at the path as a source of this kind.
pub(super) fn open(
    kind: ImportSource,
    path: &Path,
    name: &str,
    zone: Tz,
    now: DateTime<Utc>,
) -> Result<Box<dyn Source>, SourceError> {
    Ok(match kind {
        ImportSource::Movielens => Box::new(MovieLens::open(path, name, now)?),
        ImportSource::Trakt => Box::new(Trakt::open(path, name, now)?),
        ImportSource::Csv => Box::new(PlainCsv::open(path, name, zone, now)?),
        ImportSource::Letterboxd => Box::new(letterboxd::open(path, name, zone, now)?),
        ImportSource::Imdb => Box::new(imdb::open(path, name, zone, now)?),
        ImportSource::Goodreads => Box::new(goodreads::open(path, name, zone, now)?),
        ImportSource::Json => Box::new(own::open(path, name, zone, now)?),
        ImportSource::Myanimelist => Box::new(MyAnimeList::open(path, name, zone, now)?),
        ImportSource::Netflix => Box::new(Netflix::open(path, name, zone, now)?),
        ImportSource::Spotify => Box::new(spotify::open(path, name, zone, now)?),
        ImportSource::Listenbrainz => Box::new(listenbrainz::open(path, name, zone, now)?),
        ImportSource::Lastfm => lastfm::open(path, name, zone, now)?,
        ImportSource::Maloja => Box::new(maloja::open(path, name, zone, now)?),
        ImportSource::ScrobblerLog => Box::new(ScrobblerLog::open(path, name, zone, now)?),
        ImportSource::Tvtime => Box::new(tvtime::open(path, name, zone, now)?),
        ImportSource::Simkl => Box::new(simkl::open(path, name, zone, now)?),
        ImportSource::Yamtrack => Box::new(yamtrack::open(path, name, zone, now)?),
        ImportSource::Ryot => Box::new(ryot::open(path, name, zone, now)?),
    })
}

//! A plain CSV: one row for each film, show, season, episode, book or game, with what its person did with it.

use std::ops::ControlFlow;
use std::path::Path;

use chrono::{DateTime, Utc};
use chrono_tz::Tz;
use medianest_db::catalogue::{ExternalKey, builtin};
use medianest_db::{MediaTypeId, RatingType};

use super::archive::Archive;
use super::dates;
use super::record::{EntryFact, Facts, Node, Person, PlayFact, Problem, RatingFact, Record, clip};
use super::source::{Parsed, Remarks, Sink, Source, SourceError};
use super::table::{self, Columns};
use super::words;
use crate::catalogue::external_ids;
use crate::catalogue::music::NO_ALBUM;

/// Each column, and what else it may be called.
const COLUMNS: &[(&str, &[&str])] = &[
    ("type", &["media_type", "kind", "title_type"]),
    ("title", &["name", "show", "show_title", "movie"]),
    ("year", &["release_year"]),
    ("season", &["season_number"]),
    ("episode", &["episode_number"]),
    ("imdb_id", &["imdb", "imdbid", "const"]),
    ("tmdb_id", &["tmdb", "tmdbid", "themoviedb_id"]),
    ("tvdb_id", &["tvdb", "tvdbid", "thetvdb_id"]),
    ("watched_at", &["watched", "watched_date", "date_watched", "date", "watched_on"]),
    ("rating", &["score", "your_rating", "my_rating"]),
    ("rated_at", &["date_rated", "rated_on"]),
    ("status", &["state", "list_status"]),
    ("notes", &["note", "comment", "comments"]),
    ("favorite", &["favourite", "liked", "is_favorite"]),
    ("added_at", &["date_added", "added_on"]),
    ("private", &["is_private"]),
    ("artist", &["artist_name"]),
    ("album", &["album_name"]),
    ("episode_title", &["episode_name"]),
];

/// What each status may be called.
const STATUSES: &[(&str, &[&str])] = &[
    (
        "plan_to_watch",
        &["planned", "planning", "plan", "plantowatch", "to_watch", "watchlist", "wishlist", "to_read", "want_to_read"],
    ),
    ("watching", &["in_progress", "current", "started", "reading", "playing", "currently_reading"]),
    ("completed", &["watched", "finished", "done", "seen", "read", "played"]),
    ("on_hold", &["paused", "hold", "onhold"]),
    ("dropped", &["abandoned", "stopped"]),
];

pub(super) struct PlainCsv {
    archive: Archive,
    files: Vec<String>,
    unknown: Vec<String>,
    zone: Tz,
    now: DateTime<Utc>,
}

impl PlainCsv {
    pub(super) fn open(path: &Path, name: &str, zone: Tz, now: DateTime<Utc>) -> Result<Self, SourceError> {
        let mut archive = Archive::open(path, name)?;
        if !matches!(archive, Archive::File(..)) {
            return Err(SourceError::Unusable("give one CSV file, not a folder or a zip".to_owned()));
        }
        let files = archive.names();
        let columns = table::column_names(archive.read(&files[0])?, &files[0], column)?;
        let is_known = |name: &str| COLUMNS.iter().any(|(known, _)| *known == name);
        if !columns.iter().any(|(_, known)| matches!(known.as_str(), "title" | "imdb_id" | "tmdb_id" | "tvdb_id")) {
            let why = format!("{} has none of the columns title, imdb_id, tmdb_id and tvdb_id in its header row", files[0]);
            return Err(SourceError::Unusable(why));
        }
        let unknown = columns.into_iter().filter(|(_, known)| !is_known(known)).map(|(name, _)| name).collect();
        Ok(Self { archive, files, unknown, zone, now })
    }
}

impl Source for PlainCsv {
    fn files(&self) -> &[String] {
        &self.files
    }

    fn read(&mut self, file: usize, sink: &mut Sink<'_>) -> Result<(), SourceError> {
        let name = &self.files[file];
        let (zone, now) = (self.zone, self.now);
        table::read_renamed(self.archive.read(name)?, name, column, &mut |columns, row| {
            if row.as_ref().is_ok_and(|row| row.iter().all(|field| field.trim().is_empty())) {
                // An empty line at the end of a spreadsheet says nothing, and is not wrong either.
                return ControlFlow::Continue(());
            }
            sink(row.and_then(|row| record(&row, columns, zone, now)))
        })
    }

    fn remarks(&self) -> Remarks {
        Remarks { skipped_files: Vec::new(), unknown_columns: self.unknown.clone() }
    }
}

/// The name a column goes by here: `Watched Date` is `watched_at`.
fn column(written: &str) -> String {
    let name = word(written);
    let known = COLUMNS.iter().find(|(known, others)| *known == name || others.contains(&name.as_str()));
    known.map_or(name, |(known, _)| (*known).to_owned())
}

fn word(text: &str) -> String {
    text.trim().to_lowercase().replace([' ', '-'], "_")
}

/// What a row is about.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    /// A thing without parts.
    Whole(MediaTypeId, &'static str),
    Show,
    Season,
    Episode,
    /// A track of an artist.
    Track,
}

fn record(row: &csv::StringRecord, columns: &Columns, zone: Tz, now: DateTime<Utc>) -> Parsed {
    let get = |column| columns.get(row, column);
    let label = clip(get("title").or(get("imdb_id")).or(get("tmdb_id")).or(get("tvdb_id")).unwrap_or_default(), 200);
    let wrong = |column: &str, why: &str| Problem::new(&label, format!("{column}: {why}"));
    let place = |column| match get(column) {
        None => Ok(None),
        Some(_) => columns.number::<i32>(row, column, &label).and_then(|number| {
            if (0..=1_000_000).contains(&number) { Ok(Some(number)) } else { Err(wrong(column, "give 0 to 1,000,000")) }
        }),
    };
    let (season, episode) = (place("season")?, place("episode")?);
    let kind = kind(get("type"), season, episode).map_err(|why| wrong("type", why))?;
    let nodes = nodes(row, columns, kind, (season, episode), &label)?;
    let flag = |column: &'static str| match get(column) {
        Some(text) => yes_or_no(text).ok_or_else(|| wrong(column, "give yes or no")),
        None => Ok(false),
    };
    let (is_favorite, is_private) = (flag("favorite")?, flag("private")?);
    let mut facts = Facts::default();
    if let Some(text) = get("watched_at") {
        let (watched_at, precision) = dates::parse(text, zone, now).map_err(|why| wrong("watched_at", why))?;
        if matches!(kind, Kind::Show | Kind::Season) {
            return Err(wrong("watched_at", "only films and episodes are watched at a time; leave it empty"));
        }
        facts.play = Some(PlayFact { is_private, ..PlayFact::at((watched_at, precision), None) });
    }
    if let Some(text) = get("rating") {
        let (rating, rating_type) =
            rating(text).ok_or_else(|| wrong("rating", "give 0 to 10, or with its scale: 4/5, 85/100"))?;
        let rated_at = match get("rated_at") {
            Some(text) => dates::parse(text, zone, now).map_err(|why| wrong("rated_at", why))?.0,
            None => facts.play.as_ref().map_or(now, |play| play.watched_at),
        };
        facts.rating = Some(RatingFact { rating, rating_type, rated_at });
    }
    let status = get("status")
        .map(|text| status(text).ok_or_else(|| wrong("status", "give plan_to_watch, watching, completed, on_hold or dropped")))
        .transpose()?;
    let added_at = get("added_at").map(|text| dates::parse(text, zone, now).map_err(|why| wrong("added_at", why))).transpose()?;
    let notes = get("notes").map(ToOwned::to_owned);
    if notes.as_ref().is_some_and(|notes| notes.chars().count() > 20_000 || notes.contains('\0')) {
        return Err(wrong("notes", "give at most 20,000 characters"));
    }
    let says_nothing = facts.play.is_none() && facts.rating.is_none();
    let is_kept = says_nothing || facts.play.is_some() || status.is_some() || is_favorite || notes.is_some();
    // Nobody keeps a track in their library for having heard it.
    if is_kept && (kind != Kind::Track || status.is_some() || is_favorite) {
        let default = match (&facts.play, kind) {
            (Some(_), Kind::Whole(..)) => "completed",
            (Some(_), _) => "watching",
            (None, _) => "plan_to_watch",
        };
        facts.entry = Some(EntryFact {
            status: status.unwrap_or(default),
            is_stated: status.is_some(),
            added_at: added_at.map(|(at, _)| at).or(facts.play.as_ref().map(|play| play.watched_at)).unwrap_or(now),
            notes,
            is_favorite,
            is_private,
        });
    }
    let media_type = match kind {
        Kind::Whole(media_type, _) => media_type,
        Kind::Show | Kind::Season | Kind::Episode => builtin::TV,
        Kind::Track => builtin::MUSIC,
    };
    Ok(Record { nodes, media_type, person: Person::Importer, facts })
}

fn kind(text: Option<&str>, season: Option<i32>, episode: Option<i32>) -> Result<Kind, &'static str> {
    let Some(text) = text else {
        return match (season, episode) {
            (Some(_), Some(_)) => Ok(Kind::Episode),
            (Some(_), None) => Ok(Kind::Season),
            (None, Some(_)) => Err("an episode needs its season too"),
            (None, None) => Ok(Kind::Whole(builtin::MOVIE, "movie")),
        };
    };
    match (word(text).as_str(), season, episode) {
        ("movie" | "film" | "tv_movie" | "video" | "short", ..) => Ok(Kind::Whole(builtin::MOVIE, "movie")),
        ("book", ..) => Ok(Kind::Whole(builtin::BOOK, "book")),
        ("game" | "video_game", ..) => Ok(Kind::Whole(builtin::GAME, "game")),
        ("track" | "song" | "music", ..) => Ok(Kind::Track),
        ("show" | "tv" | "tv_show" | "series" | "tv_series" | "tv_mini_series" | "anime", season, episode) => {
            match (season, episode) {
                (Some(_), Some(_)) => Ok(Kind::Episode),
                (Some(_), None) => Ok(Kind::Season),
                (None, Some(_)) => Err("an episode needs its season too"),
                (None, None) => Ok(Kind::Show),
            }
        }
        ("season", Some(_), _) => Ok(Kind::Season),
        ("season", None, _) => Err("a season needs its number in the column season"),
        ("episode" | "tv_episode", Some(_), Some(_)) => Ok(Kind::Episode),
        ("episode" | "tv_episode", ..) => Err("an episode needs its numbers in the columns season and episode"),
        _ => Err("give movie, show, season, episode, book, game or track"),
    }
}

/// The title and the ids are the show's where a row is about a season or an episode: that is what such tables hold.
fn nodes(
    row: &csv::StringRecord,
    columns: &Columns,
    kind: Kind,
    (season, episode): (Option<i32>, Option<i32>),
    label: &str,
) -> Result<Vec<Node>, Problem> {
    if kind == Kind::Track {
        return track(row, columns, label);
    }
    let noun = if let Kind::Whole(_, noun) = kind { noun } else { "show" };
    let mut keys: Vec<ExternalKey> = Vec::new();
    for (provider, column) in [("imdb", "imdb_id"), ("tmdb", "tmdb_id"), ("tvdb", "tvdb_id")] {
        if let Some(id) = columns.get(row, column) {
            let well_formed = match provider {
                "imdb" => id.trim_start_matches("tt").bytes().all(|byte| byte.is_ascii_digit()) && id.len() > 2 && id.len() < 20,
                _ => id.bytes().all(|byte| byte.is_ascii_digit()) && id.len() < 20,
            };
            let key = external_ids::key(provider, noun, id).ok().filter(|_| well_formed);
            keys.push(
                key.ok_or_else(|| Problem::new(label, format!("{column}: `{}` is not an id of {provider}", clip(id, 40))))?,
            );
        }
    }
    let title = columns.get(row, "title");
    if title.is_none() && keys.is_empty() {
        return Err(Problem::new(label, "title: give a title or an id"));
    }
    if title.is_some_and(|title| title.chars().count() > 500 || title.contains(char::is_control)) {
        return Err(Problem::new(label, "title: give 1 to 500 characters"));
    }
    let year = match columns.get(row, "year") {
        None => None,
        Some(_) => Some(columns.number::<i16>(row, "year", label)?).filter(|year| *year != 0),
    };
    if year.is_some_and(|year| !(-5000..=3000).contains(&year)) {
        return Err(Problem::new(label, "year: give a year from -5000 to 3000"));
    }
    let mut nodes = vec![Node { keys, name: title.map(ToOwned::to_owned), year, ..Node::default() }];
    if let (Kind::Season | Kind::Episode, Some(season)) = (kind, season) {
        nodes.push(super::record::season(season));
    }
    if let (Kind::Episode, Some(episode)) = (kind, episode) {
        let mut node = super::record::episode(episode);
        node.name = columns.get(row, "episode_title").and_then(words::title).or(node.name);
        nodes.push(node);
    }
    Ok(nodes)
}

fn track(row: &csv::StringRecord, columns: &Columns, label: &str) -> Result<Vec<Node>, Problem> {
    let named = |column: &str| columns.get(row, column).and_then(words::title);
    let artist = named("artist").ok_or_else(|| Problem::new(label, "artist: say whose track it is"))?;
    let title = named("title").ok_or_else(|| Problem::new(label, "title: give a title"))?;
    let album = named("album").unwrap_or_else(|| NO_ALBUM.to_owned());
    Ok([artist, album, title].map(|name| Node { name: Some(name), ..Node::default() }).to_vec())
}

/// `8` is of ten, `4/5` are stars, `85/100` and `85%` say it themselves.
fn rating(text: &str) -> Option<(i16, RatingType)> {
    let text = text.trim().trim_end_matches('★');
    let (value, scale) = match text.split_once('/') {
        Some((value, scale)) => (value.trim(), scale.trim().parse::<f64>().ok()?),
        None => text.strip_suffix('%').map_or((text, 10.0), |value| (value.trim(), 100.0)),
    };
    let value: f64 = value.parse().ok()?;
    if ![5.0, 10.0, 100.0].contains(&scale) || !(0.0..=scale).contains(&value) {
        return None;
    }
    #[expect(clippy::cast_possible_truncation, reason = "from 0 to 100, as just checked")]
    let rating = (value * 100.0 / scale).round() as i16;
    Some((rating, if scale <= 5.0 { RatingType::Stars } else { RatingType::Numeric }))
}

pub(super) fn status(text: &str) -> Option<&'static str> {
    let name = word(text);
    STATUSES.iter().find(|(known, others)| *known == name || others.contains(&name.as_str())).map(|(known, _)| *known)
}

fn yes_or_no(text: &str) -> Option<bool> {
    match word(text).as_str() {
        "yes" | "true" | "1" | "y" | "x" | "♥" => Some(true),
        "no" | "false" | "0" | "n" => Some(false),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::super::archive::RowReader;
    use super::*;

    fn parse(text: &[u8]) -> Vec<Parsed> {
        let mut parsed = Vec::new();
        let now = "2026-03-01T12:00:00Z".parse().unwrap();
        let _ = table::read_renamed(RowReader::of_bytes(text), "test.csv", column, &mut |columns, row| {
            parsed.push(row.and_then(|row| record(&row, columns, Tz::UTC, now)));
            ControlFlow::Continue(())
        });
        parsed
    }

    fn error(header: &str, row: &str) -> String {
        let mut parsed = parse(format!("{header}\n{row}\n").as_bytes());
        parsed.pop().unwrap().unwrap_err().error
    }

    #[test]
    fn a_row_says_what_it_is_about_and_what_was_done() {
        let rows = parse("Type,Name,Year,Season,Episode,IMDb,Watched Date,Score,Favourite\nmovie,Heat,1995,,,tt113277,2019-05,4.5/5,yes\n,Dark,,1,2,,2019-05-03,,\n".as_bytes());
        let film = rows[0].as_ref().unwrap();
        assert_eq!(film.nodes[0].keys[0].external_id, "tt0113277");
        assert_eq!(film.facts.rating.as_ref().unwrap().rating, 90);
        assert_eq!(film.facts.entry.as_ref().unwrap().status, "completed");
        assert!(film.facts.entry.as_ref().unwrap().is_favorite);
        let episode = rows[1].as_ref().unwrap();
        assert_eq!(episode.nodes.iter().map(|node| node.position).collect::<Vec<_>>(), [None, Some(1), Some(2)]);
        assert_eq!(episode.facts.entry.as_ref().unwrap().status, "watching");
    }

    #[test]
    fn an_error_names_its_column() {
        for (header, row, column) in [
            ("title,type", "X,podcastish", "type"),
            ("title,type", "X,episode", "type"),
            ("title,episode", "X,4", "type"),
            ("title,season", "X,-1", "season"),
            ("title,season", "X,one", "season"),
            ("title,year", "X,MCMXCV", "year"),
            ("title,imdb_id", "X,nm", "imdb_id"),
            ("title,tmdb_id", "X,../1", "tmdb_id"),
            ("title,watched_at", "X,03.05.2019", "watched_at"),
            ("title,type,watched_at", "X,show,2019", "watched_at"),
            ("title,rating", "X,11", "rating"),
            ("title,rating", "X,NaN", "rating"),
            ("title,rating,rated_at", "X,5,soon", "rated_at"),
            ("title,status", "X,maybe", "status"),
            ("title,favorite", "X,perhaps", "favorite"),
            ("title,year", ",1995", "title"),
        ] {
            let error = error(header, row);
            assert!(error.starts_with(&format!("{column}:")), "{header} / {row}: {error}");
        }
        assert!(error("title,year", "X,1995,surplus").contains("3 fields"));
    }

    #[test]
    fn text_that_is_not_utf_8_is_a_problem_of_its_row_alone() {
        let rows = parse(b"title\n\xff\xfe\nHeat\n");
        assert!(rows[0].as_ref().unwrap_err().error.contains("UTF-8"));
        assert!(rows[1].is_ok());
    }

    proptest::proptest! {
        #[test]
        fn no_bytes_make_it_panic(bytes in proptest::collection::vec(proptest::num::u8::ANY, 0..300)) {
            let _ = parse(&bytes);
        }

        #[test]
        fn no_table_makes_it_panic(rows in proptest::collection::vec("(movie|show|episode|\\PC{0,8}),(\\PC{0,12}),([0-9.-]{0,6}),([0-9]{0,3}),([0-9]{0,3}),(tt[0-9]{0,9}|\\PC{0,4}),([0-9TZ:-]{0,20}),([0-9./%]{0,6}),\\PC{0,5}", 0..5)) {
            let text = format!("type,title,year,season,episode,imdb,watched,rating,status\n{}", rows.join("\n"));
            for record in parse(text.as_bytes()).into_iter().flatten() {
                proptest::prop_assert!(record.facts.rating.is_none_or(|fact| (0..=100).contains(&fact.rating)));
            }
        }
    }
}

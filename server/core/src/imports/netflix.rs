//! What Netflix has kept of a person: the short viewing history of a profile, or the tables of the whole account.
//!
//! Netflix names episodes and does not number them, so an episode is known by its season and title. Dates are written as
//! the account's country does; which way that is shows in the file. Its lists do not tell films from shows and are left out.

use std::ops::ControlFlow;
use std::path::Path;

use chrono::{DateTime, NaiveDate, Utc};
use chrono_tz::Tz;
use medianest_db::catalogue::builtin;
use medianest_db::{DatePrecision, MediaTypeId};

use super::archive::Archive;
use super::dates;
use super::record::{self, Facts, Node, PlayFact, Problem, Record};
use super::source::{Parsed, Remarks, Sink, Source, SourceError};
use super::table::{self, Columns};
use super::tables::entry;
use super::words;

/// What seasons are called, in the languages of Netflix's larger countries; what comes after it is their number.
const SEASONS: &[&str] = &[
    "season",
    "series",
    "staffel",
    "temporada",
    "saison",
    "stagione",
    "seizoen",
    "säsong",
    "sæson",
    "sesong",
    "kausi",
    "sezon",
    "part",
    "parte",
    "partie",
    "teil",
    "volume",
    "volumen",
    "chapter",
    "book",
];
/// What a show is called that has only one season.
const ONLY_SEASONS: &[&str] =
    &["limited series", "miniserie", "mini-series", "miniseries", "mini-série", "miniséries", "serie limitada"];

/// What a table tells.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Content {
    /// Titles and days.
    History(DateOrder),
    /// Everything that played, to the second.
    Activity,
}

/// In which order days are written.
#[derive(Clone, Copy, PartialEq, Eq)]
enum DateOrder {
    Ymd,
    Dmy,
    Mdy,
}

pub(super) struct Netflix {
    archive: Archive,
    files: Vec<(String, Content)>,
    names: Vec<String>,
    skipped: Vec<String>,
    zone: Tz,
    now: DateTime<Utc>,
}

impl Netflix {
    pub(super) fn open(path: &Path, name: &str, zone: Tz, now: DateTime<Utc>) -> Result<Self, SourceError> {
        let mut archive = Archive::open_with_folders(path, name)?;
        let mut files = Vec::new();
        let mut skipped = Vec::new();
        for name in archive.names() {
            let head = archive.read(&name).and_then(|reader| table::head(reader, &name));
            let has = |column: &str| head.as_ref().is_ok_and(|head| head.columns.iter().any(|known| known == column));
            if has("Title") && (has("Start Time") || has("Start Time (UTC)")) {
                files.push((name, Content::Activity));
            } else if has("Title") && has("Date") {
                let order = date_order(&mut archive, &name)?;
                files.push((name, Content::History(order)));
            } else {
                skipped.push(name);
            }
        }
        // The whole account tells again, and better, what a profile's history tells.
        if files.iter().any(|(_, content)| *content == Content::Activity) {
            files.retain(|(name, content)| {
                let is_told = !matches!(content, Content::History(_));
                skipped.extend((!is_told).then(|| name.clone()));
                is_told
            });
        }
        if files.is_empty() {
            return Err(SourceError::Unusable("this is no Netflix history: it has no columns Title and Date".to_owned()));
        }
        let names = files.iter().map(|(name, _)| name.clone()).collect();
        Ok(Self { archive, files, names, skipped, zone, now })
    }
}

impl Source for Netflix {
    fn files(&self) -> &[String] {
        &self.names
    }

    fn read(&mut self, file: usize, sink: &mut Sink<'_>) -> Result<(), SourceError> {
        let (name, content) = &self.files[file];
        let (zone, now) = (self.zone, self.now);
        table::read(&mut self.archive, name, &mut |columns, row| match row {
            Ok(row) => match content {
                Content::History(order) => sink(viewing(&row, columns, *order, zone, now)),
                Content::Activity if is_viewing(&row, columns) => sink(activity(&row, columns, now)),
                Content::Activity => ControlFlow::Continue(()),
            },
            Err(problem) => sink(Err(problem)),
        })
    }

    fn remarks(&self) -> Remarks {
        Remarks { skipped_files: self.skipped.clone(), unknown_columns: Vec::new() }
    }
}

/// Looks for a day that can be meant in one way only; where there is none, the month comes first, as Netflix has it.
fn date_order(archive: &mut Archive, name: &str) -> Result<DateOrder, SourceError> {
    let mut found = None;
    table::read(archive, name, &mut |columns, row| {
        if let Ok(row) = row
            && let Some(date) = columns.get(&row, "Date")
        {
            found = order_of(date);
        }
        if found.is_some() { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
    })?;
    Ok(found.unwrap_or(DateOrder::Mdy))
}

fn order_of(date: &str) -> Option<DateOrder> {
    let [first, second, _] = parts(date)?;
    match (first.len(), first.parse::<u32>().ok()?, second.parse::<u32>().ok()?) {
        (4, ..) => Some(DateOrder::Ymd),
        _ if date.contains('.') => Some(DateOrder::Dmy),
        (_, 13.., _) => Some(DateOrder::Dmy),
        (_, _, 13..) => Some(DateOrder::Mdy),
        _ => None,
    }
}

fn parts(date: &str) -> Option<[&str; 3]> {
    let mut parts = date.trim().split(['/', '.', '-']).map(str::trim).filter(|part| !part.is_empty());
    let day = [parts.next()?, parts.next()?, parts.next()?];
    parts.next().is_none().then_some(day)
}

/// A day, as `2024-01-31`.
fn day(date: &str, order: DateOrder) -> Option<NaiveDate> {
    let [first, second, third] = parts(date)?;
    let (year, month, day) = match order {
        DateOrder::Ymd => (first, second, third),
        DateOrder::Dmy => (third, second, first),
        DateOrder::Mdy => (third, first, second),
    };
    let short = year.len() <= 2;
    let year: i32 = year.parse().ok()?;
    NaiveDate::from_ymd_opt(if short { 2000 + year } else { year }, month.parse().ok()?, day.parse().ok()?)
}

fn viewing(row: &csv::StringRecord, columns: &Columns, order: DateOrder, zone: Tz, now: DateTime<Utc>) -> Parsed {
    let title = columns.get(row, "Title").unwrap_or_default();
    let date = columns.get(row, "Date").unwrap_or_default();
    let wrong = |why: &str| Problem::new(title, format!("Date: {why}"));
    let day = day(date, order).ok_or_else(|| wrong("give a day"))?;
    let watched = dates::parse(&day.to_string(), zone, now).map_err(wrong)?;
    played(title, watched)
}

/// Whether a row is a viewing at all: what plays by itself, trailers and all but the newest view of something are not.
fn is_viewing(row: &csv::StringRecord, columns: &Columns) -> bool {
    let get = |column| columns.get(row, column).unwrap_or_default();
    let attributes = get("Attributes").to_lowercase();
    let plays_by_itself = attributes.contains("autoplayed: user action: none");
    get("Supplemental Video Type").is_empty() && !plays_by_itself && get("Latest Bookmark") != "Not latest view"
}

fn activity(row: &csv::StringRecord, columns: &Columns, now: DateTime<Utc>) -> Parsed {
    let title = columns.get(row, "Title").unwrap_or_default();
    let started = columns.get(row, "Start Time").or_else(|| columns.get(row, "Start Time (UTC)")).unwrap_or_default();
    let (at, precision) = dates::parse(started, Tz::UTC, now).map_err(|why| Problem::new(title, format!("Start Time: {why}")))?;
    played(title, (at, precision))
}

fn played(title: &str, (at, precision): (DateTime<Utc>, DatePrecision)) -> Parsed {
    let (media_type, nodes) = nodes(title).ok_or_else(|| Problem::new(title, "Title: give a title"))?;
    let status = if media_type == builtin::MOVIE { "completed" } else { "watching" };
    let facts = Facts { play: Some(PlayFact::at((at, precision), None)), entry: Some(entry(status, at)), ..Facts::default() };
    Ok(Record::of(media_type, nodes, facts))
}

/// `Show: Season 2: Episode` is an episode; a title in which no season is named is a film.
fn nodes(title: &str) -> Option<(MediaTypeId, Vec<Node>)> {
    let parts: Vec<&str> = title.split(": ").map(str::trim).filter(|part| !part.is_empty()).collect();
    let season = (1..parts.len().saturating_sub(1)).find_map(|place| Some((place, season_number(parts[place])?)));
    let named = |name: &str| Some(Node { name: Some(words::title(name)?), ..Node::default() });
    match season {
        Some((place, number)) => {
            let (show, episode) = (parts[..place].join(": "), parts[place + 1..].join(": "));
            Some((builtin::TV, vec![named(&show)?, record::season(number), named(&episode)?]))
        }
        None => Some((builtin::MOVIE, vec![named(title)?])),
    }
}

fn season_number(part: &str) -> Option<i32> {
    let part = part.to_lowercase();
    if ONLY_SEASONS.contains(&part.as_str()) {
        return Some(1);
    }
    let (word, number) = part.rsplit_once(' ')?;
    if !SEASONS.contains(&word) {
        return None;
    }
    number.parse().ok().filter(|number| (0..1_000).contains(number))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn titles_tell_films_from_episodes() {
        let names = |title: &str| {
            let (media_type, nodes) = nodes(title).unwrap();
            (media_type == builtin::TV, nodes.into_iter().filter_map(|node| node.name).collect::<Vec<_>>())
        };
        for (title, is_show, expected) in [
            ("Heat", false, &["Heat"][..]),
            ("Glass Onion: A Knives Out Mystery", false, &["Glass Onion: A Knives Out Mystery"]),
            ("Dark: Staffel 2: Anfänge und Enden", true, &["Dark", "Season 2", "Anfänge und Enden"]),
            ("Star Trek: Voyager: Season 1: Caretaker: Part 1", true, &["Star Trek: Voyager", "Season 1", "Caretaker: Part 1"]),
            ("Maid: Limited Series: Dollar Store", true, &["Maid", "Season 1", "Dollar Store"]),
            ("Dune: Part 1", false, &["Dune: Part 1"]),
        ] {
            assert_eq!(names(title), (is_show, expected.iter().map(|name| (*name).to_owned()).collect()), "{title}");
        }
        assert!(nodes(" ").is_none());
    }

    #[test]
    fn days_are_read_as_they_were_written() {
        for (date, order) in [
            ("2024-01-31", Some(DateOrder::Ymd)),
            ("31.01.24", Some(DateOrder::Dmy)),
            ("1/31/24", Some(DateOrder::Mdy)),
            ("31/1/2024", Some(DateOrder::Dmy)),
            ("1/2/24", None),
            ("yesterday", None),
        ] {
            assert!(order_of(date) == order, "{date}");
        }
        let january = NaiveDate::from_ymd_opt(2024, 1, 31);
        assert_eq!(day("31.01.24", DateOrder::Dmy), january);
        assert_eq!(day("1/31/24", DateOrder::Mdy), january);
        assert_eq!(day("1/31/24", DateOrder::Dmy), None);
    }
}

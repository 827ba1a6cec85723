//! Scrobbles that were taken along from Last.fm: as tables or JSON, as the programs for that write them, since Last.fm has
//! no export of its own.

use std::ops::ControlFlow;
use std::path::Path;

use chrono::{DateTime, NaiveDateTime, Utc};
use chrono_tz::Tz;
use serde_json::Value;

use super::archive::Archive;
use super::documents::{self, Documents, Element, Layout, Shape};
use super::listens::Listen;
use super::record::Problem;
use super::source::{Parsed, Sink, Source, SourceError};
use super::table::Head;
use super::tables::{Row, Table, Tables};
use super::words;

const EXPECTED: &str = "this is no list of scrobbles: there are neither columns artist, track and date nor JSON with them";
/// The columns of tables that have no header row.
const BARE: &[&str] = &["artist", "album", "track", "date"];

pub(super) fn open(path: &Path, name: &str, zone: Tz, now: DateTime<Utc>) -> Result<Box<dyn Source>, SourceError> {
    let mut archive = Archive::open_with_folders(path, name)?;
    let is_json = archive.names().iter().any(|name| documents::start(&mut archive, name).starts_with(['[', '{']));
    Ok(if is_json {
        Box::new(Documents::open((path, name), shape, EXPECTED, zone, now)?)
    } else {
        Box::new(Tables::open((path, name), &table, EXPECTED, zone, now)?)
    })
}

fn table(_path: &str, head: &Head) -> Option<Table> {
    let has = |column: &str| head.columns.iter().any(|known| known.eq_ignore_ascii_case(column));
    let is_named = has("artist") && (has("track") || has("title")) && (has("uts") || has("date") || has("utc_time"));
    let is_bare = head.columns.len() == BARE.len() && head.columns.last().is_some_and(|last| written(last).is_some());
    let header = if is_bare { Some(BARE) } else { None };
    (is_named || is_bare).then_some(Table { header, ..Table::new(0, row) })
}

fn row(row: &Row<'_>) -> Parsed {
    let get = |columns: &[&str]| columns.iter().find_map(|column| row.get(column)).map(ToOwned::to_owned);
    let listen = Listen {
        artist: get(&["artist", "Artist"]).unwrap_or_default(),
        title: get(&["track", "Track", "title", "Title"]).unwrap_or_default(),
        album: get(&["album", "Album"]),
        recording_id: get(&["track_mbid"]),
        artist_id: get(&["artist_mbid"]),
        ..Listen::default()
    };
    let at = get(&["uts", "date", "Date", "utc_time"]).unwrap_or_default();
    listen_at(listen, &at, row.now)
}

fn listen_at(listen: Listen, at: &str, now: DateTime<Utc>) -> Parsed {
    let seconds = at.parse::<i64>().ok().map(|number| if number > 100_000_000_000 { number / 1_000 } else { number });
    let seconds = seconds.or_else(|| written(at).map(|at| at.and_utc().timestamp()));
    let at =
        seconds.ok_or("give seconds since 1970 or a time like 03 May 2019, 21:30").and_then(|seconds| words::unix(seconds, now));
    match at {
        Ok(at) => listen.began(at),
        Err(why) => Err(listen.problem(&format!("date: {why}"))),
    }
}

/// A time as Last.fm writes it, in UTC.
fn written(text: &str) -> Option<NaiveDateTime> {
    let forms = ["%d %b %Y, %H:%M", "%d %b %Y %H:%M", "%Y-%m-%d %H:%M:%S", "%Y-%m-%d %H:%M"];
    forms.iter().find_map(|form| NaiveDateTime::parse_from_str(text.trim(), form).ok())
}

fn shape(_path: &str, start: &str) -> Option<Shape> {
    let layout = if start.starts_with('[') { Layout::List } else { Layout::Members };
    let is_known = start.starts_with(['[', '{']) && start.contains("\"artist\"") && start.contains("\"date\"");
    is_known.then_some(Shape { rank: 0, layout, read: element })
}

/// An element is a scrobble, or a page of them.
fn element(element: &Element<'_>, sink: &mut Sink<'_>) -> ControlFlow<()> {
    match element.parse::<Value>() {
        Ok(value) => scrobbles(&value, element.now, sink),
        Err(problem) => sink(Err(problem)),
    }
}

fn scrobbles(value: &Value, now: DateTime<Utc>, sink: &mut Sink<'_>) -> ControlFlow<()> {
    let page = value.as_array().or_else(|| value.get("track")?.as_array());
    if let Some(page) = page {
        return page.iter().try_for_each(|scrobble| scrobbles(scrobble, now, sink));
    }
    // What plays right now was not listened to yet.
    if value.pointer("/@attr/nowplaying").is_some() {
        return ControlFlow::Continue(());
    }
    sink(scrobble(value, now))
}

fn scrobble(value: &Value, now: DateTime<Utc>) -> Parsed {
    let named = |field: &str| {
        let value = value.get(field)?;
        let text = value.as_str().or_else(|| value.get("#text")?.as_str()).or_else(|| value.get("name")?.as_str())?;
        Some(text.to_owned()).filter(|text| !text.is_empty())
    };
    let id = |pointer: &str| value.pointer(pointer).and_then(Value::as_str).filter(|id| !id.is_empty()).map(ToOwned::to_owned);
    let listen = Listen {
        artist: named("artist").unwrap_or_default(),
        title: named("name").or_else(|| named("track")).or_else(|| named("title")).unwrap_or_default(),
        album: named("album"),
        recording_id: id("/mbid"),
        artist_id: id("/artist/mbid"),
        ..Listen::default()
    };
    let date = value.get("date").map(|date| date.get("uts").unwrap_or(date));
    match date {
        Some(Value::String(text)) => listen_at(listen, text, now),
        Some(Value::Number(number)) => listen_at(listen, &number.to_string(), now),
        _ => Err(Problem::new(format!("{} · {}", listen.artist, listen.title), "date: it is not said when")),
    }
}

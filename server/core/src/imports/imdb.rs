//! Exports of IMDb: ratings, the watchlist and lists, each one table.

use std::path::Path;

use chrono::{DateTime, Utc};
use chrono_tz::Tz;
use medianest_db::catalogue::builtin;
use medianest_db::{ListKind, MediaTypeId, RatingType};

use super::record::{Facts, Node, Person, Problem, RatingFact, Record, clip};
use super::source::{Parsed, SourceError};
use super::table::Head;
use super::tables::{ListName, Row, Table, Tables, entry, spoken_name};

pub(super) fn open(path: &Path, name: &str, zone: Tz, now: DateTime<Utc>) -> Result<Tables, SourceError> {
    let expected = "this is no IMDb export: it has no columns Const and Title Type";
    Tables::open((path, name), &classify, expected, zone, now)
}

fn classify(path: &str, head: &Head) -> Option<Table> {
    let has = |column: &str| head.columns.iter().any(|known| known == column);
    if !has("Const") || !has("Title Type") {
        return None;
    }
    if !has("Position") {
        return Some(Table::new(0, title));
    }
    let name = spoken_name(path);
    let is_watchlist = name.to_lowercase().contains("watchlist");
    let list = if is_watchlist {
        ListName { kind: ListKind::Watchlist, name: "Watchlist".to_owned(), description: None }
    } else {
        let name = if name.is_empty() { "IMDb list".to_owned() } else { name };
        ListName { kind: ListKind::Manual, name, description: None }
    };
    Some(Table { list: Some(list), ..Table::new(if is_watchlist { 1 } else { 2 }, title) })
}

/// Which media type a title type is, and the kind of its id.
fn kind(row: &Row<'_>) -> Result<(MediaTypeId, &'static str), Problem> {
    let written = row.get("Title Type").unwrap_or_default();
    match written.to_lowercase().replace([' ', '_'], "").as_str() {
        "movie" | "tvmovie" | "tvspecial" | "short" | "tvshort" | "video" | "musicvideo" => Ok((builtin::MOVIE, "movie")),
        "tvseries" | "tvminiseries" => Ok((builtin::TV, "show")),
        "tvepisode" => Ok((builtin::TV, "episode")),
        "videogame" => Ok((builtin::GAME, "game")),
        _ => Err(row.wrong("Title Type", &format!("`{}` is not imported", clip(written, 40)))),
    }
}

fn title(row: &Row<'_>) -> Parsed {
    let id = row.get("Const").unwrap_or_default();
    let is_title = id
        .strip_prefix("tt")
        .is_some_and(|digits| (1..=18).contains(&digits.len()) && digits.bytes().all(|byte| byte.is_ascii_digit()));
    if !is_title {
        return Err(row.wrong("Const", "give the id of a title, like tt0113277"));
    }
    let (media_type, kind) = kind(row)?;
    let mut node = Node { keys: vec![row.key("imdb", kind, id)?], ..Node::default() };
    // Which show an episode is of, and where in it, is not said: it can be found, not made.
    if kind != "episode" {
        node.name = Some(row.title("Title")?);
        node.original_name = row.title("Original Title").ok().filter(|original| Some(original) != node.name.as_ref());
        node.year = row.year("Year")?;
        node.genres = genres(row.get("Genres").unwrap_or_default());
    }
    if kind == "movie" {
        let minutes = row.get("Runtime (mins)").and_then(|text| text.parse::<i32>().ok());
        node.runtime_seconds = minutes.filter(|minutes| (1..100_000).contains(minutes)).map(|minutes| minutes * 60);
    }
    let mut facts = Facts::default();
    if let Some(rating) = row.rating("Your Rating", 10)? {
        let rated_at = row.time("Date Rated")?;
        facts.rating = Some(RatingFact { rating, rating_type: RatingType::Numeric, rated_at });
        // Who rates a film has seen it; of a show one may know the beginning.
        facts.entry = (kind == "movie").then(|| entry("completed", rated_at));
    }
    facts.list = row.list(row.time("Created")?, row.text("Description", 5_000));
    if facts.rating.is_none() && facts.list.is_none() {
        return Err(row.wrong("Your Rating", "give 1 to 10"));
    }
    Ok(Record { nodes: vec![node], media_type, person: Person::Importer, facts })
}

fn genres(text: &str) -> Vec<String> {
    text.split(',').map(|genre| clip(genre.trim(), 100)).filter(|genre| !genre.is_empty()).take(20).collect()
}

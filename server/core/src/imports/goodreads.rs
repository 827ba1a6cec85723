//! The library export of Goodreads: a table with one row for each book.

use std::path::Path;

use chrono::{DateTime, Utc};
use chrono_tz::Tz;
use medianest_db::catalogue::builtin;
use medianest_db::{DatePrecision, RatingType};

use super::record::{EntryFact, Facts, Node, Person, PlayFact, RatingFact, Record, ReviewFact, clip};
use super::source::{Parsed, SourceError};
use super::table::Head;
use super::tables::{Row, Table, Tables};

pub(super) fn open(path: &Path, name: &str, zone: Tz, now: DateTime<Utc>) -> Result<Tables, SourceError> {
    let expected = "this is no Goodreads export: it has no columns Book Id and Exclusive Shelf";
    Tables::open((path, name), &classify, expected, zone, now)
}

fn classify(_path: &str, head: &Head) -> Option<Table> {
    let has = |column: &str| head.columns.iter().any(|known| known == column);
    (has("Book Id") && has("Exclusive Shelf")).then_some(Table::new(0, book))
}

fn book(row: &Row<'_>) -> Parsed {
    let id = row.get("Book Id").filter(|id| id.len() <= 20 && id.bytes().all(|byte| byte.is_ascii_digit()));
    let id = id.ok_or_else(|| row.wrong("Book Id", "give a number"))?;
    let mut node = Node { name: Some(without_series(&row.title("Title")?)), ..Node::default() };
    node.year = row.year("Original Publication Year")?.or(row.year("Year Published")?);
    node.keys.push(row.key("goodreads", "book", id)?);
    if let Some(isbn) = row.get("ISBN13").and_then(isbn).or_else(|| row.get("ISBN").and_then(isbn)) {
        node.keys.push(row.key("isbn", "book", &isbn)?);
    }
    let shelf = row.get("Exclusive Shelf").unwrap_or_default();
    let read_on = row.moment("Date Read")?;
    let added_at = row.time("Date Added")?;
    let mut facts = Facts::default();
    if shelf == "read" || read_on.is_some() {
        let (watched_at, precision) = read_on.unwrap_or((DateTime::UNIX_EPOCH, DatePrecision::Unknown));
        let day = row.get("Date Read").unwrap_or("unknown").replace('/', "-");
        facts.play = Some(PlayFact::at((watched_at, precision), Some(clip(&format!("{id}:{day}"), 200))));
    }
    if let Some(rating) = row.rating("My Rating", 5)? {
        let rated_at = read_on.map_or(added_at, |(at, _)| at);
        facts.rating = Some(RatingFact { rating, rating_type: RatingType::Stars, rated_at });
    }
    let status = status(shelf);
    facts.entry = Some(EntryFact {
        status: status.unwrap_or(if facts.play.is_some() { "completed" } else { "plan_to_watch" }),
        is_stated: status.is_some(),
        added_at,
        notes: row.text("Private Notes", 20_000),
        is_favorite: false,
        is_private: false,
    });
    facts.tags = row
        .get("Bookshelves")
        .unwrap_or_default()
        .split(',')
        .map(|tag| clip(tag.trim(), 200))
        .filter(|tag| !tag.is_empty() && status_is_new(tag, shelf, status))
        .take(50)
        .collect();
    let is_spoiler = row.get("Spoiler").is_some_and(|text| text.eq_ignore_ascii_case("true"));
    facts.review = row
        .get("My Review")
        .map(|text| clip(text.replace("<br/>", "\n").trim(), 50_000))
        .filter(|text| !text.is_empty())
        .map(|content| ReviewFact { content, contains_spoilers: is_spoiler });
    Ok(Record { nodes: vec![node], media_type: builtin::BOOK, person: Person::Importer, facts })
}

/// Whether a shelf says more than the status does. A shelf of one's own making is kept even where it is exclusive.
fn status_is_new(tag: &str, shelf: &str, status: Option<&str>) -> bool {
    tag != shelf || status.is_none()
}

/// What an exclusive shelf says; `None` for one of a person's own making that no word is known for.
fn status(shelf: &str) -> Option<&'static str> {
    match shelf.to_lowercase().replace([' ', '_'], "-").as_str() {
        "to-read" => Some("plan_to_watch"),
        "currently-reading" => Some("watching"),
        "read" => Some("completed"),
        "paused" | "on-hold" | "on-pause" => Some("on_hold"),
        "abandoned" | "did-not-finish" | "dnf" | "gave-up" | "unfinished" => Some("dropped"),
        _ => None,
    }
}

/// `="9780441013593"`, as spreadsheets need it, without its wrapping.
fn isbn(text: &str) -> Option<String> {
    let isbn: String = text.chars().filter(|char| !matches!(char, '=' | '"' | '-' | ' ')).collect();
    let is_isbn = matches!(isbn.len(), 10 | 13) && isbn.bytes().all(|byte| byte.is_ascii_digit() || byte == b'X');
    is_isbn.then_some(isbn)
}

/// `Dune (Dune, #1)` without its series.
fn without_series(title: &str) -> String {
    let series = title.strip_suffix(')').and_then(|title| title.rsplit_once(" ("));
    series.filter(|(_, series)| series.contains('#')).map_or(title, |(title, _)| title.trim()).to_owned()
}

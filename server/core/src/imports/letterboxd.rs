//! The export of a Letterboxd account: `watched.csv`, `ratings.csv`, `diary.csv`, `reviews.csv`, `watchlist.csv`,
//! `likes/films.csv` and one table for each list. What was deleted there is left out.

use std::path::Path;

use chrono::{DateTime, Utc};
use chrono_tz::Tz;
use medianest_db::catalogue::builtin;
use medianest_db::{ListKind, RatingType};

use super::record::{Facts, Node, Person, PlayFact, Problem, RatingFact, Record, ReviewFact, clip};
use super::source::{Parsed, SourceError};
use super::table::Head;
use super::tables::{ListName, Row, Table, Tables, entry, spoken_name};

pub(super) fn open(path: &Path, name: &str, zone: Tz, now: DateTime<Utc>) -> Result<Tables, SourceError> {
    let expected =
        "this is no Letterboxd export: it has none of watched.csv, diary.csv, ratings.csv, reviews.csv and watchlist.csv";
    Tables::open((path, name), &classify, expected, zone, now)
}

fn classify(path: &str, head: &Head) -> Option<Table> {
    let has = |column: &str| head.columns.iter().any(|known| known == column);
    let mut parts = path.rsplit('/');
    let (file, folder) = (parts.next().unwrap_or_default().to_lowercase(), parts.next());
    if !has("Name") || !(has("Letterboxd URI") || has("URL")) || matches!(folder, Some("deleted" | "orphaned")) {
        return None;
    }
    let table = |rank, read: fn(&Row<'_>) -> Parsed| Some(Table::new(rank, read));
    if !head.before.is_empty() {
        return Some(Table { list: Some(list_name(path, head)), ..Table::new(6, listed) });
    }
    // The columns tell the tables apart, whatever a person calls them; only the plain ones need their name.
    match (has("Review"), has("Watched Date"), has("Rating")) {
        (true, ..) => table(3, diary),
        (false, true, _) => table(2, diary),
        (false, false, true) => table(1, rated),
        (false, false, false) if folder == Some("likes") => (file == "films.csv").then(|| table(4, liked))?,
        (false, false, false) if file.contains("watchlist") => {
            let list = ListName { kind: ListKind::Watchlist, name: "Watchlist".to_owned(), description: None };
            Some(Table { list: Some(list), ..Table::new(5, listed) })
        }
        (false, false, false) if file.contains("watched") => table(0, watched),
        (false, false, false) => None,
    }
}

/// Before its films a list says what it is called: `Date,Name,Tags,URL,Description`, and a row of these.
fn list_name(path: &str, head: &Head) -> ListName {
    let titles = head.before.iter().position(|row| row.get(0) == Some("Date"));
    let value = |column: &str| {
        let titles = titles?;
        let place = head.before[titles].iter().position(|title| title == column)?;
        head.before.get(titles + 1)?.get(place).map(str::trim).filter(|value| !value.is_empty())
    };
    let name = value("Name").map_or_else(|| spoken_name(path), |name| clip(&name.replace(char::is_control, " "), 200));
    ListName { kind: ListKind::Manual, name, description: value("Description").map(|text| clip(text, 5_000)) }
}

/// What a row is about. Where the row links to the film, that is the film's id; elsewhere its title and year must do.
fn film(row: &Row<'_>, link: Option<&str>, facts: Facts) -> Parsed {
    let mut node = Node { name: Some(row.title("Name")?), year: row.year("Year")?, ..Node::default() };
    let id = link.and_then(|column| row.get(column)).and_then(|link| link.trim_end_matches('/').rsplit('/').next());
    if let Some(id) = id {
        node.keys.push(row.key("letterboxd", "movie", id)?);
    }
    // Only exports that others make in this shape have these.
    for (column, provider) in [("imdbID", "imdb"), ("tmdbID", "tmdb")] {
        if let Some(id) = row.get(column) {
            node.keys.push(row.key(provider, "movie", id)?);
        }
    }
    Ok(Record { nodes: vec![node], media_type: builtin::MOVIE, person: Person::Importer, facts })
}

fn watched(row: &Row<'_>) -> Parsed {
    let facts = Facts { entry: Some(entry("completed", row.time("Date")?)), ..Facts::default() };
    film(row, Some("Letterboxd URI"), facts)
}

fn rating(row: &Row<'_>) -> Result<Option<RatingFact>, Problem> {
    let rated_at = row.time("Date")?;
    Ok(row.rating("Rating", 5)?.map(|rating| RatingFact { rating, rating_type: RatingType::Stars, rated_at }))
}

fn rated(row: &Row<'_>) -> Parsed {
    let rating = rating(row)?.ok_or_else(|| row.wrong("Rating", "give 0.5 to 5"))?;
    let facts = Facts { entry: Some(entry("completed", rating.rated_at)), rating: Some(rating), ..Facts::default() };
    film(row, Some("Letterboxd URI"), facts)
}

/// A row of the diary or of the reviews: a day on which a film was watched, unless it is a review without one. Both
/// tables call one viewing by one link, which is the play's id.
fn diary(row: &Row<'_>) -> Parsed {
    let mut facts = Facts { rating: rating(row)?, ..Facts::default() };
    let watched = row.moment("Watched Date")?;
    facts.play = watched.map(|watched| PlayFact::at(watched, row.text("Letterboxd URI", 200)));
    facts.entry = Some(entry("completed", watched.map_or(row.time("Date")?, |(at, _)| at)));
    facts.tags = tags(row.get("Tags").unwrap_or_default());
    facts.review = row.text("Review", 50_000).map(|content| ReviewFact { content, contains_spoilers: false });
    film(row, None, facts)
}

fn tags(text: &str) -> Vec<String> {
    text.split(',').map(|tag| clip(tag.trim(), 200)).filter(|tag| !tag.is_empty()).take(50).collect()
}

fn liked(row: &Row<'_>) -> Parsed {
    let mut entry = entry("completed", row.time("Date")?);
    entry.is_favorite = true;
    film(row, Some("Letterboxd URI"), Facts { entry: Some(entry), ..Facts::default() })
}

/// A row of the watchlist, whose link is `Letterboxd URI`, or of another list, whose link is `URL`.
fn listed(row: &Row<'_>) -> Parsed {
    let link = if row.get("URL").is_some() { "URL" } else { "Letterboxd URI" };
    let list = row.list(row.time("Date")?, row.text("Description", 5_000));
    film(row, Some(link), Facts { list, ..Facts::default() })
}

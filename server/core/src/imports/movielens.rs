//! The MovieLens data: `movies.csv`, `links.csv`, `ratings.csv` and `tags.csv`, as <https://grouplens.org/datasets/movielens/>
//! has them since 2015.

use std::collections::HashMap;
use std::ops::ControlFlow;
use std::path::Path;

use chrono::{DateTime, Utc};
use medianest_db::RatingType;
use medianest_db::catalogue::{ExternalKey, builtin};

use super::archive::Archive;
use super::record::{EntryFact, Facts, Node, Person, Problem, RatingFact, Record};
use super::source::{Parsed, Remarks, Sink, Source, SourceError};
use super::table::{self, Columns};
use super::title;

const MOVIES: usize = 0;
const LINKS: usize = 1;
const RATINGS: usize = 2;

/// More films than this are not kept in mind; MovieLens has a tenth of it.
const MAX_LINKS: usize = 1_000_000;

pub(super) struct MovieLens {
    archive: Archive,
    files: Vec<String>,
    skipped: Vec<String>,
    /// The ids of each film elsewhere (IMDb, TMDB): a film must be found by them before it is made.
    links: HashMap<u32, (Option<u64>, Option<u64>)>,
    now: DateTime<Utc>,
}

impl MovieLens {
    pub(super) fn open(path: &Path, name: &str, now: DateTime<Utc>) -> Result<Self, SourceError> {
        let archive = Archive::open(path, name)?;
        let names = archive.names();
        let has = |name: &str| names.iter().any(|known| known == name);
        for needed in ["movies.csv", "links.csv", "ratings.csv"] {
            if !has(needed) {
                return Err(SourceError::Unusable(format!("this is no MovieLens data: there is no {needed}")));
            }
        }
        let mut files: Vec<String> = ["movies.csv", "links.csv", "ratings.csv"].map(ToOwned::to_owned).to_vec();
        if has("tags.csv") {
            files.push("tags.csv".to_owned());
        }
        let skipped = names.into_iter().filter(|name| !files.contains(name)).collect();
        let mut source = Self { archive, files, skipped, links: HashMap::new(), now };
        source.load_links()?;
        Ok(source)
    }

    fn load_links(&mut self) -> Result<(), SourceError> {
        let mut links = HashMap::new();
        table::read(&mut self.archive, "links.csv", &mut |columns, row| {
            if let Ok(row) = row
                && let Ok(link) = link(&row, columns)
            {
                links.insert(link.movie, (link.imdb, link.tmdb));
            }
            if links.len() > MAX_LINKS { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
        })?;
        if links.len() > MAX_LINKS {
            return Err(SourceError::Unusable(format!("links.csv lists more than {MAX_LINKS} films")));
        }
        self.links = links;
        Ok(())
    }
}

impl Source for MovieLens {
    fn files(&self) -> &[String] {
        &self.files
    }

    fn read(&mut self, file: usize, sink: &mut Sink<'_>) -> Result<(), SourceError> {
        let (links, now) = (&self.links, self.now);
        table::read(&mut self.archive, &self.files[file], &mut |columns, row| {
            sink(row.and_then(|row| match file {
                MOVIES => movie(&row, columns, links),
                LINKS => link(&row, columns).map(|link| about(link.movie, Person::Importer, Facts::default())),
                RATINGS => rating(&row, columns, now),
                _ => tag(&row, columns, now),
            }))
        })
    }

    fn remarks(&self) -> Remarks {
        Remarks { skipped_files: self.skipped.clone(), unknown_columns: Vec::new() }
    }
}

struct Link {
    movie: u32,
    imdb: Option<u64>,
    tmdb: Option<u64>,
}

fn key(provider: &str, external_id: String) -> ExternalKey {
    ExternalKey { provider: provider.to_owned(), kind: "movie".to_owned(), external_id }
}

/// What a row of `ratings.csv` or `tags.csv` is about: a film that `movies.csv` told of.
fn about(movie: u32, person: Person, facts: Facts) -> Record {
    let node = Node { keys: vec![key("movielens", movie.to_string())], ..Node::default() };
    Record { nodes: vec![node], media_type: builtin::MOVIE, person, facts }
}

fn movie(row: &csv::StringRecord, columns: &Columns, links: &HashMap<u32, (Option<u64>, Option<u64>)>) -> Parsed {
    let written = columns.get(row, "title").unwrap_or_default();
    let number: u32 = columns.number(row, "movieId", written)?;
    let title = title::split(written);
    if title.name.is_empty() || title.name.chars().count() > 500 {
        return Err(Problem::new(format!("movie {number}"), "title: give 1 to 500 characters"));
    }
    let mut keys = vec![key("movielens", number.to_string())];
    if let Some((imdb, tmdb)) = links.get(&number) {
        keys.extend(imdb.map(|imdb| key("imdb", format!("tt{imdb:07}"))));
        keys.extend(tmdb.map(|tmdb| key("tmdb", tmdb.to_string())));
    }
    let genres = columns.get(row, "genres").unwrap_or_default();
    let node = Node {
        keys,
        name: Some(title.name),
        original_name: title.original_name,
        year: title.year,
        genres: genres
            .split('|')
            .map(str::trim)
            .filter(|genre| !genre.is_empty() && *genre != "(no genres listed)")
            .map(ToOwned::to_owned)
            .collect(),
        ..Node::default()
    };
    Ok(Record { nodes: vec![node], media_type: builtin::MOVIE, person: Person::Importer, facts: Facts::default() })
}

fn link(row: &csv::StringRecord, columns: &Columns) -> Result<Link, Problem> {
    let movie: u32 = columns.number(row, "movieId", "link")?;
    let item = format!("movie {movie}");
    let optional = |column| match columns.get(row, column) {
        None => Ok(None),
        Some(_) => columns.number(row, column, &item).map(Some),
    };
    Ok(Link { movie, imdb: optional("imdbId")?, tmdb: optional("tmdbId")? })
}

fn rating(row: &csv::StringRecord, columns: &Columns, now: DateTime<Utc>) -> Parsed {
    let (person, movie, item, at) = who_what_when(row, columns, now)?;
    let stars: f64 = columns.number(row, "rating", &item)?;
    let halves = stars * 2.0;
    if !(1.0..=10.0).contains(&halves) || halves.fract() != 0.0 {
        return Err(Problem::new(item, "rating: give 0.5 to 5 stars in halves"));
    }
    #[expect(clippy::cast_possible_truncation, reason = "a whole number from 1 to 10, as just checked")]
    let rating = halves as i16 * 10;
    let facts = Facts {
        rating: Some(RatingFact { rating, rating_type: RatingType::Stars, rated_at: at }),
        entry: Some(seen(at)),
        ..Facts::default()
    };
    Ok(about(movie, person, facts))
}

fn tag(row: &csv::StringRecord, columns: &Columns, now: DateTime<Utc>) -> Parsed {
    let (person, movie, item, at) = who_what_when(row, columns, now)?;
    let tag = columns.get(row, "tag").unwrap_or_default();
    if tag.is_empty() || tag.chars().count() > 200 {
        return Err(Problem::new(item, "tag: give 1 to 200 characters"));
    }
    Ok(about(movie, person, Facts { tags: vec![tag.to_owned()], entry: Some(seen(at)), ..Facts::default() }))
}

/// Who rated or tagged a film has seen it.
fn seen(at: DateTime<Utc>) -> EntryFact {
    EntryFact { status: "completed", is_stated: false, added_at: at, notes: None, is_favorite: false, is_private: false }
}

fn who_what_when(
    row: &csv::StringRecord,
    columns: &Columns,
    now: DateTime<Utc>,
) -> Result<(Person, u32, String, DateTime<Utc>), Problem> {
    let user: u32 = columns.number(row, "userId", "rating")?;
    let item = format!("user {user}");
    let movie: u32 = columns.number(row, "movieId", &item)?;
    let item = format!("user {user}, movie {movie}");
    let seconds: i64 = columns.number(row, "timestamp", &item)?;
    // MovieLens began in 1995.
    let at = DateTime::from_timestamp(seconds, 0).filter(|at| seconds > 780_000_000 && *at <= now + chrono::TimeDelta::days(1));
    let at = at.ok_or_else(|| Problem::new(&item, "timestamp: give seconds since 1970, after 1994 and not in the future"))?;
    Ok((Person::MovieLens(user), movie, item, at))
}

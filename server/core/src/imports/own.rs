//! MediaNest's own JSON, as its export writes it and as others may: `docs/import.schema.json` describes it. Each element is
//! about one thing, from the top of its hierarchy down, and says what its person did with it.

use std::collections::BTreeMap;
use std::path::Path;

use chrono::{DateTime, Utc};
use chrono_tz::Tz;
use medianest_db::catalogue::ExternalKey;
use medianest_db::{ListKind, RatingType};
use serde::Deserialize;

use super::csv::status;
use super::dates;
use super::documents::{self, Documents, Element, Layout, Shape};
use super::record::{EntryFact, Facts, ListFact, Node, PlayFact, Problem, RatingFact, Record, ReviewFact, Span, clip};
use super::source::{Parsed, SourceError};
use super::tables::entry;
use super::words;
use crate::catalogue::{external_ids, levels};

pub(super) fn open(path: &Path, name: &str, zone: Tz, now: DateTime<Utc>) -> Result<Documents, SourceError> {
    let expected = "this is no JSON of the described form: a list of objects with a type and levels";
    Documents::open((path, name), classify, expected, zone, now)
}

fn classify(path: &str, start: &str) -> Option<Shape> {
    // What the zip says of the account is not brought in.
    let rank = if path.contains("account/") { return None } else { u8::from(path.contains("lists/")) };
    let is_ours = start.starts_with('[') && (start.contains("\"levels\"") || start[1..].trim_start().starts_with(']'));
    is_ours.then_some(Shape {
        rank,
        layout: Layout::List,
        read: |element, sink| documents::one(element, sink, |row, element| Some(record(&row, element))),
    })
}

#[derive(Deserialize)]
struct Row {
    #[serde(rename = "type")]
    kind: String,
    levels: Vec<Level>,
    play: Option<Play>,
    rating: Option<Score>,
    entry: Option<Entry>,
    review: Option<Review>,
    list: Option<List>,
}

#[derive(Deserialize)]
struct Level {
    title: Option<String>,
    original_title: Option<String>,
    year: Option<i16>,
    number: Option<i32>,
    runtime_seconds: Option<i32>,
    #[serde(default)]
    genres: Vec<String>,
    #[serde(default)]
    ids: BTreeMap<String, String>,
}

#[derive(Deserialize)]
struct Play {
    id: Option<String>,
    watched_at: Option<String>,
    started_at: Option<String>,
    watched_seconds: Option<i32>,
    #[serde(default)]
    is_private: bool,
}

#[derive(Deserialize)]
struct Score {
    rating: i16,
    #[serde(default)]
    scale: Option<RatingType>,
    rated_at: Option<String>,
}

#[derive(Deserialize)]
struct Entry {
    status: Option<String>,
    added_at: Option<String>,
    #[serde(default)]
    is_favorite: bool,
    #[serde(default)]
    is_private: bool,
    notes: Option<String>,
    #[serde(default)]
    tags: Vec<String>,
}

#[derive(Deserialize)]
struct Review {
    content: String,
    #[serde(default)]
    contains_spoilers: bool,
}

#[derive(Deserialize)]
struct List {
    kind: Option<ListKind>,
    name: String,
    description: Option<String>,
    added_at: Option<String>,
    notes: Option<String>,
}

fn record(row: &Row, element: &Element<'_>) -> Parsed {
    let media_type = levels::media_type(&row.kind)
        .ok_or_else(|| Problem::new(&row.kind, "type: give movie, tv, music, book, podcast or game"))?;
    let mut record = Record::of(media_type, nodes(row)?, Facts::default());
    let label = record.label();
    let wrong = |field: &str, why: &str| Problem::new(label.clone(), format!("{field}: {why}"));
    let moment = |field: &str, text: &Option<String>| {
        text.as_deref().map(|text| dates::parse(text, element.zone, element.now).map_err(|why| wrong(field, why))).transpose()
    };
    let facts = &mut record.facts;
    if let Some(play) = &row.play {
        let watched = moment("play.watched_at", &play.watched_at)?;
        let id = play.id.as_deref().map(|id| clip(id, 200));
        let started = moment("play.started_at", &play.started_at)?.filter(|(at, _)| watched.is_some_and(|(end, _)| *at <= end));
        let mut fact = watched.map_or_else(|| PlayFact::some_time(id.clone()), |watched| PlayFact::at(watched, id.clone()));
        fact.span = started.map(|(started_at, _)| Span { started_at, watched_seconds: words::seconds(play.watched_seconds) });
        fact.is_private = play.is_private;
        facts.play = Some(fact);
    }
    if let Some(rating) = &row.rating {
        if !(0..=100).contains(&rating.rating) {
            return Err(wrong("rating.rating", "give 0 to 100"));
        }
        let rated_at = moment("rating.rated_at", &rating.rated_at)?.map_or(element.now, |(at, _)| at);
        let rating_type = rating.scale.unwrap_or(RatingType::Numeric);
        facts.rating = Some(RatingFact { rating: rating.rating, rating_type, rated_at });
    }
    if let Some(told) = &row.entry {
        let added_at = moment("entry.added_at", &told.added_at)?.map_or(element.now, |(at, _)| at);
        let stated = told.status.as_deref().map(|text| status(text).ok_or_else(|| wrong("entry.status", "it is not known")));
        let stated = stated.transpose()?;
        facts.entry = Some(EntryFact {
            status: stated.unwrap_or("plan_to_watch"),
            is_stated: stated.is_some(),
            notes: told.notes.as_deref().and_then(|notes| words::text(notes, 20_000)),
            is_favorite: told.is_favorite,
            is_private: told.is_private,
            ..entry("plan_to_watch", added_at)
        });
        facts.tags = words::tags(told.tags.iter().map(String::as_str));
    }
    if let Some(review) = &row.review {
        let content = words::text(&review.content, 50_000).ok_or_else(|| wrong("review.content", "it is empty"))?;
        facts.review = Some(ReviewFact { content, contains_spoilers: review.contains_spoilers });
    }
    if let Some(list) = &row.list {
        let kind = list.kind.filter(|kind| *kind != ListKind::Smart).unwrap_or(ListKind::Manual);
        let name = words::title(&list.name).ok_or_else(|| wrong("list.name", "it is empty"))?;
        facts.list = Some(ListFact {
            kind,
            name: clip(&name, 200),
            description: list.description.as_deref().and_then(|text| words::text(text, 5_000)),
            added_at: moment("list.added_at", &list.added_at)?.map_or(element.now, |(at, _)| at),
            notes: list.notes.as_deref().and_then(|text| words::text(text, 5_000)),
        });
    }
    Ok(record)
}

fn nodes(row: &Row) -> Result<Vec<Node>, Problem> {
    let label = row.levels.first().and_then(|level| level.title.clone()).unwrap_or_default();
    let wrong = |place: usize, why: &str| Problem::new(label.clone(), format!("levels[{place}]: {why}"));
    if row.levels.is_empty() {
        return Err(Problem::new("", "levels: say what it is about"));
    }
    let mut nodes = Vec::with_capacity(row.levels.len());
    for (place, level) in row.levels.iter().enumerate() {
        let noun = levels::noun(&row.kind, place).ok_or_else(|| wrong(place, "there are no parts so far down"))?;
        let keys: Vec<ExternalKey> = level
            .ids
            .iter()
            .map(|(provider, id)| {
                let (provider, kind) = provider.split_once('/').unwrap_or((provider, noun));
                external_ids::key(provider, kind, id).map_err(|error| wrong(place, &error.to_string()))
            })
            .collect::<Result<_, _>>()?;
        let name = level.title.as_deref().and_then(words::title);
        if name.is_none() && keys.is_empty() && level.number.is_none() {
            return Err(wrong(place, "give a title, a number or an id"));
        }
        if level.number.is_some_and(|number| !super::trakt_wire::is_place(number)) {
            return Err(wrong(place, "number: give 0 to 1,000,000"));
        }
        nodes.push(Node {
            keys,
            original_name: level.original_title.as_deref().and_then(words::title).filter(|other| Some(other) != name.as_ref()),
            name,
            year: level.year.filter(|year| (-5000..=3000).contains(year) && *year != 0),
            position: level.number,
            runtime_seconds: words::seconds(level.runtime_seconds),
            genres: level.genres.iter().map(|genre| clip(genre.trim(), 100)).filter(|genre| !genre.is_empty()).take(20).collect(),
            ..Node::default()
        });
    }
    Ok(nodes)
}

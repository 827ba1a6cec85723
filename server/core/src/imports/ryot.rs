//! The complete export of Ryot: one JSON object, of which the list of metadata tells what its person did.

use std::ops::ControlFlow;
use std::path::Path;

use chrono::{DateTime, Utc};
use chrono_tz::Tz;
use medianest_db::catalogue::{ExternalKey, builtin};
use medianest_db::{DatePrecision, ListKind, MediaTypeId, RatingType};
use serde::Deserialize;
use serde_json::Value;

use super::dates;
use super::documents::{Documents, Element, Layout, Shape};
use super::record::{self, Facts, ListFact, Node, PlayFact, Problem, RatingFact, Record, ReviewFact, clip};
use super::source::{Parsed, Sink, SourceError};
use super::tables::entry;
use super::trakt_wire::is_place;
use super::words;
use crate::catalogue::external_ids;

pub(super) fn open(path: &Path, name: &str, zone: Tz, now: DateTime<Utc>) -> Result<Documents, SourceError> {
    let expected = "this is no Ryot export: it has no list of metadata with lot, source and identifier";
    Documents::open((path, name), classify, expected, zone, now)
}

fn classify(_path: &str, start: &str) -> Option<Shape> {
    let is_export =
        start.starts_with('{') && ["\"metadata\"", "\"lot\"", "\"identifier\""].iter().all(|word| start.contains(word));
    is_export.then_some(Shape { rank: 0, layout: Layout::Members, read: medium })
}

#[derive(Deserialize)]
struct Medium {
    lot: String,
    source: String,
    identifier: String,
    /// Its title.
    source_id: Option<String>,
    #[serde(default)]
    seen_history: Vec<Seen>,
    #[serde(default)]
    reviews: Vec<Opinion>,
    #[serde(default)]
    collections: Vec<Value>,
}

#[derive(Deserialize)]
struct Seen {
    state: Option<String>,
    started_on: Option<String>,
    ended_on: Option<String>,
    show_season_number: Option<i32>,
    show_episode_number: Option<i32>,
    anime_episode_number: Option<i32>,
    podcast_episode_number: Option<i32>,
}

#[derive(Deserialize)]
struct Opinion {
    rating: Option<Value>,
    review: Option<Words>,
    show_season_number: Option<i32>,
    show_episode_number: Option<i32>,
    anime_episode_number: Option<i32>,
    podcast_episode_number: Option<i32>,
}

#[derive(Deserialize)]
struct Words {
    text: Option<String>,
    #[serde(default)]
    spoiler: Option<bool>,
    date: Option<String>,
}

/// A medium: what it is, and where its parts begin.
struct About<'a> {
    medium: &'a Medium,
    media_type: MediaTypeId,
    root: Node,
    zone: Tz,
    now: DateTime<Utc>,
}

fn medium(element: &Element<'_>, sink: &mut Sink<'_>) -> ControlFlow<()> {
    if element.member != "metadata" {
        return ControlFlow::Continue(());
    }
    let medium = match element.parse::<Medium>() {
        Ok(medium) => medium,
        Err(problem) => return sink(Err(problem)),
    };
    let (media_type, root) = match about(&medium) {
        Ok(about) => about,
        Err(problem) => return sink(Err(problem)),
    };
    let about = About { medium: &medium, media_type, root, zone: element.zone, now: element.now };
    for (number, seen) in medium.seen_history.iter().enumerate() {
        sink(about.seen(seen, number))?;
    }
    for review in &medium.reviews {
        sink(about.review(review))?;
    }
    for collection in &medium.collections {
        sink(about.collected(collection))?;
    }
    ControlFlow::Continue(())
}

fn about(medium: &Medium) -> Result<(MediaTypeId, Node), Problem> {
    let label = medium.source_id.clone().unwrap_or_else(|| medium.identifier.clone());
    let (media_type, noun) = match medium.lot.as_str() {
        "movie" => (builtin::MOVIE, "movie"),
        "show" | "anime" => (builtin::TV, "show"),
        "book" | "audio_book" | "manga" | "comic_book" => (builtin::BOOK, "book"),
        "podcast" => (builtin::PODCAST, "podcast"),
        "video_game" | "visual_novel" => (builtin::GAME, "game"),
        other => return Err(Problem::new(label, format!("lot: `{}` is not imported", clip(other, 40)))),
    };
    let key = |provider: &str, kind: &str| external_ids::key(provider, kind, &medium.identifier).ok();
    let key: Option<ExternalKey> = match medium.source.as_str() {
        "custom" => None,
        "myanimelist" => key("myanimelist", if medium.lot == "manga" { "manga" } else { "anime" }),
        source => key(source, noun),
    };
    let name = medium.source_id.as_deref().and_then(words::title);
    if name.is_none() && key.is_none() {
        return Err(Problem::new(label, "identifier: it has neither a title nor an id"));
    }
    Ok((media_type, Node { name, keys: key.into_iter().collect(), ..Node::default() }))
}

impl About<'_> {
    fn problem(&self, why: &str) -> Problem {
        Problem::new(self.root.name.as_deref().unwrap_or(&self.medium.identifier), why)
    }

    /// The medium, or the part of it that these numbers mean.
    fn nodes(
        &self,
        season: Option<i32>,
        episode: Option<i32>,
        whole: Option<i32>,
        podcast: Option<i32>,
    ) -> Result<Vec<Node>, Problem> {
        let place = |number: i32| {
            if is_place(number) { Ok(number) } else { Err(self.problem("an episode's number is none")) }
        };
        let mut nodes = vec![self.root.clone()];
        match (season, episode, whole, podcast) {
            (Some(season), episode, ..) => {
                nodes.push(record::season(place(season)?));
                nodes.extend(episode.map(place).transpose()?.map(record::episode));
            }
            (None, _, Some(number), _) => nodes.extend([record::season(1), record::episode(place(number)?)]),
            (None, _, None, Some(number)) => nodes.push(record::episode(place(number)?)),
            (None, ..) => {}
        }
        Ok(nodes)
    }

    /// A time through it, finished or not.
    fn seen(&self, seen: &Seen, number: usize) -> Parsed {
        let nodes = self.nodes(
            seen.show_season_number,
            seen.show_episode_number,
            seen.anime_episode_number,
            seen.podcast_episode_number,
        )?;
        let time = |field: &str, text: &Option<String>| {
            let parse =
                |text: &str| dates::parse(text, self.zone, self.now).map_err(|why| self.problem(&format!("{field}: {why}")));
            text.as_deref().map(parse).transpose()
        };
        let (started, ended) = (time("started_on", &seen.started_on)?, time("ended_on", &seen.ended_on)?);
        let status = match seen.state.as_deref() {
            Some("in_progress") => "watching",
            Some("dropped") => "dropped",
            Some("on_a_hold") => "on_hold",
            _ if nodes.len() > 1 => "watching",
            _ => "completed",
        };
        let mut facts = Facts::default();
        // Of a show as a whole it is not said which episodes.
        let is_played = nodes.len() > 1 || matches!(self.media_type, builtin::MOVIE | builtin::BOOK | builtin::GAME);
        if is_played && matches!(seen.state.as_deref(), Some("completed") | None) {
            let place: Vec<String> = nodes.iter().skip(1).filter_map(|node| Some(node.position?.to_string())).collect();
            let at = seen.ended_on.as_deref().or(seen.started_on.as_deref()).unwrap_or("unknown");
            let id = format!("{}:{}:{}:{at}", self.medium.source, self.medium.identifier, place.join(":"));
            // Several times through without a date are told apart by their order.
            let id = if ended.or(started).is_some() { id } else { format!("{id}:{number}") };
            let at = ended.or(started).unwrap_or((DateTime::UNIX_EPOCH, DatePrecision::Unknown));
            facts.play = Some(PlayFact::at(at, Some(clip(&id, 200))));
        }
        facts.entry = Some(entry(status, started.or(ended).map_or(self.now, |(at, _)| at)));
        Ok(Record::of(self.media_type, nodes, facts))
    }

    fn review(&self, review: &Opinion) -> Parsed {
        let nodes = self.nodes(
            review.show_season_number,
            review.show_episode_number,
            review.anime_episode_number,
            review.podcast_episode_number,
        )?;
        let date = review.review.as_ref().and_then(|words| words.date.as_deref());
        let rated_at = date.and_then(|date| dates::parse(date, self.zone, self.now).ok()).map_or(self.now, |(at, _)| at);
        let rating = match &review.rating {
            Some(Value::String(text)) => text.parse::<f64>().ok(),
            Some(Value::Number(number)) => number.as_f64(),
            _ => None,
        };
        let mut facts = Facts::default();
        if let Some(rating) = rating.filter(|rating| *rating > 0.0) {
            if rating > 100.0 {
                return Err(self.problem("rating: give 0 to 100"));
            }
            #[expect(clippy::cast_possible_truncation, reason = "from 0 to 100, as just checked")]
            let rating = rating.round() as i16;
            facts.rating = Some(RatingFact { rating, rating_type: RatingType::Numeric, rated_at });
        }
        facts.review = review.review.as_ref().and_then(|words| {
            let content = words::text(words.text.as_deref()?, 50_000)?;
            Some(ReviewFact { content, contains_spoilers: words.spoiler == Some(true) })
        });
        Ok(Record::of(self.media_type, nodes, facts))
    }

    /// A collection is a list; some say where its person is with what is in them.
    fn collected(&self, collection: &Value) -> Parsed {
        let name = collection.as_str().or_else(|| collection.get("collection_name")?.as_str()).and_then(words::title);
        let name = name.ok_or_else(|| self.problem("collections: one has no name"))?;
        let mut facts = Facts::default();
        match name.as_str() {
            "In Progress" => facts.entry = Some(entry("watching", self.now)),
            "Completed" => facts.entry = Some(entry("completed", self.now)),
            "Watchlist" => facts.list = Some(self.listed(ListKind::Watchlist, &name)),
            _ => facts.list = Some(self.listed(ListKind::Manual, &name)),
        }
        Ok(Record::of(self.media_type, vec![self.root.clone()], facts))
    }

    fn listed(&self, kind: ListKind, name: &str) -> ListFact {
        ListFact { kind, name: clip(name, 200), description: None, added_at: self.now, notes: None }
    }
}

//! The backup of a SIMKL account: one JSON object with lists of shows, anime and films.

use std::ops::ControlFlow;
use std::path::Path;

use chrono::{DateTime, Utc};
use chrono_tz::Tz;
use medianest_db::catalogue::{ExternalKey, builtin};
use medianest_db::{DatePrecision, MediaTypeId, RatingType};
use serde::Deserialize;
use serde_json::{Map, Value};

use super::documents::{Documents, Element, Layout, Shape};
use super::record::{self, EntryFact, Facts, Node, PlayFact, Problem, RatingFact, Record, clip};
use super::source::{Parsed, Sink, SourceError};
use super::tables::entry;
use super::trakt_wire::{is_place, moment, text};
use super::words;
use crate::catalogue::external_ids;

/// The ids that are kept, the most trusted first, and what their providers are called here.
const PROVIDERS: &[(&str, &str)] =
    &[("simkl", "simkl"), ("imdb", "imdb"), ("tmdb", "tmdb"), ("tvdb", "tvdb"), ("mal", "myanimelist"), ("anidb", "anidb")];

pub(super) fn open(path: &Path, name: &str, zone: Tz, now: DateTime<Utc>) -> Result<Documents, SourceError> {
    let expected = "this is no SIMKL backup: it has no lists of shows, anime or movies";
    Documents::open((path, name), classify, expected, zone, now)
}

fn classify(_path: &str, start: &str) -> Option<Shape> {
    let has = |list: &str| start.contains(&format!("\"{list}\""));
    let is_backup = start.starts_with('{') && (has("shows") || has("anime") || has("movies")) && has("status");
    is_backup.then_some(Shape { rank: 0, layout: Layout::Members, read: title })
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Title {
    status: Option<String>,
    user_rating: Option<f64>,
    user_rated_at: Option<String>,
    added_to_watchlist_at: Option<String>,
    last_watched_at: Option<String>,
    memo: Option<Memo>,
    anime_type: Option<String>,
    show: Option<Work>,
    movie: Option<Work>,
    seasons: Vec<Season>,
    rewatch_id: Option<Value>,
}

#[derive(Deserialize)]
struct Memo {
    text: Option<String>,
}

#[derive(Deserialize)]
struct Work {
    title: Option<String>,
    year: Option<i16>,
    /// In minutes.
    runtime: Option<i32>,
    #[serde(default)]
    ids: Map<String, Value>,
}

#[derive(Deserialize)]
struct Season {
    number: Option<i32>,
    #[serde(default)]
    episodes: Vec<Episode>,
}

#[derive(Deserialize)]
struct Episode {
    number: Option<i32>,
    watched_at: Option<String>,
}

impl Work {
    fn node(&self, kind: &str) -> Result<Node, Problem> {
        let name = self.title.as_deref().and_then(words::title);
        let keys: Vec<ExternalKey> = PROVIDERS
            .iter()
            .filter_map(|(field, provider)| {
                let id = text(self.ids.get(*field)?)?;
                external_ids::key(provider, kind, &id).ok().filter(|_| id != "0")
            })
            .collect();
        if name.is_none() && keys.is_empty() {
            return Err(Problem::new("", "title: it has neither a title nor an id"));
        }
        let minutes = self.runtime.filter(|_| kind == "movie").and_then(|minutes| minutes.checked_mul(60));
        let year = self.year.filter(|year| (1..=3000).contains(year));
        Ok(Node { keys, name, year, runtime_seconds: words::seconds(minutes), ..Node::default() })
    }
}

fn title(element: &Element<'_>, sink: &mut Sink<'_>) -> ControlFlow<()> {
    if !matches!(element.member, "shows" | "anime" | "movies") {
        return ControlFlow::Continue(());
    }
    let read = element.parse::<Title>().and_then(|title| Ok((about(&title, element.member)?, title)));
    let ((media_type, node), title) = match read {
        Ok(read) => read,
        Err(problem) => return sink(Err(problem)),
    };
    sink(kept(&title, media_type, &node, element.now))?;
    for season in title.seasons.iter().filter(|_| media_type == builtin::TV) {
        for episode in &season.episodes {
            sink(watched(&title, season, episode, &node, element.now))?;
        }
    }
    ControlFlow::Continue(())
}

fn about(title: &Title, member: &str) -> Result<(MediaTypeId, Node), Problem> {
    let work =
        title.movie.as_ref().or(title.show.as_ref()).ok_or_else(|| Problem::new("", "it is not said which title it is"))?;
    let is_movie = member == "movies" || title.anime_type.as_deref() == Some("movie");
    Ok(if is_movie { (builtin::MOVIE, work.node("movie")?) } else { (builtin::TV, work.node("show")?) })
}

/// The title itself: where its person is with it, how they rated it, and a film's play.
fn kept(title: &Title, media_type: MediaTypeId, node: &Node, now: DateTime<Utc>) -> Parsed {
    let label = node.name.clone().unwrap_or_default();
    let time = |field: &str, value: &Option<String>| {
        moment(value.as_deref(), now).map_err(|why| Problem::new(label.clone(), format!("{field}: {why}")))
    };
    let watched = time("last_watched_at", &title.last_watched_at)?;
    let status =
        title.status.as_deref().map(|text| status(text).ok_or_else(|| Problem::new(label.clone(), "status: it is not known")));
    let status = status.transpose()?;
    let added_at = time("added_to_watchlist_at", &title.added_to_watchlist_at)?.or(watched).unwrap_or(now);
    let mut facts = Facts {
        entry: Some(EntryFact {
            status: status.unwrap_or("plan_to_watch"),
            is_stated: status.is_some(),
            notes: title.memo.as_ref().and_then(|memo| words::text(memo.text.as_deref()?, 20_000)),
            ..entry("plan_to_watch", added_at)
        }),
        ..Facts::default()
    };
    if let Some(rating) = title.user_rating.filter(|rating| *rating > 0.0) {
        if !(1.0..=10.0).contains(&rating) {
            return Err(Problem::new(label, "user_rating: give 1 to 10"));
        }
        #[expect(clippy::cast_possible_truncation, reason = "from 10 to 100, as just checked")]
        let rating = (rating * 10.0).round() as i16;
        let rated_at = time("user_rated_at", &title.user_rated_at)?.unwrap_or(now);
        facts.rating = Some(RatingFact { rating, rating_type: RatingType::Numeric, rated_at });
    }
    if media_type == builtin::MOVIE && status == Some("completed") {
        let id = play_id(title, node, "");
        facts.play = Some(watched.map_or_else(
            || PlayFact::some_time(Some(id.clone())),
            |at| PlayFact::at((at, DatePrecision::Second), Some(id.clone())),
        ));
    }
    Ok(Record::of(media_type, vec![node.clone()], facts))
}

fn watched(title: &Title, season: &Season, episode: &Episode, show: &Node, now: DateTime<Utc>) -> Parsed {
    let label = show.name.clone().unwrap_or_default();
    let place = |number: Option<i32>| number.filter(|number| is_place(*number));
    // Anime have no seasons at SIMKL.
    let numbers = place(season.number.or(Some(1))).zip(place(episode.number));
    let (season, number) = numbers.ok_or_else(|| Problem::new(label.clone(), "seasons: an episode's number is missing"))?;
    let at = moment(episode.watched_at.as_deref(), now).map_err(|why| Problem::new(label, format!("watched_at: {why}")))?;
    let id = Some(play_id(title, show, &format!(":{season}:{number}")));
    let play = at.map_or_else(|| PlayFact::some_time(id.clone()), |at| PlayFact::at((at, DatePrecision::Second), id.clone()));
    let nodes = vec![show.clone(), record::season(season), record::episode(number)];
    Ok(Record::of(builtin::TV, nodes, Facts { play: Some(play), ..Facts::default() }))
}

/// What a play is known by: a title has the newest of each episode, and each time through it again is a title of its own.
fn play_id(title: &Title, node: &Node, place: &str) -> String {
    let id = node.keys.first().map_or_else(|| node.name.clone().unwrap_or_default(), |key| key.external_id.clone());
    let again = title.rewatch_id.as_ref().and_then(text).map(|id| format!(":{id}")).unwrap_or_default();
    clip(&format!("{id}{again}{place}"), 200)
}

fn status(text: &str) -> Option<&'static str> {
    match text {
        "watching" => Some("watching"),
        "plantowatch" => Some("plan_to_watch"),
        "hold" => Some("on_hold"),
        "completed" => Some("completed"),
        "dropped" | "notinteresting" => Some("dropped"),
        _ => None,
    }
}

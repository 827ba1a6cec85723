//! What the elements of a Trakt export look like. Unknown fields are ignored, missing ones tolerated where a row makes
//! sense without them.

use chrono::{DateTime, Utc};
use medianest_db::MediaTypeId;
use medianest_db::catalogue::{ExternalKey, builtin};
use serde::Deserialize;
use serde_json::Value;

use super::record::{self, Node, Problem, clip};
use crate::catalogue::external_ids;

/// One element of any list of the export.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Element {
    /// Of a play: what tells it from every other.
    pub id: Option<Value>,
    #[serde(rename = "type")]
    pub kind: Option<String>,
    pub watched_at: Option<String>,
    pub last_watched_at: Option<String>,
    pub rated_at: Option<String>,
    pub listed_at: Option<String>,
    pub collected_at: Option<String>,
    pub last_collected_at: Option<String>,
    pub rating: Option<f64>,
    pub notes: Option<String>,
    pub comment: Option<Comment>,
    pub movie: Option<Work>,
    pub show: Option<Work>,
    pub season: Option<Part>,
    pub episode: Option<Part>,
    /// Of a watched show: what was watched of it.
    pub seasons: Vec<WatchedSeason>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Work {
    pub title: Option<String>,
    pub year: Option<i16>,
    pub ids: Ids,
    pub aired_episodes: Option<i64>,
    /// In minutes.
    pub runtime: Option<i32>,
}

/// A season, or an episode and its season's number.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Part {
    pub season: Option<i32>,
    pub number: Option<i32>,
    pub title: Option<String>,
    pub ids: Ids,
    pub runtime: Option<i32>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Ids {
    pub trakt: Option<Value>,
    pub imdb: Option<Value>,
    pub tmdb: Option<Value>,
    pub tvdb: Option<Value>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct WatchedSeason {
    pub number: Option<i32>,
    pub episodes: Vec<WatchedEpisode>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct WatchedEpisode {
    pub number: Option<i32>,
    pub last_watched_at: Option<String>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Comment {
    pub comment: Option<String>,
    pub spoiler: bool,
}

/// An element of `lists-lists.json`: what a list is called.
#[derive(Debug, Deserialize)]
pub(super) struct ListInfo {
    pub name: String,
    #[serde(default)]
    pub description: Option<String>,
    #[serde(default)]
    pub ids: Ids,
}

impl Element {
    /// What the element is about, from the top down.
    ///
    /// # Errors
    /// Says what is missing.
    pub(super) fn nodes(&self) -> Result<(MediaTypeId, Vec<Node>), Problem> {
        let label = self.movie.as_ref().or(self.show.as_ref()).and_then(|work| work.title.clone()).unwrap_or_default();
        let missing = |what: &str| Problem::new(label.clone(), format!("{what} is missing"));
        let kind = self.kind.as_deref().unwrap_or(match (&self.movie, &self.episode, &self.season) {
            (Some(_), ..) => "movie",
            (None, Some(_), _) => "episode",
            (None, None, Some(_)) => "season",
            (None, None, None) => "show",
        });
        if kind == "movie" {
            let movie = self.movie.as_ref().ok_or_else(|| missing("movie"))?;
            return Ok((builtin::MOVIE, vec![movie.node("movie").ok_or_else(|| missing("movie's title"))?]));
        }
        let show = self.show.as_ref().ok_or_else(|| missing("show"))?;
        let mut nodes = vec![show.node("show").ok_or_else(|| missing("show's title"))?];
        match kind {
            "show" => {}
            "season" => {
                let season = self.season.as_ref().ok_or_else(|| missing("season"))?;
                nodes.push(season_node(season).ok_or_else(|| missing("season's number"))?);
            }
            "episode" => {
                let episode = self.episode.as_ref().ok_or_else(|| missing("episode"))?;
                let numbers =
                    episode.season.zip(episode.number).filter(|(season, number)| is_place(*season) && is_place(*number));
                let (season, number) = numbers.ok_or_else(|| missing("episode's season and number"))?;
                nodes.push(record::season(season));
                let mut node = record::episode(number);
                node.name = title(episode.title.as_deref()).or(node.name);
                node.keys = episode.ids.keys("episode");
                node.runtime_seconds = seconds(episode.runtime);
                nodes.push(node);
            }
            other => return Err(Problem::new(label, format!("type: `{}` is not imported", clip(other, 40)))),
        }
        Ok((builtin::TV, nodes))
    }
}

fn season_node(season: &Part) -> Option<Node> {
    let mut node = record::season(season.number.filter(|number| is_place(*number))?);
    node.name = title(season.title.as_deref()).or(node.name);
    node.keys = season.ids.keys("season");
    Some(node)
}

pub(super) fn is_place(number: i32) -> bool {
    (0..=1_000_000).contains(&number)
}

impl Work {
    fn node(&self, kind: &str) -> Option<Node> {
        let keys = self.ids.keys(kind);
        let name = title(self.title.as_deref());
        if name.is_none() && keys.is_empty() {
            return None;
        }
        Some(Node {
            keys,
            name,
            year: self.year.filter(|year| (1..=3000).contains(year)),
            runtime_seconds: if kind == "movie" { seconds(self.runtime) } else { None },
            aired_episodes: self.aired_episodes.filter(|aired| *aired > 0),
            ..Node::default()
        })
    }
}

impl Ids {
    /// The ids that have the form of their provider, the most trusted first.
    pub(super) fn keys(&self, kind: &str) -> Vec<ExternalKey> {
        let ids = [("trakt", &self.trakt), ("imdb", &self.imdb), ("tmdb", &self.tmdb), ("tvdb", &self.tvdb)];
        ids.into_iter()
            .filter_map(|(provider, id)| {
                let id = text(id.as_ref()?)?;
                let digits = if provider == "imdb" { id.strip_prefix("tt")? } else { &id };
                let well_formed = (1..=20).contains(&digits.len()) && digits.bytes().all(|byte| byte.is_ascii_digit());
                external_ids::key(provider, kind, &id).ok().filter(|_| well_formed && digits != "0")
            })
            .collect()
    }
}

/// An id, which some write as a number and some as a text.
pub(super) fn text(value: &Value) -> Option<String> {
    match value {
        Value::String(text) if !text.trim().is_empty() => Some(clip(text.trim(), 100)),
        Value::Number(number) => Some(number.to_string()),
        _ => None,
    }
}

fn title(text: Option<&str>) -> Option<String> {
    let title = clip(&text?.replace(char::is_control, " "), 500).trim().to_owned();
    (!title.is_empty()).then_some(title)
}

fn seconds(minutes: Option<i32>) -> Option<i32> {
    minutes.filter(|minutes| (1..100_000).contains(minutes)).map(|minutes| minutes * 60)
}

/// A moment of the export. Trakt has 1970 for plays whose date their person does not know: that is `Ok(None)`.
///
/// # Errors
/// What would be right.
pub(super) fn moment(text: Option<&str>, now: DateTime<Utc>) -> Result<Option<DateTime<Utc>>, &'static str> {
    let Some(text) = text else { return Ok(None) };
    let at = DateTime::parse_from_rfc3339(text).map_err(|_| "give a time like 2019-05-03T21:30:00.000Z")?.with_timezone(&Utc);
    if at > now + chrono::TimeDelta::days(1) {
        return Err("the time is in the future");
    }
    Ok((at.timestamp() > 0).then_some(at))
}

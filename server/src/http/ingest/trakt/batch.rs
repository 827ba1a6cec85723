//! What clients say of many things at once: of films, of shows by season and episode, of seasons and of episodes.

use std::collections::HashSet;

use chrono::{DateTime, Utc};
use medianest_core::catalogue::described::{self, Described};
use medianest_core::catalogue::{MediaItem, facts};
use medianest_core::db::MediaItemId;
use medianest_core::policy::Actor;
use medianest_core::{App, Error};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};

use super::Refused;
use super::wire::Media;

/// The kinds of things, as answers name them.
const KINDS: [(&str, &str); 4] = [("movies", "movie"), ("shows", "show"), ("seasons", "season"), ("episodes", "episode")];

/// What is said of a thing; each method reads only its own.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct Said {
    pub watched_at: Option<String>,
    pub collected_at: Option<String>,
    pub rated_at: Option<String>,
    pub listed_at: Option<String>,
    pub rating: Option<f64>,
    pub notes: Option<String>,
    #[serde(flatten)]
    pub form: Form,
}

/// In which form somebody owns a thing.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Form {
    #[serde(skip_serializing_if = "Option::is_none")]
    media_type: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    resolution: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    hdr: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    audio: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    audio_channels: Option<String>,
    #[serde(rename = "3d", skip_serializing_if = "Option::is_none")]
    is_3d: Option<bool>,
}

impl Said {
    /// What is said of a part, and, where nothing is, of the whole.
    fn or(&self, whole: &Self) -> Self {
        let either = |own: &Option<String>, other: &Option<String>| own.as_ref().or(other.as_ref()).cloned();
        Self {
            watched_at: either(&self.watched_at, &whole.watched_at),
            collected_at: either(&self.collected_at, &whole.collected_at),
            form: if self.form == Form::default() { whole.form.clone() } else { self.form.clone() },
            ..self.clone()
        }
    }
}

/// Reads a moment that a client sent.
///
/// # Errors
/// What is wrong with it.
pub fn moment(field: &str, text: &str) -> Result<DateTime<Utc>, Error> {
    text.parse().map_err(|_| Error::invalid(field, format!("`{text}` is not a time: use 2026-01-31T20:15:00Z")))
}

#[derive(Debug, Clone, Default, Deserialize)]
struct Entry {
    #[serde(flatten)]
    media: Media,
    #[serde(flatten)]
    said: Said,
    #[serde(default)]
    seasons: Vec<SeasonEntry>,
}

#[derive(Debug, Clone, Deserialize)]
struct SeasonEntry {
    number: i32,
    #[serde(flatten)]
    said: Said,
    #[serde(default)]
    episodes: Vec<EpisodeEntry>,
}

#[derive(Debug, Clone, Deserialize)]
struct EpisodeEntry {
    number: i32,
    #[serde(flatten)]
    said: Said,
}

/// The body of such a request.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct Batch {
    movies: Vec<Entry>,
    shows: Vec<Entry>,
    seasons: Vec<Entry>,
    episodes: Vec<Entry>,
    /// Rows of the history by their numbers.
    pub ids: Vec<i64>,
}

/// What the name of a show or season stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Meaning {
    /// For its episodes: one plays and owns nothing else.
    Episodes,
    /// For itself: one rates a show.
    Itself,
}

/// Something of a batch that is in the catalogue, and what is said of it.
#[derive(Debug, Clone)]
pub struct Found {
    pub item: MediaItem,
    pub said: Said,
}

/// What a batch came to.
#[derive(Debug, Default)]
pub struct Resolved {
    pub found: Vec<Found>,
    missing: Map<String, Value>,
}

impl Resolved {
    fn miss(&mut self, kind: &str, row: Value) {
        if let Value::Array(rows) = self.missing.entry(kind).or_insert_with(|| json!([])) {
            rows.push(row);
        }
    }

    fn find(&mut self, item: &MediaItem, said: &Said) {
        self.found.push(Found { item: item.clone(), said: said.clone() });
    }

    /// What is not in the catalogue, as it was sent.
    pub fn not_found(&self) -> Value {
        let missing = |kind: &str| self.missing.get(kind).cloned().unwrap_or_else(|| json!([]));
        KINDS.iter().map(|(kind, _)| ((*kind).to_owned(), missing(kind))).collect()
    }

    /// How many of these items there are of each kind of thing.
    pub fn count(&self, items: &[MediaItemId]) -> Value {
        let items: HashSet<_> = items.iter().collect();
        let mut counted = HashSet::new();
        let found: Vec<_> = self
            .found
            .iter()
            .filter(|found| items.contains(&found.item.id) && counted.insert(found.item.id))
            .map(|found| facts::kind_of(&found.item))
            .collect();
        let number = |noun: &str| found.iter().filter(|kind| **kind == noun).count();
        KINDS.iter().map(|(kind, noun)| ((*kind).to_owned(), json!(number(noun)))).collect()
    }
}

impl Batch {
    /// Looks up what is meant.
    pub async fn resolve(&self, app: &App, actor: &Actor, meaning: Meaning) -> Result<Resolved, Refused> {
        let mut resolved = Resolved::default();
        for (kind, noun, entries) in [("movies", "movie", &self.movies), ("episodes", "episode", &self.episodes)] {
            for entry in entries {
                match find(app, actor, noun, entry).await? {
                    Some(item) => resolved.find(&item, &entry.said),
                    None => resolved.miss(kind, entry.media.as_sent()),
                }
            }
        }
        for entry in &self.seasons {
            match find(app, actor, "season", entry).await? {
                Some(season) if meaning == Meaning::Itself => resolved.find(&season, &entry.said),
                Some(season) => {
                    let aired = described::episodes(app, actor, season.root_id).await?;
                    for episode in aired.iter().filter(|episode| episode.parent_id == Some(season.id)) {
                        resolved.find(episode, &entry.said);
                    }
                }
                None => resolved.miss("seasons", entry.media.as_sent()),
            }
        }
        for entry in &self.shows {
            match find(app, actor, "show", entry).await? {
                Some(show) if meaning == Meaning::Itself => entry.name_parts(app, actor, &show, &mut resolved).await?,
                Some(show) => entry.name_episodes(app, actor, &show, &mut resolved).await?,
                None => resolved.miss("shows", entry.media.as_sent()),
            }
        }
        Ok(resolved)
    }
}

async fn find(app: &App, actor: &Actor, noun: &'static str, entry: &Entry) -> Result<Option<MediaItem>, Refused> {
    Ok(described::find(app, actor, &Described::Whole(entry.media.words(noun))).await?)
}

fn season_of(item: &MediaItem) -> Option<i32> {
    item.position_path.first().copied().flatten()
}

impl Entry {
    /// The episodes that are meant: those named, all of a season that names none, all of a show that names no season.
    async fn name_episodes(&self, app: &App, actor: &Actor, show: &MediaItem, resolved: &mut Resolved) -> Result<(), Refused> {
        let aired = described::episodes(app, actor, show.id).await?;
        if self.seasons.is_empty() {
            for item in aired.iter().filter(|item| season_of(item) != Some(0)) {
                resolved.find(item, &self.said);
            }
        }
        for season in &self.seasons {
            let said = season.said.or(&self.said);
            let of_season: Vec<_> = aired.iter().filter(|item| season_of(item) == Some(season.number)).collect();
            if season.episodes.is_empty() {
                for item in &of_season {
                    resolved.find(item, &said);
                }
            }
            for episode in &season.episodes {
                match of_season.iter().find(|item| item.hierarchy_position == Some(episode.number)) {
                    Some(item) => resolved.find(item, &episode.said.or(&said)),
                    None => resolved.miss("episodes", self.at(season.number, Some(episode.number))),
                }
            }
        }
        Ok(())
    }

    /// The show itself, or those of its seasons and episodes that are named; the show besides them where it is rated as well.
    async fn name_parts(&self, app: &App, actor: &Actor, show: &MediaItem, resolved: &mut Resolved) -> Result<(), Refused> {
        if self.seasons.is_empty() || self.said.rating.is_some() {
            resolved.find(show, &self.said);
        }
        if self.seasons.is_empty() {
            return Ok(());
        }
        let parts = described::parts(app, actor, show.id).await?;
        let at = |place: &[Option<i32>]| parts.iter().find(|part| part.position_path == place);
        for season in &self.seasons {
            if season.episodes.is_empty() || season.said.rating.is_some() {
                match at(&[Some(season.number)]) {
                    Some(item) => resolved.find(item, &season.said),
                    None => resolved.miss("seasons", self.at(season.number, None)),
                }
            }
            for episode in &season.episodes {
                match at(&[Some(season.number), Some(episode.number)]) {
                    Some(item) => resolved.find(item, &episode.said),
                    None => resolved.miss("episodes", self.at(season.number, Some(episode.number))),
                }
            }
        }
        Ok(())
    }

    /// A place in the show, for telling that there is nothing at it.
    fn at(&self, season: i32, episode: Option<i32>) -> Value {
        match episode {
            Some(number) => json!({ "show": self.media.as_sent(), "season": season, "number": number }),
            None => json!({ "show": self.media.as_sent(), "number": season }),
        }
    }
}

//! What goes over the wire. Unknown keys and kinds of ids are ignored: clients send many of their own.

use chrono::{DateTime, SecondsFormat, Utc};
use medianest_core::catalogue::described::{Described, EpisodeWords, Words};
use medianest_core::catalogue::facts::ItemFacts;
use medianest_core::catalogue::{ExternalKey, MediaItem, external_ids};
use serde::{Deserialize, Deserializer};
use serde_json::{Map, Value, json};

/// An id of any of Trakt's kinds: a number, or text.
#[derive(Debug, Clone)]
pub struct AnyId(String);

impl<'de> Deserialize<'de> for AnyId {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        match Value::deserialize(deserializer)? {
            Value::String(text) => Ok(Self(text)),
            Value::Number(number) => Ok(Self(number.to_string())),
            // Clients send null, and objects of other sites, for what they do not know.
            _ => Ok(Self(String::new())),
        }
    }
}

/// The `ids` object of a movie, show, season or episode.
#[derive(Debug, Clone, Default, Deserialize)]
pub struct Ids {
    /// Our own number for the item.
    trakt: Option<AnyId>,
    slug: Option<AnyId>,
    imdb: Option<AnyId>,
    tmdb: Option<AnyId>,
    tvdb: Option<AnyId>,
}

/// A movie, show or episode as clients describe it.
#[derive(Debug, Clone, Default, Deserialize)]
pub struct Media {
    title: Option<String>,
    year: Option<i64>,
    #[serde(default)]
    ids: Ids,
    season: Option<i32>,
    number: Option<i32>,
    number_abs: Option<i32>,
}

impl Media {
    /// The description in the catalogue's words. `kind` is Trakt's noun, which is also the kind of the external ids.
    #[must_use]
    pub fn words(&self, kind: &'static str) -> Words {
        let given = |id: &Option<AnyId>| id.as_ref().map(|id| id.0.trim().to_owned()).filter(|id| !id.is_empty());
        let key =
            |provider: &str, id: &Option<AnyId>| -> Option<ExternalKey> { external_ids::key(provider, kind, &given(id)?).ok() };
        Words {
            kind,
            number: given(&self.ids.trakt).and_then(|id| id.parse().ok()),
            slug: given(&self.ids.slug),
            ids: [key("tmdb", &self.ids.tmdb), key("tvdb", &self.ids.tvdb), key("imdb", &self.ids.imdb)]
                .into_iter()
                .flatten()
                .collect(),
            title: self.title.clone().filter(|title| !title.trim().is_empty()),
            year: self.year.and_then(|year| i16::try_from(year).ok()),
        }
    }

    /// The description as it was sent, for telling that it was not found.
    #[must_use]
    pub fn as_sent(&self) -> Value {
        let id = |id: &Option<AnyId>| id.as_ref().map(|id| id.0.clone());
        let ids = [
            ("trakt", id(&self.ids.trakt)),
            ("slug", id(&self.ids.slug)),
            ("imdb", id(&self.ids.imdb)),
            ("tmdb", id(&self.ids.tmdb)),
            ("tvdb", id(&self.ids.tvdb)),
        ];
        let ids: Map<String, Value> = ids.into_iter().filter_map(|(name, id)| Some((name.to_owned(), json!(id?)))).collect();
        json!({ "title": self.title, "year": self.year, "ids": ids })
    }

    /// Whether there is anything to find it by.
    fn is_empty(&self) -> bool {
        let words = self.words("movie");
        words.number.is_none() && words.slug.is_none() && words.ids.is_empty() && words.title.is_none()
    }
}

/// What is playing: a movie, an episode by its ids, or an episode by its show, season and number.
#[derive(Debug, Clone, Default, Deserialize)]
pub struct Playing {
    movie: Option<Media>,
    show: Option<Media>,
    episode: Option<Media>,
}

impl Playing {
    /// The description in the catalogue's words; `None` when nothing is described.
    #[must_use]
    pub fn described(&self) -> Option<Described> {
        if let Some(movie) = &self.movie {
            return Some(Described::Whole(movie.words("movie")));
        }
        let episode = self.episode.as_ref()?;
        let words = (!episode.is_empty()).then(|| episode.words("episode"));
        let place = match (&self.show, episode.season, episode.number, episode.number_abs) {
            (Some(show), Some(season), Some(number), _) => {
                Some(EpisodeWords { show: show.words("show"), season: Some(season), number })
            }
            (Some(show), _, _, Some(absolute)) => Some(EpisodeWords { show: show.words("show"), season: None, number: absolute }),
            _ => None,
        };
        match (words, place) {
            (None, None) => None,
            (words, place) => Some(Described::Episode { words, place }),
        }
    }
}

/// The `ids` object that is sent: our number and slug, and what others call the item.
fn ids(facts: &ItemFacts, with_slug: bool) -> Value {
    let mut ids = Map::new();
    ids.insert("trakt".to_owned(), json!(facts.item.number));
    if with_slug {
        ids.insert("slug".to_owned(), json!(facts.item.slug));
    }
    for provider in ["imdb", "tmdb", "tvdb"] {
        let id = facts.external_ids.iter().find(|id| id.provider == provider).map(|id| id.external_id.as_str());
        // TMDB and TVDB count: Trakt sends their ids as numbers.
        let value = match id {
            Some(id) if provider != "imdb" => id.parse::<i64>().map_or_else(|_| json!(id), |number| json!(number)),
            other => json!(other),
        };
        ids.insert(provider.to_owned(), value);
    }
    Value::Object(ids)
}

/// A moment as it is sent: with thousandths of a second, which some clients insist on.
#[must_use]
pub fn time(at: DateTime<Utc>) -> Value {
    json!(at.to_rfc3339_opts(SecondsFormat::Millis, true))
}

/// How much is said of a thing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Extent {
    /// What it is called, and its ids.
    Plain,
    /// All that is known.
    Full,
}

impl Extent {
    /// As the parameter `extended` asks for.
    #[must_use]
    pub fn of(extended: Option<&str>) -> Self {
        let is_full = extended.is_some_and(|words| words.split(',').any(|word| word.trim() == "full"));
        if is_full { Self::Full } else { Self::Plain }
    }
}

/// Adds what is known of a thing besides its names.
fn add_details(thing: &mut Value, item: &MediaItem, extent: Extent) {
    if extent == Extent::Plain {
        return;
    }
    let midnight = item.released_on.and_then(|day| day.and_hms_opt(0, 0, 0)).map(|midnight| midnight.and_utc());
    let details = json!({
        "overview": item.description,
        "original_title": item.original_name,
        "released": item.released_on,
        "first_aired": item.released_at.or(midnight).map(time),
        "runtime": item.runtime_seconds.map(|seconds| (seconds + 30) / 60),
        "language": item.language,
        "genres": *item.genres,
        "updated_at": time(item.updated_at),
    });
    if let (Value::Object(thing), Value::Object(details)) = (thing, details) {
        thing.extend(details);
    }
}

/// A movie or show as it is sent.
#[must_use]
pub fn title(facts: &ItemFacts, extent: Extent) -> Value {
    let mut title = json!({ "title": facts.item.name, "year": facts.item.year, "ids": ids(facts, true) });
    add_details(&mut title, &facts.item, extent);
    title
}

/// A season as it is sent.
#[must_use]
pub fn season(facts: &ItemFacts, extent: Extent) -> Value {
    let mut season = json!({ "number": facts.item.hierarchy_position, "ids": ids(facts, false) });
    if extent == Extent::Full {
        season["title"] = json!(facts.item.name);
    }
    add_details(&mut season, &facts.item, extent);
    season
}

/// An episode as it is sent.
#[must_use]
pub fn episode(facts: &ItemFacts, extent: Extent) -> Value {
    let season = facts.item.position_path.first().copied().flatten();
    let (number, title) = (facts.item.hierarchy_position, &facts.item.name);
    let mut episode = json!({ "season": season, "number": number, "title": title, "ids": ids(facts, false) });
    add_details(&mut episode, &facts.item, extent);
    episode
}

/// Adds what a row is about: `type` with `movie` or `show`, or with `season` or `episode` and its `show`.
pub fn add_media(row: &mut Map<String, Value>, facts: &ItemFacts, extent: Extent) {
    let kind = facts.kind();
    row.insert("type".to_owned(), json!(kind));
    let thing = match kind {
        "season" => season(facts, extent),
        "episode" => episode(facts, extent),
        _ => title(facts, extent),
    };
    row.insert(kind.to_owned(), thing);
    if let Some(show) = &facts.root {
        row.insert("show".to_owned(), title(show, extent));
    }
}

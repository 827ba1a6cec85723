//! What goes over the wire. Unknown keys and kinds of ids are ignored: clients send many of their own.

use medianest_core::catalogue::described::{Described, EpisodeWords, Words};
use medianest_core::catalogue::facts::ItemFacts;
use medianest_core::catalogue::{ExternalKey, external_ids};
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

/// A movie or show as it is sent.
#[must_use]
pub fn title(facts: &ItemFacts) -> Value {
    json!({ "title": facts.item.name, "year": facts.item.year, "ids": ids(facts, true) })
}

/// An episode as it is sent.
#[must_use]
pub fn episode(facts: &ItemFacts) -> Value {
    let season = facts.item.position_path.first().copied().flatten();
    json!({ "season": season, "number": facts.item.hierarchy_position, "title": facts.item.name, "ids": ids(facts, false) })
}

/// Adds what is played to a row: `type` with `movie`, or with `episode` and `show`.
pub fn add_media(row: &mut Map<String, Value>, facts: &ItemFacts) {
    if let Some(show) = &facts.root {
        row.insert("type".to_owned(), json!("episode"));
        row.insert("episode".to_owned(), episode(facts));
        row.insert("show".to_owned(), title(show));
    } else {
        let kind = if facts.kind() == "show" { "show" } else { "movie" };
        row.insert("type".to_owned(), json!(kind));
        row.insert(kind.to_owned(), title(facts));
    }
}

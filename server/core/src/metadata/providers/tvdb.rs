//! TheTVDB, version 4: shows with seasons and episodes, and films.

use std::collections::{BTreeMap, HashSet};
use std::time::Duration;

use chrono::{DateTime, TimeDelta, Utc};
use futures_util::FutureExt;
use medianest_db::MetadataProvider;
use medianest_db::catalogue::{ExternalKey, builtin};
use secrecy::{ExposeSecret, SecretString};
use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::{Map, Value, json};
use url::Url;

use super::shared::{day, language_code, language_code_3, minutes, object, own};
use super::token::Token;
use crate::config::MetadataSettings;
use crate::metadata::http::Http;
use crate::metadata::provider::{Answer, Details, Facts, Found, Kind, Node, Provider, ProviderError};

const NAME: MetadataProvider = MetadataProvider::Tvdb;
const SHOW: Kind = Kind { noun: "show", media_type: builtin::TV, level: 0 };
const MOVIE: Kind = Kind { noun: "movie", media_type: builtin::MOVIE, level: 0 };
/// How many pages are read of one list.
const MOST_PAGES: u32 = 50;
/// How far back changes are asked for.
const CHANGES_KNOWN: TimeDelta = TimeDelta::days(30);
/// What the service calls a background, of a show and of a film.
const BACKGROUNDS: [i64; 2] = [3, 15];

/// TheTVDB.
pub(super) struct Tvdb {
    http: Http,
    key: SecretString,
    pin: Option<SecretString>,
    /// Our language in three letters.
    language: &'static str,
    token: Token,
}

#[derive(Deserialize)]
struct Reply<T> {
    data: T,
    links: Option<Links>,
}

#[derive(Deserialize)]
struct Links {
    next: Option<String>,
}

#[derive(Deserialize)]
struct Granted {
    token: String,
}

#[derive(Deserialize)]
struct Hit {
    tvdb_id: String,
    name: String,
    year: Option<String>,
    overview: Option<String>,
    image_url: Option<String>,
    network: Option<String>,
    #[serde(default)]
    translations: BTreeMap<String, String>,
    #[serde(default)]
    overviews: BTreeMap<String, String>,
}

/// A show or a film: the two have most fields in common.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Record {
    id: i64,
    name: Option<String>,
    overview: Option<String>,
    image: Option<String>,
    first_aired: Option<String>,
    #[serde(rename = "first_release")]
    first_release: Option<Released>,
    average_runtime: Option<i32>,
    runtime: Option<i32>,
    original_language: Option<String>,
    status: Option<Named>,
    original_network: Option<Named>,
    #[serde(default)]
    genres: Vec<Named>,
    #[serde(default)]
    remote_ids: Vec<Remote>,
    #[serde(default)]
    content_ratings: Vec<Rating>,
    #[serde(default)]
    artworks: Vec<Artwork>,
    #[serde(default)]
    seasons: Vec<Season>,
    translations: Option<Translations>,
}

#[derive(Deserialize)]
struct Released {
    date: Option<String>,
}

#[derive(Deserialize)]
struct Named {
    name: Option<String>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Remote {
    id: String,
    source_name: Option<String>,
}

#[derive(Deserialize)]
struct Rating {
    name: Option<String>,
    country: Option<String>,
}

#[derive(Deserialize)]
struct Artwork {
    image: Option<String>,
    #[serde(rename = "type")]
    kind: Option<i64>,
    score: Option<f64>,
}

#[derive(Deserialize)]
struct Season {
    id: i64,
    number: i32,
    name: Option<String>,
    image: Option<String>,
    #[serde(rename = "type")]
    order: Option<SeasonType>,
}

#[derive(Deserialize)]
struct SeasonType {
    #[serde(rename = "type")]
    name: Option<String>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Translations {
    #[serde(default)]
    name_translations: Option<Vec<Translation>>,
    #[serde(default)]
    overview_translations: Option<Vec<Translation>>,
}

#[derive(Deserialize)]
struct Translation {
    language: Option<String>,
    name: Option<String>,
    overview: Option<String>,
}

#[derive(Deserialize)]
struct Episodes {
    #[serde(default)]
    episodes: Vec<Episode>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Episode {
    id: i64,
    name: Option<String>,
    overview: Option<String>,
    aired: Option<String>,
    runtime: Option<i32>,
    number: Option<i32>,
    season_number: Option<i32>,
    absolute_number: Option<i32>,
    image: Option<String>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Update {
    record_id: i64,
}

/// What a foreign id belongs to: each stands alone in an entry of its own, beside people and companies.
#[derive(Deserialize)]
struct Known {
    movie: Option<KnownId>,
    series: Option<KnownId>,
}

#[derive(Deserialize)]
struct KnownId {
    id: i64,
}

impl Tvdb {
    pub(super) fn new(settings: &MetadataSettings, url: &Url, key: &SecretString, pin: Option<&SecretString>) -> Self {
        Self {
            http: Http::new(settings, NAME, url, Duration::from_millis(100), 20),
            key: key.clone(),
            pin: pin.cloned(),
            language: language_code_3(&settings.language).unwrap_or("eng"),
            token: Token::default(),
        }
    }

    async fn sign_in(&self) -> Result<String, ProviderError> {
        let mut given = Map::from_iter([("apikey".to_owned(), json!(self.key.expose_secret()))]);
        if let Some(pin) = &self.pin {
            given.insert("pin".to_owned(), json!(pin.expose_secret()));
        }
        let (reply, _): (Reply<Granted>, _) = self.http.read(self.http.post("/login").json(&given)).await?;
        Ok(reply.data.token)
    }

    async fn get<T: DeserializeOwned>(&self, path: &str, query: &[(&str, &str)]) -> Result<(Reply<T>, Value), ProviderError> {
        let ask = async |token: &str| self.http.read(self.http.get(path, query).bearer_auth(token)).await;
        let token = self.token.get(|| self.sign_in()).await?;
        match ask(&token).await {
            // A token ends after a month.
            Err(ProviderError::KeyRefused(..)) => {
                self.token.forget(&token).await;
                ask(&self.token.get(|| self.sign_in()).await?).await
            }
            answer => answer,
        }
    }

    async fn search(&self, kind: &'static Kind, text: &str, year: Option<i16>) -> Result<Vec<Found>, ProviderError> {
        let year = year.map(|year| year.to_string());
        let mut query = vec![("query", text), ("type", if *kind == MOVIE { "movie" } else { "series" }), ("limit", "20")];
        query.extend(year.as_deref().map(|year| ("year", year)));
        let (reply, _): (Reply<Vec<Hit>>, _) = self.get("/search", &query).await?;
        let found = |mut hit: Hit| Found {
            kind,
            id: hit.tvdb_id,
            name: hit.translations.remove(self.language).unwrap_or(hit.name),
            by: hit.network,
            year: hit.year.and_then(|year| year.parse().ok()),
            description: hit.overviews.remove(self.language).or(hit.overview),
            poster_url: hit.image_url,
        };
        Ok(reply.data.into_iter().map(found).collect())
    }

    async fn details(&self, kind: &Kind, id: &str) -> Result<Details, ProviderError> {
        let path = if *kind == MOVIE { format!("/movies/{id}/extended") } else { format!("/series/{id}/extended") };
        let (reply, raw): (Reply<Record>, _) = self.get(&path, &[("meta", "translations")]).await?;
        let mut record = reply.data;
        let mut raws = Map::from_iter([("record".to_owned(), raw)]);
        let parts =
            if *kind == SHOW { self.seasons(id, std::mem::take(&mut record.seasons), &mut raws).await? } else { Vec::new() };
        let status = record.status.take().and_then(|status| status.name);
        let is_running = !matches!(status.as_deref(), Some("Ended" | "Released"));
        let mut ids = vec![own(NAME, kind.noun, &record.id)];
        let imdb = record.remote_ids.iter().find(|remote| remote.source_name.as_deref() == Some("IMDB"));
        ids.extend(imdb.map(|remote| ("imdb".to_owned(), kind.noun.to_owned(), remote.id.clone())));
        let mut facts = self.facts(record);
        if *kind == SHOW {
            facts.metadata.extend(object(json!({ "status": status })));
        }
        Ok(Details { node: Node { position: None, facts, ids, parts }, above: None, is_running, raw: Value::Object(raws) })
    }

    fn facts(&self, record: Record) -> Facts {
        let (names, overviews) =
            record.translations.map(|all| (all.name_translations, all.overview_translations)).unwrap_or_default();
        let ours =
            |all: Option<Vec<Translation>>| all.into_iter().flatten().find(|one| one.language.as_deref() == Some(self.language));
        let background = record
            .artworks
            .iter()
            .filter(|artwork| artwork.kind.is_some_and(|kind| BACKGROUNDS.contains(&kind)))
            .max_by(|a, b| a.score.unwrap_or(0.0).total_cmp(&b.score.unwrap_or(0.0)))
            .and_then(|artwork| artwork.image.clone());
        let rating = record.content_ratings.iter().find(|rating| rating.country.as_deref() == Some("usa"));
        let released = record.first_aired.or_else(|| record.first_release.and_then(|release| release.date));
        let original = record.original_language.as_deref();
        Facts {
            name: ours(names).and_then(|one| one.name).or_else(|| record.name.clone()),
            original_name: record.name,
            description: ours(overviews).and_then(|one| one.overview).or(record.overview),
            released_on: released.as_deref().and_then(day),
            runtime_seconds: record.average_runtime.or(record.runtime).map(minutes),
            genres: record.genres.into_iter().filter_map(|genre| genre.name).collect(),
            language: original.filter(|original| *original == self.language).and_then(language_code).map(str::to_owned),
            metadata: object(json!({
                "network": record.original_network.and_then(|network| network.name),
                "certification": rating.and_then(|rating| rating.name.clone()),
                "poster_url": record.image.as_deref().and_then(picture),
                "backdrop_url": background.as_deref().and_then(picture),
            })),
            ..Facts::default()
        }
    }

    /// The seasons in the order of airing, with their episodes.
    async fn seasons(&self, id: &str, heads: Vec<Season>, raws: &mut Map<String, Value>) -> Result<Vec<Node>, ProviderError> {
        let mut by_season: BTreeMap<i32, Node> = BTreeMap::new();
        for head in heads {
            let is_aired = head.order.and_then(|order| order.name).is_none_or(|order| order == "official");
            if is_aired {
                let facts = Facts {
                    name: head.name,
                    metadata: object(json!({ "poster_url": head.image.as_deref().and_then(picture) })),
                    ..Facts::default()
                };
                let ids = vec![own(NAME, "season", &head.id)];
                by_season.insert(head.number, Node { position: Some(head.number), facts, ids, parts: Vec::new() });
            }
        }
        for page in 0..MOST_PAGES {
            let number = page.to_string();
            let path = format!("/series/{id}/episodes/default");
            let (reply, raw): (Reply<Episodes>, _) = self.get(&path, &[("page", number.as_str())]).await?;
            raws.insert(format!("episodes {page}"), raw);
            for episode in reply.data.episodes {
                if let (Some(season), Some(number)) = (episode.season_number, episode.number) {
                    let season = by_season.entry(season).or_insert_with(|| Node { position: Some(season), ..Node::default() });
                    season.parts.push(episode_node(number, episode));
                }
            }
            if reply.links.and_then(|links| links.next).is_none_or(|next| next.is_empty()) {
                break;
            }
        }
        // A season of which nothing is known yet is no season.
        Ok(by_season.into_values().filter(|season| !season.parts.is_empty()).collect())
    }

    async fn look_up(&self, kind: &Kind, foreign: &ExternalKey) -> Result<Option<String>, ProviderError> {
        let path = format!("/search/remoteid/{}", foreign.external_id);
        let known = match self.get::<Option<Vec<Known>>>(&path, &[]).await {
            Ok((reply, _)) => reply.data.unwrap_or_default(),
            Err(ProviderError::NotFound(_)) => Vec::new(),
            Err(error) => return Err(error),
        };
        let id = known.into_iter().find_map(|known| if *kind == MOVIE { known.movie } else { known.series });
        Ok(id.map(|found| found.id.to_string()))
    }

    async fn changes(
        &self,
        kind: &Kind,
        since: DateTime<Utc>,
        now: DateTime<Utc>,
    ) -> Result<Option<HashSet<String>>, ProviderError> {
        if now - since > CHANGES_KNOWN {
            return Ok(None);
        }
        let since = since.timestamp().to_string();
        let mut ids = HashSet::new();
        for page in 0..MOST_PAGES {
            let number = page.to_string();
            let of = if *kind == MOVIE { "movies" } else { "series" };
            let query = [("since", since.as_str()), ("type", of), ("page", number.as_str())];
            let (reply, _): (Reply<Vec<Update>>, _) = self.get("/updates", &query).await?;
            ids.extend(reply.data.into_iter().map(|update| update.record_id.to_string()));
            if reply.links.and_then(|links| links.next).is_none_or(|next| next.is_empty()) {
                return Ok(Some(ids));
            }
        }
        Ok(None)
    }
}

impl Provider for Tvdb {
    fn name(&self) -> MetadataProvider {
        NAME
    }

    fn kinds(&self) -> &'static [Kind] {
        &[SHOW, MOVIE]
    }

    fn image_hosts(&self) -> &'static [&'static str] {
        &["artworks.thetvdb.com"]
    }

    fn search<'a>(&'a self, kind: &'static Kind, text: &'a str, year: Option<i16>) -> Answer<'a, Vec<Found>> {
        self.search(kind, text, year).boxed()
    }

    fn details<'a>(&'a self, kind: &'a Kind, id: &'a str) -> Answer<'a, Details> {
        self.details(kind, id).boxed()
    }

    /// It knows ids of others too, but as bare numbers, of which nobody can tell whose they are.
    fn foreign_kinds(&self) -> &'static [(&'static str, &'static str, &'static str)] {
        &[("imdb", "movie", "movie"), ("imdb", "show", "show")]
    }

    fn look_up<'a>(&'a self, kind: &'a Kind, foreign: &'a ExternalKey) -> Answer<'a, Option<String>> {
        self.look_up(kind, foreign).boxed()
    }

    fn changes<'a>(&'a self, kind: &'a Kind, since: DateTime<Utc>, now: DateTime<Utc>) -> Answer<'a, Option<HashSet<String>>> {
        self.changes(kind, since, now).boxed()
    }
}

fn episode_node(number: i32, episode: Episode) -> Node {
    let facts = Facts {
        name: episode.name,
        description: episode.overview,
        released_on: episode.aired.as_deref().and_then(day),
        runtime_seconds: episode.runtime.map(minutes),
        metadata: object(json!({
            "absolute_number": episode.absolute_number.filter(|number| *number > 0),
            "backdrop_url": episode.image.as_deref().and_then(picture),
        })),
        ..Facts::default()
    };
    Node { position: Some(number), facts, ids: vec![own(NAME, "episode", &episode.id)], parts: Vec::new() }
}

/// The address of a picture: some are given without a host.
fn picture(address: &str) -> Option<String> {
    match address {
        "" => None,
        whole if whole.starts_with("https://") => Some(whole.to_owned()),
        path => Some(format!("https://artworks.thetvdb.com/{}", path.trim_start_matches('/'))),
    }
}

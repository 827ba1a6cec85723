//! TVmaze: shows with seasons and episodes, and the minute at which they air. It wants no key.

use std::collections::{HashMap, HashSet};
use std::time::Duration;

use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use futures_util::FutureExt;
use medianest_db::MetadataProvider;
use medianest_db::catalogue::{ExternalKey, builtin};
use serde::Deserialize;
use serde_json::json;
use url::Url;

use super::shared::{day, language_code, minutes, object, own};
use crate::config::MetadataSettings;
use crate::metadata::fields::without_markup;
use crate::metadata::http::Http;
use crate::metadata::provider::{Answer, Details, Facts, Found, Kind, Node, Provider, ProviderError};

const NAME: MetadataProvider = MetadataProvider::Tvmaze;
const SHOW: Kind = Kind { noun: "show", media_type: builtin::TV, level: 0 };

/// TVmaze.
pub(super) struct Tvmaze {
    http: Http,
}

#[derive(Deserialize)]
struct Hit {
    show: Show,
}

#[derive(Deserialize)]
struct Show {
    id: i64,
    name: String,
    language: Option<String>,
    #[serde(default)]
    genres: Vec<String>,
    status: Option<String>,
    runtime: Option<i32>,
    #[serde(rename = "averageRuntime")]
    average_runtime: Option<i32>,
    premiered: Option<NaiveDate>,
    network: Option<Channel>,
    #[serde(rename = "webChannel")]
    web_channel: Option<Channel>,
    externals: Option<Externals>,
    image: Option<Image>,
    summary: Option<String>,
    #[serde(rename = "_embedded")]
    embedded: Option<Embedded>,
}

#[derive(Deserialize)]
struct Channel {
    name: String,
    country: Option<Country>,
}

#[derive(Deserialize)]
struct Country {
    code: Option<String>,
}

#[derive(Deserialize)]
struct Externals {
    thetvdb: Option<i64>,
    imdb: Option<String>,
}

#[derive(Deserialize)]
struct Image {
    medium: Option<String>,
    original: Option<String>,
}

#[derive(Deserialize)]
struct Embedded {
    #[serde(default)]
    seasons: Vec<Season>,
    #[serde(default)]
    episodes: Vec<Episode>,
}

#[derive(Deserialize)]
struct Season {
    id: i64,
    number: i32,
    name: Option<String>,
    #[serde(rename = "premiereDate")]
    premiere_date: Option<NaiveDate>,
    image: Option<Image>,
    summary: Option<String>,
}

#[derive(Deserialize)]
struct Episode {
    id: i64,
    name: Option<String>,
    season: i32,
    number: Option<i32>,
    airdate: Option<String>,
    airtime: Option<String>,
    airstamp: Option<DateTime<Utc>>,
    runtime: Option<i32>,
    image: Option<Image>,
    summary: Option<String>,
}

impl Tvmaze {
    pub(super) fn new(settings: &MetadataSettings, url: &Url) -> Self {
        // At least twenty calls in ten seconds are allowed.
        Self { http: Http::new(settings, NAME, url, Duration::from_millis(500), 10) }
    }

    async fn search(&self, text: &str, year: Option<i16>) -> Result<Vec<Found>, ProviderError> {
        let (hits, _): (Vec<Hit>, _) = self.http.read(self.http.get("/search/shows", &[("q", text)])).await?;
        let found = |Hit { show }: Hit| Found {
            kind: &SHOW,
            id: show.id.to_string(),
            name: show.name,
            by: show.network.or(show.web_channel).map(|channel| channel.name),
            year: show.premiered.and_then(|day| i16::try_from(chrono::Datelike::year(&day)).ok()),
            description: show.summary.as_deref().map(without_markup).filter(|text| !text.is_empty()),
            poster_url: show.image.and_then(|image| image.medium.or(image.original)),
        };
        // It has no filter of its own.
        Ok(hits.into_iter().map(found).filter(|found| year.is_none() || found.year == year).collect())
    }

    async fn show(&self, id: &str) -> Result<Details, ProviderError> {
        let query = [("embed[]", "seasons"), ("embed[]", "episodes")];
        let (show, raw): (Show, _) = self.http.read(self.http.get(&format!("/shows/{id}"), &query)).await?;
        let embedded = show.embedded.unwrap_or(Embedded { seasons: Vec::new(), episodes: Vec::new() });
        let mut episodes: HashMap<i32, Vec<Node>> = HashMap::new();
        for episode in embedded.episodes {
            // A special without a number has no place in the order.
            if let Some(number) = episode.number {
                episodes.entry(episode.season).or_default().push(episode_node(number, episode));
            }
        }
        let parts = embedded
            .seasons
            .into_iter()
            .map(|season| {
                let number = season.number;
                Node { parts: episodes.remove(&number).unwrap_or_default(), ..season_node(season) }
            })
            .collect();
        let mut ids = vec![own(NAME, "show", &show.id)];
        if let Some(known) = show.externals {
            let imdb = known.imdb.filter(|id| !id.is_empty()).map(|id| ("imdb".to_owned(), "show".to_owned(), id));
            let tvdb = known.thetvdb.map(|id| ("tvdb".to_owned(), "show".to_owned(), id.to_string()));
            ids.extend(imdb.into_iter().chain(tvdb));
        }
        let channel = show.network.or(show.web_channel);
        let country = channel.as_ref().and_then(|channel| channel.country.as_ref()?.code.clone());
        let is_running = show.status.as_deref() != Some("Ended");
        let facts = Facts {
            name: Some(show.name),
            description: show.summary.as_deref().map(without_markup),
            released_on: show.premiered,
            runtime_seconds: show.runtime.or(show.average_runtime).map(minutes),
            genres: show.genres,
            language: show.language.as_deref().and_then(language_code).map(str::to_owned),
            metadata: object(json!({
                "network": channel.map(|channel| channel.name),
                "countries": country.into_iter().collect::<Vec<_>>(),
                "status": show.status,
                "poster_url": show.image.and_then(|image| image.original.or(image.medium)),
            })),
            ..Facts::default()
        };
        Ok(Details { node: Node { position: None, facts, ids, parts }, above: None, is_running, raw })
    }

    async fn look_up(&self, foreign: &ExternalKey) -> Result<Option<String>, ProviderError> {
        let source = match foreign.provider.as_str() {
            "imdb" => "imdb",
            "tvdb" => "thetvdb",
            _ => return Ok(None),
        };
        let request = self.http.get("/lookup/shows", &[(source, foreign.external_id.as_str())]);
        match self.http.read::<Show>(request).await {
            Ok((show, _)) => Ok(Some(show.id.to_string())),
            Err(ProviderError::NotFound(_)) => Ok(None),
            Err(error) => Err(error),
        }
    }

    async fn changes(&self, since: DateTime<Utc>, now: DateTime<Utc>) -> Result<Option<HashSet<String>>, ProviderError> {
        let span = match now - since {
            past if past <= TimeDelta::days(1) => "day",
            past if past <= TimeDelta::days(7) => "week",
            past if past <= TimeDelta::days(28) => "month",
            _ => return Ok(None),
        };
        let request = self.http.get("/updates/shows", &[("since", span)]);
        let (updates, _): (HashMap<String, i64>, _) = self.http.read(request).await?;
        let is_later = |(_, at): &(String, i64)| *at >= since.timestamp();
        Ok(Some(updates.into_iter().filter(is_later).map(|(id, _)| id).collect()))
    }
}

impl Provider for Tvmaze {
    fn name(&self) -> MetadataProvider {
        NAME
    }

    fn kinds(&self) -> &'static [Kind] {
        &[SHOW]
    }

    fn image_hosts(&self) -> &'static [&'static str] {
        &["static.tvmaze.com"]
    }

    fn search<'a>(&'a self, _: &'static Kind, text: &'a str, year: Option<i16>) -> Answer<'a, Vec<Found>> {
        self.search(text, year).boxed()
    }

    fn details<'a>(&'a self, _: &'a Kind, id: &'a str) -> Answer<'a, Details> {
        self.show(id).boxed()
    }

    fn foreign_kinds(&self) -> &'static [(&'static str, &'static str, &'static str)] {
        &[("imdb", "show", "show"), ("tvdb", "show", "show")]
    }

    fn look_up<'a>(&'a self, _: &'a Kind, foreign: &'a ExternalKey) -> Answer<'a, Option<String>> {
        self.look_up(foreign).boxed()
    }

    fn changes<'a>(&'a self, _: &'a Kind, since: DateTime<Utc>, now: DateTime<Utc>) -> Answer<'a, Option<HashSet<String>>> {
        self.changes(since, now).boxed()
    }
}

fn season_node(season: Season) -> Node {
    let facts = Facts {
        name: season.name.filter(|name| !name.is_empty()),
        description: season.summary.as_deref().map(without_markup),
        released_on: season.premiere_date,
        metadata: object(json!({ "poster_url": season.image.and_then(|image| image.original.or(image.medium)) })),
        ..Facts::default()
    };
    Node { position: Some(season.number), facts, ids: vec![own(NAME, "season", &season.id)], parts: Vec::new() }
}

fn episode_node(number: i32, episode: Episode) -> Node {
    // What airs at no time of its own is stamped with noon.
    let has_time = episode.airtime.as_deref().is_some_and(|time| !time.is_empty());
    let facts = Facts {
        name: episode.name.filter(|name| !name.is_empty() && name != "TBA"),
        description: episode.summary.as_deref().map(without_markup),
        released_on: episode.airdate.as_deref().and_then(day),
        released_at: episode.airstamp.filter(|_| has_time),
        runtime_seconds: episode.runtime.map(minutes),
        metadata: object(json!({ "backdrop_url": episode.image.and_then(|image| image.original.or(image.medium)) })),
        ..Facts::default()
    };
    Node { position: Some(number), facts, ids: vec![own(NAME, "episode", &episode.id)], parts: Vec::new() }
}

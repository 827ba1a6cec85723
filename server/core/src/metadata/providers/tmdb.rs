//! The Movie Database, version 3 of its API: films, and shows with seasons and episodes.

use std::collections::HashSet;
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

use super::shared::{day, minutes, object, own, year_of};
use crate::config::MetadataSettings;
use crate::metadata::http::Http;
use crate::metadata::provider::{Answer, Details, Facts, Found, Kind, Node, Provider, ProviderError};

const NAME: MetadataProvider = MetadataProvider::Tmdb;
const MOVIE: Kind = Kind { noun: "movie", media_type: builtin::MOVIE, level: 0 };
const SHOW: Kind = Kind { noun: "show", media_type: builtin::TV, level: 0 };
/// How many pages of changes are read: a day has some dozens.
const MOST_PAGES: u32 = 100;
/// How far back changes are known.
const CHANGES_KNOWN: TimeDelta = TimeDelta::days(14);

/// The Movie Database.
pub(super) struct Tmdb {
    http: Http,
    token: SecretString,
    language: String,
}

#[derive(Deserialize)]
struct Page<T> {
    results: Vec<T>,
    #[serde(default)]
    total_pages: u32,
}

#[derive(Deserialize)]
struct Hit {
    id: i64,
    title: Option<String>,
    name: Option<String>,
    overview: Option<String>,
    poster_path: Option<String>,
    release_date: Option<String>,
    first_air_date: Option<String>,
}

#[derive(Deserialize)]
struct Changed {
    id: i64,
}

#[derive(Deserialize)]
struct FoundIds {
    #[serde(default)]
    movie_results: Vec<Changed>,
    #[serde(default)]
    tv_results: Vec<Changed>,
}

#[derive(Deserialize)]
struct Named {
    name: Option<String>,
}

#[derive(Deserialize)]
struct Country {
    iso_3166_1: String,
}

#[derive(Deserialize)]
struct Movie {
    id: i64,
    imdb_id: Option<String>,
    title: Option<String>,
    original_title: Option<String>,
    original_language: Option<String>,
    overview: Option<String>,
    tagline: Option<String>,
    status: Option<String>,
    release_date: Option<String>,
    runtime: Option<i32>,
    poster_path: Option<String>,
    backdrop_path: Option<String>,
    #[serde(default)]
    genres: Vec<Named>,
    #[serde(default)]
    production_countries: Vec<Country>,
    release_dates: Option<Results<Releases>>,
}

#[derive(Deserialize)]
struct Results<T> {
    results: Vec<T>,
}

#[derive(Deserialize)]
struct Releases {
    iso_3166_1: String,
    release_dates: Vec<Release>,
}

#[derive(Deserialize)]
struct Release {
    certification: Option<String>,
}

#[derive(Deserialize)]
struct Rated {
    iso_3166_1: String,
    rating: Option<String>,
}

#[derive(Deserialize)]
struct Show {
    id: i64,
    name: Option<String>,
    original_name: Option<String>,
    original_language: Option<String>,
    overview: Option<String>,
    status: Option<String>,
    #[serde(default)]
    in_production: bool,
    first_air_date: Option<String>,
    #[serde(default)]
    episode_run_time: Vec<i32>,
    poster_path: Option<String>,
    backdrop_path: Option<String>,
    #[serde(default)]
    genres: Vec<Named>,
    #[serde(default)]
    networks: Vec<Named>,
    #[serde(default)]
    origin_country: Vec<String>,
    #[serde(default)]
    seasons: Vec<SeasonHead>,
    external_ids: Option<ShowIds>,
    content_ratings: Option<Results<Rated>>,
}

#[derive(Deserialize)]
struct ShowIds {
    imdb_id: Option<String>,
    tvdb_id: Option<i64>,
}

#[derive(Deserialize)]
struct SeasonHead {
    season_number: i32,
}

#[derive(Deserialize)]
struct Season {
    id: i64,
    #[serde(rename = "season_number")]
    number: i32,
    name: Option<String>,
    overview: Option<String>,
    air_date: Option<String>,
    poster_path: Option<String>,
    #[serde(default)]
    episodes: Vec<Episode>,
}

#[derive(Deserialize)]
struct Episode {
    id: i64,
    #[serde(rename = "episode_number")]
    number: i32,
    name: Option<String>,
    overview: Option<String>,
    air_date: Option<String>,
    runtime: Option<i32>,
    still_path: Option<String>,
}

impl Tmdb {
    pub(super) fn new(settings: &MetadataSettings, url: &Url, token: &SecretString) -> Self {
        // It names no limit, and holds off who asks more than some fifty times a second.
        let http = Http::new(settings, NAME, url, Duration::from_millis(50), 40);
        Self { http, token: token.clone(), language: settings.language.clone() }
    }

    async fn get<T: DeserializeOwned>(&self, path: &str, query: &[(&str, &str)]) -> Result<(T, Value), ProviderError> {
        self.http.read(self.http.get(path, query).bearer_auth(self.token.expose_secret())).await
    }

    async fn search(&self, kind: &'static Kind, text: &str, year: Option<i16>) -> Result<Vec<Found>, ProviderError> {
        let (path, year_name) =
            if *kind == MOVIE { ("/3/search/movie", "year") } else { ("/3/search/tv", "first_air_date_year") };
        let year = year.map(|year| year.to_string());
        let mut query = vec![("query", text), ("include_adult", "false"), ("language", self.language.as_str())];
        query.extend(year.as_deref().map(|year| (year_name, year)));
        let (page, _): (Page<Hit>, _) = self.get(path, &query).await?;
        let found = |hit: Hit| {
            Some(Found {
                kind,
                id: hit.id.to_string(),
                name: hit.title.or(hit.name)?,
                by: None,
                year: hit.release_date.or(hit.first_air_date).as_deref().and_then(year_of),
                description: hit.overview.filter(|text| !text.is_empty()),
                poster_url: picture("w342", hit.poster_path.as_deref()),
            })
        };
        Ok(page.results.into_iter().filter_map(found).collect())
    }

    async fn movie(&self, id: &str) -> Result<Details, ProviderError> {
        let query = [("language", self.language.as_str()), ("append_to_response", "release_dates")];
        let (movie, raw): (Movie, _) = self.get(&format!("/3/movie/{id}"), &query).await?;
        let certification = movie.release_dates.map(|dates| dates.results).unwrap_or_default();
        let certification = certification.into_iter().map(|country| {
            let given = country.release_dates.into_iter().find_map(|date| date.certification.filter(|text| !text.is_empty()));
            (country.iso_3166_1, given)
        });
        let countries: Vec<String> = movie.production_countries.into_iter().map(|country| country.iso_3166_1).collect();
        let mut ids = vec![own(NAME, "movie", &movie.id)];
        ids.extend(movie.imdb_id.filter(|id| !id.is_empty()).map(|id| ("imdb".to_owned(), "movie".to_owned(), id)));
        let facts = Facts {
            name: movie.title,
            original_name: movie.original_title,
            description: movie.overview,
            released_on: movie.release_date.as_deref().and_then(day),
            runtime_seconds: movie.runtime.map(minutes),
            genres: names(movie.genres),
            language: self.spoken(movie.original_language),
            metadata: object(json!({
                "tagline": movie.tagline,
                "certification": self.here(certification),
                "countries": countries,
                "poster_url": picture("w500", movie.poster_path.as_deref()),
                "backdrop_url": picture("w1280", movie.backdrop_path.as_deref()),
            })),
            ..Facts::default()
        };
        let is_running = !matches!(movie.status.as_deref(), Some("Released" | "Canceled"));
        Ok(Details { node: Node { facts, ids, ..Node::default() }, above: None, is_running, raw })
    }

    async fn show(&self, id: &str) -> Result<Details, ProviderError> {
        let query = [("language", self.language.as_str()), ("append_to_response", "external_ids,content_ratings")];
        let (show, raw): (Show, _) = self.get(&format!("/3/tv/{id}"), &query).await?;
        let mut raws = Map::from_iter([("show".to_owned(), raw)]);
        let mut parts = Vec::with_capacity(show.seasons.len());
        for SeasonHead { season_number: number } in &show.seasons {
            let query = [("language", self.language.as_str())];
            match self.get::<Season>(&format!("/3/tv/{id}/season/{number}"), &query).await {
                Ok((season, raw)) => {
                    raws.insert(format!("season {number}"), raw);
                    parts.push(season_node(season));
                }
                // It was taken out while we looked.
                Err(ProviderError::NotFound(_)) => {}
                Err(error) => return Err(error),
            }
        }
        let ratings = show.content_ratings.map(|ratings| ratings.results).unwrap_or_default();
        let mut ids = vec![own(NAME, "show", &show.id)];
        if let Some(known) = show.external_ids {
            let imdb = known.imdb_id.filter(|id| !id.is_empty()).map(|id| ("imdb".to_owned(), "show".to_owned(), id));
            let tvdb = known.tvdb_id.map(|id| ("tvdb".to_owned(), "show".to_owned(), id.to_string()));
            ids.extend(imdb.into_iter().chain(tvdb));
        }
        let facts = Facts {
            name: show.name,
            original_name: show.original_name,
            description: show.overview,
            released_on: show.first_air_date.as_deref().and_then(day),
            runtime_seconds: show.episode_run_time.first().copied().map(minutes),
            genres: names(show.genres),
            language: self.spoken(show.original_language),
            metadata: object(json!({
                "network": show.networks.into_iter().find_map(|network| network.name),
                "certification": self.here(ratings.into_iter().map(|rated| (rated.iso_3166_1, rated.rating))),
                "countries": show.origin_country,
                "status": show.status,
                "poster_url": picture("w500", show.poster_path.as_deref()),
                "backdrop_url": picture("w1280", show.backdrop_path.as_deref()),
            })),
            ..Facts::default()
        };
        let is_running =
            show.in_production || matches!(show.status.as_deref(), Some("Returning Series" | "Planned" | "In Production"));
        let node = Node { position: None, facts, ids, parts };
        Ok(Details { node, above: None, is_running, raw: Value::Object(raws) })
    }

    async fn look_up(&self, kind: &Kind, foreign: &ExternalKey) -> Result<Option<String>, ProviderError> {
        let source = match foreign.provider.as_str() {
            "imdb" => "imdb_id",
            "tvdb" => "tvdb_id",
            _ => return Ok(None),
        };
        let path = format!("/3/find/{}", foreign.external_id);
        let (found, _): (FoundIds, _) = self.get(&path, &[("external_source", source)]).await?;
        let results = if *kind == MOVIE { found.movie_results } else { found.tv_results };
        Ok(results.first().map(|hit| hit.id.to_string()))
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
        // Days are whole ones, and both belong to what is asked for.
        let (from, to) = (since.date_naive().to_string(), now.date_naive().to_string());
        let path = if *kind == MOVIE { "/3/movie/changes" } else { "/3/tv/changes" };
        let mut ids = HashSet::new();
        let mut page = 1;
        loop {
            let number = page.to_string();
            let query = [("start_date", from.as_str()), ("end_date", to.as_str()), ("page", number.as_str())];
            let (changed, _): (Page<Changed>, _) = self.get(path, &query).await?;
            ids.extend(changed.results.into_iter().map(|changed| changed.id.to_string()));
            if changed.total_pages > MOST_PAGES {
                return Ok(None);
            }
            if page >= changed.total_pages {
                return Ok(Some(ids));
            }
            page += 1;
        }
    }

    /// What holds in the country of our language, else in the one that most films are rated in.
    fn here(&self, by_country: impl Iterator<Item = (String, Option<String>)>) -> Option<String> {
        let country = self.language.rsplit_once('-').map_or("US", |(_, region)| region);
        let mut given: Vec<_> = by_country.filter_map(|(country, text)| Some((country, text?))).collect();
        given.sort_by_key(|(one, _)| (!one.eq_ignore_ascii_case(country), one != "US"));
        given.into_iter().find(|(one, _)| one.eq_ignore_ascii_case(country) || one == "US").map(|(_, text)| text)
    }

    /// The language of the work, where the title is in it, too.
    fn spoken(&self, original: Option<String>) -> Option<String> {
        let ours = self.language.split('-').next();
        original.filter(|original| Some(original.as_str()) == ours)
    }
}

impl Provider for Tmdb {
    fn name(&self) -> MetadataProvider {
        NAME
    }

    fn kinds(&self) -> &'static [Kind] {
        &[MOVIE, SHOW]
    }

    fn image_hosts(&self) -> &'static [&'static str] {
        &["image.tmdb.org"]
    }

    fn search<'a>(&'a self, kind: &'static Kind, text: &'a str, year: Option<i16>) -> Answer<'a, Vec<Found>> {
        self.search(kind, text, year).boxed()
    }

    fn details<'a>(&'a self, kind: &'a Kind, id: &'a str) -> Answer<'a, Details> {
        if *kind == MOVIE { self.movie(id).boxed() } else { self.show(id).boxed() }
    }

    fn foreign_kinds(&self) -> &'static [(&'static str, &'static str, &'static str)] {
        &[("imdb", "movie", "movie"), ("imdb", "show", "show"), ("tvdb", "show", "show")]
    }

    fn look_up<'a>(&'a self, kind: &'a Kind, foreign: &'a ExternalKey) -> Answer<'a, Option<String>> {
        self.look_up(kind, foreign).boxed()
    }

    fn changes<'a>(&'a self, kind: &'a Kind, since: DateTime<Utc>, now: DateTime<Utc>) -> Answer<'a, Option<HashSet<String>>> {
        self.changes(kind, since, now).boxed()
    }
}

fn season_node(season: Season) -> Node {
    let facts = Facts {
        name: season.name,
        description: season.overview,
        released_on: season.air_date.as_deref().and_then(day),
        metadata: object(json!({ "poster_url": picture("w500", season.poster_path.as_deref()) })),
        ..Facts::default()
    };
    let ids = vec![own(NAME, "season", &season.id)];
    let parts = season.episodes.into_iter().map(episode_node).collect();
    Node { position: Some(season.number), facts, ids, parts }
}

fn episode_node(episode: Episode) -> Node {
    // What has no title yet is called by its number: others may know better.
    let placeholder = format!("Episode {}", episode.number);
    let facts = Facts {
        name: episode.name.filter(|name| *name != placeholder),
        description: episode.overview,
        released_on: episode.air_date.as_deref().and_then(day),
        runtime_seconds: episode.runtime.map(minutes),
        metadata: object(json!({ "backdrop_url": picture("w300", episode.still_path.as_deref()) })),
        ..Facts::default()
    };
    Node { position: Some(episode.number), facts, ids: vec![own(NAME, "episode", &episode.id)], parts: Vec::new() }
}

fn picture(size: &str, path: Option<&str>) -> Option<String> {
    path.filter(|path| path.starts_with('/')).map(|path| format!("https://image.tmdb.org/t/p/{size}{path}"))
}

fn names(named: Vec<Named>) -> Vec<String> {
    named.into_iter().filter_map(|one| one.name).collect()
}

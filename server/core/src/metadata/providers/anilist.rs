//! AniList: anime and manga, in GraphQL. It wants no key.

use std::time::Duration;

use chrono::{DateTime, NaiveDate, Utc};
use futures_util::FutureExt;
use medianest_db::MetadataProvider;
use medianest_db::catalogue::{ExternalKey, builtin};
use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};
use url::Url;

use super::shared::{minutes, object, own};
use crate::config::MetadataSettings;
use crate::metadata::fields::without_markup;
use crate::metadata::http::Http;
use crate::metadata::provider::{Answer, Details, Facts, Found, Kind, Node, Provider, ProviderError};

const NAME: MetadataProvider = MetadataProvider::Anilist;
const MOVIE: Kind = Kind { noun: "movie", media_type: builtin::MOVIE, level: 0 };
const SHOW: Kind = Kind { noun: "show", media_type: builtin::TV, level: 0 };
const BOOK: Kind = Kind { noun: "book", media_type: builtin::BOOK, level: 0 };

/// How many episodes a show is believed to have.
const MOST_EPISODES: i32 = 3_000;

const SEARCH: &str = "query ($text: String, $type: MediaType, $formats: [MediaFormat]) {
    Page(page: 1, perPage: 20) {
        media(search: $text, type: $type, format_in: $formats, isAdult: false, sort: SEARCH_MATCH) {
            id title { romaji english native } description(asHtml: false) startDate { year } coverImage { large }
        }
    }
}";

const DETAILS: &str = "query ($id: Int) {
    Media(id: $id) {
        id idMal type format status episodes duration countryOfOrigin genres bannerImage
        title { romaji english native } description(asHtml: false) startDate { year month day }
        coverImage { extraLarge large } studios(isMain: true) { nodes { name } }
        aired: airingSchedule(notYetAired: false, perPage: 25) { nodes { episode airingAt } }
        coming: airingSchedule(notYetAired: true, perPage: 25) { nodes { episode airingAt } }
    }
}";

const BY_MAL: &str = "query ($id: Int, $type: MediaType) { Media(idMal: $id, type: $type) { id } }";

/// AniList.
pub(super) struct Anilist {
    http: Http,
    language: String,
}

#[derive(Deserialize)]
struct Reply<T> {
    data: Option<T>,
}

#[derive(Deserialize)]
struct SearchData {
    #[serde(rename = "Page")]
    page: Page,
}

#[derive(Deserialize)]
struct Page {
    media: Vec<Hit>,
}

#[derive(Deserialize)]
struct Hit {
    id: i64,
    title: Title,
    description: Option<String>,
    #[serde(rename = "startDate")]
    start_date: Option<FuzzyDate>,
    #[serde(rename = "coverImage")]
    cover: Option<Cover>,
}

#[derive(Deserialize)]
struct MediaData<T> {
    #[serde(rename = "Media")]
    media: T,
}

#[derive(Deserialize)]
struct Id {
    id: i64,
}

#[derive(Deserialize)]
struct Media {
    id: i64,
    #[serde(rename = "idMal")]
    id_mal: Option<i64>,
    #[serde(rename = "type")]
    class: Option<String>,
    status: Option<String>,
    episodes: Option<i32>,
    duration: Option<i32>,
    #[serde(rename = "countryOfOrigin")]
    country: Option<String>,
    #[serde(default)]
    genres: Vec<String>,
    #[serde(rename = "bannerImage")]
    banner: Option<String>,
    title: Title,
    description: Option<String>,
    #[serde(rename = "startDate")]
    start_date: Option<FuzzyDate>,
    #[serde(rename = "coverImage")]
    cover: Option<Cover>,
    studios: Option<Nodes<Studio>>,
    aired: Option<Nodes<Airing>>,
    coming: Option<Nodes<Airing>>,
}

#[derive(Deserialize)]
struct Title {
    romaji: Option<String>,
    english: Option<String>,
    native: Option<String>,
}

#[derive(Deserialize)]
struct FuzzyDate {
    year: Option<i32>,
    month: Option<u32>,
    day: Option<u32>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Cover {
    extra_large: Option<String>,
    large: Option<String>,
}

#[derive(Deserialize)]
struct Nodes<T> {
    nodes: Vec<T>,
}

#[derive(Deserialize)]
struct Studio {
    name: String,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Airing {
    episode: i32,
    airing_at: i64,
}

impl Anilist {
    pub(super) fn new(settings: &MetadataSettings, url: &Url) -> Self {
        // Ninety requests a minute, of which it takes thirty these days.
        let http = Http::new(settings, NAME, url, Duration::from_secs(2), 5);
        Self { http, language: settings.language.clone() }
    }

    async fn run<T: DeserializeOwned>(&self, query: &str, variables: Value) -> Result<(T, Value), ProviderError> {
        let request = self.http.post("").json(&json!({ "query": query, "variables": variables }));
        let (reply, raw): (Reply<T>, _) = self.http.read(request).await?;
        let data = reply.data.ok_or_else(|| self.http.unreadable("it answered without data"))?;
        Ok((data, raw))
    }

    async fn search(&self, kind: &'static Kind, text: &str, year: Option<i16>) -> Result<Vec<Found>, ProviderError> {
        let (media_type, formats) = match *kind {
            MOVIE => ("ANIME", json!(["MOVIE"])),
            SHOW => ("ANIME", json!(["TV", "TV_SHORT", "OVA", "ONA", "SPECIAL"])),
            _ => ("MANGA", json!(["MANGA", "NOVEL", "ONE_SHOT"])),
        };
        let variables = json!({ "text": text, "type": media_type, "formats": formats });
        let (data, _): (SearchData, _) = self.run(SEARCH, variables).await?;
        let found = |hit: Hit| {
            let (name, _) = self.names(hit.title);
            Some(Found {
                kind,
                id: hit.id.to_string(),
                name: name?,
                by: None,
                year: hit.start_date.and_then(|date| i16::try_from(date.year?).ok()),
                description: hit.description.as_deref().map(without_markup).filter(|text| !text.is_empty()),
                poster_url: hit.cover.and_then(|cover| cover.large),
            })
        };
        Ok(data.page.media.into_iter().filter_map(found).filter(|found| year.is_none() || found.year == year).collect())
    }

    async fn media(&self, kind: &Kind, id: &str) -> Result<Details, ProviderError> {
        let Ok(number) = id.parse::<i64>() else { return Err(ProviderError::NotFound(NAME)) };
        let (data, raw): (MediaData<Media>, _) = self.run(DETAILS, json!({ "id": number })).await?;
        let media = data.media;
        let parts = if *kind == SHOW { vec![season(&media)] } else { Vec::new() };
        let mut ids = vec![own(NAME, kind.noun, &media.id)];
        if let (Some(mal), Some(media_type)) = (media.id_mal, &media.class) {
            ids.push(("myanimelist".to_owned(), media_type.to_lowercase(), mal.to_string()));
        }
        let is_running = matches!(media.status.as_deref(), Some("RELEASING" | "NOT_YET_RELEASED" | "HIATUS"));
        let (name, original_name) = self.names(media.title);
        let start = media.start_date.as_ref();
        let mut metadata = object(json!({
            "poster_url": media.cover.and_then(|cover| cover.extra_large.or(cover.large)),
            "backdrop_url": media.banner,
        }));
        if *kind != BOOK {
            metadata.extend(object(json!({ "countries": media.country.into_iter().collect::<Vec<_>>() })));
        }
        if *kind == SHOW {
            let studio = media.studios.and_then(|studios| studios.nodes.into_iter().next());
            metadata.extend(object(json!({ "status": media.status, "network": studio.map(|studio| studio.name) })));
        }
        let facts = Facts {
            name,
            original_name,
            description: media.description.as_deref().map(without_markup),
            year: start.and_then(|date| i16::try_from(date.year?).ok()),
            released_on: start.and_then(|date| NaiveDate::from_ymd_opt(date.year?, date.month?, date.day?)),
            runtime_seconds: media.duration.map(minutes),
            genres: media.genres,
            metadata,
            ..Facts::default()
        };
        Ok(Details { node: Node { position: None, facts, ids, parts }, above: None, is_running, raw })
    }

    async fn look_up(&self, foreign: &ExternalKey) -> Result<Option<String>, ProviderError> {
        let Ok(id) = foreign.external_id.parse::<i64>() else { return Ok(None) };
        let variables = json!({ "id": id, "type": foreign.kind.to_uppercase() });
        match self.run::<MediaData<Id>>(BY_MAL, variables).await {
            Ok((data, _)) => Ok(Some(data.media.id.to_string())),
            Err(ProviderError::NotFound(_)) => Ok(None),
            Err(error) => Err(error),
        }
    }

    /// The title in our language, as far as there is one, and that in its own.
    fn names(&self, title: Title) -> (Option<String>, Option<String>) {
        let native = title.native.clone();
        let name = match self.language.split('-').next() {
            Some("ja") => title.native.or(title.romaji),
            Some("en") => title.english.or(title.romaji),
            _ => title.romaji.or(title.english),
        };
        (name, native)
    }
}

impl Provider for Anilist {
    fn name(&self) -> MetadataProvider {
        NAME
    }

    fn kinds(&self) -> &'static [Kind] {
        &[MOVIE, SHOW, BOOK]
    }

    fn image_hosts(&self) -> &'static [&'static str] {
        &["s4.anilist.co"]
    }

    fn search<'a>(&'a self, kind: &'static Kind, text: &'a str, year: Option<i16>) -> Answer<'a, Vec<Found>> {
        self.search(kind, text, year).boxed()
    }

    fn details<'a>(&'a self, kind: &'a Kind, id: &'a str) -> Answer<'a, Details> {
        self.media(kind, id).boxed()
    }

    fn foreign_kinds(&self) -> &'static [(&'static str, &'static str, &'static str)] {
        &[("myanimelist", "anime", "show"), ("myanimelist", "anime", "movie"), ("myanimelist", "manga", "book")]
    }

    fn look_up<'a>(&'a self, _: &'a Kind, foreign: &'a ExternalKey) -> Answer<'a, Option<String>> {
        self.look_up(foreign).boxed()
    }
}

/// Its episodes, which are all of one season: a further one has an entry of its own. They have numbers, but no titles.
fn season(media: &Media) -> Node {
    let schedules = media.aired.iter().chain(&media.coming).flat_map(|schedule| &schedule.nodes);
    let mut times: std::collections::BTreeMap<i32, Option<DateTime<Utc>>> =
        (1..=media.episodes.unwrap_or(0).min(MOST_EPISODES)).map(|number| (number, None)).collect();
    for airing in schedules.filter(|airing| (1..=MOST_EPISODES).contains(&airing.episode)) {
        times.insert(airing.episode, DateTime::from_timestamp(airing.airing_at, 0));
    }
    let episode = |(number, at): (i32, Option<DateTime<Utc>>)| {
        let facts = Facts {
            released_at: at,
            released_on: at.map(|at| at.date_naive()),
            runtime_seconds: media.duration.map(minutes),
            ..Facts::default()
        };
        Node { position: Some(number), facts, ..Node::default() }
    };
    Node { position: Some(1), parts: times.into_iter().map(episode).collect(), ..Node::default() }
}

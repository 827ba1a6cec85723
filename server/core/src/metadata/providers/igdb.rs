//! IGDB, version 4: games. Its tokens come from Twitch.

use std::time::Duration;

use chrono::{DateTime, Datelike};
use futures_util::FutureExt;
use medianest_db::MetadataProvider;
use medianest_db::catalogue::builtin;
use secrecy::{ExposeSecret, SecretString};
use serde::Deserialize;
use serde_json::{Value, json};
use url::Url;

use super::shared::{object, own};
use super::token::Token;
use crate::config::MetadataSettings;
use crate::metadata::http::Http;
use crate::metadata::provider::{Answer, Details, Facts, Found, Kind, Node, Provider, ProviderError};

const NAME: MetadataProvider = MetadataProvider::Igdb;
const GAME: Kind = Kind { noun: "game", media_type: builtin::GAME, level: 0 };
const FIELDS: &str = "fields name,summary,first_release_date,cover.image_id,artworks.image_id,genres.name,platforms.name,\
    involved_companies.developer,involved_companies.publisher,involved_companies.company.name;";

/// IGDB.
pub(super) struct Igdb {
    http: Http,
    sign_in: Http,
    client_id: String,
    client_secret: SecretString,
    token: Token,
}

#[derive(Deserialize)]
struct Granted {
    access_token: String,
}

#[derive(Deserialize)]
struct Game {
    id: i64,
    name: Option<String>,
    summary: Option<String>,
    first_release_date: Option<i64>,
    cover: Option<Image>,
    #[serde(default)]
    artworks: Vec<Image>,
    #[serde(default)]
    genres: Vec<Named>,
    #[serde(default)]
    platforms: Vec<Named>,
    #[serde(default)]
    involved_companies: Vec<Involved>,
}

#[derive(Deserialize)]
struct Image {
    image_id: String,
}

#[derive(Deserialize)]
struct Named {
    name: String,
}

#[derive(Deserialize)]
struct Involved {
    #[serde(default)]
    developer: bool,
    #[serde(default)]
    publisher: bool,
    company: Option<Named>,
}

impl Igdb {
    pub(super) fn new(
        settings: &MetadataSettings,
        url: &Url,
        sign_in: &Url,
        client_id: &str,
        client_secret: &SecretString,
    ) -> Self {
        Self {
            // Four requests a second.
            http: Http::new(settings, NAME, url, Duration::from_millis(260), 4),
            sign_in: Http::new(settings, NAME, sign_in, Duration::from_secs(1), 2),
            client_id: client_id.to_owned(),
            client_secret: client_secret.clone(),
            token: Token::default(),
        }
    }

    async fn sign_in(&self) -> Result<String, ProviderError> {
        let form = [
            ("client_id", self.client_id.as_str()),
            ("client_secret", self.client_secret.expose_secret()),
            ("grant_type", "client_credentials"),
        ];
        let (granted, _): (Granted, _) = self.sign_in.read(self.sign_in.post("/oauth2/token").form(&form)).await?;
        Ok(granted.access_token)
    }

    async fn games(&self, query: &str) -> Result<(Vec<Game>, Value), ProviderError> {
        let token = self.token.get(|| self.sign_in()).await?;
        match self.ask(query, &token).await {
            // A token ends after two months, or sooner.
            Err(ProviderError::KeyRefused(..)) => {
                self.token.forget(&token).await;
                self.ask(query, &self.token.get(|| self.sign_in()).await?).await
            }
            answer => answer,
        }
    }

    async fn ask(&self, query: &str, token: &str) -> Result<(Vec<Game>, Value), ProviderError> {
        let request = self.http.post("/v4/games").header("Client-ID", &self.client_id).bearer_auth(token);
        self.http.read(request.body(query.to_owned())).await
    }

    async fn search(&self, text: &str, year: Option<i16>) -> Result<Vec<Found>, ProviderError> {
        let text = text.replace('\\', "\\\\").replace('"', "\\\"");
        let query = format!("search \"{text}\"; {FIELDS} where version_parent = null; limit 20;");
        let (games, _) = self.games(&query).await?;
        let found = |game: Game| {
            Some(Found {
                kind: &GAME,
                id: game.id.to_string(),
                name: game.name?,
                by: game.involved_companies.into_iter().find(|one| one.developer).and_then(|one| Some(one.company?.name)),
                year: game.first_release_date.and_then(year_of),
                description: game.summary,
                poster_url: game.cover.and_then(|image| picture("t_cover_big", &image)),
            })
        };
        Ok(games.into_iter().filter_map(found).filter(|found| year.is_none() || found.year == year).collect())
    }

    async fn game(&self, id: &str) -> Result<Details, ProviderError> {
        let Ok(number) = id.parse::<i64>() else { return Err(ProviderError::NotFound(NAME)) };
        let (games, raw) = self.games(&format!("{FIELDS} where id = {number}; limit 1;")).await?;
        let Some(game) = games.into_iter().next() else { return Err(ProviderError::NotFound(NAME)) };
        let companies = |is: fn(&Involved) -> bool| -> Vec<String> {
            let all = game.involved_companies.iter().filter(|one| is(one));
            all.filter_map(|one| Some(one.company.as_ref()?.name.clone())).collect()
        };
        let (developers, publishers) = (companies(|one| one.developer), companies(|one| one.publisher));
        let facts = Facts {
            name: game.name,
            description: game.summary,
            released_on: game.first_release_date.and_then(|at| Some(DateTime::from_timestamp(at, 0)?.date_naive())),
            genres: game.genres.into_iter().map(|genre| genre.name).collect(),
            metadata: object(json!({
                "platforms": game.platforms.into_iter().map(|platform| platform.name).collect::<Vec<_>>(),
                "developers": developers,
                "publishers": publishers,
                "poster_url": game.cover.and_then(|image| picture("t_cover_big_2x", &image)),
                "backdrop_url": game.artworks.first().and_then(|image| picture("t_720p", image)),
            })),
            ..Facts::default()
        };
        let ids = vec![own(NAME, GAME.noun, &game.id)];
        Ok(Details { node: Node { facts, ids, ..Node::default() }, above: None, is_running: false, raw })
    }
}

impl Provider for Igdb {
    fn name(&self) -> MetadataProvider {
        NAME
    }

    fn kinds(&self) -> &'static [Kind] {
        &[GAME]
    }

    fn image_hosts(&self) -> &'static [&'static str] {
        &["images.igdb.com"]
    }

    fn search<'a>(&'a self, _: &'static Kind, text: &'a str, year: Option<i16>) -> Answer<'a, Vec<Found>> {
        self.search(text, year).boxed()
    }

    fn details<'a>(&'a self, _: &'a Kind, id: &'a str) -> Answer<'a, Details> {
        self.game(id).boxed()
    }
}

fn picture(size: &str, image: &Image) -> Option<String> {
    let is_plain = image.image_id.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_');
    is_plain.then(|| format!("https://images.igdb.com/igdb/image/upload/{size}/{}.jpg", image.image_id))
}

fn year_of(at: i64) -> Option<i16> {
    i16::try_from(DateTime::from_timestamp(at, 0)?.year()).ok()
}

//! Jellyfin and Emby, which have the same ancestor and still much in common.

use std::collections::HashMap;

use chrono::{DateTime, SecondsFormat, Utc};
use medianest_db::PlayerConnectionKind;
use reqwest::{Method, RequestBuilder};
use secrecy::{ExposeSecret, SecretString};
use serde::Deserialize;
use serde_json::json;
use url::Url;

use super::wanted::{Candidate, Names, Wanted};
use crate::outgoing::{Outgoing, Trouble, read, send};

/// How many things of a name are looked at.
const MOST_ALIKE: &str = "50";

/// A server, before or after somebody signed in to it.
pub(super) struct MediaBrowser {
    pub outgoing: Outgoing,
    pub kind: PlayerConnectionKind,
    pub base: Url,
    /// What tells this connection from others that MediaNest has to the same server.
    pub device: String,
    /// A sign-in's token, or an API key.
    pub token: Option<SecretString>,
    /// Whose account.
    pub user: String,
}

/// What a server says of itself.
#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(super) struct About {
    pub id: Option<String>,
}

/// Somebody who has an account there.
#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(super) struct Account {
    pub id: String,
    pub name: Option<String>,
}

/// A sign-in.
#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(super) struct SignedIn {
    pub user: Account,
    pub access_token: SecretString,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Listed<T> {
    items: Vec<T>,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Item {
    id: String,
    name: Option<String>,
    original_title: Option<String>,
    production_year: Option<i16>,
    #[serde(default)]
    provider_ids: Option<HashMap<String, Option<String>>>,
    parent_index_number: Option<i32>,
    index_number: Option<i32>,
    /// The last of the episodes that are in one file.
    index_number_end: Option<i32>,
}

impl Item {
    fn names(&self, kind: &str) -> Names {
        let ids = self.provider_ids.iter().flatten();
        let ids = ids.filter_map(|(provider, id)| Some((provider.as_str(), id.as_deref()?)));
        Names::said(kind, self.name.clone(), self.original_title.clone(), self.production_year, ids)
    }

    fn is_at(&self, season: i32, number: i32) -> bool {
        let first = self.index_number;
        let last = self.index_number_end.or(first);
        self.parent_index_number == Some(season) && first.is_some_and(|at| at <= number) && last.is_some_and(|at| number <= at)
    }
}

impl MediaBrowser {
    fn is_emby(&self) -> bool {
        self.kind == PlayerConnectionKind::Emby
    }

    fn request(&self, method: Method, path: &[&str]) -> RequestBuilder {
        let request = self.outgoing.request(method, &self.base, path);
        let token = self.token.as_ref().map(ExposeSecret::expose_secret);
        let said = format!(
            r#"Client="MediaNest", Device="MediaNest", DeviceId="{}", Version="{}""#,
            self.device,
            env!("CARGO_PKG_VERSION")
        );
        match (self.is_emby(), token) {
            (true, Some(token)) => request.header("X-Emby-Token", token),
            (true, None) => request.header("X-Emby-Authorization", format!("Emby {said}")),
            (false, Some(token)) => request.header("Authorization", format!(r#"MediaBrowser {said}, Token="{token}""#)),
            (false, None) => request.header("Authorization", format!("MediaBrowser {said}")),
        }
    }

    /// What the server says of itself to anybody.
    pub(super) async fn about(&self) -> Result<About, Trouble> {
        read(send(self.request(Method::GET, &["System", "Info", "Public"])).await?).await
    }

    /// Trades a password for a token.
    pub(super) async fn sign_in(&self, name: &str, password: &SecretString) -> Result<SignedIn, Trouble> {
        let said = json!({ "Username": name, "Pw": password.expose_secret() });
        read(send(self.request(Method::POST, &["Users", "AuthenticateByName"]).json(&said)).await?).await
    }

    /// Everybody who has an account there: for API keys, which are nobody's.
    pub(super) async fn accounts(&self) -> Result<Vec<Account>, Trouble> {
        if self.is_emby() {
            let listed: Listed<Account> = read(send(self.request(Method::GET, &["Users", "Query"])).await?).await?;
            return Ok(listed.items);
        }
        read(send(self.request(Method::GET, &["Users"])).await?).await
    }

    /// Whether the sign-in still holds: asks for next to nothing that only the account may see.
    pub(super) async fn check(&self) -> Result<(), Trouble> {
        send(self.items().query(&self.query(&[("limit", "1"), ("recursive", "true")]))).await.map(|_| ())
    }

    /// What the server calls the film or episode.
    pub(super) async fn find(&self, wanted: &Wanted) -> Result<Option<String>, Trouble> {
        match wanted {
            Wanted::Movie(names) => self.look_for("movie", names).await,
            Wanted::Episode { own, show, season, number } => {
                let Some(series) = self.look_for("show", show).await? else { return Ok(None) };
                let season_text = season.to_string();
                let query =
                    self.query(&[("season", season_text.as_str()), ("fields", "ProviderIds"), ("userId", self.user.as_str())]);
                let request = self.request(Method::GET, &["Shows", &series, "Episodes"]).query(&query);
                let episodes: Listed<Item> = read(send(request).await?).await?;
                let same = episodes.items.iter().find(|item| own.shares_id(&item.names("episode")));
                let placed = || episodes.items.iter().find(|item| item.is_at(*season, *number));
                Ok(same.or_else(placed).map(|item| item.id.clone()))
            }
        }
    }

    async fn look_for(&self, kind: &'static str, names: &Names) -> Result<Option<String>, Trouble> {
        if self.is_emby() && !names.ids.is_empty() {
            let ids: Vec<String> = names.ids.iter().map(|(provider, id)| format!("{provider}.{id}")).collect();
            if let Some(found) = names.pick(&self.list(kind, ("anyProviderIdEquals", &ids.join(","))).await?) {
                return Ok(Some(found));
            }
        }
        for title in names.titles() {
            if let Some(found) = names.pick(&self.list(kind, ("searchTerm", title)).await?) {
                return Ok(Some(found));
            }
        }
        Ok(None)
    }

    async fn list(&self, kind: &'static str, by: (&str, &str)) -> Result<Vec<Candidate>, Trouble> {
        let types = if kind == "movie" { "Movie" } else { "Series" };
        let query = self.query(&[
            by,
            ("recursive", "true"),
            ("includeItemTypes", types),
            ("fields", "ProviderIds,OriginalTitle"),
            ("limit", MOST_ALIKE),
        ]);
        let listed: Listed<Item> = read(send(self.items().query(&query)).await?).await?;
        Ok(listed.items.iter().map(|item| Candidate { key: item.id.clone(), names: item.names(kind) }).collect())
    }

    /// The list of all that the account may see.
    fn items(&self) -> RequestBuilder {
        if self.is_emby() {
            return self.request(Method::GET, &["Users", &self.user, "Items"]);
        }
        self.request(Method::GET, &["Items"]).query(&[("userId", &self.user)])
    }

    /// Parameters as this server spells them: Emby begins them with a capital.
    fn query<'a>(&self, parameters: &[(&str, &'a str)]) -> Vec<(String, &'a str)> {
        let spelled = |name: &str| match name.split_at_checked(1) {
            Some((first, rest)) if self.is_emby() => first.to_uppercase() + rest,
            _ => name.to_owned(),
        };
        parameters.iter().map(|(name, value)| (spelled(name), *value)).collect()
    }

    /// Says that the account played this.
    pub(super) async fn mark(&self, item: &str, at: Option<DateTime<Utc>>) -> Result<(), Trouble> {
        let date = at.map(|at| {
            if self.is_emby() { at.format("%Y%m%d%H%M%S").to_string() } else { at.to_rfc3339_opts(SecondsFormat::Secs, true) }
        });
        let date: Vec<(&str, &str)> = date.iter().map(|date| ("datePlayed", date.as_str())).collect();
        let request = self.played(Method::POST, item).query(&self.query(&date));
        send(request).await.map(|_| ())
    }

    /// Says that it did not.
    pub(super) async fn unmark(&self, item: &str) -> Result<(), Trouble> {
        send(self.played(Method::DELETE, item)).await.map(|_| ())
    }

    fn played(&self, method: Method, item: &str) -> RequestBuilder {
        if self.is_emby() {
            return self.request(method, &["Users", &self.user, "PlayedItems", item]);
        }
        self.request(method, &["UserPlayedItems", item]).query(&[("userId", &self.user)])
    }
}

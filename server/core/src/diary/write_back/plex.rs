//! Plex Media Server.

use reqwest::{Method, RequestBuilder};
use secrecy::{ExposeSecret as _, SecretString};
use serde::Deserialize;
use url::Url;

use super::wanted::{Candidate, Names, Wanted};
use crate::outgoing::{Outgoing, Trouble, read, send};

/// What a server's own library is called where several providers could be meant.
const LIBRARY: &str = "com.plexapp.plugins.library";
/// How many things of a name are looked at.
const MOST_ALIKE: &str = "50";

/// A server and whose token opens it.
pub(super) struct Plex {
    pub outgoing: Outgoing,
    pub base: Url,
    /// What tells this connection from others that MediaNest has to the same server.
    pub device: String,
    pub token: SecretString,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Answer {
    media_container: Container,
}

#[derive(Deserialize, Default)]
struct Container {
    #[serde(rename = "machineIdentifier")]
    machine_identifier: Option<String>,
    #[serde(rename = "Directory", default)]
    directories: Vec<Section>,
    #[serde(rename = "Metadata", default)]
    metadata: Vec<Item>,
}

/// A library.
#[derive(Deserialize)]
struct Section {
    key: String,
    #[serde(rename = "type")]
    kind: String,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Item {
    rating_key: String,
    title: Option<String>,
    original_title: Option<String>,
    year: Option<i16>,
    index: Option<i32>,
    parent_index: Option<i32>,
    /// What older agents call it.
    guid: Option<String>,
    #[serde(rename = "Guid", default)]
    guids: Vec<Guid>,
}

#[derive(Deserialize)]
struct Guid {
    id: String,
}

impl Item {
    fn names(&self, kind: &str) -> Names {
        let listed = self.guids.iter().filter_map(|guid| guid.id.split_once("://"));
        let old = self.guid.as_deref().and_then(agent);
        Names::said(kind, self.title.clone(), self.original_title.clone(), self.year, listed.chain(old))
    }
}

/// What older agents write: `com.plexapp.agents.imdb://tt0078748?lang=en`.
fn agent(guid: &str) -> Option<(&str, &str)> {
    let (agent, rest) = guid.strip_prefix("com.plexapp.agents.")?.split_once("://")?;
    let provider = match agent {
        "imdb" => "imdb",
        "themoviedb" => "tmdb",
        "thetvdb" => "tvdb",
        _ => return None,
    };
    Some((provider, rest.split(['?', '/']).next().unwrap_or_default()))
}

impl Plex {
    fn request(&self, method: Method, path: &[&str]) -> RequestBuilder {
        self.outgoing
            .request(method, &self.base, path)
            .header("Accept", "application/json")
            .header("X-Plex-Client-Identifier", &self.device)
            .header("X-Plex-Product", "MediaNest")
            .header("X-Plex-Version", env!("CARGO_PKG_VERSION"))
            .header("X-Plex-Token", self.token.expose_secret())
    }

    async fn ask(request: RequestBuilder) -> Result<Container, Trouble> {
        let answer: Answer = read(send(request).await?).await?;
        Ok(answer.media_container)
    }

    /// What the server calls itself.
    pub(super) async fn machine(&self) -> Result<Option<String>, Trouble> {
        Ok(Self::ask(self.request(Method::GET, &["identity"])).await?.machine_identifier)
    }

    /// Whether the token still opens it.
    pub(super) async fn check(&self) -> Result<(), Trouble> {
        self.sections("movie").await.map(|_| ())
    }

    async fn sections(&self, kind: &str) -> Result<Vec<String>, Trouble> {
        let found = Self::ask(self.request(Method::GET, &["library", "sections", "all"])).await?.directories;
        Ok(found.into_iter().filter(|section| section.kind == kind).map(|section| section.key).collect())
    }

    /// What the server calls the film or episode.
    pub(super) async fn find(&self, wanted: &Wanted) -> Result<Option<String>, Trouble> {
        match wanted {
            Wanted::Movie(names) => self.look_for("movie", names).await,
            Wanted::Episode { own, show, season, number } => {
                let Some(show) = self.look_for("show", show).await? else { return Ok(None) };
                let request = self.request(Method::GET, &["library", "metadata", &show, "allLeaves"]);
                let episodes = Self::ask(request).await?.metadata;
                let same = episodes.iter().find(|item| own.shares_id(&item.names("episode")));
                let is_there = |item: &&Item| item.parent_index == Some(*season) && item.index == Some(*number);
                Ok(same.or_else(|| episodes.iter().find(is_there)).map(|item| item.rating_key.clone()))
            }
        }
    }

    async fn look_for(&self, kind: &'static str, names: &Names) -> Result<Option<String>, Trouble> {
        let number = if kind == "movie" { "1" } else { "2" };
        for section in self.sections(kind).await? {
            for title in names.titles() {
                let request = self.request(Method::GET, &["library", "sections", &section, "all"]);
                let query = [("type", number), ("title", title), ("includeGuids", "1")];
                let request =
                    request.query(&query).header("X-Plex-Container-Start", "0").header("X-Plex-Container-Size", MOST_ALIKE);
                let found = Self::ask(request).await?.metadata;
                let candidates: Vec<Candidate> =
                    found.iter().map(|item| Candidate { key: item.rating_key.clone(), names: item.names(kind) }).collect();
                if let Some(found) = names.pick(&candidates) {
                    return Ok(Some(found));
                }
            }
        }
        Ok(None)
    }

    /// Says that the account played this. Plex takes no other time than now.
    pub(super) async fn mark(&self, item: &str) -> Result<(), Trouble> {
        self.say("scrobble", item).await
    }

    /// Says that it did not.
    pub(super) async fn unmark(&self, item: &str) -> Result<(), Trouble> {
        self.say("unscrobble", item).await
    }

    async fn say(&self, what: &str, item: &str) -> Result<(), Trouble> {
        let request = self.request(Method::PUT, &[":", what]).query(&[("identifier", LIBRARY), ("key", item)]);
        send(request).await.map(|_| ())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn older_agents_write_an_id_too() {
        assert_eq!(agent("com.plexapp.agents.imdb://tt0078748?lang=en"), Some(("imdb", "tt0078748")));
        assert_eq!(agent("com.plexapp.agents.thetvdb://121361?lang=en"), Some(("tvdb", "121361")));
        assert_eq!(agent("plex://movie/5d776825880197001ec967c8"), None);
    }
}

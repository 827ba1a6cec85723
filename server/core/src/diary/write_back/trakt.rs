//! Trakt: <https://trakt.docs.apiary.io>. It counts every play, and takes many in one request.

use chrono::{DateTime, SecondsFormat, TimeDelta, Utc};
use reqwest::{Method, RequestBuilder, StatusCode};
use secrecy::{ExposeSecret as _, SecretString};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};

use super::wanted::{Names, Wanted};
use crate::config::TraktApp;
use crate::outgoing::{Outgoing, Trouble, read, send};

/// Trakt, and the application by which MediaNest speaks to it.
pub(super) struct Trakt {
    pub outgoing: Outgoing,
    pub app: TraktApp,
    /// Somebody's sign-in.
    pub token: Option<SecretString>,
}

/// What a person types in to let MediaNest in.
#[derive(Deserialize)]
pub(super) struct Codes {
    pub device_code: SecretString,
    pub user_code: String,
    pub verification_url: String,
    pub expires_in: i64,
    pub interval: i64,
}

/// What somebody's sign-in consists of.
#[derive(Deserialize)]
pub(super) struct Tokens {
    pub access_token: SecretString,
    pub refresh_token: SecretString,
    pub expires_in: i64,
}

/// What became of a code.
pub(super) enum Poll {
    /// Its person has not typed it in yet.
    Pending,
    /// It was.
    Approved(Tokens),
    /// It will not be any more; says why.
    Over(&'static str),
}

#[derive(Deserialize)]
struct Settings {
    user: User,
}

#[derive(Deserialize)]
struct User {
    username: String,
}

/// What Trakt did not know of a batch.
#[derive(Deserialize, Default)]
struct Done {
    #[serde(default)]
    not_found: NotFound,
}

#[derive(Deserialize, Default)]
#[serde(default)]
struct NotFound {
    movies: Vec<Value>,
    shows: Vec<Value>,
    seasons: Vec<Value>,
    episodes: Vec<Value>,
}

/// A film or episode to be told of.
pub(super) struct Line<'a> {
    pub wanted: &'a Wanted,
    pub watched_at: DateTime<Utc>,
}

#[derive(Serialize, Default)]
struct Batch {
    movies: Vec<Value>,
    shows: Vec<Value>,
}

impl Trakt {
    fn request(&self, method: Method, path: &[&str]) -> RequestBuilder {
        let request = self
            .outgoing
            .request(method, &self.app.url, path)
            .header("Content-Type", "application/json")
            .header("trakt-api-version", "2")
            .header("trakt-api-key", &self.app.client_id);
        match &self.token {
            Some(token) => request.bearer_auth(token.expose_secret()),
            None => request,
        }
    }

    /// Begins a sign-in.
    pub(super) async fn begin(&self) -> Result<Codes, Trouble> {
        let said = json!({ "client_id": self.app.client_id });
        read(send(self.request(Method::POST, &["oauth", "device", "code"]).json(&said)).await?).await
    }

    /// Asks whether its person let MediaNest in.
    pub(super) async fn poll(&self, device_code: &SecretString) -> Result<Poll, Trouble> {
        let said = json!({ "code": device_code.expose_secret(), "client_id": self.app.client_id,
            "client_secret": self.app.client_secret.expose_secret() });
        let request = self.request(Method::POST, &["oauth", "device", "token"]).json(&said);
        // Each status means something of its own here.
        match request.send().await {
            Ok(answer) => match answer.status() {
                StatusCode::OK => Ok(Poll::Approved(read(answer).await?)),
                StatusCode::BAD_REQUEST | StatusCode::TOO_MANY_REQUESTS => Ok(Poll::Pending),
                StatusCode::NOT_FOUND | StatusCode::CONFLICT | StatusCode::GONE => {
                    Ok(Poll::Over("the code has expired; begin again"))
                }
                status if status.as_u16() == 418 => Ok(Poll::Over("you refused it at Trakt")),
                status => Err(Trouble::Failed(format!("it answered {}", status.as_u16()))),
            },
            Err(_) => Err(Trouble::Away { why: "nobody answers at this address".to_owned(), wait: None }),
        }
    }

    /// Trades the means to renew a sign-in for a fresh one.
    pub(super) async fn refresh(&self, refresh_token: &SecretString) -> Result<Tokens, Trouble> {
        let said = json!({
            "refresh_token": refresh_token.expose_secret(),
            "client_id": self.app.client_id,
            "client_secret": self.app.client_secret.expose_secret(),
            "redirect_uri": "urn:ietf:wg:oauth:2.0:oob",
            "grant_type": "refresh_token",
        });
        let answer =
            send(self.request(Method::POST, &["oauth", "token"]).json(&said)).await.map_err(|trouble| match trouble {
                // It refuses what is too old or was used with a plain 400.
                Trouble::Refused(_) => Trouble::SignIn("it no longer knows this sign-in".to_owned()),
                other => other,
            })?;
        read(answer).await
    }

    /// Whose account it is.
    pub(super) async fn account(&self) -> Result<String, Trouble> {
        let settings: Settings = read(send(self.request(Method::GET, &["users", "settings"])).await?).await?;
        Ok(settings.user.username)
    }

    /// Adds plays; answers which of them Trakt does not know, by their place.
    pub(super) async fn add(&self, lines: &[Line<'_>]) -> Result<Vec<usize>, Trouble> {
        self.sync(&["sync", "history"], lines, true).await
    }

    /// Takes all plays of these out; answers as [`Self::add`].
    pub(super) async fn remove(&self, lines: &[Line<'_>]) -> Result<Vec<usize>, Trouble> {
        self.sync(&["sync", "history", "remove"], lines, false).await
    }

    async fn sync(&self, path: &[&str], lines: &[Line<'_>], is_dated: bool) -> Result<Vec<usize>, Trouble> {
        let mut batch = Batch::default();
        for line in lines {
            let when = is_dated.then_some(line.watched_at);
            match line.wanted {
                Wanted::Movie(names) => batch.movies.push(dated(thing(names), when)),
                Wanted::Episode { show, season, number, .. } => {
                    let mut whole = thing(show);
                    let episode = dated(Map::from_iter([("number".to_owned(), json!(number))]), when);
                    whole.insert("seasons".to_owned(), json!([{ "number": season, "episodes": [episode] }]));
                    batch.shows.push(Value::Object(whole));
                }
            }
        }
        let done: Done = read(send(self.request(Method::POST, path).json(&batch)).await?).await?;
        Ok(lines.iter().enumerate().filter(|(_, line)| done.not_found.holds(line.wanted)).map(|(place, _)| place).collect())
    }

    /// Whether this play is there already: after a request whose answer was lost.
    pub(super) async fn is_there(&self, line: &Line<'_>) -> Result<bool, Trouble> {
        let kind = if matches!(line.wanted, Wanted::Movie(_)) { "movies" } else { "episodes" };
        let (from, to) = (line.watched_at - TimeDelta::seconds(1), line.watched_at + TimeDelta::seconds(1));
        let query = [("start_at", moment(from)), ("end_at", moment(to)), ("limit", "100".to_owned())];
        let found: Vec<Value> = read(send(self.request(Method::GET, &["sync", "history", kind]).query(&query)).await?).await?;
        Ok(found.iter().any(|row| match line.wanted {
            Wanted::Movie(names) => is_named(&row["movie"], names),
            Wanted::Episode { show, season, number, .. } => {
                let episode = &row["episode"];
                is_named(&row["show"], show) && episode["season"] == json!(season) && episode["number"] == json!(number)
            }
        }))
    }
}

fn moment(at: DateTime<Utc>) -> String {
    at.to_rfc3339_opts(SecondsFormat::Millis, true)
}

fn dated(mut thing: Map<String, Value>, when: Option<DateTime<Utc>>) -> Value {
    if let Some(when) = when {
        thing.insert("watched_at".to_owned(), json!(moment(when)));
    }
    Value::Object(thing)
}

/// A film or show in Trakt's words.
fn thing(names: &Names) -> Map<String, Value> {
    let ids: Map<String, Value> = names.ids.iter().map(|(provider, id)| (provider.clone(), id_value(provider, id))).collect();
    Map::from_iter([
        ("title".to_owned(), json!(names.title)),
        ("year".to_owned(), json!(names.year)),
        ("ids".to_owned(), Value::Object(ids)),
    ])
}

/// TMDB and TVDB count.
fn id_value(provider: &str, id: &str) -> Value {
    match id.parse::<i64>() {
        Ok(number) if provider != "imdb" => json!(number),
        _ => json!(id),
    }
}

fn is_named(said: &Value, names: &Names) -> bool {
    let shares_id = names.ids.iter().any(|(provider, id)| said["ids"][provider.as_str()] == id_value(provider, id));
    shares_id || (names.ids.is_empty() && said["title"] == json!(names.title))
}

impl NotFound {
    fn holds(&self, wanted: &Wanted) -> bool {
        match wanted {
            Wanted::Movie(names) => self.movies.iter().any(|said| is_named(said, names)),
            Wanted::Episode { show, season, number, .. } => {
                let is_show = |said: &&Value| is_named(said, show) || is_named(&said["show"], show);
                let has_season = |said: &Value| said["number"] == json!(season);
                let has_episode = |said: &Value| said["number"] == json!(number);
                // What is missing of a show is told with the show around it, or by itself.
                let of_show = |said: &Value| match said["seasons"].as_array() {
                    Some(seasons) if !seasons.is_empty() => seasons.iter().filter(|season| has_season(season)).any(|season| {
                        season["episodes"]
                            .as_array()
                            .is_none_or(|episodes| episodes.is_empty() || episodes.iter().any(has_episode))
                    }),
                    _ => true,
                };
                self.shows.iter().filter(is_show).any(of_show)
                    || self.seasons.iter().filter(is_show).any(has_season)
                    || self.episodes.iter().filter(is_show).any(|said| said["season"] == json!(season) && has_episode(said))
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn named(title: &str, ids: &[(&str, &str)]) -> Names {
        Names::said("movie", Some(title.to_owned()), None, Some(1979), ids.iter().copied())
    }

    #[test]
    fn what_was_not_found_is_known_by_its_ids_and_numbers() {
        let (alien, other) =
            (Wanted::Movie(named("Alien", &[("imdb", "tt0078748"), ("tmdb", "348")])), Wanted::Movie(named("Other", &[])));
        let show = named("Night Watch", &[("tvdb", "7")]);
        let episode = |number| Wanted::Episode { own: Names::default(), show: show.clone(), season: 1, number };
        let told = |said: Value| serde_json::from_value::<Done>(json!({ "not_found": said })).unwrap().not_found;
        let films = told(json!({ "movies": [{ "ids": { "tmdb": 348 } }] }));
        assert!(films.holds(&alien) && !films.holds(&other));
        assert!(told(json!({ "movies": [{ "title": "Other", "ids": {} }] })).holds(&other));
        let whole = told(json!({ "shows": [{ "ids": { "tvdb": 7 } }] }));
        assert!(whole.holds(&episode(1)) && whole.holds(&episode(2)) && !whole.holds(&alien));
        let one =
            told(json!({ "shows": [{ "ids": { "tvdb": 7 }, "seasons": [{ "number": 1, "episodes": [{ "number": 2 }] }] }] }));
        assert!(!one.holds(&episode(1)) && one.holds(&episode(2)));
        assert!(told(json!({ "episodes": [{ "show": { "ids": { "tvdb": 7 } }, "season": 1, "number": 1 }] })).holds(&episode(1)));
        assert!(!told(json!({})).holds(&episode(1)));
    }
}

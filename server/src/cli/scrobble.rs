//! `medianest scrobble`: tells a server what plays, for scripts and players that nothing else fits.

use std::path::PathBuf;
use std::process::ExitCode;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use anyhow::{Context, bail};
use clap::{Args, ValueEnum};
use secrecy::{ExposeSecret, SecretString};
use serde_json::{Value, json};

/// How long a server may take to answer.
const PATIENCE: Duration = Duration::from_secs(20);

pub const EXAMPLES: &str = "The key is one of yours with the scopes `scrobble` and `read` (Settings, API keys). It comes from MEDIANEST_API_KEY,\n\
    from the file that MEDIANEST_API_KEY_FILE or --key-file names; a flag would show it to every account of the machine.\n\n\
    Examples:\n  \
    medianest scrobble start Heat 1995\n      A film begins; without further word it plays to its end.\n  \
    medianest scrobble stop imdb:tt0113277 --percent 96\n      It ended near its end, which makes it a play.\n  \
    medianest scrobble progress Harbour Lights S1E3 --position 12:30 --heartbeat\n      An episode goes on, and the script says so again within five minutes.\n  \
    medianest scrobble listen Portishead - Roads --album Dummy --duration 5:04\n      A track was heard to its end; the catalogue need not have it yet.";

/// What to tell, of what, and to whom.
#[derive(Args)]
pub struct Scrobble {
    /// What happened.
    action: Action,
    /// What plays: its title, with the year or with season and episode (S1E3) at the end; or an id (item_…); or the id that
    /// somebody else has for it (imdb:tt0113277, tmdb:movie:949). For `listen` the artist and the track, as `Artist - Track`.
    #[arg(required = true)]
    item: Vec<String>,
    /// How far, from 0 to 100.
    #[arg(long, value_name = "PERCENT")]
    percent: Option<f64>,
    /// How far, in seconds or as 1:02:03.
    #[arg(long, value_name = "TIME", value_parser = seconds)]
    position: Option<i32>,
    /// How long the whole is, in seconds or as 1:02:03; where it is absent the catalogue knows.
    #[arg(long, value_name = "TIME", value_parser = seconds)]
    duration: Option<i32>,
    /// The album of a track, with `listen`.
    #[arg(long, value_name = "NAME")]
    album: Option<String>,
    /// On what it plays.
    #[arg(long, value_name = "NAME")]
    device: Option<String>,
    /// Nobody else may ever know of it.
    #[arg(long)]
    private: bool,
    /// This is said again at least every five minutes while it plays: silence ends it.
    #[arg(long)]
    heartbeat: bool,
    /// The server.
    #[arg(long, value_name = "URL", env = "MEDIANEST_SERVER", default_value = "http://127.0.0.1:8080")]
    server: url::Url,
    /// The file with the API key.
    #[arg(long, value_name = "FILE", env = "MEDIANEST_API_KEY_FILE")]
    key_file: Option<PathBuf>,
}

/// What happened.
#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Action {
    /// It begins, or goes on after a rest.
    Start,
    /// It goes on.
    Progress,
    /// It rests.
    Pause,
    /// It ended, wherever it was.
    Stop,
    /// A track was heard to its end.
    Listen,
}

/// Tells it, and prints what came of it.
pub async fn run(wanted: Scrobble) -> anyhow::Result<ExitCode> {
    let api = Api::new(&wanted)?;
    if wanted.action == Action::Listen {
        return listen(&api, &wanted).await;
    }
    if wanted.album.is_some() {
        bail!("--album goes with `listen`");
    }
    let item = find(&api, &wanted.item).await?;
    let input = json!({
        "itemId": item["id"],
        "action": wanted.action.to_possible_value().map(|value| value.get_name().to_uppercase()),
        "progressPercent": wanted.percent,
        "positionSeconds": wanted.position,
        "durationSeconds": wanted.duration,
        "deviceName": wanted.device,
        "isPrivate": wanted.private,
        "heartbeat": if wanted.heartbeat { "EXPECTED" } else { "NONE" },
        "source": "command line",
    });
    let told = api.ask(SCROBBLE, json!({ "input": input })).await?["scrobble"].take();
    let outcome = match told["outcome"].as_str() {
        Some("STARTED") => "plays",
        Some("COUNTED") => "is in the history",
        _ if told["position"].is_null() => "ended",
        _ => "can be resumed",
    };
    let known = if told["duplicate"] == true { ", as was known" } else { "" };
    println!("{} {outcome}{known}", name(&item));
    Ok(ExitCode::SUCCESS)
}

/// Tells of a track that was heard, as players of music do: the catalogue learns of it if it must.
async fn listen(api: &Api, wanted: &Scrobble) -> anyhow::Result<ExitCode> {
    if wanted.percent.is_some() || wanted.position.is_some() || wanted.private || wanted.heartbeat {
        bail!("a track was heard as a whole: `listen` takes --album, --duration and --device");
    }
    let (artist, title) = artist_and_title(&wanted.item).context("name artist and track, as `Artist - Track`")?;
    let now = SystemTime::now().duration_since(UNIX_EPOCH).context("this machine's clock is wrong")?.as_secs();
    let length = wanted.duration.map(i64::from);
    let track = json!({
        "artist_name": artist,
        "track_name": title,
        "release_name": wanted.album,
        "additional_info": { "duration": length, "media_player": wanted.device },
    });
    // A listen is known by when it began.
    let began = i64::try_from(now)? - length.unwrap_or(0);
    api.submit(&json!({ "listen_type": "single", "payload": [{ "listened_at": began, "track_metadata": track }] })).await?;
    println!("{artist} - {title} is in the history");
    Ok(ExitCode::SUCCESS)
}

const SCROBBLE: &str =
    "mutation ($input: ScrobbleInput!) { scrobble(input: $input) { outcome duplicate position { progressPercent } } }";
const BY_ID: &str = "query ($id: ID!) { mediaItem(id: $id) { id name year } }";
const BY_EXTERNAL_ID: &str = "query ($provider: String!, $kind: String, $externalId: String!) {
    mediaItemByExternalId(provider: $provider, kind: $kind, externalId: $externalId) { id name year } }";
const BY_TITLE: &str = "query ($query: String!) { search(query: $query, first: 1) { edges { node { item { id name year } } } } }";
const PARTS: &str = "query ($id: ID!, $after: String) { mediaItem(id: $id) { children(first: 100, after: $after) {
    pageInfo { hasNextPage endCursor } edges { node { id name year position } } } } }";

/// The item that somebody named so.
async fn find(api: &Api, words: &[String]) -> anyhow::Result<Value> {
    let text = words.join(" ");
    let found = if text.starts_with("item_") {
        api.ask(BY_ID, json!({ "id": text })).await?["mediaItem"].take()
    } else if let [one] = words
        && let Some((provider, kind, id)) = external_id(one)
    {
        let wanted = json!({ "provider": provider, "kind": kind, "externalId": id });
        api.ask(BY_EXTERNAL_ID, wanted).await?["mediaItemByExternalId"].take()
    } else if let Some((season, episode)) = words.last().and_then(|word| season_and_episode(word))
        && let [title @ .., _] = words
    {
        let show = by_title(api, &title.join(" ")).await?;
        let season = part(api, &show, season).await?;
        part(api, &season, episode).await?
    } else {
        by_title(api, &text).await?
    };
    if found.is_null() {
        bail!("the catalogue has no {text}");
    }
    Ok(found)
}

async fn by_title(api: &Api, title: &str) -> anyhow::Result<Value> {
    let answer = api.ask(BY_TITLE, json!({ "query": title })).await?;
    Ok(answer["search"]["edges"][0]["node"]["item"].clone())
}

/// The part of an item that has this number; null where there is none.
async fn part(api: &Api, whole: &Value, number: i64) -> anyhow::Result<Value> {
    let mut after = Value::Null;
    while !whole.is_null() {
        let page = api.ask(PARTS, json!({ "id": whole["id"], "after": after })).await?["mediaItem"]["children"].take();
        let mut parts = page["edges"].as_array().into_iter().flatten().map(|edge| &edge["node"]);
        if let Some(part) = parts.find(|part| part["position"] == number) {
            return Ok(part.clone());
        }
        if page["pageInfo"]["hasNextPage"] != true {
            break;
        }
        after = page["pageInfo"]["endCursor"].clone();
    }
    Ok(Value::Null)
}

fn name(item: &Value) -> String {
    let name = item["name"].as_str().unwrap_or_default();
    item["year"].as_i64().map_or_else(|| name.to_owned(), |year| format!("{name} ({year})"))
}

/// `imdb:tt0113277` or `tmdb:movie:949`.
fn external_id(word: &str) -> Option<(&str, Option<&str>, &str)> {
    let (provider, rest) = word.split_once(':')?;
    let is_name = |text: &str| !text.is_empty() && text.chars().all(|letter| letter.is_ascii_lowercase() || letter == '_');
    match rest.split_once(':') {
        Some((kind, id)) if is_name(kind) => Some((provider, Some(kind), id)),
        _ => Some((provider, None, rest)),
    }
    .filter(|(provider, _, id)| is_name(provider) && !id.is_empty() && !id.contains(char::is_whitespace))
}

/// `S1E3` or `s01e03`.
fn season_and_episode(word: &str) -> Option<(i64, i64)> {
    let (season, episode) = word.strip_prefix(['s', 'S'])?.split_once(['e', 'E'])?;
    Some((season.parse().ok()?, episode.parse().ok()?))
}

/// `Artist - Track`, however it was quoted.
fn artist_and_title(words: &[String]) -> Option<(String, String)> {
    let text = words.join(" ");
    let (artist, title) = text.split_once(" - ")?;
    let (artist, title) = (artist.trim(), title.trim());
    (!artist.is_empty() && !title.is_empty()).then(|| (artist.to_owned(), title.to_owned()))
}

/// `90`, `1:30` or `1:02:03`, in seconds.
fn seconds(text: &str) -> Result<i32, String> {
    let parts: Option<Vec<i32>> = text.split(':').map(|part| part.parse().ok().filter(|part| *part >= 0)).collect();
    parts
        .filter(|parts| parts.len() <= 3 && parts.iter().skip(1).all(|part| *part < 60))
        .and_then(|parts| parts.into_iter().try_fold(0_i32, |sum, part| sum.checked_mul(60)?.checked_add(part)))
        .ok_or_else(|| format!("`{text}` is no time; say 90, 1:30 or 1:02:03"))
}

/// A server's API, as the holder of a key sees it.
struct Api {
    http: reqwest::Client,
    address: url::Url,
    listens: url::Url,
    key: SecretString,
}

impl Api {
    fn new(wanted: &Scrobble) -> anyhow::Result<Self> {
        let key = match &wanted.key_file {
            Some(file) => std::fs::read_to_string(file).with_context(|| format!("cannot read {}", file.display()))?,
            None => std::env::var("MEDIANEST_API_KEY").context("there is no key: set MEDIANEST_API_KEY or --key-file")?,
        };
        let address = wanted.server.join("graphql").context("the server's address cannot be used")?;
        let listens = wanted.server.join("1/submit-listens").context("the server's address cannot be used")?;
        let http = reqwest::Client::builder().timeout(PATIENCE).build()?;
        Ok(Self { http, address, listens, key: SecretString::from(key.trim()) })
    }

    /// Tells of listens.
    async fn submit(&self, body: &Value) -> anyhow::Result<()> {
        let answer = self.send(&self.listens, body).await?;
        match answer["error"].as_str() {
            Some(error) => bail!("{error}"),
            None => Ok(()),
        }
    }

    async fn send(&self, address: &url::Url, body: &Value) -> anyhow::Result<Value> {
        let request = self.http.post(address.clone()).bearer_auth(self.key.expose_secret()).json(body);
        let response = request.send().await.with_context(|| format!("{address} cannot be reached"))?;
        let status = response.status();
        response.json().await.with_context(|| format!("{address} is no MediaNest: it answers {status}"))
    }

    /// Runs an operation, and answers its data.
    async fn ask(&self, query: &str, variables: Value) -> anyhow::Result<Value> {
        let mut answer = self.send(&self.address, &json!({ "query": query, "variables": variables })).await?;
        if let Some(error) = answer["errors"][0]["message"].as_str() {
            bail!("{error}");
        }
        Ok(answer["data"].take())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_are_told_in_seconds_or_by_the_clock() {
        assert_eq!(["90", "1:30", "1:02:03", "70000"].map(seconds), [Ok(90), Ok(90), Ok(3723), Ok(70000)]);
        for wrong in ["", "1:60", "-5", "1:2:3:4", "soon", "99999999999"] {
            assert!(seconds(wrong).is_err(), "{wrong}");
        }
    }

    #[test]
    fn items_are_named_by_what_others_call_them_or_by_their_number() {
        assert_eq!(external_id("imdb:tt0113277"), Some(("imdb", None, "tt0113277")));
        assert_eq!(external_id("tmdb:movie:949"), Some(("tmdb", Some("movie"), "949")));
        for title in ["Alien:", "Mission: Impossible", "alien: covenant", "imdb:"] {
            assert_eq!(external_id(title), None, "{title}");
        }
        assert_eq!((season_and_episode("S01E03"), season_and_episode("s2e14")), (Some((1, 3)), Some((2, 14))));
        assert_eq!((season_and_episode("Se7en"), season_and_episode("1995")), (None, None));
        let words = |text: &str| text.split(' ').map(str::to_owned).collect::<Vec<_>>();
        let named = artist_and_title(&words("Godspeed You! - Storm - Live"));
        assert_eq!(named, Some(("Godspeed You!".to_owned(), "Storm - Live".to_owned())));
        for unclear in ["Roads", "Portishead-Roads", " - Roads", "Portishead - "] {
            assert_eq!(artist_and_title(&words(unclear)), None, "{unclear}");
        }
    }
}

//! Servers of cardboard that answer as the official documents say, keep what they were asked, and say at a webhook what they
//! were told, as the real ones do.

use std::collections::{BTreeMap, VecDeque};
use std::sync::{Arc, Mutex};

use axum::body::{Body, Bytes};
use axum::extract::Request;
use axum::http::{HeaderMap, Method, Response, StatusCode};
use serde_json::{Value, json};
use url::Url;

use super::answers;

/// What a server is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    Plex,
    Jellyfin,
    Emby,
    Trakt,
}

/// Something that a server was asked.
#[derive(Debug, Clone)]
pub struct Asked {
    pub method: Method,
    pub path: String,
    pub query: Vec<(String, String)>,
    pub headers: HeaderMap,
    pub body: Value,
}

impl Asked {
    /// A parameter, however it is spelled.
    pub fn parameter(&self, name: &str) -> Option<&str> {
        self.query.iter().find(|(known, _)| known.eq_ignore_ascii_case(name)).map(|(_, value)| value.as_str())
    }

    pub fn header(&self, name: &str) -> &str {
        self.headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default()
    }
}

/// A film, or a show with its episodes by season and number, in a server's library.
#[derive(Debug, Clone)]
pub struct Thing {
    pub key: String,
    pub title: &'static str,
    pub year: i32,
    pub imdb: &'static str,
    /// `None` for a film.
    pub episodes: Option<Vec<(i32, i32, String)>>,
}

/// What a server knows and did.
pub struct State {
    pub kind: Kind,
    pub machine: String,
    pub library: Vec<Thing>,
    /// What is played, and when.
    pub played: BTreeMap<String, Option<String>>,
    /// What Trakt has in its history.
    pub history: Vec<Value>,
    pub asked: Vec<Asked>,
    /// What goes wrong next: a status, and for how many seconds it asks for patience.
    pub mishaps: VecDeque<(u16, Option<u32>)>,
    /// Whether it takes what it is told and then loses its answer.
    pub loses_answers: bool,
    /// Whether it never answers.
    pub hangs: bool,
    /// The token that it takes.
    pub token: String,
    /// Whether its person typed the code in.
    pub has_consent: bool,
    /// Where it tells what it was told.
    pub webhook: Option<String>,
}

/// A running server.
pub struct Fake {
    pub url: String,
    state: Arc<Mutex<State>>,
    task: tokio::task::JoinHandle<()>,
}

impl Drop for Fake {
    fn drop(&mut self) {
        self.task.abort();
    }
}

impl Fake {
    pub async fn start(kind: Kind, machine: &str) -> Self {
        let alien = Thing { key: "101".to_owned(), title: "Alien", year: 1979, imdb: "tt0078748", episodes: None };
        let parts = (1..=3).map(|number| (1, number, format!("20{number}"))).collect();
        let show = Thing { key: "200".to_owned(), title: "Night Watch", year: 2011, imdb: "tt1396484", episodes: Some(parts) };
        let state = Arc::new(Mutex::new(State {
            kind,
            machine: machine.to_owned(),
            library: vec![alien, show],
            played: BTreeMap::new(),
            history: Vec::new(),
            asked: Vec::new(),
            mishaps: VecDeque::new(),
            loses_answers: false,
            hangs: false,
            token: "s3cret-token".to_owned(),
            has_consent: false,
            webhook: None,
        }));
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.expect("a free port");
        let url = format!("http://{}", listener.local_addr().expect("a bound socket has an address"));
        let shared = Arc::clone(&state);
        let service = tower::service_fn(move |request: Request| {
            let state = Arc::clone(&shared);
            async move { Ok::<_, std::convert::Infallible>(serve(&state, request).await) }
        });
        let task = tokio::spawn(async move {
            axum::serve(listener, axum::ServiceExt::<Request>::into_make_service(service)).await.expect("the server runs");
        });
        Self { url, state, task }
    }

    /// Looks at it, or changes it.
    pub fn with<T>(&self, look: impl FnOnce(&mut State) -> T) -> T {
        look(&mut self.state.lock().expect("no test panics while it looks"))
    }

    pub fn played(&self) -> Vec<String> {
        self.with(|state| state.played.keys().cloned().collect())
    }

    pub fn asked(&self) -> Vec<Asked> {
        self.with(|state| state.asked.clone())
    }

    /// How often it was told something: that it was played, or not.
    pub fn told(&self) -> usize {
        let is_told = |asked: &&Asked| {
            let path = asked.path.as_str();
            path.contains("PlayedItems")
                || path.contains("scrobble")
                || path.starts_with("/sync/history") && asked.method == Method::POST
        };
        self.asked().iter().filter(is_told).count()
    }

    /// Lets the next requests go wrong.
    pub fn fails(&self, status: u16, seconds: Option<u32>, times: usize) {
        self.with(|state| state.mishaps.extend(std::iter::repeat_n((status, seconds), times)));
    }
}

async fn serve(state: &Mutex<State>, request: Request) -> Response<Body> {
    let (parts, body) = request.into_parts();
    let body: Bytes = axum::body::to_bytes(body, 1 << 20).await.unwrap_or_default();
    let url = Url::parse("http://fake").and_then(|base| base.join(&parts.uri.to_string())).expect("a request has a URL");
    let asked = Asked {
        method: parts.method,
        path: url.path().to_owned(),
        query: url.query_pairs().into_owned().collect(),
        headers: parts.headers,
        body: serde_json::from_slice(&body).unwrap_or_default(),
    };
    let hangs = {
        let mut state = state.lock().expect("no test panics while it looks");
        state.asked.push(asked.clone());
        state.hangs
    };
    if hangs {
        std::future::pending::<()>().await;
    }
    let (answer, echo) = {
        let mut state = state.lock().expect("no test panics while it looks");
        if let Some((status, wait)) = state.mishaps.pop_front() {
            (answers::Answer { status, wait, body: Value::Null }, None)
        } else {
            let (mut answer, echo) = answers::answer(&mut state, &asked);
            if state.loses_answers && asked.method != Method::GET {
                answer.status = 504;
            }
            (answer, state.webhook.clone().zip(echo))
        }
    };
    // It tells before it answers: nobody waits for whom.
    if let Some((webhook, echo)) = echo {
        tell(&webhook, &echo).await;
    }
    let mut response = Response::builder().status(answer.status).header("content-type", "application/json");
    if let Some(seconds) = answer.wait {
        response = response.header("retry-after", seconds);
    }
    let body = if answer.status == StatusCode::NO_CONTENT { Body::empty() } else { Body::from(answer.body.to_string()) };
    response.body(body).expect("an answer is one")
}

/// Tells something at a webhook, as the server would.
async fn tell(webhook: &str, message: &Value) {
    let http = reqwest::Client::builder().no_proxy().build().expect("a client can be made");
    let request = if webhook.contains("/plex/") {
        http.post(webhook).multipart(reqwest::multipart::Form::new().text("payload", message.to_string()))
    } else {
        http.post(webhook).json(message)
    };
    let answer = request.send().await.expect("the webhook answers");
    assert!(answer.status().is_success());
}

/// What a media server says at its webhook when something is marked by hand, or by whoever may.
pub fn marked(kind: Kind, machine: &str, thing: &Thing, is_played: bool) -> Option<Value> {
    Some(match kind {
        Kind::Jellyfin => json!({ "NotificationType": "UserDataSaved", "SaveReason": "TogglePlayed", "ServerId": machine,
            "Played": is_played, "ItemType": "Movie", "ItemId": thing.key, "Name": thing.title, "Year": thing.year,
            "NotificationUsername": "ana", "Provider_imdb": thing.imdb }),
        Kind::Emby => json!({ "Event": if is_played { "item.markplayed" } else { "item.markunplayed" },
            "User": { "Name": "ana", "Id": "u1" }, "Server": { "Id": machine, "Name": "Tower" },
            "Item": { "Type": "Movie", "Id": thing.key, "Name": thing.title, "ProductionYear": thing.year, "ProviderIds": { "Imdb": thing.imdb } } }),
        Kind::Plex if is_played => {
            json!({ "event": "media.scrobble", "user": true, "owner": true, "Account": { "id": 1, "title": "ana" },
            "Server": { "title": "Tower", "uuid": machine },
            "Metadata": { "type": "movie", "ratingKey": thing.key, "title": thing.title, "year": thing.year,
                "Guid": [{ "id": format!("imdb://{}", thing.imdb) }] } })
        }
        // Plex says nothing of what was marked as unplayed, and Trakt nothing at all.
        Kind::Plex | Kind::Trakt => return None,
    })
}

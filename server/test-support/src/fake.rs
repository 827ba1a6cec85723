use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use axum::body::{Body, to_bytes};
use axum::extract::Request;
use axum::http::{HeaderMap, Response};
use serde_json::Value;
use url::Url;

/// Somebody else's service, on a port of its own, that answers what it is told to and remembers what it was asked.
pub struct Fake {
    /// Where it is.
    pub url: Url,
    state: Arc<Mutex<State>>,
    task: tokio::task::JoinHandle<()>,
}

#[derive(Default)]
struct State {
    answers: Vec<Answer>,
    asked: Vec<Asked>,
}

struct Answer {
    path: String,
    /// What the query or the body holds, for it to be the answer.
    needle: String,
    reply: Reply,
    /// How often it is given.
    left: usize,
}

/// What the service was asked.
#[derive(Debug, Clone)]
pub struct Asked {
    /// By which method.
    pub method: String,
    /// At which path.
    pub path: String,
    /// With which parameters.
    pub query: HashMap<String, String>,
    /// With which headers.
    pub headers: HeaderMap,
    /// With which text.
    pub body: String,
}

/// What the service says.
#[derive(Debug, Clone)]
pub struct Reply {
    status: u16,
    headers: Vec<(&'static str, String)>,
    body: String,
    wait: Duration,
}

impl Reply {
    /// This, as JSON.
    #[must_use]
    pub fn json(value: &Value) -> Self {
        Self::text(200, value.to_string())
    }

    /// This text, with this status.
    #[must_use]
    pub fn text(status: u16, body: impl Into<String>) -> Self {
        let headers = vec![("content-type", "application/json".to_owned())];
        Self { status, headers, body: body.into(), wait: Duration::ZERO }
    }

    /// The same, with a header.
    #[must_use]
    pub fn header(mut self, name: &'static str, value: impl Into<String>) -> Self {
        self.headers.push((name, value.into()));
        self
    }

    /// The same, after a while.
    #[must_use]
    pub fn after(mut self, wait: Duration) -> Self {
        self.wait = wait;
        self
    }
}

impl Fake {
    /// A service that knows nothing yet: whatever it is asked is not found.
    ///
    /// # Panics
    /// When there is no free port.
    pub async fn start() -> Self {
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.expect("there is a free port");
        let address = listener.local_addr().expect("a bound socket has an address");
        let url = Url::parse(&format!("http://{address}")).expect("an address is one");
        let state = Arc::new(Mutex::new(State::default()));
        let known = Arc::clone(&state);
        let service = tower::service_fn(move |request: Request| {
            let state = Arc::clone(&known);
            async move { Ok::<_, std::convert::Infallible>(answer(&state, request).await) }
        });
        let task = tokio::spawn(async move {
            axum::serve(listener, tower::make::Shared::new(service)).await.expect("the service runs");
        });
        Self { url, state, task }
    }

    /// Whatever is asked at this path is answered this.
    pub fn answer(&self, path: &str, value: &Value) {
        self.reply(path, "", Reply::json(value));
    }

    /// What is asked at this path with this in its query or body is answered this; the latest that fits is given.
    pub fn reply(&self, path: &str, needle: &str, reply: Reply) {
        self.reply_times(usize::MAX, path, needle, reply);
    }

    /// As [`Fake::reply`], so many times.
    pub fn reply_times(&self, left: usize, path: &str, needle: &str, reply: Reply) {
        let answer = Answer { path: path.to_owned(), needle: needle.to_owned(), reply, left };
        lock(&self.state).answers.push(answer);
    }

    /// What was asked, in order.
    #[must_use]
    pub fn asked(&self) -> Vec<Asked> {
        lock(&self.state).asked.clone()
    }

    /// How often was asked at this path.
    #[must_use]
    pub fn count(&self, path: &str) -> usize {
        lock(&self.state).asked.iter().filter(|asked| asked.path == path).count()
    }
}

impl Drop for Fake {
    fn drop(&mut self) {
        self.task.abort();
    }
}

async fn answer(state: &Mutex<State>, request: Request) -> Response<Body> {
    let (head, body) = request.into_parts();
    let body = to_bytes(body, 1 << 20).await.map(|bytes| String::from_utf8_lossy(&bytes).into_owned()).unwrap_or_default();
    let query = head.uri.query().unwrap_or_default().to_owned();
    let reply = {
        let mut state = lock(state);
        let path = head.uri.path().to_owned();
        let pairs = url::form_urlencoded::parse(query.as_bytes()).into_owned().collect();
        let asked = Asked { method: head.method.to_string(), path, query: pairs, headers: head.headers, body };
        let fits = |answer: &&mut Answer| {
            answer.left > 0
                && answer.path == asked.path
                && (asked.body.contains(&answer.needle)
                    || query.contains(&answer.needle)
                    || asked.query.values().any(|value| value.contains(&answer.needle)))
        };
        let reply = state.answers.iter_mut().rev().find(fits).map(|answer| {
            answer.left -= 1;
            answer.reply.clone()
        });
        state.asked.push(asked);
        reply.unwrap_or_else(|| Reply::text(404, "{}"))
    };
    tokio::time::sleep(reply.wait).await;
    let mut response = Response::builder().status(reply.status);
    for (name, value) in reply.headers {
        response = response.header(name, value);
    }
    response.body(Body::from(reply.body)).expect("a reply is well formed")
}

fn lock(state: &Mutex<State>) -> MutexGuard<'_, State> {
    state.lock().unwrap_or_else(PoisonError::into_inner)
}

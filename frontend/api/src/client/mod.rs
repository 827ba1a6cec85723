//! Sends operations, and keeps the session alive under them.

#[cfg(test)]
mod tests;
pub(crate) mod transport;

use std::cell::{Cell, RefCell};
use std::rc::Rc;
use std::sync::Arc;
use std::time::Duration;

use futures::FutureExt as _;
use futures::future::{LocalBoxFuture, Shared, join_all};
use send_wrapper::SendWrapper;
use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::value::RawValue;

use crate::error::{self, ApiError, ErrorKind, WireError};
use crate::operation::{Answer as _, Kind, Operation, Request};
use crate::operations::session::{RefreshSession, SignOut};
use transport::{Failure, Fetch, Reply, Transport};

/// How long a query may take. Then it is asked again, or given up.
const QUERY_TIMEOUT: Duration = Duration::from_secs(20);
/// How long a mutation may take: longer than the server gives itself, since it is not sent twice.
const MUTATION_TIMEOUT: Duration = Duration::from_secs(40);
/// How often a query is sent again when the network or the server is away for a moment.
const MOST_RETRIES: u32 = 3;
/// How long the first wait before sending again is; each is twice as long as the one before, give or take.
const FIRST_WAIT: Duration = Duration::from_millis(300);
/// What is sent without a session, or begins one: refused, it says nothing about the session.
const WITHOUT_SESSION: [&str; 4] = ["Server", "SignIn", "CompleteSetup", RefreshSession::NAME];
/// What begins a session.
const BEGINNINGS: [&str; 2] = ["SignIn", "CompleteSetup"];

/// The way to the server. Cheap to clone; one for the whole app.
///
/// The session lives in cookies that scripts cannot read. When its access token has ended, the client gets the next one and
/// sends the operation again; many operations at once refresh once. Several tabs may refresh at the same time: the server
/// answers the same refresh token alike for half a minute.
#[derive(Clone)]
pub struct Client(SendWrapper<Rc<Inner>>);

/// An answer as text that is on its way. In a box: what waits for it exists once in the app, and not once for each operation.
pub type Answering = SendWrapper<LocalBoxFuture<'static, Result<Arc<str>, ApiError>>>;

type Ahead = Shared<LocalBoxFuture<'static, Result<Arc<str>, ApiError>>>;
type Watcher = Rc<dyn Fn(SessionChange)>;
type Refreshing = Shared<LocalBoxFuture<'static, Result<(), ApiError>>>;

struct Inner {
    base: String,
    graphql: String,
    transport: Box<dyn Transport>,
    /// What was asked before whoever wants it.
    ahead: RefCell<Vec<(Request, Ahead)>>,
    /// The refresh that runs.
    refreshing: RefCell<Option<Refreshing>>,
    /// How often the session was refreshed or begun: whoever was refused before the last time need not refresh again.
    generation: Cell<u64>,
    /// The session is lost, and whoever had to know was told.
    is_lost: Cell<bool>,
    session_watchers: RefCell<Vec<Watcher>>,
}

/// What became of the session.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum SessionChange {
    /// Somebody signed in.
    Begun,
    /// They signed out.
    SignedOut,
    /// It was revoked or ended by itself.
    Lost,
}

impl Client {
    /// A client of the server at this address, as `https://media.example:4000`; at the page's own if it is empty.
    #[must_use]
    pub fn new(base: &str) -> Self {
        let base = base.trim().trim_end_matches('/').trim_end_matches("/graphql");
        let base = if base.is_empty() { own_origin() } else { base.to_owned() };
        Self::over(base, Box::new(Fetch))
    }

    fn over(base: String, transport: Box<dyn Transport>) -> Self {
        Self(SendWrapper::new(Rc::new(Inner {
            graphql: format!("{base}/graphql"),
            base,
            transport,
            ahead: RefCell::default(),
            refreshing: RefCell::default(),
            generation: Cell::default(),
            is_lost: Cell::default(),
            session_watchers: RefCell::default(),
        })))
    }

    /// The server's address, without a slash at its end.
    #[must_use]
    pub fn base(&self) -> &str {
        &self.0.base
    }

    /// What to do when the session is over: revoked, ended, or there was none. Called once, until somebody signs in, and again
    /// for each mutation that is tried meanwhile.
    pub fn on_session_lost(&self, act: impl Fn() + 'static) {
        self.watch_session(move |change| {
            if change == SessionChange::Lost {
                act();
            }
        });
    }

    /// Sends an operation. A query is sent again when the network fails; a mutation is not.
    ///
    /// The future is `Send` so that it fits everywhere, but it belongs to the browser's one thread.
    ///
    /// # Errors
    /// Whatever the server refused it for, or [`ErrorKind::Network`] when there was no way to it.
    pub fn run<T: DeserializeOwned + 'static>(
        &self,
        operation: Operation<T>,
    ) -> impl Future<Output = Result<T, ApiError>> + Send + use<T> {
        let answer = self.answer(operation.request);
        async move { answer_in(&answer.await?) }
    }

    /// Sends an operation, and gives the answer's data as text: [`answer_in`] reads it.
    ///
    /// # Errors
    /// As [`Client::run`].
    #[must_use]
    pub fn answer(&self, request: Request) -> Answering {
        SendWrapper::new(match self.0.take_ahead(&request) {
            Some(answering) => answering.boxed_local(),
            None => Rc::clone(&self.0).answer(request),
        })
    }

    /// Sends a query whose answer will be wanted in a moment, while the app is busy with drawing. The first who asks the same
    /// gets the answer, unless something was changed since.
    pub fn ask_ahead<T>(&self, query: Operation<T>) {
        let request = query.request;
        let answering = Rc::clone(&self.0).answer(request.clone()).shared();
        // Its first steps, which send it, are taken now; the rest once somebody waits.
        if answering.clone().now_or_never().is_none() {
            self.0.ahead.borrow_mut().push((request, answering));
        }
    }

    /// Brings the answers to what was asked ahead so far. They are read as they come, and not once somebody wants them: that
    /// may be when the app has drawn all around them.
    pub fn bring_ahead(&self) -> impl Future<Output = ()> + use<> {
        let asked: Vec<Ahead> = self.0.ahead.borrow().iter().map(|(_, answering)| answering.clone()).collect();
        join_all(asked).map(drop)
    }

    /// Gets the session's next tokens now, as the socket and uploads need them. Many callers refresh once.
    pub(crate) fn refresh(&self) -> LocalBoxFuture<'static, Result<(), ApiError>> {
        Rc::clone(&self.0).refresh_or_lose().boxed_local()
    }

    /// Tells of the session's ends and beginnings, for as long as the client lives.
    pub(crate) fn watch_session(&self, tell: impl Fn(SessionChange) + 'static) {
        self.0.session_watchers.borrow_mut().push(Rc::new(tell));
    }
}

impl Inner {
    fn answer(self: Rc<Self>, request: Request) -> LocalBoxFuture<'static, Result<Arc<str>, ApiError>> {
        async move { self.fetch(request).await.map(|data| Arc::from(Box::<str>::from(data))) }.boxed_local()
    }

    /// The answer that is on its way already.
    fn take_ahead(&self, request: &Request) -> Option<Ahead> {
        let mut ahead = self.ahead.borrow_mut();
        if request.kind == Kind::Mutation {
            ahead.clear();
        }
        let at = ahead.iter().position(|(asked, _)| asked == request)?;
        Some(ahead.swap_remove(at).1)
    }

    /// Sends a request as often as it takes.
    async fn fetch(self: Rc<Self>, request: Request) -> Result<Box<RawValue>, ApiError> {
        let mut is_refreshed = WITHOUT_SESSION.contains(&request.name);
        let mut retries = 0;
        // Who acts although the session is lost did not heed it, and is told again; what a page asks by itself tells nothing.
        let is_heedless = self.is_lost.get() && request.kind == Kind::Mutation && !is_refreshed;
        loop {
            let generation = self.generation.get();
            let error = match self.send(&request).await {
                Ok(data) => {
                    // What needs a session and succeeds after it was lost: somebody signed in in another tab.
                    let is_found = self.is_lost.get() && !WITHOUT_SESSION.contains(&request.name);
                    if is_found || BEGINNINGS.contains(&request.name) {
                        self.begin();
                        self.tell(SessionChange::Begun);
                    } else if request.name == SignOut::NAME {
                        self.is_lost.set(true);
                        self.tell(SessionChange::SignedOut);
                    }
                    return Ok(data);
                }
                Err(error) => error,
            };
            if error.kind == ErrorKind::Unauthenticated && !is_refreshed {
                is_refreshed = true;
                if self.generation.get() == generation {
                    let refreshed = Rc::clone(&self).refresh_or_lose().await;
                    if is_heedless && refreshed.as_ref().is_err_and(|error| error.kind == ErrorKind::Unauthenticated) {
                        self.tell(SessionChange::Lost);
                    }
                    refreshed?;
                }
            } else if error.kind == ErrorKind::Unauthenticated {
                if !WITHOUT_SESSION.contains(&request.name) {
                    self.lose();
                }
                return Err(error);
            } else if request.kind == Kind::Query && may_retry(&error, retries) {
                self.wait(retries).await;
                retries += 1;
            } else {
                return Err(error);
            }
        }
    }

    /// Sends a request once.
    async fn send(&self, request: &Request) -> Result<Box<RawValue>, ApiError> {
        let is_query = request.kind == Kind::Query;
        let timeout = if is_query { QUERY_TIMEOUT } else { MUTATION_TIMEOUT };
        match self.transport.post(&self.graphql, &request.body, timeout, is_query).await {
            Ok(reply) => read(&reply),
            Err(failure) => Err(unreachable_server(failure)),
        }
    }

    async fn wait(&self, retries: u32) {
        let factor = f64::from(1_u32 << retries.min(8)) * (0.5 + self.transport.random());
        self.transport.sleep(FIRST_WAIT.mul_f64(factor)).await;
    }

    async fn refresh_or_lose(self: Rc<Self>) -> Result<(), ApiError> {
        let refreshed = self.refreshing().await;
        if refreshed.as_ref().is_err_and(|error| error.kind == ErrorKind::Unauthenticated) {
            self.lose();
        }
        refreshed
    }

    /// The refresh that runs, or a new one.
    fn refreshing(self: &Rc<Self>) -> Refreshing {
        if let Some(running) = &*self.refreshing.borrow() {
            return running.clone();
        }
        let this = Rc::clone(self);
        let refreshing = async move {
            let refreshed = this.refresh_once().await;
            this.refreshing.borrow_mut().take();
            refreshed
        }
        .boxed_local()
        .shared();
        *self.refreshing.borrow_mut() = Some(refreshing.clone());
        refreshing
    }

    /// A refresh token whose answer was lost works again for half a minute, so this may be repeated like a query.
    async fn refresh_once(&self) -> Result<(), ApiError> {
        let request = RefreshSession::operation().request;
        let mut retries = 0;
        loop {
            match self.send(&request).await {
                Ok(_) => {
                    self.begin();
                    return Ok(());
                }
                Err(error) if may_retry(&error, retries) => {
                    self.wait(retries).await;
                    retries += 1;
                }
                Err(error) => return Err(error),
            }
        }
    }

    fn begin(&self) {
        self.generation.set(self.generation.get() + 1);
        self.is_lost.set(false);
    }

    fn lose(&self) {
        if self.is_lost.replace(true) {
            return;
        }
        self.tell(SessionChange::Lost);
    }

    fn tell(&self, change: SessionChange) {
        // Not borrowed while they are told: they may add others.
        let watchers = self.session_watchers.borrow().clone();
        for tell in &watchers {
            tell(change);
        }
    }
}

/// What the text of an answer says.
///
/// # Errors
/// [`ErrorKind::Unexpected`] when it does not fit: the server is of another version.
pub fn answer_in<T: DeserializeOwned>(text: &str) -> Result<T, ApiError> {
    serde_json::from_str(text).map_err(|error| ApiError::unexpected(format!("the answer does not fit: {error}")))
}

/// Whether to send again: a browser that knows it is offline will say when it no longer is.
fn may_retry(error: &ApiError, retries: u32) -> bool {
    retries < MOST_RETRIES && error.is_passing() && error.kind != (ErrorKind::Network { is_offline: true })
}

pub(crate) fn unreachable_server(failure: Failure) -> ApiError {
    let is_offline = failure == Failure::Offline;
    let message = match failure {
        Failure::Offline => "there is no network".to_owned(),
        Failure::Unreachable(why) => format!("the server cannot be reached: {why}"),
        Failure::TimedOut => "the server took too long to answer".to_owned(),
    };
    ApiError::new(ErrorKind::Network { is_offline }, message)
}

/// A GraphQL answer.
#[derive(Deserialize)]
struct WireAnswer {
    data: Option<Box<RawValue>>,
    #[serde(default)]
    errors: Vec<WireError>,
}

/// The data of an answer, or why there is none. Where anything went wrong there is none: pages show all or say why.
fn read(reply: &Reply) -> Result<Box<RawValue>, ApiError> {
    match serde_json::from_str::<WireAnswer>(&reply.body) {
        Ok(WireAnswer { data: Some(data), errors }) if errors.is_empty() => Ok(data),
        Ok(answer) => Err(refused(reply, answer.errors)),
        Err(_) => Err(refused(reply, Vec::new())),
    }
}

/// Why there is no data: what GraphQL says, else what the status does.
fn refused(reply: &Reply, errors: Vec<WireError>) -> ApiError {
    let first = errors.into_iter().next();
    let failed = first.map_or_else(|| error::of_status(reply.status, reply.retry_after), ApiError::from);
    ApiError { correlation_id: failed.correlation_id.or_else(|| reply.request_id.clone()), ..failed }
}

/// Why a request that was no operation was refused: the server says it as it does to operations.
pub(crate) fn read_refusal(reply: &Reply) -> ApiError {
    let errors = serde_json::from_str::<WireAnswer>(&reply.body).map(|answer| answer.errors).unwrap_or_default();
    refused(reply, errors)
}

/// Reads an answer that came over a socket.
pub(crate) fn read_payload<T: DeserializeOwned>(payload: &str) -> Result<T, ApiError> {
    answer_in(read(&Reply { status: 200, body: payload.to_owned(), ..Reply::default() })?.get())
}

fn own_origin() -> String {
    web_sys::window().and_then(|window| window.location().origin().ok()).unwrap_or_default()
}

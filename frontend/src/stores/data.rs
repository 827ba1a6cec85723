//! What was loaded from the server: one cache for the whole app.
//!
//! - [`load`] asks a query and keeps the answer; who asks the same again meanwhile gets it at once.
//! - [`pages`] asks for a list page by page.
//! - [`Data::change`] sends a mutation. When it succeeds, all that is on the screen is asked again: it may have changed
//!   anything, and what a page shows is a handful of queries.
//!
//! The cache keeps the answers as text and parses them where they are used, so that its machinery exists once in the
//! app and not once for each query.

use std::any::Any;
use std::marker::PhantomData;
use std::sync::Arc;
use std::time::Duration;

use futures::FutureExt;
use futures::future::LocalBoxFuture;
use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos_fetch::{QueryClient, QueryOptions, QueryScopeLocal};
use medianest_web_api::{Answer, ApiError, Client, ErrorKind, Operation, Request};

/// How long an answer is good without asking again. What changed on the server is heard of live, or seen by then.
const STALE_AFTER: Duration = Duration::from_secs(30);

/// The way to the server and to what came from it.
#[derive(Clone, Copy)]
pub struct Data {
    client: StoredValue<Client>,
    cache: QueryClient,
    /// Grows whenever what is shown must be asked again.
    version: RwSignal<u32>,
}

impl Data {
    /// Nothing loaded yet, from the server of this client.
    pub fn new(client: Client) -> Self {
        let cache = QueryClient::new().with_options(QueryOptions::new().with_stale_time(STALE_AFTER));
        Self { client: StoredValue::new(client), cache, version: RwSignal::new(0) }
    }

    /// The client itself.
    pub fn client(self) -> Client {
        self.client.get_value()
    }

    /// Sends a mutation; when it succeeds, asks again for all that is shown.
    pub fn change<T: Answer>(self, operation: Operation<T>) -> impl Future<Output = Result<T, ApiError>> + use<T> {
        let answer = self.change_any(operation.into_request());
        async move { medianest_web_api::answer_in(&answer.await?) }
    }

    fn change_any(self, request: Request) -> LocalBoxFuture<'static, Result<Arc<str>, ApiError>> {
        async move {
            let answer = self.client().answer(request).await?;
            self.refresh();
            Ok(answer)
        }
        .boxed_local()
    }

    /// Asks again for all that is shown, and forgets the rest.
    pub fn refresh(self) {
        self.cache.invalidate_all_queries();
        self.version.update(|version| *version += 1);
    }

    /// Forgets everything: somebody else may sign in next.
    pub fn forget(self) {
        self.cache.clear();
        self.version.update(|version| *version += 1);
    }
}

/// The way to the server and to what came from it.
pub fn use_data() -> Data {
    expect_context()
}

/// How far loading is.
#[derive(Clone, Debug, PartialEq)]
pub enum Phase {
    /// Nothing came yet.
    Pending,
    /// It is there.
    Ready,
    /// It did not come.
    Failed(ApiError),
}

/// What there is left to do once an answer has come. What it was is forgotten, so that what waits for answers exists once in
/// the app, and not once for each operation.
pub type Sent = LocalBoxFuture<'static, Result<Box<dyn FnOnce()>, ApiError>>;

/// Something that is being sent, and what hears of its answer.
pub fn sent<T: 'static>(sending: impl Future<Output = Result<T, ApiError>> + 'static, then: impl FnOnce(T) + 'static) -> Sent {
    sending.map(|answer| answer.map(|answer| Box::new(move || then(answer)) as Box<dyn FnOnce()>)).boxed_local()
}

/// Something that is loaded.
pub struct Loading<T: Send + Sync + 'static> {
    /// How far it is.
    pub phase: Signal<Phase>,
    latest: Memo<Latest>,
    data: Data,
    answer: PhantomData<fn() -> T>,
}

impl<T: Send + Sync + 'static> Clone for Loading<T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T: Send + Sync + 'static> Copy for Loading<T> {}

impl<T: Clone + Send + Sync + 'static> Loading<T> {
    /// The thing itself, for those who know that it is there: inside of `Loaded`.
    pub fn value(self) -> Signal<T> {
        Signal::derive(move || self.get().expect("what is shown as ready has been loaded"))
    }

    /// The thing itself, once it is there.
    pub fn get(self) -> Option<T> {
        self.latest.with(|latest| latest.as_ref()?.value.downcast_ref::<T>().cloned())
    }

    /// Asks again.
    pub fn reload(self) {
        self.data.refresh();
    }
}

/// Loads the answer to a query. When `operation` comes to another one, its answer takes the place of this once it is there.
pub fn load<T>(operation: impl Fn() -> Operation<T> + 'static) -> Loading<T>
where
    T: Answer + Clone + Send + Sync,
{
    load_when(move || Some(operation()))
}

/// As [`load`], once there is something to ask.
pub fn load_when<T>(operation: impl Fn() -> Option<Operation<T>> + 'static) -> Loading<T>
where
    T: Answer + Clone + Send + Sync,
{
    let data = use_data();
    let parse: Parse = |text| medianest_web_api::answer_in::<T>(text).map(|value| Arc::new(value) as Value);
    let (phase, latest) = follow(data, Box::new(move || operation().map(Operation::into_request)), parse);
    Loading { phase, latest, data, answer: PhantomData }
}

/// An answer whose type is forgotten.
type Value = Arc<dyn Any + Send + Sync>;
type Parse = fn(&str) -> Result<Value, ApiError>;

/// An answer as text, and what it says.
#[derive(Clone)]
struct Known {
    text: Arc<str>,
    value: Value,
}

impl PartialEq for Known {
    fn eq(&self, other: &Self) -> bool {
        self.text == other.text
    }
}

type Latest = Option<Known>;
type Answered = Option<Result<Known, ApiError>>;

/// Asks for whatever `request` comes to: how far it is, and what is known.
fn follow(data: Data, request: Box<dyn Fn() -> Option<Request>>, parse: Parse) -> (Signal<Phase>, Memo<Latest>) {
    let scope = QueryScopeLocal::new(answer_of(data.client()));
    let resource = data.cache.local_resource(scope, request);
    // The same text again is not read again.
    let answer = Memo::new(move |before: Option<&Answered>| match (resource.get().flatten()?, before) {
        (Ok(text), Some(Some(Ok(known)))) if known.text == text => Some(Ok(known.clone())),
        (text, _) => Some(text.and_then(|text| parse(&text).map(|value| Known { text, value }))),
    });
    // What was there stays while the next is on its way, and when asking again fails.
    let latest = Memo::new(move |latest: Option<&Latest>| match answer.get() {
        Some(Ok(known)) => Some(known),
        _ => latest.cloned().flatten(),
    });
    let phase = Memo::new(move |_| match (latest.with(Option::is_some), answer.get()) {
        (_, Some(Err(error))) if matches!(error.kind, ErrorKind::NotFound | ErrorKind::Forbidden) => Phase::Failed(error),
        (true, _) => Phase::Ready,
        (false, Some(Err(error))) => Phase::Failed(error),
        (false, _) => Phase::Pending,
    });
    (phase.into(), latest)
}

/// Asks the server: the one function behind every query, so that the cache knows equal ones.
fn answer_of(client: Client) -> impl Fn(Request) -> LocalBoxFuture<'static, Result<Arc<str>, ApiError>> + Clone + 'static {
    move |request| client.answer(request).boxed_local()
}

/// A list that is loaded page by page.
pub struct Pages<N: Send + Sync + 'static> {
    /// How far the first page is.
    pub phase: RwSignal<Phase>,
    /// All that came so far.
    pub items: RwSignal<Vec<N>>,
    /// Whether a page is on its way.
    pub busy: RwSignal<bool>,
    /// How many there are in all, where the query asks for it.
    pub total: RwSignal<Option<i32>>,
    next: RwSignal<Option<String>>,
    more: Callback<()>,
    again: Callback<()>,
}

impl<N: Send + Sync + 'static> Clone for Pages<N> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<N: Send + Sync + 'static> Copy for Pages<N> {}

impl<N: Send + Sync + 'static> Pages<N> {
    /// Whether there is more than came so far.
    pub fn has_more(self) -> Signal<bool> {
        let next = self.next;
        Signal::derive(move || next.with(Option::is_some))
    }

    /// Loads the next page.
    pub fn more(self) {
        self.more.run(());
    }

    /// Begins anew.
    pub fn reload(self) {
        self.again.run(());
    }
}

/// A page of a list, as the answer to its query has it.
pub struct Page<N> {
    /// What is on it.
    pub items: Vec<N>,
    /// Where the next one begins, if there is one.
    pub next: Option<String>,
    /// How many there are in all, where the query asks for it.
    pub total: Option<i32>,
}

/// Loads a list page by page. `operation` gives the query for the page after a cursor; when what it reads changes (a
/// filter, say), the list begins anew, and what was there stays until the new first page has come.
pub fn pages<T, N>(
    operation: impl Fn(Option<String>) -> Operation<T> + Send + Sync + 'static,
    page: impl Fn(T) -> Page<N> + Send + Sync + 'static,
) -> Pages<N>
where
    T: Answer,
    N: Clone + Send + Sync + 'static,
{
    turn(
        Box::new(move |after| operation(after).into_request()),
        Arc::new(move |text| medianest_web_api::answer_in(text).map(&page)),
    )
}

type Asking = Box<dyn Fn(Option<String>) -> Request + Send + Sync>;
type Reading<N> = Arc<dyn Fn(&str) -> Result<Page<N>, ApiError> + Send + Sync>;

/// What [`pages`] does, whatever it asks.
fn turn<N: Clone + Send + Sync + 'static>(operation: Asking, read: Reading<N>) -> Pages<N> {
    let data = use_data();
    let (phase, items, busy) = (RwSignal::new(Phase::Pending), RwSignal::new(Vec::new()), RwSignal::new(false));
    let (next, total) = (RwSignal::new(None), RwSignal::new(None));
    // What comes for a filter that is no longer set is dropped.
    let round = StoredValue::new(0_u32);
    let operation = StoredValue::new(operation);
    let asked = move |after| untrack(|| operation.with_value(|operation| operation(after)));
    let ask = {
        let read = Arc::clone(&read);
        move |request: Request| {
            let (read, answer) = (Arc::clone(&read), data.client().answer(request));
            async move { answer.await.and_then(|text| read(&text)) }
        }
    };
    // Begins anew with `first`; when the same is only asked again, all that was there comes again at once, so that whoever
    // scrolled down stays where they are.
    let begin = {
        let ask = ask.clone();
        move |first: Request, wanted: usize| {
            let ask = ask.clone();
            round.update_value(|round| *round += 1);
            let this_round = round.get_value();
            busy.set(true);
            spawn_local(async move {
                let mut got: Vec<N> = Vec::new();
                let mut request = first;
                let answer = loop {
                    let answer = ask(request).await;
                    if round.try_get_value() != Some(this_round) {
                        return;
                    }
                    match answer {
                        Ok(page) => {
                            got.extend(page.items);
                            match page.next.clone().filter(|_| got.len() < wanted) {
                                Some(after) => request = asked(Some(after)),
                                None => break Ok((page.next, page.total)),
                            }
                        }
                        Err(error) => break Err(error),
                    }
                };
                busy.set(false);
                match answer {
                    Ok((following, count)) => {
                        next.set(following);
                        total.set(count);
                        items.set(got);
                        // Said again, it would draw the whole list anew.
                        if phase.get_untracked() != Phase::Ready {
                            phase.set(Phase::Ready);
                        }
                    }
                    Err(error) => {
                        if phase.get_untracked() != Phase::Ready {
                            phase.set(Phase::Failed(error));
                        }
                    }
                }
            });
        }
    };
    let again = {
        let begin = begin.clone();
        Callback::new(move |()| {
            if phase.get_untracked() != Phase::Ready {
                phase.set(Phase::Pending);
            }
            begin(asked(None), 0);
        })
    };
    let more = Callback::new(move |()| {
        let Some(after) = next.get_untracked().filter(|_| !busy.get_untracked()) else { return };
        let (answer, this_round) = (ask(asked(Some(after))), round.get_value());
        busy.set(true);
        spawn_local(async move {
            let answer = answer.await;
            if round.try_get_value() != Some(this_round) {
                return;
            }
            busy.set(false);
            // What fails here is asked for again by the next press or scroll.
            if let Ok(page) = answer {
                next.set(page.next);
                if page.total.is_some() {
                    total.set(page.total);
                }
                items.update(|items| items.extend(page.items));
            }
        });
    });
    Effect::new(move |known: Option<u32>| {
        let version = data.version.get();
        let is_refresh = known.is_some_and(|known| known != version);
        let wanted = if is_refresh { items.with_untracked(Vec::len) } else { 0 };
        begin(operation.with_value(|operation| operation(None)), wanted);
        version
    });
    Pages { phase, items, busy, total, next, more, again }
}

/// A row of a list as it is now, while the list is asked again and again: what is drawn around it stays, and with it the
/// focus. A row that is gone keeps its last form until it is taken away.
pub fn newest<T>(all: impl Fn() -> Vec<T> + Send + Sync + 'static, first: T, is_same: fn(&T, &T) -> bool) -> Memo<T>
where
    T: Clone + PartialEq + Send + Sync + 'static,
{
    Memo::new(move |last: Option<&T>| {
        let last = last.unwrap_or(&first);
        all().into_iter().find(|row| is_same(row, last)).unwrap_or_else(|| last.clone())
    })
}

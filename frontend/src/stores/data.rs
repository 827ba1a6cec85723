//! What was loaded from the server: one cache for the whole app.
//!
//! - [`load`] asks a query and keeps the answer; who asks the same again meanwhile gets it at once.
//! - [`pages`] asks for a list page by page.
//! - [`Data::change`] sends a mutation. When it succeeds, all that is on the screen is asked again: it may have changed
//!   anything, and what a page shows is a handful of queries.
//!
//! The cache keeps the answers as text and parses them where they are used, so that its machinery exists once in the
//! app and not once for each query.

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
    pub async fn change<T: Answer>(self, operation: Operation<T>) -> Result<T, ApiError> {
        let answer = self.client().run(operation).await?;
        self.refresh();
        Ok(answer)
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

/// Something that is loaded.
pub struct Loading<T: Send + Sync + 'static> {
    /// How far it is.
    pub phase: Signal<Phase>,
    latest: Signal<Option<T>>,
    data: Data,
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
        let latest = self.latest;
        Signal::derive(move || latest.get().expect("what is shown as ready has been loaded"))
    }

    /// The thing itself, once it is there.
    pub fn get(self) -> Option<T> {
        self.latest.get()
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
    let scope = QueryScopeLocal::new(answer_of(data.client()));
    let resource = data.cache.local_resource(scope, move || operation().map(Operation::into_request));
    let answer = Memo::new(move |_| resource.get().flatten());
    // What was there stays while the next is on its way, and when asking again fails.
    let latest = Memo::new_with_compare(
        move |latest: Option<&Latest<T>>| match answer.get() {
            Some(Ok(text)) => match latest {
                Some(Some((known, _))) if *known == text => latest.cloned().flatten(),
                _ => medianest_web_api::answer_in(&text).ok().map(|value| (text, value)),
            },
            _ => latest.cloned().flatten(),
        },
        |one, other| {
            one.and_then(|latest| latest.as_ref()).map(|(text, _)| text)
                != other.and_then(|latest| latest.as_ref()).map(|(text, _)| text)
        },
    );
    let phase = Memo::new(move |_| match (latest.with(Option::is_some), answer.get()) {
        (_, Some(Err(error))) if matches!(error.kind, ErrorKind::NotFound | ErrorKind::Forbidden) => Phase::Failed(error),
        (true, _) => Phase::Ready,
        (false, None) => Phase::Pending,
        (false, Some(Err(error))) => Phase::Failed(error),
        (false, Some(Ok(text))) => match medianest_web_api::answer_in::<T>(&text) {
            Ok(_) => Phase::Ready,
            Err(error) => Phase::Failed(error),
        },
    });
    Loading { phase: phase.into(), latest: Signal::derive(move || latest.get().map(|(_, value)| value)), data }
}

/// An answer as text, and what it says.
type Latest<T> = Option<(Arc<str>, T)>;

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
    page: impl Fn(T) -> Page<N> + Send + Sync + Clone + 'static,
) -> Pages<N>
where
    T: Answer,
    N: Clone + Send + Sync + 'static,
{
    let data = use_data();
    let (phase, items, busy) = (RwSignal::new(Phase::Pending), RwSignal::new(Vec::new()), RwSignal::new(false));
    let (next, total) = (RwSignal::new(None), RwSignal::new(None));
    // What comes for a filter that is no longer set is dropped.
    let round = StoredValue::new(0_u32);
    let operation = StoredValue::new(operation);
    let asked = move |after| untrack(|| operation.with_value(|operation| operation(after)));
    // Begins anew with `first`; when the same is only asked again, all that was there comes again at once, so that whoever
    // scrolled down stays where they are.
    let begin = {
        let page = page.clone();
        move |first: Operation<T>, wanted: usize| {
            let page = page.clone();
            round.update_value(|round| *round += 1);
            let this_round = round.get_value();
            busy.set(true);
            spawn_local(async move {
                let mut got: Vec<N> = Vec::new();
                let mut operation = first;
                let answer = loop {
                    let answer = data.client().run(operation).await;
                    if round.try_get_value() != Some(this_round) {
                        return;
                    }
                    match answer.map(&page) {
                        Ok(page) => {
                            got.extend(page.items);
                            match page.next.clone().filter(|_| got.len() < wanted) {
                                Some(after) => operation = asked(Some(after)),
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
        let (page, this_round) = (page.clone(), round.get_value());
        busy.set(true);
        spawn_local(async move {
            let answer = data.client().run(asked(Some(after))).await;
            if round.try_get_value() != Some(this_round) {
                return;
            }
            busy.set(false);
            // What fails here is asked for again by the next press or scroll.
            if let Ok(page) = answer.map(page) {
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

//! When loaders load: once nothing else of their operation can go on, and what was loaded before has come. Every resolver
//! that asks for something has asked by then, so one statement answers them all, however the runtime hands out its turns and
//! whichever answer comes first.

use std::future::poll_fn;
use std::pin::pin;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::task::{Context, Poll, Wake, Waker};

use futures_util::future::{self, BoxFuture};
use futures_util::{Stream, StreamExt, stream};
use tokio::task::unconstrained;

/// How often an operation goes on by itself before others have the thread.
const MOST: usize = 1000;

/// The turns of one operation: between two of them its loaders load what was asked for meanwhile.
#[derive(Default)]
pub struct Turns {
    waiting: Mutex<Waiting>,
    expected: Mutex<Vec<BoxFuture<'static, ()>>>,
    /// How many loads are under way.
    loading: AtomicUsize,
    bell: Arc<Bell>,
}

#[derive(Default)]
struct Waiting {
    turn: u64,
    wakers: Vec<Waker>,
}

/// Tells whether the operation can go on. While it runs nobody else need know, which spares the runtime from waking a thread
/// each time one resolver hands something to another.
#[derive(Default)]
struct Bell(Mutex<State>);

#[derive(Default)]
struct State {
    runs: bool,
    has_rung: bool,
    /// Who runs the operation, while it rests.
    runner: Option<Waker>,
}

/// One load that is under way, until it has come or nobody waits for it any more.
struct Loading<'a>(&'a AtomicUsize);

impl<'a> Loading<'a> {
    fn begin(count: &'a AtomicUsize) -> Self {
        count.fetch_add(1, Ordering::Relaxed);
        Self(count)
    }
}

impl Drop for Loading<'_> {
    fn drop(&mut self) {
        self.0.fetch_sub(1, Ordering::Relaxed);
    }
}

impl Bell {
    fn state(&self) -> MutexGuard<'_, State> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn ring(&self) {
        let runner = {
            let mut state = self.state();
            state.has_rung = true;
            if state.runs { None } else { state.runner.take() }
        };
        if let Some(runner) = runner {
            runner.wake();
        }
    }
}

impl Wake for Bell {
    fn wake(self: Arc<Self>) {
        self.ring();
    }

    fn wake_by_ref(self: &Arc<Self>) {
        self.ring();
    }
}

impl Turns {
    fn waiting(&self) -> MutexGuard<'_, Waiting> {
        self.waiting.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Something to be loaded along with what is loaded next.
    pub(super) fn expect(&self, loading: BoxFuture<'static, ()>) {
        self.expected.lock().unwrap_or_else(PoisonError::into_inner).push(loading);
    }

    /// Loads something, and what is expected along with it.
    pub(super) async fn load<T>(&self, asked: impl Future<Output = T>) -> T {
        let _under_way = Loading::begin(&self.loading);
        let expected = std::mem::take(&mut *self.expected.lock().unwrap_or_else(PoisonError::into_inner));
        future::join(asked, future::join_all(expected)).await.0
    }

    /// Waits until nothing else of the operation can go on.
    pub(super) async fn end(&self) {
        let this = self.waiting().turn;
        poll_fn(|cx| {
            let mut waiting = self.waiting();
            if waiting.turn > this {
                return Poll::Ready(());
            }
            waiting.wakers.push(cx.waker().clone());
            Poll::Pending
        })
        .await;
    }

    /// Ends the turn for those who wait for it; `false` when nobody does, or it goes on.
    fn next(&self) -> bool {
        if self.loading.load(Ordering::Relaxed) > 0 {
            return false;
        }
        let wakers = {
            let mut waiting = self.waiting();
            waiting.turn += 1;
            std::mem::take(&mut waiting.wakers)
        };
        let has_any = !wakers.is_empty();
        wakers.into_iter().for_each(Waker::wake);
        has_any
    }

    /// Runs an operation to its end.
    pub(super) async fn run<T>(&self, operation: impl Future<Output = T>) -> T {
        let mut operation = pin!(operation);
        poll_fn(|cx| self.poll(cx, |cx| operation.as_mut().poll(cx))).await
    }

    /// Runs an operation that answers again and again.
    pub(super) fn stream<T>(self: Arc<Self>, mut operation: impl Stream<Item = T> + Unpin) -> impl Stream<Item = T> {
        stream::poll_fn(move |cx| self.poll(cx, |cx| operation.poll_next_unpin(cx)))
    }

    fn poll<T>(&self, cx: &mut Context<'_>, mut go_on: impl FnMut(&mut Context<'_>) -> Poll<T>) -> Poll<T> {
        let waker = Waker::from(Arc::clone(&self.bell));
        let mut within = Context::from_waker(&waker);
        for _ in 0..MOST {
            *self.bell.state() = State { runs: true, has_rung: false, runner: None };
            // The runtime would break off an operation that does much in one turn, and its rounds with it.
            let answer = pin!(unconstrained(poll_fn(&mut go_on))).poll(&mut within);
            if answer.is_ready() {
                return answer;
            }
            let has_rung = self.bell.state().has_rung;
            if has_rung || self.next() {
                continue;
            }
            let mut state = self.bell.state();
            if !state.has_rung {
                *state = State { runs: false, has_rung: false, runner: Some(cx.waker().clone()) };
                return Poll::Pending;
            }
        }
        *self.bell.state() = State::default();
        cx.waker().wake_by_ref();
        Poll::Pending
    }
}

//! When loaders load: once nothing else of their operation can go on. Every resolver that asks for something has asked by
//! then, so one statement answers them all, however the runtime hands out its turns.

use std::future::poll_fn;
use std::pin::pin;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::task::{Context, Poll, Wake, Waker};

use futures_util::future::BoxFuture;
use futures_util::{Stream, StreamExt, stream};
use tokio::task::unconstrained;

/// How often an operation goes on by itself before others have the thread.
const MOST: usize = 1000;

/// The turns of one operation: between two of them its loaders load what was asked for meanwhile.
#[derive(Default)]
pub struct Turns {
    waiting: Mutex<Waiting>,
    expected: Mutex<Vec<BoxFuture<'static, ()>>>,
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

    /// What is to be loaded along with what is loaded now.
    pub(super) fn take_expected(&self) -> Vec<BoxFuture<'static, ()>> {
        std::mem::take(&mut *self.expected.lock().unwrap_or_else(PoisonError::into_inner))
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

    /// Ends the turn for those who wait for it; `false` when nobody does.
    fn next(&self) -> bool {
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

//! The live connection: one socket for the whole app, and how it stands.
//!
//! Nothing is opened until somebody listens; what outlives a page and listens is in [`super::presence`] and
//! [`super::news`], which the frame of the signed-in starts.

use std::cell::Cell;
use std::rc::Rc;

use futures::StreamExt as _;
use futures::future::{AbortHandle, abortable};
use leptos::prelude::*;
use leptos::task::spawn_local;
use medianest_web_api::{Answer, Ended, Live, LiveEvent, Operation, Status};

use super::data::{Data, use_data};
use super::toasts::{ToastStore, use_toasts};
use crate::t;

/// A first failure is tried again within half a second: only after the second is it worth a word.
const WORTH_TELLING: u32 = 2;

/// How the connection stands, as people need to know it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Connection {
    /// What is shown is what is so.
    Fine,
    /// The server is away; the app tries again by itself.
    Waiting,
    /// The browser has no network.
    Offline,
    /// The server does not trust this page: nothing changes by itself here.
    Refused,
}

impl Connection {
    /// What becomes of what is told while the connection's status changes.
    fn after(self, status: Status) -> Self {
        match status {
            Status::Connected | Status::Idle | Status::Ended(Ended::SignedOut) => Self::Fine,
            Status::Waiting { attempt, .. } if attempt >= WORTH_TELLING => Self::Waiting,
            Status::Waiting { .. } | Status::Connecting => self,
            Status::Offline => Self::Offline,
            Status::Ended(Ended::Forbidden) => Self::Refused,
        }
    }
}

/// The live connection.
#[derive(Clone, Copy)]
pub struct LiveStore {
    /// How it stands.
    pub connection: RwSignal<Connection>,
    live: StoredValue<Live>,
    data: Data,
    toasts: ToastStore,
}

impl LiveStore {
    /// Makes the connection ready.
    pub fn start() -> Self {
        let data = use_data();
        let live = Live::new(&data.client());
        let store = Self {
            connection: RwSignal::new(Connection::Fine),
            live: StoredValue::new(live.clone()),
            data,
            toasts: use_toasts(),
        };
        let was_connected = Rc::new(Cell::new(false));
        live.on_status(move |status| store.hear(status, &was_connected));
        store
    }

    fn hear(self, status: Status, was_connected: &Cell<bool>) {
        let before = self.connection.get_untracked();
        let after = before.after(status);
        if before != after {
            self.connection.set(after);
        }
        match status {
            // What happened while it was away was not heard of.
            Status::Connected if was_connected.replace(true) => {
                self.data.refresh();
                if before != Connection::Fine {
                    self.toasts.say(t!("connection-restored"));
                }
            }
            Status::Idle | Status::Ended(_) => was_connected.set(false),
            _ => {}
        }
    }

    /// Listens for as long as the part of the page lives that asks for it, or until the effect around it runs again.
    pub fn listen<T: Answer>(self, operation: Operation<T>, hear: impl Fn(LiveEvent<T>) + 'static) {
        let mut events = self.live.with_value(|live| live.subscribe(operation));
        let (listening, stop): (_, AbortHandle) = abortable(async move {
            while let Some(event) = events.next().await {
                hear(event);
            }
        });
        on_cleanup(move || stop.abort());
        spawn_local(async move {
            // Whether it ended by itself or was told to makes no difference.
            let _ = listening.await;
        });
    }

    /// Tries again now.
    pub fn retry(self) {
        self.live.with_value(Live::retry_now);
        self.data.refresh();
    }
}

/// The live connection.
pub fn use_live() -> LiveStore {
    expect_context()
}

#[cfg(test)]
mod tests {
    use medianest_web_api::{Ended, Status};

    use super::Connection;

    #[test]
    fn a_short_break_is_not_worth_a_word_and_a_long_one_is_told_until_it_is_over() {
        let waiting = |attempt| Status::Waiting { attempt, retry_at: 0.0 };
        assert_eq!(Connection::Fine.after(Status::Connecting), Connection::Fine);
        assert_eq!(Connection::Fine.after(waiting(1)), Connection::Fine);
        assert_eq!(Connection::Fine.after(waiting(2)), Connection::Waiting);
        assert_eq!(Connection::Waiting.after(Status::Connecting), Connection::Waiting, "not fine before it is");
        assert_eq!(Connection::Waiting.after(Status::Offline), Connection::Offline);
        assert_eq!(Connection::Offline.after(Status::Connected), Connection::Fine);
        assert_eq!(Connection::Fine.after(Status::Ended(Ended::Forbidden)), Connection::Refused);
        assert_eq!(Connection::Waiting.after(Status::Ended(Ended::SignedOut)), Connection::Fine);
    }
}

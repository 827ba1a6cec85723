//! The live connection: one socket for all subscriptions, which heals by itself.

mod machine;
mod protocol;
mod socket;
#[cfg(test)]
mod tests;

use std::cell::{Cell, RefCell};
use std::collections::BTreeMap;
use std::marker::PhantomData;
use std::pin::Pin;
use std::rc::{Rc, Weak};
use std::task::{Context, Poll, ready};

use futures::channel::mpsc::{UnboundedReceiver, UnboundedSender, unbounded};
use futures::{Stream, StreamExt as _};
use gloo_timers::callback::Timeout;
use send_wrapper::SendWrapper;
use serde::de::DeserializeOwned;
use wasm_bindgen_futures::spawn_local;

use crate::client::transport::is_online;
use crate::client::{Client, SessionChange, read_payload};
use crate::error::{ApiError, ErrorKind};
use crate::operation::{Kind, Operation};
use machine::{Effect, Heard, Input, Machine};
use socket::{Listeners, Socket};

/// What a subscriber is told.
#[derive(Clone, Debug, PartialEq)]
pub enum LiveEvent<T> {
    /// Something happened.
    Data(T),
    /// The connection was away and is back: what happened meanwhile was missed, unless the subscription begins with a
    /// snapshot. Ask again for what is shown.
    Reconnected,
    /// The server refused the subscription, which then ends, or could not tell what happened.
    Failed(ApiError),
}

/// How the connection is.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Status {
    /// Nobody listens.
    Idle,
    /// It is being made.
    Connecting,
    /// All is well.
    Connected,
    /// It failed, and is tried again.
    Waiting {
        /// How often it has failed since all was well.
        attempt: u32,
        /// When it is tried, in milliseconds as `Date.now()` counts them.
        retry_at: f64,
    },
    /// The browser has no network.
    Offline,
    /// It is not tried any more, until somebody signs in.
    Ended(Ended),
}

/// Why a connection is not tried any more.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ended {
    /// Nobody is signed in.
    SignedOut,
    /// The server does not trust this page: its origin is not among those that an administrator let in.
    Forbidden,
}

/// The live connection. Cheap to clone; one for the whole app. It is made when somebody listens and given up when nobody
/// does; it ends with the session, and comes back, with all who still listen, when somebody signs in.
#[derive(Clone)]
pub struct Live(SendWrapper<Rc<Inner>>);

/// Inputs, those of a socket with its number: what an older socket said last counts no more.
type Inputs = UnboundedSender<(Option<u64>, Input)>;

type StatusListener = Rc<dyn Fn(Status)>;

struct Inner {
    url: String,
    client: Client,
    inputs: Inputs,
    machine: RefCell<Machine>,
    socket: RefCell<Option<Socket>>,
    sockets_opened: Cell<u64>,
    subscribers: RefCell<BTreeMap<u64, UnboundedSender<Heard>>>,
    subscribers_made: Cell<u64>,
    status: Cell<Status>,
    on_status: RefCell<Vec<StatusListener>>,
    timer: RefCell<Option<Timeout>>,
    _listeners: Listeners,
}

impl Live {
    /// The live connection to the client's server. Nothing is opened yet.
    #[must_use]
    pub fn new(client: &Client) -> Self {
        let (inputs, heard) = unbounded();
        let inner = Rc::new(Inner {
            url: socket_address(client.base()),
            client: client.clone(),
            machine: RefCell::new(Machine::new(is_online())),
            socket: RefCell::default(),
            sockets_opened: Cell::default(),
            subscribers: RefCell::default(),
            subscribers_made: Cell::default(),
            status: Cell::new(Status::Idle),
            on_status: RefCell::default(),
            timer: RefCell::default(),
            _listeners: Listeners::new(&inputs),
            inputs: inputs.clone(),
        });
        client.watch_session(move |change| {
            let input = match change {
                SessionChange::Begun => Input::Restart,
                SessionChange::SignedOut | SessionChange::Lost => Input::End,
            };
            // Once nobody holds the connection, there is nothing to tell.
            let _ = inputs.unbounded_send((None, input));
        });
        spawn_local(run(Rc::downgrade(&inner), heard));
        Self(SendWrapper::new(inner))
    }

    /// Listens. The stream ends when the server says there is no more, and stops listening when it is dropped.
    #[must_use]
    pub fn subscribe<T: DeserializeOwned + 'static>(&self, operation: Operation<T>) -> Subscription<T> {
        debug_assert_eq!(operation.request.kind, Kind::Subscription, "{} cannot be listened to", operation.request.name);
        let (heard, answers) = self.0.listen(operation.request.body);
        Subscription { id: heard, answers, live: self.clone(), data: PhantomData }
    }

    /// How the connection is now.
    #[must_use]
    pub fn status(&self) -> Status {
        self.0.status.get()
    }

    /// Tells how the connection is, now and whenever that changes.
    pub fn on_status(&self, tell: impl Fn(Status) + 'static) {
        tell(self.status());
        self.0.on_status.borrow_mut().push(Rc::new(tell));
    }

    /// Tries again at once, where the connection waits: for a button beside the countdown.
    pub fn retry_now(&self) {
        self.0.tell(Input::Woken);
    }
}

impl Inner {
    fn tell(&self, input: Input) {
        // The other end lives as long as this does.
        let _ = self.inputs.unbounded_send((None, input));
    }

    fn listen(&self, request: String) -> (u64, UnboundedReceiver<Heard>) {
        let id = self.subscribers_made.get() + 1;
        self.subscribers_made.set(id);
        let (sender, answers) = unbounded();
        self.subscribers.borrow_mut().insert(id, sender);
        self.tell(Input::Subscribe { id, request });
        (id, answers)
    }

    /// Takes in one thing that happened, and does what is to be done about it.
    fn step(&self, socket: Option<u64>, input: Input) {
        if socket.is_some_and(|number| number != self.sockets_opened.get()) {
            return;
        }
        let effects = self.machine.borrow_mut().handle(js_sys::Date::now(), js_sys::Math::random(), input);
        for effect in effects {
            self.apply(effect);
        }
        let deadline = self.machine.borrow().deadline();
        *self.timer.borrow_mut() = deadline.map(|deadline| {
            let inputs = self.inputs.clone();
            // At least a moment, so that rounding never makes it spin.
            Timeout::new(whole_millis((deadline - js_sys::Date::now()).max(1.0)), move || {
                let _ = inputs.unbounded_send((None, Input::Tick));
            })
        });
    }

    fn apply(&self, effect: Effect) {
        match effect {
            Effect::Open => {
                let number = self.sockets_opened.get() + 1;
                self.sockets_opened.set(number);
                let socket = Socket::open(&self.url, number, &self.inputs);
                if socket.is_none() {
                    let _ = self.inputs.unbounded_send((Some(number), Input::Closed(1006)));
                }
                *self.socket.borrow_mut() = socket;
            }
            Effect::Send(text) => {
                if let Some(socket) = &*self.socket.borrow() {
                    socket.send(&text);
                }
            }
            Effect::Close => {
                self.socket.borrow_mut().take();
            }
            Effect::Refresh => {
                let (refresh, inputs) = (self.client.refresh(), self.inputs.clone());
                spawn_local(async move {
                    let input = match refresh.await {
                        Ok(()) => Input::Refreshed,
                        Err(error) if error.kind == ErrorKind::Unauthenticated => Input::SessionLost,
                        Err(_) => Input::NotRefreshed,
                    };
                    let _ = inputs.unbounded_send((None, input));
                });
            }
            Effect::Deliver(id, heard) => {
                let is_last = matches!(heard, Heard::Refused(_) | Heard::Complete);
                let mut subscribers = self.subscribers.borrow_mut();
                if let Some(subscriber) = subscribers.get(&id) {
                    // Who has just stopped listening need not be told.
                    let _ = subscriber.unbounded_send(heard);
                }
                if is_last {
                    subscribers.remove(&id);
                }
            }
            Effect::Status(status) => {
                if self.status.replace(status) != status {
                    // Not borrowed while they are told: they may add others.
                    let listeners = self.on_status.borrow().clone();
                    for tell in &listeners {
                        tell(status);
                    }
                }
            }
        }
    }
}

/// Lives as long as somebody holds the connection.
async fn run(inner: Weak<Inner>, mut heard: UnboundedReceiver<(Option<u64>, Input)>) {
    while let Some((socket, input)) = heard.next().await {
        let Some(inner) = inner.upgrade() else { return };
        inner.step(socket, input);
    }
}

/// Somebody who listens. Dropped, the server is told that they do no longer.
pub struct Subscription<T> {
    id: u64,
    answers: UnboundedReceiver<Heard>,
    live: Live,
    data: PhantomData<fn() -> T>,
}

impl<T: DeserializeOwned> Stream for Subscription<T> {
    type Item = LiveEvent<T>;

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        Poll::Ready(match ready!(self.answers.poll_next_unpin(cx)) {
            Some(Heard::Payload(payload)) => Some(read_payload(&payload).map_or_else(LiveEvent::Failed, LiveEvent::Data)),
            Some(Heard::Reconnected) => Some(LiveEvent::Reconnected),
            Some(Heard::Refused(errors)) => Some(LiveEvent::Failed(refusal(&errors))),
            Some(Heard::Complete) | None => None,
        })
    }
}

impl<T> Drop for Subscription<T> {
    fn drop(&mut self) {
        self.live.0.subscribers.borrow_mut().remove(&self.id);
        self.live.0.tell(Input::Unsubscribe { id: self.id });
    }
}

fn refusal(errors: &str) -> ApiError {
    let answer = format!(r#"{{"data":null,"errors":{errors}}}"#);
    match read_payload::<serde::de::IgnoredAny>(&answer) {
        Err(error) => error,
        Ok(_) => ApiError::unexpected("the subscription was refused without a reason"),
    }
}

/// `ws` for `http`, `wss` for `https`.
fn socket_address(base: &str) -> String {
    let address = base.strip_prefix("http").map_or_else(|| base.to_owned(), |rest| format!("ws{rest}"));
    format!("{address}/graphql")
}

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "waits are seconds, never negative")]
fn whole_millis(millis: f64) -> u32 {
    millis.ceil().min(f64::from(u32::MAX)) as u32
}

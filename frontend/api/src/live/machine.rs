//! What the connection does about whatever happens, without a browser: a socket, a clock and chance are given to it.

use std::collections::{BTreeMap, VecDeque};

use super::protocol::{self, Closed, Message};
use super::{Ended, Status};

/// Moments, in milliseconds of any clock.
pub(super) type Millis = f64;

/// How long a socket may take until the server has acknowledged it.
const OPEN_WITHIN: Millis = 10_000.0;
/// How long the server may be silent before it is asked whether it is there.
const QUIET: Millis = 25_000.0;
/// How long it may take to answer that.
const ANSWER_WITHIN: Millis = 10_000.0;
/// The first wait after a failure; each is twice as long as the one before.
const FIRST_WAIT: Millis = 500.0;
/// The longest wait.
const LONGEST_WAIT: Millis = 30_000.0;
/// How long a socket that nobody uses is kept: the next page may want it.
const LINGER: Millis = 5_000.0;

/// What happens.
#[derive(Debug)]
pub(super) enum Input {
    /// Somebody wants to hear.
    Subscribe { id: u64, request: String },
    /// They do no longer.
    Unsubscribe { id: u64 },
    /// The socket is open.
    Opened,
    /// The server said something.
    Text(String),
    /// The socket is gone.
    Closed(u16),
    /// The session was refreshed.
    Refreshed,
    /// It could not be, for now.
    NotRefreshed,
    /// It is over.
    SessionLost,
    /// The browser has a network again.
    Online,
    /// It has none.
    Offline,
    /// The page is looked at again, perhaps after a long sleep.
    Woken,
    /// Somebody is signed in: begin anew.
    Restart,
    /// They sign out.
    End,
    /// Time has passed.
    Tick,
}

/// What is to be done.
#[derive(Debug, PartialEq)]
pub(super) enum Effect {
    /// Open a socket; what an older one says counts no more.
    Open,
    /// Send this.
    Send(String),
    /// Close the socket.
    Close,
    /// Refresh the session, and tell how it went.
    Refresh,
    /// Tell a subscriber.
    Deliver(u64, Heard),
    /// Tell everybody how the connection is.
    Status(Status),
}

/// What a subscriber is told.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Heard {
    /// An answer.
    Payload(String),
    /// The connection was away and is back: something may have been missed.
    Reconnected,
    /// The server refused the subscription: the errors.
    Refused(String),
    /// There is no more.
    Complete,
}

#[derive(Debug)]
enum Phase {
    /// No socket, and none wanted.
    Idle,
    /// The socket opens, or waits to be acknowledged.
    Connecting { since: Millis },
    /// All is well.
    Connected { heard_at: Millis, asked_at: Option<Millis>, unused_since: Option<Millis> },
    /// The session is being refreshed.
    Refreshing,
    /// Until then.
    Waiting { retry_at: Millis },
    /// There is no network.
    Offline,
    /// There is no session.
    Ended,
}

#[derive(Debug)]
struct Subscriber {
    request: String,
    /// Whether the server has been told before: then what comes after a break is not the beginning.
    was_told: bool,
}

/// The connection's mind.
#[derive(Debug)]
pub(super) struct Machine {
    phase: Phase,
    subscribers: BTreeMap<u64, Subscriber>,
    /// Failures since the last time that all was well.
    attempt: u32,
    /// A refresh did not help: the next refusal is the last.
    was_refreshed: bool,
    is_online: bool,
    effects: VecDeque<Effect>,
}

impl Machine {
    pub(super) fn new(is_online: bool) -> Self {
        Self {
            phase: Phase::Idle,
            subscribers: BTreeMap::new(),
            attempt: 0,
            was_refreshed: false,
            is_online,
            effects: VecDeque::new(),
        }
    }

    /// When [`Input::Tick`] is due, if nothing else happens.
    pub(super) fn deadline(&self) -> Option<Millis> {
        match &self.phase {
            Phase::Connecting { since } => Some(since + OPEN_WITHIN),
            Phase::Connected { heard_at, asked_at, unused_since } => {
                let health = asked_at.map_or(heard_at + QUIET, |asked_at| asked_at + ANSWER_WITHIN);
                Some(unused_since.map_or(health, |since| health.min(since + LINGER)))
            }
            Phase::Waiting { retry_at } => Some(*retry_at),
            Phase::Idle | Phase::Refreshing | Phase::Offline | Phase::Ended => None,
        }
    }

    /// Takes in what happened; `chance` is from 0 to 1.
    pub(super) fn handle(&mut self, now: Millis, chance: f64, input: Input) -> VecDeque<Effect> {
        match input {
            Input::Subscribe { id, request } => self.subscribe(now, id, request),
            Input::Unsubscribe { id } => self.unsubscribe(now, id),
            Input::Opened => {
                if matches!(self.phase, Phase::Connecting { .. }) {
                    self.send(protocol::INIT.to_owned());
                }
            }
            Input::Text(text) => self.hear(now, &text),
            Input::Closed(code) => self.closed(now, chance, Closed::of(code)),
            Input::Refreshed => {
                if matches!(self.phase, Phase::Refreshing) {
                    self.open(now);
                }
            }
            Input::NotRefreshed => {
                if matches!(self.phase, Phase::Refreshing) {
                    self.wait(now, chance);
                }
            }
            Input::Online => {
                self.is_online = true;
                if matches!(self.phase, Phase::Offline | Phase::Waiting { .. }) {
                    self.attempt = 0;
                    self.open(now);
                }
            }
            Input::Offline => {
                self.is_online = false;
                // A socket that lives through it is left alone: the browser does not always know.
                if matches!(self.phase, Phase::Waiting { .. }) {
                    self.go(Phase::Offline, Status::Offline);
                }
            }
            Input::Woken => match &self.phase {
                Phase::Waiting { .. } => self.open(now),
                Phase::Connected { asked_at: None, .. } => self.ask(now),
                _ => {}
            },
            Input::Restart => {
                self.attempt = 0;
                self.was_refreshed = false;
                if matches!(self.phase, Phase::Connecting { .. } | Phase::Connected { .. }) {
                    // That was somebody else's.
                    self.effects.push_back(Effect::Close);
                }
                self.open(now);
            }
            Input::SessionLost | Input::End => self.end(Ended::SignedOut),
            Input::Tick => self.tick(now, chance),
        }
        std::mem::take(&mut self.effects)
    }

    fn subscribe(&mut self, now: Millis, id: u64, request: String) {
        let was_told = if let Phase::Connected { unused_since, .. } = &mut self.phase {
            *unused_since = None;
            self.effects.push_back(Effect::Send(protocol::subscribe(id, &request)));
            true
        } else {
            false
        };
        self.subscribers.insert(id, Subscriber { request, was_told });
        if matches!(self.phase, Phase::Idle) {
            self.open(now);
        }
    }

    fn unsubscribe(&mut self, now: Millis, id: u64) {
        if self.subscribers.remove(&id).is_none() {
            return;
        }
        let is_unused = self.subscribers.is_empty();
        match &mut self.phase {
            Phase::Connected { unused_since, .. } => {
                if is_unused {
                    *unused_since = Some(now);
                }
                self.send(protocol::complete(id));
            }
            Phase::Waiting { .. } | Phase::Offline if is_unused => self.go(Phase::Idle, Status::Idle),
            _ => {}
        }
    }

    fn hear(&mut self, now: Millis, text: &str) {
        if let Phase::Connected { heard_at, asked_at, .. } = &mut self.phase {
            (*heard_at, *asked_at) = (now, None);
        }
        match Message::read(text) {
            Some(Message::Ack) if matches!(self.phase, Phase::Connecting { .. }) => self.acknowledged(now),
            Some(Message::Ping) => self.send(protocol::PONG.to_owned()),
            Some(Message::Next { id, payload }) if self.subscribers.contains_key(&id) => {
                self.effects.push_back(Effect::Deliver(id, Heard::Payload(payload)));
            }
            Some(Message::Error { id, errors }) if self.subscribers.contains_key(&id) => {
                self.finish(now, id, Heard::Refused(errors));
            }
            Some(Message::Complete { id }) if self.subscribers.contains_key(&id) => self.finish(now, id, Heard::Complete),
            _ => {}
        }
    }

    fn acknowledged(&mut self, now: Millis) {
        self.attempt = 0;
        self.was_refreshed = false;
        let unused_since = self.subscribers.is_empty().then_some(now);
        self.go(Phase::Connected { heard_at: now, asked_at: None, unused_since }, Status::Connected);
        for (id, subscriber) in &mut self.subscribers {
            self.effects.push_back(Effect::Send(protocol::subscribe(*id, &subscriber.request)));
            if std::mem::replace(&mut subscriber.was_told, true) {
                self.effects.push_back(Effect::Deliver(*id, Heard::Reconnected));
            }
        }
    }

    /// A subscriber whose operation ended by itself.
    fn finish(&mut self, now: Millis, id: u64, heard: Heard) {
        self.effects.push_back(Effect::Deliver(id, heard));
        self.subscribers.remove(&id);
        if let (true, Phase::Connected { unused_since, .. }) = (self.subscribers.is_empty(), &mut self.phase) {
            *unused_since = Some(now);
        }
    }

    fn closed(&mut self, now: Millis, chance: f64, why: Closed) {
        if !matches!(self.phase, Phase::Connecting { .. } | Phase::Connected { .. }) {
            return;
        }
        match why {
            _ if self.subscribers.is_empty() => self.go(Phase::Idle, Status::Idle),
            Closed::Unauthorized if self.was_refreshed => self.end(Ended::SignedOut),
            Closed::Unauthorized => {
                self.was_refreshed = true;
                self.go(Phase::Refreshing, Status::Connecting);
                self.effects.push_back(Effect::Refresh);
            }
            Closed::Forbidden => self.end(Ended::Forbidden),
            // Once at once; if that fails too, with patience.
            Closed::ComeBack if self.attempt == 0 => {
                self.attempt = 1;
                self.open(now);
            }
            Closed::ComeBack | Closed::Away => self.wait(now, chance),
        }
    }

    fn tick(&mut self, now: Millis, chance: f64) {
        if self.deadline().is_none_or(|deadline| now < deadline) {
            return;
        }
        match &self.phase {
            Phase::Connected { unused_since: Some(since), .. } if now >= since + LINGER => {
                self.effects.push_back(Effect::Close);
                self.go(Phase::Idle, Status::Idle);
            }
            Phase::Connected { asked_at: None, .. } => self.ask(now),
            Phase::Connecting { .. } | Phase::Connected { .. } => {
                self.effects.push_back(Effect::Close);
                self.wait(now, chance);
            }
            Phase::Waiting { .. } => self.open(now),
            Phase::Idle | Phase::Refreshing | Phase::Offline | Phase::Ended => {}
        }
    }

    /// Asks whether the server is there.
    fn ask(&mut self, now: Millis) {
        if let Phase::Connected { asked_at, .. } = &mut self.phase {
            *asked_at = Some(now);
            self.send(protocol::PING.to_owned());
        }
    }

    fn open(&mut self, now: Millis) {
        if self.subscribers.is_empty() {
            self.go(Phase::Idle, Status::Idle);
        } else {
            self.go(Phase::Connecting { since: now }, Status::Connecting);
            self.effects.push_back(Effect::Open);
        }
    }

    fn wait(&mut self, now: Millis, chance: f64) {
        self.attempt += 1;
        if !self.is_online {
            return self.go(Phase::Offline, Status::Offline);
        }
        let longest = (FIRST_WAIT * f64::from(1_u32 << (self.attempt - 1).min(10))).min(LONGEST_WAIT);
        // Between half and all of it, so that not all browsers come back at the same moment.
        let retry_at = now + longest * (0.5 + chance / 2.0);
        self.go(Phase::Waiting { retry_at }, Status::Waiting { attempt: self.attempt, retry_at });
    }

    fn end(&mut self, why: Ended) {
        if matches!(self.phase, Phase::Connecting { .. } | Phase::Connected { .. }) {
            self.effects.push_back(Effect::Close);
        }
        self.go(Phase::Ended, Status::Ended(why));
    }

    fn send(&mut self, text: String) {
        self.effects.push_back(Effect::Send(text));
    }

    fn go(&mut self, phase: Phase, status: Status) {
        self.phase = phase;
        self.effects.push_back(Effect::Status(status));
    }
}

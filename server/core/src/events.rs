//! What happens, on any server process, as it happens: NOTIFY in, broadcast out.

use std::sync::Arc;
use std::time::Duration;

use futures_util::{Stream, StreamExt};
use tokio::sync::{broadcast, watch};
use tokio::time::{Instant, MissedTickBehavior, interval, sleep, timeout};
use tokio_stream::wrappers::BroadcastStream;
use tokio_util::sync::CancellationToken;

pub use medianest_db::events::Event;
use medianest_db::events::{Listener, Signal};

use crate::{App, diary, notifications};

/// What a listener hears.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Heard {
    /// Something happened.
    Event(Event),
    /// Events may have been missed (the listener was slow, or the database was away): look at everything anew.
    Resync,
}

/// The broadcast that every subscription and cache of this process listens to.
#[derive(Clone)]
pub struct Events {
    sender: broadcast::Sender<Heard>,
    is_listening: Arc<watch::Sender<bool>>,
}

impl Default for Events {
    fn default() -> Self {
        Self { sender: broadcast::channel(4096).0, is_listening: Arc::new(watch::channel(false).0) }
    }
}

/// How the link to the database is watched over.
#[derive(Debug, Clone, Copy)]
pub struct ListenOptions {
    /// How often a heartbeat is sent around.
    pub heartbeat: Duration,
    /// How long it may take to come back before the link counts as dead.
    pub deadline: Duration,
    /// The longest wait between two tries to connect again.
    pub longest_wait: Duration,
}

impl Default for ListenOptions {
    fn default() -> Self {
        Self { heartbeat: Duration::from_secs(15), deadline: Duration::from_secs(10), longest_wait: Duration::from_secs(5) }
    }
}

impl Events {
    /// Hears everything from now on. A receiver that falls behind gets an error: treat it as [`Heard::Resync`], or use
    /// [`Events::stream`], which does.
    #[must_use]
    pub fn subscribe(&self) -> broadcast::Receiver<Heard> {
        self.sender.subscribe()
    }

    /// Hears everything from now on; falling behind is heard as [`Heard::Resync`].
    pub fn stream(&self) -> impl Stream<Item = Heard> + Send + Unpin + use<> {
        BroadcastStream::new(self.subscribe()).map(|heard| {
            heard.unwrap_or_else(|_| {
                count_lag("events");
                Heard::Resync
            })
        })
    }

    /// Tells this process's listeners.
    pub(crate) fn publish(&self, heard: Heard) {
        // Nobody listening is fine.
        let _ = self.sender.send(heard);
    }

    /// Whether this process hears the database at the moment.
    #[must_use]
    pub fn is_listening(&self) -> bool {
        *self.is_listening.borrow()
    }

    /// Waits until this process hears the database.
    pub async fn listening(&self) {
        // The sender lives in `self`, so waiting cannot fail.
        let _ = self.is_listening.subscribe().wait_for(|listening| *listening).await;
    }

    /// Brings what the database tells to this process's listeners and feeds, until the shutdown. A lost or silent link is opened
    /// anew; everybody then hears [`Heard::Resync`], because what happened in between was missed.
    pub async fn listen(app: App, options: ListenOptions, shutdown: CancellationToken) {
        let feeds = async { tokio::join!(diary::watch::Feed::run(&app), notifications::Feed::run(&app)) };
        tokio::select! {
            () = Self::keep_listening(&app, options, &shutdown) => {}
            _ = feeds => {}
        }
    }

    async fn keep_listening(app: &App, options: ListenOptions, shutdown: &CancellationToken) {
        let first_wait = Duration::from_millis(100);
        let mut wait = first_wait;
        while !shutdown.is_cancelled() {
            match Listener::open(app.database()).await {
                Ok(listener) => {
                    wait = first_wait;
                    let ended = shutdown.run_until_cancelled(hear(app, listener, options)).await;
                    app.events().is_listening.send_replace(false);
                    if let Some(reason) = ended {
                        tracing::warn!(reason, "the event link to the database was lost; connecting again");
                    }
                }
                Err(error) => tracing::warn!(error = %error, "the database cannot be listened to; trying again"),
            }
            let _ = shutdown.run_until_cancelled(sleep(wait)).await;
            wait = (wait * 2).min(options.longest_wait);
        }
    }
}

/// Counts a listener that fell behind what it hears.
pub(crate) fn count_lag(feed: &'static str) {
    metrics::counter!("medianest_events_lagged_total", "feed" => feed).increment(1);
}

/// Hears until the link is lost, and says why it was.
async fn hear(app: &App, mut listener: Listener, options: ListenOptions) -> String {
    let events = app.events();
    events.publish(Heard::Resync);
    events.is_listening.send_replace(true);
    let mut heartbeat = interval(options.heartbeat);
    heartbeat.set_missed_tick_behavior(MissedTickBehavior::Delay);
    let mut expected_by: Option<Instant> = None;
    loop {
        let overdue = async {
            match expected_by {
                Some(at) => tokio::time::sleep_until(at).await,
                None => std::future::pending().await,
            }
        };
        tokio::select! {
            signal = listener.next() => match signal {
                Ok(Some(Signal::Event(event))) => {
                    metrics::counter!("medianest_events_heard_total", "kind" => event.kind()).increment(1);
                    events.publish(Heard::Event(event));
                }
                Ok(Some(Signal::Heartbeat)) => expected_by = None,
                Ok(Some(Signal::Unknown)) => tracing::debug!("another version's event was left alone"),
                Ok(None) => return "the connection was closed".to_owned(),
                Err(error) => return error.to_string(),
            },
            () = overdue => return "a heartbeat did not come back".to_owned(),
            _ = heartbeat.tick() => {
                match timeout(options.deadline, listener.beat()).await {
                    Ok(Ok(())) => { expected_by.get_or_insert_with(|| Instant::now() + options.deadline); }
                    Ok(Err(error)) => return error.to_string(),
                    Err(_) => return "a heartbeat could not be sent".to_owned(),
                }
            }
        }
    }
}

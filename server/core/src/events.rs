//! What happens, on any server process, as it happens: NOTIFY in, broadcast out.

use tokio::sync::broadcast;

pub use medianest_db::events::Event;

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
pub struct Events(broadcast::Sender<Heard>);

impl Default for Events {
    fn default() -> Self {
        Self(broadcast::channel(4096).0)
    }
}

impl Events {
    /// Hears everything from now on.
    #[must_use]
    pub fn subscribe(&self) -> broadcast::Receiver<Heard> {
        self.0.subscribe()
    }

    /// Tells this process's listeners.
    pub(crate) fn publish(&self, heard: Heard) {
        // Nobody listening is fine.
        let _ = self.0.send(heard);
    }
}

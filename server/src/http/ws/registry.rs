use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError, Weak};

use futures_util::StreamExt;
use medianest_core::App;
use medianest_core::db::UserId;
use medianest_core::events::{Event, Heard};
use medianest_core::policy::{SignedIn, Via};
use tokio::sync::Notify;

/// The sockets of this process, by person: who holds too many, and whom a revocation concerns.
///
/// One task hears the events for all of them; thousands of sockets that each listened would all wake for every event.
#[derive(Debug, Default)]
pub struct Sockets(Mutex<HashMap<UserId, Vec<Entry>>>);

#[derive(Debug)]
struct Entry {
    via: Via,
    recheck: Arc<Notify>,
}

/// A socket's place among the others; given up when dropped.
pub(super) struct Place {
    sockets: Arc<Sockets>,
    user_id: UserId,
    /// Told when the session behind the socket must be looked at anew.
    pub(super) recheck: Arc<Notify>,
}

impl Sockets {
    /// A registry that hears of revocations for as long as somebody holds it. Needs a runtime.
    #[must_use]
    pub fn new(app: &App) -> Arc<Self> {
        let sockets = Arc::new(Self::default());
        let (weak, mut heard) = (Arc::downgrade(&sockets), app.events().stream());
        tokio::spawn(async move {
            while let Some(heard) = heard.next().await {
                let Some(sockets) = Weak::upgrade(&weak) else { return };
                sockets.hear(&heard);
            }
        });
        sockets
    }

    /// How many there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.lock().values().map(Vec::len).sum()
    }

    /// Whether there is none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.lock().is_empty()
    }

    /// A place for one more socket of this person; `None` when they hold enough.
    pub(super) fn enter(self: &Arc<Self>, person: &SignedIn, limit: usize) -> Option<Place> {
        let recheck = Arc::new(Notify::new());
        let mut all = self.lock();
        let theirs = all.entry(person.id).or_default();
        if theirs.len() >= limit {
            return None;
        }
        theirs.push(Entry { via: person.via, recheck: Arc::clone(&recheck) });
        drop(all);
        metrics::gauge!("medianest_sockets").increment(1.0);
        Some(Place { sockets: Arc::clone(self), user_id: person.id, recheck })
    }

    fn hear(&self, heard: &Heard) {
        let all = self.lock();
        let poke = |concerns: &dyn Fn(UserId, Via) -> bool| {
            for (user_id, theirs) in &*all {
                theirs.iter().filter(|entry| concerns(*user_id, entry.via)).for_each(|entry| entry.recheck.notify_one());
            }
        };
        match heard {
            Heard::Resync => poke(&|_, _| true),
            Heard::Event(Event::SessionEnded { id }) => poke(&|_, via| via == Via::Session(*id)),
            Heard::Event(Event::ApiKeyRevoked { id }) => poke(&|_, via| via == Via::ApiKey(*id)),
            Heard::Event(Event::UserChanged { id }) => poke(&|user_id, _| user_id == *id),
            Heard::Event(_) => {}
        }
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, HashMap<UserId, Vec<Entry>>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        let mut all = self.sockets.lock();
        if let Some(theirs) = all.get_mut(&self.user_id) {
            theirs.retain(|entry| !Arc::ptr_eq(&entry.recheck, &self.recheck));
            if theirs.is_empty() {
                all.remove(&self.user_id);
            }
        }
        metrics::gauge!("medianest_sockets").decrement(1.0);
    }
}

use std::collections::HashMap;
use std::collections::hash_map::Entry;
use std::net::IpAddr;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use super::authenticate::write_usage;
use crate::App;
use crate::db::ApiKeyId;

/// How often a key's row is written at the most.
const WRITE_EVERY: Duration = Duration::from_mins(1);

/// Requests by API keys that are not in the database yet. A key that is in the map has a task that writes it.
#[derive(Default)]
pub struct KeyUsage(Mutex<HashMap<ApiKeyId, Pending>>);

#[derive(Default, Clone, Copy)]
struct Pending {
    requests: i64,
    ip: Option<IpAddr>,
}

impl KeyUsage {
    /// Adds a request; true when a task must be started for the key.
    fn add(&self, id: ApiKeyId, ip: Option<IpAddr>) -> bool {
        let mut pending = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let (is_new, entry) = match pending.entry(id) {
            Entry::Occupied(entry) => (false, entry.into_mut()),
            Entry::Vacant(entry) => (true, entry.insert(Pending::default())),
        };
        entry.requests += 1;
        entry.ip = ip.or(entry.ip);
        is_new
    }

    /// Takes what is pending of a key; forgets the key when nothing is.
    fn take(&self, id: ApiKeyId) -> Option<Pending> {
        let mut pending = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let entry = pending.get_mut(&id)?;
        if entry.requests == 0 {
            pending.remove(&id);
            return None;
        }
        let taken = *entry;
        entry.requests = 0;
        Some(taken)
    }

    fn keys(&self) -> Vec<ApiKeyId> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).keys().copied().collect()
    }
}

/// Counts a request by a key: the row is written at once, then at most once a minute, never by the request itself.
pub(super) fn count(app: &App, id: ApiKeyId, ip: Option<IpAddr>) {
    if !app.key_usage().add(id, ip) {
        return;
    }
    let app = app.clone();
    tokio::spawn(async move {
        while let Some(pending) = app.key_usage().take(id) {
            write(&app, id, pending).await;
            tokio::time::sleep(WRITE_EVERY).await;
        }
    });
}

/// Writes every count that waits: before the process ends.
pub async fn flush_key_usage(app: &App) {
    for id in app.key_usage().keys() {
        if let Some(pending) = app.key_usage().take(id) {
            write(app, id, pending).await;
        }
    }
}

async fn write(app: &App, id: ApiKeyId, pending: Pending) {
    if let Err(error) = write_usage(app, id, pending.requests, pending.ip).await {
        tracing::warn!(api_key.id = %id, %error, "the use of an API key was not noted");
    }
}

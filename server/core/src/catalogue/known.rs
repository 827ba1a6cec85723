//! Items as they were last read: what has not changed since is not read again, however many ask for it.

use std::sync::{Arc, Mutex, PoisonError};

use chrono::{DateTime, Utc};
use lru::LruCache;
use medianest_db::MediaItemId;
use medianest_db::catalogue::MediaItem;

/// How many are known at the most, each one kB or less.
const MOST: usize = 16_384;

/// The items that were asked for last. Room for them is taken as they come.
pub(crate) struct KnownItems(Mutex<LruCache<MediaItemId, Arc<MediaItem>>>);

impl Default for KnownItems {
    fn default() -> Self {
        Self(Mutex::new(LruCache::unbounded()))
    }
}

impl KnownItems {
    /// These items with what they are parts of and the tops of their hierarchies, as far as it is known; and those of them of
    /// which it is not. It is looked up quicker than found out.
    pub(super) fn with_ancestors(&self, ids: &[MediaItemId]) -> (Vec<MediaItemId>, Vec<MediaItemId>) {
        let known = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let (mut all, mut unknown) = (ids.to_vec(), Vec::new());
        for id in ids {
            match known.peek(id) {
                Some(item) => all.extend(item.parent_id.into_iter().chain((item.root_id != *id).then_some(item.root_id))),
                None => unknown.push(*id),
            }
        }
        all.sort_unstable();
        all.dedup();
        (all, unknown)
    }

    /// Of items that last changed then: those that are known as they are, and which are to be read.
    pub(super) fn sort(&self, changes: Vec<(MediaItemId, DateTime<Utc>)>) -> (Vec<Arc<MediaItem>>, Vec<MediaItemId>) {
        let mut known = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let (mut found, mut missing) = (Vec::with_capacity(changes.len()), Vec::new());
        for (id, changed_at) in changes {
            match known.get(&id).filter(|item| item.updated_at == changed_at) {
                Some(item) => found.push(Arc::clone(item)),
                None => missing.push(id),
            }
        }
        (found, missing)
    }

    /// These were read just now.
    pub(super) fn keep(&self, items: &[Arc<MediaItem>]) {
        let mut known = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        for item in items {
            known.put(item.id, Arc::clone(item));
            if known.len() > MOST {
                known.pop_lru();
            }
        }
    }
}

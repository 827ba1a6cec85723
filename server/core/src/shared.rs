//! What everybody who may ask is answered alike: read once for the moment in which thousands of streams ask for it.

use std::collections::HashMap;
use std::hash::Hash;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use tokio::sync::OnceCell;
use tokio::time::Instant;

use crate::Result;

/// How long an answer serves others: long enough for one event to reach everybody, too short to be seen to be old.
const MOMENT: Duration = Duration::from_secs(1);

/// Rows by their ids, each kept for a moment. Who may see one is not decided here.
pub(crate) struct Shared<K, V>(Mutex<Moment<K, V>>);

struct Moment<K, V> {
    ends_at: Instant,
    reads: HashMap<K, Arc<Read<K, V>>>,
}

/// What is read in one statement.
struct Read<K, V> {
    keys: Vec<K>,
    rows: OnceCell<HashMap<K, V>>,
}

impl<K, V> Default for Shared<K, V> {
    fn default() -> Self {
        Self(Mutex::new(Moment { ends_at: Instant::now(), reads: HashMap::new() }))
    }
}

impl<K: Copy + Eq + Hash, V: Clone> Shared<K, V> {
    /// These rows; what nobody asked for in this moment is read by `read`.
    pub(crate) async fn get<F>(&self, keys: &[K], read: impl Fn(Vec<K>) -> F) -> Result<HashMap<K, V>>
    where
        F: Future<Output = Result<HashMap<K, V>>>,
    {
        let mut found = HashMap::with_capacity(keys.len());
        for (key, of) in self.reads(keys) {
            let rows = of.rows.get_or_try_init(|| read(of.keys.clone())).await?;
            found.extend(rows.get(&key).map(|row| (key, row.clone())));
        }
        Ok(found)
    }

    /// A row that was read in this moment.
    pub(crate) fn at_hand(&self, key: &K) -> Option<V> {
        let moment = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let read = moment.reads.get(key).filter(|_| Instant::now() < moment.ends_at)?;
        read.rows.get()?.get(key).cloned()
    }

    /// The reads that hold these keys, under way or done.
    fn reads(&self, keys: &[K]) -> Vec<(K, Arc<Read<K, V>>)> {
        let mut moment = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let now = Instant::now();
        if moment.ends_at <= now {
            *moment = Moment { ends_at: now + MOMENT, reads: HashMap::new() };
        }
        let missing: Vec<K> = keys.iter().filter(|key| !moment.reads.contains_key(key)).copied().collect();
        let new = Arc::new(Read { keys: missing, rows: OnceCell::new() });
        for key in &new.keys {
            moment.reads.insert(*key, Arc::clone(&new));
        }
        keys.iter().filter_map(|key| Some((*key, Arc::clone(moment.reads.get(key)?)))).collect()
    }
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicUsize, Ordering};

    use super::*;

    #[tokio::test]
    async fn a_row_is_read_once_in_a_moment_and_anew_in_the_next() {
        let (shared, reads) = (Shared::<u8, u8>::default(), AtomicUsize::new(0));
        let read = async |keys: Vec<u8>| {
            reads.fetch_add(1, Ordering::Relaxed);
            tokio::task::yield_now().await;
            Ok(keys.into_iter().filter(|key| *key < 9).map(|key| (key, key * 2)).collect())
        };
        let (one, both) = tokio::join!(shared.get(&[1, 9], read), shared.get(&[1, 2], read));
        assert_eq!(one.unwrap(), HashMap::from([(1, 2)]));
        assert_eq!(both.unwrap(), HashMap::from([(1, 2), (2, 4)]));
        assert_eq!(reads.load(Ordering::Relaxed), 2);
        assert_eq!((shared.at_hand(&1), shared.at_hand(&9), shared.at_hand(&3)), (Some(2), None, None));
        shared.0.lock().unwrap().ends_at = Instant::now();
        assert_eq!(shared.at_hand(&1), None);
        shared.get(&[1], read).await.unwrap();
        assert_eq!(reads.load(Ordering::Relaxed), 3);
    }

    #[tokio::test]
    async fn a_read_that_fails_is_tried_again() {
        let shared = Shared::<u8, u8>::default();
        let failed = shared.get(&[1], async |_| Err(crate::Error::NotFound("row"))).await;
        assert!(failed.is_err());
        let found = shared.get(&[1], async |_| Ok(HashMap::from([(1, 2)]))).await;
        assert_eq!(found.unwrap(), HashMap::from([(1, 2)]));
    }
}

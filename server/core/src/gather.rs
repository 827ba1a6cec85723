//! What many ask for one by one, read together while they do.

use std::collections::HashMap;
use std::hash::Hash;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use tokio::sync::{OnceCell, Semaphore};

use crate::{Error, Result};

/// How many reads are under way at a time. Whoever asks meanwhile is answered by the next one, with all who do.
const AT_A_TIME: usize = 2;

/// Those who are answered together, and what they ask for.
pub struct Round<K, A> {
    keys: Mutex<Vec<K>>,
    answer: OnceCell<A>,
}

/// Rounds, one after the other, of which the last may be open.
pub struct Rounds<K, A>(Mutex<Option<Arc<Round<K, A>>>>);

impl<K, A> Default for Rounds<K, A> {
    fn default() -> Self {
        Self(Mutex::default())
    }
}

impl<K: Clone, A> Rounds<K, A> {
    /// Adds a key to the open round.
    pub fn enter(&self, key: K) -> Arc<Round<K, A>> {
        let mut open = lock(&self.0);
        let round = open.get_or_insert_with(|| Arc::new(Round { keys: Mutex::default(), answer: OnceCell::new() }));
        lock(&round.keys).push(key);
        Arc::clone(round)
    }

    /// Closes a round: whoever comes now enters another. Its keys stay, should whoever reads them be dropped.
    pub fn close(&self, round: &Arc<Round<K, A>>) -> Vec<K> {
        let mut open = lock(&self.0);
        if open.as_ref().is_some_and(|open| Arc::ptr_eq(open, round)) {
            *open = None;
        }
        lock(&round.keys).clone()
    }
}

impl<K, A> Round<K, A> {
    /// The answer, which the first who asks finds on behalf of all. Should they be dropped, the next of them takes over.
    pub fn answer<F: Future<Output = A>>(&self, find: impl FnOnce() -> F) -> impl Future<Output = &A> {
        self.answer.get_or_init(find)
    }
}

/// Rows by their keys, of which each who asks wants one. Nobody waits for others to ask: a row is read at once while few are
/// asked for. And nobody is answered from before: every read begins after all who are answered by it have asked.
pub(crate) struct Gathered<K, V> {
    rounds: Rounds<K, Result<HashMap<K, V>>>,
    reading: Semaphore,
}

impl<K, V> Default for Gathered<K, V> {
    fn default() -> Self {
        Self { rounds: Rounds::default(), reading: Semaphore::new(AT_A_TIME) }
    }
}

impl<K: Clone + Eq + Hash, V: Clone> Gathered<K, V> {
    /// The row of this key, read by `read` with the rows that others ask for at the same time.
    pub(crate) async fn get<F>(&self, key: K, read: impl FnOnce(Vec<K>) -> F) -> Result<Option<V>>
    where
        F: Future<Output = Result<HashMap<K, V>>>,
    {
        let round = self.rounds.enter(key.clone());
        let rows = round.answer(|| async {
            let _turn = self.reading.acquire().await.map_err(Error::internal)?;
            read(self.rounds.close(&round)).await
        });
        match rows.await {
            Ok(rows) => Ok(rows.get(&key).cloned()),
            Err(error) => Err(error.told()),
        }
    }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
mod tests {
    use std::pin::pin;

    use futures_util::future::{join_all, poll_immediate};
    use tokio::sync::Notify;

    use super::*;

    /// A table of doubles that answers once it is let, and writes down what it is asked.
    #[derive(Default)]
    struct Table {
        asked: Mutex<Vec<Vec<u8>>>,
        answers: Notify,
    }

    impl Table {
        async fn read(&self, keys: Vec<u8>) -> Result<HashMap<u8, u8>> {
            lock(&self.asked).push(keys.clone());
            self.answers.notified().await;
            if keys.contains(&0) {
                return Err(Error::NotFound("row"));
            }
            Ok(keys.into_iter().filter(|key| *key < 100).map(|key| (key, key * 2)).collect())
        }

        fn asked(&self) -> Vec<Vec<u8>> {
            lock(&self.asked).clone()
        }

        async fn answer_all(&self) {
            loop {
                self.answers.notify_one();
                tokio::task::yield_now().await;
            }
        }
    }

    #[tokio::test]
    async fn whoever_asks_while_others_are_answered_is_answered_with_the_next() {
        let (rows, table) = (Gathered::<u8, u8>::default(), Table::default());
        let all = join_all([1, 2, 3, 100, 4].map(|key| rows.get(key, |keys| table.read(keys))));
        let mut all = pin!(all);
        assert!(poll_immediate(&mut all).await.is_none());
        // As many as are read at a time are read alone.
        assert_eq!(table.asked(), [vec![1], vec![2]]);
        let found = tokio::select! { found = all => found, () = table.answer_all() => unreachable!() };
        let found: Vec<_> = found.into_iter().map(|row| row.unwrap()).collect();
        assert_eq!(found, [Some(2), Some(4), Some(6), None, Some(8)]);
        assert_eq!(table.asked(), [vec![1], vec![2], vec![3, 100, 4]]);
    }

    #[tokio::test]
    async fn when_the_one_who_reads_leaves_another_takes_over() {
        let (rows, table) = (Gathered::<u8, u8>::default(), Table::default());
        let get = |key| rows.get(key, |keys| table.read(keys));
        let mut busy: Vec<_> = (1..3).map(|key| Box::pin(get(key))).collect();
        for read in &mut busy {
            assert!(poll_immediate(read).await.is_none());
        }
        let (mut first, mut second) = (Box::pin(get(3)), Box::pin(get(4)));
        assert!(poll_immediate(&mut first).await.is_none());
        assert!(poll_immediate(&mut second).await.is_none());
        drop(busy);
        // It reads for both, and leaves.
        assert!(poll_immediate(&mut first).await.is_none());
        drop(first);
        let found = tokio::select! { found = second => found, () = table.answer_all() => unreachable!() };
        assert_eq!(found.unwrap(), Some(8));
        assert_eq!(table.asked(), [vec![1], vec![2], vec![3, 4], vec![3, 4]]);
    }

    #[tokio::test]
    async fn what_fails_fails_for_those_who_were_asked_for_together() {
        let (rows, table) = (Gathered::<u8, u8>::default(), Table::default());
        let all = join_all([1, 2, 0, 3].map(|key| rows.get(key, |keys| table.read(keys))));
        let mut all = pin!(all);
        assert!(poll_immediate(&mut all).await.is_none());
        let found = tokio::select! { found = all => found, () = table.answer_all() => unreachable!() };
        assert_eq!(found.iter().map(Result::is_ok).collect::<Vec<_>>(), [true, true, false, false]);
        let again = rows.get(3, |keys| table.read(keys));
        let found = tokio::select! { found = again => found, () = table.answer_all() => unreachable!() };
        assert_eq!(found.unwrap(), Some(6));
    }
}

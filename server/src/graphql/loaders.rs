use std::any::{Any, TypeId};
use std::collections::HashMap;
use std::fmt::Debug;
use std::hash::Hash;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use dataloader::BatchFn;
use dataloader::non_cached::Loader;
use futures_util::FutureExt;
use futures_util::future::{self, BoxFuture};
use medianest_core::gather::Rounds;
use medianest_core::policy::Actor;
use medianest_core::{App, Error, Result};

use super::turns::Turns;

/// A relation that is loaded in batches: one statement for all the keys that one step of an operation asks for.
pub trait Load: Send + Sync + 'static {
    /// What is asked by.
    type Key: Clone + Eq + Hash + Debug + Send + Sync + 'static;
    /// What comes back; a key without a value is left out.
    type Value: Clone + Send + Sync + 'static;
    /// Loads everything asked for, as far as the actor may see it. What it finds besides is kept until somebody asks for it.
    fn load(app: &App, actor: &Actor, keys: &[Self::Key])
    -> impl Future<Output = Result<HashMap<Self::Key, Self::Value>>> + Send;

    /// Loads it for an operation that lives long, each answer of which thousands may ask for at the same moment: what they
    /// are all answered alike need not be read for each of them.
    fn load_live(
        app: &App,
        actor: &Actor,
        keys: &[Self::Key],
    ) -> impl Future<Output = Result<HashMap<Self::Key, Self::Value>>> + Send {
        Self::load(app, actor, keys)
    }

    /// What such an operation need not even load: somebody was answered it just now.
    fn at_hand(_app: &App, _actor: &Actor, _key: &Self::Key) -> Option<Self::Value> {
        None
    }
}

/// The `dataloader` crate has no error channel, so each key's value carries the batch's error. It hands values on by cloning them
/// several times, which is cheap here.
type Loaded<V> = Result<Option<Arc<V>>, Arc<Error>>;

/// What one operation knows already, for good: what it asked for, and what came along with that.
type Known<L> = Mutex<HashMap<<L as Load>::Key, Option<Arc<<L as Load>::Value>>>>;

struct Batch<L: Load> {
    app: App,
    actor: Actor,
    /// Nothing for an operation that lives long: what it knew would grow old.
    known: Option<Arc<Known<L>>>,
}

impl<L: Load> Batch<L> {
    async fn find(&self, keys: &[L::Key]) -> Result<HashMap<L::Key, Loaded<L::Value>>> {
        let Some(known) = &self.known else {
            let mut found = L::load_live(&self.app, &self.actor, keys).await?;
            return Ok(keys.iter().map(|key| (key.clone(), Ok(found.remove(key).map(Arc::new)))).collect());
        };
        let missing: Vec<L::Key> = {
            let known = lock(known);
            keys.iter().filter(|key| !known.contains_key(key)).cloned().collect()
        };
        let mut found = if missing.is_empty() { HashMap::new() } else { L::load(&self.app, &self.actor, &missing).await? };
        let mut known = lock(known);
        for key in missing {
            let value = found.remove(&key).map(Arc::new);
            known.insert(key, value);
        }
        for (key, value) in found {
            known.entry(key).or_insert_with(|| Some(Arc::new(value)));
        }
        Ok(keys.iter().map(|key| (key.clone(), Ok(known.get(key).cloned().flatten()))).collect())
    }
}

impl<L: Load> BatchFn<L::Key, Loaded<L::Value>> for Batch<L> {
    async fn load(&mut self, keys: &[L::Key]) -> HashMap<L::Key, Loaded<L::Value>> {
        match self.find(keys).await {
            Ok(found) => found,
            Err(error) => {
                let error = Arc::new(error);
                keys.iter().map(|key| (key.clone(), Err(Arc::clone(&error)))).collect()
            }
        }
    }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// More keys than this make a second statement.
const BATCH: usize = 500;

/// The keys that one step of an operation asks a loader for, and what came of them.
///
/// `dataloader` lets each key wait for others by itself; a page of a hundred entries would then take turns ten thousand
/// times. Here the first who asks waits for the end of the turn, on behalf of all.
type Steps<L> = Rounds<<L as Load>::Key, Answers<L>>;

type Answers<L> = Result<HashMap<<L as Load>::Key, Loaded<<L as Load>::Value>>, Arc<Error>>;

/// A loader, what it knows, and the steps that ask it.
struct Source<L: Load> {
    loader: Loader<L::Key, Loaded<L::Value>, Batch<L>>,
    known: Option<Arc<Known<L>>>,
    turns: Arc<Turns>,
    steps: Steps<L>,
}

impl<L: Load> Source<L> {
    fn new(batch: Batch<L>, turns: Arc<Turns>) -> Self {
        let known = batch.known.clone();
        Self {
            loader: Loader::new(batch).with_max_batch_size(BATCH).with_yield_count(0),
            known,
            turns,
            steps: Steps::<L>::default(),
        }
    }

    /// What is known of a key.
    fn get(&self, key: &L::Key) -> Option<Option<Arc<L::Value>>> {
        lock(self.known.as_ref()?).get(key).cloned()
    }

    async fn load(&self, key: &L::Key) -> Loaded<L::Value> {
        let round = self.steps.enter(key.clone());
        // Apart on the heap: all who wait would else have room for what one of them does.
        let answers = round.answer(|| {
            Box::pin(async {
                self.turns.end().await;
                let loaded = self.turns.load(self.loader.try_load_many(self.steps.close(&round))).await;
                loaded.map_err(|error| Arc::new(Error::internal(error)))
            })
        });
        match answers.await {
            Ok(found) => found.get(key).cloned().unwrap_or(Ok(None)),
            Err(error) => Err(Arc::clone(error)),
        }
    }
}

/// The loaders of one request and actor, made as they are asked for. Never shared between actors.
pub struct Loaders {
    app: App,
    actor: Actor,
    is_live: bool,
    turns: Arc<Turns>,
    /// A handful at the most: they are gone through quicker than looked up.
    by_type: Mutex<Vec<(TypeId, Arc<dyn Any + Send + Sync>)>>,
}

impl Loaders {
    /// Loaders that remember, for one query or mutation.
    #[must_use]
    pub fn for_request(app: App, actor: Actor) -> Self {
        Self { app, actor, is_live: false, turns: Arc::default(), by_type: Mutex::default() }
    }

    /// Loaders that remember nothing, for an operation that lives long.
    #[must_use]
    pub fn for_subscription(app: App, actor: Actor) -> Self {
        Self { app, actor, is_live: true, turns: Arc::default(), by_type: Mutex::default() }
    }

    /// The turns that the operation has to be run in.
    pub(super) fn turns(&self) -> Arc<Turns> {
        Arc::clone(&self.turns)
    }

    /// Loads one thing. What is known is there at once: nobody has to wait, and be woken, for it.
    ///
    /// It is boxed: the future of every field of an object is as large as that of the largest, and most fields load nothing.
    ///
    /// # Errors
    /// What the whole batch failed with.
    pub fn load<L: Load>(&self, key: L::Key) -> BoxFuture<'static, Result<Option<L::Value>>> {
        if self.is_live
            && let Some(value) = L::at_hand(&self.app, &self.actor, &key)
        {
            return future::ready(Ok(Some(value))).boxed();
        }
        let source = self.source::<L>();
        match source.get(&key) {
            Some(value) => future::ready(Ok(value.as_deref().cloned())).boxed(),
            None => async move {
                let loaded = source.load(&key).await.map_err(|error| error.told())?;
                Ok(loaded.as_deref().cloned())
            }
            .boxed(),
        }
    }

    /// Says that these will be asked for as soon as what is loaded next is there: they are loaded along with it, rather than
    /// afterwards.
    pub fn expect<L: Load>(&self, keys: Vec<L::Key>) {
        if self.is_live {
            return;
        }
        let source = self.source::<L>();
        // What fails is told to whoever asks.
        self.turns.expect(Box::pin(async move { drop(source.loader.try_load_many(keys).await) }));
    }

    fn source<L: Load>(&self) -> Arc<Source<L>> {
        let (mut loaders, wanted) = (lock(&self.by_type), TypeId::of::<L>());
        if let Some((_, source)) = loaders.iter().find(|(found, _)| *found == wanted) {
            return Arc::clone(source).downcast().expect("the entry of a loader's type holds that loader");
        }
        let (app, actor) = (self.app.clone(), self.actor.clone());
        let batch = Batch::<L> { app, actor, known: (!self.is_live).then(Arc::default) };
        let source = Arc::new(Source::new(batch, Arc::clone(&self.turns)));
        loaders.push((wanted, Arc::clone(&source) as Arc<dyn Any + Send + Sync>));
        source
    }
}

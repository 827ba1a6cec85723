use std::any::{Any, TypeId};
use std::collections::HashMap;
use std::fmt::Debug;
use std::hash::Hash;
use std::marker::PhantomData;
use std::sync::{Arc, Mutex, PoisonError};

use dataloader::BatchFn;
use medianest_core::policy::Actor;
use medianest_core::{App, Error, Result};

/// A relation that is loaded in batches: one statement for all the keys that one step of an operation asks for.
pub trait Load: Send + Sync + 'static {
    /// What is asked by.
    type Key: Clone + Eq + Hash + Debug + Send + Sync + 'static;
    /// What comes back; a key without a value is left out.
    type Value: Clone + Send + Sync + 'static;
    /// Loads everything asked for, as far as the actor may see it.
    fn load(app: &App, actor: &Actor, keys: &[Self::Key])
    -> impl Future<Output = Result<HashMap<Self::Key, Self::Value>>> + Send;
}

/// The `dataloader` crate has no error channel, so each key's value carries the batch's error.
type Loaded<V> = Result<Option<V>, Arc<Error>>;

struct Batch<L> {
    app: App,
    actor: Actor,
    load: PhantomData<L>,
}

impl<L: Load> BatchFn<L::Key, Loaded<L::Value>> for Batch<L> {
    async fn load(&mut self, keys: &[L::Key]) -> HashMap<L::Key, Loaded<L::Value>> {
        match L::load(&self.app, &self.actor, keys).await {
            Ok(mut found) => keys.iter().map(|key| (key.clone(), Ok(found.remove(key)))).collect(),
            Err(error) => {
                let error = Arc::new(error);
                keys.iter().map(|key| (key.clone(), Err(Arc::clone(&error)))).collect()
            }
        }
    }
}

type Cached<L> = dataloader::cached::Loader<<L as Load>::Key, Loaded<<L as Load>::Value>, Batch<L>>;
type Uncached<L> = dataloader::non_cached::Loader<<L as Load>::Key, Loaded<<L as Load>::Value>, Batch<L>>;

/// More keys than this make a second statement.
const BATCH: usize = 500;
/// How often a batch lets other resolvers run before it loads, so that a list's worth of them can add their keys.
const YIELDS: usize = 100;

/// The loaders of one request and actor, made as they are asked for. Never shared between actors.
pub struct Loaders {
    app: App,
    actor: Actor,
    cached: bool,
    by_type: Mutex<HashMap<TypeId, Box<dyn Any + Send + Sync>>>,
}

impl Loaders {
    /// Loaders that remember, for one query or mutation.
    #[must_use]
    pub fn for_request(app: App, actor: Actor) -> Self {
        Self { app, actor, cached: true, by_type: Mutex::default() }
    }

    /// Loaders that only batch, for an operation that lives long: what they knew would grow old.
    #[must_use]
    pub fn for_subscription(app: App, actor: Actor) -> Self {
        Self { app, actor, cached: false, by_type: Mutex::default() }
    }

    /// Loads one thing.
    ///
    /// # Errors
    /// What the whole batch failed with.
    pub async fn load<L: Load>(&self, key: L::Key) -> Result<Option<L::Value>> {
        let missing = |error: std::io::Error| Arc::new(Error::internal(error));
        let loaded = if self.cached {
            let loader: Cached<L> =
                self.get(|batch| dataloader::cached::Loader::new(batch).with_max_batch_size(BATCH).with_yield_count(YIELDS));
            loader.try_load(key).await.map_err(missing).flatten()
        } else {
            let loader: Uncached<L> =
                self.get(|batch| dataloader::non_cached::Loader::new(batch).with_max_batch_size(BATCH).with_yield_count(YIELDS));
            loader.try_load(key).await.map_err(missing).flatten()
        };
        loaded.map_err(|error| match &*error {
            Error::Unauthenticated => Error::Unauthenticated,
            Error::Forbidden(why) => Error::Forbidden(why),
            Error::Unavailable(why) => Error::Unavailable(why.clone()),
            other => Error::internal(other.to_string()),
        })
    }

    fn get<L: Load, D: Clone + Send + Sync + 'static>(&self, make: impl FnOnce(Batch<L>) -> D) -> D {
        let mut loaders = self.by_type.lock().unwrap_or_else(PoisonError::into_inner);
        let loader = loaders.entry(TypeId::of::<L>()).or_insert_with(|| {
            Box::new(make(Batch::<L> { app: self.app.clone(), actor: self.actor.clone(), load: PhantomData }))
        });
        loader.downcast_ref::<D>().expect("the entry of a loader's type holds that loader").clone()
    }
}

use async_graphql::Context;
use futures_util::future::BoxFuture;
use medianest_core::{App, Result, policy::Actor};

use super::loaders::{Load, Loaders};

/// What every resolver reaches for.
pub trait ContextExt<'a> {
    /// The app, for core calls.
    fn app(&self) -> &'a App;
    /// Who asks.
    fn actor(&self) -> &'a Actor;
    /// Loads one thing through this request's loader, batched with everything else the operation asks for.
    ///
    /// # Errors
    /// Whatever the batch failed with.
    fn load<L: Load>(&self, key: L::Key) -> BoxFuture<'static, Result<Option<L::Value>>>;
    /// Says that these will be asked for next; see [`Loaders::expect`].
    fn expect<L: Load>(&self, keys: impl IntoIterator<Item = L::Key>);
}

impl<'a> ContextExt<'a> for Context<'a> {
    fn app(&self) -> &'a App {
        self.data_unchecked::<App>()
    }

    fn actor(&self) -> &'a Actor {
        self.data_unchecked::<Actor>()
    }

    fn load<L: Load>(&self, key: L::Key) -> BoxFuture<'static, Result<Option<L::Value>>> {
        self.data_unchecked::<Loaders>().load::<L>(key)
    }

    fn expect<L: Load>(&self, keys: impl IntoIterator<Item = L::Key>) {
        self.data_unchecked::<Loaders>().expect::<L>(keys.into_iter().collect());
    }
}

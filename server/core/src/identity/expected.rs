use std::num::NonZeroUsize;
use std::sync::{Mutex, PoisonError};

use lru::LruCache;

use super::tokens;
use crate::App;
use crate::policy::{Actor, Origin, Who};

/// How many tokens are remembered, the last used ones.
const KEPT: NonZeroUsize = NonZeroUsize::new(1024).expect("more than none");

/// Whom tokens proved, the last time they were sent. It proves nothing now: what is read for somebody who is only expected
/// may be shown to nobody until they have proved themselves.
pub struct Expected(Mutex<LruCache<Vec<u8>, Who>>);

impl Default for Expected {
    fn default() -> Self {
        Self(Mutex::new(LruCache::new(KEPT)))
    }
}

impl Expected {
    /// Remembers whom a token proved, by its hash.
    pub(super) fn remember(&self, hash: Vec<u8>, who: &Who) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).put(hash, who.clone());
    }

    /// Forgets a token that proves nobody any more.
    pub(super) fn forget(&self, hash: &[u8]) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).pop(hash);
    }

    fn get(&self, hash: &[u8]) -> Option<Who> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).get(hash).cloned()
    }
}

/// Whom a bearer token will most likely prove: a query can be read for them while they prove themselves. Whoever reads so must
/// call [`super::authenticate_token`] as well, and drop what was read unless it names the same.
#[must_use]
pub fn expected(app: &App, token: &str, origin: Origin) -> Option<Actor> {
    let who = app.expected().get(&tokens::hash(token))?;
    Some(Actor { who, origin })
}

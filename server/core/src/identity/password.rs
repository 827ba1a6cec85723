use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use argon2::password_hash::phc::PasswordHash;
use argon2::password_hash::{PasswordHasher as _, PasswordVerifier as _};
use argon2::{Algorithm, Argon2, Params, Version};
use tokio::sync::Semaphore;

use crate::config::Settings;
use crate::{Error, Result};

/// How many times a hash goes over its memory.
const PASSES: u32 = 2;

/// Hashes and checks passwords with argon2id, on blocking threads, a few at a time: each takes tens of MiB.
///
/// Never call it inside a transaction: it takes long, and waits for its turn.
pub struct PasswordHasher {
    params: Params,
    slots: Arc<Semaphore>,
    operations: AtomicU64,
}

impl PasswordHasher {
    /// A hasher with the cost the settings name.
    #[must_use]
    pub fn new(settings: &Settings) -> Self {
        // argon2 needs 8 KiB at the least.
        let memory_kib = settings.password_memory_kib.max(8);
        Self {
            params: Params::new(memory_kib, PASSES, 1, None).unwrap_or_default(),
            slots: Arc::new(Semaphore::new(settings.password_parallelism.max(1))),
            operations: AtomicU64::new(0),
        }
    }

    /// How many passwords were hashed or checked so far: the measure by which tests compare the cost of two answers.
    #[must_use]
    pub fn operations(&self) -> u64 {
        self.operations.load(Ordering::Relaxed)
    }

    /// Hashes a password, salt and cost included in the answer.
    ///
    /// # Errors
    /// [`Error::Internal`] when there is not enough memory or randomness.
    pub async fn hash(&self, password: &str) -> Result<String> {
        let (argon2, password) = (self.argon2(), password.to_owned());
        self.run(move || {
            let hash: PasswordHash =
                argon2.hash_password(password.as_bytes()).map_err(|error| Error::internal(error.to_string()))?;
            Ok(hash.to_string())
        })
        .await
    }

    /// Whether this is the password that was hashed. Without a hash (nobody there, or no password set) the answer is no,
    /// after the same work.
    ///
    /// # Errors
    /// [`Error::Internal`] for a hash that cannot be read.
    pub async fn verify(&self, password: &str, hash: Option<&str>) -> Result<bool> {
        let (argon2, password) = (self.argon2(), password.to_owned());
        let (is_real, hash) = (hash.is_some(), hash.map_or_else(|| self.dummy(), str::to_owned));
        self.run(move || {
            let hash = PasswordHash::new(&hash).map_err(|error| Error::internal(error.to_string()))?;
            Ok(argon2.verify_password(password.as_bytes(), &hash).is_ok() && is_real)
        })
        .await
    }

    /// Whether the hash was made at another cost than is set now.
    #[must_use]
    pub fn is_outdated(&self, hash: &str) -> bool {
        let Ok(hash) = PasswordHash::new(hash) else { return true };
        let cost = |params: &Params| (params.m_cost(), params.t_cost(), params.p_cost());
        hash.algorithm.as_str() != Algorithm::Argon2id.as_str()
            || Params::try_from(&hash).map_or(true, |params| cost(&params) != cost(&self.params))
    }

    fn argon2(&self) -> Argon2<'static> {
        Argon2::new(Algorithm::Argon2id, Version::V0x13, self.params.clone())
    }

    /// A hash that no password has, at today's cost.
    fn dummy(&self) -> String {
        format!(
            "$argon2id$v=19$m={},t={},p={}${}${}",
            self.params.m_cost(),
            self.params.t_cost(),
            self.params.p_cost(),
            "A".repeat(22),
            "A".repeat(43)
        )
    }

    async fn run<T: Send + 'static>(&self, work: impl FnOnce() -> Result<T> + Send + 'static) -> Result<T> {
        let slot = Arc::clone(&self.slots).acquire_owned().await.map_err(Error::internal)?;
        self.operations.fetch_add(1, Ordering::Relaxed);
        // The slot goes along: a request that is given up does not free the memory its hash still takes.
        tokio::task::spawn_blocking(move || {
            let _slot = slot;
            work()
        })
        .await
        .map_err(Error::internal)?
    }
}

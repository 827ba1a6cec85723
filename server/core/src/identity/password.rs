use std::sync::Arc;

use tokio::sync::Semaphore;

use crate::config::Settings;

/// Hashes and checks passwords with argon2id, on blocking threads, a few at a time: each takes tens of MiB.
pub struct PasswordHasher {
    #[expect(dead_code, reason = "read by the hashing rules")]
    memory_kib: u32,
    #[expect(dead_code, reason = "read by the hashing rules")]
    slots: Arc<Semaphore>,
}

impl PasswordHasher {
    /// A hasher with the cost the settings name.
    #[must_use]
    pub fn new(settings: &Settings) -> Self {
        Self { memory_kib: settings.password_memory_kib, slots: Arc::new(Semaphore::new(settings.password_parallelism)) }
    }
}

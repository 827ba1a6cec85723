//! Tokens that a service gives out for a while.

use tokio::sync::Mutex;

use crate::metadata::provider::ProviderError;

/// The token that is used until it is refused or runs out.
#[derive(Default)]
pub(super) struct Token(Mutex<Option<String>>);

impl Token {
    /// The token there is, else a new one. Others wait meanwhile: one is enough for all.
    pub(super) async fn get<F>(&self, fetch: impl FnOnce() -> F) -> Result<String, ProviderError>
    where
        F: Future<Output = Result<String, ProviderError>>,
    {
        let mut kept = self.0.lock().await;
        if let Some(token) = kept.as_ref() {
            return Ok(token.clone());
        }
        let token = fetch().await?;
        *kept = Some(token.clone());
        Ok(token)
    }

    /// Forgets a token that is not taken any more.
    pub(super) async fn forget(&self, refused: &str) {
        let mut kept = self.0.lock().await;
        if kept.as_deref() == Some(refused) {
            *kept = None;
        }
    }
}

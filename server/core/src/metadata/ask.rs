//! Asking a provider, and counting how that went.

use std::time::Instant;

use medianest_db::MediaTypeId;
use medianest_db::catalogue::{Asking, ScraperStat};

use super::provider::{Answer, Provider, ProviderError};
use crate::{App, Error};

/// What the provider answers; how it went is counted, whatever becomes of the rest.
pub(super) async fn ask<T>(
    app: &App,
    provider: &dyn Provider,
    media_type_id: MediaTypeId,
    answer: Answer<'_, T>,
) -> Result<T, ProviderError> {
    let began = Instant::now();
    let answer = answer.await;
    let took_ms = i32::try_from(began.elapsed().as_millis()).unwrap_or(i32::MAX);
    // That there is no such thing is an answer, too.
    let is_success = matches!(answer, Ok(_) | Err(ProviderError::NotFound(_)));
    if let Err(error) = &answer
        && !is_success
    {
        tracing::warn!(provider = provider.name().as_str(), error = %error, "a metadata provider gave no answer");
    }
    let asking = Asking { media_type_id, provider: provider.name(), is_success, took_ms, at: app.now() };
    let counted = async { Ok::<_, Error>(ScraperStat::count(&*app.db().await?, app.new_id(), &asking).await?) };
    if let Err(error) = counted.await {
        tracing::warn!(error = %error, "an answer of a metadata provider could not be counted");
    }
    answer
}

//! Requests to providers: no faster than they allow, in bounds of time and size, again where that helps.

use std::time::Duration;

use medianest_db::MetadataProvider;
use rand::RngExt;
use reqwest::header::RETRY_AFTER;
use reqwest::redirect::Policy;
use reqwest::{Client, RequestBuilder, Response, StatusCode};
use serde::de::DeserializeOwned;
use serde_json::Value;
use tokio::time::sleep;
use url::Url;

use super::about;
use super::pace::Pace;
use super::provider::ProviderError;
use crate::config::MetadataSettings;
use crate::upstream::{BodyError, body, retry_after};

/// How large an answer may be.
const MOST_BYTES: usize = 16 << 20;
/// How often one thing is asked for.
const TRIES: u32 = 3;
/// How long a provider is waited for that asks to be left alone, before the caller is told instead.
const PATIENCE: Duration = Duration::from_secs(3);
/// How long it is left alone when it does not say.
const USUAL_WAIT: Duration = Duration::from_secs(10);
/// The longest that is believed.
const LONGEST_WAIT: Duration = Duration::from_hours(24);

/// How a provider is reached.
pub(super) struct Http {
    provider: MetadataProvider,
    client: Client,
    base: Url,
    pace: Pace,
}

impl Http {
    /// Speaks with a provider, one request each interval and so many at once.
    ///
    /// # Panics
    /// Where the process was started without TLS.
    pub(super) fn new(
        settings: &MetadataSettings,
        provider: MetadataProvider,
        base: &Url,
        interval: Duration,
        burst: u32,
    ) -> Self {
        let contact = settings.contact.as_deref().map(|contact| format!(" ( {contact} )")).unwrap_or_default();
        let client = Client::builder()
            .user_agent(format!("MediaNest/{}{contact}", env!("CARGO_PKG_VERSION")))
            .connect_timeout(settings.timeout)
            .timeout(settings.timeout)
            // Elsewhere, nobody knows what one would be told.
            .redirect(Policy::custom(|attempt| {
                let is_home = attempt.previous().last().is_some_and(|last| last.origin() == attempt.url().origin());
                if is_home && attempt.previous().len() <= 3 { attempt.follow() } else { attempt.stop() }
            }))
            .build()
            .expect("the process was started with TLS");
        let pace = if settings.keeps_pace { Pace::new(interval, burst) } else { Pace::new(Duration::ZERO, 1) };
        Self { provider, client, base: base.clone(), pace }
    }

    /// A request for a path with these parameters.
    pub(super) fn get(&self, path: &str, query: &[(&str, &str)]) -> RequestBuilder {
        self.client.get(self.url(path)).query(query)
    }

    /// A request that sends something.
    pub(super) fn post(&self, path: &str) -> RequestBuilder {
        self.client.post(self.url(path))
    }

    /// A request that wants to know whether something is there.
    pub(super) fn head(&self, path: &str) -> RequestBuilder {
        self.client.head(self.url(path))
    }

    fn url(&self, path: &str) -> String {
        format!("{}{path}", self.base.as_str().trim_end_matches('/'))
    }

    /// What the request is answered, as it came and as it was understood.
    ///
    /// # Errors
    /// [`ProviderError`] says why there is none.
    pub(super) async fn read<T: DeserializeOwned>(&self, request: RequestBuilder) -> Result<(T, Value), ProviderError> {
        let response = self.send(request).await?;
        let status = response.status();
        if !status.is_success() {
            return Err(self.unreadable(format!("it answered {status}")));
        }
        let bytes = self.bytes(response).await?;
        let raw: Value = serde_json::from_slice(&bytes).map_err(|error| self.unreadable(error.to_string()))?;
        let read = T::deserialize(&raw).map_err(|error| self.unreadable(error.to_string()))?;
        Ok((read, raw))
    }

    /// The status of the answer, where it is a good one or leads elsewhere.
    ///
    /// # Errors
    /// [`ProviderError`] says why there is none.
    pub(super) async fn send(&self, request: RequestBuilder) -> Result<Response, ProviderError> {
        let mut tried = 1;
        loop {
            let Some(this_time) = request.try_clone() else {
                return Err(self.unreachable("the request cannot be sent twice"));
            };
            self.pace.turn().await.map_err(|wait| ProviderError::RateLimited(self.provider, wait))?;
            let problem = match this_time.send().await {
                Ok(response) => match self.judge(response) {
                    Verdict::Good(response) => return Ok(response),
                    Verdict::Bad(error) => return Err(error),
                    Verdict::Later(wait) => {
                        self.pace.close(wait);
                        if tried >= TRIES || wait > PATIENCE {
                            return Err(ProviderError::RateLimited(self.provider, wait));
                        }
                        tried += 1;
                        continue;
                    }
                    Verdict::Broken(status) => self.unreachable(format!("it answered {status}")),
                },
                // Who is slow once is slow again, and somebody may be waiting.
                Err(error) if error.is_timeout() => return Err(self.unreachable("it took too long")),
                Err(error) => self.unreachable(error.without_url().to_string()),
            };
            if tried >= TRIES {
                return Err(problem);
            }
            let full = 200 * 2_u64.pow(tried);
            let millis = rand::rng().random_range(full / 2..full);
            sleep(Duration::from_millis(millis)).await;
            tried += 1;
        }
    }

    fn judge(&self, response: Response) -> Verdict {
        match response.status() {
            status @ (StatusCode::UNAUTHORIZED | StatusCode::FORBIDDEN) => Verdict::Bad(self.refused(status)),
            StatusCode::NOT_FOUND | StatusCode::GONE => Verdict::Bad(ProviderError::NotFound(self.provider)),
            StatusCode::TOO_MANY_REQUESTS => Verdict::Later(wait_of(&response)),
            // MusicBrainz says so when it is asked too often.
            StatusCode::SERVICE_UNAVAILABLE if response.headers().contains_key(RETRY_AFTER) => Verdict::Later(wait_of(&response)),
            status if status.is_server_error() => Verdict::Broken(status),
            _ => Verdict::Good(response),
        }
    }

    /// That the provider does not let us in.
    fn refused(&self, status: StatusCode) -> ProviderError {
        match about(self.provider).key_setting {
            Some(setting) => ProviderError::KeyRefused(self.provider, setting),
            None => self.unreachable(format!("it answered {status}")),
        }
    }

    async fn bytes(&self, response: Response) -> Result<Vec<u8>, ProviderError> {
        body(response, MOST_BYTES).await.map_err(|error| match error {
            BodyError::TooLarge => self.unreadable(format!("it is larger than {} MiB", MOST_BYTES >> 20)),
            BodyError::Broken(error) => self.unreachable(error.without_url().to_string()),
        })
    }

    /// That what the provider sent cannot be read.
    pub(super) fn unreadable(&self, why: impl Into<String>) -> ProviderError {
        ProviderError::Unreadable(self.provider, why.into())
    }

    fn unreachable(&self, why: impl Into<String>) -> ProviderError {
        ProviderError::Unreachable(self.provider, why.into())
    }
}

enum Verdict {
    Good(Response),
    Bad(ProviderError),
    Later(Duration),
    Broken(StatusCode),
}

/// How long to wait, as the answer says: in seconds, or until a date, which is taken for the usual time.
fn wait_of(response: &Response) -> Duration {
    retry_after(response).map_or(USUAL_WAIT, Duration::from_secs).min(LONGEST_WAIT)
}

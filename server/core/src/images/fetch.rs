use std::time::Duration;

use reqwest::header::{ACCEPT, LOCATION};
use reqwest::redirect::Policy;
use reqwest::{Client, StatusCode};
use tokio::sync::OnceCell;
use url::Url;

use super::networks::Networks;
use crate::upstream::{BodyError, body};

/// The largest picture that is fetched.
const MAX_BYTES: usize = 20 * 1024 * 1024;
/// How often a picture may be elsewhere.
const MAX_REDIRECTS: usize = 4;
/// How long a host may take to be reached.
const CONNECT: Duration = Duration::from_secs(5);
/// How long a picture may take to come, from the first try to the last byte.
const WHOLE: Duration = Duration::from_secs(20);

/// Why a picture could not be had.
#[derive(Debug, thiserror::Error)]
pub(super) enum FetchError {
    #[error("its address leads to a network that this server does not ask")]
    Forbidden,
    #[error("its address cannot be read")]
    Address,
    #[error("its host answers {0}")]
    Status(StatusCode),
    #[error("its host sends from one place to another for ever")]
    Redirects,
    #[error("it is larger than {MAX_BYTES} bytes")]
    Size,
    #[error("its host takes too long")]
    Time,
    #[error("its host cannot be asked")]
    Http(#[from] reqwest::Error),
}

impl From<BodyError> for FetchError {
    fn from(error: BodyError) -> Self {
        match error {
            BodyError::TooLarge => Self::Size,
            BodyError::Broken(error) => Self::Http(error),
        }
    }
}

/// Fetches pictures from anywhere in the networks that may be asked.
pub(super) struct Fetcher {
    networks: Networks,
    /// Made by the first who needs it.
    client: OnceCell<Client>,
}

impl Fetcher {
    pub(super) fn new(networks: Networks) -> Self {
        Self { networks, client: OnceCell::new() }
    }

    pub(super) async fn fetch(&self, source: &str) -> Result<Vec<u8>, FetchError> {
        let url = Url::parse(source).map_err(|_| FetchError::Address)?;
        tokio::time::timeout(WHOLE, self.follow(url)).await.map_err(|_| FetchError::Time)?
    }

    /// Redirects are followed here rather than by the client, since each may lead to a network that may not be asked.
    async fn follow(&self, mut url: Url) -> Result<Vec<u8>, FetchError> {
        let client = self.client.get_or_try_init(async || self.client()).await?;
        for _ in 0..=MAX_REDIRECTS {
            self.networks.check(&url)?;
            let response = client.get(url.clone()).header(ACCEPT, "image/jpeg, image/png, image/webp, image/gif").send().await?;
            if response.status().is_redirection() {
                let location = response.headers().get(LOCATION).and_then(|location| location.to_str().ok());
                url = url.join(location.ok_or(FetchError::Address)?).map_err(|_| FetchError::Address)?;
                continue;
            }
            if response.status() != StatusCode::OK {
                return Err(FetchError::Status(response.status()));
            }
            return Ok(body(response, MAX_BYTES).await?);
        }
        Err(FetchError::Redirects)
    }

    fn client(&self) -> Result<Client, reqwest::Error> {
        Client::builder()
            .dns_resolver(self.networks.clone())
            .redirect(Policy::none())
            // A proxy would resolve names by itself.
            .no_proxy()
            .referer(false)
            .connect_timeout(CONNECT)
            .user_agent(concat!("MediaNest/", env!("CARGO_PKG_VERSION")))
            .build()
    }
}

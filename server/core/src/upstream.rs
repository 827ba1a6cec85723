//! What all share that ask other servers, whoever named these.

use std::io;
use std::net::{IpAddr, SocketAddr};

use reqwest::Response;
use reqwest::dns::Name;
use reqwest::header::RETRY_AFTER;

/// Why an answer was not read to its end.
#[derive(Debug, thiserror::Error)]
pub(crate) enum BodyError {
    /// It is larger than it may be.
    #[error("the answer is too large")]
    TooLarge,
    /// The connection broke off.
    #[error(transparent)]
    Broken(#[from] reqwest::Error),
}

/// The bytes of an answer, as long as there are no more than so many.
pub(crate) async fn body(mut response: Response, most: usize) -> Result<Vec<u8>, BodyError> {
    let is_too_large = |length: u64| usize::try_from(length).map_or(true, |length| length > most);
    if response.content_length().is_some_and(is_too_large) {
        return Err(BodyError::TooLarge);
    }
    let mut bytes = Vec::new();
    while let Some(chunk) = response.chunk().await? {
        if bytes.len() + chunk.len() > most {
            return Err(BodyError::TooLarge);
        }
        bytes.extend_from_slice(&chunk);
    }
    Ok(bytes)
}

/// For how many seconds a server asks to be left alone; nothing where it does not, or names a date.
pub(crate) fn retry_after(response: &Response) -> Option<u64> {
    response.headers().get(RETRY_AFTER)?.to_str().ok()?.trim().parse().ok()
}

/// The addresses that a name means, as far as they may be asked. To be connected to as they are: a name that is checked and then
/// looked up again could mean another address the second time.
pub(crate) async fn look_up(name: &Name, may_be_asked: impl Fn(IpAddr) -> bool) -> io::Result<Vec<SocketAddr>> {
    let found = tokio::net::lookup_host((name.as_str(), 0)).await?;
    Ok(found.filter(|address| may_be_asked(address.ip())).collect())
}

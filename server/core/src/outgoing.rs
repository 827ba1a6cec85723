//! What MediaNest asks of servers whose address a person gave it.
//!
//! They keep such servers at home, so private addresses are allowed. What nobody's media server has is not: link-local
//! addresses, where clouds keep their metadata, and those that are nobody's or everybody's. An answer is neither followed
//! elsewhere nor read without end, and no one waits for it for long. What is answered is never shown, only what it means.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};
use std::sync::Arc;
use std::time::Duration;

use chrono::TimeDelta;
use reqwest::dns::{Addrs, Name, Resolve, Resolving};
use reqwest::redirect::Policy;
use reqwest::{Client, ClientBuilder, Method, RequestBuilder, Response, StatusCode};
use serde::de::DeserializeOwned;
use url::{Host, Url};

use crate::error::Problems;
use crate::upstream::{BodyError, body, look_up, retry_after};
use crate::{Error, Result};

/// How long a connection may take to come about.
const CONNECT: Duration = Duration::from_secs(10);
/// How long an answer may take.
const PATIENCE: Duration = Duration::from_secs(30);
/// The largest answer that is read: a long series with all its episodes.
const MAX_ANSWER: usize = 16 * 1024 * 1024;
/// The longest address.
const MAX_ADDRESS: usize = 500;
/// The longest that a server is left alone because it asks for it.
const LONGEST_WAIT: TimeDelta = TimeDelta::days(1);
/// Where some clouds keep their metadata outside the link-local addresses.
const METADATA: [IpAddr; 2] =
    [IpAddr::V4(Ipv4Addr::new(100, 100, 100, 200)), IpAddr::V6(Ipv6Addr::new(0xfd00, 0x0ec2, 0, 0, 0, 0, 0, 0x254))];

/// Why a server did not do what it was asked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Trouble {
    /// Nobody can be reached there, or it asks for patience: everything else would fare alike.
    Away {
        /// What happened, in words.
        why: String,
        /// How long it wants to be left alone.
        wait: Option<TimeDelta>,
    },
    /// It failed at this.
    Failed(String),
    /// The sign-in no longer holds.
    SignIn(String),
    /// It will not do it, however often it is asked.
    Refused(String),
    /// It has no such thing.
    Missing,
}

impl Trouble {
    /// What is wrong, in words.
    pub(crate) fn words(&self) -> &str {
        match self {
            Self::Away { why, .. } | Self::Failed(why) | Self::SignIn(why) | Self::Refused(why) => why,
            Self::Missing => "it has no such thing",
        }
    }
}

/// Asks servers. Cheap to clone.
#[derive(Clone)]
pub(crate) struct Outgoing(Client);

impl Outgoing {
    /// What is needed to ask; nothing is asked yet.
    pub(crate) fn new() -> Result<Self> {
        let mut roots = rustls::RootCertStore::empty();
        roots.add_parsable_certificates(rustls_native_certs::load_native_certs().certs);
        let tls = rustls::ClientConfig::builder_with_provider(Arc::new(rustls::crypto::ring::default_provider()))
            .with_safe_default_protocol_versions()
            .map_err(Error::internal)?
            .with_root_certificates(roots)
            .with_no_client_auth();
        let client = ClientBuilder::new()
            .tls_backend_preconfigured(tls)
            .dns_resolver(Arc::new(Guarded))
            .redirect(Policy::none())
            .no_proxy()
            .connect_timeout(CONNECT)
            .timeout(PATIENCE)
            .user_agent(concat!("MediaNest/", env!("CARGO_PKG_VERSION")))
            .build()
            .map_err(Error::internal)?;
        Ok(Self(client))
    }

    /// A request to a path of a server, its parts escaped.
    pub(crate) fn request(&self, method: Method, base: &Url, path: &[&str]) -> RequestBuilder {
        let mut url = base.clone();
        if let Ok(mut segments) = url.path_segments_mut() {
            segments.pop_if_empty().extend(path);
        }
        self.0.request(method, url)
    }
}

/// Sends a request; an answer that is none is trouble.
pub(crate) async fn send(request: RequestBuilder) -> Result<Response, Trouble> {
    let answer = request.send().await.map_err(|error| away(&error))?;
    let status = answer.status();
    if status.is_success() {
        return Ok(answer);
    }
    let why = format!("it answered {}", status.as_u16());
    Err(match status {
        StatusCode::UNAUTHORIZED => Trouble::SignIn("it no longer knows this sign-in".to_owned()),
        StatusCode::FORBIDDEN => Trouble::SignIn("it does not let this sign-in do that".to_owned()),
        StatusCode::NOT_FOUND | StatusCode::GONE => Trouble::Missing,
        StatusCode::TOO_MANY_REQUESTS
        | StatusCode::BAD_GATEWAY
        | StatusCode::SERVICE_UNAVAILABLE
        | StatusCode::GATEWAY_TIMEOUT
        | StatusCode::REQUEST_TIMEOUT => Trouble::Away { why, wait: wait_of(&answer) },
        status if status.is_server_error() => Trouble::Failed(why),
        status if status.is_redirection() => Trouble::Refused("it sends elsewhere; give the address where that ends".to_owned()),
        _ => Trouble::Refused(why),
    })
}

/// The JSON of an answer.
pub(crate) async fn read<T: DeserializeOwned>(answer: Response) -> Result<T, Trouble> {
    let body = body(answer, MAX_ANSWER).await.map_err(|error| match error {
        BodyError::TooLarge => Trouble::Refused("its answer is too large".to_owned()),
        BodyError::Broken(error) => away(&error),
    })?;
    serde_json::from_slice(&body)
        .map_err(|_| Trouble::Refused("its answer cannot be read; is this the right address?".to_owned()))
}

fn away(error: &reqwest::Error) -> Trouble {
    let why = if error.is_timeout() {
        "it did not answer in time"
    } else if error.is_connect() {
        "nobody answers at this address"
    } else {
        "the connection broke off"
    };
    Trouble::Away { why: why.to_owned(), wait: None }
}

/// How long a server asks to be left alone.
fn wait_of(answer: &Response) -> Option<TimeDelta> {
    let seconds = i64::try_from(retry_after(answer)?).unwrap_or(i64::MAX);
    Some(TimeDelta::try_seconds(seconds).unwrap_or(LONGEST_WAIT).min(LONGEST_WAIT))
}

/// The address of a server as it is kept.
///
/// # Errors
/// [`Error::Invalid`] naming `url`.
pub(crate) fn address(text: &str) -> Result<Url> {
    let mut problems = Problems::default();
    let url = Url::parse(text.trim()).ok().filter(|url| matches!(url.scheme(), "http" | "https") && url.has_host());
    problems.check(url.is_some(), "url", "give an address as http://server:8096");
    if let Some(url) = &url {
        let is_plain = url.username().is_empty() && url.password().is_none() && url.query().is_none() && url.fragment().is_none();
        problems.check(is_plain, "url", "leave out names, passwords and what follows ? or #");
        problems.check(url.as_str().len() <= MAX_ADDRESS, "url", "this is too long");
        let literal = match url.host() {
            Some(Host::Ipv4(ip)) => Some(IpAddr::V4(ip)),
            Some(Host::Ipv6(ip)) => Some(IpAddr::V6(ip)),
            _ => None,
        };
        problems.check(literal.is_none_or(is_allowed), "url", "no media server is at such an address");
    }
    problems.into_result()?;
    url.ok_or_else(|| Error::invalid("url", "give an address as http://server:8096"))
}

/// Whether somebody's server can be there.
fn is_allowed(ip: IpAddr) -> bool {
    let ip = ip.to_canonical();
    let is_local_link = match ip {
        IpAddr::V4(ip) => ip.is_link_local() || ip.is_broadcast() || ip.octets()[0] == 0,
        IpAddr::V6(ip) => ip.is_unicast_link_local(),
    };
    !(is_local_link || ip.is_unspecified() || ip.is_multicast() || METADATA.contains(&ip))
}

/// Looks names up, and leaves out what they may not mean.
struct Guarded;

impl Resolve for Guarded {
    fn resolve(&self, name: Name) -> Resolving {
        Box::pin(async move {
            let allowed = look_up(&name, is_allowed).await?;
            if allowed.is_empty() {
                return Err("this name means no address where a media server may be".into());
            }
            Ok(Box::new(allowed.into_iter()) as Addrs)
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn servers_at_home_are_reached_and_metadata_of_clouds_is_not() {
        for good in ["127.0.0.1", "10.0.0.7", "192.168.1.2", "100.64.0.1", "203.0.113.9", "::1", "fd12::7", "2001:db8::1"] {
            assert!(is_allowed(good.parse().unwrap()), "{good}");
        }
        let bad = [
            "169.254.169.254",
            "0.0.0.0",
            "0.1.2.3",
            "255.255.255.255",
            "224.0.0.1",
            "100.100.100.200",
            "::",
            "fe80::1",
            "ff02::1",
            "fd00:ec2::254",
            "::ffff:169.254.169.254",
        ];
        for bad in bad {
            assert!(!is_allowed(bad.parse().unwrap()), "{bad}");
        }
    }

    #[test]
    fn an_address_is_plain_http_and_nothing_else() {
        assert_eq!(address(" http://tower:8096/jellyfin ").unwrap().as_str(), "http://tower:8096/jellyfin");
        let bad = [
            "tower:8096",
            "ftp://tower",
            "file:///etc/passwd",
            "http://ana:secret@tower",
            "http://tower/?a=b",
            "http://169.254.169.254/",
            "http://[::ffff:a9fe:a9fe]/",
            "http://0xa9fea9fe/",
        ];
        for bad in bad {
            assert!(matches!(address(bad), Err(Error::Invalid(fields)) if fields[0].field == "url"), "{bad}");
        }
        assert!(address(&format!("http://tower/{}", "x".repeat(MAX_ADDRESS))).is_err());
    }

    #[tokio::test]
    async fn a_name_that_means_a_forbidden_address_is_not_asked() {
        let resolved = Guarded.resolve("169.254.169.254".parse().unwrap()).await;
        assert!(resolved.is_err());
        let request = Outgoing::new().unwrap().request(Method::GET, &Url::parse("http://localhost/x").unwrap(), &["a/b", "?c"]);
        assert_eq!(request.build().unwrap().url().as_str(), "http://localhost/x/a%2Fb/%3Fc");
    }
}

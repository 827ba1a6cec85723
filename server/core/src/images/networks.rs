//! Which hosts this server lets itself be sent to. The address of a picture comes from elsewhere: it must not lead to what
//! only this machine or its network can reach.

use std::net::IpAddr;
use std::sync::{Arc, LazyLock};

use ipnet::IpNet;
use reqwest::dns::{Addrs, Name, Resolve, Resolving};
use url::{Host, Url};

use super::fetch::FetchError;
use crate::upstream::look_up;

/// What IANA has set apart, of addresses that would else be public.
static SET_APART: LazyLock<Vec<IpNet>> = LazyLock::new(|| {
    [
        // This network, private ones, shared by a provider's customers, this machine, and what has no address yet.
        "0.0.0.0/8",
        "10.0.0.0/8",
        "172.16.0.0/12",
        "192.168.0.0/16",
        "100.64.0.0/10",
        "127.0.0.0/8",
        "169.254.0.0/16",
        // Protocols' own, documentation, measurements, many at once, and reserved.
        "192.0.0.0/24",
        "192.0.2.0/24",
        "192.88.99.0/24",
        "198.18.0.0/15",
        "198.51.100.0/24",
        "203.0.113.0/24",
        "224.0.0.0/4",
        "240.0.0.0/4",
        // Protocols' own (Teredo among them), documentation, and 6to4, which hides another address.
        "2001::/23",
        "2001:db8::/32",
        "2002::/16",
        "3fff::/20",
    ]
    .iter()
    .filter_map(|network| network.parse().ok())
    .collect()
});

/// All that is public of IPv6: the rest is this machine's, this network's, or hides another address.
static GLOBAL_V6: LazyLock<Option<IpNet>> = LazyLock::new(|| "2000::/3".parse().ok());

/// The networks whose hosts may be asked: everything public, and what the administrator adds.
#[derive(Clone)]
pub(super) struct Networks(Arc<[IpNet]>);

impl Networks {
    pub(super) fn new(added: &[IpNet]) -> Self {
        Self(added.into())
    }

    fn admit(&self, address: IpAddr) -> bool {
        let address = address.to_canonical();
        is_public(address) || self.0.iter().any(|network| network.contains(&address))
    }

    /// Refuses an address that needs no resolver. The names of hosts are resolved by [`Networks`] itself, which then connects
    /// to what it found and to nothing else.
    pub(super) fn check(&self, url: &Url) -> Result<(), FetchError> {
        if !matches!(url.scheme(), "http" | "https") {
            return Err(FetchError::Forbidden);
        }
        let literal = match url.host() {
            Some(Host::Ipv4(address)) => IpAddr::from(address),
            Some(Host::Ipv6(address)) => IpAddr::from(address),
            Some(Host::Domain(_)) => return Ok(()),
            None => return Err(FetchError::Forbidden),
        };
        if self.admit(literal) { Ok(()) } else { Err(FetchError::Forbidden) }
    }
}

fn is_public(address: IpAddr) -> bool {
    let is_global = address.is_ipv4() || GLOBAL_V6.is_some_and(|global| global.contains(&address));
    is_global && !SET_APART.iter().any(|network| network.contains(&address))
}

impl Resolve for Networks {
    fn resolve(&self, name: Name) -> Resolving {
        let networks = self.clone();
        Box::pin(async move {
            let admitted = look_up(&name, |address| networks.admit(address)).await?;
            if admitted.is_empty() {
                return Err(FetchError::Forbidden.into());
            }
            Ok(Box::new(admitted.into_iter()) as Addrs)
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn admits(networks: &Networks, url: &str) -> bool {
        networks.check(&Url::parse(url).unwrap()).is_ok()
    }

    #[test]
    fn every_network_that_is_set_apart_can_be_read() {
        assert_eq!(SET_APART.len(), 19);
        assert!(GLOBAL_V6.is_some());
    }

    #[test]
    fn only_public_addresses_are_asked_however_they_are_written() {
        let networks = Networks::new(&[]);
        for url in ["http://93.184.215.14/a.jpg", "https://[2606:2800:21f:cb07:6820:80da:af6b:8b2c]/", "http://172.32.0.1/"] {
            assert!(admits(&networks, url), "{url}");
        }
        for url in [
            "http://127.0.0.1/",
            "http://127.1/",
            "http://0x7f000001/",
            "http://2130706433/",
            "http://0.0.0.0/",
            "http://10.1.2.3/",
            "http://172.16.0.1/",
            "http://172.31.255.255/",
            "http://192.168.1.1/",
            "http://100.64.0.1/",
            "http://169.254.169.254/latest/meta-data/",
            "http://192.0.2.1/",
            "http://198.18.0.1/",
            "http://224.0.0.1/",
            "http://255.255.255.255/",
            "http://[::]/",
            "http://[::1]/",
            "http://[::ffff:127.0.0.1]/",
            "http://[::ffff:10.0.0.1]/",
            "http://[::127.0.0.1]/",
            "http://[fe80::1]/",
            "http://[fc00::1]/",
            "http://[fd12:3456::1]/",
            "http://[fec0::1]/",
            "http://[ff02::1]/",
            "http://[64:ff9b::7f00:1]/",
            "http://[2001::1]/",
            "http://[2001:db8::1]/",
            "http://[2002:7f00:1::]/",
            "ftp://93.184.215.14/",
            "file:///etc/passwd",
        ] {
            assert!(!admits(&networks, url), "{url}");
        }
    }

    #[test]
    fn an_administrator_may_add_networks() {
        let networks = Networks::new(&["192.168.7.0/24".parse().unwrap(), "fd12::/16".parse().unwrap()]);
        assert!(admits(&networks, "http://192.168.7.9/"));
        assert!(admits(&networks, "http://[::ffff:192.168.7.9]/"));
        assert!(admits(&networks, "http://[fd12::9]/"));
        assert!(!admits(&networks, "http://192.168.8.9/"));
        assert!(!admits(&networks, "http://127.0.0.1/"));
    }

    #[tokio::test]
    async fn a_name_that_leads_to_this_machine_is_not_resolved() {
        let refused = Networks::new(&[]).resolve("localhost".parse().unwrap()).await;
        assert!(refused.is_err());
        let added = Networks::new(&["127.0.0.0/8".parse().unwrap(), "::1/128".parse().unwrap()]);
        assert!(added.resolve("localhost".parse().unwrap()).await.is_ok());
    }
}

//! Who asks.

use axum::http::HeaderMap;
use axum::http::header::{AUTHORIZATION, COOKIE, HOST, ORIGIN};
use chrono::{DateTime, Utc};
use medianest_core::identity::SessionTokens;
use medianest_core::policy::{Actor, Origin};
use medianest_core::{App, Error, Result, identity};
use secrecy::ExposeSecret as _;

use super::HttpConfig;

/// The cookie that carries a browser session's access token, without the prefix that secure sites give it.
pub const ACCESS_COOKIE: &str = "medianest_access";
/// The cookie that carries its refresh token.
pub const REFRESH_COOKIE: &str = "medianest_refresh";
/// What the names of cookies start with that a browser only takes over HTTPS, for this host alone.
pub const SECURE_PREFIX: &str = "__Host-";

/// The actor of a request: by its bearer token or API key, else by its cookies, else nobody.
///
/// A cookie that is no longer good counts as none: the browser sends it unasked, also along with the sign-in or refresh
/// that would replace it. A bearer token was sent on purpose, so there the caller is told.
///
/// # Errors
/// [`Error::Unauthenticated`] for a bearer token that is no longer good, [`Error::Forbidden`] for cookies that came with
/// a page of a foreign origin.
pub async fn authenticate(app: &App, trusted_origins: &[String], headers: &HeaderMap, origin: Origin) -> Result<Actor> {
    if let Some(token) = bearer(headers)? {
        return identity::authenticate_token(app, token, origin).await;
    }
    let cookies = Cookies::of(headers, trusted_origins)?;
    match cookies.access {
        Some(token) => match identity::authenticate_token(app, &token, origin.clone()).await {
            Err(Error::Unauthenticated) => Ok(Actor::anonymous(origin)),
            answer => answer,
        },
        None => Ok(Actor::anonymous(origin)),
    }
}

/// The actor of a request that only bearer tokens and API keys may be sent with: players know no cookies.
///
/// # Errors
/// [`Error::Unauthenticated`] for a bearer token that is no longer good.
pub async fn authenticate_bearer(app: &App, headers: &HeaderMap, origin: Origin) -> Result<Actor> {
    match bearer(headers)? {
        Some(token) => identity::authenticate_token(app, token, origin).await,
        None => Ok(Actor::anonymous(origin)),
    }
}

/// Whether a request may carry this server's cookies: it comes from no page at all, from a page of this host, or from a
/// page of a trusted origin. The defence against forged requests, for HTTP and for the upgrade of sockets alike.
#[must_use]
pub fn is_trusted_origin(headers: &HeaderMap, trusted_origins: &[String]) -> bool {
    let Some(origin) = headers.get(ORIGIN) else {
        // Browsers send an Origin with everything that can change something and with sockets; what they send without
        // one says so itself when another site began it.
        return headers.get("sec-fetch-site").is_none_or(|site| site != "cross-site");
    };
    let Ok(origin) = origin.to_str() else { return false };
    let own = headers.get(HOST).and_then(|host| host.to_str().ok());
    let authority = origin.split_once("://").map(|(_, authority)| authority);
    trusted_origins.iter().any(|trusted| trusted == origin) || (authority.is_some() && authority == own)
}

/// The session tokens that a browser's cookies carry.
#[derive(Default, Clone)]
pub struct Cookies {
    /// The access token.
    pub access: Option<String>,
    /// The refresh token.
    pub refresh: Option<String>,
}

impl Cookies {
    /// Reads a request's cookies.
    ///
    /// # Errors
    /// [`Error::Forbidden`] when there are some and the request comes from a page of a foreign origin.
    pub fn of(headers: &HeaderMap, trusted_origins: &[String]) -> Result<Self> {
        let mut cookies = Self::default();
        let pairs = headers.get_all(COOKIE).iter().filter_map(|value| value.to_str().ok()).flat_map(|value| value.split(';'));
        for (name, value) in pairs.filter_map(|pair| pair.trim().split_once('=')) {
            match name.strip_prefix(SECURE_PREFIX).unwrap_or(name) {
                ACCESS_COOKIE => cookies.access = Some(value.to_owned()),
                REFRESH_COOKIE => cookies.refresh = Some(value.to_owned()),
                _ => {}
            }
        }
        if (cookies.access.is_some() || cookies.refresh.is_some()) && !is_trusted_origin(headers, trusted_origins) {
            return Err(Error::Forbidden("pages of this origin may not use MediaNest's cookies; an administrator can trust it"));
        }
        Ok(cookies)
    }
}

/// How browsers keep a session's cookies.
#[derive(Debug, Clone, Copy, Default)]
pub struct CookieConfig {
    /// The API is reached over HTTPS: cookies are sent over nothing else, to this host alone.
    pub secure: bool,
    /// The single-page app lives on another site than the API, not only on another host of it. Needs `secure`.
    pub cross_site: bool,
}

/// What resolvers need to read and set a browser session's cookies.
pub struct CookieJar {
    config: CookieConfig,
    /// The refresh token that came as a cookie.
    pub refresh: Option<String>,
    /// Whether a cookie of ours came.
    pub has_any: bool,
}

impl CookieJar {
    /// The jar of a request.
    #[must_use]
    pub fn new(config: &HttpConfig, headers: &HeaderMap) -> Self {
        // Cookies from a foreign origin were refused before, unless a bearer token made them meaningless.
        let cookies = Cookies::of(headers, &config.trusted_origins).unwrap_or_default();
        Self { config: config.cookies, has_any: cookies.access.is_some() || cookies.refresh.is_some(), refresh: cookies.refresh }
    }

    /// The `Set-Cookie` headers that give a browser these tokens.
    #[must_use]
    pub fn set(&self, tokens: &SessionTokens, now: DateTime<Utc>) -> [String; 2] {
        let seconds = |until: DateTime<Utc>| (until - now).num_seconds().max(0);
        [
            self.cookie(ACCESS_COOKIE, tokens.access_token.expose_secret(), seconds(tokens.access_expires_at)),
            self.cookie(REFRESH_COOKIE, tokens.refresh_token.expose_secret(), seconds(tokens.refresh_expires_at)),
        ]
    }

    /// The `Set-Cookie` headers that take them away.
    #[must_use]
    pub fn clear(&self) -> [String; 2] {
        [self.cookie(ACCESS_COOKIE, "", 0), self.cookie(REFRESH_COOKIE, "", 0)]
    }

    fn cookie(&self, name: &str, value: &str, max_age: i64) -> String {
        let CookieConfig { secure, cross_site } = self.config;
        let (prefix, flag) = if secure { (SECURE_PREFIX, "; Secure") } else { ("", "") };
        // Browsers take SameSite=None only with Secure.
        let same_site = if secure && cross_site { "None" } else { "Lax" };
        format!("{prefix}{name}={value}; Path=/; Max-Age={max_age}; HttpOnly; SameSite={same_site}{flag}")
    }
}

/// The bearer token of a request, if it has an Authorization header.
fn bearer(headers: &HeaderMap) -> Result<Option<&str>> {
    let Some(header) = headers.get(AUTHORIZATION) else { return Ok(None) };
    let token = header.to_str().ok().and_then(|text| text.split_once(' '));
    match token {
        Some((scheme, token)) if scheme.eq_ignore_ascii_case("bearer") && !token.trim().is_empty() => Ok(Some(token.trim())),
        _ => Err(Error::Unauthenticated),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn headers(pairs: &[(&'static str, &str)]) -> HeaderMap {
        pairs.iter().map(|(name, value)| (name.parse().unwrap(), value.parse().unwrap())).collect::<HeaderMap>()
    }

    #[test]
    fn cookies_count_only_from_pages_of_trusted_origins() {
        let trusted = ["https://media.example".to_owned()];
        let cookie = ("cookie", "theme=dark; __Host-medianest_access=abc; medianest_refresh=def");
        let read = |origin: Option<(&'static str, &str)>| {
            let pairs: Vec<_> = [Some(cookie), Some(("host", "api.example:4000")), origin].into_iter().flatten().collect();
            Cookies::of(&headers(&pairs), &trusted).map(|cookies| (cookies.access, cookies.refresh))
        };
        let both = (Some("abc".to_owned()), Some("def".to_owned()));
        assert_eq!(read(None).unwrap(), both);
        assert_eq!(read(Some(("origin", "https://media.example"))).unwrap(), both);
        assert_eq!(read(Some(("origin", "http://api.example:4000"))).unwrap(), both);
        for foreign in ["https://evil.example", "null", "https://media.example.evil.example", "https://media.example:444"] {
            assert!(matches!(read(Some(("origin", foreign))), Err(Error::Forbidden(_))), "{foreign}");
        }
        assert!(matches!(read(Some(("sec-fetch-site", "cross-site"))), Err(Error::Forbidden(_))));
    }

    #[test]
    fn a_page_of_a_foreign_origin_without_cookies_is_anonymous() {
        let cookies = Cookies::of(&headers(&[("origin", "https://evil.example")]), &[]).unwrap();
        assert!(cookies.access.is_none() && cookies.refresh.is_none());
    }

    #[test]
    fn cookies_are_locked_down_as_far_as_the_address_allows() {
        let jar = |secure, cross_site| CookieJar { config: CookieConfig { secure, cross_site }, refresh: None, has_any: false };
        let cookie = |secure, cross_site| jar(secure, cross_site).cookie(ACCESS_COOKIE, "abc", 900);
        let plain = "medianest_access=abc; Path=/; Max-Age=900; HttpOnly; SameSite=Lax";
        assert_eq!(cookie(false, false), plain);
        assert_eq!(cookie(false, true), plain);
        assert_eq!(cookie(true, false), format!("__Host-{plain}; Secure"));
        assert_eq!(cookie(true, true), format!("__Host-{plain}; Secure").replace("Lax", "None"));
    }

    #[test]
    fn only_the_bearer_scheme_is_known() {
        assert_eq!(bearer(&headers(&[("authorization", "bearer abc")])).unwrap(), Some("abc"));
        assert_eq!(bearer(&headers(&[])).unwrap(), None);
        for bad in ["Basic abc", "Bearer", "Bearer  ", "abc"] {
            assert!(bearer(&headers(&[("authorization", bad)])).is_err(), "{bad}");
        }
    }
}

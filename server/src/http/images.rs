//! GET `/images/{id}/{kind}`: pictures of items and people, for everybody who was told their address.

use axum::extract::{Path, Query, State};
use axum::http::header::{CACHE_CONTROL, CONTENT_TYPE, ETAG, IF_NONE_MATCH, X_CONTENT_TYPE_OPTIONS};
use axum::http::{HeaderMap, HeaderName, StatusCode};
use axum::response::{IntoResponse, Response};
use medianest_core::images::{self, Picture, PictureAddress, PictureOf, Width};
use medianest_core::{App, Error, Result};
use serde::Deserialize;

use super::Routes;
use super::refusal::refuse;
use super::state::HttpState;

/// Another picture has another address.
const FOR_EVER: &str = "public, max-age=31536000, immutable";
/// The web app is on another host, whatever its pages ask of what they show.
const RESOURCE_POLICY: HeaderName = HeaderName::from_static("cross-origin-resource-policy");

pub(super) fn routes() -> Routes<HttpState> {
    Routes::default().get("/images/{id}/{kind}", read)
}

/// Where the picture is that comes from this source. What begins with a slash lies on the web app's own host already.
#[must_use]
pub fn address_of(app: &App, of: PictureOf, source: &str, width: Width) -> String {
    if source.starts_with('/') {
        return source.to_owned();
    }
    let api = app.settings().public_url.as_str().trim_end_matches('/');
    format!("{api}/images/{of}?width={}&v={}", width.pixels(), images::fingerprint(source))
}

/// What an address says behind its path.
#[derive(Deserialize)]
struct Wanted {
    width: Option<String>,
    #[serde(default)]
    v: String,
}

async fn read(
    State(state): State<HttpState>,
    Path((id, kind)): Path<(String, String)>,
    Query(wanted): Query<Wanted>,
    headers: HeaderMap,
) -> Response {
    let found = async { images::find(&state.app, &address(&id, &kind, wanted)?).await };
    match found.await {
        Ok(picture) => answer(picture, &headers),
        Err(error) => refuse(&error),
    }
}

fn address(id: &str, kind: &str, wanted: Wanted) -> Result<PictureAddress> {
    let of = PictureOf::parse(id, kind)?;
    let width = match wanted.width.map(|width| width.parse()) {
        None => of.usual_width(),
        Some(Ok(pixels)) => Width::covering(pixels)?,
        Some(Err(_)) => return Err(Error::invalid("width", "give a whole number of pixels")),
    };
    Ok(PictureAddress { of, width, fingerprint: wanted.v })
}

fn answer(picture: Picture, headers: &HeaderMap) -> Response {
    let tag = format!("\"{}\"", picture.digest);
    let known = headers.get_all(IF_NONE_MATCH).iter().filter_map(|tags| tags.to_str().ok()).flat_map(|tags| tags.split(','));
    let is_known = known.map(|known| known.trim().trim_start_matches("W/")).any(|known| known == tag || known == "*");
    let head = [
        (ETAG, tag),
        (CACHE_CONTROL, FOR_EVER.to_owned()),
        (CONTENT_TYPE, picture.format.content_type().to_owned()),
        (X_CONTENT_TYPE_OPTIONS, "nosniff".to_owned()),
        (RESOURCE_POLICY, "cross-origin".to_owned()),
    ];
    if is_known { (StatusCode::NOT_MODIFIED, head).into_response() } else { (head, picture.bytes).into_response() }
}

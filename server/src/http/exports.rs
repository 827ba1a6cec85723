//! GET `/api/exports/{format}`: everything of whoever asks, as a zip that is sent while it is made.

use axum::Extension;
use axum::body::Body;
use axum::extract::{Path, State};
use axum::http::HeaderMap;
use axum::http::header::{CACHE_CONTROL, CONTENT_DISPOSITION, CONTENT_TYPE};
use axum::response::{IntoResponse, Response};
use medianest_core::exports::{self, Export};
use medianest_core::policy::Origin;

use super::refusal::refuse;
use super::state::HttpState;
use super::{Routes, auth};

pub(super) fn routes() -> Routes<HttpState> {
    Routes::default().get("/api/exports/{format}", export)
}

async fn export(
    State(state): State<HttpState>,
    origin: Option<Extension<Origin>>,
    Path(format): Path<String>,
    headers: HeaderMap,
) -> Response {
    let origin = origin.map(|Extension(origin)| origin).unwrap_or_default();
    let begun = async {
        let actor = auth::authenticate(&state.app, &state.config.trusted_origins, &headers, origin).await?;
        exports::start(&state.app, &actor, None, format.parse()?).await
    };
    match begun.await {
        Ok(Export { file_name, bytes }) => {
            let head = [
                (CONTENT_TYPE, "application/zip".to_owned()),
                (CONTENT_DISPOSITION, format!("attachment; filename=\"{file_name}\"")),
                (CACHE_CONTROL, "no-store".to_owned()),
            ];
            (head, Body::from_stream(bytes)).into_response()
        }
        Err(error) => refuse(&error),
    }
}

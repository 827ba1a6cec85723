//! Files to be imported: POST /api/imports/upload takes one, as the body itself or as the first file of a form, and names
//! it for the mutation `startImport`.

use std::io;

use axum::extract::{DefaultBodyLimit, FromRequest, Multipart, Request, State};
use axum::http::header::CONTENT_TYPE;
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use axum::{Extension, Json};
use futures_util::TryStreamExt;
use medianest_core::db::ImportFileId;
use medianest_core::policy::{Actor, Origin};
use medianest_core::{Error, imports};
use serde_json::json;
use tokio_util::io::StreamReader;
use tower_http::limit::RequestBodyLimitLayer;

use super::refusal::refuse;
use super::state::HttpState;
use super::{Routes, auth};

/// What a form adds to the file it carries, at the most.
const FORM_BYTES: usize = 64 * 1024;

/// The route, with its own limit: these bodies go to the disk as they come.
pub(super) fn routes() -> Routes<HttpState> {
    let limit = usize::try_from(imports::MAX_UPLOAD_BYTES).unwrap_or(usize::MAX).saturating_add(FORM_BYTES);
    let limits = (DefaultBodyLimit::disable(), RequestBodyLimitLayer::new(limit));
    Routes::default().post("/api/imports/upload", upload).wrap(|router| router.layer(limits.0).layer(limits.1))
}

async fn upload(State(state): State<HttpState>, origin: Option<Extension<Origin>>, request: Request) -> Response {
    let origin = origin.map(|Extension(origin)| origin).unwrap_or_default();
    let actor = match auth::authenticate(&state.app, &state.config.trusted_origins, request.headers(), origin).await {
        Ok(actor) => actor,
        Err(error) => return refuse(&error),
    };
    match receive(&state, &actor, request).await {
        Ok((id, file_name)) => {
            (StatusCode::CREATED, Json(json!({ "uploadId": id.to_string(), "fileName": file_name }))).into_response()
        }
        Err(error) => refuse(&error),
    }
}

async fn receive(state: &HttpState, actor: &Actor, request: Request) -> medianest_core::Result<(ImportFileId, Option<String>)> {
    if !is_form(request.headers()) {
        let body = request.into_body().into_data_stream().map_err(io::Error::other);
        return Ok((imports::receive(&state.app, actor, StreamReader::new(body)).await?, None));
    }
    let unreadable = |_| Error::invalid("file", "the form cannot be read");
    let mut form =
        Multipart::from_request(request, state).await.map_err(|_| Error::invalid("file", "the form cannot be read"))?;
    while let Some(field) = form.next_field().await.map_err(unreadable)? {
        if let Some(name) = field.file_name() {
            let name = name.to_owned();
            let body = field.map_err(io::Error::other);
            let id = imports::receive(&state.app, actor, StreamReader::new(std::pin::pin!(body))).await?;
            return Ok((id, Some(name)));
        }
    }
    Err(Error::invalid("file", "the form holds no file"))
}

fn is_form(headers: &HeaderMap) -> bool {
    let content_type = headers.get(CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    content_type.split(';').next().is_some_and(|essence| essence.trim().eq_ignore_ascii_case("multipart/form-data"))
}

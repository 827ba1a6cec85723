//! GraphQL over HTTP, as the GraphQL Foundation's specification of that name has it (media types, status codes, GET).

use async_graphql::{Request, Response};
use axum::Extension;
use axum::body::Bytes;
use axum::extract::{RawQuery, State};
use axum::http::header::{ACCEPT, ALLOW, AUTHORIZATION, CACHE_CONTROL, CONTENT_TYPE, RETRY_AFTER};
use axum::http::{HeaderMap, HeaderName, HeaderValue, StatusCode};
use axum::response::IntoResponse;
use medianest_core::policy::{Actor, Origin, Who};

use super::auth;
use super::state::HttpState;
use crate::graphql::{self, ErrorCode, QueriesOnly, Refusal};

const GRAPHQL_RESPONSE: &str = "application/graphql-response+json";

/// Runs the operation of a JSON body.
pub async fn post(
    State(state): State<HttpState>,
    origin: Option<Extension<Origin>>,
    headers: HeaderMap,
    body: Bytes,
) -> axum::response::Response {
    let content_type = headers.get(CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    if content_type.split(';').next().is_none_or(|essence| essence.trim() != "application/json") {
        return refuse(
            &headers,
            StatusCode::UNSUPPORTED_MEDIA_TYPE,
            ErrorCode::BadRequest,
            "send the operation as application/json",
        );
    }
    let request = match serde_json::from_slice::<Request>(&body) {
        Ok(request) => request,
        Err(_) if body.trim_ascii_start().starts_with(b"[") => {
            return refuse(
                &headers,
                StatusCode::BAD_REQUEST,
                ErrorCode::BadRequest,
                "batches are not supported; send one operation",
            );
        }
        Err(error) => {
            return refuse(
                &headers,
                StatusCode::BAD_REQUEST,
                ErrorCode::BadRequest,
                &format!("the body is not a GraphQL request: {error}"),
            );
        }
    };
    run(&state, origin_of(origin), &headers, request).await
}

/// Runs the query of a URL; mutations need POST.
pub async fn get(
    State(state): State<HttpState>,
    origin: Option<Extension<Origin>>,
    headers: HeaderMap,
    RawQuery(query): RawQuery,
) -> axum::response::Response {
    match async_graphql::http::parse_query_string(query.as_deref().unwrap_or_default()) {
        Ok(request) => run(&state, origin_of(origin), &headers, request.data(QueriesOnly)).await,
        Err(error) => refuse(
            &headers,
            StatusCode::BAD_REQUEST,
            ErrorCode::BadRequest,
            &format!("the URL is not a GraphQL request: {error}"),
        ),
    }
}

/// The server's middleware puts the origin there; a router without it (in tests) knows nothing of its callers.
fn origin_of(origin: Option<Extension<Origin>>) -> Origin {
    origin.map(|Extension(origin)| origin).unwrap_or_default()
}

async fn run(state: &HttpState, origin: Origin, headers: &HeaderMap, request: Request) -> axum::response::Response {
    let actor = match auth::authenticate(&state.app, &state.config.trusted_origins, headers, origin.clone()).await {
        Ok(actor) => actor,
        Err(error) => {
            let actor = Actor::anonymous(origin);
            let error = async_graphql::Error::from(error).into_server_error(async_graphql::Pos::default());
            return answer(headers, graphql::translate_errors(&state.app, &actor, Response::from_errors(vec![error])));
        }
    };
    let request = match admit(state, &actor, headers.contains_key(AUTHORIZATION), request) {
        Ok(request) => request,
        Err(refusal) => {
            return answer(
                headers,
                graphql::translate_errors(&state.app, &actor, Response::from_errors(vec![refusal.into_server_error()])),
            );
        }
    };
    let request = request.data(auth::CookieJar::new(&state.config, headers));
    let mut reply = answer(headers, graphql::execute(&state.schema, &state.app, &actor, request).await);
    if let Some(balance) = state.budgets.balance(&actor, state.app.now()) {
        for (name, value) in [
            (HeaderName::from_static("ratelimit-limit"), balance.limit as u64),
            (HeaderName::from_static("ratelimit-remaining"), balance.remaining as u64),
            (HeaderName::from_static("ratelimit-reset"), balance.reset.as_secs()),
        ] {
            reply.headers_mut().insert(name, HeaderValue::from(value));
        }
    }
    reply
}

/// The request as this server's configuration lets it through: trusted documents, and who may look at the schema. A
/// program is whoever sent a bearer token or an API key on purpose, not a browser with its cookies.
pub(super) fn admit(state: &HttpState, actor: &Actor, is_program: bool, request: Request) -> Result<Request, Refusal> {
    let request = match &state.config.trusted_documents {
        Some(documents) => documents.admit(is_program, request)?,
        None => request,
    };
    if state.config.public_introspection || !matches!(actor.who, Who::Anonymous) {
        Ok(request)
    } else {
        Ok(request.disable_introspection())
    }
}

/// Which media type the client wants: the new one if it names it, else plain JSON.
fn wants_graphql_response(headers: &HeaderMap) -> bool {
    headers.get_all(ACCEPT).iter().filter_map(|value| value.to_str().ok()).any(|accept| accept.contains(GRAPHQL_RESPONSE))
}

fn answer(headers: &HeaderMap, response: Response) -> axum::response::Response {
    let modern = wants_graphql_response(headers);
    let code =
        |error: &async_graphql::ServerError| error.extensions.as_ref().and_then(|extensions| extensions.get("code")).cloned();
    let has = |wanted: ErrorCode| {
        let wanted = async_graphql::Value::Enum(async_graphql::Name::new(wanted.as_str()));
        response.errors.iter().any(|error| error.path.is_empty() && code(error).as_ref() == Some(&wanted))
    };
    let refused =
        [ErrorCode::BadRequest, ErrorCode::LimitExceeded, ErrorCode::PersistedQueryNotFound, ErrorCode::DocumentNotTrusted];
    let status = if response.errors.iter().any(|error| error.message == QueriesOnly::REFUSAL) {
        StatusCode::METHOD_NOT_ALLOWED
    } else if response.data == async_graphql::Value::Null && has(ErrorCode::Unauthenticated) {
        StatusCode::UNAUTHORIZED
    } else if response.data == async_graphql::Value::Null && has(ErrorCode::Forbidden) {
        StatusCode::FORBIDDEN
    } else if response.data == async_graphql::Value::Null && has(ErrorCode::Unavailable) {
        StatusCode::SERVICE_UNAVAILABLE
    } else if response.data == async_graphql::Value::Null && has(ErrorCode::RateLimited) {
        StatusCode::TOO_MANY_REQUESTS
    } else if modern && refused.into_iter().any(has) {
        StatusCode::BAD_REQUEST
    } else {
        StatusCode::OK
    };
    let retry_after = response
        .errors
        .iter()
        .find_map(|error| error.extensions.as_ref()?.get("retryAfter"))
        .and_then(|seconds| HeaderValue::from_str(&seconds.to_string()).ok());
    let media_type =
        if modern { HeaderValue::from_static(GRAPHQL_RESPONSE) } else { HeaderValue::from_static("application/json") };
    let body = serde_json::to_vec(&response).unwrap_or_default();
    let mut reply = (status, response.http_headers, body).into_response();
    reply.headers_mut().insert(CONTENT_TYPE, media_type);
    // Answers depend on who asks: no cache may keep them.
    reply.headers_mut().insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
    if let Some(seconds) = retry_after {
        reply.headers_mut().insert(RETRY_AFTER, seconds);
    }
    if status == StatusCode::METHOD_NOT_ALLOWED {
        reply.headers_mut().insert(ALLOW, HeaderValue::from_static("POST"));
    }
    reply
}

/// Refuses what is not a GraphQL request at all.
fn refuse(headers: &HeaderMap, status: StatusCode, code: ErrorCode, message: &str) -> axum::response::Response {
    let mut error = Refusal { code, message: message.to_owned() }.into_server_error();
    error.extensions.get_or_insert_default().set("code", async_graphql::Value::Enum(async_graphql::Name::new(code.as_str())));
    let mut reply = answer(headers, Response::from_errors(vec![error]));
    *reply.status_mut() = status;
    reply
}

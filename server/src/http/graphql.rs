//! GraphQL over HTTP, as the GraphQL Foundation's specification of that name has it (media types, status codes, GET).

use async_graphql::{Request, Response, ServerError};
use axum::Extension;
use axum::body::Bytes;
use axum::extract::{RawQuery, State};
use axum::http::header::{ACCEPT, ALLOW, AUTHORIZATION, CACHE_CONTROL, CONTENT_TYPE, RETRY_AFTER};
use axum::http::{HeaderMap, HeaderName, HeaderValue, StatusCode};
use axum::response::IntoResponse;
use futures_util::future;
use medianest_core::policy::{Actor, Origin, Who};

use super::auth;
use super::state::HttpState;
use crate::graphql::{self, ErrorCode, Operation, QueriesOnly, Refusal};

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
    match serde_json::from_slice::<Request>(&body) {
        Ok(request) => run(&state, origin_of(origin), &headers, || copy(&request)).await,
        Err(_) if body.trim_ascii_start().starts_with(b"[") => {
            refuse(&headers, StatusCode::BAD_REQUEST, ErrorCode::BadRequest, "batches are not supported; send one operation")
        }
        Err(error) => refuse(
            &headers,
            StatusCode::BAD_REQUEST,
            ErrorCode::BadRequest,
            &format!("the body is not a GraphQL request: {error}"),
        ),
    }
}

/// Runs the query of a URL; mutations need POST.
pub async fn get(
    State(state): State<HttpState>,
    origin: Option<Extension<Origin>>,
    headers: HeaderMap,
    RawQuery(query): RawQuery,
) -> axum::response::Response {
    match async_graphql::http::parse_query_string(query.as_deref().unwrap_or_default()) {
        Ok(request) => run(&state, origin_of(origin), &headers, || copy(&request).data(QueriesOnly)).await,
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

/// The same request once more.
fn copy(request: &Request) -> Request {
    let mut copy = Request::new(request.query.clone()).variables(request.variables.clone());
    copy.operation_name.clone_from(&request.operation_name);
    copy.extensions.clone_from(&request.extensions);
    copy
}

/// Runs the operation of a request. Who was here before has a query answered while they prove themselves, and is told the
/// answer once they have.
async fn run(state: &HttpState, origin: Origin, headers: &HeaderMap, request: impl Fn() -> Request) -> axum::response::Response {
    let (app, trusted) = (&state.app, &state.config.trusted_origins);
    let proving = auth::authenticate(app, trusted, headers, origin.clone());
    let (actor, early) = match auth::expected(app, trusted, headers, origin.clone()) {
        Some(expected) => {
            let (actor, early) = future::join(proving, answer_early(state, &expected, headers, request())).await;
            (actor, early.map(|response| (expected.who, response)))
        }
        None => (proving.await, None),
    };
    let actor = match actor {
        Ok(actor) => actor,
        Err(error) => {
            let actor = Actor::anonymous(origin);
            let error = async_graphql::Error::from(error).into_server_error(async_graphql::Pos::default());
            return answer(headers, graphql::translate_errors(app, &actor, Response::from_errors(vec![error])));
        }
    };
    let response = match early {
        Some((who, response)) if who == actor.who => response,
        // Or they may do something else by now.
        _ => {
            let operation = read(state, &actor, headers, request()).await;
            graphql::execute(&state.schema, app, &actor, operation).await
        }
    };
    let mut reply = answer(headers, response);
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

/// Answers a query for somebody who is only expected; nothing else is done for them.
async fn answer_early(state: &HttpState, expected: &Actor, headers: &HeaderMap, request: Request) -> Option<Response> {
    // Not worth reading twice.
    if request.query.trim_ascii_start().starts_with("mutation") {
        return None;
    }
    let operation = read(state, expected, headers, request).await.ok().filter(Operation::is_query)?;
    Some(graphql::execute(&state.schema, &state.app, expected, Ok(operation)).await)
}

/// Reads an operation that came over HTTP.
async fn read(state: &HttpState, actor: &Actor, headers: &HeaderMap, request: Request) -> Result<Operation, ServerError> {
    let request = admit(state, actor, headers.contains_key(AUTHORIZATION), request).map_err(Refusal::into_server_error)?;
    let jar = auth::CookieJar::new(&state.config, headers);
    state.schema.read(request.data(jar)).await
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
    let code = |error: &ServerError| error.extensions.as_ref().and_then(|extensions| extensions.get("code")).cloned();
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

//! What a client says and is told, as a text that is kept and compared: `docs/transcripts` has what the clients that people
//! use say to this server.

use std::path::Path;
use std::sync::{Arc, Mutex};

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::extract::{Request, State};
use axum::http::HeaderMap;
use axum::http::header::{ACCEPT_ENCODING, AUTHORIZATION, CONTENT_TYPE, USER_AGENT};
use axum::middleware::{self, Next};
use axum::response::Response;
use serde_json::Value;

/// What differs from run to run, and how it is written instead.
const FILTERS: &[(&str, &str)] = &[
    (r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)", "<time>"),
    (r"\b1[789]\d{8}\b", "<seconds>"),
    (r"\b[a-z]+_[0-9a-hjkmnp-tv-z]{26}\b", "<id>"),
    (r"\b[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\b", "<uuid>"),
    (r"\bmn_[0-9A-Za-z_-]+", "<secret>"),
    (r"\b[0-9a-f]{32,64}\b", "<digest>"),
    (r#"("(access_token|refresh_token|device_code|code|user_code)": ")[^"]+"#, "$1<secret>"),
    (r#"("expires_in": )\d+"#, "$1<seconds>"),
    (r"127\.0\.0\.1:\d+", "<host>"),
];

/// Requests and their answers, in order. What is asked again and again, and answered alike, is written once.
#[derive(Clone, Default)]
pub struct Transcript(Arc<Mutex<Vec<String>>>);

impl Transcript {
    /// The same routes, listened to.
    pub fn record(&self, routes: Router) -> Router {
        routes.layer(middleware::from_fn_with_state(self.clone(), listen))
    }

    /// Compares what was said with what is kept under this name.
    pub fn assert(&self, name: &str) {
        self.assert_but(name, &[]);
    }

    /// The same, where more differs from run to run.
    pub fn assert_but(&self, name: &str, filters: &[(&str, &str)]) {
        let said = self.0.lock().expect("nobody panics while it is written").concat();
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../docs/transcripts");
        insta::with_settings!({
            filters => [FILTERS, filters].concat(),
            snapshot_path => folder,
            prepend_module_to_snapshot => false,
            omit_expression => true,
        }, { insta::assert_snapshot!(name, said) });
    }

    fn write(&self, exchange: String) {
        let mut said = self.0.lock().expect("nobody panics while it is written");
        if said.last() != Some(&exchange) {
            said.push(exchange);
        }
    }
}

async fn listen(State(transcript): State<Transcript>, mut request: Request, next: Next) -> Response {
    // With which the tests look at what came of it.
    if request.uri().path() == "/graphql" {
        return next.run(request).await;
    }
    // What is squeezed cannot be read.
    request.headers_mut().remove(ACCEPT_ENCODING);
    let (parts, body) = request.into_parts();
    let body = to_bytes(body, 1 << 20).await.expect("what a test sends can be read");
    let mut said = vec![format!("> {} {}", parts.method, parts.uri)];
    for name in [USER_AGENT, AUTHORIZATION, CONTENT_TYPE] {
        said.extend(header(&parts.headers, name.as_str()).map(|value| format!("> {name}: {value}")));
    }
    said.push(written(&parts.headers, &body));
    let response = next.run(Request::from_parts(parts, Body::from(body))).await;
    let (parts, body) = response.into_parts();
    let body = to_bytes(body, 1 << 20).await.expect("what a test is told can be read");
    said.push(format!("< {}", parts.status));
    said.extend(header(&parts.headers, CONTENT_TYPE.as_str()).map(|kind| format!("< content-type: {kind}")));
    said.push(written(&parts.headers, &body));
    transcript.write(format!("{}\n\n", said.join("\n")));
    Response::from_parts(parts, Body::from(body))
}

/// A header, without what proves who somebody is and which version of a program they have.
fn header(headers: &HeaderMap, name: &str) -> Option<String> {
    let value = headers.get(name)?.to_str().ok()?;
    Some(match name {
        "authorization" => format!("{} <secret>", value.split(' ').next().unwrap_or_default()),
        "user-agent" => value.split('/').next().unwrap_or_default().to_owned(),
        _ => value.to_owned(),
    })
}

/// A body as it is read by people.
fn written(headers: &HeaderMap, body: &[u8]) -> String {
    let is_json = header(headers, "content-type").is_some_and(|kind| kind.contains("json"));
    match serde_json::from_slice::<Value>(body) {
        Ok(value) if is_json => format!("{value:#}\n"),
        _ => format!("{}\n", String::from_utf8_lossy(body)).trim_start_matches('\n').to_owned(),
    }
}

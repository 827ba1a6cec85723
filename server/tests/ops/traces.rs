//! Traces go out by OTLP over HTTP, to a collector of this test's.

use std::net::SocketAddr;
use std::sync::{Arc, Mutex};

use axum::body::Bytes;
use axum::extract::State;
use axum::http::HeaderMap;
use medianest_server::http::Routes;
use opentelemetry_proto::tonic::collector::trace::v1::ExportTraceServiceRequest;
use opentelemetry_proto::tonic::common::v1::any_value::Value;
use opentelemetry_proto::tonic::common::v1::{AnyValue, KeyValue};
use prost::Message;

use crate::support::{Server, data_dir, eventually, request};

/// What was sent: the headers and the body of each request.
type Sent = Arc<Mutex<Vec<(HeaderMap, ExportTraceServiceRequest)>>>;

async fn take(State(sent): State<Sent>, headers: HeaderMap, body: Bytes) {
    let request = ExportTraceServiceRequest::decode(body).expect("the body is an OTLP request");
    sent.lock().expect("nobody panicked").push((headers, request));
}

async fn collector() -> (SocketAddr, Sent) {
    let sent = Sent::default();
    let routes = Routes::default().post("/v1/traces", take).wrap(|router| router.with_state(Arc::clone(&sent)));
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.expect("a free port");
    let address = listener.local_addr().expect("a bound socket has an address");
    tokio::spawn(async move { axum::serve(listener, routes.into_router()).await });
    (address, sent)
}

/// An attribute as text.
fn attribute(attributes: &[KeyValue], key: &str) -> Option<String> {
    let found = attributes.iter().find(|attribute| attribute.key == key)?;
    match found.value.as_ref() {
        Some(AnyValue { value: Some(Value::StringValue(text)) }) => Some(text.clone()),
        Some(AnyValue { value: Some(Value::IntValue(number)) }) => Some(number.to_string()),
        other => Some(format!("{other:?}")),
    }
}

/// The attributes of the span of that request, if it has come.
fn span_of(sent: &Sent, request_id: &str) -> Option<(String, Vec<KeyValue>)> {
    let sent = sent.lock().expect("nobody panicked");
    let spans = sent.iter().flat_map(|(_, request)| &request.resource_spans).flat_map(|resource| &resource.scope_spans);
    let found = spans
        .flat_map(|scope| &scope.spans)
        .find(|span| attribute(&span.attributes, "request.id").as_deref() == Some(request_id));
    found.map(|span| (span.name.clone(), span.attributes.clone()))
}

fn ask(server: &Server, request_id: &str) {
    let text = format!("GET /readyz HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nX-Request-Id: {request_id}\r\n\r\n");
    request(server.address, &text).expect("it answers");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_collector_receives_the_spans_of_requests_also_of_the_last_ones() {
    let (address, sent) = collector().await;
    let folder = data_dir();
    let server = Server::start_with(folder.path(), |command| {
        command
            .env("MEDIANEST_OTEL__ENDPOINT", format!("http://{address}"))
            .env("MEDIANEST_OTEL__HEADERS", "x-team=films")
            .env("OTEL_BSP_SCHEDULE_DELAY", "100");
    });
    let first = "0193a5f0-1c2d-7e3f-8a4b-5c6d7e8f9a01";
    ask(&server, first);
    let (name, attributes) = eventually("the span of the request", || span_of(&sent, first));
    assert_eq!(name, "request");
    let text = |key: &str| attribute(&attributes, key).unwrap_or_default();
    assert_eq!([text("http.method"), text("http.route"), text("http.status")], ["GET", "/readyz", "200"]);
    {
        let sent = sent.lock().expect("nobody panicked");
        assert!(sent.iter().all(|(headers, _)| headers["x-team"] == "films"));
        let resources = sent.iter().flat_map(|(_, request)| &request.resource_spans).filter_map(|spans| spans.resource.as_ref());
        for resource in resources {
            assert_eq!(attribute(&resource.attributes, "service.name").as_deref(), Some("medianest"));
            assert_eq!(attribute(&resource.attributes, "service.version").as_deref(), Some(env!("CARGO_PKG_VERSION")));
        }
    }
    let last = "0193a5f0-1c2d-7e3f-8a4b-5c6d7e8f9a02";
    ask(&server, last);
    assert!(server.stop().success());
    assert!(span_of(&sent, last).is_some(), "what was not sent yet at the end was lost");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_collector_that_is_away_disturbs_nobody() {
    let folder = data_dir();
    let server = Server::start_with(folder.path(), |command| {
        command.env("MEDIANEST_OTEL__ENDPOINT", "http://127.0.0.1:1").env("OTEL_BSP_SCHEDULE_DELAY", "100");
    });
    ask(&server, "0193a5f0-1c2d-7e3f-8a4b-5c6d7e8f9a03");
    assert_eq!(server.ready().0, 200);
    assert!(server.stop().success());
}

use crate::support::{Server, data_dir, eventually, free_port, request, status_of};

const GET: &str = "GET /healthz HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n";

#[test]
fn every_answer_carries_a_request_id_and_the_log_has_it() {
    let folder = data_dir();
    let server = Server::start_with(folder.path(), |command| {
        command.env("MEDIANEST_LOG__FORMAT", "json").env("MEDIANEST_LOG__FILTER", "debug");
    });
    let own = "0193a5f0-1c2d-7e3f-8a4b-5c6d7e8f9a0b";
    let answer = request(server.address, &format!("{GET}X-Request-Id: {own}\r\n\r\n")).expect("it answers");
    assert!(answer.contains(&format!("x-request-id: {own}")), "{answer}");
    let line = eventually("the log has the request", || {
        server.log().lines().find(|line| line.contains(own) && line.contains("was answered")).map(str::to_owned)
    });
    let line: serde_json::Value = serde_json::from_str(&line).expect("a line of the log is JSON");
    assert_eq!(line["span"]["request.id"], own);

    let answer = request(server.address, &format!("{GET}X-Request-Id: not a uuid\r\n\r\n")).expect("it answers");
    let id = answer.lines().find_map(|line| line.strip_prefix("x-request-id: ")).expect("there is an id");
    assert!(uuid::Uuid::try_parse(id).is_ok(), "{id}");
}

#[test]
fn metrics_are_served_on_their_own_port_only() {
    let folder = data_dir();
    let port = free_port();
    let server = Server::start_with(folder.path(), |command| {
        command.env("MEDIANEST_METRICS_LISTEN", format!("127.0.0.1:{port}"));
    });
    request(server.address, &format!("{GET}\r\n")).expect("it answers");
    let get = "GET /metrics HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n";
    let metrics = request(([127, 0, 0, 1], port).into(), get).expect("metrics are served");
    for name in [
        "medianest_http_requests_total{route=\"/healthz\",method=\"GET\",status=\"200\"}",
        "medianest_http_request_duration_seconds_bucket{route=\"/healthz\"",
        "medianest_database_connections{state=\"idle\"}",
        "medianest_jobs_waiting{state=\"queued\"}",
        "process_resident_memory_bytes",
    ] {
        assert!(metrics.contains(name), "{name} is missing in:\n{metrics}");
    }
    assert_eq!(status_of(&request(server.address, get).expect("it answers")), 404);
}

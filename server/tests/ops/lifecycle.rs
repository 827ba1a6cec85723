use std::io::{Read, Write};
use std::net::TcpStream;

use rustix::process::Signal;

use crate::support::{PATIENCE, Server, data_dir, eventually, finish, medianest, status_of, stderr};

#[test]
fn a_termination_drains_what_is_in_flight_and_ends_well() {
    let folder = data_dir();
    let mut server = Server::start(folder.path());
    let body = r#"{"query":"{ serverInfo { version } }"}"#;
    let (first, rest) = body.split_at(10);
    let mut slow = TcpStream::connect(server.address).expect("the server listens");
    slow.set_read_timeout(Some(PATIENCE)).expect("a timeout can be set");
    let head = format!(
        "POST /graphql HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: {}\r\n\r\n",
        body.len()
    );
    slow.write_all(format!("{head}{first}").as_bytes()).expect("it can be written");
    // The server must have seen the request before it is told to stop: another one, sent later, was answered.
    assert_eq!(server.ready().0, 200);

    server.signal(Signal::TERM);
    eventually("the server takes no more connections", || TcpStream::connect(server.address).is_err().then_some(()));
    slow.write_all(rest.as_bytes()).expect("the connection is still open");
    let mut answer = String::new();
    slow.read_to_string(&mut answer).expect("the answer comes, then the connection is closed");
    assert_eq!(status_of(&answer), 200, "{answer}");
    assert!(answer.contains("serverInfo"), "{answer}");
    assert_eq!(server.wait().code(), Some(0), "{}", server.log());
    assert!(crate::support::postgres_of(folder.path()).is_none(), "PostgreSQL was not stopped");
}

#[test]
fn a_second_signal_ends_it_at_once() {
    let folder = data_dir();
    let mut server = Server::start(folder.path());
    let mut stuck = TcpStream::connect(server.address).expect("the server listens");
    stuck
        .write_all(b"POST /graphql HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: 100\r\n\r\n{")
        .expect("it can be written");
    assert_eq!(server.ready().0, 200);
    server.signal(Signal::INT);
    eventually("the server takes no more connections", || TcpStream::connect(server.address).is_err().then_some(()));
    server.signal(Signal::INT);
    assert_eq!(server.wait().code(), Some(0));
    assert!(server.log().contains("stopping at once"), "{}", server.log());
}

#[test]
fn the_health_check_tells_a_ready_server_from_none() {
    let folder = data_dir();
    let server = Server::start(folder.path());
    let check = || finish(medianest().arg("healthcheck").env("MEDIANEST_LISTEN", server.address.to_string()));
    assert!(check().status.success(), "{}", stderr(&check()));
    let address = server.address;
    assert!(server.stop().success());
    let output = finish(medianest().arg("healthcheck").env("MEDIANEST_LISTEN", address.to_string()));
    assert_eq!(output.status.code(), Some(1));
}

#[test]
fn a_port_that_is_taken_is_named() {
    let folder = data_dir();
    let taken = std::net::TcpListener::bind("127.0.0.1:0").expect("a free port");
    let address = taken.local_addr().expect("a bound socket has an address").to_string();
    let output = finish(medianest().args(["serve", "--listen", &address]).arg("--data-dir").arg(folder.path()));
    assert!(!output.status.success() && stderr(&output).contains(&address), "{}", stderr(&output));
    assert!(!folder.path().join("postgres").exists(), "a database was made although the server could not start");
}

#[test]
fn the_first_start_prints_a_set_up_link_that_works_until_somebody_administers() {
    let folder = data_dir();
    let server = Server::start(folder.path());
    let log = server.log();
    assert!(log.contains("http://localhost:8081/setup#token="), "{log}");
    let output = server.command(&["admin", "create", "alice"]);
    assert!(output.status.success(), "{}", stderr(&output));
    assert!(String::from_utf8_lossy(&output.stdout).contains("user name: alice"));
    assert!(server.stop().success());
    let server = Server::start(folder.path());
    assert!(!server.log().contains("#token="), "{}", server.log());
}

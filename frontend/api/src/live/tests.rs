use super::machine::{Effect, Heard, Input, Machine, Millis};
use super::{Ended, Status, refusal, socket_address};
use crate::error::ErrorKind;

const ACK: &str = r#"{"type":"connection_ack"}"#;

/// A machine, its clock, and what it did since one last looked.
struct Bench {
    machine: Machine,
    now: Millis,
    effects: Vec<Effect>,
}

impl Bench {
    fn new() -> Self {
        Self { machine: Machine::new(true), now: 1_000_000.0, effects: Vec::new() }
    }

    /// One who listens, over an acknowledged socket.
    fn connected() -> Self {
        let mut bench = Self::new();
        bench.tell(Input::Subscribe { id: 1, request: "{}".to_owned() });
        bench.acknowledge();
        bench.effects.clear();
        bench
    }

    fn tell(&mut self, input: Input) -> &mut Self {
        self.effects.extend(self.machine.handle(self.now, 1.0, input));
        self
    }

    fn acknowledge(&mut self) {
        self.tell(Input::Opened).tell(Input::Text(ACK.to_owned()));
    }

    /// Lets time pass to the next thing that is due.
    fn pass(&mut self) -> Millis {
        let deadline = self.machine.deadline().expect("something is due");
        let waited = deadline - self.now;
        self.now = deadline;
        self.tell(Input::Tick);
        waited
    }

    fn did(&mut self) -> Vec<Effect> {
        std::mem::take(&mut self.effects)
    }

    fn opened(&mut self) -> bool {
        self.did().contains(&Effect::Open)
    }

    fn status(&mut self) -> Status {
        let last = self.did().into_iter().rev().find_map(|effect| match effect {
            Effect::Status(status) => Some(status),
            _ => None,
        });
        last.expect("the status changed")
    }
}

fn says(text: &str) -> Effect {
    Effect::Send(text.to_owned())
}

#[test]
fn the_first_listener_opens_a_socket_and_is_told_no_reconnect() {
    let mut bench = Bench::new();
    bench.tell(Input::Subscribe { id: 1, request: r#"{"query":"q"}"#.to_owned() });
    assert_eq!(bench.did(), [Effect::Status(Status::Connecting), Effect::Open]);
    bench.acknowledge();
    assert_eq!(
        bench.did(),
        [
            says(r#"{"type":"connection_init"}"#),
            Effect::Status(Status::Connected),
            says(r#"{"type":"subscribe","id":"1","payload":{"query":"q"}}"#),
        ]
    );
    bench.tell(Input::Text(r#"{"type":"next","id":"1","payload":{"data":{}}}"#.to_owned()));
    assert_eq!(bench.did(), [Effect::Deliver(1, Heard::Payload(r#"{"data":{}}"#.to_owned()))]);
}

#[test]
fn after_a_break_everybody_is_subscribed_again_and_told() {
    let mut bench = Bench::connected();
    bench.tell(Input::Subscribe { id: 2, request: "{}".to_owned() }).tell(Input::Closed(1006));
    // This one never knew the old socket.
    bench.tell(Input::Subscribe { id: 3, request: "{}".to_owned() });
    bench.did();
    bench.pass();
    assert!(bench.opened());
    bench.acknowledge();
    let did = bench.did();
    let told = |id| did.contains(&Effect::Deliver(id, Heard::Reconnected));
    assert!(told(1) && told(2) && !told(3), "{did:?}");
    assert_eq!(did.iter().filter(|effect| matches!(effect, Effect::Send(text) if text.contains("subscribe"))).count(), 3);
}

#[test]
fn waits_double_up_to_half_a_minute_and_begin_anew_after_success() {
    let mut bench = Bench::connected();
    let mut waits = Vec::new();
    bench.tell(Input::Closed(1006));
    for _ in 0..9 {
        waits.push(bench.pass().to_string());
        bench.tell(Input::Closed(1006));
    }
    assert_eq!(waits, ["500", "1000", "2000", "4000", "8000", "16000", "30000", "30000", "30000"]);
    bench.pass();
    bench.acknowledge();
    bench.tell(Input::Closed(1001));
    assert!(matches!(bench.status(), Status::Waiting { attempt: 1, .. }));
}

#[test]
fn coming_online_or_being_looked_at_tries_at_once() {
    for input in [Input::Online, Input::Woken] {
        let mut bench = Bench::connected();
        bench.tell(Input::Closed(1006)).did();
        bench.tell(input);
        assert!(bench.opened());
    }
}

#[test]
fn without_a_network_nothing_is_tried_until_it_is_back() {
    let mut bench = Bench::connected();
    bench.tell(Input::Offline).tell(Input::Closed(1006));
    assert_eq!(bench.status(), Status::Offline);
    assert_eq!(bench.machine.deadline(), None);
    bench.tell(Input::Online);
    assert!(bench.opened());
}

#[test]
fn a_server_that_is_silent_is_asked_and_then_given_up() {
    let mut bench = Bench::connected();
    bench.pass();
    assert_eq!(bench.did(), [says(r#"{"type":"ping"}"#)]);
    bench.tell(Input::Text(r#"{"type":"pong"}"#.to_owned()));
    bench.pass();
    assert_eq!(bench.did(), [says(r#"{"type":"ping"}"#)], "it answered, so it is only asked again");
    bench.pass();
    let did = bench.did();
    assert_eq!(did[0], Effect::Close);
    assert!(matches!(did[1], Effect::Status(Status::Waiting { .. })), "{did:?}");
}

#[test]
fn a_socket_that_is_never_acknowledged_is_given_up() {
    let mut bench = Bench::new();
    bench.tell(Input::Subscribe { id: 1, request: "{}".to_owned() }).tell(Input::Opened).did();
    bench.pass();
    assert_eq!(bench.did()[0], Effect::Close);
}

#[test]
fn an_expired_token_is_refreshed_once_before_the_session_counts_as_over() {
    let mut bench = Bench::connected();
    bench.tell(Input::Closed(4401));
    assert!(bench.did().contains(&Effect::Refresh));
    bench.tell(Input::Refreshed);
    assert!(bench.opened());
    bench.tell(Input::Closed(4401));
    assert_eq!(bench.status(), Status::Ended(Ended::SignedOut));
}

#[test]
fn a_refresh_that_fails_for_now_waits_and_a_lost_session_ends() {
    let mut bench = Bench::connected();
    bench.tell(Input::Closed(4401)).tell(Input::NotRefreshed);
    assert!(matches!(bench.status(), Status::Waiting { .. }));
    let mut bench = Bench::connected();
    bench.tell(Input::Closed(4401)).tell(Input::SessionLost);
    assert_eq!(bench.status(), Status::Ended(Ended::SignedOut));
    bench.tell(Input::Online).tell(Input::Woken).tell(Input::Subscribe { id: 2, request: "{}".to_owned() });
    assert_eq!(bench.did(), []);
}

#[test]
fn signing_in_again_brings_back_all_who_still_listen() {
    let mut bench = Bench::connected();
    bench.tell(Input::End);
    assert_eq!(bench.did(), [Effect::Close, Effect::Status(Status::Ended(Ended::SignedOut))]);
    bench.tell(Input::Restart);
    assert!(bench.opened());
    bench.acknowledge();
    assert!(bench.did().contains(&Effect::Deliver(1, Heard::Reconnected)));
}

#[test]
fn changed_rights_come_back_at_once_but_not_for_ever() {
    let mut bench = Bench::connected();
    bench.tell(Input::Closed(1012));
    assert!(bench.opened());
    bench.tell(Input::Closed(1012));
    assert!(matches!(bench.status(), Status::Waiting { .. }));
}

#[test]
fn a_page_of_a_foreign_origin_stops_trying() {
    let mut bench = Bench::connected();
    bench.tell(Input::Closed(4403));
    assert_eq!(bench.status(), Status::Ended(Ended::Forbidden));
}

#[test]
fn who_stops_listening_is_unsubscribed_and_an_unused_socket_closed() {
    let mut bench = Bench::connected();
    bench.tell(Input::Unsubscribe { id: 1 });
    assert_eq!(bench.did(), [says(r#"{"type":"complete","id":"1"}"#)]);
    assert_eq!(bench.machine.deadline(), Some(bench.now + 5_000.0));
    bench.pass();
    assert_eq!(bench.did(), [Effect::Close, Effect::Status(Status::Idle)]);
    assert_eq!(bench.machine.deadline(), None);
}

#[test]
fn the_next_page_takes_over_an_unused_socket() {
    let mut bench = Bench::connected();
    bench.tell(Input::Unsubscribe { id: 1 }).tell(Input::Subscribe { id: 2, request: "{}".to_owned() });
    bench.did();
    bench.pass();
    assert_eq!(bench.did(), [says(r#"{"type":"ping"}"#)]);
}

#[test]
fn a_refused_subscription_is_told_why_and_not_repeated() {
    let mut bench = Bench::connected();
    let errors = r#"[{"message":"no such group","extensions":{"code":"NOT_FOUND"}}]"#;
    bench.tell(Input::Text(format!(r#"{{"type":"error","id":"1","payload":{errors}}}"#)));
    assert_eq!(bench.did(), [Effect::Deliver(1, Heard::Refused(errors.to_owned()))]);
    assert_eq!(refusal(errors).kind, ErrorKind::NotFound);
    bench.tell(Input::Closed(1006));
    assert_eq!(bench.status(), Status::Idle);
}

#[test]
fn the_servers_ping_is_answered() {
    let mut bench = Bench::connected();
    bench.tell(Input::Text(r#"{"type":"ping"}"#.to_owned()));
    assert_eq!(bench.did(), [says(r#"{"type":"pong"}"#)]);
}

#[test]
fn sockets_are_as_safe_as_the_address() {
    assert_eq!(socket_address("https://media.example"), "wss://media.example/graphql");
    assert_eq!(socket_address("http://127.0.0.1:4000"), "ws://127.0.0.1:4000/graphql");
}

use std::collections::VecDeque;

use futures::executor::block_on;

use super::*;
use crate::operations::identity::{Sessions, SignIn, SignInInput};
use crate::operations::session::RevokeOtherSessions;

const EXPIRED: &str = r#"{ "data": null, "errors": [{ "message": "sign in", "extensions": { "code": "UNAUTHENTICATED" } }] }"#;
const SESSIONS: &str = r#"{ "data": { "sessions": [] } }"#;
const REFRESHED: &str = r#"{ "data": { "refreshSession": { "sessionId": "session_1" } } }"#;

type Log = Rc<RefCell<Vec<String>>>;
type Answers = VecDeque<Result<Reply, Failure>>;

/// Answers each operation from its own row of answers, and writes down what was asked.
#[derive(Default)]
struct Script {
    answers: RefCell<Vec<(&'static str, Answers)>>,
    log: Log,
}

impl Script {
    fn answer(self, name: &'static str, answers: impl IntoIterator<Item = Result<&'static str, Failure>>) -> Self {
        let answers =
            answers.into_iter().map(|answer| answer.map(|body| Reply { status: 200, body: body.to_owned(), ..Reply::default() }));
        self.answers.borrow_mut().push((name, answers.collect()));
        self
    }

    fn client(self) -> (Client, Log, Rc<Cell<u32>>) {
        let log = Rc::clone(&self.log);
        let client = Client::over("http://media.example".to_owned(), Box::new(self));
        let lost = Rc::new(Cell::new(0));
        let count = Rc::clone(&lost);
        client.on_session_lost(move || count.set(count.get() + 1));
        (client, log, lost)
    }
}

impl Transport for Script {
    fn post<'a>(&'a self, url: &'a str, body: &'a str, _: Duration, _: bool) -> LocalBoxFuture<'a, Result<Reply, Failure>> {
        assert_eq!(url, "http://media.example/graphql");
        let request: serde_json::Value = serde_json::from_str(body).unwrap();
        let name = request["operationName"].as_str().unwrap().to_owned();
        self.log.borrow_mut().push(name.clone());
        async move {
            // Others get their turn, as they do while a request is under way.
            futures::pending_once().await;
            let mut answers = self.answers.borrow_mut();
            let (_, row) = answers.iter_mut().find(|(known, _)| *known == name).expect("an answer to every operation");
            row.pop_front().expect("an answer to every request")
        }
        .boxed_local()
    }

    fn sleep(&self, _: Duration) -> LocalBoxFuture<'static, ()> {
        self.log.borrow_mut().push("sleep".to_owned());
        futures::future::ready(()).boxed_local()
    }

    fn random(&self) -> f64 {
        0.5
    }
}

/// A turn for the others.
mod futures {
    pub use ::futures::*;

    pub async fn pending_once() {
        let mut is_first = true;
        future::poll_fn(|cx| {
            if std::mem::take(&mut is_first) {
                cx.waker().wake_by_ref();
                return task::Poll::Pending;
            }
            task::Poll::Ready(())
        })
        .await;
    }
}

fn unreachable() -> Result<&'static str, Failure> {
    Err(Failure::Unreachable("refused".to_owned()))
}

#[test]
fn many_expired_operations_refresh_once_and_all_succeed() {
    let (client, log, lost) = Script::default()
        .answer("Sessions", [Ok(EXPIRED), Ok(EXPIRED), Ok(EXPIRED), Ok(SESSIONS), Ok(SESSIONS), Ok(SESSIONS)])
        .answer("RefreshSession", [Ok(REFRESHED)])
        .client();
    let answers = block_on(join_all((0..3).map(|_| client.run(Sessions::operation()))));
    assert!(answers.iter().all(Result::is_ok), "{answers:?}");
    assert_eq!(log.borrow().iter().filter(|name| *name == "RefreshSession").count(), 1, "{log:?}");
    assert_eq!(lost.get(), 0);
}

#[test]
fn a_lost_session_is_told_once_until_somebody_signs_in() {
    let signed_in = r#"{ "data": { "signIn": { "user": { "id": "user_1", "displayName": "Ada", "avatarUrl": null } } } }"#;
    let (client, _, lost) = Script::default()
        .answer("Sessions", [Ok(EXPIRED), Ok(EXPIRED), Ok(SESSIONS), Ok(EXPIRED)])
        .answer("RefreshSession", [Ok(EXPIRED), Ok(EXPIRED), Ok(EXPIRED)])
        .answer("SignIn", [Ok(signed_in)])
        .client();
    let refused = block_on(join_all((0..2).map(|_| client.run(Sessions::operation()))));
    assert!(refused.iter().all(|answer| answer.as_ref().is_err_and(|error| error.kind == ErrorKind::Unauthenticated)));
    assert_eq!(lost.get(), 1);
    let input = SignInInput { login: "ada".to_owned(), password: "secret".to_owned(), device_name: None };
    block_on(client.run(SignIn::operation(input))).unwrap();
    assert!(block_on(client.run(Sessions::operation())).is_ok());
    assert!(block_on(client.run(Sessions::operation())).is_err());
    assert_eq!(lost.get(), 2);
}

#[test]
fn whoever_acts_after_the_session_was_lost_is_told_again() {
    let (client, _, lost) = Script::default()
        .answer("Sessions", [Ok(EXPIRED), Ok(EXPIRED)])
        .answer("RevokeOtherSessions", [Ok(EXPIRED)])
        .answer("RefreshSession", [Ok(EXPIRED), Ok(EXPIRED), Ok(EXPIRED)])
        .client();
    assert!(block_on(client.run(Sessions::operation())).is_err());
    assert!(block_on(client.run(Sessions::operation())).is_err());
    assert_eq!(lost.get(), 1);
    assert!(block_on(client.run(RevokeOtherSessions::operation())).is_err());
    assert_eq!(lost.get(), 2);
}

#[test]
fn a_server_that_is_away_while_refreshing_ends_no_session() {
    let (client, _, lost) = Script::default()
        .answer("Sessions", [Ok(EXPIRED)])
        .answer("RefreshSession", [unreachable(), unreachable(), unreachable(), unreachable()])
        .client();
    let error = block_on(client.run(Sessions::operation())).unwrap_err();
    assert_eq!(error.kind, ErrorKind::Network { is_offline: false });
    assert_eq!(lost.get(), 0);
}

#[test]
fn a_query_is_sent_again_when_the_network_fails_and_a_mutation_is_not() {
    let (client, log, _) = Script::default()
        .answer("Sessions", [unreachable(), Err(Failure::TimedOut), Ok(SESSIONS)])
        .answer("RevokeOtherSessions", [unreachable()])
        .client();
    assert!(block_on(client.run(Sessions::operation())).is_ok());
    assert_eq!(*log.borrow(), ["Sessions", "sleep", "Sessions", "sleep", "Sessions"]);
    let error = block_on(client.run(RevokeOtherSessions::operation())).unwrap_err();
    assert!(matches!(error.kind, ErrorKind::Network { is_offline: false }));
    assert_eq!(log.borrow().len(), 6);
}

#[test]
fn what_was_asked_ahead_is_sent_at_once_and_answers_the_first_who_asks() {
    let (client, log, _) = Script::default().answer("Sessions", [Ok(SESSIONS), Ok(SESSIONS)]).client();
    client.ask_ahead(Sessions::operation());
    assert_eq!(*log.borrow(), ["Sessions"]);
    assert!(block_on(client.run(Sessions::operation())).is_ok());
    assert_eq!(log.borrow().len(), 1);
    assert!(block_on(client.run(Sessions::operation())).is_ok());
    assert_eq!(log.borrow().len(), 2);
}

#[test]
fn what_was_asked_ahead_and_brought_is_there_when_it_is_asked_for() {
    let (client, log, _) = Script::default().answer("Sessions", [Ok(SESSIONS)]).client();
    client.ask_ahead(Sessions::operation());
    block_on(client.bring_ahead());
    assert!(client.run(Sessions::operation()).now_or_never().is_some_and(|answer| answer.is_ok()));
    assert_eq!(*log.borrow(), ["Sessions"]);
    assert_eq!(client.bring_ahead().now_or_never(), Some(()));
}

#[test]
fn what_was_asked_ahead_is_asked_anew_after_a_change() {
    let (client, log, _) = Script::default()
        .answer("Sessions", [Ok(SESSIONS), Ok(SESSIONS)])
        .answer("RevokeOtherSessions", [unreachable()])
        .client();
    client.ask_ahead(Sessions::operation());
    assert!(block_on(client.run(RevokeOtherSessions::operation())).is_err());
    assert!(block_on(client.run(Sessions::operation())).is_ok());
    assert_eq!(*log.borrow(), ["Sessions", "RevokeOtherSessions", "Sessions"]);
}

#[test]
fn what_was_asked_ahead_with_an_expired_session_refreshes_it_once() {
    let (client, log, lost) = Script::default()
        .answer("Sessions", [Ok(EXPIRED), Ok(EXPIRED), Ok(SESSIONS), Ok(SESSIONS)])
        .answer("RefreshSession", [Ok(REFRESHED)])
        .client();
    client.ask_ahead(Sessions::operation());
    let answers = block_on(join_all((0..2).map(|_| client.run(Sessions::operation()))));
    assert!(answers.iter().all(Result::is_ok), "{answers:?}");
    assert_eq!(log.borrow().iter().filter(|name| *name == "RefreshSession").count(), 1, "{log:?}");
    assert_eq!(lost.get(), 0);
}

#[test]
fn without_a_network_nothing_is_tried_twice() {
    let (client, log, _) = Script::default().answer("Sessions", [Err(Failure::Offline)]).client();
    let error = block_on(client.run(Sessions::operation())).unwrap_err();
    assert_eq!(error.kind, ErrorKind::Network { is_offline: true });
    assert_eq!(log.borrow().len(), 1);
}

#[test]
fn a_wrong_password_is_a_field_error_and_no_lost_session() {
    let wrong = r#"{ "data": null, "errors": [{ "message": "wrong", "extensions": { "code": "INVALID_INPUT", "field": "password",
        "fields": [{ "field": "password", "message": "the password is wrong" }], "correlationId": "abc" } }] }"#;
    let (client, _, lost) = Script::default().answer("SignIn", [Ok(wrong)]).client();
    let input = SignInInput { login: "ada".to_owned(), password: "no".to_owned(), device_name: None };
    let error = block_on(client.run(SignIn::operation(input))).unwrap_err();
    assert_eq!(error.field("password"), Some("the password is wrong"));
    assert_eq!(error.correlation_id.as_deref(), Some("abc"));
    assert_eq!(lost.get(), 0);
}

#[test]
fn what_is_not_graphql_is_known_by_its_status_and_its_request_id() {
    let reply = Reply { status: 502, body: "<html>".to_owned(), request_id: Some("id-1".to_owned()), retry_after: None };
    let error = read(&reply).unwrap_err();
    assert_eq!((error.kind, error.correlation_id.as_deref()), (ErrorKind::Unavailable, Some("id-1")));
}

#[test]
fn an_address_is_taken_with_and_without_the_path() {
    for given in ["http://a.example", "http://a.example/", "http://a.example/graphql", " http://a.example/graphql/ "] {
        let client = Client::new(given);
        assert_eq!(client.base(), "http://a.example", "{given}");
    }
}

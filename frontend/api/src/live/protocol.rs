//! The messages of `graphql-transport-ws`, and what a close of the server's means.

use serde::Deserialize;
use serde_json::value::RawValue;

/// The only protocol spoken.
pub(super) const PROTOCOL: &str = "graphql-transport-ws";

pub(super) const INIT: &str = r#"{"type":"connection_init"}"#;
pub(super) const PING: &str = r#"{"type":"ping"}"#;
pub(super) const PONG: &str = r#"{"type":"pong"}"#;

pub(super) fn subscribe(id: u64, request: &str) -> String {
    format!(r#"{{"type":"subscribe","id":"{id}","payload":{request}}}"#)
}

pub(super) fn complete(id: u64) -> String {
    format!(r#"{{"type":"complete","id":"{id}"}}"#)
}

/// What the server says.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Message {
    Ack,
    Ping,
    Pong,
    Next { id: u64, payload: String },
    Error { id: u64, errors: String },
    Complete { id: u64 },
}

#[derive(Deserialize)]
struct Wire<'a> {
    #[serde(rename = "type")]
    kind: &'a str,
    id: Option<String>,
    #[serde(borrow)]
    payload: Option<&'a RawValue>,
}

impl Message {
    /// Reads a message; `None` for what a newer server may say.
    pub(super) fn read(text: &str) -> Option<Self> {
        let Wire { kind, id, payload } = serde_json::from_str(text).ok()?;
        let id = || id.as_deref()?.parse().ok();
        let payload = || payload.map(|payload| payload.get().to_owned());
        match kind {
            "connection_ack" => Some(Self::Ack),
            "ping" => Some(Self::Ping),
            "pong" => Some(Self::Pong),
            "next" => Some(Self::Next { id: id()?, payload: payload()? }),
            "error" => Some(Self::Error { id: id()?, errors: payload()? }),
            "complete" => Some(Self::Complete { id: id()? }),
            _ => None,
        }
    }
}

/// What the end of a socket asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Closed {
    /// The access token has ended, or the session: a refresh will tell which.
    Unauthorized,
    /// The server will not have this page.
    Forbidden,
    /// The person's rights changed: come back at once.
    ComeBack,
    /// The network or the server is away: come back later.
    Away,
}

impl Closed {
    pub(super) const fn of(code: u16) -> Self {
        match code {
            4401 => Self::Unauthorized,
            4403 => Self::Forbidden,
            1012 => Self::ComeBack,
            _ => Self::Away,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn messages_are_read_and_unknown_ones_left() {
        let next = r#"{"type":"next","id":"7","payload":{"data":{"a":1}}}"#;
        assert_eq!(Message::read(next), Some(Message::Next { id: 7, payload: r#"{"data":{"a":1}}"#.to_owned() }));
        assert_eq!(Message::read(r#"{"type":"connection_ack"}"#), Some(Message::Ack));
        assert_eq!(Message::read(r#"{"type":"ping","payload":null}"#), Some(Message::Ping));
        let error = r#"{"type":"error","id":"7","payload":[{"message":"no"}]}"#;
        assert_eq!(Message::read(error), Some(Message::Error { id: 7, errors: r#"[{"message":"no"}]"#.to_owned() }));
        assert_eq!(Message::read(r#"{"type":"news"}"#), None);
        assert_eq!(Message::read("not json"), None);
    }

    #[test]
    fn what_is_sent_is_json() {
        for text in [INIT.to_owned(), PING.to_owned(), PONG.to_owned(), complete(3), subscribe(3, r#"{"query":"{a}"}"#)] {
            assert!(serde_json::from_str::<serde_json::Value>(&text).is_ok(), "{text}");
        }
    }
}

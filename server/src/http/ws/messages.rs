use async_graphql::Response;
use axum::extract::ws::{CloseFrame, Message, Utf8Bytes};
use serde::{Deserialize, Serialize};
use serde_json::Value;

/// What a client says.
#[derive(Debug, Deserialize)]
#[serde(tag = "type", rename_all = "snake_case")]
pub(super) enum ClientMessage {
    ConnectionInit { payload: Option<InitPayload> },
    Subscribe { id: String, payload: Box<async_graphql::Request> },
    Complete { id: String },
    Ping { payload: Option<Value> },
    Pong,
}

/// What may come with `connection_init`: a program's credentials; a browser's come as cookies.
#[derive(Debug, Default, Deserialize)]
pub(super) struct InitPayload {
    /// As the header of that name: `Bearer …`.
    #[serde(alias = "Authorization")]
    pub(super) authorization: Option<String>,
    /// The bare token or API key.
    pub(super) token: Option<String>,
}

impl InitPayload {
    /// The credentials as the `Authorization` header would carry them.
    pub(super) fn header(self) -> Option<String> {
        self.authorization.or_else(|| self.token.map(|token| format!("Bearer {token}")))
    }
}

/// What the server says.
#[derive(Serialize)]
#[serde(tag = "type", rename_all = "snake_case")]
pub(super) enum ServerMessage<'a> {
    ConnectionAck,
    Pong {
        #[serde(skip_serializing_if = "Option::is_none")]
        payload: Option<Value>,
    },
    Next {
        id: &'a str,
        payload: &'a Response,
    },
    Error {
        id: &'a str,
        payload: &'a [async_graphql::ServerError],
    },
    Complete {
        id: &'a str,
    },
}

impl ServerMessage<'_> {
    /// The message as it goes over the wire.
    pub(super) fn text(&self) -> Message {
        // Everything in it serializes.
        Message::Text(serde_json::to_string(self).unwrap_or_default().into())
    }
}

/// Why the server closes a socket. The numbers from 4400 are the protocol's own.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Close {
    /// The server goes away; come back later.
    GoingAway,
    /// The person's rights changed; come back at once.
    RightsChanged,
    /// The server cannot tell who asks right now; come back later.
    TryAgain,
    /// The client sent what is not a message of the protocol; says what was wrong.
    Invalid(String),
    /// Nobody is signed in, or no longer.
    Unauthorized,
    /// The credentials are not good.
    Forbidden,
    /// `connection_init` did not come.
    InitTimeout,
    /// An operation of this id runs already.
    Duplicate(String),
    /// `connection_init` came twice.
    TooManyInits,
    /// The person holds too many sockets.
    TooManySockets,
    /// The client is not there any more.
    Silent,
}

impl Close {
    pub(super) fn frame(&self) -> CloseFrame {
        let (code, reason) = match self {
            Self::GoingAway => (1001, "Going away".to_owned()),
            Self::Silent => (1001, "Nothing heard".to_owned()),
            Self::RightsChanged => (1012, "Your rights changed: connect again".to_owned()),
            Self::TryAgain => (1013, "Try again later".to_owned()),
            Self::Invalid(what) => (4400, what.clone()),
            Self::Unauthorized => (4401, "Unauthorized".to_owned()),
            Self::Forbidden => (4403, "Forbidden".to_owned()),
            Self::InitTimeout => (4408, "Connection initialisation timeout".to_owned()),
            Self::Duplicate(id) => (4409, format!("Subscriber for {id} already exists")),
            Self::TooManyInits => (4429, "Too many initialisation requests".to_owned()),
            Self::TooManySockets => (4429, "Too many connections".to_owned()),
        };
        CloseFrame { code, reason: shorten(reason) }
    }
}

/// A close frame holds at most 123 bytes of reason.
fn shorten(mut reason: String) -> Utf8Bytes {
    let mut end = reason.len().min(123);
    while !reason.is_char_boundary(end) {
        end -= 1;
    }
    reason.truncate(end);
    reason.into()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_reason_is_cut_between_characters() {
        assert_eq!(shorten("é".repeat(100)).as_str(), "é".repeat(61));
        assert_eq!(Close::Unauthorized.frame().code, 4401);
    }
}

//! The API over a WebSocket.

use std::time::Duration;

use futures_util::{SinkExt, StreamExt};
use medianest_core::App;
use medianest_core::events::{Events, ListenOptions};
use serde_json::{Value, json};
use tokio::time::timeout;
use tokio_tungstenite::tungstenite::client::IntoClientRequest;
use tokio_tungstenite::tungstenite::http::HeaderValue;
use tokio_tungstenite::tungstenite::{Error, Message};
use tokio_util::sync::CancellationToken;

use super::TestServer;

/// How long the server may take to say what it says by itself.
pub const PATIENCE: Duration = Duration::from_secs(20);

/// What is below it.
pub type Stream = tokio_tungstenite::WebSocketStream<tokio_tungstenite::MaybeTlsStream<tokio::net::TcpStream>>;

/// A socket on which graphql-transport-ws is spoken.
pub struct Socket(pub Stream);

/// Opens a socket with these headers, or says why it was refused.
pub async fn try_connect(server: &TestServer, headers: &[(&'static str, &str)]) -> Result<Socket, Box<Error>> {
    let mut request = format!("ws://{}/graphql", server.address).into_client_request().unwrap();
    for (name, value) in headers {
        request.headers_mut().insert(*name, HeaderValue::from_str(value).unwrap());
    }
    let (stream, _) = tokio_tungstenite::connect_async(request).await.map_err(Box::new)?;
    Ok(Socket(stream))
}

/// The header that names the protocol.
pub const OURS: (&str, &str) = ("sec-websocket-protocol", "graphql-transport-ws");

/// Opens a socket.
pub async fn connect(server: &TestServer) -> Socket {
    try_connect(server, &[OURS]).await.unwrap()
}

impl Socket {
    /// Sends a message of the protocol.
    pub async fn say(&mut self, message: Value) {
        self.0.send(Message::text(message.to_string())).await.unwrap();
    }

    /// The next message of the protocol, or the code of the close.
    pub async fn hear(&mut self) -> Result<Value, u16> {
        loop {
            let frame = timeout(PATIENCE, self.0.next()).await.expect("the server says something").expect("a frame or a close");
            match frame.unwrap() {
                Message::Text(text) => return Ok(serde_json::from_str(&text).unwrap()),
                Message::Close(frame) => return Err(frame.expect("a close says why").code.into()),
                _ => {}
            }
        }
    }

    /// Says who speaks.
    pub async fn sign_in(&mut self, token: &str) {
        self.say(json!({ "type": "connection_init", "payload": { "authorization": format!("Bearer {token}") } })).await;
        assert_eq!(self.hear().await.unwrap()["type"], "connection_ack");
    }

    /// Begins an operation.
    pub async fn subscribe(&mut self, id: &str, query: &str) {
        self.say(json!({ "type": "subscribe", "id": id, "payload": { "query": query } })).await;
    }
}

/// Has the app hear what other processes say, and itself.
pub async fn listen(app: &App) {
    tokio::spawn(Events::listen(app.clone(), ListenOptions::default(), CancellationToken::new()));
    timeout(PATIENCE, app.events().listening()).await.unwrap();
}

//! The API of a server process, as a program of its administrator asks it.

use std::net::SocketAddr;
use std::process::Stdio;

use futures_util::{SinkExt, StreamExt};
use reqwest::{Method, RequestBuilder};
use serde_json::{Value, json};
use tokio::time::timeout;
use tokio_tungstenite::tungstenite::Message;
use tokio_tungstenite::tungstenite::client::IntoClientRequest;
use tokio_tungstenite::tungstenite::http::HeaderValue;

use crate::support::{PATIENCE, Server, finish, medianest, stderr};

const PASSWORD: &str = "correct horse battery staple";

/// Somebody signed in.
#[derive(Clone)]
pub struct Api {
    http: reqwest::Client,
    /// Where the server listens.
    pub address: SocketAddr,
    token: String,
}

impl Api {
    /// A new administrator, made by the command line and signed in over HTTP.
    pub async fn of_admin(server: &Server, name: &str) -> Self {
        let file = server.data_dir.join("password");
        std::fs::write(&file, PASSWORD).expect("it can be written");
        let mut command = medianest();
        command.args(["admin", "create", name, "--password-stdin", "--data-dir"]).arg(&server.data_dir);
        command.stdin(Stdio::from(std::fs::File::open(&file).expect("it was written")));
        let output = finish(&mut command);
        assert!(output.status.success(), "{}", stderr(&output));
        // reqwest is built without a TLS provider of its own; the tests speak plain HTTP, but it wants one to exist.
        let _ = rustls::crypto::ring::default_provider().install_default();
        let http = reqwest::Client::builder().no_proxy().timeout(PATIENCE).build().expect("a client can be made");
        let api = Self { http, address: server.address, token: String::new() };
        let sign_in = "mutation ($login: String!, $password: String!) {
            signIn(input: { login: $login, password: $password, mode: BEARER }) { tokens { accessToken } } }";
        let signed_in = api.data(sign_in, json!({ "login": name, "password": PASSWORD })).await;
        let token = signed_in["signIn"]["tokens"]["accessToken"].as_str().expect("a token").to_owned();
        Self { token, ..api }
    }

    /// A request, signed in.
    pub fn request(&self, method: Method, path: &str) -> RequestBuilder {
        let request = self.http.request(method, format!("http://{}{path}", self.address));
        if self.token.is_empty() { request } else { request.bearer_auth(&self.token) }
    }

    /// Runs an operation; nothing when the server is not there to answer.
    pub async fn try_run(&self, query: &str, variables: Value) -> Option<Value> {
        let body = json!({ "query": query, "variables": variables });
        self.request(Method::POST, "/graphql").json(&body).send().await.ok()?.json().await.ok()
    }

    /// Runs an operation and answers all that came back.
    pub async fn run(&self, query: &str, variables: Value) -> Value {
        self.try_run(query, variables).await.expect("the server answers")
    }

    /// Runs an operation that must go well.
    pub async fn data(&self, query: &str, variables: Value) -> Value {
        let mut answer = self.run(query, variables).await;
        assert!(answer.get("errors").is_none(), "{query}\n{answer:#}");
        answer["data"].take()
    }

    /// Uploads a file and asks for its import; answers the import's id.
    pub async fn import(&self, csv: String) -> String {
        let answer = self.request(Method::POST, "/api/imports/upload").body(csv).send().await.expect("the server answers");
        let uploaded: Value = answer.json().await.expect("the answer is JSON");
        let start = "mutation ($upload: ID!) {
            startImport(input: { source: CSV, uploadId: $upload, fileName: \"diary.csv\" }) { import { id } } }";
        let started = self.data(start, json!({ "upload": uploaded["uploadId"] })).await;
        started["startImport"]["import"]["id"].as_str().expect("an id").to_owned()
    }

    /// Opens a socket.
    pub async fn socket(&self) -> Socket {
        let mut request = format!("ws://{}/graphql", self.address).into_client_request().expect("an address");
        request.headers_mut().insert("sec-websocket-protocol", HeaderValue::from_static("graphql-transport-ws"));
        let (stream, _) = tokio_tungstenite::connect_async(request).await.expect("the server takes sockets");
        let mut socket = Socket(stream);
        let payload = json!({ "authorization": format!("Bearer {}", self.token) });
        socket.say(json!({ "type": "connection_init", "payload": payload })).await;
        assert_eq!(socket.hear().await["type"], "connection_ack");
        socket
    }
}

/// A socket on which graphql-transport-ws is spoken.
pub struct Socket(tokio_tungstenite::WebSocketStream<tokio_tungstenite::MaybeTlsStream<tokio::net::TcpStream>>);

impl Socket {
    async fn say(&mut self, message: Value) {
        self.0.send(Message::text(message.to_string())).await.expect("the socket is open");
    }

    /// Begins an operation.
    pub async fn begin(&mut self, query: &str) {
        self.say(json!({ "type": "subscribe", "id": "1", "payload": { "query": query } })).await;
    }

    /// The next message of the protocol.
    pub async fn hear(&mut self) -> Value {
        loop {
            let frame = timeout(PATIENCE, self.0.next()).await.expect("the server says something").expect("it stays open");
            if let Message::Text(text) = frame.expect("it stays open") {
                return serde_json::from_str(&text).expect("a message is JSON");
            }
        }
    }

    /// Leaves.
    pub async fn close(mut self) {
        self.0.close(None).await.expect("the socket is open");
    }
}

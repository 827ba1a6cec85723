//! A server on a port of its own, and clients that talk to it.

pub mod socket;
pub mod transcript;

use std::net::SocketAddr;

use axum::Router;
use medianest_core::App;
use medianest_core::db::Role;
use medianest_server::http::{HttpConfig, Routes, api};
use medianest_test_support::{Person, World};
use serde_json::{Value, json};

use self::transcript::Transcript;

/// A running server over a world.
pub struct TestServer {
    /// The world it serves.
    pub world: World,
    /// Where it listens.
    pub address: SocketAddr,
    http: reqwest::Client,
    task: tokio::task::JoinHandle<()>,
}

/// Somebody who talks to the server.
pub struct Client<'a> {
    server: &'a TestServer,
    token: Option<String>,
}

impl TestServer {
    /// Serves a new world.
    pub async fn start() -> Self {
        Self::over(World::new().await, HttpConfig::default()).await
    }

    /// Serves this world, set up like this.
    pub async fn over(world: World, config: HttpConfig) -> Self {
        let (address, task) = serve(world.app.clone(), config).await;
        Self::at(world, address, task)
    }

    fn at(world: World, address: SocketAddr, task: tokio::task::JoinHandle<()>) -> Self {
        // reqwest is built without a TLS provider of its own; the tests speak plain HTTP, but it wants one to exist.
        let _ = rustls::crypto::ring::default_provider().install_default();
        let http = reqwest::Client::builder().no_proxy().build().expect("a client can be made");
        Self { world, address, http, task }
    }

    /// Serves this world, and writes down what its clients say and are told.
    pub async fn recorded(world: World) -> (Self, Transcript) {
        let transcript = Transcript::default();
        let routes = api(world.app.clone(), HttpConfig::default()).into_router();
        let (address, task) = serve_router(transcript.record(routes)).await;
        (Self::at(world, address, task), transcript)
    }

    /// Nobody in particular.
    pub fn anonymous(&self) -> Client<'_> {
        Client { server: self, token: None }
    }

    /// A new ordinary user, signed in.
    pub async fn user(&self, name: &str) -> (Person, Client<'_>) {
        self.with_role(name, Role::User).await
    }

    /// A new administrator, signed in.
    pub async fn admin(&self, name: &str) -> (Person, Client<'_>) {
        self.with_role(name, Role::Admin).await
    }

    /// Somebody new of this role, signed in.
    pub async fn with_role(&self, name: &str, role: Role) -> (Person, Client<'_>) {
        let person = self.world.with_role(name, role).await;
        let token = self.world.session_token(&person).await;
        (person, Client { server: self, token: Some(token) })
    }

    /// The API key of a new ordinary user.
    pub async fn api_key(&self, name: &str, scopes: &[&str]) -> String {
        let person = self.world.user(name).await;
        self.world.api_key(&person, scopes).await
    }

    /// Somebody new with an API key only.
    pub async fn with_key(&self, name: &str, scopes: &[&str]) -> Client<'_> {
        Client { server: self, token: Some(self.api_key(name, scopes).await) }
    }

    /// Somebody who holds this token.
    pub fn bearer(&self, token: &str) -> Client<'_> {
        Client { server: self, token: Some(token.to_owned()) }
    }

    /// The address of a path.
    pub fn url(&self, path: &str) -> String {
        format!("http://{}{path}", self.address)
    }

    /// The plain HTTP client, for requests that are not GraphQL's.
    pub fn http(&self) -> &reqwest::Client {
        &self.http
    }
}

impl Drop for TestServer {
    fn drop(&mut self) {
        self.task.abort();
    }
}

/// Serves an app on a free port until the task is aborted.
pub async fn serve(app: App, config: HttpConfig) -> (SocketAddr, tokio::task::JoinHandle<()>) {
    serve_routes(api(app, config)).await
}

/// Serves routes on a free port until the task is aborted.
pub async fn serve_routes(routes: Routes) -> (SocketAddr, tokio::task::JoinHandle<()>) {
    serve_router(routes.into_router()).await
}

async fn serve_router(router: Router) -> (SocketAddr, tokio::task::JoinHandle<()>) {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.expect("a free port");
    let address = listener.local_addr().expect("a bound socket has an address");
    let service = router.into_make_service_with_connect_info::<SocketAddr>();
    let task = tokio::spawn(async move { axum::serve(listener, service).await.expect("the server runs") });
    (address, task)
}

impl Client<'_> {
    async fn send(&self, query: &str, variables: Value) -> reqwest::Response {
        let mut request =
            self.server.http.post(self.server.url("/graphql")).json(&json!({ "query": query, "variables": variables }));
        if let Some(token) = &self.token {
            request = request.bearer_auth(token);
        }
        request.send().await.expect("the server answers")
    }

    /// Runs an operation and returns the whole answer: `data`, `errors`.
    pub async fn run(&self, query: &str, variables: Value) -> Value {
        self.send(query, variables).await.json().await.expect("the answer is JSON")
    }

    /// Runs an operation and returns the answer as it came.
    pub async fn text(&self, query: &str) -> String {
        self.send(query, json!({})).await.text().await.expect("the answer is text")
    }

    /// Runs an operation that must succeed and returns its data.
    pub async fn data(&self, query: &str, variables: Value) -> Value {
        let mut answer = self.run(query, variables).await;
        assert!(answer.get("errors").is_none(), "{query}\n{answer:#}");
        answer["data"].take()
    }

    /// Runs an operation that must fail and returns the first error's code.
    pub async fn code(&self, query: &str, variables: Value) -> String {
        let answer = self.run(query, variables).await;
        answer["errors"][0]["extensions"]["code"].as_str().unwrap_or_else(|| panic!("no error: {answer:#}")).to_owned()
    }
}

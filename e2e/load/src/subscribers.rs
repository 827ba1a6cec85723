//! Many subscribers of one stream: how late the last ones hear, and what each costs.

use std::sync::Arc;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};
use futures_util::{SinkExt, StreamExt};
use serde_json::{Value, json};
use tokio::sync::{Semaphore, mpsc};
use tokio::task::JoinSet;
use tokio_tungstenite::tungstenite::Message;
use tokio_tungstenite::tungstenite::client::IntoClientRequest;

use crate::server::Server;
use crate::stats::Times;

/// What was found.
pub struct Found {
    /// From the moment the scrobble was sent until each subscriber had heard of it.
    pub delivery: Times,
    /// Memory per subscriber, in KiB.
    pub kib_each: f64,
}

/// Sockets with one subscription each, that hear of changes.
pub struct Audience {
    count: usize,
    arrivals: mpsc::UnboundedReceiver<Instant>,
    /// Ends with the audience.
    _listening: JoinSet<()>,
}

impl Audience {
    /// Opens `count` sockets, and waits until each has heard what the state of things is.
    ///
    /// # Errors
    /// When a socket is refused.
    pub async fn open(server: &Server, keys: &[String], subscription: &str, count: usize) -> Result<Self> {
        let (heard, mut arrivals) = mpsc::unbounded_channel::<Instant>();
        let (ready, mut readies) = mpsc::unbounded_channel::<Result<()>>();
        // Opening all at once would only measure the accept queue.
        let opening = Arc::new(Semaphore::new(64));
        let mut listening = JoinSet::new();
        for n in 0..count {
            let (url, key) = (format!("{}/graphql", server.base.replacen("http", "ws", 1)), keys[n % keys.len()].clone());
            let (subscription, opening, heard, ready) =
                (subscription.to_owned(), Arc::clone(&opening), heard.clone(), ready.clone());
            listening.spawn(async move {
                let opened = {
                    let _turn = opening.acquire().await;
                    open(&url, &key, &subscription).await
                };
                match opened {
                    Ok(socket) => {
                        let _ = ready.send(Ok(()));
                        listen(socket, &heard).await;
                    }
                    Err(error) => {
                        let _ = ready.send(Err(error));
                    }
                }
            });
        }
        for _ in 0..count {
            readies.recv().await.context("every socket reports")??;
        }
        // The first answers are the state of things; they end when it has been quiet for a while.
        while tokio::time::timeout(QUIET, arrivals.recv()).await.is_ok() {}
        Ok(Self { count, arrivals, _listening: listening })
    }

    /// When each subscriber heard of one change.
    ///
    /// # Errors
    /// When one did not within 10 seconds.
    async fn all(&mut self) -> Result<Vec<Instant>> {
        let mut heard = Vec::with_capacity(self.count);
        while heard.len() < self.count {
            match tokio::time::timeout(Duration::from_secs(10), self.arrivals.recv()).await {
                Ok(Some(at)) => heard.push(at),
                _ => bail!("only {} of {} subscribers heard of it", heard.len(), self.count),
            }
        }
        Ok(heard)
    }

    /// How many messages came since it was asked last, until it is quiet.
    pub async fn heard(&mut self) -> usize {
        let mut heard = 0;
        while tokio::time::timeout(QUIET, self.arrivals.recv()).await.is_ok() {
            heard += 1;
        }
        heard
    }
}

/// So long nothing comes when everything has come.
const QUIET: Duration = Duration::from_secs(1);

/// Opens an audience, then tells `rounds` changes and times their arrival everywhere.
///
/// # Errors
/// When a socket is refused or a change does not arrive within 10 seconds.
pub async fn measure(
    server: &Server,
    keys: &[String],
    subscription: &str,
    count: usize,
    rounds: usize,
    mut change: impl AsyncFnMut(usize) -> Result<()>,
) -> Result<Found> {
    let before = server.memory_kib()?;
    let mut audience = Audience::open(server, keys, subscription, count).await?;
    let after = server.memory_kib()?;
    let mut times = Vec::with_capacity(count * rounds);
    for round in 0..rounds {
        let begun = Instant::now();
        change(round).await?;
        let heard = audience.all().await.with_context(|| format!("round {round}"))?;
        times.extend(heard.into_iter().map(|at| at - begun));
    }
    #[expect(clippy::cast_precision_loss, reason = "a few gigabytes of KiB fit")]
    let kib_each = (after.saturating_sub(before)) as f64 / count as f64;
    Ok(Found { delivery: Times::new(times), kib_each })
}

async fn listen(mut socket: Socket, heard: &mpsc::UnboundedSender<Instant>) {
    while let Some(Ok(message)) = socket.next().await {
        match message {
            Message::Text(text) if text.contains("\"next\"") => {
                let _ = heard.send(Instant::now());
            }
            Message::Text(text) if text.contains("\"ping\"") => {
                let _ = socket.send(Message::text(r#"{"type":"pong"}"#)).await;
            }
            _ => {}
        }
    }
}

type Socket = tokio_tungstenite::WebSocketStream<tokio_tungstenite::MaybeTlsStream<tokio::net::TcpStream>>;

async fn open(url: &str, key: &str, subscription: &str) -> Result<Socket> {
    let mut request = url.into_client_request()?;
    request.headers_mut().insert("sec-websocket-protocol", "graphql-transport-ws".parse()?);
    let (mut socket, _) = tokio_tungstenite::connect_async(request).await?;
    let init = json!({ "type": "connection_init", "payload": { "authorization": format!("Bearer {key}") } });
    socket.send(Message::text(init.to_string())).await?;
    loop {
        let message = socket.next().await.context("the socket stays open")??;
        let Message::Text(text) = message else { continue };
        let message: Value = serde_json::from_str(&text)?;
        match message["type"].as_str() {
            Some("connection_ack") => break,
            Some("ping") => socket.send(Message::text(r#"{"type":"pong"}"#)).await?,
            _ => bail!("instead of an ack: {text}"),
        }
    }
    let subscribe = json!({ "type": "subscribe", "id": "1", "payload": { "query": subscription } });
    socket.send(Message::text(subscribe.to_string())).await?;
    Ok(socket)
}

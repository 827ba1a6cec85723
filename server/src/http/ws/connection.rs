use std::collections::HashMap;
use std::pin::pin;

use async_graphql::{Request, Response, ServerError};
use axum::extract::ws::{Message, WebSocket};
use axum::http::header::AUTHORIZATION;
use axum::http::{HeaderMap, HeaderValue};
use futures_util::stream::{AbortHandle, BoxStream, SelectAll, abortable};
use futures_util::{StreamExt, stream};
use medianest_core::db::{ErrorLogId, Role, TypedId};
use medianest_core::policy::{Access, Actor, Origin, Who};
use medianest_core::{Error, identity};
use tokio::time::{Instant, MissedTickBehavior, interval_at, sleep, timeout};

use super::super::auth;
use super::super::graphql::admit;
use super::super::state::HttpState;
use super::messages::{ClientMessage, Close, InitPayload, ServerMessage};
use super::registry::Place;
use crate::graphql::{self, ErrorCode, Operation, Refusal};

/// The longest id a client may give an operation.
const LONGEST_ID: usize = 128;

/// Talks with a client until either has enough.
pub(super) async fn serve(state: HttpState, mut socket: WebSocket, origin: Origin, credentials: HeaderMap) {
    // What happens once or seldom lies apart on the heap: thousands of sockets wait with room for only what they do often.
    let ended = match Box::pin(greet(&state, &mut socket, origin, credentials)).await {
        Ok((actor, is_program, place)) => Connection::new(state, actor, is_program).run(&mut socket, &place).await,
        Err(ended) => ended,
    };
    if let Ended::By(close) = ended {
        tracing::debug!(?close, "a socket is closed");
        let frame = Message::Close(Some(close.frame()));
        // Whoever does not take the farewell is gone all the same.
        let _ = timeout(std::time::Duration::from_secs(5), async {
            if socket.send(frame).await.is_ok() {
                while let Some(Ok(_)) = socket.recv().await {}
            }
        })
        .await;
    }
}

/// How a socket ended.
enum Ended {
    /// The client left.
    Gone,
    /// The server ends it.
    By(Close),
}

impl From<Close> for Ended {
    fn from(close: Close) -> Self {
        Self::By(close)
    }
}

/// Waits for `connection_init`, finds out who asks, and acknowledges. The credentials end with it: they hold on to the buffer
/// that the whole request was read into, which is most of what a quiet socket would cost.
async fn greet(
    state: &HttpState,
    socket: &mut WebSocket,
    origin: Origin,
    credentials: HeaderMap,
) -> Result<(Actor, bool, Place), Ended> {
    let first = tokio::select! {
        first = timeout(state.config.sockets.init_timeout, next(socket)) => first.map_err(|_| Close::InitTimeout)??,
        () = state.config.shutdown.cancelled() => return Err(Close::GoingAway.into()),
    };
    let payload = match first {
        ClientMessage::ConnectionInit { payload } => payload.unwrap_or_default(),
        ClientMessage::Subscribe { .. } => return Err(Close::Unauthorized.into()),
        _ => return Err(Close::Invalid("send connection_init first".to_owned()).into()),
    };
    let (actor, is_program) = authenticate(state, payload, credentials, origin).await?;
    let Who::Person(person) = &actor.who else { return Err(Close::Unauthorized.into()) };
    let place = state.sockets.enter(person, state.config.sockets.per_person).ok_or(Close::TooManySockets)?;
    socket.send(ServerMessage::ConnectionAck.text()).await.map_err(|_| Ended::Gone)?;
    Ok((actor, is_program, place))
}

/// Who asks: by the payload's credentials if it has any, else by those of the upgrade request. Also whether it is a program,
/// which sent a token on purpose.
async fn authenticate(
    state: &HttpState,
    payload: InitPayload,
    upgrade: HeaderMap,
    origin: Origin,
) -> Result<(Actor, bool), Close> {
    let headers = match payload.header() {
        Some(header) => {
            let value = HeaderValue::from_str(&header).map_err(|_| Close::Forbidden)?;
            HeaderMap::from_iter([(AUTHORIZATION, value)])
        }
        None => upgrade,
    };
    let actor =
        auth::authenticate(&state.app, &state.config.trusted_origins, &headers, origin).await.map_err(|error| match error {
            Error::Unavailable(_) | Error::RateLimited(_) => Close::TryAgain,
            _ => Close::Forbidden,
        })?;
    Ok((actor, headers.contains_key(AUTHORIZATION)))
}

/// The next message of the protocol; the frames below it are dealt with on the way.
async fn next(socket: &mut WebSocket) -> Result<ClientMessage, Ended> {
    loop {
        match socket.recv().await {
            None | Some(Ok(Message::Close(_))) => return Err(Ended::Gone),
            Some(Ok(message)) => {
                if let Some(message) = read(&message)? {
                    return Ok(message);
                }
            }
            Some(Err(error)) => return Err(broken(&error)),
        }
    }
}

/// A frame's message; `None` for the frames below the protocol.
fn read(message: &Message) -> Result<Option<ClientMessage>, Close> {
    match message {
        Message::Text(text) => {
            serde_json::from_str(text).map(Some).map_err(|_| Close::Invalid("not a message of the protocol".to_owned()))
        }
        Message::Binary(_) => Err(Close::Invalid("send text, not binary".to_owned())),
        Message::Ping(_) | Message::Pong(_) | Message::Close(_) => Ok(None),
    }
}

/// A socket that fails is gone, but a message that is too large is answered.
fn broken(error: &axum::Error) -> Ended {
    if error.to_string().contains("too long") {
        return Close::Invalid("the message is too large".to_owned()).into();
    }
    Ended::Gone
}

/// An answer of one of the socket's operations, by its id and number; `None` when it has no more.
type Answer = (String, u64, Option<Response>);

/// An operation that runs.
struct Running {
    /// Which one, of all that the socket began: the client may use an id again as soon as its operation is over, while that
    /// still comes to its end here.
    number: u64,
    abort: AbortHandle,
    is_subscription: bool,
    has_answered: bool,
}

/// A socket whose person is known.
struct Connection {
    state: HttpState,
    actor: Actor,
    is_program: bool,
    operations: HashMap<String, Running>,
    /// How many operations began.
    begun: u64,
    answers: SelectAll<BoxStream<'static, Answer>>,
}

impl Connection {
    fn new(state: HttpState, actor: Actor, is_program: bool) -> Self {
        Self { state, actor, is_program, operations: HashMap::new(), begun: 0, answers: SelectAll::new() }
    }

    async fn run(&mut self, socket: &mut WebSocket, place: &Place) -> Ended {
        match self.talk(socket, place).await {
            Err(ended) => ended,
            Ok(never) => match never {},
        }
    }

    async fn talk(&mut self, socket: &mut WebSocket, place: &Place) -> Result<std::convert::Infallible, Ended> {
        let limits = self.state.config.sockets;
        let shutdown = self.state.config.shutdown.clone();
        let start = Instant::now();
        let mut ping = interval_at(start + limits.ping_interval, limits.ping_interval);
        ping.set_missed_tick_behavior(MissedTickBehavior::Delay);
        let mut recheck = interval_at(start + limits.recheck_interval, limits.recheck_interval);
        recheck.set_missed_tick_behavior(MissedTickBehavior::Delay);
        let mut is_heard = true;
        loop {
            tokio::select! {
                frame = socket.recv() => {
                    is_heard = true;
                    let message = match frame {
                        None | Some(Ok(Message::Close(_))) => return Err(Ended::Gone),
                        Some(Ok(frame)) => read(&frame)?,
                        Some(Err(error)) => return Err(broken(&error)),
                    };
                    if let Some(message) = message {
                        Box::pin(self.hear(socket, message)).await?;
                    }
                }
                Some(answer) = self.answers.next(), if !self.answers.is_empty() => self.pass_on(socket, answer).await?,
                _ = ping.tick() => {
                    if !std::mem::take(&mut is_heard) {
                        return Err(Close::Silent.into());
                    }
                    self.send(socket, Message::Ping(axum::body::Bytes::new())).await?;
                }
                _ = recheck.tick() => Box::pin(self.recheck()).await?,
                () = place.recheck.notified() => Box::pin(self.recheck()).await?,
                () = shutdown.cancelled() => return Err(Box::pin(self.drain(socket)).await),
            }
        }
    }

    async fn hear(&mut self, socket: &mut WebSocket, message: ClientMessage) -> Result<(), Ended> {
        match message {
            ClientMessage::ConnectionInit { .. } => Err(Close::TooManyInits.into()),
            ClientMessage::Ping { payload } => self.send(socket, ServerMessage::Pong { payload }.text()).await,
            ClientMessage::Pong => Ok(()),
            ClientMessage::Complete { id } => {
                // Whatever it was about to say is not wanted any more.
                if let Some(operation) = self.operations.remove(&id) {
                    operation.abort.abort();
                }
                Ok(())
            }
            ClientMessage::Subscribe { id, payload } => self.begin(id, *payload).await,
        }
    }

    /// Starts an operation.
    async fn begin(&mut self, id: String, request: Request) -> Result<(), Ended> {
        if id.is_empty() || id.len() > LONGEST_ID {
            return Err(Close::Invalid(format!("give the operation an id of 1 to {LONGEST_ID} characters")).into());
        }
        if self.operations.contains_key(&id) {
            return Err(Close::Duplicate(id).into());
        }
        let actor = self.actor_of_operation();
        let most = self.state.config.sockets.operations;
        let admitted = if self.operations.len() >= most {
            let message = format!("at most {most} operations run on one connection at a time");
            Err(Refusal { code: ErrorCode::LimitExceeded, message })
        } else {
            admit(&self.state, &actor, self.is_program, request)
        };
        let read = match admitted {
            Ok(request) => self.state.schema.read(request).await,
            Err(refusal) => Err(refusal.into_server_error()),
        };
        let (schema, app) = (self.state.schema.clone(), self.state.app.clone());
        let is_subscription = read.as_ref().is_ok_and(Operation::is_subscription);
        let responses = match read {
            Ok(operation) if is_subscription => graphql::execute_stream(&schema, &app, &actor, operation).boxed(),
            read => stream::once(async move { graphql::execute_read(&schema, &app, &actor, read).await }).boxed(),
        };
        let (responses, abort) = abortable(responses);
        self.begun += 1;
        let (key, number) = (id.clone(), self.begun);
        let answers = responses.map(Some).chain(stream::once(async { None })).map(move |answer| (key.clone(), number, answer));
        self.operations.insert(id, Running { number, abort, is_subscription, has_answered: false });
        self.answers.push(answers.boxed());
        Ok(())
    }

    /// The socket's person, with a correlation id for one operation.
    fn actor_of_operation(&self) -> Actor {
        let mut actor = self.actor.clone();
        actor.origin.correlation_id = Some(self.state.app.new_id::<ErrorLogId>().uuid());
        actor
    }

    /// Sends what an operation answered, unless the client has lost interest.
    async fn pass_on(&mut self, socket: &mut WebSocket, (id, number, answer): Answer) -> Result<(), Ended> {
        let operation = self.operations.get_mut(&id).filter(|operation| operation.number == number);
        let Some(operation) = operation else { return Ok(()) };
        let message = match answer {
            Some(response) if !operation.has_answered && never_began(&response, operation.is_subscription) => {
                operation.abort.abort();
                self.operations.remove(&id);
                ServerMessage::Error { id: &id, payload: &response.errors }.text()
            }
            Some(response) => {
                operation.has_answered = true;
                ServerMessage::Next { id: &id, payload: &response }.text()
            }
            None => {
                self.operations.remove(&id);
                ServerMessage::Complete { id: &id }.text()
            }
        };
        self.send(socket, message).await
    }

    async fn send(&mut self, socket: &mut WebSocket, message: Message) -> Result<(), Ended> {
        match timeout(self.state.config.sockets.send_timeout, socket.send(message)).await {
            Ok(Ok(())) => Ok(()),
            Ok(Err(_)) | Err(_) => Err(Ended::Gone),
        }
    }

    /// Looks at the session anew; a database that is away for a moment ends nothing.
    async fn recheck(&mut self) -> Result<(), Close> {
        match identity::recheck(&self.state.app, &self.actor).await {
            Ok(actor) if rights(&actor) == rights(&self.actor) => Ok(()),
            Ok(_) => Err(Close::RightsChanged),
            Err(Error::Unavailable(_) | Error::Internal(_)) => Ok(()),
            Err(_) => Err(Close::Unauthorized),
        }
    }

    /// Lets queries and mutations end before the server goes away.
    async fn drain(&mut self, socket: &mut WebSocket) -> Ended {
        let mut deadline = pin!(sleep(self.state.config.sockets.drain_timeout));
        while self.operations.values().any(|operation| !operation.is_subscription) {
            tokio::select! {
                () = &mut deadline => break,
                Some(answer) = self.answers.next() => {
                    if let Err(ended) = self.pass_on(socket, answer).await {
                        return ended;
                    }
                }
            }
        }
        Close::GoingAway.into()
    }
}

/// What a person may do: operations that run were let in by it.
fn rights(actor: &Actor) -> Option<(Role, &[Access], bool)> {
    match &actor.who {
        Who::Person(person) => Some((person.role, &person.access, person.requires_password_change)),
        Who::Anonymous | Who::System(_) => None,
    }
}

/// Whether an operation was refused as a whole: the protocol then has one `error` instead of a `next` and a `complete`.
fn never_began(response: &Response, is_subscription: bool) -> bool {
    let is_of_request = |error: &ServerError| is_subscription || error.path.is_empty();
    response.data == async_graphql::Value::Null && !response.errors.is_empty() && response.errors.iter().all(is_of_request)
}

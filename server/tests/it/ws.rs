//! Sockets as clients meet them.

use std::time::Duration;

use futures_util::SinkExt;
use medianest_core::App;
use medianest_core::db::{NotificationCategory, NotificationSeverity, UserId};
use medianest_core::events::Event;
use medianest_core::notifications::{self, NewNotification};
use medianest_server::http::HttpConfig;
use medianest_server::http::ws::SocketLimits;
use medianest_test_support::World;
use serde_json::json;
use tokio::time::timeout;
use tokio_tungstenite::tungstenite::{Error, Message};

use crate::support::TestServer;
use crate::support::socket::{OURS, Socket, connect, listen, try_connect};

async fn signed_in(server: &TestServer, name: &str) -> (UserId, String, Socket) {
    let person = server.world.user(name).await;
    let token = server.world.session_token(&person).await;
    let mut socket = connect(server).await;
    socket.sign_in(&token).await;
    (person.id, token, socket)
}

fn quick(sockets: SocketLimits) -> HttpConfig {
    HttpConfig { sockets, ..HttpConfig::default() }
}

/// Tells somebody something.
pub async fn tell(app: &App, user_id: UserId, title: &str) {
    let conn = app.db().await.unwrap();
    let news = NewNotification {
        user_id,
        notification_type: "test",
        category: NotificationCategory::System,
        severity: NotificationSeverity::Info,
        title: title.to_owned(),
        message: String::new(),
        link_url: None,
        data: json!({}),
        dedupe_key: None,
        expires_at: None,
    };
    notifications::notify(&conn, app, news).await.unwrap().unwrap();
}

const NEWS: &str = "subscription { notificationReceived { isResync notification { title } } }";

#[tokio::test(flavor = "multi_thread")]
async fn queries_mutations_and_subscriptions_run_on_one_socket() {
    let server = TestServer::start().await;
    listen(&server.world.app).await;
    let (id, _, mut socket) = signed_in(&server, "ana").await;
    socket.subscribe("news", NEWS).await;
    socket.subscribe("q", "{ unreadNotificationCount }").await;
    assert_eq!(
        socket.hear().await.unwrap(),
        json!({ "type": "next", "id": "q", "payload": { "data": { "unreadNotificationCount": 0 } } })
    );
    assert_eq!(socket.hear().await.unwrap(), json!({ "type": "complete", "id": "q" }));
    tell(&server.world.app, id, "hello").await;
    let news = socket.hear().await.unwrap();
    assert_eq!(news["payload"]["data"]["notificationReceived"]["notification"]["title"], "hello");
    socket.subscribe("m", "mutation { markNotificationsRead(input: { all: true }) { unreadNotificationCount } }").await;
    assert_eq!(socket.hear().await.unwrap()["payload"]["data"]["markNotificationsRead"]["unreadNotificationCount"], 0);
    assert_eq!(socket.hear().await.unwrap()["type"], "complete");
    socket.say(json!({ "type": "ping", "payload": { "n": 1 } })).await;
    assert_eq!(socket.hear().await.unwrap(), json!({ "type": "pong", "payload": { "n": 1 } }));
    // After `complete` nothing more comes of it, and its id is free again.
    socket.say(json!({ "type": "complete", "id": "news" })).await;
    tell(&server.world.app, id, "unheard").await;
    socket.subscribe("news", "{ unreadNotificationCount }").await;
    assert_eq!(socket.hear().await.unwrap()["payload"]["data"]["unreadNotificationCount"], 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn news_made_on_one_server_is_heard_on_another_and_by_nobody_else() {
    let server = TestServer::start().await;
    let other = server.world.second_app();
    listen(&server.world.app).await;
    let (ana, _, mut hers) = signed_in(&server, "ana").await;
    let (ben, _, mut his) = signed_in(&server, "ben").await;
    hers.subscribe("n", NEWS).await;
    his.subscribe("n", NEWS).await;
    // Both subscriptions stand once a later operation has answered.
    for socket in [&mut hers, &mut his] {
        socket.subscribe("q", "{ unreadNotificationCount }").await;
        socket.hear().await.unwrap();
        socket.hear().await.unwrap();
    }
    tell(&other, ana, "for ana").await;
    tell(&other, ben, "for ben").await;
    assert_eq!(hers.hear().await.unwrap()["payload"]["data"]["notificationReceived"]["notification"]["title"], "for ana");
    assert_eq!(his.hear().await.unwrap()["payload"]["data"]["notificationReceived"]["notification"]["title"], "for ben");
}

#[tokio::test(flavor = "multi_thread")]
async fn after_the_database_was_away_subscribers_are_told_to_look_again() {
    let server = TestServer::start().await;
    listen(&server.world.app).await;
    let (id, _, mut socket) = signed_in(&server, "ana").await;
    socket.subscribe("n", NEWS).await;
    socket.subscribe("q", "{ unreadNotificationCount }").await;
    socket.hear().await.unwrap();
    socket.hear().await.unwrap();
    let sql = server.world.database.sql().await;
    let all =
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()";
    sql.execute(all, &[]).await.unwrap();
    let resync = socket.hear().await.unwrap();
    assert_eq!(resync["payload"]["data"]["notificationReceived"]["isResync"], true);
    tell(&server.world.app, id, "again").await;
    let news = socket.hear().await.unwrap();
    assert_eq!(news["payload"]["data"]["notificationReceived"]["notification"]["title"], "again");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_revoked_session_closes_its_socket_within_seconds() {
    let server = TestServer::start().await;
    listen(&server.world.app).await;
    let (_, _, mut socket) = signed_in(&server, "ana").await;
    let sql = server.world.database.sql().await;
    let ended: uuid::Uuid = sql.query_one("UPDATE sessions SET revoked_at = now() RETURNING id", &[]).await.unwrap().get(0);
    let conn = server.world.app.db().await.unwrap();
    Event::SessionEnded { id: medianest_core::db::SessionId(ended) }.emit(&conn).await.unwrap();
    let heard = timeout(Duration::from_secs(3), socket.hear()).await.expect("it closes within three seconds");
    assert_eq!(heard, Err(4401));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_suspended_person_loses_their_socket_even_if_nobody_says_so() {
    let limits = SocketLimits { recheck_interval: Duration::from_millis(100), ..SocketLimits::default() };
    let server = TestServer::over(World::new().await, quick(limits)).await;
    let (id, _, mut socket) = signed_in(&server, "ana").await;
    let sql = server.world.database.sql().await;
    sql.execute("UPDATE users SET status = 'suspended' WHERE id = $1", &[&id.0]).await.unwrap();
    assert_eq!(socket.hear().await, Err(4401));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_changed_role_makes_the_client_connect_again() {
    let limits = SocketLimits { recheck_interval: Duration::from_millis(100), ..SocketLimits::default() };
    let server = TestServer::over(World::new().await, quick(limits)).await;
    let (id, _, mut socket) = signed_in(&server, "ana").await;
    let sql = server.world.database.sql().await;
    sql.execute("UPDATE users SET role = 'moderator' WHERE id = $1", &[&id.0]).await.unwrap();
    assert_eq!(socket.hear().await, Err(1012));
}

#[tokio::test(flavor = "multi_thread")]
async fn only_the_one_protocol_is_spoken() {
    let server = TestServer::start().await;
    for headers in [&[][..], &[("sec-websocket-protocol", "graphql-ws")][..]] {
        let refused = try_connect(&server, headers).await.err().map(|error| *error);
        assert!(matches!(refused, Some(Error::Http(response)) if response.status() == 400));
    }
    let both = [("sec-websocket-protocol", "graphql-ws, graphql-transport-ws")];
    assert!(try_connect(&server, &both).await.is_ok());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_foreign_page_cannot_use_a_persons_cookies() {
    let server = TestServer::start().await;
    let cookie = ("cookie", "medianest_access=x");
    let refused = try_connect(&server, &[OURS, cookie, ("origin", "https://evil.example")]).await.err().map(|error| *error);
    assert!(matches!(refused, Some(Error::Http(response)) if response.status() == 403));
    assert!(try_connect(&server, &[OURS, cookie, ("origin", &format!("http://{}", server.address))]).await.is_ok());
    assert!(try_connect(&server, &[OURS, ("origin", "https://elsewhere.example")]).await.is_ok(), "a program brings a token");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_socket_that_does_not_say_who_it_is_is_closed() {
    let limits = SocketLimits { init_timeout: Duration::from_millis(100), ..SocketLimits::default() };
    let server = TestServer::over(World::new().await, quick(limits)).await;
    assert_eq!(connect(&server).await.hear().await, Err(4408));
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_and_bad_credentials_are_told_apart() {
    let server = TestServer::start().await;
    let mut nobody = connect(&server).await;
    nobody.say(json!({ "type": "connection_init" })).await;
    assert_eq!(nobody.hear().await, Err(4401));
    let mut liar = connect(&server).await;
    liar.say(json!({ "type": "connection_init", "payload": { "token": "wrong" } })).await;
    assert_eq!(liar.hear().await, Err(4403));
    let mut hasty = connect(&server).await;
    hasty.subscribe("1", "{ serverInfo { version } }").await;
    assert_eq!(hasty.hear().await, Err(4401));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_second_init_a_double_id_and_nonsense_close_the_socket() {
    let server = TestServer::start().await;
    let (_, token, mut twice) = signed_in(&server, "ana").await;
    twice.say(json!({ "type": "connection_init" })).await;
    assert_eq!(twice.hear().await, Err(4429));

    let mut double = connect(&server).await;
    double.sign_in(&token).await;
    double.subscribe("n", NEWS).await;
    double.subscribe("n", NEWS).await;
    assert_eq!(double.hear().await, Err(4409));

    for nonsense in
        ["{}", "no json", r#"{"type":"next","id":"1","payload":{}}"#, r#"{"type":"subscribe","id":"","payload":{"query":"{a}"}}"#]
    {
        let mut socket = connect(&server).await;
        socket.sign_in(&token).await;
        socket.0.send(Message::text(nonsense)).await.unwrap();
        assert_eq!(socket.hear().await, Err(4400), "{nonsense}");
    }
    let mut binary = connect(&server).await;
    binary.sign_in(&token).await;
    binary.0.send(Message::binary(vec![0])).await.unwrap();
    assert_eq!(binary.hear().await, Err(4400));
    let mut large = connect(&server).await;
    large.sign_in(&token).await;
    large.say(json!({ "type": "ping", "payload": { "x": "x".repeat(70_000) } })).await;
    assert_eq!(large.hear().await, Err(4400));
}

#[tokio::test(flavor = "multi_thread")]
async fn an_operation_that_never_began_is_one_error() {
    let server = TestServer::start().await;
    let (_, _, mut socket) = signed_in(&server, "ana").await;
    let hidden = server.world.app.new_id::<UserId>();
    let nobody = format!("subscription {{ currentlyWatching(scope: {{ userId: \"{hidden}\" }}) {{ __typename }} }}");
    // Each time with the same id, which is free again at once.
    for _ in 0..20 {
        for query in ["{ nothing }", &nobody] {
            socket.subscribe("e", query).await;
            let heard = socket.hear().await.unwrap();
            assert_eq!((heard["type"].as_str(), heard["id"].as_str()), (Some("error"), Some("e")), "{heard}");
            assert!(heard["payload"][0]["extensions"]["correlationId"].is_string(), "{heard}");
        }
        // The socket lives on.
        socket.subscribe("e", "{ unreadNotificationCount }").await;
        for expected in ["next", "complete"] {
            assert_eq!(socket.hear().await.unwrap()["type"], expected);
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn one_socket_and_one_person_have_their_limits() {
    let limits = SocketLimits { operations: 2, per_person: 2, ..SocketLimits::default() };
    let server = TestServer::over(World::new().await, quick(limits)).await;
    let (_, token, mut socket) = signed_in(&server, "ana").await;
    for id in ["1", "2", "3"] {
        socket.subscribe(id, NEWS).await;
    }
    let heard = socket.hear().await.unwrap();
    assert_eq!((heard["type"].as_str(), heard["id"].as_str()), (Some("error"), Some("3")));
    assert_eq!(heard["payload"][0]["extensions"]["code"], "LIMIT_EXCEEDED");

    let mut second = connect(&server).await;
    second.sign_in(&token).await;
    let mut third = connect(&server).await;
    third.say(json!({ "type": "connection_init", "payload": { "token": token } })).await;
    assert_eq!(third.hear().await, Err(4429));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_client_that_is_silent_is_let_go_and_one_that_answers_stays() {
    let limits = SocketLimits { ping_interval: Duration::from_millis(300), ..SocketLimits::default() };
    let server = TestServer::over(World::new().await, quick(limits)).await;
    let (_, _, mut lively) = signed_in(&server, "ana").await;
    let (_, _, mut silent) = signed_in(&server, "ben").await;
    // Reading answers the pings; `silent` does not read until it is too late.
    assert!(timeout(Duration::from_millis(1500), lively.hear()).await.is_err(), "nothing is said, and it is not closed");
    let mut last = silent.hear().await;
    while last.is_ok() {
        last = silent.hear().await;
    }
    assert_eq!(last, Err(1001));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_shutdown_says_goodbye() {
    let config = HttpConfig::default();
    let shutdown = config.shutdown.clone();
    let server = TestServer::over(World::new().await, config).await;
    let (_, _, mut socket) = signed_in(&server, "ana").await;
    socket.subscribe("n", NEWS).await;
    shutdown.cancel();
    assert_eq!(socket.hear().await, Err(1001));
    let refused = try_connect(&server, &[OURS]).await.err().map(|error| *error);
    assert!(matches!(refused, Some(Error::Http(response)) if response.status() == 503));
}

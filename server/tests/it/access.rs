//! The access matrix: every root field, subscription and route, asked by every kind of viewer. What is not in the tables
//! fails the test, so nothing can be added without saying who may have it.
//!
//! The calls are made with ids of things that do not exist: whoever may not do a thing is refused before it is looked for,
//! and whoever may is told that it is not there. What belongs to somebody is tested where the rule lives.

mod matrix;
mod routes;
mod schema;

use std::time::Duration;

use medianest_core::db::Role;
use medianest_core::diary::ratings::{self, Verdict};
use medianest_test_support::Person;
use serde_json::Value;
use tokio::time::timeout;

use crate::activity::{befriend, film};
use crate::support::TestServer;
use crate::support::socket::{connect, listen};
use crate::ws::tell;
use schema::{Made, Schema};

/// The kinds of viewers, in the order of the table's columns.
const VIEWERS: &[&str] =
    &["anonymous", "guest", "user", "moderator", "admin", "key: read", "key: scrobble", "must change password"];

/// What a call comes to, as one letter of the table.
fn letter(answer: &Value) -> char {
    answer["errors"].get(0).map_or('.', letter_of)
}

/// What an error says, as one letter of the table.
fn letter_of(error: &Value) -> char {
    match error["extensions"]["code"].as_str() {
        Some("UNAUTHENTICATED") => 'U',
        Some("FORBIDDEN") => 'F',
        Some("NOT_FOUND") => 'N',
        Some("CONFLICT") => 'C',
        Some("INVALID_INPUT") => 'I',
        // A made-up value that does not even fit its type says nothing about access: the table must be mended.
        _ => '?',
    }
}

/// Somebody of a kind, new.
struct Viewer {
    token: Option<String>,
    person: Option<Person>,
}

impl Viewer {
    async fn new(server: &TestServer, kind: &str, name: &str) -> Self {
        let role = match kind {
            "anonymous" => return Self { token: None, person: None },
            "guest" => Role::Guest,
            "moderator" => Role::Moderator,
            "admin" => Role::Admin,
            _ => Role::User,
        };
        let person = server.world.with_role(name, role).await;
        if kind == "must change password" {
            let sql = server.world.database.sql().await;
            let statement = "UPDATE users SET requires_password_change = true WHERE id = $1";
            sql.execute(statement, &[&person.id.0]).await.expect("the person exists");
        }
        let token = match kind.strip_prefix("key: ") {
            Some(scope) => server.world.api_key(&person, &[scope]).await,
            None => server.world.session_token(&person).await,
        };
        Self { token: Some(token), person: Some(person) }
    }

    /// What a query or mutation comes to.
    async fn run(&self, server: &TestServer, document: &str, variables: &Value) -> char {
        let client = self.token.as_deref().map_or_else(|| server.anonymous(), |token| server.bearer(token));
        letter(&client.run(document, variables.clone()).await)
    }

    /// What a subscription comes to: a first event, or a refusal.
    async fn subscribe(&self, server: &TestServer, document: &str, variables: &Value) -> char {
        let mut socket = connect(server).await;
        let Some(token) = &self.token else {
            socket.say(serde_json::json!({ "type": "connection_init" })).await;
            return if socket.hear().await == Err(4401) { 'U' } else { '?' };
        };
        socket.sign_in(token).await;
        let payload = serde_json::json!({ "query": document, "variables": variables });
        socket.say(serde_json::json!({ "type": "subscribe", "id": "s", "payload": payload })).await;
        let person = self.person.as_ref().expect("somebody is signed in");
        let friend = server.world.user(&format!("friend-{}", person.name)).await;
        befriend(&server.world, &friend, person).await;
        for turn in 0..40 {
            // A stream that was let in may have nothing to say until something happens.
            tell(&server.world.app, person.id, "news").await;
            let film = film(&server.world, &format!("Film {turn}")).await;
            ratings::rate(&server.world.app, &friend.actor, film, Verdict::Hundred(50)).await.expect("a friend may rate");
            if let Ok(heard) = timeout(Duration::from_millis(500), socket.hear()).await {
                let heard = heard.expect("the socket stays open");
                return if heard["type"] == "next" { letter(&heard["payload"]) } else { letter_of(&heard["payload"][0]) };
            }
        }
        '?'
    }
}

/// Fails unless what was found is what a table says, and tells what to write there.
fn compare(table: &[(&str, &str)], found: &[(String, String)]) {
    let expected: Vec<(String, String)> =
        table.iter().map(|(name, letters)| ((*name).to_owned(), (*letters).to_owned())).collect();
    let wrong: Vec<_> = found
        .iter()
        .filter(|row| !expected.contains(row))
        .map(|(name, letters)| format!("    (\"{name}\", \"{letters}\"),"))
        .collect();
    let gone: Vec<_> =
        expected.iter().filter(|(name, _)| !found.iter().any(|(known, _)| known == name)).map(|(name, _)| name).collect();
    assert!(table.iter().all(|(_, letters)| !letters.contains('?')), "a made-up value does not fit its type");
    assert!(wrong.is_empty() && gone.is_empty(), "not as the matrix says:\n{}\nno longer there: {gone:?}", wrong.join("\n"));
}

#[tokio::test(flavor = "multi_thread")]
async fn every_root_field_answers_each_viewer_as_the_matrix_says() {
    let server = TestServer::start().await;
    listen(&server.world.app).await;
    let (_, admin) = server.admin("root").await;
    let schema = Schema::ask(&admin).await;
    let mut found = Vec::new();
    for root in ["Query", "Mutation", "Subscription"] {
        for field in schema.root_fields(root) {
            let name = field["name"].as_str().unwrap_or_default();
            let (document, variables) = schema.document(root, field, Made::Plain);
            let mut letters = String::new();
            for (n, kind) in VIEWERS.iter().enumerate() {
                // Everybody is new for each field, so that what one call changed does not reach the next.
                let viewer = Viewer::new(&server, kind, &format!("{root}-{name}{n}")).await;
                letters.push(match root {
                    "Subscription" => viewer.subscribe(&server, &document, &variables).await,
                    _ => viewer.run(&server, &document, &variables).await,
                });
            }
            found.push((format!("{root}.{name}"), letters));
        }
    }
    compare(matrix::MATRIX, &found);
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_may_not_is_told_so_before_their_input_is_looked_at() {
    let server = TestServer::start().await;
    let (_, admin) = server.admin("root").await;
    let schema = Schema::ask(&admin).await;
    let mut talkative = Vec::new();
    for field in schema.root_fields("Mutation") {
        let name = field["name"].as_str().unwrap_or_default();
        let row = format!("Mutation.{name}");
        let letters = matrix::MATRIX.iter().find(|(known, _)| *known == row).map_or("", |(_, letters)| *letters);
        let (document, variables) = schema.document("Mutation", field, Made::Wrong);
        for (n, (kind, expected)) in VIEWERS.iter().zip(letters.chars()).enumerate() {
            if !matches!(expected, 'U' | 'F') {
                continue;
            }
            let viewer = Viewer::new(&server, kind, &format!("{name}{n}")).await;
            let found = viewer.run(&server, &document, &variables).await;
            if found != expected {
                talkative.push(format!("{row} answers `{found}` instead of `{expected}` to `{kind}`"));
            }
        }
    }
    assert!(talkative.is_empty(), "{talkative:#?}");
}

//! What is seen over a socket while it happens: what a group plays, and how an import gets on.

use medianest_core::catalogue::builtin;
use medianest_core::catalogue::items::{self, ItemDraft};
use medianest_core::policy::Actor;
use serde_json::{Value, json};

use crate::imports::{TABLE, carry_out, upload};
use crate::support::socket::{Socket, connect, listen};
use crate::support::{Client, TestServer};

/// A socket of somebody new, and their client.
async fn arrive<'a>(server: &'a TestServer, name: &str) -> (Socket, Client<'a>, String) {
    let person = server.world.user(name).await;
    let token = server.world.session_token(&person).await;
    let mut socket = connect(server).await;
    socket.sign_in(&token).await;
    (socket, server.bearer(&token), person.id.to_string())
}

/// The next thing that a subscription tells, without the snapshots that came with the link to the database.
async fn told(socket: &mut Socket, field: &str) -> Value {
    loop {
        let mut heard = socket.hear().await.expect("the socket stays open");
        assert_eq!(heard["type"], "next", "{heard}");
        let event = heard["payload"]["data"][field].take();
        if event["isResync"] != true {
            return event;
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_member_sees_what_the_group_plays_until_the_others_leave_it() {
    let server = TestServer::start().await;
    listen(&server.world.app).await;
    let (mut hers, ana, _) = arrive(&server, "ana").await;
    let (_, ben, ben_id) = arrive(&server, "ben").await;
    let (mut strangers, cleo, _) = arrive(&server, "cleo").await;
    let create = "mutation { createGroup(input: { name: \"Home\", type: FAMILY }) { group { id } } }";
    let group = ana.data(create, json!({})).await["createGroup"]["group"]["id"].take();
    let invite =
        "mutation ($group: ID!, $user: ID!) { inviteToGroup(input: { groupId: $group, userId: $user }) { invitation { id } } }";
    let invited = ana.data(invite, json!({ "group": group, "user": ben_id })).await;
    let accept = "mutation ($id: ID!) { acceptGroupInvitation(input: { invitationId: $id }) { group { id } } }";
    ben.data(accept, json!({ "id": invited["inviteToGroup"]["invitation"]["id"] })).await;
    let film = items::create(&server.world.app, &Actor::system("test"), ItemDraft::new(builtin::MOVIE, "Alien")).await.unwrap();

    let watch = format!(
        "subscription {{ currentlyWatching(scope: {{ groupId: {group} }}) {{
            ... on CurrentlyWatchingSnapshot {{ isResync currentlyWatching {{ item {{ name }} }} }}
            ... on CurrentlyWatchingChange {{ kind user {{ username }} now: currentlyWatching {{ item {{ name }} }} }} }} }}"
    );
    strangers.subscribe("w", &watch).await;
    let refused = strangers.hear().await.unwrap();
    assert_eq!((&refused["type"], &refused["payload"][0]["extensions"]["code"]), (&json!("error"), &json!("NOT_FOUND")));
    hers.subscribe("w", &watch).await;
    assert_eq!(told(&mut hers, "currentlyWatching").await, json!({ "isResync": false, "currentlyWatching": [] }));
    let play = "mutation ($item: ID!, $at: Float!) { scrobble(input: { itemId: $item, action: START, progressPercent: $at }) { outcome } }";
    // What somebody outside of the group plays is not told: the next that is heard is the member's.
    for (client, at) in [(&cleo, 1.0), (&ben, 2.0)] {
        client.data(play, json!({ "item": film.id.to_string(), "at": at })).await;
    }
    let began = told(&mut hers, "currentlyWatching").await;
    let expected = json!({ "kind": "STARTED", "user": { "username": "ben" }, "now": { "item": { "name": "Alien" } } });
    assert_eq!(began, expected);
    let leave = "mutation ($group: ID!) { leaveGroup(input: { groupId: $group }) { leftId } }";
    ben.data(leave, json!({ "group": group })).await;
    let ended = told(&mut hers, "currentlyWatching").await;
    assert_eq!((&ended["kind"], &ended["now"]), (&json!("ENDED"), &Value::Null));
}

#[tokio::test(flavor = "multi_thread")]
async fn an_import_is_watched_to_its_end_by_its_person_and_administrators_only() {
    let server = TestServer::start().await;
    listen(&server.world.app).await;
    let person = server.world.user("ana").await;
    let token = server.world.session_token(&person).await;
    let (_, uploaded) = upload(&server, Some(&token), TABLE).await;
    let start = "mutation ($upload: ID!) { startImport(input: { source: CSV, uploadId: $upload }) { import { id } } }";
    let started = server.bearer(&token).data(start, json!({ "upload": uploaded["uploadId"] })).await;
    let id = started["startImport"]["import"]["id"].as_str().unwrap();
    let watch =
        format!("subscription {{ importProgress(importId: \"{id}\") {{ id status counts {{ processed created failed }} }} }}");

    let (mut strangers, _, _) = arrive(&server, "eve").await;
    strangers.subscribe("i", &watch).await;
    let refused = strangers.hear().await.unwrap();
    assert_eq!((&refused["type"], &refused["payload"][0]["extensions"]["code"]), (&json!("error"), &json!("NOT_FOUND")));

    let (admin, _) = server.admin("root").await;
    let mut watchers = Vec::new();
    for token in [token, server.world.session_token(&admin).await] {
        let mut socket = connect(&server).await;
        socket.sign_in(&token).await;
        socket.subscribe("i", &watch).await;
        let first = told(&mut socket, "importProgress").await;
        assert_eq!((&first["id"], &first["status"]), (&json!(id), &json!("PENDING")));
        watchers.push(socket);
    }
    carry_out(&server, id).await;
    for mut socket in watchers {
        let last = loop {
            let event = told(&mut socket, "importProgress").await;
            if event["status"] != "PENDING" && event["status"] != "RUNNING" {
                break event;
            }
        };
        let counts = json!({ "processed": 2, "created": 1, "failed": 1 });
        assert_eq!((&last["status"], &last["counts"]), (&json!("COMPLETED"), &counts));
        assert_eq!(
            socket.hear().await.unwrap(),
            json!({ "type": "complete", "id": "i" }),
            "an import that is over is not watched"
        );
    }
}

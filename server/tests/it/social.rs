//! Friends and groups as clients meet them.

use chrono::TimeDelta;
use medianest_core::catalogue::builtin;
use medianest_core::catalogue::items::{self, ItemDraft};
use medianest_core::policy::Actor;
use serde_json::{Value, json};

use crate::support::{Client, TestServer};

const REQUEST: &str = "mutation($id: ID!) { requestFriendship(input: { userId: $id }) {
    friendship { id state isIncoming answeredAt user { displayName } } } }";

#[tokio::test(flavor = "multi_thread")]
async fn a_friend_is_asked_accepted_listed_blocked_and_let_go() {
    let server = TestServer::start().await;
    let (ana_person, ana) = server.user("ana").await;
    let (ben_person, ben) = server.user("ben").await;
    let asked = ana.data(REQUEST, json!({ "id": ben_person.id.to_string() })).await;
    let friendship = &asked["requestFriendship"]["friendship"];
    assert_eq!((&friendship["state"], &friendship["isIncoming"]), (&json!("REQUESTED"), &json!(false)));
    assert_eq!(friendship["user"]["displayName"], "ben");

    let requests = "{ friendRequests { totalCount nodes { id isIncoming userId user { displayName } } } }";
    let seen = ben.data(requests, json!({})).await["friendRequests"].take();
    assert_eq!((&seen["totalCount"], &seen["nodes"][0]["isIncoming"]), (&json!(1), &json!(true)));
    assert_eq!(seen["nodes"][0]["user"]["displayName"], "ana");
    let accept = "mutation($id: ID!) { acceptFriendship(input: { friendshipId: $id }) { friendship { state } } }";
    let id = json!({ "id": friendship["id"] });
    assert_eq!(ana.code(accept, id.clone()).await, "NOT_FOUND", "one does not accept one's own");
    assert_eq!(ben.data(accept, id).await["acceptFriendship"]["friendship"]["state"], "ACCEPTED");
    let friends = "{ friends(first: 5) { totalCount nodes { user { displayName } } } }";
    assert_eq!(ana.data(friends, json!({})).await["friends"]["nodes"], json!([{ "user": { "displayName": "ben" } }]));

    let block = "mutation($id: ID!) { blockUser(input: { userId: $id }) { friendship { state userId user { id } } } }";
    let blocked = ben.data(block, json!({ "id": ana_person.id.to_string() })).await["blockUser"]["friendship"].take();
    assert_eq!(blocked, json!({ "state": "BLOCKED", "userId": ana_person.id.to_string(), "user": Value::Null }));
    assert_eq!(ana.data(friends, json!({})).await["friends"]["totalCount"], 0);
    assert_eq!(ana.code(REQUEST, json!({ "id": ben_person.id.to_string() })).await, "NOT_FOUND");
    assert_eq!(ben.data("{ blockedUsers { totalCount } }", json!({})).await["blockedUsers"]["totalCount"], 1);
    let unblock = "mutation($id: ID!) { unblockUser(input: { userId: $id }) { userId } }";
    ben.data(unblock, json!({ "id": ana_person.id.to_string() })).await;

    let asked = ana.data(REQUEST, json!({ "id": ben_person.id.to_string() })).await;
    let remove = "mutation($id: ID!) { removeFriendship(input: { friendshipId: $id }) { deletedId } }";
    let id = &asked["requestFriendship"]["friendship"]["id"];
    assert_eq!(ben.data(remove, json!({ "id": id })).await["removeFriendship"]["deletedId"], *id);
    assert_eq!(server.anonymous().code(REQUEST, json!({ "id": ben_person.id.to_string() })).await, "UNAUTHENTICATED");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_group_is_made_joined_handed_over_and_unknown_to_others() {
    let server = TestServer::start().await;
    let (ana_person, ana) = server.user("ana").await;
    let (ben_person, ben) = server.user("ben").await;
    let create = "mutation($input: CreateGroupInput!) { createGroup(input: $input) { group { id name type privacy } } }";
    assert_eq!(ana.code(create, json!({ "input": { "name": " ", "type": "FAMILY" } })).await, "INVALID_INPUT");
    let made = ana.data(create, json!({ "input": { "name": "Home", "type": "FAMILY" } })).await["createGroup"]["group"].take();
    assert_eq!((&made["type"], &made["privacy"]), (&json!("FAMILY"), &json!("PRIVATE")));
    let show =
        "query($id: ID!) { group(id: $id) { name members { totalCount nodes { role showsHistory user { displayName } } } } }";
    let id = json!({ "id": made["id"] });
    assert_eq!(ben.code(show, id.clone()).await, "NOT_FOUND");
    let invite = "mutation($input: InviteToGroupInput!) { inviteToGroup(input: $input) { invitation { groupName role } } }";
    let input = json!({ "input": { "groupId": made["id"], "userId": ben_person.id.to_string() } });
    assert_eq!(ben.code(invite, input.clone()).await, "NOT_FOUND");
    ana.data(invite, input).await;
    let list = "{ groupInvitations { totalCount nodes { id groupName role fromUser { displayName } } } }";
    let waiting = ben.data(list, json!({})).await["groupInvitations"]["nodes"][0].take();
    assert_eq!((&waiting["groupName"], &waiting["fromUser"]["displayName"]), (&json!("Home"), &json!("ana")));
    let accept = "mutation($id: ID!) { acceptGroupInvitation(input: { invitationId: $id }) { group { name } } }";
    // The clock stands still, and members are listed as they came.
    server.world.pass(TimeDelta::minutes(1));
    ben.data(accept, json!({ "id": waiting["id"] })).await;
    let hide = "mutation($id: ID!) { updateMyGroupPermissions(input: { groupId: $id, history: false }) { member { showsHistory showsStats } } }";
    let hidden = ben.data(hide, id.clone()).await["updateMyGroupPermissions"]["member"].take();
    assert_eq!(hidden, json!({ "showsHistory": false, "showsStats": true }));
    let role = "mutation($input: ChangeGroupMemberRoleInput!) { changeGroupMemberRole(input: $input) { member { role } } }";
    ana.data(role, json!({ "input": { "groupId": made["id"], "userId": ben_person.id.to_string(), "role": "OWNER" } })).await;
    let shown = ben.data(show, id.clone()).await["group"]["members"].take();
    assert_eq!(
        shown["nodes"],
        json!([
            { "role": "ADMIN", "showsHistory": true, "user": { "displayName": "ana" } },
            { "role": "OWNER", "showsHistory": false, "user": { "displayName": "ben" } },
        ])
    );
    let remove = "mutation($input: RemoveGroupMemberInput!) { removeGroupMember(input: $input) { userId } }";
    ben.data(remove, json!({ "input": { "groupId": made["id"], "userId": ana_person.id.to_string() } })).await;
    assert_eq!(ana.data("{ groups { totalCount } }", json!({})).await["groups"]["totalCount"], 0);
    let delete = "mutation($id: ID!) { deleteGroup(input: { groupId: $id }) { deletedId } }";
    assert_eq!(ana.code(delete, id.clone()).await, "NOT_FOUND");
    ben.data(delete, id).await;
}

const WRITE: &str =
    "mutation($input: WriteReviewInput!) { writeReview(input: $input) { review { id html cycleNumber } previous { content } } }";
const ACTIVITY: &str = "query($first: Int!, $after: String) { activity(first: $first, after: $after) {
    pageInfo { endCursor hasNextPage }
    nodes { at user { displayName } subject { __typename
        ... on Play { item { name root { name } } }
        ... on Rating { rating item { name } }
        ... on Review { html containsSpoilers rating { rating } item { name } }
        ... on UserList { name } } } } }";

/// Two friends, of whom the second played, rated and reviewed each of these films.
async fn two_friends<'a>(server: &'a TestServer, films: &[&str]) -> (Client<'a>, Client<'a>, Vec<String>) {
    let (ana_person, ana) = server.user("ana").await;
    let (ben_person, ben) = server.user("ben").await;
    ana.data(REQUEST, json!({ "id": ben_person.id.to_string() })).await;
    ben.data(REQUEST, json!({ "id": ana_person.id.to_string() })).await;
    let mut ids = Vec::new();
    for name in films {
        let draft = ItemDraft::new(builtin::MOVIE, *name);
        let id = items::create(&server.world.app, &Actor::system("test"), draft).await.unwrap().id.to_string();
        ben.data("mutation($id: ID!) { addPlay(input: { itemId: $id }) { play { id } } }", json!({ "id": id })).await;
        server.world.pass(TimeDelta::minutes(1));
        let rate = "mutation($id: ID!) { rateItem(input: { itemId: $id, rating: 85 }) { rating { id } } }";
        ben.data(rate, json!({ "id": id })).await;
        server.world.pass(TimeDelta::minutes(1));
        ben.data(WRITE, json!({ "input": { "itemId": id, "content": "*Dark.*" } })).await;
        server.world.pass(TimeDelta::minutes(1));
        ids.push(id);
    }
    (ana, ben, ids)
}

#[tokio::test(flavor = "multi_thread")]
async fn a_review_is_written_read_safely_and_taken_back() {
    let server = TestServer::start().await;
    let (ana, ben, films) = two_friends(&server, &["Laura"]).await;
    let cycles = "query($id: ID!) { cycles(itemId: $id) { id } }";
    let cycle = ben.data(cycles, json!({ "id": films[0] })).await["cycles"][0]["id"].take();
    let text = "<script>alert(1)</script>\n\n[x](javascript:alert(1)) [y](https://example.org)";
    let input = json!({ "itemId": films[0], "cycleId": cycle, "content": text, "containsSpoilers": true, "title": "Again" });
    let written = ben.data(WRITE, json!({ "input": input })).await["writeReview"].take();
    assert_eq!((&written["review"]["cycleNumber"], &written["previous"]), (&json!(1), &Value::Null));
    let read =
        "query($id: ID!, $first: Int!) { reviews(itemId: $id, first: $first) { totalCount nodes { title html containsSpoilers
        cycleNumber isPublic user { displayName } item { name } rating { rating } } } mediaItem(id: $id) { myReviews { id } } }";
    let seen = ana.data(read, json!({ "id": films[0], "first": 5 })).await;
    assert_eq!((&seen["reviews"]["totalCount"], &seen["mediaItem"]["myReviews"]), (&json!(2), &json!([])));
    let latest = &seen["reviews"]["nodes"][0];
    let html = latest["html"].as_str().unwrap();
    assert!(!html.contains("<script") && !html.contains("javascript:"), "{html}");
    assert!(html.contains("<a href=\"https://example.org\" rel=\"nofollow ugc noopener noreferrer\">y</a>"), "{html}");
    assert_eq!(
        (&latest["containsSpoilers"], &latest["cycleNumber"], &latest["title"]),
        (&json!(true), &json!(1), &json!("Again"))
    );
    assert_eq!((&latest["user"]["displayName"], &latest["rating"]["rating"]), (&json!("ben"), &json!(85)));
    let cost = async |first: i32| {
        let before = server.world.app.database().statements();
        ana.data(read, json!({ "id": films[0], "first": first })).await;
        server.world.app.database().statements() - before
    };
    for first in [1, 2] {
        cost(first).await;
    }
    assert_eq!(cost(1).await, cost(2).await);
    let delete = "mutation($id: ID!) { deleteReview(input: { reviewId: $id }) { review { content } } }";
    let id = json!({ "id": written["review"]["id"] });
    assert_eq!(ana.code(delete, id.clone()).await, "NOT_FOUND");
    assert_eq!(ben.data(delete, id).await["deleteReview"]["review"]["content"], text);
    assert_eq!(ana.data(read, json!({ "id": films[0], "first": 5 })).await["reviews"]["totalCount"], 1);
    assert_eq!(
        ben.data(read, json!({ "id": films[0], "first": 5 })).await["mediaItem"]["myReviews"].as_array().map(Vec::len),
        Some(1)
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_feed_costs_the_same_however_long_its_page_is() {
    let server = TestServer::start().await;
    let (ana, ben, _) = two_friends(&server, &["Laura", "Gilda", "Detour", "Brazil"]).await;
    let page = async |first: i32, after: Value| {
        let before = server.world.app.database().statements();
        let page = ana.data(ACTIVITY, json!({ "first": first, "after": after })).await["activity"].take();
        (page, server.world.app.database().statements() - before)
    };
    // The pool opens the connections that the query uses side by side; a new one is not checked, and would not count.
    for first in [12, 3, 12] {
        page(first, Value::Null).await;
    }
    let ((few, cheap), (all, dear)) = (page(3, Value::Null).await, page(12, Value::Null).await);
    assert_eq!(cheap, dear);
    let kinds = |page: &Value| -> Vec<String> {
        let nodes = page["nodes"].as_array().unwrap();
        nodes.iter().map(|node| node["subject"]["__typename"].as_str().unwrap().to_owned()).collect()
    };
    assert_eq!(kinds(&few), ["Review", "Rating", "Play"]);
    assert_eq!(kinds(&all).len(), 12);
    assert_eq!(all["nodes"][0]["user"]["displayName"], "ben");
    assert_eq!(all["nodes"][0]["subject"]["html"], "<p><em>Dark.</em></p>\n");
    let (next, _) = page(3, few["pageInfo"]["endCursor"].clone()).await;
    assert_eq!(next["nodes"][0]["subject"], all["nodes"][3]["subject"]);
    let privacy = "mutation { updatePrivacySettings(input: { history: NOBODY }) { user { id } } }";
    ben.data(privacy, json!({})).await;
    assert_eq!(page(12, Value::Null).await.0["nodes"], json!([]), "what is hidden is hidden at once");
}

#[tokio::test(flavor = "multi_thread")]
async fn tastes_are_compared_and_hidden_like_what_is_not_there() {
    let server = TestServer::start().await;
    let (ana, ben, films) = two_friends(&server, &["Laura", "Gilda", "Detour", "Brazil"]).await;
    let ben_id = ben.data("{ me { id } }", json!({})).await["me"]["id"].take();
    for (film, rating) in films.iter().zip([90, 85, 20]) {
        let rate = "mutation($id: ID!, $rating: Int!) { rateItem(input: { itemId: $id, rating: $rating }) { rating { id } } }";
        ana.data(rate, json!({ "id": film, "rating": rating })).await;
    }
    let compare = "query($id: ID!) { tasteComparison(userId: $id) { knownByBoth ratedByBoth agreement
        lovedByBoth { item { name } mine theirs } differences { item { name } mine theirs } toDiscover { item { name } mine theirs } } }";
    let seen = ana.data(compare, json!({ "id": ben_id })).await["tasteComparison"].take();
    assert_eq!((&seen["knownByBoth"], &seen["ratedByBoth"]), (&json!(3), &json!(3)));
    assert!((seen["agreement"].as_f64().unwrap() - (100.0 - 70.0 / 3.0)).abs() < 1e-9, "{seen}");
    let loved: Vec<&Value> = seen["lovedByBoth"].as_array().unwrap().iter().map(|row| &row["item"]["name"]).collect();
    assert_eq!(loved, [&json!("Laura"), &json!("Gilda")]);
    assert_eq!(seen["differences"], json!([{ "item": { "name": "Detour" }, "mine": 20, "theirs": 85 }]));
    assert_eq!(seen["toDiscover"], json!([{ "item": { "name": "Brazil" }, "mine": null, "theirs": 85 }]));
    ana.data("mutation { updatePrivacySettings(input: { neverShare: true }) { user { id } } }", json!({})).await;
    assert_eq!(ana.data(compare, json!({ "id": ben_id })).await["tasteComparison"], Value::Null);
    let nobody = json!({ "id": "user_00000000000000000000000000" });
    assert_eq!(ana.data(compare, nobody).await["tasteComparison"], Value::Null);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_code_and_watching_together_go_through_the_api() {
    let server = TestServer::start().await;
    let (_, ana) = server.user("ana").await;
    let (ben_person, ben) = server.user("ben").await;
    let create = "mutation { createGroup(input: { name: \"Home\", type: FAMILY }) { group { id } } }";
    let group = ana.data(create, json!({})).await["createGroup"]["group"]["id"].take();
    let invite =
        "mutation($input: InviteToGroupInput!) { inviteToGroup(input: $input) { code invitation { toEmail toUserId } } }";
    let made = ana.data(invite, json!({ "input": { "groupId": group, "expiresInDays": 2 } })).await["inviteToGroup"].take();
    assert_eq!(made["invitation"], json!({ "toEmail": null, "toUserId": null }));
    let show = "query($id: ID!) { group(id: $id) { invitations { id toUser { displayName } } } }";
    assert_eq!(ana.data(show, json!({ "id": group })).await["group"]["invitations"].as_array().map(Vec::len), Some(1));
    let join = "mutation($code: String!) { joinGroup(input: { code: $code }) { group { id } } }";
    assert_eq!(ben.data(join, json!({ "code": made["code"] })).await["joinGroup"]["group"]["id"], group);
    assert_eq!(ben.data(show, json!({ "id": group })).await["group"]["invitations"], json!([]), "not for members");
    assert_eq!(ana.data(show, json!({ "id": group })).await["group"]["invitations"], json!([]));
    let start = "mutation($input: StartGroupWatchingInput!) { startGroupWatching(input: $input) { watching { id present { displayName } } } }";
    let input = json!({ "input": { "groupId": group, "userIds": [ben_person.id.to_string()] } });
    assert_eq!(ana.code(start, input.clone()).await, "INVALID_INPUT", "he did not say that he takes it");
    let take =
        "mutation($id: ID!) { updateMyGroupPermissions(input: { groupId: $id, takesPlays: true }) { member { takesPlays } } }";
    ben.data(take, json!({ "id": group })).await;
    let watching = ana.data(start, input).await["startGroupWatching"]["watching"].take();
    assert_eq!(watching["present"], json!([{ "displayName": "ben" }]));
    let mine = "{ groupWatchings { id host { displayName } present { displayName } } }";
    assert_eq!(ben.data(mine, json!({})).await["groupWatchings"][0]["host"]["displayName"], "ana");
    let leave = "mutation($id: ID!) { leaveGroupWatching(input: { watchingId: $id }) { leftId } }";
    ben.data(leave, json!({ "id": watching["id"] })).await;
    assert_eq!(ben.data(mine, json!({})).await["groupWatchings"], json!([]));
    assert_eq!(ana.data(mine, json!({})).await["groupWatchings"][0]["present"], json!([]));
    let end = "mutation { endGroupWatching { watchings { id } } }";
    assert_eq!(ana.data(end, json!({})).await["endGroupWatching"]["watchings"], json!([]));
}

//! Friends and groups as clients meet them.

use serde_json::{Value, json};

use crate::support::TestServer;

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
    server.world.pass(chrono::TimeDelta::minutes(1));
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

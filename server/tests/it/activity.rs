//! What others do, as one hears of it over a socket, and of what one does not.

use std::time::Duration;

use medianest_core::catalogue::builtin;
use medianest_core::catalogue::items::{self, ItemDraft};
use medianest_core::db::{GroupId, GroupPrivacy, GroupRole, GroupType, MediaItemId};
use medianest_core::diary::library::{self, EntryDraft, status};
use medianest_core::diary::plays::{self, PlayDraft, When};
use medianest_core::diary::ratings::{self, Verdict};
use medianest_core::diary::reviews::{self, ReviewDraft};
use medianest_core::policy::Actor;
use medianest_core::social::groups::{self, GroupDraft};
use medianest_core::social::invitations::{self, InvitationDraft, Invitee};
use medianest_core::social::{friendships, members};
use medianest_test_support::{Person, World};
use serde_json::{Value, json};
use tokio::time::timeout;

use crate::support::TestServer;
use crate::support::socket::{Socket, connect, listen};

const SUBJECT: &str = "isResync activity { user { displayName } subject { __typename
    ... on Play { item { name } } ... on Rating { item { name } } ... on Review { item { name } } ... on UserList { name } } }";

/// What the first that is told of is called.
const HERALD: &str = "Hear ye";

/// Makes two people friends.
pub async fn befriend(world: &World, one: &Person, other: &Person) {
    let request = friendships::request(&world.app, &one.actor, other.id).await.unwrap();
    friendships::accept(&world.app, &other.actor, request.id).await.unwrap();
}

pub async fn film(world: &World, name: &str) -> MediaItemId {
    items::create(&world.app, &Actor::system("test"), ItemDraft::new(builtin::MOVIE, name)).await.unwrap().id
}

async fn rate(world: &World, person: &Person, name: &str) {
    let item = film(world, name).await;
    ratings::rate(&world.app, &person.actor, item, Verdict::Hundred(80)).await.unwrap();
}

/// A socket on which somebody waits for what others do, `args` being whose. The herald is one of those.
async fn watch(server: &TestServer, person: &Person, args: &str, herald: &Person) -> Socket {
    let token = server.world.session_token(person).await;
    let mut socket = connect(server).await;
    socket.sign_in(&token).await;
    socket.subscribe("a", &format!("subscription {{ activityAdded{args} {{ {SUBJECT} }} }}")).await;
    // What comes after the first that is heard is heard as well.
    for turn in 0..40 {
        rate(&server.world, herald, &format!("{HERALD} {turn}")).await;
        if timeout(Duration::from_millis(500), socket.hear()).await.is_ok() {
            return socket;
        }
    }
    panic!("nothing was told");
}

/// Who did what of what, as it is told next.
async fn told(socket: &mut Socket) -> (String, String, String) {
    loop {
        let heard = socket.hear().await.expect("the socket stays open");
        assert_eq!(heard["type"], "next", "{heard}");
        let event = &heard["payload"]["data"]["activityAdded"];
        let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
        let (activity, subject) = (&event["activity"], &event["activity"]["subject"]);
        let name = if subject["item"].is_null() { &subject["name"] } else { &subject["item"]["name"] };
        if event["isResync"] == false && !text(name).starts_with(HERALD) {
            return (text(&activity["user"]["displayName"]), text(&subject["__typename"]), text(name));
        }
    }
}

fn did(who: &str, kind: &str, what: &str) -> (String, String, String) {
    (who.to_owned(), kind.to_owned(), what.to_owned())
}

async fn home(world: &World, owner: &Person, others: &[&Person]) -> GroupId {
    let draft =
        GroupDraft { name: "Home".to_owned(), description: None, group_type: GroupType::Family, privacy: GroupPrivacy::Private };
    let group = groups::create(&world.app, &owner.actor, draft).await.unwrap();
    for other in others {
        let (invitee, role) = (Invitee::Person(other.id), GroupRole::Member);
        let draft = InvitationDraft { invitee, role, lifetime: invitations::LIFETIME };
        let issued = invitations::invite(&world.app, &owner.actor, group.id, draft).await.unwrap();
        invitations::accept(&world.app, &other.actor, issued.invitation.id).await.unwrap();
    }
    group.id
}

#[tokio::test(flavor = "multi_thread")]
async fn what_friends_do_is_told_as_they_do_it_and_once() {
    let server = TestServer::start().await;
    let world = &server.world;
    listen(&world.app).await;
    let (ana, ben, cleo) = (world.user("ana").await, world.user("ben").await, world.user("cleo").await);
    befriend(world, &ana, &ben).await;
    let mut socket = watch(&server, &ana, "", &ben).await;
    rate(world, &cleo, "What a stranger rated").await;
    let laura = film(world, "Laura").await;
    plays::add(&world.app, &ben.actor, PlayDraft::new(laura, When::Now, "test")).await.unwrap();
    assert_eq!(told(&mut socket).await, did("ben", "Play", "Laura"));
    let last_year = PlayDraft::new(laura, When::On("2025-05-01".parse().unwrap()), "test");
    plays::add(&world.app, &ben.actor, last_year).await.unwrap();
    let mut review = ReviewDraft {
        item_id: laura,
        cycle_id: None,
        title: None,
        content: "Dark.".to_owned(),
        contains_spoilers: false,
        is_public: true,
    };
    reviews::write(&world.app, &ben.actor, review.clone()).await.unwrap();
    assert_eq!(told(&mut socket).await, did("ben", "Review", "Laura"), "what was seen last year is no news");
    review.content = "Darker.".to_owned();
    reviews::write(&world.app, &ben.actor, review).await.unwrap();
    let token = world.session_token(&ben).await;
    let list = "mutation { createList(input: { name: \"Noir\", audience: FRIENDS }) { list { id } } }";
    let list = server.bearer(&token).data(list, json!({})).await["createList"]["list"]["id"].take();
    let put = "mutation ($list: ID!, $item: ID!) { addToList(input: { listId: $list, items: [{ itemId: $item }] }) { added { __typename } } }";
    server.bearer(&token).data(put, json!({ "list": list, "item": laura.to_string() })).await;
    assert_eq!(told(&mut socket).await, did("ben", "UserList", "Noir"), "a review that is written anew is no news");
    let key = world.api_key(&ben, &["scrobble"]).await;
    let track = json!({ "artist_name": "Portishead", "track_name": "Roads" });
    let heard = json!([{ "listened_at": world.app.now().timestamp() - 300, "track_metadata": track }]);
    let body = json!({ "listen_type": "single", "payload": heard });
    server.http().post(server.url("/1/submit-listens")).bearer_auth(key).json(&body).send().await.unwrap();
    assert_eq!(told(&mut socket).await, did("ben", "Play", "Roads"));
    // A new friend is heard of from then on.
    befriend(world, &cleo, &ana).await;
    rate(world, &cleo, "Gilda").await;
    assert_eq!(told(&mut socket).await, did("cleo", "Rating", "Gilda"));
    // A link to the database that was opened anew has missed what was said before.
    listen(&world.app).await;
    let heard = socket.hear().await.unwrap();
    assert_eq!(heard["payload"]["data"]["activityAdded"], json!({ "isResync": true, "activity": null }));
}

#[tokio::test(flavor = "multi_thread")]
async fn what_somebody_may_not_see_is_not_told_them() {
    let server = TestServer::start().await;
    let world = &server.world;
    listen(&world.app).await;
    let (ana, ben, dora) = (world.user("ana").await, world.user("ben").await, world.user("dora").await);
    befriend(world, &ana, &ben).await;
    let group = home(world, &ana, &[&dora]).await;
    let mut socket = watch(&server, &ana, "", &ben).await;
    // Each thing that is hidden is followed by one that is not: that one is what is heard next.
    let private = PlayDraft { is_private: true, ..PlayDraft::new(film(world, "A private play").await, When::Now, "test") };
    plays::add(&world.app, &ben.actor, private).await.unwrap();
    let hidden = film(world, "Kept for oneself").await;
    let entry = EntryDraft {
        item_id: hidden,
        status: status::COMPLETED.to_owned(),
        is_favorite: false,
        is_private: true,
        notes: None,
        custom_fields: json!({}),
    };
    library::add(&world.app, &ben.actor, entry).await.unwrap();
    ratings::rate(&world.app, &ben.actor, hidden, Verdict::Hundred(90)).await.unwrap();
    rate(world, &ben, "Shown").await;
    assert_eq!(told(&mut socket).await, did("ben", "Rating", "Shown"));

    let sql = world.database.sql().await;
    let share = async |settings: &str| {
        let set = "UPDATE users SET privacy_settings = $2::text::jsonb WHERE id = $1";
        sql.execute(set, &[&ben.id.0, &settings]).await.unwrap();
    };
    for settings in [r#"{"never_share": true}"#, r#"{"history": "nobody"}"#] {
        share(settings).await;
        rate(world, &ben, settings).await;
        // The event is heard while nothing may be seen, and looked at then.
        rate(world, &dora, &format!("After {settings}")).await;
        assert_eq!(told(&mut socket).await, did("dora", "Rating", &format!("After {settings}")));
    }
    share("{}").await;
    rate(world, &ben, "Shared again").await;
    assert_eq!(told(&mut socket).await, did("ben", "Rating", "Shared again"));

    let mut of_group = watch(&server, &ana, &format!("(groupId: \"{group}\", kinds: [RATING])"), &dora).await;
    rate(world, &ben, "Of a friend").await;
    rate(world, &dora, "Of a member").await;
    assert_eq!(told(&mut of_group).await, did("dora", "Rating", "Of a member"));
    for (who, what) in [("ben", "Of a friend"), ("dora", "Of a member")] {
        assert_eq!(told(&mut socket).await, did(who, "Rating", what));
    }
    members::leave(&world.app, &dora.actor, group).await.unwrap();
    rate(world, &dora, "After she left").await;
    rate(world, &ben, "Before the block").await;
    assert_eq!(told(&mut socket).await, did("ben", "Rating", "Before the block"));
    friendships::block(&world.app, &ben.actor, ana.id).await.unwrap();
    rate(world, &ben, "After the block").await;
    let eve = world.user("eve").await;
    befriend(world, &ana, &eve).await;
    rate(world, &eve, "Of another").await;
    assert_eq!(told(&mut socket).await, did("eve", "Rating", "Of another"));

    let mut strangers = connect(&server).await;
    strangers.sign_in(&world.session_token(&eve).await).await;
    strangers.subscribe("g", &format!("subscription {{ activityAdded(groupId: \"{group}\") {{ isResync }} }}")).await;
    let refused = strangers.hear().await.unwrap();
    assert_eq!((&refused["type"], &refused["payload"][0]["extensions"]["code"]), (&json!("error"), &json!("NOT_FOUND")));
    groups::delete(&world.app, &ana.actor, group).await.unwrap();
    loop {
        let heard = of_group.hear().await.unwrap();
        if heard["type"] == "complete" {
            break;
        }
        assert_eq!(heard["payload"]["data"]["activityAdded"]["isResync"], true, "{heard}");
    }
}

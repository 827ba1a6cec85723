//! Who becomes whose friend, and who does not.

use medianest_core::db::FriendshipState;
use medianest_core::policy::visibility::{Aspect, can_see};
use medianest_core::social::friendships;
use medianest_core::{Error, PageRequest, notifications};
use medianest_test_support::{Person, World};

async fn set_privacy(world: &World, person: &Person, json: &str) {
    let sql = world.database.sql().await;
    sql.execute("UPDATE users SET privacy_settings = $2::text::jsonb WHERE id = $1", &[&person.id.0, &json]).await.unwrap();
}

async fn sees_history(world: &World, viewer: &Person, owner: &Person) -> bool {
    can_see(&world.app, &viewer.actor, owner.id, Aspect::History).await.unwrap()
}

async fn news(world: &World, person: &Person) -> Vec<String> {
    let request = PageRequest { first: 50, after: None };
    let page = notifications::page(&world.app, &person.actor, false, &request).await.unwrap();
    page.items.into_iter().map(|news| news.notification_type).collect()
}

async fn count(world: &World, person: &Person, state: FriendshipState) -> i64 {
    let page = friendships::page(&world.app, &person.actor, state, &PageRequest { first: 50, after: None }).await.unwrap();
    let count = friendships::count(&world.app, &person.actor, state).await.unwrap();
    assert_eq!(i64::try_from(page.items.len()).unwrap(), count);
    count
}

#[tokio::test(flavor = "multi_thread")]
async fn a_request_is_told_accepted_and_opens_what_friends_see() {
    let world = World::new().await;
    let (ana, ben, eve) = (world.user("ana").await, world.user("ben").await, world.user("eve").await);
    let row = friendships::request(&world.app, &ana.actor, ben.id).await.unwrap();
    assert_eq!(friendships::request(&world.app, &ana.actor, ben.id).await.unwrap(), row, "asking twice changes nothing");
    assert_eq!(news(&world, &ben).await, ["friend_request"]);
    assert!(!sees_history(&world, &ana, &ben).await, "a request opens nothing");
    for (who, expected) in [(&ana, 1), (&ben, 1), (&eve, 0)] {
        assert_eq!(count(&world, who, FriendshipState::Requested).await, expected, "{}", who.name);
    }
    for other in [&ana, &eve] {
        let refused = friendships::accept(&world.app, &other.actor, row.id).await;
        assert!(matches!(refused, Err(Error::NotFound(_))), "{} cannot accept it", other.name);
    }
    let row = friendships::accept(&world.app, &ben.actor, row.id).await.unwrap();
    assert_eq!((row.state, row.answered_at), (FriendshipState::Accepted, Some(world.app.now())));
    assert_eq!(news(&world, &ana).await, ["friend_accepted"]);
    assert!(sees_history(&world, &ana, &ben).await && sees_history(&world, &ben, &ana).await);
    assert_eq!(count(&world, &ana, FriendshipState::Accepted).await, 1);

    assert!(matches!(friendships::remove(&world.app, &eve.actor, row.id).await, Err(Error::NotFound(_))));
    friendships::remove(&world.app, &ana.actor, row.id).await.unwrap();
    assert!(!sees_history(&world, &ana, &ben).await && !sees_history(&world, &ben, &ana).await);
    assert_eq!(count(&world, &ben, FriendshipState::Accepted).await, 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn two_who_ask_each_other_are_friends() {
    let world = World::new().await;
    let (ana, ben) = (world.user("ana").await, world.user("ben").await);
    let (hers, his) =
        tokio::join!(friendships::request(&world.app, &ana.actor, ben.id), friendships::request(&world.app, &ben.actor, ana.id));
    assert_eq!(hers.unwrap().id, his.unwrap().id);
    assert_eq!(count(&world, &ana, FriendshipState::Accepted).await, 1);
    assert!(sees_history(&world, &ana, &ben).await);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_request_never_reveals_the_hidden_and_heeds_who_wants_none() {
    let world = World::new().await;
    let (ana, ben) = (world.user("ana").await, world.user("ben").await);
    set_privacy(&world, &ben, r#"{"allow_friend_requests": false}"#).await;
    assert!(matches!(friendships::request(&world.app, &ana.actor, ben.id).await, Err(Error::Forbidden(_))));
    set_privacy(&world, &ben, r#"{"profile": "nobody", "allow_friend_requests": false}"#).await;
    for refused in [
        friendships::request(&world.app, &ana.actor, ben.id).await,
        friendships::request(&world.app, &ana.actor, world.app.new_id()).await,
        friendships::block(&world.app, &ana.actor, ben.id).await,
    ] {
        assert!(matches!(refused, Err(Error::NotFound("user"))));
    }
    assert!(matches!(friendships::request(&world.app, &ana.actor, ana.id).await, Err(Error::Invalid(_))));
    // The hidden may ask, and are answered like anybody.
    friendships::request(&world.app, &ben.actor, ana.id).await.unwrap();
    let row = friendships::request(&world.app, &ana.actor, ben.id).await.unwrap();
    assert_eq!(row.state, FriendshipState::Accepted);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_block_ends_a_friendship_and_only_its_maker_takes_it_back() {
    let world = World::new().await;
    let (ana, ben) = (world.user("ana").await, world.user("ben").await);
    let row = friendships::request(&world.app, &ana.actor, ben.id).await.unwrap();
    friendships::accept(&world.app, &ben.actor, row.id).await.unwrap();
    let row = friendships::block(&world.app, &ben.actor, ana.id).await.unwrap();
    assert_eq!((row.requester_id, row.state), (ben.id, FriendshipState::Blocked));
    for (viewer, owner) in [(&ana, &ben), (&ben, &ana)] {
        assert!(!can_see(&world.app, &viewer.actor, owner.id, Aspect::Profile).await.unwrap());
        let refused = friendships::request(&world.app, &viewer.actor, owner.id).await;
        assert!(matches!(refused, Err(Error::NotFound("user"))), "{}", viewer.name);
    }
    assert!(matches!(friendships::block(&world.app, &ana.actor, ben.id).await, Err(Error::NotFound("user"))));
    assert!(matches!(friendships::unblock(&world.app, &ana.actor, ben.id).await, Err(Error::NotFound("user"))));
    assert!(matches!(friendships::remove(&world.app, &ana.actor, row.id).await, Err(Error::NotFound(_))));
    assert_eq!(count(&world, &ana, FriendshipState::Blocked).await, 0, "a block is the blocker's");
    assert_eq!(count(&world, &ben, FriendshipState::Blocked).await, 1);
    friendships::unblock(&world.app, &ben.actor, ana.id).await.unwrap();
    assert!(can_see(&world.app, &ana.actor, ben.id, Aspect::Profile).await.unwrap());
    assert!(!sees_history(&world, &ana, &ben).await, "they are not friends again");
}

use std::pin::Pin;
use std::time::{Duration, Instant};

use futures_util::{Stream, StreamExt};
use medianest_core::db::{GroupPrivacy, GroupRole, GroupType, UserId};
use medianest_core::diary::watch::{self, PresenceEvent, Watched};
use medianest_core::events::{Event, Events, ListenOptions};
use medianest_core::policy::Actor;
use medianest_core::social::groups::{self, GroupDraft};
use medianest_core::social::invitations::{self, Invitee};
use medianest_core::social::members::{self, PermissionChanges};
use medianest_core::{App, Error};
use medianest_test_support::{Person, World};
use tokio::time::timeout;
use tokio_util::sync::CancellationToken;

use crate::groups::invitation;

const PATIENCE: Duration = Duration::from_secs(20);

type Watching = Pin<Box<dyn Stream<Item = PresenceEvent> + Send>>;

/// Opens the link, and waits until the resync of its opening has gone through.
async fn listen(app: &App) {
    let first = watch::watch(app, &Actor::system("test"), Watched::Everybody).await.unwrap();
    tokio::spawn(Events::listen(app.clone(), ListenOptions::default(), CancellationToken::new()));
    let resync = first.filter(|event| std::future::ready(matches!(event, PresenceEvent::Snapshot { is_resync: true, .. })));
    timeout(PATIENCE, Box::pin(resync).next()).await.expect("the feed resyncs");
}

async fn watch(app: &App, person: &Person, whom: Watched) -> Watching {
    Box::pin(watch::watch(app, &person.actor, whom).await.unwrap())
}

/// What is seen next, in short: `snapshot 1`, `started ana`; a resync that came with the link is passed over.
async fn see(watching: &mut Watching, people: &[&Person]) -> String {
    let name = |id: UserId| people.iter().find(|person| person.id == id).map_or("?", |person| person.name.as_str()).to_owned();
    loop {
        let event = timeout(PATIENCE, watching.next()).await.expect("something is seen").expect("the stream goes on");
        return match event {
            PresenceEvent::Snapshot { is_resync: true, .. } => continue,
            PresenceEvent::Snapshot { playing, .. } => format!("snapshot {}", playing.len()),
            PresenceEvent::Started(playing) => format!("started {}", name(playing.user_id)),
            PresenceEvent::Updated(playing) => format!("updated {}", name(playing.user_id)),
            PresenceEvent::Ended(user) => format!("ended {}", name(user)),
        };
    }
}

async fn shares_with(world: &World, person: &Person, audience: &str) {
    let sql = world.database.sql().await;
    let statement = "UPDATE users SET privacy_settings = jsonb_build_object('currently_watching', $2::text) WHERE id = $1";
    sql.execute(statement, &[&person.id.0, &audience]).await.unwrap();
    Event::VisibilityChanged.emit(&world.app.db().await.unwrap()).await.unwrap();
}

async fn plays(app: &App, world: &World, person: &Person, is_private: bool) {
    let sql = world.database.sql().await;
    sql.execute(
        "INSERT INTO media_items (id, media_type_id, root_id, name, sort_name, slug)
         SELECT $1, id, $1, 'Film', 'film', 'film' FROM media_types LIMIT 1 ON CONFLICT DO NOTHING",
        &[&uuid::Uuid::from_u128(1)],
    )
    .await
    .unwrap();
    let now = world.app.now();
    sql.execute(
        "INSERT INTO currently_watching (user_id, media_item_id, state, source, is_private, started_at, last_heartbeat_at, expires_at)
         VALUES ($1, $2, 'playing', 'test', $3, $4, $4, $4::timestamptz + interval '5 minutes')
         ON CONFLICT (user_id) DO UPDATE SET is_private = $3",
        &[&person.id.0, &uuid::Uuid::from_u128(1), &is_private, &now],
    )
    .await
    .unwrap();
    Event::PresenceChanged { user_id: person.id }.emit(&app.db().await.unwrap()).await.unwrap();
}

async fn stops(world: &World, person: &Person) {
    let sql = world.database.sql().await;
    sql.execute("DELETE FROM currently_watching WHERE user_id = $1", &[&person.id.0]).await.unwrap();
    Event::PresenceChanged { user_id: person.id }.emit(&world.app.db().await.unwrap()).await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_watcher_sees_a_beginning_a_change_and_an_end_from_any_server() {
    let world = World::new().await;
    let (ana, ben) = (world.user("ana").await, world.user("ben").await);
    let other = world.second_app();
    shares_with(&world, &ana, "members").await;
    listen(&world.app).await;
    let mut watching = watch(&world.app, &ben, Watched::Everybody).await;
    assert_eq!(see(&mut watching, &[]).await, "snapshot 0");
    for expected in ["started ana", "updated ana"] {
        plays(&other, &world, &ana, false).await;
        assert_eq!(see(&mut watching, &[&ana]).await, expected);
    }
    stops(&world, &ana).await;
    assert_eq!(see(&mut watching, &[&ana]).await, "ended ana");
    plays(&other, &world, &ana, false).await;
    assert_eq!(see(&mut watching, &[&ana]).await, "started ana");
    let mut late = watch(&world.app, &ben, Watched::Everybody).await;
    assert_eq!(see(&mut late, &[]).await, "snapshot 1");
}

#[tokio::test(flavor = "multi_thread")]
async fn of_changes_that_follow_each_other_closely_the_last_is_seen() {
    let world = World::new().await;
    let (ana, ben) = (world.user("ana").await, world.user("ben").await);
    shares_with(&world, &ana, "members").await;
    listen(&world.app).await;
    let mut watching = watch(&world.app, &ben, Watched::Everybody).await;
    assert_eq!(see(&mut watching, &[]).await, "snapshot 0");
    let begun = Instant::now();
    for _ in 0..60 {
        plays(&world.app, &world, &ana, false).await;
    }
    stops(&world, &ana).await;
    let mut seen = Vec::new();
    while seen.last().is_none_or(|last| last != "ended ana") {
        seen.push(see(&mut watching, &[&ana]).await);
    }
    assert_eq!(seen[0], "started ana");
    let most = 2 + begun.elapsed().as_millis() / 100;
    assert!(seen.len() as u128 <= most, "{} of 61 changes in {:?}", seen.len(), begun.elapsed());
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_withdraws_ends_for_the_viewer_and_is_seen_no_more() {
    let world = World::new().await;
    let (ana, ben) = (world.user("ana").await, world.user("ben").await);
    shares_with(&world, &ana, "members").await;
    listen(&world.app).await;
    let mut watching = watch(&world.app, &ben, Watched::Person(ana.id)).await;
    assert_eq!(see(&mut watching, &[]).await, "snapshot 0");
    plays(&world.app, &world, &ana, false).await;
    assert_eq!(see(&mut watching, &[&ana]).await, "started ana");
    shares_with(&world, &ana, "nobody").await;
    assert_eq!(see(&mut watching, &[&ana]).await, "ended ana");
    plays(&world.app, &world, &ana, false).await;
    assert!(matches!(watch::watch(&world.app, &ben.actor, Watched::Person(ana.id)).await.map(|_| ()), Err(Error::NotFound(_))));
    // What comes next is that they share again, not what they played meanwhile.
    shares_with(&world, &ana, "members").await;
    assert_eq!(see(&mut watching, &[&ana]).await, "started ana");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_private_never_leaves_its_owner() {
    let world = World::new().await;
    let (ana, ben) = (world.user("ana").await, world.user("ben").await);
    shares_with(&world, &ana, "members").await;
    listen(&world.app).await;
    let mut hers = watch(&world.app, &ana, Watched::Person(ana.id)).await;
    let mut his = watch(&world.app, &ben, Watched::Everybody).await;
    assert_eq!((see(&mut hers, &[]).await, see(&mut his, &[]).await), ("snapshot 0".to_owned(), "snapshot 0".to_owned()));
    plays(&world.app, &world, &ana, true).await;
    assert_eq!(see(&mut hers, &[&ana]).await, "started ana");
    plays(&world.app, &world, &ben, false).await;
    assert_eq!(see(&mut his, &[&ana, &ben]).await, "started ben", "nothing of ana's came before");
    plays(&world.app, &world, &ana, false).await;
    assert_eq!(see(&mut his, &[&ana]).await, "started ana");
    plays(&world.app, &world, &ana, true).await;
    assert_eq!(see(&mut his, &[&ana]).await, "ended ana");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_group_is_watched_by_its_members_as_far_as_each_lets_it_and_until_they_leave() {
    let world = World::new().await;
    let (ana, ben, eve) = (world.user("ana").await, world.user("ben").await, world.user("eve").await);
    let draft =
        GroupDraft { name: "Home".to_owned(), description: None, group_type: GroupType::Family, privacy: GroupPrivacy::Private };
    let group = groups::create(&world.app, &ana.actor, draft).await.unwrap().id;
    shares_with(&world, &eve, "members").await;
    listen(&world.app).await;
    let refused = watch::watch(&world.app, &ben.actor, Watched::Group(group)).await.map(|_| ());
    assert!(matches!(refused, Err(Error::NotFound("group"))));
    let draft = invitation(Invitee::Person(ben.id), GroupRole::Member);
    let issued = invitations::invite(&world.app, &ana.actor, group, draft).await.unwrap();
    invitations::accept(&world.app, &ben.actor, issued.invitation.id).await.unwrap();
    let mut his = watch(&world.app, &ben, Watched::Group(group)).await;
    assert_eq!(see(&mut his, &[]).await, "snapshot 0");
    // What eve plays is open to ben, but she is not in the group.
    plays(&world.app, &world, &eve, false).await;
    plays(&world.app, &world, &ana, false).await;
    let people = [&ana, &ben, &eve];
    assert_eq!(see(&mut his, &people).await, "started ana");
    let shows = |may| PermissionChanges { currently_watching: Some(may), ..PermissionChanges::default() };
    members::update_permissions(&world.app, &ana.actor, group, shows(false)).await.unwrap();
    // Who came into view by a change of visibility may be heard of once more by the change of what they play.
    let mut seen = see(&mut his, &people).await;
    if seen == "updated ana" {
        seen = see(&mut his, &people).await;
    }
    assert_eq!(seen, "ended ana");
    members::update_permissions(&world.app, &ana.actor, group, shows(true)).await.unwrap();
    assert_eq!(see(&mut his, &people).await, "started ana");
    members::leave(&world.app, &ben.actor, group).await.unwrap();
    assert!(timeout(PATIENCE, his.next()).await.expect("the stream says so").is_none(), "it ends");
}

//! One playback becomes a play of each who sat there and takes it.

use std::time::Duration;

use chrono::TimeDelta;
use medianest_core::diary::plays::{self, PlayDraft, When};
use medianest_core::diary::{ScrobbleInput, together};
use medianest_core::jobs::{self, WorkerOptions};
use medianest_core::social::members::{self, PermissionChanges};
use medianest_core::social::{friendships, watching};
use medianest_core::{Error, PageRequest, notifications};
use medianest_db::social::Group;
use medianest_db::{EventType, GroupRole, JobLane, UserId};
use medianest_test_support::{Person, World};
use tokio_util::sync::{CancellationToken, DropGuard};

use crate::groups::{group, join};
use crate::scrobble::{film, minutes, plays_of, said, say};
use crate::until;
use crate::visibility::set_privacy;

/// Somebody who does the jobs until this is dropped.
fn worker(world: &World) -> DropGuard {
    let shutdown = CancellationToken::new();
    let options = WorkerOptions {
        concurrency: 1,
        lease: Duration::from_mins(1),
        poll: Duration::from_millis(20),
        drain: Duration::from_millis(200),
    };
    tokio::spawn(jobs::work(world.app.clone(), jobs::handlers(), JobLane::Sync, options, shutdown.clone()));
    shutdown.drop_guard()
}

/// Waits until there is nothing left to do.
async fn done(world: &World) {
    let sql = world.database.sql().await;
    until(async || {
        let row = sql.query_one("SELECT count(*) FROM jobs WHERE state IN ('queued', 'running')", &[]).await.unwrap();
        row.get::<_, i64>(0) == 0
    })
    .await;
    let row = sql.query_one("SELECT count(*) FROM jobs WHERE state = 'dead'", &[]).await.unwrap();
    assert_eq!(row.get::<_, i64>(0), 0, "nothing failed");
}

async fn takes(world: &World, person: &Person, group: &Group, does: bool) {
    let changes = PermissionChanges { takes_plays: Some(does), ..PermissionChanges::default() };
    members::update_permissions(&world.app, &person.actor, group.id, changes).await.unwrap();
}

async fn start(world: &World, host: &Person, group: &Group, people: &[&Person]) -> Result<(), Error> {
    let people: Vec<UserId> = people.iter().map(|person| person.id).collect();
    watching::start(&world.app, &host.actor, group.id, &people).await.map(|_| ())
}

/// A family of whom the first is the owner, and all the others take what is played with them.
async fn family(world: &World, names: &[&str]) -> (Group, Vec<Person>) {
    let mut people = Vec::new();
    for name in names {
        people.push(world.user(name).await);
    }
    let home = group(world, &people[0]).await;
    for person in &people[1..] {
        join(world, &people[0], &home, person, GroupRole::Member).await;
        takes(world, person, &home, true).await;
    }
    (home, people)
}

async fn kinds_of_news(world: &World, person: &Person) -> Vec<String> {
    let request = PageRequest { first: 50, after: None };
    let page = notifications::page(&world.app, &person.actor, false, &request).await.unwrap();
    page.items.into_iter().map(|news| news.notification_type).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn what_one_plays_for_others_comes_into_the_history_of_each_who_is_present() {
    let world = World::new().await;
    let (home, people) = family(&world, &["ana", "ben", "cy", "dee"]).await;
    let [ana, ben, cy, dee] = people.as_slice() else { panic!("four people") };
    let _worker = worker(&world);
    start(&world, ana, &home, &[ben, cy]).await.unwrap();
    for (person, count) in [(ana, 1), (ben, 1), (cy, 1), (dee, 0)] {
        let known = watching::mine(&world.app, &person.actor).await.unwrap();
        assert_eq!(known.len(), count, "{}", person.name);
        let ids: Vec<_> = known.iter().map(|watching| watching.id).collect();
        assert_eq!(watching::present(&world.app, &person.actor, &ids).await.unwrap().len(), count, "{}", person.name);
    }
    let laura = film(&world, "Laura").await;
    say(&world, ana, said(laura, EventType::Start, 0.0)).await;
    world.pass(minutes(95));
    say(&world, ana, said(laura, EventType::Stop, 95.0)).await;
    done(&world).await;
    let hers = plays_of(&world, ana).await.remove(0);
    for person in [ben, cy] {
        let play = plays_of(&world, person).await.remove(0);
        assert_eq!((play.media_item_id, play.watched_at, play.started_at), (laura, hers.watched_at, hers.started_at));
        assert_eq!((play.source.as_str(), play.is_private), (together::SOURCE, false));
        assert!(play.watch_session_id.is_some(), "it moves their own library");
        assert!(kinds_of_news(&world, person).await.contains(&"play_shared".to_owned()), "{} is told", person.name);
    }
    assert!(plays_of(&world, dee).await.is_empty(), "dee was not there");
    assert!(!kinds_of_news(&world, ana).await.contains(&"play_shared".to_owned()));

    // Each removes their own, which comes back by no further word of it.
    let his = plays_of(&world, ben).await.remove(0);
    plays::delete(&world.app, &ben.actor, &[his.id]).await.unwrap();
    together::share(&world.app, &ana.actor, hers.id, home.id, &[ben.id, cy.id]).await.unwrap();
    done(&world).await;
    assert_eq!((plays_of(&world, ben).await.len(), plays_of(&world, cy).await.len()), (0, 1));
    assert_eq!(plays_of(&world, ana).await.len(), 1);

    // Nothing follows once it has ended, nor what is private or told by hand.
    let gilda = film(&world, "Gilda").await;
    plays::add(&world.app, &ana.actor, PlayDraft::new(gilda, When::Now, "test")).await.unwrap();
    world.pass(TimeDelta::hours(5));
    say(&world, ana, ScrobbleInput { is_private: true, ..said(gilda, EventType::Stop, 95.0) }).await;
    watching::end(&world.app, &ana.actor).await.unwrap();
    assert!(watching::mine(&world.app, &ben.actor).await.unwrap().is_empty());
    world.pass(TimeDelta::hours(5));
    say(&world, ana, said(gilda, EventType::Stop, 95.0)).await;
    done(&world).await;
    assert_eq!((plays_of(&world, ana).await.len(), plays_of(&world, cy).await.len()), (4, 1));
}

#[tokio::test(flavor = "multi_thread")]
async fn who_left_changed_their_mind_or_shares_nothing_takes_nothing() {
    let world = World::new().await;
    let (home, people) = family(&world, &["ana", "gone", "left", "unwilling", "closed", "blocked", "there"]).await;
    let [ana, gone, left, unwilling, closed, blocked, there] = people.as_slice() else { panic!("seven people") };
    start(&world, ana, &home, &[gone, left, unwilling, closed, blocked, there]).await.unwrap();
    let id = watching::mine(&world.app, &gone.actor).await.unwrap()[0].id;
    watching::leave(&world.app, &gone.actor, id).await.unwrap();
    assert!(matches!(watching::leave(&world.app, &gone.actor, id).await, Err(Error::NotFound("watching"))));
    members::leave(&world.app, &left.actor, home.id).await.unwrap();
    assert!(watching::mine(&world.app, &left.actor).await.unwrap().is_empty(), "leaving a group hides at once");
    takes(&world, unwilling, &home, false).await;
    set_privacy(&world, closed, r#"{"never_share": true}"#).await;
    friendships::block(&world.app, &blocked.actor, ana.id).await.unwrap();
    let laura = film(&world, "Laura").await;
    say(&world, ana, said(laura, EventType::Stop, 95.0)).await;
    let _worker = worker(&world);
    done(&world).await;
    for person in [gone, left, unwilling, closed, blocked] {
        assert!(plays_of(&world, person).await.is_empty(), "{}", person.name);
    }
    assert_eq!(plays_of(&world, there).await.len(), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_is_said_to_be_there_who_did_not_say_they_take_it() {
    let world = World::new().await;
    let (home, people) = family(&world, &["owner", "admin", "willing", "limited"]).await;
    let [owner, admin, willing, limited] = people.as_slice() else { panic!("four people") };
    members::change_role(&world.app, &owner.actor, home.id, admin.id, GroupRole::Admin).await.unwrap();
    members::change_role(&world.app, &owner.actor, home.id, limited.id, GroupRole::Limited).await.unwrap();
    let outsider = world.user("outsider").await;
    takes(&world, admin, &home, false).await;
    for (host, present, expected) in [
        (owner, vec![willing], "ok"),
        (owner, vec![admin], "invalid"),
        (owner, vec![willing, admin], "invalid"),
        (owner, vec![&outsider], "invalid"),
        (owner, vec![], "invalid"),
        (owner, vec![limited], "ok"),
        (admin, vec![willing], "ok"),
        (admin, vec![owner], "invalid"),
        (limited, vec![willing], "forbidden"),
        (&outsider, vec![willing], "not found"),
    ] {
        let answer = match start(&world, host, &home, &present).await {
            Ok(()) => "ok",
            Err(Error::Invalid(_)) => "invalid",
            Err(Error::Forbidden(_)) => "forbidden",
            Err(Error::NotFound("group")) => "not found",
            Err(other) => panic!("{other:?}"),
        };
        assert_eq!(answer, expected, "{} with {:?}", host.name, present.iter().map(|person| &person.name).collect::<Vec<_>>());
    }
    assert_eq!(watching::mine(&world.app, &owner.actor).await.unwrap().len(), 1, "the former ones have ended");
    // Who shares nothing gives nothing, and no administrator of the group, or of the house, says otherwise for them.
    set_privacy(&world, willing, r#"{"never_share": true}"#).await;
    for host in [owner, admin] {
        assert!(matches!(start(&world, host, &home, &[willing]).await, Err(Error::Invalid(_))));
    }
    set_privacy(&world, willing, "{}").await;
    set_privacy(&world, owner, r#"{"never_share": true}"#).await;
    assert!(matches!(start(&world, owner, &home, &[willing]).await, Err(Error::Invalid(_))));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_play_is_given_to_others_afterwards_and_doubles_nothing() {
    let world = World::new().await;
    let (home, people) = family(&world, &["ana", "ben"]).await;
    let [ana, ben] = people.as_slice() else { panic!("two people") };
    let laura = film(&world, "Laura").await;
    let hers = plays::add(&world.app, &ana.actor, PlayDraft::new(laura, When::Now, "test")).await.unwrap().play;
    // His own player told of it as well, a little later.
    let his = PlayDraft::new(laura, When::At(world.app.now() - minutes(3)), "test");
    plays::add(&world.app, &ben.actor, his).await.unwrap();
    together::share(&world.app, &ana.actor, hers.id, home.id, &[ben.id]).await.unwrap();
    let _worker = worker(&world);
    done(&world).await;
    assert_eq!(plays_of(&world, ben).await.len(), 1);
    assert!(!kinds_of_news(&world, ben).await.contains(&"play_shared".to_owned()));
    let another = together::share(&world.app, &ben.actor, hers.id, home.id, &[ana.id]).await;
    assert!(matches!(another, Err(Error::NotFound("play"))), "it is not his");
    let unknown = plays::add(&world.app, &ana.actor, PlayDraft::new(laura, When::Unknown, "test")).await.unwrap().play;
    let undated = together::share(&world.app, &ana.actor, unknown.id, home.id, &[ben.id]).await;
    assert!(matches!(undated, Err(Error::Invalid(_))), "nobody knows when it was");
    let private = PlayDraft { is_private: true, ..PlayDraft::new(laura, When::Now, "test") };
    let private = plays::add(&world.app, &ana.actor, private).await.unwrap().play;
    let refused = together::share(&world.app, &ana.actor, private.id, home.id, &[ben.id]).await;
    assert!(matches!(refused, Err(Error::Invalid(_))), "it is private");
}

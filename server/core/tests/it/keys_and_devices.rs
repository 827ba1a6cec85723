//! Programs and players that act for a person.

use chrono::TimeDelta;
use futures_util::future::join_all;
use medianest_core::identity::devices::{self, DeviceCodes, DevicePoll};
use medianest_core::identity::{self, Begun, api_keys, authenticate_token, flush_key_usage, recheck, setup, standing};
use medianest_core::policy::{Access, Actor, Origin, Via};
use medianest_core::{App, Error};
use medianest_db::{Role, SessionKind};
use medianest_test_support::{Person, World};
use secrecy::{ExposeSecret, SecretString};

use crate::until;

const PLAYER: &str = "a-player";

async fn key(world: &World, person: &Person, access: &[Access]) -> SecretString {
    api_keys::create(&world.app, &person.actor, "script", access, None).await.unwrap().secret
}

async fn actor_of(app: &App, token: &SecretString) -> Result<Actor, Error> {
    authenticate_token(app, token.expose_secret(), Origin::default()).await
}

async fn start(world: &World) -> DeviceCodes {
    devices::start(&world.app, &Actor::anonymous(Origin::default()), PLAYER).await.unwrap()
}

async fn poll(world: &World, codes: &DeviceCodes) -> DevicePoll {
    devices::poll(&world.app, &Actor::anonymous(Origin::default()), PLAYER, &codes.device_code).await.unwrap()
}

async fn signed_in_player(world: &World, person: &Person) -> Begun {
    let codes = start(world).await;
    devices::approve(&world.app, &person.actor, &codes.user_code).await.unwrap();
    match poll(world, &codes).await {
        DevicePoll::Approved(begun) => *begun,
        other => panic!("{other:?}"),
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_key_does_what_its_scopes_say() {
    let world = World::new().await;
    let boss = world.admin("boss").await;
    let secret = key(&world, &boss, &[Access::Scrobble, Access::Read]).await;
    let text = secret.expose_secret();
    assert!(text.starts_with("mn_") && text.as_bytes()[11] == b'_' && text.len() > 50, "{text}");
    let program = actor_of(&world.app, &secret).await.unwrap();
    assert_eq!(program.user_id(), Some(boss.id));
    assert!(program.require(Access::Read).is_ok() && program.require(Access::Scrobble).is_ok());
    assert!(matches!(program.require(Access::Write), Err(Error::Forbidden(_))));
    assert!(matches!(program.require_role(Role::Admin), Err(Error::Forbidden(_))), "the role needs the scope admin");
    let secret = key(&world, &boss, &[Access::Admin]).await;
    assert!(actor_of(&world.app, &secret).await.unwrap().require_role(Role::Admin).is_ok());
}

#[tokio::test(flavor = "multi_thread")]
async fn those_who_ask_at_the_same_time_are_looked_up_together_and_each_is_who_they_are() {
    let world = World::new().await;
    let mut tokens = Vec::new();
    for number in 0..20 {
        let person = world.user(&format!("person-{number}")).await;
        tokens.push((SecretString::from(world.session_token(&person).await), Some(person.id)));
    }
    tokens.push((SecretString::from("nobody's"), None));
    tokens.push((tokens[4].0.clone(), tokens[4].1));
    let before = world.app.database().statements();
    let answers = join_all(tokens.iter().map(|(token, _)| actor_of(&world.app, token))).await;
    // Two begin at once, and all others are one look-up.
    assert_eq!(world.app.database().statements() - before, 3);
    for ((_, person), answer) in tokens.iter().zip(answers) {
        match person {
            Some(person) => assert_eq!(answer.unwrap().user_id(), Some(*person)),
            None => assert!(matches!(answer, Err(Error::Unauthenticated))),
        }
    }

    let (ana, ben) = (world.user("ana").await, world.user("ben").await);
    let keys = [key(&world, &ana, &[Access::Read]).await, key(&world, &ben, &[Access::Scrobble]).await];
    let revoked = api_keys::create(&world.app, &ana.actor, "old", &[Access::Read], None).await.unwrap();
    api_keys::revoke(&world.app, &ana.actor, revoked.key.id).await.unwrap();
    let asked = [&keys[0], &revoked.secret, &keys[1], &keys[0]];
    let answers = join_all(asked.map(|key| actor_of(&world.app, key))).await;
    let found: Vec<_> = answers.iter().map(|answer| answer.as_ref().ok().and_then(Actor::user_id)).collect();
    assert_eq!(found, [Some(ana.id), None, Some(ben.id), Some(ana.id)]);
    assert!(answers[2].as_ref().unwrap().require(Access::Read).is_err(), "each has the scopes of its own key");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_key_cannot_make_itself_more_than_it_is() {
    let world = World::new().await;
    let boss = world.admin("boss").await;
    let secret = key(&world, &boss, Access::ALL).await;
    let program = actor_of(&world.app, &secret).await.unwrap();
    let app = &world.app;
    assert!(matches!(api_keys::create(app, &program, "more", &[Access::Admin], None).await, Err(Error::Forbidden(_))));
    assert!(matches!(api_keys::mine(app, &program).await, Err(Error::Forbidden(_))));
    assert!(matches!(identity::sessions::mine(app, &program).await, Err(Error::Forbidden(_))));
    let codes = start(&world).await;
    assert!(matches!(devices::approve(app, &program, &codes.user_code).await, Err(Error::Forbidden(_))));
    let player = signed_in_player(&world, &boss).await;
    let player = actor_of(app, &player.tokens.access_token).await.unwrap();
    assert!(matches!(api_keys::create(app, &player, "more", &[Access::Read], None).await, Err(Error::Forbidden(_))));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_key_is_refused_with_what_is_wrong_about_it() {
    let world = World::new().await;
    let ana = world.user("ana").await;
    let past = Some(world.app.now() - TimeDelta::hours(1));
    let wrong = api_keys::create(&world.app, &ana.actor, " ", &[Access::Admin], past).await;
    match wrong {
        Err(Error::Invalid(fields)) => {
            let names: Vec<_> = fields.iter().map(|problem| problem.field.as_str()).collect();
            assert_eq!(names, ["name", "scopes", "expiresAt"]);
        }
        other => panic!("{other:?}"),
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_key_ends_when_it_expires_is_revoked_or_its_person_is_suspended() {
    let world = World::new().await;
    let (ana, boss) = (world.user("ana").await, world.admin("boss").await);
    let app = &world.app;
    let until_tomorrow = Some(app.now() + TimeDelta::days(1));
    let expiring = api_keys::create(app, &ana.actor, "expiring", &[Access::Read], until_tomorrow).await.unwrap();
    let lasting = api_keys::create(app, &ana.actor, "lasting", &[Access::Read], None).await.unwrap();
    actor_of(app, &expiring.secret).await.unwrap();
    world.pass(TimeDelta::days(2));
    assert!(matches!(actor_of(app, &expiring.secret).await, Err(Error::Unauthenticated)));
    let program = actor_of(app, &lasting.secret).await.unwrap();
    assert_eq!(program.person().unwrap().via, Via::ApiKey(lasting.key.id));
    standing::suspend(app, &boss.actor, ana.id, None).await.unwrap();
    assert!(matches!(actor_of(app, &lasting.secret).await, Err(Error::Unauthenticated)));
    standing::reinstate(app, &boss.actor, ana.id).await.unwrap();
    recheck(app, &program).await.unwrap();
    assert!(matches!(api_keys::revoke(app, &boss.actor, lasting.key.id).await, Err(Error::NotFound(_))));
    api_keys::revoke(app, &ana.actor, lasting.key.id).await.unwrap();
    assert!(matches!(actor_of(app, &lasting.secret).await, Err(Error::Unauthenticated)));
    assert!(matches!(recheck(app, &program).await, Err(Error::Unauthenticated)));
    assert!(matches!(api_keys::revoke(app, &ana.actor, lasting.key.id).await, Err(Error::NotFound(_))));
}

#[tokio::test(flavor = "multi_thread")]
async fn the_use_of_a_key_is_counted_and_written_seldom() {
    let world = World::new().await;
    let ana = world.user("ana").await;
    let secret = key(&world, &ana, &[Access::Read]).await;
    let usage = async || api_keys::mine(&world.app, &ana.actor).await.unwrap()[0].usage_count;
    actor_of(&world.app, &secret).await.unwrap();
    until(async || usage().await == 1).await;
    let statements = || world.app.database().statements();
    let before = statements();
    setup::is_needed(&world.app, &ana.actor).await.unwrap();
    let one = statements() - before;
    for _ in 0..5 {
        actor_of(&world.app, &secret).await.unwrap();
    }
    assert_eq!(statements() - before, 6 * one, "each request takes one statement, like the one before, and no write");
    flush_key_usage(&world.app).await;
    assert_eq!(usage().await, 6);
    assert_eq!(api_keys::mine(&world.app, &ana.actor).await.unwrap()[0].last_used_at, Some(world.app.now()));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_player_signs_in_by_the_code_its_person_types() {
    let world = World::new().await;
    let ana = world.user("ana").await;
    let codes = start(&world).await;
    assert_eq!((codes.device_code.expose_secret().len(), codes.user_code.len()), (64, 8));
    assert!(matches!(poll(&world, &codes).await, DevicePoll::Pending));
    assert!(matches!(poll(&world, &codes).await, DevicePoll::SlowDown));
    world.pass(TimeDelta::seconds(5));
    assert!(matches!(poll(&world, &codes).await, DevicePoll::Pending));

    let typed = format!(" {}-{} ", &codes.user_code[..4].to_lowercase(), &codes.user_code[4..]);
    assert_eq!(devices::find(&world.app, &ana.actor, &typed).await.unwrap().client_id, PLAYER);
    devices::approve(&world.app, &ana.actor, &typed).await.unwrap();
    let anonymous = Actor::anonymous(Origin::default());
    let other = devices::poll(&world.app, &anonymous, "another-player", &codes.device_code).await.unwrap();
    assert!(matches!(other, DevicePoll::Unknown));
    let DevicePoll::Approved(begun) = poll(&world, &codes).await else { panic!("the player is let in") };
    assert!(matches!(poll(&world, &codes).await, DevicePoll::Used));
    assert_eq!((begun.session.kind, begun.user.id), (SessionKind::Device, ana.id));

    let player = actor_of(&world.app, &begun.tokens.access_token).await.unwrap();
    for access in [Access::Read, Access::Write, Access::Scrobble] {
        assert!(player.require(access).is_ok());
    }
    assert!(player.require(Access::Admin).is_err());
    world.pass(TimeDelta::days(89));
    actor_of(&world.app, &begun.tokens.access_token).await.unwrap();
    let refreshed = identity::refresh(&world.app, &anonymous, &begun.tokens.refresh_token).await.unwrap();
    world.pass(TimeDelta::days(60));
    actor_of(&world.app, &refreshed.tokens.access_token).await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_player_is_let_in_once_however_often_it_asks_at_the_same_time() {
    let world = World::new().await;
    let ana = world.user("ana").await;
    let codes = start(&world).await;
    devices::approve(&world.app, &ana.actor, &codes.user_code).await.unwrap();
    let polls = futures_util::future::join_all((0..5).map(|_| poll(&world, &codes))).await;
    assert_eq!(polls.iter().filter(|poll| matches!(poll, DevicePoll::Approved(_))).count(), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_player_hears_that_it_was_refused_or_was_too_slow() {
    let world = World::new().await;
    let ana = world.user("ana").await;
    let (denied, late) = (start(&world).await, start(&world).await);
    devices::deny(&world.app, &ana.actor, &denied.user_code).await.unwrap();
    assert!(matches!(poll(&world, &denied).await, DevicePoll::Denied));
    assert!(matches!(devices::approve(&world.app, &ana.actor, &denied.user_code).await, Err(Error::NotFound(_))));
    world.pass(TimeDelta::minutes(11));
    assert!(matches!(devices::approve(&world.app, &ana.actor, &late.user_code).await, Err(Error::NotFound(_))));
    assert!(matches!(poll(&world, &late).await, DevicePoll::Expired));
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_guesses_device_codes() {
    let world = World::new().await;
    let ana = world.user("ana").await;
    let mut last = None;
    for _ in 0..31 {
        last = devices::find(&world.app, &ana.actor, "BBBBBBBB").await.err();
    }
    assert!(matches!(last, Some(Error::RateLimited(_))));
}

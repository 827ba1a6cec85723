//! Coming in, staying in and being shown the door.

use chrono::TimeDelta;
use medianest_core::config::Settings;
use medianest_core::identity::accounts::{self, NewAccount};
use medianest_core::identity::{
    self, Begun, Credentials, Locale, SessionTokens, account, authenticate_token, recheck, sessions, setup, standing, users,
};
use medianest_core::policy::{Access, Actor, Origin, Via};
use medianest_core::{App, Error};
use medianest_db::identity::{Theme, UserFilter};
use medianest_db::{Audience, Role, SessionKind, UserId, UserStatus};
use medianest_test_support::World;
use secrecy::{ExposeSecret, SecretString};

use crate::until;

const PASSWORD: &str = "correct horse battery";

fn secret(text: &str) -> SecretString {
    text.to_owned().into()
}

fn anonymous() -> Actor {
    Actor::anonymous(Origin { ip: Some("192.0.2.7".parse().unwrap()), ..Origin::default() })
}

/// Somebody with the usual password, which they chose themselves.
async fn member(world: &World, name: &str, role: Role) -> UserId {
    let account = NewAccount { username: name.to_owned(), email: Some(format!("{name}@example.org")), display_name: None };
    let system = Actor::system("test");
    let issued = accounts::create(&world.app, &system, account, role).await.unwrap();
    accounts::reset_password_of(&world.app, &system, issued.user.id, Some(secret(PASSWORD))).await.unwrap();
    issued.user.id
}

async fn try_sign_in(app: &App, login: &str, password: &str) -> Result<Begun, Error> {
    let credentials =
        Credentials { login: login.to_owned(), password: secret(password), kind: SessionKind::Bearer, device_name: None };
    identity::sign_in(app, &anonymous(), credentials).await
}

async fn sign_in(world: &World, login: &str) -> Begun {
    try_sign_in(&world.app, login, PASSWORD).await.unwrap()
}

async fn actor_of(world: &World, tokens: &SessionTokens) -> Result<Actor, Error> {
    authenticate_token(&world.app, tokens.access_token.expose_secret(), Origin::default()).await
}

async fn refresh(world: &World, token: &SecretString) -> Result<SessionTokens, Error> {
    identity::refresh(&world.app, &anonymous(), token).await.map(|refreshed| refreshed.tokens)
}

fn same(one: &SessionTokens, other: &SessionTokens) -> bool {
    one.access_token.expose_secret() == other.access_token.expose_secret()
        && one.refresh_token.expose_secret() == other.refresh_token.expose_secret()
}

async fn count(world: &World, sql: &str) -> i64 {
    world.database.sql().await.query_one(sql, &[]).await.unwrap().get(0)
}

async fn setup_token(world: &World) -> SecretString {
    let link = setup::mint_link(&world.app, &Actor::system("test")).await.unwrap().expect("nobody administers this world");
    assert_eq!(link.path(), "/setup");
    secret(link.fragment().unwrap().strip_prefix("token=").unwrap())
}

fn first_admin(token: &SecretString, username: &str) -> setup::Setup {
    setup::Setup {
        token: token.clone(),
        account: NewAccount { username: username.to_owned(), ..NewAccount::default() },
        password: secret(PASSWORD),
        kind: SessionKind::Bearer,
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn of_several_who_complete_the_set_up_at_once_one_becomes_the_administrator() {
    let world = World::new().await;
    let token = setup_token(&world).await;
    let tries = (0..6).map(|n| {
        let (app, setup) = (world.app.clone(), first_admin(&token, &format!("admin{n}")));
        tokio::spawn(async move { setup::complete(&app, &anonymous(), setup).await.map(|begun| begun.user.role) })
    });
    let mut winners = 0;
    for outcome in futures_util::future::join_all(tries).await {
        match outcome.unwrap() {
            Ok(role) => {
                assert_eq!(role, Role::SuperAdmin);
                winners += 1;
            }
            Err(Error::Conflict(_) | Error::Invalid(_)) => {}
            Err(other) => panic!("{other}"),
        }
    }
    assert_eq!(winners, 1);
    assert_eq!(count(&world, "SELECT count(*) FROM users").await, 1);
    assert!(setup::mint_link(&world.app, &Actor::system("test")).await.unwrap().is_none());
    assert!(!setup::is_needed(&world.app, &anonymous()).await.unwrap());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_set_up_link_works_for_a_day_and_until_the_next_one_is_made() {
    let world = World::new().await;
    assert!(setup::is_needed(&world.app, &anonymous()).await.unwrap());
    let old = setup_token(&world).await;
    let new = setup_token(&world).await;
    let hashes = world.app.passwords().operations();
    for worthless in [&old, &secret("made up")] {
        let refused = setup::complete(&world.app, &anonymous(), first_admin(worthless, "eve")).await;
        assert!(matches!(refused, Err(Error::Invalid(_))));
    }
    world.pass(TimeDelta::hours(25));
    let late = setup::complete(&world.app, &anonymous(), first_admin(&new, "ada")).await;
    assert!(matches!(late, Err(Error::Invalid(_))));
    assert_eq!(world.app.passwords().operations(), hashes, "nothing is hashed for a link that does not work");
    let begun = setup::complete(&world.app, &anonymous(), first_admin(&setup_token(&world).await, "ada")).await.unwrap();
    assert_eq!(actor_of(&world, &begun.tokens).await.unwrap().user_id(), Some(begun.user.id));
}

#[tokio::test(flavor = "multi_thread")]
async fn people_sign_in_by_user_name_or_address_in_any_case() {
    let world = World::new().await;
    let id = member(&world, "ada", Role::User).await;
    for login in ["ada", "ADA", " ada@example.org ", "Ada@Example.ORG"] {
        let begun = sign_in(&world, login).await;
        assert_eq!(actor_of(&world, &begun.tokens).await.unwrap().user_id(), Some(id), "{login}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_unknown_name_costs_as_much_as_a_wrong_password_and_is_answered_alike() {
    let world = World::new().await;
    member(&world, "ada", Role::User).await;
    world.user("unclaimed").await;
    let mut answers = Vec::new();
    for login in ["ada", "nobody", "unclaimed"] {
        let (hashes, statements) = (world.app.passwords().operations(), world.app.database().statements());
        let refused = try_sign_in(&world.app, login, "a wrong one").await.unwrap_err();
        let cost = world.app.passwords().operations() - hashes;
        answers.push((refused.to_string(), cost, world.app.database().statements() - statements));
    }
    assert_eq!(answers[0].1, 1, "a wrong password is hashed once");
    assert!(answers.iter().all(|answer| *answer == answers[0]), "{answers:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn too_many_wrong_passwords_lock_the_account_for_a_while_also_after_a_restart() {
    let world = World::new().await;
    member(&world, "ada", Role::User).await;
    for _ in 0..10 {
        assert!(matches!(try_sign_in(&world.app, "ada", "wrong").await, Err(Error::Invalid(_))));
    }
    let restarted = world.second_app();
    world.pass(TimeDelta::minutes(5));
    let hashes = restarted.passwords().operations();
    match try_sign_in(&restarted, "ada", PASSWORD).await {
        Err(Error::RateLimited(wait)) => assert_eq!(wait.as_secs(), 600),
        other => panic!("{other:?}"),
    }
    assert_eq!(restarted.passwords().operations(), hashes, "a locked account costs nothing");
    world.pass(TimeDelta::minutes(10));
    try_sign_in(&restarted, "ada", PASSWORD).await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_good_sign_in_forgets_the_bad_ones_before_it() {
    let world = World::new().await;
    member(&world, "ada", Role::User).await;
    for _ in 0..3 {
        for _ in 0..9 {
            assert!(matches!(try_sign_in(&world.app, "ada", "wrong").await, Err(Error::Invalid(_))));
        }
        sign_in(&world, "ada").await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn one_address_does_not_try_every_account() {
    let world = World::new().await;
    let mut refused = None;
    for n in 0..61 {
        refused = try_sign_in(&world.app, &format!("name{n}"), "wrong").await.err();
    }
    assert!(matches!(refused, Some(Error::RateLimited(_))));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_password_is_hashed_anew_when_the_cost_was_raised() {
    let world = World::new().await;
    member(&world, "ada", Role::User).await;
    let settings = Settings { password_memory_kib: 128, ..world.app.settings().clone() };
    let costlier = App::new(world.database.pool(), world.app.clock().clone(), settings);
    try_sign_in(&costlier, "ada", PASSWORD).await.unwrap();
    assert_eq!(count(&world, "SELECT count(*) FROM users WHERE password_hash LIKE '$argon2id$v=19$m=128,%'").await, 1);
    try_sign_in(&costlier, "ada", PASSWORD).await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_refresh_replaces_both_tokens_and_lets_requests_under_way_finish() {
    let world = World::new().await;
    member(&world, "ada", Role::User).await;
    let first = sign_in(&world, "ada").await.tokens;
    world.pass(TimeDelta::minutes(10));
    let second = refresh(&world, &first.refresh_token).await.unwrap();
    assert!(!same(&first, &second));
    actor_of(&world, &first).await.unwrap();
    actor_of(&world, &second).await.unwrap();
    world.pass(TimeDelta::seconds(31));
    assert!(matches!(actor_of(&world, &first).await, Err(Error::Unauthenticated)));
    actor_of(&world, &second).await.unwrap();
    world.pass(TimeDelta::minutes(15));
    assert!(matches!(actor_of(&world, &second).await, Err(Error::Unauthenticated)));
    // An access token that had ended does not come back to life.
    let third = refresh(&world, &second.refresh_token).await.unwrap();
    assert!(matches!(actor_of(&world, &second).await, Err(Error::Unauthenticated)));
    actor_of(&world, &third).await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_refresh_that_is_tried_again_gets_the_same_tokens() {
    let world = World::new().await;
    member(&world, "ada", Role::User).await;
    let first = sign_in(&world, "ada").await.tokens;
    let answered = refresh(&world, &first.refresh_token).await.unwrap();
    world.pass(TimeDelta::seconds(29));
    let again = refresh(&world, &first.refresh_token).await.unwrap();
    assert!(same(&answered, &again));
    actor_of(&world, &again).await.unwrap();
    refresh(&world, &again.refresh_token).await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn two_tabs_that_refresh_at_once_end_with_the_same_working_tokens() {
    let world = World::new().await;
    member(&world, "ada", Role::User).await;
    let first = sign_in(&world, "ada").await.tokens;
    let tabs = futures_util::future::join_all((0..4).map(|_| refresh(&world, &first.refresh_token))).await;
    let tokens: Vec<_> = tabs.into_iter().map(Result::unwrap).collect();
    assert!(tokens.iter().all(|one| same(one, &tokens[0])));
    actor_of(&world, &tokens[0]).await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_refresh_token_used_again_later_ends_the_session_for_everybody() {
    let world = World::new().await;
    member(&world, "ada", Role::User).await;
    let stolen = sign_in(&world, "ada").await.tokens;
    let current = refresh(&world, &stolen.refresh_token).await.unwrap();
    world.pass(TimeDelta::seconds(31));
    assert!(matches!(refresh(&world, &stolen.refresh_token).await, Err(Error::Unauthenticated)));
    assert!(matches!(actor_of(&world, &current).await, Err(Error::Unauthenticated)));
    assert!(matches!(refresh(&world, &current.refresh_token).await, Err(Error::Unauthenticated)));
    let alarms = "SELECT count(*) FROM audit_logs WHERE action = 'identity.refresh_token_reused' AND severity = 'critical'";
    assert_eq!(count(&world, alarms).await, 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_refresh_token_replaced_twice_is_reuse_also_within_the_grace() {
    let world = World::new().await;
    member(&world, "ada", Role::User).await;
    let first = sign_in(&world, "ada").await.tokens;
    let second = refresh(&world, &first.refresh_token).await.unwrap();
    let third = refresh(&world, &second.refresh_token).await.unwrap();
    assert!(matches!(refresh(&world, &first.refresh_token).await, Err(Error::Unauthenticated)));
    assert!(matches!(actor_of(&world, &third).await, Err(Error::Unauthenticated)));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_session_lives_for_thirty_days_after_its_last_refresh() {
    let world = World::new().await;
    member(&world, "ada", Role::User).await;
    let mut tokens = sign_in(&world, "ada").await.tokens;
    for _ in 0..3 {
        world.pass(TimeDelta::days(29));
        tokens = refresh(&world, &tokens.refresh_token).await.unwrap();
    }
    world.pass(TimeDelta::days(31));
    assert!(matches!(refresh(&world, &tokens.refresh_token).await, Err(Error::Unauthenticated)));
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_must_change_their_password_can_do_nothing_else() {
    let world = World::new().await;
    let account = NewAccount { username: "ada".to_owned(), ..NewAccount::default() };
    let issued = accounts::create(&world.app, &Actor::system("test"), account, Role::Admin).await.unwrap();
    let temporary = issued.temporary_password.unwrap();
    let begun = try_sign_in(&world.app, "ada", temporary.expose_secret()).await.unwrap();
    let actor = actor_of(&world, &begun.tokens).await.unwrap();
    let other = try_sign_in(&world.app, "ada", temporary.expose_secret()).await.unwrap();
    let all = UserFilter::default();
    assert!(matches!(users::count(&world.app, &actor, all.clone()).await, Err(Error::Forbidden(_))));
    assert!(matches!(sessions::mine(&world.app, &actor).await, Err(Error::Forbidden(_))));
    assert!(matches!(
        account::update_privacy(&world.app, &actor, account::PrivacyChanges::default()).await,
        Err(Error::Forbidden(_))
    ));
    assert!(users::me(&world.app, &actor).await.unwrap().requires_password_change);

    let unchanged = account::change_password(&world.app, &actor, &temporary, &temporary).await;
    assert!(matches!(unchanged, Err(Error::Invalid(_))));
    account::change_password(&world.app, &actor, &temporary, &secret(PASSWORD)).await.unwrap();
    let actor = actor_of(&world, &begun.tokens).await.unwrap();
    assert_eq!(users::count(&world.app, &actor, all).await.unwrap(), 1);
    assert!(matches!(actor_of(&world, &other.tokens).await, Err(Error::Unauthenticated)), "other sessions end");
    assert!(try_sign_in(&world.app, "ada", temporary.expose_secret()).await.is_err());
    sign_in(&world, "ada").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_address_is_changed_by_its_person_who_knows_the_password() {
    let world = World::new().await;
    member(&world, "ada", Role::User).await;
    member(&world, "bob", Role::User).await;
    let begun = sign_in(&world, "ada@example.org").await;
    let ada = actor_of(&world, &begun.tokens).await.unwrap();
    let change = async |email, password| account::change_email(&world.app, &ada, email, &secret(password)).await;
    let field = |result: Result<medianest_db::identity::User, Error>| match result {
        Err(Error::Invalid(fields)) => fields[0].field.clone(),
        other => panic!("{other:?}"),
    };
    assert_eq!(field(change(Some("new@example.org"), "wrong").await), "currentPassword");
    assert_eq!(field(change(Some("no address"), PASSWORD).await), "email");
    assert_eq!(field(change(Some("BOB@example.org"), PASSWORD).await), "email", "it is somebody else's");
    assert_eq!(count(&world, "SELECT count(*) FROM audit_logs WHERE action = 'identity.email_changed'").await, 0);

    let user = change(Some(" new@example.org "), PASSWORD).await.unwrap();
    assert_eq!((user.email.as_deref(), user.email_verified_at), (Some("new@example.org"), None));
    assert_eq!(count(&world, "SELECT count(*) FROM audit_logs WHERE action = 'identity.email_changed'").await, 1);
    assert!(try_sign_in(&world.app, "ada@example.org", PASSWORD).await.is_err());
    sign_in(&world, "new@example.org").await;
    assert_eq!(change(None, PASSWORD).await.unwrap().email, None, "the user name is left to sign in with");
}

#[tokio::test(flavor = "multi_thread")]
async fn an_account_without_a_password_changes_its_address_without_one() {
    let world = World::new().await;
    let ana = world.user("ana").await;
    let changed = account::change_email(&world.app, &ana.actor, Some("ana@example.org"), &secret("")).await.unwrap();
    assert_eq!(changed.email.as_deref(), Some("ana@example.org"));
}

#[tokio::test(flavor = "multi_thread")]
async fn sessions_are_listed_and_ended_by_their_person_alone() {
    let world = World::new().await;
    member(&world, "ada", Role::User).await;
    member(&world, "bob", Role::Admin).await;
    let (laptop, phone, bob) = (sign_in(&world, "ada").await, sign_in(&world, "ada").await, sign_in(&world, "bob").await);
    let ada = actor_of(&world, &laptop.tokens).await.unwrap();
    let bob = actor_of(&world, &bob.tokens).await.unwrap();
    assert_eq!(sessions::mine(&world.app, &ada).await.unwrap().len(), 2);
    assert!(matches!(sessions::revoke(&world.app, &bob, phone.session.id).await, Err(Error::NotFound(_))));
    let on_phone = actor_of(&world, &phone.tokens).await.unwrap();
    recheck(&world.app, &on_phone).await.unwrap();
    sessions::revoke(&world.app, &ada, phone.session.id).await.unwrap();
    assert!(matches!(actor_of(&world, &phone.tokens).await, Err(Error::Unauthenticated)));
    assert!(matches!(recheck(&world.app, &on_phone).await, Err(Error::Unauthenticated)));
    assert!(matches!(refresh(&world, &phone.tokens.refresh_token).await, Err(Error::Unauthenticated)));
    sign_in(&world, "ada").await;
    assert_eq!(sessions::revoke_others(&world.app, &ada).await.unwrap(), 1);
    sessions::sign_out(&world.app, &ada).await.unwrap();
    assert!(matches!(actor_of(&world, &laptop.tokens).await, Err(Error::Unauthenticated)));
}

#[tokio::test(flavor = "multi_thread")]
async fn the_last_super_administrator_stays_one() {
    let world = World::new().await;
    let (one, two) = (world.with_role("one", Role::SuperAdmin).await, world.with_role("two", Role::SuperAdmin).await);
    let step_down = |person: &medianest_test_support::Person| {
        let (app, person) = (world.app.clone(), person.clone());
        tokio::spawn(async move { standing::change_role(&app, &person.actor, person.id, Role::User).await })
    };
    let (first, second) = tokio::join!(step_down(&one), step_down(&two));
    let outcomes = [first.unwrap(), second.unwrap()];
    assert_eq!(outcomes.iter().filter(|outcome| outcome.is_ok()).count(), 1, "{outcomes:?}");
    assert_eq!(count(&world, "SELECT count(*) FROM users WHERE role = 'super_admin'").await, 1);
    let system = Actor::system("test");
    let last = if outcomes[0].is_ok() { two.id } else { one.id };
    assert!(matches!(standing::suspend(&world.app, &system, last, None).await, Err(Error::Conflict(_))));
}

#[tokio::test(flavor = "multi_thread")]
async fn administrators_reach_up_to_their_own_rank() {
    let world = World::new().await;
    let (root, boss, ana) = (world.with_role("root", Role::SuperAdmin).await, world.admin("boss").await, world.user("ana").await);
    let app = &world.app;
    assert!(matches!(standing::change_role(app, &boss.actor, ana.id, Role::SuperAdmin).await, Err(Error::Forbidden(_))));
    assert!(matches!(standing::change_role(app, &boss.actor, root.id, Role::User).await, Err(Error::Forbidden(_))));
    assert!(matches!(standing::suspend(app, &boss.actor, root.id, None).await, Err(Error::Forbidden(_))));
    assert!(matches!(accounts::reset_password_of(app, &boss.actor, root.id, None).await, Err(Error::Forbidden(_))));
    assert!(matches!(standing::change_role(app, &ana.actor, ana.id, Role::Admin).await, Err(Error::Forbidden(_))));
    let account = NewAccount { username: "new".to_owned(), ..NewAccount::default() };
    assert!(matches!(accounts::create(app, &boss.actor, account, Role::SuperAdmin).await, Err(Error::Forbidden(_))));
    assert_eq!(standing::change_role(app, &boss.actor, ana.id, Role::Admin).await.unwrap().role, Role::Admin);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_suspended_person_is_out_at_once_and_back_when_reinstated() {
    let world = World::new().await;
    let id = member(&world, "ada", Role::User).await;
    let boss = world.admin("boss").await;
    let begun = sign_in(&world, "ada").await;
    let ada = actor_of(&world, &begun.tokens).await.unwrap();
    assert_eq!(standing::suspend(&world.app, &boss.actor, id, Some("spam")).await.unwrap().status, UserStatus::Suspended);
    assert!(matches!(actor_of(&world, &begun.tokens).await, Err(Error::Unauthenticated)));
    assert!(matches!(recheck(&world.app, &ada).await, Err(Error::Unauthenticated)));
    assert!(matches!(try_sign_in(&world.app, "ada", PASSWORD).await, Err(Error::Forbidden(_))));
    assert!(matches!(try_sign_in(&world.app, "ada", "wrong").await, Err(Error::Invalid(_))));
    standing::reinstate(&world.app, &boss.actor, id).await.unwrap();
    assert!(matches!(actor_of(&world, &begun.tokens).await, Err(Error::Unauthenticated)), "the session stays ended");
    sign_in(&world, "ada").await;
    assert!(matches!(standing::suspend(&world.app, &boss.actor, boss.id, None).await, Err(Error::Conflict(_))));
}

#[tokio::test(flavor = "multi_thread")]
async fn no_secret_reaches_the_audit_log() {
    let world = World::new().await;
    let token = setup_token(&world).await;
    let begun = setup::complete(&world.app, &anonymous(), first_admin(&token, "ada")).await.unwrap();
    let actor = actor_of(&world, &begun.tokens).await.unwrap();
    let key = identity::api_keys::create(&world.app, &actor, "script", &[Access::Read], None).await.unwrap();
    account::change_password(&world.app, &actor, &secret(PASSWORD), &secret("another good one")).await.unwrap();
    let rows = world.database.sql().await.query("SELECT audit_logs::text FROM audit_logs", &[]).await.unwrap();
    let log: String = rows.iter().map(|row| row.get::<_, String>(0)).collect();
    assert!(log.contains("identity.setup_completed") && log.contains("identity.key_created"));
    let (access, refresh) = (&begun.tokens.access_token, &begun.tokens.refresh_token);
    for secret in [&token, access, refresh, &key.secret, &secret(PASSWORD), &secret("another good one")] {
        assert!(!log.contains(secret.expose_secret()));
    }
    assert!(log.contains("192.0.2.7"), "where it came from is kept");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_profile_is_seen_by_those_whom_its_person_lets() {
    let world = World::new().await;
    let (ana, bob, boss) = (world.user("ana").await, world.user("bob").await, world.admin("boss").await);
    let seen_by = async |actor: &Actor| users::find(&world.app, actor, ana.id).await.unwrap().is_some();
    assert!(seen_by(&bob.actor).await && seen_by(&boss.actor).await);
    let changes = account::PrivacyChanges { profile: Some(Audience::Nobody), ..Default::default() };
    account::update_privacy(&world.app, &ana.actor, changes).await.unwrap();
    until(async || !seen_by(&bob.actor).await).await;
    assert!(seen_by(&boss.actor).await && seen_by(&ana.actor).await);
    assert_eq!(users::count(&world.app, &bob.actor, UserFilter::default()).await.unwrap(), 2);
    let filter = UserFilter { search: Some("AN".to_owned()), ..UserFilter::default() };
    assert_eq!(users::count(&world.app, &bob.actor, filter.clone()).await.unwrap(), 0);
    assert_eq!(users::count(&world.app, &boss.actor, filter).await.unwrap(), 1);
    assert!(users::find(&world.app, &anonymous(), ana.id).await.is_err());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_profile_is_refused_with_all_its_wrong_fields() {
    let world = World::new().await;
    let ana = world.user("ana").await;
    let wrong = account::ProfileChanges {
        display_name: Some(Some(" ".to_owned())),
        avatar_url: Some(Some("http://example.org/a.png".to_owned())),
        timezone: Some(Some("Mars/Olympus".to_owned())),
        locale: Some(Some("english".to_owned())),
        ..Default::default()
    };
    match account::update_profile(&world.app, &ana.actor, wrong).await {
        Err(Error::Invalid(fields)) => {
            let names: Vec<_> = fields.iter().map(|problem| problem.field.as_str()).collect();
            assert_eq!(names, ["displayName", "avatarUrl", "timezone", "locale"]);
        }
        other => panic!("{other:?}"),
    }
    let taken_away = account::ProfileChanges { locale: Some(None), ..Default::default() };
    let refused = account::update_profile(&world.app, &ana.actor, taken_away).await;
    assert!(matches!(refused, Err(Error::Invalid(fields)) if fields[0].field == "locale"));
    let right = account::ProfileChanges {
        bio: Some(Some("Counts.".to_owned())),
        timezone: Some(Some("Europe/London".to_owned())),
        ..Default::default()
    };
    let ada = account::update_profile(&world.app, &ana.actor, right).await.unwrap();
    assert_eq!((ada.bio.as_deref(), ada.timezone.as_str(), ada.display_name.as_str()), (Some("Counts."), "Europe/London", "ana"));
    for wrong in [serde_json::json!([1]), serde_json::json!({ "a": "x".repeat(70_000) }), serde_json::json!({ "a": "\0" })] {
        let changes = account::PreferenceChanges { client_data: Some(wrong), ..Default::default() };
        assert!(matches!(account::update_preferences(&world.app, &ana.actor, changes).await, Err(Error::Invalid(_))));
    }
    let dark = account::PreferenceChanges {
        theme: Some(Theme::Dark),
        locale: Some(Locale::De),
        client_data: Some(serde_json::json!({ "a": 1 })),
        ..Default::default()
    };
    account::update_preferences(&world.app, &ana.actor, dark).await.unwrap();
    let still = account::PreferenceChanges { reduced_motion: Some(true), ..Default::default() };
    let ada = account::update_preferences(&world.app, &ana.actor, still).await.unwrap();
    assert_eq!((ada.preferences.theme, ada.preferences.reduced_motion), (Theme::Dark, true), "what is not named stays");
    assert_eq!((ada.preferences.client_data["a"].as_i64(), ada.locale.as_str()), (Some(1), "de"));
}

#[tokio::test(flavor = "multi_thread")]
async fn the_use_of_a_session_is_noted_once_a_minute() {
    let world = World::new().await;
    member(&world, "ada", Role::User).await;
    let begun = sign_in(&world, "ada").await;
    let ada = actor_of(&world, &begun.tokens).await.unwrap();
    assert_eq!(ada.person().unwrap().via, Via::Session(begun.session.id));
    world.pass(TimeDelta::minutes(2));
    actor_of(&world, &begun.tokens).await.unwrap();
    until(async || sessions::mine(&world.app, &ada).await.unwrap()[0].last_used_at == world.app.now()).await;
    let statements = || world.app.database().statements();
    let before = statements();
    setup::is_needed(&world.app, &anonymous()).await.unwrap();
    let one = statements() - before;
    actor_of(&world, &begun.tokens).await.unwrap();
    assert_eq!(statements() - before, 2 * one, "a request is recognised by one statement, like the one before");
}

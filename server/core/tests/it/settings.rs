//! Settings of the installation: who changes them, and that they hold.

use chrono::TimeDelta;
use medianest_core::Error;
use medianest_core::admin::settings::{self, AppSettingChanges, AppSettings};
use medianest_core::identity::accounts::{self, NewAccount};
use medianest_core::identity::{self, Credentials};
use medianest_core::policy::{Actor, Origin};
use medianest_db::{Role, SessionKind};
use medianest_test_support::World;

fn sessions(minutes: i32, days: i32) -> AppSettingChanges {
    AppSettingChanges {
        access_token_minutes: Some(Some(minutes)),
        session_days: Some(Some(days)),
        ..AppSettingChanges::default()
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn new_and_refreshed_sessions_last_as_the_settings_say() {
    let world = World::new().await;
    let root = world.admin("root").await;
    let system = Actor::system("test");
    let account = NewAccount { username: "ana".to_owned(), ..NewAccount::default() };
    let ana = accounts::create(&world.app, &system, account, Role::User).await.unwrap().user;
    let password = || "correct horse battery".to_owned().into();
    accounts::reset_password_of(&world.app, &system, ana.id, Some(password())).await.unwrap();
    let nobody = Actor::anonymous(Origin::default());
    settings::update(&world.app, &root.actor, sessions(5, 2)).await.unwrap();
    let credentials = Credentials { login: "ana".to_owned(), password: password(), kind: SessionKind::Bearer, device_name: None };
    let tokens = identity::sign_in(&world.app, &nobody, credentials).await.unwrap().tokens;
    let lasts = |tokens: &identity::SessionTokens| {
        (tokens.access_expires_at - world.app.now(), tokens.refresh_expires_at - world.app.now())
    };
    assert_eq!(lasts(&tokens), (TimeDelta::minutes(5), TimeDelta::days(2)));
    // Another server process knows as well.
    settings::update(&world.second_app(), &root.actor, sessions(60, 90)).await.unwrap();
    world.pass(TimeDelta::hours(1));
    let tokens = identity::refresh(&world.app, &nobody, &tokens.refresh_token).await.unwrap().tokens;
    assert_eq!(lasts(&tokens), (TimeDelta::minutes(60), TimeDelta::days(90)));
}

#[tokio::test(flavor = "multi_thread")]
async fn only_what_differs_from_the_defaults_is_kept_and_what_cannot_be_read_is_passed_over() {
    let world = World::new().await;
    let root = world.admin("root").await;
    let kept = async || {
        let sql = world.database.sql().await;
        let rows = sql.query("SELECT key FROM app_settings ORDER BY key", &[]).await.unwrap();
        rows.iter().map(|row| row.get::<_, String>(0)).collect::<Vec<_>>()
    };
    settings::update(&world.app, &root.actor, sessions(15, 7)).await.unwrap();
    assert_eq!(kept().await, ["session_days"]);
    settings::update(&world.app, &root.actor, AppSettingChanges { session_days: Some(None), ..Default::default() })
        .await
        .unwrap();
    assert_eq!(kept().await, Vec::<String>::new());
    let sql = world.database.sql().await;
    let odd = "INSERT INTO app_settings (key, value) VALUES ('session_days', '\"long\"'), ('smell', 'true'), ('instance_name', '\"Home\"')";
    sql.execute(odd, &[]).await.unwrap();
    let found = settings::find(&world.app, &root.actor).await.unwrap();
    assert_eq!(found, AppSettings { instance_name: "Home".to_owned(), ..AppSettings::default() });
}

#[tokio::test(flavor = "multi_thread")]
async fn only_administrators_see_and_change_settings() {
    let world = World::new().await;
    for person in [world.user("ana").await, world.with_role("ben", Role::Moderator).await] {
        assert!(matches!(settings::find(&world.app, &person.actor).await, Err(Error::Forbidden(_))));
        let changed = settings::update(&world.app, &person.actor, sessions(5, 2)).await;
        assert!(matches!(changed, Err(Error::Forbidden(_))), "{changed:?}");
    }
    let root = world.admin("root").await;
    let wrong = settings::update(&world.app, &root.actor, sessions(0, 400)).await;
    assert!(matches!(wrong, Err(Error::Invalid(ref fields)) if fields.len() == 2), "{wrong:?}");
    assert_eq!(settings::find(&world.app, &root.actor).await.unwrap(), AppSettings::default());
}

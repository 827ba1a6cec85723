use std::time::Duration;

use medianest_core::App;
use medianest_core::events::{Event, Events, Heard, ListenOptions};
use medianest_test_support::World;
use tokio::sync::broadcast::Receiver;
use tokio::time::timeout;
use tokio_util::sync::CancellationToken;

const PATIENCE: Duration = Duration::from_secs(20);

async fn listen(app: &App) -> CancellationToken {
    let shutdown = CancellationToken::new();
    tokio::spawn(Events::listen(app.clone(), ListenOptions::default(), shutdown.clone()));
    timeout(PATIENCE, app.events().listening()).await.expect("the link opens");
    shutdown
}

async fn hear(receiver: &mut Receiver<Heard>) -> Heard {
    timeout(PATIENCE, receiver.recv()).await.expect("something is heard").expect("the app lives")
}

async fn emit(app: &App, event: &Event) {
    event.emit(&app.db().await.unwrap()).await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn two_servers_on_one_database_hear_each_other() {
    let world = World::new().await;
    let other = world.second_app();
    let (_one, _two) = (listen(&world.app).await, listen(&other).await);
    let (mut here, mut there) = (world.app.events().subscribe(), other.events().subscribe());
    let event = Event::PresenceChanged { user_id: world.app.new_id() };
    emit(&world.app, &event).await;
    assert_eq!(hear(&mut there).await, Heard::Event(event.clone()));
    assert_eq!(hear(&mut here).await, Heard::Event(event));
}

#[tokio::test(flavor = "multi_thread")]
async fn after_a_lost_link_everybody_resyncs_and_hears_on() {
    let world = World::new().await;
    let _listening = listen(&world.app).await;
    let mut heard = world.app.events().subscribe();
    let ended = world
        .database
        .sql()
        .await
        .query(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity
             WHERE datname = current_database() AND (query LIKE 'NOTIFY%' OR query LIKE 'LISTEN%')",
            &[],
        )
        .await
        .unwrap();
    assert_eq!(ended.len(), 1, "one connection listens");
    assert_eq!(hear(&mut heard).await, Heard::Resync);
    emit(&world.app, &Event::SettingsChanged).await;
    assert_eq!(hear(&mut heard).await, Heard::Event(Event::SettingsChanged));
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_rolled_back_is_not_heard() {
    let world = World::new().await;
    let _listening = listen(&world.app).await;
    let mut heard = world.app.events().subscribe();
    let sql = world.database.sql().await;
    sql.batch_execute("BEGIN; SELECT pg_notify('medianest_events', '{\"type\":\"visibility_changed\"}'); ROLLBACK")
        .await
        .unwrap();
    emit(&world.app, &Event::SettingsChanged).await;
    assert_eq!(hear(&mut heard).await, Heard::Event(Event::SettingsChanged));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_slow_listener_resyncs() {
    use futures_util::StreamExt;
    let world = World::new().await;
    let _listening = listen(&world.app).await;
    let mut slow = world.app.events().stream();
    let mut quick = world.app.events().subscribe();
    let sql = world.database.sql().await;
    // PostgreSQL drops doubles within a transaction, so each says something else.
    sql.batch_execute(
        "SELECT pg_notify('medianest_events', json_build_object('type', 'presence_changed', 'user_id', lpad(n::text, 32, '0')::uuid)::text)
         FROM generate_series(1, 5000) AS n",
    )
    .await
    .unwrap();
    emit(&world.app, &Event::SettingsChanged).await;
    let last = async { while quick.recv().await != Ok(Heard::Event(Event::SettingsChanged)) {} };
    timeout(PATIENCE, last).await.expect("the last one is heard");
    assert_eq!(timeout(PATIENCE, slow.next()).await.unwrap(), Some(Heard::Resync));
    assert!(matches!(timeout(PATIENCE, slow.next()).await.unwrap(), Some(Heard::Event(_))), "then it hears on");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_link_that_falls_silent_is_opened_anew() {
    let world = World::new().await;
    // A heartbeat that may take no time at all never comes back in time.
    let options = ListenOptions {
        heartbeat: Duration::from_millis(50),
        deadline: Duration::ZERO,
        longest_wait: Duration::from_millis(100),
    };
    let mut heard = world.app.events().subscribe();
    tokio::spawn(Events::listen(world.app.clone(), options, CancellationToken::new()));
    for _ in 0..3 {
        assert_eq!(hear(&mut heard).await, Heard::Resync);
    }
}

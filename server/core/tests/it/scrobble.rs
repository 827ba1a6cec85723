//! What players say, and what becomes of it.

use chrono::{DateTime, TimeDelta, Utc};
use medianest_core::catalogue::builtin;
use medianest_core::catalogue::items::{self, ItemDraft};
use medianest_core::diary::{Heartbeat, Outcome, ScrobbleInput, Scrobbled, history, plays, positions, presence, scrobble};
use medianest_core::policy::{Access, Actor, Who};
use medianest_core::{Error, PageRequest};
use medianest_db::diary::{HistoryFilter, Play};
use medianest_db::{DatePrecision, EventType, MediaItemId, MediaTypeId, PresenceState};
use medianest_test_support::{Person, World};
use serde_json::json;

pub(crate) async fn item(world: &World, kind: MediaTypeId, name: &str, minutes: Option<i32>) -> MediaItemId {
    let mut draft = ItemDraft::new(kind, name);
    draft.runtime_seconds = minutes.map(|minutes| minutes * 60);
    items::create(&world.app, &Actor::system("test"), draft).await.unwrap().id
}

pub(crate) async fn film(world: &World, name: &str) -> MediaItemId {
    item(world, builtin::MOVIE, name, Some(100)).await
}

pub(crate) fn said(item: MediaItemId, action: EventType, percent: f32) -> ScrobbleInput {
    ScrobbleInput { progress_percent: Some(percent), ..ScrobbleInput::new(item, action, "test") }
}

pub(crate) async fn say(world: &World, person: &Person, input: ScrobbleInput) -> Scrobbled {
    scrobble(&world.app, &person.actor, input).await.unwrap()
}

pub(crate) fn minutes(count: i64) -> TimeDelta {
    TimeDelta::minutes(count)
}

pub(crate) async fn plays_of(world: &World, person: &Person) -> Vec<Play> {
    let everything = PageRequest { first: 100, after: None };
    history::page(&world.app, &person.actor, HistoryFilter::default(), everything).await.unwrap().items
}

async fn resumable(world: &World, person: &Person) -> Vec<(MediaItemId, f32)> {
    let page = positions::page(&world.app, &person.actor, PageRequest { first: 100, after: None }).await.unwrap();
    page.items.into_iter().map(|position| (position.media_item_id, position.progress_percent)).collect()
}

async fn shown(world: &World, person: &Person) -> Option<(MediaItemId, PresenceState)> {
    let shown = presence::mine(&world.app, &person.actor).await.unwrap()?;
    Some((shown.media_item_id, shown.state))
}

fn wrong_fields(error: Error) -> Vec<String> {
    match error {
        Error::Invalid(fields) => fields.into_iter().map(|field| field.field).collect(),
        other => panic!("expected wrong fields, not {other}"),
    }
}

use EventType::{Pause, Progress, Start, Stop};

#[tokio::test(flavor = "multi_thread")]
async fn a_film_watched_to_the_end_becomes_one_play() {
    let world = World::new().await;
    let ana = world.user("ana").await;
    let alien = film(&world, "Alien").await;
    let began = world.app.now();
    let started = say(&world, &ana, said(alien, Start, 0.0)).await;
    assert_eq!(started.outcome, Outcome::Started);
    assert_eq!(shown(&world, &ana).await, Some((alien, PresenceState::Playing)));
    for percent in 1..=19_u8 {
        world.pass(minutes(4));
        let percent = f32::from(percent) * 5.0;
        let going = say(&world, &ana, said(alien, Progress, percent)).await;
        assert_eq!(going.position.map(|position| position.progress_percent), Some(percent));
        assert_eq!(going.presence.unwrap().started_at, began);
    }
    world.pass(minutes(2));
    let stopped = say(&world, &ana, said(alien, Stop, 97.0)).await;
    assert_eq!((stopped.outcome, stopped.duplicate, stopped.presence, stopped.position), (Outcome::Counted, false, None, None));
    let play = stopped.play.unwrap();
    assert_eq!((play.started_at, play.watched_at), (Some(began), world.app.now()));
    assert_eq!((play.progress_percent, play.watched_seconds), (Some(97.0), Some(78 * 60)));
    assert_eq!(plays_of(&world, &ana).await, [play]);
    assert_eq!(resumable(&world, &ana).await, []);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_film_left_before_the_threshold_can_be_resumed_and_is_no_play() {
    let world = World::new().await;
    let ana = world.user("ana").await;
    let alien = film(&world, "Alien").await;
    say(&world, &ana, said(alien, Start, 0.0)).await;
    world.pass(minutes(3));
    let stopped = say(&world, &ana, said(alien, Stop, 79.9)).await;
    assert_eq!((stopped.outcome, stopped.play), (Outcome::Paused, None));
    assert_eq!(resumable(&world, &ana).await, [(alien, 79.9)]);
    assert_eq!(plays_of(&world, &ana).await, []);
}

#[tokio::test(flavor = "multi_thread")]
async fn each_media_type_has_its_own_threshold() {
    let world = World::new().await;
    let ana = world.user("ana").await;
    for (kind, percent, counts) in [
        (builtin::MOVIE, 80.0, true),
        (builtin::MOVIE, 79.0, false),
        (builtin::BOOK, 94.0, false),
        (builtin::BOOK, 95.0, true),
        (builtin::GAME, 99.0, false),
        (builtin::GAME, 100.0, true),
    ] {
        let item = item(&world, kind, "One", None).await;
        let stopped = say(&world, &ana, said(item, Stop, percent)).await;
        assert_eq!(stopped.play.is_some(), counts, "{kind} at {percent}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn progress_is_worked_out_from_the_position() {
    let world = World::new().await;
    let ana = world.user("ana").await;
    let alien = film(&world, "Alien").await;
    let mut input = ScrobbleInput::new(alien, Progress, "test");
    input.position_seconds = Some(1500);
    assert_eq!(say(&world, &ana, input.clone()).await.event.progress_percent, Some(25.0));
    world.pass(minutes(1));
    input.duration_seconds = Some(3000);
    assert_eq!(say(&world, &ana, input).await.event.progress_percent, Some(50.0));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_wrong_event_is_refused_with_all_its_wrong_fields() {
    let world = World::new().await;
    let ana = world.user("ana").await;
    let alien = film(&world, "Alien").await;
    let mut input = said(alien, Start, 101.0);
    input.source = String::new();
    input.timezone = Some("Middle/Earth".into());
    (input.position_seconds, input.duration_seconds) = (Some(11), Some(10));
    input.occurred_at = Some(world.app.now() + TimeDelta::seconds(61));
    input.raw_payload = Some(json!("x".repeat(40_000)));
    input.progress_data = Some(json!({"title": "a\u{0}b"}));
    let refused = wrong_fields(scrobble(&world.app, &ana.actor, input).await.unwrap_err());
    let expected = ["source", "timezone", "progressPercent", "positionSeconds", "occurredAt", "rawPayload", "progressData"];
    assert_eq!(refused, expected);

    // Short as text, and long as it is kept.
    let numbers = ScrobbleInput { raw_payload: Some(json!(vec![1; 14_000])), ..said(alien, Start, 1.0) };
    assert_eq!(wrong_fields(scrobble(&world.app, &ana.actor, numbers).await.unwrap_err()), ["rawPayload"]);

    let mut nan = said(alien, Start, f32::NAN);
    nan.occurred_at = Some("1899-12-31T00:00:00Z".parse().unwrap());
    let refused = wrong_fields(scrobble(&world.app, &ana.actor, nan).await.unwrap_err());
    assert_eq!(refused, ["progressPercent", "occurredAt"]);

    let show = item(&world, builtin::TV, "The Wire", None).await;
    assert_eq!(wrong_fields(scrobble(&world.app, &ana.actor, said(show, Start, 0.0)).await.unwrap_err()), ["itemId"]);
    let nothing = scrobble(&world.app, &ana.actor, said(world.app.new_id(), Start, 0.0)).await;
    assert!(matches!(nothing, Err(Error::NotFound("item"))));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_key_scrobbles_with_the_scope_scrobble_or_write_only() {
    let world = World::new().await;
    let ana = world.user("ana").await;
    let alien = film(&world, "Alien").await;
    let with = |access: Access| {
        let mut actor = ana.actor.clone();
        if let Who::Person(person) = &mut actor.who {
            person.access = vec![access];
        }
        actor
    };
    for access in [Access::Scrobble, Access::Write] {
        assert!(scrobble(&world.app, &with(access), said(alien, Start, 0.0)).await.is_ok());
    }
    for access in [Access::Read, Access::Admin] {
        let refused = scrobble(&world.app, &with(access), said(alien, Start, 0.0)).await;
        assert!(matches!(refused, Err(Error::Forbidden(_))));
    }
    let nobody =
        scrobble(&world.app, &Actor::anonymous(medianest_core::policy::Origin::default()), said(alien, Start, 0.0)).await;
    assert!(matches!(nobody, Err(Error::Unauthenticated)));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_source_that_sends_heartbeats_expires_after_five_minutes_others_at_the_expected_end() {
    let world = World::new().await;
    let alien = film(&world, "Alien").await;
    let endless = item(&world, builtin::MOVIE, "Endless", None).await;
    let cases = [
        (alien, Start, Heartbeat::Expected, minutes(5)),
        (alien, Pause, Heartbeat::Expected, minutes(5)),
        (alien, Start, Heartbeat::None, minutes(75)),
        (alien, Pause, Heartbeat::None, minutes(30)),
        (endless, Start, Heartbeat::None, minutes(120)),
    ];
    for (number, (item, action, heartbeat, lasts)) in cases.into_iter().enumerate() {
        let person = world.user(&format!("person{number}")).await;
        say(&world, &person, ScrobbleInput { heartbeat, ..said(item, action, 25.0) }).await;
        world.pass(lasts - TimeDelta::seconds(1));
        presence::sweep(&world.app).await.unwrap();
        assert!(shown(&world, &person).await.is_some(), "{action:?} {heartbeat:?}");
        world.pass(TimeDelta::seconds(1));
        assert_eq!(shown(&world, &person).await, None, "{action:?} {heartbeat:?}");
        assert_eq!(presence::sweep(&world.app).await.unwrap().expired, 1);
        // What was left can still be resumed.
        assert_eq!(resumable(&world, &person).await, [(item, 25.0)]);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_run_that_falls_silent_near_its_end_is_counted_by_the_sweep() {
    let world = World::new().await;
    let ana = world.user("ana").await;
    let alien = film(&world, "Alien").await;
    say(&world, &ana, said(alien, Start, 0.0)).await;
    for percent in [30.0, 60.0, 85.0] {
        world.pass(minutes(4));
        say(&world, &ana, said(alien, Progress, percent)).await;
    }
    let last_word = world.app.now();
    assert_eq!(presence::sweep(&world.app).await.unwrap().settled, 0);
    world.pass(minutes(5));
    assert_eq!(presence::sweep(&world.app).await.unwrap().settled, 1);
    let play = plays_of(&world, &ana).await.pop().unwrap();
    assert_eq!((play.watched_at, play.progress_percent), (last_word, Some(85.0)));
    assert_eq!(resumable(&world, &ana).await, []);

    // It was only a long break: the same play ends later, and is not doubled.
    world.pass(minutes(40));
    say(&world, &ana, said(alien, Progress, 86.0)).await;
    world.pass(minutes(4));
    say(&world, &ana, said(alien, Progress, 90.0)).await;
    world.pass(minutes(4));
    let ended = say(&world, &ana, said(alien, Stop, 99.0)).await;
    let now = plays_of(&world, &ana).await;
    assert_eq!(now.len(), 1);
    assert_eq!((now[0].id, now[0].watched_at, now[0].progress_percent), (play.id, world.app.now(), Some(99.0)));
    assert_eq!((ended.duplicate, resumable(&world, &ana).await.len()), (false, 0));
}

#[tokio::test(flavor = "multi_thread")]
async fn stopping_one_thing_never_hides_another() {
    let world = World::new().await;
    let ana = world.user("ana").await;
    let (alien, brazil) = (film(&world, "Alien").await, film(&world, "Brazil").await);
    say(&world, &ana, ScrobbleInput { heartbeat: Heartbeat::None, ..said(alien, Start, 0.0) }).await;
    world.pass(minutes(1));
    say(&world, &ana, said(brazil, Start, 0.0)).await;
    world.pass(minutes(1));
    // The stop of the first film arrives when the second is playing already.
    say(&world, &ana, said(alien, Stop, 50.0)).await;
    assert_eq!(shown(&world, &ana).await, Some((brazil, PresenceState::Playing)));
    world.pass(minutes(1));
    say(&world, &ana, said(alien, Start, 50.0)).await;
    assert_eq!(shown(&world, &ana).await, Some((alien, PresenceState::Playing)));
    world.pass(minutes(1));
    say(&world, &ana, said(alien, Stop, 51.0)).await;
    assert_eq!(shown(&world, &ana).await, Some((brazil, PresenceState::Playing)));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_late_event_neither_moves_presence_nor_the_resume_point_back() {
    let world = World::new().await;
    let ana = world.user("ana").await;
    let (alien, brazil) = (film(&world, "Alien").await, film(&world, "Brazil").await);
    world.pass(minutes(30));
    say(&world, &ana, said(alien, Pause, 60.0)).await;
    for (item, action, percent, ago) in [(alien, Start, 10.0, 20), (brazil, Progress, 50.0, 1), (alien, Stop, 50.0, 3 * 60)] {
        let occurred_at = Some(world.app.now() - minutes(ago));
        say(&world, &ana, ScrobbleInput { occurred_at, ..said(item, action, percent) }).await;
        assert_eq!(shown(&world, &ana).await, Some((alien, PresenceState::Paused)));
    }
    assert_eq!(resumable(&world, &ana).await, [(alien, 60.0), (brazil, 50.0)]);
}

#[tokio::test(flavor = "multi_thread")]
async fn two_sources_that_tell_of_one_viewing_make_one_play() {
    let world = World::new().await;
    let ana = world.user("ana").await;
    let alien = film(&world, "Alien").await;
    let by = |source: &str, action, percent| ScrobbleInput { source: source.into(), ..said(alien, action, percent) };
    say(&world, &ana, by("jellyfin", Start, 0.0)).await;
    say(&world, &ana, by("trakt:kodi", Start, 0.1)).await;
    world.pass(minutes(4));
    say(&world, &ana, by("jellyfin", Progress, 95.0)).await;
    world.pass(minutes(1));
    let first = say(&world, &ana, by("jellyfin", Stop, 96.0)).await;
    world.pass(TimeDelta::seconds(2));
    let second = say(&world, &ana, by("trakt:kodi", Stop, 96.1)).await;
    assert_eq!((first.duplicate, second.duplicate), (false, true));
    assert_eq!(first.play.unwrap().id, second.play.unwrap().id);
    assert_eq!(plays_of(&world, &ana).await.len(), 1);
    // Half a film later it can only be another viewing.
    world.pass(minutes(51));
    assert!(!say(&world, &ana, by("jellyfin", Stop, 96.0)).await.duplicate);
    assert_eq!(plays_of(&world, &ana).await.len(), 2);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_song_on_repeat_counts_each_time() {
    let world = World::new().await;
    let ana = world.user("ana").await;
    let song = item(&world, builtin::MOVIE, "A very short film", Some(4)).await;
    for _ in 0..3 {
        say(&world, &ana, said(song, Start, 0.0)).await;
        world.pass(minutes(2));
        say(&world, &ana, said(song, Progress, 50.0)).await;
        world.pass(minutes(2));
        say(&world, &ana, said(song, Progress, 99.0)).await;
        world.pass(TimeDelta::seconds(1));
    }
    // Each new beginning ended the one before; the last is still playing.
    assert_eq!(plays_of(&world, &ana).await.len(), 2);
    say(&world, &ana, said(song, Stop, 100.0)).await;
    assert_eq!(plays_of(&world, &ana).await.len(), 3);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_repeated_event_is_recognised_by_its_id_or_by_what_it_says() {
    let world = World::new().await;
    let ana = world.user("ana").await;
    let alien = film(&world, "Alien").await;
    let mut input = said(alien, Stop, 90.0);
    input.source_event_id = Some("42".into());
    let first = say(&world, &ana, input.clone()).await;
    world.pass(minutes(1));
    let again = say(&world, &ana, input).await;
    assert_eq!(
        (again.duplicate, again.event.id, again.play, again.outcome),
        (true, first.event.id, first.play, Outcome::Counted)
    );

    let at = ScrobbleInput { occurred_at: Some(world.app.now() - minutes(30)), ..said(alien, Pause, 20.0) };
    let first = say(&world, &ana, at.clone()).await;
    let again = say(&world, &ana, at).await;
    assert_eq!((again.duplicate, again.event.id), (true, first.event.id));
    assert_eq!(history::count_events(&world.app, &ana.actor, None).await.unwrap(), 2);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_event_of_a_month_long_past_is_taken_in() {
    let world = World::new().await;
    let ana = world.user("ana").await;
    let alien = film(&world, "Alien").await;
    let occurred_at: DateTime<Utc> = "1997-05-05T20:00:00Z".parse().unwrap();
    let stopped = say(&world, &ana, ScrobbleInput { occurred_at: Some(occurred_at), ..said(alien, Stop, 95.0) }).await;
    assert_eq!(stopped.play.unwrap().watched_at, occurred_at);
    let partition = "SELECT tableoid::regclass::text FROM interaction_events";
    let row = world.database.sql().await.query_one(partition, &[]).await.unwrap();
    assert_eq!(row.get::<_, String>(0), "interaction_events_default");
    // It says nothing about where the film can be resumed now.
    say(&world, &ana, said(alien, Pause, 40.0)).await;
    let older = Some(occurred_at - minutes(60));
    say(&world, &ana, ScrobbleInput { occurred_at: older, ..said(alien, Pause, 70.0) }).await;
    assert_eq!(resumable(&world, &ana).await, [(alien, 40.0)]);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_a_person_deleted_or_edited_is_theirs() {
    let world = World::new().await;
    let ana = world.user("ana").await;
    let (alien, brazil) = (film(&world, "Alien").await, film(&world, "Brazil").await);
    let began = world.app.now();
    world.pass(minutes(100));
    let mut made = Vec::new();
    for item in [alien, brazil] {
        made.push(say(&world, &ana, said(item, Stop, 90.0)).await.play.unwrap());
    }
    plays::delete(&world.app, &ana.actor, &[made[0].id]).await.unwrap();
    let when = Some(plays::When::On("2019-05".parse().unwrap()));
    let patch = plays::PlayPatch { when, notes: Some(Some("with Bea".into())), ..Default::default() };
    let edited = plays::update(&world.app, &ana.actor, made[1].id, patch).await.unwrap();
    assert_eq!(
        (edited.watched_at.to_rfc3339().as_str(), edited.date_precision),
        ("2019-05-01T00:00:00+00:00", DatePrecision::Month)
    );
    // The starts arrive late, and a second source tells the same.
    for item in [alien, brazil] {
        say(&world, &ana, ScrobbleInput { occurred_at: Some(began), ..said(item, Start, 0.0) }).await;
        world.pass(TimeDelta::seconds(5));
        let second = say(&world, &ana, ScrobbleInput { source: "other".into(), ..said(item, Stop, 91.0) }).await;
        assert_eq!(second.outcome, Outcome::Counted);
    }
    let left = plays_of(&world, &ana).await;
    assert_eq!(left.len(), 1);
    assert_eq!((left[0].id, left[0].watched_at, left[0].notes.as_deref()), (edited.id, edited.watched_at, Some("with Bea")));
    let restored = plays::restore(&world.app, &ana.actor, &[made[0].id]).await.unwrap().remove(0);
    assert_eq!((restored.id, restored.watched_at), (made[0].id, made[0].watched_at));
    assert_eq!(plays_of(&world, &ana).await.len(), 2);
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_touches_the_plays_and_positions_of_others() {
    let world = World::new().await;
    let (ana, eve) = (world.user("ana").await, world.admin("eve").await);
    let alien = film(&world, "Alien").await;
    let play = say(&world, &ana, said(alien, Stop, 90.0)).await.play.unwrap();
    let refused = [
        plays::delete(&world.app, &eve.actor, &[play.id]).await,
        plays::restore(&world.app, &eve.actor, &[play.id]).await,
        plays::update(&world.app, &eve.actor, play.id, plays::PlayPatch::default()).await.map(|play| vec![play]),
    ];
    for answer in refused {
        assert!(matches!(answer, Err(Error::NotFound("play"))));
    }
    assert_eq!(plays::delete_by_numbers(&world.app, &eve.actor, &[play.number]).await.unwrap(), Vec::<i64>::new());
    world.pass(minutes(1));
    say(&world, &ana, said(alien, Pause, 30.0)).await;
    assert!(matches!(positions::delete(&world.app, &eve.actor, alien).await, Err(Error::NotFound(_))));
    assert!(matches!(positions::delete_by_number(&world.app, &eve.actor, 1).await, Err(Error::NotFound(_))));
    assert_eq!(resumable(&world, &ana).await.len(), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_private_event_is_seen_by_its_person_only() {
    let world = World::new().await;
    let ana = world.user("ana").await;
    let alien = film(&world, "Alien").await;
    say(&world, &ana, ScrobbleInput { is_private: true, ..said(alien, Start, 0.0) }).await;
    world.pass(minutes(1));
    // One private word makes the whole run private.
    let going = say(&world, &ana, said(alien, Progress, 90.0)).await;
    assert!(going.presence.unwrap().is_private);
    let stopped = say(
        &world,
        &ana,
        ScrobbleInput { occurred_at: Some(world.app.now() + TimeDelta::seconds(1)), ..said(alien, Stop, 90.0) },
    )
    .await;
    assert!(stopped.play.unwrap().is_private);
    assert_eq!(plays_of(&world, &ana).await.len(), 1);
    let seen = HistoryFilter { user: Some(ana.id), ..HistoryFilter::default() };
    let bea = world.user("bea").await;
    assert_eq!(history::count(&world.app, &bea.actor, seen).await.unwrap(), 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_dismissed_position_stays_away_until_one_goes_on() {
    let world = World::new().await;
    let ana = world.user("ana").await;
    let alien = film(&world, "Alien").await;
    world.pass(minutes(60));
    say(&world, &ana, said(alien, Stop, 40.0)).await;
    positions::delete(&world.app, &ana.actor, alien).await.unwrap();
    let late = Some(world.app.now() - minutes(30));
    say(&world, &ana, ScrobbleInput { occurred_at: late, ..said(alien, Pause, 20.0) }).await;
    assert_eq!(resumable(&world, &ana).await, []);
    assert_eq!(positions::count(&world.app, &ana.actor).await.unwrap(), 0);
    assert!(matches!(positions::delete(&world.app, &ana.actor, alien).await, Err(Error::NotFound(_))));
    world.pass(minutes(1));
    say(&world, &ana, said(alien, Pause, 45.0)).await;
    assert_eq!(resumable(&world, &ana).await, [(alien, 45.0)]);
}

#[tokio::test(flavor = "multi_thread")]
async fn twenty_players_of_one_person_speak_at_once() {
    let world = World::new().await;
    let ana = world.user("ana").await;
    let films = [film(&world, "Alien").await, film(&world, "Brazil").await];
    let now = world.app.now();
    let mut players = tokio::task::JoinSet::new();
    for number in 0..20_u8 {
        let (app, actor, item) = (world.app.clone(), ana.actor.clone(), films[usize::from(number) % 2]);
        let occurred_at = Some(now - TimeDelta::seconds(i64::from(20 - number)));
        let action = if number >= 18 { Stop } else { Progress };
        let input = ScrobbleInput { occurred_at, ..said(item, action, f32::from(number) * 5.0) };
        players.spawn(async move { scrobble(&app, &actor, input).await });
    }
    while let Some(answer) = players.join_next().await {
        answer.unwrap().unwrap();
    }
    assert_eq!(plays_of(&world, &ana).await.len(), 2);
    assert_eq!((shown(&world, &ana).await, resumable(&world, &ana).await.len()), (None, 0));
    assert_eq!(history::count_events(&world.app, &ana.actor, None).await.unwrap(), 20);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_scrobble_costs_few_statements() {
    let world = World::new().await;
    let ana = world.user("ana").await;
    let alien = film(&world, "Alien").await;
    let cost = async |input: ScrobbleInput| {
        world.pass(minutes(1));
        let before = world.app.database().statements();
        say(&world, &ana, input).await;
        world.app.database().statements() - before
    };
    let costs = [
        cost(said(alien, Start, 0.0)).await,
        cost(said(alien, Progress, 10.0)).await,
        cost(said(alien, Progress, 90.0)).await,
        cost(said(alien, Stop, 95.0)).await,
    ];
    // Two of each are BEGIN, which brings the lock with it, and COMMIT.
    assert_eq!(costs.map(|all| all - 2), [5, 5, 5, 12]);
}

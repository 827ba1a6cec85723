//! What many people's players say at the same time.

use std::time::Duration;

use chrono::TimeDelta;
use futures_util::future::join_all;
use medianest_core::Error;
use medianest_core::diary::{Outcome, presence, scrobble};
use medianest_db::EventType::{Progress, Start, Stop};
use medianest_db::diary::ScrobbleFacts;
use medianest_db::{MediaItemId, UserId};
use medianest_test_support::{Person, World};

use super::scrobble::{film, plays_of, said};
use super::until;

async fn people(world: &World, count: usize) -> Vec<Person> {
    let mut people = Vec::with_capacity(count);
    for number in 0..count {
        people.push(world.user(&format!("person-{number}")).await);
    }
    people
}

#[tokio::test(flavor = "multi_thread")]
async fn what_many_say_at_once_takes_fewer_transactions_and_each_gets_their_own_answer() {
    let world = World::new().await;
    let alien = film(&world, "Alien").await;
    let people = people(&world, 40).await;
    let answers = join_all(people.iter().map(|person| scrobble(&world.app, &person.actor, said(alien, Start, 0.0)))).await;
    for (person, answer) in people.iter().zip(answers) {
        let answer = answer.unwrap();
        assert_eq!((answer.event.user_id, answer.outcome, answer.duplicate), (person.id, Outcome::Started, false));
        assert_eq!(answer.presence.unwrap().user_id, person.id);
        assert_eq!(presence::mine(&world.app, &person.actor).await.unwrap().unwrap().media_item_id, alien);
    }
    let sql = world.database.sql().await;
    let written = sql.query_one("SELECT count(DISTINCT xmin::text), count(*) FROM interaction_events", &[]).await.unwrap();
    let (transactions, events): (i64, i64) = (written.get(0), written.get(1));
    assert_eq!(events, 40);
    assert!(transactions <= 10, "{transactions} transactions");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_many_say_at_once_takes_the_statements_of_a_few() {
    let world = World::new().await;
    let alien = film(&world, "Alien").await;
    let people = people(&world, 40).await;
    let say = async |action, percent| {
        world.pass(TimeDelta::minutes(1));
        let before = world.app.database().statements();
        let answers =
            join_all(people.iter().map(|person| scrobble(&world.app, &person.actor, said(alien, action, percent)))).await;
        for (person, answer) in people.iter().zip(answers) {
            let answer = answer.unwrap();
            let left_at = answer.position.map(|position| (position.user_id, position.progress_percent));
            assert_eq!(left_at, (percent > 0.0).then_some((person.id, percent)));
            assert_eq!(answer.presence.map(|shown| shown.progress_percent), Some(percent));
        }
        world.app.database().statements() - before
    };
    say(Start, 0.0).await;
    // One by one they would take seven each.
    let (first, next) = (say(Progress, 20.0).await, say(Progress, 40.0).await);
    assert!(first <= 120 && next <= 120, "{first} and {next} statements");
    let sql = world.database.sql().await;
    let kept = sql.query_one("SELECT count(*), count(DISTINCT number) FROM playback_positions", &[]).await.unwrap();
    assert_eq!((kept.get::<_, i64>(0), kept.get::<_, i64>(1)), (40, 40));
}

#[tokio::test(flavor = "multi_thread")]
async fn what_many_finish_at_once_is_written_together_and_each_has_their_own() {
    let world = World::new().await;
    let alien = film(&world, "Alien").await;
    let people = people(&world, 40).await;
    join_all(people.iter().map(|person| scrobble(&world.app, &person.actor, said(alien, Start, 0.0)))).await;
    world.pass(TimeDelta::minutes(100));
    let before = world.app.database().statements();
    let answers = join_all(people.iter().map(|person| scrobble(&world.app, &person.actor, said(alien, Stop, 97.0)))).await;
    let statements = world.app.database().statements() - before;
    // One by one they would take fourteen each; what is read of each alone is three of them.
    assert!(statements <= 280, "{statements} statements");
    for (person, answer) in people.iter().zip(answers) {
        let answer = answer.unwrap();
        assert_eq!((answer.outcome, answer.duplicate, answer.presence), (Outcome::Counted, false, None));
        let play = answer.play.unwrap();
        assert_eq!((play.user_id, play.media_item_id), (person.id, alien));
        assert_eq!(plays_of(&world, person).await, [play]);
    }
    let sql = world.database.sql().await;
    let whole = "SELECT count(*) FROM plays AS p
        JOIN watch_sessions AS c ON c.id = p.watch_session_id AND c.user_id = p.user_id AND c.status = 'completed'
        JOIN user_libraries AS l ON l.user_id = p.user_id AND l.media_item_id = p.media_item_id AND l.status = 'completed'";
    let whole: i64 = sql.query_one(whole, &[]).await.unwrap().get(0);
    assert_eq!(whole, 40);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_one_person_says_is_taken_in_in_its_order() {
    let world = World::new().await;
    let alien = film(&world, "Alien").await;
    let people = people(&world, 5).await;
    let tale = [(Start, 0.0), (Progress, 30.0), (Progress, 60.0), (Progress, 90.0), (Stop, 97.0)];
    let all = tale.iter().flat_map(|(action, percent)| people.iter().map(|person| (person, said(alien, *action, *percent))));
    let answers = join_all(all.map(|(person, input)| scrobble(&world.app, &person.actor, input))).await;
    let outcomes: Vec<Outcome> = answers.into_iter().map(|answer| answer.unwrap().outcome).collect();
    assert!(outcomes[..20].iter().all(|outcome| *outcome == Outcome::Started), "{outcomes:?}");
    assert!(outcomes[20..].iter().all(|outcome| *outcome == Outcome::Counted), "{outcomes:?}");
    let sql = world.database.sql().await;
    // Transactions that do not overlap are numbered as they came.
    let in_order = "SELECT progress_percent FROM interaction_events WHERE user_id = $1 ORDER BY xmin::text::bigint";
    for person in &people {
        let taken = sql.query(in_order, &[&person.id.0]).await.unwrap();
        let taken: Vec<f32> = taken.iter().map(|row| row.get(0)).collect();
        assert_eq!(taken, [0.0, 30.0, 60.0, 90.0, 97.0]);
        assert_eq!(plays_of(&world, person).await.len(), 1);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_wrong_with_one_is_told_to_them_alone() {
    let world = World::new().await;
    let alien = film(&world, "Alien").await;
    let people = people(&world, 30).await;
    let nothing: MediaItemId = world.app.new_id();
    let answers = join_all(people.iter().enumerate().map(|(number, person)| {
        let item = if number % 10 == 7 { nothing } else { alien };
        scrobble(&world.app, &person.actor, said(item, Start, 0.0))
    }))
    .await;
    for (number, (person, answer)) in people.iter().zip(answers).enumerate() {
        let shown = presence::mine(&world.app, &person.actor).await.unwrap();
        if number % 10 == 7 {
            assert!(matches!(answer, Err(Error::NotFound("item"))), "{answer:?}");
            assert!(shown.is_none());
        } else {
            assert_eq!(answer.unwrap().outcome, Outcome::Started);
            assert!(shown.is_some());
        }
    }
    let sql = world.database.sql().await;
    let events = sql.query_one("SELECT count(*) FROM interaction_events", &[]).await.unwrap();
    assert_eq!(events.get::<_, i64>(0), 27, "nothing is written twice");
}

#[tokio::test(flavor = "multi_thread")]
async fn whose_diary_is_at_work_elsewhere_holds_up_nobody_else() {
    let world = World::new().await;
    let alien = film(&world, "Alien").await;
    let people = people(&world, 12).await;
    let (busy, free) = people.split_at(4);
    // As another server does, or an import.
    let mut elsewhere = world.app.db().await.unwrap();
    let ids: Vec<UserId> = busy.iter().map(|person| person.id).collect();
    assert_eq!(ScrobbleFacts::begin_together(&mut elsewhere, &ids).await.unwrap().len(), 4);
    let playing = async |people: &[Person]| {
        let mut playing = 0;
        for person in people {
            playing += usize::from(presence::mine(&world.app, &person.actor).await.unwrap().is_some());
        }
        playing
    };
    // First those who have to wait, one by one, so that they wait alone.
    let mut waiting = Vec::new();
    for person in busy {
        let (app, actor) = (world.app.clone(), person.actor.clone());
        waiting.push(tokio::spawn(async move { scrobble(&app, &actor, said(alien, Start, 0.0)).await }));
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    let answers = join_all(free.iter().map(|person| scrobble(&world.app, &person.actor, said(alien, Start, 0.0)))).await;
    assert!(answers.iter().all(Result::is_ok), "{answers:?}");
    assert_eq!((playing(free).await, playing(busy).await), (8, 0));
    // Whoever asked leaves; what was said is taken in all the same.
    waiting[0].abort();
    ScrobbleFacts::end(&mut elsewhere, Ok::<_, Error>(())).await.unwrap();
    until(async || playing(busy).await == 4).await;
}

//! The same events in any order, doubled or not, early or late, end in the same plays, resume points and presence.

use chrono::{DateTime, TimeDelta, Utc};
use medianest_core::catalogue::builtin;
use medianest_core::diary::{Heartbeat, ScrobbleInput, presence, scrobble};
use medianest_db::{EventType, MediaItemId};
use medianest_test_support::{Person, World};
use rand::rngs::StdRng;
use rand::seq::{IndexedRandom, SliceRandom};
use rand::{RngExt, SeedableRng};

use crate::scrobble::item;

/// How many streams are tried.
const STREAMS: u64 = 150;

/// A stream of events of a few items from a few players, in the order in which they happened.
fn stream(random: &mut StdRng, items: &[MediaItemId], start: DateTime<Utc>) -> Vec<ScrobbleInput> {
    let mut at = start;
    let mut percent = [0_i32; 4];
    let length = random.random_range(2..=10);
    (0..length)
        .map(|number: i32| {
            // Mostly heartbeats apart, at times at once, at times after a break, a lapse, a night.
            let pause = *[0, 20, 60, 120, 240, 240, 280, 300, 1_500, 4_000, 15_000, 50_000].choose(random).unwrap();
            at += TimeDelta::seconds(pause);
            let which = random.random_range(0..items.len());
            let step = *[0, 5, 20, 45, 60, -30, -100].choose(random).unwrap();
            percent[which] = (percent[which] + step).clamp(0, 100);
            let action = *[EventType::Start, EventType::Progress, EventType::Progress, EventType::Pause, EventType::Stop]
                .choose(random)
                .unwrap();
            let mut input = ScrobbleInput::new(items[which], action, *["jellyfin", "trakt:kodi"].choose(random).unwrap());
            input.heartbeat = if input.source == "jellyfin" { Heartbeat::Expected } else { Heartbeat::None };
            #[expect(clippy::cast_precision_loss, reason = "0 to 100")]
            let known = percent[which] as f32;
            input.progress_percent = random.random_bool(0.9).then_some(known);
            input.source_event_id = random.random_bool(0.3).then(|| format!("event-{number}"));
            input.is_private = random.random_bool(0.1);
            input.device_name = random.random_bool(0.5).then(|| "Living room".to_owned());
            input.occurred_at = Some(at);
            input
        })
        .collect()
}

/// Everything that is derived from a person's events, as text.
async fn state(sql: &tokio_postgres::Client, person: &Person) -> String {
    let derived = "SELECT coalesce(string_agg(line, E'\\n' ORDER BY line), '') FROM (
        SELECT 'play ' || concat_ws(' ', media_item_id, started_at, watched_at, progress_percent, watched_seconds, source, device_name, is_private, run_started_at, run_ended_at)
        FROM plays WHERE user_id = $1
        UNION ALL
        SELECT 'position ' || concat_ws(' ', media_item_id, progress_percent, occurred_at, settle_after, source, device_name, is_private)
        FROM playback_positions WHERE user_id = $1
        UNION ALL
        SELECT 'presence ' || concat_ws(' ', media_item_id, state, progress_percent, started_at, last_heartbeat_at, expires_at, source, device_name, is_private)
        FROM currently_watching WHERE user_id = $1
    ) AS derived (line)";
    sql.query_one(derived, &[&person.id.0]).await.unwrap().get(0)
}

async fn say(world: &World, person: &Person, input: &ScrobbleInput) {
    scrobble(&world.app, &person.actor, input.clone()).await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn shuffled_and_doubled_streams_end_like_the_one_that_was_heard_live() {
    let world = World::new().await;
    let sql = world.database.sql().await;
    let items = [
        item(&world, builtin::MOVIE, "Alien", Some(100)).await,
        item(&world, builtin::MOVIE, "Short", Some(4)).await,
        item(&world, builtin::BOOK, "Endless", None).await,
    ];
    let (mut plays, mut positions, mut presences) = (0, 0, 0);
    for seed in 0..STREAMS {
        let mut random = StdRng::seed_from_u64(seed);
        let events = stream(&mut random, &items, world.app.now());
        let live = world.user(&format!("live{seed}")).await;
        for event in &events {
            world.pass(event.occurred_at.unwrap() - world.app.now());
            say(&world, &live, event).await;
            if random.random_bool(0.2) {
                presence::sweep(&world.app).await.unwrap();
            }
        }
        // Heard of while something may still play, or only afterwards.
        world.pass(TimeDelta::seconds(*[0, 30, 400, 3_000, 100_000].choose(&mut random).unwrap()));
        let late = world.user(&format!("late{seed}")).await;
        let mut shuffled = [events.clone(), events.choose_multiple_doubled(&mut random)].concat();
        shuffled.shuffle(&mut random);
        for event in &shuffled {
            say(&world, &late, event).await;
        }
        presence::sweep(&world.app).await.unwrap();
        let (live, late) = (state(&sql, &live).await, state(&sql, &late).await);
        let told = |events: &[ScrobbleInput]| {
            let as_text = |event: &ScrobbleInput| {
                let percent = event.progress_percent;
                format!("{} {} {:?} {percent:?} {}", event.occurred_at.unwrap(), event.item_id, event.action, event.source)
            };
            events.iter().map(as_text).collect::<Vec<_>>().join("\n")
        };
        assert_eq!(live, late, "stream {seed} at {}:\n{}\nshuffled:\n{}", world.app.now(), told(&events), told(&shuffled));
        plays += live.matches("play ").count();
        positions += live.matches("position ").count();
        presences += live.matches("presence ").count();
        // Ids and expiries of one stream do not reach into the next.
        world.pass(TimeDelta::days(40));
        presence::sweep(&world.app).await.unwrap();
    }
    // The streams were about something.
    assert!(plays > 50 && positions > 50 && presences > 20, "{plays} plays, {positions} positions, {presences} presences");
}

/// Some of the events once more.
trait Doubled {
    fn choose_multiple_doubled(&self, random: &mut StdRng) -> Vec<ScrobbleInput>;
}

impl Doubled for Vec<ScrobbleInput> {
    fn choose_multiple_doubled(&self, random: &mut StdRng) -> Vec<ScrobbleInput> {
        self.iter().filter(|_| random.random_bool(0.5)).cloned().collect()
    }
}

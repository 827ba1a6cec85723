//! Whatever order events are heard in, and however often, what is made of them is the same: ten thousand streams, heard one
//! event at a time, of which each changes only what hangs together with it, end as they would have, heard at once and in
//! order. What the database does with it is tested on fewer.

use std::collections::HashMap;

use chrono::{DateTime, TimeDelta, Utc};
use medianest_db::diary::InteractionEvent;
use medianest_db::{DatePrecision, EventType, InteractionEventId, MediaItemId, TypedId as _, UserId};
use rand::rngs::StdRng;
use rand::seq::{IndexedRandom as _, SliceRandom as _};
use rand::{RngExt as _, SeedableRng as _};

use super::derive;
use super::fold::{self, Counted, Heartbeat, Rules, Run};

const STREAMS: u64 = 10_000;

/// How things of different length are cut into plays: a film, an episode of four minutes, a book that has no length.
const ITEMS: [Rules; 3] = [
    Rules { threshold_percent: 80.0, runtime: Some(TimeDelta::minutes(100)) },
    Rules { threshold_percent: 80.0, runtime: Some(TimeDelta::minutes(4)) },
    Rules { threshold_percent: 95.0, runtime: None },
];

/// Events of a few items from two sources, in the order in which they happened.
fn stream(random: &mut StdRng) -> Vec<(usize, InteractionEvent)> {
    let mut at = DateTime::UNIX_EPOCH;
    let mut percent = [0_i16; ITEMS.len()];
    let length = random.random_range(2..=14);
    let pick = |from: &[i64], random: &mut StdRng| *from.choose(random).unwrap();
    (0..length)
        .map(|number: u32| {
            at += TimeDelta::seconds(pick(&[0, 20, 60, 120, 240, 280, 300, 1_500, 4_000, 15_000, 50_000], random));
            let item = random.random_range(0..ITEMS.len());
            let step = i16::try_from(pick(&[0, 5, 20, 45, 60, -30, -100], random)).unwrap();
            percent[item] = (percent[item] + step).clamp(0, 100);
            let kinds = [EventType::Start, EventType::Progress, EventType::Progress, EventType::Pause, EventType::Stop];
            let event_type = *kinds.choose(random).unwrap();
            let (source, heartbeat) = *[("jellyfin", Heartbeat::Expected), ("trakt", Heartbeat::None)].choose(random).unwrap();
            let known = f32::from(percent[item]);
            let left = ITEMS[item].runtime.map(|runtime| runtime * i32::from(100 - percent[item]) / 100);
            let event = InteractionEvent {
                id: InteractionEventId::from_uuid(uuid::Uuid::from_u128(number.into())),
                occurred_at: at,
                received_at: at,
                expires_at: fold::expires_at(event_type, at, heartbeat, left),
                user_id: UserId::from_uuid(uuid::Uuid::nil()),
                media_item_id: MediaItemId::from_uuid(uuid::Uuid::nil()),
                watch_session_id: None,
                event_type,
                progress_percent: random.random_bool(0.9).then_some(known),
                position_seconds: None,
                duration_seconds: None,
                progress_data: None,
                source: source.to_owned(),
                source_event_id: None,
                device_name: random.random_bool(0.5).then(|| "Living room".to_owned()),
                timezone: None,
                date_precision: DatePrecision::Second,
                is_private: random.random_bool(0.1),
            };
            (item, event)
        })
        .collect()
}

/// What is known of an item after some of its events were heard.
#[derive(Default)]
struct Known {
    events: Vec<InteractionEvent>,
    plays: Vec<Counted>,
    latest: Option<Run>,
}

impl Known {
    /// Hears of one event, and looks again at what hangs together with it, as [`derive::look`] does.
    fn hear(&mut self, event: &InteractionEvent, rules: &Rules, now: DateTime<Utc>) {
        if self.events.iter().any(|known| fold::is_repetition(known, event)) {
            return;
        }
        let place = self.events.partition_point(|known| fold::order(known, event).is_le());
        self.events.insert(place, event.clone());
        let (first, last) = derive::span(&self.events, event.occurred_at);
        let window = &self.events[first..=last];
        let runs = fold::runs(window, rules);
        let (from, to) = (window[0].occurred_at, window[window.len() - 1].occurred_at);
        self.plays.retain(|play| play.to < from || play.from > to);
        self.plays.extend(fold::plays(&runs, rules, now));
        if last + 1 == self.events.len() {
            self.latest = runs.into_iter().next_back();
        }
    }

    /// Everything that is told to people, as text. Which of two events it comes from that say the same, nobody is told.
    fn told(&self, rules: &Rules, now: DateTime<Utc>) -> String {
        let last = |run: &Run| {
            let InteractionEvent { occurred_at, event_type, expires_at, source, device_name, .. } = &run.last;
            format!("{occurred_at} {event_type:?} {expires_at:?} {source} {device_name:?}")
        };
        let play = |play: &Counted| {
            let run = &play.run;
            format!(
                "{} {} {} {} {:?} {} {} {}",
                play.from,
                play.to,
                run.started_at,
                run.ended_at(),
                run.progress_percent,
                run.watched,
                run.is_private,
                last(run)
            )
        };
        let mut plays: Vec<String> = self.plays.iter().map(play).collect();
        plays.sort();
        let latest = self.latest.as_ref().map(|run| {
            format!(
                "{} {} {:?} {} {}",
                run.started_at,
                last(run),
                run.progress_percent,
                run.is_alive(now),
                run.counts(rules, now)
            )
        });
        format!("{plays:#?} {latest:?}")
    }
}

/// What is known of all items when these events were heard.
fn heard(events: &[(usize, InteractionEvent)], now: DateTime<Utc>) -> [Known; ITEMS.len()] {
    let mut known = ITEMS.map(|_| Known::default());
    for (item, event) in events {
        known[*item].hear(event, &ITEMS[*item], now);
    }
    known
}

/// What is known of all items from all events at once.
fn at_once(events: &[(usize, InteractionEvent)], now: DateTime<Utc>) -> [Known; ITEMS.len()] {
    std::array::from_fn(|item| {
        let mut of_item: Vec<_> = events.iter().filter(|(of, _)| *of == item).map(|(_, event)| event.clone()).collect();
        of_item.sort_by(fold::order);
        of_item.dedup_by(|a, b| fold::is_repetition(a, b));
        let runs = fold::runs(&of_item, &ITEMS[item]);
        let plays = fold::plays(&runs, &ITEMS[item], now);
        Known { events: of_item, plays, latest: runs.into_iter().next_back() }
    })
}

#[test]
fn ten_thousand_shuffled_and_doubled_streams_end_like_those_that_were_heard_in_order() {
    let mut seen: HashMap<&str, usize> = HashMap::new();
    for seed in 0..STREAMS {
        let mut random = StdRng::seed_from_u64(seed);
        let events = stream(&mut random);
        let last = events.iter().map(|(_, event)| event.occurred_at).max().unwrap();
        // While something may still play, or long afterwards.
        let now = last + TimeDelta::seconds(*[0, 30, 400, 3_000, 100_000].choose(&mut random).unwrap());
        let mut shuffled = events.clone();
        shuffled.extend(events.iter().filter(|_| random.random_bool(0.5)).cloned());
        shuffled.shuffle(&mut random);
        let (whole, ordered, shuffled) = (at_once(&events, now), heard(&events, now), heard(&shuffled, now));
        for (item, rules) in ITEMS.iter().enumerate() {
            let [whole, ordered, shuffled] = [&whole, &ordered, &shuffled].map(|known| known[item].told(rules, now));
            assert_eq!(ordered, whole, "stream {seed}, item {item}, in order");
            assert_eq!(shuffled, whole, "stream {seed}, item {item}, shuffled");
        }
        for known in &whole {
            *seen.entry("plays").or_default() += known.plays.len();
            *seen.entry("alive").or_default() += usize::from(known.latest.as_ref().is_some_and(|run| run.is_alive(now)));
        }
    }
    // The streams were about something.
    assert!(seen["plays"] > 5_000 && seen["alive"] > 1_000, "{seen:?}");
}

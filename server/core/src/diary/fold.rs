//! From what players said to what happened: a pure function of the events of one person and one item.
//!
//! The events are put into one order, whatever order they arrived in, and cut into **runs**: stretches of going at the
//! item. A run that is over and went far enough counts; runs that count within a short time of each other are one play,
//! told by two sources or told twice. Because nothing but the set of events matters, shuffled and doubled streams end the
//! same.

use std::cmp::Ordering;

use chrono::{DateTime, TimeDelta, Utc};
use medianest_db::EventType;
use medianest_db::diary::{CurrentlyWatching, InteractionEvent, ScrobbleFacts};

/// After this long without a word, the next event begins a new run, unless the item was expected to last longer.
pub(crate) const RUN_GAP: TimeDelta = TimeDelta::hours(4);
/// No silence joins two events over more than this.
pub(crate) const LONGEST_SILENCE: TimeDelta = TimeDelta::hours(12);
/// After having gone far enough, an event at or below this progress begins the item anew.
const ANEW_PERCENT: f32 = 10.0;
/// Two runs of a thing of unknown length that count within this time are one play.
const SAME_PLAY: TimeDelta = TimeDelta::minutes(10);
/// How long a source that sends heartbeats may be silent.
const HEARTBEAT: TimeDelta = TimeDelta::minutes(5);
/// How long a pause holds where no heartbeats are sent.
const PAUSE: TimeDelta = TimeDelta::minutes(30);
/// How long a thing of unknown length is expected to play where no heartbeats are sent.
const UNKNOWN_LENGTH: TimeDelta = TimeDelta::hours(2);

/// How a source shows that its person is still at it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Heartbeat {
    /// It repeats itself at least every five minutes.
    #[default]
    Expected,
    /// It only tells changes: until the next one, things play to their end.
    None,
    /// The same, and a thing of unknown length is over after this time.
    NoneFor(TimeDelta),
}

/// What the fold must know of the item.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Rules {
    /// From which progress on it counts as finished.
    pub threshold_percent: f32,
    /// How long it is.
    pub runtime: Option<TimeDelta>,
}

impl Rules {
    pub(crate) fn of(facts: &ScrobbleFacts) -> Self {
        let runtime = facts.runtime_seconds.filter(|seconds| *seconds > 0).map(|seconds| TimeDelta::seconds(i64::from(seconds)));
        Self { threshold_percent: facts.threshold_percent, runtime }
    }

    /// How near two runs that count are one play: half the runtime, for nobody finishes a thing twice in that time; so a
    /// song on repeat counts each time, and a film told of by two players counts once.
    pub(crate) fn same_play(&self) -> TimeDelta {
        self.runtime.map_or(SAME_PLAY, |runtime| (runtime / 2).clamp(TimeDelta::minutes(1), RUN_GAP))
    }
}

/// Until when somebody who said this is taken to be still at it.
pub(crate) fn expires_at(
    event_type: EventType,
    occurred_at: DateTime<Utc>,
    heartbeat: Heartbeat,
    left: Option<TimeDelta>,
) -> Option<DateTime<Utc>> {
    let lasts = match (event_type, heartbeat) {
        (EventType::Stop, _) => return None,
        (_, Heartbeat::Expected) => HEARTBEAT,
        (EventType::Pause, Heartbeat::None | Heartbeat::NoneFor(_)) => PAUSE,
        // A start in the credits is still shown for a moment.
        (_, Heartbeat::NoneFor(unless_known)) => left.unwrap_or(unless_known).clamp(TimeDelta::minutes(1), LONGEST_SILENCE),
        (_, Heartbeat::None) => left.unwrap_or(UNKNOWN_LENGTH).clamp(TimeDelta::minutes(1), LONGEST_SILENCE),
    };
    Some(occurred_at + lasts)
}

/// The one order of events, whatever order they arrived in. Events that are equal here say the same.
pub(crate) fn order(a: &InteractionEvent, b: &InteractionEvent) -> Ordering {
    let rank = |event: &InteractionEvent| match event.event_type {
        EventType::Start => 0,
        EventType::Progress => 1,
        EventType::Pause => 2,
        EventType::Stop => 3,
    };
    let progress = |event: &InteractionEvent| event.progress_percent.unwrap_or(-1.0);
    a.occurred_at
        .cmp(&b.occurred_at)
        .then_with(|| rank(a).cmp(&rank(b)))
        .then_with(|| progress(a).total_cmp(&progress(b)))
        .then_with(|| a.source.cmp(&b.source))
        .then_with(|| a.source_event_id.cmp(&b.source_event_id))
        .then_with(|| a.device_name.cmp(&b.device_name))
        .then_with(|| a.position_seconds.cmp(&b.position_seconds))
        .then_with(|| a.duration_seconds.cmp(&b.duration_seconds))
        .then_with(|| a.expires_at.cmp(&b.expires_at))
        .then_with(|| a.is_private.cmp(&b.is_private))
        .then_with(|| a.media_item_id.cmp(&b.media_item_id))
}

/// Whether two events say the same thing, so that one of them is a repetition.
pub(crate) fn is_repetition(a: &InteractionEvent, b: &InteractionEvent) -> bool {
    order(a, b) == Ordering::Equal && a.progress_data == b.progress_data
}

/// Whether these neighbours in time belong together however little they say: no gap lies between them.
pub(crate) fn linked(earlier: &InteractionEvent, later: &InteractionEvent) -> bool {
    let until = earlier.expires_at.unwrap_or(earlier.occurred_at).max(earlier.occurred_at + RUN_GAP);
    later.occurred_at <= until
}

/// Whether the event, after the item had gone far enough, begins it again.
pub(crate) fn is_anew(event: &InteractionEvent, rules: &Rules) -> bool {
    event.event_type != EventType::Stop
        && event.progress_percent.is_some_and(|progress| progress <= ANEW_PERCENT.min(rules.threshold_percent / 2.0))
}

/// One stretch of going at the item.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Run {
    /// Its events' first moment.
    pub started_at: DateTime<Utc>,
    /// The last thing said in it.
    pub last: InteractionEvent,
    /// The last known progress.
    pub progress_percent: Option<f32>,
    /// The last known position.
    pub position_seconds: Option<i32>,
    /// The last known length.
    pub duration_seconds: Option<i32>,
    /// Whether any of its events was private.
    pub is_private: bool,
    /// How long it was playing, pauses left out.
    pub watched: TimeDelta,
    /// Whether it fell silent after having gone far enough, and went on afterwards: it counted then, so it does now.
    settled: bool,
    /// Whether another run came after it.
    overtaken: bool,
}

impl Run {
    fn new(event: &InteractionEvent) -> Self {
        Self {
            started_at: event.occurred_at,
            progress_percent: event.progress_percent,
            position_seconds: event.position_seconds,
            duration_seconds: event.duration_seconds,
            is_private: event.is_private,
            last: event.clone(),
            watched: TimeDelta::zero(),
            settled: false,
            overtaken: false,
        }
    }

    /// The run that this presence shows, gone on by an event that changes nothing but how far it is.
    pub(crate) fn gone_on(shown: &CurrentlyWatching, event: &InteractionEvent) -> Self {
        let mut run = Self::new(event);
        run.started_at = shown.started_at;
        run.duration_seconds = event.duration_seconds.or(shown.duration_seconds);
        run.is_private |= shown.is_private;
        run
    }

    fn push(&mut self, event: &InteractionEvent, rules: &Rules) {
        self.settled |= self.is_complete(rules) && self.last.expires_at.is_some_and(|expires_at| expires_at <= event.occurred_at);
        if self.last.event_type != EventType::Pause {
            self.watched += event.occurred_at - self.last.occurred_at;
        }
        // A position belongs to its progress: when one is said anew, the other is not carried on.
        if event.progress_percent.is_some() {
            self.progress_percent = event.progress_percent;
            self.position_seconds = event.position_seconds;
        }
        self.duration_seconds = event.duration_seconds.or(self.duration_seconds);
        self.is_private |= event.is_private;
        self.last = event.clone();
    }

    /// When its last event was.
    pub(crate) fn ended_at(&self) -> DateTime<Utc> {
        self.last.occurred_at
    }

    /// Whether its person may still be at it.
    pub(crate) fn is_alive(&self, now: DateTime<Utc>) -> bool {
        !self.overtaken && self.last.expires_at.is_some_and(|expires_at| expires_at > now)
    }

    /// Whether it went far enough.
    pub(crate) fn is_complete(&self, rules: &Rules) -> bool {
        self.progress_percent.is_some_and(|progress| progress >= rules.threshold_percent)
    }

    /// Whether it is over, or was, and went far enough.
    pub(crate) fn counts(&self, rules: &Rules, now: DateTime<Utc>) -> bool {
        self.settled || (self.is_complete(rules) && !self.is_alive(now))
    }

    /// Whether the event no longer belongs to this run.
    fn is_over_before(&self, event: &InteractionEvent, rules: &Rules) -> bool {
        self.last.event_type == EventType::Stop
            || (self.is_complete(rules) && is_anew(event, rules))
            || !linked(&self.last, event)
    }
}

/// Cuts events, in their order, into runs.
pub(crate) fn runs(events: &[InteractionEvent], rules: &Rules) -> Vec<Run> {
    let mut runs: Vec<Run> = Vec::new();
    for event in events {
        match runs.last_mut() {
            Some(run) if is_repetition(&run.last, event) => {}
            Some(run) if !run.is_over_before(event, rules) => run.push(event, rules),
            Some(run) => {
                run.overtaken = true;
                runs.push(Run::new(event));
            }
            None => runs.push(Run::new(event)),
        }
    }
    runs
}

/// A play as its events have it.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Counted {
    /// The run that counts: the first, where several tell of one play.
    pub run: Run,
    /// The first moment of all the runs that tell of it.
    pub from: DateTime<Utc>,
    /// The last moment of all of them.
    pub to: DateTime<Utc>,
}

/// The plays among runs, in time order.
pub(crate) fn plays(runs: &[Run], rules: &Rules, now: DateTime<Utc>) -> Vec<Counted> {
    let mut plays: Vec<Counted> = Vec::new();
    for run in runs.iter().filter(|run| run.counts(rules, now)) {
        match plays.last_mut() {
            Some(play) if run.ended_at() - play.run.ended_at() <= rules.same_play() => {
                play.to = run.ended_at();
                play.run.is_private |= run.is_private;
            }
            _ => plays.push(Counted { from: run.started_at, to: run.ended_at(), run: run.clone() }),
        }
    }
    plays
}

#[cfg(test)]
mod tests {
    use std::array::from_fn;

    use medianest_db::{DatePrecision, InteractionEventId, MediaItemId, TypedId, UserId};

    use super::EventType::{Pause, Progress, Start, Stop};
    use super::*;

    const FILM: Rules = Rules { threshold_percent: 80.0, runtime: Some(TimeDelta::minutes(100)) };

    fn minute(at: i64) -> DateTime<Utc> {
        DateTime::UNIX_EPOCH + TimeDelta::minutes(at)
    }

    /// A heartbeat source's event so many minutes after the beginning.
    fn event(at: i64, event_type: EventType, percent: f32) -> InteractionEvent {
        InteractionEvent {
            id: InteractionEventId::from_uuid(uuid::Uuid::nil()),
            occurred_at: minute(at),
            received_at: minute(at),
            expires_at: expires_at(event_type, minute(at), Heartbeat::Expected, None),
            user_id: UserId::from_uuid(uuid::Uuid::nil()),
            media_item_id: MediaItemId::from_uuid(uuid::Uuid::nil()),
            watch_session_id: None,
            event_type,
            progress_percent: Some(percent),
            position_seconds: None,
            duration_seconds: None,
            progress_data: None,
            source: "test".to_owned(),
            source_event_id: None,
            device_name: None,
            timezone: None,
            date_precision: DatePrecision::Second,
            is_private: false,
        }
    }

    /// When the plays of these events ended, in minutes, once everything has long been silent.
    fn ends(events: &[InteractionEvent]) -> Vec<i64> {
        ends_at(events, minute(1_000_000))
    }

    fn ends_at(events: &[InteractionEvent], now: DateTime<Utc>) -> Vec<i64> {
        let counted = plays(&runs(events, &FILM), &FILM, now);
        counted.iter().map(|play| (play.run.ended_at() - DateTime::UNIX_EPOCH).num_minutes()).collect()
    }

    #[test]
    fn a_run_ends_with_a_stop_or_a_long_silence() {
        let stopped = [event(0, Start, 0.0), event(40, Stop, 40.0), event(50, Start, 40.0)];
        assert_eq!(runs(&stopped, &FILM).len(), 2);
        let paused = [event(0, Start, 0.0), event(40, Pause, 40.0), event(40 + 240, Start, 40.0)];
        assert_eq!(runs(&paused, &FILM).len(), 1);
        let left = [event(0, Start, 0.0), event(40, Pause, 40.0), event(40 + 241, Start, 40.0)];
        assert_eq!(runs(&left, &FILM).len(), 2);
    }

    #[test]
    fn a_thing_that_was_expected_to_last_is_one_run() {
        let mut start = event(0, Start, 0.0);
        start.expires_at = expires_at(Start, minute(0), Heartbeat::None, Some(TimeDelta::minutes(300)));
        let runs = runs(&[start, event(299, Stop, 99.0)], &FILM);
        assert_eq!((runs.len(), runs[0].started_at), (1, minute(0)));
    }

    #[test]
    fn a_run_counts_when_it_is_over_and_went_far_enough() {
        assert_eq!(ends(&[event(0, Start, 0.0), event(79, Stop, 79.9)]), Vec::<i64>::new());
        assert_eq!(ends(&[event(0, Start, 0.0), event(80, Stop, 80.0)]), [80]);
        let open = [event(0, Start, 0.0), event(80, Progress, 80.0)];
        assert_eq!(ends_at(&open, minute(84)), Vec::<i64>::new());
        assert_eq!(ends_at(&open, minute(85)), [80]);
        // It went back before it ended.
        assert_eq!(ends(&[event(0, Start, 85.0), event(3, Stop, 40.0)]), Vec::<i64>::new());
        // The stop does not say how far it was.
        let silent = InteractionEvent { progress_percent: None, ..event(90, Stop, 0.0) };
        assert_eq!(ends(&[event(0, Start, 0.0), event(88, Progress, 88.0), silent]), [90]);
    }

    #[test]
    fn what_counted_in_a_silence_still_counts_afterwards_as_the_same_play() {
        let events = [event(0, Start, 0.0), event(85, Pause, 85.0), event(150, Start, 85.0), event(152, Stop, 40.0)];
        assert_eq!(ends_at(&events[..3], minute(151)), [150]);
        assert_eq!(ends(&events), [152]);
    }

    #[test]
    fn runs_that_count_within_half_the_runtime_are_one_play() {
        assert_eq!(ends(&[event(100, Stop, 90.0), event(150, Stop, 95.0)]), [100]);
        assert_eq!(ends(&[event(100, Stop, 90.0), event(151, Stop, 95.0)]), [100, 151]);
        // The first decides, not a chain of repetitions.
        assert_eq!(ends(&[event(100, Stop, 90.0), event(140, Stop, 95.0), event(180, Stop, 95.0)]), [100, 180]);
    }

    #[test]
    fn beginning_anew_without_a_stop_ends_the_run() {
        let events = [event(0, Start, 0.0), event(95, Progress, 95.0), event(97, Start, 0.0), event(192, Stop, 96.0)];
        assert_eq!(ends(&events), [95, 192]);
        // Going back before it was far enough does not.
        assert_eq!(runs(&[event(0, Start, 60.0), event(1, Start, 0.0)], &FILM).len(), 1);
    }

    #[test]
    fn one_private_event_makes_its_run_and_its_play_private() {
        let mut events = [event(0, Start, 0.0), event(90, Stop, 90.0), event(91, Stop, 91.0)];
        events[2].is_private = true;
        let counted = plays(&runs(&events, &FILM), &FILM, minute(500));
        assert!(counted[0].run.is_private && counted.len() == 1);
    }

    #[test]
    fn pauses_are_left_out_of_the_time_watched() {
        let events = [event(0, Start, 0.0), event(30, Pause, 30.0), event(90, Start, 30.0), event(140, Stop, 80.0)];
        assert_eq!(runs(&events, &FILM)[0].watched, TimeDelta::minutes(80));
    }

    #[test]
    fn repetitions_and_the_order_of_arrival_change_nothing() {
        let events: [InteractionEvent; 6] = from_fn(|number| {
            let (at, kind, percent) =
                [(0, Start, 0.0), (4, Progress, 50.0), (4, Pause, 50.0), (9, Stop, 90.0), (9, Start, 1.0), (300, Stop, 85.0)]
                    [number];
            event(at, kind, percent)
        });
        let mut expected = events.to_vec();
        expected.sort_by(order);
        let expected = runs(&expected, &FILM);
        for rotation in 0..events.len() {
            let mut shuffled = [events.as_slice(), &events[rotation..]].concat();
            shuffled.rotate_left(rotation);
            shuffled.reverse();
            shuffled.sort_by(order);
            assert_eq!(runs(&shuffled, &FILM), expected);
        }
    }

    #[test]
    fn an_expectation_is_bounded() {
        let lasts = |left| expires_at(Start, minute(0), Heartbeat::None, left).map(|until| (until - minute(0)).num_minutes());
        assert_eq!(lasts(Some(TimeDelta::minutes(30))), Some(30));
        assert_eq!(lasts(Some(TimeDelta::zero())), Some(1));
        assert_eq!(lasts(Some(TimeDelta::hours(40))), Some(12 * 60));
        assert_eq!(lasts(None), Some(120));
        assert_eq!(expires_at(Stop, minute(0), Heartbeat::None, None), None);
    }
}

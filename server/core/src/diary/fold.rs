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
        (EventType::Pause, Heartbeat::None) => PAUSE,
        // A start in the credits is still shown for a moment.
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

use chrono::{DateTime, TimeDelta, Utc};
use futures_util::try_join;
use medianest_db::diary::{CurrentlyWatching, InteractionEvent, NewInteractionEvent, Play, PlaybackPosition, ScrobbleFacts};
use medianest_db::{AsyncPgConnection, DatePrecision, EventType, MediaItemId, PlayId, UserId};
use serde_json::Value;

use super::changes::{Changes, Written};
use super::derive::{self, Around};
use super::fold::{self, Heartbeat, Rules, Run};
use super::intake;
use crate::error::Problems;
use crate::policy::{Access, Actor, SignedIn};
use crate::{App, Error, Result};

/// How far ahead of ours a player's clock may be.
pub(super) const CLOCK_SKEW: TimeDelta = TimeDelta::minutes(1);
/// Around which time a source's event id is looked for. A source that does not say when a thing happened repeats itself
/// within minutes, seldom days.
pub(super) const SAME_ID_WITHIN: TimeDelta = TimeDelta::days(31);
/// The largest payload kept with an event, as JSON text.
const MAX_PAYLOAD: usize = 30 * 1024;
/// The largest progress data, as JSON text.
const MAX_PROGRESS_DATA: usize = 8 * 1024;

/// What a player says.
#[derive(Debug, Clone)]
pub struct ScrobbleInput {
    /// What plays: a film, an episode, a track, not what holds them.
    pub item_id: MediaItemId,
    /// What happened.
    pub action: EventType,
    /// How far, from 0 to 100; worked out from position and length where it is absent.
    pub progress_percent: Option<f32>,
    /// How far, in seconds.
    pub position_seconds: Option<i32>,
    /// How long the whole is, as the player knows it.
    pub duration_seconds: Option<i32>,
    /// What else there is to say about progress: pages, chapters.
    pub progress_data: Option<Value>,
    /// Who says it: `trakt:kodi`, `graphql`.
    pub source: String,
    /// What the source calls this event (not the playback: a start and its stop are two events).
    pub source_event_id: Option<String>,
    /// On what it plays.
    pub device_name: Option<String>,
    /// When it happened; now, where the source does not say.
    pub occurred_at: Option<DateTime<Utc>>,
    /// The person's time zone at the time, as an IANA name.
    pub timezone: Option<String>,
    /// How exactly `occurred_at` is known.
    pub date_precision: DatePrecision,
    /// Nobody else may ever know of it.
    pub is_private: bool,
    /// The message as it came, kept for looking into it later.
    pub raw_payload: Option<Value>,
    /// Whether the source repeats itself while something plays.
    pub heartbeat: Heartbeat,
}

impl ScrobbleInput {
    /// The least a source must say; it happened now, and the source sends heartbeats.
    #[must_use]
    pub fn new(item_id: MediaItemId, action: EventType, source: impl Into<String>) -> Self {
        Self {
            item_id,
            action,
            progress_percent: None,
            position_seconds: None,
            duration_seconds: None,
            progress_data: None,
            source: source.into(),
            source_event_id: None,
            device_name: None,
            occurred_at: None,
            timezone: None,
            date_precision: DatePrecision::Second,
            is_private: false,
            raw_payload: None,
            heartbeat: Heartbeat::Expected,
        }
    }
}

/// What was made of an event, in the words that scrobble protocols answer with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    /// It plays.
    Started,
    /// It rests, and can be resumed.
    Paused,
    /// It was finished: a play.
    Counted,
}

/// What came of a scrobble.
#[derive(Debug, Clone)]
pub struct Scrobbled {
    /// The event in the log: the first one, where this repeated it.
    pub event: InteractionEvent,
    /// What was made of it.
    pub outcome: Outcome,
    /// What the person plays right now, this or something else.
    pub presence: Option<CurrentlyWatching>,
    /// Where this item can be resumed.
    pub position: Option<PlaybackPosition>,
    /// The play the event belongs to, if it counted.
    pub play: Option<Play>,
    /// The event, or the play it ends, was known before.
    pub duplicate: bool,
}

/// Takes in what a player says: writes it to the log, and brings plays, resume points and presence in line, whatever
/// order events arrive in and however often. Every protocol ends here.
///
/// Everything is one transaction, and one at a time per person (see [`intake`]).
///
/// # Errors
/// [`Error::Forbidden`] without the scope `scrobble` or `write`; [`Error::Invalid`] naming what is wrong;
/// [`Error::NotFound`] for an unknown item.
pub async fn scrobble(app: &App, actor: &Actor, input: ScrobbleInput) -> Result<Scrobbled> {
    let user = may_scrobble(actor)?.id;
    validate(&input, app.now())?;
    let at = input.occurred_at.unwrap_or(app.now());
    intake::take_in(app, user, input, at).await
}

/// What was made of an event, and what is still to be written for it.
pub(super) struct Derived {
    scrobbled: Scrobbled,
    /// The play it counts as, if that is among the changes.
    new_play: Option<PlayId>,
    changes: Changes,
}

impl Derived {
    /// This was said before.
    fn known(scrobbled: Scrobbled) -> Self {
        Self { scrobbled, new_play: None, changes: Changes::default() }
    }
}

/// Works out what a player's word makes of its person's diary, within a transaction that has locked them. What is new in it is
/// for [`write`].
pub(super) async fn derive_from(
    app: &App,
    conn: &AsyncPgConnection,
    user: UserId,
    (input, at): (&ScrobbleInput, DateTime<Utc>),
    facts: Option<ScrobbleFacts>,
) -> Result<Derived> {
    let facts = facts.ok_or(Error::NotFound("item"))?;
    if facts.is_container {
        return Err(Error::invalid("itemId", "this holds what can be played; name the episode or track itself"));
    }
    // On their way together.
    let (known, around) = try_join!(find_known(conn, user, input, at), expect(conn, user, input, at))?;
    if let Some(known) = known {
        return Ok(Derived::known(repeat(conn, user, known).await?));
    }
    let event = as_event(app, user, input, &facts, at);
    match go_on(&facts, &event, input) {
        Some(derived) => Ok(derived),
        None => take_in(app, conn, facts, event, around, input).await,
    }
}

/// Writes what is still to be written of several people's diaries, one statement for each table.
pub(super) async fn write(app: &App, conn: &AsyncPgConnection, derived: Vec<Derived>) -> Result<Vec<Scrobbled>> {
    let (mut all, mut changes) = (Vec::with_capacity(derived.len()), Changes::default());
    for one in derived {
        all.push((one.scrobbled, one.new_play));
        changes.append(one.changes);
    }
    let Written { plays, positions } = changes.write(app, conn).await?;
    for (scrobbled, new_play) in &mut all {
        let is_theirs = |position: &&PlaybackPosition| position.user_id == scrobbled.event.user_id;
        if let Some(position) = positions.iter().find(is_theirs) {
            scrobbled.position = Some(position.clone()).filter(PlaybackPosition::is_open);
        }
        if new_play.is_some() {
            scrobbled.play = plays.iter().find(|play| Some(play.id) == *new_play).cloned();
        }
    }
    Ok(all.into_iter().map(|(scrobbled, _)| scrobbled).collect())
}

/// The events around what a start or stop says, which need to be looked at; what lies between goes on, mostly.
async fn expect(conn: &AsyncPgConnection, user: UserId, input: &ScrobbleInput, at: DateTime<Utc>) -> Result<Option<Around>> {
    match input.action {
        EventType::Start | EventType::Stop => Ok(Some(Around::load(conn, user, input.item_id, at).await?)),
        EventType::Progress | EventType::Pause => Ok(None),
    }
}

/// Who may scrobble: whoever holds the scope for it, or for everything.
pub(super) fn may_scrobble(actor: &Actor) -> Result<&SignedIn> {
    match actor.require(Access::Write) {
        Ok(person) => Ok(person),
        Err(_) => actor.require(Access::Scrobble),
    }
}

/// The event that the source already told under this id.
async fn find_known(
    conn: &AsyncPgConnection,
    user: UserId,
    input: &ScrobbleInput,
    at: DateTime<Utc>,
) -> Result<Option<InteractionEvent>> {
    let Some(id) = &input.source_event_id else { return Ok(None) };
    Ok(InteractionEvent::find_by_source(conn, user, &input.source, id, at, SAME_ID_WITHIN).await?)
}

/// The fast path: what is shown as playing goes on, and nothing else could have changed. Most events are such.
fn go_on(facts: &ScrobbleFacts, event: &InteractionEvent, input: &ScrobbleInput) -> Option<Derived> {
    let rules = Rules::of(facts);
    let (shown, progress) = (facts.presence.as_ref()?, event.progress_percent?);
    let is_next = shown.media_item_id == event.media_item_id
        && shown.last_heartbeat_at < event.occurred_at
        && event.occurred_at < shown.expires_at
        && event.received_at < shown.expires_at;
    // A run without its resume point counted already.
    let is_uncounted = facts
        .position
        .as_ref()
        .map_or(shown.progress_percent < derive::RESUMABLE_PERCENT, |position| position.occurred_at == shown.last_heartbeat_at);
    let is_over = event.event_type == EventType::Stop
        || (shown.progress_percent >= rules.threshold_percent && fold::is_anew(event, &rules))
        || progress < derive::RESUMABLE_PERCENT;
    if !is_next || !is_uncounted || is_over {
        return None;
    }
    let (run, mut changes) = (Run::gone_on(shown, event), Changes::default());
    let now_shown = CurrentlyWatching { others_until: shown.others_until, ..derive::as_presence(&run) };
    changes.log(as_new(event, input));
    derive::position(&mut changes, &rules, &run, facts.position.as_ref(), event.received_at);
    changes.show(event.user_id, Some(shown), Some(&now_shown));
    let scrobbled = Scrobbled {
        event: event.clone(),
        outcome: outcome(event, false),
        presence: Some(now_shown),
        position: None,
        play: None,
        duplicate: false,
    };
    Some(Derived { scrobbled, new_play: None, changes })
}

fn as_new(event: &InteractionEvent, input: &ScrobbleInput) -> NewInteractionEvent {
    NewInteractionEvent { event: event.clone(), raw_payload: input.raw_payload.clone() }
}

/// The whole path: looks at the event among its neighbours.
async fn take_in(
    app: &App,
    conn: &AsyncPgConnection,
    facts: ScrobbleFacts,
    event: InteractionEvent,
    around: Option<Around>,
    input: &ScrobbleInput,
) -> Result<Derived> {
    let (user, item, at, now) = (event.user_id, event.media_item_id, event.occurred_at, event.received_at);
    let rules = Rules::of(&facts);
    // What had fallen silent near its end counts before this event takes its place as the resume point.
    if let Some(left_at) = facts.position.as_ref().filter(|position| position.is_due(now)).map(|position| position.occurred_at) {
        let mut around = Around::load(conn, user, item, left_at).await?;
        if let Some(seen) = derive::look(app, conn, user, &facts, &mut around, left_at).await? {
            let mut changes = Changes::default();
            derive::plays(app, conn, &mut changes, (user, &facts), &seen, left_at).await?;
            changes.write(app, conn).await?;
        }
    }
    let mut around = match around {
        Some(around) => around,
        None => Around::load(conn, user, item, at).await?,
    };
    if let Some(known) = around.events.iter().find(|known| fold::is_repetition(known, &event)) {
        return Ok(Derived::known(repeat(conn, user, known.clone()).await?));
    }
    around.add(event.clone());
    let seen = derive::look(app, conn, user, &facts, &mut around, at).await?;
    let latest = seen.as_ref().and_then(|seen| seen.latest.as_ref());
    let mut changes = Changes::default();
    // They touch different tables, so they may be on their way together.
    let plays = async {
        match &seen {
            Some(seen) => derive::plays(app, conn, &mut changes, (user, &facts), seen, at).await,
            None => Ok(derive::Derived::default()),
        }
    };
    let presence = async {
        match latest {
            Some(run) => derive::presence(app, conn, item, run, facts.presence.as_ref()).await,
            None => Ok(facts.presence.clone().filter(|shown| shown.expires_at > now)),
        }
    };
    let (derived, presence) = try_join!(plays, presence)?;
    changes.log(as_new(&event, input));
    let mut position = None;
    if let Some(run) = latest {
        derive::position(&mut changes, &rules, run, facts.position.as_ref(), now);
        changes.show(user, facts.presence.as_ref(), presence.as_ref());
    } else {
        position = facts.position.clone().filter(PlaybackPosition::is_open);
    }
    let is_stop = event.event_type == EventType::Stop;
    let scrobbled = Scrobbled {
        outcome: outcome(&event, derived.counted),
        duplicate: is_stop && derived.known,
        play: derived.play,
        event,
        presence,
        position,
    };
    Ok(Derived { scrobbled, new_play: derived.new, changes })
}

/// Answers a repeated event as the first one was answered, from what stands now.
async fn repeat(conn: &AsyncPgConnection, user: UserId, event: InteractionEvent) -> Result<Scrobbled> {
    let now = event.received_at;
    let (item, at) = (event.media_item_id, event.occurred_at);
    let plays = Play::bearing_on(conn, user, item, at, at, TimeDelta::zero()).await?;
    let counted = !plays.is_empty();
    Ok(Scrobbled {
        outcome: outcome(&event, counted),
        presence: CurrentlyWatching::find(conn, user).await?.filter(|shown| shown.expires_at > now),
        position: PlaybackPosition::find(conn, user, item).await?.filter(PlaybackPosition::is_open),
        play: plays.into_iter().find(|play| play.deleted_at.is_none()),
        event,
        duplicate: true,
    })
}

fn outcome(event: &InteractionEvent, counted: bool) -> Outcome {
    match event.event_type {
        EventType::Start | EventType::Progress => Outcome::Started,
        EventType::Stop if counted => Outcome::Counted,
        EventType::Pause | EventType::Stop => Outcome::Paused,
    }
}

fn validate(input: &ScrobbleInput, now: DateTime<Utc>) -> Result<()> {
    let mut problems = Problems::default();
    let fits = |text: &str, longest: usize| {
        !text.trim().is_empty() && text.chars().count() <= longest && !text.contains(char::is_control)
    };
    let optional_fits = |text: &Option<String>, longest| text.as_deref().is_none_or(|text| fits(text, longest));
    problems.check(fits(&input.source, 100), "source", "must be 1 to 100 characters");
    problems.check(optional_fits(&input.source_event_id, 300), "sourceEventId", "must be 1 to 300 characters");
    problems.check(optional_fits(&input.device_name, 200), "deviceName", "must be 1 to 200 characters");
    let zone_exists = input.timezone.as_deref().is_none_or(|zone| zone.parse::<chrono_tz::Tz>().is_ok());
    problems.check(zone_exists, "timezone", "must be the IANA name of a time zone, like Europe/Berlin");
    let percent_fits = input.progress_percent.is_none_or(|percent| (0.0..=100.0).contains(&percent));
    problems.check(percent_fits, "progressPercent", "must be from 0 to 100");
    problems.check(input.position_seconds.is_none_or(|seconds| seconds >= 0), "positionSeconds", "must not be negative");
    problems.check(input.duration_seconds.is_none_or(|seconds| seconds > 0), "durationSeconds", "must be more than 0");
    if let (Some(position), Some(duration)) = (input.position_seconds, input.duration_seconds) {
        problems.check(position <= duration, "positionSeconds", "lies behind the end");
    }
    if let Some(at) = input.occurred_at {
        problems.check(at <= now + CLOCK_SKEW, "occurredAt", "lies in the future");
        problems.check(at >= first_moment(), "occurredAt", "lies before 1900");
    }
    for (value, field, most) in
        [(&input.raw_payload, "rawPayload", MAX_PAYLOAD), (&input.progress_data, "progressData", MAX_PROGRESS_DATA)]
    {
        let text = value.as_ref().map(Value::to_string).unwrap_or_default();
        problems.check(text.len() <= most, field, format_args!("must be at most {most} bytes of JSON"));
        // PostgreSQL cannot keep U+0000.
        problems.check(!text.contains("\\u0000"), field, "must not contain U+0000");
    }
    problems.into_result()
}

/// Nothing was played before.
pub(crate) fn first_moment() -> DateTime<Utc> {
    chrono::NaiveDate::from_ymd_opt(1900, 1, 1).unwrap_or_default().and_time(chrono::NaiveTime::MIN).and_utc()
}

fn as_event(
    app: &App,
    user: UserId,
    input: &ScrobbleInput,
    facts: &ScrobbleFacts,
    occurred_at: DateTime<Utc>,
) -> InteractionEvent {
    let now = app.now();
    let length = input.duration_seconds.or(facts.runtime_seconds).filter(|seconds| *seconds > 0);
    let progress_percent = input.progress_percent.or_else(|| {
        let (position, length) = (f64::from(input.position_seconds?), f64::from(length?));
        #[expect(clippy::cast_possible_truncation, reason = "a percentage needs no more than seven digits")]
        Some((position / length * 100.0).min(100.0) as f32)
    });
    let left = length.and_then(|length| {
        #[expect(clippy::cast_possible_truncation, reason = "rounded to the second on purpose")]
        let done = input
            .position_seconds
            .unwrap_or_else(|| (f64::from(length) * f64::from(progress_percent.unwrap_or(0.0)) / 100.0) as i32);
        Some(TimeDelta::seconds(i64::from(length.checked_sub(done)?)))
    });
    InteractionEvent {
        id: app.new_id(),
        occurred_at,
        received_at: now,
        expires_at: fold::expires_at(input.action, occurred_at, input.heartbeat, left),
        user_id: user,
        media_item_id: input.item_id,
        watch_session_id: facts.watch_session_id,
        event_type: input.action,
        progress_percent,
        position_seconds: input.position_seconds,
        duration_seconds: input.duration_seconds,
        progress_data: input.progress_data.clone(),
        source: input.source.clone(),
        source_event_id: input.source_event_id.clone(),
        device_name: input.device_name.clone(),
        timezone: input.timezone.clone(),
        date_precision: input.date_precision,
        is_private: input.is_private,
    }
}

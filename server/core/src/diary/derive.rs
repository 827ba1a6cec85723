//! Brings plays, resume points and presence in line with a person's events.

use std::mem;

use chrono::{DateTime, TimeDelta, Utc};
use futures_util::{TryFutureExt as _, try_join};
use medianest_db::diary::{
    CurrentlyWatching, CyclePlace, InteractionEvent, NewPlay, NewPlaybackPosition, Play, PlaybackPosition, RederivedPlay,
    ScrobbleFacts, WatchSession,
};
use medianest_db::{AsyncPgConnection, EventType, MediaItemId, PlayId, PlayOrigin, PresenceState, UserId};

use super::changes::Changes;
use super::fold::{self, Counted, LONGEST_SILENCE, Rules, Run};
use super::progress;
use crate::{App, Error, Result};

/// Below this there is nothing to resume.
pub(crate) const RESUMABLE_PERCENT: f32 = 1.0;

/// A person's events of one item around a moment, in order.
pub(crate) struct Around {
    /// The events.
    pub events: Vec<InteractionEvent>,
    /// Events before this are not among them.
    from: DateTime<Utc>,
    /// Nor events at or after this.
    to: DateTime<Utc>,
}

impl Around {
    /// Loads far enough for most.
    pub(crate) async fn load(conn: &AsyncPgConnection, user: UserId, item: MediaItemId, at: DateTime<Utc>) -> Result<Self> {
        let (from, to) = (at - LONGEST_SILENCE * 2, at + LONGEST_SILENCE * 2);
        let mut events = InteractionEvent::of_item_between(conn, user, item, from, to).await?;
        events.sort_by(fold::order);
        Ok(Self { events, from, to })
    }

    /// Adds an event at its place.
    pub(crate) fn add(&mut self, event: InteractionEvent) {
        let place = self.events.partition_point(|other| fold::order(other, &event).is_le());
        self.events.insert(place, event);
    }

    /// The events whose meaning depends on what is said at this moment: up to gaps that nothing at this moment bridges.
    /// Loads more where the window is too narrow to tell.
    pub(crate) async fn affected(
        &mut self,
        conn: &AsyncPgConnection,
        user: UserId,
        item: MediaItemId,
        at: DateTime<Utc>,
    ) -> Result<(usize, usize)> {
        loop {
            let (first, last) = span(&self.events, at);
            let Some((earliest, latest)) = self.events.get(first).zip(self.events.get(last)) else { return Ok((0, 0)) };
            let (earliest, latest) = (earliest.occurred_at - LONGEST_SILENCE, latest.occurred_at + LONGEST_SILENCE);
            if earliest < self.from {
                let from = earliest - LONGEST_SILENCE;
                let mut more = InteractionEvent::of_item_between(conn, user, item, from, self.from).await?;
                more.append(&mut self.events);
                (self.events, self.from) = (more, from);
            } else if latest >= self.to {
                let to = latest + LONGEST_SILENCE;
                self.events.extend(InteractionEvent::of_item_between(conn, user, item, self.to, to).await?);
                self.to = to;
            } else {
                return Ok((first, last + 1));
            }
            self.events.sort_by(fold::order);
        }
    }
}

/// The first and last index of the events that hang together through `at`.
///
/// Neighbours that are both outside `at` are linked or not, whatever is said at `at`. An event at `at` may link what was
/// apart, and part what was linked, so both its sides count as affected where it, or the silence without it, links them.
pub(super) fn span(events: &[InteractionEvent], at: DateTime<Utc>) -> (usize, usize) {
    let mut first = events.partition_point(|event| event.occurred_at < at);
    let mut last = events.partition_point(|event| event.occurred_at <= at).saturating_sub(1).max(first);
    if let (Some(before), Some(after)) = (first.checked_sub(1).and_then(|i| events.get(i)), events.get(last + 1))
        && fold::linked(before, after)
    {
        (first, last) = (first - 1, last + 1);
    }
    while first > 0 && events.get(first).is_some_and(|event| fold::linked(&events[first - 1], event)) {
        first -= 1;
    }
    while last + 1 < events.len() && fold::linked(&events[last], &events[last + 1]) {
        last += 1;
    }
    (first, last)
}

/// What the events around a moment say of an item.
#[derive(Debug)]
pub(crate) struct Seen {
    /// When the first of them was, and the last.
    span: (DateTime<Utc>, DateTime<Utc>),
    counted: Vec<Counted>,
    /// Whether any of them went far enough.
    is_far: bool,
    /// The item's latest run, if the moment bears on it.
    pub latest: Option<Run>,
}

/// What came of bringing the plays of an item in line.
#[derive(Debug, Default)]
pub(crate) struct Derived {
    /// The run that holds what was said counts.
    pub counted: bool,
    /// The play it counts as, if it was there already and its person did not delete it.
    pub play: Option<Play>,
    /// The play it counts as, if that is new: it is still to be written.
    pub new: Option<PlayId>,
    /// That play was there already, told by an earlier run.
    pub known: bool,
}

impl Derived {
    /// These are written now.
    fn adopt(&mut self, plays: Vec<Play>) {
        if let Some(play) = plays.into_iter().find(|play| Some(play.id) == self.new) {
            (self.play, self.new) = (Some(play), None);
        }
    }
}

/// Looks at one item's events around `at`; `None` where there are none.
pub(crate) async fn look(
    app: &App,
    conn: &AsyncPgConnection,
    user: UserId,
    facts: &ScrobbleFacts,
    around: &mut Around,
    at: DateTime<Utc>,
) -> Result<Option<Seen>> {
    let (now, item, rules) = (app.now(), facts.place.item_id, Rules::of(facts));
    let (first, end) = around.affected(conn, user, item, at).await?;
    let events = &around.events[first..end];
    let Some((earliest, latest)) = events.first().zip(events.last()) else { return Ok(None) };
    let runs = fold::runs(events, &rules);
    let is_far = |event: &InteractionEvent| event.progress_percent.is_some_and(|progress| progress >= rules.threshold_percent);
    let is_last = end == around.events.len()
        && (around.to > now + TimeDelta::hours(1) || !InteractionEvent::any_since(conn, user, item, around.to).await?);
    Ok(Some(Seen {
        span: (earliest.occurred_at, latest.occurred_at),
        counted: fold::plays(&runs, &rules, now),
        is_far: events.iter().any(is_far),
        latest: runs.into_iter().next_back().filter(|_| is_last),
    }))
}

/// Brings the plays of one item in line with what was seen around `at`. What is new is written with the changes, the rest at
/// once.
pub(crate) async fn plays(
    app: &App,
    conn: &AsyncPgConnection,
    changes: &mut Changes,
    (user, facts): (UserId, &ScrobbleFacts),
    seen: &Seen,
    at: DateTime<Utc>,
) -> Result<Derived> {
    // Plays exist only where some stretch went far enough once.
    if !seen.is_far {
        return Ok(Derived::default());
    }
    let ((from, to), margin) = (seen.span, Rules::of(facts).same_play());
    // Most of what is looked at here is a new play, for which the cycles need to be known.
    let (existing, cycles) = try_join!(
        Play::bearing_on(conn, user, facts.place.item_id, from, to, margin).err_into(),
        progress::cycles(conn, user, &facts.place)
    )?;
    reconcile(app, conn, changes, (user, &facts.place), margin, (&seen.counted, existing, cycles), at).await
}

/// Makes the history say what the events say, and nothing else: keeps ids where a play is still the same one, and what a
/// person edited or deleted.
async fn reconcile(
    app: &App,
    conn: &AsyncPgConnection,
    changes: &mut Changes,
    (user, place): (UserId, &CyclePlace),
    same_play: TimeDelta,
    (counted, existing, cycles): (&[Counted], Vec<Play>, Vec<WatchSession>),
    at: DateTime<Utc>,
) -> Result<Derived> {
    let mut derived = Derived::default();
    let mut cycles = Some(cycles);
    let (mut existing, told): (Vec<Play>, Vec<Play>) = existing.into_iter().partition(|play| play.run_ended_at.is_some());
    // What a person touched is matched first, so that it is never the one to go.
    existing.sort_by_key(|play| (play.edited_at.is_none() && play.deleted_at.is_none(), play.run_started_at, play.id));
    for counted in counted {
        let matching = existing.iter().position(|play| {
            play.run_started_at.is_some_and(|from| from <= counted.to) && play.run_ended_at.is_some_and(|to| to >= counted.from)
        });
        let is_here = counted.from <= at && at <= counted.to;
        let play = if let Some(found) = matching {
            let play = existing.remove(found);
            derived.known |= is_here && play.run_ended_at.is_some_and(|ended_at| ended_at < at && at > counted.run.ended_at());
            Some(take_over(conn, play, counted).await?)
        } else if told.iter().any(|told| (told.watched_at - counted.run.ended_at()).abs() <= same_play) {
            // Its person or an import told of it already.
            None
        } else {
            let cycles = if let Some(cycles) = cycles.take() {
                cycles
            } else {
                // One play changes the cycles that the next one goes by.
                derived.adopt(mem::take(changes).write(app, conn).await?.plays);
                progress::cycles(conn, user, place).await?
            };
            let new = as_new(app.new_id(), (user, place.item_id), counted);
            if is_here {
                derived.new = Some(new.id);
            }
            enter_into(app, conn, changes, place, &cycles, new).await?;
            None
        };
        if is_here {
            derived.counted = true;
            derived.play = play.filter(|play| play.deleted_at.is_none());
        }
    }
    for play in existing.iter().filter(|play| play.edited_at.is_none() && play.deleted_at.is_none()) {
        Play::withdraw(conn, play.id).await?;
    }
    Ok(derived)
}

/// Brings an existing play in line with what its events now say.
async fn take_over(conn: &AsyncPgConnection, play: Play, counted: &Counted) -> Result<Play> {
    if play.edited_at.is_some() || play.deleted_at.is_some() {
        if (play.run_started_at, play.run_ended_at) == (Some(counted.from), Some(counted.to)) {
            return Ok(play);
        }
        return Ok(Play::rebind(conn, play.id, counted.from, counted.to).await?);
    }
    let new = as_derived(counted);
    let old = RederivedPlay {
        started_at: play.started_at,
        watched_at: play.watched_at,
        run_started_at: play.run_started_at,
        run_ended_at: play.run_ended_at,
        date_precision: play.date_precision,
        timezone: play.timezone.clone(),
        progress_percent: play.progress_percent,
        watched_seconds: play.watched_seconds,
        source: play.source.clone(),
        device_name: play.device_name.clone(),
        is_private: play.is_private,
    };
    if old == new { Ok(play) } else { Ok(Play::rederive(conn, play.id, &new).await?) }
}

fn as_new(id: PlayId, (user_id, media_item_id): (UserId, MediaItemId), counted: &Counted) -> NewPlay {
    let derived = as_derived(counted);
    NewPlay {
        id,
        user_id,
        media_item_id,
        watch_session_id: None,
        started_at: derived.started_at,
        watched_at: derived.watched_at,
        run_started_at: derived.run_started_at,
        run_ended_at: derived.run_ended_at,
        date_precision: derived.date_precision,
        timezone: derived.timezone,
        progress_percent: derived.progress_percent,
        watched_seconds: derived.watched_seconds,
        origin: PlayOrigin::Scrobble,
        source: derived.source,
        source_event_id: None,
        device_name: derived.device_name,
        is_private: derived.is_private,
        notes: None,
        import_job_id: None,
    }
}

/// Tells the library of a play of what stands at this place, and writes it into the cycle it belongs to.
pub(crate) async fn enter(app: &App, conn: &AsyncPgConnection, place: &CyclePlace, play: NewPlay) -> Result<Play> {
    let (cycles, mut changes) = (progress::cycles(conn, play.user_id, place).await?, Changes::default());
    enter_into(app, conn, &mut changes, place, &cycles, play).await?;
    let play = changes.write(app, conn).await?.plays.pop();
    play.ok_or_else(|| Error::internal("a play was written as nothing"))
}

async fn enter_into(
    app: &App,
    conn: &AsyncPgConnection,
    changes: &mut Changes,
    place: &CyclePlace,
    cycles: &[WatchSession],
    mut play: NewPlay,
) -> Result<()> {
    play.watch_session_id = progress::on_play(app, conn, place, cycles, (&play).into(), changes).await?;
    changes.enter(play);
    Ok(())
}

/// Tells the library of a play that is in the history, and puts it into the cycle it belongs to.
pub(crate) async fn put_into_cycle(app: &App, conn: &AsyncPgConnection, play: Play) -> Result<Play> {
    let Some(place) = CyclePlace::find(conn, play.media_item_id).await? else { return Ok(play) };
    let (cycles, mut changes) = (progress::cycles(conn, play.user_id, &place).await?, Changes::default());
    let cycle = progress::on_play(app, conn, &place, &cycles, (&play).into(), &mut changes).await?;
    changes.write(app, conn).await?;
    match cycle {
        Some(cycle) if play.watch_session_id != Some(cycle) => Ok(Play::put_into_cycle(conn, play.id, cycle).await?),
        _ => Ok(play),
    }
}

fn as_derived(counted: &Counted) -> RederivedPlay {
    let run = &counted.run;
    let length = run.duration_seconds.map_or(i64::MAX, i64::from);
    RederivedPlay {
        // A lone event says when it ended, not when it began.
        started_at: (run.started_at < run.ended_at()).then_some(run.started_at),
        watched_at: run.ended_at(),
        run_started_at: Some(counted.from),
        run_ended_at: Some(counted.to),
        date_precision: run.last.date_precision,
        timezone: run.last.timezone.clone(),
        progress_percent: run.progress_percent,
        watched_seconds: i32::try_from(run.watched.num_seconds().min(length)).ok().filter(|seconds| *seconds > 0),
        source: run.last.source.clone(),
        device_name: run.last.device_name.clone(),
        is_private: run.is_private,
    }
}

/// Brings the item's resume point in line with its latest run.
pub(crate) fn position(changes: &mut Changes, rules: &Rules, run: &Run, known: Option<&PlaybackPosition>, now: DateTime<Utc>) {
    let progress = run.progress_percent.filter(|progress| *progress >= RESUMABLE_PERCENT && !run.counts(rules, now));
    let Some(progress_percent) = progress else {
        if known.is_some() {
            changes.finish(run.last.user_id, run.last.media_item_id);
        }
        return;
    };
    changes.leave(NewPlaybackPosition {
        user_id: run.last.user_id,
        media_item_id: run.last.media_item_id,
        progress_percent,
        position_seconds: run.position_seconds,
        duration_seconds: run.duration_seconds,
        source: run.last.source.clone(),
        device_name: run.last.device_name.clone(),
        is_private: run.is_private,
        occurred_at: run.ended_at(),
        settle_after: run.last.expires_at.filter(|_| run.is_complete(rules)),
    });
}

/// What the person plays right now, after something was said of `item` whose latest run is `run`.
///
/// The newest event that has neither stopped nor expired decides. What was shown before is exact up to this event, so
/// mostly the two need only be compared.
pub(crate) async fn presence(
    app: &App,
    conn: &AsyncPgConnection,
    item: MediaItemId,
    run: &Run,
    before: Option<&CurrentlyWatching>,
) -> Result<Option<CurrentlyWatching>> {
    let now = app.now();
    let mine = run.is_alive(now).then(|| as_presence(run));
    let Some(shown) = before else { return Ok(mine) };
    let is_same = shown.media_item_id == item;
    Ok(match mine {
        Some(mine) if is_same => Some(CurrentlyWatching { others_until: shown.others_until, ..mine }),
        Some(mine) if newness(shown) < newness(&mine) => {
            Some(CurrentlyWatching { others_until: shown.others_until.max(Some(shown.expires_at)), ..mine })
        }
        // What is said of lies behind what is shown.
        mine if !is_same && shown.expires_at > now => {
            let others_until = shown.others_until.max(mine.map(|mine| mine.expires_at));
            Some(CurrentlyWatching { others_until, ..shown.clone() })
        }
        mine => next_shown(conn, shown, (item, mine), now).await?,
    })
}

/// By what one thing is shown rather than another.
fn newness(presence: &CurrentlyWatching) -> (DateTime<Utc>, MediaItemId) {
    (presence.last_heartbeat_at, presence.media_item_id)
}

/// What is to be shown of a person instead of what ended; of the item already looked at, what was found.
pub(crate) async fn next_shown(
    conn: &AsyncPgConnection,
    ended: &CurrentlyWatching,
    (item, found): (MediaItemId, Option<CurrentlyWatching>),
    now: DateTime<Utc>,
) -> Result<Option<CurrentlyWatching>> {
    if ended.others_until.is_none_or(|until| until <= now) {
        return Ok(found);
    }
    let others_until = ended.others_until.max(found.as_ref().map(|found| found.expires_at));
    let newest = newest_alive(conn, ended.user_id, (item, found), now).await?;
    Ok(newest.map(|newest| CurrentlyWatching { others_until, ..newest }))
}

/// What the person plays right now, from their events alone; of the item already looked at, what was found.
async fn newest_alive(
    conn: &AsyncPgConnection,
    user: UserId,
    (known, found): (MediaItemId, Option<CurrentlyWatching>),
    now: DateTime<Utc>,
) -> Result<Option<CurrentlyWatching>> {
    let mut newest = found;
    for (item, at) in InteractionEvent::items_alive(conn, user, now - LONGEST_SILENCE, now).await? {
        if item == known {
            continue;
        }
        let Some(facts) = ScrobbleFacts::find(conn, user, item).await? else { continue };
        let mut around = Around::load(conn, user, item, at).await?;
        let (first, end) = around.affected(conn, user, item, at).await?;
        let run = fold::runs(&around.events[first..end], &Rules::of(&facts)).pop();
        let found = run.filter(|run| run.is_alive(now)).map(|run| as_presence(&run));
        newest = newest.into_iter().chain(found).max_by_key(newness);
    }
    Ok(newest)
}

pub(crate) fn as_presence(run: &Run) -> CurrentlyWatching {
    let last = &run.last;
    CurrentlyWatching {
        user_id: last.user_id,
        media_item_id: last.media_item_id,
        state: if last.event_type == EventType::Pause { PresenceState::Paused } else { PresenceState::Playing },
        progress_percent: run.progress_percent.unwrap_or(0.0),
        position_seconds: run.position_seconds,
        duration_seconds: run.duration_seconds,
        progress_data: last.progress_data.clone(),
        source: last.source.clone(),
        device_name: last.device_name.clone(),
        is_private: run.is_private,
        started_at: run.started_at,
        last_heartbeat_at: last.occurred_at,
        // Somebody alive has an event that expires.
        expires_at: last.expires_at.unwrap_or(last.occurred_at),
        others_until: None,
    }
}

//! What a play means for the person's library: how far they are with the whole.
//!
//! The first play of something begins its first cycle. A film's cycle is completed by its play, so each further play is a
//! cycle of its own. A show's is completed when everything that is out has been played in it, specials apart; a show
//! without any release date never is by itself, because nobody knows whether more comes. Afterwards a part that was not
//! in that cycle (a new season) goes on with it, the very first part begins the next cycle, and anything else is a stray
//! rewatch that belongs to none. Nobody keeps cycles of music.

use std::slice;

use chrono::{DateTime, Utc};
use medianest_db::diary::{
    CyclePlace, LibraryEntry, LibraryEntryChanges, Moves, NewLibraryEntry, NewPlay, Play, Progress, Review, WatchSession,
};
use medianest_db::{
    AsyncPgConnection, DatePrecision, MediaItemId, PlayOrigin, UserId, WatchSessionId, WatchSessionStatus as Status,
};
use serde_json::json;

use super::changes::Changes;
use super::library::status;
use crate::{App, Result};

/// What of a play bears on the library.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Told {
    user_id: UserId,
    /// The cycle it is in already.
    cycle: Option<WatchSessionId>,
    began: DateTime<Utc>,
    watched_at: DateTime<Utc>,
    /// Whether it is known when it was.
    is_dated: bool,
    is_private: bool,
    is_imported: bool,
}

impl From<&Play> for Told {
    fn from(play: &Play) -> Self {
        Self {
            user_id: play.user_id,
            cycle: play.watch_session_id,
            began: play.started_at.unwrap_or(play.watched_at),
            watched_at: play.watched_at,
            is_dated: play.date_precision != DatePrecision::Unknown,
            is_private: play.is_private,
            is_imported: play.origin == PlayOrigin::Import,
        }
    }
}

impl From<&NewPlay> for Told {
    fn from(play: &NewPlay) -> Self {
        Self {
            user_id: play.user_id,
            cycle: play.watch_session_id,
            began: play.started_at.unwrap_or(play.watched_at),
            watched_at: play.watched_at,
            is_dated: play.date_precision != DatePrecision::Unknown,
            is_private: play.is_private,
            is_imported: play.origin == PlayOrigin::Import,
        }
    }
}

/// A person's cycles through what an item belongs to, the first one first, locked until the transaction ends.
pub(crate) async fn cycles(conn: &AsyncPgConnection, user: UserId, place: &CyclePlace) -> Result<Vec<WatchSession>> {
    if place.is_track {
        return Ok(Vec::new());
    }
    Ok(WatchSession::own_for_update(conn, user, place.root_id).await?)
}

/// A play of what stands at this place comes into the history, in this transaction, which has locked the person: brings
/// their cycles and their library up to date, and answers the cycle that the play belongs to.
///
/// # Errors
/// What the database answers.
pub(crate) async fn on_play(
    app: &App,
    conn: &AsyncPgConnection,
    place: &CyclePlace,
    cycles: &[WatchSession],
    play: Told,
    changes: &mut Changes,
) -> Result<Option<WatchSessionId>> {
    if place.is_track {
        return Ok(None);
    }
    let found = if place.is_single {
        Some(film(app, conn, place, play, cycles, changes).await?)
    } else {
        show(app, conn, place, play, cycles).await?
    };
    let Some((mut cycle, is_current)) = found else { return Ok(None) };
    if !is_current {
        return Ok(Some(cycle.id));
    }
    let mut is_complete = cycle.status == Status::Completed;
    if cycle.status == Status::InProgress {
        let progress = Progress::by_roots(conn, play.user_id, &[place.root_id], app.now(), Some(place.item_id)).await?.pop();
        if let Some(progress) = progress.filter(|progress| progress.is_dated && progress.watched >= progress.aired) {
            cycle.status = Status::Completed;
            cycle.completed_at = progress.last_played_at.max(Some(play.watched_at)).max(Some(cycle.started_at));
            cycle = cycle.save(conn).await?;
            is_complete = true;
        }
    }
    let (entry, moves) = entry(app, place, play, is_complete);
    changes.keep(entry, moves);
    Ok(Some(cycle.id))
}

/// A film's cycle, which its play completes, and whether it is the latest.
async fn film(
    app: &App,
    conn: &AsyncPgConnection,
    place: &CyclePlace,
    play: Told,
    cycles: &[WatchSession],
    changes: &mut Changes,
) -> Result<(WatchSession, bool)> {
    if let Some(known) = cycles.iter().find(|cycle| Some(cycle.id) == play.cycle) {
        return Ok((known.clone(), true));
    }
    let active = cycles.iter().find(|cycle| cycle.status == Status::InProgress);
    if let Some(active) = active.filter(|active| !play.is_dated || active.started_at <= play.watched_at) {
        let completed_at = Some(play.watched_at.max(active.started_at));
        let cycle = WatchSession { status: Status::Completed, completed_at, ..active.clone() };
        return Ok((cycle.save(conn).await?, true));
    }
    let cycle = next(app, place, play.user_id, cycles, play.began, Some(play.watched_at));
    let is_latest = cycles.iter().all(|other| other.started_at <= play.began);
    if is_latest {
        changes.begin(cycle.clone());
    } else {
        WatchSession::insert_all(conn, slice::from_ref(&cycle)).await?;
        WatchSession::renumber(conn, play.user_id, place.root_id).await?;
    }
    Ok((cycle, is_latest))
}

/// The cycle of a show's part, and whether it is the one that goes on; `None` for a stray rewatch.
async fn show(
    app: &App,
    conn: &AsyncPgConnection,
    place: &CyclePlace,
    play: Told,
    cycles: &[WatchSession],
) -> Result<Option<(WatchSession, bool)>> {
    let began = play.began;
    let Some(latest) = cycles.last() else {
        return Ok(Some((begin(app, conn, place, play.user_id, cycles, began).await?, true)));
    };
    if let Some(known) = cycles.iter().find(|cycle| Some(cycle.id) == play.cycle) {
        return Ok(Some((known.clone(), known.id == latest.id)));
    }
    // What was played before the latest cycle began belongs to the one before it, and begins the first one earlier.
    if play.is_dated && began < latest.started_at {
        let earlier = cycles.iter().rev().find(|cycle| cycle.started_at <= began);
        return match (earlier, cycles.first()) {
            (Some(earlier), _) => Ok(Some((earlier.clone(), false))),
            (None, Some(first)) => {
                let first = WatchSession { started_at: began, ..first.clone() }.save(conn).await?;
                let is_current = first.id == latest.id && first.status == Status::InProgress;
                Ok(Some((first, is_current)))
            }
            (None, None) => Ok(None),
        };
    }
    if latest.status == Status::InProgress {
        return Ok(Some((latest.clone(), true)));
    }
    if place.is_special {
        return Ok(Some((latest.clone(), false)));
    }
    if WatchSession::count_plays(conn, latest.id, Some(place.item_id)).await? == 0 {
        let cycle = WatchSession { status: Status::InProgress, completed_at: None, ..latest.clone() };
        return Ok(Some((cycle.save(conn).await?, true)));
    }
    let first = Progress::by_roots(conn, play.user_id, &[place.root_id], app.now(), None).await?.pop();
    if first.and_then(|progress| progress.first_item_id) == Some(place.item_id) {
        return Ok(Some((begin(app, conn, place, play.user_id, cycles, began).await?, true)));
    }
    Ok(None)
}

/// Begins the next cycle.
pub(super) async fn begin(
    app: &App,
    conn: &AsyncPgConnection,
    place: &CyclePlace,
    user: UserId,
    cycles: &[WatchSession],
    started_at: DateTime<Utc>,
) -> Result<WatchSession> {
    let cycle = next(app, place, user, cycles, started_at, None);
    WatchSession::insert_all(conn, slice::from_ref(&cycle)).await?;
    Ok(cycle)
}

/// The next cycle, completed at once where a time is given.
fn next(
    app: &App,
    place: &CyclePlace,
    user: UserId,
    cycles: &[WatchSession],
    started_at: DateTime<Utc>,
    completed_at: Option<DateTime<Utc>>,
) -> WatchSession {
    WatchSession {
        id: app.new_id(),
        user_id: user,
        media_item_id: place.root_id,
        session_number: cycles.last().map_or(1, |last| last.session_number + 1),
        status: if completed_at.is_some() { Status::Completed } else { Status::InProgress },
        notes: None,
        started_at,
        completed_at,
    }
}

/// The entry of the whole, as a play tells of it, and what of an entry that is there already it moves.
///
/// A private play never shows in an entry that others may see. An import says itself what an entry's status is. What
/// was dropped stays so until it is completed; statuses of people's own making stay too.
fn entry(app: &App, place: &CyclePlace, play: Told, is_complete: bool) -> (NewLibraryEntry, Moves<'static>) {
    let entry = NewLibraryEntry {
        id: app.new_id(),
        user_id: play.user_id,
        media_item_id: place.root_id,
        status: if is_complete { status::COMPLETED } else { status::WATCHING }.to_owned(),
        notes: None,
        is_favorite: false,
        is_private: play.is_private,
        custom_fields: json!({}),
        added_at: app.now(),
    };
    let from: Option<&'static [&'static str]> = match (play.is_imported, is_complete) {
        (true, _) => Some(&[]),
        (false, true) => None,
        (false, false) => Some(&[status::PLAN_TO_WATCH, status::ON_HOLD, status::COMPLETED]),
    };
    (entry, Moves { from, only_private: play.is_private })
}

async fn set_status(conn: &AsyncPgConnection, user: UserId, entry: &LibraryEntry, wanted: &str) -> Result<()> {
    if entry.status != wanted {
        let changes = LibraryEntryChanges { status: Some(wanted.to_owned()), ..LibraryEntryChanges::default() };
        LibraryEntry::update_own(conn, user, &[entry.id], &changes).await?;
    }
    Ok(())
}

/// Brings the entry of what a cycle goes through in line with what its person said of the cycle.
pub(super) async fn entry_follows(conn: &AsyncPgConnection, user: UserId, root: MediaItemId, wanted: &str) -> Result<()> {
    match LibraryEntry::find_own_for_update(conn, user, root).await? {
        Some(entry) => set_status(conn, user, &entry, wanted).await,
        None => Ok(()),
    }
}

/// Plays were taken out of this cycle, in this transaction: it is no longer complete where a part is missing now, and
/// gone where nothing is left of it.
///
/// # Errors
/// What the database answers.
pub(crate) async fn on_removal(app: &App, conn: &AsyncPgConnection, user: UserId, cycle: WatchSessionId) -> Result<()> {
    let Some(mut cycle) = WatchSession::find_own_for_update(conn, user, cycle).await? else { return Ok(()) };
    let root = cycle.media_item_id;
    let cycles = WatchSession::own_for_update(conn, user, root).await?;
    let is_empty = cycle.notes.is_none() && WatchSession::count_plays(conn, cycle.id, None).await? == 0;
    // What was written about a cycle keeps it.
    if is_empty && !Review::any_of_cycle(conn, cycle.id).await? {
        WatchSession::delete(conn, cycle.id).await?;
        let is_only = cycles.len() == 1;
        let entry = LibraryEntry::find_own_for_update(conn, user, root).await?;
        let follows = |entry: &LibraryEntry| is_only && matches!(entry.status.as_str(), status::WATCHING | status::COMPLETED);
        if let Some(entry) = entry.filter(follows) {
            set_status(conn, user, &entry, status::PLAN_TO_WATCH).await?;
        }
        return Ok(());
    }
    if cycle.status == Status::Completed && cycles.last().is_some_and(|last| last.id == cycle.id) {
        let progress = Progress::by_roots(conn, user, &[root], app.now(), None).await?.pop();
        if progress.is_some_and(|progress| progress.watched < progress.aired) {
            cycle.status = Status::InProgress;
            cycle.completed_at = None;
            cycle.save(conn).await?;
            let entry = LibraryEntry::find_own_for_update(conn, user, root).await?;
            if let Some(entry) = entry.filter(|entry| entry.status == status::COMPLETED) {
                set_status(conn, user, &entry, status::WATCHING).await?;
            }
        }
    }
    Ok(())
}

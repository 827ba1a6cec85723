//! What a person says of their history themselves: plays they add, correct, delete and bring back.

use std::collections::HashSet;

use chrono::{DateTime, TimeDelta, Utc};
use chrono_tz::Tz;
use medianest_db::diary::{NewPlay, Play, PlayEdit, PlaybackPosition, ScrobbleFacts};
use medianest_db::{AsyncConnection, AsyncPgConnection, DatePrecision, MediaItemId, PlayId, PlayOrigin, UserId};

use super::fold::Rules;
use super::when::zone_of;
pub use super::when::{PartialDate, When};
use super::{derive, progress, statistics};
use crate::error::Problems;
use crate::policy::{Access, Actor};
use crate::{App, Error, Result};

/// The most plays that are deleted or brought back at once: more than a long show has episodes in a season.
const MOST_PLAYS: usize = 200;
/// For how long a source may take back what it told.
const TAKEN_BACK_WITHIN: TimeDelta = TimeDelta::days(31);
/// The longest note.
const MAX_NOTES: usize = 20_000;

/// A play that a person, or a program in their name, tells of.
#[derive(Debug, Clone)]
pub struct PlayDraft {
    /// What.
    pub item_id: MediaItemId,
    /// When it ended.
    pub when: When,
    /// When it began.
    pub started_at: Option<DateTime<Utc>>,
    /// The zone of partial dates, as an IANA name; the person's own where absent.
    pub timezone: Option<String>,
    /// Who tells: `graphql`, `trakt`.
    pub source: String,
    /// What the source calls it.
    pub source_event_id: Option<String>,
    /// Nobody else may ever know of it.
    pub is_private: bool,
    /// What there is to say of it.
    pub notes: Option<String>,
    /// When a play of that time is there already, to answer it instead of adding another.
    pub unless_known: bool,
}

impl PlayDraft {
    /// A play of the item, told of by its person.
    #[must_use]
    pub fn new(item_id: MediaItemId, when: When, source: impl Into<String>) -> Self {
        Self {
            item_id,
            when,
            started_at: None,
            timezone: None,
            source: source.into(),
            source_event_id: None,
            is_private: false,
            notes: None,
            unless_known: false,
        }
    }
}

/// What a person changes about a play; `None` leaves as it is.
#[derive(Debug, Clone, Default)]
pub struct PlayPatch {
    /// When it ended.
    pub when: Option<When>,
    /// When it began.
    pub started_at: Option<Option<DateTime<Utc>>>,
    /// The zone of partial dates.
    pub timezone: Option<String>,
    /// Nobody else may ever know of it.
    pub is_private: Option<bool>,
    /// What there is to say of it.
    pub notes: Option<Option<String>>,
}

/// What came of adding a play.
#[derive(Debug, Clone)]
pub struct Added {
    /// The play.
    pub play: Play,
    /// Whether it was not there before.
    pub is_new: bool,
}

/// The day, month or year that a play was in, as its person would write it; `None` where more or nothing is known.
#[must_use]
pub fn watched_on(play: &Play) -> Option<String> {
    let pattern = match play.date_precision {
        DatePrecision::Day => "%Y-%m-%d",
        DatePrecision::Month => "%Y-%m",
        DatePrecision::Year => "%Y",
        DatePrecision::Second | DatePrecision::Minute | DatePrecision::Unknown => return None,
    };
    let zone = play.timezone.as_deref().and_then(|name| name.parse().ok()).unwrap_or(Tz::UTC);
    Some(play.watched_at.with_timezone(&zone).format(pattern).to_string())
}

/// Adds a play to the actor's history.
///
/// # Errors
/// [`Error::Invalid`] for a time that has not come yet and the like, [`Error::NotFound`] for an unknown item.
pub async fn add(app: &App, actor: &Actor, draft: PlayDraft) -> Result<Added> {
    let user = actor.require(Access::Write)?.id;
    let mut conn = app.db().await?;
    conn.transaction(async |conn| {
        ScrobbleFacts::lock_person(conn, user).await?;
        add_within(app, conn, user, draft).await
    })
    .await
}

/// Adds a play within a transaction that has locked the person.
pub(crate) async fn add_within(app: &App, conn: &AsyncPgConnection, user: UserId, draft: PlayDraft) -> Result<Added> {
    let now = app.now();
    let facts = ScrobbleFacts::find(conn, user, draft.item_id).await?.ok_or(Error::NotFound("item"))?;
    let zone = zone(conn, user, draft.timezone.as_deref()).await?;
    let (watched_at, date_precision) = draft.when.resolve(zone, now)?;
    let mut problems = Problems::default();
    problems.check(!facts.is_container, "itemId", "this holds what can be played; name the episode or track itself");
    check(&mut problems, draft.when, zone, now, draft.started_at, watched_at, draft.notes.as_deref());
    problems.into_result()?;
    if draft.unless_known {
        let within = if is_moment(date_precision) { Rules::of(&facts).same_play() } else { TimeDelta::zero() };
        let known = Play::nearest(conn, user, draft.item_id, watched_at, within).await?;
        if let Some(play) = known {
            return Ok(Added { play, is_new: false });
        }
    }
    let play = NewPlay {
        id: app.new_id(),
        user_id: user,
        media_item_id: draft.item_id,
        watch_session_id: None,
        started_at: draft.started_at,
        watched_at,
        run_started_at: None,
        run_ended_at: None,
        date_precision,
        timezone: Some(zone.name().to_owned()),
        progress_percent: None,
        watched_seconds: None,
        origin: PlayOrigin::Manual,
        source: draft.source,
        source_event_id: draft.source_event_id,
        device_name: None,
        is_private: draft.is_private,
        notes: draft.notes,
        import_job_id: None,
    };
    let play = derive::enter(app, conn, &facts.place, play).await?;
    // What was finished need not be resumed.
    if let Some(position) = facts.position.filter(|position| is_moment(date_precision) && position.occurred_at <= watched_at) {
        PlaybackPosition::dismiss(conn, user, position.media_item_id, position.occurred_at).await?;
    }
    Ok(Added { play, is_new: true })
}

/// Changes what the actor's play says. From then on events change it no more.
///
/// # Errors
/// [`Error::NotFound`] for a play that is not the actor's, or deleted; [`Error::Invalid`] as in [`add`].
pub async fn update(app: &App, actor: &Actor, id: PlayId, patch: PlayPatch) -> Result<Play> {
    let user = actor.require(Access::Write)?.id;
    let mut conn = app.db().await?;
    conn.transaction(async |conn| {
        ScrobbleFacts::lock_person(conn, user).await?;
        let play = own(conn, user, id).await?;
        if play.deleted_at.is_some() {
            return Err(Error::NotFound("play"));
        }
        let now = app.now();
        let zone = zone(conn, user, patch.timezone.as_deref()).await?;
        let moved = patch.when.map(|when| when.resolve(zone, now)).transpose()?;
        let watched_at = moved.map_or(play.watched_at, |(watched_at, _)| watched_at);
        // A new time without a new beginning would leave the old beginning behind or ahead of it.
        let started_at = patch.started_at.or_else(|| moved.map(|_| None));
        let mut problems = Problems::default();
        let when = patch.when.unwrap_or(When::Unknown);
        check(&mut problems, when, zone, now, started_at.flatten(), watched_at, patch.notes.as_ref().and_then(Option::as_deref));
        problems.into_result()?;
        let edit = PlayEdit {
            started_at,
            watched_at: moved.map(|(watched_at, _)| watched_at),
            date_precision: moved.map(|(_, precision)| precision),
            timezone: moved.map(|_| Some(zone.name().to_owned())),
            is_private: patch.is_private,
            notes: patch.notes.clone(),
            edited_at: Some(now),
        };
        Ok(Play::edit(conn, id, &edit).await?)
    })
    .await
}

/// Takes plays out of the actor's history: all of them, or none. The events they came from do not bring them back;
/// [`restore`] does.
///
/// # Errors
/// [`Error::NotFound`] for a play that is not the actor's, or deleted already; [`Error::Invalid`] for too many.
pub async fn delete(app: &App, actor: &Actor, ids: &[PlayId]) -> Result<Vec<Play>> {
    let user = actor.require(Access::Write)?.id;
    let ids = each_once(ids)?;
    let mut conn = app.db().await?;
    conn.transaction(async |conn| {
        ScrobbleFacts::lock_person(conn, user).await?;
        let mut deleted = Vec::with_capacity(ids.len());
        for id in ids {
            let play = own(conn, user, id).await?;
            if play.deleted_at.is_some() {
                return Err(Error::NotFound("play"));
            }
            deleted.push(take_out(app, conn, &play).await?);
        }
        statistics::rebuild_soon(app, conn, user).await?;
        Ok(deleted)
    })
    .await
}

/// The plays that are named, each once, in order.
fn each_once(ids: &[PlayId]) -> Result<Vec<PlayId>> {
    let mut named = HashSet::new();
    let ids: Vec<PlayId> = ids.iter().copied().filter(|id| named.insert(*id)).collect();
    if ids.len() > MOST_PLAYS {
        return Err(Error::invalid("ids", format!("name at most {MOST_PLAYS} at once")));
    }
    Ok(ids)
}

/// Takes out the latest play of an item, if this source told of it lately before `at`, when it took that back.
pub(super) async fn take_back(
    app: &App,
    user: UserId,
    item: MediaItemId,
    source: &str,
    at: DateTime<Utc>,
) -> Result<Option<Play>> {
    let mut conn = app.db().await?;
    conn.transaction(async |conn| {
        ScrobbleFacts::lock_person(conn, user).await?;
        let latest = Play::latest_own(conn, user, &[item], 1).await?.pop();
        let is_its = |play: &Play| play.source == source && play.origin == PlayOrigin::Scrobble && play.edited_at.is_none();
        let is_recent = |play: &Play| play.watched_at <= at && play.watched_at > at - TAKEN_BACK_WITHIN;
        match latest.filter(|play| is_its(play) && is_recent(play)) {
            Some(play) => Ok(Some(take_out(app, conn, &play).await?)),
            None => Ok(None),
        }
    })
    .await
}

/// Takes a play out of the history and tells the library of it.
async fn take_out(app: &App, conn: &AsyncPgConnection, play: &Play) -> Result<Play> {
    let deleted = Play::set_deleted(conn, play.id, Some(app.now())).await?;
    if let Some(cycle) = play.watch_session_id {
        progress::on_removal(app, conn, play.user_id, cycle).await?;
    }
    Ok(deleted)
}

/// Brings deleted plays of the actor back: all of them, or none.
///
/// # Errors
/// [`Error::NotFound`] for a play that is not the actor's; one that is not deleted is answered as it is.
/// [`Error::Invalid`] for too many.
pub async fn restore(app: &App, actor: &Actor, ids: &[PlayId]) -> Result<Vec<Play>> {
    let user = actor.require(Access::Write)?.id;
    let ids = each_once(ids)?;
    let mut conn = app.db().await?;
    conn.transaction(async |conn| {
        ScrobbleFacts::lock_person(conn, user).await?;
        let mut restored = Vec::with_capacity(ids.len());
        for id in ids {
            let mut play = own(conn, user, id).await?;
            if play.deleted_at.is_some() {
                play = Play::set_deleted(conn, id, None).await?;
                play = derive::put_into_cycle(app, conn, play).await?;
            }
            restored.push(play);
        }
        statistics::rebuild_soon(app, conn, user).await?;
        Ok(restored)
    })
    .await
}

/// Takes the actor's plays with these numbers out of their history, for numeric protocols; answers the numbers found.
///
/// # Errors
/// [`Error::Forbidden`] without the scope `write`.
pub async fn delete_by_numbers(app: &App, actor: &Actor, numbers: &[i64]) -> Result<Vec<i64>> {
    let gone = delete_own(app, actor, Which::Numbered(numbers)).await?;
    Ok(gone.into_iter().map(|play| play.number).collect())
}

/// Takes all of the actor's plays of these items out of their history; answers the item of each play that is gone.
///
/// # Errors
/// [`Error::Forbidden`] without the scope `write`.
pub async fn delete_of_items(app: &App, actor: &Actor, items: &[MediaItemId]) -> Result<Vec<MediaItemId>> {
    let gone = delete_own(app, actor, Which::Of(items)).await?;
    Ok(gone.into_iter().map(|play| play.media_item_id).collect())
}

/// Plays of one person.
enum Which<'a> {
    Numbered(&'a [i64]),
    Of(&'a [MediaItemId]),
}

async fn delete_own(app: &App, actor: &Actor, which: Which<'_>) -> Result<Vec<Play>> {
    let user = actor.require(Access::Write)?.id;
    let mut conn = app.db().await?;
    conn.transaction(async |conn| {
        ScrobbleFacts::lock_person(conn, user).await?;
        let plays = match which {
            Which::Numbered(numbers) => Play::own_by_numbers(conn, user, numbers).await?,
            Which::Of(items) => Play::own_of_items(conn, user, items).await?,
        };
        for play in &plays {
            take_out(app, conn, play).await?;
        }
        Ok(plays)
    })
    .await
}

async fn own(conn: &AsyncPgConnection, user: UserId, id: PlayId) -> Result<Play> {
    Play::find_own_for_update(conn, user, id).await?.ok_or(Error::NotFound("play"))
}

/// The zone of partial dates: the one named, else the person's.
async fn zone(conn: &AsyncPgConnection, user: UserId, named: Option<&str>) -> Result<Tz> {
    match named {
        Some(name) => {
            name.parse().map_err(|_| Error::invalid("timezone", "must be the IANA name of a time zone, like Europe/Berlin"))
        }
        None => zone_of(conn, user).await,
    }
}

fn is_moment(precision: DatePrecision) -> bool {
    matches!(precision, DatePrecision::Second | DatePrecision::Minute)
}

fn check(
    problems: &mut Problems,
    when: When,
    zone: Tz,
    now: DateTime<Utc>,
    started_at: Option<DateTime<Utc>>,
    watched_at: DateTime<Utc>,
    notes: Option<&str>,
) {
    problems.check(when.is_past(zone, now), "watchedAt", "must be in the past, and not before 1900");
    problems.check(started_at.is_none_or(|started| started <= watched_at), "startedAt", "must not be after its end");
    let notes_fit = notes.is_none_or(|notes| notes.chars().count() <= MAX_NOTES && !notes.contains('\0'));
    problems.check(notes_fit, "notes", format_args!("must be at most {MAX_NOTES} characters"));
}

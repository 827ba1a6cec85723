//! Music that was listened to, told of when it was over, and many at once: what scrobblers and their archives send.
//!
//! Listens are facts, so they become plays at once and no events. One that was told of before, by the same source or, at
//! about the same time, by another, is not written again.

use std::collections::{HashMap, HashSet};

use chrono::{DateTime, TimeDelta, Utc};
use medianest_db::catalogue::MediaItem;
use medianest_db::diary::{LibraryEntry, LibraryEntryChanges, NewLibraryEntry, NewListen, ScrobbleFacts};
use medianest_db::{AsyncConnection, EventType, TypedId as _};
use sha2::{Digest, Sha256};

use super::library::status;
use super::scrobble::{CLOCK_SKEW, first_moment, may_scrobble};
use super::{Heartbeat, ScrobbleInput, Scrobbled};
use crate::catalogue::music::{self, TrackWords};
use crate::catalogue::sort_name;
use crate::error::Problems;
use crate::events::Event;
use crate::policy::Actor;
use crate::{App, Result};

/// The most listens that are taken in at once.
pub const MOST_LISTENS: usize = 1000;
/// The longest name that is kept whole.
const MAX_NAME: usize = 500;

/// A track that was listened to.
#[derive(Debug, Clone)]
pub struct Listen {
    /// What.
    pub track: TrackWords,
    /// When it began.
    pub listened_at: DateTime<Utc>,
    /// On what it played.
    pub device_name: Option<String>,
}

/// Takes in listens; answers how many were not known before.
///
/// # Errors
/// [`crate::Error::Forbidden`] without the scope `scrobble` or `write`; [`crate::Error::Invalid`] naming what is wrong, and
/// then none of them is kept.
pub async fn record(app: &App, actor: &Actor, source: &str, listens: &[Listen]) -> Result<usize> {
    let user = may_scrobble(actor)?.id;
    let now = app.now();
    let mut problems = Problems::default();
    problems.check(listens.len() <= MOST_LISTENS, "listens", format_args!("send at most {MOST_LISTENS} at once"));
    for (index, listen) in listens.iter().enumerate() {
        let at = listen.listened_at;
        problems.check(at <= now + CLOCK_SKEW, &format!("listens[{index}].listenedAt"), "lies in the future");
        problems.check(at >= first_moment(), &format!("listens[{index}].listenedAt"), "lies before 1900");
    }
    let words = distinct(&mut problems, listens);
    problems.into_result()?;
    let mut conn = app.db().await?;
    conn.transaction(async |conn| {
        ScrobbleFacts::lock_person(conn, user).await?;
        let zone = ScrobbleFacts::zone_of(conn, user).await?;
        let items = music::find_or_create(app, actor, conn, &words.tracks).await?;
        let mut told = HashSet::new();
        let rows: Vec<NewListen> = listens
            .iter()
            .zip(&words.of_listen)
            .map(|(listen, track)| row(app, listen, &words.tracks[*track], &items[*track]))
            .filter(|row| told.insert(row.source_event_id.clone()))
            .collect();
        let known: HashSet<usize> = NewListen::told_elsewhere(conn, user, source, &rows).await?.into_iter().collect();
        let new = rows.into_iter().enumerate().filter(|(index, _)| !known.contains(index)).map(|(_, row)| row);
        let new: Vec<NewListen> = new.collect();
        let count = NewListen::insert(conn, user, source, &zone, &new).await?;
        // Many at once come from an archive, and are no news.
        if let ([listen], 1) = (new.as_slice(), count) {
            Event::ActivityAdded { user_id: user, id: listen.id.uuid() }.emit(conn).await?;
        }
        Ok(count)
    })
    .await
}

/// Shows a track as playing now, until it ends; one of unknown length for as long as `unless_known`.
///
/// # Errors
/// As [`record`].
pub async fn now_playing(
    app: &App,
    actor: &Actor,
    source: &str,
    track: &TrackWords,
    device_name: Option<String>,
    unless_known: TimeDelta,
) -> Result<Scrobbled> {
    may_scrobble(actor)?;
    let mut problems = Problems::default();
    let track = clean(&mut problems, "track", track);
    problems.into_result()?;
    let item = {
        let mut conn = app.db().await?;
        conn.transaction(async |conn| music::find_or_create(app, actor, conn, std::slice::from_ref(&track)).await).await?
    };
    let id = item.first().map(|item| item.id).ok_or(crate::Error::NotFound("track"))?;
    let start = ScrobbleInput {
        progress_percent: Some(0.0),
        duration_seconds: track.duration_seconds,
        device_name,
        heartbeat: Heartbeat::NoneFor(unless_known),
        ..ScrobbleInput::new(id, EventType::Start, source)
    };
    super::scrobble(app, actor, start).await
}

/// Says that the actor loves a track, or no longer does: it is one of their favourites.
///
/// # Errors
/// As [`record`].
pub async fn love(app: &App, actor: &Actor, track: &TrackWords, is_loved: bool) -> Result<()> {
    let user = may_scrobble(actor)?.id;
    let mut problems = Problems::default();
    let track = clean(&mut problems, "track", track);
    problems.into_result()?;
    let mut conn = app.db().await?;
    conn.transaction(async |conn| {
        let found = music::find_or_create(app, actor, conn, std::slice::from_ref(&track)).await?;
        let item = found.first().map(|item| item.id).ok_or(crate::Error::NotFound("track"))?;
        if let Some(entry) = LibraryEntry::find_own_for_update(conn, user, item).await? {
            let changes = LibraryEntryChanges { is_favorite: Some(is_loved), ..LibraryEntryChanges::default() };
            LibraryEntry::update_own(conn, user, &[entry.id], &changes).await?;
        } else if is_loved {
            let entry = NewLibraryEntry {
                id: app.new_id(),
                user_id: user,
                media_item_id: item,
                status: status::COMPLETED.to_owned(),
                notes: None,
                is_favorite: true,
                is_private: false,
                custom_fields: serde_json::json!({}),
                added_at: app.now(),
            };
            entry.insert(conn).await?;
        }
        Ok(())
    })
    .await
}

/// Up to which listen a program has brought the actor's archive of a service over.
///
/// # Errors
/// [`crate::Error::Forbidden`] without the scope `scrobble` or `write`.
pub async fn latest_import(app: &App, actor: &Actor, service: &str) -> Result<Option<DateTime<Utc>>> {
    let user = may_scrobble(actor)?.id;
    Ok(medianest_db::diary::latest_import(&*app.db().await?, user, service).await?)
}

/// Notes up to which listen it was.
///
/// # Errors
/// As [`latest_import`]; [`crate::Error::Invalid`] naming what is wrong.
pub async fn note_import(app: &App, actor: &Actor, service: &str, up_to: DateTime<Utc>) -> Result<()> {
    let user = may_scrobble(actor)?.id;
    let mut problems = Problems::default();
    let is_line = (1..=50).contains(&service.chars().count()) && !service.contains(char::is_control);
    problems.check(is_line, "service", "use 1 to 50 characters on one line");
    problems.check((first_moment()..=app.now() + CLOCK_SKEW).contains(&up_to), "ts", "choose a moment in the past, after 1900");
    problems.into_result()?;
    Ok(medianest_db::diary::note_import(&*app.db().await?, user, service, up_to).await?)
}

/// The different tracks among listens, and which of them each listen is of.
struct Distinct {
    tracks: Vec<TrackWords>,
    of_listen: Vec<usize>,
}

fn distinct(problems: &mut Problems, listens: &[Listen]) -> Distinct {
    let mut places: HashMap<TrackWords, usize> = HashMap::new();
    let mut tracks = Vec::new();
    let of_listen = listens
        .iter()
        .enumerate()
        .map(|(index, listen)| {
            let words = clean(problems, &format!("listens[{index}]"), &listen.track);
            *places.entry(words).or_insert_with_key(|words| {
                tracks.push(words.clone());
                tracks.len() - 1
            })
        })
        .collect();
    Distinct { tracks, of_listen }
}

/// The words as they can be kept: names of at most 500 characters without control characters.
fn clean(problems: &mut Problems, field: &str, words: &TrackWords) -> TrackWords {
    let name = |text: &str| text.replace(char::is_control, " ").trim().chars().take(MAX_NAME).collect::<String>();
    let mut clean = words.clone();
    (clean.artist, clean.title) = (name(&words.artist), name(&words.title));
    clean.album = words.album.as_deref().map(name).filter(|album| !album.is_empty());
    clean.duration_seconds = words.duration_seconds.filter(|seconds| (1..=31_622_400).contains(seconds));
    problems.check(!clean.artist.is_empty(), &format!("{field}.artist"), "name the artist");
    problems.check(!clean.title.is_empty(), &format!("{field}.track"), "name the track");
    clean
}

fn row(app: &App, listen: &Listen, words: &TrackWords, item: &MediaItem) -> NewListen {
    let started_at = listen.listened_at;
    let length = words.duration_seconds.or(item.runtime_seconds).filter(|seconds| *seconds > 0);
    // A listen from somebody whose clock is a little ahead, or of a track that still plays, ends now at the latest.
    let ends_at = started_at + TimeDelta::seconds(length.map_or(0, i64::from));
    NewListen {
        id: app.new_id(),
        media_item_id: item.id,
        started_at,
        watched_at: ends_at.min(app.now()).max(started_at),
        watched_seconds: length,
        source_event_id: event_id(started_at, words),
        device_name: listen.device_name.as_deref().map(|name| name.chars().filter(|c| !c.is_control()).take(200).collect()),
    }
}

/// What a listen is known by when it is told again, with its album or without: its beginning, artist and title.
pub(crate) fn event_id(began_at: DateTime<Utc>, words: &TrackWords) -> String {
    let mut hash = Sha256::new();
    hash.update(sort_name(&words.artist, None));
    hash.update([0]);
    hash.update(sort_name(&words.title, None));
    let digits: String = hash.finalize().iter().take(12).map(|byte| format!("{byte:02x}")).collect();
    format!("{}:{digits}", began_at.timestamp())
}

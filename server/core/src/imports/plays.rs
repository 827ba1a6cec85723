//! Plays, the cycles they belong to, and the shows they finish.

use std::collections::{HashMap, HashSet};

use chrono::{DateTime, TimeDelta, Utc};
use medianest_db::catalogue::builtin;
use medianest_db::diary::NewListen;
use medianest_db::imports::{self as rows, Owned};
use medianest_db::{DatePrecision, MediaItemId, TypedId};
use sha2::{Digest, Sha256};

use super::apply::{Line, Work};
use super::record::PlayFact;
use crate::{App, Result};

/// Two sources that tell of one play seldom agree to the second.
const SAME_PLAY_WITHIN: TimeDelta = TimeDelta::minutes(10);

pub(super) async fn write(work: &mut Work<'_>, lines: &[Line<'_>]) -> Result<()> {
    let told: Vec<(&Line<'_>, &PlayFact)> =
        lines.iter().filter_map(|line| Some((line, line.record.facts.play.as_ref()?))).collect();
    let source = work.job.source.as_str();
    let known = told_elsewhere(work, &told).await?;
    let new: Vec<(usize, rows::NewPlay)> = told
        .iter()
        .enumerate()
        .filter(|(number, _)| !known.contains(number))
        .map(|(_, (line, fact))| {
            let play = rows::NewPlay {
                id: work.app.new_id(),
                owned: line.about(),
                root_id: line.target.root,
                cycle_id: work.app.new_id(),
                watched_at: fact.watched_at,
                date_precision: fact.precision,
                timezone: is_local(fact.precision).then(|| work.timezone.to_owned()),
                started_at: fact.span.map(|span| span.started_at),
                watched_seconds: fact.span.and_then(|span| span.watched_seconds),
                is_private: fact.is_private,
                source,
                source_event_id: fact.source_event_id.clone().unwrap_or_else(|| content_id(line.target.leaf, fact)),
            };
            (line.index, play)
        })
        .collect();
    let plays: Vec<rows::NewPlay> = new.iter().map(|(_, play)| play.clone()).collect();
    let made: HashSet<_> = rows::insert_plays(work.conn, work.job.id, &plays).await?.into_iter().collect();
    work.report.keep("plays", told.len() - made.len());
    work.created.extend(new.iter().filter(|(_, play)| made.contains(&play.id)).map(|(index, _)| *index));
    // Nobody listens to an artist from end to end: music has no cycles.
    let listens: HashSet<MediaItemId> =
        told.iter().filter(|(line, _)| is_music(line)).map(|(line, _)| line.target.leaf).collect();
    let is_cyclic = |play: &rows::NewPlay| made.contains(&play.id) && !listens.contains(&play.owned.media_item_id);
    let plays: Vec<rows::NewPlay> = plays.into_iter().filter(is_cyclic).collect();
    rows::ensure_cycles(work.conn, work.job.id, &plays).await?;
    complete_shows(work, lines).await
}

/// Which of these plays (by index) another source has told of.
async fn told_elsewhere(work: &Work<'_>, told: &[(&Line<'_>, &PlayFact)]) -> Result<HashSet<usize>> {
    let source = work.job.source.as_str();
    let (music, others): (Vec<usize>, Vec<usize>) = (0..told.len()).partition(|number| is_music(told[*number].0));
    let windows: Vec<rows::PlayWindow> = others
        .iter()
        .map(|number| {
            let (line, fact) = told[*number];
            let (first, last) = window(fact);
            (line.user, line.target.leaf, first, last)
        })
        .collect();
    let listens: Vec<NewListen> = music.iter().map(|number| listen(work.app, told[*number].0, told[*number].1)).collect();
    let known = rows::nearby_plays(work.conn, &windows, source).await?.into_iter().map(|place| others[place]);
    // Music is the importer's own, whatever file it comes from.
    let heard = NewListen::told_elsewhere(work.conn, work.job.user_id, source, &listens).await?;
    Ok(known.chain(heard.into_iter().map(|place| music[place])).collect())
}

fn is_music(line: &Line<'_>) -> bool {
    line.record.media_type == builtin::MUSIC
}

/// The play as what tells listens apart looks at it.
fn listen(app: &App, line: &Line<'_>, fact: &PlayFact) -> NewListen {
    NewListen {
        id: app.new_id(),
        media_item_id: line.target.leaf,
        started_at: fact.span.map_or(fact.watched_at, |span| span.started_at),
        watched_at: fact.watched_at,
        watched_seconds: None,
        source_event_id: String::new(),
        device_name: None,
    }
}

/// A show of which the person has now played every aired episode is completed.
async fn complete_shows(work: &mut Work<'_>, lines: &[Line<'_>]) -> Result<()> {
    let mut aired: HashMap<Owned, i64> = HashMap::new();
    for line in lines.iter().filter(|line| line.record.facts.play.is_some()) {
        if let Some(episodes) = line.record.nodes.first().and_then(|show| show.aired_episodes) {
            aired.insert(line.about_root(), episodes);
        }
    }
    let shows: Vec<_> = aired.keys().map(|show| (show.user_id, show.media_item_id)).collect();
    let done: Vec<(Owned, DateTime<Utc>)> = rows::show_progress(work.conn, &shows)
        .await?
        .into_iter()
        .map(|progress| (Owned { user_id: progress.user_id, media_item_id: progress.root_id }, progress))
        .filter(|(show, progress)| aired.get(show).is_some_and(|aired| progress.episodes >= *aired))
        .map(|(show, progress)| (show, progress.last_watched_at))
        .collect();
    Ok(rows::complete_shows(work.conn, work.job.id, &done).await?)
}

/// Whether the moment was read in the person's zone.
fn is_local(precision: DatePrecision) -> bool {
    !matches!(precision, DatePrecision::Second | DatePrecision::Unknown)
}

/// Within which moments another source's play of the same item is the same play.
fn window(fact: &PlayFact) -> (DateTime<Utc>, DateTime<Utc>) {
    let at = fact.watched_at;
    let days = |days| (at, at + TimeDelta::days(days) - TimeDelta::microseconds(1));
    match fact.precision {
        DatePrecision::Second | DatePrecision::Minute => (at - SAME_PLAY_WITHIN, at + SAME_PLAY_WITHIN),
        DatePrecision::Day => days(1),
        DatePrecision::Month => days(31),
        DatePrecision::Year => days(366),
        DatePrecision::Unknown => (at, at),
    }
}

/// A play without an id of its own is known by what is said of it.
fn content_id(item: MediaItemId, fact: &PlayFact) -> String {
    let mut hash = Sha256::new();
    hash.update(item.uuid().as_bytes());
    hash.update(fact.watched_at.timestamp_micros().to_be_bytes());
    hash.update(fact.precision.as_str());
    hash.finalize().iter().take(16).map(|byte| format!("{byte:02x}")).collect()
}

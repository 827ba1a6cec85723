//! What TV Time has kept of a person: a zip of many tables, of which a few tell what was watched. What they are called and
//! which of them a zip has has changed over the years.

use std::path::Path;

use chrono::{DateTime, Utc};
use chrono_tz::Tz;
use medianest_db::catalogue::builtin;

use super::archive::Archive;
use super::record::{self, EntryFact, Facts, Node, PlayFact, Problem, Record, clip};
use super::source::{Parsed, SourceError};
use super::table::Head;
use super::tables::{Row, Table, Tables, entry};
use super::trakt_wire::is_place;

/// The table that tells of every watch and rewatch.
const ALL_WATCHES: &str = "tracking-prod-records-v2.csv";
/// The tables of watches, the most complete first: each tells again what the ones after it tell.
const WATCHES: [&str; 4] = [ALL_WATCHES, "seen_episode_source.csv", "seen_episode.csv", "seen_episode_latest.csv"];
/// The table of rewatches.
const REWATCHES: &str = "rewatched_episode.csv";

pub(super) fn open(path: &Path, name: &str, zone: Tz, now: DateTime<Utc>) -> Result<Tables, SourceError> {
    let expected = "this is no TV Time export: there are neither tracking-prod-records nor seen_episode tables";
    let names = Archive::open_with_folders(path, name)?.names();
    let told_by = WATCHES.into_iter().find(|table| names.iter().any(|name| last(name) == *table));
    let is_believed = |file: &str| match told_by {
        Some(best) => file == best || (file == REWATCHES && best != ALL_WATCHES),
        // A table by itself may be called anything; among others, many look as if they told of watches.
        None => names.len() == 1,
    };
    let classify = |path: &str, head: &Head| table(head, is_believed(last(path)));
    Tables::open((path, name), &classify, expected, zone, now)
}

fn last(path: &str) -> &str {
    path.rsplit('/').next().unwrap_or(path)
}

/// Which table it is; `is_believed` says whether it may tell of watches.
fn table(head: &Head, is_believed: bool) -> Option<Table> {
    let has = |column: &str| head.columns.iter().any(|known| known == column);
    if has("movie_name") && has("type") {
        return Some(Table { concerns: is_film, ..Table::new(1, movie) });
    }
    if has("series_name") && has("key") && has("season_number") {
        return is_believed.then(|| Table { concerns: is_watch, ..Table::new(0, tracked_episode) });
    }
    if has("tv_show_name") && has("episode_season_number") && has("created_at") {
        return is_believed.then(|| Table::new(0, seen_episode));
    }
    (has("tv_show_name") && has("is_followed")).then(|| Table { concerns: is_kept, ..Table::new(2, followed) })
}

/// The newer table keeps count of many other things besides.
fn is_watch(row: &Row<'_>) -> bool {
    row.get("key").is_some_and(|key| key.starts_with("watch-episode") || key.starts_with("rewatch-episode"))
}

fn tracked_episode(row: &Row<'_>) -> Parsed {
    let key = row.text("key", 150);
    episode(row, "series_name", row.get("s_id"), "season_number", key.as_deref())
}

fn seen_episode(row: &Row<'_>) -> Parsed {
    episode(row, "tv_show_name", row.get("tv_show_id"), "episode_season_number", None)
}

fn episode(row: &Row<'_>, title: &str, show_id: Option<&str>, season: &str, key: Option<&str>) -> Parsed {
    let show = show(row, title, show_id)?;
    let place = |column: &str| {
        let number = row.get(column).and_then(|text| text.parse::<i32>().ok()).filter(|number| is_place(*number));
        number.ok_or_else(|| row.wrong(column, "give a number"))
    };
    let (season, number) = (place(season)?, place("episode_number")?);
    let watched = row.moment("created_at")?;
    let name = show.name.clone().unwrap_or_default();
    let time = row.get("created_at").unwrap_or_default();
    let id = clip(&key.map_or_else(|| format!("{name}:{season}:{number}:{time}"), |key| format!("{key}:{time}")), 200);
    let play = watched.map_or_else(|| PlayFact::some_time(Some(id.clone())), |watched| PlayFact::at(watched, Some(id.clone())));
    let added_at = watched.map_or(row.now, |(at, _)| at);
    let facts = Facts { play: Some(play), entry: Some(entry("watching", added_at)), ..Facts::default() };
    Ok(Record::of(builtin::TV, vec![show, record::season(season), record::episode(number)], facts))
}

/// A show by its title, in which a year may stand in brackets, and the number that TheTVDB has for it.
fn show(row: &Row<'_>, title: &str, id: Option<&str>) -> Result<Node, Problem> {
    let mut show = Node::default();
    let written = row.title(title)?;
    let taken = super::title::split(&written);
    // Only the year is taken off: other words in brackets belong to the title.
    show.year = taken.year;
    show.name = Some(match taken.year {
        Some(year) => written.trim_end_matches(&format!("({year})")).trim().to_owned(),
        None => written,
    });
    if let Some(id) = id.filter(|id| id.len() <= 20 && *id != "0" && id.bytes().all(|byte| byte.is_ascii_digit())) {
        show.keys.push(row.key("tvdb", "show", id)?);
    }
    Ok(show)
}

fn is_set(row: &Row<'_>, column: &str) -> bool {
    row.get(column).is_some_and(|value| value == "1" || value.eq_ignore_ascii_case("true"))
}

/// A show that is followed no more was one for a while.
fn is_kept(row: &Row<'_>) -> bool {
    is_set(row, "is_followed") || is_set(row, "is_favorited")
}

fn followed(row: &Row<'_>) -> Parsed {
    let seen = row.get("nb_episodes_seen").and_then(|count| count.parse::<i64>().ok()).unwrap_or_default();
    let status = if is_set(row, "is_archived") {
        "on_hold"
    } else if seen > 0 {
        "watching"
    } else {
        "plan_to_watch"
    };
    let added_at = row.time("created_at")?;
    let show = show(row, "tv_show_name", row.get("tv_show_id"))?;
    let told = EntryFact { is_favorite: is_set(row, "is_favorited"), ..entry(status, added_at) };
    Ok(Record::of(builtin::TV, vec![show], Facts { entry: Some(told), ..Facts::default() }))
}

/// A film that was watched, or is to be; the same table counts other things too.
fn is_film(row: &Row<'_>) -> bool {
    row.get("movie_name").is_some() && matches!(row.get("type"), Some("watch" | "rewatch" | "towatch" | "follow"))
}

fn movie(row: &Row<'_>) -> Parsed {
    let kind = row.get("type").unwrap_or_default();
    let mut film = Node { name: Some(row.title("movie_name")?), ..Node::default() };
    film.year =
        row.get("release_date").and_then(|date| date.get(..4)).and_then(|year| year.parse().ok()).filter(|year| *year > 1800);
    let at = row.moment("created_at")?;
    let added_at = at.map_or(row.now, |(at, _)| at);
    let mut facts = Facts { entry: Some(entry("plan_to_watch", added_at)), ..Facts::default() };
    if matches!(kind, "watch" | "rewatch") {
        let id = row.get("uuid").unwrap_or(film.name.as_deref().unwrap_or_default());
        let id = clip(&format!("{kind}:{id}:{}", row.get("created_at").unwrap_or_default()), 200);
        facts.play = Some(at.map_or_else(|| PlayFact::some_time(Some(id.clone())), |at| PlayFact::at(at, Some(id.clone()))));
        facts.entry = Some(entry("completed", added_at));
    }
    Ok(Record::of(builtin::MOVIE, vec![film], facts))
}

//! The CSV export of Yamtrack: a row for each time through a film, show, season, episode, anime, book or game.

use std::path::Path;

use chrono::{DateTime, Utc};
use chrono_tz::Tz;
use medianest_db::catalogue::builtin;
use medianest_db::{DatePrecision, MediaTypeId, RatingType};

use super::record::{self, EntryFact, Facts, Node, PlayFact, Problem, RatingFact, Record, clip};
use super::source::{Parsed, SourceError};
use super::table::Head;
use super::tables::{Row, Table, Tables, entry};
use super::trakt_wire::is_place;

pub(super) fn open(path: &Path, name: &str, zone: Tz, now: DateTime<Utc>) -> Result<Tables, SourceError> {
    let expected = "this is no Yamtrack export: it has no columns media_id, source and media_type";
    Tables::open((path, name), &classify, expected, zone, now)
}

fn classify(_path: &str, head: &Head) -> Option<Table> {
    let has = |column: &str| head.columns.iter().any(|known| known == column);
    (has("media_id") && has("source") && has("media_type")).then(|| Table::new(0, medium))
}

fn medium(row: &Row<'_>) -> Parsed {
    let kind = row.get("media_type").unwrap_or_default();
    let (media_type, nodes) = nodes(row, kind)?;
    let status = row.get("status").map(status).transpose().map_err(|why| row.wrong("status", why))?;
    let (started, ended) = (row.moment("start_date")?, row.moment("end_date")?);
    let mut facts = Facts::default();
    if let Some(rating) = row.rating("score", 10)? {
        let rated_at = ended.or(started).map_or(row.now, |(at, _)| at);
        facts.rating = Some(RatingFact { rating, rating_type: RatingType::Numeric, rated_at });
    }
    let is_whole = matches!(kind, "movie" | "book" | "comic" | "manga" | "game");
    let is_over = kind == "episode" || (is_whole && status == Some("completed"));
    if is_over {
        // Rows of several times through differ in their dates alone.
        let day = row.get("end_date").or(row.get("start_date")).unwrap_or("unknown");
        let place = format!("{}:{}", row.get("season_number").unwrap_or("-"), row.get("episode_number").unwrap_or("-"));
        let id = format!("{}:{}:{place}:{day}", row.get("source").unwrap_or_default(), row.get("media_id").unwrap_or_default());
        let at = ended.or(started).unwrap_or((DateTime::UNIX_EPOCH, DatePrecision::Unknown));
        facts.play = Some(PlayFact::at(at, Some(clip(&id, 200))));
    }
    // Of a show, only its own row says how far its person is.
    if matches!(kind, "tv" | "anime") || is_whole {
        let added_at = started.or(ended).map_or(row.now, |(at, _)| at);
        facts.entry = Some(EntryFact {
            status: status.unwrap_or("plan_to_watch"),
            is_stated: status.is_some(),
            notes: row.text("notes", 20_000),
            ..entry("plan_to_watch", added_at)
        });
    } else if is_over {
        facts.entry =
            Some(entry("watching", facts.play.as_ref().filter(|_| ended.is_some()).map_or(row.now, |play| play.watched_at)));
    }
    Ok(Record::of(media_type, nodes, facts))
}

fn nodes(row: &Row<'_>, kind: &str) -> Result<(MediaTypeId, Vec<Node>), Problem> {
    let (media_type, noun) = match kind {
        "movie" => (builtin::MOVIE, "movie"),
        "tv" | "season" | "episode" | "anime" => (builtin::TV, "show"),
        "book" | "comic" | "manga" => (builtin::BOOK, "book"),
        "game" => (builtin::GAME, "game"),
        _ => return Err(row.wrong("media_type", "only films, shows, anime, books and games are imported")),
    };
    let source = row.get("source").unwrap_or_default();
    let id = row.get("media_id").ok_or_else(|| row.wrong("media_id", "give an id"))?;
    let key = match (source, kind) {
        ("mal", "anime" | "manga") => Some(row.key("myanimelist", kind, id)?),
        // What somebody made themselves has an id that nobody else knows.
        ("manual" | "", _) => None,
        (source, _) => Some(row.key(source, noun, id)?),
    };
    let place = |column: &str| {
        let number = row.get(column).and_then(|text| text.parse::<i32>().ok()).filter(|number| is_place(*number));
        number.ok_or_else(|| row.wrong(column, "give a number"))
    };
    // The title of a season or an episode is that of its show.
    let name = row.title("title").ok();
    if name.is_none() && key.is_none() {
        return Err(row.wrong("title", "give a title"));
    }
    let mut nodes = vec![Node { name, keys: key.into_iter().collect(), ..Node::default() }];
    if matches!(kind, "season" | "episode") {
        nodes.push(record::season(place("season_number")?));
    }
    if kind == "episode" {
        nodes.push(record::episode(place("episode_number")?));
    }
    Ok((media_type, nodes))
}

fn status(text: &str) -> Result<&'static str, &'static str> {
    match text.to_lowercase().as_str() {
        "completed" | "repeating" => Ok("completed"),
        "in progress" => Ok("watching"),
        "planning" => Ok("plan_to_watch"),
        "paused" => Ok("on_hold"),
        "dropped" => Ok("dropped"),
        _ => Err("give Completed, In progress, Planning, Paused or Dropped"),
    }
}

//! The lists of a Trakt export, as the import `trakt` and others read them. Films and shows; the rest has no place there.

use medianest_db::catalogue::{MediaItem, builtin};
use medianest_db::lists::UserList;
use medianest_db::{DatePrecision, ListKind, PlayOrigin};
use serde_json::{Map, Value, json};

use super::facts::{Fact, Section};
use super::layout::{File, Layout, Told, time};
use crate::catalogue::slug;

pub(super) fn files(lists: &[UserList]) -> Vec<File> {
    let file = |name: &str, section: &Section, row: fn(&Told<'_>) -> Option<Value>| File {
        name: format!("{name}.json"),
        section: section.clone(),
        layout: Layout::Json(row),
    };
    let mut files = vec![
        file("watched-history", &Section::Plays, play),
        file("ratings-movies", &Section::Ratings, |told| rating(told, "movie")),
        file("ratings-shows", &Section::Ratings, |told| rating(told, "show")),
        file("ratings-seasons", &Section::Ratings, |told| rating(told, "season")),
        file("ratings-episodes", &Section::Ratings, |told| rating(told, "episode")),
        file("comments-movies", &Section::Reviews, |told| comment(told, "movie")),
        file("comments-shows", &Section::Reviews, |told| comment(told, "show")),
        file("comments-seasons", &Section::Reviews, |told| comment(told, "season")),
        file("comments-episodes", &Section::Reviews, |told| comment(told, "episode")),
        file("lists-favorites", &Section::Library, favorite),
        file("lists-lists", &Section::Lists(lists.to_vec()), list),
    ];
    files.extend(lists.iter().map(|list| {
        let name = match list.kind {
            ListKind::Watchlist => "lists-watchlist".to_owned(),
            ListKind::Manual | ListKind::Smart => format!("lists-list-{}", super::run::file_name(list)),
        };
        file(&name, &Section::List(Box::new(list.clone())), listed)
    }));
    files
}

fn play(told: &Told<'_>) -> Option<Value> {
    let Fact::Play(play) = told.fact else { return None };
    // A play that came from Trakt keeps the id it has there.
    let is_theirs = play.origin == PlayOrigin::Import && play.source == "trakt";
    let id = play.source_event_id.clone().filter(|_| is_theirs).map_or_else(|| json!(play.number), Value::String);
    let is_known = play.date_precision != DatePrecision::Unknown;
    let at = if is_known { Value::String(time(play.watched_at)) } else { Value::Null };
    with_item(told, |kind| matches!(kind, "movie" | "episode"), json!({ "id": id, "watched_at": at, "action": "watch" }))
}

fn rating(told: &Told<'_>, wanted: &str) -> Option<Value> {
    let Fact::Rating(rating) = told.fact else { return None };
    let of_ten = (f64::from(rating.rating) / 10.0).round().clamp(1.0, 10.0);
    #[expect(clippy::cast_possible_truncation, reason = "a whole number from 1 to 10")]
    let of_ten = of_ten as i64;
    with_item(told, |kind| kind == wanted, json!({ "rated_at": time(rating.rated_at), "rating": of_ten }))
}

fn comment(told: &Told<'_>, wanted: &str) -> Option<Value> {
    let Fact::Review(review) = told.fact else { return None };
    let comment = json!({
        "comment": review.content, "spoiler": review.contains_spoilers, "review": true, "created_at": time(review.created_at),
    });
    with_item(told, |kind| kind == wanted, json!({ "comment": comment }))
}

fn favorite(told: &Told<'_>) -> Option<Value> {
    let Fact::Entry(entry) = told.fact else { return None };
    let fact = json!({ "rank": told.number, "listed_at": time(entry.added_at), "notes": entry.notes });
    if entry.is_favorite { with_item(told, |kind| matches!(kind, "movie" | "show"), fact) } else { None }
}

/// What a list is called; the files of what is on them go by these ids.
fn list(told: &Told<'_>) -> Option<Value> {
    let Fact::List(list) = told.fact else { return None };
    let is_other = list.kind != ListKind::Watchlist;
    let ids = json!({ "trakt": super::run::list_number(list), "slug": slug(&list.name) });
    is_other
        .then(|| json!({ "name": list.name, "description": list.description, "ids": ids, "created_at": time(list.created_at) }))
}

fn listed(told: &Told<'_>) -> Option<Value> {
    let Fact::Listed(listed) = told.fact else { return None };
    let fact = json!({ "rank": told.number, "listed_at": time(listed.added_at), "notes": listed.notes });
    with_item(told, |_| true, fact)
}

/// The fact and, under its kind, what it is about; nothing for kinds that are not wanted and for what Trakt does not know.
fn with_item(told: &Told<'_>, is_wanted: impl Fn(&str) -> bool, fact: Value) -> Option<Value> {
    let levels = told.items.levels(told.fact.item()?);
    let root = *levels.first()?;
    let (kind, parts) = match (root.media_type_id, levels.as_slice()) {
        (builtin::MOVIE, [movie]) => ("movie", vec![("movie", work(told, movie))]),
        (builtin::TV, [show]) => ("show", vec![("show", work(told, show))]),
        (builtin::TV, [show, season]) => {
            let number = season.hierarchy_position?;
            let part = json!({ "number": number, "title": season.name, "ids": ids(told, season) });
            ("season", vec![("show", work(told, show)), ("season", part)])
        }
        (builtin::TV, [show, season, episode]) => {
            let (season, number) = (season.hierarchy_position?, episode.hierarchy_position?);
            let part = json!({ "season": season, "number": number, "title": episode.name, "ids": ids(told, episode) });
            ("episode", vec![("show", work(told, show)), ("episode", part)])
        }
        _ => return None,
    };
    let Value::Object(mut fields) = fact else { return None };
    fields.insert("type".to_owned(), Value::from(kind));
    fields.extend(parts.into_iter().map(|(name, part)| (name.to_owned(), part)));
    is_wanted(kind).then_some(Value::Object(fields))
}

fn work(told: &Told<'_>, item: &MediaItem) -> Value {
    json!({ "title": item.name, "year": item.year, "ids": ids(told, item) })
}

/// The ids by which Trakt looks things up; it gives none of MediaNest's own for its.
fn ids(told: &Told<'_>, item: &MediaItem) -> Value {
    let mut ids = Map::new();
    for provider in ["trakt", "tmdb", "tvdb"] {
        let id = told.items.id(item.id, provider).and_then(|id| id.parse::<u64>().ok());
        ids.extend(id.map(|id| (provider.to_owned(), Value::from(id))));
    }
    ids.extend(told.items.id(item.id, "imdb").map(|id| ("imdb".to_owned(), Value::from(id))));
    Value::Object(ids)
}

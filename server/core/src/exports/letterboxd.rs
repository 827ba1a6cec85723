//! The tables of a Letterboxd export, as the import `letterboxd` and others read them, with the ids of films that
//! Letterboxd's own import looks for. Films; the rest has no place there, nor have plays whose day is not known.

use medianest_db::catalogue::builtin;
use medianest_db::lists::UserList;
use medianest_db::{DatePrecision, ListKind, PlayOrigin};

use super::facts::{Fact, Section};
use super::layout::{File, Layout, Told};

const FILM: [&str; 6] = ["Date", "Name", "Year", "Letterboxd URI", "imdbID", "tmdbID"];

pub(super) fn files(lists: &[UserList]) -> Vec<File> {
    let file = |name: &str, section, head: Vec<Vec<String>>, row: fn(&Told<'_>) -> Option<Vec<String>>| File {
        name: format!("{name}.csv"),
        section,
        layout: Layout::Csv(head, row),
    };
    let table = |more: &[&str]| vec![words(&FILM.iter().chain(more).copied().collect::<Vec<_>>())];
    let mut files = vec![
        file("watched", Section::Library, table(&[]), watched),
        file("ratings", Section::Ratings, table(&["Rating"]), rated),
        file("diary", Section::Plays, table(&["Rating", "Rewatch", "Tags", "Watched Date"]), diary),
        file("reviews", Section::Reviews, table(&["Rating", "Rewatch", "Review", "Tags", "Watched Date"]), reviewed),
        file("likes/films", Section::Library, table(&[]), liked),
    ];
    files.extend(lists.iter().map(|list| match list.kind {
        ListKind::Watchlist => file("watchlist", Section::List(Box::new(list.clone())), table(&[]), watchlisted),
        ListKind::Manual | ListKind::Smart => {
            let name = format!("lists/{}", super::run::file_name(list));
            file(&name, Section::List(Box::new(list.clone())), list_head(list), listed)
        }
    }));
    files
}

fn words(words: &[&str]) -> Vec<String> {
    words.iter().map(|word| (*word).to_owned()).collect()
}

/// Before its films a list says what it is called.
fn list_head(list: &UserList) -> Vec<Vec<String>> {
    let made = list.created_at.format("%Y-%m-%d").to_string();
    let description = list.description.clone().unwrap_or_default();
    vec![
        words(&["Letterboxd list export v7"]),
        words(&["Date", "Name", "Tags", "URL", "Description"]),
        vec![made, list.name.clone(), String::new(), String::new(), description],
        Vec::new(),
        words(&["Position", "Name", "Year", "URL", "Description", "imdbID", "tmdbID"]),
    ]
}

/// The film that a fact is about: its name, year, address, and ids elsewhere.
fn film(told: &Told<'_>) -> Option<[String; 5]> {
    let levels = told.items.levels(told.fact.item()?);
    let item = *levels.first()?;
    if item.media_type_id != builtin::MOVIE {
        return None;
    }
    let id = |provider: &str| told.items.id(item.id, provider);
    Some([
        item.name.clone(),
        item.year.map(|year| year.to_string()).unwrap_or_default(),
        id("letterboxd").map(|id| format!("https://boxd.it/{id}")).unwrap_or_default(),
        id("imdb").unwrap_or_default().to_owned(),
        id("tmdb").unwrap_or_default().to_owned(),
    ])
}

fn about(told: &Told<'_>, day: String) -> Option<Vec<String>> {
    film(told).map(|film| std::iter::once(day).chain(film).collect())
}

fn watched(told: &Told<'_>) -> Option<Vec<String>> {
    let Fact::Entry(entry) = told.fact else { return None };
    if entry.status == "completed" { about(told, told.day(entry.added_at)) } else { None }
}

fn liked(told: &Told<'_>) -> Option<Vec<String>> {
    let Fact::Entry(entry) = told.fact else { return None };
    if entry.is_favorite { about(told, told.day(entry.added_at)) } else { None }
}

fn rated(told: &Told<'_>) -> Option<Vec<String>> {
    let Fact::Rating(rating) = told.fact else { return None };
    let mut row = about(told, told.day(rating.rated_at))?;
    // Letterboxd knows halves of a star, and no film without any.
    let halves = (f64::from(rating.rating) / 10.0).round().max(1.0);
    row.push((halves / 2.0).to_string());
    Some(row)
}

fn diary(told: &Told<'_>) -> Option<Vec<String>> {
    let Fact::Play(play) = told.fact else { return None };
    if matches!(play.date_precision, DatePrecision::Month | DatePrecision::Year | DatePrecision::Unknown) {
        return None;
    }
    let zone = play.timezone.as_deref().and_then(|zone| zone.parse().ok()).unwrap_or(told.zone);
    let day = play.watched_at.with_timezone(&zone).format("%Y-%m-%d").to_string();
    let mut row = about(told, day.clone())?;
    // In these tables the address is that of the viewing.
    let is_theirs = play.origin == PlayOrigin::Import && play.source == "letterboxd";
    row[3] = play.source_event_id.clone().filter(|id| is_theirs && id.starts_with("https://")).unwrap_or_default();
    row.extend([String::new(), String::new(), String::new(), day]);
    Some(row)
}

fn reviewed(told: &Told<'_>) -> Option<Vec<String>> {
    let Fact::Review(review) = told.fact else { return None };
    let mut row = about(told, told.day(review.created_at))?;
    row[3].clear();
    row.extend([String::new(), String::new(), review.content.clone(), String::new(), String::new()]);
    Some(row)
}

fn watchlisted(told: &Told<'_>) -> Option<Vec<String>> {
    let Fact::Listed(listed) = told.fact else { return None };
    about(told, told.day(listed.added_at))
}

fn listed(told: &Told<'_>) -> Option<Vec<String>> {
    let Fact::Listed(listed) = told.fact else { return None };
    let [name, year, url, imdb, tmdb] = film(told)?;
    Some(vec![told.number.to_string(), name, year, url, listed.notes.clone().unwrap_or_default(), imdb, tmdb])
}

//! Tables with the columns that the import `csv` knows, one for each part of the diary.

use medianest_db::catalogue::MediaItem;
use medianest_db::lists::UserList;

use super::account;
use super::facts::{Fact, Section};
use super::layout::{File, Layout, Told, time};

/// What each row is about.
const ITEM: &[&str] =
    &["type", "title", "year", "season", "episode", "episode_title", "artist", "album", "imdb_id", "tmdb_id", "tvdb_id"];

pub(super) fn files(lists: &[UserList]) -> Vec<File> {
    let file = |name: String, section, fact: &[&str]| File {
        name: format!("{name}.csv"),
        section,
        layout: Layout::Csv(vec![ITEM.iter().chain(fact).map(|column| (*column).to_owned()).collect()], row),
    };
    let plays = ["watched_at", "watched_seconds", "source", "device", "private", "play_notes"];
    let mut files = vec![
        file("plays".to_owned(), Section::Plays, &plays),
        file("ratings".to_owned(), Section::Ratings, &["rating", "rated_at"]),
        file("library".to_owned(), Section::Library, &["status", "added_at", "favorite", "private", "notes"]),
        file("reviews".to_owned(), Section::Reviews, &["review", "spoilers", "written_at"]),
    ];
    files.extend(lists.iter().map(|list| {
        file(format!("lists/{}", super::run::file_name(list)), Section::List(Box::new(list.clone())), &["added_at", "list_notes"])
    }));
    files.extend(account::files("csv", |columns| {
        Layout::Csv(vec![columns.iter().map(|column| (*column).to_owned()).collect()], account::fields)
    }));
    files
}

fn row(told: &Told<'_>) -> Option<Vec<String>> {
    let mut fields = about(told)?;
    let yes = |is_so: bool| if is_so { "yes".to_owned() } else { String::new() };
    let text = |text: &Option<String>| text.clone().unwrap_or_default();
    match told.fact {
        Fact::Play(play) => fields.extend([
            told.moment(play.watched_at, play.date_precision, play.timezone.as_deref()).unwrap_or_default(),
            play.watched_seconds.map(|seconds| seconds.to_string()).unwrap_or_default(),
            play.source.clone(),
            text(&play.device_name),
            yes(play.is_private),
            text(&play.notes),
        ]),
        Fact::Rating(rating) => fields.extend([format!("{}/100", rating.rating), time(rating.rated_at)]),
        Fact::Entry(entry) => fields.extend([
            entry.status.clone(),
            time(entry.added_at),
            yes(entry.is_favorite),
            yes(entry.is_private),
            text(&entry.notes),
        ]),
        Fact::Review(review) => {
            fields.extend([review.content.clone(), yes(review.contains_spoilers), time(review.created_at)]);
        }
        Fact::Listed(listed) => fields.extend([time(listed.added_at), text(&listed.notes)]),
        Fact::List(_) | Fact::Event(_) | Fact::Row(_) => return None,
    }
    Some(fields)
}

/// The columns of [`ITEM`]. The title and the ids are the show's where a row is about a season or an episode; of everything
/// else that is a part, they are its own, and whose part it is stands beside it.
fn about(told: &Told<'_>) -> Option<Vec<String>> {
    let levels = told.items.levels(told.fact.item()?);
    let (root, leaf) = (*levels.first()?, *levels.last()?);
    let kind = told.items.type_of(root);
    let is_show = kind == "tv";
    let (season, episode) = if is_show { (levels.get(1).copied(), levels.get(2).copied()) } else { (None, None) };
    let word = match (kind, levels.len()) {
        ("tv", 1) => "show",
        ("tv", 2) => "season",
        ("tv", _) => "episode",
        ("music", 1) => "artist",
        ("music", 2) => "album",
        ("music", _) => "track",
        ("podcast", 2) => "podcast_episode",
        (kind, _) => kind,
    };
    let titled = if is_show { root } else { leaf };
    let name = |item: Option<&&MediaItem>| item.map(|item| item.name.clone()).unwrap_or_default();
    let place = |item: Option<&MediaItem>| item.and_then(|item| item.hierarchy_position);
    let number = |number: Option<i32>| number.map(|number| number.to_string()).unwrap_or_default();
    let id = |provider: &str| told.items.id(titled.id, provider).unwrap_or_default().to_owned();
    Some(vec![
        word.to_owned(),
        titled.name.clone(),
        number(titled.year.map(i32::from)),
        number(place(season)),
        number(place(episode)),
        name(episode.as_ref()),
        name(levels.first().filter(|_| !is_show && levels.len() > 1)),
        name(levels.get(1).filter(|_| !is_show && levels.len() > 2)),
        id("imdb"),
        id("tmdb"),
        id("tvdb"),
    ])
}

//! A Trakt data export: a zip or folder of JSON lists.

use std::collections::HashMap;
use std::ops::ControlFlow;
use std::path::Path;

use chrono::{DateTime, Utc};
use medianest_db::{DatePrecision, ListKind, RatingType};

use super::archive::Archive;
use super::json_list;
use super::record::{self, EntryFact, Facts, ListFact, Person, PlayFact, Problem, RatingFact, Record, ReviewFact, clip};
use super::source::{Parsed, Remarks, Sink, Source, SourceError};
use super::trakt_wire::{Element, ListInfo, is_place, moment, text};

/// More lists than this are not kept in mind.
const MAX_LISTS: usize = 10_000;

/// What the elements of a file say.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Content {
    History,
    Watched,
    Ratings,
    Comments,
    Watchlist,
    Favorites,
    List { name: String, description: Option<String> },
    Collection,
}

pub(super) struct Trakt {
    archive: Archive,
    files: Vec<String>,
    contents: Vec<Content>,
    skipped: Vec<String>,
    now: DateTime<Utc>,
}

impl Trakt {
    pub(super) fn open(path: &Path, name: &str, now: DateTime<Utc>) -> Result<Self, SourceError> {
        let mut archive = Archive::open(path, name)?;
        let names = archive.names();
        let lists = lists(&mut archive, &names);
        let has_history = names.iter().any(|name| content(name, &lists) == Some(Content::History));
        let mut known: Vec<(u8, String, Content)> = Vec::new();
        let mut skipped = Vec::new();
        for name in names {
            match content(&name, &lists) {
                // The history says the same, play by play.
                Some(Content::Watched) if has_history => skipped.push(name),
                Some(content) => known.push((rank(&content), name, content)),
                None => skipped.push(name),
            }
        }
        if known.is_empty() {
            return Err(SourceError::Unusable("this is no Trakt export: it has no watched-history, ratings or lists".to_owned()));
        }
        // What was watched comes first: the entries it makes are better than those of a list.
        known.sort_by(|one, other| (one.0, &one.1).cmp(&(other.0, &other.1)));
        let (files, contents) = known.into_iter().map(|(_, name, content)| (name, content)).unzip();
        Ok(Self { archive, files, contents, skipped, now })
    }
}

impl Source for Trakt {
    fn files(&self) -> &[String] {
        &self.files
    }

    fn read(&mut self, file: usize, sink: &mut Sink<'_>) -> Result<(), SourceError> {
        let (content, now) = (&self.contents[file], self.now);
        let end = json_list::read_list(self.archive.read(&self.files[file])?, |element| {
            let element = match serde_json::from_str::<Element>(element) {
                Ok(element) => element,
                Err(error) => return sink(Err(Problem::new(clip(element, 100), format!("not as expected: {error}")))),
            };
            if *content == Content::Watched && element.show.is_some() {
                return watched_show(&element, now, sink);
            }
            sink(record(content, &element, now))
        });
        if let Err(problem) = end {
            let _ = sink(Err(Problem::new("", problem)));
        }
        Ok(())
    }

    fn remarks(&self) -> Remarks {
        Remarks { skipped_files: self.skipped.clone(), unknown_columns: Vec::new() }
    }
}

/// What the person's lists are called, by Trakt's number for them. Without that file a list is called as its own file is.
fn lists(archive: &mut Archive, names: &[String]) -> HashMap<String, ListInfo> {
    let mut lists = HashMap::new();
    if let Some(name) = names.iter().find(|name| stem(name) == "lists-lists")
        && let Ok(reader) = archive.read(name)
    {
        let _ = json_list::read_list(reader, |element| {
            if let Ok(list) = serde_json::from_str::<ListInfo>(element)
                && let Some(id) = list.ids.trakt.as_ref().and_then(text)
            {
                lists.insert(id, list);
            }
            if lists.len() < MAX_LISTS { ControlFlow::Continue(()) } else { ControlFlow::Break(()) }
        });
    }
    lists
}

fn stem(name: &str) -> String {
    name.to_lowercase().replace('_', "-").trim_end_matches(".json").to_owned()
}

fn content(name: &str, lists: &HashMap<String, ListInfo>) -> Option<Content> {
    let stem = stem(name);
    let starts = |prefix: &str| stem.starts_with(prefix);
    if !name.to_lowercase().ends_with(".json") || starts("ratings-lists") || starts("comments-lists") || starts("comments-users")
    {
        return None;
    }
    if let Some(rest) = stem.strip_prefix("lists-list-") {
        let (id, slug) = rest.split_once('-').unwrap_or((rest, rest));
        let info = lists.get(id);
        let called = info.map_or_else(|| slug.replace('-', " "), |info| info.name.replace(char::is_control, " "));
        let name = Some(clip(called.trim(), 200))
            .filter(|name| !name.is_empty())
            .unwrap_or_else(|| format!("Trakt list {}", clip(id, 20)));
        let description =
            info.and_then(|info| info.description.as_deref()).map(|text| clip(text, 5_000)).filter(|text| !text.is_empty());
        return Some(Content::List { name, description });
    }
    [
        ("watched-history", Content::History),
        ("history", Content::History),
        ("watched-movies", Content::Watched),
        ("watched-shows", Content::Watched),
        ("ratings", Content::Ratings),
        ("comments", Content::Comments),
        ("lists-watchlist", Content::Watchlist),
        ("watchlist", Content::Watchlist),
        ("lists-favorites", Content::Favorites),
        ("favorites", Content::Favorites),
        ("collection", Content::Collection),
    ]
    .into_iter()
    .find(|(prefix, _)| starts(prefix))
    .map(|(_, content)| content)
}

fn rank(content: &Content) -> u8 {
    match content {
        Content::History => 0,
        Content::Watched => 1,
        Content::Ratings => 2,
        Content::Comments => 3,
        Content::Favorites => 4,
        Content::Watchlist => 5,
        Content::List { .. } => 6,
        Content::Collection => 7,
    }
}

fn record(content: &Content, element: &Element, now: DateTime<Utc>) -> Parsed {
    let (media_type, nodes) = element.nodes()?;
    let mut record = Record { nodes, media_type, person: Person::Importer, facts: Facts::default() };
    let label = record.label();
    let wrong = |field: &str, why: &str| Problem::new(label.clone(), format!("{field}: {why}"));
    let time = |field: &str, value: &Option<String>| moment(value.as_deref(), now).map_err(|why| wrong(field, why));
    let is_whole = record.nodes.len() == 1 && element.movie.is_some();
    match content {
        Content::History => {
            let id = element.id.as_ref().and_then(text).ok_or_else(|| wrong("id", "the play has none"))?;
            if !is_whole && record.nodes.len() != 3 {
                return Err(wrong("type", "only films and episodes are watched"));
            }
            set_play(&mut record.facts, time("watched_at", &element.watched_at)?, id, is_whole, now);
        }
        Content::Watched => {
            let id =
                format!("watched:{}", record.nodes[0].keys.first().map_or_else(|| label.clone(), |key| key.external_id.clone()));
            set_play(&mut record.facts, time("last_watched_at", &element.last_watched_at)?, clip(&id, 200), is_whole, now);
        }
        Content::Ratings => {
            let rating =
                element.rating.filter(|rating| (1.0..=10.0).contains(rating)).ok_or_else(|| wrong("rating", "give 1 to 10"))?;
            #[expect(clippy::cast_possible_truncation, reason = "from 10 to 100, as just checked")]
            let rating = (rating * 10.0).round() as i16;
            let rated_at = time("rated_at", &element.rated_at)?.unwrap_or(now);
            record.facts.rating = Some(RatingFact { rating, rating_type: RatingType::Numeric, rated_at });
        }
        Content::Comments => {
            let comment = element.comment.as_ref().ok_or_else(|| wrong("comment", "is missing"))?;
            let content = clip(comment.comment.as_deref().unwrap_or_default().trim(), 50_000);
            if content.is_empty() {
                return Err(wrong("comment", "is empty"));
            }
            record.facts.review = Some(ReviewFact { content, contains_spoilers: comment.spoiler });
        }
        Content::Favorites => {
            let added_at = time("listed_at", &element.listed_at)?.unwrap_or(now);
            let status = if is_whole { "completed" } else { "watching" };
            record.nodes.truncate(1);
            record.facts.entry = Some(EntryFact {
                status,
                is_stated: false,
                added_at,
                notes: notes(element),
                is_favorite: true,
                is_private: false,
            });
        }
        Content::Watchlist | Content::List { .. } | Content::Collection => {
            let listed = [
                ("listed_at", &element.listed_at),
                ("collected_at", &element.collected_at),
                ("last_collected_at", &element.last_collected_at),
            ];
            let mut added_at = None;
            for (field, value) in listed {
                added_at = added_at.or(time(field, value)?);
            }
            let (kind, name, description) = match content {
                Content::List { name, description } => (ListKind::Manual, name.clone(), description.clone()),
                Content::Collection => (ListKind::Manual, "Collection".to_owned(), None),
                _ => (ListKind::Watchlist, "Watchlist".to_owned(), None),
            };
            record.facts.list =
                Some(ListFact { kind, name, description, added_at: added_at.unwrap_or(now), notes: notes(element) });
        }
    }
    Ok(record)
}

fn notes(element: &Element) -> Option<String> {
    element.notes.as_deref().map(|notes| clip(notes.trim(), 5_000)).filter(|notes| !notes.is_empty())
}

fn set_play(facts: &mut Facts, at: Option<DateTime<Utc>>, id: String, is_whole: bool, now: DateTime<Utc>) {
    let (watched_at, precision) = at.map_or((DateTime::UNIX_EPOCH, DatePrecision::Unknown), |at| (at, DatePrecision::Second));
    facts.play = Some(PlayFact::at((watched_at, precision), Some(id)));
    let status = if is_whole { "completed" } else { "watching" };
    facts.entry = Some(EntryFact {
        status,
        is_stated: false,
        added_at: at.unwrap_or(now),
        notes: None,
        is_favorite: false,
        is_private: false,
    });
}

/// An element of `watched-shows.json` holds many plays: the newest of each episode.
fn watched_show(element: &Element, now: DateTime<Utc>, sink: &mut Sink<'_>) -> ControlFlow<()> {
    let (media_type, show) = match element.nodes() {
        Ok((media_type, mut nodes)) => {
            nodes.truncate(1);
            (media_type, nodes)
        }
        Err(problem) => return sink(Err(problem)),
    };
    let mut any = false;
    for season in &element.seasons {
        for episode in &season.episodes {
            any = true;
            let label = show[0].name.clone().unwrap_or_default();
            let parsed = match (season.number, episode.number, moment(episode.last_watched_at.as_deref(), now)) {
                (Some(season), Some(number), Ok(at)) if is_place(season) && is_place(number) => {
                    let id = show[0].keys.first().map_or_else(|| label.clone(), |key| key.external_id.clone());
                    let mut facts = Facts::default();
                    set_play(&mut facts, at, clip(&format!("watched:{id}:{season}:{number}"), 200), false, now);
                    let mut nodes = show.clone();
                    nodes.extend([record::season(season), record::episode(number)]);
                    Ok(Record { nodes, media_type, person: Person::Importer, facts })
                }
                (_, _, Err(why)) => Err(Problem::new(label, format!("last_watched_at: {why}"))),
                _ => Err(Problem::new(label, "seasons: an episode's number is missing")),
            };
            sink(parsed)?;
        }
    }
    if any {
        ControlFlow::Continue(())
    } else {
        sink(Err(Problem::new(show[0].name.clone().unwrap_or_default(), "seasons: it is not said which episodes were watched")))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    proptest::proptest! {
        #[test]
        fn no_element_makes_it_panic(
            kind in "(movie|show|season|episode|person)",
            field in "(id|watched_at|rating|movie|show|season|episode|comment|seasons)",
            value in "(null|1|-1|1e99|\"x\"|\"1970-01-01T00:00:00.000Z\"|\\[\\]|\\{\\}|\\{\"ids\":\\{\"trakt\":1\\}\\}|\\[\\{\"number\":1,\"episodes\":\\[\\{\"number\":-4\\}\\]\\}\\])",
        ) {
            let text = format!("{{\"type\":\"{kind}\",\"show\":{{\"title\":\"X\",\"ids\":{{}}}},\"{field}\":{value}}}");
            let now = DateTime::UNIX_EPOCH;
            if let Ok(element) = serde_json::from_str::<Element>(&text) {
                for content in [Content::History, Content::Watched, Content::Ratings, Content::Comments, Content::Favorites, Content::Watchlist, Content::Collection] {
                    let _ = record(&content, &element, now);
                    let _ = watched_show(&element, now, &mut |_| ControlFlow::Continue(()));
                }
            }
        }
    }
}

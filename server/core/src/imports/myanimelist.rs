//! The export of a MyAnimeList account: XML, mostly packed as `.xml.gz`, with an element for each anime or manga.

use std::collections::HashMap;
use std::io::BufReader;
use std::ops::ControlFlow;
use std::path::Path;

use chrono::{DateTime, Utc};
use chrono_tz::Tz;
use medianest_db::catalogue::builtin;
use medianest_db::{DatePrecision, MediaTypeId, RatingType};
use quick_xml::Reader;
use quick_xml::escape::resolve_predefined_entity;
use quick_xml::events::{BytesRef, Event};

use super::archive::{Archive, RowReader};
use super::documents;
use super::record::{self, EntryFact, Facts, Node, PlayFact, Problem, RatingFact, Record, clip};
use super::source::{Remarks, Sink, Source, SourceError};
use super::tables::entry;
use super::words;
use crate::catalogue::external_ids;

/// No anime has more episodes than this.
const MAX_EPISODES: i32 = 10_000;
/// More times through than this are not told one by one.
const MAX_TIMES: i32 = 50;

pub(super) struct MyAnimeList {
    archive: Archive,
    files: Vec<String>,
    skipped: Vec<String>,
    zone: Tz,
    now: DateTime<Utc>,
}

impl MyAnimeList {
    pub(super) fn open(path: &Path, name: &str, zone: Tz, now: DateTime<Utc>) -> Result<Self, SourceError> {
        let mut archive = Archive::open(path, name)?;
        let (files, skipped): (Vec<String>, Vec<String>) =
            archive.names().into_iter().partition(|name| documents::start(&mut archive, name).contains("<myanimelist>"));
        if files.is_empty() {
            return Err(SourceError::Unusable("this is no MyAnimeList export: it holds no <myanimelist>".to_owned()));
        }
        Ok(Self { archive, files, skipped, zone, now })
    }
}

impl Source for MyAnimeList {
    fn files(&self) -> &[String] {
        &self.files
    }

    fn read(&mut self, file: usize, sink: &mut Sink<'_>) -> Result<(), SourceError> {
        let reader = self.archive.read(&self.files[file])?;
        let read = read_titles(reader, &mut |title| title.tell(self.zone, self.now, sink));
        if let Err(error) = read {
            let _ = sink(Err(Problem::new("", format!("the rest of the file cannot be read: {error}"))));
        }
        Ok(())
    }

    fn remarks(&self) -> Remarks {
        Remarks { skipped_files: self.skipped.clone(), unknown_columns: Vec::new() }
    }
}

/// Reads title by title; the file itself is never in memory.
fn read_titles(reader: RowReader<'_>, each: &mut dyn FnMut(&Title) -> ControlFlow<()>) -> Result<(), quick_xml::Error> {
    let budget = reader.budget();
    let mut xml = Reader::from_reader(BufReader::new(reader));
    let mut buffer = Vec::new();
    let (mut title, mut field) = (None::<Title>, None::<String>);
    loop {
        buffer.clear();
        match xml.read_event_into(&mut buffer)? {
            Event::Start(start) => match (start.name().as_ref(), &mut title) {
                (kind @ ("anime" | "manga"), None) => {
                    budget.renew();
                    title = Some(Title { is_manga: kind == "manga", fields: HashMap::new() });
                }
                (name, Some(_)) => field = Some(name.to_owned()),
                (_, None) => {}
            },
            Event::Text(text) => add(&mut title, field.as_deref(), &text),
            Event::CData(text) => add(&mut title, field.as_deref(), &text),
            Event::GeneralRef(name) => add(&mut title, field.as_deref(), &reference(&name)),
            Event::End(end) => match end.name().as_ref() {
                "anime" | "manga" => {
                    if let Some(title) = title.take()
                        && each(&title).is_break()
                    {
                        return Ok(());
                    }
                    budget.renew();
                }
                _ => field = None,
            },
            Event::Eof => return Ok(()),
            _ => {}
        }
    }
}

fn add(title: &mut Option<Title>, field: Option<&str>, text: &str) {
    if let (Some(title), Some(field)) = (title, field) {
        title.fields.entry(field.to_owned()).or_default().push_str(text);
    }
}

/// What a reference stands for; one that stands for nothing stays as it is.
fn reference(name: &BytesRef<'_>) -> String {
    match name.resolve_char_ref() {
        Ok(Some(char)) => char.to_string(),
        _ => resolve_predefined_entity(name).map_or_else(|| format!("&{};", &**name), ToOwned::to_owned),
    }
}

/// An anime or a manga, and what its person did with it.
struct Title {
    is_manga: bool,
    fields: HashMap<String, String>,
}

/// When a title was begun and finished, as far as that is known.
type Dates = (Option<(DateTime<Utc>, DatePrecision)>, Option<(DateTime<Utc>, DatePrecision)>);

impl Title {
    /// A value; `None` where it is empty.
    fn get(&self, field: &str) -> Option<&str> {
        self.fields.get(field).map(|value| value.trim()).filter(|value| !value.is_empty())
    }

    fn number(&self, field: &str) -> i32 {
        self.get(field).and_then(|text| text.parse().ok()).unwrap_or_default()
    }

    fn wrong(&self, field: &str, why: &str) -> Problem {
        let title = self.get("series_title").or(self.get("manga_title")).unwrap_or_default();
        Problem::new(title, format!("{field}: {why}"))
    }

    fn tell(&self, zone: Tz, now: DateTime<Utc>, sink: &mut Sink<'_>) -> ControlFlow<()> {
        let read = self.about().and_then(|about| Ok((about, self.dates(zone, now)?)));
        let ((media_type, node), dates) = match read {
            Ok(read) => read,
            Err(problem) => return sink(Err(problem)),
        };
        let facts = match self.kept(media_type, dates, now) {
            Ok(facts) => facts,
            Err(problem) => return sink(Err(problem)),
        };
        sink(Ok(Record::of(media_type, vec![node.clone()], facts)))?;
        self.again(media_type, &node, sink)?;
        self.episodes(media_type, &node, dates, sink)
    }

    fn about(&self) -> Result<(MediaTypeId, Node), Problem> {
        let (id, title, kind) = if self.is_manga {
            ("manga_mangadb_id", "manga_title", "manga")
        } else {
            ("series_animedb_id", "series_title", "anime")
        };
        let id = self.get(id).ok_or_else(|| self.wrong(id, "it has none"))?;
        let key = external_ids::key("myanimelist", kind, id).map_err(|error| self.wrong(kind, &error.to_string()))?;
        let name = self.get(title).and_then(words::title).ok_or_else(|| self.wrong(title, "it has none"))?;
        let media_type = match (self.is_manga, self.get("series_type")) {
            (true, _) => builtin::BOOK,
            (false, Some("Movie")) => builtin::MOVIE,
            (false, _) => builtin::TV,
        };
        Ok((media_type, Node { name: Some(name), keys: vec![key], ..Node::default() }))
    }

    fn dates(&self, zone: Tz, now: DateTime<Utc>) -> Result<Dates, Problem> {
        let date = |field: &str| {
            words::date_with_zeros(self.get(field).unwrap_or_default(), zone, now).map_err(|why| self.wrong(field, why))
        };
        Ok((date("my_start_date")?, date("my_finish_date")?))
    }

    /// What is kept of the title as a whole; of one without episodes also its play.
    fn kept(&self, media_type: MediaTypeId, (started, finished): Dates, now: DateTime<Utc>) -> Result<Facts, Problem> {
        let status = self.get("my_status").map(|text| status(text).ok_or_else(|| self.wrong("my_status", "it is not known")));
        let status = status.transpose()?;
        let known_at = started.or(finished).map(|(at, _)| at);
        let mut facts = Facts {
            entry: Some(EntryFact {
                status: status.unwrap_or("plan_to_watch"),
                is_stated: status.is_some(),
                notes: self.get("my_comments").and_then(|text| words::text(text, 20_000)),
                ..entry("plan_to_watch", known_at.unwrap_or(now))
            }),
            tags: words::tags(self.get("my_tags").unwrap_or_default().split(',')),
            ..Facts::default()
        };
        let score = self.number("my_score");
        if !(0..=10).contains(&score) {
            return Err(self.wrong("my_score", "give 0 to 10"));
        }
        if let Ok(score) = i16::try_from(score)
            && score > 0
        {
            let rated_at = finished.or(started).map_or(now, |(at, _)| at);
            facts.rating = Some(RatingFact { rating: score * 10, rating_type: RatingType::Numeric, rated_at });
        }
        if media_type != builtin::TV && status == Some("completed") {
            facts.play = Some(Self::play(finished, &self.play_id("")));
        }
        Ok(facts)
    }

    /// The further times through a title without episodes, of which it is not known when they were.
    fn again(&self, media_type: MediaTypeId, node: &Node, sink: &mut Sink<'_>) -> ControlFlow<()> {
        let times = if media_type == builtin::TV { 0 } else { self.number("my_times_watched").max(self.number("my_times_read")) };
        for time in 1..=times.min(MAX_TIMES) {
            let play = Self::play(None, &self.play_id(&format!(":again{time}")));
            sink(Ok(Record::of(media_type, vec![node.clone()], Facts { play: Some(play), ..Facts::default() })))?;
        }
        ControlFlow::Continue(())
    }

    /// The episodes that were watched: the first when it was begun, the last when it was finished, the others some time.
    fn episodes(&self, media_type: MediaTypeId, node: &Node, (started, finished): Dates, sink: &mut Sink<'_>) -> ControlFlow<()> {
        let watched = if media_type == builtin::TV { self.number("my_watched_episodes").min(MAX_EPISODES) } else { 0 };
        for number in 1..=watched {
            let at = match number {
                _ if number == watched && finished.is_some() => finished,
                1 => started,
                _ => None,
            };
            let facts = Facts { play: Some(Self::play(at, &self.play_id(&format!(":{number}")))), ..Facts::default() };
            let nodes = vec![node.clone(), record::season(1), record::episode(number)];
            sink(Ok(Record::of(media_type, nodes, facts)))?;
        }
        ControlFlow::Continue(())
    }

    fn play(at: Option<(DateTime<Utc>, DatePrecision)>, id: &str) -> PlayFact {
        let id = Some(id.to_owned());
        at.map_or_else(|| PlayFact::some_time(id.clone()), |at| PlayFact::at(at, id.clone()))
    }

    fn play_id(&self, place: &str) -> String {
        let (kind, id) = if self.is_manga { ("manga", "manga_mangadb_id") } else { ("anime", "series_animedb_id") };
        clip(&format!("{kind}:{}{place}", self.get(id).unwrap_or_default()), 200)
    }
}

/// Old exports have numbers for them.
fn status(text: &str) -> Option<&'static str> {
    match text {
        "Watching" | "Reading" | "1" => Some("watching"),
        "Completed" | "2" => Some("completed"),
        "On-Hold" | "3" => Some("on_hold"),
        "Dropped" | "4" => Some("dropped"),
        "Plan to Watch" | "Plan to Read" | "6" => Some("plan_to_watch"),
        _ => None,
    }
}

use chrono::{DateTime, Utc};
use medianest_db::catalogue::ExternalKey;
use medianest_db::{DatePrecision, ListKind, MediaTypeId, RatingType};

/// What one row of a source says, whatever the source: what it is about, and what somebody did with it.
#[derive(Debug, Clone)]
pub(super) struct Record {
    /// What it is about, from the top of its hierarchy down: a film; or a show, a season, an episode.
    pub nodes: Vec<Node>,
    /// The media type of all of them.
    pub media_type: MediaTypeId,
    /// Whose facts these are.
    pub person: Person,
    /// What somebody did with it.
    pub facts: Facts,
}

/// One level of what a row is about.
#[derive(Debug, Clone, Default)]
pub(super) struct Node {
    /// Its ids elsewhere, the most trusted first.
    pub keys: Vec<ExternalKey>,
    /// Its title. Without one it can be found, not made.
    pub name: Option<String>,
    pub original_name: Option<String>,
    pub year: Option<i16>,
    /// Its number in the level above.
    pub position: Option<i32>,
    pub runtime_seconds: Option<i32>,
    pub genres: Vec<String>,
    /// How many episodes of it, specials apart, have been aired, where the source says so.
    pub aired_episodes: Option<i64>,
}

/// Whose facts a row tells.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum Person {
    /// The person who imports.
    Importer,
    /// A person of the MovieLens data.
    MovieLens(u32),
}

/// What somebody did with an item.
#[derive(Debug, Clone, Default)]
pub(super) struct Facts {
    pub play: Option<PlayFact>,
    pub rating: Option<RatingFact>,
    /// About the top of the hierarchy: it is shows that are kept in a library, not episodes.
    pub entry: Option<EntryFact>,
    /// Words that the person files it under, in their library.
    pub tags: Vec<String>,
    pub list: Option<ListFact>,
    pub review: Option<ReviewFact>,
}

/// A play.
#[derive(Debug, Clone)]
pub(super) struct PlayFact {
    pub watched_at: DateTime<Utc>,
    pub precision: DatePrecision,
    /// The source's id of the play; without one the play's content is its id.
    pub source_event_id: Option<String>,
    /// From when and how long it went, where the source says so.
    pub span: Option<Span>,
    /// Whether only its person may know of it.
    pub is_private: bool,
}

/// From when and how long a play went.
#[derive(Debug, Clone, Copy)]
pub(super) struct Span {
    pub started_at: DateTime<Utc>,
    pub watched_seconds: Option<i32>,
}

/// A rating.
#[derive(Debug, Clone)]
pub(super) struct RatingFact {
    pub rating: i16,
    pub rating_type: RatingType,
    pub rated_at: DateTime<Utc>,
}

/// An entry of a library.
#[derive(Debug, Clone)]
pub(super) struct EntryFact {
    pub status: &'static str,
    /// Whether the source names the status; else it follows from what was done, and gives way.
    pub is_stated: bool,
    pub added_at: DateTime<Utc>,
    pub notes: Option<String>,
    pub is_favorite: bool,
    pub is_private: bool,
}

/// A place on a list.
#[derive(Debug, Clone)]
pub(super) struct ListFact {
    pub kind: ListKind,
    pub name: String,
    pub description: Option<String>,
    pub added_at: DateTime<Utc>,
    pub notes: Option<String>,
}

/// A review.
#[derive(Debug, Clone)]
pub(super) struct ReviewFact {
    pub content: String,
    pub contains_spoilers: bool,
}

/// Why a row cannot be used.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Problem {
    /// What the row is about, as far as it could be read.
    pub item: String,
    /// What is wrong, and in which column.
    pub error: String,
}

impl Problem {
    pub(super) fn new(item: impl Into<String>, error: impl Into<String>) -> Self {
        Self { item: clip(&item.into(), 200), error: clip(&error.into(), 1_000) }
    }
}

impl PlayFact {
    /// A play of which no more is known than when it was.
    pub(super) fn at((watched_at, precision): (DateTime<Utc>, DatePrecision), source_event_id: Option<String>) -> Self {
        Self { watched_at, precision, source_event_id, span: None, is_private: false }
    }

    /// A play of which it is not known when it was.
    pub(super) fn some_time(source_event_id: Option<String>) -> Self {
        Self::at((DateTime::UNIX_EPOCH, DatePrecision::Unknown), source_event_id)
    }
}

impl Record {
    /// What the person who imports did with something.
    pub(super) fn of(media_type: MediaTypeId, nodes: Vec<Node>, facts: Facts) -> Self {
        Self { nodes, media_type, person: Person::Importer, facts }
    }

    /// What the row is about, for the list of errors.
    pub(super) fn label(&self) -> String {
        let parts: Vec<String> = self.nodes.iter().filter_map(Node::label).collect();
        parts.join(" · ")
    }
}

impl Node {
    fn label(&self) -> Option<String> {
        match (&self.name, self.keys.first()) {
            (Some(name), _) => Some(self.year.map_or_else(|| name.clone(), |year| format!("{name} ({year})"))),
            (None, Some(key)) => Some(format!("{} {} {}", key.provider, key.kind, key.external_id)),
            (None, None) => self.position.map(|position| position.to_string()),
        }
    }
}

/// The first `length` characters, without the NUL that PostgreSQL refuses.
pub(super) fn clip(text: &str, length: usize) -> String {
    text.chars().filter(|char| *char != '\0').take(length).collect()
}

/// A season of the level above; season 0 holds the specials.
pub(super) fn season(number: i32) -> Node {
    let name = if number == 0 { "Specials".to_owned() } else { format!("Season {number}") };
    Node { name: Some(name), position: Some(number), ..Node::default() }
}

/// An episode of the level above, known by its number only.
pub(super) fn episode(number: i32) -> Node {
    Node { name: Some(format!("Episode {number}")), position: Some(number), ..Node::default() }
}

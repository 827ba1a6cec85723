//! What a person did with what, page by page.

use chrono::{DateTime, Utc};
use medianest_db::diary::{
    HistoryFilter, InteractionEvent, LibraryEntry, LibraryFilter, LibraryKey, LibrarySort, Play, Rating, RatingFilter,
};
use medianest_db::exports::{AccountTable, OwnReview};
use medianest_db::lists::{ListItem, ListKey, UserList};
use medianest_db::{InteractionEventId, ListId, ListKind, ListSortOrder, MediaItemId, PlayId, RatingId, ReviewId};
use serde_json::Value;

use super::items::{Items, Types};
use crate::policy::exports::Whole;
use crate::{App, Result};

/// How many facts are in memory at a time.
const PAGE: i64 = 1_000;

/// A part of what there is of a person.
#[derive(Clone)]
pub(super) enum Section {
    /// Their plays, newest first.
    Plays,
    /// Their ratings.
    Ratings,
    /// Their library.
    Library,
    /// Their reviews.
    Reviews,
    /// Their lists, without what is on them.
    Lists(Vec<UserList>),
    /// What is on one of their lists, in its order.
    List(Box<UserList>),
    /// What their players told.
    Events,
    /// A table that the diary does not tell of.
    Table(&'static AccountTable),
}

/// One thing of a section.
pub(super) enum Fact {
    Play(Play),
    Rating(Rating),
    Entry(LibraryEntry),
    Review(OwnReview),
    List(UserList),
    Listed(ListItem),
    Event(InteractionEvent),
    Row(Value),
}

impl Fact {
    /// What it is about.
    pub(super) fn item(&self) -> Option<MediaItemId> {
        match self {
            Self::Play(play) => Some(play.media_item_id),
            Self::Rating(rating) => Some(rating.media_item_id),
            Self::Entry(entry) => Some(entry.media_item_id),
            Self::Review(review) => Some(review.media_item_id),
            Self::Listed(listed) => Some(listed.media_item_id),
            Self::Event(event) => Some(event.media_item_id),
            Self::List(_) | Self::Row(_) => None,
        }
    }
}

/// Where the next page begins.
enum Next {
    Start,
    Play(DateTime<Utc>, PlayId),
    Rating(DateTime<Utc>, RatingId),
    Entry(LibraryKey),
    Review(ReviewId),
    Listed(ListKey),
    Event(DateTime<Utc>, InteractionEventId),
    Row(String),
    End,
}

/// Reads a section. It takes a connection for each page anew, so that whoever takes the pages slowly holds none.
pub(super) struct Reader<'a> {
    app: &'a App,
    whole: &'a Whole,
    types: &'a Types,
    section: &'a Section,
    next: Next,
}

impl<'a> Reader<'a> {
    pub(super) fn new(app: &'a App, whole: &'a Whole, types: &'a Types, section: &'a Section) -> Self {
        Self { app, whole, types, section, next: Next::Start }
    }

    /// The next facts, and what they are about; `None` when there are no more.
    pub(super) async fn page(&mut self) -> Result<Option<(Vec<Fact>, Items)>> {
        if matches!(self.next, Next::End) {
            return Ok(None);
        }
        let conn = self.app.db().await?;
        let (Whole { user, scope, .. }, next) = (self.whole, std::mem::replace(&mut self.next, Next::End));
        let facts: Vec<Fact> = match self.section {
            Section::Plays => {
                let after = if let Next::Play(at, id) = next { Some((at, id)) } else { None };
                let plays = Play::history(&conn, scope, &HistoryFilter::default(), after, PAGE).await?;
                self.go_on(plays.len(), plays.last().map(|play| Next::Play(play.watched_at, play.id)));
                plays.into_iter().map(Fact::Play).collect()
            }
            Section::Ratings => {
                let after = if let Next::Rating(at, id) = next { Some((at, id)) } else { None };
                let ratings = Rating::page(&conn, scope, &RatingFilter::default(), after, PAGE).await?;
                self.go_on(ratings.len(), ratings.last().map(|rating| Next::Rating(rating.rated_at, rating.id)));
                ratings.into_iter().map(Fact::Rating).collect()
            }
            Section::Library => {
                let after = if let Next::Entry(key) = next { Some(key) } else { None };
                let filter = LibraryFilter::default();
                let entries = LibraryEntry::page(&conn, scope, &filter, LibrarySort::Added, after, PAGE).await?;
                self.go_on(entries.len(), entries.last().map(|(_, key)| Next::Entry(key.clone())));
                entries.into_iter().map(|(entry, _)| Fact::Entry(entry)).collect()
            }
            Section::Reviews => {
                let after = if let Next::Review(id) = next { Some(id) } else { None };
                let reviews = OwnReview::page(&conn, *user, after, PAGE).await?;
                self.go_on(reviews.len(), reviews.last().map(|review| Next::Review(review.id)));
                reviews.into_iter().map(Fact::Review).collect()
            }
            Section::Lists(lists) => lists.iter().cloned().map(Fact::List).collect(),
            Section::List(list) => {
                let after = if let Next::Listed(key) = next { Some(key) } else { None };
                let items = ListItem::page(&conn, list.id, Some(*user), ListSortOrder::Manual, after, PAGE).await?;
                self.go_on(items.len(), items.last().map(|(_, key)| Next::Listed(key.clone())));
                items.into_iter().map(|(item, _)| Fact::Listed(item)).collect()
            }
            Section::Events => {
                let after = if let Next::Event(at, id) = next { Some((at, id)) } else { None };
                let events = InteractionEvent::page(&conn, *user, None, after, PAGE).await?;
                self.go_on(events.len(), events.last().map(|event| Next::Event(event.occurred_at, event.id)));
                events.into_iter().map(Fact::Event).collect()
            }
            Section::Table(table) => {
                let after = if let Next::Row(key) = &next { Some(key.as_str()) } else { None };
                let rows = table.page(&conn, *user, after, PAGE).await?;
                self.go_on(rows.len(), rows.last().map(|row| Next::Row(row.key.clone())));
                rows.into_iter().map(|row| Fact::Row(row.data)).collect()
            }
        };
        let about: Vec<MediaItemId> = facts.iter().filter_map(Fact::item).collect();
        let items = Items::load(&conn, &about, self.types).await?;
        Ok((!facts.is_empty()).then_some((facts, items)))
    }

    fn go_on(&mut self, read: usize, next: Option<Next>) {
        let is_full = i64::try_from(read).is_ok_and(|read| read == PAGE);
        self.next = next.filter(|_| is_full).unwrap_or(Next::End);
    }
}

/// The lists that a person owns and that hold what was put on them.
pub(super) async fn lists(app: &App, whole: &Whole) -> Result<Vec<UserList>> {
    let mut lists = Vec::new();
    let mut after: Option<ListId> = None;
    loop {
        let page = UserList::page(&*app.db().await?, whole.sight, Some(whole.user), after, PAGE).await?;
        after = page.last().map(|list| list.id);
        lists.extend(page.into_iter().filter(|list| list.kind != ListKind::Smart));
        if after.is_none() {
            return Ok(lists);
        }
    }
}

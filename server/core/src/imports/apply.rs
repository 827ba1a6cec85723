//! From rows to the diary: everything a chunk of rows says, written with a few statements.

use std::collections::{HashMap, HashSet};

use medianest_db::imports::{self as rows, ImportJob, Owned};
use medianest_db::{AsyncPgConnection, UserId};
use serde_json::json;

use super::record::{Person, Problem, Record};
use super::report::ImportReport;
use super::resolve::{self, Target};
use super::source::Parsed;
use super::{lists, plays};
use crate::policy::Actor;
use crate::{App, Result};

/// What became of a row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Outcome {
    /// It brought something new.
    Created,
    /// It said what was known.
    Unchanged,
    /// It could not be used.
    Failed(Problem),
}

/// A row that is about an item, and whose facts it tells.
pub(super) struct Line<'a> {
    /// Where it stands in its chunk.
    pub index: usize,
    pub record: &'a Record,
    pub target: Target,
    pub user: UserId,
}

impl Line<'_> {
    /// The person and the item itself.
    pub(super) fn about(&self) -> Owned {
        Owned { user_id: self.user, media_item_id: self.target.leaf }
    }

    /// The person and the top of the item's hierarchy.
    pub(super) fn about_root(&self) -> Owned {
        Owned { user_id: self.user, media_item_id: self.target.root }
    }
}

/// What all steps of a chunk share.
pub(super) struct Work<'a> {
    pub app: &'a App,
    pub conn: &'a AsyncPgConnection,
    pub job: &'a ImportJob,
    pub timezone: &'a str,
    /// Which rows brought something new.
    pub created: HashSet<usize>,
    pub report: &'a mut ImportReport,
}

/// Writes what the rows say, in the caller's transaction; answers what became of each.
pub(super) async fn apply(
    app: &App,
    actor: &Actor,
    conn: &AsyncPgConnection,
    job: &ImportJob,
    timezone: &str,
    chunk: &[Parsed],
    report: &mut ImportReport,
) -> Result<Vec<Outcome>> {
    let mut outcomes: Vec<Outcome> = chunk
        .iter()
        .map(|parsed| parsed.as_ref().map_or_else(|problem| Outcome::Failed(problem.clone()), |_| Outcome::Unchanged))
        .collect();
    let usable: Vec<(usize, &Record)> =
        chunk.iter().enumerate().filter_map(|(index, row)| Some((index, row.as_ref().ok()?))).collect();
    let records: Vec<&Record> = usable.iter().map(|(_, record)| *record).collect();
    let targets = resolve::targets(app, actor, conn, job.id, &records).await?;
    let mut work = Work { app, conn, job, timezone, created: HashSet::new(), report };
    let people = people(&mut work, &usable).await?;
    let mut lines = Vec::with_capacity(usable.len());
    for ((index, record), target) in usable.into_iter().zip(targets) {
        match (target, people.get(&record.person)) {
            (Ok(target), Some(user)) => {
                if target.brought {
                    work.created.insert(index);
                }
                lines.push(Line { index, record, target, user: *user });
            }
            (Ok(_), None) => outcomes[index] = Outcome::Failed(Problem::new(record.label(), "there is no such person")),
            (Err(why), _) => outcomes[index] = Outcome::Failed(Problem::new(record.label(), why)),
        }
    }
    entries(&mut work, &lines).await?;
    ratings(&mut work, &lines).await?;
    plays::write(&mut work, &lines).await?;
    reviews(&mut work, &lines).await?;
    lists::write(&mut work, &lines).await?;
    for index in work.created {
        if outcomes[index] == Outcome::Unchanged {
            outcomes[index] = Outcome::Created;
        }
    }
    Ok(outcomes)
}

/// Who the people of the rows are here. People of the MovieLens data are made: unclaimed, and open to the members of this
/// installation, since they are nobody's private life.
async fn people(work: &mut Work<'_>, records: &[(usize, &Record)]) -> Result<HashMap<Person, UserId>> {
    let mut people = HashMap::from([(Person::Importer, work.job.user_id)]);
    let mut first_row: HashMap<u32, usize> = HashMap::new();
    for (index, record) in records {
        if let Person::MovieLens(number) = record.person {
            first_row.entry(number).or_insert(*index);
        }
    }
    if first_row.is_empty() {
        return Ok(people);
    }
    let mut numbers: Vec<u32> = first_row.keys().copied().collect();
    numbers.sort_unstable();
    let wanted: Vec<(u32, UserId)> = numbers.into_iter().map(|number| (number, work.app.new_id())).collect();
    let privacy = json!({
        "profile": "members", "history": "members", "stats": "members", "currently_watching": "members", "allow_friend_requests": false,
    });
    for person in rows::ensure_movielens_people(work.conn, work.job.id, &wanted, &privacy).await? {
        let Ok(number) = person.number.parse() else { continue };
        people.insert(Person::MovieLens(number), person.id);
        if person.made
            && let Some(index) = first_row.get(&number)
        {
            work.created.insert(*index);
        }
    }
    Ok(people)
}

async fn entries(work: &mut Work<'_>, lines: &[Line<'_>]) -> Result<()> {
    let told = lines.iter().filter_map(|line| Some((line, line.record.facts.entry.as_ref()?)));
    let mut new: Vec<rows::NewEntry> = Vec::new();
    let mut place: HashMap<Owned, usize> = HashMap::new();
    let mut changes: Vec<rows::EntryChange> = Vec::new();
    let mut told_by: Vec<(usize, usize)> = Vec::new();
    for (line, fact) in told {
        let owned = line.about_root();
        let at = *place.entry(owned).or_insert_with(|| {
            new.push(rows::NewEntry {
                id: work.app.new_id(),
                owned,
                status: fact.status.to_owned(),
                notes: fact.notes.clone(),
                is_favorite: fact.is_favorite,
                is_private: fact.is_private,
                added_at: fact.added_at,
            });
            changes.push(rows::EntryChange {
                owned,
                status: None,
                added_at: fact.added_at,
                is_favorite: false,
                notes: None,
                tags: Vec::new(),
            });
            new.len() - 1
        });
        told_by.push((at, line.index));
        let change = &mut changes[at];
        change.added_at = change.added_at.min(fact.added_at);
        change.is_favorite |= fact.is_favorite;
        if fact.is_stated {
            change.status = Some(fact.status);
        }
        if change.notes.is_none() {
            change.notes.clone_from(&fact.notes);
        }
        for tag in &line.record.facts.tags {
            if !change.tags.contains(tag) {
                change.tags.push(tag.clone());
            }
        }
    }
    let made: HashSet<Owned> = rows::insert_entries(work.conn, work.job.id, &new).await?.into_iter().collect();
    // An entry just made as the change would have it needs none.
    changes.retain(|change| {
        let entry = &new[place[&change.owned]];
        !made.contains(&change.owned)
            || change.status.is_some_and(|status| status != entry.status)
            || change.added_at < entry.added_at
            || change.is_favorite != entry.is_favorite
            || change.notes != entry.notes
            || !change.tags.is_empty()
    });
    let changed: HashSet<Owned> = rows::change_own_entries(work.conn, work.job.id, &changes).await?.into_iter().collect();
    let mut kept = 0;
    let mut seen = HashSet::new();
    for (at, index) in told_by {
        let owned = new[at].owned;
        if changed.contains(&owned) || (made.contains(&owned) && seen.insert(owned)) {
            work.created.insert(index);
        } else if !made.contains(&owned) {
            kept += 1;
        }
    }
    work.report.keep("user_libraries", kept);
    Ok(())
}

async fn ratings(work: &mut Work<'_>, lines: &[Line<'_>]) -> Result<()> {
    let mut first: HashMap<Owned, usize> = HashMap::new();
    let mut new = Vec::new();
    let mut told = 0;
    for line in lines {
        let Some(fact) = &line.record.facts.rating else { continue };
        told += 1;
        if first.contains_key(&line.about()) {
            continue;
        }
        first.insert(line.about(), line.index);
        new.push(rows::NewRating {
            id: work.app.new_id(),
            owned: line.about(),
            rating: fact.rating,
            rating_type: fact.rating_type,
            rated_at: fact.rated_at,
        });
    }
    let made = rows::insert_ratings(work.conn, work.job.id, &new).await?;
    work.report.keep("user_ratings", told - made.len());
    work.created.extend(made.iter().filter_map(|owned| first.get(owned)));
    Ok(())
}

async fn reviews(work: &mut Work<'_>, lines: &[Line<'_>]) -> Result<()> {
    let mut first: HashMap<Owned, usize> = HashMap::new();
    let mut new = Vec::new();
    let mut told = 0;
    for line in lines {
        let Some(fact) = &line.record.facts.review else { continue };
        told += 1;
        first.entry(line.about()).or_insert(line.index);
        new.push(rows::NewReview {
            id: work.app.new_id(),
            owned: line.about(),
            content: fact.content.clone(),
            contains_spoilers: fact.contains_spoilers,
        });
    }
    let made = rows::insert_reviews(work.conn, work.job.id, &new).await?;
    work.report.keep("user_reviews", told - made.len());
    work.created.extend(made.iter().filter_map(|owned| first.get(owned)));
    Ok(())
}

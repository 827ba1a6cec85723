//! Bringing what is known of a thing into the catalogue: what the item is called and when it came out, what others call
//! it, and its parts.

use std::collections::{HashMap, HashSet};

use medianest_db::catalogue::{ExternalKey, MediaExternalId, MediaItem, MediaItemChanges, MediaType};
use medianest_db::{AsyncPgConnection, MediaItemId, MediaTypeId};
use serde_json::{Map, Value};

use super::locks::is_locked;
use super::provider::{Facts, Node};
use crate::catalogue::items::ItemDraft;
use crate::catalogue::{MetadataField, changes, external_ids, metadata_fields, resolve, sort_name};
use crate::policy::Actor;
use crate::{App, Error, Result};

/// What came of it.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Filled {
    /// How many items are other than before.
    pub changed: usize,
    /// How many are new.
    pub added: usize,
}

/// Of what shape the items of a media type are.
pub(super) struct Shape {
    media_type: MediaType,
    fields: Vec<MetadataField>,
}

impl Shape {
    /// That of a media type.
    pub(super) async fn of(conn: &AsyncPgConnection, id: MediaTypeId) -> Result<Self> {
        let media_type = MediaType::find(conn, id).await?.ok_or(Error::NotFound("media type"))?;
        let fields = metadata_fields(&media_type.metadata_schema);
        Ok(Self { media_type, fields })
    }

    /// An item of what is known.
    pub(super) fn draft(&self, level: i16, node: &Node) -> ItemDraft {
        let facts = &node.facts;
        let name = facts.name.clone().unwrap_or_else(|| self.placeholder(level, node.position));
        ItemDraft {
            original_name: facts.original_name.clone(),
            description: facts.description.clone(),
            year: facts.year,
            released_on: facts.released_on,
            released_at: facts.released_at,
            runtime_seconds: facts.runtime_seconds,
            genres: facts.genres.clone(),
            language: facts.language.clone(),
            metadata: Value::Object(self.metadata(facts)),
            external_ids: keys(node),
            ..ItemDraft::new(self.media_type.id, name)
        }
    }

    /// What an item without a title is called: `Season 2`, `Episode 7`.
    fn placeholder(&self, level: i16, position: Option<i32>) -> String {
        let noun = usize::try_from(level).ok().and_then(|level| self.media_type.hierarchy_levels.get(level));
        let noun = noun.map_or("part", String::as_str);
        let mut letters = noun.chars();
        let noun: String = letters.next().into_iter().flat_map(char::to_uppercase).chain(letters).collect();
        match position {
            Some(0) if noun == "Season" => "Specials".to_owned(),
            Some(position) => format!("{noun} {position}"),
            None => noun,
        }
    }

    /// What of the metadata the media type has a place for.
    fn metadata(&self, facts: &Facts) -> Map<String, Value> {
        let has_place = |key: &str, value: &Value| match self.fields.iter().find(|field| field.name == key) {
            Some(field) => field.field_type.admits(value),
            None => matches!(key, "poster_url" | "backdrop_url"),
        };
        facts
            .metadata
            .iter()
            .filter(|(key, value)| has_place(key, value))
            .map(|(key, value)| (key.clone(), value.clone()))
            .collect()
    }

    /// What is to change of an item; `None` where it is as it should be.
    fn changes(&self, item: &MediaItem, facts: &Facts) -> Option<MediaItemChanges> {
        /// The new value, where somebody knows one, it is another, and nobody wrote the old one by hand.
        fn new<T: PartialEq + Clone>(item: &MediaItem, field: &str, known: Option<&T>, old: Option<&T>) -> Option<T> {
            known.filter(|known| Some(*known) != old && !is_locked(item, field)).cloned()
        }
        let old = item.metadata.as_object().cloned().unwrap_or_default();
        let mut metadata = old.clone();
        metadata.extend(self.metadata(facts).into_iter().filter(|(key, _)| !is_locked(item, key)));
        let genres = Some(&facts.genres).filter(|genres| !genres.is_empty());
        let mut changes = MediaItemChanges {
            sort_name: String::new(),
            name: new(item, "name", facts.name.as_ref(), Some(&item.name)),
            original_name: new(item, "original_name", facts.original_name.as_ref(), item.original_name.as_ref()).map(Some),
            description: new(item, "description", facts.description.as_ref(), item.description.as_ref()).map(Some),
            year: new(item, "year", facts.year.as_ref(), item.year.as_ref()).map(Some),
            released_on: new(item, "released_on", facts.released_on.as_ref(), item.released_on.as_ref()).map(Some),
            released_at: new(item, "released_at", facts.released_at.as_ref(), item.released_at.as_ref()).map(Some),
            runtime_seconds: new(item, "runtime_seconds", facts.runtime_seconds.as_ref(), item.runtime_seconds.as_ref())
                .map(Some),
            genres: new(item, "genres", genres, Some(&item.genres.0)).map(|genres| genres.into_iter().collect()),
            language: new(item, "language", facts.language.as_ref(), item.language.as_ref()).map(Some),
            metadata: (metadata != old).then_some(Value::Object(metadata)),
            locked_fields: None,
            media_group_id: None,
        };
        let is_same = changes.name.is_none()
            && changes.original_name.is_none()
            && changes.description.is_none()
            && changes.year.is_none()
            && changes.released_on.is_none()
            && changes.released_at.is_none()
            && changes.runtime_seconds.is_none()
            && changes.genres.is_none()
            && changes.language.is_none()
            && changes.metadata.is_none();
        if is_same {
            return None;
        }
        let language = changes.language.as_ref().map_or(item.language.as_deref(), |language| language.as_deref());
        changes.sort_name = sort_name(changes.name.as_deref().unwrap_or(&item.name), language);
        Some(changes)
    }
}

/// What a thing is called by everybody, in the form that is stored.
fn keys(node: &Node) -> Vec<ExternalKey> {
    node.ids.iter().filter_map(|(provider, kind, id)| external_ids::key(provider, kind, id).ok()).take(50).collect()
}

/// Makes the item, and everything below it, what is known of it: changes what is other and nobody wrote by hand, and adds
/// parts that are missing. Nothing is taken away.
///
/// # Errors
/// As [`resolve::find_or_create_many`].
pub(super) async fn fill(
    app: &App,
    actor: &Actor,
    conn: &AsyncPgConnection,
    shape: &Shape,
    item: &MediaItem,
    node: &Node,
) -> Result<Filled> {
    let mut filled = Filled::default();
    refit(app, conn, shape, &[(item.clone(), node)], &mut filled).await?;
    let mut wholes = vec![(item.clone(), node)];
    while wholes.iter().any(|(_, node)| !node.parts.is_empty()) {
        wholes = parts(app, actor, conn, shape, &wholes, &mut filled).await?;
    }
    Ok(filled)
}

/// The parts of these, found or made.
async fn parts<'a>(
    app: &App,
    actor: &Actor,
    conn: &AsyncPgConnection,
    shape: &Shape,
    wholes: &[(MediaItem, &'a Node)],
    filled: &mut Filled,
) -> Result<Vec<(MediaItem, &'a Node)>> {
    let ids: Vec<MediaItemId> = wholes.iter().map(|(whole, _)| whole.id).collect();
    let there = There::read(conn, &ids).await?;
    let (mut found, mut missing, mut drafts) = (Vec::new(), Vec::new(), Vec::new());
    let mut taken = HashSet::new();
    for (whole, node) in wholes {
        for part in &node.parts {
            if let Some(item) = there.find(whole.id, part, &taken) {
                taken.insert(item.id);
                if item.hierarchy_position.is_none() && part.position.is_some() {
                    changes::place(conn, item.id, Some(whole), part.position).await?;
                }
                found.push((item.clone(), part));
            } else {
                let mut draft = shape.draft(whole.hierarchy_level + 1, part).below(whole.id, part.position);
                // What came with an import goes with it, too.
                draft.import_job_id = whole.import_job_id;
                drafts.push(draft);
                missing.push(part);
            }
        }
    }
    let mut made = Vec::new();
    if !drafts.is_empty() {
        for (answer, part) in resolve::find_or_create_many(app, actor, conn, &drafts).await?.into_iter().zip(missing) {
            match answer {
                Ok(resolved) if resolved.created => {
                    filled.added += 1;
                    made.push((resolved.item, part));
                }
                Ok(resolved) => found.push((resolved.item, part)),
                Err(Error::Invalid(why)) => tracing::warn!(?why, "a part of what a provider knows cannot be kept"),
                Err(error) => return Err(error),
            }
        }
    }
    refit(app, conn, shape, &found, filled).await?;
    found.extend(made);
    Ok(found)
}

/// Brings items that were there up to what is known of them.
async fn refit(
    app: &App,
    conn: &AsyncPgConnection,
    shape: &Shape,
    items: &[(MediaItem, &Node)],
    filled: &mut Filled,
) -> Result<()> {
    for (item, node) in items {
        if let Some(changes) = shape.changes(item, &node.facts) {
            MediaItem::update(conn, item.id, &changes).await?;
            filled.changed += 1;
        }
    }
    let named: Vec<ItemDraft> = items.iter().map(|(item, node)| shape.draft(item.hierarchy_level, node)).collect();
    let ids: Vec<(MediaItemId, &ItemDraft)> = items.iter().zip(&named).map(|((item, _), draft)| (item.id, draft)).collect();
    resolve::learn_ids(app, conn, &ids).await
}

/// The parts that are in the catalogue already.
struct There {
    by_parent: HashMap<MediaItemId, Vec<MediaItem>>,
    keys: HashMap<ExternalKey, MediaItemId>,
}

impl There {
    async fn read(conn: &AsyncPgConnection, parents: &[MediaItemId]) -> Result<Self> {
        let parts = MediaItem::parts_of(conn, parents).await?;
        let ids: Vec<MediaItemId> = parts.iter().map(|part| part.id).collect();
        let keys = MediaExternalId::by_items(conn, &ids).await?.into_iter().map(|id| (id.key(), id.media_item_id)).collect();
        let mut by_parent: HashMap<MediaItemId, Vec<MediaItem>> = HashMap::new();
        for part in parts {
            if let Some(parent) = part.parent_id {
                by_parent.entry(parent).or_default().push(part);
            }
        }
        Ok(Self { by_parent, keys })
    }

    /// The part that this is: the one at its place, since that is what diaries speak of; else the one with its id; else
    /// the one that is called like it and stands at no place.
    fn find(&self, parent: MediaItemId, node: &Node, taken: &HashSet<MediaItemId>) -> Option<&MediaItem> {
        let all = || self.by_parent.get(&parent).into_iter().flatten().filter(|item| !taken.contains(&item.id));
        let at_place = || all().find(|item| node.position.is_some() && item.hierarchy_position == node.position);
        let by_id = || {
            let known = keys(node).iter().find_map(|key| self.keys.get(key).copied())?;
            all().find(|item| item.id == known)
        };
        let by_name = || {
            let name = node.facts.name.as_deref()?;
            let is_free = |item: &&MediaItem| item.hierarchy_position.is_none() || node.position.is_none();
            all().filter(is_free).find(|item| item.sort_name == sort_name(name, item.language.as_deref()))
        };
        at_place().or_else(by_id).or_else(by_name)
    }
}

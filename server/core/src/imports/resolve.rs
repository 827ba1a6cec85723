//! From what rows are about to items of the catalogue.

use std::collections::HashMap;
use std::collections::hash_map::Entry;

use medianest_db::catalogue::ExternalKey;
use medianest_db::{AsyncPgConnection, ImportJobId, MediaItemId, MediaTypeId};

use super::record::{Node, Record};
use crate::catalogue::items::ItemDraft;
use crate::catalogue::resolve::{self, Hint};
use crate::policy::Actor;
use crate::{App, Result};

/// The item that a row is about.
#[derive(Debug, Clone, Copy)]
pub(super) struct Target {
    pub leaf: MediaItemId,
    pub root: MediaItemId,
    /// Whether this row brought an item into the catalogue.
    pub brought: bool,
}

/// What two rows have in common when they are about the same.
type Same<'a> = (MediaTypeId, Option<MediaItemId>, &'a [ExternalKey], Option<&'a str>, Option<i16>, Option<i32>);

/// Finds or makes the items that the records are about, level by level; answers for each record its item, or why there
/// is none.
pub(super) async fn targets(
    app: &App,
    actor: &Actor,
    conn: &AsyncPgConnection,
    import: ImportJobId,
    records: &[&Record],
) -> Result<Vec<Result<Target, String>>> {
    let mut targets: Vec<Option<Result<Target, String>>> = records.iter().map(|_| None).collect();
    let levels = records.iter().map(|record| record.nodes.len()).max().unwrap_or_default();
    for level in 0..levels {
        let mut groups: HashMap<Same<'_>, usize> = HashMap::new();
        let mut drafts = Batch::default();
        let mut hints = Batch::default();
        let mut group_of: Vec<(usize, Group, bool)> = Vec::new();
        let mut places: Vec<Group> = Vec::new();
        for (index, record) in records.iter().enumerate() {
            let Some(node) = record.nodes.get(level) else { continue };
            let parent = match &targets[index] {
                Some(Ok(above)) => Some(above.leaf),
                None if level == 0 => None,
                _ => continue,
            };
            let same = (record.media_type, parent, node.keys.as_slice(), node.name.as_deref(), node.year, node.position);
            let next = groups.len();
            match groups.entry(same) {
                Entry::Occupied(known) => group_of.push((index, places[*known.get()], false)),
                Entry::Vacant(free) => {
                    free.insert(next);
                    let place = match draft(record.media_type, parent, node, import) {
                        Some(draft) => Group::Draft(drafts.push(draft)),
                        None => Group::Hint(hints.push(hint(record.media_type, parent, node))),
                    };
                    places.push(place);
                    group_of.push((index, place, true));
                }
            }
        }
        let made: Vec<Result<(MediaItemId, bool), String>> = resolve::find_or_create_many(app, actor, conn, &drafts.0)
            .await?
            .into_iter()
            .map(|made| made.map(|made| (made.item.id, made.created)).map_err(|error| error.to_string()))
            .collect();
        let found: Vec<Option<MediaItemId>> =
            resolve::find_many(actor, conn, &hints.0).await?.into_iter().map(|item| item.map(|item| item.id)).collect();
        for (index, group, is_first) in group_of {
            let item = match group {
                Group::Draft(number) => made[number].clone(),
                Group::Hint(number) => found[number]
                    .map(|id| (id, false))
                    .ok_or_else(|| "there is no such item, and no title to make it of".to_owned()),
            };
            let above = targets[index].take().and_then(Result::ok);
            targets[index] = Some(item.map(|(id, created)| Target {
                leaf: id,
                root: above.map_or(id, |above| above.root),
                brought: (created && is_first) || above.is_some_and(|above| above.brought),
            }));
        }
    }
    Ok(targets.into_iter().map(|target| target.unwrap_or_else(|| Err("the row is about nothing".to_owned()))).collect())
}

#[derive(Clone, Copy)]
enum Group {
    Draft(usize),
    Hint(usize),
}

struct Batch<T>(Vec<T>);

impl<T> Default for Batch<T> {
    fn default() -> Self {
        Self(Vec::new())
    }
}

impl<T> Batch<T> {
    fn push(&mut self, value: T) -> usize {
        self.0.push(value);
        self.0.len() - 1
    }
}

fn draft(media_type: MediaTypeId, parent: Option<MediaItemId>, node: &Node, import: ImportJobId) -> Option<ItemDraft> {
    let mut draft = ItemDraft::new(media_type, node.name.clone()?);
    draft.parent_id = parent;
    draft.position = node.position;
    draft.original_name.clone_from(&node.original_name);
    draft.year = node.year;
    draft.runtime_seconds = node.runtime_seconds;
    draft.genres.clone_from(&node.genres);
    draft.external_ids.clone_from(&node.keys);
    draft.import_job_id = Some(import);
    Some(draft)
}

fn hint(media_type_id: MediaTypeId, parent: Option<MediaItemId>, node: &Node) -> Hint {
    Hint {
        media_type_id,
        ids: node.keys.clone(),
        title: None,
        year: node.year,
        place: parent.map(|parent| (parent, node.position)),
    }
}

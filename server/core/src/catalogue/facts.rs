//! Everything that a protocol says of an item at once: the item, its ids elsewhere, and the top of its hierarchy.

use std::collections::HashMap;

use medianest_db::MediaItemId;
use medianest_db::catalogue::{MediaExternalId, MediaItem, builtin};

use crate::policy::{self, Actor};
use crate::{App, Result};

/// An item with what protocols say of it.
#[derive(Debug, Clone)]
pub struct ItemFacts {
    /// The item.
    pub item: MediaItem,
    /// Its ids elsewhere.
    pub external_ids: Vec<MediaExternalId>,
    /// The top of its hierarchy, when that is not the item itself.
    pub root: Option<Box<Self>>,
}

impl ItemFacts {
    /// What video protocols call it, as [`kind_of`] says.
    #[must_use]
    pub fn kind(&self) -> &'static str {
        kind_of(&self.item)
    }
}

/// What video protocols call an item: `movie`, `show`, `season` or `episode`; `item` for everything else.
#[must_use]
pub fn kind_of(item: &MediaItem) -> &'static str {
    match (item.media_type_id, item.hierarchy_level) {
        (builtin::MOVIE, _) => "movie",
        (builtin::TV, 0) => "show",
        (builtin::TV, 1) => "season",
        (builtin::TV, _) => "episode",
        _ => "item",
    }
}

/// The facts of the items, by id, in three statements however many there are.
///
/// # Errors
/// As [`policy::catalogue::resolve`].
pub async fn of(app: &App, actor: &Actor, items: &[MediaItemId]) -> Result<HashMap<MediaItemId, ItemFacts>> {
    policy::catalogue::resolve(actor)?;
    let conn = app.db().await?;
    let items = MediaItem::by_ids(&conn, items).await?;
    let roots: Vec<_> = items.iter().filter(|item| item.root_id != item.id).map(|item| item.root_id).collect();
    let roots = if roots.is_empty() { Vec::new() } else { MediaItem::by_ids(&conn, &roots).await? };
    let ids: Vec<_> = items.iter().chain(&roots).map(|item| item.id).collect();
    let mut external_ids: HashMap<MediaItemId, Vec<MediaExternalId>> = HashMap::new();
    for id in MediaExternalId::by_items(&conn, &ids).await? {
        external_ids.entry(id.media_item_id).or_default().push(id);
    }
    let facts = |item: &MediaItem, root: Option<Box<ItemFacts>>| ItemFacts {
        item: item.clone(),
        external_ids: external_ids.get(&item.id).cloned().unwrap_or_default(),
        root,
    };
    let by_root: HashMap<_, _> = roots.iter().map(|root| (root.id, facts(root, None))).collect();
    Ok(items.iter().map(|item| (item.id, facts(item, by_root.get(&item.root_id).cloned().map(Box::new)))).collect())
}

//! What facts are about, in words: the titles from the top of a hierarchy down, and what others call each level.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use medianest_db::catalogue::{MediaExternalId, MediaItem, MediaType};
use medianest_db::{AsyncPgConnection, MediaItemId, MediaTypeId};

use crate::Result;

/// The names of the media types.
pub(super) type Types = Arc<HashMap<MediaTypeId, String>>;

pub(super) async fn types(conn: &AsyncPgConnection) -> Result<Types> {
    Ok(Arc::new(MediaType::all(conn).await?.into_iter().map(|kind| (kind.id, kind.name)).collect()))
}

/// The items that some facts are about, with everything above them.
pub(super) struct Items {
    known: HashMap<MediaItemId, MediaItem>,
    ids: HashMap<MediaItemId, Vec<MediaExternalId>>,
    types: Types,
}

impl Items {
    /// Loads them. The number of statements does not depend on how many there are.
    pub(super) async fn load(conn: &AsyncPgConnection, of: &[MediaItemId], types: &Types) -> Result<Self> {
        let mut items: HashMap<MediaItemId, MediaItem> = HashMap::new();
        let mut missing: Vec<MediaItemId> = of.to_vec();
        while !missing.is_empty() {
            let found = MediaItem::by_ids_with_ancestors(conn, &missing).await?;
            items.extend(found.into_iter().map(|item| (item.id, item)));
            // Only hierarchies of four levels and more come here again.
            let parents: HashSet<MediaItemId> =
                items.values().filter_map(|item| item.parent_id).filter(|parent| !items.contains_key(parent)).collect();
            missing = parents.into_iter().collect();
        }
        let all: Vec<MediaItemId> = items.keys().copied().collect();
        let mut ids: HashMap<MediaItemId, Vec<MediaExternalId>> = HashMap::new();
        if !all.is_empty() {
            for id in MediaExternalId::by_items(conn, &all).await? {
                ids.entry(id.media_item_id).or_default().push(id);
            }
        }
        Ok(Self { known: items, ids, types: Arc::clone(types) })
    }

    /// The item and everything above it, from the top down.
    pub(super) fn levels(&self, id: MediaItemId) -> Vec<&MediaItem> {
        let mut levels: Vec<&MediaItem> =
            std::iter::successors(self.known.get(&id), |item| self.known.get(&item.parent_id?)).collect();
        levels.reverse();
        levels
    }

    /// What kind of thing it is.
    pub(super) fn type_of(&self, item: &MediaItem) -> &str {
        self.types.get(&item.media_type_id).map_or("", String::as_str)
    }

    /// What others call it.
    pub(super) fn ids(&self, id: MediaItemId) -> &[MediaExternalId] {
        self.ids.get(&id).map_or(&[], Vec::as_slice)
    }

    /// What this provider calls it.
    pub(super) fn id(&self, id: MediaItemId, provider: &str) -> Option<&str> {
        self.ids(id).iter().find(|known| known.provider == provider).map(|known| known.external_id.as_str())
    }
}

use std::collections::HashMap;

use medianest_core::catalogue::{external_ids, items, types};
use medianest_core::db::{MediaItemId, MediaTypeId};
use medianest_core::policy::Actor;
use medianest_core::{App, Result};

use super::{ExternalId, MediaItem, MediaType};
use crate::graphql::Load;

/// Items by their ids: parents, roots, and whatever else points at one.
pub struct MediaItemById;

impl Load for MediaItemById {
    type Key = MediaItemId;
    type Value = MediaItem;

    async fn load(app: &App, actor: &Actor, keys: &[MediaItemId]) -> Result<HashMap<MediaItemId, MediaItem>> {
        Ok(items::by_ids(app, actor, keys).await?.into_iter().map(|item| (item.id, MediaItem(item))).collect())
    }
}

/// Media types by their ids.
pub struct MediaTypeById;

impl Load for MediaTypeById {
    type Key = MediaTypeId;
    type Value = MediaType;

    async fn load(app: &App, actor: &Actor, keys: &[MediaTypeId]) -> Result<HashMap<MediaTypeId, MediaType>> {
        Ok(types::by_ids(app, actor, keys).await?.into_iter().map(|found| (found.id, MediaType(found))).collect())
    }
}

/// All external ids of an item.
pub struct ExternalIdsByItem;

impl Load for ExternalIdsByItem {
    type Key = MediaItemId;
    type Value = Vec<ExternalId>;

    async fn load(app: &App, actor: &Actor, keys: &[MediaItemId]) -> Result<HashMap<MediaItemId, Vec<ExternalId>>> {
        let mut by_item: HashMap<MediaItemId, Vec<ExternalId>> = HashMap::new();
        for id in external_ids::by_items(app, actor, keys).await? {
            by_item.entry(id.media_item_id).or_default().push(ExternalId(id));
        }
        Ok(by_item)
    }
}

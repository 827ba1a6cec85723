use std::collections::HashMap;

use async_graphql::{Context, Lookahead};
use medianest_core::catalogue::{ChildrenOf, browse, external_ids, files, groups, items, relationships, types};
use medianest_core::db::{MediaGroupId, MediaItemId, MediaTypeId};
use medianest_core::policy::Actor;
use medianest_core::{App, Result};

use super::related::{ExternalId, MediaFileLocation, MediaGroup, MediaRelationship};
use super::{MediaItem, MediaType};
use crate::graphql::diary::{OwnEntryByItem, PositionByItem, RatingByUserItem};
use crate::graphql::{ContextExt, Load};

/// Says what an operation asks about items that it is about to load, as far as their ids are enough to load it.
pub fn expect_of_items(ctx: &Context<'_>, item: &Lookahead<'_>, ids: &[MediaItemId]) {
    let asks = |field| item.field(field).exists();
    if asks("externalIds") {
        ctx.expect::<ExternalIdsByItem>(ids.iter().copied());
    }
    if asks("myEntry") {
        ctx.expect::<OwnEntryByItem>(ids.iter().copied());
    }
    if asks("playbackPosition") {
        ctx.expect::<PositionByItem>(ids.iter().copied());
    }
    if let Some(user) = ctx.actor().user_id().filter(|_| asks("myRating")) {
        ctx.expect::<RatingByUserItem>(ids.iter().map(|id| (user, *id)));
    }
}

/// Items by their ids: parents, roots, and whatever else points at one.
pub struct MediaItemById;

impl Load for MediaItemById {
    type Key = MediaItemId;
    type Value = MediaItem;

    async fn load(app: &App, actor: &Actor, keys: &[MediaItemId]) -> Result<HashMap<MediaItemId, MediaItem>> {
        let found = items::by_ids_with_ancestors(app, actor, keys).await?;
        Ok(found.into_iter().map(|item| (item.id, MediaItem(item))).collect())
    }

    fn at_hand(app: &App, actor: &Actor, key: &MediaItemId) -> Option<MediaItem> {
        items::at_hand(app, actor, *key).map(MediaItem)
    }

    async fn load_live(app: &App, actor: &Actor, keys: &[MediaItemId]) -> Result<HashMap<MediaItemId, MediaItem>> {
        Ok(items::live_by_ids(app, actor, keys).await?.into_iter().map(|(id, item)| (id, MediaItem(item))).collect())
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
            by_item.entry(id.media_item_id).or_default().push(ExternalId(id.into()));
        }
        Ok(by_item)
    }
}

/// Groups of versions by their ids.
pub struct MediaGroupById;

impl Load for MediaGroupById {
    type Key = MediaGroupId;
    type Value = MediaGroup;

    async fn load(app: &App, actor: &Actor, keys: &[MediaGroupId]) -> Result<HashMap<MediaGroupId, MediaGroup>> {
        Ok(groups::by_ids(app, actor, keys).await?.into_iter().map(|group| (group.id, MediaGroup(group))).collect())
    }
}

/// All versions in a group.
pub struct VersionsByGroup;

impl Load for VersionsByGroup {
    type Key = MediaGroupId;
    type Value = Vec<MediaItem>;

    async fn load(app: &App, actor: &Actor, keys: &[MediaGroupId]) -> Result<HashMap<MediaGroupId, Vec<MediaItem>>> {
        let mut by_group: HashMap<MediaGroupId, Vec<MediaItem>> = HashMap::new();
        for item in groups::versions(app, actor, keys).await? {
            if let Some(group) = item.media_group_id {
                by_group.entry(group).or_default().push(item.into());
            }
        }
        Ok(by_group)
    }
}

/// A page of the parts of an item.
pub struct PartsOfItem;

impl Load for PartsOfItem {
    type Key = ChildrenOf;
    type Value = Vec<MediaItem>;

    async fn load(app: &App, actor: &Actor, keys: &[ChildrenOf]) -> Result<HashMap<ChildrenOf, Vec<MediaItem>>> {
        // An operation may ask for two pages of one item; each round asks for one page of each.
        let mut pages: HashMap<ChildrenOf, Vec<MediaItem>> = HashMap::new();
        let mut waiting = keys.to_vec();
        while !waiting.is_empty() {
            let mut round: HashMap<MediaItemId, ChildrenOf> = HashMap::new();
            waiting.retain(|key| match round.get(&key.parent_id) {
                Some(_) => true,
                None => round.insert(key.parent_id, key.clone()).is_some(),
            });
            let asked: Vec<ChildrenOf> = round.values().cloned().collect();
            for item in browse::children(app, actor, &asked).await? {
                if let Some(key) = item.parent_id.and_then(|parent| round.get(&parent)) {
                    pages.entry(key.clone()).or_default().push(item.into());
                }
            }
        }
        Ok(pages)
    }
}

/// How many parts an item has.
pub struct PartCountByItem;

impl Load for PartCountByItem {
    type Key = MediaItemId;
    type Value = i64;

    async fn load(app: &App, actor: &Actor, keys: &[MediaItemId]) -> Result<HashMap<MediaItemId, i64>> {
        Ok(browse::count_children(app, actor, keys).await?.into_iter().collect())
    }
}

/// How other items stand to an item.
pub struct RelationshipsByItem;

impl Load for RelationshipsByItem {
    type Key = MediaItemId;
    type Value = Vec<MediaRelationship>;

    async fn load(app: &App, actor: &Actor, keys: &[MediaItemId]) -> Result<HashMap<MediaItemId, Vec<MediaRelationship>>> {
        let mut by_item: HashMap<MediaItemId, Vec<MediaRelationship>> = HashMap::new();
        for relationship in relationships::by_items(app, actor, keys).await? {
            by_item.entry(relationship.from_media_id).or_default().push(MediaRelationship(relationship));
        }
        Ok(by_item)
    }
}

/// The files of an item, for those who may see paths.
pub struct FilesByItem;

impl Load for FilesByItem {
    type Key = MediaItemId;
    type Value = Vec<MediaFileLocation>;

    async fn load(app: &App, actor: &Actor, keys: &[MediaItemId]) -> Result<HashMap<MediaItemId, Vec<MediaFileLocation>>> {
        let mut by_item: HashMap<MediaItemId, Vec<MediaFileLocation>> = HashMap::new();
        for file in files::by_items(app, actor, keys).await? {
            by_item.entry(file.media_item_id).or_default().push(MediaFileLocation(file));
        }
        Ok(by_item)
    }
}

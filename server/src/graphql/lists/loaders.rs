use std::collections::HashMap;

use medianest_core::db::{ListId, MediaItemId};
use medianest_core::lists::{self, collaborators, items, links};
use medianest_core::policy::Actor;
use medianest_core::{App, Result};

use super::collaborators::{ListCollaborator, ListLink};
use super::{ListItem, UserList};
use crate::graphql::Load;

/// By how many items a list is known at a glance.
const COVERS: i64 = 4;

/// Lists by their ids.
pub struct UserListById;

impl Load for UserListById {
    type Key = ListId;
    type Value = UserList;

    async fn load(app: &App, actor: &Actor, keys: &[ListId]) -> Result<HashMap<ListId, UserList>> {
        Ok(lists::by_ids(app, actor, keys).await?.into_iter().map(|list| (list.id, UserList(list))).collect())
    }
}

/// How much lists show the caller.
pub struct ItemCountByList;

impl Load for ItemCountByList {
    type Key = ListId;
    type Value = i64;

    async fn load(app: &App, actor: &Actor, keys: &[ListId]) -> Result<HashMap<ListId, i64>> {
        Ok(items::counts(app, actor, keys).await?.into_iter().collect())
    }
}

/// The first items of lists.
pub struct CoversByList;

impl Load for CoversByList {
    type Key = ListId;
    type Value = Vec<MediaItemId>;

    async fn load(app: &App, actor: &Actor, keys: &[ListId]) -> Result<HashMap<ListId, Vec<MediaItemId>>> {
        let mut by_list: HashMap<ListId, Vec<MediaItemId>> = HashMap::new();
        for (list, item) in items::covers(app, actor, keys, COVERS).await? {
            by_list.entry(list).or_default().push(item);
        }
        Ok(by_list)
    }
}

/// Who works on lists.
pub struct CollaboratorsByList;

impl Load for CollaboratorsByList {
    type Key = ListId;
    type Value = Vec<ListCollaborator>;

    async fn load(app: &App, actor: &Actor, keys: &[ListId]) -> Result<HashMap<ListId, Vec<ListCollaborator>>> {
        let mut by_list: HashMap<ListId, Vec<ListCollaborator>> = HashMap::new();
        for row in collaborators::by_lists(app, actor, keys).await? {
            by_list.entry(row.list_id).or_default().push(ListCollaborator(row));
        }
        Ok(by_list)
    }
}

/// The addresses of lists.
pub struct LinksByList;

impl Load for LinksByList {
    type Key = ListId;
    type Value = Vec<ListLink>;

    async fn load(app: &App, actor: &Actor, keys: &[ListId]) -> Result<HashMap<ListId, Vec<ListLink>>> {
        let mut by_list: HashMap<ListId, Vec<ListLink>> = HashMap::new();
        for row in links::by_lists(app, actor, keys).await? {
            by_list.entry(row.list_id).or_default().push(ListLink(row));
        }
        Ok(by_list)
    }
}

/// The rows by which the caller's lists hold items.
pub struct OwnListItemsByItem;

impl Load for OwnListItemsByItem {
    type Key = MediaItemId;
    type Value = Vec<ListItem>;

    async fn load(app: &App, actor: &Actor, keys: &[MediaItemId]) -> Result<HashMap<MediaItemId, Vec<ListItem>>> {
        let mut by_item: HashMap<MediaItemId, Vec<ListItem>> = HashMap::new();
        for row in items::on_own_lists(app, actor, keys).await? {
            by_item.entry(row.media_item_id).or_default().push(row.into());
        }
        Ok(by_item)
    }
}

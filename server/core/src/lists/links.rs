//! Addresses by which anybody reads a list, without an account.

use std::collections::{HashMap, HashSet};

use chrono::{DateTime, Utc};
use medianest_db::catalogue::{MediaItem, MediaType};
use medianest_db::lists::{ListKey, ListLink, NewListLink, UserList};
use medianest_db::{AsyncConnection as _, ListId, ListLinkId, ListSortOrder, MediaItemId, MediaTypeId};
use secrecy::SecretString;
use serde_json::json;

use super::items::{self, Listed};
use super::{MOST_LINKS, entry, lock};
use crate::admin::audit;
use crate::identity::tokens;
use crate::policy::{Actor, lists as policy};
use crate::{App, Error, Page, PageRequest, Result};

/// What the secrets of these addresses begin with.
const PREFIX: &str = "mnl_";

/// An address that has just been made.
#[derive(Debug)]
pub struct IssuedLink {
    /// Its row.
    pub link: ListLink,
    /// Its secret, which is not shown again.
    pub secret: SecretString,
}

/// Something on a list that was reached by its address.
#[derive(Debug, Clone)]
pub struct SharedItem {
    /// What.
    pub item: MediaItem,
    /// The title of what it is a part of.
    pub whole: Option<String>,
    /// What kind of thing it is, by name: `movie`.
    pub media_type: Option<String>,
    /// What is said of it on the list.
    pub notes: Option<String>,
}

/// The addresses of these lists, as far as they are the caller's.
///
/// # Errors
/// [`Error::Unauthenticated`] or [`Error::Forbidden`].
pub async fn by_lists(app: &App, actor: &Actor, lists: &[ListId]) -> Result<Vec<ListLink>> {
    let sight = policy::see(actor)?;
    let conn = app.db().await?;
    let seen = UserList::by_ids(&conn, sight, lists).await?;
    let owned: Vec<ListId> = seen.into_iter().filter(|list| policy::own(list).is_ok()).map(|list| list.id).collect();
    Ok(ListLink::by_lists(&conn, &owned).await?)
}

/// Makes an address of a list of the caller's.
///
/// # Errors
/// [`Error::NotFound`], [`Error::Forbidden`] for another's, [`Error::Conflict`] for a smart list that shows what somebody did,
/// or [`Error::Invalid`] naming `expiresAt`, or `listId` when it has too many.
pub async fn create(app: &App, actor: &Actor, list: ListId, expires_at: Option<DateTime<Utc>>) -> Result<IssuedLink> {
    let sight = policy::change(actor)?;
    let mut conn = app.db().await?;
    conn.transaction(async |conn| {
        let list = lock(conn, sight, list).await?;
        policy::own(&list)?;
        if expires_at.is_some_and(|at| at <= app.now()) {
            return Err(Error::invalid("expiresAt", "choose a moment to come"));
        }
        if policy::smart_state_by_link(&list).is_none() {
            return Err(Error::conflict("this list shows what you did with things, which no address may"));
        }
        if ListLink::by_lists(conn, &[list.id]).await?.len() >= MOST_LINKS {
            return Err(Error::invalid("listId", format!("a list has {MOST_LINKS} addresses at the most; end one first")));
        }
        let secret = format!("{PREFIX}{}", tokens::random_text());
        let new = NewListLink {
            id: app.new_id(),
            list_id: list.id,
            secret_hash: tokens::hash(&secret),
            expires_at,
            created_at: app.now(),
        };
        let link = new.insert(conn).await?;
        let entry = entry("lists.link_created", &list).context(json!({ "name": list.name, "link": link.id.to_string() }));
        audit::record(app, actor, conn, entry).await?;
        Ok(IssuedLink { link, secret: secret.into() })
    })
    .await
}

/// Ends an address: whoever has it reads nothing any more.
///
/// # Errors
/// [`Error::NotFound`] for one that is not of a list of the caller's.
pub async fn revoke(app: &App, actor: &Actor, id: ListLinkId) -> Result<()> {
    let sight = policy::change(actor)?;
    let unknown = || Error::NotFound("link");
    let mut conn = app.db().await?;
    conn.transaction(async |conn| {
        let link = ListLink::find(conn, id).await?.ok_or_else(unknown)?;
        let list = UserList::lock(conn, sight, link.list_id).await?.filter(|list| policy::own(list).is_ok());
        let list = list.ok_or_else(unknown)?;
        ListLink::delete(conn, id).await?;
        let entry = entry("lists.link_revoked", &list).context(json!({ "name": list.name, "link": id.to_string() }));
        audit::record(app, actor, conn, entry).await
    })
    .await
}

/// The list that an address leads to, whoever has it.
///
/// # Errors
/// [`Error::NotFound`] when it leads nowhere, or no longer.
pub async fn open(app: &App, _: &Actor, secret: &str) -> Result<UserList> {
    let hash = tokens::hash(secret);
    ListLink::open(&*app.db().await?, &hash, app.now()).await?.ok_or(Error::NotFound("list"))
}

/// What such a list shows whoever has its address. The list is asked for again, so that an address that ended meanwhile shows
/// nothing.
///
/// # Errors
/// As [`open`]; [`Error::Invalid`] for an order that it does not have.
pub async fn page(
    app: &App,
    actor: &Actor,
    secret: &str,
    sort: Option<ListSortOrder>,
    request: PageRequest<ListKey>,
) -> Result<Page<(SharedItem, ListKey)>> {
    let list = open(app, actor, secret).await?;
    let conn = app.db().await?;
    let found = items::read(&conn, &list, None, policy::smart_state_by_link(&list), sort, request).await?;
    let ids: Vec<MediaItemId> = found.items.iter().map(|(listed, _)| listed.item_id).collect();
    let known = MediaItem::by_ids_with_ancestors(&conn, &ids).await?;
    let known: HashMap<MediaItemId, MediaItem> = known.into_iter().map(|item| (item.id, item)).collect();
    let types: HashSet<MediaTypeId> = known.values().map(|item| item.media_type_id).collect();
    let types = MediaType::by_ids(&conn, &types.into_iter().collect::<Vec<_>>()).await?;
    let with_item = |(listed, key): (Listed, ListKey)| {
        let item = known.get(&listed.item_id)?.clone();
        let whole = known.get(&item.root_id).filter(|root| root.id != item.id).map(|root| root.name.clone());
        let media_type = types.iter().find(|found| found.id == item.media_type_id).map(|found| found.name.clone());
        Some((SharedItem { item, whole, media_type, notes: listed.row.and_then(|row| row.notes) }, key))
    };
    Ok(Page { items: found.items.into_iter().filter_map(with_item).collect(), has_next: found.has_next })
}

/// How much that is.
///
/// # Errors
/// As [`open`].
pub async fn count(app: &App, actor: &Actor, secret: &str) -> Result<i64> {
    let list = open(app, actor, secret).await?;
    items::count_read(&*app.db().await?, &list, None, policy::smart_state_by_link(&list)).await
}

//! Who works on a list besides its owner.

use medianest_db::lists::{ListCollaborator, UserList};
use medianest_db::{AsyncConnection as _, ListId, ListRole, NotificationCategory, NotificationSeverity, UserId};
use serde_json::json;

use super::{MOST_COLLABORATORS, entry, lock};
use crate::admin::audit::{self, Entry};
use crate::notifications::{self, NewNotification};
use crate::policy::{Actor, lists as policy, social};
use crate::{App, Error, Result};

/// Those who work on these lists, as far as the caller may know: whoever does so too.
///
/// # Errors
/// [`Error::Unauthenticated`] or [`Error::Forbidden`].
pub async fn by_lists(app: &App, actor: &Actor, lists: &[ListId]) -> Result<Vec<ListCollaborator>> {
    let sight = policy::see(actor)?;
    let conn = app.db().await?;
    let seen = UserList::by_ids(&conn, sight, lists).await?;
    let open: Vec<ListId> = seen.into_iter().filter(policy::sees_collaborators).map(|list| list.id).collect();
    Ok(ListCollaborator::by_lists(&conn, &open).await?)
}

/// Lets somebody work on a list of the caller's, or gives who does another role. They are told, and may leave.
///
/// # Errors
/// [`Error::NotFound`] for a list or person that the caller may not see, [`Error::Forbidden`] for another's list, or
/// [`Error::Invalid`] naming `userId` for the owner and when there are too many.
pub async fn put(app: &App, actor: &Actor, list: ListId, other: UserId, role: ListRole) -> Result<ListCollaborator> {
    let sight = policy::change(actor)?;
    let is_visible = social::approach(app, actor, other).await?.is_some();
    let mut conn = app.db().await?;
    conn.transaction(async |conn| {
        let list = lock(conn, sight, list).await?;
        policy::own(&list)?;
        if other == list.user_id {
            return Err(Error::invalid("userId", "this is the list's owner"));
        }
        let known = ListCollaborator::by_lists(conn, &[list.id]).await?;
        let old = known.iter().find(|known| known.user_id == other);
        if old.is_none() && !is_visible {
            return Err(Error::NotFound("user"));
        }
        if old.is_none() && known.len() >= MOST_COLLABORATORS {
            return Err(Error::invalid("userId", format!("{MOST_COLLABORATORS} people work on a list at the most")));
        }
        if let Some(old) = old.filter(|old| old.role == role) {
            return Ok(old.clone());
        }
        let row = ListCollaborator { list_id: list.id, user_id: other, role, created_at: app.now() }.keep(conn).await?;
        let told = json!({ "role": old.map(|old| old.role) });
        let entry = about("lists.collaborator_put", &list, other).change(told, json!({ "role": role }));
        audit::record(app, actor, conn, entry).await?;
        if old.is_none() {
            notifications::notify(conn, app, news(actor, &list, other)?).await?;
        }
        Ok(row)
    })
    .await
}

/// Takes somebody off a list of the caller's. What they put on it stays.
///
/// # Errors
/// [`Error::NotFound`], or [`Error::Forbidden`] for another's list.
pub async fn remove(app: &App, actor: &Actor, list: ListId, other: UserId) -> Result<()> {
    let sight = policy::change(actor)?;
    let mut conn = app.db().await?;
    conn.transaction(async |conn| {
        let list = lock(conn, sight, list).await?;
        policy::own(&list)?;
        ListCollaborator::delete(conn, list.id, other).await?.ok_or(Error::NotFound("collaborator"))?;
        audit::record(app, actor, conn, about("lists.collaborator_removed", &list, other)).await
    })
    .await
}

/// Leaves a list that the caller works on.
///
/// # Errors
/// [`Error::NotFound`], or [`Error::Conflict`] for its owner and its readers.
pub async fn leave(app: &App, actor: &Actor, list: ListId) -> Result<()> {
    let sight = policy::change(actor)?;
    let mut conn = app.db().await?;
    conn.transaction(async |conn| {
        let list = lock(conn, sight, list).await?;
        let gone = ListCollaborator::delete(conn, list.id, sight.viewer()).await?;
        gone.ok_or_else(|| Error::conflict("you do not work on this list for somebody else"))?;
        audit::record(app, actor, conn, about("lists.left", &list, sight.viewer())).await
    })
    .await
}

fn about(action: &'static str, list: &UserList, person: UserId) -> Entry {
    entry(action, list).context(json!({ "name": list.name, "person": person.to_string() }))
}

fn news(actor: &Actor, list: &UserList, to: UserId) -> Result<NewNotification> {
    Ok(NewNotification {
        user_id: to,
        notification_type: "list_shared",
        category: NotificationCategory::Social,
        severity: NotificationSeverity::Info,
        title: format!("{} shares the list “{}” with you", actor.person()?.name, list.name),
        message: String::new(),
        link_url: Some(format!("/lists/{}", list.id)),
        data: json!({ "listId": list.id.to_string(), "userId": list.user_id.to_string() }),
        dedupe_key: Some(format!("list_shared:{}:{to}", list.id)),
        expires_at: None,
    })
}

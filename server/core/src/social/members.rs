//! Who is in a group, what they may do there and let it see.

use medianest_db::social::GroupMember;
use medianest_db::{AsyncConnection as _, GroupId, GroupMemberId, GroupRole, UserId};
use serde_json::{Value, json};

use super::groups::{joined, lock_joined};
use crate::admin::audit::{self, Entry};
use crate::events::Event;
use crate::policy::{Actor, social as policy};
use crate::{App, Error, Page, PageRequest, Result};

/// What a member lets the group see and do with them; what is `None` stays.
#[derive(Debug, Clone, Copy, Default)]
pub struct PermissionChanges {
    /// What they watched.
    pub history: Option<bool>,
    /// What is counted from it.
    pub stats: Option<bool>,
    /// What they play right now.
    pub currently_watching: Option<bool>,
    /// Whether what another of the group plays with them comes into their history.
    pub takes_plays: Option<bool>,
}

/// The members of a group that the caller is in, the first to come first.
///
/// # Errors
/// [`Error::NotFound`] for every other group.
pub async fn page(app: &App, actor: &Actor, group: GroupId, request: &PageRequest<GroupMemberId>) -> Result<Page<GroupMember>> {
    let person = policy::see(actor)?;
    let conn = app.db().await?;
    joined(&conn, group, person).await?;
    let rows = GroupMember::page(&conn, group, request.after, request.first + 1).await?;
    Ok(Page::from_rows(rows, request.first))
}

/// How many members such a group has.
///
/// # Errors
/// As [`page`].
pub async fn count(app: &App, actor: &Actor, group: GroupId) -> Result<i64> {
    let person = policy::see(actor)?;
    let conn = app.db().await?;
    joined(&conn, group, person).await?;
    Ok(GroupMember::count(&conn, group).await?)
}

/// Leaves a group.
///
/// # Errors
/// [`Error::NotFound`], or [`Error::Conflict`] for its owner.
pub async fn leave(app: &App, actor: &Actor, group: GroupId) -> Result<()> {
    let person = policy::change(actor)?;
    let mut conn = app.db().await?;
    conn.transaction(async |conn| {
        let (_, member) = lock_joined(conn, group, person).await?;
        if member.role == GroupRole::Owner {
            return Err(Error::conflict("hand the group over to somebody first, or delete it"));
        }
        member.delete(conn).await?;
        audit::record(app, actor, conn, entry("social.group_left", &member)).await?;
        Event::VisibilityChanged.emit(conn).await?;
        Ok(())
    })
    .await
}

/// Takes somebody else out of a group: its owner anybody, administrators those below themselves.
///
/// # Errors
/// [`Error::NotFound`] or [`Error::Forbidden`].
pub async fn remove(app: &App, actor: &Actor, group: GroupId, other: UserId) -> Result<()> {
    let person = policy::change(actor)?;
    refuse_oneself(person, other)?;
    let mut conn = app.db().await?;
    conn.transaction(async |conn| {
        let (_, member) = lock_joined(conn, group, person).await?;
        let target = GroupMember::find(conn, group, other).await?.ok_or(Error::NotFound("member"))?;
        policy::give_role(member.role, target.role)?;
        target.delete(conn).await?;
        audit::record(app, actor, conn, entry("social.group_member_removed", &target)).await?;
        Event::VisibilityChanged.emit(conn).await?;
        Ok(())
    })
    .await
}

/// Gives somebody else another role in a group: its owner any, administrators those below themselves. Who makes another
/// the owner becomes an administrator.
///
/// # Errors
/// [`Error::NotFound`] or [`Error::Forbidden`].
pub async fn change_role(app: &App, actor: &Actor, group: GroupId, other: UserId, role: GroupRole) -> Result<GroupMember> {
    let person = policy::change(actor)?;
    refuse_oneself(person, other)?;
    let mut conn = app.db().await?;
    conn.transaction(async |conn| {
        let (mut group, mut member) = lock_joined(conn, group, person).await?;
        let mut target = GroupMember::find(conn, group.id, other).await?.ok_or(Error::NotFound("member"))?;
        policy::give_role(member.role, target.role)?;
        policy::give_role(member.role, role)?;
        let old = target.role;
        target.role = role;
        target.update(conn).await?;
        if role == GroupRole::Owner {
            member.role = GroupRole::Admin;
            member.update(conn).await?;
            group.owner_user_id = other;
            group.update(conn).await?;
        }
        let entry = entry("social.group_role_changed", &target).change(json!({ "role": old }), json!({ "role": role }));
        audit::record(app, actor, conn, entry).await?;
        Event::VisibilityChanged.emit(conn).await?;
        Ok(target)
    })
    .await
}

/// Keeps what the caller lets a group see and do with them. Nobody else says it for them.
///
/// # Errors
/// [`Error::NotFound`] for a group that the caller is not in.
pub async fn update_permissions(app: &App, actor: &Actor, group: GroupId, changes: PermissionChanges) -> Result<GroupMember> {
    let person = policy::change(actor)?;
    let mut conn = app.db().await?;
    conn.transaction(async |conn| {
        let (_, mut member) = lock_joined(conn, group, person).await?;
        let mut permissions = member.permissions.as_object().cloned().unwrap_or_default();
        let wanted = [("history", changes.history), ("stats", changes.stats), ("currently_watching", changes.currently_watching)];
        for (aspect, may) in wanted.into_iter().filter_map(|(aspect, may)| Some((aspect, may?))) {
            permissions.insert(aspect.to_owned(), Value::Bool(may));
        }
        let old = shown(&member);
        member.permissions = Value::Object(permissions);
        member.takes_plays = changes.takes_plays.unwrap_or(member.takes_plays);
        member.update(conn).await?;
        let entry = entry("social.group_permissions_changed", &member).change(old, shown(&member));
        audit::record(app, actor, conn, entry).await?;
        Event::VisibilityChanged.emit(conn).await?;
        Ok(member)
    })
    .await
}

fn shown(member: &GroupMember) -> Value {
    json!({ "permissions": member.permissions, "takes_plays": member.takes_plays })
}

fn refuse_oneself(person: UserId, other: UserId) -> Result<()> {
    if person == other { Err(Error::invalid("userId", "this is yourself; you may leave the group")) } else { Ok(()) }
}

fn entry(action: &'static str, member: &GroupMember) -> Entry {
    Entry::new(action).on("group", member.group_id).context(json!({ "member": member.user_id.to_string() }))
}

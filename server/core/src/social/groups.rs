//! Groups, and who is in them.

use std::collections::HashSet;

use medianest_db::social::{Group, GroupMember};
use medianest_db::{AsyncConnection as _, AsyncPgConnection, GroupId, GroupPrivacy, GroupRole, GroupType, UserId};
use serde_json::json;

use crate::admin::audit::{self, Entry};
use crate::error::Problems;
use crate::events::Event;
use crate::policy::{Actor, social as policy};
use crate::{App, Error, Page, PageRequest, Result};

/// How many groups one person is in at the most.
pub(super) const MOST_GROUPS: i64 = 100;

/// What a new group is.
#[derive(Debug, Clone)]
pub struct GroupDraft {
    /// What it is called.
    pub name: String,
    /// What it is for.
    pub description: Option<String>,
    /// What kind it is.
    pub group_type: GroupType,
    /// Who may find and join it.
    pub privacy: GroupPrivacy,
}

/// What to change of a group; what is `None` stays.
#[derive(Debug, Clone, Default)]
pub struct GroupChanges {
    /// What it is called.
    pub name: Option<String>,
    /// What it is for.
    pub description: Option<Option<String>>,
    /// What kind it is.
    pub group_type: Option<GroupType>,
    /// Who may find and join it.
    pub privacy: Option<GroupPrivacy>,
}

/// A group that the caller is in.
///
/// # Errors
/// [`Error::NotFound`] for every other.
pub async fn find(app: &App, actor: &Actor, id: GroupId) -> Result<Group> {
    let person = policy::see(actor)?;
    Ok(joined(&*app.db().await?, id, person).await?.0)
}

/// The groups that the caller is in, the latest first.
///
/// # Errors
/// [`Error::Unauthenticated`] or [`Error::Forbidden`].
pub async fn page(app: &App, actor: &Actor, request: &PageRequest<GroupId>) -> Result<Page<Group>> {
    let person = policy::see(actor)?;
    let rows = Group::page(&*app.db().await?, person, request.after, request.first + 1).await?;
    Ok(Page::from_rows(rows, request.first))
}

/// How many groups the caller is in.
///
/// # Errors
/// As [`page`].
pub async fn count(app: &App, actor: &Actor) -> Result<i64> {
    let person = policy::see(actor)?;
    Ok(Group::count(&*app.db().await?, person).await?)
}

/// The members of a group that the caller is in who let it see this aspect of them.
pub(crate) async fn showing(app: &App, actor: &Actor, id: GroupId, aspect: &str) -> Result<HashSet<UserId>> {
    let person = policy::see(actor)?;
    let conn = app.db().await?;
    joined(&conn, id, person).await?;
    Ok(GroupMember::showing(&conn, id, aspect).await?)
}

/// Makes a group, which the caller owns.
///
/// # Errors
/// [`Error::Invalid`] for a name or description that cannot be one, [`Error::Conflict`] for too many groups.
pub async fn create(app: &App, actor: &Actor, draft: GroupDraft) -> Result<Group> {
    let person = policy::change(actor)?;
    let now = app.now();
    let group = Group {
        id: app.new_id(),
        name: draft.name.trim().to_owned(),
        description: draft.description,
        group_type: draft.group_type,
        owner_user_id: person,
        privacy: draft.privacy,
        created_at: now,
    };
    check(&group)?;
    let mut conn = app.db().await?;
    conn.transaction(async |conn| {
        refuse_too_many(conn, person).await?;
        group.insert(conn).await?;
        new_member(app, group.id, person, GroupRole::Owner).insert(conn).await?;
        audit::record(app, actor, conn, Entry::new("social.group_created").on("group", group.id)).await?;
        Ok(group)
    })
    .await
}

/// Changes what a group is called and for. Its owner and administrators may.
///
/// # Errors
/// [`Error::NotFound`], [`Error::Forbidden`], or [`Error::Invalid`] as for [`create`].
pub async fn update(app: &App, actor: &Actor, id: GroupId, changes: GroupChanges) -> Result<Group> {
    let person = policy::change(actor)?;
    let mut conn = app.db().await?;
    conn.transaction(async |conn| {
        let (mut group, member) = lock_joined(conn, id, person).await?;
        policy::manage(member.role)?;
        group.name = changes.name.map_or(group.name, |name| name.trim().to_owned());
        group.description = changes.description.unwrap_or(group.description);
        group.group_type = changes.group_type.unwrap_or(group.group_type);
        group.privacy = changes.privacy.unwrap_or(group.privacy);
        check(&group)?;
        group.update(conn).await?;
        audit::record(app, actor, conn, Entry::new("social.group_updated").on("group", id)).await?;
        Ok(group)
    })
    .await
}

/// Deletes a group. Its owner may.
///
/// # Errors
/// [`Error::NotFound`] or [`Error::Forbidden`].
pub async fn delete(app: &App, actor: &Actor, id: GroupId) -> Result<()> {
    let person = policy::change(actor)?;
    let mut conn = app.db().await?;
    conn.transaction(async |conn| {
        let (group, member) = lock_joined(conn, id, person).await?;
        policy::own_group(member.role)?;
        group.delete(conn).await?;
        let entry = Entry::new("social.group_deleted").on("group", id).context(json!({ "name": group.name }));
        audit::record(app, actor, conn, entry).await?;
        Event::VisibilityChanged.emit(conn).await?;
        Ok(())
    })
    .await
}

/// The group and the person's membership; whoever is not in it does not know of it.
pub(super) async fn joined(conn: &AsyncPgConnection, id: GroupId, person: UserId) -> Result<(Group, GroupMember)> {
    let member = GroupMember::find(conn, id, person).await?.ok_or(Error::NotFound("group"))?;
    let group = Group::find(conn, id).await?.ok_or(Error::NotFound("group"))?;
    Ok((group, member))
}

/// As [`joined`], the group locked first.
pub(super) async fn lock_joined(conn: &AsyncPgConnection, id: GroupId, person: UserId) -> Result<(Group, GroupMember)> {
    let group = Group::lock(conn, id).await?.ok_or(Error::NotFound("group"))?;
    let member = GroupMember::find(conn, id, person).await?.ok_or(Error::NotFound("group"))?;
    Ok((group, member))
}

pub(super) async fn refuse_too_many(conn: &AsyncPgConnection, person: UserId) -> Result<()> {
    if Group::count(conn, person).await? >= MOST_GROUPS {
        return Err(Error::conflict(format!("one is in {MOST_GROUPS} groups at the most")));
    }
    Ok(())
}

pub(super) fn new_member(app: &App, group_id: GroupId, user_id: UserId, role: GroupRole) -> GroupMember {
    GroupMember { id: app.new_id(), group_id, user_id, role, permissions: json!({}), takes_plays: false, joined_at: app.now() }
}

fn check(group: &Group) -> Result<()> {
    let mut problems = Problems::default();
    let is_line = (1..=100).contains(&group.name.chars().count()) && !group.name.chars().any(char::is_control);
    problems.check(is_line, "name", "use 1 to 100 characters on one line");
    let is_short = group.description.as_ref().is_none_or(|text| text.chars().count() <= 2_000 && !text.contains('\0'));
    problems.check(is_short, "description", "use at most 2000 characters");
    problems.into_result()
}

//! Inviting people into groups.

use chrono::TimeDelta;
use medianest_db::social::{Group, GroupInvitation, GroupMember};
use medianest_db::{
    AsyncConnection as _, AsyncPgConnection, GroupId, GroupInvitationId, GroupRole, NotificationCategory, NotificationSeverity,
    UserId,
};
use serde_json::json;

use super::groups::{lock_joined, new_member, refuse_too_many};
use crate::admin::audit::{self, Entry};
use crate::events::Event;
use crate::notifications::{self, NewNotification};
use crate::policy::{Actor, social as policy};
use crate::{App, Error, Page, PageRequest, Result};

/// How long an invitation waits for its answer.
const LIFETIME: TimeDelta = TimeDelta::days(7);
/// How many members a group has at the most.
const MOST_MEMBERS: i64 = 200;

/// The invitations that wait for the caller's answer, each with the name of its group, the latest first.
///
/// # Errors
/// [`Error::Unauthenticated`] or [`Error::Forbidden`].
pub async fn page(app: &App, actor: &Actor, request: &PageRequest<GroupInvitationId>) -> Result<Page<(GroupInvitation, String)>> {
    let person = policy::see(actor)?;
    let rows = GroupInvitation::page(&*app.db().await?, person, app.now(), request.after, request.first + 1).await?;
    Ok(Page::from_rows(rows, request.first))
}

/// How many such a list has.
///
/// # Errors
/// As [`page`].
pub async fn count(app: &App, actor: &Actor) -> Result<i64> {
    let person = policy::see(actor)?;
    Ok(GroupInvitation::count(&*app.db().await?, person, app.now()).await?)
}

/// Invites somebody into a group: its owner and administrators may. Inviting twice changes nothing. Answers the
/// invitation and the group's name.
///
/// # Errors
/// [`Error::NotFound`] for a group that the caller is not in and for somebody whom they may not see,
/// [`Error::Forbidden`], or [`Error::Conflict`] for a member.
pub async fn invite(
    app: &App,
    actor: &Actor,
    group: GroupId,
    other: UserId,
    role: GroupRole,
) -> Result<(GroupInvitation, String)> {
    let person = policy::change(actor)?;
    let is_visible = policy::approach(app, actor, other).await?.is_some();
    if role == GroupRole::Owner {
        return Err(Error::invalid("role", "invite them first, then hand the group over"));
    }
    let mut conn = app.db().await?;
    conn.transaction(async |conn| {
        let (group, member) = lock_joined(conn, group, person).await?;
        policy::give_role(member.role, role)?;
        if GroupMember::find(conn, group.id, other).await?.is_some() {
            return Err(Error::conflict("they are a member already"));
        }
        if !is_visible {
            return Err(Error::NotFound("user"));
        }
        if let Some(open) = GroupInvitation::find_open(conn, group.id, other, app.now()).await? {
            return Ok((open, group.name));
        }
        let invitation = GroupInvitation {
            id: app.new_id(),
            group_id: group.id,
            from_user_id: person,
            to_user_id: Some(other),
            role,
            expires_at: app.now() + LIFETIME,
            accepted_at: None,
            declined_at: None,
            created_at: app.now(),
        };
        // It is to a person, so nobody is told its code.
        invitation.insert(conn, &rand::random::<[u8; 32]>()).await?;
        audit::record(app, actor, conn, entry("social.group_invited", &invitation)).await?;
        notifications::notify(conn, app, news(app, actor, &group, &invitation, other)?).await?;
        Ok((invitation, group.name))
    })
    .await
}

/// Joins the group that the caller was invited into.
///
/// # Errors
/// [`Error::NotFound`] for an invitation that is not to the caller, [`Error::Conflict`] for one that does not wait any
/// more.
pub async fn accept(app: &App, actor: &Actor, id: GroupInvitationId) -> Result<Group> {
    let person = policy::change(actor)?;
    let mut conn = app.db().await?;
    conn.transaction(async |conn| {
        let (group, mut invitation) = lock_open(app, conn, id, person).await?;
        // Whoever may not invite any more has not invited.
        let inviter = GroupMember::find(conn, group.id, invitation.from_user_id).await?;
        if inviter.is_none_or(|inviter| policy::give_role(inviter.role, invitation.role).is_err()) {
            return Err(Error::conflict("whoever invited you may do so no longer"));
        }
        if GroupMember::count(conn, group.id).await? >= MOST_MEMBERS {
            return Err(Error::conflict(format!("a group has {MOST_MEMBERS} members at the most")));
        }
        refuse_too_many(conn, person).await?;
        if GroupMember::find(conn, group.id, person).await?.is_none() {
            new_member(app, group.id, person, invitation.role).insert(conn).await?;
        }
        invitation.accepted_at = Some(app.now());
        invitation.update(conn).await?;
        audit::record(app, actor, conn, entry("social.group_joined", &invitation)).await?;
        Event::VisibilityChanged.emit(conn).await?;
        Ok(group)
    })
    .await
}

/// Does not join the group that the caller was invited into. Nobody is told.
///
/// # Errors
/// As [`accept`].
pub async fn decline(app: &App, actor: &Actor, id: GroupInvitationId) -> Result<()> {
    let person = policy::change(actor)?;
    let mut conn = app.db().await?;
    conn.transaction(async |conn| {
        let (_, mut invitation) = lock_open(app, conn, id, person).await?;
        invitation.declined_at = Some(app.now());
        invitation.update(conn).await?;
        audit::record(app, actor, conn, entry("social.group_invitation_declined", &invitation)).await
    })
    .await
}

/// An invitation that waits for this person's answer, its group locked.
async fn lock_open(
    app: &App,
    conn: &AsyncPgConnection,
    id: GroupInvitationId,
    person: UserId,
) -> Result<(Group, GroupInvitation)> {
    let none = || Error::NotFound("invitation");
    let group_id = GroupInvitation::find(conn, id, person).await?.ok_or_else(none)?.group_id;
    let group = Group::lock(conn, group_id).await?.ok_or_else(none)?;
    let invitation = GroupInvitation::find(conn, id, person).await?.ok_or_else(none)?;
    if invitation.accepted_at.is_some() || invitation.declined_at.is_some() {
        return Err(Error::conflict("this invitation was answered before"));
    }
    if invitation.expires_at <= app.now() {
        return Err(Error::conflict("this invitation has expired"));
    }
    Ok((group, invitation))
}

fn entry(action: &'static str, invitation: &GroupInvitation) -> Entry {
    let to = invitation.to_user_id.map(|id| id.to_string());
    Entry::new(action).on("group", invitation.group_id).context(json!({ "to": to, "role": invitation.role }))
}

fn news(app: &App, actor: &Actor, group: &Group, invitation: &GroupInvitation, user_id: UserId) -> Result<NewNotification> {
    let person = actor.person()?;
    Ok(NewNotification {
        user_id,
        notification_type: "group_invitation",
        category: NotificationCategory::Social,
        severity: NotificationSeverity::Info,
        title: format!("{} invites you into {}", person.name, group.name),
        message: group.description.clone().unwrap_or_default(),
        link_url: Some("/groups".to_owned()),
        data: json!({ "invitationId": invitation.id.to_string(), "groupId": group.id.to_string(), "userId": person.id.to_string() }),
        // However often somebody invites, it is news once a day.
        dedupe_key: Some(format!("group_invitation:{}:{}", group.id, app.now().date_naive())),
        expires_at: Some(invitation.expires_at),
    })
}

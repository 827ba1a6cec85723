//! Inviting people into groups.

use chrono::TimeDelta;
use medianest_db::social::{Group, GroupInvitation, GroupMember};
use medianest_db::{
    AsyncConnection as _, AsyncPgConnection, GroupId, GroupInvitationId, GroupRole, NotificationCategory, NotificationSeverity,
    UserId,
};
use secrecy::SecretString;
use serde_json::json;

use super::groups::{lock_joined, new_member, refuse_too_many};
use crate::admin::audit::{self, Entry};
use crate::error::Problems;
use crate::events::Event;
use crate::identity::{fields, tokens};
use crate::notifications::{self, NewNotification};
use crate::policy::{Actor, social as policy};
use crate::{App, Error, Page, PageRequest, Result};

/// How long an invitation waits for its answer, unless it is said otherwise.
pub const LIFETIME: TimeDelta = TimeDelta::days(7);
/// How long it waits at the most.
const LONGEST_LIFETIME: TimeDelta = TimeDelta::days(30);
/// How many invitations into a group may wait for an answer.
const MOST_OPEN: usize = 100;
/// What codes begin with.
const CODE_PREFIX: &str = "mng_";
/// How many members a group has at the most.
const MOST_MEMBERS: i64 = 200;

/// Whom an invitation is for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Invitee {
    /// A person with an account.
    Person(UserId),
    /// Whoever has this address.
    Email(String),
    /// The first to come with its code.
    Bearer,
    /// Two at once.
    Unclear,
}

/// An invitation to be made.
#[derive(Debug, Clone)]
pub struct InvitationDraft {
    /// Whom it is for.
    pub invitee: Invitee,
    /// What they may do in the group.
    pub role: GroupRole,
    /// How long it waits for its answer.
    pub lifetime: TimeDelta,
}

/// An invitation that was made.
#[derive(Debug)]
pub struct Issued {
    /// The invitation.
    pub invitation: GroupInvitation,
    /// What the group is called.
    pub group_name: String,
    /// Its code, which is not shown again; none for one that is to a person.
    pub code: Option<SecretString>,
}

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

/// The invitations into those of these groups that the caller looks after, as far as they wait for an answer; the latest first.
///
/// # Errors
/// [`Error::Unauthenticated`] or [`Error::Forbidden`].
pub async fn by_groups(app: &App, actor: &Actor, groups: &[GroupId]) -> Result<Vec<GroupInvitation>> {
    let person = policy::see(actor)?;
    let conn = app.db().await?;
    let members = GroupMember::by_groups(&conn, person, groups).await?;
    let managed = members.into_iter().filter(|member| policy::manage(member.role).is_ok());
    let managed: Vec<GroupId> = managed.map(|member| member.group_id).collect();
    Ok(GroupInvitation::by_groups(&conn, &managed, app.now()).await?)
}

/// Invites somebody into a group: its owner and administrators may. Inviting a person twice changes nothing.
///
/// # Errors
/// [`Error::NotFound`] for a group that the caller is not in and for somebody whom they may not see,
/// [`Error::Forbidden`], [`Error::Invalid`] naming the wrong fields, or [`Error::Conflict`] for a member and when too many wait.
pub async fn invite(app: &App, actor: &Actor, group: GroupId, draft: InvitationDraft) -> Result<Issued> {
    let person = policy::change(actor)?;
    check(&draft)?;
    let is_visible = match draft.invitee {
        Invitee::Person(other) => policy::approach(app, actor, other).await?.is_some(),
        Invitee::Email(_) | Invitee::Bearer | Invitee::Unclear => true,
    };
    let mut conn = app.db().await?;
    conn.transaction(async |conn| {
        let (group, member) = lock_joined(conn, group, person).await?;
        policy::give_role(member.role, draft.role)?;
        let (to_user_id, to_email) = match draft.invitee {
            Invitee::Person(other) => (Some(other), None),
            Invitee::Email(address) => (None, Some(address.trim().to_owned())),
            Invitee::Bearer | Invitee::Unclear => (None, None),
        };
        if let Some(other) = to_user_id {
            if GroupMember::find(conn, group.id, other).await?.is_some() {
                return Err(Error::conflict("they are a member already"));
            }
            if !is_visible {
                return Err(Error::NotFound("user"));
            }
            if let Some(open) = GroupInvitation::find_open(conn, group.id, other, app.now()).await? {
                return Ok(Issued { invitation: open, group_name: group.name, code: None });
            }
        }
        if GroupInvitation::by_groups(conn, &[group.id], app.now()).await?.len() >= MOST_OPEN {
            return Err(Error::conflict(format!("at most {MOST_OPEN} invitations may wait for an answer")));
        }
        let invitation = GroupInvitation {
            id: app.new_id(),
            group_id: group.id,
            from_user_id: person,
            to_user_id,
            to_email,
            role: draft.role,
            expires_at: app.now() + draft.lifetime,
            accepted_at: None,
            declined_at: None,
            created_at: app.now(),
        };
        let code = format!("{CODE_PREFIX}{}", tokens::random_text());
        invitation.insert(conn, &tokens::hash(&code)).await?;
        audit::record(app, actor, conn, entry("social.group_invited", &invitation)).await?;
        if let Some(other) = to_user_id {
            notifications::notify(conn, app, news(app, actor, &group, &invitation, other)?).await?;
        }
        // One that is to a person is answered by that person, who needs no code.
        let code = to_user_id.is_none().then(|| code.into());
        Ok(Issued { invitation, group_name: group.name, code })
    })
    .await
}

fn check(draft: &InvitationDraft) -> Result<()> {
    let mut problems = Problems::default();
    problems.check(draft.role != GroupRole::Owner, "role", "invite them first, then hand the group over");
    let is_some_time = (TimeDelta::hours(1)..=LONGEST_LIFETIME).contains(&draft.lifetime);
    problems.check(is_some_time, "expiresInDays", format_args!("use 1 to {}", LONGEST_LIFETIME.num_days()));
    match &draft.invitee {
        Invitee::Email(address) => fields::email(&mut problems, "email", address.trim()),
        Invitee::Unclear => problems.check(false, "email", "give `userId` or `email`, not both"),
        Invitee::Person(_) | Invitee::Bearer => {}
    }
    problems.into_result()
}

/// Takes back an invitation that waits for an answer: the group's owner and administrators may.
///
/// # Errors
/// [`Error::NotFound`] for a group that the caller is not in and an invitation that does not wait, or [`Error::Forbidden`].
pub async fn revoke(app: &App, actor: &Actor, group: GroupId, id: GroupInvitationId) -> Result<()> {
    let person = policy::change(actor)?;
    let mut conn = app.db().await?;
    conn.transaction(async |conn| {
        let (group, member) = lock_joined(conn, group, person).await?;
        policy::manage(member.role)?;
        let revoked = GroupInvitation::revoke(conn, group.id, id, app.now()).await?.ok_or(Error::NotFound("invitation"))?;
        audit::record(app, actor, conn, entry("social.group_invitation_revoked", &revoked)).await
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
        let (group, invitation) = lock_open(app, conn, id, person).await?;
        join(app, actor, conn, group, invitation).await
    })
    .await
}

/// Joins the group that the caller was given the code of.
///
/// # Errors
/// [`Error::NotFound`] for a code that is none, or is for another; [`Error::Conflict`] for one that does not wait any more.
pub async fn accept_by_code(app: &App, actor: &Actor, code: &str) -> Result<Group> {
    let person = policy::change(actor)?;
    let hash = tokens::hash(code.trim());
    let mut conn = app.db().await?;
    conn.transaction(async |conn| {
        let find = async || -> Result<GroupInvitation> {
            GroupInvitation::find_by_code(conn, &hash, person).await?.ok_or(Error::NotFound("invitation"))
        };
        let group = Group::lock(conn, find().await?.group_id).await?.ok_or(Error::NotFound("invitation"))?;
        let invitation = waiting(app, find().await?)?;
        join(app, actor, conn, group, invitation).await
    })
    .await
}

/// Lets the person who asks into a group that is locked.
async fn join(
    app: &App,
    actor: &Actor,
    conn: &AsyncPgConnection,
    group: Group,
    mut invitation: GroupInvitation,
) -> Result<Group> {
    let person = actor.person()?.id;
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
    Ok((group, waiting(app, invitation)?))
}

/// One that waits for its answer.
fn waiting(app: &App, invitation: GroupInvitation) -> Result<GroupInvitation> {
    if invitation.accepted_at.is_some() || invitation.declined_at.is_some() {
        return Err(Error::conflict("this invitation was answered before"));
    }
    if invitation.expires_at <= app.now() {
        return Err(Error::conflict("this invitation has expired"));
    }
    Ok(invitation)
}

fn entry(action: &'static str, invitation: &GroupInvitation) -> Entry {
    let to = invitation.to_user_id.map(|id| id.to_string()).or_else(|| invitation.to_email.clone());
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

use async_graphql::{Context, InputObject, MaybeUndefined, Object, Result, SimpleObject};
use chrono::TimeDelta;
use medianest_core::db::{GroupId, GroupInvitationId, UserId};
use medianest_core::social::groups::{self, GroupChanges, GroupDraft};
use medianest_core::social::invitations::{self, InvitationDraft, Invitee};
use medianest_core::social::members::{self, PermissionChanges};
use secrecy::ExposeSecret as _;

use super::{Group, GroupInvitation, GroupMember, GroupPrivacy, GroupRole, GroupType};
use crate::graphql::{Connection, ContextExt, Id, PageArgs, connection};

/// A new group.
#[derive(InputObject)]
pub struct CreateGroupInput {
    /// What it is called: 1 to 100 characters.
    name: String,
    /// What it is for.
    description: Option<String>,
    /// What kind it is.
    #[graphql(name = "type")]
    group_type: GroupType,
    /// Who may find and join it; PRIVATE if not given.
    privacy: Option<GroupPrivacy>,
}

/// What was made.
#[derive(SimpleObject)]
pub struct CreateGroupPayload {
    /// The group.
    group: Group,
}

/// What to change of a group. What is not given stays.
#[derive(InputObject)]
pub struct UpdateGroupInput {
    /// The id of the group.
    group_id: Id<GroupId>,
    /// What it is called: 1 to 100 characters.
    name: Option<String>,
    /// What it is for; null for nothing.
    description: MaybeUndefined<String>,
    /// What kind it is.
    #[graphql(name = "type")]
    group_type: Option<GroupType>,
    /// Who may find and join it.
    privacy: Option<GroupPrivacy>,
}

/// What was changed.
#[derive(SimpleObject)]
pub struct UpdateGroupPayload {
    /// The group.
    group: Group,
}

/// Which group to delete.
#[derive(InputObject)]
pub struct DeleteGroupInput {
    /// The id of the group.
    group_id: Id<GroupId>,
}

/// What was deleted.
#[derive(SimpleObject)]
pub struct DeleteGroupPayload {
    /// The id of the group.
    deleted_id: Id<GroupId>,
}

/// Whom to invite into which group.
#[derive(InputObject)]
pub struct InviteToGroupInput {
    /// The id of the group.
    group_id: Id<GroupId>,
    /// The id of the person; without it and `email` it is for whoever is given its code.
    user_id: Option<Id<UserId>>,
    /// The address of somebody who may not have an account yet: only with it is the code good.
    email: Option<String>,
    /// What they may do in it; MEMBER if not given.
    role: Option<GroupRole>,
    /// For how many days it waits for its answer, 30 at the most; 7 if not given.
    expires_in_days: Option<i32>,
}

/// What was sent.
#[derive(SimpleObject)]
pub struct InviteToGroupPayload {
    /// The invitation.
    invitation: GroupInvitation,
    /// The code that `joinGroup` takes, which is not shown again; null for an invitation that is to a person.
    code: Option<String>,
}

/// Which invitation to take back.
#[derive(InputObject)]
pub struct RevokeGroupInvitationInput {
    /// The id of the group.
    group_id: Id<GroupId>,
    /// The id of the invitation.
    invitation_id: Id<GroupInvitationId>,
}

/// What was taken back.
#[derive(SimpleObject)]
pub struct RevokeGroupInvitationPayload {
    /// The id of the invitation.
    revoked_id: Id<GroupInvitationId>,
}

/// The code of an invitation.
#[derive(InputObject)]
pub struct JoinGroupInput {
    /// As `inviteToGroup` told it.
    code: String,
}

/// What was joined.
#[derive(SimpleObject)]
pub struct JoinGroupPayload {
    /// The group.
    group: Group,
}

/// Which invitation to accept.
#[derive(InputObject)]
pub struct AcceptGroupInvitationInput {
    /// The id of the invitation.
    invitation_id: Id<GroupInvitationId>,
}

/// What was joined.
#[derive(SimpleObject)]
pub struct AcceptGroupInvitationPayload {
    /// The group.
    group: Group,
}

/// Which invitation to decline.
#[derive(InputObject)]
pub struct DeclineGroupInvitationInput {
    /// The id of the invitation.
    invitation_id: Id<GroupInvitationId>,
}

/// What was declined.
#[derive(SimpleObject)]
pub struct DeclineGroupInvitationPayload {
    /// The id of the invitation.
    declined_id: Id<GroupInvitationId>,
}

/// Which group to leave.
#[derive(InputObject)]
pub struct LeaveGroupInput {
    /// The id of the group.
    group_id: Id<GroupId>,
}

/// What was left.
#[derive(SimpleObject)]
pub struct LeaveGroupPayload {
    /// The id of the group.
    left_id: Id<GroupId>,
}

/// Whom to take out of which group.
#[derive(InputObject)]
pub struct RemoveGroupMemberInput {
    /// The id of the group.
    group_id: Id<GroupId>,
    /// The id of the person.
    user_id: Id<UserId>,
}

/// Who was taken out.
#[derive(SimpleObject)]
pub struct RemoveGroupMemberPayload {
    /// The id of the person.
    user_id: Id<UserId>,
}

/// Whom to give which role.
#[derive(InputObject)]
pub struct ChangeGroupMemberRoleInput {
    /// The id of the group.
    group_id: Id<GroupId>,
    /// The id of the person.
    user_id: Id<UserId>,
    /// What they may do from now on. OWNER hands the group over: the caller becomes an administrator.
    role: GroupRole,
}

/// Whose role was changed.
#[derive(SimpleObject)]
pub struct ChangeGroupMemberRolePayload {
    /// The member.
    member: GroupMember,
}

/// What the caller lets a group see and do with them. What is not given stays.
#[derive(InputObject)]
pub struct UpdateMyGroupPermissionsInput {
    /// The id of the group.
    group_id: Id<GroupId>,
    /// What they have played, rated, written about and keep in their library.
    history: Option<bool>,
    /// What is counted from it.
    stats: Option<bool>,
    /// What they play right now.
    currently_watching: Option<bool>,
    /// Whether what another of the group plays with them comes into their history.
    takes_plays: Option<bool>,
}

/// What is kept now.
#[derive(SimpleObject)]
pub struct UpdateMyGroupPermissionsPayload {
    /// The member.
    member: GroupMember,
}

/// What can be asked about groups.
#[derive(Default)]
pub struct GroupQuery;

#[Object]
impl GroupQuery {
    /// The groups that the caller is in, the latest first.
    #[graphql(complexity = "5 + first.unwrap_or(20).max(1) as usize * child_complexity")]
    async fn groups(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "How many, 100 at the most.")] first: Option<i32>,
        #[graphql(desc = "The cursor after which the page starts.")] after: Option<String>,
    ) -> Result<Connection<GroupId, Group>> {
        let args = PageArgs { first, after };
        let (app, actor) = (ctx.app().clone(), ctx.actor().clone());
        let page = groups::page(&app, &actor, &args.request()?).await?;
        Ok(connection(
            page,
            args.after.is_some(),
            |row| (row.id, Group(row)),
            move || {
                let (app, actor) = (app.clone(), actor.clone());
                async move { groups::count(&app, &actor).await }
            },
        ))
    }

    /// One group that the caller is in.
    async fn group(&self, ctx: &Context<'_>, #[graphql(desc = "Which.")] id: Id<GroupId>) -> Result<Group> {
        Ok(Group(groups::find(ctx.app(), ctx.actor(), id.0).await?))
    }

    /// The invitations into groups that wait for the caller's answer, the latest first.
    #[graphql(complexity = "5 + first.unwrap_or(20).max(1) as usize * child_complexity")]
    async fn group_invitations(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "How many, 100 at the most.")] first: Option<i32>,
        #[graphql(desc = "The cursor after which the page starts.")] after: Option<String>,
    ) -> Result<Connection<GroupInvitationId, GroupInvitation>> {
        let args = PageArgs { first, after };
        let (app, actor) = (ctx.app().clone(), ctx.actor().clone());
        let page = invitations::page(&app, &actor, &args.request()?).await?;
        Ok(connection(
            page,
            args.after.is_some(),
            |(row, group)| (row.id, GroupInvitation(row, group)),
            move || {
                let (app, actor) = (app.clone(), actor.clone());
                async move { invitations::count(&app, &actor).await }
            },
        ))
    }
}

/// What can be done with groups.
#[derive(Default)]
pub struct GroupMutation;

#[Object]
impl GroupMutation {
    /// Makes a group, which the caller owns.
    async fn create_group(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What it is.")] input: CreateGroupInput,
    ) -> Result<CreateGroupPayload> {
        let draft = GroupDraft {
            name: input.name,
            description: input.description,
            group_type: input.group_type.into(),
            privacy: input.privacy.unwrap_or(GroupPrivacy::Private).into(),
        };
        let row = groups::create(ctx.app(), ctx.actor(), draft).await?;
        Ok(CreateGroupPayload { group: Group(row) })
    }

    /// Changes a group. Its owner and administrators may.
    async fn update_group(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What to change.")] input: UpdateGroupInput,
    ) -> Result<UpdateGroupPayload> {
        let changes = GroupChanges {
            name: input.name,
            description: match input.description {
                MaybeUndefined::Undefined => None,
                MaybeUndefined::Null => Some(None),
                MaybeUndefined::Value(text) => Some(Some(text)),
            },
            group_type: input.group_type.map(Into::into),
            privacy: input.privacy.map(Into::into),
        };
        let row = groups::update(ctx.app(), ctx.actor(), input.group_id.0, changes).await?;
        Ok(UpdateGroupPayload { group: Group(row) })
    }

    /// Deletes a group. Its owner may.
    async fn delete_group(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which.")] input: DeleteGroupInput,
    ) -> Result<DeleteGroupPayload> {
        groups::delete(ctx.app(), ctx.actor(), input.group_id.0).await?;
        Ok(DeleteGroupPayload { deleted_id: input.group_id })
    }

    /// Invites somebody into a group: a person, whoever has an address, or whoever is given the code. Its owner and administrators
    /// may.
    async fn invite_to_group(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Whom.")] input: InviteToGroupInput,
    ) -> Result<InviteToGroupPayload> {
        let invitee = match (input.user_id, input.email) {
            (Some(id), None) => Invitee::Person(id.0),
            (None, Some(address)) => Invitee::Email(address),
            (None, None) => Invitee::Bearer,
            (Some(_), Some(_)) => Invitee::Unclear,
        };
        let draft = InvitationDraft {
            invitee,
            role: input.role.unwrap_or(GroupRole::Member).into(),
            lifetime: input.expires_in_days.map_or(invitations::LIFETIME, |days| TimeDelta::days(days.into())),
        };
        let issued = invitations::invite(ctx.app(), ctx.actor(), input.group_id.0, draft).await?;
        Ok(InviteToGroupPayload {
            invitation: GroupInvitation(issued.invitation, issued.group_name),
            code: issued.code.map(|code| code.expose_secret().to_owned()),
        })
    }

    /// Takes back an invitation that waits for its answer. The group's owner and administrators may.
    async fn revoke_group_invitation(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which.")] input: RevokeGroupInvitationInput,
    ) -> Result<RevokeGroupInvitationPayload> {
        invitations::revoke(ctx.app(), ctx.actor(), input.group_id.0, input.invitation_id.0).await?;
        Ok(RevokeGroupInvitationPayload { revoked_id: input.invitation_id })
    }

    /// Joins the group that the caller was given the code of.
    async fn join_group(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "By which code.")] input: JoinGroupInput,
    ) -> Result<JoinGroupPayload> {
        Ok(JoinGroupPayload { group: Group(invitations::accept_by_code(ctx.app(), ctx.actor(), &input.code).await?) })
    }

    /// Joins the group that the caller was invited into.
    async fn accept_group_invitation(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which.")] input: AcceptGroupInvitationInput,
    ) -> Result<AcceptGroupInvitationPayload> {
        let row = invitations::accept(ctx.app(), ctx.actor(), input.invitation_id.0).await?;
        Ok(AcceptGroupInvitationPayload { group: Group(row) })
    }

    /// Declines an invitation into a group. Nobody is told.
    async fn decline_group_invitation(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which.")] input: DeclineGroupInvitationInput,
    ) -> Result<DeclineGroupInvitationPayload> {
        invitations::decline(ctx.app(), ctx.actor(), input.invitation_id.0).await?;
        Ok(DeclineGroupInvitationPayload { declined_id: input.invitation_id })
    }

    /// Leaves a group. Its owner hands it over first, or deletes it.
    async fn leave_group(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which.")] input: LeaveGroupInput,
    ) -> Result<LeaveGroupPayload> {
        members::leave(ctx.app(), ctx.actor(), input.group_id.0).await?;
        Ok(LeaveGroupPayload { left_id: input.group_id })
    }

    /// Takes somebody out of a group: its owner anybody, administrators those below themselves.
    async fn remove_group_member(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Whom.")] input: RemoveGroupMemberInput,
    ) -> Result<RemoveGroupMemberPayload> {
        members::remove(ctx.app(), ctx.actor(), input.group_id.0, input.user_id.0).await?;
        Ok(RemoveGroupMemberPayload { user_id: input.user_id })
    }

    /// Gives somebody another role in a group: its owner any, administrators those below themselves.
    async fn change_group_member_role(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Whom which.")] input: ChangeGroupMemberRoleInput,
    ) -> Result<ChangeGroupMemberRolePayload> {
        let (group, person, role) = (input.group_id.0, input.user_id.0, input.role.into());
        let row = members::change_role(ctx.app(), ctx.actor(), group, person, role).await?;
        Ok(ChangeGroupMemberRolePayload { member: GroupMember(row) })
    }

    /// Says what the caller lets a group see and do with them.
    async fn update_my_group_permissions(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What.")] input: UpdateMyGroupPermissionsInput,
    ) -> Result<UpdateMyGroupPermissionsPayload> {
        let UpdateMyGroupPermissionsInput { group_id, history, stats, currently_watching, takes_plays } = input;
        let changes = PermissionChanges { history, stats, currently_watching, takes_plays };
        let row = members::update_permissions(ctx.app(), ctx.actor(), group_id.0, changes).await?;
        Ok(UpdateMyGroupPermissionsPayload { member: GroupMember(row) })
    }
}

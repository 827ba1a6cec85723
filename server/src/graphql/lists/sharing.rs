use async_graphql::{Context, Enum, InputObject, Object, Result, SimpleObject};
use chrono::{DateTime, Utc};
use medianest_core::db::{self, ListId, ListLinkId, UserId};
use medianest_core::lists::{collaborators, links};
use secrecy::ExposeSecret as _;

use super::collaborators::{ListCollaborator, ListLink};
use crate::graphql::{ContextExt, Id};

/// What somebody may do with another's list.
#[derive(Enum, Debug, Clone, Copy, PartialEq, Eq)]
#[graphql(remote = "db::ListRole")]
pub enum ListCollaboratorRole {
    /// See it, whoever else may.
    Viewer,
    /// Say what is on it, and in which order.
    Editor,
}

/// Whom to let work on which list.
#[derive(InputObject)]
pub struct PutListCollaboratorInput {
    /// The id of the list.
    list_id: Id<ListId>,
    /// The id of the person.
    user_id: Id<UserId>,
    /// What they may do.
    role: ListCollaboratorRole,
}

/// Who was let in.
#[derive(SimpleObject)]
pub struct PutListCollaboratorPayload {
    /// The collaborator.
    collaborator: ListCollaborator,
}

/// Whom to take off which list.
#[derive(InputObject)]
pub struct RemoveListCollaboratorInput {
    /// The id of the list.
    list_id: Id<ListId>,
    /// The id of the person.
    user_id: Id<UserId>,
}

/// Who was taken off.
#[derive(SimpleObject)]
pub struct RemoveListCollaboratorPayload {
    /// The id of the person.
    user_id: Id<UserId>,
}

/// Which list to leave.
#[derive(InputObject)]
pub struct LeaveListInput {
    /// The id of the list.
    list_id: Id<ListId>,
}

/// What was left.
#[derive(SimpleObject)]
pub struct LeaveListPayload {
    /// The id of the list.
    left_id: Id<ListId>,
}

/// Of which list to make an address.
#[derive(InputObject)]
pub struct CreateListLinkInput {
    /// The id of the list.
    list_id: Id<ListId>,
    /// When it ends by itself; never, if not given.
    expires_at: Option<DateTime<Utc>>,
}

/// The address that was made.
#[derive(SimpleObject)]
pub struct CreateListLinkPayload {
    /// The address.
    link: ListLink,
    /// Its secret, which `sharedList` takes. It is told this once and kept nowhere.
    secret: String,
}

/// Which address to end.
#[derive(InputObject)]
pub struct RevokeListLinkInput {
    /// The id of the address.
    link_id: Id<ListLinkId>,
}

/// What was ended.
#[derive(SimpleObject)]
pub struct RevokeListLinkPayload {
    /// The id of the address.
    revoked_id: Id<ListLinkId>,
}

/// What can be done about who sees and works on lists.
#[derive(Default)]
pub struct ListSharingMutation;

#[Object]
impl ListSharingMutation {
    /// Lets somebody work on a list of the caller's, or gives who does another role. They are told, and may leave.
    async fn put_list_collaborator(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Whom, and as what.")] input: PutListCollaboratorInput,
    ) -> Result<PutListCollaboratorPayload> {
        let (list, person, role) = (input.list_id.0, input.user_id.0, input.role.into());
        let row = collaborators::put(ctx.app(), ctx.actor(), list, person, role).await?;
        Ok(PutListCollaboratorPayload { collaborator: ListCollaborator(row) })
    }

    /// Takes somebody off a list of the caller's. What they put on it stays.
    async fn remove_list_collaborator(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Whom.")] input: RemoveListCollaboratorInput,
    ) -> Result<RemoveListCollaboratorPayload> {
        collaborators::remove(ctx.app(), ctx.actor(), input.list_id.0, input.user_id.0).await?;
        Ok(RemoveListCollaboratorPayload { user_id: input.user_id })
    }

    /// Leaves a list that the caller works on.
    async fn leave_list(&self, ctx: &Context<'_>, #[graphql(desc = "Which.")] input: LeaveListInput) -> Result<LeaveListPayload> {
        collaborators::leave(ctx.app(), ctx.actor(), input.list_id.0).await?;
        Ok(LeaveListPayload { left_id: input.list_id })
    }

    /// Makes an address by which anybody reads a list of the caller's without an account.
    async fn create_list_link(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Of which list.")] input: CreateListLinkInput,
    ) -> Result<CreateListLinkPayload> {
        let issued = links::create(ctx.app(), ctx.actor(), input.list_id.0, input.expires_at).await?;
        Ok(CreateListLinkPayload { link: ListLink(issued.link), secret: issued.secret.expose_secret().to_owned() })
    }

    /// Ends an address of a list of the caller's: whoever has it reads nothing any more.
    async fn revoke_list_link(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which.")] input: RevokeListLinkInput,
    ) -> Result<RevokeListLinkPayload> {
        links::revoke(ctx.app(), ctx.actor(), input.link_id.0).await?;
        Ok(RevokeListLinkPayload { revoked_id: input.link_id })
    }
}

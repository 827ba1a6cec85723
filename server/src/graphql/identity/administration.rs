use async_graphql::{Context, InputObject, Object, Result, SimpleObject};
use medianest_core::db::UserId;
use medianest_core::identity::{accounts, erasure, standing};
use secrecy::ExposeSecret as _;

use super::{User, UserRole};
use crate::graphql::{ContextExt, Id};

/// Somebody who is to have an account.
#[derive(InputObject)]
pub struct CreateUserInput {
    /// What they will sign in with: 2 to 32 letters, digits, dots, dashes and underscores.
    username: String,
    /// Their e-mail address.
    email: Option<String>,
    /// What others call them; without it, their user name.
    display_name: Option<String>,
    /// What they may do, up to the caller's own role.
    #[graphql(default_with = "UserRole::User")]
    role: UserRole,
}

/// A new account.
#[derive(SimpleObject)]
pub struct CreateUserPayload {
    /// Whose.
    user: User,
    /// The password to hand over; they must change it when they first sign in. It is shown once.
    temporary_password: String,
}

/// Whose password to replace.
#[derive(InputObject)]
pub struct ResetUserPasswordInput {
    /// Whose.
    user_id: Id<UserId>,
}

/// A replaced password.
#[derive(SimpleObject)]
pub struct ResetUserPasswordPayload {
    /// Whose.
    user: User,
    /// The password to hand over; they must change it when they next sign in. It is shown once.
    temporary_password: String,
}

/// Somebody to be erased.
#[derive(InputObject)]
pub struct EraseUserInput {
    /// Whom.
    user_id: Id<UserId>,
}

/// An account that was erased.
#[derive(SimpleObject)]
pub struct EraseUserPayload {
    /// Whose it was.
    user_id: Id<UserId>,
}

/// A new role for somebody.
#[derive(InputObject)]
pub struct ChangeUserRoleInput {
    /// Whose.
    user_id: Id<UserId>,
    /// The role, up to the caller's own.
    role: UserRole,
}

/// A changed role.
#[derive(SimpleObject)]
pub struct ChangeUserRolePayload {
    /// The person afterwards.
    user: User,
}

/// Whom to suspend.
#[derive(InputObject)]
pub struct SuspendUserInput {
    /// Whom.
    user_id: Id<UserId>,
    /// Why, for the audit log.
    reason: Option<String>,
}

/// A suspended person.
#[derive(SimpleObject)]
pub struct SuspendUserPayload {
    /// The person afterwards.
    user: User,
}

/// Whom to reinstate.
#[derive(InputObject)]
pub struct ReinstateUserInput {
    /// Whom.
    user_id: Id<UserId>,
}

/// A reinstated person.
#[derive(SimpleObject)]
pub struct ReinstateUserPayload {
    /// The person afterwards.
    user: User,
}

/// Looking after others' accounts.
#[derive(Default)]
pub struct AdministrationMutation;

#[Object]
impl AdministrationMutation {
    /// Makes an account for somebody else. Administrators only.
    async fn create_user(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Whose.")] input: CreateUserInput,
    ) -> Result<CreateUserPayload> {
        let account = accounts::NewAccount { username: input.username, email: input.email, display_name: input.display_name };
        let issued = accounts::create(ctx.app(), ctx.actor(), account, input.role.into()).await?;
        let (user, temporary_password) = handed_over(issued);
        Ok(CreateUserPayload { user, temporary_password })
    }

    /// Replaces somebody's password by a temporary one and ends all their sessions. Administrators only, for people up
    /// to their own role.
    async fn reset_user_password(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Whose.")] input: ResetUserPasswordInput,
    ) -> Result<ResetUserPasswordPayload> {
        let issued = accounts::reset_password_of(ctx.app(), ctx.actor(), input.user_id.0, None).await?;
        let (user, temporary_password) = handed_over(issued);
        Ok(ResetUserPasswordPayload { user, temporary_password })
    }

    /// Gives somebody another role, up to the caller's own. Administrators only; the last super administrator stays.
    async fn change_user_role(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Whose, and which.")] input: ChangeUserRoleInput,
    ) -> Result<ChangeUserRolePayload> {
        let user = standing::change_role(ctx.app(), ctx.actor(), input.user_id.0, input.role.into()).await?;
        Ok(ChangeUserRolePayload { user: User(user) })
    }

    /// Keeps somebody from signing in and ends all their sessions. Administrators only.
    async fn suspend_user(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Whom, and why.")] input: SuspendUserInput,
    ) -> Result<SuspendUserPayload> {
        let user = standing::suspend(ctx.app(), ctx.actor(), input.user_id.0, input.reason.as_deref()).await?;
        Ok(SuspendUserPayload { user: User(user) })
    }

    /// Erases somebody's account at once, with everything that is theirs; nothing brings it back. Administrators only.
    async fn erase_user(&self, ctx: &Context<'_>, #[graphql(desc = "Whom.")] input: EraseUserInput) -> Result<EraseUserPayload> {
        erasure::erase(ctx.app(), ctx.actor(), input.user_id.0).await?;
        Ok(EraseUserPayload { user_id: input.user_id })
    }

    /// Lets a suspended person sign in again. Administrators only.
    async fn reinstate_user(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Whom.")] input: ReinstateUserInput,
    ) -> Result<ReinstateUserPayload> {
        let user = standing::reinstate(ctx.app(), ctx.actor(), input.user_id.0).await?;
        Ok(ReinstateUserPayload { user: User(user) })
    }
}

fn handed_over(issued: accounts::Issued) -> (User, String) {
    let password = issued.temporary_password.map(|password| password.expose_secret().to_owned()).unwrap_or_default();
    (User(issued.user), password)
}

use async_graphql::{Context, InputObject, Object, Result};
use medianest_core::admin::audit;
use medianest_core::db::UserId;
use medianest_core::db::admin::audit::{AuditFilter, AuditKey};
use medianest_core::db::identity::{UserFilter, UserKey};
use medianest_core::identity::users;

use super::audit_log::AuditLogFilterInput;
use super::{AuditLog, User, UserById, UserRole, UserStatus};
use crate::graphql::{Connection, ContextExt, Id, PageArgs, connection};

/// Which people a list has.
#[derive(InputObject, Default)]
pub struct UserFilterInput {
    /// Part of the display name or user name, whatever the case and accents.
    search: Option<String>,
    /// Only of this role. For moderators and administrators.
    role: Option<UserRole>,
    /// Only in this state; without it everybody but the deleted. For moderators and administrators.
    status: Option<UserStatus>,
    /// Only those who have, or have not, taken possession of their account.
    is_claimed: Option<bool>,
}

impl From<UserFilterInput> for UserFilter {
    fn from(input: UserFilterInput) -> Self {
        Self {
            search: input.search,
            role: input.role.map(Into::into),
            status: input.status.map(Into::into),
            is_claimed: input.is_claimed,
        }
    }
}

/// What can be asked about people.
#[derive(Default)]
pub struct IdentityQuery;

#[Object]
impl IdentityQuery {
    /// The person who asks.
    async fn me(&self, ctx: &Context<'_>) -> Result<User> {
        Ok(User(users::me(ctx.app(), ctx.actor()).await?))
    }

    /// A person, if the caller may see their profile.
    async fn user(&self, ctx: &Context<'_>, #[graphql(desc = "Who.")] id: Id<UserId>) -> Result<Option<User>> {
        Ok(ctx.load::<UserById>(id.0).await?)
    }

    /// People by name: everybody for moderators and administrators, else those whose profile the caller may see.
    #[graphql(complexity = "5 + first.unwrap_or(20).max(1) as usize * child_complexity")]
    async fn users(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "How many, 100 at the most.")] first: Option<i32>,
        #[graphql(desc = "The cursor after which the page starts.")] after: Option<String>,
        #[graphql(desc = "Which people.")] filter: Option<UserFilterInput>,
    ) -> Result<Connection<UserKey, User>> {
        let filter = UserFilter::from(filter.unwrap_or_default());
        let args = PageArgs { first, after };
        let has_previous = args.after.is_some();
        let page = users::page(ctx.app(), ctx.actor(), filter.clone(), args.request()?).await?;
        let (app, actor) = (ctx.app().clone(), ctx.actor().clone());
        Ok(connection(
            page,
            has_previous,
            |user| (user.key(), User(user)),
            move || {
                let (app, actor, filter) = (app.clone(), actor.clone(), filter.clone());
                async move { users::count(&app, &actor, filter).await }
            },
        ))
    }

    /// Who did what, the newest first. Administrators only.
    #[graphql(complexity = "5 + first.unwrap_or(20).max(1) as usize * child_complexity")]
    async fn audit_logs(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "How many, 100 at the most.")] first: Option<i32>,
        #[graphql(desc = "The cursor after which the page starts.")] after: Option<String>,
        #[graphql(desc = "Which entries.")] filter: Option<AuditLogFilterInput>,
    ) -> Result<Connection<AuditKey, AuditLog>> {
        let filter = AuditFilter::from(filter.unwrap_or_default());
        let args = PageArgs { first, after };
        let has_previous = args.after.is_some();
        let page = audit::page(ctx.app(), ctx.actor(), &filter, args.request()?).await?;
        let (app, actor) = (ctx.app().clone(), ctx.actor().clone());
        Ok(connection(
            page,
            has_previous,
            |row| ((row.created_at, row.id), AuditLog(row)),
            move || {
                let (app, actor, filter) = (app.clone(), actor.clone(), filter.clone());
                async move { audit::count(&app, &actor, &filter).await }
            },
        ))
    }
}

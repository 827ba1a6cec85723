use async_graphql::{Context, Object, Result};
use chrono::{DateTime, Utc};
use medianest_core::db::lists as rows;
use medianest_core::db::{self, ListLinkId, UserId};

use super::ListRole;
use crate::graphql::identity::{User, UserById};
use crate::graphql::{ContextExt, Id};

/// Somebody who works on another's list.
#[derive(Clone)]
pub struct ListCollaborator(pub rows::ListCollaborator);

/// Somebody who works on another's list.
#[Object]
impl ListCollaborator {
    /// The id of the person.
    async fn user_id(&self) -> Id<UserId> {
        Id(self.0.user_id)
    }

    /// The person; null where the caller may not see their profile.
    async fn user(&self, ctx: &Context<'_>) -> Result<Option<User>> {
        Ok(ctx.load::<UserById>(self.0.user_id).await?)
    }

    /// What they may do.
    async fn role(&self) -> ListRole {
        match self.0.role {
            db::ListRole::Editor => ListRole::Editor,
            db::ListRole::Viewer => ListRole::Viewer,
        }
    }

    /// Since when.
    async fn created_at(&self) -> DateTime<Utc> {
        self.0.created_at
    }
}

/// An address by which anybody reads a list without an account. Its secret was told once, when it was made.
#[derive(Clone)]
pub struct ListLink(pub rows::ListLink);

/// An address by which anybody reads a list without an account. Its secret was told once, when it was made.
#[Object]
impl ListLink {
    /// Its id.
    async fn id(&self) -> Id<ListLinkId> {
        Id(self.0.id)
    }

    /// When it ends by itself; null for never.
    async fn expires_at(&self) -> Option<DateTime<Utc>> {
        self.0.expires_at
    }

    /// When it was made.
    async fn created_at(&self) -> DateTime<Utc> {
        self.0.created_at
    }
}

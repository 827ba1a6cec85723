use async_graphql::{Context, Enum, Object, Result};
use chrono::{DateTime, Utc};
use medianest_core::db::social as rows;
use medianest_core::db::{self, FriendshipId, UserId};

use crate::graphql::identity::{User, UserById};
use crate::graphql::{ContextExt, Id};

/// Where a friendship stands.
#[derive(Enum, Debug, Clone, Copy, PartialEq, Eq)]
#[graphql(remote = "db::FriendshipState")]
pub enum FriendshipState {
    /// One asked, and the other has not answered.
    Requested,
    /// They are friends.
    Accepted,
    /// The caller blocked the other: neither sees the other.
    Blocked,
}

/// What the caller and somebody else are to each other.
pub struct Friendship(pub rows::Friendship);

impl Friendship {
    fn other(&self, ctx: &Context<'_>) -> UserId {
        ctx.actor().user_id().map_or(self.0.addressee_id, |person| self.0.other(person))
    }
}

/// What the caller and somebody else are to each other.
#[Object]
impl Friendship {
    /// Its id.
    pub async fn id(&self) -> Id<FriendshipId> {
        Id(self.0.id)
    }

    /// The id of the other.
    async fn user_id(&self, ctx: &Context<'_>) -> Id<UserId> {
        Id(self.other(ctx))
    }

    /// The other; null where the caller may not see their profile.
    async fn user(&self, ctx: &Context<'_>) -> Result<Option<User>> {
        Ok(ctx.load::<UserById>(self.other(ctx)).await?)
    }

    /// Where it stands.
    async fn state(&self) -> FriendshipState {
        self.0.state.into()
    }

    /// Whether it was the other who asked.
    async fn is_incoming(&self, ctx: &Context<'_>) -> bool {
        ctx.actor().user_id() == Some(self.0.addressee_id)
    }

    /// When it was asked for.
    async fn created_at(&self) -> DateTime<Utc> {
        self.0.created_at
    }

    /// When it was accepted, or the other was blocked; nothing while it waits.
    async fn answered_at(&self) -> Option<DateTime<Utc>> {
        self.0.answered_at
    }
}

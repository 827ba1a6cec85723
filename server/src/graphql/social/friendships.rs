use async_graphql::{Context, InputObject, Object, Result, SimpleObject};
use medianest_core::db::{self, FriendshipId, UserId};
use medianest_core::social::friendships;

use super::Friendship;
use crate::graphql::{Connection, ContextExt, Id, PageArgs, connection};

/// Whom to ask to become friends.
#[derive(InputObject)]
pub struct RequestFriendshipInput {
    /// The id of the person.
    user_id: Id<UserId>,
}

/// What was asked for.
#[derive(SimpleObject)]
pub struct RequestFriendshipPayload {
    /// The request; accepted already, if the other had asked first.
    friendship: Friendship,
}

/// Which request to accept.
#[derive(InputObject)]
pub struct AcceptFriendshipInput {
    /// The id of the request.
    friendship_id: Id<FriendshipId>,
}

/// What was accepted.
#[derive(SimpleObject)]
pub struct AcceptFriendshipPayload {
    /// The friendship.
    friendship: Friendship,
}

/// Which friendship to end, or which request to decline or withdraw.
#[derive(InputObject)]
pub struct RemoveFriendshipInput {
    /// The id of the friendship.
    friendship_id: Id<FriendshipId>,
}

/// What is no more.
#[derive(SimpleObject)]
pub struct RemoveFriendshipPayload {
    /// The id of the friendship.
    deleted_id: Id<FriendshipId>,
}

/// Whom to block.
#[derive(InputObject)]
pub struct BlockUserInput {
    /// The id of the person.
    user_id: Id<UserId>,
}

/// What came of it.
#[derive(SimpleObject)]
pub struct BlockUserPayload {
    /// The block.
    friendship: Friendship,
}

/// Whose block to take back.
#[derive(InputObject)]
pub struct UnblockUserInput {
    /// The id of the person.
    user_id: Id<UserId>,
}

/// Whose block was taken back.
#[derive(SimpleObject)]
pub struct UnblockUserPayload {
    /// The id of the person.
    user_id: Id<UserId>,
}

/// What can be asked about friends.
#[derive(Default)]
pub struct FriendshipQuery;

#[Object]
impl FriendshipQuery {
    /// The caller's friends, the latest request first.
    #[graphql(complexity = "5 + first.unwrap_or(20).max(1) as usize * child_complexity")]
    async fn friends(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "How many, 100 at the most.")] first: Option<i32>,
        #[graphql(desc = "The cursor after which the page starts.")] after: Option<String>,
    ) -> Result<Connection<FriendshipId, Friendship>> {
        page(ctx, db::FriendshipState::Accepted, PageArgs { first, after }).await
    }

    /// The requests to and from the caller that wait for an answer, the latest first.
    #[graphql(complexity = "5 + first.unwrap_or(20).max(1) as usize * child_complexity")]
    async fn friend_requests(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "How many, 100 at the most.")] first: Option<i32>,
        #[graphql(desc = "The cursor after which the page starts.")] after: Option<String>,
    ) -> Result<Connection<FriendshipId, Friendship>> {
        page(ctx, db::FriendshipState::Requested, PageArgs { first, after }).await
    }

    /// Those whom the caller blocked.
    #[graphql(complexity = "5 + first.unwrap_or(20).max(1) as usize * child_complexity")]
    async fn blocked_users(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "How many, 100 at the most.")] first: Option<i32>,
        #[graphql(desc = "The cursor after which the page starts.")] after: Option<String>,
    ) -> Result<Connection<FriendshipId, Friendship>> {
        page(ctx, db::FriendshipState::Blocked, PageArgs { first, after }).await
    }
}

async fn page(ctx: &Context<'_>, state: db::FriendshipState, args: PageArgs) -> Result<Connection<FriendshipId, Friendship>> {
    let (app, actor) = (ctx.app().clone(), ctx.actor().clone());
    let page = friendships::page(&app, &actor, state, &args.request()?).await?;
    Ok(connection(
        page,
        args.after.is_some(),
        |row| (row.id, Friendship(row)),
        move || {
            let (app, actor) = (app.clone(), actor.clone());
            async move { friendships::count(&app, &actor, state).await }
        },
    ))
}

/// What can be done about friends.
#[derive(Default)]
pub struct FriendshipMutation;

#[Object]
impl FriendshipMutation {
    /// Asks somebody to become friends; accepts, if they asked first.
    async fn request_friendship(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Whom.")] input: RequestFriendshipInput,
    ) -> Result<RequestFriendshipPayload> {
        let row = friendships::request(ctx.app(), ctx.actor(), input.user_id.0).await?;
        Ok(RequestFriendshipPayload { friendship: Friendship(row) })
    }

    /// Becomes friends with somebody who asked.
    async fn accept_friendship(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which request.")] input: AcceptFriendshipInput,
    ) -> Result<AcceptFriendshipPayload> {
        let row = friendships::accept(ctx.app(), ctx.actor(), input.friendship_id.0).await?;
        Ok(AcceptFriendshipPayload { friendship: Friendship(row) })
    }

    /// Ends a friendship, declines a request or withdraws one. The other is not told.
    async fn remove_friendship(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which.")] input: RemoveFriendshipInput,
    ) -> Result<RemoveFriendshipPayload> {
        friendships::remove(ctx.app(), ctx.actor(), input.friendship_id.0).await?;
        Ok(RemoveFriendshipPayload { deleted_id: input.friendship_id })
    }

    /// Makes the caller and somebody invisible to each other, and ends what they were before. The other is not told.
    async fn block_user(&self, ctx: &Context<'_>, #[graphql(desc = "Whom.")] input: BlockUserInput) -> Result<BlockUserPayload> {
        let row = friendships::block(ctx.app(), ctx.actor(), input.user_id.0).await?;
        Ok(BlockUserPayload { friendship: Friendship(row) })
    }

    /// Takes a block back. What was before it does not return.
    async fn unblock_user(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Whose.")] input: UnblockUserInput,
    ) -> Result<UnblockUserPayload> {
        friendships::unblock(ctx.app(), ctx.actor(), input.user_id.0).await?;
        Ok(UnblockUserPayload { user_id: input.user_id })
    }
}

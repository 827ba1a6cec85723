use std::collections::HashMap;

use async_graphql::{Context, InputObject, Object, Result, SimpleObject};
use chrono::{DateTime, Utc};
use medianest_core::App;
use medianest_core::db::social as rows;
use medianest_core::db::{GroupId, GroupWatchingId, PlayId, UserId};
use medianest_core::diary::together;
use medianest_core::policy::Actor;
use medianest_core::social::watching as rules;

use crate::graphql::diary::Play;
use crate::graphql::identity::{User, UserById};
use crate::graphql::{ContextExt, Id, Load};

/// One of a group plays for several who sit together.
pub struct GroupWatching(pub rows::GroupWatching);

/// One of a group plays for several who sit together.
#[Object]
impl GroupWatching {
    /// Its id.
    pub async fn id(&self) -> Id<GroupWatchingId> {
        Id(self.0.id)
    }

    /// The id of the group.
    async fn group_id(&self) -> Id<GroupId> {
        Id(self.0.group_id)
    }

    /// The id of whoever plays.
    async fn host_id(&self) -> Id<UserId> {
        Id(self.0.host_user_id)
    }

    /// Who plays; null where the caller may not see their profile.
    async fn host(&self, ctx: &Context<'_>) -> Result<Option<User>> {
        Ok(ctx.load::<UserById>(self.0.host_user_id).await?)
    }

    /// Who is present besides, as far as the caller may see their profiles: 50 at the most.
    #[graphql(complexity = "10 * child_complexity")]
    async fn present(&self, ctx: &Context<'_>) -> Result<Vec<User>> {
        let ids = ctx.load::<PresentByWatching>(self.0.id).await?.unwrap_or_default();
        let users = ids.into_iter().map(|id| ctx.load::<UserById>(id));
        Ok(futures_util::future::try_join_all(users).await?.into_iter().flatten().collect())
    }

    /// From when on what is played counts for those present.
    async fn started_at(&self) -> DateTime<Utc> {
        self.0.started_at
    }

    /// Until when it does, unless it is ended before.
    async fn ends_at(&self) -> DateTime<Utc> {
        self.0.ends_at
    }
}

/// Who is present in the watchings that go on with the caller.
struct PresentByWatching;

impl Load for PresentByWatching {
    type Key = GroupWatchingId;
    type Value = Vec<UserId>;

    async fn load(app: &App, actor: &Actor, keys: &[Self::Key]) -> medianest_core::Result<HashMap<Self::Key, Vec<UserId>>> {
        rules::present(app, actor, keys).await
    }
}

/// For whom the caller plays.
#[derive(InputObject)]
pub struct StartGroupWatchingInput {
    /// The id of the group.
    group_id: Id<GroupId>,
    /// Who sits there: 1 to 50 members who take what others play with them.
    user_ids: Vec<Id<UserId>>,
}

/// What was begun.
#[derive(SimpleObject)]
pub struct StartGroupWatchingPayload {
    /// The watching.
    watching: GroupWatching,
}

/// What goes on still.
#[derive(SimpleObject)]
pub struct EndGroupWatchingPayload {
    /// The watchings that go on with the caller.
    watchings: Vec<GroupWatching>,
}

/// In which watching the caller is not present any more.
#[derive(InputObject)]
pub struct LeaveGroupWatchingInput {
    /// The watching.
    watching_id: Id<GroupWatchingId>,
}

/// What was left.
#[derive(SimpleObject)]
pub struct LeaveGroupWatchingPayload {
    /// The id of the watching.
    left_id: Id<GroupWatchingId>,
}

/// A play of the caller's, and who sat there.
#[derive(InputObject)]
pub struct SharePlayInput {
    /// The play.
    play_id: Id<PlayId>,
    /// The id of the group.
    group_id: Id<GroupId>,
    /// Who sat there: 1 to 50 members who take what others play with them.
    user_ids: Vec<Id<UserId>>,
}

/// What was shared.
#[derive(SimpleObject)]
pub struct SharePlayPayload {
    /// The caller's play.
    play: Play,
}

fn bare(ids: Vec<Id<UserId>>) -> Vec<UserId> {
    ids.into_iter().map(|id| id.0).collect()
}

/// What can be asked about watching together.
#[derive(Default)]
pub struct GroupWatchingQuery;

#[Object]
impl GroupWatchingQuery {
    /// The watchings that go on with the caller, the latest first: those in which they play, and those in which they are present.
    #[graphql(complexity = "10 * child_complexity")]
    async fn group_watchings(&self, ctx: &Context<'_>) -> Result<Vec<GroupWatching>> {
        Ok(rules::mine(ctx.app(), ctx.actor()).await?.into_iter().map(GroupWatching).collect())
    }
}

/// What can be done about watching together.
#[derive(Default)]
pub struct GroupWatchingMutation;

#[Object]
impl GroupWatchingMutation {
    /// From now on what the caller plays comes into the history of those present as well, for half a day at the most.
    async fn start_group_watching(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "For whom.")] input: StartGroupWatchingInput,
    ) -> Result<StartGroupWatchingPayload> {
        let row = rules::start(ctx.app(), ctx.actor(), input.group_id.0, &bare(input.user_ids)).await?;
        Ok(StartGroupWatchingPayload { watching: GroupWatching(row) })
    }

    /// What the caller plays is nobody else's any more.
    async fn end_group_watching(&self, ctx: &Context<'_>) -> Result<EndGroupWatchingPayload> {
        rules::end(ctx.app(), ctx.actor()).await?;
        let watchings = rules::mine(ctx.app(), ctx.actor()).await?.into_iter().map(GroupWatching).collect();
        Ok(EndGroupWatchingPayload { watchings })
    }

    /// The caller is not present any more. What was played before stays in their history until they remove it.
    async fn leave_group_watching(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which.")] input: LeaveGroupWatchingInput,
    ) -> Result<LeaveGroupWatchingPayload> {
        rules::leave(ctx.app(), ctx.actor(), input.watching_id.0).await?;
        Ok(LeaveGroupWatchingPayload { left_id: input.watching_id })
    }

    /// Gives a play of the caller's to those who sat there: it comes into their history a moment later, theirs to remove.
    async fn share_play(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which, and to whom.")] input: SharePlayInput,
    ) -> Result<SharePlayPayload> {
        let (play, group, people) = (input.play_id.0, input.group_id.0, bare(input.user_ids));
        Ok(SharePlayPayload { play: Play(together::share(ctx.app(), ctx.actor(), play, group, &people).await?) })
    }
}

use async_graphql::{Context, Enum, Object, OneofObject, Result, SimpleObject, Subscription, Union};
use futures_util::{Stream, StreamExt};
use medianest_core::db::{GroupId, UserId};
use medianest_core::diary::watch::{self, PresenceEvent, Watched};
use medianest_core::policy::Access;

use super::CurrentlyWatching;
use crate::graphql::identity::{User, UserById};
use crate::graphql::{ContextExt, Id, Quick};

/// Whose playing to watch.
#[derive(OneofObject)]
pub enum CurrentlyWatchingScope {
    /// `true`: one's own.
    Me(bool),
    /// This person's; there is no such person where the caller may not see what they play.
    UserId(Id<UserId>),
    /// That of this group's members who let it see; there is no such group where the caller is not in it. Ends when they
    /// leave.
    GroupId(Id<GroupId>),
}

/// What happened to what somebody plays.
#[derive(Enum, Debug, Clone, Copy, PartialEq, Eq)]
pub enum CurrentlyWatchingChangeKind {
    /// They began to play something, or came into view playing it.
    Started,
    /// They play on, paused, or went elsewhere in it.
    Updated,
    /// They play nothing any more, or went out of view.
    Ended,
}

/// All that is played at this moment. Replaces whatever the client has.
#[derive(SimpleObject)]
pub struct CurrentlyWatchingSnapshot {
    /// What is played, the latest to begin first.
    currently_watching: Vec<CurrentlyWatching>,
    /// Whether changes may have been missed before it: the client was slow, or the server was out of touch for a while.
    is_resync: bool,
}

/// A change of what somebody plays.
pub struct CurrentlyWatchingChange {
    kind: CurrentlyWatchingChangeKind,
    user_id: UserId,
    currently_watching: Option<CurrentlyWatching>,
}

/// A change of what somebody plays.
#[Object]
impl CurrentlyWatchingChange {
    /// What happened.
    async fn kind(&self) -> CurrentlyWatchingChangeKind {
        self.kind
    }

    /// The id of the person.
    async fn user_id(&self) -> Id<UserId> {
        Id(self.user_id)
    }

    /// The person, while the caller may see them.
    async fn user(&self, ctx: &Context<'_>) -> Result<Option<Quick<User>>> {
        Ok(ctx.load::<UserById>(self.user_id).await?.map(Quick))
    }

    /// What they play now; nothing when it ended.
    async fn currently_watching(&self) -> Option<Quick<CurrentlyWatching>> {
        self.currently_watching.clone().map(Quick)
    }
}

/// What one who watches others play is told: first a snapshot, then each change; a snapshot again when changes may have
/// been missed.
#[derive(Union)]
pub enum CurrentlyWatchingEvent {
    /// All there is to see.
    Snapshot(CurrentlyWatchingSnapshot),
    /// One change.
    Change(CurrentlyWatchingChange),
}

impl From<PresenceEvent> for CurrentlyWatchingEvent {
    fn from(event: PresenceEvent) -> Self {
        let change = |kind, user_id, currently_watching: Option<CurrentlyWatching>| {
            Self::Change(CurrentlyWatchingChange { kind, user_id, currently_watching })
        };
        match event {
            PresenceEvent::Snapshot { playing, is_resync } => Self::Snapshot(CurrentlyWatchingSnapshot {
                currently_watching: playing.into_iter().map(CurrentlyWatching).collect(),
                is_resync,
            }),
            PresenceEvent::Started(playing) => {
                change(CurrentlyWatchingChangeKind::Started, playing.user_id, Some(CurrentlyWatching(playing)))
            }
            PresenceEvent::Updated(playing) => {
                change(CurrentlyWatchingChangeKind::Updated, playing.user_id, Some(CurrentlyWatching(playing)))
            }
            PresenceEvent::Ended(user_id) => change(CurrentlyWatchingChangeKind::Ended, user_id, None),
        }
    }
}

/// What can be watched of the diary.
#[derive(Default)]
pub struct DiarySubscription;

#[Subscription]
impl DiarySubscription {
    /// What people play right now, as it changes: the caller's own and that of everybody who lets them see it.
    async fn currently_watching<'a>(
        &self,
        ctx: &Context<'a>,
        #[graphql(desc = "Whose; without it, everybody's whom the caller may see.")] scope: Option<CurrentlyWatchingScope>,
    ) -> Result<impl Stream<Item = CurrentlyWatchingEvent> + use<'a>> {
        let watched = match scope {
            Some(CurrentlyWatchingScope::UserId(id)) => Watched::Person(id.0),
            Some(CurrentlyWatchingScope::GroupId(id)) => Watched::Group(id.0),
            Some(CurrentlyWatchingScope::Me(true)) => Watched::Person(ctx.actor().require(Access::Read)?.id),
            Some(CurrentlyWatchingScope::Me(false)) | None => Watched::Everybody,
        };
        Ok(Box::pin(watch::watch(ctx.app(), ctx.actor(), watched)).await?.map(CurrentlyWatchingEvent::from))
    }
}

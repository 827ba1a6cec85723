//! A person's own accounts on media servers and at Trakt, which are told what they played elsewhere.

use std::collections::HashMap;

use async_graphql::{Context, Enum, Object, Result};
use chrono::{DateTime, Utc};
use medianest_core::App;
use medianest_core::db::diary as rows;
use medianest_core::db::{MediaItemId, PlayerConnectionId, WriteBackId};
use medianest_core::diary::webhooks;
use medianest_core::diary::write_back::{connections, outbox};
use medianest_core::policy::Actor;

use crate::graphql::catalogue::{MediaItem, MediaItemById};
use crate::graphql::{Connection, ContextExt, Id, Load, PageArgs, connection};

/// What is told of playback that happened elsewhere.
#[derive(Enum, Debug, Clone, Copy, PartialEq, Eq)]
#[graphql(remote = "medianest_core::db::PlayerConnectionKind")]
pub enum PlayerConnectionKind {
    /// Plex Media Server.
    Plex,
    /// Jellyfin.
    Jellyfin,
    /// Emby.
    Emby,
    /// Trakt.
    Trakt,
}

/// Whether a connection can be told anything.
#[derive(Enum, Debug, Clone, Copy, PartialEq, Eq)]
#[graphql(remote = "medianest_core::db::PlayerConnectionState")]
pub enum PlayerConnectionState {
    /// It waits for its person's consent at Trakt.
    Pending,
    /// It can.
    Working,
    /// Its sign-in no longer holds: what is played waits until its person signs in anew.
    Paused,
}

/// What a connection is to be told of an item.
#[derive(Enum, Debug, Clone, Copy, PartialEq, Eq)]
#[graphql(remote = "medianest_core::db::WriteBackDeed")]
pub enum WriteBackDeed {
    /// That it was played.
    Played,
    /// That it was not, since its last play was taken back.
    Unplayed,
}

/// What became of something that a connection was to be told.
#[derive(Enum, Debug, Clone, Copy, PartialEq, Eq)]
#[graphql(remote = "medianest_core::db::WriteBackState")]
pub enum WriteBackState {
    /// It is told when its turn comes.
    Waiting,
    /// It was told.
    Told,
    /// It need not be told; `reason` says why.
    Skipped,
    /// The server has no such film or episode.
    Unmatched,
    /// The server will not have it; `reason` says why.
    Failed,
}

/// An account of the caller's on a media server or at Trakt, which is told what they played elsewhere.
pub struct PlayerConnection(pub rows::PlayerConnection);

/// An account of the caller's on a media server or at Trakt, which is told what they played elsewhere.
#[Object]
impl PlayerConnection {
    /// Its id.
    async fn id(&self) -> Id<PlayerConnectionId> {
        Id(self.0.id)
    }

    /// What its person calls it.
    async fn name(&self) -> &str {
        &self.0.name
    }

    /// What kind of server.
    async fn kind(&self) -> PlayerConnectionKind {
        self.0.kind.into()
    }

    /// Where it is.
    async fn url(&self) -> &str {
        &self.0.base_url
    }

    /// What the account is called there; null where the server does not say.
    async fn account_name(&self) -> Option<&str> {
        self.0.account_name.as_deref()
    }

    /// Whether it can be told anything.
    async fn state(&self) -> PlayerConnectionState {
        self.0.state.into()
    }

    /// Whether its person wants it told.
    async fn is_enabled(&self) -> bool {
        self.0.is_enabled
    }

    /// What went wrong last, in words; null since it last went well.
    async fn last_error(&self) -> Option<&str> {
        self.0.last_error.as_deref()
    }

    /// When it was last told something.
    async fn last_success_at(&self) -> Option<DateTime<Utc>> {
        self.0.last_success_at
    }

    /// When that last went wrong.
    async fn last_failure_at(&self) -> Option<DateTime<Utc>> {
        self.0.last_failure_at
    }

    /// Until when it is left alone, because it did not answer or asked for it.
    async fn rests_until(&self) -> Option<DateTime<Utc>> {
        self.0.rests_until
    }

    /// When it was made.
    async fn created_at(&self) -> DateTime<Utc> {
        self.0.created_at
    }
}

/// Something that a connection is to be told, or was.
pub struct WriteBack(pub rows::WriteBack);

/// Something that a connection is to be told, or was.
#[Object]
impl WriteBack {
    /// Its id.
    async fn id(&self) -> Id<WriteBackId> {
        Id(self.0.id)
    }

    /// Who is to be told.
    async fn connection(&self, ctx: &Context<'_>) -> Result<Option<PlayerConnection>> {
        Ok(ctx.load::<PlayerConnectionById>(self.0.player_connection_id).await?.map(PlayerConnection))
    }

    /// Of what.
    async fn item(&self, ctx: &Context<'_>) -> Result<Option<MediaItem>> {
        Ok(ctx.load::<MediaItemById>(self.0.media_item_id).await?)
    }

    /// What.
    async fn deed(&self) -> WriteBackDeed {
        self.0.deed.into()
    }

    /// When it was played.
    async fn watched_at(&self) -> DateTime<Utc> {
        self.0.watched_at
    }

    /// What became of it.
    async fn state(&self) -> WriteBackState {
        self.0.state.into()
    }

    /// Why, in words.
    async fn reason(&self) -> Option<&str> {
        self.0.reason.as_deref()
    }

    /// How often it was tried.
    async fn attempts(&self) -> i32 {
        self.0.attempts
    }

    /// When it is tried again.
    async fn next_attempt_at(&self) -> Option<DateTime<Utc>> {
        self.0.run_at
    }

    /// When it ended.
    async fn ended_at(&self) -> Option<DateTime<Utc>> {
        self.0.ended_at
    }

    /// When it was asked for.
    async fn created_at(&self) -> DateTime<Utc> {
        self.0.created_at
    }
}

/// The caller's connections.
struct PlayerConnectionById;

impl Load for PlayerConnectionById {
    type Key = PlayerConnectionId;
    type Value = rows::PlayerConnection;

    async fn load(
        app: &App,
        actor: &Actor,
        keys: &[PlayerConnectionId],
    ) -> medianest_core::Result<HashMap<PlayerConnectionId, rows::PlayerConnection>> {
        let found = connections::by_ids(app, actor, keys).await?;
        Ok(found.into_iter().map(|connection| (connection.id, connection)).collect())
    }
}

/// An item, and by what the caller's players mean it because the caller said so.
pub struct PlayerMatch(pub rows::RememberedMatch);

/// An item, and by what the caller's players mean it because the caller said so.
#[Object]
impl PlayerMatch {
    /// What is meant.
    async fn item(&self, ctx: &Context<'_>) -> Result<Option<MediaItem>> {
        Ok(ctx.load::<MediaItemById>(self.0.media_item_id).await?)
    }

    /// By what: ids, or titles.
    async fn match_keys(&self) -> &[String] {
        &self.0.match_keys
    }

    /// When that was last said.
    async fn remembered_at(&self) -> DateTime<Utc> {
        self.0.remembered_at
    }
}

/// What can be asked about what the caller's servers are told, and what their players mean.
#[derive(Default)]
pub struct PlayerConnectionQuery;

#[Object]
impl PlayerConnectionQuery {
    /// The caller's accounts on media servers and at Trakt that are told what they played elsewhere, the newest first.
    #[graphql(complexity = "10 * child_complexity")]
    async fn player_connections(&self, ctx: &Context<'_>) -> Result<Vec<PlayerConnection>> {
        Ok(connections::mine(ctx.app(), ctx.actor()).await?.into_iter().map(PlayerConnection).collect())
    }

    /// What the caller's connections are to be told, and were, the latest first.
    #[graphql(complexity = "5 + first.unwrap_or(20).max(1) as usize * child_complexity")]
    async fn write_backs(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Only to this one.")] connection_id: Option<Id<PlayerConnectionId>>,
        #[graphql(desc = "Only those of which this became.")] state: Option<WriteBackState>,
        #[graphql(desc = "How many, 100 at the most.")] first: Option<i32>,
        #[graphql(desc = "The cursor after which the page starts.")] after: Option<String>,
    ) -> Result<Connection<i64, WriteBack>> {
        let filter = rows::WriteBackFilter { connection: connection_id.map(|id| id.0), state: state.map(Into::into) };
        let args = PageArgs { first, after };
        let has_previous = args.after.is_some();
        let page = outbox::page(ctx.app(), ctx.actor(), filter, args.request()?).await?;
        let (app, actor) = (ctx.app().clone(), ctx.actor().clone());
        Ok(connection(
            page,
            has_previous,
            |row| (row.number, WriteBack(row)),
            move || {
                let (app, actor) = (app.clone(), actor.clone());
                async move { outbox::count(&app, &actor, filter).await }
            },
        ))
    }

    /// What the caller said that their players mean, by item.
    #[graphql(complexity = "5 + first.unwrap_or(20).max(1) as usize * child_complexity")]
    async fn player_matches(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "How many, 100 at the most.")] first: Option<i32>,
        #[graphql(desc = "The cursor after which the page starts.")] after: Option<String>,
    ) -> Result<Connection<MediaItemId, PlayerMatch>> {
        let args = PageArgs { first, after };
        let has_previous = args.after.is_some();
        let page = webhooks::matches(ctx.app(), ctx.actor(), args.request()?).await?;
        let (app, actor) = (ctx.app().clone(), ctx.actor().clone());
        Ok(connection(
            page,
            has_previous,
            |found| (found.media_item_id, PlayerMatch(found)),
            move || {
                let (app, actor) = (app.clone(), actor.clone());
                async move { webhooks::count_matches(&app, &actor).await }
            },
        ))
    }
}

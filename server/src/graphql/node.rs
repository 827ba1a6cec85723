use async_graphql::{Context, ID, Interface, Object, Result};
use medianest_core::db::{
    FriendshipId, GroupId, ImportJobId, LibraryEntryId, ListId, MediaGroupId, MediaItemId, MediaTypeId, NotificationId,
    ParseIdError, PlayId, RatingId, ReviewId, SessionId, TypedId, UserId, WatchSessionId,
};
use medianest_core::diary::{cycles, history, library, ratings, reviews};
use medianest_core::identity::sessions;
use medianest_core::social::{friendships, groups};
use medianest_core::{Error, imports, notifications};

use super::catalogue::{MediaGroup, MediaGroupById, MediaItem, MediaItemById, MediaType, MediaTypeById};
use super::context::ContextExt;
use super::diary::{LibraryEntry, Play, Rating, Review, WatchSession};
use super::identity::{Session, User, UserById};
use super::ids::Id;
use super::imports::Import;
use super::lists::{UserList, UserListById};
use super::notifications::Notification;
use super::social::{Friendship, Group};

/// Something with an id of its own that can be asked for again by it.
#[derive(Interface)]
#[graphql(field(name = "id", ty = "ID", desc = "Names the thing, and by its prefix the kind of thing."))]
pub enum Node {
    /// A person.
    User(User),
    /// A media type.
    MediaType(MediaType),
    /// A media item.
    MediaItem(MediaItem),
    /// A play.
    Play(Play),
    /// A session of the caller's.
    Session(Session),
    /// A notification of the caller's.
    Notification(Notification),
    /// An import.
    Import(Import),
    /// A work in several versions.
    MediaGroup(MediaGroup),
    /// An entry of a library.
    LibraryEntry(LibraryEntry),
    /// A rating.
    Rating(Rating),
    /// A review.
    Review(Review),
    /// A cycle of the caller's through something.
    WatchSession(WatchSession),
    /// A friendship of the caller's.
    Friendship(Friendship),
    /// A group that the caller is in.
    Group(Group),
    /// A list.
    UserList(UserList),
}

impl<T: TypedId> From<Id<T>> for ID {
    fn from(id: Id<T>) -> Self {
        Self(id.0.to_string())
    }
}

/// The most ids that `nodes` takes.
const MOST_NODES: usize = 100;

/// Everything with an id.
#[derive(Default)]
pub struct NodeQuery;

#[Object]
impl NodeQuery {
    /// The thing with this id; null when there is none, or the caller may not know of it.
    async fn node(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The id, as any `id` field has it.")] id: ID,
    ) -> Result<Option<Node>> {
        Ok(find(ctx, &id).await?)
    }

    /// The things with these ids, in their order, at most 100; null for each that there is not.
    #[graphql(complexity = "ids.len() * (1 + child_complexity)")]
    async fn nodes(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The ids, as any `id` field has them.")] ids: Vec<ID>,
    ) -> Result<Vec<Option<Node>>> {
        if ids.len() > MOST_NODES {
            return Err(Error::invalid("ids", format!("ask for at most {MOST_NODES}")).into());
        }
        Ok(futures_util::future::try_join_all(ids.iter().map(|id| find(ctx, id))).await?)
    }
}

async fn find(ctx: &Context<'_>, id: &ID) -> medianest_core::Result<Option<Node>> {
    let (app, actor) = (ctx.app(), ctx.actor());
    let prefix = id.split_once('_').map_or("", |(prefix, _)| prefix);
    Ok(match prefix {
        UserId::PREFIX => ctx.load::<UserById>(parse(id)?).await?.map(Node::User),
        MediaTypeId::PREFIX => ctx.load::<MediaTypeById>(parse(id)?).await?.map(Node::MediaType),
        MediaItemId::PREFIX => ctx.load::<MediaItemById>(parse(id)?).await?.map(Node::MediaItem),
        PlayId::PREFIX => history::find(app, actor, parse(id)?).await?.map(|row| Node::Play(Play(row))),
        SessionId::PREFIX => known(sessions::find(app, actor, parse(id)?).await)?.map(|row| Node::Session(Session(row))),
        NotificationId::PREFIX => {
            known(notifications::find(app, actor, parse(id)?).await)?.map(|row| Node::Notification(Notification(row.into())))
        }
        MediaGroupId::PREFIX => ctx.load::<MediaGroupById>(parse(id)?).await?.map(Node::MediaGroup),
        LibraryEntryId::PREFIX => {
            library::by_ids(app, actor, &[parse(id)?]).await?.pop().map(|row| Node::LibraryEntry(LibraryEntry(row)))
        }
        RatingId::PREFIX => ratings::find(app, actor, parse(id)?).await?.map(|row| Node::Rating(Rating(row))),
        ReviewId::PREFIX => reviews::by_ids(app, actor, &[parse(id)?]).await?.pop().map(|row| Node::Review(Review(row))),
        WatchSessionId::PREFIX => cycles::find(app, actor, parse(id)?).await?.map(|row| Node::WatchSession(WatchSession(row))),
        FriendshipId::PREFIX => friendships::find(app, actor, parse(id)?).await?.map(|row| Node::Friendship(Friendship(row))),
        GroupId::PREFIX => known(groups::find(app, actor, parse(id)?).await)?.map(|row| Node::Group(Group(row))),
        ListId::PREFIX => ctx.load::<UserListById>(parse(id)?).await?.map(Node::UserList),
        ImportJobId::PREFIX => imports::find(app, actor, parse(id)?).await?.map(|row| Node::Import(Import(row))),
        _ => return Err(Error::invalid("id", "this is not the id of a node")),
    })
}

fn parse<T: TypedId>(id: &ID) -> medianest_core::Result<T> {
    id.parse().map_err(|error: ParseIdError| Error::invalid("id", error.to_string()))
}

/// What is not there is null here, not an error.
fn known<T>(found: medianest_core::Result<T>) -> medianest_core::Result<Option<T>> {
    match found {
        Ok(found) => Ok(Some(found)),
        Err(Error::NotFound(_)) => Ok(None),
        Err(error) => Err(error),
    }
}

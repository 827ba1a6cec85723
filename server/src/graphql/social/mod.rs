//! Friendships and groups, and what people see of each other by them.

mod activity;
mod friendship;
mod friendships;
mod group;
mod groups;
mod tastes;
mod watching;

use async_graphql::MergedObject;

use activity::ActivityQuery;
pub use activity::ActivitySubscription;
use friendships::{FriendshipMutation, FriendshipQuery};
use groups::{GroupMutation, GroupQuery};
use tastes::TasteQuery;
use watching::{GroupWatchingMutation, GroupWatchingQuery};

pub use friendship::{Friendship, FriendshipState};
pub use group::{Group, GroupInvitation, GroupMember, GroupPrivacy, GroupRole, GroupType};

/// What can be asked about friends and groups.
#[derive(MergedObject, Default)]
pub struct SocialQuery(FriendshipQuery, GroupQuery, GroupWatchingQuery, ActivityQuery, TasteQuery);

/// What can be done about friends and groups.
#[derive(MergedObject, Default)]
pub struct SocialMutation(FriendshipMutation, GroupMutation, GroupWatchingMutation);

use std::collections::HashMap;

use async_graphql::{Context, Enum, Object, Result};
use chrono::{DateTime, Utc};
use medianest_core::App;
use medianest_core::db::social as rows;
use medianest_core::db::{self, GroupId, GroupInvitationId, GroupMemberId, UserId};
use medianest_core::policy::Actor;
use medianest_core::social::{invitations, members};

use crate::graphql::identity::{User, UserById};
use crate::graphql::{Connection, ContextExt, Id, Load, PageArgs, connection};

/// What a group of people is.
#[derive(Enum, Debug, Clone, Copy, PartialEq, Eq)]
#[graphql(remote = "db::GroupType")]
pub enum GroupType {
    /// A family.
    Family,
    /// Friends.
    Friends,
    /// Something else.
    Custom,
}

/// Who may find and join a group.
#[derive(Enum, Debug, Clone, Copy, PartialEq, Eq)]
#[graphql(remote = "db::GroupPrivacy")]
pub enum GroupPrivacy {
    /// Nobody but its members knows of it.
    Private,
    /// Those who are invited.
    InviteOnly,
    /// Meant for everybody here.
    Public,
}

/// What a member may do in a group.
#[derive(Enum, Debug, Clone, Copy, PartialEq, Eq)]
#[graphql(remote = "db::GroupRole")]
pub enum GroupRole {
    /// Everything; there is one.
    Owner,
    /// Looks after the group and those below.
    Admin,
    /// Takes part.
    Member,
    /// Is shown to the group and sees who is in it; what the others do only as far as they show it to everybody.
    Limited,
}

/// People who let each other see things.
pub struct Group(pub rows::Group);

/// People who let each other see things.
#[Object]
impl Group {
    /// Its id.
    pub async fn id(&self) -> Id<GroupId> {
        Id(self.0.id)
    }

    /// What it is called.
    async fn name(&self) -> &str {
        &self.0.name
    }

    /// What it is for.
    async fn description(&self) -> Option<&str> {
        self.0.description.as_deref()
    }

    /// What kind it is.
    #[graphql(name = "type")]
    async fn group_type(&self) -> GroupType {
        self.0.group_type.into()
    }

    /// Who may find and join it.
    async fn privacy(&self) -> GroupPrivacy {
        self.0.privacy.into()
    }

    /// Who is in it, the first to come first.
    #[graphql(complexity = "5 + first.unwrap_or(20).max(1) as usize * child_complexity")]
    async fn members(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "How many, 100 at the most.")] first: Option<i32>,
        #[graphql(desc = "The cursor after which the page starts.")] after: Option<String>,
    ) -> Result<Connection<GroupMemberId, GroupMember>> {
        let args = PageArgs { first, after };
        let (app, actor, id) = (ctx.app().clone(), ctx.actor().clone(), self.0.id);
        let page = members::page(&app, &actor, id, &args.request()?).await?;
        Ok(connection(
            page,
            args.after.is_some(),
            |row| (row.id, GroupMember(row)),
            move || {
                let (app, actor) = (app.clone(), actor.clone());
                async move { members::count(&app, &actor, id).await }
            },
        ))
    }

    /// The invitations into it that wait for an answer, the latest first: 100 at the most. None for those who do not look
    /// after it.
    #[graphql(complexity = "10 * child_complexity")]
    async fn invitations(&self, ctx: &Context<'_>) -> Result<Vec<GroupInvitation>> {
        let rows = ctx.load::<InvitationsByGroup>(self.0.id).await?.unwrap_or_default();
        Ok(rows.into_iter().map(|row| GroupInvitation(row, self.0.name.clone())).collect())
    }

    /// When it was made.
    async fn created_at(&self) -> DateTime<Utc> {
        self.0.created_at
    }
}

/// The invitations into groups that the caller looks after.
struct InvitationsByGroup;

impl Load for InvitationsByGroup {
    type Key = GroupId;
    type Value = Vec<rows::GroupInvitation>;

    async fn load(app: &App, actor: &Actor, keys: &[Self::Key]) -> medianest_core::Result<HashMap<Self::Key, Self::Value>> {
        let mut by_group: HashMap<GroupId, Vec<rows::GroupInvitation>> = HashMap::new();
        for row in invitations::by_groups(app, actor, keys).await? {
            by_group.entry(row.group_id).or_default().push(row);
        }
        Ok(by_group)
    }
}

/// A person in a group.
pub struct GroupMember(pub rows::GroupMember);

/// A person in a group.
#[Object]
impl GroupMember {
    /// Its id.
    async fn id(&self) -> Id<GroupMemberId> {
        Id(self.0.id)
    }

    /// The id of the person.
    async fn user_id(&self) -> Id<UserId> {
        Id(self.0.user_id)
    }

    /// The person; null where the caller may not see their profile.
    async fn user(&self, ctx: &Context<'_>) -> Result<Option<User>> {
        Ok(ctx.load::<UserById>(self.0.user_id).await?)
    }

    /// What they may do in the group.
    async fn role(&self) -> GroupRole {
        self.0.role.into()
    }

    /// Whether they let the group see what they have played.
    async fn shows_history(&self) -> bool {
        self.0.shows("history")
    }

    /// Whether they let the group see what is counted from it.
    async fn shows_stats(&self) -> bool {
        self.0.shows("stats")
    }

    /// Whether they let the group see what they play right now.
    async fn shows_currently_watching(&self) -> bool {
        self.0.shows("currently_watching")
    }

    /// Whether what another of the group plays with them comes into their history.
    async fn takes_plays(&self) -> bool {
        self.0.takes_plays
    }

    /// When they came.
    async fn joined_at(&self) -> DateTime<Utc> {
        self.0.joined_at
    }
}

/// Somebody's word that another may join a group.
pub struct GroupInvitation(pub rows::GroupInvitation, pub String);

/// Somebody's word that another may join a group.
#[Object]
impl GroupInvitation {
    /// Its id.
    async fn id(&self) -> Id<GroupInvitationId> {
        Id(self.0.id)
    }

    /// The id of the group.
    async fn group_id(&self) -> Id<GroupId> {
        Id(self.0.group_id)
    }

    /// What the group is called.
    async fn group_name(&self) -> &str {
        &self.1
    }

    /// Who invited; null where the caller may not see their profile.
    #[expect(clippy::wrong_self_convention, reason = "the field says from whom the invitation came")]
    async fn from_user(&self, ctx: &Context<'_>) -> Result<Option<User>> {
        Ok(ctx.load::<UserById>(self.0.from_user_id).await?)
    }

    /// The id of the invited; null where it is for an address, or for whoever is given its code.
    async fn to_user_id(&self) -> Option<Id<UserId>> {
        self.0.to_user_id.map(Id)
    }

    /// The invited; null also where the caller may not see their profile.
    async fn to_user(&self, ctx: &Context<'_>) -> Result<Option<User>> {
        match self.0.to_user_id {
            Some(id) => Ok(ctx.load::<UserById>(id).await?),
            None => Ok(None),
        }
    }

    /// The address of the invited, where it is for one.
    async fn to_email(&self) -> Option<&str> {
        self.0.to_email.as_deref()
    }

    /// What the invited may do in the group.
    async fn role(&self) -> GroupRole {
        self.0.role.into()
    }

    /// When it ends.
    async fn expires_at(&self) -> DateTime<Utc> {
        self.0.expires_at
    }

    /// When it was made.
    async fn created_at(&self) -> DateTime<Utc> {
        self.0.created_at
    }
}

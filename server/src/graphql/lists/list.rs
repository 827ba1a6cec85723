use async_graphql::{Context, Enum, Object, Result};
use chrono::{DateTime, Utc};
use medianest_core::db::lists as rows;
use medianest_core::db::{self, ListId, ListStanding, UserId};

use super::collaborators::{ListCollaborator, ListLink};
use super::filter::SmartFilter;
use super::loaders::{CollaboratorsByList, CoversByList, ItemCountByList, LinksByList};
use crate::graphql::catalogue::{MediaItem, MediaItemById};
use crate::graphql::identity::{Audience, User, UserById};
use crate::graphql::{ContextExt, Id};

/// What fills a list.
#[derive(Enum, Debug, Clone, Copy, PartialEq, Eq)]
#[graphql(remote = "db::ListKind")]
pub enum ListKind {
    /// Its people do.
    Manual,
    /// A filter does.
    Smart,
    /// Its person does; everybody has one at the most, of what they mean to watch.
    Watchlist,
}

/// How a list is sorted. What the order goes by and an item lacks puts it last.
#[derive(Enum, Debug, Clone, Copy, PartialEq, Eq)]
#[graphql(remote = "db::ListSortOrder")]
pub enum ListSort {
    /// As its people put it. Smart lists have no such order.
    Manual,
    /// By title.
    Title,
    /// The latest addition first; on smart lists, to the catalogue.
    DateAdded,
    /// The latest release first.
    ReleaseDate,
    /// The best rated by the caller first.
    Rating,
}

/// What somebody may do with a list.
#[derive(Enum, Debug, Clone, Copy, PartialEq, Eq)]
pub enum ListRole {
    /// Everything.
    Owner,
    /// Say what is on it, and in which order.
    Editor,
    /// See it, whoever else may.
    Viewer,
}

/// A list of films, shows, episodes, albums, books: whatever the catalogue holds.
#[derive(Clone)]
pub struct UserList(pub rows::UserList);

/// A list of films, shows, episodes, albums, books: whatever the catalogue holds.
#[Object]
impl UserList {
    /// Its id.
    pub async fn id(&self) -> Id<ListId> {
        Id(self.0.id)
    }

    /// What it is called.
    async fn name(&self) -> &str {
        &self.0.name
    }

    /// What it is about.
    async fn description(&self) -> Option<&str> {
        self.0.description.as_deref()
    }

    /// What fills it.
    async fn kind(&self) -> ListKind {
        self.0.kind.into()
    }

    /// The id of its owner.
    async fn owner_id(&self) -> Id<UserId> {
        Id(self.0.user_id)
    }

    /// Its owner; null where the caller may see the list but not the person's profile.
    async fn owner(&self, ctx: &Context<'_>) -> Result<Option<User>> {
        Ok(ctx.load::<UserById>(self.0.user_id).await?)
    }

    /// What the caller may do with it; null for those who may see it and no more.
    async fn my_role(&self) -> Option<ListRole> {
        match self.0.standing {
            ListStanding::Owner => Some(ListRole::Owner),
            ListStanding::Editor => Some(ListRole::Editor),
            ListStanding::Viewer => Some(ListRole::Viewer),
            ListStanding::Reader => None,
        }
    }

    /// Who sees it besides those who work on it.
    async fn audience(&self) -> Audience {
        self.0.audience.into()
    }

    /// How it is sorted when nobody says otherwise.
    async fn sort_order(&self) -> ListSort {
        self.0.sort_order.into()
    }

    /// What a smart list holds. Only for its owner; null on lists that are filled by hand.
    async fn filter(&self) -> Option<SmartFilter> {
        let is_own = self.0.standing == ListStanding::Owner;
        self.0.filter.clone().filter(|_| is_own).map(SmartFilter)
    }

    /// How much it shows the caller; null on smart lists, where `listItems` counts.
    async fn item_count(&self, ctx: &Context<'_>) -> Result<Option<i64>> {
        if self.0.filter.is_some() {
            return Ok(None);
        }
        Ok(Some(ctx.load::<ItemCountByList>(self.0.id).await?.unwrap_or(0)))
    }

    /// Its first four items, by which it is known at a glance. None on smart lists.
    #[graphql(complexity = "4 * child_complexity")]
    async fn covers(&self, ctx: &Context<'_>) -> Result<Vec<MediaItem>> {
        if self.0.filter.is_some() {
            return Ok(Vec::new());
        }
        let ids = ctx.load::<CoversByList>(self.0.id).await?.unwrap_or_default();
        let items = ids.into_iter().map(|id| ctx.load::<MediaItemById>(id));
        Ok(futures_util::future::try_join_all(items).await?.into_iter().flatten().collect())
    }

    /// Who works on it besides its owner, the first to come first: 50 at the most. Only for those who do so too.
    #[graphql(complexity = "10 * child_complexity")]
    async fn collaborators(&self, ctx: &Context<'_>) -> Result<Vec<ListCollaborator>> {
        Ok(ctx.load::<CollaboratorsByList>(self.0.id).await?.unwrap_or_default())
    }

    /// The addresses by which anybody reads it, the oldest first: 10 at the most. Only for its owner.
    #[graphql(complexity = "5 * child_complexity")]
    async fn links(&self, ctx: &Context<'_>) -> Result<Vec<ListLink>> {
        Ok(ctx.load::<LinksByList>(self.0.id).await?.unwrap_or_default())
    }

    /// When it was made.
    async fn created_at(&self) -> DateTime<Utc> {
        self.0.created_at
    }

    /// When what it is last changed.
    async fn updated_at(&self) -> DateTime<Utc> {
        self.0.updated_at
    }
}

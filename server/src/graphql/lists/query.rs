use async_graphql::{Context, Object, Result};
use medianest_core::db::lists::ListKey;
use medianest_core::db::{ListId, UserId};
use medianest_core::lists::{self, items, links};

use super::shared::SharedList;
use super::{ListItem, ListSort, UserList};
use crate::graphql::{Connection, ContextExt, Id, PageArgs, connection};

/// What can be asked about lists.
#[derive(Default)]
pub struct ListQuery;

#[Object]
impl ListQuery {
    /// The lists that the caller owns or works on, or those of a person that the caller may see; the latest first.
    #[graphql(complexity = "5 + first.unwrap_or(20).max(1) as usize * child_complexity")]
    async fn lists(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Whose; without it those that the caller owns or works on.")] user_id: Option<Id<UserId>>,
        #[graphql(desc = "How many, 100 at the most.")] first: Option<i32>,
        #[graphql(desc = "The cursor after which the page starts.")] after: Option<String>,
    ) -> Result<Connection<ListId, UserList>> {
        let args = PageArgs { first, after };
        let (app, actor, owner) = (ctx.app().clone(), ctx.actor().clone(), user_id.map(|id| id.0));
        let page = lists::page(&app, &actor, owner, &args.request()?).await?;
        Ok(connection(
            page,
            args.after.is_some(),
            |row| (row.id, UserList(row)),
            move || {
                let (app, actor) = (app.clone(), actor.clone());
                async move { lists::count(&app, &actor, owner).await }
            },
        ))
    }

    /// One list that the caller may see.
    async fn list(&self, ctx: &Context<'_>, #[graphql(desc = "Which.")] id: Id<ListId>) -> Result<UserList> {
        Ok(UserList(lists::find(ctx.app(), ctx.actor(), id.0).await?))
    }

    /// What is on a list that the caller may see. What whoever put it there keeps for themselves is not shown to others.
    #[graphql(complexity = "5 + first.unwrap_or(20).max(1) as usize * child_complexity")]
    async fn list_items(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Of which list.")] list_id: Id<ListId>,
        #[graphql(desc = "In which order; in the list's own, if not said otherwise.")] sort: Option<ListSort>,
        #[graphql(desc = "How many, 100 at the most.")] first: Option<i32>,
        #[graphql(desc = "The cursor after which the page starts.")] after: Option<String>,
    ) -> Result<Connection<ListKey, ListItem>> {
        let args = PageArgs { first, after };
        let (app, actor, list) = (ctx.app().clone(), ctx.actor().clone(), list_id.0);
        let page = items::page(&app, &actor, list, sort.map(Into::into), args.request()?).await?;
        Ok(connection(
            page,
            args.after.is_some(),
            |(listed, key)| (key, ListItem(listed)),
            move || {
                let (app, actor) = (app.clone(), actor.clone());
                async move { items::count(&app, &actor, list).await }
            },
        ))
    }

    /// The public face of a list, by the secret of one of its addresses. Needs no account.
    async fn shared_list(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The secret, as `createListLink` told it.")] secret: String,
    ) -> Result<SharedList> {
        let list = links::open(ctx.app(), ctx.actor(), &secret).await?;
        Ok(SharedList { list, secret })
    }
}

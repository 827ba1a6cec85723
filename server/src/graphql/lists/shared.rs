use async_graphql::{Context, Object, Result};
use medianest_core::db::lists::{ListKey, UserList};
use medianest_core::images::{self, PictureOf};
use medianest_core::lists::links;

use super::ListSort;
use crate::graphql::{Connection, ContextExt, PageArgs, connection, picture_address};

/// What anybody sees who has the address of a list: its words and what is on it, and nothing that leads further.
pub struct SharedList {
    pub(super) list: UserList,
    pub(super) secret: String,
}

/// What anybody sees who has the address of a list: its words and what is on it, and nothing that leads further.
#[Object]
impl SharedList {
    /// What it is called.
    async fn name(&self) -> &str {
        &self.list.name
    }

    /// What it is about.
    async fn description(&self) -> Option<&str> {
        self.list.description.as_deref()
    }

    /// What is on it.
    #[graphql(complexity = "5 + first.unwrap_or(20).max(1) as usize * child_complexity")]
    async fn items(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "In which order; in the list's own, if not said otherwise.")] sort: Option<ListSort>,
        #[graphql(desc = "How many, 100 at the most.")] first: Option<i32>,
        #[graphql(desc = "The cursor after which the page starts.")] after: Option<String>,
    ) -> Result<Connection<ListKey, SharedListItem>> {
        let args = PageArgs { first, after };
        let (app, actor, secret) = (ctx.app().clone(), ctx.actor().clone(), self.secret.clone());
        let page = links::page(&app, &actor, &secret, sort.map(Into::into), args.request()?).await?;
        Ok(connection(
            page,
            args.after.is_some(),
            |(shared, key)| (key, SharedListItem(shared)),
            move || {
                let (app, actor, secret) = (app.clone(), actor.clone(), secret.clone());
                async move { links::count(&app, &actor, &secret).await }
            },
        ))
    }
}

/// An item on a list that was reached by its address.
pub struct SharedListItem(links::SharedItem);

/// An item on a list that was reached by its address.
#[Object]
impl SharedListItem {
    /// Its title.
    async fn name(&self) -> &str {
        &self.0.item.name
    }

    /// The title of what it is a part of: the show of an episode.
    async fn whole(&self) -> Option<&str> {
        self.0.whole.as_deref()
    }

    /// The name of its media type: `movie`, `tv`.
    async fn media_type(&self) -> Option<&str> {
        self.0.media_type.as_deref()
    }

    /// The year it came out.
    async fn year(&self) -> Option<i32> {
        self.0.item.year.map(i32::from)
    }

    /// The address of its poster, as `MediaItem.posterUrl` has it.
    #[expect(clippy::unused_async, reason = "a resolver is async")]
    async fn poster_url(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "How wide it should be, in pixels; 500 when absent.")] width: Option<i32>,
    ) -> Result<Option<String>> {
        let item = &self.0.item;
        picture_address(ctx, PictureOf::Poster(item.id), images::poster_source(item), width)
    }

    /// What is said of it on the list.
    async fn notes(&self) -> Option<&str> {
        self.0.notes.as_deref()
    }
}

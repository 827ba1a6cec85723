use async_graphql::{Context, Object, Result};
use chrono::{DateTime, Utc};
use medianest_core::db::ImportJobId;
use medianest_core::imports;

use super::Import;
use crate::graphql::{Connection, ContextExt, Id, PageArgs, connection};

/// What can be asked about imports.
#[derive(Default)]
pub struct ImportsQuery;

#[Object]
impl ImportsQuery {
    /// One import, if it is the caller's, or the caller is an administrator.
    async fn import(&self, ctx: &Context<'_>, #[graphql(desc = "Which.")] id: Id<ImportJobId>) -> Result<Option<Import>> {
        Ok(imports::find(ctx.app(), ctx.actor(), id.0).await?.map(Import))
    }

    /// Imports, newest first: the caller's; everybody's for administrators.
    #[graphql(complexity = "5 + first.unwrap_or(20).max(1) as usize * child_complexity")]
    async fn imports(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "How many, 100 at the most.")] first: Option<i32>,
        #[graphql(desc = "The cursor after which the page starts.")] after: Option<String>,
    ) -> Result<Connection<(DateTime<Utc>, ImportJobId), Import>> {
        let args = PageArgs { first, after };
        let (app, actor) = (ctx.app().clone(), ctx.actor().clone());
        let page = imports::page(&app, &actor, args.request()?).await?;
        Ok(connection(
            page,
            args.after.is_some(),
            |job| ((job.created_at, job.id), Import(job)),
            move || {
                let (app, actor) = (app.clone(), actor.clone());
                async move { imports::count(&app, &actor).await }
            },
        ))
    }
}

use std::sync::Arc;

use async_graphql::{Context, Object, Result};
use medianest_core::db::NotificationId;
use medianest_core::notifications;

use super::{Notification, NotificationPreference};
use crate::graphql::{Connection, ContextExt, PageArgs, connection};

/// What can be asked about notifications.
#[derive(Default)]
pub struct NotificationQuery;

#[Object]
impl NotificationQuery {
    /// The caller's notifications, newest first.
    #[graphql(complexity = "first.unwrap_or(20).max(0) as usize * child_complexity")]
    async fn notifications(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Only those not read yet.", default)] unread_only: bool,
        #[graphql(desc = "How many, at most 100; 20 if not given.")] first: Option<i32>,
        #[graphql(desc = "The cursor of the last one already seen.")] after: Option<String>,
    ) -> Result<Connection<NotificationId, Notification>> {
        let (app, actor) = (ctx.app(), ctx.actor());
        let request = PageArgs { first, after }.request()?;
        let page = notifications::page(app, actor, unread_only, &request).await?;
        let (app, actor) = (app.clone(), actor.clone());
        let count = move || {
            let (app, actor) = (app.clone(), actor.clone());
            async move { notifications::count(&app, &actor, unread_only).await }
        };
        let node = |row: notifications::Notification| (row.id, Notification(Arc::new(row)));
        Ok(connection(page, request.after.is_some(), node, count))
    }

    /// How many of the caller's notifications are not read yet.
    async fn unread_notification_count(&self, ctx: &Context<'_>) -> Result<i64> {
        Ok(notifications::count(ctx.app(), ctx.actor(), true).await?)
    }

    /// What the caller said about the news they want. Whatever is not listed is wanted.
    #[graphql(complexity = "20 * child_complexity")]
    async fn notification_preferences(&self, ctx: &Context<'_>) -> Result<Vec<NotificationPreference>> {
        let all = notifications::preferences(ctx.app(), ctx.actor()).await?;
        Ok(all.into_iter().map(NotificationPreference).collect())
    }
}

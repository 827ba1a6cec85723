use async_graphql::{Context, Result, SimpleObject, Subscription};
use futures_util::{Stream, StreamExt};
use medianest_core::notifications::{self, NotificationEvent};

use super::Notification;
use crate::graphql::ContextExt;

/// What one who waits for news is told.
#[derive(SimpleObject)]
pub struct NotificationReceived {
    /// The news; nothing when `isResync` is true.
    notification: Option<Notification>,
    /// Whether some may have been missed: read `notifications` again.
    is_resync: bool,
}

/// What can be watched of notifications.
#[derive(Default)]
pub struct NotificationSubscription;

#[Subscription]
impl NotificationSubscription {
    /// The caller's notifications, as they are made.
    #[expect(clippy::unused_async, reason = "a subscription's function is async")]
    async fn notification_received<'a>(&self, ctx: &Context<'a>) -> Result<impl Stream<Item = NotificationReceived> + use<'a>> {
        Ok(notifications::watch(ctx.app(), ctx.actor())?.map(|event| match event {
            NotificationEvent::Received(notification) => {
                NotificationReceived { notification: Some(Notification(notification)), is_resync: false }
            }
            NotificationEvent::Resync => NotificationReceived { notification: None, is_resync: true },
        }))
    }
}

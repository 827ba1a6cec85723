use async_graphql::{Context, InputObject, Object, OneofObject, Result, SimpleObject};
use medianest_core::db::NotificationId;
use medianest_core::notifications;

use super::{DeliveryMethod, NotificationPreference};
use crate::graphql::{ContextExt, Id};

/// Which notifications to mark as read.
#[derive(OneofObject)]
pub enum MarkNotificationsReadInput {
    /// These, at most 500.
    Ids(Vec<Id<NotificationId>>),
    /// `true`: all of them.
    All(bool),
}

/// What marking notifications led to.
#[derive(SimpleObject)]
pub struct MarkNotificationsReadPayload {
    /// How many are not read yet.
    unread_notification_count: i64,
}

/// Which notification to delete.
#[derive(InputObject)]
pub struct DeleteNotificationInput {
    /// Its id.
    id: Id<NotificationId>,
}

/// What was deleted.
#[derive(SimpleObject)]
pub struct DeleteNotificationPayload {
    /// Its id.
    deleted_id: Id<NotificationId>,
}

/// Whether the caller wants news of a kind by a way.
#[derive(InputObject)]
pub struct UpdateNotificationPreferenceInput {
    /// What kind of news, such as `import_completed`; `*` is every kind without a preference of its own.
    notification_type: String,
    /// Which way.
    delivery_method: DeliveryMethod,
    /// Whether they want it.
    is_enabled: bool,
}

/// What is kept now.
#[derive(SimpleObject)]
pub struct UpdateNotificationPreferencePayload {
    /// The preference.
    notification_preference: NotificationPreference,
}

/// What can be done about notifications.
#[derive(Default)]
pub struct NotificationMutation;

#[Object]
impl NotificationMutation {
    /// Marks the caller's notifications as read. Doing it twice changes nothing more.
    async fn mark_notifications_read(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which.")] input: MarkNotificationsReadInput,
    ) -> Result<MarkNotificationsReadPayload> {
        let ids: Option<Vec<NotificationId>> = match input {
            MarkNotificationsReadInput::Ids(ids) => Some(ids.into_iter().map(|id| id.0).collect()),
            MarkNotificationsReadInput::All(true) => None,
            MarkNotificationsReadInput::All(false) => Some(Vec::new()),
        };
        let unread_notification_count = notifications::mark_read(ctx.app(), ctx.actor(), ids.as_deref()).await?;
        Ok(MarkNotificationsReadPayload { unread_notification_count })
    }

    /// Deletes one of the caller's notifications.
    async fn delete_notification(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which.")] input: DeleteNotificationInput,
    ) -> Result<DeleteNotificationPayload> {
        notifications::delete(ctx.app(), ctx.actor(), input.id.0).await?;
        Ok(DeleteNotificationPayload { deleted_id: input.id })
    }

    /// Says whether the caller wants news of a kind by a way.
    async fn update_notification_preference(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What they want.")] input: UpdateNotificationPreferenceInput,
    ) -> Result<UpdateNotificationPreferencePayload> {
        let UpdateNotificationPreferenceInput { notification_type, delivery_method, is_enabled } = input;
        let kept =
            notifications::update_preference(ctx.app(), ctx.actor(), notification_type, delivery_method.into(), is_enabled)
                .await?;
        Ok(UpdateNotificationPreferencePayload { notification_preference: NotificationPreference(kept) })
    }
}

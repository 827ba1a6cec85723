use std::sync::Arc;

use futures_util::{Stream, StreamExt};
use medianest_db::notifications as rows;
use tokio::sync::broadcast;
use tokio_stream::wrappers::BroadcastStream;

use super::Notification;
use crate::events::{Event, Heard, count_lag};
use crate::policy::{Access, Actor};
use crate::{App, Result};

/// How many notifications a watcher may fall behind before it has to look for itself.
const BACKLOG: usize = 256;

/// What somebody who waits for news hears.
#[derive(Debug, Clone)]
pub enum NotificationEvent {
    /// News.
    Received(Arc<Notification>),
    /// Some may have been missed: read the list again.
    Resync,
}

/// The notifications made on any server, read once and told to every watcher of this process.
pub(crate) struct Feed(broadcast::Sender<NotificationEvent>);

impl Default for Feed {
    fn default() -> Self {
        Self(broadcast::channel(BACKLOG).0)
    }
}

impl Feed {
    /// Reads what was made and tells the watchers, for as long as it is polled.
    pub(crate) async fn run(app: &App) {
        let feed = app.notification_feed();
        let mut heard = app.events().stream();
        while let Some(heard) = heard.next().await {
            let told = match heard {
                _ if feed.0.receiver_count() == 0 => continue,
                Heard::Resync => Some(NotificationEvent::Resync),
                Heard::Event(Event::NotificationCreated { id, .. }) => {
                    let read = async { Ok::<_, crate::Error>(rows::find(&*app.db().await?, id).await?) };
                    match read.await {
                        // Deleted already: no news.
                        Ok(found) => found.map(|found| NotificationEvent::Received(Arc::new(found))),
                        Err(error) => {
                            tracing::warn!(error = %error, "a notification could not be read");
                            Some(NotificationEvent::Resync)
                        }
                    }
                }
                Heard::Event(_) => None,
            };
            if let Some(told) = told {
                drop(feed.0.send(told));
            }
        }
    }
}

/// Waits for the caller's news.
///
/// # Errors
/// [`crate::Error::Unauthenticated`] for nobody.
pub fn watch(app: &App, actor: &Actor) -> Result<impl Stream<Item = NotificationEvent> + Send + use<>> {
    let person = actor.require(Access::Read)?.id;
    let heard = BroadcastStream::new(app.notification_feed().0.subscribe());
    Ok(heard.filter_map(move |event| {
        let event = match event {
            Ok(NotificationEvent::Received(notification)) if notification.user_id != person => None,
            Ok(event) => Some(event),
            Err(_) => {
                count_lag("notifications");
                Some(NotificationEvent::Resync)
            }
        };
        std::future::ready(event)
    }))
}

//! What the one who is signed in was told: the newest, how many are not read, and what comes while they look.

use leptos::prelude::*;
use leptos::task::spawn_local;
use medianest_web_api::operations::notifications::{
    DeleteNotification, DeleteNotificationInput, MarkNotificationsRead, MarkNotificationsReadInput, NotificationRow,
    Notifications, NotificationsLive, NotificationsVariables,
};
use medianest_web_api::{Id, LiveEvent};

use super::data::{Data, Page, Pages, pages, use_data};
use super::live::use_live;
use super::toasts::{ToastStore, use_toasts};
use crate::t;

/// How many the bell shows.
const NEWEST: i32 = 8;

/// What the one who is signed in was told.
#[derive(Clone, Copy)]
pub struct News {
    /// The newest.
    pub newest: Pages<NotificationRow>,
    /// How many are not read.
    pub unread: RwSignal<i32>,
    /// The last that came while they looked.
    pub arrived: RwSignal<Option<NotificationRow>>,
    /// Deleted, and not shown any more; it can still be taken back.
    leaving: RwSignal<Vec<Id>>,
    /// Grows when some may have been missed.
    version: RwSignal<u32>,
    data: Data,
    toasts: ToastStore,
}

impl News {
    /// Asks and listens, for as long as the caller's part of the page lives.
    pub fn watch() -> Self {
        let (unread, version) = (RwSignal::new(0), RwSignal::new(0_u32));
        let newest = pages(
            move |after| {
                version.track();
                Notifications::operation(NotificationsVariables { unread_only: false, first: Some(NEWEST), after })
            },
            move |answer: Notifications| {
                unread.set(answer.unread_notification_count);
                page_of(answer)
            },
        );
        let news = Self {
            newest,
            unread,
            arrived: RwSignal::default(),
            leaving: RwSignal::default(),
            version,
            data: use_data(),
            toasts: use_toasts(),
        };
        let leave = window_event_listener_untyped("pagehide", move |_| news.delete_all_now());
        on_cleanup(move || leave.remove());
        use_live().listen(NotificationsLive::operation(), move |event| news.hear(event));
        news
    }

    fn hear(self, event: LiveEvent<NotificationsLive>) {
        match event {
            LiveEvent::Data(heard) if heard.notification_received.is_resync => self.version.update(|version| *version += 1),
            LiveEvent::Data(heard) => {
                let Some(row) = heard.notification_received.notification else { return };
                put_first(self.newest.items, &row);
                self.unread.update(|unread| *unread += 1);
                self.arrived.set(Some(row));
            }
            // After a break all that is shown is asked again anyway.
            LiveEvent::Reconnected | LiveEvent::Failed(_) => {}
        }
    }

    /// Grows when a list may have missed some: read it where the list's query is made.
    pub fn version(self) -> Signal<u32> {
        self.version.into()
    }

    /// Whether one was deleted here.
    pub fn is_leaving(self, id: &Id) -> bool {
        self.leaving.with(|leaving| leaving.contains(id))
    }

    /// Says that one was read.
    pub fn mark_read(self, id: Id) {
        self.mark(MarkNotificationsReadInput::Ids(vec![id]));
    }

    /// Says that all were read.
    pub fn mark_all_read(self) {
        self.mark(MarkNotificationsReadInput::All(true));
    }

    fn mark(self, input: MarkNotificationsReadInput) {
        spawn_local(async move {
            if let Err(error) = self.data.change(MarkNotificationsRead::operation(input)).await {
                self.toasts.fail(&error);
            }
        });
    }

    /// Deletes one. The server cannot bring one back, so it hears of it only when the message is gone that offers to keep it,
    /// or the page.
    pub fn delete(self, row: &NotificationRow) {
        let id = row.id.clone();
        self.leaving.update(|leaving| leaving.push(id.clone()));
        let back = id.clone();
        self.toasts.undoable_until(t!("news-deleted"), move || self.keep(&back), move || self.delete_now(id.clone()));
    }

    fn keep(self, id: &Id) {
        // Whoever signed out meanwhile has nothing to take back.
        self.leaving.try_update(|leaving| leaving.retain(|other| other != id));
    }

    fn delete_all_now(self) {
        for id in self.leaving.get_untracked() {
            self.delete_now(id);
        }
    }

    fn delete_now(self, id: Id) {
        // What was taken back stays; whoever signed out meanwhile has nothing to delete.
        if self.leaving.try_with_untracked(|leaving| leaving.contains(&id)) != Some(true) {
            return;
        }
        spawn_local(async move {
            let deleted = self.data.change(DeleteNotification::operation(DeleteNotificationInput { id: id.clone() })).await;
            if let Err(error) = deleted {
                self.keep(&id);
                self.toasts.fail(&error);
            }
        });
    }
}

/// A page of an answer.
pub fn page_of(answer: Notifications) -> Page<NotificationRow> {
    let rows = answer.notifications;
    Page { items: rows.nodes, next: rows.page_info.end_cursor.filter(|_| rows.page_info.has_next_page), total: None }
}

/// Puts what came in front of a list that does not have it yet.
pub fn put_first(items: RwSignal<Vec<NotificationRow>>, row: &NotificationRow) {
    items.update(|items| {
        if items.iter().all(|known| known.id != row.id) {
            items.insert(0, row.clone());
        }
    });
}

/// What the one who is signed in was told.
pub fn use_news() -> News {
    expect_context()
}

//! What is shown as done before the server has said so, for everything that can be undone.

use leptos::prelude::*;
use leptos::task::spawn_local;
use medianest_web_api::{Answer, Operation, Request};

use super::data::{Data, Sent, sent, use_data};
use super::toasts::{ToastStore, use_toasts};

/// A value as it will be: what somebody made of it just now, else what the server says.
pub struct Optimistic<T: Send + Sync + 'static> {
    ahead: RwSignal<Option<T>>,
    said: Memo<T>,
    in_flight: StoredValue<u32>,
    data: Data,
    toasts: ToastStore,
}

impl<T: Send + Sync + 'static> Clone for Optimistic<T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T: Send + Sync + 'static> Copy for Optimistic<T> {}

/// Follows what the server says of something, and lets it be changed ahead of it.
pub fn optimistic<T>(said: impl Fn() -> T + Send + Sync + 'static) -> Optimistic<T>
where
    T: Clone + PartialEq + Send + Sync + 'static,
{
    let said = Memo::new(move |_| said());
    let (ahead, in_flight) = (RwSignal::new(None), StoredValue::new(0));
    Effect::new(move || {
        said.track();
        // What the server says while more is on its way is already out of date.
        if in_flight.get_value() == 0 {
            ahead.set(None);
        }
    });
    Optimistic { ahead, said, in_flight, data: use_data(), toasts: use_toasts() }
}

impl<T: Clone + PartialEq + Send + Sync + 'static> Optimistic<T> {
    /// The value.
    pub fn get(self) -> T {
        self.ahead.get().unwrap_or_else(|| self.said.get())
    }

    /// The value, without following it.
    pub fn now(self) -> T {
        self.ahead.get_untracked().unwrap_or_else(|| self.said.get_untracked())
    }

    /// Shows the value at once and sends what makes it so. When that fails, what was there comes back, and why is told.
    pub fn change<A: Answer>(self, value: T, operation: Operation<A>, then: impl FnOnce(A) + 'static) {
        self.show(value, sent(self.data.change(operation), then));
    }

    fn show(self, value: T, sent: Sent) {
        let before = self.ahead.get_untracked();
        self.ahead.set(Some(value));
        self.in_flight.update_value(|count| *count += 1);
        spawn_local(async move {
            let answer = sent.await;
            self.in_flight.try_update_value(|count| *count -= 1);
            match answer {
                Ok(then) => then(),
                Err(error) => {
                    self.ahead.try_set(before);
                    self.toasts.fail(&error);
                }
            }
        });
    }
}

/// Sends what buttons do, and tells what failed.
#[derive(Clone, Copy)]
pub struct Sender {
    data: Data,
    /// The messages of the app, for what was done.
    pub toasts: ToastStore,
}

/// Sends what buttons do, and tells what failed.
pub fn use_sender() -> Sender {
    Sender { data: use_data(), toasts: use_toasts() }
}

impl Sender {
    /// Sends something; when it succeeds, `then` hears of it.
    pub fn send<A: Answer>(self, operation: Operation<A>, then: impl FnOnce(A) + 'static) {
        self.wait_for(sent(self.data.change(operation), then));
    }

    fn wait_for(self, sent: Sent) {
        spawn_local(async move {
            match sent.await {
                Ok(then) => then(),
                Err(error) => self.toasts.fail(&error),
            }
        });
    }

    /// Sends several things, one after the other, and asks again for what is shown once they are all through. What fails
    /// is told, and ends it.
    pub fn send_all<A: Answer>(self, operations: Vec<Operation<A>>, then: impl FnOnce() + 'static) {
        let requests = operations.into_iter().map(Operation::into_request).collect();
        self.send_each(requests, Box::new(then));
    }

    fn send_each(self, requests: Vec<Request>, then: Box<dyn FnOnce()>) {
        spawn_local(async move {
            let mut failed = None;
            for request in requests {
                if let Err(error) = self.data.client().answer(request).await {
                    failed = Some(error);
                    break;
                }
            }
            self.data.refresh();
            match failed {
                Some(error) => self.toasts.fail(&error),
                None => then(),
            }
        });
    }
}

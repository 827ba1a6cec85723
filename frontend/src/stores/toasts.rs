//! Short messages: what was done, with a way to take it back, and what failed.

use std::sync::Arc;
use std::time::Duration;

use leptos::prelude::*;
use medianest_web_api::ApiError;

use crate::components::feedback::{reference, told};

/// How long a message stays.
const STAYS: Duration = Duration::from_secs(7);
/// More would hide the page.
const MOST: usize = 3;

/// What a message means.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ToastKind {
    /// Something was done.
    Good,
    /// Something failed.
    Bad,
}

/// What a message does. No `Callback`: that ends with the part of the page that made it, such as the row that was deleted.
pub type Act = Arc<dyn Fn() + Send + Sync>;

/// A message.
#[derive(Clone)]
pub struct Toast {
    /// Tells it from the others.
    pub id: u32,
    /// What it means.
    pub kind: ToastKind,
    /// What it says.
    pub text: String,
    /// Takes back what was done.
    pub undo: Option<Act>,
    /// Hears that it is gone, and with it the way back.
    pub gone: Option<Act>,
}

impl Toast {
    fn leave(self) {
        if let Some(gone) = self.gone {
            gone();
        }
    }
}

/// The messages that are shown.
#[derive(Clone, Copy)]
pub struct ToastStore {
    all: RwSignal<Vec<Toast>>,
    next: StoredValue<u32>,
    held: StoredValue<Vec<u32>>,
}

impl ToastStore {
    /// No messages.
    pub fn new() -> Self {
        Self { all: RwSignal::default(), next: StoredValue::new(1), held: StoredValue::default() }
    }

    /// The messages, the newest last.
    pub fn all(self) -> RwSignal<Vec<Toast>> {
        self.all
    }

    /// Says that something was done.
    pub fn say(self, text: impl Into<String>) {
        self.show(ToastKind::Good, text.into(), None, None);
    }

    /// Says that something was done, and offers to take it back.
    pub fn undoable(self, text: impl Into<String>, undo: impl Fn() + Send + Sync + 'static) {
        self.show(ToastKind::Good, text.into(), Some(Arc::new(undo)), None);
    }

    /// As [`Self::undoable`], for what is done only when it cannot be taken back any more: `gone` hears of that moment.
    pub fn undoable_until(
        self,
        text: impl Into<String>,
        undo: impl Fn() + Send + Sync + 'static,
        gone: impl Fn() + Send + Sync + 'static,
    ) {
        self.show(ToastKind::Good, text.into(), Some(Arc::new(undo)), Some(Arc::new(gone)));
    }

    /// Says that something failed, and what to do.
    pub fn fail(self, error: &ApiError) {
        let text = match reference(error) {
            Some(reference) => format!("{} {reference}", told(error)),
            None => told(error),
        };
        self.show(ToastKind::Bad, text, None, None);
    }

    /// Takes a message away.
    pub fn dismiss(self, id: u32) {
        let left = self.all.try_update(|all| all.extract_if(.., |toast| toast.id == id).collect::<Vec<_>>());
        left.into_iter().flatten().for_each(Toast::leave);
    }

    /// Keeps a message while somebody is at it.
    pub fn hold(self, id: u32) {
        self.held.update_value(|held| held.push(id));
    }

    /// Lets a message go again.
    pub fn release(self, id: u32) {
        self.held.update_value(|held| held.retain(|other| *other != id));
        self.dismiss_later(id);
    }

    fn show(self, kind: ToastKind, text: String, undo: Option<Act>, gone: Option<Act>) {
        let id = self.next.get_value();
        self.next.set_value(id + 1);
        let left = self.all.try_update(|all| {
            all.push(Toast { id, kind, text, undo, gone });
            let surplus = all.len().saturating_sub(MOST);
            all.drain(..surplus).collect::<Vec<_>>()
        });
        left.into_iter().flatten().for_each(Toast::leave);
        self.dismiss_later(id);
    }

    fn dismiss_later(self, id: u32) {
        set_timeout(
            move || {
                if !self.held.with_value(|held| held.contains(&id)) {
                    self.dismiss(id);
                }
            },
            STAYS,
        );
    }
}

/// The messages of the app.
pub fn use_toasts() -> ToastStore {
    expect_context()
}

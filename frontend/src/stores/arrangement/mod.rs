//! How the home page is arranged. It outlives the page: what somebody changed is still sent while they go elsewhere.
//!
//! Whoever edits changes what is *wanted*, at once and as often as they like; step by step the server is brought there.
//! So taking a change back, whatever it was, is wanting what was wanted before.

mod plan;

use leptos::prelude::*;
use leptos::task::spawn_local;
use medianest_web_api::operations::dashboard::{
    AddDashboardWidget, AddDashboardWidgetInput, DashboardWidgetSize, DashboardWidgetType, RemoveDashboardWidget,
    RemoveDashboardWidgetInput, ReorderDashboardWidgets, ReorderDashboardWidgetsInput, ResetDashboard, UpdateDashboardWidget,
    UpdateDashboardWidgetInput, WidgetRow,
};
use medianest_web_api::{ApiError, Patch};

use super::data::{Data, use_data};
use super::toasts::{ToastStore, use_toasts};
pub use plan::Slot;
use plan::{Placed, Step, next_step, place};

/// More than this nobody takes back one by one.
const MOST_UNDONE: usize = 50;

/// What the server has, as far as is known.
#[derive(Default)]
struct Known {
    placed: Vec<Placed>,
    last_key: u32,
    /// The default set is wanted before anything else.
    is_reset_wanted: bool,
}

/// How the home page is arranged.
#[derive(Clone, Copy)]
pub struct Arrangement {
    /// What is wanted, and shown; nothing until the server has said.
    pub wanted: RwSignal<Option<Vec<Slot>>>,
    past: RwSignal<Vec<Vec<Slot>>>,
    is_sending: StoredValue<bool>,
    known: StoredValue<Known>,
    data: Data,
    toasts: ToastStore,
}

impl Arrangement {
    /// Nothing known yet.
    pub fn new() -> Self {
        Self {
            wanted: RwSignal::default(),
            past: RwSignal::default(),
            is_sending: StoredValue::new(false),
            known: StoredValue::new(Known::default()),
            data: use_data(),
            toasts: use_toasts(),
        }
    }

    /// Takes over what the server has, unless changes are on their way there.
    pub fn adopt(self, rows: &[WidgetRow]) {
        if !self.is_sending.get_value() {
            self.take(rows);
        }
    }

    fn take(self, rows: &[WidgetRow]) {
        self.known.try_update_value(|known| known.placed = place(rows, &known.placed, &mut known.last_key));
        self.show_known();
    }

    /// Changes the arrangement.
    pub fn edit(self, change: impl FnOnce(&mut Vec<Slot>)) {
        let Some(before) = self.wanted.get_untracked() else { return };
        let mut after = before.clone();
        change(&mut after);
        if after != before {
            self.remember(before);
            self.wanted.set(Some(after));
            self.send();
        }
    }

    /// Puts a widget at the end. Answers its key.
    pub fn add(self, kind: DashboardWidgetType, size: DashboardWidgetSize) -> u32 {
        self.known.update_value(|known| known.last_key += 1);
        let key = self.known.with_value(|known| known.last_key);
        let settings = serde_json::Value::Object(serde_json::Map::new());
        self.edit(|slots| slots.push(Slot { key, kind, size, media_type: None, is_enabled: true, settings }));
        key
    }

    /// Goes back to how every home page begins.
    pub fn reset(self) {
        let Some(before) = self.wanted.get_untracked() else { return };
        self.remember(before);
        self.known.update_value(|known| known.is_reset_wanted = true);
        self.send();
    }

    /// Whether there is anything to take back.
    pub fn can_undo(self) -> Signal<bool> {
        let past = self.past;
        Signal::derive(move || past.with(|past| !past.is_empty()))
    }

    /// Takes the last change back.
    pub fn undo(self) {
        if let Some(before) = self.past.try_update(Vec::pop).flatten() {
            self.wanted.set(Some(before));
            self.send();
        }
    }

    /// What was done stays done: somebody is through with editing.
    pub fn settle(self) {
        self.past.set(Vec::new());
    }

    fn remember(self, before: Vec<Slot>) {
        self.past.update(|past| {
            past.push(before);
            let surplus = past.len().saturating_sub(MOST_UNDONE);
            past.drain(..surplus);
        });
    }

    /// Brings the server to what is wanted, one step after the other; what is changed meanwhile is sent, too.
    fn send(self) {
        if self.is_sending.get_value() {
            return;
        }
        self.is_sending.set_value(true);
        spawn_local(async move {
            while let Some(step) = self.next_step() {
                if let Err(error) = self.take_step(step).await {
                    self.toasts.fail(&error);
                    self.known.try_update_value(|known| known.is_reset_wanted = false);
                    self.past.try_set(Vec::new());
                    self.show_known();
                    break;
                }
            }
            self.is_sending.try_set_value(false);
        });
    }

    /// What is to be sent next. Whoever signed out meanwhile took everything along.
    fn next_step(self) -> Option<Step> {
        let wanted = self.wanted.try_get_untracked().flatten()?;
        self.known.try_with_value(
            |known| {
                if known.is_reset_wanted { Some(Step::Reset) } else { next_step(&known.placed, &wanted) }
            },
        )?
    }

    async fn take_step(self, step: Step) -> Result<(), ApiError> {
        let client = self.data.client();
        match step {
            Step::Reset => {
                let answer = client.run(ResetDashboard::operation()).await?;
                self.known.try_update_value(|known| known.is_reset_wanted = false);
                self.take(&answer.reset_dashboard.widgets);
            }
            Step::Remove(id) => {
                client
                    .answer(RemoveDashboardWidget::operation(RemoveDashboardWidgetInput { id: id.clone() }).into_request())
                    .await?;
                self.known.try_update_value(|known| known.placed.retain(|placed| placed.id != id));
            }
            Step::Change(id, slot) => {
                let input = UpdateDashboardWidgetInput {
                    size: Some(slot.size),
                    is_enabled: Some(slot.is_enabled),
                    media_type_id: Patch::from(slot.media_type.as_ref().map(|kind| kind.id.clone())),
                    ..UpdateDashboardWidgetInput::of(id.clone())
                };
                client.answer(UpdateDashboardWidget::operation(input).into_request()).await?;
                self.known.try_update_value(|known| {
                    known.placed.iter_mut().filter(|placed| placed.id == id).for_each(|placed| placed.slot = slot.clone());
                });
            }
            Step::Add(slot) => {
                let input = AddDashboardWidgetInput {
                    widget_type: slot.kind,
                    size: Some(slot.size),
                    is_enabled: Some(slot.is_enabled),
                    media_type_id: slot.media_type.as_ref().map(|kind| kind.id.clone()),
                    settings: Some(slot.settings.clone()),
                };
                let answer = client.run(AddDashboardWidget::operation(input)).await?;
                let id = answer.add_dashboard_widget.widget.id;
                self.known.try_update_value(|known| known.placed.push(Placed { id, slot }));
            }
            Step::Order(ids) => {
                client
                    .answer(ReorderDashboardWidgets::operation(ReorderDashboardWidgetsInput { ids: ids.clone() }).into_request())
                    .await?;
                self.known.try_update_value(|known| {
                    known.placed.sort_by_key(|placed| ids.iter().position(|id| *id == placed.id));
                });
            }
        }
        Ok(())
    }

    fn show_known(self) {
        let known = self.known.try_with_value(|known| known.placed.iter().map(|placed| placed.slot.clone()).collect::<Vec<_>>());
        if known.is_some() && self.wanted.try_get_untracked().is_some_and(|wanted| wanted != known) {
            self.wanted.try_set(known);
        }
    }
}

/// How the home page is arranged.
pub fn use_arrangement() -> Arrangement {
    expect_context()
}

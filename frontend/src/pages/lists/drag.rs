//! Putting a list in order: by dragging an item by its handle, or by the buttons beside it.

use leptos::ev::PointerEvent;
use leptos::prelude::*;
use leptos::task::spawn_local;
use medianest_web_api::operations::lists::{ListEntry, MoveListItem, MoveListItemInput};
use wasm_bindgen::JsCast;

use crate::components::{Dragging, Icon};
use crate::stores::data::{Data, Pages, use_data};
use crate::stores::toasts::{ToastStore, use_toasts};
use crate::t;
use crate::widgets::items::heading;

/// What tells rows apart: what they are moved by.
pub fn key_of(entry: &ListEntry) -> String {
    match (&entry.entry_id, &entry.item) {
        (Some(id), _) => id.inner().to_owned(),
        (None, Some(item)) => item.id.inner().to_owned(),
        (None, None) => String::new(),
    }
}

/// The order of a list while it is changed.
#[derive(Clone, Copy)]
pub struct Order {
    entries: StoredValue<Pages<ListEntry>>,
    /// What is dragged.
    pub drag: Dragging,
    /// What was moved last, for those who cannot see it.
    pub told: RwSignal<String>,
    way: StoredValue<(Data, ToastStore)>,
}

impl Order {
    /// The order of these.
    pub fn of(entries: Pages<ListEntry>) -> Self {
        Self {
            entries: StoredValue::new(entries),
            drag: Dragging::default(),
            told: RwSignal::default(),
            way: StoredValue::new((use_data(), use_toasts())),
        }
    }

    fn rows(self) -> RwSignal<Vec<ListEntry>> {
        self.entries.with_value(|entries| entries.items)
    }

    fn place_of(self, key: &str) -> Option<usize> {
        self.rows().with_untracked(|rows| rows.iter().position(|row| key_of(row) == key))
    }

    /// Moves a row by one place. The focus stays on the button, or goes to its twin where there is no further.
    fn shift(self, key: &str, later: bool) {
        let Some(at) = self.place_of(key) else { return };
        let to = if later { Some(at + 1) } else { at.checked_sub(1) };
        if let Some(to) = to {
            self.put(key, to);
        }
        let ids = if later { [later_id(key), earlier_id(key)] } else { [earlier_id(key), later_id(key)] };
        request_animation_frame(move || focus_first(&ids));
    }

    /// Puts a row at a place of the others, at once, and tells the server.
    fn put(self, key: &str, to: usize) {
        let Some(from) = self.place_of(key) else { return };
        if to == from || to >= self.rows().with_untracked(Vec::len) {
            return;
        }
        let moved = self.rows().try_update(|rows| {
            let row = rows.remove(from);
            let input = MoveListItemInput {
                entry_id: row.entry_id.clone()?,
                after_id: to.checked_sub(1).and_then(|before| rows[before].entry_id.clone()),
                before_id: rows.get(to).and_then(|behind| behind.entry_id.clone()),
            };
            rows.insert(to, row.clone());
            Some((row, input))
        });
        let Some((row, input)) = moved.flatten() else { return };
        let name = row.item.as_ref().map(heading).unwrap_or_default();
        let [at, of] = [to + 1, self.rows().with_untracked(Vec::len)].map(|count| i64::try_from(count).unwrap_or(i64::MAX));
        self.told.set(t!("home-moved", name = name, at = at, of = of));
        let ((data, toasts), entries) = (self.way.get_value(), self.entries.get_value());
        spawn_local(async move {
            if let Err(error) = data.change(MoveListItem::operation(input)).await {
                toasts.fail(&error);
                entries.reload();
            }
        });
    }

    /// Puts a row where it is dropped, for as long as the caller's part of the page lives.
    pub fn follow(self) {
        self.drag.follow(move |key, over, is_behind| {
            let (Some(at), Some(from)) = (self.place_of(over), self.place_of(key)) else { return };
            // Among the others, those behind the row have moved up by one.
            let at = at - usize::from(from < at);
            self.put(key, at + usize::from(is_behind));
        });
    }
}

/// What a row is moved by: a handle for pointers, buttons for everybody.
#[component]
pub fn Mover(order: Order, key: String, name: String) -> impl IntoView {
    let place = {
        let key = key.clone();
        Memo::new(move |_| order.rows().with(|rows| Some((rows.iter().position(|row| key_of(row) == key)?, rows.len()))))
    };
    let is_first = move || place.get().is_none_or(|(at, _)| at == 0);
    let is_last = move || place.get().is_none_or(|(at, count)| at + 1 == count);
    let key = StoredValue::new(key);
    let button = move |id: String, icon: &'static str, label: String, disabled: Signal<bool>, later: bool| {
        view! {
            <button
                type="button"
                id=id
                class="button quiet square small"
                aria-label=label.clone()
                title=label
                disabled=move || disabled.get()
                on:click=move |_| key.with_value(|key| order.shift(key, later))
            >
                <Icon name=icon />
            </button>
        }
    };
    let grab = move |event: PointerEvent| order.drag.grab(key.get_value(), &event);
    view! {
        <span class="row list-mover">
            <span class="widget-handle" title=t!("home-drag") aria-hidden="true" on:pointerdown=grab>
                <Icon name="grip-vertical" />
            </span>
            {key.with_value(|key| {
                (
                    button(earlier_id(key), "arrow-up", t!("home-earlier", name = name.as_str()), Signal::derive(is_first), false),
                    button(later_id(key), "arrow-down", t!("home-later", name = name.as_str()), Signal::derive(is_last), true),
                )
            })}
        </span>
    }
    .into_any()
}

fn earlier_id(key: &str) -> String {
    format!("{key}-earlier")
}

fn later_id(key: &str) -> String {
    format!("{key}-later")
}

fn focus_first(ids: &[String]) {
    let found = ids.iter().find_map(|id| {
        let element = document().get_element_by_id(id)?;
        (!element.has_attribute("disabled")).then_some(element)
    });
    if let Some(element) = found.and_then(|element| element.dyn_into::<web_sys::HtmlElement>().ok()) {
        let _ = element.focus();
    }
}

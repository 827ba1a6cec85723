//! Arranging: the bar above the widgets, and what is told while somebody does it.

use leptos::ev::KeyboardEvent;
use leptos::prelude::*;
use medianest_web_api::operations::dashboard::DashboardWidgetType;

use super::add::AddDialog;
use super::words::{kind_name, usual_size};
use crate::components::{Button, Dragging, Look};
use crate::stores::arrangement::{Arrangement, use_arrangement};
use crate::t;

/// Whether somebody arranges, and what was told of it last.
#[derive(Clone, Copy)]
pub struct Editing {
    /// Whether they do.
    pub is_on: RwSignal<bool>,
    /// What changed last, for those who cannot see it.
    pub told: RwSignal<String>,
    /// What is dragged.
    pub drag: Dragging,
    arrangement: StoredValue<Arrangement>,
}

impl Editing {
    /// Nobody does yet.
    pub fn new() -> Self {
        Self {
            is_on: RwSignal::new(false),
            told: RwSignal::default(),
            drag: Dragging::default(),
            arrangement: StoredValue::new(use_arrangement()),
        }
    }

    /// Begins.
    pub fn begin(self) {
        self.arrangement.get_value().settle();
        self.told.set(String::new());
        self.is_on.set(true);
    }

    fn end(self) {
        self.is_on.set(false);
        self.arrangement.get_value().settle();
    }

    /// Puts a widget where it is dropped, for as long as the caller's part of the page lives.
    fn follow(self) {
        let arrangement = self.arrangement.get_value();
        self.drag.follow(move |key, over, is_behind| {
            let [Ok(key), Ok(over)] = [key, over].map(str::parse::<u32>) else { return };
            arrangement.edit(|slots| {
                let Some(from) = slots.iter().position(|slot| slot.key == key) else { return };
                let slot = slots.remove(from);
                let at = slots.iter().position(|slot| slot.key == over).map_or(from, |at| at + usize::from(is_behind));
                slots.insert(at.min(slots.len()), slot);
            });
            self.tell_place(key);
        });
    }

    /// Tells where a widget is now.
    pub fn tell_place(self, key: u32) {
        let place = self.arrangement.get_value().wanted.with_untracked(|slots| {
            let slots = slots.as_ref()?;
            let at = slots.iter().position(|slot| slot.key == key)?;
            Some((kind_name(slots[at].kind), at + 1, slots.len()))
        });
        if let Some((name, at, of)) = place {
            let [at, of] = [at, of].map(|count| i64::try_from(count).unwrap_or(i64::MAX));
            self.told.set(t!("home-moved", name = name, at = at, of = of));
        }
    }

    /// Moves a widget by one place. The focus stays on the button, or goes to its twin where there is no further.
    pub fn shift(self, key: u32, later: bool) {
        self.arrangement.get_value().edit(|slots| {
            let Some(at) = slots.iter().position(|slot| slot.key == key) else { return };
            let to = if later { at + 1 } else { at.wrapping_sub(1) };
            if to < slots.len() {
                slots.swap(at, to);
            }
        });
        self.tell_place(key);
        request_animation_frame(move || {
            let ids = if later { [later_id(key), earlier_id(key)] } else { [earlier_id(key), later_id(key)] };
            focus_first(&ids);
        });
    }
}

/// The id of the button that moves a widget to the front.
pub fn earlier_id(key: u32) -> String {
    format!("widget-{key}-earlier")
}

/// The id of the button that moves a widget to the end.
pub fn later_id(key: u32) -> String {
    format!("widget-{key}-later")
}

fn focus_first(ids: &[String]) {
    use wasm_bindgen::JsCast;
    let found = ids.iter().find_map(|id| {
        let element = document().get_element_by_id(id)?;
        (!element.has_attribute("disabled")).then_some(element)
    });
    if let Some(element) = found.and_then(|element| element.dyn_into::<web_sys::HtmlElement>().ok()) {
        let _ = element.focus();
    }
}

/// What can be done while arranging.
#[component]
pub fn EditBar(
    /// The arranging.
    editing: Editing,
    /// What else happens at its end.
    #[prop(into)]
    on_done: Callback<()>,
) -> impl IntoView {
    let arrangement = use_arrangement();
    let is_adding = RwSignal::new(false);
    editing.follow();
    let can_undo = arrangement.can_undo();
    let undo = move || {
        arrangement.undo();
        editing.told.set(t!("home-undone"));
    };
    let keys = window_event_listener(leptos::ev::keydown, move |event: KeyboardEvent| {
        let is_undo = (event.ctrl_key() || event.meta_key()) && !event.shift_key() && event.key().eq_ignore_ascii_case("z");
        if is_undo && can_undo.get_untracked() {
            event.prevent_default();
            undo();
        }
    });
    on_cleanup(move || keys.remove());
    let add = move |kind: DashboardWidgetType| {
        let key = arrangement.add(kind, usual_size(kind));
        editing.told.set(t!("home-added-widget", name = kind_name(kind)));
        request_animation_frame(move || {
            if let Some(element) = document().get_element_by_id(&format!("widget-{key}")) {
                element.scroll_into_view();
            }
        });
    };
    view! {
        <div class="edit-bar" role="toolbar" aria-label=t!("home-edit")>
            <Button look=Look::Primary icon="plus" on_press=move |_| is_adding.set(true)>
                {t!("home-add")}
            </Button>
            <Button icon="undo-2" disabled=Signal::derive(move || !can_undo.get()) on_press=move |_| undo()>
                {t!("action-undo")}
            </Button>
            <Button
                look=Look::Quiet
                icon="rotate-cw"
                on_press=move |_| {
                    arrangement.reset();
                    editing.told.set(t!("home-was-reset"));
                }
            >
                {t!("home-reset")}
            </Button>
            <span class="grow"></span>
            <Button
                icon="check"
                on_press=move |_| {
                    editing.end();
                    on_done.run(());
                }
            >
                {t!("home-done")}
            </Button>
        </div>
        <p class="sr-only" aria-live="polite">
            {move || editing.told.get()}
        </p>
        <AddDialog open=is_adding on_add=add />
    }
}
